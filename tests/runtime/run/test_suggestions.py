"""Hints about names: each with a program that it is right for, and one that it would lie about."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bindings import hints
from tests.runtime.run.running_program import run_files, run_program

HTTP = "import http from '@ohos.net.http';\n"
MADE = "http.createHttp()"
DEEP_VALUE = "the value is nested too deeply for the engine"
RECURSION = "functions call each other too deeply: does the recursion come to an end?"
NOWHERE = "check the name, and that the value is there when this line runs"


def hint(text: str, **settings: object) -> str:
    lines = run_program(text, **settings).stderr.splitlines()  # type: ignore[arg-type]
    found = [line.removeprefix("hint: ") for line in lines if line.startswith("hint: ")]
    assert len(found) <= 1
    return found[0] if found else ""


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("const counter = 1; countr;", "did you mean counter?"),
        ("function f(counter) {\n  const g = () => {\n    countr;\n  };\n  g();\n}\nf();", "did you mean counter?"),
        ("const f = (counter) => {\n  countr;\n};\nf();", "did you mean counter?"),
        ("const f = (counter) => countr;\nf();", ""),
        ("import counter from '@ohos.net.http';\ncountr;", "did you mean counter?"),
        ("const { counter } = {};\ncountr;", "did you mean counter?"),
        ("class Counter {}\nnew Countr();", "did you mean Counter?"),
        ("class A { m(counter) { return countr; } }\nnew A().m();", "did you mean counter?"),
        # None of these is there where it would be needed.
        ("function f() { const counter = 1; return counter; }\nf(); countr;", ""),
        ("const f = (counter) => counter;\nf(); countr;", ""),
        ("const f = counter => counter;\nf(); countr;", ""),
        ("function f(counter) { return 1; }\nf(); countr;", ""),
        ("{ const counter = 1; }\ncountr;", ""),
        ("class A { m(counter) { return 1; } }\ncountr;", ""),
        # A member is no variable.
        ("const o = { counter: 1 }; o.counter; countr;", ""),
        ("// counter\n'counter'; countr;", ""),
        ("[1].foreach(1);", "did you mean forEach()?"),
        ("class A { loadAll() {} }\nnew A().loadall();", "did you mean loadAll()?"),
        # What the program calls its own is nearer than console.log.
        ("class A { lot() {} }\nnew A().lob();", "did you mean lot()?"),
        ("const light = { off() {} };\nlight.Off();", "did you mean off()?"),
        (HTTP + "const light = { off() {} };\nlight.Off();", "did you mean off()?"),
        (HTTP + "const r = http.createHttp();\nr.Destroy();", "the method of an HttpRequest is called destroy()"),
        ("const http = { get() {} };\nhttp.request('x');", NOWHERE),
        (HTTP + "const o = { http: {} };\no.http.request('x');", NOWHERE),
        (HTTP + "http.request('x');", f"request() is a method of what {MADE} returns: {MADE}.request(...)"),
        ("import { http } from '@kit.NetworkKit';\nhttp.createhttp();", "did you mean http.createHttp()?"),
        (HTTP + "const mine = { header: {} };\nJSON.parse(mine.header);", "JSON.parse() was given an object, not text"),
        (HTTP + "const mine = { result: {} };\nJSON.parse(mine.result);", "JSON.parse() was given an object, not text"),
        (HTTP + "const mine = { header: {} };\nmine.header.split('x');", NOWHERE),
        ("for (const a of undefined) {}", "there is nothing to go through: it is undefined"),
        ("for (const a of null) {}", "there is nothing to go through: it is null"),
        ("undefined.a = 1;", "what it is set on is undefined: was it there when this line ran?"),
        ("throw new Error('cannot read property of undefined');", ""),
        ("throw new TypeError('it is not a function');", ""),
        ("throw new Error('out of memory');", ""),
        ("throw new Error('stack overflow');", ""),
        ("let a = [];\nfor (let i = 0; i < 1e5; i++) a = [a];\na.flat(Infinity);", DEEP_VALUE),
        ("const f = () => g();\nconst g = () => f();\nf();", RECURSION),
        ("const f = () => [1].map(f);\nf();", RECURSION),
    ],
)  # fmt: skip
def test_hints(text: str, said: str) -> None:
    assert hint(text) == said


def test_a_bare_name_may_be_a_file_and_only_then(tmp_path: Path) -> None:
    files = {"main.js": "import a from 'utils';", "utils.js": "export default 1;"}
    assert "hint: a local file is imported by a path: './utils'\n" in run_files(tmp_path, files).stderr
    files["main.js"] = "import a from 'leftpad';"
    assert "hint: there is no package of this name in oh_modules or node_modules" in run_files(tmp_path, files).stderr


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("let z: = 5", "this looks like TypeScript"),
        ("function f(a, b:) {}", "this looks like TypeScript"),
        ("foo(a: b)", ""),
        ("abstract foo", ""),
        ("function f() { await 1; }", "write async before the function"),
        ("class A { m() { if (1) { await 1; } } }", "write async before the function"),
        ("const f = () => { for (;;) await 1; }", "write async before the function"),
        ("class A { x = await 1; }", "a field cannot wait; an async method can"),
        ("class A { static { await 1; } }", "it cannot wait; an async method can"),
        ("class A { constructor(a, b) { await 1; } }", "it cannot be async; an async method can"),
        ("const o = { get x() { await 1; } }", "it cannot be async; make it an async method"),
        ("class A { set x(v) { await 1; } }", "it cannot be async; make it an async method"),
        ("class A { get(v) { await 1; } }", "write async before the function"),
    ],
)
def test_hints_about_syntax(text: str, said: str) -> None:
    assert hint(text).startswith(said)
    assert bool(hint(text)) is bool(said)


IMPORTED = re.compile(r"(import .+? from '[^']+');")


@pytest.mark.parametrize("text", sorted({*hints.GLOBALS.values(), *hints.PACKAGES.values()}))
def test_what_is_to_be_written_works_here(text: str) -> None:
    for statement in IMPORTED.findall(text):
        if "hypium" in statement:
            continue  # In tests.
        names = re.findall(r"import (?:\{ )?(\w+)", statement)
        members = re.findall(rf"\b{names[0]}(?:\.\w+)+", text.replace(statement, ""))
        code = "".join(f"if (typeof {member} !== 'function') throw new Error('{member}');" for member in members)
        outcome = run_program(f"{statement}; if ({names[0]} === undefined) throw 1; {code}")
        assert (outcome.code, outcome.stderr) == (0, ""), outcome.stderr
