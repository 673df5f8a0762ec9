"""`ohosrun test --coverage`: what is counted, what is left out, what is told, and that counting changes nothing."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from runtime.testing.coverage.reports import ranges
from runtime.testing.coverage.results import FileCoverage, merged
from runtime.testing.results import UnitRun
from tests.command import Command
from tests.runtime.testing.running_tests import outcome, printed, run_unit

Script = Callable[..., Path]

CODE = """import { hidden } from './hidden';
export enum Colour { Red, Green }
interface Shape { sides: number }
export class Box implements Shape {
  constructor(public readonly sides: number, private colour = Colour.Red) {}
  name = (): string => this.colour === Colour.Red ? 'red' : 'green';
  fail(): never {
    const text: string = hidden<string>('x'); if (text) throw new TypeError(text + this.sides);
    throw new Error('never');
  }
}
export function unused(x: number): number {
  if (x > 1)
    return x;
  return x && -x;
}
"""
HIDDEN = "export const hidden = <T>(value: T): T => value;\n"
TEST = """import { describe, it, expect } from '@ohos/hypium';
import { Box } from './code';
export default function test() {
  describe('box', () => {
    it('has a name', 0, () => { expect(new Box(4).name()).assertEqual('red'); });
    it('fails', 0, () => { new Box(3).fail(); });
  });
}
"""


@pytest.fixture
def counted(script: Script, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> UnitRun:
    """A run with coverage of a class that is in part tested."""
    monkeypatch.chdir(tmp_path)
    script(CODE, "code.ets")
    script(HIDDEN, "hidden.ts")
    return run_unit(script(TEST, "box.test.ets"), {"--coverage": [""]})


def of(run: UnitRun, name: str) -> FileCoverage:
    """The coverage of one file."""
    return next(file for file in merged([run.coverage]) if Path(file.path).name == name)


def test_lines_functions_and_branches_of_arkts(counted: UnitRun) -> None:
    file = of(counted, "code.ets")
    # Two boxes; the name of one. What became of the enum, and of the parameter properties, nobody wrote.
    assert file.lines == {6: 2, 8: 1, 9: 0, 13: 0, 14: 0, 15: 0}
    assert {file.map["fnMap"][number]["name"]: count for number, count in file.functions.items()} == {
        "constructor": 2, "name": 1, "fail": 1, "unused": 0,
    }  # fmt: skip
    ways = {(file.map["branchMap"][number]["type"], file.map["branchMap"][number]["line"]): counts
            for number, counts in file.branches.items()}  # fmt: skip
    assert ways == {
        ("default-arg", 5): [2], ("cond-expr", 6): [1, 0], ("if", 8): [1, 0], ("if", 13): [0, 0],
        ("binary-expr", 15): [0, 0],
    }  # fmt: skip


def test_tests_are_left_out(counted: UnitRun) -> None:
    assert sorted(Path(path).name for path in counted.coverage) == ["code.ets", "hidden.ts"]


def test_places_of_errors_are_those_without_counters(counted: UnitRun, tmp_path: Path) -> None:
    plain = run_unit(tmp_path / "box.test.ets")
    assert [(case.at, case.screen) for case in counted.cases] == [(case.at, case.screen) for case in plain.cases]
    assert "code.ets:8:67" in counted.cases[1].screen
    assert not plain.coverage


FAILURES = {
    "a.ets": "export class A { private f(n: number): number { return n > 0 ? this.f(n - 1) : (undefinedName + 1); } }\n"
    "export const run = (): number => new A()['f'](2);",
    "b.ts": "interface I { a?: { b: number } }\nexport const run = (v: I = {}): number => v.a!.b ?? v!.a!.b;",
    "c.ets": "export async function run(): Promise<void> {\n"
    "  const o: Record<string, Function> = {}; if (o) o.nothing(); }",
    "d.ts": "export enum E { A = 1, B }\nexport const run = () => { const e: E = E.B; if (e === 2) throw E[e]; };",
    "e.ts": "export const run = (): void => {\n"
    "  [1].forEach((n: number) => { n && (() => { throw new Error('deep'); })(); }); };",
    "f.ts": "const a: number = 1; import { nope } from './gone'; export const run = (): void => { nope(); };",
    "g.ts": "import { nope } from './code.ets'; export const run = (): void => { nope(); };",
    "h.js": "export const run = () => {\n  const a = ;\n};",
    "i.ets": "export const run = (): void => {\n  const a: number = ;\n};",
    "j.ets": "import { expect } from '@ohos/hypium';\nexport const run = () => {\n"
    "  if (1) expect('a').assertEqual('b');\n};",
}


@pytest.mark.parametrize("name", FAILURES)
def test_errors_read_the_same(script: Script, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.chdir(tmp_path)
    script(CODE, "code.ets")
    script(HIDDEN, "hidden.ts")
    script(FAILURES[name], name)
    path = script(
        f"import {{ describe, it }} from '@ohos/hypium';\nimport {{ run }} from './{name}';\n"
        "export default () => describe('A', () => { it('c', 0, async () => { await run(); }); });\n",
        "one.test.js",
    )
    plain, counted = run_unit(path), run_unit(path, {"--coverage": [""]})
    assert counted.is_failed
    assert (counted.problem, [case.screen for case in counted.cases]) == (
        plain.problem, [case.screen for case in plain.cases],
    )  # fmt: skip


def test_istanbul_s_object_is_there_for_whoever_reads_it(
    script: Script, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    script("export const twice = (x) => x * 2;\nexport function never() { return 1 || 2; }\n", "code.js")
    body = TEST.replace("{ Box } from './code'", "{ twice } from './code.js'").replace(
        "new Box(3).fail();", "twice(2); console.log(JSON.stringify(globalThis.__coverage__));"
    ).replace("new Box(4).name()", "String(twice(2) === 4 && 'red')")  # fmt: skip
    run = run_unit(script(body, "one.test.js"), {"--coverage": [""]})
    assert set(outcome(run).values()) == {"passed"}
    ((path, entry),) = json.loads(printed(run)[0]).items()
    assert path == str(tmp_path / "code.js")
    assert entry["s"] == {"0": 1, "1": 2, "2": 0}
    assert entry["f"] == {"0": 2, "1": 0}
    assert entry["b"] == {"0": [0, 0]}
    assert entry["statementMap"]["1"] == {"start": {"line": 1, "column": 28}, "end": {"line": 1, "column": 33}}
    assert entry["fnMap"]["1"]["name"] == "never"
    assert entry["branchMap"]["0"]["locations"][1] == {
        "start": {"line": 2, "column": 38}, "end": {"line": 2, "column": 39},
    }  # fmt: skip


def test_a_program_that_lets_nothing_be_added_is_counted(
    script: Script, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    script("import './two.js';\nexport const one = 1;\n", "one.js")
    script("export const two = 2;\n", "two.js")
    for change in ("Object.freeze(globalThis);", "globalThis.__coverage__ = 'mine'; delete globalThis.JSON;"):
        body = f"{change} const {{ one }} = await import('./one.js'); expect(one).assertEqual(1);"
        path = script(
            "import { describe, it, expect } from '@ohos/hypium';\n"
            f"export default () => describe('A', () => {{ it('c', 0, async () => {{ {body} }}); }});\n",
            "one.test.js",
        )
        run = run_unit(path, {"--coverage": [""]})
        assert set(outcome(run).values()) == {"passed"}
        assert of(run, "one.js").lines == {2: 1} and of(run, "two.js").lines == {1: 1}


def test_files_of_a_circle_count_before_they_are_evaluated(
    script: Script, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    script("import { b } from './b.js';\nexport function a() { return 1; }\nexport const c = b;\n", "a.js")
    script("import { a } from './a.js';\nexport const b = a();\n", "b.js")
    body = TEST.replace("{ Box } from './code'", "{ c } from './a.js'").replace("new Box(4).name()", "c ? 'red' : ''")
    run = run_unit(script(body.replace("new Box(3).fail()", "c"), "one.test.js"), {"--coverage": [""]})
    assert set(outcome(run).values()) == {"passed"}
    assert of(run, "a.js").lines == {2: 1, 3: 1}


@pytest.fixture
def project(script: Script) -> None:
    """A project with code that is tested in part, a mock and a package."""
    script("{}", "build-profile.json5")
    script(TEST.replace("./code", "../main/ets/code").replace(
        "it('fails'", "it('reads', 0, () => { pack(); clock(); });\n    xit('fails'").replace(
        "import { Box", "import { pack } from 'pack';\nimport { clock } from '../main/ets/clock';\nimport { Box"),
        "entry/src/test/Box.test.ets")  # fmt: skip
    script("import box from './Box.test';\nexport default function list() { box(); }\n", "entry/src/test/List.test.ets")
    script(CODE, "entry/src/main/ets/code.ets")
    script(HIDDEN, "entry/src/main/ets/hidden.ts")
    script("export const clock = (): number => 1;\n", "entry/src/main/ets/clock.ets")
    script("export const clock = (): number => 2;\n", "entry/src/mock/clock.mock.ets")
    script("{ 'clock.ets': { source: 'src/mock/clock.mock.ets' } }", "entry/src/mock/mock-config.json5")
    script("export const pack = (): number => 1;\n", "oh_modules/pack/Index.ets")


@pytest.mark.usefixtures("project")
def test_a_project(ohosrun: Command, tmp_path: Path) -> None:
    run = ohosrun("test", "--coverage-reporter", "text,lcov,html,json", "--coverage-dir", "out", "--coverage-min=70")
    assert run.returncode == 1
    rows = [line.split() for line in run.stdout.splitlines()]
    assert ["entry/src/main/ets/hidden.ts", "50", "100", "0", "100"] in rows
    assert ["entry/src/main/ets/code.ets", "22.22", "22.22", "50", "16.66", "8-9,13-15"] in rows
    assert [row[0] for row in rows if row and row[0].startswith("entry/src/main")] == [
        "entry/src/main/ets/code.ets", "entry/src/main/ets/hidden.ts",
    ]  # fmt: skip
    assert "error: --coverage-min: 22.22 % of branches (2 of 9), not 70 %" in run.stderr
    assert "note: the coverage is in out" in run.stderr
    lcov = (tmp_path / "out" / "lcov.info").read_text()
    assert "SF:entry/src/main/ets/code.ets\nFN:5,constructor\n" in lcov
    assert "DA:6,1\nDA:8,0\nDA:9,0\nDA:13,0\nDA:14,0\nDA:15,0\nLF:6\nLH:1\n" in lcov
    page = (tmp_path / "out" / "entry" / "src" / "main" / "ets" / "code.ets.html").read_text()
    assert '<span class="statement" title="statement not run">return x;</span>' in page
    assert '<span class="branch" title="branch not taken">&#x27;green&#x27;</span>' in page
    assert 'href="entry/src/main/ets/code.ets.html"' in (tmp_path / "out" / "index.html").read_text()
    final = json.loads((tmp_path / "out" / "coverage-final.json").read_text())
    assert set(final[str((tmp_path / "entry/src/main/ets/code.ets").resolve())]) >= {
        "path",
        "statementMap",
        "s",
        "f",
        "b",
    }


STACK = """export class Stack {
  #items = [];
  push(value) {
    if (value === undefined) {
      throw new TypeError('nothing to push');
    }
    this.#items.push(value);
    return this;
  }
  pop() {
    if (this.#items.length === 0) return null;
    return this.#items.pop();
  }
  peek = () => {
    const { length } = this.#items;
    return length > 0 ? this.#items[length - 1] : null;
  };
}
export function grade(points) {
  switch (true) {
    case points > 90:
      return 'A';
    case points > 50: {
      const rest = points - 50;
      return rest > 20 ? 'B' : 'C';
    }
    default:
      return 'F';
  }
}
export function unused(a) {
  for (const b of a) {
    if (b) continue;
    grade(b);
  }
  try {
    a();
  } catch {
    return 1;
  }
}
"""
USED = "const s = new Stack(); s.push(1); s.pop(); s.push(2); s.peek(); grade(95); grade(60);"


def lines_that_did_not_run(tracefile: Path) -> set[int]:
    """By the record of code.js."""
    records = tracefile.read_text("utf-8").split("end_of_record")
    record = next(part for part in records if "code.js\n" in part)
    lines = [line.removeprefix("DA:").split(",") for line in record.splitlines() if line.startswith("DA:")]
    return {int(line) for line, count in lines if count == "0"}


def test_lines_are_those_of_c8(ohosrun: Command, script: Script, tmp_path: Path) -> None:
    folders = [Path(folder) for folder in os.environ.get("NODE_PATH", "").split(os.pathsep) if folder]
    c8 = next((found for folder in folders if (found := folder / "c8" / "bin" / "c8.js").is_file()), None)
    node = shutil.which("node")
    if node is None or c8 is None:
        pytest.skip("there is no node with the package c8 (NODE_PATH)")
    script(STACK, "code.js")
    script('{"type": "module"}', "package.json")
    imports = "import { Stack, grade } from './code.js';\n"
    script(f"{imports}{USED}\n", "run.js")
    script(
        f"import {{ describe, it }} from '@ohos/hypium';\n{imports}"
        f"export default () => describe('A', () => {{ it('c', 0, () => {{ {USED} }}); }});\n",
        "a.test.js",
    )
    subprocess.run([node, c8, "--reporter=lcovonly", node, "run.js"], cwd=tmp_path, check=True)
    assert ohosrun("test", "--coverage", "--coverage-dir", "ours").returncode == 0
    theirs, ours = (lines_that_did_not_run(tmp_path / folder / "lcov.info") for folder in ("coverage", "ours"))
    # c8 has every line of the text, also those on which no statement begins.
    unreached = ("throw", "return 'F'", "for (", "if (b)", "grade(b)", "try", "a();", "return 1;")
    expected = {number for number, line in enumerate(STACK.split("\n"), 1) if line.strip().startswith(unreached)}
    assert ours == expected
    assert expected <= theirs


def test_what_several_files_ran_is_put_together(ohosrun: Command, script: Script, tmp_path: Path) -> None:
    script("export const once = () => 1;\nexport const twice = () => 2;\n", "code.js")
    for name, calls in (("a", "once(); twice();"), ("b", "twice();")):
        script(
            "import { describe, it } from '@ohos/hypium';\nimport { once, twice } from './code.js';\n"
            f"export default () => describe('A', () => {{ it('c', 0, () => {{ {calls} }}); }});\n",
            f"{name}.test.js",
        )
    for jobs in ("1", "2"):
        ohosrun("test", "--coverage", "--jobs", jobs)
        assert "DA:1,2\nDA:2,2\nLF:2" in (tmp_path / "coverage" / "lcov.info").read_text("utf-8")
        assert "FNDA:1,once\nFNDA:2,twice\n" in (tmp_path / "coverage" / "lcov.info").read_text("utf-8")


@pytest.mark.usefixtures("project")
def test_files_that_no_test_loads(ohosrun: Command, script: Script) -> None:
    script("export function lonely(): number {\n  return 1;\n}\n", "entry/src/main/ets/lonely.ets")
    script("interface I { }}", "entry/src/main/ets/broken.ts")
    script("export declare function f(): void;\n", "entry/src/main/ets/types.d.ts")
    run = ohosrun("test", "--coverage-all", "--coverage-reporter", "text")
    rows = [line.split() for line in run.stdout.splitlines()]
    assert [row for row in rows if row and row[0].startswith("entry/src/main/ets/")] == [
        ["entry/src/main/ets/clock.ets", "0", "100", "0", "0", "1"],
        ["entry/src/main/ets/code.ets", "22.22", "22.22", "50", "16.66", "8-9,13-15"],
        ["entry/src/main/ets/hidden.ts", "50", "100", "0", "100"],
        ["entry/src/main/ets/lonely.ets", "0", "100", "0", "0", "2"],
    ]


@pytest.mark.usefixtures("project")
def test_a_report_for_programs_stays_alone_on_standard_output(ohosrun: Command, tmp_path: Path) -> None:
    run = ohosrun("test", "-s", "coverage", "true", "--coverage-reporter", "text", "--reporter", "json")
    assert run.returncode == 0, run.stderr
    assert json.loads(run.stdout)
    assert "All files" in run.stderr
    assert not (tmp_path / "coverage").exists()


@pytest.mark.parametrize(("arguments", "message"), [
    (["--coverage-reporter", "cobertura"], "--coverage-reporter: expected one of text, lcov, html, json"),
    (["--coverage-min", "101"], "--coverage-min: expected a percentage, 0 to 100, not 101"),
    (["--coverage-min", "x"], "--coverage-min: expected a whole number, 0 or more, not 'x'"),
    (["--coverage", "--watch"], "--coverage does not go with --watch"),
])  # fmt: skip
def test_wrong_usage(ohosrun: Command, arguments: list[str], message: str) -> None:
    run = ohosrun("test", *arguments)
    assert (run.returncode, message in run.stderr) == (2, True), run.stderr


def test_ranges_of_lines() -> None:
    assert ranges([3, 4, 5, 9]) == "3-5,9"
    assert ranges(range(1, 60, 2)).endswith("23,…")
