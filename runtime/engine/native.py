"""Functions of loaded libraries, and memory by its address: the compiled part of ctypes.

The package around it makes dozens of types when it is imported, which takes longer than making a realm.
"""

from __future__ import annotations

import sys
from _ctypes import (
    FUNCFLAG_CDECL,
    FUNCFLAG_PYTHONAPI,
    CFuncPtr,
    Structure,
    _SimpleCData,
    addressof,
    byref,
    sizeof,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    _Number = _SimpleCData[int]
    _Pointer = _SimpleCData[int | None]
else:
    _Number = _Pointer = _SimpleCData

__all__ = [
    "Address", "Function", "Int", "Int64", "Library", "Size", "Structure", "UInt32", "UInt64", "addressof", "byref",
    "sizeof",
]  # fmt: skip


class Int(_Number):
    """C's int: 32 bits."""

    _type_ = "i"


class UInt32(_Number):
    """A number of 32 bits without a sign."""

    _type_ = "I"


class Int64(_Number):
    """A number of 64 bits."""

    _type_ = "q"


class UInt64(_Number):
    """A number of 64 bits without a sign."""

    _type_ = "Q"


class Size(_Number):
    """C's size_t."""

    _type_ = "Q" if sys.maxsize > 2**32 else "L"


class Address(_Pointer):
    """C's pointer to anything; None is the null pointer."""

    _type_ = "P"


class Function(CFuncPtr):
    """A C function that is called, or calls back, with Python's lock held.

    One that calls back has a class of its own, with all of `_flags_`, `_argtypes_` and `_restype_`.
    """

    _flags_ = FUNCFLAG_CDECL | FUNCFLAG_PYTHONAPI


class Library:
    """A library that this process has loaded, or with None all of them. On Windows it has no functions."""

    def __init__(self, path: str | None) -> None:
        if sys.platform != "win32":
            from _ctypes import dlopen

            self._handle = dlopen(path, 0)  # type: ignore[arg-type]

    def function(self, name: str, result: Any, *arguments: Any) -> Any:
        """The function `name` with the types of what it returns and takes. Raises AttributeError if there is none."""
        library: Any = self
        found: Any = Function((name, library))
        found.restype = result
        found.argtypes = arguments
        return found
