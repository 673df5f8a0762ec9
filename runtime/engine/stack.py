"""How deep scripts may call."""

from __future__ import annotations

import sys

# The thread's stack but for what Python and libcurl, below the engine, need of it; in bytes.
_STACK_RESERVE = 192 * 1024
_STACK_SHARE = 0.75
_SMALLEST_STACK = 64 * 1024
_STACK_FALLBACK = 1024 * 1024
_STACK_LIMIT = 16 * 1024 * 1024


def stack_size() -> int:
    """In bytes: how much of the stack of this thread scripts may use."""
    if sys.platform == "win32":
        return _STACK_FALLBACK // 2  # The main thread has 1 MiB.
    import resource

    soft, _hard = resource.getrlimit(resource.RLIMIT_STACK)
    if soft == resource.RLIM_INFINITY:
        return _STACK_LIMIT
    return max(min(int(soft * _STACK_SHARE), soft - _STACK_RESERVE, _STACK_LIMIT), _SMALLEST_STACK)
