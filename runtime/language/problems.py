"""What is wrong with a text, and what was put right in it."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    Parse = Callable[[str], "SyntaxProblem | None"]


class SyntaxProblem:
    """Why and where a text is not JavaScript. hint says what to do about it, or is ''."""

    __slots__ = ("column", "hint", "line", "message")

    def __init__(self, message: str, line: int, column: int, hint: str = "") -> None:
        self.message = message
        self.line = line
        self.column = column
        self.hint = hint

    def __repr__(self) -> str:
        return f"SyntaxProblem({self.message!r}, {self.line}, {self.column}, {self.hint!r})"


class Repair:
    """One slip put right: where, what was done in plain words, and the text taken out and put in."""

    __slots__ = ("column", "description", "inserted", "line", "removed")

    def __init__(self, line: int, column: int, description: str, removed: str, inserted: str) -> None:
        self.line = line
        self.column = column
        self.description = description
        self.removed = removed
        self.inserted = inserted

    def __repr__(self) -> str:
        return f"Repair({self.line}, {self.column}, {self.description!r})"
