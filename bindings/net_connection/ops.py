"""What @ohos.net.connection asks of the system: the network that packets would take now, and names."""

from __future__ import annotations

import socket

from runtime.transport.sockets.names import Lookup, look_up

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any

    from runtime.modules.contract import Function, Host

# Of networks; smaller numbers are kept for others on a device.
_FIRST_ID = 100
_FAMILIES = {0: socket.AF_UNSPEC, 1: socket.AF_INET, 2: socket.AF_INET6}


def open_binding(host: Host) -> Connection:
    """The networks that the program of `host` can ask about."""
    return Connection(host)


class Connection:
    """Reads the state of the system anew for each question; look-ups are cancelled with the run."""

    def __init__(self, host: Host) -> None:
        self._host = host
        self._lookups: set[Lookup] = set()

    def ops(self) -> Mapping[str, Callable[..., Any]]:
        """What the façade calls."""
        return {
            "defaultNet": self._default_net,
            "properties": self._properties,
            "bearer": self._bearer,
            "lookUp": self._look_up,
            "proxy": self._proxy,
            "setProxy": self._set_proxy,
        }

    def close(self) -> None:
        """Cancel the look-ups."""
        for lookup in self._lookups:
            lookup.cancel()
        self._lookups.clear()

    @staticmethod
    def _default_net() -> int:
        from bindings.net_connection.interfaces import default_interface

        name = default_interface()
        return 0 if name is None else _FIRST_ID + name[1]

    @staticmethod
    def _properties() -> dict[str, Any]:
        from bindings.net_connection.interfaces import properties

        return properties()

    @staticmethod
    def _bearer() -> int:
        from bindings.net_connection.interfaces import bearer

        return bearer()

    def _look_up(self, name: str, family: int, deliver: Function) -> None:
        from runtime.transport.routes import routes_for

        routes = routes_for(self._host.settings, self._host.substitute)
        if routes is not None and not routes.allows(f"http://{name}/"):
            # Whoever is asked for it would learn the name (--net).
            self._host.loop.call_soon(lambda: self._host.enter(deliver, None))
            return

        def done(addresses: list[tuple[int, Any]], error: OSError | None) -> None:
            self._lookups.discard(lookup)
            found = [[entry[1][0], 1 if entry[0] == socket.AF_INET else 2] for entry in addresses]
            self._host.enter(deliver, found if error is None else None)

        lookup = look_up(self._host.loop, name, 0, _FAMILIES[family], done)
        self._lookups.add(lookup)

    def _proxy(self) -> list[Any]:
        """Host, port and exceptions of the app's proxy, else of that of the environment."""
        import os
        from urllib.parse import urlsplit

        if self._host.app_proxy is not None:
            host, port, exceptions = self._host.app_proxy
            return [host, port, list(exceptions)]
        given = os.environ.get("http_proxy", "")
        try:
            parts = urlsplit(given if "//" in given else f"//{given}")
            port = parts.port or (1080 if parts.hostname else 0)
        except ValueError:
            return ["", 0, []]
        listed = os.environ.get("no_proxy", "")
        return [parts.hostname or "", port, [item.strip() for item in listed.split(",") if item.strip()]]

    def _set_proxy(self, host: str, port: float, exceptions: Any) -> None:
        self._host.app_proxy = (host, int(port), tuple(exceptions.to_python())) if host else None
