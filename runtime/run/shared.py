"""What outlives a run."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, TypeVar

    from runtime.modules.contract import Registry

    T = TypeVar("T")


class Shared:
    """What outlives a run: connections, the example server. One per process; `close` ends it all.

    `registry` are the native modules of its runs.
    """

    def __init__(self, registry: Registry) -> None:
        self.registry = registry
        self._parts: dict[str, Any] = {}

    def get(self, name: str, make: Callable[[], T]) -> T:
        """The part called `name`, made the first time."""
        if name not in self._parts:
            self._parts[name] = make()
        part: T = self._parts[name]
        return part

    def close(self) -> None:
        """Close every part, the last made first."""
        while self._parts:
            self._parts.popitem()[1].close()
