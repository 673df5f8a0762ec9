"""What a text that cannot be repaired is said to be wrong with, and where."""

from __future__ import annotations

import pytest

from runtime.language.problems import SyntaxProblem
from runtime.language.source import prepare
from tests.runtime.language.parsing import parse
from tests.runtime.run.running_program import run_program


def problem_of(text: str) -> SyntaxProblem:
    problem = prepare(text, parse, repair=False).problem
    assert problem is not None
    return problem


@pytest.mark.parametrize(
    ("text", "message"),
    [
        # ¦ marks the place: the end of the token before what is missing.
        ("let o = {a: 1¦ b: 2}", "missing “,” between two properties"),
        ("let o = {\n  a: 1¦ // c\n  b: 2\n}", "missing “,” between two properties"),
        ("let o = [a¦\n  b]", "missing “,” between two elements"),
        ("let o = {a¦ 1}", "missing “:” or “,” after “a”"),
        ("f(a¦ b)", "missing “,” or “)” after “a”"),
        ("let {a¦ b} = c", "missing “,” or “}” after “a”"),
        ("import {a¦ b} from 'c'", "missing “,” or “}” after “a”"),
        ("a[1¦ 2]", "missing “]” after “1”"),
        ("if (a¦ {}", "missing “)” after “a”"),
        ("if¦ a {}", "missing “(” after “if”"),
        ("a ? b¦ c", "missing “:” after “b”"),
        ("`${a¦ b}`", "missing “}” after “a”"),
        # The bracket that nothing closes.
        ("f(¦{a: 1)", "this “{” is never closed"),
        ("f¦(1", "this “(” is never closed"),
        ("let a = ¦[1,", "this “[” is never closed"),
        ("f¦([1, 2], () => {\n}", "this “(” is never closed"),
        ("function f() {\n  if (a) ¦{\n    b();\n}\n", "this “{” is never closed"),
        ("f(() => ¦{\n  a();\n", "this “{” is never closed"),
        ("`a¦${ b", "this “${” is never closed"),
        ("¦(1]", "this “(” is never closed"),
        ("a();\n¦}", "this “}” closes nothing"),
        ("a¦);", "this “)” closes nothing"),
        # What is never closed, where it begins.
        ("f(¦'a);\nb();", "this string is never closed"),
        ('f(¦"a\\"\n);', "this string is never closed"),
        ("let a = ¦`b\n${c}\n;", "this template is never closed"),
        ("let a = ¦`b${`c${d}`}\n;", "this template is never closed"),
        ("a;\n¦/* b\n", "this comment is never closed"),
        ("let a = ¦/b\n;", "this regular expression is never closed"),
        # Characters.
        ("let a ¦＝ 1", "not JavaScript: “＝”, U+FF1D FULLWIDTH EQUALS SIGN"),
        ("f(¦“a”)", "typographic quotation marks"),
        ("f(¦“a)", "not JavaScript: ““”, U+201C LEFT DOUBLE QUOTATION MARK"),
        ("a¦\u200b = 1", "an invisible character: U+200B ZERO WIDTH SPACE"),
        ("let a ¦\x1b= 1", "not JavaScript: U+001B"),
        ("a ¦\\< b", "a backslash is not allowed here"),
        ("¦@a", "not JavaScript: “@”, U+0040 COMMERCIAL AT"),
        ("let ¦1a", "“1a” is not a number"),
        # Markdown and line numbers.
        ("¦```js\nlet a b\n```", "a Markdown fence is not JavaScript"),
        ("¦1 | let a\n2 | let b", "the lines begin with line numbers"),
        # TypeScript.
        ("let a¦: string = 1", "unexpected “:”"),
        ("function f(a¦: string) {}", "unexpected “:”"),
        ("let a = b ¦as c", "unexpected “as”"),
        ("¦interface A {}", "unexpected “interface”"),
        ("¦enum A {}", "unexpected “enum”"),
        # The rest.
        ("let a ¦b", "unexpected “b” after “a”"),
        ("let a = 'it'¦s';", "unexpected “s” after “'it'”"),
        ("let o = {a: 1¦; b: 2}", "properties are separated by “,”, not by “;”"),
        ("let o = {a ¦= 1}", "a property's value follows “:”, not “=”"),
        ("let o = {a: 1,¦, b: 2}", "a property name is missing before “,”"),
        ("let ¦class = 1", "a variable name is missing before “class”"),
        ("let ¦{a b", "this pattern is not complete"),
        ("const a¦;", "const a has no value"),
        ("let a;\nlet ¦a;", "“a” is declared a second time"),
        ("function f(a) { let ¦a }", "“a” is declared a second time"),
        ("¦return 1", "return outside a function"),
        ("a();\n¦break", "break must be inside loop or switch"),
        ("a ? b¦", "the file ends in the middle of a statement"),
        ("¦010", "a number cannot begin with 0 here"),
        ("import a from ¦b", "a module name in quotation marks is missing here"),
        ("1 ¦= a", "nothing can be assigned to this"),
        ("a.¦;", "a name is missing after “.”"),
    ],
)
def test_message_and_place(text: str, message: str) -> None:
    before, _, after = text.partition("¦")
    problem = problem_of(before + after)
    assert problem.message == message
    assert (problem.line, problem.column) == (before.count("\n") + 1, len(before) - before.rfind("\n"))


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("let a ＝ 1", "write “=”"),
        ("f(“a”)", 'write " instead'),
        ("f({a: 1)", "“)” in line 1 comes first"),
        ("let a;\nb;\nlet a;", "it is declared first in line 1"),
        ("let a: string", "this looks like TypeScript, which is run in .ts and .ets files and with --lang ts"),
        ("```js\na b\n```", "delete the line “```js”"),
        ("f('a);", "a string ends on its line, with '"),
        ("if (a = b) 1 = c", "“===” compares, “=” assigns"),
        ('{"a": 1, "b": 2}', ""),
        ("let a b", ""),
    ],
)
def test_hints(text: str, hint: str) -> None:
    assert problem_of(text).hint == hint


def test_nothing_of_a_file_reaches_the_terminal_as_a_control_character() -> None:
    for text in ("'\x1b[2J' 'a'", "'\x07" + "a" * 50 + "' 'b'", "`\x1b\n` a", "\x9b", "a \x1b", "let a \x00b"):
        problem = problem_of(text)
        assert (problem.message + problem.hint).isprintable()


def test_brackets_nested_too_deeply() -> None:
    problem = problem_of("[" * 100_000)
    assert problem.message == "the brackets are nested too deeply here"
    assert problem.line == 1


@pytest.mark.parametrize(
    ("text", "name", "column"),
    [
        ("const m = new Map<string, number>();", "TypeScript", 18),
        ("export const X: string = 'a';", "TypeScript", 15),
        ("import type { A } from './a';", "TypeScript", 1),
        ("interface A { b: string }", "TypeScript", 1),
        ("enum Color { Red }", "TypeScript", 1),
        ("@Entry @Component struct Index { build() {} }", "ArkTS", 1),
    ],
)
def test_another_language_is_called_by_its_name(text: str, name: str, column: int) -> None:
    outcome = run_program(text)
    assert outcome.stderr.startswith(f"error: this is {name}, not JavaScript\n")
    assert f":1:{column}\n" in outcome.stderr


@pytest.mark.parametrize("text", ["let a: = 1", "let x = ;", "class A { private = }"])
def test_what_is_no_language_is_not_called_one(text: str) -> None:
    assert "error: this is" not in run_program(text).stderr


def test_await_in_a_function_that_is_not_async() -> None:
    outcome = run_program("function f() {\n  const d = await g();\n}")
    assert outcome.stderr.splitlines()[0] == "error: await in a function that is not async"
    assert outcome.stderr.splitlines()[-1] == "hint: write async before the function"


def test_deep_json_is_no_recursion_of_the_program() -> None:
    assert "nested too deeply" in run_program("JSON.parse('['.repeat(1e6))").stderr
    assert "does the recursion come to an end" in run_program("function f() { return f() + 1 } f()").stderr
