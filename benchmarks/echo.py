"""B18: small messages through a WebSocket and back, beside node's own client."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from benchmarks.figures import Comparison
from benchmarks.processes import HERE, running
from benchmarks.session import NODE, OURS, Session, samples_of

_MESSAGES = 10_000
# What is measured -> whether all are sent before the first is back.
_WAYS = {"one after the other": False, "sent at once": True}
# Where it is not there without asking: node 20.
_FLAG = "--experimental-websocket"


def measure(session: Session) -> list[Comparison]:
    """One after the other, which has a bar, and at once."""
    with _server() as url:
        return [_compare(session, url, way) for way in _WAYS]


def _compare(session: Session, url: str, way: str) -> Comparison:
    count = session.scaled(_MESSAGES)
    flags = {OURS: [], **({"node": _node_flags()} if NODE else {})}
    times: dict[str, list[float]] = {side: [] for side, given in flags.items() if given is not None}
    for _ in range(session.rounds):
        for side in times:
            client = "socket_node" if side == "node" else "socket_ohosrun"
            parameters = {"url": url, "messages": count, "samples": session.per_round, "atOnce": _WAYS[way]}
            folder = session.prepare("echo.mjs", client=client, **parameters)
            command = session.command(side, "echo.mjs")
            with running([command[0], *(flags[side] or []), *command[1:]], folder, {}) as worker:
                times[side] += samples_of(worker)[0]
    comparison = Comparison("B18", f"{count} messages and back, {way}", "ms", times)
    if not _WAYS[way]:
        comparison.at_most(f"{count} messages and back: at least half as fast as node", OURS, "node", 2.0)
    return comparison


def _node_flags() -> list[str] | None:
    """With which flags node has a WebSocket; None where it has none."""
    for flags in ([], [_FLAG]):
        asked = subprocess.run([NODE or "node", *flags, "-p", "typeof WebSocket"], capture_output=True, text=True)
        if asked.stdout.strip() == "function":
            return flags
    return None


@contextmanager
def _server() -> Iterator[str]:
    command = [sys.executable, str(HERE / "echo_server.py")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        try:
            yield f"ws://127.0.0.1:{int(process.stdout.readline())}/"
        finally:
            process.terminate()
