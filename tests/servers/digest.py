"""A server that wants Digest authentication (RFC 7616), and may offer other kinds beside."""

from __future__ import annotations

import re
from hashlib import sha256

from tests.servers.http import HttpServer, Response
from tests.servers.messages import Request


class DigestServer(HttpServer):
    """Answers who proves to be `username` with `password`; everybody else gets 401 and the kinds that are offered."""

    def __init__(self, username: str, password: str, *, offered: tuple[str, ...] = ()) -> None:
        super().__init__(self._respond)
        self._secret = f"{username}:here:{password}"
        self._offered = offered

    def _respond(self, request: Request) -> Response:
        given = request.header("authorization") or ""
        if given.startswith("Digest ") and self._proves(given, request.method, request.target):
            return Response(b"in, with " + request.body)
        digest = 'Digest realm="here", nonce="once", qop="auth", algorithm=SHA-256'
        return Response("", status=401, headers=[("WWW-Authenticate", kind) for kind in (*self._offered, digest)])

    def _proves(self, given: str, method: str, target: str) -> bool:
        fields = {name: quoted or plain for name, quoted, plain in re.findall(r'(\w+)=(?:"([^"]*)"|([^,\s]*))', given)}
        first = _hash(self._secret)
        second = _hash(f"{method}:{target}")
        middle = ":".join(fields.get(name, "") for name in ("nonce", "nc", "cnonce", "qop"))
        return fields.get("uri") == target and fields.get("response") == _hash(f"{first}:{middle}:{second}")


def _hash(text: str) -> str:
    return sha256(text.encode()).hexdigest()
