"""A QuickJS context with the files of console in it, and what scripts print there."""

from __future__ import annotations

import os
from typing import Any

import quickjs

from runtime import globals as globals_package

FOLDER = os.path.dirname(globals_package.__file__)
FIRST_FILES = ("primordials.js", "inspector.js", "console.js")

STDOUT, STDERR = 1, 2


class ConsoleRealm:
    """One context. `clock` is what the script's clock shows, in ms; `files` are the files read so far."""

    def __init__(self, *, colors: bool = False, knows_promises: bool = True) -> None:
        self.clock = 0.0
        self.files: list[str] = []
        self._written: list[tuple[int, str]] = []
        self._context = quickjs.Context()
        self._core = self._context.new_object()
        ops = self._context.new_object()
        ops.set("write", lambda stream, text: self._written.append((stream, text)))
        ops.set("now", lambda: self.clock)
        ops.set("styled", lambda _stream: colors)
        ops.set("evaluateFile", self._evaluate_file)
        if knows_promises:
            ops.set("promiseState", _promise_state)
        self._core.set("ops", ops)
        for name in FIRST_FILES:
            self._evaluate_file(name)(self._core)

    def _evaluate_file(self, name: str) -> quickjs.Value:
        self.files.append(name)
        with open(os.path.join(FOLDER, name), encoding="utf-8") as file:
            function: quickjs.Value = self._context.eval(file.read(), filename="ohosrun:globals/" + name)
        return function

    def run(self, script: str, filename: str = "main.js") -> None:
        """Run `script`, which must not throw; it may have unhandled rejections."""
        try:
            self._context.eval(script, filename=filename)
        except quickjs.JSError as error:
            raise AssertionError(f"{error}\n{getattr(error, 'js_stack', '')}") from error

    def run_module(self, name: str, modules: dict[str, str]) -> str:
        """Run the module `name` of `modules` to its end; what it prints to stdout."""
        self._written.clear()
        self._context.set_module_loader(modules.__getitem__)
        self._context.eval(modules[name], filename=name, module=True)
        while self._context.execute_pending_job():
            pass
        return self._text_of(STDOUT)

    def printed(self, script: str) -> str:
        """What `script` prints to stdout; it must print nothing to stderr."""
        out, err = self.streams(script)
        assert err == ""
        return out

    def streams(self, script: str) -> tuple[str, str]:
        """What `script` prints to stdout and to stderr."""
        self._written.clear()
        self.run(script)
        return self._text_of(STDOUT), self._text_of(STDERR)

    def _text_of(self, stream: int) -> str:
        return "".join(text for number, text in self._written if number == stream)

    def writes(self) -> list[tuple[int, str]]:
        """The writes of the last script, as (stream, text)."""
        return list(self._written)

    def inspected(self, expression: str) -> str:
        """What `console.log(expression)` prints, without the last line break."""
        printed = self.printed(f"console.log(({expression}))")
        assert printed.endswith("\n")
        return printed[:-1]

    def described(self, expression: str) -> dict[str, Any]:
        """`core.describeError(expression)`, with None for null and for undefined."""
        self._context.get_global().set("core", self._core)
        text: str = self._context.eval(
            "JSON.stringify(core.describeError(" + expression + "), (k, v) => v === undefined ? null : v)",
            filename="main.js",
        )
        description: dict[str, Any] = self._context.parse_json(text).to_python()
        return description


def _promise_state(promise: quickjs.Value) -> dict[str, Any] | None:
    if promise.promise_state is None:
        return None
    if promise.promise_state == "fulfilled":
        return {"state": "fulfilled", "value": promise.result()}
    return {"state": promise.promise_state}
