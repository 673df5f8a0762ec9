"""What ran of each file, over all realms, and how much of it that is."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Any

KINDS = ("statements", "branches", "functions", "lines")


class FileCoverage:
    """One file. `map` and the counts are in the form of Istanbul's; see https://istanbul.js.org."""

    def __init__(self, path: str, found: Any, counts: list[int]) -> None:
        self.path = path
        self.map = found
        self._counts = counts

    def add(self, counts: list[int]) -> None:
        """What another realm counted of the same text."""
        self._counts = [one + other for one, other in zip(self._counts, counts, strict=True)]

    @property
    def statements(self) -> dict[str, int]:
        """By number, how often each ran."""
        return dict(zip(self.map["statementMap"], self._counts, strict=False))

    @property
    def functions(self) -> dict[str, int]:
        """By number, how often each was called."""
        return dict(zip(self.map["fnMap"], self._counts[len(self.map["statementMap"]) :], strict=False))

    @property
    def branches(self) -> dict[str, list[int]]:
        """By number, how often each of its ways was taken."""
        at = len(self.map["statementMap"]) + len(self.map["fnMap"])
        found = {}
        for number, entry in self.map["branchMap"].items():
            found[number] = self._counts[at : at + len(entry["locations"])]
            at += len(entry["locations"])
        return found

    @property
    def lines(self) -> dict[int, int]:
        """By line where a statement begins, how often the one that ran most did."""
        found: dict[int, int] = {}
        for number, count in self.statements.items():
            line = self.map["statementMap"][number]["start"]["line"]
            found[line] = max(count, found.get(line, 0))
        return dict(sorted(found.items()))

    def counts(self, kind: str) -> list[int]:
        """How often each of a kind ran."""
        if kind == "branches":
            return [count for ways in self.branches.values() for count in ways]
        if kind == "lines":
            return list(self.lines.values())
        return list((self.statements if kind == "statements" else self.functions).values())

    def istanbul(self) -> dict[str, Any]:
        """As Istanbul keeps it."""
        return {"path": self.path, **self.map, "s": self.statements, "f": self.functions, "b": self.branches}


class Share:
    """How many of how many ran."""

    __slots__ = ("covered", "total")

    def __init__(self, counts: Iterable[int]) -> None:
        values = list(counts)
        self.total = len(values)
        self.covered = sum(count > 0 for count in values)

    @property
    def percent(self) -> float:
        """Two places, cut off; 100 of nothing is all of it."""
        return self.covered * 10_000 // self.total / 100 if self.total else 100.0


def merged(results: Iterable[Mapping[str, tuple[Any, list[int]]]]) -> list[FileCoverage]:
    """The files of all realms by their paths. Where one changed meanwhile, what came last counts."""
    found: dict[str, FileCoverage] = {}
    for result in results:
        for path, (known, counts) in result.items():
            entry = found.get(path)
            if entry is not None and entry.map == known:
                entry.add(counts)
            else:
                found[path] = FileCoverage(path, known, counts)
    return [found[path] for path in sorted(found)]


def level_of(shares: Iterable[Share]) -> str:
    """How good the least of them is: high, medium or low."""
    least = min(share.percent for share in shares)
    return "high" if least >= 80 else "medium" if least >= 50 else "low"


def share_of(files: Iterable[FileCoverage], kind: str) -> Share:
    """The share of a kind in all of `files`."""
    return Share([count for file in files for count in file.counts(kind)])
