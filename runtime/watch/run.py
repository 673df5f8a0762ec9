"""What is run again and again, and one run of it; here for a program in a file (runtime/watch/pages.py has pages)."""

from __future__ import annotations

import os
import threading

from runtime.language import source
from runtime.output import diagnostics
from runtime.output.diagnostics import Diagnostics
from runtime.run.program import program_from_file
from runtime.run.session import Session
from runtime.settings.sources import CONFIG_FILE
from runtime.settings.table import Settings, UsageError
from runtime.watch.files import Reads

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Protocol

    from runtime.loop import Loop
    from runtime.output.streams import Output
    from runtime.run.shared import Shared

    class Target(Protocol):
        """What is run again and again: the files at `paths` (absolute), the first of which says where it all is.

        `keys` are those that it knows besides r, c and q; `key_help` is a line about all of them.
        """

        paths: list[str]
        keys: str
        key_help: str

        def press(self, key: str) -> None:
            """A key of `keys` was pressed; the next run is prepared with `afresh`."""

        def prepare(self, *, afresh: bool) -> Run:
            """The next run; `afresh`, also of what has not changed. It reads what it needs to know what to run."""

    class Run(Protocol):
        """One run, from before it begins."""

        reads: Reads
        settings: Settings | None

        def abandon(self) -> None:
            """End it at once and silently, or keep it from beginning; any thread may ask."""

        def execute(self, output: Output, loop: Loop, shared: Shared) -> Result:
            """Run to the end."""


KEY_HELP = "r runs again, c clears, q quits"


class Result:
    """How a run ended. `failure` is equal for equal error screens; `interrupted` is Ctrl-C, whatever else it was."""

    __slots__ = ("code", "failure", "interrupted", "requests")

    def __init__(self, code: int, requests: int = 0, failure: str = "", *, interrupted: bool = False) -> None:
        self.code = code
        self.requests = requests
        self.failure = failure
        self.interrupted = interrupted


class ProgramTarget:
    """A program in a file. `settings_now()` are its settings as ohosrun.toml now has them; it may raise UsageError."""

    keys = ""
    key_help = KEY_HELP

    def __init__(self, path: str, settings_now: Callable[[], Settings]) -> None:
        self.paths = [os.path.abspath(path)]
        self._settings_now = settings_now

    def press(self, _key: str) -> None:
        """There are no keys of its own."""

    def prepare(self, *, afresh: bool) -> ProgramRun:
        """The next run, always of all of it."""
        return ProgramRun(self.paths[0], self._settings_now)


class ProgramRun:
    """One run of a program, as the program and its settings were when it was made."""

    def __init__(self, path: str, settings_now: Callable[[], Settings]) -> None:
        self.reads = Reads()
        self.settings: Settings | None = None
        self._lock = threading.RLock()
        self._session: Session | None = None
        self._abandoned = False
        self._problem = ""
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

    def abandon(self) -> None:
        """End it at once and silently, or keep it from beginning; any thread may ask."""
        with self._lock:
            self._abandoned = True
            if self._session is not None:
                self._session.abandon()

    def execute(self, output: Output, loop: Loop, shared: Shared) -> Result:
        """Run to the end."""
        if self._problem or self.settings is None:
            Diagnostics(output, lambda _file: None).error_line(self._problem)
            return Result(diagnostics.EXIT_USAGE, failure=self._problem)
        session = Session(self._program, self.settings, output, loop, shared)
        self.reads.add(session.modules.texts, session.modules.asked)
        with self._lock:
            self._session = session
            if self._abandoned:
                session.abandon()
        code = session.run()
        return Result(code, session.requests, session.failure, interrupted=session.interrupted)


def read_config(folder: str, reads: Reads) -> None:
    """Let `reads` know of the ohosrun.toml that holds for `folder`, and of those that would if they were there."""
    texts: dict[str, str] = {}
    asked: list[str] = []
    reads.add(texts, asked)
    while True:
        path = os.path.join(folder, CONFIG_FILE)
        asked.append(path)
        if os.path.isfile(path):
            try:
                texts[os.path.realpath(path)] = source.read(path)
            except source.SourceError:
                return  # Whoever reads it for its settings says so.
            return
        parent = os.path.dirname(folder)
        if parent == folder:
            return
        folder = parent
