"""A server of our own in a process of its own: it answers late, and answers everything where there is no nginx.

`python slow_server.py [CERTIFICATE KEY]` prints its ports, one for HTTP and one for HTTPS, and serves until it is
killed. `/delay` answers after 50 ms, `/bytes/N` and `/json/N` with N bytes, `/close` closes the connection; a request
body is read and dropped.
"""

from __future__ import annotations

import asyncio
import ssl
import sys

DELAY = 0.05  # s
# A large body is written in pieces of it: to copy one whole would take longer than to receive it.
_BLOCK = b"x" * 256 * 1024
JSON = b'{"id":1,"name":"a value","items":[1,2,3]}'


def json_of_size(size: int) -> bytes:
    """An object of `size` bytes as JSON."""
    start, end = b'{"id":1,"text":"', b'"}'
    return start + b"x" * (size - len(start) - len(end)) + end


class Connection(asyncio.Protocol):
    """HTTP/1.1, as much of it as the programs of a benchmark send."""

    def __init__(self) -> None:
        self._received = b""
        self._body_left = 0
        self._to_send = 0
        self._is_full = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """A client is there."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        """Answer each request whose end is in `data`."""
        while data:
            if self._body_left:
                taken = min(self._body_left, len(data))
                self._body_left -= taken
                data = data[taken:]
                if not self._body_left:
                    self._answer()
                continue
            self._received += data
            head, end, data = self._received.partition(b"\r\n\r\n")
            if not end:
                return
            self._received = b""
            self._begin(head)

    def _begin(self, head: bytes) -> None:
        request_line, *fields = head.split(b"\r\n")
        self._path = request_line.split(b" ")[1].decode()
        headers = {name.lower(): value.strip() for name, _, value in (field.partition(b":") for field in fields)}
        if headers.get(b"expect", b"").lower() == b"100-continue":
            self._transport.write(b"HTTP/1.1 100 Continue\r\n\r\n")
        self._body_left = int(headers.get(b"content-length", b"0"))
        if not self._body_left:
            self._answer()

    def _answer(self) -> None:
        if self._path == "/delay":
            asyncio.get_running_loop().call_later(DELAY, self._send, JSON, "application/json")
            return
        kind, _, size = self._path[1:].partition("/")
        if kind == "bytes":
            self._to_send = int(size)
            self._transport.write(self._head(self._to_send, "text/plain"))
            self.resume_writing()
        elif size:
            self._send(json_of_size(int(size)), "application/json")
        else:
            self._send(JSON, "application/json")

    def _send(self, body: bytes, content_type: str) -> None:
        self._transport.write(self._head(len(body), content_type) + body)
        if self._path == "/close":
            self._transport.close()

    def _head(self, size: int, content_type: str) -> bytes:
        closing = "Connection: close\r\n" if self._path == "/close" else ""
        return f"HTTP/1.1 200 OK\r\nContent-Type: {content_type}\r\nContent-Length: {size}\r\n{closing}\r\n".encode()

    def pause_writing(self) -> None:
        """The client is slower."""
        self._is_full = True

    def resume_writing(self) -> None:
        """Send what there is room for."""
        self._is_full = False
        while self._to_send and not self._is_full:
            piece = _BLOCK[: self._to_send]
            self._to_send -= len(piece)
            self._transport.write(piece)


async def main(certificate: list[str]) -> None:
    """Serve."""
    loop = asyncio.get_running_loop()
    servers = [await loop.create_server(Connection, "127.0.0.1", 0, backlog=4096)]
    if certificate:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(*certificate)
        servers.append(await loop.create_server(Connection, "127.0.0.1", 0, backlog=4096, ssl=context))
    print(*(server.sockets[0].getsockname()[1] for server in servers), flush=True)
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1:]))
