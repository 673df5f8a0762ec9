"""Where a missing comma is put in, and the places that look alike and are left."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from runtime.language.javascript.tokens import Lines, tokenize
from runtime.language.source import prepare
from tests.runtime.language.parsing import parse, repaired_text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # The comma takes the place of a blank, or is put in at the end of the line: no column moves.
        ("let o = {a: 1 b: 2};", "let o = {a: 1,b: 2};"),
        ("let o = {a: 1  b: 2};", "let o = {a: 1, b: 2};"),
        ("let o = {\n\ta: 1\n\tb: 2\n};", "let o = {\n\ta: 1,\n\tb: 2\n};"),
        ("let o = {\r\n  a: 1\r\n  b: 2\r\n};", "let o = {\r\n  a: 1,\r\n  b: 2\r\n};"),
        ("let o = {\r  a: 1\r  b: 2\r};", "let o = {\r  a: 1,  b: 2\r};"),
        ("let o = {a: 1\u00a0b: 2};", "let o = {a: 1,b: 2};"),
        ("let o = {\n  a: 1 // c\n  b: 2 };", "let o = {\n  a: 1,// c\n  b: 2 };"),
        ("let o = {\n  a: 1// c\n  b: 2 };", "let o = {\n  a: 1,   \n  b: 2 };"),
        ("let o = {a: 1/* c\n */b: 2 };", "let o = {a: 1,   \n   b: 2 };"),
        ("let o = {a: 1/*/ c */b: 2 };", "let o = {a: 1,       b: 2 };"),
        ("let o = {a: 1 /* c */ b: 2 };", "let o = {a: 1,/* c */ b: 2 };"),
    ],
)
def test_the_comma_moves_nothing(text: str, expected: str) -> None:
    assert repaired_text(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "f({\n  a: b\n  'c': d\n  1: e\n});",
        "f({\n  a: { b: 1 }\n  c() { return 1 }\n  get d() { return 2 }\n  async e() {}\n  ...g\n});",
        "f({\n  a: () => { b(); }\n  c: function () {}\n  d: [1]\n  e: `f`\n});",
        "f({\n  a\n  b\n  c: 1\n  d\n});",
        "f({\n  a : 1\n  b : 2\n});",
        "f({ a: 'b' 'c': 'd' });",
        "f({ a: b.c d: e });",
        "f({ a: {} b: {} });",
        "f({ a: 1 ...b });",
        "let o = [\n  a\n  b\n  c.d\n];",
        "let o = [\n  'a'\n  'b'\n];",
        "let o = [1 2 'c'];",
        "let o = [a,\n  b,\n  c\n  d];",
        "let o = [{ a: 1 } { a: 2 }];",
        "let o = [{\n  a: 1\n}\n{\n  a: 2\n}];",
        "let o = [\n  () => {}\n  () => {}\n];",
        "let o = [\n  f()\n  new G()\n  function () {}\n  !h\n];",
        "let o = [a ...b];",
        "let o = `${f({\n  a: 1\n  b: 2\n})}`;",
        "class A { o = {\n  a: 1\n  b: 2\n}; }",
        "export default {\n  data: {\n    a: 1\n    b: 2\n  }\n  onInit() {}\n}",
    ],
)
def test_between_properties_and_elements(text: str) -> None:
    prepared = prepare(text, parse)
    assert prepared.problem is None, prepared.problem
    assert {repair.description for repair in prepared.repairs} == {"inserted a missing comma"}
    assert_nothing_moved(text, prepared.text)


def assert_nothing_moved(text: str, repaired: str) -> None:
    """All tokens but commas are the same ones at the same places; comments may be blanked."""
    assert placed(text) == placed(repaired)


def placed(text: str) -> list[tuple[str, tuple[int, int]]]:
    lines = Lines(text)
    return [
        (token.text, lines.position(token.start))
        for token in tokenize(text)
        if token.kind != "comment" and token.text != ","
    ]


@pytest.mark.parametrize(
    "text",
    [
        "a b",
        "f(a b)",
        "f(\n  a\n  b\n)",
        "function f(a b) {}",
        "let {a\n b} = c",
        "let [a\n b] = c",
        "import {a\n b} from 'c'",
        "export {a\n b}",
        "x[1\n 2]",
        "let o = {[1\n 2]: 3}",
        "({a\n b} = c)",
        "() => { a: 1 b: 2 }",
        "let a = 1 let b = 2",
        "class A { a = 1 b = 2 }",
        # The colon may be what was lost.
        "let o = {a b}",
        "let o = {a b: 1}",
        "let o = {a 1}",
        "let o = {a 'b'}",
        "let o = {a function () {}}",
        # An operator may be what was lost.
        "let o = {a: b c}",
        "let o = {a: 1 b}",
        "let o = {a: x b : c}",
        "let o = {\n  a: x\n    b : c\n}",
        "let o = {a: x b\n: c}",
        "let o = {a: x f(y)}",
        "let o = {\n  a: 'b'\n    c\n}",
        "let o = [a b]",
        "let o = [a 1]",
        "let o = [1 a]",
        "let o = [1 + a 2]",
        "let o = [1 2 + a]",
        "let o = [\n  'a'\n    'b'\n]",
        "let o = [\n  a\n    b\n]",
        "let o = [a\n  b()]",
        # The dots may be too much.
        "let o = [f ...(x)]",
        "let o = {a: b ...+ c}",
        "let o = {...get a() {}}",
        # One may be written twice.
        "let o = [1 1]",
        "let o = ['a' 'a', 'b']",
        # Brackets have changed places.
        "let o = [\n  [\n    ]\n  a\n]",
        "let o = {\n  a: {\n    b: 1\n    }\n  c: 2\n}",
        # There is no room that nothing would move in.
        "let o = {a: 'b''c': 'd'}",
        "let o = [{}{}]",
        # Other separators.
        "let o = {a: 1; b: 2}",
        "let o = {a = 1}",
        "let o = {a: 1: b}",
        "let o = {a: 1 1: 2 + }",
    ],
)
def test_what_may_mean_something_else_is_left(text: str) -> None:
    prepared = prepare(text, parse)
    assert prepared.problem is not None
    assert (prepared.text, prepared.repairs) == (text, [])


def test_a_comma_is_not_put_in_where_two_lines_are_one_expression() -> None:
    text = "let o = [[1]\n[2]\n(f)\n`a`, 1\n-2];"
    assert parse(text) is None
    assert prepare(text, parse).text == text


PROPERTIES = st.sampled_from(
    [
        *[
            "{0}: 1",
            "{0}: 'x, y'",
            "'{0}': b.c(1, 2)",
            "{0}: [1, 2]",
            "{0}: {{ a: 1, b: [c] }}",
            "{0}() {{ return 1 }}",
        ],
        *[
            "{0}: a ? b : c",
            "{0}: (d) => {{ e(d) }}",
            "{0}",
            "get {0}() {{ return [1, 2] }}",
            "...{0}",
            "{0}: `${{f}}`",
        ],
    ]
)
ELEMENTS = st.sampled_from(["'{0}'", "{0}", "{{ a: {0}, b: 1 }}", "f({0}, 1)", "{0} ? 1 : 2", "{0} => {{}}", "{0} + 1"])
COMMENTS = st.sampled_from(["", " // c, d", "// c", " /* e */", "/* e */"])


@given(st.data())
def test_any_missing_commas_of_a_list_are_all_found(data: st.DataObject) -> None:
    opener, closer, kind = data.draw(st.sampled_from([("{", "}", PROPERTIES), ("[", "]", ELEMENTS)]))
    items = data.draw(st.lists(st.tuples(kind, COMMENTS, st.booleans()), min_size=2, max_size=8))
    complete, broken = "", ""
    for index, (form, comment, missing) in enumerate(items):
        item = "    " + form.format(f"n{index}")
        complete += item + "," + comment + "\n"
        broken += item + ("" if missing else ",") + comment + "\n"
    prepared = prepare(f"f({opener}\n{broken}  {closer});", parse)
    assert prepared.problem is None, prepared.problem
    whole = f"f({opener}\n{complete}  {closer});"
    assert [text for text, _ in placed(prepared.text)] == [text for text, _ in placed(whole)]
    assert [repair.line for repair in prepared.repairs] == [
        number for number, (_, _, missing) in enumerate(items[:-1], 2) if missing
    ]
    assert_nothing_moved(f"f({opener}\n{broken}  {closer});", prepared.text)
