"""Which hosts the connections of modules may go to that send no HTTP requests."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from runtime.modules.contract import Host
    from runtime.transport.routes import Routes


class Reach:
    """What --net lets the program of `host` talk to. A host that it does not is told, once; `routes` None is all."""

    def __init__(self, host: Host, routes: Routes | None) -> None:
        self._host = host
        self._routes = routes
        self._refused: set[str] = set()

    def allows(self, address: str, port: int) -> bool:
        """Whether `address`, a name or an address, may be asked at `port`."""
        authority = f"[{address}]" if ":" in address else address
        if self._routes is None or self._routes.allows(f"http://{authority}:{port}"):
            return True
        if address not in self._refused:
            self._refused.add(address)
            self._host.inform(f"{address} was not asked: --net {self._routes.net} keeps the run from it")
        return False
