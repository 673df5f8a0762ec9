"""B1 and B2: from exec to exit, of a line of output and of one GET."""

from __future__ import annotations

import sys
from pathlib import Path

from benchmarks.figures import Comparison
from benchmarks.processes import run_measured
from benchmarks.session import CURL, NODE, OHOSRUN, OURS, Session

Commands = dict[str, list[str | Path]]

_ENGINE = "import quickjs; c = quickjs.Context(quickjs.Runtime()); c.set('log', print); c.eval('log(\"hi\")')"


def measure(session: Session) -> list[Comparison]:
    """Both benchmarks."""
    programs = ("hello.js", "get_ohosrun.js", "get_fetch.mjs", "get_pycurl.py")
    folder = session.prepare(*programs)
    for name in programs:
        program = folder / name
        program.write_text(program.read_text().replace("EXAMPLE_URL", _url(session)))
    return [*_hello(session, folder), _get(session, folder)]


def _url(session: Session) -> str:
    return session.servers.http + "/json"


def _hello(session: Session, folder: Path) -> list[Comparison]:
    commands: Commands = {
        OURS: [OHOSRUN, "hello.js"],
        "python -c pass": [sys.executable, "-c", "pass"],
        "engine in python": [sys.executable, "-c", _ENGINE],
    }
    if NODE:
        commands["node"] = [NODE, "hello.js"]
    times, peaks = _run_in_turn(session, folder, commands)
    elapsed = Comparison("B1", "cold start, console.log('hi')", "ms", times)
    elapsed.at_most("cold start <= 0.35 x node", OURS, "node", 0.35)
    memory = Comparison("B1", "its peak memory", "MiB", peaks)
    memory.at_most("peak memory <= 0.4 x node", OURS, "node", 0.4)
    return [elapsed, memory]


def _get(session: Session, folder: Path) -> Comparison:
    commands: Commands = {OURS: [OHOSRUN, "get_ohosrun.js"], "pycurl": [sys.executable, "get_pycurl.py"]}
    if NODE:
        commands["node fetch"] = [NODE, "get_fetch.mjs"]
    if CURL:
        commands["curl command"] = [CURL, "--silent", "--noproxy", "*", _url(session)]
    times, _ = _run_in_turn(session, folder, commands)
    comparison = Comparison("B2", "cold start, one GET, print", "ms", times)
    comparison.at_most("<= 0.4 x node fetch", OURS, "node fetch", 0.4)
    comparison.at_most("<= 1.4 x bare pycurl", OURS, "pycurl", 1.4)
    return comparison


def _run_in_turn(
    session: Session, folder: Path, commands: Commands
) -> tuple[dict[str, list[float]], dict[str, list[float]]]:
    times: dict[str, list[float]] = {name: [] for name in commands}
    peaks: dict[str, list[float]] = {name: [] for name in commands}
    # The first rounds fill the caches of the file system, of Python and of ours.
    for number in range(-3, session.samples):
        for name in commands if number % 2 else reversed(commands):
            usage = run_measured(commands[name], folder)
            if number >= 0:
                times[name].append(usage.elapsed)
                peaks[name].append(usage.peak)
    return times, peaks
