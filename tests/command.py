"""Runs the installed command as a user would: a process with a clean environment, and with a time limit."""

from __future__ import annotations

import contextlib
import os
import select
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Literal, Self

INSTALLED = Path(sys.executable).parent / "ohosrun"

_KILL_SECONDS = 5
# What a whole run of the tests is started with (runtime/poller.py).
_OF_THE_TESTS = ("_OHOSRUN_POLLER",)


@dataclass(frozen=True)
class Run:
    """What a finished run left behind; `seconds` is the time from start to exit."""

    returncode: int
    stdout: str
    stderr: str
    seconds: float


class Command:
    """Starts one program, by default in `folder`, with a home there and of this environment only PATH."""

    def __init__(self, folder: Path, program: Sequence[str | Path] = (INSTALLED,)) -> None:
        self._folder = folder
        self._program = [str(part) for part in program]
        self._started: list[Running] = []

    def __call__(
        self,
        *args: str | Path,
        stdin: str | bytes | None = None,
        cwd: Path | None = None,
        env: Mapping[str, str] | None = None,
        timeout: float = 20,
    ) -> Run:
        """Run to the end; `timeout` in seconds. Without `stdin` it is at its end. Raises TimeoutError."""
        with self.start(*args, cwd=cwd, env=env) as running:
            running.feed(stdin.encode() if isinstance(stdin, str) else stdin or b"")
            return running.wait(timeout)

    def start(self, *args: str | Path, cwd: Path | None = None, env: Mapping[str, str] | None = None) -> Running:
        """Start and return at once. Leaving a `with` block, or the end of the test, kills what still runs."""
        home = self._folder / "home"
        home.mkdir(exist_ok=True)
        clean = {
            "PATH": os.environ.get("PATH", os.defpath),
            "LANG": "C.UTF-8",
            "HOME": str(home),
            "XDG_CACHE_HOME": str(home / ".cache"),
            "XDG_CONFIG_HOME": str(home / ".config"),
            **{name: os.environ[name] for name in _OF_THE_TESTS if name in os.environ},
        }
        command = [*self._program, *(str(arg) for arg in args)]
        running = Running(command, cwd or self._folder, {**clean, **(env or {})})
        self._started.append(running)
        return running

    def close(self) -> None:
        """Kill everything that still runs."""
        for running in self._started:
            running.close()


class Running:
    """A started program, whose output is read as it comes."""

    def __init__(self, command: Sequence[str], cwd: Path, env: Mapping[str, str]) -> None:
        self._started = time.monotonic()
        # A session of its own: a signal to its group reaches what the program has started, and nobody else.
        self._process = subprocess.Popen(
            command,
            cwd=cwd,
            env=env,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )
        self._changed = threading.Condition()
        assert self._process.stdin and self._process.stdout and self._process.stderr
        self._stdin = self._process.stdin
        self._feeder: threading.Thread | None = None
        self._outputs = {
            "stdout": _Output(self._process.stdout, self._changed),
            "stderr": _Output(self._process.stderr, self._changed),
        }

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def stdout(self) -> str:
        """What was printed to stdout until now."""
        return self._outputs["stdout"].text("replace")

    @property
    def stderr(self) -> str:
        """What was printed to stderr until now."""
        return self._outputs["stderr"].text("replace")

    def wait_for_line(self, text: str, timeout: float = 10, stream: Literal["stdout", "stderr"] = "stdout") -> str:
        """The next complete line with `text` in it, each returned once; `timeout` in seconds.

        Raises TimeoutError, or EOFError when the stream ends without it, both with all output so far.
        """
        output = self._outputs[stream]
        deadline = time.monotonic() + timeout
        with self._changed:
            while (line := output.take_line(text)) is None:
                left = deadline - time.monotonic()
                if output.ended:
                    raise EOFError(f"{stream} ended without {text!r}\n{self._transcript()}")
                if left <= 0:
                    raise TimeoutError(f"no {text!r} on {stream} within {timeout} s\n{self._transcript()}")
                self._changed.wait(left)
        return line

    def write(self, text: str) -> None:
        """Write to its stdin; blocks when the program does not read. Not reading to the end is its right."""
        with contextlib.suppress(BrokenPipeError):
            self._stdin.write(text.encode())
            self._stdin.flush()

    def close_stdin(self) -> None:
        """Let its stdin end."""
        with contextlib.suppress(BrokenPipeError):
            self._stdin.close()

    def feed(self, data: bytes) -> None:
        """Return at once; `data` is written to its stdin, which then ends, as fast as the program reads."""
        self._feeder = threading.Thread(target=self._write_all, args=(data,))
        self._feeder.start()

    def _write_all(self, data: bytes) -> None:
        with contextlib.suppress(BrokenPipeError):
            self._stdin.write(data)
        self.close_stdin()

    def interrupt(self) -> None:
        """What Ctrl-C does: SIGINT to the program and what it has started."""
        self.send_signal(signal.SIGINT)

    def send_signal(self, number: signal.Signals) -> None:
        """Send a signal to the program and what it has started."""
        if self._process.poll() is None:
            os.killpg(self._process.pid, number)

    def wait(self, timeout: float = 20) -> Run:
        """Wait for its end; `timeout` in seconds. Raises TimeoutError with all output so far."""
        try:
            returncode = self._process.wait(timeout)
        except subprocess.TimeoutExpired:
            raise TimeoutError(f"still running after {timeout} s\n{self._transcript()}") from None
        seconds = time.monotonic() - self._started
        for output in self._outputs.values():
            output.join()
        return Run(returncode, self._outputs["stdout"].text(), self._outputs["stderr"].text(), seconds)

    def close(self) -> None:
        """Kill what still runs and let go of its streams."""
        held = any(not output.ended for output in self._outputs.values())
        # Whoever still holds an output keeps the group, and so its number, alive.
        if self._process.poll() is None or held:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait(_KILL_SECONDS)
        if self._feeder:
            self._feeder.join(_KILL_SECONDS)
        self.close_stdin()
        for output in self._outputs.values():
            output.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_exception: object) -> None:
        self.close()

    def _transcript(self) -> str:
        return f"--- stdout\n{self.stdout}\n--- stderr\n{self.stderr}"


class _Output:
    """One output stream, read to its end by a thread."""

    def __init__(self, stream: IO[bytes], changed: threading.Condition) -> None:
        self.ended = False
        self._stream = stream
        self._changed = changed
        self._data = bytearray()
        self._cursor = 0
        self._thread = threading.Thread(target=self._read)
        self._thread.start()

    def text(self, errors: Literal["strict", "replace"] = "strict") -> str:
        """Everything that was written until now. Raises UnicodeDecodeError unless told to replace what is not UTF-8.

        Also what the thread has not come to: a line on the one stream may have been seen before what was written to
        the other long before it.
        """
        with self._changed:
            while self._take_what_is_there():
                pass
            return self._data.decode(errors=errors)

    def take_line(self, text: str) -> str | None:
        """The next complete line with `text` in it; at the end of the stream the last line counts too."""
        while True:
            end = self._data.find(b"\n", self._cursor)
            if end < 0:
                if not self.ended or self._cursor == len(self._data):
                    return None
                end = len(self._data)
            line = self._data[self._cursor : end].decode(errors="replace")
            self._cursor = min(end + 1, len(self._data))
            if text in line:
                return line

    def join(self) -> None:
        """Wait for the end of the stream, which comes when the last process that holds it has ended."""
        self._thread.join(_KILL_SECONDS)
        if self._thread.is_alive():
            raise TimeoutError("the program ended, but something it started still holds its output")

    def close(self) -> None:
        """Close the stream after its end."""
        self.join()
        self._stream.close()

    def _read(self) -> None:
        while not self.ended:
            select.select([self._stream], [], [])
            with self._changed:
                self._take_what_is_there()

    def _take_what_is_there(self) -> bool:
        """Read without waiting; whether there was anything. Only with the lock."""
        if self.ended or not select.select([self._stream], [], [], 0)[0]:
            return False
        data = os.read(self._stream.fileno(), 64 * 1024)
        self._data += data
        self.ended = not data
        self._changed.notify_all()
        return bool(data)
