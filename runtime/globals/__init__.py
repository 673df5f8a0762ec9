"""What scripts find without importing, and the ops below it: console, timers, the reporting of errors."""

from __future__ import annotations

import os

from runtime.engine import bytecode

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from runtime.engine.bytecode import Library
    from runtime.engine.quickjs import Engine
    from runtime.loop import Loop
    from runtime.output.streams import Output

FOLDER = os.path.dirname(os.path.abspath(__file__))

# In this order: each may use what the ones before it put on `core`.
FILES = (
    "primordials.js",
    "inspector.js",
    "bootstrap.js",
    "rejections.js",
    "console.js",
    "timers.js",
    "implicit.js",
    "locale.js",
)

# What inspector.js asks for when a script first prints something that is no string.
FILES_ON_DEMAND = (
    "inspect/text.js",
    "inspect/kinds.js",
    "inspect/entries.js",
    "inspect/index.js",
    "errors.js",
    "format.js",
    "table.js",
)


def install_console_ops(
    engine: Engine, output: Output, loop: Loop, note_locale: Callable[[str, str], None] = lambda _name, _stack: None
) -> None:
    """The ops of console.js, and of locale.js."""
    engine.set_op(engine.ops, "noteLocale", note_locale)
    engine.set_op(engine.ops, "write", output.write)
    engine.set_op(engine.ops, "styled", output.styled)
    engine.set_op(engine.ops, "now", loop.now)
    engine.set_op(engine.ops, "promiseState", engine.promise_state)


def run_files(engine: Engine, library: Library) -> None:
    """Evaluate the JavaScript of this folder; every op it uses must be in place."""
    blobs = library.get(
        "globals",
        lambda: bytecode.load(
            FOLDER,
            FILES + FILES_ON_DEMAND,
            lambda text, name: engine.compile_internal(text, "globals/" + name),
        ),
    )
    engine.set_op(engine.ops, "evaluateFile", lambda name: engine.evaluate_bytecode(blobs[name]))
    for name in FILES:
        engine.evaluate_bytecode(blobs[name])(engine.core)
