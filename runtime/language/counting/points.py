"""What there is to count in a text: its statements, functions and branches, as Istanbul tells them apart."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeAlias

    Range: TypeAlias = tuple[int, int]

STATEMENT, FUNCTION, BRANCH = range(3)


class Point:
    """One thing to count.

    `ranges` are offsets: of a statement its own; of a function those of its name, or beginning, and of its body; of a
    branch its own, and `paths` those of its ways, each with a counter. `kind` is Istanbul's word for a kind of branch.
    `is_dead` says that it went into another one.
    """

    __slots__ = ("first", "is_dead", "kind", "name", "paths", "ranges", "sort")

    def __init__(self, sort: int, ranges: tuple[Range, ...], *, kind: str = "", name: str = "") -> None:
        self.sort = sort
        self.ranges = ranges
        self.kind = kind
        self.name = name
        self.paths: list[Range] = []
        self.is_dead = False
        # The number of its first counter, -1 where it has none.
        self.first = -1

    @property
    def start(self) -> int:
        """Where it begins."""
        return self.ranges[0][0]


class Insertion:
    """Text before `start` and behind `end` of a range; in `before` the counters of `points` stand for "%".

    Each is a point and which of its ways. Where ranges begin at one offset the longer one is opened first, of equal
    ones the last that was found, and closed last.
    """

    __slots__ = ("after", "before", "end", "points", "start")

    def __init__(
        self, start: int, end: int, before: str, after: str, points: tuple[tuple[Point, int], ...] = ()
    ) -> None:
        self.start = start
        self.end = end
        self.before = before
        self.after = after
        self.points = points
