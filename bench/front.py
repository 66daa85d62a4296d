"""The nginx that we ship a configuration for, with that very configuration, on loopback and without TLS."""

import re
import urllib.error
import urllib.request
from http import HTTPStatus
from pathlib import Path

from bench.nginx import Nginx

SHIPPED = Path(__file__).resolve().parents[1] / "deploy/nginx.conf"
MAIN = """
daemon off;
pcre_jit on;
worker_processes {workers};
pid {folder}/nginx.pid;
error_log {folder}/error.log warn;
events {{ worker_connections 1024; }}
http {{
    access_log off;
    sendfile on;
    tcp_nopush on;
    keepalive_requests 100000000;
    client_body_temp_path {folder}/temp;
    proxy_temp_path {folder}/temp;
    fastcgi_temp_path {folder}/temp;
    uwsgi_temp_path {folder}/temp;
    scgi_temp_path {folder}/temp;
    include {folder}/site.conf;
}}
"""


def configuration(*, var: Path, port: int, behind: int) -> str:
    """The shipped one for http: other addresses, no certificates, and the server that only leads to https left out."""
    text = (
        SHIPPED.read_text().replace("/srv/byline", str(var)).replace("127.0.0.1:8000", f"127.0.0.1:{behind}")
    )
    upstream, _, servers = text.partition("server {\n    listen 80;")
    https = servers.partition("server {\n")[2]
    https = re.sub(r" *listen .*443.*\n| *ssl_.*\n| *server_name .*\n", "", https)
    https = https.replace("include mime.types;", "")
    return f"{upstream}server {{\n    listen 127.0.0.1:{port};\n{https}"


class Front(Nginx):
    asked: list[str]  # of the site behind, where somebody counts

    def __init__(self, folder: Path, *, var: Path, behind: int, workers: int = 2) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        super().__init__(folder)
        self.var = var
        (folder / "site.conf").write_text(configuration(var=var, port=self.port, behind=behind))
        self.file.write_text(MAIN.format(folder=folder, workers=workers))

    def is_ready(self) -> bool:
        """It has an answer, whatever the site behind it thinks of the name of the host."""
        return self.get("/livez")[0] != HTTPStatus.BAD_GATEWAY

    def get(self, path: str, method: str = "GET", **headers: str) -> tuple[int, dict[str, str], bytes]:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}{path}", method=method, headers={"Host": "testserver", **named}
        )
        try:
            with urllib.request.urlopen(request, timeout=10) as answer:
                return answer.status, {k.lower(): v for k, v in answer.headers.items()}, answer.read()
        except urllib.error.HTTPError as error:
            return error.code, {k.lower(): v for k, v in error.headers.items()}, error.read()
