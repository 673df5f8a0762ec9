"""A run without an end: lines are evaluated one after the other in one realm, while what they started goes on."""

from __future__ import annotations

import os
import sys
import time

from runtime.command.repl import commands
from runtime.command.repl.completion import complete
from runtime.command.repl.lines import compile_line, is_complete
from runtime.command.repl.prompt import PlainPrompt, PromptOutput
from runtime.engine.errors import ScriptSyntaxError
from runtime.loop import Loop
from runtime.output.diagnostics import EXIT_OK
from runtime.output.safe import printable_styled
from runtime.output.streams import STDERR, STDOUT
from runtime.run.program import program_from_text
from runtime.run.session import Session
from runtime.run.shared import Shared, close_all

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from types import FrameType
    from typing import Any

    from runtime.command.repl.lines import CompiledLine
    from runtime.command.repl.prompt import Prompt
    from runtime.modules.contract import Registry
    from runtime.settings.table import Settings

_PROMPT, _CONTINUED = "> ", "... "
_FOLDER = os.path.dirname(os.path.abspath(__file__))


def start(settings: Settings, environ: Mapping[str, str], registry: Registry) -> int:
    """Read and evaluate lines until Ctrl-D or .exit; returns the exit code."""
    loop = Loop()
    shared = Shared(registry)
    output = PromptOutput(environ, no_color=settings.no_color)
    try:
        return InteractiveSession(settings, output, loop, shared, history_file(environ)).run()
    finally:
        close_all([shared.close, loop.close])


def history_file(environ: Mapping[str, str]) -> str:
    """Where the lines of earlier sessions are kept: the user's state folder of the XDG Base Directory Specification."""
    base = environ.get("XDG_STATE_HOME", "")
    if not os.path.isabs(base):
        base = os.path.join(os.path.expanduser("~"), ".local", "state")
    return os.path.join(base, "ohosrun", "history")


class InteractiveSession(Session):
    """One session on a terminal."""

    def __init__(self, settings: Settings, output: PromptOutput, loop: Loop, shared: Shared, history: str) -> None:
        super().__init__(program_from_text("", "[session]"), settings, output, loop, shared)
        self._folder = os.path.dirname(self.program_name)
        self._styled = output.styled(STDOUT)
        self._lines: dict[str, CompiledLine] = {}
        self._number = 0
        self._line_pending = False
        self._line_interrupted = False
        self._is_over = False
        self._run_line: Any = None
        self._names_of: Any = None
        self.shows_time = False
        # The lines that ran without an error, for .save.
        self.accepted: list[str] = []
        self._prompt: Prompt = self._make_prompt(output, history)

    def _make_prompt(self, output: PromptOutput, history: str) -> Prompt:
        if sys.platform != "win32":
            try:
                from runtime.command.repl.editing import ReadlinePrompt

                return ReadlinePrompt(self.loop, output, history, self._complete, self._run_while)
            except ImportError:
                return PlainPrompt(output)
        return PlainPrompt(output)

    # Lines ----------------------------------------------------------------------------------------------------

    def _run_loop(self) -> None:
        with open(os.path.join(_FOLDER, "line.js"), encoding="utf-8") as file:
            blob = self._engine.compile_internal(file.read(), "repl/line.js")
        self._engine.set_op(self._engine.ops, "lineDone", self._line_done)
        self._engine.evaluate_bytecode(blob)(self._engine.core)
        self._run_line = self._engine.core.get("runLine")
        self._names_of = self._engine.core.get("namesOf")
        self._output.write(STDERR, "" if self.settings.quiet else _welcome(self._shared.registry))
        try:
            while not self._is_over and not self._ended_by:
                self._read_and_evaluate()
        finally:
            self._prompt.close()
            self._run_line = self._names_of = None

    def _read_and_evaluate(self) -> None:
        text = ""
        try:
            while True:
                line = self._prompt.read(_CONTINUED if text else _PROMPT)
                if line is None:
                    self._is_over = not text
                    return
                text += line
                if (text.startswith(".") and text[1:2].isalpha()) or is_complete(text):
                    break
                text += "\n"
        except KeyboardInterrupt:
            self._output.write(STDOUT, "\n")
            return
        if text.startswith(".") and text[1:2].isalpha():
            commands.run(self, text)
        elif text.strip():
            self.evaluate(text)

    def evaluate(self, text: str) -> None:
        """Evaluate `text` as one line, to the end of what it awaits or to Ctrl-C, and print its value."""
        self._number += 1
        name = os.path.join(self._folder, f"[line {self._number}]")
        compiled = compile_line(text)
        self.modules.texts[name] = text
        self._lines[name] = compiled
        self._line_interrupted, self._line_pending = False, True
        started = time.monotonic()
        accepted = len(self.accepted)
        self._guarded(self._begin, compiled, name)
        self._after_task()
        while self._line_pending and not self._line_interrupted and not self._ended_by and self.loop.pending:
            self._run_while(lambda: self._line_pending and not self._line_interrupted)
        if self._line_interrupted:
            self._output.write(STDERR, "stopped: interrupted\n")
        elif self._line_pending:
            self.diagnostics.information("it waits for something that can never happen: nothing is pending")
        self._line_pending = False
        if len(self.accepted) > accepted:
            self.accepted[-1] = text
        if self.shows_time:
            self.diagnostics.information(f"{(time.monotonic() - started) * 1000:.1f} ms")
        self._output.flush()

    def _begin(self, compiled: CompiledLine, name: str) -> None:
        try:
            function = self._engine.evaluate_script(compiled.code, name)
        except ScriptSyntaxError as error:
            raise ScriptSyntaxError(error.message, self._own_places(error.stack)) from None
        self.enter(self._run_line, function, (self._number, compiled.waits, self._styled))

    def _line_done(self, number: int, text: str, failed: bool) -> None:
        """Op: the value of line `number`, as the inspector shows it, or that it failed."""
        if number == self._number and self._line_pending and not self._line_interrupted:
            self._line_pending = False
            if not failed:
                self.accepted.append("")
                self._output.write(STDOUT, printable_styled(text) + "\n")

    def print(self, text: str) -> None:
        """Print what a command has to say."""
        self._output.write(STDOUT, text)

    def quit(self) -> None:
        """End the session."""
        self._is_over = True

    def _complete(self, line: str) -> list[str]:
        return complete(line, lambda path: self._names_of(path).to_python(), self._shared.registry)

    # What ends a program and not a session --------------------------------------------------------------------

    def _end(self, reason: str) -> None:
        if reason == self.FAILED:
            self._line_pending = False
        else:
            super()._end(reason)

    def _on_interrupt(self, _signal: int, frame: FrameType | None) -> None:
        if not self._prompt.interrupt(frame):
            self._line_interrupted = True

    def _should_stop(self) -> bool:
        return self._line_interrupted or super()._should_stop()

    def _before_wait(self) -> None:
        super()._before_wait()
        self._prompt.redraw()

    def _finish(self) -> int:
        code = super()._finish()
        return code if self._ended_by else EXIT_OK

    # Places ---------------------------------------------------------------------------------------------------

    def _uncaught(self, description: Any, request_stack: str, rejection: bool) -> None:
        self._output.flush()
        details = description.to_python()
        if self._line_interrupted and details["message"] == "interrupted":
            return  # In an async function the engine's way of stopping is an ordinary rejection.
        details["stack"] = self._own_places(details["stack"])
        failure = self.modules.failure(details["message"])
        if failure is not None:
            self._failed(failure)
        else:
            hint = self._known_about(details) or self._suggestion(details)
            self.diagnostics.uncaught(details, self._own_places(request_stack), rejection=rejection, hint=hint)

    def _own_places(self, stack: str) -> str:
        """`stack` with the columns of the lines as they were typed, without the frames of what calls them."""
        frames = []
        for frame in stack.split("\n"):
            for name, compiled in self._lines.items():
                head, found, place = frame.rpartition(name + ":")
                line, _, column = place.rstrip(")").partition(":")
                if found and line.isdigit() and column.isdigit():
                    end = ")" if place.endswith(")") else ""
                    frame = f"{head}{name}:{line}:{compiled.column(int(line), int(column))}{end}"
            frames.append(frame)
        return "\n".join(frames)


def _welcome(registry: Registry) -> str:
    """What is there without an import, and how to go on and to leave."""
    implicit = [
        f"{specifier} is there as `{name}`; "
        for specifier, module in registry.modules.items()
        for name, expression in module.implicit.items()
        if expression == "module"
    ]
    return f"ohosrun: {''.join(implicit)}.help lists the commands, Ctrl-D ends the session\n"
