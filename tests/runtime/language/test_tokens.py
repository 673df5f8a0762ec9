"""Tokens, against ECMA-262's lexical grammar and against what the engine itself accepts."""

from __future__ import annotations

import time
from unicodedata import category

import pytest
from hypothesis import given
from hypothesis import strategies as st

from runtime.language.javascript.tokens import (
    INVISIBLE_CHARACTER,
    MALFORMED_NUMBER,
    MARKDOWN_ESCAPE,
    MARKDOWN_FENCE,
    UNEXPECTED_CHARACTER,
    UNTERMINATED_COMMENT,
    UNTERMINATED_REGEXP,
    UNTERMINATED_STRING,
    UNTERMINATED_TEMPLATE,
    Lines,
    tokenize,
)
from tests.runtime.language.parsing import engine_error

# ECMA-262, WhiteSpace and LineTerminator.
WHITE_SPACE = {*"\t\v\f\ufeff\n\r\u2028\u2029", *(chr(c) for c in range(0x10000) if category(chr(c)) == "Zs")}


def texts(source: str, kind: str = "") -> list[str]:
    return [token.text for token in tokenize(source) if kind in ("", token.kind)]


def kinds(source: str) -> list[str]:
    return [token.kind for token in tokenize(source)]


def test_every_kind_of_token() -> None:
    source = "#!/usr/bin/env x\nlet a = 0x1Fn + 'b' /* c */; // d\nthis.#e = /f/g.test(`h`);"
    assert [(token.kind, token.text) for token in tokenize(source)] == [
        ("comment", "#!/usr/bin/env x"),
        ("keyword", "let"),
        ("identifier", "a"),
        ("punctuator", "="),
        ("number", "0x1Fn"),
        ("punctuator", "+"),
        ("string", "'b'"),
        ("comment", "/* c */"),
        ("punctuator", ";"),
        ("comment", "// d"),
        ("keyword", "this"),
        ("punctuator", "."),
        ("private", "#e"),
        ("punctuator", "="),
        ("regexp", "/f/g"),
        ("punctuator", "."),
        ("identifier", "test"),
        ("punctuator", "("),
        ("template", "`h`"),
        ("punctuator", ")"),
        ("punctuator", ";"),
    ]


def test_a_reserved_word_after_a_dot_is_a_name() -> None:
    assert kinds("cache.delete(a)")[2] == "identifier"
    assert kinds("a?.return / 2") == ["identifier", "punctuator", "identifier", "punctuator", "number"]


@pytest.mark.parametrize(
    "operator",
    [
        *[">>>=", "...", "===", "!==", "**=", "<<=", ">>=", ">>>", "&&=", "||=", "??=", "=>", "==", "!=", "<=", ">="],
        *["++", "--", "<<", ">>", "&&", "||", "??", "?.", "+=", "-=", "*=", "/=", "%=", "&=", "|=", "^=", "**"],
    ],
)
def test_the_longest_punctuator_wins(operator: str) -> None:
    assert texts(f"a {operator} b", "punctuator") == [operator]


def test_optional_chaining_is_no_ternary_before_a_digit() -> None:
    # ECMA-262, OptionalChainingPunctuator: ?. [lookahead ∉ DecimalDigit]
    assert texts("a?.5:1") == ["a", "?", ".5", ":", "1"]


@pytest.mark.parametrize(
    "number", ["0", "1_000", "0xFF", "0o17", "0b1010", "1.5", "1.", ".5", "1e5", "1E-5", "10n", "0xFFn", "017"]
)
def test_numbers(number: str) -> None:
    first, last = tokenize(f"{number};")
    assert (first.kind, first.text, last.text) == ("number", number, ";")


@pytest.mark.parametrize("number", ["1a", "0x", "0b2", "0xFG", "3in", "1n2"])
def test_malformed_numbers(number: str) -> None:
    (token,) = tokenize(number)
    assert (token.kind, token.reason, token.text) == ("invalid", MALFORMED_NUMBER, number)


@pytest.mark.parametrize(
    "literal",
    ["''", '"\\""', "'\\\\'", "'\\\n'", "'a\\\r\nb'", "'\\\r'", "'\u2028'", "'“，'", "'//'", "'/*'", "'`${'"],
)
def test_strings(literal: str) -> None:
    assert texts(f"a({literal})") == ["a", "(", literal, ")"]
    assert engine_error(f"a({literal})") is None


def test_a_template_is_the_text_around_its_substitutions() -> None:
    assert texts("`a${b}c${ {d: `e${f}`} }g`") == [
        *["`a${", "b", "}c${", "{", "d", ":", "`e${", "f", "}`", "}", "}g`"],
    ]
    assert texts("`\\`\\${a}`") == ["`\\`\\${a}`"]


@pytest.mark.parametrize(
    "source",
    [
        "a = /b/",
        "(/b/)",
        "[/b/]",
        "a ? /b/ : /b/",
        "return_ = () => /b/",
        "typeof /b/",
        "if (a) /b/.test(c)",
        "while (a) /b/.test(c)",
        "for (const a of c) /b/.test(a)",
        "{}\n/b/.test(c)",
        "if (a) {} else {}\n/b/.test(c)",
        "function f() {}\n/b/.test(c)",
        "async function f() {}\n/b/.test(c)",
        "class A {}\n/b/.test(c)",
        "class A extends f(B, {}) {}\n/b/.test(c)",
        "a: {}\n/b/.test(c)",
        "switch (a) { case 1: {} /b/.test(c) }",
        "a = () => {}\n/b/.test(c)",
        "`${/b/}`",
        "a = {c: /b/}",
        "export default /b/",
        "a || /b/",
        "!/b/",
        "a = b => {}\n/b/",
        "[a, ...c] = /b/.exec(a)",
        "/b/",
    ],
)
def test_where_a_slash_begins_a_regular_expression(source: str) -> None:
    assert engine_error(source) is None
    assert "/b/" in texts(source, "regexp")


@pytest.mark.parametrize(
    "source",
    [
        "a /b/ c",
        "a() /b/ c",
        "a[0] /b/ c",
        "1 /b/ c",
        "'a' /b/ c",
        "`a` /b/ c",
        "a++ /b/ c",
        "this /b/ c",
        "a = {} /b/ c",
        "a = {a: {}} /b/ c",
        "a = function () {} /b/ c",
        "a = async function () {} /b/ c",
        "a = function* f() {} /b/ c",
        "a = class {} /b/ c",
        "a = class A extends f(B, {}) { x() {} } /b/ c",
        "({}) /b/ c",
        "a = b ? {} : {} /b/ c",
        "a = {class: 1, b: {} /b/ c}",
        "a.if(x) /b/ c",
        "/a/ /b/ c",
        "a.class /b/ c",
        "`${{} /b/ c}`",
        "(function () {} /b/ c)",
        "export default {} /b/ c",
    ],
)
def test_where_a_slash_divides(source: str) -> None:
    assert engine_error(source) is None
    assert "regexp" not in {token.kind for token in tokenize(source) if token.text != "/a/"}
    assert texts(source).count("/") == 2


@pytest.mark.parametrize("literal", ["/[/]/", "/\\//g", "/[\\]/]/u", "/a/dgimsuy", "/'/", "/`/", "/=/"])
def test_regular_expressions(literal: str) -> None:
    assert texts(f"a = {literal};", "regexp") == [literal]


@pytest.mark.parametrize(
    ("source", "role"),
    [
        ("a = {", "object"),
        ("a({", "object"),
        ("return {", "object"),
        ("a ? {", "object"),
        ("a ? b : {", "object"),
        ("a = {b: {", "object"),
        ("a = () => ({", "object"),
        ("export default {", "object"),
        ("`${{", "object"),
        ("a, {", "object"),
        ("{", "block"),
        ("if (a) {", "block"),
        ("else {", "block"),
        ("() => {", "block"),
        ("a: {", "block"),
        ("switch (a) { case b ? c : d: {", "block"),
        ("function f() {", "block"),
        ("class A { f() {", "block"),
        ("class A { static {", "block"),
        ("class A {", "class"),
        ("a = class extends B {", "class"),
        ("import {", "module"),
        ("import a, {", "module"),
        ("export {", "module"),
        ("let {", "pattern"),
        ("const [", "pattern"),
        ("a = [", "array"),
        ("a([", "array"),
        ("a = [[", "array"),
        ("return [", "array"),
        ("a[", "index"),
        ("a()[", "index"),
        ("'a'[", "index"),
        ("a = {[", "key"),
        ("a = {b, [", "key"),
        ("class A { [", "key"),
        ("a(", "parenthesis"),
    ],
)
def test_what_a_bracket_opens(source: str, role: str) -> None:
    assert tokenize(source)[-1].role == role


@pytest.mark.parametrize(
    ("source", "text", "reason"),
    [
        ("'a\nb", "'a", UNTERMINATED_STRING),
        ("'a\r\nb", "'a", UNTERMINATED_STRING),
        ("'a\\'\nb", "'a\\'", UNTERMINATED_STRING),
        ('"', '"', UNTERMINATED_STRING),
        ("'\\", "'\\", UNTERMINATED_STRING),
        ("`a\nb", "`a\nb", UNTERMINATED_TEMPLATE),
        ("`a${b}c\n", "}c\n", UNTERMINATED_TEMPLATE),
        ("a = /b\nc", "/b", UNTERMINATED_REGEXP),
        ("/[/", "/[/", UNTERMINATED_REGEXP),
        ("/* a\n*", "/* a\n*", UNTERMINATED_COMMENT),
        ("\u200ba", "\u200b", INVISIBLE_CHARACTER),
        ("a \\< b", "\\", MARKDOWN_ESCAPE),
        ("@a", "@", UNEXPECTED_CHARACTER),
        ("# a", "#", UNEXPECTED_CHARACTER),
        ("a，b", "，", UNEXPECTED_CHARACTER),
        ("a\0b", "\0", UNEXPECTED_CHARACTER),
    ],
)
def test_what_cannot_be_a_token_says_why(source: str, text: str, reason: str) -> None:
    assert [(token.text, token.reason) for token in tokenize(source) if token.kind == "invalid"] == [(text, reason)]


def test_what_follows_an_unterminated_string_is_code_again() -> None:
    assert texts("a('b);\nc") == ["a", "(", "'b);", "c"]


@pytest.mark.parametrize("blank", [*"\t\v\f \xa0\ufeff\u3000\u2003\u2028", "\r\n"])
def test_white_space_of_the_standard(blank: str) -> None:
    assert texts(f"let{blank}a") == ["let", "a"]
    assert engine_error(f"let{blank}a") is None


@pytest.mark.parametrize("name", ["é", "变量", "a\u200db", "\\u0061b", "a\\u{62}", "$_1", "ａ"])
def test_names_beyond_ascii(name: str) -> None:
    assert texts(f"let {name} = 1;", "identifier") == [name]
    assert engine_error(f"let {name} = 1;") is None


@pytest.mark.parametrize("terminator", ["\n", "\r", "\u2028", "\u2029"])
def test_a_line_comment_ends_at_every_line_terminator(terminator: str) -> None:
    assert texts(f"// a{terminator}b c", "identifier") == ["b", "c"]
    error = engine_error(f"// a{terminator}b c")
    assert error is not None, "the engine sees the two names after the comment as well"


def test_full_width_punctuation_is_read_as_what_it_stands_for_when_asked() -> None:
    source = "a（“，b”，｛c：1｝）；"
    assert [(token.kind, token.text) for token in tokenize(source, forgiving=True)] == [
        ("identifier", "a"),
        ("punctuator", "（"),
        ("string", "“，b”"),
        ("punctuator", "，"),
        ("punctuator", "｛"),
        ("identifier", "c"),
        ("punctuator", "："),
        ("number", "1"),
        ("punctuator", "｝"),
        ("punctuator", "）"),
        ("punctuator", "；"),
    ]


@pytest.mark.parametrize("source", ["```\na", "  ```js\na", "a;\n```\n", "a;\r\n```js title='b'\r\n"])
def test_a_fence_in_code_is_one_token_when_asked(source: str) -> None:
    fences = [token.text.strip("`").strip() for token in tokenize(source, forgiving=True) if token.reason]
    assert len(fences) == 1
    assert [token.reason for token in tokenize(source, forgiving=True) if token.reason] == [MARKDOWN_FENCE]


@pytest.mark.parametrize("source", ["a = `\n~~~\n`", "/*\n```\n*/", "a ```", "'```'", "// ```js"])
def test_a_fence_elsewhere_is_none(source: str) -> None:
    assert MARKDOWN_FENCE not in {token.reason for token in tokenize(source, forgiving=True)}


def test_tokens_after_an_offset_can_be_left_out() -> None:
    assert [token.text for token in tokenize("a `b\nc` d e", last=2)] == ["a", "`b\nc`"]


@given(st.text(alphabet=st.sampled_from("ab1 '\"`$\\{}()[]/*,:;?.=>\n\r#@“”，\u200b") | st.characters(), max_size=60))
def test_tokens_never_overlap_and_nothing_but_white_space_is_left_out(source: str) -> None:
    for forgiving in (False, True):
        position = 0
        for token in tokenize(source, forgiving=forgiving):
            assert WHITE_SPACE.issuperset(source[position : token.start])
            assert token.start < token.end
            assert token.text == source[token.start : token.end]
            assert (token.kind == "invalid") == bool(token.reason)
            position = token.end
        assert WHITE_SPACE.issuperset(source[position:])


@pytest.mark.parametrize(
    "source",
    [
        "(" * 40_000 + "]" * 40_000,
        "[`${" + "(" * 40_000 + "]" * 40_000,
        "`" + "${a}" * 20_000,
        "'\n\"\n" * 20_000,
        "'" + "\\'" * 40_000,
        "`${" * 20_000,
        "/" * 80_000,
        "=/[" * 26_000,
        "“" * 60_000,
        "```\n" * 20_000,
    ],
    ids=lambda source: source[:6],
)
def test_time_grows_with_the_size_only(source: str) -> None:
    start = time.process_time()
    tokenize(source, forgiving=True)
    # A few µs for each character. What is quadratic takes ten times as long and more.
    assert time.process_time() - start < len(source) * 60e-6


def test_lines_and_columns_count_line_feeds_and_code_points() -> None:
    text = "a\r\n😀b\rc\u2028d\n\ne"
    lines = Lines(text)
    assert lines.position(text.index("a")) == (1, 1)
    assert lines.position(text.index("b")) == (2, 2)
    assert lines.position(text.index("c")) == (2, 4)
    assert lines.position(text.index("d")) == (2, 6)
    assert lines.position(text.index("e")) == (4, 1)
    assert lines.position(len(text)) == (4, 2)


@given(st.text(alphabet="ab\n\r"), st.data())
def test_an_offset_survives_the_way_to_line_and_column_and_back(text: str, data: st.DataObject) -> None:
    offset = data.draw(st.integers(0, len(text)))
    lines = Lines(text)
    assert lines.offset(*lines.position(offset)) == offset


@pytest.mark.parametrize(("line", "column", "offset"), [(0, 0, 0), (1, 99, 1), (9, 1, 4), (2, 0, 2), (2, 99, 4)])
def test_places_outside_the_text_are_taken_to_its_edge(line: int, column: int, offset: int) -> None:
    assert Lines("a\nbc").offset(line, column) == offset
