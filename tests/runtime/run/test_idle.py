"""What is said of a program that only exports, and of none that does anything."""

from __future__ import annotations

import pytest

from runtime.run.idle import exports_only
from tests.runtime.run.running_program import run_program

PLAIN = "only exports{}, and nothing of it was run"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("export class App { onCreate() { console.log('created'); } }", PLAIN.format(" App")),
        ("import fs from '@ohos.file.fs';\nexport const A = 1;\nexport let b = [1, 2];", PLAIN.format(" A, b")),
        (
            "export async function load() { return 1 }\nfunction own() { load(); }",
            PLAIN.format(" load") + "; --call load calls a function of it",
        ),
        ("const a = () => { run(); }; const b = async (x) => run(x);\nexport { a, b };", PLAIN.format("")),
        ("export default 1", PLAIN.format("")),
        ("export default function f() { run(); }", PLAIN.format(" f") + "; --call f calls a function of it"),
        ("export default class A { b() { run(); } }", PLAIN.format(" A")),
        ("export interface A { b(): void }\nexport type C = (d: number) => void;", PLAIN.format("")),
        ("export enum E { A, B }\nexport const m: Map<string, number> | null = null;", PLAIN.format(" E, m")),
        (
            "@Concurrent\nexport async function f(a: number): Promise<void> { run(a); }",
            PLAIN.format(" f") + "; --call f calls a function of it",
        ),
        ("export default class {}\nexport const x = `a${1}`", PLAIN.format(" x")),
        ("export * from './other.js'", PLAIN.format("")),
        ("const a = function (x) { return x(1) }\nexport default a", PLAIN.format("")),
    ],
)  # fmt: skip
def test_one_that_only_exports(text: str, said: str) -> None:
    assert exports_only(text) == said


@pytest.mark.parametrize(
    "text",
    [
        "",
        "const a = 1;",
        "export const a = 1; run();",
        "export const a = 1\nrun()",
        "export const a = run();",
        "export const a = new Map();",
        "export const a = list[0](1);",
        "export const a = 1\nif (a) { x = 1 }",
        "export const a = await b",
        "export class A {}\nA.b()",
        "export function f() {}\nf()",
        "export const a = f`x`",
        "export default run()",
        "export default (() => { run(); })()",
        "export namespace N { run(); }",
        "export class A { static { run(); } }",
        "export class A { static x = run(); }",
        "for (const a of [1]) { b = a }\nexport default 1",
    ],
)
def test_one_that_may_do_something(text: str) -> None:
    assert exports_only(text) == ""


def test_it_is_said_where_nothing_else_was() -> None:
    text = "export const a = () => 1;"
    assert run_program(text).stderr == f"note: /program/main.js {PLAIN.format(' a')}\n"
    assert run_program(text, quiet=True).stderr == ""
    assert run_program(text, strict=True).code == 0
    assert run_program("console.log(1);" + text).stderr == ""
    assert run_program("setTimeout(() => console.error(1));" + text).stderr == "1\n"
