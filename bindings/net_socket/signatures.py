"""getSignatureAlgorithms: what both sides of a TLS session sign with, as far as the peer said it (RFC 8446, 4.2.3).

A server hears it from every client; a client from servers alone that ask for its certificate.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    import ssl
    from typing import Any

_HANDSHAKE, _CLIENT_HELLO, _CERTIFICATE_REQUEST = 22, 1, 13
_TLS13 = 0x0304
_EXTENSION = b"\x00\x0d"
# Version and random number of a ClientHello.
_OPENING = 2 + 32
# By number, as a device names them; those that the library takes, and no others.
_NAMES = {
    0x0403: "ECDSA+SHA256", 0x0503: "ECDSA+SHA384", 0x0603: "ECDSA+SHA512", 0x0807: "Ed25519+UNDEF",
    0x0808: "Ed448+UNDEF", 0x0809: "RSA-PSS+SHA256", 0x080A: "RSA-PSS+SHA384", 0x080B: "RSA-PSS+SHA512",
    0x0804: "RSA-PSS+SHA256", 0x0805: "RSA-PSS+SHA384", 0x0806: "RSA-PSS+SHA512", 0x0401: "RSA+SHA256",
    0x0501: "RSA+SHA384", 0x0601: "RSA+SHA512",
}  # fmt: skip


def listen_to(context: ssl.SSLContext) -> None:
    """Keep what peers of this context say in the handshake, for `algorithms_of`."""

    def heard(session: Any, direction: str, version: int, kind: int, message: int, data: bytes) -> None:
        if direction != "read" or kind != _HANDSHAKE:
            return
        if message == _CLIENT_HELLO:
            session.offered = _of_client(data[4:])
        elif message == _CERTIFICATE_REQUEST:
            session.offered = _of_server(data[4:], version)

    # The library's own hook for the messages of a handshake, also the encrypted ones.
    context._msg_callback = heard  # type: ignore[attr-defined]


def algorithms_of(session: ssl.SSLObject) -> list[str]:
    """The algorithms in the peer's order; none where it did not say."""
    offered: bytes = getattr(session, "offered", b"")
    numbers = (int.from_bytes(offered[at : at + 2], "big") for at in range(0, len(offered) - 1, 2))
    return [_NAMES[number] for number in numbers if number in _NAMES]


def _of_client(body: bytes) -> bytes:
    rest = body[_OPENING:]
    for size in (1, 2, 1):  # session, cipher suites, compression
        rest = _behind(rest, size)
    return _of_extensions(rest)


def _of_server(body: bytes, version: int) -> bytes:
    rest = _behind(body, 1)
    return _of_extensions(rest) if version == _TLS13 else _vector(rest, 2)


def _of_extensions(data: bytes) -> bytes:
    rest = _vector(data, 2)
    while len(rest) > 4:
        kind, body = rest[:2], _vector(rest[2:], 2)
        if kind == _EXTENSION:
            return _vector(body, 2)
        rest = rest[4 + len(body) :]
    return b""


def _vector(data: bytes, size: int) -> bytes:
    """What follows a length of `size` bytes, as far as it is there."""
    return data[size : size + int.from_bytes(data[:size], "big")]


def _behind(data: bytes, size: int) -> bytes:
    return data[size + int.from_bytes(data[:size], "big") :]
