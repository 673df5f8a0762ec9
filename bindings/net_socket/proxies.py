"""Proxies of a script's connections, and what their failures are to it."""

from __future__ import annotations

from runtime.transport.sockets import socks5

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from bindings.net_socket.errors import Problem

UNREACHED: Problem = (2301206, "Socks5 failed to connect to the proxy server")
UNANSWERED: Problem = (2301211, "Socks5 failed to receive the message")
_PROBLEMS: dict[type[socks5.Socks5Error], Problem] = {
    socks5.PasswordError: (2301207, "Socks5 username or password is invalid"),
    socks5.UnreachableError: (2301208, "Socks5 failed to connect to the remote server"),
    socks5.NoMethodError: (2301209, "Socks5 failed to negotiate the authentication method"),
    socks5.TooLongError: (2301212, "Socks5 serialization error"),
    socks5.MalformedError: (2301213, "Socks5 deserialization error"),
}

# With that of a message that could not be sent, which is not told from one without an answer here.
PROBLEMS = (UNREACHED, (2301210, "Socks5 failed to send the message"), UNANSWERED, *_PROBLEMS.values())


class Proxy:
    """A SOCKS 5 proxy as a script names it; `family` is the system's."""

    __slots__ = ("family", "host", "password", "port", "username")

    def __init__(self, host: str, port: int, family: int, username: Any, password: Any) -> None:
        self.host, self.port, self.family = host, port, family
        self.username = username if isinstance(username, str) else ""
        self.password = password if isinstance(password, str) else ""


class Passage:
    """The way of one connection through a proxy."""

    def __init__(self, proxy: Proxy, host: str, port: int) -> None:
        self._handshake = socks5.Handshake(host, port, proxy.username, proxy.password)
        # What it is if the connection ends now.
        self.if_over: Problem = UNREACHED

    def begin(self) -> bytes:
        """What to send once the proxy is reached."""
        self.if_over = UNANSWERED
        return self._handshake.hello()

    def receive(self, data: bytes) -> tuple[bytes, Problem | None]:
        """What to send upon `data`, and what is wrong."""
        try:
            return self._handshake.receive(data), None
        except socks5.Socks5Error as error:
            return b"", _PROBLEMS[type(error)]

    @property
    def is_done(self) -> bool:
        """Whether the host is reached."""
        return self._handshake.is_done

    @property
    def rest(self) -> bytes:
        """What the host has sent by then."""
        return self._handshake.rest
