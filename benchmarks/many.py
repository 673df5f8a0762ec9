"""B14: a great many rejections and timers, beside what the engine needs for them alone."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from benchmarks.figures import Comparison
from benchmarks.processes import PROGRAMS, ProgramError
from benchmarks.session import NODE, OHOSRUN, OURS, Session

_BARE = "bare engine"
# What is measured -> how much longer than the bare engine it may take.
_LIMITS = {"rejections": 1.5, "timers": 2.0}


def measure(session: Session) -> list[Comparison]:
    """Both, with a bar each."""
    return [_compare(session, what, limit) for what, limit in _LIMITS.items()]


def _compare(session: Session, what: str, limit: float) -> Comparison:
    script = str(Path(PROGRAMS) / f"many_{what}.js")
    sides = {
        OURS: [str(OHOSRUN), script],
        _BARE: [sys.executable, str(Path(PROGRAMS) / "many_bare.py"), what],
        **({"node": [NODE, script]} if NODE else {}),
    }
    times: dict[str, list[float]] = {side: [] for side in sides}
    for _ in range(session.rounds):
        for side, command in sides.items():
            times[side].append(_milliseconds(command))
    comparison = Comparison("B14", f"200 000 {what}", "ms", times)
    comparison.at_most(f"200 000 {what}: <= {limit:g} x the bare engine", OURS, _BARE, limit)
    return comparison


def _milliseconds(command: list[str]) -> float:
    run = subprocess.run(command, capture_output=True, text=True, check=False, timeout=300)
    if run.returncode:
        raise ProgramError(f"{command[0]}: {run.stderr}")
    return float(run.stdout)
