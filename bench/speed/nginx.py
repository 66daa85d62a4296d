"""nginx serving files: what the pages are measured against."""

import contextlib
import gzip
import subprocess
import time
import urllib.request
from pathlib import Path

from bench.lead_storm.site import free_port

CONFIGURATION = """
daemon off;
worker_processes {workers};
pid {folder}/pid;
error_log {folder}/error.log warn;
events {{ worker_connections 1024; }}
http {{
    access_log off;
    sendfile on;
    tcp_nopush on;
    keepalive_requests 100000000;
    open_file_cache max=100;
    types {{ text/html html; }}
    server {{
        listen 127.0.0.1:{port};
        root {folder}/pages;
        location /packed/ {{ gzip_static on; }}
    }}
}}
"""


class Nginx:
    """`/plain/page.html` as it is, `/packed/page.html` with the ready-compressed file beside it."""

    def __init__(self, folder: Path, body: bytes, workers: int) -> None:
        self.port = free_port()
        for name in ["plain", "packed"]:
            page = folder / "pages" / name / "page.html"
            page.parent.mkdir(parents=True, exist_ok=True)
            page.write_bytes(body)
        page.with_suffix(".html.gz").write_bytes(gzip.compress(body, 9))
        for path in [folder, *folder.rglob("*")]:
            path.chmod(0o755 if path.is_dir() else 0o644)
        self.file = folder / "nginx.conf"
        self.file.write_text(CONFIGURATION.format(workers=workers, folder=folder, port=self.port))

    def __enter__(self) -> "Nginx":
        self.process = subprocess.Popen(["nginx", "-c", self.file], stderr=subprocess.DEVNULL)
        for _ in range(100):
            with contextlib.suppress(OSError):
                urllib.request.urlopen(f"http://127.0.0.1:{self.port}/plain/page.html").read()
                return self
            time.sleep(0.05)
        raise SystemExit("nginx does not answer.")

    def __exit__(self, *error: object) -> None:
        self.process.terminate()
        self.process.wait(10)

    def processes(self) -> list[int]:
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text()
        return [self.process.pid, *map(int, children.split())]

    def address(self, name: str) -> str:
        return f"http://127.0.0.1:{self.port}/{name}/page.html"
