"""Imports that cannot be answered, and names as messages show them."""

from __future__ import annotations

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence


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


def nearest(word: str, candidates: Sequence[str]) -> str:
    """The candidate that `word` is most likely a misspelling of, or ''."""
    from difflib import get_close_matches

    folded = {candidate.lower(): candidate for candidate in candidates}
    same = folded.get(word.lower())
    if same is not None:
        return same
    matches = get_close_matches(word, candidates, n=1, cutoff=0.75)
    return matches[0] if matches else ""
