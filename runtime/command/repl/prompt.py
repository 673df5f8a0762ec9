"""Where lines come from, and writing above the one that is being typed."""

from __future__ import annotations

import os
import sys

from runtime.output.streams import STDOUT, Output

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import FrameType
    from typing import Protocol

    class Prompt(Protocol):
        """Asks for one line at a time."""

        def read(self, text: str) -> str | None:
            """The next line, asked for by `text`; None at the end. Raises KeyboardInterrupt."""

        def interrupt(self, frame: FrameType | None) -> bool:
            """Ctrl-C was pressed, in `frame`. Whether a line was being asked for; may raise KeyboardInterrupt."""

        def redraw(self) -> None:
            """Show the line being typed again, if something was printed over it."""

        def close(self) -> None:
            """Keep the history."""


_CLEAR_LINE = b"\r\x1b[K"


class PromptOutput(Output):
    """Writes above the line that is being typed."""

    is_asking = False
    is_over_prompt = False

    def status(self, line: str) -> None:
        """Nothing comes and goes beside what is being typed (Output.status)."""
        if not self.is_asking:
            super().status(line)

    def _write_all(self, stream: int, data: bytes) -> None:
        if self.is_asking and not self.is_over_prompt:
            self.is_over_prompt = True
            os.write(STDOUT, _CLEAR_LINE)
        super()._write_all(stream, data)


class PlainPrompt:
    """Lines as they come, where Python has no readline; the loop stands still meanwhile."""

    def __init__(self, output: Output) -> None:
        self._output = output
        self._is_asking = False

    def read(self, text: str) -> str | None:
        """The next line; None at the end. Raises KeyboardInterrupt."""
        self._output.write(STDOUT, text)
        self._output.flush()
        self._is_asking = True
        try:
            line = sys.stdin.readline()
        finally:
            self._is_asking = False
        return line.rstrip("\r\n") if line else None

    def interrupt(self, frame: FrameType | None) -> bool:
        """Ctrl-C was pressed (Prompt.interrupt)."""
        if self._is_asking:
            raise KeyboardInterrupt
        return False

    def redraw(self) -> None:
        """Nothing prints while a line is typed."""

    def close(self) -> None:
        """There is no history."""
