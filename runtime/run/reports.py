"""What a run says on behalf of its bindings: the part of `Host` that prints and counts."""

from __future__ import annotations

from runtime.output.diagnostics import EXIT_OK, shown_path
from runtime.output.streams import STDERR

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any

    from runtime.loop import Loop
    from runtime.output.diagnostics import Diagnostics
    from runtime.output.streams import Output
    from runtime.run.program import Program
    from runtime.settings.table import Settings
    from runtime.transport.trace.progress import Progress
    from runtime.transport.trace.times import Times


class Reports:
    """`requests` is how many were made (runtime/modules/contract.py has what each method is for)."""

    settings: Settings
    loop: Loop
    confined: bool
    opens_screens: bool

    def __init__(self, output: Output, diagnostics: Diagnostics) -> None:
        self._output = output
        self.diagnostics = diagnostics
        self.requests = 0
        self._times: Times | None = None
        self._progress: Progress | None = None
        self._knowing: list[Callable[[dict[str, Any], str, int, str], str]] = []
        # Where the program last read a member that its version has not, and what was said of it.
        self._absent = ("", "")

    def report_ops(self) -> dict[str, Callable[..., Any]]:
        """What every façade can call to say something."""
        return {
            "note": self.note,
            "absent": self.absent,
            "inform": self.inform,
            "explain": self.diagnostics.hints.__setitem__,
        }

    def absent(self, topic: str, message: str, stack: str) -> None:
        """A note about a read of a member that is newer than --api, which is also why what is done with it fails."""
        self.note(topic, message, stack)
        self._absent = (self.place(stack), message)

    def note(self, topic: str, message: str, stack: str) -> None:
        """Print a device note (Host.note)."""
        self._output.flush()
        self.diagnostics.device_note(topic, message, stack)

    def hint(self, topic: str, message: str, stack: str) -> None:
        """Print advice (Host.hint)."""
        self._output.flush()
        self.diagnostics.advice(topic, message, stack)

    def know(self, about: Callable[[dict[str, Any], str, int, str], str]) -> None:
        """Ask `about` for hints (Host.know)."""
        self._knowing.append(about)

    def place(self, stack: str) -> str:
        """Where in the program (Host.place)."""
        return self.diagnostics.place_of(stack)[0]

    def _known_about(self, details: dict[str, Any]) -> str:
        """What a module of the run knows about an uncaught error, or ''."""
        place, line, column, text = self.diagnostics.place_of(details["stack"])
        if place and self._absent[0] == place and details["name"] == "TypeError":
            return self._absent[1]
        return next(filter(None, (about(details, line, column, text) for about in reversed(self._knowing))), "")

    def note_locale(self, name: str, stack: str) -> None:
        """The program formats by locale."""
        self.note("locale", f"{name}() knows no locales here: a device may show another text", stack)

    def _ended_well(self, program: Program, *, is_screen: bool) -> int:
        """The exit code of a run that has come to its end; says what a program is that has done nothing."""
        idle = not (is_screen or self.confined or self.requests or self._output.used) and self.opens_screens
        if idle and "export" in program.text:
            from runtime.run.idle import exports_only

            what = exports_only(program.text)
            if what:
                self.inform(f"{shown_path(program.name)} {what}")
        return EXIT_OK

    def inform(self, message: str) -> None:
        """Print a note that is not about a device (Host.inform)."""
        self.diagnostics.information(message)

    def tell(self, kind: str, text: str) -> None:
        """Print a line about what a screen does (Host.tell)."""
        self._output.flush()
        self.diagnostics.screen_line(kind, text)

    def log(self, line: str, style: str) -> None:
        """Print a line of the program's log (Host.log)."""
        self._output.flush()
        self.diagnostics.log_line(line, style)

    def trace(self, line: str, pieces: Sequence[tuple[str, str]] = ()) -> None:
        """Print a line of --trace (Host.trace)."""
        self.diagnostics.trace(line, pieces)

    def count_request(self) -> int:
        """One more request was made (Host.count_request)."""
        self.requests += 1
        return self.requests

    @property
    def times(self) -> Times | None:
        """The table of --time (Host.times)."""
        if self._times is None and self.settings.time:
            from runtime.transport.trace.times import Times

            self._times = Times()
        return self._times

    @property
    def progress(self) -> Progress | None:
        """Where large bodies are shown (Host.progress)."""
        if self._progress is None and not self.settings.quiet and self._output.terminal(STDERR):
            from runtime.transport.trace.progress import Progress

            self._progress = Progress(self._output.status, self.loop.now)
        return self._progress

    def show_times(self) -> None:
        """Print the table of --time: the run is over."""
        times = self.times
        if times is not None:
            self.diagnostics.table(times.lines())

    def request_unanswered(self, url: str, code: int, message: str, stack: str) -> None:
        """A request got no response (Host.request_unanswered); the program was told, and may have expected it."""

    def _hint_about(self, details: dict[str, Any]) -> str:
        """What only this run knows about an uncaught error, or ''."""
        return ""
