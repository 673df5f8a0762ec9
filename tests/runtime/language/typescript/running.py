"""Runs erased TypeScript in the engine and answers what it logged."""

from __future__ import annotations

from typing import Any

import quickjs

from runtime.language.typescript import erase

_LIB = "export const v = 42; export default 'def'; export class K {}"
_LOG = "\nfunction log(...values) { globalThis.written.push(values.map(String).join(' ')); }\n"


def run_erased(text: str) -> tuple[list[str], str]:
    """What the program logged, and the error that ended it or ''."""
    return run_javascript(erase(text).text)


def run_javascript(text: str) -> tuple[list[str], str]:
    """What a module logged, and the error that ended it or ''."""
    context: Any = quickjs.Context()
    context.set_module_loader(_load)
    context.eval("globalThis.written = []")
    error = ""
    try:
        promise = context.eval_function(context.compile(text + _LOG, "case.js", module=True))
        while context.execute_pending_job():
            pass
        if promise.promise_state == "rejected":
            error = str(promise.promise_state)
    except quickjs.JSError as problem:
        error = str(problem)
    finally:
        context.set_module_loader(None)
    return list(context.eval("written").to_python()), error


def _load(name: str) -> str:
    if name == "lib":
        return _LIB
    raise ModuleNotFoundError(name)
