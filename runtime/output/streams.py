"""What a run writes: stdout and stderr as byte streams that keep their order relative to each other."""

from __future__ import annotations

import os
import sys
import time

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from runtime.output.kept import KeptOutput

STDIN = 0
STDOUT = 1
STDERR = 2

_FLUSH_SIZE = 64 * 1024
# A script that prints and never waits is still seen to print; in s.
_FLUSH_INTERVAL = 0.05
# How often a write that waits for its reader looks whether it is still wanted; in s.
_PATIENCE = 0.1
# Of a terminal that does not say how many it has.
_COLUMNS = 80


class Output:
    """Collects text for stdout and writes it in large pieces; stderr goes out at once, after what came before it."""

    # Whether what was written stays in the KeptOutput, too.
    keeps_all = False

    def __init__(self, environ: Mapping[str, str], *, no_color: bool = False) -> None:
        self._pieces: list[bytes] = []
        self._size = 0
        self._flushed_at = 0.0
        self._told = False
        self._plain = no_color or environ.get("TERM") == "dumb"
        self._closed_streams: set[int] = set()
        self._made_non_blocking: list[int] = []
        self._stop_waiting = False
        # How many columns of the line that is only there for now are used.
        self._status = 0
        self._kept: KeptOutput | None = None
        # Why stdout cannot be written to, when that is not its reader's doing.
        self.problem = ""

    def keep_in(self, kept: KeptOutput) -> None:
        """From now on `kept` has, at any moment, what was collected and not written."""
        kept.clear()
        self._kept = kept

    @property
    def closed(self) -> bool:
        """Whether nobody reads stdout any more."""
        return STDOUT in self._closed_streams

    @property
    def used(self) -> bool:
        """Whether anything was written."""
        return bool(self._pieces or self._flushed_at or self._told)

    def styled(self, stream: int) -> bool:
        """Whether colour is wanted on `stream`: it is a terminal and nobody said no."""
        return not self._plain and self.terminal(stream)

    @staticmethod
    def terminal(stream: int) -> bool:
        """Whether `stream` is a terminal."""
        return os.isatty(stream)

    def write(self, stream: int, text: str) -> None:
        """Write `text`; a lone surrogate becomes U+FFFD. Never raises: what has no reader is dropped."""
        if self._status:
            self.status("")
        try:
            data = text.encode()
        except UnicodeEncodeError:
            data = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace").encode()
        if stream == STDERR:
            self._told = True
            self.flush()
            self._write_all(STDERR, data)
            return
        self._pieces.append(data)
        self._size += len(data)
        if self._kept is not None:
            self._kept.add(STDOUT, data)
        if self._size >= _FLUSH_SIZE or time.monotonic() - self._flushed_at > _FLUSH_INTERVAL:
            self.flush()

    def flush(self) -> None:
        """Write out what was collected."""
        if self._pieces:
            data = self._pieces[0] if len(self._pieces) == 1 else b"".join(self._pieces)
            self._pieces.clear()
            self._size = 0
            if self._kept is not None and not self.keeps_all:
                self._kept.clear()
            self._write_all(STDOUT, data)
            self._flushed_at = time.monotonic()

    def status(self, line: str) -> None:
        """Show `line` on stderr, a terminal, until something is written or another takes its place; '' takes it away.

        It is cut where the terminal ends.
        """
        self.flush()
        try:
            columns = os.get_terminal_size(STDERR).columns or _COLUMNS
        except OSError:
            return
        line = line[: max(0, columns - 1)]
        if line or self._status:
            gone = " " * (self._status - len(line))
            self._status = len(line)
            self._write_all(STDERR, f"\r{line}{gone}{'' if line else chr(13)}".encode())

    def stop_waiting(self) -> None:
        """Drop what a reader does not take at once, also what is being written now. For a signal handler."""
        if not self._stop_waiting:
            self._stop_waiting = True
            # A write that waits in the system is begun anew after the handler, and then does not wait.
            for stream in (STDOUT, STDERR):
                if stream not in self._closed_streams and _make_non_blocking(stream):
                    self._made_non_blocking.append(stream)

    def _write_all(self, stream: int, data: bytes) -> None:
        if stream in self._closed_streams:
            return
        view = memoryview(data)
        while view:
            try:
                view = view[os.write(stream, view) :]
            except BlockingIOError:
                if self._stop_waiting:
                    return
                _wait_writable(stream)
            except OSError as error:
                self._closed_streams.add(stream)
                if stream == STDOUT and not isinstance(error, BrokenPipeError):
                    self.problem = (error.strerror or str(error)).lower()
                return

    def restore(self) -> None:
        """Take back what `stop_waiting` did: other programs use the same streams."""
        while self._made_non_blocking:
            _make_blocking(self._made_non_blocking.pop())
        self._stop_waiting = False


class HiddenOutput(Output):
    """An Output that is on no terminal; whether colour is wanted in it is said by `styled`."""

    def __init__(self, *, styled: bool) -> None:
        super().__init__({})
        self._styled = styled

    def styled(self, stream: int) -> bool:
        """Whether colour is wanted."""
        return self._styled

    @staticmethod
    def terminal(stream: int) -> bool:
        """Never."""
        return False


def _make_non_blocking(stream: int) -> bool:
    """Have writing not wait for a reader; returns whether that is news. On Windows it always waits."""
    if sys.platform != "win32" and os.get_blocking(stream):
        os.set_blocking(stream, False)
        return True
    return False


def _make_blocking(stream: int) -> None:
    if sys.platform != "win32":
        os.set_blocking(stream, True)


def _wait_writable(stream: int) -> None:
    import select

    # Not without an end: a signal handler can have made waiting pointless.
    select.select([], [stream], [], _PATIENCE)
