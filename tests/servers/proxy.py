"""A forward proxy: whole URLs for http, CONNECT tunnels for https (RFC 9110 9.3.6)."""

from __future__ import annotations

import contextlib
import socket
import ssl
from base64 import b64encode
from collections.abc import Mapping
from http import HTTPStatus
from urllib.parse import urlsplit

from tests.servers.messages import Request
from tests.servers.raw import Peer, RawServer
from tests.servers.sockets import wait_readable

_READ_SIZE = 64 * 1024
_CONNECT_SECONDS = 5
_KEPT_BACK = frozenset(
    {b"connection", b"proxy-authorization", b"proxy-connection", b"expect", b"upgrade", b"http2-settings"}
)


class ForwardProxy(RawServer):
    """Forwards to loopback servers only. `requests` are those made to the proxy, never those inside a tunnel.

    hosts: where a name leads to, for instance {"example.test": server.port}; the URL's port is ignored then
    credentials: user and password; without them in Proxy-Authorization (Basic) a client gets 407
    refuse: the status every request gets instead of being forwarded, for instance 403, 407 or 502
    """

    def __init__(
        self,
        *,
        hosts: Mapping[str, int] | None = None,
        credentials: tuple[str, str] | None = None,
        refuse: int | None = None,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        super().__init__(self._serve, tls=tls)
        self._hosts = dict(hosts or {})
        self._refuse = refuse
        self._authorization = "Basic " + b64encode(":".join(credentials).encode()).decode() if credentials else None

    def _serve(self, peer: Peer) -> None:
        while True:
            request = peer.receive_request()
            refusal = self._refusal(request)
            if refusal:
                peer.send(_refusal(refusal))
                continue
            try:
                upstream = self._connect(request)
            except OSError:
                peer.send(_refusal(HTTPStatus.BAD_GATEWAY))
                continue
            with upstream:
                if request.method == "CONNECT":
                    peer.send(b"HTTP/1.1 200 Connection established\r\n\r\n")
                    upstream.sendall(peer.take_pending())
                else:
                    upstream.sendall(_origin_form(request))
                relay(peer.connection, upstream)
            return

    def _refusal(self, request: Request) -> int | None:
        if self._refuse:
            return self._refuse
        if self._authorization and request.header("proxy-authorization") != self._authorization:
            return HTTPStatus.PROXY_AUTHENTICATION_REQUIRED
        if request.method != "CONNECT" and "://" not in request.target:
            return HTTPStatus.BAD_REQUEST
        return None

    def _connect(self, request: Request) -> socket.socket:
        target = request.target if request.method != "CONNECT" else f"//{request.target}"
        parts = urlsplit(target)
        host = parts.hostname or ""
        port = self._hosts.get(host)
        if port is None and host not in ("127.0.0.1", "::1", "localhost"):
            raise OSError(f"{host} is not on this machine")
        address = (host, parts.port or 80) if port is None else ("127.0.0.1", port)
        return socket.create_connection(address, _CONNECT_SECONDS)


def _refusal(status: int) -> bytes:
    lines = [f"HTTP/1.1 {status} {HTTPStatus(status).phrase}", "Content-Length: 0"]
    if status == HTTPStatus.PROXY_AUTHENTICATION_REQUIRED:
        lines.append('Proxy-Authenticate: Basic realm="proxy"')
    return "\r\n".join([*lines, "", ""]).encode()


def _origin_form(request: Request) -> bytes:
    """The request as the origin server gets it (RFC 9112 3.2.1), asking it to close after the response."""
    parts = urlsplit(request.target)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    kept = [line for line in request.header_lines if line.partition(b":")[0].lower() not in _KEPT_BACK]
    lines = [f"{request.method} {target} HTTP/1.1".encode("latin-1"), *kept, b"Connection: close", b"", b""]
    return b"\r\n".join(lines) + request.raw[len(request.head) :]


def relay(client: socket.socket, upstream: socket.socket) -> None:
    """Carry bytes both ways until one side closes."""
    other = {client: upstream, upstream: client}
    with contextlib.suppress(ConnectionError):
        while True:
            for readable in wait_readable(client, upstream):
                data = readable.recv(_READ_SIZE)
                if not data:
                    return
                other[readable].sendall(data)
