"""A text with counters in it, and a map of what they count in the form that Istanbul gave it."""

from __future__ import annotations

import sys
from bisect import bisect_right

from runtime.language.counting.points import BRANCH, FUNCTION, STATEMENT, Insertion, Point
from runtime.language.edits import Edit, Positions, apply, shifts

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, TypeAlias

    # {"statementMap": {"0": {"start": {"line": 1, "column": 0}, "end": ...}}, "fnMap": ..., "branchMap": ...}
    Map: TypeAlias = dict[str, dict[str, Any]]

# As for reading TypeScript: frames of Python for what a person wrote.
_DEEPEST = 12_000
_NAME = "ohosrunCounts"


class Counted:
    """`text` counts in an array that it imports from `module`, in its first line of code.

    `size` is how many counters there are: those of statements, then of functions, then of the ways of branches.
    `map` says what they count, in places of the text that the person wrote.
    """

    __slots__ = ("map", "positions", "size", "text")

    def __init__(self, text: str, positions: Positions, size: int, found: Map) -> None:
        self.text = text
        self.positions = positions
        self.size = size
        self.map = found


def with_counters(text: str, module: str, outer: Positions | None) -> Counted:
    """`text`, which is JavaScript, with counters. Raises GrammarError.

    `outer` leads to the text that the person wrote, where that is another one; what has no place there is not counted.
    """
    found = _read(text)
    points = [one for one in found if isinstance(one, Point) and not one.is_dead and is_written(outer, one.start)]
    points.sort(key=lambda point: point.start)
    size = _number(points)
    name = _free_name(text)
    pieces = _pieces([one for one in found if isinstance(one, Insertion)], name)
    start = text.find("\n") + 1 if text.startswith("#!") else 0
    statement = f"import {{ counts as {name} }} from '{module}';"
    edits = [Edit(start, start, statement)]
    for offset, piece in pieces:
        if offset == edits[-1].start:
            edits[-1].replacement += piece
        else:
            edits.append(Edit(offset, offset, piece))
    counted = apply(text, edits)
    return Counted(counted, Positions(text, counted, shifts(edits), outer), size, _map(points, _Places(text, outer)))


def _read(text: str) -> list[Point | Insertion]:
    from runtime.language.counting.statements import CountedProgram
    from runtime.language.typescript.scanner import GrammarError

    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(max(limit, _DEEPEST))
    try:
        return CountedProgram(text).points()
    except RecursionError:
        raise GrammarError("stack overflow", 0) from None
    finally:
        sys.setrecursionlimit(limit)


def is_written(positions: Positions | None, offset: int) -> bool:
    """Whether what is at `offset` was written by the person and not put in."""
    while positions is not None:
        if not positions.is_kept(offset):
            return False
        offset = positions.offset(offset)
        positions = positions.outer
    return True


def _number(points: list[Point]) -> int:
    size = 0
    for sort in (STATEMENT, FUNCTION, BRANCH):
        for point in points:
            if point.sort == sort:
                point.first = size
                size += len(point.paths) if sort == BRANCH else 1
    return size


def _free_name(text: str) -> str:
    name, number = _NAME, 0
    while name in text:
        number += 1
        name = f"{_NAME}{number}"
    return name


def _pieces(insertions: list[Insertion], name: str) -> list[tuple[int, str]]:
    """What is put in where, in order."""
    keyed: list[tuple[int, int, int, int, str]] = []
    for index, one in enumerate(insertions):
        counters = [f"{name}[{point.first + way}]++" for point, way in one.points if point.first >= 0]
        if one.points and not counters and not one.before.startswith("{"):
            continue
        if one.before:
            keyed.append((one.start, 1, -one.end, -index, _filled(one.before, counters, name)))
        if one.after:
            keyed.append((one.end, 0, -one.start, index, _filled(one.after, counters, name)))
    return [(offset, piece) for offset, _, _, _, piece in sorted(keyed)]


def _filled(template: str, counters: list[str], name: str) -> str:
    """A template with counters in the places of "%"; places that are too many are left out."""
    text = template.replace("{}", name)
    for counter in counters:
        text = text.replace("%", counter, 1)
    return text.replace("%,", "").replace("%;", "")


# The map.


class _Places:
    """From offsets to lines, from 1, and columns, from 0, of what the person wrote."""

    def __init__(self, text: str, outer: Positions | None) -> None:
        self._outer = outer
        while outer is not None:
            text = outer.before
            outer = outer.outer
        self._starts = [0, *(index + 1 for index, char in enumerate(text) if char == "\n")]

    def at(self, offset: int) -> dict[str, int]:
        """One place."""
        positions = self._outer
        while positions is not None:
            offset = positions.offset(offset)
            positions = positions.outer
        line = bisect_right(self._starts, offset)
        return {"line": line, "column": offset - self._starts[line - 1]}

    def of(self, ends: tuple[int, int]) -> dict[str, Any]:
        """A range; the end is that of its last character, plus one."""
        end = self.at(max(ends[0], ends[1] - 1))
        end["column"] += 1
        return {"start": self.at(ends[0]), "end": end}


def _map(points: list[Point], places: _Places) -> Map:
    statements: dict[str, Any] = {}
    functions: dict[str, Any] = {}
    branches: dict[str, Any] = {}
    for point in points:
        whole = places.of(point.ranges[0])
        line = whole["start"]["line"]
        if point.sort == STATEMENT:
            statements[str(len(statements))] = whole
        elif point.sort == FUNCTION:
            name = point.name or f"(anonymous_{len(functions)})"
            body = places.of(point.ranges[1])
            functions[str(len(functions))] = {"name": name, "decl": whole, "loc": body, "line": line}
        else:
            # A way that is not written has no place.
            ways = [places.of(way) if way[1] > way[0] else {"start": {}, "end": {}} for way in point.paths]
            entry = {"loc": whole, "type": point.kind, "locations": ways, "line": line}
            branches[str(len(branches))] = entry
    return {"statementMap": statements, "fnMap": functions, "branchMap": branches}
