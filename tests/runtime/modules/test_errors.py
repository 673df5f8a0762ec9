"""What an import that fails says: what was asked for, who asked, and what there is."""

from __future__ import annotations

from pathlib import Path

import pytest

from runtime.output.diagnostics import EXIT_ERROR, EXIT_OK
from tests.runtime.run.running_program import Outcome, run_files


def stdout(outcome: Outcome) -> str:
    """What a run printed that had nothing to complain about."""
    assert (outcome.stderr, outcome.code) == ("", EXIT_OK)
    return outcome.stdout


pytestmark = pytest.mark.usefixtures("in_the_folder")


def screen(tmp_path: Path, main: str, files: dict[str, str | bytes] | None = None) -> list[str]:
    outcome = run_files(tmp_path, {"main.js": main, **(files or {})})
    assert (outcome.code, outcome.stdout) == (EXIT_ERROR, "")
    return outcome.stderr.splitlines()


@pytest.mark.parametrize(
    ("specifier", "message", "hint"),
    [
        ("./nope.js", "no such file: nope.js", ""),
        ("./helpr.js", "no such file: helpr.js", "did you mean './helper.js'?"),
        ("./sub/helper.js", "no such file: sub/helper.js (there is no folder sub)", ""),
        ("./folder", "folder is a folder without an Index.ets or index.js", ""),
        ("../nope.js", "no such file: {above}/nope.js", ""),
        ("..", "{above} is a folder without an Index.ets or index.js", ""),
        ("/", "/ is a folder without an Index.ets or index.js", ""),
        ("file:///nope/nope.js", "no such file: /nope/nope.js (there is no folder /nope)", ""),
        (
            "file://[",
            "no module 'file://['",
            "",
        ),
        ("@ohos.net.htp", "the SDK has no module '@ohos.net.htp'", "did you mean '@ohos.net.http'?"),
        ("@ohos.Net.Http", "the SDK has no module '@ohos.Net.Http'", "did you mean '@ohos.net.http'?"),
        ("@kit.networkkit", "the SDK has no module '@kit.networkkit'", "did you mean '@kit.NetworkKit'?"),
        ("@system.xyzzy", "the SDK has no module '@system.xyzzy'", ""),
        ("ohosrun:bridge/net_http", "no module 'ohosrun:bridge/net_http'", ""),
        (
            "leftpad",
            "no module 'leftpad'",
            "there is no package of this name in oh_modules or node_modules, here or in a folder above",
        ),
        ("https://example.com/a.js", "modules are not loaded from the network: https://example.com/a.js", ""),
        (
            "",
            "no module ''",
            "",
        ),
    ],
)
@pytest.mark.parametrize("form", ["import '{}'", "await import('{}')", "import('{}')", "export * from '{}'"])
def test_an_import_of_what_is_not_there(form: str, specifier: str, message: str, hint: str, tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir(exist_ok=True)
    (tmp_path / "helper.js").write_text("")
    statement = form.format(specifier)
    lines = screen(tmp_path, f"// first line\n{statement}")
    column = statement.index("'") + 1
    assert lines == [
        f"error: {message.format(above=tmp_path.parent)}",
        f"  at main.js:2:{column}",
        f"    2 | {statement}",
        f"      | {' ' * (column - 1)}^",
        *([f"hint: {hint}"] if hint else []),
    ]


def test_who_asked_is_the_file_that_did(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {"a.js": "import './sub/b.js'", "sub/b.js": "\nimport x from './nope.js'"}
    assert screen(tmp_path, "import './a.js'", files)[:2] == ["error: no such file: sub/nope.js", "  at sub/b.js:2:15"]


def test_an_import_in_a_comment_or_a_string_did_not_ask(tmp_path: Path) -> None:
    main = "// import './nope.js'\nconst s = \"import './nope.js'\"\nimport './nope.js'"
    assert screen(tmp_path, main)[1] == "  at main.js:3:8"


def test_a_specifier_that_is_computed_has_no_place(tmp_path: Path) -> None:
    assert screen(tmp_path, "await import('./no' + 'pe.js')") == ["error: no such file: nope.js"]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"\xff\xfea\0", "a.js is saved as UTF-16; save it as UTF-8"),
        (b"// \xe9", "a.js is not UTF-8: byte 0xE9 at line 1, column 4 (byte offset 3); save it as UTF-8"),
    ],
)
def test_a_file_that_is_no_text(content: bytes, message: str, tmp_path: Path) -> None:
    lines = screen(tmp_path, "import './a.js'", {"a.js": content})
    assert lines[0].endswith(message)
    assert lines[1] == "  at main.js:1:8"


@pytest.mark.parametrize(
    ("statement", "message", "column", "hint"),
    [
        ("import { b } from './a.js'", "a.js does not export 'b'", 19, "it exports alpha, beta, gamma, delta, C, ns"),
        (
            "import { x, alhpa } from './a.js'",
            "a.js does not export 'x'",
            26,
            "it exports alpha, beta, gamma, delta, C, ns",
        ),
        ("import { alhpa as x } from './a.js'", "a.js does not export 'alhpa'", 28, "did you mean 'alpha'?"),
        ("import a from './a.js'", "a.js does not export 'default'", 15, "it exports alpha, beta, gamma, delta, C, ns"),
        (
            "import { a } from './data.json'",
            "data.json does not export 'a'",
            19,
            "it has a default export only: import NAME from './data.json'",
        ),
        (
            "import { createHttp } from '@ohos.net.http'",
            "@ohos.net.http does not export 'createHttp'",
            28,
            "it has a default export only: import http from '@ohos.net.http'",
        ),
        (
            "import { https } from '@kit.NetworkKit'",
            "@kit.NetworkKit does not export 'https'",
            23,
            "did you mean 'http'?",
        ),
    ],
)
def test_an_import_of_a_name_that_is_not_exported(
    statement: str, message: str, column: int, hint: str, tmp_path: Path
) -> None:
    a = """
        export const alpha = 1
        export { alpha as beta }
        export function* gamma() {}
        export async function delta() {}
        export class C {}
        export * as ns from './data.json'
    """
    lines = screen(tmp_path, statement, {"a.js": a, "data.json": '{"a": 1}'})
    assert (lines[0], lines[1], lines[-1]) == (f"error: {message}", f"  at main.js:1:{column}", f"hint: {hint}")


def test_a_re_export_of_what_is_not_there(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {"a.js": "export { nope } from './b.js'", "b.js": "export {}"}
    lines = screen(tmp_path, "import { nope } from './a.js'", files)
    assert lines == ["error: a.js exports 'nope' from another module, which does not export it"]


def test_failed_imports_can_be_caught(tmp_path: Path) -> None:
    main = """
        for (const name of ['./nope.js', '@ohos.nope', './invalid.js', './data.json', './no_export.js']) {
          try { await import(name); console.log('imported') } catch (error) { console.log(error instanceof Error) }
        }
        console.log((await import('./good.js')).default)
    """
    files = {
        "main.js": main,
        "invalid.js": "let = =",
        "data.json": "{",
        "no_export.js": "import { x } from './good.js'",
    }
    outcome = run_files(tmp_path, {**files, "good.js": "export default 'good'"})
    assert stdout(outcome) == "true\n" * 5 + "good\n"


def test_a_syntax_error_in_an_imported_file_is_shown_there(tmp_path: Path) -> None:
    lines = screen(tmp_path, "import './a.js'", {"a.js": "const a = 1\nconst b = )"})
    assert lines[1:] == ["  at a.js:2:11", "    2 | const b = )", "      |           ^"]


def test_import_of_a_file_that_is_not_valid_rejects_with_a_syntax_error(tmp_path: Path) -> None:
    main = "try { await import('./a.js') } catch (error) { console.log(error.name) }"
    assert stdout(run_files(tmp_path, {"main.js": main, "a.js": "const b = )"})) == "SyntaxError\n"


def test_a_missing_comma_in_an_imported_file_is_repaired_and_reported(tmp_path: Path) -> None:
    files = {"main.js": "import a from './a.js'; console.log(a.c)", "a.js": "export default {\n  b: 1\n  c: 2\n}"}
    outcome = run_files(tmp_path, files)
    assert outcome.stdout == "2\n"
    assert outcome.stderr.startswith("repaired: a.js:2:")


def test_a_name_that_no_file_can_have(tmp_path: Path) -> None:
    lines = screen(tmp_path, "import './a\\ud800.js'")
    assert lines == ["error: the name of an imported module contains a lone surrogate"]


def test_what_a_script_cannot_name(tmp_path: Path) -> None:
    # The modules that are part of ohosrun are there for each other.
    for specifier in ("ohosrun:nope", "ohosrun:bindings/nope", "ohosrun:bindings/../LICENSE", "ohosrun:/etc/passwd"):
        lines = screen(tmp_path, f"import '{specifier}'")
        assert lines[:2] == [f"error: no module '{specifier}'", "  at main.js:1:8"]
