"""How large the engine's heap is, read where the engine itself counts.

The package offers a count that looks at every object, far too slow to be asked for while a program runs. The counter is
a field of the engine's runtime; it is found by address, and believed only when its neighbour is the limit just set.
"""

from __future__ import annotations

import sys

from runtime.engine.native import Address, Size, sizeof

TYPE_CHECKING = False
if TYPE_CHECKING:
    from quickjs import Runtime

_OBJECT_HEAD = object.__basicsize__
_WORD = sizeof(Size)

# struct JSRuntime begins with four function pointers and JSMallocState: count, size, limit.
_SIZE = 5 * _WORD
_LIMIT = 6 * _WORD

# An engine whose last bytes are taken by something small cannot always make the error that says so, and then may end
# the process. What a program allocates between two checks, some 10 000 operations, is to fit in here.
_SLACK = 64 * 1024 * 1024
# The heap at which the engine first looks for garbage, in bytes. Making a realm, some 500 KiB, leaves none.
_FIRST_LOOK = 1024 * 1024


class Heap:
    """The heap of one engine. `limit` in bytes, 0 for none: a program whose heap is larger is to be stopped.

    An allocation that goes far beyond the limit is refused by the engine, as an error that the program can catch.
    """

    def __init__(self, runtime: Runtime, limit: int, *, layout_is_known: bool = True) -> None:
        self._runtime = runtime
        runtime.set_gc_threshold(_FIRST_LOOK)
        self.limit = limit
        self._size: Size | None = None
        if limit:
            runtime.set_memory_limit(limit + _SLACK)
            self._size = _counter(runtime, limit + _SLACK) if layout_is_known else None
            if self._size is None:
                runtime.set_memory_limit(limit)

    @property
    def size(self) -> int:
        """What is allocated, in bytes, garbage included. Only for heaps with a limit."""
        if self._size is None:
            return self._runtime.compute_memory_usage()["malloc_size"]
        return self._size.value

    def has_outgrown(self) -> bool:
        """Whether the heap is larger than its limit, garbage not counted. Quick, unless it is."""
        if self._size is None or self._size.value <= self.limit:
            return False
        self._runtime.run_gc()
        return self._size.value > self.limit


def _counter(runtime: Runtime, limit: int) -> Size | None:
    if sys.implementation.name != "cpython":
        return None
    address = Address.from_address(id(runtime) + _OBJECT_HEAD).value or 0
    if Size.from_address(address + _LIMIT).value != limit:
        return None
    return Size.from_address(address + _SIZE)
