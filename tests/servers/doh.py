"""A DNS-over-HTTPS server (RFC 8484) that knows one name."""

from __future__ import annotations

import ssl
import struct

from tests.servers.http import HttpServer, Response
from tests.servers.messages import Request

_A, _IN, _ANSWERED, _NO_SUCH_NAME = 1, 1, 0x8180, 0x8183
_HEADER = 12


class DohServer(HttpServer):
    """`name` is 127.0.0.1, and there is no other. `asked` are the names that were asked for."""

    def __init__(self, name: str, tls: ssl.SSLContext) -> None:
        super().__init__(self._resolve, tls=tls)
        self._name = name
        self.asked: set[str] = set()

    @property
    def endpoint(self) -> str:
        """The url for `dnsOverHttps`."""
        return f"{self.url}/dns-query"

    def _resolve(self, request: Request) -> Response:
        query = request.body
        labels, at = [], _HEADER
        while query[at]:
            labels.append(query[at + 1 : at + 1 + query[at]].decode())
            at += 1 + query[at]
        question = query[_HEADER : at + 5]
        kind = struct.unpack("!H", query[at + 1 : at + 3])[0]
        name = ".".join(labels)
        self.asked.add(name)
        found = name == self._name
        answers = b"\xc0\x0c" + struct.pack("!HHIH", _A, _IN, 60, 4) + b"\x7f\0\0\1" if found and kind == _A else b""
        flags = _ANSWERED if found else _NO_SUCH_NAME
        head = query[:2] + struct.pack("!HHHHH", flags, 1, bool(answers), 0, 0)
        return Response(head + question + answers, headers=[("Content-Type", "application/dns-message")])
