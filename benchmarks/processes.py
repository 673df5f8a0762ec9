"""The programs of both sides as processes: what they are started with, and what they are seen to use."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
PROGRAMS = HERE / "programs"
_LAUNCHER = HERE / "launch.py"
_TIME_LIMIT = 120  # s
_KIB = 1024


class ProgramError(Exception):
    """A program of one side failed; the message has its output."""


@dataclass(frozen=True)
class Usage:
    """What one run took: ms from exec to exit, ms of processor time, peak memory in MiB; and what it printed."""

    elapsed: float
    processor: float
    peak: float
    stdout: str


def environment(folder: Path) -> dict[str, str]:
    """What both sides are started with: no proxy, and nothing that changes how an interpreter starts."""
    return {"PATH": os.environ.get("PATH", os.defpath), "HOME": str(folder), "LANG": "C.UTF-8"}


def run_measured(command: Sequence[str | Path], folder: Path, extra: Mapping[str, str] | None = None) -> Usage:
    """Run `command` in `folder` to its end. Raises ProgramError."""
    reader, writer = os.pipe()
    try:
        process = subprocess.run(
            [sys.executable, "-I", "-S", _LAUNCHER, str(writer), *command],
            cwd=folder,
            env={**environment(folder), **(extra or {})},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            pass_fds=(writer,),
            timeout=_TIME_LIMIT,
        )
        if process.returncode:
            raise ProgramError(f"{_shown(command)}: exit {process.returncode}\n{process.stderr.decode()}")
        elapsed, processor, peak = os.read(reader, 200).decode().split()
    finally:
        os.close(reader)
        os.close(writer)
    return Usage(float(elapsed), float(processor), float(peak) / _KIB, process.stdout.decode())


class Worker:
    """A program that measures by itself and prints a line for each step. Leaving the `with` block kills it."""

    def __init__(self, command: Sequence[str | Path], folder: Path, extra: Mapping[str, str] | None = None) -> None:
        self._command = command
        # A file: a pipe that nobody reads while the program runs would stop it when it is full.
        self._errors = tempfile.TemporaryFile("w+", encoding="utf-8")  # noqa: SIM115 - closed by stop
        self._process = subprocess.Popen(
            command,
            cwd=folder,
            env={**environment(folder), **(extra or {})},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            text=True,
        )

    def lines(self) -> Iterator[list[str]]:
        """Each line as words, as soon as it is printed. Raises ProgramError when the program fails."""
        assert self._process.stdout
        for line in self._process.stdout:
            yield line.split()
        if self._process.wait(_TIME_LIMIT):
            self._errors.seek(0)
            raise ProgramError(f"{_shown(self._command)}: exit {self._process.returncode}\n{self._errors.read()}")

    def wait_for(self, word: str) -> list[str]:
        """The words behind `word`, the first of a line. Raises ProgramError when there is no such line."""
        for words in self.lines():
            if words[:1] == [word]:
                return words[1:]
        raise ProgramError(f"{_shown(self._command)}: ended without {word}")

    @property
    def pid(self) -> int:
        """Its process id."""
        return self._process.pid

    def processor_time(self) -> float:
        """ms of processor time so far, of all its threads; 0 where the system does not say."""
        total = 0
        try:
            for thread in os.listdir(f"/proc/{self.pid}/task"):
                with open(f"/proc/{self.pid}/task/{thread}/schedstat", encoding="ascii") as file:
                    total += int(file.read().split()[0])
        except OSError:
            return 0.0
        return total / 1e6

    def resident(self) -> float:
        """Its memory now and that of the processes it has started, in MiB. Raises OSError when it has ended."""
        return sum(_memory_of(pid, "VmRSS") for pid in _family(self.pid))

    def peak(self) -> float:
        """The most memory it had, in MiB. Raises OSError when it has ended."""
        return _memory_of(self.pid, "VmHWM")

    def stop(self) -> None:
        """End it, if it has not ended."""
        self._process.terminate()
        self._process.wait(_TIME_LIMIT)
        self._errors.close()
        if self._process.stdout:
            self._process.stdout.close()


def _family(pid: int) -> list[int]:
    """A process and all that it and they have started."""
    found = [pid]
    for task in os.listdir(f"/proc/{pid}/task"):
        with open(f"/proc/{pid}/task/{task}/children", encoding="ascii") as file:
            for child in file.read().split():
                found += _family(int(child))
    return found


def _memory_of(pid: int, name: str) -> float:
    with open(f"/proc/{pid}/status", encoding="ascii") as file:
        for line in file:
            if line.startswith(name):
                return int(line.split()[1]) / _KIB
    raise OSError(f"the system does not tell {name}")


@contextmanager
def running(command: Sequence[str | Path], folder: Path, extra: Mapping[str, str] | None = None) -> Iterator[Worker]:
    """A worker for the time of a `with` block."""
    worker = Worker(command, folder, extra)
    try:
        yield worker
    finally:
        worker.stop()


def _shown(command: Sequence[str | Path]) -> str:
    return " ".join(str(part) for part in command)
