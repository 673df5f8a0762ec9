"""One sample of a page as one run, and whether it passed."""

from __future__ import annotations

import time

from runtime.documents.samples import SampleRun
from runtime.loop import Loop
from runtime.output.capture import CapturedOutput
from runtime.output.diagnostics import EXIT_OK, user_frames
from runtime.output.streams import STDERR
from runtime.run.program import Program
from runtime.run.session import Session
from runtime.run.shared import Shared, close_all

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from runtime.modules.contract import Registry
    from runtime.output.kept import KeptOutput
    from runtime.output.streams import Output
    from runtime.settings.table import Settings

_STYLE = "\x1b\\[[0-9;]*m"


class SampleRunner:
    """Runs samples one after the other, each in a session of its own, on one loop and with shared connections."""

    def __init__(self, registry: Registry, kept: KeptOutput | None = None) -> None:
        """`kept` has, at any moment, what the sample that runs has printed."""
        self._kept = kept
        self._loop = Loop()
        self._shared = Shared(registry)
        self._settings: Settings | None = None

    def run(
        self,
        program: Program,
        settings: Settings,
        *,
        styled: bool,
        answer: Callable[[SampleRun], None] | None = None,
        is_last: bool = False,
    ) -> SampleRun:
        """Run one sample to its end. `answer` hears of it before what it has made is freed.

        What the last one of a process has made is freed by the end of that.
        """
        if self._settings is not None and vars(settings) != vars(self._settings):
            # Connections are made with the settings of the page they were first made for.
            self._shared.close()
        self._settings = settings
        output = CapturedOutput(styled=styled)
        if self._kept is not None:
            output.keep_in(self._kept)
        session = SampleSession(program, settings, output, self._loop, self._shared)
        session.frees_realm = False
        try:
            run = run_session(session, output)
            if answer is not None:
                answer(run)
        finally:
            if not is_last:
                session.free_realm()
        return run

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
