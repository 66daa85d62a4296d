"""nginx serving files: what the pages are measured against."""

import gzip
import urllib.request
from pathlib import Path

from bench.nginx import Nginx

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


class Static(Nginx):
    """`/plain/page.html` as it is, `/packed/page.html` with the ready-compressed file beside it."""

    def __init__(self, folder: Path, body: bytes, workers: int) -> None:
        super().__init__(folder)
        for name in ["plain", "packed"]:
            page = folder / "pages" / name / "page.html"
            page.parent.mkdir(parents=True, exist_ok=True)
            page.write_bytes(body)
        page.with_suffix(".html.gz").write_bytes(gzip.compress(body, 9))
        for path in [folder, *folder.rglob("*")]:
            path.chmod(0o755 if path.is_dir() else 0o644)
        self.file.write_text(CONFIGURATION.format(workers=workers, folder=folder, port=self.port))

    def is_ready(self) -> bool:
        return urllib.request.urlopen(self.address("plain")).status == 200

    def address(self, name: str) -> str:
        return f"http://127.0.0.1:{self.port}/{name}/page.html"
