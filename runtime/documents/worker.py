"""A process that runs one sample after the other: its two ends, and how it is started.

It reads one JSON object a line, a sample and its settings, and answers each with one line; the end of its input is its
end. It is forked where the system can, so that it costs a few milliseconds and its parent can read what it printed even
when it has to be killed; elsewhere it is this command again, as `ohosrun.py --page-worker`.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys

from runtime.documents.runs import to_json
from runtime.output.diagnostics import EXIT_ERROR, EXIT_OK, EXIT_USAGE
from runtime.output.streams import STDIN, STDOUT
from runtime.run.forks import CAN_FORK, fork, kill

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Protocol

    from runtime.modules.contract import Registry
    from runtime.output.kept import KeptOutput

    class Process(Protocol):
        """The parent's end of a worker."""

        output: int

        def send(self, data: bytes) -> None:
            """Give it `data` to read; harmless when it is gone, which the end of its output says too."""

        def end_input(self) -> None:
            """Let it end by itself."""

        def kill(self) -> None:
            """End it now."""

        def wait(self) -> int:
            """Its exit code, negative for the signal that ended it."""

        def pieces(self) -> list[tuple[int, str]]:
            """What its sample has printed, for one that was ended."""

        def close(self) -> None:
            """Release this end; the process has ended."""


WORKER_FLAG = "--page-worker"

_INSTALLED_IN = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


def start(registry: Registry, others: Iterable[Process]) -> Process:
    """A worker; `others` are those that run."""
    return Forked(registry, others) if CAN_FORK else Started()


class Forked:
    """A worker that is a fork of this process."""

    def __init__(self, registry: Registry, others: Iterable[Process]) -> None:
        from runtime.output.kept import KeptOutput
        from runtime.run.limited import end_with

        self._kept = KeptOutput()
        child_input, self.input = os.pipe()
        self.output, child_output = os.pipe()
        parent = os.getpid()
        self._pid = fork()
        if self._pid == 0:
            code = EXIT_ERROR
            try:
                end_with(parent)
                for other in others:
                    other.close()
                os.close(self.input)
                os.close(self.output)
                # Ctrl-C reaches the whole process group; between two samples a worker leaves it to the parent.
                signal.signal(signal.SIGINT, signal.SIG_IGN)
                code = serve(registry, child_input, child_output, self._kept)
            finally:
                os._exit(code)
        os.close(child_input)
        os.close(child_output)

    def send(self, data: bytes) -> None:
        """Give it `data` to read (Process.send)."""
        with contextlib.suppress(BrokenPipeError):
            write_all(self.input, data)

    def end_input(self) -> None:
        """Let it end by itself."""
        if self.input >= 0:
            os.close(self.input)
            self.input = -1

    def kill(self) -> None:
        """End it now."""
        if self._pid:
            kill(self._pid)

    def wait(self) -> int:
        """Its exit code (Process.wait)."""
        status = os.waitpid(self._pid, 0)[1]
        self._pid = 0
        return os.waitstatus_to_exitcode(status)

    def pieces(self) -> list[tuple[int, str]]:
        """What its sample has printed."""
        return [(stream, data.decode("utf-8", "replace")) for stream, data in self._kept.pieces()]

    def close(self) -> None:
        """Release this end; in another worker, the copy of it that a fork makes."""
        self.end_input()
        os.close(self.output)
        self._kept.close()


class Started:
    """A worker that is this command again."""

    def __init__(self) -> None:
        command = [sys.executable, os.path.join(_INSTALLED_IN, "ohosrun.py"), WORKER_FLAG]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        assert self._process.stdin is not None and self._process.stdout is not None
        self._stdin = self._process.stdin
        self._stdout = self._process.stdout
        self.output = self._stdout.fileno()

    def send(self, data: bytes) -> None:
        """Give it `data` to read (Process.send)."""
        with contextlib.suppress(OSError):
            self._stdin.write(data)
            self._stdin.flush()

    def end_input(self) -> None:
        """Let it end by itself."""
        with contextlib.suppress(OSError):
            self._stdin.close()

    def kill(self) -> None:
        """End it now."""
        self._process.kill()

    def wait(self) -> int:
        """Its exit code (Process.wait)."""
        return self._process.wait()

    def pieces(self) -> list[tuple[int, str]]:
        """What its sample has printed, which is lost."""
        return []

    def close(self) -> None:
        """Release this end."""
        self.end_input()
        self._stdout.close()


def serve(registry: Registry, source: int = STDIN, sink: int = STDOUT, kept: KeptOutput | None = None) -> int:
    """The worker's side: answer every line of `source` on `sink`; returns the exit code."""
    import json

    from runtime.documents.runs import SampleRunner
    from runtime.run.program import Program
    from runtime.settings.table import Settings

    runner = SampleRunner(registry, kept)
    try:
        with open(source, "rb", closefd=False) as lines:
            for line in lines:
                try:
                    job = json.loads(line)
                    program = Program(job["name"], job["text"], job["dialect"])
                    settings, styled = job["settings"], job["styled"]
                except (ValueError, KeyError, TypeError):
                    sys.stderr.write(f"error: {WORKER_FLAG} is how ohosrun starts itself for pages\n")
                    return EXIT_USAGE
                run = runner.run(program, Settings(**settings), styled=styled)
                write_all(sink, json.dumps(to_json(run)).encode() + b"\n")
    except BrokenPipeError:
        return EXIT_OK  # Nobody wants the answer any more.
    finally:
        runner.close()
    return EXIT_OK


def write_all(descriptor: int, data: bytes) -> None:
    """Write all of `data`, however long it takes."""
    view = memoryview(data)
    while view:
        view = view[os.write(descriptor, view) :]
