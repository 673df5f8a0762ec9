"""B11: the bridge between script and runtime alone."""

from __future__ import annotations

from benchmarks.figures import Comparison
from benchmarks.session import NODE, OURS, Session, samples_of

COUNT = 10_000
_WORKS = {
    "promises": f"{COUNT} awaits",
    "timers": f"{COUNT} timers",
    "console": f"{COUNT} lines with a number by console.log, to a pipe",
    "consoleText": f"{COUNT} lines of text by console.log, to a pipe",
}
_ENGINE_WORKS = {
    "calls": f"{COUNT} calls of an op",
    "toPython": f"{COUNT} objects of 100 keys to Python",
    "toJavaScript": f"{COUNT} objects of 100 keys to JavaScript",
}


def measure(session: Session) -> list[Comparison]:
    """Everything; a bar only for console.log."""
    comparisons = [_compare(session, what, title) for what, title in _WORKS.items()]
    for comparison in comparisons:
        if "console.log" in comparison.title:
            comparison.faster(f"{comparison.title}: >= 1 x node", OURS, "node", 1)
    return comparisons + [_engine(session, what, title) for what, title in _ENGINE_WORKS.items()]


def _compare(session: Session, what: str, title: str) -> Comparison:
    sides = {OURS: OURS, "node": "node"} if NODE else {OURS: OURS}
    folder = session.prepare("bridge.mjs", what=what, count=COUNT, samples=session.per_round)
    times: dict[str, list[float]] = {side: [] for side in sides}
    for number in range(session.rounds):
        for side in sides if number % 2 == 0 else reversed(sides):
            with session.started(side, "bridge.mjs", folder) as worker:
                times[side] += samples_of(worker)[0]
    return Comparison("B11", title, "ms", times)


def _engine(session: Session, what: str, title: str) -> Comparison:
    folder = session.prepare("bridge_engine.py", what=what, samples=session.samples)
    with session.started("python", "bridge_engine.py", folder) as worker:
        return Comparison("B11", title, "ms", {OURS: samples_of(worker)[0]})
