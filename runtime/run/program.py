"""What is run: a file, or text that is none."""

from __future__ import annotations

import os

from runtime.language import source
from runtime.modules.paths import module_name


class Program:
    """What is run: `name` is the engine's name for it (an absolute path), `text` its source.

    `dialect` is js, ts, ets, or either (see source.EITHER).
    """

    __slots__ = ("dialect", "name", "text")

    def __init__(self, name: str, text: str, dialect: str = source.JAVASCRIPT) -> None:
        self.name = name
        self.text = text
        self.dialect = dialect


def program_from_file(path: str) -> Program:
    """The program in the file at `path`. Raises source.SourceError."""
    name = os.path.realpath(path)
    return Program(_engine_name(name), source.read(path), source.dialect_of(name))


def program_from_text(text: str, label: str, dialect: str = source.JAVASCRIPT) -> Program:
    """A program that is not a file; what it imports is looked up from the working directory.

    Raises source.SourceError.
    """
    return Program(_engine_name(os.path.join(os.path.realpath(os.getcwd()), label)), text, dialect)


def _engine_name(path: str) -> str:
    try:
        path.encode()
    except UnicodeEncodeError:
        raise source.SourceError(f"{path}: the engine wants names in UTF-8") from None
    return module_name(path)
