"""What a console of Windows is asked for, on a stand-in for the system's functions: there is no Windows here."""

# ruff: noqa: N802 - the names are those of Windows.

from __future__ import annotations

import ctypes
from typing import Any

import pytest

from runtime.output.console import prepare

OUTPUT, ERROR = -11, -12


class Kernel32:
    """Handles are the numbers of the streams; `modes` has those that are a console."""

    def __init__(self, modes: dict[int, int]) -> None:
        self.modes = modes
        self.code_page = 437

    def GetStdHandle(self, number: int) -> int:
        return number

    def GetConsoleMode(self, handle: int, pointer: Any) -> int:
        if handle not in self.modes:
            return 0
        ctypes.cast(pointer, ctypes.POINTER(ctypes.c_uint32)).contents.value = self.modes[handle]
        return 1

    def SetConsoleMode(self, handle: int, mode: int) -> int:
        self.modes[handle] = mode
        return 1

    def SetConsoleOutputCP(self, page: int) -> int:
        self.code_page = page
        return 1


@pytest.mark.parametrize(
    ("before", "after", "code_page"),
    [
        ({OUTPUT: 3, ERROR: 3}, {OUTPUT: 7, ERROR: 7}, 65001),
        ({ERROR: 1}, {ERROR: 5}, 65001),
        ({}, {}, 437),
    ],
)
def test_consoles_are_switched_and_nothing_else(before: dict[int, int], after: dict[int, int], code_page: int) -> None:
    kernel32 = Kernel32(dict(before))
    prepare(kernel32)
    assert (kernel32.modes, kernel32.code_page) == (after, code_page)
