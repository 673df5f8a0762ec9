"""Which permissions the program has."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any

    from runtime.modules.contract import Host


def open_binding(host: Host) -> Access:
    """The permissions of the program of `host`."""
    return Access(host)


class Access:
    """Says what was asked; who has what is a setting (--deny)."""

    def __init__(self, host: Host) -> None:
        self._host = host

    def ops(self) -> Mapping[str, Callable[..., Any]]:
        """What the façade calls."""
        return {"asked": self._asked}

    def close(self) -> None:
        """Nothing is in flight."""

    def _asked(self, permission: str, granted: bool) -> None:
        self._host.tell("ask", f"{permission} -> {'granted' if granted else 'denied'}")
