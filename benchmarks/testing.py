"""B17: `ohosrun test` beside node's own runner and vitest: many trivial cases, the first one, and one again."""

from __future__ import annotations

import os
import time
from pathlib import Path

from benchmarks.figures import Bar, Comparison
from benchmarks.processes import run_measured
from benchmarks.session import NODE, OHOSRUN, OURS, Session

FILES, CASES = 20, 50
RERUNS = 1_000
_FIRST_RERUNS = 50
_OURS = """import {{ describe, it, expect }} from '@ohos/hypium';
export default function test() {{
  describe('suite {number}', () => {{
{cases}  }});
}}
"""
_NODE = """import {{ describe, it }} from 'node:test';
import assert from 'node:assert';
describe('suite {number}', () => {{
{cases}}});
"""
_VITEST = """import {{ describe, it, expect }} from 'vitest';
describe('suite {number}', () => {{
{cases}}});
"""
_OUR_CASE = "    it('case {case}', 0, () => {{ expect({case} + 1).assertEqual({case} + 1); }});\n"
_NODE_CASE = "  it('case {case}', () => {{ assert.strictEqual({case} + 1, {case} + 1); }});\n"
_VITEST_CASE = "  it('case {case}', () => {{ expect({case} + 1).toBe({case} + 1); }});\n"


def measure(session: Session) -> list[Comparison]:
    """Whole runs; what one case costs more than a program; a save; memory."""
    return [_many(session), _first(session), _save(session), _memory(session)]


def _vitest() -> Path | None:
    """The folder of node's packages that vitest is in, of those that NODE_PATH names."""
    folders = [Path(folder) for folder in os.environ.get("NODE_PATH", "").split(os.pathsep) if folder]
    return next((folder for folder in folders if (folder / "vitest" / "vitest.mjs").is_file()), None)


def _written(folder: Path, suffix: str, text: str, case: str, files: int = FILES, cases: int = CASES) -> Path:
    folder.mkdir()
    for number in range(files):
        body = "".join([case.format(case=index) for index in range(cases)])
        (folder / f"f{number:02}{suffix}").write_text(text.format(number=number, cases=body))
    return folder


def _many(session: Session) -> Comparison:
    base = session.prepare()
    ours = _written(base / "ours", ".test.js", _OURS, _OUR_CASE)
    commands: dict[str, tuple[list[str | Path], Path]] = {OURS: ([OHOSRUN, "test"], ours)}
    if NODE:
        folder = _written(base / "node", ".test.mjs", _NODE, _NODE_CASE)
        commands["node --test"] = ([NODE, "--test"], folder)
    packages = _vitest()
    if NODE and packages is not None:
        folder = _written(base / "vitest", ".test.mjs", _VITEST, _VITEST_CASE)
        (folder / "node_modules").symlink_to(packages.resolve())
        commands["vitest"] = ([NODE, "node_modules/vitest/vitest.mjs", "run"], folder)
    times: dict[str, list[float]] = {side: [] for side in commands}
    for number in range(-1, session.samples // 2):
        for side, (command, folder) in commands.items():
            usage = run_measured(command, folder)
            if number >= 0:
                times[side].append(usage.elapsed)
    comparison = Comparison("B17", f"{FILES * CASES} trivial cases in {FILES} files", "ms", times)
    comparison.at_most("cases <= 1.2 x node --test", OURS, "node --test", 1.2)
    comparison.at_most("cases <= 0.5 x vitest", OURS, "vitest", 0.5)
    return comparison


def _first(session: Session) -> Comparison:
    folder = _written(session.prepare() / "one", ".test.ts", _OURS, _OUR_CASE, 1, 1)
    (folder / "hello.ts").write_text("const text: string = 'hello';\nconsole.log(text);\n")
    commands: dict[str, list[str | Path]] = {OURS: [OHOSRUN, "test"], "ohosrun hello.ts": [OHOSRUN, "hello.ts"]}
    times: dict[str, list[float]] = {side: [] for side in commands}
    for number in range(-2, session.samples):
        for side, command in commands.items():
            usage = run_measured(command, folder)
            if number >= 0:
                times[side].append(usage.elapsed)
    comparison = Comparison("B17", "a file of one case, start to end", "ms", times)
    comparison.at_most("one case <= 1.6 x ohosrun hello.ts", OURS, "ohosrun hello.ts", 1.6)
    return comparison


def _save(session: Session) -> Comparison:
    """From a save to the line of the file that it touched, beside running that file."""
    folder = _written(session.prepare() / "watched", ".test.js", _OURS, _OUR_CASE)
    path = folder / "f07.test.js"
    text = path.read_text()
    saves, plain = "from a save to its result", "ohosrun test of that file"
    times: dict[str, list[float]] = {saves: [], plain: []}
    with session.started(OURS, "test", folder, "--watch") as worker:
        for _ in range(FILES):
            worker.wait_for("✓")
        worker.wait_for(str(FILES * CASES))
        for number in range(session.samples):
            time.sleep(0.2)
            before = time.perf_counter()
            path.write_text(f"{text}// {number}\n")
            worker.wait_for("✓")
            times[saves].append((time.perf_counter() - before) * 1000)
            worker.wait_for(str(FILES * CASES))
            times[plain].append(run_measured([OHOSRUN, "test", path.name], folder).elapsed)
    comparison = Comparison("B17", f"one of {FILES} files again under --watch", "ms", times)
    comparison.bars.append(Bar("again under 100 ms", comparison.median(saves), 100))
    comparison.at_most("again <= 1 x a run of the file", saves, plain, 1)
    return comparison


def _memory(session: Session) -> Comparison:
    folder = _written(session.prepare() / "rerun", ".test.js", _OURS, _OUR_CASE, 1, CASES)
    path = folder / "f00.test.js"
    text = path.read_text()
    reruns = session.scaled(RERUNS)
    with session.started(OURS, "test", folder, "--watch") as worker:
        worker.wait_for("✓")
        for number in range(1, _FIRST_RERUNS + reruns + 1):
            if number == _FIRST_RERUNS + 1:
                before = worker.resident()
            path.write_text(f"{text}// {number}\n")
            worker.wait_for("✓")
        growth = worker.resident() - before
    bar = Bar(f"growth after {reruns} reruns <= 5 MB", growth, 5)
    return Comparison("B17", f"growth of resident memory after {reruns} reruns", "MiB", {OURS: [growth]}, [bar])
