"""One program run in this process, in a session of its own, and what it left behind."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bindings.registry import REGISTRY
from runtime.loop import Loop
from runtime.output.capture import CapturedOutput
from runtime.output.streams import STDERR, STDOUT
from runtime.run.program import Program, program_from_file
from runtime.run.session import Session
from runtime.run.shared import Shared
from runtime.screens import Door
from runtime.settings.table import Settings


@dataclass(frozen=True)
class Outcome:
    """The exit code, and what was printed to each stream."""

    code: int
    stdout: str
    stderr: str

    @property
    def lines(self) -> list[str]:
        return self.stdout.splitlines()


def run_program(
    text: str,
    *,
    loop: Loop | None = None,
    shared: Shared | None = None,
    name: str = "/program/main.js",
    dialect: str = "js",
    **settings: Any,
) -> Outcome:
    """Run `text`, a program that is not on disk, to its end. `settings` are those of runtime/settings/table.py."""
    return _run(Program(name, text, dialect), loop, shared, settings)


def run_files(
    folder: Path, files: Mapping[str, str | bytes], entry: str = "main.js", *, door: Door | None = None, **settings: Any
) -> Outcome:
    """Write `files` into `folder` and run `entry`; `door` says what is to be done if it is a screen."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    program = program_from_file(str(folder / entry))
    if door is None:
        return _run(program, None, None, settings)
    shared = Shared(REGISTRY.with_door(door))
    loop = Loop()
    try:
        return _run(program, loop, shared, settings)
    finally:
        shared.close()
        loop.close()


def _run(program: Program, loop: Loop | None, shared: Shared | None, settings: Mapping[str, Any]) -> Outcome:
    output = CapturedOutput(styled=False)
    own_loop = loop or Loop()
    own_shared = shared or Shared(REGISTRY)
    try:
        code = Session(program, Settings(**settings), output, own_loop, own_shared).run()
    finally:
        if shared is None:
            own_shared.close()
        if loop is None:
            own_loop.close()
    written = {STDOUT: "", STDERR: ""}
    for stream, text in output.pieces():
        written[stream] += text
    return Outcome(code, written[STDOUT], written[STDERR])
