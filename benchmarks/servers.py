"""The servers both sides talk to, each in a process of its own: nginx where it is installed, and our own for delays."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from benchmarks.processes import HERE
from benchmarks.slow_server import JSON, json_of_size

MIB = 1024 * 1024
BODY_SIZE = 5 * MIB
OBJECT_SIZE = 60 * 1024
LARGE_SIZE = 200_000_000

_PATIENCE = 10  # s
_OTHER_PLACES = "/usr/sbin:/usr/local/sbin:/opt/homebrew/bin"

_NGINX = """\
daemon off;
worker_processes 1;
pid {folder}/nginx.pid;
error_log {folder}/nginx.log;
events {{ worker_connections 8192; }}
http {{
  access_log off;
  default_type text/plain;
  sendfile on;
  tcp_nopush on;
  keepalive_requests 100000000;
  client_max_body_size 100m;
  client_body_buffer_size 8m;
  client_body_temp_path {folder}/body;
  proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi;
  scgi_temp_path {folder}/scgi;
  ssl_certificate {certificate};
  ssl_certificate_key {key};
  ssl_session_cache shared:benchmarks:4m;
  server {{
    listen 127.0.0.1:{http} backlog=4096;
    listen 127.0.0.1:{https} ssl http2 backlog=4096;
    root {folder}/files;
    location = /json {{ default_type application/json; return 200 '{json}'; }}
    location = /close {{ default_type application/json; keepalive_timeout 0; return 200 '{json}'; }}
    location /json/ {{ default_type application/json; }}
    location = /upload {{ proxy_pass http://127.0.0.1:{http}/json; proxy_method GET; proxy_pass_request_body off;
                          proxy_set_header Content-Length ""; }}
  }}
}}
"""


@dataclass(frozen=True)
class Servers:
    """Where they are. `cacert` is the file that vouches for the ones with TLS."""

    name: str
    http: str
    https: str
    delayed: str
    cacert: Path
    http2: bool


class ServerProcesses:
    """Starts the servers; `close` ends them."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._processes: list[subprocess.Popen[bytes]] = []

    def start(self) -> Servers:
        """Start them all. Raises OSError when one does not come up."""
        certificate, key, authority = _make_certificates(self._folder)
        plain, secure = self._start_own(certificate, key)
        delayed = f"http://127.0.0.1:{plain}/delay"
        nginx = shutil.which("nginx") or shutil.which("nginx", path=_OTHER_PLACES)
        if nginx is None:
            return Servers("our own", _url("http", plain), _url("https", secure), delayed, authority, http2=False)
        plain, secure = self._start_nginx(nginx, certificate, key)
        version = subprocess.run([nginx, "-v"], capture_output=True, text=True).stderr.strip().rpartition("/")[2]
        return Servers(f"nginx {version}", _url("http", plain), _url("https", secure), delayed, authority, http2=True)

    def _start_own(self, certificate: Path, key: Path) -> tuple[int, int]:
        process = self._spawn([sys.executable, str(HERE / "slow_server.py"), str(certificate), str(key)], piped=True)
        assert process.stdout
        ports = process.stdout.readline().split()
        if len(ports) != 2:
            raise OSError("the benchmark's own server did not start")
        return int(ports[0]), int(ports[1])

    def _start_nginx(self, nginx: str, certificate: Path, key: Path) -> tuple[int, int]:
        files = self._folder / "files"
        (files / "bytes").mkdir(parents=True)
        (files / "json").mkdir()
        (files / "bytes" / str(BODY_SIZE)).write_bytes(b"x" * BODY_SIZE)
        for size in (LARGE_SIZE, LARGE_SIZE // 10):
            (files / "bytes" / str(size)).touch()
            os.truncate(files / "bytes" / str(size), size)
        (files / "json" / str(OBJECT_SIZE)).write_bytes(json_of_size(OBJECT_SIZE))
        http, https = _free_ports(2)
        values = {"folder": self._folder, "certificate": certificate, "key": key, "http": http, "https": https}
        configuration = self._folder / "nginx.conf"
        configuration.write_text(_NGINX.format(**values, json=JSON.decode()))
        # Its worker must read what we may read.
        user = ["-g", "user root;"] if os.geteuid() == 0 else []
        process = self._spawn([nginx, "-c", str(configuration), "-p", str(self._folder), *user])
        for port in (http, https):
            _wait_for(port, process)
        return http, https

    def _spawn(self, command: list[str], *, piped: bool = False) -> subprocess.Popen[bytes]:
        output = subprocess.PIPE if piped else subprocess.DEVNULL
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.DEVNULL)
        self._processes.append(process)
        return process

    def close(self) -> None:
        """End them."""
        for process in self._processes:
            process.terminate()
        for process in self._processes:
            process.wait(_PATIENCE)
            if process.stdout:
                process.stdout.close()


def _url(scheme: str, port: int) -> str:
    # By address: looking up a name is nobody's speed.
    return f"{scheme}://127.0.0.1:{port}"


def _free_ports(count: int) -> list[int]:
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports: list[int] = [listening.getsockname()[1] for listening in sockets]
    for listening in sockets:
        listening.close()
    return ports


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + _PATIENCE
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            if process.poll() is not None or time.monotonic() > deadline:
                raise
            time.sleep(0.02)


def _make_certificates(folder: Path) -> tuple[Path, Path, Path]:
    """A certificate for localhost, its key, and the authority that signed it."""
    import trustme

    authority = trustme.CA()
    issued = authority.issue_cert("localhost", "127.0.0.1")
    certificate, key, root = folder / "certificate.pem", folder / "key.pem", folder / "authority.pem"
    for blob in issued.cert_chain_pems:
        blob.write_to_path(certificate, append=True)
    issued.private_key_pem.write_to_path(key)
    authority.cert_pem.write_to_path(root)
    return certificate, key, root
