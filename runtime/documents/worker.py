"""A process that runs one sample after the other: its two ends, and how it is started.

It reads jobs, a sample and its settings each, and answers each with what became of it; the end of its input is its end.
Both are what marshal makes of them, behind its length: the two processes are one program. It is forked where the system
can, so that it costs a few milliseconds and its parent can read what it printed even when it has to be killed;
elsewhere it is this command again, as `ohosrun.py --page-worker`.
"""

from __future__ import annotations

# As in ohosrun.py: without the enums.
import _signal as signal  # type: ignore[import-not-found]
import marshal
import os
import sys

from runtime.bundle import keep
from runtime.output.diagnostics import EXIT_ERROR, EXIT_OK, EXIT_USAGE
from runtime.output.streams import STDIN, STDOUT
from runtime.run.forks import CAN_FORK, fork, kill

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any, BinaryIO, Protocol

    from runtime.documents.samples import SampleRun
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

# Of the length of a job or an answer, and of the largest one; in bytes.
_LENGTH = 4
_LARGEST = 1 << 28

_INSTALLED_IN = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


def start(registry: Registry, others: Sequence[Process]) -> Process:
    """A worker; `others` are those that run."""
    return Forked(registry, others) if CAN_FORK else Started()


class Forked:
    """A worker that is a fork of this process."""

    def __init__(self, registry: Registry, others: Sequence[Process]) -> None:
        from runtime.output.kept import KeptOutput
        from runtime.run.limited import end_with

        if others:
            # They share what this process has loaded; the first one loads it while this one reads the pages.
            import runtime.documents.runs  # noqa: F401

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
                keep()
            finally:
                os._exit(code)
        os.close(child_input)
        os.close(child_output)

    def send(self, data: bytes) -> None:
        """Give it `data` to read (Process.send)."""
        try:
            write_all(self.input, data)
        except BrokenPipeError:
            return

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
        import subprocess

        command = [sys.executable, os.path.join(_INSTALLED_IN, "ohosrun.py"), WORKER_FLAG]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        assert self._process.stdin is not None and self._process.stdout is not None
        self._stdin = self._process.stdin
        self._stdout = self._process.stdout
        self.output = self._stdout.fileno()

    def send(self, data: bytes) -> None:
        """Give it `data` to read (Process.send)."""
        try:
            self._stdin.write(data)
            self._stdin.flush()
        except OSError:
            return

    def end_input(self) -> None:
        """Let it end by itself."""
        try:
            self._stdin.close()
        except OSError:
            return

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


def packed(values: tuple[Any, ...]) -> bytes:
    """A job or an answer as it is sent."""
    data = marshal.dumps(values)
    return len(data).to_bytes(_LENGTH, "little") + data


def unpacked(data: bytes | bytearray) -> Any:
    """What `packed` was given, or None where not all of it is there yet. `data` is from a process of this program."""
    end = _LENGTH + int.from_bytes(data[:_LENGTH], "little")
    return marshal.loads(data[_LENGTH:end]) if len(data) >= max(end, _LENGTH) else None


def serve(registry: Registry, source: int = STDIN, sink: int = STDOUT, kept: KeptOutput | None = None) -> int:
    """The worker's side: answer every job of `source` on `sink`; returns the exit code."""
    from runtime.documents.runs import SampleRunner
    from runtime.run.program import Program
    from runtime.settings.table import Settings

    def answer(run: SampleRun) -> None:
        write_all(sink, packed((run.code, run.seconds, run.pieces, run.reason)))

    runner = SampleRunner(registry, kept)
    try:
        with open(source, "rb", closefd=False) as jobs:
            for name, text, dialect, settings, styled, is_last in _jobs(jobs):
                program = Program(name, text, dialect)
                runner.run(program, Settings(**settings), styled=styled, answer=answer, is_last=is_last)
    except _NoJob:
        sys.stderr.write(f"error: {WORKER_FLAG} is how ohosrun starts itself for pages\n")
        return EXIT_USAGE
    except BrokenPipeError:
        return EXIT_OK  # Nobody wants the answer any more.
    finally:
        runner.close()
    return EXIT_OK


class _NoJob(Exception):  # noqa: N818 - it is a person who has started a worker
    """What was read is none."""


def _jobs(source: BinaryIO) -> Iterator[Any]:
    while head := source.read(_LENGTH):
        size = int.from_bytes(head, "little")
        data = source.read(size) if size < _LARGEST else b""
        if len(data) < size:
            raise _NoJob
        yield marshal.loads(data)


def write_all(descriptor: int, data: bytes) -> None:
    """Write all of `data`, however long it takes."""
    view = memoryview(data)
    while view:
        view = view[os.write(descriptor, view) :]
