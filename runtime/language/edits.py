"""Changes to a text, and where what came out of them stood in it.

Offsets count code points. An edit never takes out or puts in a line end without the other, so that lines stay; only
the columns behind an edit of another length move, and Positions leads back from them.
"""

from __future__ import annotations

# The module around it has the same in Python.
from _bisect import bisect_right

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import TypeAlias

    # The range of an edit in the text before, and the length of what stands there afterwards.
    Shift: TypeAlias = tuple[int, int, int]
    # What a text was turned into: JavaScript; what changed lengths; the text without ArkTS where there was some, and
    # what changed lengths there.
    Parts: TypeAlias = tuple[str, list[Shift], str | None, list[Shift]]

LINE_ENDS = "\n\r\u2028\u2029"


class Edit:
    """The range [start, end) of a text and what stands there afterwards."""

    __slots__ = ("end", "replacement", "start")

    def __init__(self, start: int, end: int, replacement: str) -> None:
        self.start = start
        self.end = end
        self.replacement = replacement

    def __repr__(self) -> str:
        return f"Edit({self.start}, {self.end}, {self.replacement!r})"


def apply(text: str, edits: Iterable[Edit]) -> str:
    """`text` with `edits` made, which are in order and do not overlap."""
    pieces: list[str] = []
    at = 0
    for edit in edits:
        pieces.append(text[at : edit.start])
        pieces.append(edit.replacement)
        at = edit.end
    pieces.append(text[at:])
    return "".join(pieces)


def blank(text: str, start: int, end: int, first: str = "") -> Edit:
    """The edit that leaves only the line ends of a range, with `first` in the place of its first characters."""
    removed = text[start:end]
    lines = removed.split("\n")
    if len(lines) == 1 and not _has_rare_line_end(removed):
        return Edit(start, end, first.ljust(end - start))
    kept = "".join([char if char in LINE_ENDS else " " for char in removed])
    return Edit(start, end, first + kept[len(first) :] if first else kept)


def _has_rare_line_end(text: str) -> bool:
    return "\r" in text or not text.isascii()


class Positions:
    """From a place in the text that edits made back to the place in the text they were made to.

    Lines and columns count from 1, as the engine counts them. Within what an edit put in, it is the edit's own place.
    """

    __slots__ = ("_after", "_before", "_outer", "_shifts", "_starts")

    def __init__(self, before: str, after: str, shifts: Sequence[Shift], outer: Positions | None = None) -> None:
        """`outer` leads from `before` to the text that the person wrote, when that went through other edits first."""
        self._before = before
        self._after = after
        self._shifts = shifts
        self._starts: list[int] | None = None
        self._outer = outer

    @property
    def before(self) -> str:
        """What the edits were made to."""
        return self._before

    @property
    def text(self) -> str:
        """What the edits made."""
        return self._after

    @property
    def outer(self) -> Positions | None:
        """What leads from `before` to the text that the person wrote, None where it is that."""
        return self._outer

    def source(self, line: int, column: int) -> tuple[int, int]:
        """Line and column in the text that the person wrote."""
        if self._shifts:
            from runtime.language.javascript.tokens import Lines

            offset = Lines(self._after).offset(line, column)
            line, column = Lines(self._before).position(self.offset(offset))
        return self._outer.source(line, column) if self._outer is not None else (line, column)

    def is_kept(self, after: int) -> bool:
        """Whether an offset in the text after the edits is of what was there before, as far as lengths tell."""
        index, inside = self._edit(after)
        return index < 0 or inside >= self._shifts[index][2]

    def _edit(self, after: int) -> tuple[int, int]:
        """The last edit before an offset, -1 for none, and how far behind its start that is."""
        if self._starts is None:
            self._starts = _starts_after(self._shifts)
        index = bisect_right(self._starts, after) - 1
        return index, after - self._starts[index] if index >= 0 else 0

    def offset(self, after: int) -> int:
        """Offset in the text before, of an offset in the text after the edits."""
        index, inside = self._edit(after)
        if index < 0:
            return after
        start, end, length = self._shifts[index]
        return min(start + inside, max(start, end - 1)) if inside < length else end + inside - length


def shifts(edits: Iterable[Edit]) -> list[Shift]:
    """What Positions needs of edits: those that change lengths, and those that may move a line end all the same."""
    return [
        (e.start, e.end, len(e.replacement))
        for e in edits
        if len(e.replacement) != e.end - e.start or ("\n" in e.replacement and not e.replacement.isspace())
    ]


def _starts_after(edits: Sequence[Shift]) -> list[int]:
    starts: list[int] = []
    moved = 0
    for start, end, length in edits:
        starts.append(start + moved)
        moved += length - (end - start)
    return starts
