"""Runs snippets in this process, each in a session of its own, and reads what they report as JSON lines."""

from __future__ import annotations

import json
import re
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bindings.registry import REGISTRY
from runtime.loop import Loop
from runtime.output.capture import CapturedOutput
from runtime.output.streams import STDERR, STDOUT
from runtime.run.program import Program
from runtime.run.session import Session
from runtime.run.shared import Shared
from runtime.settings.table import Settings

PROGRAM = str(Path(tempfile.gettempdir(), "snippet.js"))
_PRELUDE = "import http from '@ohos.net.http'; const report = (value) => console.log(JSON.stringify(value)); "


@dataclass(frozen=True)
class Outcome:
    """What a snippet left behind. `reports` are the values it gave to report(), in their order."""

    exit_code: int
    stdout: str
    stderr: str

    @property
    def reports(self) -> list[Any]:
        return [json.loads(line) for line in self.stdout.splitlines()]

    @property
    def report(self) -> Any:
        """The one value that was reported."""
        (value,) = self.reports
        return value

    @property
    def notes(self) -> list[str]:
        """The texts of the device notes, without place."""
        notes = [line for line in self.stderr.splitlines() if line.startswith("note: ")]
        return [note.split(": ", 2)[2] if ".js:" in note else note for note in notes]


def run_snippet(code: str, **settings: Any) -> Outcome:
    """Run `code`, with `http` imported and `report` defined on its first line."""
    return run_program(_PRELUDE + code, **settings)


def run_program(text: str, **settings: Any) -> Outcome:
    """Run `text` as it is; `timeout` is 20 s if it is not given."""
    settings.setdefault("timeout", 20.0)
    output = CapturedOutput(styled=False)
    loop = Loop()
    shared = Shared(REGISTRY)
    try:
        exit_code = Session(Program(PROGRAM, text), Settings(**settings), output, loop, shared).run()
    finally:
        shared.close()
        loop.close()
    pieces = output.pieces()
    return Outcome(
        exit_code,
        "".join(text for stream, text in pieces if stream == STDOUT),
        without_loopback_advice("".join(text for stream, text in pieces if stream == STDERR)),
    )


def without_loopback_advice(text: str) -> str:
    """`text` without the hint that programs of tests ask for, which name the servers of this computer."""
    return re.sub(r"^hint: .*: (127\.0\.0\.1|localhost) is the device itself on a device, .*\n", "", text, flags=re.M)


def request_once(url: str, options: str = "{}", **settings: Any) -> Outcome:
    """One request in promise form: reports {data} (with the keys of data in `keys`) or {error}."""
    code = (
        f"http.createHttp().request({json.dumps(url)}, {options})"
        ".then((data) => report({ data, keys: Object.keys(data) }), (error) => report({ error }));"
    )
    return run_snippet(code, **settings)
