"""What every benchmark is given: the folder it may write to, the servers, the programs, how many samples to take."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from benchmarks.processes import PROGRAMS, ProgramError, Worker, running
from benchmarks.servers import Servers

OURS = "ohosrun"
NODE = shutil.which("node")
CURL = shutil.which("curl")
OHOSRUN = Path(sys.executable).parent / "ohosrun"


class Session:
    """One run of the benchmarks. `samples` is how many each side takes, `requests` scales how long one lasts."""

    def __init__(self, folder: Path, servers: Servers, *, quick: bool) -> None:
        self.folder = folder
        self.servers = servers
        self.quick = quick
        self.samples = 4 if quick else 20
        # A process takes several samples before the other side has its turn.
        self.per_round = 2 if quick else 5
        self.rounds = self.samples // self.per_round
        self._number = 0

    def scaled(self, count: int) -> int:
        """`count` requests, a tenth of them in a quick run."""
        return count // 10 if self.quick else count

    def prepare(self, *names: str, client: str = "", **parameters: Any) -> Path:
        """A fresh folder with these programs in it, a client for them, and their parameters."""
        self._number += 1
        folder = self.folder / f"programs{self._number}"
        folder.mkdir()
        for name in ("measure.mjs", "stopwatch.py", *names):
            shutil.copy(PROGRAMS / name, folder)
        if client:
            shutil.copy(PROGRAMS / "clients" / f"{client}.mjs", folder / "client.mjs")
        lines = [f"export const {name} = {json.dumps(value)};\n" for name, value in parameters.items()]
        (folder / "parameters.mjs").write_text("".join(lines))
        (folder / "parameters.json").write_text(json.dumps(parameters))
        return folder

    def command(self, side: str, program: str, *flags: str) -> list[str | Path]:
        """What runs `program` on a side: ohosrun (with `flags`), node or python."""
        if side == OURS:
            return [OHOSRUN, "--cacert", self.servers.cacert, *flags, program]
        return [NODE or "node", program] if side == "node" else [sys.executable, program]

    @contextmanager
    def started(self, side: str, program: str, folder: Path, *flags: str) -> Iterator[Worker]:
        """`program` running on a side, for the time of a `with` block."""
        extra = {"NODE_EXTRA_CA_CERTS": str(self.servers.cacert)} if side == "node" else {}
        with running(self.command(side, program, *flags), folder, extra) as worker:
            yield worker


def samples_of(worker: Worker) -> tuple[list[float], list[float]]:
    """The times that a worker measured, in ms, and the processor time of each sample, in ms."""
    times: list[float] = []
    processor: list[float] = []
    before = 0.0
    for words in worker.lines():
        if words[0] not in ("warm", "sample"):
            continue
        used = worker.processor_time()
        if words[0] == "sample":
            times.append(float(words[1]))
            processor.append(used - before)
        before = used
    if not times:
        raise ProgramError("a program took no sample")
    return times, processor


def installed(module: str) -> bool:
    """Whether a module that is no dependency happens to be there."""
    return find_spec(module) is not None


def versions(servers: Servers) -> dict[str, str]:
    """What was measured with what."""
    import pycurl
    import quickjs

    found = {
        "python": sys.version.split()[0],
        "pycurl": pycurl.version,
        "engine": f"QuickJS {quickjs.quickjs_version}",
        "server": servers.name,
    }
    if NODE:
        code = "const {node, undici} = process.versions; console.log(`${node} (undici ${undici})`)"
        found["node"] = _output([NODE, "-e", code])
    if CURL:
        found["curl"] = _output([CURL, "--version"]).split("\n")[0]
    return found


def _output(command: Sequence[str]) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
