"""The slips of documentation other than a missing comma: what is put right, and what is never guessed at."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from runtime.language.javascript.tables import FULL_WIDTH
from runtime.language.javascript.tokens import Lines, tokenize
from runtime.language.source import prepare
from tests.runtime.language.parsing import parse, repaired_text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("f（a，［b］）；", "f(a,[b]);"),
        ("let o = ｛a： 1， b： 2｝；", "let o = {a: 1, b: 2};"),
        ("if （a ！＝＝ b ＆＆ c ＞ d） ｛｝", "if (a !== b && c > d) {}"),
        ("let x = a ？ b ： c", "let x = a ? b : c"),
        ("f（（b） =＞ b．c）", "f((b) => b.c)"),
        ("`${f（a，b）}`", "`${f(a,b)}`"),
        ("`${｛a：1｝｝`", "`${{a:1}}`"),
        ("a＝1，b＝`（，`；", "a=1,b=`（，`;"),
        ("a＝/，（/；// ，", "a=/，（/;// ，"),
        ("let x = “他说，（好）”；", 'let x = "他说，（好）";'),
        ("f(‘a’， ”b”, ＂c＂)", 'f(\'a\', "b", "c")'),
        ('f(‘say "a"’)', "f('say \"a\"')"),
    ],
)
def test_full_width_punctuation_outside_strings(text: str, expected: str) -> None:
    prepared = prepare(text, parse)
    assert prepared.text == expected
    assert len(prepared.text) == len(text)
    changes = [(i, a, b) for i, (a, b) in enumerate(zip(text, expected, strict=True)) if a != b]
    lines = Lines(text)
    assert [(r.line, r.column, r.removed, r.inserted) for r in prepared.repairs] == [
        (*lines.position(offset), removed, inserted) for offset, removed, inserted in changes
    ]


def test_a_repair_says_what_it_did() -> None:
    assert [repair.description for repair in prepare("f（“a”, \\<\u200b b)", parse).repairs] == []
    assert [repair.description for repair in prepare("f（“a” \\<\u200b b)", parse).repairs] == [
        "replaced “（” with “(”",
        'replaced the quotation mark “ with "',
        'replaced the quotation mark ” with "',
        "removed the backslash of a Markdown escape",
        "removed an invisible character (U+200B)",
    ]


@pytest.mark.parametrize(
    "text",
    [
        'let x = “say "a"”',
        "let x = “a “b” c”",
        "let x = “a“",
        "let x = ‘it’s’",
        "let x = “a\n”",
        "let x = “a\\”",
        'let x = "a”',
        "let x = 'a，",
        "let x = 1。",
        "a ／ b",
        "let x = ｀a｀",
        "let １ = 2",
        "f（a",
    ],
)
def test_what_would_be_a_guess_is_refused(text: str) -> None:
    prepared = prepare(text, parse)
    assert prepared.problem is not None
    assert (prepared.text, prepared.repairs) == (text, [])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("let x\u200b = 1", "let x  = 1"),
        ("\u200blet x", " let x"),
        ("f(\u200b\u2060a)", "f(  a)"),
        ("x\u200b.y()", "x .y()"),
        # Inside a name or an operator its parts close up: a person sees them in one piece.
        ("foo\u200bBar(1)", "fooBar (1)"),
        ("a =\u200b= b", "a ==  b"),
        ("return\u200bed", "returned "),
        ("foo\u00adbar", "foobar "),
        ("`${\u200ba}\u200b`\u200b", "`${ a}\u200b` "),
        ("let s = '\u200b'\u200b;", "let s = '\u200b' ;"),
    ],
)
def test_invisible_characters(text: str, expected: str) -> None:
    assert repaired_text(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("if (a \\< b && c \\> d) {}", "if (a  < b && c  > d) {}"),
        ("f((a) =\\> a)", "f((a) =>  a)"),
        ("let EXAMPLE\\_URL\\_2 = 1;", "let EXAMPLE_URL_2   = 1;"),
        ("\\_a(\\[1\\])", " _a( [1 ])"),
        ("10 \\* 1024 \\* 1024", "10  * 1024  * 1024"),
        ("a \\=\\=\\= b", "a  ===   b"),
        ("f('\\_', `\\_`, /\\_/, \\_)", "f('\\_', `\\_`, /\\_/,  _)"),
    ],
)
def test_markdown_escapes(text: str, expected: str) -> None:
    assert repaired_text(text) == expected


@pytest.mark.parametrize("text", ["a \\\\_b", "\\n", '\\"a\\"', "a \\\nb"])
def test_other_backslashes_are_no_markdown(text: str) -> None:
    assert prepare(text, parse).problem is not None


def test_positions_of_all_other_tokens_stay() -> None:
    text = "f(a\\_b\u200b, c \\< d, (e) =\\> g，h\u200bi); j"
    repaired = repaired_text(text)
    assert repaired == "f(a_b  , c  < d, (e) =>  g,hi ); j"
    for start in ("f(", "(a", ", c", "< d", "(e)", "=", "g", ");", "j"):
        assert repaired.index(start) == text.index(start)


# Line numbers -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("  1 | let a;\n  2 | let b;", "      let a;\n      let b;"),
        ("9: let a\n10: let b\r\n11: c", "   let a\n    let b\r\n    c"),
        ("1\tlet a\n2\n3\tlet b", " \tlet a\n \n \tlet b"),
        ("1 let a\n\n3 let b", "  let a\n\n  let b"),
        ("1 let a\n\n2 let b\n", "  let a\n\n  let b\n"),
        ("1│let a\n2│/* b\n3│*/", "  let a\n  /* b\n  */"),
        ("1. let a = [\n2.   1\n3.   2\n4. ]", "   let a = [\n     1,\n     2\n   ]"),
        ("1: ```js\n2: let a\n3: ```", "        \n   let a\n      "),
        ("7 | let a;", "    let a;"),
        ("```\n1 | let a\n2 | let b\n```", "   \n    let a\n    let b\n   "),
    ],
)
def test_line_numbers(text: str, expected: str) -> None:
    assert repaired_text(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "1 let a",  # a single line tells nothing
        "1 let a\n3 let b",
        "2 let a\n1 let b",
        "1 let a\nlet b",
        "1 let a\n2: let b",
        "1 let a = `b\n2 c`;",  # the blanks would be part of the string
        "1 let a = 'b\\\n2 c';",
    ],
)
def test_line_numbers_that_are_not_certain(text: str) -> None:
    prepared = prepare(text, parse)
    assert prepared.problem is not None
    assert prepared.text == text


# Fences -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("```js\nlet a = `b`;\n```\n", "     \nlet a = `b`;\n   \n"),
        ("~~~js\nlet a;\n~~~", "     \nlet a;\n   "),
        ("let a;\n```\n", "let a;\n   \n"),
        ("let a;\r\n~~~\r\n", "let a;\r\n   \r\n"),
        ("```js\na；\n```\n\n```js\nb;\n```", "     \na;\n   \n\n     \nb;\n   "),
        ("```js {1,3} title='a'\na；", "                     \na;"),
        ("````\na；\n````", "    \na;\n    "),
    ],
)
def test_fences(text: str, expected: str) -> None:
    assert repaired_text(text) == expected


@pytest.mark.parametrize("text", ["```let a = 1;", "[\n  a,\n  ```b\n]", "```f()\na（）", "~~~f\n（）", "a（）\n``` b"])
def test_a_fence_in_front_of_code_is_not_removed(text: str) -> None:
    assert "removed a Markdown fence" not in {repair.description for repair in prepare(text, parse).repairs}


def test_text_around_a_fence_is_not_removed() -> None:
    text = "Example of a request:\n```js\nlet a；\n```"
    assert prepare(text, parse).problem is not None


# Whatever the text --------------------------------------------------------------------------------------------

PIECES = st.sampled_from(
    [
        *["let a = ", "b", "c.d", "(", ")", "{", "}", "[", "]", ", ", ";\n", "\n", " ", "1", "'s'", "`", "${", "=>"],
        *["a: 1", "\r\n", "\r", "// x", "/* y */", "/", "function f() ", "if ", "“", "”", "‘", "’", "，", "（", "）"],
        *[
            "：",
            "\u200b",
            "\\_",
            "\\<",
            "\\",
            "```",
            "```js\n",
            "~~~",
            "1 | ",
            "2 | ",
            "\n2 ",
            "'",
            '"',
            "\ufeff",
            "\0",
        ],
    ]
)


@given(st.lists(PIECES, max_size=25).map("".join))
def test_any_text_is_answered_and_everything_stays_in_its_place(text: str) -> None:
    prepared = prepare(text, parse)
    if prepared.problem is not None:
        assert (prepared.text, prepared.repairs) == (text, [])
        assert 1 <= prepared.problem.line <= text.count("\n") + 1
        assert prepared.problem.column >= 1
        assert prepared.problem.message
        return
    assert parse(prepared.text) is None
    assert prepared.text.count("\n") == text.count("\n")
    places = [(repair.line, repair.column) for repair in prepared.repairs]
    assert places == sorted(places)
    assert bool(prepared.repairs) == (prepared.text != text)


@given(st.data())
def test_every_punctuation_mark_written_full_width_is_put_back(data: st.DataObject) -> None:
    program = (
        "function f(a, b) { return a ? [b, 1] : { c: 'x，', d: `y${a}z（`, ...b }; }\n"
        "if (f(1, /，/) !== f.g && !(1 + 2 > 3)) { f(); } // ；\n"
    )
    wide = {ascii_form: char for char, ascii_form in FULL_WIDTH.items() if char not in "、【】"}
    offsets = [t.start for t in tokenize(program) if t.kind == "punctuator" and t.text in wide]
    chosen = data.draw(st.sets(st.sampled_from(offsets), min_size=1))
    text = "".join([wide[char] if index in chosen else char for index, char in enumerate(program)])
    prepared = prepare(text, parse)
    assert prepared.text == program
    assert len(prepared.repairs) == len(chosen)
