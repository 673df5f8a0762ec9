"""What a benchmark comes to: samples per side, medians and ratios, and whether a bar holds."""

from __future__ import annotations

import math
import statistics
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any


def median(samples: Sequence[float]) -> float:
    """The middle of `samples`."""
    return statistics.median(samples)


def p95(samples: Sequence[float]) -> float:
    """The smallest sample that is not exceeded by 95 % of them."""
    ordered = sorted(samples)
    return ordered[math.ceil(0.95 * len(ordered)) - 1]


@dataclass(frozen=True)
class Bar:
    """A limit that a figure has to keep: at most, or where `at_least` is set at least, `limit`."""

    text: str
    measured: float
    limit: float
    at_least: bool = False

    @property
    def holds(self) -> bool:
        """Whether the figure keeps it."""
        return self.measured >= self.limit if self.at_least else self.measured <= self.limit


@dataclass
class Comparison:
    """One measurement of several sides in turn. The first side is ohosrun's; the others are what it is held against."""

    id: str
    title: str
    unit: str
    sides: dict[str, list[float]]
    bars: list[Bar] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    def median(self, side: str) -> float:
        """The median of one side."""
        return median(self.sides[side])

    def ratio(self, side: str, other: str) -> float:
        """Median of `side` in medians of `other`; for times, less is faster. Infinite where `other` is nothing."""
        return self.median(side) / self.median(other) if self.median(other) else math.inf

    def at_most(self, text: str, side: str, other: str, limit: float) -> None:
        """Add the bar `side` <= `limit` x `other`, where `other` could be measured."""
        self._compare(text, side, other, limit, at_least=False)

    def faster(self, text: str, side: str, other: str, limit: float) -> None:
        """Add the bar: `side` does at least `limit` times as much in the same time as `other`."""
        self._compare(text, side, other, limit, at_least=True)

    def _compare(self, text: str, side: str, other: str, limit: float, *, at_least: bool) -> None:
        if not self.sides.get(other) or not self.sides.get(side):
            self.remarks.append(f"not compared: {text}")
            return
        measured = self.ratio(other, side) if at_least else self.ratio(side, other)
        self.bars.append(Bar(text, measured, limit, at_least))

    def as_json(self) -> dict[str, Any]:
        """Everything, raw."""
        document = asdict(self)
        for bar, shown in zip(self.bars, document["bars"], strict=True):
            shown["holds"] = bar.holds
        return document
