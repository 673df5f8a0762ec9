"""A pseudo-terminal with a program on it, and somebody who types."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import termios
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Self

CTRL_C, CTRL_Z, CTRL_BACKSLASH = "\x03", "\x1a", "\x1c"

_KILL_SECONDS = 5

# The program becomes the owner of the terminal that is its standard input.
_OWN_TERMINAL = """
import fcntl, os, sys, termios
fcntl.ioctl(0, termios.TIOCSCTTY, 0)
os.execvp(sys.argv[1], sys.argv[1:])
"""


class Terminal:
    """Runs `command` in `folder` with all its streams on a terminal of its own; use it as a context manager."""

    def __init__(self, command: Sequence[str | Path], folder: Path) -> None:
        self._keyboard, program_side = os.openpty()
        environ = {"PATH": os.environ.get("PATH", os.defpath), "LANG": "C.UTF-8", "TERM": "xterm", "HOME": str(folder)}
        self.process = subprocess.Popen(
            [sys.executable, "-c", _OWN_TERMINAL, *map(str, command)],
            cwd=folder,
            env={**environ, "PS1": "$ "},
            stdin=program_side,
            stdout=program_side,
            stderr=program_side,
            start_new_session=True,
        )
        # Held open, so that what is set on the terminal can be looked at when the program is gone.
        self._program_side = program_side
        self._changed = threading.Condition()
        self._data = bytearray()
        self._cursor = 0
        self._reader = threading.Thread(target=self._read)
        self._reader.start()

    @property
    def screen(self) -> str:
        """Everything that was written to the terminal until now."""
        with self._changed:
            return self._data.decode(errors="replace")

    def wait_for(self, text: str, timeout: float = 10) -> None:
        """Wait until `text` appears after what was waited for before; `timeout` in s. Raises TimeoutError."""
        wanted = text.encode()
        deadline = time.monotonic() + timeout
        with self._changed:
            while (found := self._data.find(wanted, self._cursor)) < 0:
                left = deadline - time.monotonic()
                if left <= 0:
                    raise TimeoutError(f"no {text!r} within {timeout} s\n{self._data.decode(errors='replace')}")
                self._changed.wait(left)
            self._cursor = found + len(wanted)

    def press(self, text: str) -> None:
        """Press the keys of `text`, faster than anybody can: they arrive together."""
        os.write(self._keyboard, text.encode())

    def has_lines_and_echo(self) -> bool:
        """Whether the terminal collects what is typed into lines and shows it, as a shell expects to find it."""
        flags: int = termios.tcgetattr(self._program_side)[3]
        return bool(flags & termios.ICANON) and bool(flags & termios.ECHO)

    def wait(self, timeout: float = 10) -> int:
        """Wait for the end of the program; returns its exit code, or minus the number of the signal that ended it."""
        return self.process.wait(timeout)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_exception: object) -> None:
        if self.process.poll() is None:
            # A shell's jobs have groups of their own; they are hung up on when their terminal's owner ends.
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait(_KILL_SECONDS)
        os.close(self._program_side)
        self._reader.join(_KILL_SECONDS)
        os.close(self._keyboard)

    def _read(self) -> None:
        while True:
            try:
                data = os.read(self._keyboard, 64 * 1024)
            except OSError:
                return  # Nobody has the other side open any more.
            if not data:
                return
            with self._changed:
                self._data += data
                self._changed.notify_all()
