"""How much a program may hold."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from runtime.modules.contract import Host

_MIB = 1024 * 1024


def check_room(host: Host, size: float) -> None:
    """Raises MemoryError where `size` bytes are more than the heap of the program of `host` may grow to."""
    limit = host.settings.memory_limit * _MIB
    if limit and size > limit:
        raise MemoryError
