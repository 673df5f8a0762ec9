"""What is run: a file, or text that is none."""

from __future__ import annotations

import os

from runtime.language import source


class Program:
    """What is run: `name` is the engine's name for it (an absolute path), `text` its source."""

    __slots__ = ("name", "text")

    def __init__(self, name: str, text: str) -> None:
        self.name = name
        self.text = text


def program_from_file(path: str) -> Program:
    """The program in the file at `path`. Raises source.SourceError."""
    return Program(_engine_name(os.path.realpath(path)), source.read(path))


def program_from_text(text: str, label: str) -> Program:
    """A program that is not a file; what it imports is looked up from the working directory.

    Raises source.SourceError.
    """
    return Program(_engine_name(os.path.join(os.path.realpath(os.getcwd()), label)), text)


def _engine_name(path: str) -> str:
    try:
        path.encode()
    except UnicodeEncodeError:
        raise source.SourceError(f"{path}: the engine wants names in UTF-8") from None
    return path
