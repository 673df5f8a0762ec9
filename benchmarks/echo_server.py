"""A WebSocket server that sends back what it gets, in a process of its own: `python echo_server.py` prints its port."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import sys

_GUID = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
_SMALL = 125
_CLOSE = 8


class Echo(asyncio.Protocol):
    """One client, whose frames are small and whole, as those of the programs of a benchmark are."""

    def __init__(self) -> None:
        self._received = b""
        self._is_open = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """A client is there."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        """Answer the handshake, then each frame."""
        data = self._received + data
        if not self._is_open:
            head, end, data = data.partition(b"\r\n\r\n")
            if not end:
                self._received = head
                return
            self._is_open = True
            self._transport.write(_accepted(head))
        at = 0
        answers = []
        while len(data) - at >= 6:
            size = data[at + 1] & 0x7F
            if size > _SMALL:
                self._transport.close()
                return
            end_of_frame = at + 6 + size
            if len(data) < end_of_frame:
                break
            answers.append(_sent_back(data[at], data[at + 2 : at + 6], data[at + 6 : end_of_frame]))
            if data[at] & 15 == _CLOSE:
                self._transport.write(b"".join(answers))
                self._transport.close()
                return
            at = end_of_frame
        self._received = data[at:]
        self._transport.write(b"".join(answers))


def _sent_back(first: int, mask: bytes, payload: bytes) -> bytes:
    size = len(payload)
    plain = int.from_bytes(payload, "big") ^ int.from_bytes((mask * (size // 4 + 1))[:size], "big")
    return bytes([first, size]) + plain.to_bytes(size, "big")


def _accepted(request: bytes) -> bytes:
    lines = (line.split(b":", 1) for line in request.split(b"\r\n")[1:])
    headers = {name.lower(): value.strip() for name, value in lines}
    digest = hashlib.sha1(headers[b"sec-websocket-key"] + _GUID, usedforsecurity=False).digest()
    return (
        b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        b"Sec-WebSocket-Accept: " + base64.b64encode(digest) + b"\r\n\r\n"
    )


async def _serve() -> None:
    server = await asyncio.get_running_loop().create_server(Echo, "127.0.0.1", 0)
    sys.stdout.write(f"{server.sockets[0].getsockname()[1]}\n")
    sys.stdout.flush()
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(_serve())
