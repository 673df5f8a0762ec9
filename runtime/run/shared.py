"""What outlives a run."""

from __future__ import annotations

from runtime.engine.bytecode import Library
from runtime.engine.rejections import Layout

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from typing import Any, TypeVar

    from runtime.modules.contract import NativeModule, Registry

    T = TypeVar("T")


class Offered:
    """The names that the modules of a registry offer: the same for every run."""

    __slots__ = ("globals", "members", "sources")

    def __init__(self, modules: Mapping[str, NativeModule]) -> None:
        # By name, the module and an expression for the value of it.
        self.sources: dict[str, tuple[str, str]] = {}
        # Those that a device has, too.
        self.globals: list[str] = []
        # By name, the module whose member it is, for other rooms.
        self.members: dict[str, str] = {}
        for specifier, module in modules.items():
            for name, expression in (*module.implicit.items(), *module.globals.items()):
                self.sources[name] = (specifier, expression)
            self.globals += module.globals
            self.members |= dict.fromkeys(module.offers, specifier)


class Shared:
    """What outlives a run: connections, the example server. One per process; `close` ends it all.

    `registry` are the native modules of its runs and `offered` the names that they offer, `library` is the JavaScript
    that they have loaded, `layout` what they have found out about the engine. Parts named in `elsewhere` are made by
    what stands there.
    """

    def __init__(self, registry: Registry, elsewhere: Mapping[str, Callable[[], Any]] | None = None) -> None:
        self.registry = registry
        self.library = Library()
        self.layout = Layout()
        self.offered = Offered(registry.modules)
        self._elsewhere = elsewhere or {}
        self._parts: dict[str, Any] = {}

    def get(self, name: str, make: Callable[[], T]) -> T:
        """The part called `name`, made the first time."""
        if name not in self._parts:
            self._parts[name] = self._elsewhere.get(name, make)()
        part: T = self._parts[name]
        return part

    def close(self) -> None:
        """Close every part, the last made first. Raises what the first of them raised, once all have been closed."""
        parts = list(self._parts.values())
        self._parts.clear()
        close_all(part.close for part in reversed(parts))


def close_all(closings: Iterable[Callable[[], None]]) -> None:
    """Call each, whatever one of them does. Raises what the first of them raised, once all were called."""
    failure: Exception | None = None
    for close in closings:
        try:
            close()
        except Exception as error:  # noqa: BLE001 - raised below
            failure = failure or error
    if failure is not None:
        raise failure
