"""Texts that nobody means get a problem with a place, soon."""

from __future__ import annotations

import pytest

from runtime.language.erasure import ErasureError, erase

DEEP = 30_000


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("(" * DEEP, "stack overflow"),
        ("x = " + "[" * DEEP, "stack overflow"),
        ("{" * DEEP, "stack overflow"),
        ("let a: " + "A<" * DEEP, "stack overflow"),
        ("let a: " + "{ b: " * DEEP, "stack overflow"),
        ("`${" * DEEP, "stack overflow"),
        ("x = " + "a<" * DEEP, "stack overflow"),
        ("let a: number;\n" * 300_000, "TypeScript of 4.5 million characters; up to 4 million are read"),
        ("let a: Array<Map<string, number> = 1", "expecting '>'"),
        ("let a: { b: string", "expecting '}'"),
        ("interface A { b(: number }", "missing formal parameter"),
        ("type A = ", "a type is missing here"),
        ("type A<T = string", "expecting ','"),
        ("/* a", "unexpected end of comment"),
        ("let a\0: number", "unexpected character"),
        ("@Entry\n@Component\nstruct A {\n  build() {\n    Column() {\n      Text('a')\n", "this “{” is never closed"),
        (
            "@Component\nstruct A {\n  build() {\n    Column() {\n      Text('a)\n    }\n  }\n}\n",
            "unexpected end of string",
        ),
    ],
    ids=range(17),
)
def test_it_is_refused(text: str, message: str) -> None:
    with pytest.raises(ErasureError) as caught:
        erase(text, "ets" if "struct" in text else "ts")
    problem = caught.value.problem
    assert problem.message == message
    assert 1 <= problem.line <= text.count("\n") + 1


@pytest.mark.parametrize(
    "text",
    [
        "x = " + "a ? (b) : " * 200 + "c",
        "x = " + "a ? (b) => " * 40 + "1" + " : d" * 40,
        "x = " + "((a, b) => " * 300 + "1" + ")" * 300,
        "x = " + "'a' + " * 5_000 + "1",
        "x" + ".a()" * 5_000,
        "if (a) {} " + "else if (b) {} " * 2_000,
        "let f: " + "((a: b) => " * 200 + "c" + ")" * 200,
        "enum E {" + ",".join([f"A{number}" for number in range(3_000)]) + "}",
        "".join([f"namespace N {{ export let x{number} = 1; }}" for number in range(300)]),
    ],
    ids=range(9),
)
def test_long_ones_are_read(text: str) -> None:
    assert len(erase(text, "ts").text) >= len(text)
