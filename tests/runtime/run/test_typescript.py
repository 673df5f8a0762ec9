"""TypeScript and ArkTS as programs: what runs, and where their errors are shown."""

from __future__ import annotations

from pathlib import Path

import pytest

from runtime.screens import Door
from tests.runtime.run.running_program import run_files, run_program

pytestmark = pytest.mark.usefixtures("in_the_folder")


@pytest.mark.parametrize("entry", ["main.ts", "main.mts", "main.ets"])
def test_a_program_runs(entry: str, tmp_path: Path) -> None:
    text = "enum E { A, B }\nconst of = <T>(x: T): T => x;\nconsole.log(of<number>(2), E[1]);\n"
    assert run_files(tmp_path, {entry: text}, entry).stdout == "2 B\n"


@pytest.mark.parametrize("kind", ["utf-8-sig", "CRLF"])
def test_marks_and_line_ends_change_nothing(kind: str, tmp_path: Path) -> None:
    text = "interface A {\n  b: number\n}\nconst a: A = { b: 1 }\nthrow new Error(`${a.b}`)\n"
    data = text.encode(kind) if kind != "CRLF" else text.replace("\n", "\r\n").encode()
    outcome = run_files(tmp_path, {"main.ts": data}, "main.ts")
    assert "  at main.ts:5:11\n" in outcome.stderr


def test_imports_find_files_in_the_order_of_projects(tmp_path: Path) -> None:
    files = {
        "main.js": "import a from './a'; import b from './b'; import c from './c'; import './d'; console.log(a, b, c);",
        "a.ets": "export default 'ets' as string",
        "a.ts": "export default 'ts'",
        "b.mts": "export default 'mts'",
        "b.js": "export default 'js'",
        "c/Index.ets": "export default 'Index'",
        "c/index.ts": "export default 'index'",
        "d/index.mjs": "console.log('d')",
    }
    assert run_files(tmp_path, files).stdout == "d\nets mts Index\n"


def test_folders_are_imported_by_dots(tmp_path: Path) -> None:
    files = {
        "main.ts": "import { x } from './in/deep/one'; console.log(x);",
        "in/deep/one.ts": "import { a } from '.'; import { b } from '..'; export const x = a + b;",
        "in/deep/index.ts": "export const a = 1;",
        "in/Index.ets": "export const b = 2;",
    }
    assert run_files(tmp_path, files, "main.ts").stdout == "3\n"


def test_one_file_is_evaluated_once(tmp_path: Path) -> None:
    files = {
        "main.ts": "import './a'; import './a.ts'; import './b/../a';",
        "a.ts": "console.log('once' as string)",
        "b/c.ts": "",
    }
    assert run_files(tmp_path, files, "main.ts").stdout == "once\n"


def test_another_case_is_another_name(tmp_path: Path) -> None:
    outcome = run_files(tmp_path, {"main.ts": "import './helper';", "Helper.ets": ""}, "main.ts")
    assert outcome.stderr == (
        "error: no such file: helper\n  at main.ts:1:8\n    1 | import './helper';\n      |        ^\n"
        "hint: it is called 'Helper.ets': a device tells upper case from lower case\n"
    )


def test_what_is_used_only_as_a_type_is_not_loaded(tmp_path: Path) -> None:
    text = "import { A } from './nowhere'; import type { B } from './nor/here'; let a: A | B = 1; console.log(a);"
    assert run_files(tmp_path, {"main.ts": text}, "main.ts").stdout == "1\n"


def test_frames_are_at_the_persons_own_columns(tmp_path: Path) -> None:
    text = (
        "enum E { A = 1, B = 'b' } function fail<T>(a: T): never { throw new Error(`${a}`) } "
        "const f = () => fail<E>(E.A);\nf();\n"
    )
    line = text.split("\n", maxsplit=1)[0]
    outcome = run_files(tmp_path, {"main.ts": text}, "main.ts")
    assert f"at fail (main.ts:1:{line.index('Error(') + 1})" in outcome.stderr
    assert f"at f (main.ts:1:{line.index('fail<E>') + 1})" in outcome.stderr


@pytest.mark.parametrize(
    ("text", "message", "place"),
    [
        ("let a: number = ;", "unexpected “;”", "1:17"),
        ("let a: = 1", "a type is missing here", "1:8"),
        ("let a: Array<number = 1", "missing “>” after “number”", "1:20"),
        ("interface A {\n  b: number", "this “{” is never closed", "1:13"),
        ("type A = 'x", "this string is never closed", "1:10"),
        ("f(1 as number 2)", "missing “,” or “)” after “number”", "1:14"),
        ("enum E { A B }", "missing “,” or “}” after “A”", "1:11"),
        ("class A { accessor b = 1 }", "“accessor” fields are not supported by the engine", "1:11"),
        ("let a: number = 1; let a = 2", "“a” is declared a second time", "1:24"),
        ("f<number>(1));", "this “)” closes nothing", "1:13"),
    ],
)
def test_syntax_errors_are_shown_where_they_are(text: str, message: str, place: str, tmp_path: Path) -> None:
    lines = run_files(tmp_path, {"main.ts": text}, "main.ts").stderr.splitlines()
    assert (lines[0], lines[1]) == (f"error: {message}", f"  at main.ts:{place}")


def test_a_syntax_error_in_an_import_is_shown_there(tmp_path: Path) -> None:
    lines = run_files(tmp_path, {"main.js": "import './a';", "a.ts": "let a: ;"}).stderr.splitlines()
    assert lines[:2] == ["error: a type is missing here", "  at a.ts:1:8"]


def test_slips_are_repaired_and_strict_refuses_them(tmp_path: Path) -> None:
    text = "const o = {\n  a: 1 as number\n  b: 2\n};\nconsole.log（o.b);\n"
    outcome = run_files(tmp_path, {"main.ts": text}, "main.ts")
    assert outcome.stdout == "2\n"
    assert "repaired: main.ts:2:17: inserted a missing comma" in outcome.stderr
    strict = run_files(tmp_path, {"main.ts": text}, "main.ts", strict=True)
    assert strict.code == 1
    assert strict.stderr.endswith("hint: without --strict this slip is repaired\n")


def test_a_method_outside_of_a_class_is_a_function(tmp_path: Path) -> None:
    text = "public static add(a: number, b: number): number {\n  return a + b;\n}\nconsole.log(add(1, 2));\n"
    outcome = run_files(tmp_path, {"main.ets": text}, "main.ets")
    assert outcome.stdout == "3\n"
    assert "repaired: main.ets:1:1: made a function of a method outside of a class" in outcome.stderr
    strict = run_files(tmp_path, {"main.ets": text}, "main.ets", strict=True)
    assert strict.stderr.startswith("error: a method outside of a class\n  at main.ets:1:1\n")


def test_either_is_javascript_first() -> None:
    # As TypeScript this would be a call with a type argument.
    text = "const f = 1, b = 2; console.log(f<b>(1))"
    assert run_program(text, dialect="either").stdout == "false\n"
    assert run_program("let a: number = 1; console.log(a)", dialect="either").stdout == "1\n"


@pytest.mark.parametrize(
    "first",
    [
        "function log(target: Function) {}",
        "import { log } from './log';",
        "import { log } from 'a-package';",
        "import log from '@scope/a-package';",
        "// @log is declared nowhere.",
    ],
)
def test_decorators_of_ones_own_are_named(tmp_path: Path, first: str) -> None:
    text = f"{first}\n@log\nclass A {{}}\n"
    lines = run_files(tmp_path, {"main.ts": text}, "main.ts").stderr.splitlines()
    assert lines[:2] == [
        "error: the decorator “@log” would change the program; only the decorators of ArkTS are known here",
        "  at main.ts:2:1",
    ]


def test_this_outside_of_a_page_has_a_context(tmp_path: Path) -> None:
    text = (
        "import { common } from '@kit.AbilityKit';\n"
        "let context: common.UIAbilityContext = this.getUIContext().getHostContext() as common.UIAbilityContext;\n"
        "console.log(context === this.context, context === getContext(this), typeof context.filesDir);\n"
        "function f(this: any) { return this }\n"
        "class A { b = this; c = () => this }\n"
        "console.log(f(), new A().b instanceof A, new A().c() instanceof A, (() => this.context === context)());\n"
    )
    outcome = run_files(tmp_path, {"main.ets": text}, "main.ets", door=Door())
    assert outcome.stdout == "true true string\nundefined true true true\n"
    note = "main.ets:2: `this` is in no page; a context with folders of this run stands for it"
    assert outcome.stderr == f"note: {note}\n"
    strict = run_files(tmp_path, {"main.ets": text}, "main.ets", door=Door(), strict=True)
    assert "cannot read property 'getUIContext' of undefined" in strict.stderr


def test_an_imported_file_has_no_this(tmp_path: Path) -> None:
    files = {"main.ts": "import './a'", "a.ts": "console.log(this as any)"}
    assert run_files(tmp_path, files, "main.ts").stdout == "undefined\n"


def test_a_bare_placeholder_is_its_text() -> None:
    outcome = run_program("console.log(EXAMPLE_URL)")
    assert outcome.stdout == "EXAMPLE_URL\n"
    assert "'EXAMPLE_URL' is not declared; provided as the documentation means it" in outcome.stderr
    assert run_program("console.log(EXAMPLE_URL)", strict=True).code == 1
