"""Programs that use modules of the system, run in this process; what they report comes back as values."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tests.runtime.run.running_program import Outcome, run_files

_PRELUDE = (
    "const report = (...values) => console.log(JSON.stringify(values.length === 1 ? values[0] : values) ?? 'null'); "
    "const failure = (work) => { try { work(); return 'no error'; } "
    "catch (error) { return [error.code, error.message]; } }; "
    "const rejected = (promise) => promise.then(() => 'no error', (error) => [error.code, error.message]); "
)


def run(folder: Path, code: str, **settings: Any) -> Outcome:
    """Run `code` in `folder`, where its files are kept too; it has report(), failure() and rejected()."""
    settings.setdefault("timeout", 20.0)
    settings.setdefault("data_dir", str(folder / "data"))
    imports, _, rest = code.partition("---\n") if "---\n" in code else ("", "", code)
    return run_files(folder, {"main.js": f"{imports}{_PRELUDE}{rest}"}, **settings)


def reports(folder: Path, code: str, **settings: Any) -> list[Any]:
    """What `code` reported, in order; it must have ended well."""
    outcome = run(folder, code, **settings)
    assert outcome.code == 0, outcome.stderr
    return [json.loads(line) for line in outcome.lines]
