"""In what order suites, cases and hooks come."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, TypeAlias

    # What is to be done, and the number of the suite or case: open, beforeAll, case, afterAll, close.
    Step: TypeAlias = tuple[str, int]

# Row of a suite, and of a case, as runner.js makes them.
NAME, PARENT, SITE, SKIPPED, BEFORE_ALL, AFTER_ALL = range(6)
SUITE, FILTER, TIMEOUT, TAG, CASE_SITE, CASE_SKIPPED, BARE = range(1, 8)


def steps_of(suites: list[Any], cases: list[Any], chosen: set[int], seed: int | None) -> list[Step]:
    """The steps of the cases `chosen`, in the order of a device: own cases before inner suites.

    Suites without a chosen case are left out unless all cases are chosen. `seed` shuffles suites and cases.
    """
    children: dict[int, list[int]] = {}
    own: dict[int, list[int]] = {}
    for index, row in enumerate(suites):
        children.setdefault(int(row[PARENT]), []).append(index)
    for index, row in enumerate(cases):
        if index in chosen:
            own.setdefault(int(row[SUITE]), []).append(index)
    if seed is not None:
        from random import Random

        chance = Random(seed)
        for group in (*children.values(), *own.values()):
            chance.shuffle(group)
    is_partial = len(chosen) < len(cases)

    def walk(suite: int) -> tuple[list[Step], bool]:
        steps: list[Step] = [("open", suite), ("beforeAll", suite)]
        steps += [("case", case) for case in own.get(suite, ())]
        found = bool(own.get(suite))
        for child in children.get(suite, ()):
            below, found_below = walk(child)
            steps += below
            found = found or found_below
        if not found and (is_partial or suite == 0 or suites[suite][SKIPPED] is True):
            return [], False
        return [*steps, ("afterAll", suite), ("close", suite)], found

    return walk(0)[0] if suites else []
