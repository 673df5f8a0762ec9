"""One realm in which tests run: a session whose program is made of test files."""

from __future__ import annotations

import os

from runtime.engine.errors import StoppedError
from runtime.engine.quickjs import INTERNAL_PREFIX
from runtime.modules.errors import quote
from runtime.output.diagnostics import EXIT_TIMEOUT, Diagnostics
from runtime.output.lines import line_of
from runtime.output.streams import STDOUT
from runtime.run.program import Program
from runtime.run.session import Session
from runtime.testing.driver import Driver
from runtime.testing.output import CaseOutput
from runtime.testing.results import ERROR, FAILED
from runtime.testing.screens import screen_of
from runtime.testing.values import place_of, plain

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any

    from runtime.loop import Loop
    from runtime.run.shared import Shared
    from runtime.settings.table import Settings
    from runtime.testing.options import TestOptions
    from runtime.testing.results import Unit
    from runtime.testing.selection import DeviceOptions

_TOLD = ("message", "prefix", "stack", "screen", "at", "kind", "isTimeout")
_ENTRY = INTERNAL_PREFIX + "tests"
_OF_SERVER = ("serverUrl", "serverRequests", "serverAnswers", "serverReset")


class TestSession(Session):
    """One run of a unit. What happens is told to `send(kind, *values)`."""

    __test__ = False
    opens_screens = False

    def __init__(
        self, unit: Unit, settings: Settings, options: TestOptions, device: DeviceOptions, loop: Loop, shared: Shared,
        send: Callable[..., None], *, styled: bool,
    ) -> None:  # fmt: skip
        self._captured = CaseOutput(styled=styled)
        program = Program(_ENTRY, _entry_text(unit, options.setup, shared))
        super().__init__(program, settings, self._captured, loop, shared)
        self.program_name = unit.path
        self._unit = unit
        self._send = send
        self._driver = Driver(self, options, device, unit.lines, unit.path, send)
        self.tests = self._driver
        self._on_close.append(self._driver.close)
        self._is_forgiven = False
        self._forgotten = 0
        self._server: Mapping[str, Callable[..., Any]] | None = None
        self._mocks = options.mocks
        self._noted: set[tuple[str, str, int]] = set()
        self._screen = CaseOutput(styled=styled)
        self._screens = Diagnostics(
            self._screen, self.modules.texts.get, lambda file: self._preparation.positions.get(file)
        )
        self.marker: Callable[[str, int, float], None] = lambda _kind, _index, _deadline: None
        if options.coverage is not None:
            self._count(options.setup)

    # The run ----------------------------------------------------------------------------------------------------

    def run_tests(self) -> None:
        """Run to the end; what could not be loaded, or was ended, is told as ("problem", text)."""
        self.marker("load", 0, 0.0)
        if self.run() == EXIT_TIMEOUT:
            self._send("overtime")
        text = self._captured.text()
        if not self._driver.finished:
            if not self._driver.planned and not self._ended_by and not text:
                text = "error: a top-level await can never settle: no timer, request or other operation is pending"
            self._send("problem", text.strip("\n") or "stopped")

    def _count(self, setup: tuple[str, ...]) -> None:
        """Have what runs of the code under test counted, and told as ("coverage", results)."""
        from runtime.testing.coverage.counting import CountedFiles, CountedTexts

        tests = frozenset([self._unit.path, *map(os.path.realpath, setup)])
        root = self._unit.project or os.path.realpath(os.getcwd())
        texts = self.shared("coverage", CountedTexts)
        counted = CountedFiles(root, tests, texts, self._preparation.positions, self.inform)
        counted.follow(self.modules, self._engine)

        def end() -> None:
            self._send("coverage", counted.results())
            counted.close()

        self._on_close.append(end)

    def _evaluate(self) -> None:
        if self._mocks:
            self.modules.mock(os.path.dirname(self._unit.path))
        super()._evaluate()

    def _run_loop(self) -> None:
        while True:
            super()._run_loop()
            if self.has_ended or not self._driver.is_waiting:
                return
            # Nothing is pending: what is waited for never comes.
            self._guarded(self._driver.expire, True)
            self.checkpoint()
            self._guarded(self._driver.advance)

    @property
    def has_ended(self) -> bool:
        """Whether the realm runs nothing any more."""
        return bool(self._ended_by)

    def checkpoint(self) -> None:
        """Run the microtasks, look at rejections."""
        self._entered = True
        super()._after_task()

    def _after_task(self) -> None:
        super()._after_task()
        driver = self._driver
        if not driver.planned and not self._ended_by and not self._engine.entry_pending:
            self._guarded(driver.loaded)
        if driver.planned:
            self._guarded(driver.advance)

    def _end(self, reason: str) -> None:
        if self._is_forgiven and reason == self.FAILED and not self._ended_by:
            self._is_forgiven = False
            return
        super()._end(reason)

    def _should_stop(self) -> bool:
        if super()._should_stop():
            return True
        if self._driver.is_overdue():
            if self._driver.planned:
                # It ends what runs, not the run.
                self._is_forgiven = True
            else:
                self.diagnostics.error_line("still being loaded after its time: is there a loop at its top level?")
                super()._end(self.FAILED)
            return True
        return False

    def tests_are_over(self) -> None:
        """The last case is over: name what is still to come, and wait for nothing of it."""
        timers, operations = self.loop.foreground
        own, counted = self.timers.count()
        counts = ((timers - counted + own, "timer"), (operations, "operation"))
        pending = [f"{count} {word}{'s' * (count != 1)}" for count, word in counts if count]
        self._send("over", " and ".join(pending), self._captured.take())
        self.loop.stop()

    def refuse(self, message: str) -> None:
        """Run no case, as a device does not."""
        self.diagnostics.error_line(f"{message}: a device runs nothing then")
        super()._end(self.FAILED)

    # What the driver asks for -----------------------------------------------------------------------------------

    def server_ops(self) -> Mapping[str, Callable[..., Any]]:
        """The ops of the server that a test may start. Most start none, and it takes a while to import."""
        return {name: self._server_op(name) for name in _OF_SERVER}

    def _server_op(self, name: str) -> Callable[..., Any]:
        return lambda *arguments: self._call_server(name, *arguments)

    def _call_server(self, name: str, *arguments: Any) -> Any:
        if self._server is None:
            from runtime.testing.server import TestServer

            server = TestServer(self.loop)
            self._on_close.append(server.close)
            self._server = server.ops()
        return self._server[name](*arguments)

    def connect(self, runner: Any) -> None:
        """Hand the framework what describes and inspects values."""
        core = self._engine.core
        runner.get("configure")(core.get("describeError"), core.get("inspect"))

    def ask(self, name: str, *arguments: Any) -> Any:
        """Call a function of runner.js. Raises StoppedError where the run has ended meanwhile."""
        try:
            return self._driver.runner.get(name)(*arguments)
        except Exception as error:
            if "interrupted" in str(error):
                raise StoppedError(str(error)) from None
            raise

    def started(self, kind: str, index: int, deadline: float) -> None:
        """A step begins, and has to be over at `deadline` (of time.monotonic, in s; 0 for never)."""
        self.marker(kind, index, deadline)

    def described(self, status: int, details: dict[str, Any]) -> dict[str, Any]:
        """`details` as they are told: with the screen that a person is shown."""
        if status in (ERROR, FAILED):
            stack = details.get("stack") or (details.get("description") or {}).get("stack") or ""
            file, line = details["at"] = place_of(stack)
            screen_of(self._screens, details, line_of(self.modules.texts.get(file) or "", line))
            details["screen"] = "".join(text for _stream, text in self._screen.take())
        return {"status": status, **{key: details[key] for key in _TOLD if key in details}}

    def note_uncaught(self, details: dict[str, Any]) -> None:
        """Say what a device does where nobody catches."""
        if details["rejection"]:
            message = "a rejection that nobody handles: a device does not count it against the case"
        else:
            message = "an error that nobody catches: on a device the app ends here"
        self.note("uncaught", message, details["stack"])

    def take_output(self) -> list[tuple[int, str]]:
        """What was printed since the last time."""
        self._forgotten = 0
        return self._captured.take()

    def print(self, text: str) -> None:
        """What the test framework prints for the test."""
        self._captured.write(STDOUT, text)

    def printed(self) -> str:
        """What the case that runs has printed, from where it was told to forget what came before."""
        return self._captured.text()[self._forgotten :]

    def forget_printed(self) -> None:
        """It is not asked for any more."""
        self._forgotten = len(self._captured.text())

    # Session ----------------------------------------------------------------------------------------------------

    def _uncaught(self, description: Any, request_stack: str, rejection: bool) -> None:
        if not self._driver.planned or self._ended_by:
            super()._uncaught(description, request_stack, rejection)
            return
        details = plain(description.to_python())
        if details["name"] == "InternalError" and details["message"] in ("interrupted", "out of memory"):
            if details["message"] == "out of memory":
                super()._uncaught(description, request_stack, rejection)
            return
        self._driver.uncaught(details, rejection=bool(rejection))

    def note(self, topic: str, message: str, stack: str) -> None:
        """Tell a device note, once per topic and place (Host.note)."""
        place = place_of(stack)
        if (topic, *place) not in self._noted:
            self._noted.add((topic, *place))
            self._send("note", message, *place)

    def inform(self, message: str) -> None:
        """Tell a note that is not about a device (Host.inform)."""
        hint = "; --net all lets a test out" if "--net loopback" in message else ""
        self._send("note", message + hint, "", 0)


def _entry_text(unit: Unit, setup: tuple[str, ...], shared: Shared) -> str:
    registry = shared.registry
    package = registry.modules[registry.tests].folder
    lines = [
        f"import {quote(registry.tests)};",
        f"import {{ runner }} from {quote(f'{INTERNAL_PREFIX}bindings/{package}/runner.js')};",
        *(f"import {quote(path)};" for path in setup),
        f"import * as tests from {quote(unit.path)};",
        "runner.register(tests);",
    ]
    return "\n".join(lines)
