"""Edit to first output under --watch: ours and node's, saved in place and by renaming a new file over the old one.

The time is from the moment before the save to the first byte that the new version prints. Between two edits there is
a pause long enough for a second, unwanted run to show itself; it counts as double. An edit that prints nothing for
a second counts as missed.

    python -m benchmarks.watch_latency [EDITS]
"""

from __future__ import annotations

import json
import os
import selectors
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.figures import Bar, Comparison, median, p95
from benchmarks.processes import ProgramError, environment
from benchmarks.session import NODE, OHOSRUN, OURS, Session

Save = Callable[[Path, str], None]

EDITS = 100

_MISSED_SECONDS = 1.0
_START_SECONDS = 10.0
# Longer than the quiet time of either side, so that one edit's second run is not taken for the next edit's first.
_PAUSE_SECONDS = 0.35


def in_place(path: Path, text: str) -> None:
    """Truncate and write."""
    path.write_text(text, encoding="utf-8")


def atomic(path: Path, text: str) -> None:
    """Write a temporary file and rename it over the old one."""
    temporary = path.with_name(path.name + ".tmp")
    temporary.write_text(text)
    temporary.replace(path)


def measure(session: Session) -> list[Comparison]:
    """B3: one comparison for each way of saving."""
    edits = session.samples
    comparisons = []
    for save in (in_place, atomic):
        edited = {side: edited_under_watch(command, save, edits) for side, command in _sides().items()}
        times = {side: one.times for side, one in edited.items()}
        comparison = Comparison("B3", f"{edits} edits under --watch, {save.__name__.replace('_', ' ')}", "ms", times)
        for side, one in edited.items():
            comparison.remarks.append(f"{side}: {one.missed} missed, {one.double} double")
        ours = edited[OURS]
        comparison.bars.append(Bar("no edit missed", ours.missed, 0))
        comparison.bars.append(Bar("no edit seen twice", ours.double, 0))
        if ours.times:
            comparison.bars.append(Bar("median under 50 ms", median(ours.times), 50))
        if save is in_place:
            comparison.at_most("median <= 0.15 x node", OURS, "node", 0.15)
        comparisons.append(comparison)
    return comparisons


def main(edits: int = EDITS) -> dict[str, Any]:
    """Every side and way of saving: median and p95 in ms, missed, double; the ratio is node's median by ours."""
    results: dict[str, Any] = {}
    for save in (in_place, atomic):
        edited = {side: edited_under_watch(command, save, edits) for side, command in _sides().items()}
        figures: dict[str, Any] = {side: one.figures() for side, one in edited.items()}
        if edited[OURS].times and "node" in edited and edited["node"].times:
            figures["ratio"] = round(median(edited["node"].times) / median(edited[OURS].times), 1)
        results[save.__name__] = figures
    return results


def _sides() -> dict[str, list[str | Path]]:
    sides: dict[str, list[str | Path]] = {OURS: [OHOSRUN, "--watch"]}
    if NODE:
        sides["node"] = [NODE, "--watch"]
    return sides


@dataclass
class Edited:
    """What became of the edits: the times in ms of those that were seen, how many were not, how many were twice."""

    times: list[float]
    missed: int
    double: int

    def figures(self) -> dict[str, float | None]:
        """Median, p95, missed and double."""
        shown = {"median": median, "p95": p95}
        times = {name: round(figure(self.times), 1) if self.times else None for name, figure in shown.items()}
        return {**times, "missed": self.missed, "double": self.double}


def edited_under_watch(command: list[str | Path], save: Save, edits: int) -> Edited:
    """Edit a program `edits` times while `command` watches it."""
    with tempfile.TemporaryDirectory() as folder:
        program = Path(folder) / "app.mjs"
        program.write_text(_program("start"))
        process = subprocess.Popen(
            [*command, program.name],
            cwd=folder,
            env=environment(Path(folder)),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        try:
            return _edit(process, program, save, edits)
        finally:
            process.terminate()
            process.wait()
            if process.stdout:
                process.stdout.close()


def _edit(process: subprocess.Popen[bytes], program: Path, save: Save, edits: int) -> Edited:
    output = _Output(process)
    if output.wait_for("start", _START_SECONDS) is None:
        raise ProgramError(f"{process.args!r} printed nothing")
    time.sleep(_PAUSE_SECONDS)
    times = []
    for number in range(edits):
        mark = f"edit-{number}-"
        before = time.perf_counter()
        save(program, _program(mark))
        seen = output.wait_for(mark, _MISSED_SECONDS)
        if seen is not None:
            times.append((seen - before) * 1000)
        output.collect(_PAUSE_SECONDS)
    doubles = sum(max(0, output.text.count(f"edit-{number}-") - 1) for number in range(edits))
    return Edited(times, edits - len(times), doubles)


def _program(mark: str) -> str:
    return f"console.log('{mark}');\n"


class _Output:
    """The stdout of a process, and when its bytes came."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        assert process.stdout is not None
        self._descriptor = process.stdout.fileno()
        self._selector = selectors.DefaultSelector()
        self._selector.register(self._descriptor, selectors.EVENT_READ)
        self.text = ""

    def wait_for(self, mark: str, seconds: float) -> float | None:
        """The time when `mark` was there; None when it was not within `seconds`."""
        deadline = time.perf_counter() + seconds
        while mark not in self.text:
            if not self._read(deadline - time.perf_counter()):
                return None
        return time.perf_counter()

    def collect(self, seconds: float) -> None:
        """Read what comes within `seconds`."""
        deadline = time.perf_counter() + seconds
        while self._read(deadline - time.perf_counter()):
            pass

    def _read(self, seconds: float) -> bool:
        if seconds <= 0 or not self._selector.select(seconds):
            return False
        data = os.read(self._descriptor, 64 * 1024)
        self.text += data.decode(errors="replace")
        return bool(data)


if __name__ == "__main__":
    print(json.dumps(main(int(sys.argv[1]) if len(sys.argv) > 1 else EDITS), indent=2))
