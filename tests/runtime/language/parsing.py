"""The real engine as the parser that repairs are tried on."""

from __future__ import annotations

import quickjs

from runtime.language.problems import SyntaxProblem
from runtime.language.source import prepare, problem_from_engine


def engine_error(text: str) -> tuple[str, str] | None:
    """What the engine says of a module's text, message and stack, or None when it parses."""
    context = quickjs.Context()
    context.set_module_loader(lambda name: "export default 0; export const x = 1;")
    try:
        context.compile(text, "file.js", module=True)
    except quickjs.JSError as error:
        return str(error), getattr(error, "js_stack", None) or ""
    finally:
        context.set_module_loader(None)
    return None


def parse(text: str) -> SyntaxProblem | None:
    """The engine as prepare() asks it."""
    error = engine_error(text)
    return None if error is None else problem_from_engine(*error, text)


def repaired_text(text: str) -> str:
    """The text after its repairs; fails when it could not be repaired."""
    prepared = prepare(text, parse)
    assert prepared.problem is None, prepared.problem
    return prepared.text
