"""A console of Windows, which takes UTF-8 and colours only when it is told to.

Source: Microsoft, "Console Functions".
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_UTF_8 = 65001
# STD_OUTPUT_HANDLE and STD_ERROR_HANDLE.
_HANDLES = (-11, -12)
_ENABLE_VIRTUAL_TERMINAL_PROCESSING = 0x0004


def kernel32() -> Any:
    """The functions of Windows that consoles have; None where there are none."""
    import ctypes

    return getattr(getattr(ctypes, "windll", None), "kernel32", None)


def prepare(functions: Any) -> None:
    """Have the console of this process, if it has one, show UTF-8 and act on escape sequences; it stays so."""
    import ctypes

    if functions is None:
        return
    for number in _HANDLES:
        handle = functions.GetStdHandle(number)
        mode = ctypes.c_uint32()
        # Of a file or a pipe there is no mode.
        if functions.GetConsoleMode(handle, ctypes.byref(mode)):
            functions.SetConsoleMode(handle, mode.value | _ENABLE_VIRTUAL_TERMINAL_PROCESSING)
            functions.SetConsoleOutputCP(_UTF_8)
