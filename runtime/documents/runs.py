"""One sample of a page as one run, and whether it passed."""

from __future__ import annotations

import time

from runtime.loop import Loop
from runtime.output.capture import CapturedOutput
from runtime.output.diagnostics import EXIT_INTERRUPTED, EXIT_OK, user_frames
from runtime.output.streams import STDERR
from runtime.run.program import Program
from runtime.run.session import Session
from runtime.run.shared import Shared, close_all

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from runtime.modules.contract import Registry
    from runtime.output.kept import KeptOutput
    from runtime.output.streams import Output
    from runtime.settings.table import Settings

_STYLE = "\x1b\\[[0-9;]*m"


class SampleRun:
    """What a run left behind: its exit code, its time in s, what it wrote in order, and why it failed or ''."""

    __slots__ = ("code", "pieces", "reason", "seconds")

    def __init__(self, code: int, seconds: float, pieces: list[tuple[int, str]], reason: str) -> None:
        self.code = code
        self.seconds = seconds
        self.pieces = pieces
        self.reason = reason

    @property
    def interrupted(self) -> bool:
        """Whether Ctrl-C ended it."""
        return self.code == EXIT_INTERRUPTED


class SampleRunner:
    """Runs samples one after the other, each in a session of its own, on one loop and with shared connections."""

    def __init__(self, registry: Registry, kept: KeptOutput | None = None) -> None:
        """`kept` has, at any moment, what the sample that runs has printed."""
        self._kept = kept
        self._loop = Loop()
        self._shared = Shared(registry)
        self._settings: Settings | None = None

    def run(self, program: Program, settings: Settings, *, styled: bool) -> SampleRun:
        """Run one sample to its end."""
        if self._settings is not None and vars(settings) != vars(self._settings):
            # Connections are made with the settings of the page they were first made for.
            self._shared.close()
        self._settings = settings
        output = CapturedOutput(styled=styled)
        if self._kept is not None:
            output.keep_in(self._kept)
        return run_session(SampleSession(program, settings, output, self._loop, self._shared), output)

    def close(self) -> None:
        """Close the connections and the example server."""
        close_all([self._shared.close, self._loop.close])


class SampleSession(Session):
    """A session that also knows which requests to a placeholder got no answer."""

    confined = True

    def __init__(self, program: Program, settings: Settings, output: Output, loop: Loop, shared: Shared) -> None:
        super().__init__(program, settings, output, loop, shared)
        self._stand_ins: set[str] = set()
        self.unanswered: list[str] = []

    def _hint_about(self, details: dict[str, Any]) -> str:
        """Where the page made the name that this sample misses."""
        name = details["message"].partition("' is not defined")[0].removeprefix("'")
        if details["name"] != "ReferenceError" or not name.isidentifier():
            return ""
        frames = user_frames(details["stack"])
        line = maker_of(name, self.program_name, frames[-1].line) if frames else 0
        return f"`{name}` is made by the sample at line {line}; --chain runs them together" if line else ""

    def substitute(self, url: str) -> str:
        """Replace a placeholder (Host.substitute)."""
        replaced = super().substitute(url)
        if replaced != url:
            self._stand_ins.add(replaced)
        return replaced

    def request_unanswered(self, url: str, code: int, message: str, stack: str) -> None:
        """A request ended without a response, and not because the program gave it up (Host.request_unanswered).

        A page that asks an address of its own may want to show what then happens; a placeholder means a server that
        answers.
        """
        if url.startswith(tuple(self._stand_ins)):
            frames = user_frames(stack)
            line = f" of line {frames[0].line}" if frames else ""
            self.unanswered.append(f"the request{line} to {url} got no answer: {code} {message}")


def maker_of(name: str, path: str, line: int) -> int:
    """The line of the last sample of a page before `line` that declares a name at its top level, or 0."""
    from runtime.documents.samples import find_samples
    from runtime.language import source

    try:
        samples = find_samples(source.read(path), path, path)
    except source.SourceError:
        return 0
    for sample in reversed(samples):
        if sample.last_line < line and sample.is_program and _declares(sample.text, name):
            return sample.line
    return 0


def _declares(text: str, name: str) -> bool:
    from runtime.language.erasure import declared_names

    return name in declared_names(text)


def run_session(session: SampleSession, output: CapturedOutput) -> SampleRun:
    """Run `session`, which writes to `output`, to its end."""
    started = time.perf_counter()
    code = session.run()
    seconds = time.perf_counter() - started
    pieces = output.pieces()
    reason = "" if code == EXIT_OK else session.diagnostics.headline or f"exit code {code}"
    if not reason and session.unanswered:
        reason = session.unanswered[0]
        pieces += [(STDERR, f"error: {line}\n") for line in session.unanswered]
    return SampleRun(code, seconds, pieces, reason)


def plain(text: str) -> str:
    """`text` without its colours."""
    import re

    return re.sub(_STYLE, "", text)


def to_json(run: SampleRun) -> dict[str, Any]:
    """`run` as a value that json can write; `SampleRun(**value)` is its inverse."""
    return {"code": run.code, "seconds": run.seconds, "pieces": run.pieces, "reason": run.reason}
