"""Imports: what is found, that each file runs once, the order of evaluation, cycles, JSON.

Order of evaluation, cycles, bindings and namespaces: ECMA-262, "Modules".
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from runtime.output.diagnostics import EXIT_ERROR, EXIT_OK
from tests.runtime.run.running_program import Outcome, run_files

COUNTER = "globalThis.loads = (globalThis.loads ?? 0) + 1; export const number = loads; export default number"


def stdout(outcome: Outcome) -> str:
    """What a run printed that had nothing to complain about."""
    assert (outcome.stderr, outcome.code) == ("", EXIT_OK)
    return outcome.stdout


pytestmark = pytest.mark.usefixtures("in_the_folder")


# What is found ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("specifier", "file"),
    [
        ("./a.js", "a.js"),
        ("./a.mjs", "a.mjs"),
        ("./a", "a.js"),
        ("./a", "a.mjs"),
        ("./a", "a/index.js"),
        ("./a/", "a/index.js"),
        ("./sub/a.js", "sub/a.js"),
        ("./sub/../a.js", "a.js"),
        ("./nowhere/../a.js", "a.js"),
        ("././a.js", "a.js"),
        ("./a.b.js", "a.b.js"),
        ("./a.b", "a.b.js"),
        ("./sp ace.js", "sp ace.js"),
        ("./中文.js", "中文.js"),
        ("./it\\'s.js", "it's.js"),
        ("./a.txt", "a.txt"),
    ],
)
def test_a_local_file(specifier: str, file: str, tmp_path: Path) -> None:
    main = f"import given, {{ number }} from '{specifier}'; console.log(given, number)"
    assert stdout(run_files(tmp_path, {"main.js": main, file: COUNTER})) == "1 1\n"


def test_the_file_itself_comes_before_one_with_an_extension_added(tmp_path: Path) -> None:
    files = {"main.js": "import a from './a'; console.log(a)", "a": "export default 'a'", "a.js": "export default 'js'"}
    assert stdout(run_files(tmp_path, files)) == "a\n"


def test_parent_folders_and_absolute_paths(tmp_path: Path) -> None:
    files = {
        "sub/main.js": f"import a from '../a.js'; import b from '{tmp_path}/b.js'; console.log(a, b)",
        "a.js": "import b from './b.js'; export default 'a' + b",
        "b.js": "export default 'b'",
    }
    assert stdout(run_files(tmp_path, files, "sub/main.js")) == "ab b\n"


def test_a_file_url_without_extension(tmp_path: Path) -> None:
    files = {
        "main.js": f"import {{ a }} from 'file://{tmp_path}/sub/../a'; console.log(a)",
        "a.js": "export const a = 1",
    }
    assert stdout(run_files(tmp_path, files)) == "1\n"


def test_a_file_url(tmp_path: Path) -> None:
    files = {
        "main.js": f"import a from 'file://{tmp_path}/sp%20ace.js'; console.log(a)",
        "sp ace.js": "export default 1",
    }
    assert stdout(run_files(tmp_path, files)) == "1\n"


def test_paths_are_relative_to_the_importing_file_not_to_the_program(tmp_path: Path) -> None:
    files = {
        "main.js": "import './sub/a.js'",
        "sub/a.js": "import './b.js'; import('./b.js').then(({ name }) => console.log(name))",
        "sub/b.js": "export const name = 'sub/b'",
        "b.js": "export const name = 'b'",
    }
    assert stdout(run_files(tmp_path, files)) == "sub/b\n"


def test_native_modules_are_found_under_each_of_their_names(tmp_path: Path) -> None:
    main = """
        import http from '@ohos.net.http'
        import { http as fromKit } from '@kit.NetworkKit'
        const { default: later } = await import('@ohos.net.http')
        console.log(http === fromKit, http === later, typeof http.createHttp)
    """
    assert stdout(run_files(tmp_path, {"main.js": main})) == "true true function\n"


# Each file once ---------------------------------------------------------------------------------------------------


def test_a_file_is_evaluated_once_whatever_it_is_called(tmp_path: Path) -> None:
    (tmp_path / "link.js").symlink_to("a.js")
    (tmp_path / "linked").symlink_to("sub", target_is_directory=True)
    (tmp_path / "sub").mkdir()
    specifiers = ["./a.js", "./a", "./sub/../a.js", "./link.js", "./linked/../a", f"{tmp_path}/a.js", "./link"]
    main = [f"import n{i}, {{ number as m{i} }} from '{name}'" for i, name in enumerate(specifiers)]
    main += [f"console.log(n{i}, m{i}, (await import('{name}')).default)" for i, name in enumerate(specifiers)]
    outcome = run_files(tmp_path, {"main.js": "\n".join(main), "a.js": COUNTER})
    assert stdout(outcome) == "1 1 1\n" * len(specifiers)


def test_a_program_imported_by_what_it_imports_is_not_run_twice(tmp_path: Path) -> None:
    (tmp_path / "link.js").symlink_to("main.js")
    files = {
        "main.js": "import './a.js'; import './link.js'; export const name = 'main'; console.log('main')",
        "a.js": "import * as main from './main'; console.log('a'); setTimeout(() => console.log(main.name))",
    }
    assert stdout(run_files(tmp_path, files)) == "a\nmain\nmain\n"


def test_classes_are_the_same_through_every_path(tmp_path: Path) -> None:
    files = {
        "main.js": "import { C } from './c.js'; import { C as D } from './sub/../c'; console.log(new C() instanceof D)",
        "c.js": "export class C {}",
    }
    assert stdout(run_files(tmp_path, files)) == "true\n"


def test_exports_are_live_also_through_another_path(tmp_path: Path) -> None:
    files = {
        "main.js": "import { n, up } from './c.js'; import { n as m } from './c'; up(); console.log(n, m)",
        "c.js": "export let n = 0; export function up() { n++ }",
    }
    assert stdout(run_files(tmp_path, files)) == "1 1\n"


@pytest.mark.parametrize(
    ("text", "has_default"),
    [
        ("export default 1", True),
        ("const a = 1; export { a as default }", True),
        ("export { default } from './other.js'", True),
        ("export { x as default } from './other.js'", True),
        ("export default function () {}", True),
        ("// export default\nexport const a = 'export default'", False),
        ("export const a = { default: 1 }", False),
        ("export * from './other.js'", False),
    ],
)
def test_a_path_without_extension_has_a_default_export_if_the_file_has(
    text: str, has_default: bool, tmp_path: Path
) -> None:
    files = {
        "main.js": "import * as all from './a'; console.log('default' in all)",
        "a.js": text,
        "other.js": "export const x = 1; export default 2",
    }
    assert stdout(run_files(tmp_path, files)) == f"{str(has_default).lower()}\n"


# Evaluation -------------------------------------------------------------------------------------------------------


def test_modules_are_evaluated_in_the_order_of_their_imports_depth_first(tmp_path: Path) -> None:
    files = {
        "main.js": "console.log('main'); import './b.js'; import './a.js'",
        "a.js": "import './c.js'; console.log('a')",
        "b.js": "import './c.js'; console.log('b')",
        "c.js": "console.log('c')",
    }
    assert stdout(run_files(tmp_path, files)) == "c\nb\na\nmain\n"


def test_top_level_await_delays_those_who_import_it_and_nobody_else(tmp_path: Path) -> None:
    files = {
        "main.js": "import './slow.js'; import './quick.js'; console.log('main')",
        "slow.js": "console.log('slow starts'); await new Promise((r) => setTimeout(r, 5)); console.log('slow ends')",
        "quick.js": "console.log('quick')",
    }
    assert stdout(run_files(tmp_path, files)) == "slow starts\nquick\nslow ends\nmain\n"


def test_a_cycle_sees_functions_at_once_and_the_rest_once_it_is_evaluated(tmp_path: Path) -> None:
    files = {
        "main.js": "import { a, early } from './a.js'; console.log(a, early)",
        "a.js": "import { b, seen } from './b.js'; export const a = 'a' + b; export function early() {}\n"
        "console.log(seen)",
        "b.js": "import { a, early } from './a.js'; export const b = 'b'; let name = typeof early\n"
        "try { a } catch (error) { name += ' ' + error.name } export const seen = name",
    }
    assert stdout(run_files(tmp_path, files)) == "function ReferenceError\nab [Function: early]\n"


def test_a_module_that_imports_itself(tmp_path: Path) -> None:
    files = {"main.js": "import * as self from './main.js'; export const x = 1; console.log(self.x)"}
    assert stdout(run_files(tmp_path, files)) == "1\n"


def test_dynamic_imports_give_the_namespace_and_run_later(tmp_path: Path) -> None:
    files = {
        "main.js": """
            const promise = import('./a.js')
            console.log('first')
            const a = await promise
            console.log(a.x, a.default, Object.keys(a), a === await import('./a.js'))
            console.log(await Promise.all(['x', 'y'].map(async (name) => (await import(`./${name}.js`)).default)))
        """,
        "a.js": "console.log('second'); export const x = 1; export default 2",
        "x.js": "export default 'X'",
        "y.js": "export default 'Y'",
    }
    assert stdout(run_files(tmp_path, files)) == "first\nsecond\n1 2 [ 'default', 'x' ] true\n[ 'X', 'Y' ]\n"


def test_modules_are_strict_and_have_no_this(tmp_path: Path) -> None:
    main = "try { undeclared = 1 } catch (e) { console.log(e.name) } console.log(this, typeof import.meta)"
    assert stdout(run_files(tmp_path, {"main.js": main})) == "ReferenceError\nundefined object\n"


def test_a_chain_of_a_thousand_modules(tmp_path: Path) -> None:
    files = {
        f"m{i}.js": f"import {{ n }} from './m{i + 1}.js'; const m = n + 1; export {{ m as n }}" for i in range(500)
    }
    files["m500.js"] = "export const n = 0"
    files["main.js"] = "import { n } from './m0.js'; console.log(n)"
    assert stdout(run_files(tmp_path, files)) == "500\n"


# JSON -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "value",
    [
        None,
        True,
        0,
        -1.5e300,
        "text with ' and \" and \\ and `${x}`",
        "\u2028\u2029\0\x7f\U0001f600",
        [],
        {"a": [{"b": None}], "": 1},
    ],
)
def test_json(value: object, tmp_path: Path) -> None:
    text = json.dumps(value, ensure_ascii=False)
    main = "import data from './data.json'; console.log(JSON.stringify(data))"
    outcome = run_files(tmp_path, {"main.js": main, "data.json": text})
    assert json.loads(stdout(outcome)) == value


@pytest.mark.parametrize(
    "statement",
    [
        "import data from './data.json'",
        "import data from './data'",
        "import data from './data.json' with { type: 'json' }",
        "const { default: data } = await import('./data.json')",
        "const { default: data } = await import('./data.json', { with: { type: 'json' } })",
    ],
)
def test_every_way_to_import_json(statement: str, tmp_path: Path) -> None:
    files = {"main.js": f"{statement}\nconsole.log(data.a)", "data.json": '\ufeff{"a": "b"}'}
    assert stdout(run_files(tmp_path, files)) == "b\n"


def test_members_of_json_are_own_and_plain(tmp_path: Path) -> None:
    files = {
        "main.js": "import data from './data.json'; console.log(Object.keys(data), data instanceof Array)",
        "data.json": '{"__proto__": [], "constructor": 1}',
    }
    assert stdout(run_files(tmp_path, files)) == "[ '__proto__', 'constructor' ] false\n"


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ('{"a": 1,}', "1:8"),
        ('{"a": 1 ,\n}', "1:9"),
        ("[1,\n 2,\n]", "2:3"),
        ("[1,, 2]", "1:4"),
        ("[,]", "1:2"),
        ("{\n  'a': 1\n}", "2:3"),
        ("{\n  // no\n}", "2:3"),
        ("", "1:1"),
        ("[1, 2", "1:6"),
        ("1 2", "1:3"),
    ],
)
def test_what_is_not_json_is_shown_with_its_place(text: str, place: str, tmp_path: Path) -> None:
    outcome = run_files(tmp_path, {"main.js": "import './data.json'; console.log('never')", "data.json": text})
    first, second = outcome.stderr.splitlines()[:2]
    assert first.startswith("error: not valid JSON: ")
    assert second == f"  at data.json:{place}"
    assert (outcome.code, outcome.stdout) == (EXIT_ERROR, "")


@pytest.mark.parametrize("text", ['{"a": NaN}', "[Infinity]", "-Infinity"])
def test_what_only_python_calls_json(text: str, tmp_path: Path) -> None:
    outcome = run_files(tmp_path, {"main.js": "import './data.json'", "data.json": text})
    assert "is not a JSON value" in outcome.stderr
    assert outcome.code == EXIT_ERROR


def test_numbers_and_depths_that_python_would_not_take(tmp_path: Path) -> None:
    files = {
        "main.js": "import big from './big.json'; import deep from './deep.json'; console.log(big, deep.length)",
        "big.json": "1" * 5000,
        "deep.json": "[" * 2000 + "]" * 2000,
    }
    assert stdout(run_files(tmp_path, files)) == "Infinity 1\n"


@pytest.mark.parametrize("form", ["import '{}'", "await import('{}')"])
def test_a_path_that_climbs_exactly_to_the_root(form: str, tmp_path: Path) -> None:
    climb = "../" * len(tmp_path.resolve().parts[1:])
    outcome = run_files(tmp_path, {"main.js": form.format(f"{climb}nowhere-at-all/x.js")})
    assert outcome.stderr.startswith("error: no such file: /nowhere-at-all/x.js")
    inside = str(tmp_path.resolve() / "near.js")
    files = {"main.js": form.format(climb + inside[1:]), "near.js": "console.log('near')"}
    assert run_files(tmp_path, files).stdout == "near\n"
