"""What is printed while tests run, kept until somebody asks for it."""

from __future__ import annotations

from runtime.output.streams import STDERR, HiddenOutput

_KEPT = 256 * 1024  # characters of one case, at its beginning


class CaseOutput(HiddenOutput):
    """Keeps what is written until `take`."""

    def __init__(self, *, styled: bool) -> None:
        super().__init__(styled=styled)
        self._written: list[tuple[int, str]] = []
        self._length = 0

    def write(self, stream: int, text: str) -> None:
        """Keep `text`; a lone surrogate becomes U+FFFD."""
        if self._length < _KEPT:
            piece = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
            if self._written and self._written[-1][0] == stream:
                self._written[-1] = (stream, self._written[-1][1] + piece)
            else:
                self._written.append((stream, piece))
            self._length += len(text)
            if self._length >= _KEPT:
                self._written.append((STDERR, "\n[the rest of the output is left out]\n"))

    def flush(self) -> None:
        """There is nowhere to write to."""

    def text(self) -> str:
        """What was written and not taken yet."""
        return "".join(piece for _stream, piece in self._written)

    def take(self) -> list[tuple[int, str]]:
        """What was written since the last time: (stream, text)."""
        written, self._written = self._written, []
        self._length = 0
        return written
