"""Host names -> addresses, looked up in a thread so that the loop goes on."""

from __future__ import annotations

import socket
import threading

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, TypeAlias

    from runtime.loop import Loop

    # (family, address), as socket.connect takes the latter.
    Address: TypeAlias = tuple[int, Any]


def is_address(host: str) -> bool:
    """Whether `host` is an IPv4 or IPv6 address, with or without a scope."""
    for family, text in ((socket.AF_INET, host), (socket.AF_INET6, host.partition("%")[0])):
        try:
            socket.inet_pton(family, text)
        except (OSError, ValueError):
            continue
        return True
    return False


def look_up(
    loop: Loop, host: str, port: int, family: int, deliver: Callable[[list[Address], OSError | None], None]
) -> Lookup:
    """Find the addresses of `host`; `family` is one of socket.AF_*, AF_UNSPEC for any.

    `deliver(addresses, error)` is called once, from the loop, unless the look-up was cancelled.
    """
    lookup = Lookup(loop, deliver)
    lookup.start(host, port, family)
    return lookup


class Lookup:
    """One look-up under way; it keeps the loop alive."""

    def __init__(self, loop: Loop, deliver: Callable[[list[Address], OSError | None], None]) -> None:
        self._loop = loop
        self._deliver: Callable[[list[Address], OSError | None], None] | None = deliver

    def start(self, host: str, port: int, family: int) -> None:
        """Begin. A thread that is still waiting for an answer does not keep the process alive."""
        self._loop.hold()
        if is_address(host):
            self._loop.call_soon(lambda: self._done(*_resolve(host, port, family)))
            return

        def work() -> None:
            addresses, error = _resolve(host, port, family)
            self._loop.wake(lambda: self._done(addresses, error))

        threading.Thread(target=work, daemon=True).start()

    def cancel(self) -> None:
        """Deliver nothing any more."""
        if self._deliver is not None:
            self._deliver = None
            self._loop.release()

    def _done(self, addresses: list[Address], error: OSError | None) -> None:
        if self._deliver is not None:
            deliver, self._deliver = self._deliver, None
            self._loop.release()
            deliver(addresses, error)


def _resolve(host: str, port: int, family: int) -> tuple[list[Address], OSError | None]:
    try:
        found = socket.getaddrinfo(host, port, family, socket.SOCK_STREAM)
    except OSError as error:
        return [], error
    except (UnicodeError, ValueError):
        return [], socket.gaierror(socket.EAI_NONAME, "no such host")
    return [(entry[0], entry[4]) for entry in found], None
