"""`ohosrun test` as a user runs it: what it finds, selects and says, and how it exits."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.command import Command, Run

Script = Callable[..., Path]

FILE = """import {{ describe, it, expect }} from '@ohos/hypium';
export default function test() {{
  describe('{name}', () => {{
    it('passes', 0, () => {{ expect(1).assertEqual(1); }});
{more}  }});
}}
"""


def of(name: str, more: str = "") -> str:
    return FILE.format(name=name, more=more)


@pytest.fixture
def project(script: Script) -> None:
    """A project of two modules: one with local tests, one with tests of a device."""
    script("{ 'app': {}, /* modules */ 'modules': [], }", "build-profile.json5")
    script("{ name: 'x', }", "oh-package.json5")
    script(
        "import one from './One.test';\nimport two from './Two.test';\n// import off from './Off.test';\n"
        "export default function list() {\n  two();\n  one();\n}\n",
        "entry/src/test/List.test.ets",
    )
    script("export interface Shape { name: string }\n"
        "export const size = (shape: Shape): number => shape.name.length;\n",
           "entry/src/main/ets/Shape.ets")  # fmt: skip
    script(of("One", "    it('types', 0, () => {\n      const shape: Shape = { name: 'abc' };\n"
                     "      expect(size(shape)).assertEqual(3);\n    });\n").replace(
        "\nexport", "\nimport { size, Shape } from '../main/ets/Shape';\nexport", 1),
        "entry/src/test/One.test.ets")  # fmt: skip
    script(of("Two"), "entry/src/test/Two.test.ets")
    script(of("Off"), "entry/src/test/Off.test.ets")
    script("import three from './Three.test';\nexport default function list() { three(); }\n",
           "feature/src/ohosTest/ets/test/List.test.ets")  # fmt: skip
    script(of("Three"), "feature/src/ohosTest/ets/test/Three.test.ets")
    script(of("Never"), "oh_modules/x/src/test/Never.test.ets")


def names(run: Run) -> list[str]:
    """The cases that --list names."""
    return [line.split("  ", 1)[1] for line in run.stdout.splitlines()]


@pytest.mark.usefixtures("project")
def test_a_project_is_found_from_any_of_its_folders(ohosrun: Command, tmp_path: Path) -> None:
    run = ohosrun("test", cwd=tmp_path / "entry" / "src")
    assert run.returncode == 0
    assert "4 passed · 4 cases in 2 files" in run.stdout
    assert "no List calls test/Off.test.ets: not run, as on a device; --unlisted runs them" in run.stderr


@pytest.mark.usefixtures("project")
@pytest.mark.parametrize(("arguments", "found"), [
    ((), ["Two > passes", "One > passes", "One > types", "Three > passes"]),
    (("--unlisted",), ["Two > passes", "One > passes", "One > types", "Off > passes", "Three > passes"]),
    (("--isolate",), ["One > passes", "One > types", "Two > passes", "Three > passes"]),
    (("entry",), ["Two > passes", "One > passes", "One > types"]),
    (("entry/src/test/One.test.ets",), ["One > passes", "One > types"]),
    (("entry/src/test/Off.test.ets", "feature"), ["Off > passes", "Three > passes"]),
    (("entry/src/test/One.test.ets:7",), ["One > types"]),
    (("entry/src/test/One.test.ets:5:1",), ["One > passes"]),
    (("-t", "^T.*pass"), ["Two > passes", "Three > passes"]),
    (("-s", "class", "One#types,Three"), ["One > types", "Three > passes"]),
    (("-s", "notClass", "T"), ["One > passes", "One > types"]),
    (("-s", "notClass", "One#types"), ["Two > passes", "One > passes", "Three > passes"]),
])  # fmt: skip
def test_what_is_selected(ohosrun: Command, arguments: tuple[str, ...], found: list[str]) -> None:
    assert names(ohosrun("test", "--list", *arguments)) == found


@pytest.mark.usefixtures("project")
def test_shards_are_all_of_it(ohosrun: Command) -> None:
    parts = [names(ohosrun("test", "--list", f"--shard={part}/3", "--pass-with-no-tests")) for part in (1, 2, 3)]
    assert sorted(name for part in parts for name in part) == sorted(names(ohosrun("test", "--list")))


@pytest.mark.usefixtures("project")
def test_a_list_as_a_device_prints_it(ohosrun: Command) -> None:
    run = ohosrun("test", "--list", "--json", "entry")
    assert json.loads(run.stdout) == {
        "suites": [{"Two": [{"itName": "passes"}]}, {"One": [{"itName": "passes"}, {"itName": "types"}]}]
    }


def test_a_folder_that_is_no_project(ohosrun: Command, script: Script) -> None:
    script(of("A"), "a/A.test.js")
    script(of("B").replace("1)", "1 as number)"), "b/B.test.ts")
    script(of("C"), "node_modules/c/C.test.js")
    assert names(ohosrun("test", "--list")) == ["A > passes", "B > passes"]


MIXED = of("Mixed", """
    it('fails: #1, 'quoted" & <x>', 0, () => { console.log('printed');
      expect({ a: [1] }).assertDeepEquals({ a: [2] }); });
    it('errors', 0, () => { null.x; });
    it('says why', 0, () => { expect(1).message('because').assertEqual(2); });
""".replace("'fails: #1, 'quoted\"", "'fails: #1, \\'quoted\""))  # fmt: skip


def test_the_screen_of_failures(ohosrun: Command, script: Script) -> None:
    script(MIXED, "m.test.js")
    run = ohosrun("test", "--reporter", "tree")
    assert run.returncode == 1
    assert "3 errors" not in run.stdout and "2 failed, 1 error, 1 passed · 4 cases in 1 file" in run.stdout
    screen = run.stdout[run.stdout.index("\nfailed ") :]
    assert "failed m.test.js > Mixed > fails: #1, 'quoted\" & <x>\n" in screen
    assert "    - expected: { a: [ 2 ] }\n    + actual:   { a: [ 1 ] }\n    at m.test.js:7:" in screen
    assert "  it printed:\n  | printed\n" in screen
    assert "TypeError: cannot read property 'x' of null" in screen


def test_what_a_hook_that_failed_has_printed_is_shown(ohosrun: Command, script: Script) -> None:
    script("""import { afterAll, describe, it } from '@ohos/hypium';
        export default () => describe('A', () => {
          afterAll(() => { console.log('by the hook'); throw new Error('x'); });
          it('c', 0, () => { console.log('by the case'); });
        });""", "a.test.js")  # fmt: skip
    run = ohosrun("test")
    screen = run.stdout[run.stdout.index("\noutside of cases ") :]
    assert "  it printed:\n  | by the hook\n" in screen
    assert "by the case" not in screen


@pytest.mark.parametrize("name", ["compact", "dot", "tree"])
def test_every_screen_ends_with_the_same_summary(ohosrun: Command, script: Script, name: str) -> None:
    script(MIXED, "m.test.js")
    run = ohosrun("test", "--reporter", name)
    assert run.stdout.splitlines()[-1].startswith("2 failed, 1 error, 1 passed · 4 cases in 1 file · ")


def test_reports_in_files_beside_the_screen(ohosrun: Command, script: Script, tmp_path: Path) -> None:
    script(MIXED, "m.test.js")
    run = ohosrun("test", "--reporter", "junit:j.xml,tap:t.tap", "--reporter=json:r.json", "--reporter=hypium:d.txt")
    assert "2 failed, 1 error, 1 passed" in run.stdout
    root = ElementTree.parse(tmp_path / "j.xml").getroot()
    assert [root.get(key) for key in ("tests", "failures", "errors", "skipped")] == ["4", "2", "1", "0"]
    case = root.findall(".//testcase")[1]
    assert (case.get("classname"), case.get("name")) == ("Mixed", "fails: #1, 'quoted\" & <x>")
    assert (case.get("file"), case.get("line"), case.findtext("system-out")) == ("m.test.js", "6", "printed\n")
    tap = (tmp_path / "t.tap").read_text().splitlines()
    assert tap[0] == "TAP version 14" and tap[-1] == "1..4"
    assert tap[1] == "ok 1 - m.test.js > Mixed > passes"
    assert tap[2] == "not ok 2 - m.test.js > Mixed > fails: \\#1, 'quoted\" & <x>"
    document = json.loads((tmp_path / "r.json").read_text())
    assert [case["status"] for case in document["files"][0]["cases"]] == ["passed", "failed", "error", "failed"]
    assert document["files"][0]["cases"][1]["at"] == {"file": "m.test.js", "line": 7}


def read_as_a_device_side_does(text: str) -> tuple[dict[str, tuple[str, str]], str]:
    """Case -> (code, message), and the result line: prefixes anywhere in a line, closed by `consuming=`."""
    results: dict[str, tuple[str, str]] = {}
    values: dict[str, str] = {}
    code = ""
    for line in text.splitlines():
        if "OHOS_REPORT_STATUS_CODE: " in line:
            code = line.partition("OHOS_REPORT_STATUS_CODE: ")[2]
        elif "OHOS_REPORT_STATUS: " in line:
            name, _, value = line.partition("OHOS_REPORT_STATUS: ")[2].partition("=")
            if name == "consuming":
                results[f"{values['class']}#{values['test']}"] = (code, values["stream"])
            values[name] = value
    found = re.search(r"OHOS_REPORT_RESULT: stream=(.*)\n", text)
    return results, found[1] if found else ""


def test_the_stream_of_a_device(ohosrun: Command, script: Script) -> None:
    script(MIXED.replace("  });\n}", "    describe('In', () => { it('deep', 0, () => {}); });\n  });\n}"), "m.test.js")
    run = ohosrun("test", "--reporter=hypium")
    assert read_as_a_device_side_does(run.stdout) == (
        {
            "Mixed#passes": ("0", ""),
            "Mixed#fails: #1, 'quoted\" & <x>": (
                "-2",
                'Error in fails: #1, \'quoted" & <x>, expect {"a":[1]} deep equals {"a":[2]}',
            ),
            "Mixed#errors": ("-1", "Error in errors, cannot read property 'x' of null"),
            "Mixed#says why": ("-2", "message: because, Error in says why, expect 1 equals 2"),
            "Mixed.In#deep": ("0", ""),
        },
        "Tests run: 5, Failure: 2, Error: 1, Pass: 2, Ignore: 0",
    )
    assert "\nOHOS_REPORT_SUM: 5\nOHOS_REPORT_STATUS: class=Mixed\n" in run.stdout
    assert "\nOHOS_REPORT_SUM: 1\nOHOS_REPORT_STATUS: class=Mixed.In\n" in run.stdout
    assert "OHOS_REPORT_CODE: -1\nOHOS_REPORT_STATUS: taskconsuming=" in run.stdout
    assert (
        "\n\nOHOS_REPORT_STATUS: class=Mixed\nOHOS_REPORT_STATUS: current=1\nOHOS_REPORT_STATUS: id=JS\n"
        "OHOS_REPORT_STATUS: numtests=5\nOHOS_REPORT_STATUS: stream=\nOHOS_REPORT_STATUS: test=passes\n"
        "OHOS_REPORT_STATUS_CODE: 1\n\n"
    ) in run.stdout


def test_errors_alone_are_no_failure_in_the_stream_of_a_device(ohosrun: Command, script: Script) -> None:
    script(of("A", "    it('errors', 0, () => { null.x; });\n"), "a.test.js")
    run = ohosrun("test", "--reporter=hypium")
    assert run.returncode == 1
    assert "Tests run: 2, Failure: 0, Error: 1, Pass: 1, Ignore: 0\nOHOS_REPORT_CODE: 0\n" in run.stdout
    assert "[Hypium]" not in run.stdout


def test_annotations_in_github_actions(ohosrun: Command, script: Script) -> None:
    script(MIXED, "m.test.js")
    run = ohosrun("test", env={"GITHUB_ACTIONS": "true"})
    assert "::error file=m.test.js,line=9,title=Mixed > says why::message: because, expect 1 equals 2\n" in run.stdout
    run = ohosrun("test", "--reporter=json", env={"GITHUB_ACTIONS": "true"})
    assert json.loads(run.stdout)["success"] is False


@pytest.mark.parametrize("strict", [False, True])
def test_a_note_is_an_error_under_strict(ohosrun: Command, script: Script, strict: bool) -> None:
    script("import { it } from '@ohos/hypium';\nexport default () => { it('alone', 0, () => {}); };\n", "a.test.js")
    run = ohosrun("test", *(["--strict"] if strict else []))
    assert run.returncode == int(strict)
    label = "error:" if strict else "note:"
    assert f"{label} a.test.js:2: it('alone') is outside of every describe" in run.stderr


def test_changed_files_and_what_imports_them(ohosrun: Command, script: Script, tmp_path: Path) -> None:
    for name in "ab":
        script("export const x = 1;", f"{name}.js")
        script(f"import './{name}';\n{of(name)}", f"{name}.test.js")
    git = Command(tmp_path, ("git", "-c", "user.name=x", "-c", "user.email=x@example.com"))
    for arguments in (("init", "-q"), ("add", "."), ("commit", "-qm", "one")):
        assert git(*arguments).returncode == 0
    assert names(ohosrun("test", "--list", "--changed")) == []
    script("export const x = 2;", "b.js")
    assert names(ohosrun("test", "--list", "--changed")) == ["b > passes"]
    script(of("c"), "c.test.js")
    assert names(ohosrun("test", "--list", "--changed=HEAD")) == ["b > passes", "c > passes"]
    run = ohosrun("test", "--changed=nowhere")
    assert run.returncode == 2 and "--changed=nowhere: git says: " in run.stderr


@pytest.mark.parametrize(("files", "arguments", "code", "says"), [
    ({"a.test.js": of("A")}, (), 0, "1 passed"),
    ({}, (), 1, "no tests were found"),
    ({}, ("--pass-with-no-tests",), 0, ""),
    ({"a.test.js": "export default () => {};"}, (), 1, "no case was registered"),
    ({"a.test.js": of("A")}, ("-t", "nothing"), 1, "no case is what was asked for"),
    ({"a.test.js": "import './gone';", "b.test.js": of("B")}, (), 1, "1 case in 2 files, 1 could not be loaded"),
    ({"a.test.js": "syntax error(", "b.test.js": of("B")}, (), 1, "1 could not be loaded"),
    ({"a.test.js": "await new Promise(() => {});"}, (), 1, "a top-level await can never settle"),
    ({"a.test.js": of("A")}, ("gone.test.js",), 2, "no such file or folder: gone.test.js"),
    ({"a.test.js": of("A")}, ("-t", "("), 2, "-t: not a regular expression"),
    ({"a.test.js": of("A")}, ("-s", "level", "9"), 2, "-s level: expected 0, 1, 2, 3, 4, not '9'"),
    ({"a.test.js": of("A")}, ("-s", "klass", "A"), 2, "no such option of a device: klass"),
    ({"a.test.js": of("A")}, ("--reporter", "xml"), 2, "--reporter: expected one of"),
    ({"a.test.js": of("A")}, ("--shard", "3/2"), 2, "--shard: expected I/N"),
    ({"a.test.js": of("A")}, ("--bial",), 2, "test has no such option: --bial (did you mean --bail?)"),
    ({"List.test.js": "import a from './List.test';\nexport default () => {};"}, ("List.test.js",), 1, "no case"),
])  # fmt: skip
def test_exit_codes(
    ohosrun: Command, script: Script, files: dict[str, str], arguments: tuple[str, ...], code: int, says: str
) -> None:
    for name, text in files.items():
        script(text, name)
    run = ohosrun("test", *arguments)
    assert run.returncode == code
    assert says in run.stdout + run.stderr
    assert "Traceback" not in run.stderr


def test_bail_retry_and_shuffle(ohosrun: Command, script: Script) -> None:
    body = "    it('flaky', 0, () => { globalThis.n = (globalThis.n ?? 0) + 1; expect(n).assertEqual(3); });\n"
    script(
        of("A", body + "    it('fails', 0, () => { expect().assertFail(); });\n    it('last', 0, () => {});\n"),
        "a.test.js",
    )
    run = ohosrun("test", "--retry", "2", "--reporter", "tree")
    assert "flaky, 3 attempts" in run.stdout and "1 failed, 3 passed, 1 flaky" in run.stdout
    assert "2 failed, 1 passed, 1 not run" in ohosrun("test", "--bail=2").stdout
    assert "1 failed, 1 passed, 2 not run" in ohosrun("test", "-s", "breakOnError", "true").stdout
    run = ohosrun("test", "--shuffle=7", "--reporter", "tap")
    assert run.stdout == ohosrun("test", "--shuffle=7", "--reporter", "tap").stdout
    assert "--shuffle=7" in run.stderr


def test_a_loop_inside_the_engine_ends_its_file_only(ohosrun: Command, script: Script) -> None:
    script(
        of(
            "A",
            "    it('hangs', 0, () => { [].indexOf.call({ length: 2 ** 53 - 1 }, 1); });\n"
            "    it('last', 0, () => {});\n",
        ),
        "a.test.js",
    )
    script(of("B"), "b.test.js")
    run = ohosrun("test", "--test-timeout=100")
    assert run.returncode == 1
    assert "2 passed" in run.stdout and "✓ b.test.js 1/1" in run.stdout


@pytest.mark.parametrize(("body", "said"), [
    ("while (true) {}", "stopped: still running after 0.3 s (--timeout)"),
    ("[].indexOf.call({ length: 2 ** 53 - 1 }, 1);", "its process was ended in 'A > hangs'"),
])  # fmt: skip
def test_the_time_limit_of_a_whole_file(ohosrun: Command, script: Script, body: str, said: str) -> None:
    script(of("A", f"    it('hangs', 0, () => {{ {body} }});\n"), "a.test.js")
    script(of("B"), "b.test.js")
    run = ohosrun("test", "--timeout", "0.3")
    assert run.returncode == 124
    assert said in run.stdout and "✓ b.test.js 1/1" in run.stdout


def test_settings_of_tests(ohosrun: Command, script: Script) -> None:
    script("[test]\nsetup = ['setup.js']\ntimeout = 60\n", "ohosrun.toml")
    script("globalThis.ready = true;", "setup.js")
    script(
        of(
            "A",
            "    it('setup', 0, () => { expect(ready).assertTrue(); });\n"
            "    it('waits', 0, () => new Promise(() => {}));\n",
        ),
        "a.test.js",
    )
    run = ohosrun("test")
    assert "1 error, 2 passed" in run.stdout and "execute timeout 60ms" in run.stdout


def test_files_run_at_the_same_time_are_told_in_order(ohosrun: Command, script: Script) -> None:
    for name in "abcd":
        wait = 30 if name == "a" else 0
        script(of(name, f"    it('waits', 0, (done) => {{ setTimeout(done, {wait}); }});\n"), f"{name}.test.js")
    run = ohosrun("test", "--jobs", "3", "--reporter", "tap")
    assert re.findall(r"ok \d+ - (\w)\.test\.js > \w > passes", run.stdout) == ["a", "b", "c", "d"]


def test_requests_stay_on_this_machine(ohosrun: Command, script: Script) -> None:
    script("""import { describe, it, expect } from '@ohos/hypium';
        import http from '@ohos.net.http';
        export default () => describe('A', () => {
          it('here', 0, async () => {
            expect((await http.createHttp().request('EXAMPLE_URL')).responseCode).assertEqual(200);
          });
          it('there', 0, async () => { await http.createHttp().request('http://host.invalid/'); });
        });""", "a.test.js")  # fmt: skip
    run = ohosrun("test")
    assert "1 error, 1 passed" in run.stdout
    assert "host.invalid" in run.stderr and "--net all" in run.stderr


def test_interrupted_it_tells_what_was_done(ohosrun: Command, script: Script) -> None:
    script(
        of(
            "A",
            "    it('waits', 0, () => { return new Promise((end) => setTimeout(end, 60000)); }, 90000);\n",
        ),
        "a.test.js",
    )
    script(of("B"), "b.test.js")
    with ohosrun.start("test", "--reporter=tree") as running:
        running.wait_for_line("passes")
        running.interrupt()
        run = running.wait(10)
    assert run.returncode == 130
    assert "✓ passes" in run.stdout and "not run" in run.stdout and "stopped: interrupted" in run.stderr
