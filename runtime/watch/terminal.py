"""The terminal that keys come from: how it gives each key at once and unseen, as its system has it."""

from __future__ import annotations

import os
import signal
import sys
import threading

_STDIN = 0

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def is_terminal() -> bool:
    """Whether standard input is a terminal."""
    try:
        return os.isatty(_STDIN)
    except OSError:
        return False


if sys.platform == "win32":
    import msvcrt

    # s; what a key waits for at most. The console is no socket that could be waited for.
    _INTERVAL = 0.05

    class Typing:
        """What is typed, until `end` is called from another thread."""

        def __init__(self) -> None:
            self._ended = threading.Event()

        def wait(self) -> bool:
            """Until something is typed; returns False when it has ended."""
            while not msvcrt.kbhit():
                if self._ended.wait(_INTERVAL):
                    return False
            return not self._ended.is_set()

        def rest(self, seconds: float) -> bool:
            """Look at nothing for a time; returns False when it has ended."""
            return not self._ended.wait(seconds)

        def read(self) -> bytes:
            """What was typed; b'' when the terminal is gone."""
            # Ctrl-C comes as an interrupt, and an arrow key as two characters, which are no key together.
            typed = msvcrt.getch()
            while msvcrt.kbhit():
                typed += msvcrt.getch()
            return typed

        def end(self) -> None:
            """Let who waits go on."""
            self._ended.set()

        def close(self) -> None:
            """Nothing is open."""

    def in_foreground() -> bool:
        """Whether the terminal is this job's. Windows has no jobs."""
        return True

    def without_lines() -> Any:
        """Deliver each key at once and unseen, as `Typing.read` does anyway; returns what puts it back, or None."""
        return None

    def put_back(_original: Any) -> None:
        """Put the terminal back."""

    def send_again(number: int) -> None:
        """Have a signal do what it does by itself."""
        signal.raise_signal(number)

else:
    import select
    import termios

    class Typing:
        """What is typed, until `end` is called from another thread."""

        def __init__(self) -> None:
            self._stop, self._ending = os.pipe()

        def wait(self) -> bool:
            """Until something is typed; returns False when it has ended."""
            return self._stop not in select.select([_STDIN, self._stop], [], [])[0]

        def rest(self, seconds: float) -> bool:
            """Look at nothing for a time; returns False when it has ended."""
            return not select.select([self._stop], [], [], seconds)[0]

        def read(self) -> bytes:
            """What was typed; b'' when the terminal is gone."""
            try:
                return os.read(_STDIN, 1024)
            except OSError:
                return b""

        def end(self) -> None:
            """Let who waits go on."""
            os.write(self._ending, b"\0")

        def close(self) -> None:
            """Release what it waits with."""
            os.close(self._stop)
            os.close(self._ending)

    def in_foreground() -> bool:
        """Whether the terminal is this job's."""
        try:
            return os.tcgetpgrp(_STDIN) == os.getpgrp()
        except OSError:
            return False

    def without_lines() -> Any:
        """Deliver each key at once and unseen; Ctrl-C and Ctrl-Z stay signals. Returns what puts it back, or None."""
        try:
            attributes = termios.tcgetattr(_STDIN)
            original = list(attributes)
            attributes[3] &= ~(termios.ICANON | termios.ECHO)
            attributes[6] = list(attributes[6])
            attributes[6][termios.VMIN] = 1
            attributes[6][termios.VTIME] = 0
            termios.tcsetattr(_STDIN, termios.TCSANOW, attributes)
        except termios.error:
            return None
        return original

    def put_back(original: Any) -> None:
        """Put the terminal back. Where it is gone, or another job's, there is nothing to put back."""
        if in_foreground():
            try:
                termios.tcsetattr(_STDIN, termios.TCSANOW, original)
            except termios.error:
                return

    def send_again(number: int) -> None:
        """Have a signal do what it does by itself: to this thread, so that nothing else is done before."""
        signal.pthread_kill(threading.get_ident(), number)
