"""What is run again and again, and one run of it; here for a program in a file (runtime/watch/pages.py has pages)."""

from __future__ import annotations

import os
import threading
import time
from contextlib import suppress
from types import MappingProxyType

from runtime.language import source
from runtime.output import diagnostics
from runtime.output.diagnostics import Diagnostics
from runtime.run.program import program_from_file
from runtime.run.session import Session
from runtime.settings.sources import CONFIG_FILE, upwards
from runtime.settings.table import Settings, UsageError
from runtime.watch.reads import Reads

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Protocol

    from runtime.loop import Loop
    from runtime.output.streams import Output
    from runtime.run.shared import Shared

    class Target(Protocol):
        """What is run again and again: the files at `paths` (absolute), the first of which says where it all is.

        `keys` are those that it knows besides r, c and q; `key_help` is a line about all of them. `questions` are what
        a person is asked when some of them are pressed.
        """

        paths: list[str]
        keys: str
        key_help: str
        questions: Mapping[str, str]

        def press(self, key: str, answer: str) -> None:
            """A key of `keys` was pressed; the next run is prepared with `afresh`."""

        def prepare(self, *, afresh: bool) -> Run:
            """The next run; `afresh`, also of what has not changed. It reads what it needs to know what to run."""

    class Run(Protocol):
        """One run, from before it begins.

        `on_pending()` hears, once, that it goes on and only waits. `limit(deadline, line)` hears until when, on the
        clock that processes share (0: for ever), what now begins ends itself, and what is said if it does not.
        """

        reads: Reads
        settings: Settings | None
        on_pending: Callable[[], None]
        limit: Callable[[float, str], None]

        def abandon(self) -> None:
            """End it at once and silently, or keep it from beginning; any thread may ask."""

        def interrupt(self) -> None:
            """End it as Ctrl-C does; any thread may ask."""

        def execute(self, output: Output, loop: Loop, shared: Shared) -> Result:
            """Run to the end."""


_STILL_RUNNING_AFTER = 1000  # ms


class Result:
    """How a run ended. `failure` is equal for equal error screens; `interrupted` is Ctrl-C, whatever else it was.

    `unwritten` is the exit code of what can write no more, or None.
    """

    __slots__ = ("code", "failure", "interrupted", "requests", "unwritten")

    def __init__(self, code: int, requests: int = 0, failure: str = "", *, interrupted: bool = False) -> None:
        self.code = code
        self.requests = requests
        self.failure = failure
        self.interrupted = interrupted
        self.unwritten: int | None = None


class OneRun:
    """What every kind of run is made of."""

    def __init__(self) -> None:
        self.reads = Reads()
        self.settings: Settings | None = None
        self.on_pending: Callable[[], None] = lambda: None
        self.limit: Callable[[float, str], None] = lambda _deadline, _line: None
        self._lock = threading.RLock()
        self._session: Session | None = None
        self._abandoned = False
        # What keeps it from running.
        self._problem = ""

    def abandon(self) -> None:
        """End it at once and silently, or keep it from beginning; any thread may ask."""
        with self._lock:
            self._abandoned = True
            if self._session is not None:
                self._session.abandon()

    interrupt = abandon

    def execute(self, output: Output, loop: Loop, shared: Shared) -> Result:
        """Run to the end; what is wrong before anything runs is said instead."""
        if self._problem:
            Diagnostics(output).error_line(self._problem)
            return Result(diagnostics.EXIT_USAGE, failure=self._problem)

        def remark() -> None:
            if loop.pending:
                output.flush()
                self.on_pending()

        timer = loop.call_later(_STILL_RUNNING_AFTER, remark, background=True)
        try:
            result = self._execute(output, loop, shared)
        finally:
            loop.cancel(timer)
        if output.closed:
            result.unwritten = diagnostics.unwritten(output)
        return result

    def _execute(self, output: Output, loop: Loop, shared: Shared) -> Result:
        raise NotImplementedError

    def _follow(self, session: Session) -> None:
        """`session` is about to run: what it reads counts, and it can be ended."""
        self.reads.follow(session.modules)
        with self._lock:
            self._session = session
            if self._abandoned:
                session.abandon()


class KeylessTarget:
    """What targets have that know no keys of their own."""

    keys = ""
    key_help = "r runs again, c clears, q quits"
    questions: Mapping[str, str] = MappingProxyType({})

    def press(self, _key: str, _answer: str) -> None:
        """There is nothing to press."""


class ProgramTarget(KeylessTarget):
    """A program in a file. `settings_now()` are its settings as ohosrun.toml now has them; it may raise UsageError."""

    def __init__(self, path: str, settings_now: Callable[[], Settings]) -> None:
        self.paths = [os.path.abspath(path)]
        self._settings_now = settings_now

    def prepare(self, *, afresh: bool) -> ProgramRun:
        """The next run, always of all of it."""
        return ProgramRun(self.paths[0], self._settings_now)


class ProgramRun(OneRun):
    """One run of a program, as the program and its settings were when it was made."""

    def __init__(self, path: str, settings_now: Callable[[], Settings]) -> None:
        super().__init__()
        read_config(os.path.dirname(path), self.reads)
        texts: dict[str, str] = {}
        self.reads.add(texts, [path])
        try:
            self.settings = settings_now()
            self._program = program_from_file(path)
            texts[self._program.name] = self._program.text
        except UsageError as error:
            self._problem = str(error)
        except source.SourceError as error:
            self._problem = error.message

    def _execute(self, output: Output, loop: Loop, shared: Shared) -> Result:
        settings = self.settings
        assert settings is not None, "without settings there is a problem"
        session = Session(self._program, settings, output, loop, shared)
        self._follow(session)
        self.limit(*time_limit(settings))
        code = session.run()
        return Result(code, session.requests, session.failure, interrupted=session.interrupted)


def time_limit(settings: Settings, place: str = "") -> tuple[float, str]:
    """What `OneRun.limit` is told of a session with `settings` that begins now."""
    if not settings.timeout:
        return 0.0, ""
    line = f"still running after {settings.timeout:g} s (--timeout)"
    return time.monotonic() + settings.timeout, f"{place}: {line}" if place else line


def read_config(folder: str, reads: Reads) -> None:
    """Let `reads` know of the ohosrun.toml that holds for `folder`, and of those that would if they were there."""
    texts: dict[str, str] = {}
    asked: list[str] = []
    reads.add(texts, asked)
    for above in upwards(folder):
        path = os.path.join(above, CONFIG_FILE)
        asked.append(path)
        if os.path.isfile(path):
            with suppress(source.SourceError):  # Whoever reads it for its settings says so.
                texts[os.path.realpath(path)] = source.read(path)
            return
