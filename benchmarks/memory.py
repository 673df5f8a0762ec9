"""B10: memory, when nothing happens, after many requests, and after many reloads."""

from __future__ import annotations

import time

from benchmarks.figures import Bar, Comparison
from benchmarks.processes import Worker
from benchmarks.session import NODE, OURS, Session

REQUESTS = 10_000
RELOADS = 1_000
_WARM_UP = 1_000
_CONCURRENCY = 10
# Long after the last line, and long before the end of a pause.
_SETTLED = 0.2  # s
_PAUSE = 600  # ms
_FIRST_RELOADS = 50
_IDLE_SAMPLES = 5


def measure(session: Session) -> list[Comparison]:
    """All three; nothing where the system does not tell what a process uses."""
    try:
        return [_idle(session), *_requests(session), _reloads(session)]
    except FileNotFoundError:
        return []


def _sides() -> dict[str, tuple[str, str]]:
    sides = {OURS: (OURS, "ohosrun")}
    if NODE:
        sides["node"] = ("node", "fetch")
    return sides


def _idle(session: Session) -> Comparison:
    folder = session.prepare("idle.mjs")
    resident: dict[str, list[float]] = {side: [] for side in _sides()}
    for _ in range(2 if session.quick else _IDLE_SAMPLES):
        for side, (runner, _) in _sides().items():
            with session.started(runner, "idle.mjs", folder) as worker:
                worker.wait_for("ready")
                time.sleep(_SETTLED)
                resident[side].append(worker.resident())
    comparison = Comparison("B10", "resident memory of a script that waits for a timer", "MiB", resident)
    comparison.at_most("idle <= 0.55 x node", OURS, "node", 0.55)
    return comparison


def _requests(session: Session) -> list[Comparison]:
    requests = session.scaled(REQUESTS)
    parameters = {
        "url": session.servers.http + "/json",
        "requests": requests,
        "warmUp": session.scaled(_WARM_UP),
        "concurrency": _CONCURRENCY,
        "pause": _PAUSE,
        "protocol": 1,
    }
    growth: dict[str, list[float]] = {side: [] for side in _sides()}
    peak: dict[str, list[float]] = {side: [] for side in _sides()}
    for _ in range(1 if session.quick else 3):
        for side, (runner, client) in _sides().items():
            folder = session.prepare("memory.mjs", client=client, **parameters)
            with session.started(runner, "memory.mjs", folder) as worker:
                before, after = _settled(worker, "before"), _settled(worker, "after")
                growth[side].append(after - before)
                peak[side].append(worker.peak())
    title = f"after {requests} GETs, {_CONCURRENCY} at a time"
    grown = Comparison("B10", f"growth of resident memory {title}", "MiB", growth)
    grown.bars.append(Bar(f"growth {title} <= 2 MB", grown.median(OURS), 2))
    peaks = Comparison("B10", f"peak memory {title}", "MiB", peak)
    peaks.at_most(f"peak {title} <= 0.4 x node", OURS, "node", 0.4)
    return [grown, peaks]


def _settled(worker: Worker, line: str) -> float:
    worker.wait_for(line)
    time.sleep(_SETTLED)
    return worker.resident()


def _reloads(session: Session) -> Comparison:
    folder = session.prepare()
    program = folder / "app.mjs"
    reloads = session.scaled(RELOADS)

    def save(number: int) -> None:
        program.write_text(f"import http from '@ohos.net.http';\nconsole.log('run', {number}, http.ResponseCode.OK);\n")

    save(0)
    with session.started(OURS, program.name, folder, "--watch") as worker:
        worker.wait_for("run")
        for number in range(1, _FIRST_RELOADS + reloads + 1):
            if number == _FIRST_RELOADS + 1:
                before = worker.resident()
            save(number)
            worker.wait_for("run")
        growth = worker.resident() - before
    bar = Bar(f"growth after {reloads} reloads <= 5 MB", growth, 5)
    return Comparison("B10", f"growth of resident memory after {reloads} reloads", "MiB", {OURS: [growth]}, [bar])
