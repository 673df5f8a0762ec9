"""Single keys from the terminal while a program runs: read in a thread, so that they work in an endless loop too.

The terminal is put into a mode without lines and echo, and put back when the command ends, is suspended (Ctrl-Z) or is
ended by a signal. Standard input that is no terminal is left alone, and so is a terminal that another job has.
"""

from __future__ import annotations

import os
import signal
import threading

from runtime.watch import terminal

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from types import FrameType
    from typing import Any

_STDERR = 2
_ESCAPE = b"\x1b"
_BACKSPACES, _CTRL_U = (0x7F, 0x08), 0x15
_BACKGROUND_INTERVAL = 0.5  # s; how often a job in the background looks whether it has the terminal again.
_FATAL = ("SIGTERM", "SIGHUP", "SIGQUIT")


class Keys:
    """Calls `on_key(key)` in its own thread for each key, a letter as a small one, from `start` until `close`."""

    def __init__(self, on_key: Callable[[str], None]) -> None:
        self._on_key = on_key
        self._thread: threading.Thread | None = None
        self._typing: terminal.Typing | None = None
        self._original: list[Any] | None = None
        self._is_leaving = False
        self._handlers: dict[signal.Signals, Any] = {}

    def start(self) -> bool:
        """Read keys from now on; returns False, and does nothing, when standard input is no terminal."""
        if not terminal.is_terminal():
            return False
        for name, handler in (("SIGTSTP", self._on_suspend), ("SIGCONT", self._on_continue)):
            self._handle(name, handler)
        for name in _FATAL:
            self._handle(name, self._on_fatal)
        self._without_lines()
        self._typing = terminal.Typing()
        self._thread = threading.Thread(target=self._read, args=(self._typing,), name="keys", daemon=True)
        self._thread.start()
        return True

    def close(self) -> None:
        """Put the terminal back and end the thread; harmless when it was never started."""
        if self._thread is None or self._typing is None:
            return
        self._typing.end()
        self._thread.join(1)
        self._as_it_was()
        for number, handler in self._handlers.items():
            signal.signal(number, handler)
        self._typing.close()
        self._thread = None

    # The thread -------------------------------------------------------------------------------------------------

    def _read(self, typing: terminal.Typing) -> None:
        while typing.wait():
            if not terminal.in_foreground():
                # What is typed now is for another job; to read it would stop this one (SIGTTIN).
                if not typing.rest(_BACKGROUND_INTERVAL):
                    return
                continue
            if self._original is None:
                self._without_lines()  # A job that was brought to the foreground.
            typed = typing.read()
            if not typed:
                return  # The terminal is gone.
            # Several different characters at once are a paste or an arrow key; behind one there may be an Enter.
            typed = typed.strip() or typed[:1]
            if len(set(typed)) == 1:
                self._on_key(chr(typed[0]).lower())

    def line(self, question: str) -> str | None:
        """What a person types as an answer, up to Enter; None after Escape, or where the terminal is gone.

        For `on_key`, in its thread.
        """
        os.write(_STDERR, question.encode())
        typed = b""
        while self._typing is not None and self._typing.wait():
            data = self._typing.read()
            if not data or _ESCAPE in data:
                break
            line, enter, _more = data.replace(b"\r", b"\n").partition(b"\n")
            before, typed = typed, _edited(typed, line)
            os.write(_STDERR, _redrawn(before, typed))
            if enter:
                os.write(_STDERR, b"\n")
                return typed.decode("utf-8", "replace").strip()
        os.write(_STDERR, b"\n")
        return None

    # The terminal -----------------------------------------------------------------------------------------------

    def _without_lines(self) -> None:
        if not self._is_leaving and terminal.in_foreground():
            self._original = terminal.without_lines()

    def _as_it_was(self) -> None:
        self._is_leaving = True
        original, self._original = self._original, None
        if original is not None:
            terminal.put_back(original)

    # Signals ----------------------------------------------------------------------------------------------------

    def _handle(self, name: str, handler: Callable[[int, FrameType | None], None]) -> None:
        number = getattr(signal, name, None)
        # What the parent process wanted ignored (nohup) stays ignored.
        if number is not None and signal.getsignal(number) is not signal.SIG_IGN:
            self._handlers[number] = signal.signal(number, handler)

    def _on_suspend(self, number: int, _frame: FrameType | None) -> None:
        self._as_it_was()
        signal.signal(number, signal.SIG_DFL)
        terminal.send_again(number)
        signal.signal(number, self._on_suspend)

    def _on_continue(self, _number: int, _frame: FrameType | None) -> None:
        self._is_leaving = False
        if self._original is None:
            self._without_lines()

    def _on_fatal(self, number: int, _frame: FrameType | None) -> None:
        self._as_it_was()
        signal.signal(number, signal.SIG_DFL)
        terminal.send_again(number)


def _edited(typed: bytes, keys: bytes) -> bytes:
    """A line after further keys: Backspace takes a character, Ctrl-U all of them."""
    for key in keys:
        if key in _BACKSPACES:
            typed = typed.decode("utf-8", "ignore")[:-1].encode()
        elif key == _CTRL_U:
            typed = b""
        elif key >= ord(" "):
            typed += bytes([key])
    return typed


def _redrawn(before: bytes, after: bytes) -> bytes:
    """What makes of one line on the terminal another."""
    if after.startswith(before):
        return after[len(before) :]
    width = len(before.decode("utf-8", "ignore"))
    return b"\b" * width + b" " * width + b"\b" * width + after
