"""Imports that cannot be answered, and names as messages show them."""

from __future__ import annotations

import os


class ModuleError(Exception):
    """An import that cannot be answered, for the sake of `export` where only that is missing.

    `importer` is (file, line, column) of who asked, when known.
    """

    def __init__(self, specifier: str, message: str, hint: str = "", export: str = "") -> None:
        super().__init__(message)
        self.specifier = specifier
        self.message = message
        self.hint = hint
        self.export = export
        self.importer: tuple[str, int, int] | None = None


def shown(path: str) -> str:
    """`path` as messages show it: relative to the working directory when it is below it."""
    if not os.path.isabs(path):
        return path
    relative = os.path.relpath(path)
    return os.path.normpath(path) if relative.startswith("..") else relative


def quote(text: str) -> str:
    """`text` as a JavaScript string literal."""
    body = (
        text.replace("\\", "\\\\")
        .replace("'", "\\'")
        .replace("\n", "\\n")
        .replace("\r", "\\r")
        .replace("\u2028", "\\u2028")
        .replace("\u2029", "\\u2029")
    )
    return f"'{body}'"
