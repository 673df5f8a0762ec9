"""B16: a body of 200 MB in both directions, in pieces: how fast, and how much memory it takes."""

from __future__ import annotations

import os
import time

from benchmarks.figures import Bar, Comparison
from benchmarks.servers import LARGE_SIZE
from benchmarks.session import OURS, Session, samples_of

_MOST_GROWTH = 16  # MiB
_SETTLED = 0.2  # s
_PAUSE = 600  # ms
_PEER = "pycurl"


def measure(session: Session) -> list[Comparison]:
    """Down by requestInStream, and up as a form with a file."""
    size = LARGE_SIZE // 10 if session.quick else LARGE_SIZE
    down = {"url": f"{session.servers.http}/bytes/{size}", "what": "down", "size": size}
    # By the server of our own: nginx would write the body to its disk first.
    up = {"url": session.servers.delayed.replace("/delay", "/upload"), "what": "up", "size": size}
    title = f"{size // 1_000_000} MB"
    received = _compare(session, f"{title} down by requestInStream", down)
    received.faster(f"{title} down >= 0.8 x bare pycurl with a Python callback", OURS, _PEER, 0.8)
    sent = _compare(session, f"{title} up from a file of a form", up)
    return [received, sent, *_memory(session, title, down, up)]


def _compare(session: Session, title: str, parameters: dict[str, object]) -> Comparison:
    sides = {OURS: "streams.mjs", _PEER: "pycurl_streams.py"}
    times: dict[str, list[float]] = {side: [] for side in sides}
    for number in range(session.rounds):
        for side in sides if number % 2 == 0 else reversed(sides):
            folder = session.prepare(sides[side], samples=session.per_round, pause=0, **parameters)
            _make_file(str(folder / "large.bin"), parameters)
            with session.started(side, sides[side], folder) as worker:
                times[side] += samples_of(worker)[0]
    return Comparison("B16", title, "ms", times)


def _memory(session: Session, title: str, *directions: dict[str, object]) -> list[Comparison]:
    comparisons = []
    for parameters in directions:
        growth = []
        for _ in range(1 if session.quick else 3):
            folder = session.prepare("streams.mjs", samples=1, pause=_PAUSE, **parameters)
            _make_file(str(folder / "large.bin"), parameters)
            try:
                with session.started(OURS, "streams.mjs", folder) as worker:
                    worker.wait_for("before")
                    time.sleep(_SETTLED)
                    before = worker.resident()
                    worker.wait_for("after")
                    growth.append(worker.peak() - before)
            except FileNotFoundError:
                return []  # The system does not tell what a process uses.
        what = f"growth of peak memory, {title} {parameters['what']}"
        comparison = Comparison("B16", what, "MiB", {OURS: growth})
        comparison.bars.append(Bar(f"{what} <= {_MOST_GROWTH} MB", comparison.median(OURS), _MOST_GROWTH))
        comparisons.append(comparison)
    return comparisons


def _make_file(path: str, parameters: dict[str, object]) -> None:
    if parameters["what"] == "up":
        with open(path, "wb"):
            os.truncate(path, int(str(parameters["size"])))
