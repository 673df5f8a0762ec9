"""One run of one program, start to exit code: wires the parts together, decides nothing that is one part's own."""

from __future__ import annotations

# As in ohosrun.py: without the enums.
import _signal as signal  # type: ignore[import-not-found]
import time

from runtime import globals
from runtime.engine.errors import EngineError, ScriptSyntaxError, StoppedError
from runtime.engine.quickjs import UNDEFINED, Engine
from runtime.globals.timers import TimerOps
from runtime.language.preparation import Preparation, RefusedText, file_of
from runtime.loop import Loop
from runtime.modules.device import DeviceModules
from runtime.modules.errors import ModuleError
from runtime.modules.facades import Facades
from runtime.modules.loader import ModuleLoader
from runtime.output import diagnostics
from runtime.output.diagnostics import Diagnostics, Frame
from runtime.output.streams import Output
from runtime.run.belongings import Belongings, folders_of
from runtime.run.implicit_names import ImplicitNames
from runtime.run.interrupts import on_interrupt
from runtime.run.macrotasks import OUT_OF_MEMORY, Macrotasks
from runtime.run.placeholders import Placeholders, example_server
from runtime.run.reports import Reports
from runtime.run.shared import Shared, close_all
from runtime.run.stage import Stage, Staged

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from types import FrameType
    from typing import Any, TypeVar

    from runtime.language.problems import SyntaxProblem
    from runtime.loop import Timer
    from runtime.modules.contract import Registry, TestDriver
    from runtime.run.program import Program
    from runtime.settings.table import Settings

    T = TypeVar("T")

_MIB = 1024 * 1024
_INTERRUPTED, _TIMED_OUT = "interrupted", "timed out"
_ABANDONED, _EXITED = "abandoned", "exited"


def run(program: Program, settings: Settings, output: Output, registry: Registry) -> int:
    """Run `program` alone in this process, which ends with it; returns its exit code."""
    loop = Loop()
    shared = Shared(registry)
    try:
        session = Session(program, settings, output, loop, shared)
        session.frees_realm = False
        return session.run()
    finally:
        close_all([shared.close, loop.close])


class Session(Reports, Belongings, Macrotasks, Staged):
    """One run. It is also the `Host` of its bindings (runtime/modules/contract.py)."""

    undefined = UNDEFINED
    tests: TestDriver | None = None
    # Whether a screen that the program exports is opened when it has been evaluated.
    opens_screens = True
    # Whether its end takes the realm apart, object by object. Otherwise `free_realm` does, or the end of the process.
    frees_realm = True
    # Why a run ended, where its own program failed.
    FAILED = "failed"

    def __init__(self, program: Program, settings: Settings, output: Output, loop: Loop, shared: Shared) -> None:
        device = DeviceModules(shared.registry, stubbed=settings.stub, api=int(settings.api))
        modules = ModuleLoader(
            device,
            lambda path, text: self._preparation.of_import(path, text),
            lambda name: self._stage.load(name),
            folders_of(program.name, settings) if self.confined else None,
        )
        diagnostics = Diagnostics(
            output,
            modules.texts.get,
            lambda file: self._preparation.positions.get(file),
            quiet=settings.quiet,
            strict=settings.strict,
        )
        super().__init__(output, diagnostics)
        self.loop = loop
        self.settings = settings
        self.program_name = program.name
        self._program = program
        self._shared = shared
        self._ended_by, self._exit_code = "", 0
        self._entered = True
        self._time_limit: Timer | None = None
        self._on_close: list[Callable[[], None]] = []
        # Whether Ctrl-C came, also too late to be what ended the run; what the error screen said.
        self.interrupted, self.failure = False, ""
        self._deadline = time.monotonic() + settings.timeout if settings.timeout else 0.0
        self.modules = modules
        modules.replace(settings.module)
        self.modules.texts[program.name] = program.text
        self._preparation = Preparation(self.diagnostics, repair=not settings.strict)
        self.modules.positions = self._preparation.positions
        self._placeholders = Placeholders(
            settings.define, lambda: example_server(shared, loop, self.diagnostics.information)
        )
        limit = int(settings.memory_limit * _MIB)
        self._engine = engine = Engine(modules.load, self._report_bug, memory_limit=limit, layout=shared.layout)
        self._facades = modules.facades = Facades(engine, shared.registry, self, self._facade_ops(), shared.library)
        self.know(self._facades.misread)
        self._stage = Stage(self, engine, shared.registry.door, lambda: self.timers.has_timeouts())

    # The run --------------------------------------------------------------------------------------------------

    def run(self) -> int:
        """Run to the end; returns the exit code (docs/command-line.md)."""
        previous = on_interrupt(self._on_interrupt)
        wakeup = signal.set_wakeup_fd(self.loop.wake_fd(), warn_on_full_buffer=False)
        try:
            self._set_up()
            if not self._ended_by and self._start():
                self._run_loop()
            code = self._finish()
            self.show_times()
        finally:
            signal.set_wakeup_fd(wakeup)
            signal.signal(signal.SIGINT, previous)
            self._output.restore()
            closed = self._close()
        return code or (diagnostics.EXIT_OK if closed else diagnostics.EXIT_ERROR)

    def _set_up(self) -> None:
        engine = self._engine
        self.diagnostics.hint_of_code = self._shared.registry.hint_of_code
        engine.set_op(engine.ops, "uncaught", self._uncaught)
        globals.install_console_ops(engine, self._output, self.loop, self.note_locale)
        self.timers = timers = TimerOps(engine, self.loop)
        self._on_close.append(timers.close)
        implicit_names = ImplicitNames(engine, self._shared.offered, self.diagnostics)
        self._on_close.append(implicit_names.close)
        globals.run_files(engine, self._shared.library)
        implicit_names.provide(strict=self.settings.strict)
        fire_timer = engine.core.get("fireTimer")
        timers.fire = lambda number: self._fire(fire_timer, number)
        engine.start()
        # From here on: what is part of ohosrun is not stopped halfway.
        engine.set_interrupt_check(self._should_stop)
        self.loop.after_task = self._after_task
        self.loop.before_wait = self._before_wait
        if self.settings.timeout:
            self._time_limit = self.loop.call_later(self.settings.timeout * 1000, self._time_out, background=True)

    def _start(self) -> bool:
        """Evaluate the entry module; returns whether it got as far as running."""
        self._guarded(self._evaluate)
        if not self._ended_by:
            self._after_task()
        return not self._ended_by

    def _evaluate(self) -> None:
        program = self._program
        name, dialect = program.name, program.dialect
        text = self._preparation.of_entry(name, program.text, dialect)
        try:
            self._engine.evaluate_entry(self.modules.entry(name, text), name)
        except ScriptSyntaxError as error:
            # Repairing costs as much as starting: only what the engine has refused is looked at.
            other = self._preparation.again(name, text, dialect, error.message) if file_of(error) == name else None
            if other is None:
                raise
            self._engine.evaluate_entry(self.modules.entry(name, other), name)

    def _run_loop(self) -> None:
        if self.opens_screens:
            self._guarded(self._stage.drive, self._program.text, self._run_while)
        self.run_to_rest(self._run_while)

    def _run_while(self, *wanted: Callable[[], bool]) -> None:
        try:
            self.loop.run(*wanted)
        except Exception as error:  # noqa: BLE001 - a bug of ours in a task or timer, and reported as one
            self._report_bug(error)

    def _finish(self) -> int:
        self._output.flush()
        if self._ended_by == _EXITED:
            return self._exit_code
        if self._ended_by == _INTERRUPTED:
            self.diagnostics.stopped("interrupted")
            return diagnostics.EXIT_INTERRUPTED
        if self._ended_by == _TIMED_OUT:
            self.diagnostics.stopped(f"still running after {self.settings.timeout:g} s (--timeout)")
            return diagnostics.EXIT_TIMEOUT
        if self._ended_by == OUT_OF_MEMORY:
            self.diagnostics.stopped(f"the script needs more than {self.settings.memory_limit:g} MiB (--memory-limit)")
            return diagnostics.EXIT_ERROR
        unwritten = diagnostics.unwritten(self._output)
        if unwritten:
            return unwritten
        if self._ended_by or self.diagnostics.failed:
            return diagnostics.EXIT_ERROR
        if self._engine.entry_pending:
            self.diagnostics.error_line(
                "a top-level await can never settle: no timer, request or other operation is pending"
            )
            return diagnostics.EXIT_UNSETTLED
        return self._ended_well(self._program, is_screen=self._stage.kind != "")

    def _close(self) -> bool:
        """Close every part; a failure is reported. Returns whether there was none."""
        self.loop.after_task = self.loop.before_wait = _nothing
        if self._time_limit is not None:
            self.loop.cancel(self._time_limit)
        try:
            # The realm last: what the others hold of it must be gone by then.
            let_go = [self.loop.clear, self._stage.close, self.close_sandbox, *self._on_close]
            close_all([*self._facades.closers(), *let_go, *([self.free_realm] if self.frees_realm else [])])
        except Exception as error:  # noqa: BLE001 - a bug of ours, and reported as one
            self.diagnostics.bug(error, debug=self.settings.debug)
            return False
        return True

    def free_realm(self) -> None:
        """Free what the program has made; the run is over."""
        self._engine.close()

    # Stopping -------------------------------------------------------------------------------------------------

    def _end(self, reason: str) -> None:
        if not self._ended_by:
            self._ended_by = reason
            self._engine.halt()
        self.loop.stop()

    def abandon(self) -> None:
        """End the run at once and silently, also out of an endless loop; any thread may ask. `run` then returns."""
        self._end(_ABANDONED)
        self.loop.interrupt_wait()

    def _on_interrupt(self, _signal: int, _frame: FrameType | None) -> None:
        self.interrupted = True
        self._end(_INTERRUPTED)
        self._output.stop_waiting()

    def _time_out(self) -> None:
        self._end(_TIMED_OUT)

    def _should_stop(self) -> bool:
        if self._ended_by:
            return True
        if self._deadline and time.monotonic() > self._deadline:
            self._end(_TIMED_OUT)
        if self._engine.has_outgrown_memory():
            self._end(OUT_OF_MEMORY)
        if self._output.closed:
            self._end(self.FAILED)
        return bool(self._ended_by)

    def _before_wait(self) -> None:
        self._output.flush()
        if self._output.closed:
            self._end(self.FAILED)

    def _guarded(self, action: Callable[..., None], *arguments: Any) -> None:
        """`action`, with what can end a run from inside the engine turned into its end."""
        try:
            action(*arguments)
        except Exception as error:  # noqa: BLE001 - sorted out there
            self._failed(error)

    def _failed(self, error: Exception) -> None:
        """The run ends for `error`, or it is told."""
        match error:
            case StoppedError():
                self._end(self._ended_by or self.FAILED)
            case EngineError():
                self._engine_failed(error)
            case ScriptSyntaxError():
                self._refused(error)
            case RefusedText():
                self._refused_text(error.path, error.problem)
            case ModuleError():
                importer = error.importer
                self._problem(error.message, Frame("", *importer) if importer else None, error.hint)
            case _:  # A bug of ours, and reported as one.
                self._report_bug(error)

    def _problem(self, message: str, place: Frame | None, hint: str = "") -> None:
        if not self._ended_by:
            self._output.flush()
            self.failure = f"{message}\n{place and (place.file, place.line, place.column)}"
            self.diagnostics.problem(message, place, hint)
        self._end(self.FAILED)

    def _engine_failed(self, error: EngineError) -> None:
        if error.out_of_memory:
            self._end(OUT_OF_MEMORY)
            return
        frames = self.diagnostics.user_frames(error.stack)
        self._problem(error.message, frames[0] if frames else None)

    def _uncaught(self, description: Any, request_stack: str, rejection: bool) -> None:
        """Op: an error nobody caught. The first one ends the run."""
        if self._ended_by:
            return
        self._output.flush()
        details = description.to_python()
        self.failure = f"{details['text']}\n{details['stack']}"
        failure = self.modules.failure(details["message"])
        if failure is not None:
            self._failed(failure)
        else:
            hint = self._hint_about(details) or self._known_about(details) or self._suggestion(details)
            self.diagnostics.uncaught(details, request_stack, rejection=rejection, hint=hint)
            self.diagnostics.during(self._stage.where)
        out_of_memory = details["name"] == "InternalError" and details["message"] == "out of memory"
        self._end(OUT_OF_MEMORY if out_of_memory else self.FAILED)

    def _suggestion(self, details: dict[str, Any]) -> str:
        if details["name"] not in ("ReferenceError", "TypeError"):
            return ""
        from runtime.run.suggestions import suggestion_for

        return suggestion_for(details, self.modules.texts, self._shared.registry)

    def _report_bug(self, error: BaseException) -> None:
        if isinstance(error, EngineError) and error.out_of_memory:
            self._end(OUT_OF_MEMORY)
        elif not isinstance(error, ModuleError | RefusedText | ScriptSyntaxError | StoppedError):
            self.diagnostics.bug(error, debug=self.settings.debug)
            self._end(self.FAILED)

    def _refused(self, error: ScriptSyntaxError) -> None:
        file = file_of(error)
        text = self.modules.texts.get(file)
        if text is None:
            message = error.message.removeprefix("SyntaxError: ")
            self._failed(self.modules.failure(message) or ModuleError("", message))
            return
        self._refused_text(file, self._preparation.refused(error, file, text))

    def _refused_text(self, file: str, problem: SyntaxProblem) -> None:
        self._problem(problem.message, Frame("", file, problem.line, problem.column), problem.hint)

    # Host -----------------------------------------------------------------------------------------------------

    def _facade_ops(self) -> dict[str, Callable[..., Any]]:
        """What every façade can call, beside the ops of its own binding (docs/writing-a-binding.md)."""
        return {
            "later": lambda function: self.loop.call_soon(lambda: self.enter(function)),
            "isDenied": lambda permission: permission in self.settings.deny,
            **self.report_ops(),
            "api": lambda: int(self.settings.api),
        }

    def exit(self, code: int) -> None:
        """End the run with exit code `code` (Host.exit)."""
        self._exit_code = code & 0xFF
        self._end(_EXITED)

    def fail(self, message: str) -> None:
        """End the run with an error that is not the program's."""
        self._problem(message, None)

    def shared(self, name: str, make: Callable[[], T]) -> T:
        """What outlives the run (Host.shared)."""
        return self._shared.get(name, make)


def _nothing() -> None:
    return None
