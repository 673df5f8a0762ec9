"""Misspelt names. Read only when an error is printed."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

_FARTHEST = 2


def nearest(word: str, candidates: Iterable[str]) -> str:
    """The candidate that `word` is a misspelling of: another case, or up to two letters other, left out or added."""
    lowered = word.lower()
    limit = min(_FARTHEST, max(1, len(word) // 3))
    best, best_distance = "", limit + 1
    for candidate in sorted(candidates):
        if abs(len(candidate) - len(word)) > limit or len(candidate) < 3:
            continue
        distance = _distance(lowered, candidate.lower(), best_distance)
        if distance < best_distance:
            best, best_distance = candidate, distance
    return best


def _distance(a: str, b: str, enough: int) -> int:
    """How many letters must be put in, taken out, exchanged or swapped; `enough` or more is as good as any."""
    before: list[int] = []
    row = list(range(len(b) + 1))
    for i, letter in enumerate(a, 1):
        before, previous, row = row, before, [i]
        for j, other in enumerate(b, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != other))
            if i > 1 and j > 1 and letter == b[j - 2] and a[i - 2] == other:
                cost = min(cost, previous[j - 2] + 1)
            row.append(cost)
        if min(row) >= enough:
            return enough
    return row[-1]
