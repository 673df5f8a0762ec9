"""Test files run in this process, and what is known of them then."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from bindings.registry import REGISTRY
from runtime.settings.table import Settings
from runtime.testing.options import TestOptions
from runtime.testing.results import WORDS, Unit, UnitRun
from runtime.testing.selection import DeviceOptions
from runtime.testing.teller import Teller
from runtime.testing.worker import Job, run_here

IMPORTS = """import {
  ArgumentMatchers, DEFAULT, Hypium, Level, MockKit, Size, SkipError, SysTestKit, TestType, afterAll, afterEach,
  afterEachIt, afterItSpecified, beforeAll, beforeEach, beforeEachIt, beforeItSpecified, describe, expect, it, when,
  xdescribe, xit,
} from '@ohos/hypium';
"""


def run_unit(
    path: Path, flags: Mapping[str, list[str]] | None = None, *, lines: tuple[int, ...] = (), **settings: Any
) -> UnitRun:
    """Run the test file at `path`."""
    options = TestOptions(flags or {})
    values = Settings(**settings)
    options.timeout = int(values.test_timeout)
    unit = Unit(str(path.resolve()), lines=lines)
    run = UnitRun(unit, 0, path.name)
    teller = Teller([run], [], False)
    job = Job([unit], lambda _unit: values, options, DeviceOptions(options.device), REGISTRY, styled=False)
    for index, message in run_here(job):
        teller.take(index, message)
    teller.finish()
    return run


def run_tests(folder: Path, body: str, flags: Mapping[str, list[str]] | None = None, **settings: Any) -> UnitRun:
    """Run a test file whose default function has `body`; `log(text)` is console.log."""
    path = folder / "one.test.js"
    path.write_text(f"{IMPORTS}const log = console.log;\nexport default function test() {{\n{body}\n}}\n")
    return run_unit(path, flags, **settings)


def outcome(run: UnitRun) -> dict[str, str]:
    """Case -> how it ended, in the order in which they ran."""
    assert not run.problem, run.problem
    return {run.full_name(case): WORDS[case.status] for case in run.selected}


def verdict(folder: Path, statement: str) -> tuple[str, str]:
    """How a case with this one statement ends, and what it says."""
    run = run_tests(folder, f"describe('d', () => {{ it('c', 0, async () => {{ {statement} }}); }});")
    assert not run.problem, run.problem
    return WORDS[run.cases[0].status], run.cases[0].message


def printed(run: UnitRun) -> list[str]:
    """The lines that the cases have printed, and what came after them."""
    pieces = [text for case in run.selected for _stream, text in case.output]
    return "".join([*pieces, *(text for _stream, text in run.output)]).split("\n")[:-1]
