"""Edit, save, see: runs of one program again and again, as the files that it reads change.

What is worth keeping outlives a run (Shared); everything else is made afresh. The engine is in a process of its own
(runtime/watch/process.py). Three threads take part here: this one waits for the run and has the example server, one
compares files (runtime/watch/files.py), one reads keys (runtime/watch/keys.py). The other two only ever ask: they leave
a note of what is wanted, end the current run and wake the loop.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from contextlib import suppress

from runtime.loop import Loop
from runtime.output import diagnostics
from runtime.output.safe import printable
from runtime.output.streams import STDERR, Output
from runtime.run.shared import Shared, close_all
from runtime.settings.sources import upwards
from runtime.settings.table import Settings
from runtime.watch.content import CHANGED
from runtime.watch.files import FileWatch, WatchOptions
from runtime.watch.keys import Keys
from runtime.watch.reads import Reads

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from types import FrameType

    from runtime.modules.contract import Registry
    from runtime.watch.run import Result, Run, Target

_CLEAR = b"\x1b[H\x1b[2J\x1b[3J"
_SHOWN_PATHS = 2
# In s, a tenth of the usual: how long a script that never waits may keep the other threads from noticing a save.
_SWITCH_INTERVAL = 0.0005
_ASKED_FOR = "asked for"


def watch(target: Target, environ: Mapping[str, str], registry: Registry) -> int:
    """Run `target` whenever what it reads has changed, until Ctrl-C or `q`; returns the exit code."""
    if sys.platform != "win32" and hasattr(os, "fork"):
        from runtime.watch.process import TargetApart

        apart = TargetApart(target, environ, registry)
        try:
            return _Watch(apart, environ, registry).run()
        finally:
            apart.close()
    # All in this process: a loop inside the engine's own functions is not stopped.
    return _Watch(target, environ, registry).run()


class _Watch:
    def __init__(self, target: Target, environ: Mapping[str, str], registry: Registry) -> None:
        self._target = target
        self._environ = environ
        self._here = os.getcwd()
        self._loop = Loop()
        self._shared = Shared(registry)
        self._output = Output(environ)
        self._files = FileWatch(self._on_change, self._complain)
        self._keys = Keys(self._on_key)
        self._has_keys = False
        # What other threads and signals want; the lock is taken again in a signal handler.
        self._lock = threading.RLock()
        self._wanted = ""
        self._quit = False
        self._interrupted = False
        self._run: Run | None = None
        self._active: Run | None = None
        self._number = 0
        self._gone = ""
        self._is_said_to_run = False
        self._settings = Settings()
        self._complaints: list[str] = []
        self._failure = ""
        self._failed_run = 0

    def run(self) -> int:
        """Until Ctrl-C or `q`."""
        previous = signal.signal(signal.SIGINT, self._on_interrupt)
        wakeup = signal.set_wakeup_fd(self._loop.wake_fd(), warn_on_full_buffer=False)
        sys.setswitchinterval(_SWITCH_INTERVAL)
        self._has_keys = self._keys.start()
        try:
            while True:
                code = self._run_once()
                if code is None and not self._interrupted and not self._quit:
                    self._wait()
                if self._interrupted:
                    return diagnostics.EXIT_INTERRUPTED
                if self._quit:
                    return diagnostics.EXIT_OK
                if code is not None:
                    return code
        finally:
            self._keys.close()
            self._files.close()
            signal.set_wakeup_fd(wakeup)
            signal.signal(signal.SIGINT, previous)
            close_all([self._shared.close, self._loop.close])

    # What is wanted; from any thread ----------------------------------------------------------------------------

    def _on_change(self, reads: Reads, changes: dict[str, str]) -> None:
        with self._lock:
            if self._run is not None and self._run.reads is reads:
                self._want(_described(changes, self._target.paths, gone=self._gone))

    def _on_key(self, key: str) -> None:
        if key == "c":
            self._clear_terminal()
            return
        if key not in "rq":
            if key not in self._target.keys:
                return
            question = self._target.questions.get(key, "")
            answer = self._keys.line(question) if question else ""
            if answer is None:
                return
            self._target.press(key, answer)
        with self._lock:
            self._quit = self._quit or key == "q"
            self._want(_ASKED_FOR)

    def _on_interrupt(self, _signal: int, _frame: FrameType | None) -> None:
        with self._lock:
            self._interrupted = True
            self._want("", is_interrupt=True)
        self._loop.stop()

    def _complain(self, message: str) -> None:
        self._complaints.append(message)
        self._loop.wake(self._stop_waiting)

    def _want(self, reason: str, *, is_interrupt: bool = False) -> None:
        self._wanted = reason
        if self._active is not None:
            (self._active.interrupt if is_interrupt else self._active.abandon)()
        self._loop.wake(self._stop_waiting)

    def _stop_waiting(self) -> None:
        if self._active is None:
            self._loop.stop()

    # Running ----------------------------------------------------------------------------------------------------

    def _wait(self) -> None:
        """Until something is wanted. The example server and idle connections are looked after meanwhile."""
        while not (self._wanted or self._quit or self._interrupted):
            while self._complaints:
                self._warn(self._complaints.pop(0))
            self._loop.hold()
            self._loop.run()
            self._loop.release()
            self._loop.clear()

    def _run_once(self) -> int | None:
        """One run from the line before it to the line after; returns an exit code when it is to be the last."""
        self._back_to_working_directory()
        with self._lock:
            reason, self._wanted = self._wanted, ""
        run = self._target.prepare(afresh=reason == _ASKED_FOR)
        with self._lock:
            self._run = self._active = run
        self._use(run.settings)
        self._files.follow(run.reads, self._options())
        was_gone, self._gone = self._gone, self._missing()
        code = None
        if not self._gone:
            code = self._execute(run, reason)
        elif self._gone != was_gone:
            self._warn(f"{shown(self._gone)} is gone; it is run again when it is back")
        with self._lock:
            self._active = None
        # An end that was asked for when the run had just ended by itself is not the next one's.
        self._loop.clear()
        self._files.rest()
        return code

    def _options(self) -> WatchOptions:
        settings = self._settings
        base = os.path.dirname(os.path.realpath(self._target.paths[0]))
        return WatchOptions(base, self._here, settings.watch_path, settings.watch_ignore, poll=settings.watch_poll)

    def _missing(self) -> str:
        return next((path for path in self._target.paths if not os.path.isfile(path)), "")

    def _execute(self, run: Run, reason: str) -> int | None:
        self._number += 1
        if self._settings.clear and self._number > 1:
            self._clear_terminal()
        self._say(f"run {self._number}", reason, time.strftime("%H:%M:%S"), self._help())
        self._is_said_to_run = False
        run.on_pending = self._remark
        started = time.monotonic()
        result = run.execute(self._output, self._loop, self._shared)
        self._interrupted = self._interrupted or result.interrupted
        if self._interrupted:
            return None
        if result.unwritten is not None:
            return result.unwritten
        self._conclude(result, time.monotonic() - started)
        return None

    def _conclude(self, result: Result, seconds: float) -> None:
        requests = _counted(result.requests, "request")
        if self._wanted or self._quit:
            if not self._is_said_to_run:
                self._say(f"run {self._number} stopped after {_duration(seconds)}", requests)
            return
        if result.code == diagnostics.EXIT_OK:
            self._say(f"run {self._number} done in {_duration(seconds)}", requests)
            self._failure = ""
            return
        self._say(f"run {self._number} failed in {_duration(seconds)} (exit code {result.code})", requests)
        if result.failure and result.failure == self._failure:
            self._warn(f"the same error as in run {self._failed_run}")
        self._failure, self._failed_run = result.failure, self._number

    def _remark(self) -> None:
        self._is_said_to_run = True
        self._say(f"run {self._number} still running: timers or requests are pending")

    def _use(self, settings: Settings | None) -> None:
        if settings is None:
            return  # ohosrun.toml is not valid now; what it said before holds.
        self._settings = settings
        self._output = Output(self._environ, no_color=settings.no_color)

    def _back_to_working_directory(self) -> None:
        """The working directory may have been replaced by another folder of that name, or be gone."""
        for folder in upwards(self._here):
            with suppress(OSError):
                os.chdir(folder)
                return

    # Saying -----------------------------------------------------------------------------------------------------

    def _help(self) -> str:
        return self._target.key_help if self._has_keys and self._number == 1 else ""

    def _say(self, *parts: str) -> None:
        if self._settings.quiet:
            return
        line = printable("watch: " + " · ".join(part for part in parts if part))
        styled = self._output.styled(STDERR)
        self._output.write(STDERR, f"\x1b[2m{line}\x1b[0m\n" if styled else line + "\n")

    def _warn(self, message: str) -> None:
        label = "\x1b[1;33mwarning:\x1b[0m" if self._output.styled(STDERR) else "warning:"
        self._output.write(STDERR, f"{label} {printable(message)}\n")

    @staticmethod
    def _clear_terminal() -> None:
        # Past the Output, which belongs to the thread of the runs.
        if Output.terminal(STDERR):
            try:
                os.write(STDERR, _CLEAR)
            except OSError:
                return


def shown(path: str) -> str:
    """`path` as the lines show it: relative to the working directory where it is below it."""
    try:
        relative = os.path.relpath(path)
    except (OSError, ValueError):  # There is no working directory; another drive.
        return path
    return path if relative.startswith(os.pardir) else relative


def _described(changes: Mapping[str, str], entries: Collection[str], *, gone: str) -> str:
    if gone in changes:
        return f"{shown(gone)} is back"
    # A link and the file it leads to change together; one name for both is enough.
    named: dict[str, str] = {}
    for path in sorted(changes, key=lambda path: (path not in entries, path)):
        real = os.path.realpath(path)
        if real == path or real not in changes:
            named[shown(path)] = changes[path]
    kinds = list(named.values())
    if len(named) > _SHOWN_PATHS and set(kinds) == {CHANGED}:
        names = list(named)[:_SHOWN_PATHS]
        return f"{', '.join(names)} and {len(named) - _SHOWN_PATHS} more {CHANGED}"
    described = [f"{name} {kind}" for name, kind in named.items()]
    more = f" and {len(described) - _SHOWN_PATHS} more" if len(described) > _SHOWN_PATHS else ""
    return ", ".join(described[:_SHOWN_PATHS]) + more


def _duration(seconds: float) -> str:
    return f"{seconds * 1000:.0f} ms" if seconds < 1 else f"{seconds:.1f} s"


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
