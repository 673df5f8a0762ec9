"""Names that fragments take for granted, and the placeholder EXAMPLE_URL."""

from __future__ import annotations

from pathlib import Path

import pytest

from runtime.run.placeholders import Placeholders
from tests.runtime.run.running_program import run_files, run_program

SERVER = "http://127.0.0.1:4711"
NOTE = "'{}' is not declared; provided as the documentation means it: {}"


def substitute(url: str, definitions: dict[str, str] | None = None) -> tuple[str, int]:
    """The url, and how often the example server was asked for."""
    asked: list[int] = []

    def server() -> str:
        asked.append(1)
        return SERVER

    return Placeholders(definitions or {}, server).substitute(url), len(asked)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("EXAMPLE_URL", SERVER),
        ("EXAMPLE_URL/", SERVER + "/"),
        ("EXAMPLE_URL/path?q=1#f", SERVER + "/path?q=1#f"),
        ("EXAMPLE_URL?q=1", SERVER + "?q=1"),
        ("EXAMPLE_URL#f", SERVER + "#f"),
    ],
)
def test_the_placeholder_stands_for_the_example_server(url: str, expected: str) -> None:
    assert substitute(url) == (expected, 1)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "EXAMPLE_UR",
        "EXAMPLE_URLS",
        "EXAMPLE_URL.com",
        "EXAMPLE_URL:80",
        "example_url",
        " EXAMPLE_URL",
        "http://EXAMPLE_URL",
        "http://x/?u=EXAMPLE_URL",
    ],
)
def test_what_only_looks_like_it_is_left_alone(url: str) -> None:
    assert substitute(url) == (url, 0)


@pytest.mark.parametrize(
    ("url", "value", "expected"),
    [
        ("EXAMPLE_URL", "http://h", "http://h"),
        ("EXAMPLE_URL/a", "http://h/base", "http://h/base/a"),
        # One slash where two meet.
        ("EXAMPLE_URL/a", "http://h/", "http://h/a"),
        ("EXAMPLE_URL?a", "http://h/", "http://h/?a"),
        ("EXAMPLE_URL", "", ""),
    ],
)
def test_a_definition_takes_the_place_of_the_server(url: str, value: str, expected: str) -> None:
    assert substitute(url, {"EXAMPLE_URL": value}) == (expected, 0)


def test_other_names_can_be_defined() -> None:
    definitions = {"HOST": "http://one", "HOST_2": "http://two"}
    assert substitute("HOST/x", definitions) == ("http://one/x", 0)
    assert substitute("HOST_2/x", definitions) == ("http://two/x", 0)
    assert substitute("EXAMPLE_URL", definitions) == (SERVER, 1)


def test_what_stands_for_a_name_is_not_looked_at_again() -> None:
    assert substitute("A", {"A": "EXAMPLE_URL"}) == ("EXAMPLE_URL", 0)


# Implicit names ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "declaration", "kind"),
    [
        ("http", "import http from '@ohos.net.http';", "object"),
        ("httpRequest", "let httpRequest = http.createHttp();", "object"),
    ],
)
def test_a_name_is_there_when_it_is_first_read_and_one_note_says_so(name: str, declaration: str, kind: str) -> None:
    outcome = run_program(f"\nconst first = {name}\nconsole.log(typeof {name}, {name} === first)", name="/p/main.js")
    assert outcome.stdout == f"{kind} true\n"
    assert outcome.stderr == f"note: /p/main.js:2: {NOTE.format(name, declaration)}\n"


def test_the_name_is_what_the_module_exports() -> None:
    outcome = run_program("import { http as imported } from '@kit.NetworkKit'; console.log(imported === http)")
    assert outcome.stdout == "true\n"


def test_a_program_that_declares_the_name_never_meets_it() -> None:
    for declaration in ("const http = 1", "import http from '@ohos.net.http'", "let httpRequest", "class http {}"):
        assert run_program(declaration).stderr == ""
    assert run_program("function f(http) { return http } console.log(f(1)); { let httpRequest = 2 }").stderr == ""


def test_assigning_to_the_name_makes_it_a_variable_of_the_program() -> None:
    outcome = run_program("http = 5; console.log(http, globalThis.http, delete globalThis.http, typeof http)")
    assert (outcome.stdout, outcome.stderr) == ("5 5 true undefined\n", "")


def test_names_that_are_not_read_cost_nothing_and_are_not_listed() -> None:
    program = "console.log(Object.keys(globalThis).includes('http'), 'http' in globalThis)"
    outcome = run_program(program)
    assert (outcome.stdout, outcome.stderr) == ("false true\n", "")


def test_the_name_in_an_imported_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    files = {"main.js": "import './a.js'; console.log(typeof http)", "a.js": "\n\nconsole.log(typeof http)"}
    outcome = run_files(tmp_path, files)
    assert outcome.stdout == "object\nobject\n"
    assert outcome.stderr.startswith("note: a.js:3: 'http'")
    assert outcome.stderr.count("\n") == 1


def test_the_name_in_a_callback() -> None:
    outcome = run_program("setTimeout(() => queueMicrotask(() => console.log(typeof httpRequest.request)))")
    assert outcome.stdout == "function\n"


def test_quiet_silences_the_note() -> None:
    assert run_program("http", quiet=True).stderr == ""


def test_strict_provides_no_names() -> None:
    outcome = run_program("http", strict=True)
    assert outcome.code == 1
    assert outcome.stderr.startswith("uncaught: ReferenceError: 'http' is not defined\n")
    assert outcome.stderr.endswith("hint: add the line: import http from '@ohos.net.http';\n")


def test_a_frozen_global_object_does_not_make_the_name_change() -> None:
    program = "Object.freeze(globalThis); console.log(http === http, typeof http.createHttp)"
    assert run_program(program).stdout == "true function\n"
