"""Lines of the interactive session: when one is whole, and what function it becomes."""

from __future__ import annotations

import pytest

from runtime.command.repl.completion import complete
from runtime.command.repl.lines import compile_line, is_complete
from runtime.engine.quickjs import check_syntax
from runtime.modules.contract import NativeModule, Registry

REGISTRY = Registry("", "", {name: NativeModule("") for name in ("@ohos.net.http", "@ohos.util", "@kit.NetworkKit")})


@pytest.mark.parametrize(
    "text",
    ["1+1", "let x = 1", "'abc", "1 1", "let 1", "", "// only a comment", ";", "x = /ab", "a.b()", "`a${1}b`",
     "function f() {}\nf()", "if (1) {}\nelse {}", "import 'x'", ")", "}", "await f()"],
)  # fmt: skip
def test_a_line_is_whole_when_no_more_text_could_mend_it(text: str) -> None:
    assert is_complete(text)


@pytest.mark.parametrize(
    "text",
    ["function f() {", "[1,", "({a: 1", "f(", "`abc", "`a${", "/* x", "a +", "if (a)", "class A {", "async () =>",
     "try {", "if (a) {\n} else {", "x = {", "a.", "const f = (", "await f("],
)  # fmt: skip
def test_a_line_goes_on_when_all_that_is_wrong_is_its_end(text: str) -> None:
    assert not is_complete(text)


@pytest.mark.parametrize(
    ("text", "waits"),
    [
        ("1+1", False),
        ("let x = 1; x", False),
        ("{ a: 1 }", False),
        ("'await'", False),
        ("const { a, b: [c] } = await f(), d = 2; a", True),
        ("import http from '@ohos.net.http'", True),
        ("import http, { a as b } from 'x'; b", True),
        ("import * as all from 'x'", True),
        ("import 'x'", True),
        ("await import('x')", True),
        ("async function g() {}\ng()", False),
        ("class A {}\nnew A()", False),
        ("for (const x of [1]) x", False),
        ("a.import", False),
    ],
)
def test_a_line_becomes_a_function_that_waits_only_where_it_must(text: str, waits: bool) -> None:
    compiled = compile_line(text)
    assert check_syntax(compiled.code) is None
    assert compiled.code.startswith("(async" if waits else "(()")


@pytest.mark.parametrize(
    ("text", "name"),
    [("const abcd = nope", "nope"), ("let a\nnope", "nope"), ("await nope", "nope"), ("f(\n  nope)", "nope"),
     ("import x from 'y'; nope", "nope"), ("class A {}\nnope()", "nope"), ("function f() {}  nope", "nope")],
)  # fmt: skip
def test_places_are_those_of_what_was_typed(text: str, name: str) -> None:
    compiled = compile_line(text)
    for line, (typed, made) in enumerate(zip(text.split("\n"), compiled.code.split("\n"), strict=False), 1):
        if name in typed:
            assert compiled.column(line, made.index(name) + 1) == typed.index(name) + 1


def names_of(path: list[str]) -> list[str]:
    """Members of what the tests complete."""
    return {"": ["http", "httpRequest", "JSON", "not a name"], "http": ["createHttp", "HttpDataType"]}[".".join(path)]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("htt", ["http", "httpRequest"]),
        ("f(JS", ["JSON"]),
        ("http.c", ["http.createHttp"]),
        ("x = http.", ["http.HttpDataType", "http.createHttp"]),
        ("no", []),
        ("(1).x", []),
        (".lo", [".load"]),
        ("import http from '@ohos.n", ["ohos.net.http"]),
        ('await import("@k', ["kit.NetworkKit"]),
        ("import '@ohos.net.h", ["ohos.net.http"]),
    ],
)
def test_completion(line: str, expected: list[str]) -> None:
    assert complete(line, names_of, REGISTRY) == expected
