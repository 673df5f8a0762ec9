"""Valid programs with one thing wrong: never repaired into another program, and the error is where the damage is.

One kind of damage is left out because nobody could tell: two different literals side by side in an array, "[1 2]",
read as a list whatever stood between them. So no operator stands between two literals here.
"""

from __future__ import annotations

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from runtime.language.javascript.tokens import Lines, tokenize
from runtime.language.source import prepare
from tests.runtime.language.parsing import parse

# A program is a list of pieces: tokens and, between them, white space.
Pieces = list[str]

NAMES = st.sampled_from(["a", "b", "err", "data", "http", "url"])
LITERALS = st.sampled_from(["1", "60000", "'x'", '"a, b: c"', "true", "null", "0.5"])
OPERATORS = st.sampled_from(["+", "-", "*", "===", "&&", "||", "<", "??", "/"])


def spaced(*parts: str | Pieces) -> Pieces:
    pieces: Pieces = []
    for part in parts:
        pieces += [part] if isinstance(part, str) else part
    return pieces


def separated(items: list[Pieces], before: str, between: str, after: str) -> Pieces:
    pieces: Pieces = []
    for index, item in enumerate(items):
        pieces += [*item, ",", between] if index < len(items) - 1 else item
    return [before, *pieces, after] if items else []


@st.composite
def expressions(draw: st.DrawFn, depth: int = 2, indent: str = "") -> Pieces:
    """An expression; a list inside it is written on one line or with each item on a line of its own."""
    inner = expressions(depth - 1, indent + "  ")
    choices = ["name", "literal"]
    if depth:
        choices += [
            "member",
            "call",
            "binary",
            "ternary",
            "object",
            "object",
            "array",
            "array",
            "arrow",
            "not",
            "template",
        ]
    match draw(st.sampled_from(choices)):
        case "literal":
            return [draw(LITERALS)]
        case "member":
            return [draw(NAMES), ".", draw(NAMES)]
        case "call":
            return [draw(NAMES), "(", *separated(draw(st.lists(inner, max_size=3)), "", " ", ""), ")"]
        case "binary":
            return [draw(NAMES), " ", draw(OPERATORS), " ", *draw(operands(inner))]
        case "ternary":
            return ["(", draw(NAMES), " ", "?", " ", *draw(inner), " ", ":", " ", *draw(inner), ")"]
        case "object":
            return draw(objects(depth, indent))
        case "array":
            return ["[", *draw(items_of(inner, indent)), "]"]
        case "arrow":
            return [
                "(",
                "(",
                draw(NAMES),
                ")",
                " ",
                "=>",
                " ",
                "{",
                " ",
                "return",
                " ",
                *draw(inner),
                ";",
                " ",
                "}",
                ")",
            ]
        case "not":
            return ["!", draw(NAMES)]
        case "template":
            return ["`a${", draw(NAMES), "}b`"]
        case _:
            return [draw(NAMES)]


def operands(inner: st.SearchStrategy[Pieces]) -> st.SearchStrategy[Pieces]:
    """The right side of an operator, in parentheses unless it is a single token."""
    return inner.map(lambda pieces: pieces if len(pieces) == 1 else ["(", *pieces, ")"])


@st.composite
def items_of(draw: st.DrawFn, item: st.SearchStrategy[Pieces], indent: str) -> Pieces:
    items = draw(st.lists(item, max_size=4))
    if draw(st.booleans()):
        return separated(items, "", " ", "")
    return separated(items, f"\n{indent}  ", f"\n{indent}  ", f"\n{indent}")


@st.composite
def objects(draw: st.DrawFn, depth: int, indent: str) -> Pieces:
    return ["{", *draw(items_of(properties(depth, indent), indent)), "}"]


@st.composite
def properties(draw: st.DrawFn, depth: int, indent: str) -> Pieces:
    inner = expressions(depth - 1, indent + "  ")
    key = draw(st.sampled_from(["method", "header", "'Content-Type'", "readTimeout", "get", "async"]))
    match draw(st.sampled_from(["value", "value", "value", "shorthand", "method", "spread", "getter"])):
        case "shorthand":
            return [draw(NAMES)]
        case "method":
            return [key, "(", draw(NAMES), ")", " ", "{", " ", "return", " ", *draw(inner), ";", " ", "}"]
        case "spread":
            return ["...", draw(NAMES)]
        case "getter":
            return ["get", " ", "g", "(", ")", " ", "{", " ", "return", " ", *draw(inner), ";", " ", "}"]
        case _:
            return [key, ":", " ", *draw(inner)]


@st.composite
def statements(draw: st.DrawFn, number: int = 0) -> Pieces:
    match draw(st.sampled_from(["let", "call", "if", "function", "assign"])):
        case "let":
            return ["let", " ", f"v{number}", " ", "=", " ", *draw(expressions()), ";"]
        case "if":
            body = draw(expressions(1, "  "))
            return ["if", " ", "(", *draw(expressions(1)), ")", " ", "{", "\n  ", "f", "(", *body, ")", ";", "\n", "}"]
        case "function":
            body = draw(expressions(2, "  "))
            head = ["function", " ", f"f{number}", "(", "a", ",", " ", "b", ")", " ", "{"]
            return [*head, "\n  ", "return", " ", *body, ";", "\n", "}"]
        case "assign":
            return ["a", " ", "=", " ", *draw(expressions()), ";"]
        case _:
            return [
                "http",
                ".",
                "request",
                "(",
                *separated(draw(st.lists(expressions(), max_size=3)), "", " ", ""),
                ")",
                ";",
            ]


class Program:
    """A valid program in pieces, and which top-level statement each piece is of."""

    def __init__(self, statements_: list[Pieces]) -> None:
        self.pieces: Pieces = []
        self.statement: list[int] = []
        for number, statement in enumerate(statements_):
            self.pieces += [*statement, "\n"]
            self.statement += [number] * (len(statement) + 1)
        self.places = [index for index, piece in enumerate(self.pieces) if piece.strip()]

    @property
    def text(self) -> str:
        return "".join(self.pieces)

    def first_line(self, index: int) -> int:
        """The line on which the top-level statement of a piece begins."""
        start = self.statement.index(self.statement[index])
        return "".join(self.pieces[:start]).count("\n") + 1


@st.composite
def programs(draw: st.DrawFn) -> Program:
    count = draw(st.integers(1, 4))
    return Program([draw(statements(number)) for number in range(count)])


# Nothing that reads as an item of a list, and nothing that hides what follows it.
JUNK = st.sampled_from(
    [
        *["(", ")", "[", "]", "{", "}", ",", ";", ":", ".", "=", "=>", "?", "+", "*", "!", "...", "++", "&&", "`", "'"],
        *["@", "#", "\\", "“", "”", "（", "\u200b", "```", "~~~", "1 |", "if", "return", "let", "async", "new", "get"],
    ]
)


@st.composite
def corruptions(draw: st.DrawFn) -> tuple[Program, int, str]:
    """A program, the index of a piece, and the text of the program with something done to that piece."""
    program = draw(programs())
    at = draw(st.integers(0, len(program.places) - 1))
    index = program.places[at]
    pieces = list(program.pieces)
    match draw(st.sampled_from(["delete", "duplicate", "swap", "insert"])):
        case "delete":
            pieces[index] = ""
        case "duplicate":
            pieces[index] += " " + pieces[index]
        case "swap":
            assume(at + 1 < len(program.places))
            other = program.places[at + 1]
            pieces[index], pieces[other] = pieces[other], pieces[index]
        case _:
            pieces[index] = draw(JUNK) + draw(st.sampled_from(["", " "])) + pieces[index]
    return program, index, "".join(pieces)


def meaning(text: str) -> list[str]:
    return [token.text for token in tokenize(text) if token.kind != "comment" and token.text != ","]


def placed(text: str) -> list[tuple[str, tuple[int, int]]]:
    lines = Lines(text)
    return [(token.text, lines.position(token.start)) for token in tokenize(text) if token.text != ","]


@given(programs())
@settings(max_examples=50)
def test_the_programs_are_valid(program: Program) -> None:
    assert parse(program.text) is None, program.text


@given(corruptions())
@settings(max_examples=400)
def test_a_damaged_program_is_never_repaired_into_another_one(case: tuple[Program, int, str]) -> None:
    program, index, text = case
    prepared = prepare(text, parse)
    raw = parse(text)
    if raw is None:
        assert prepared.text == text
        assert prepared.problem is None
        return
    if prepared.problem is None:
        assert prepared.repairs
        assert parse(prepared.text) is None
        assert meaning(prepared.text) == meaning(program.text)
        return
    assert (prepared.text, prepared.repairs) == (text, [])
    assert prepared.problem.message
    # The engine notices the damage where it is or later; the explanation may go back, but not before the statement.
    assert program.first_line(index) <= prepared.problem.line <= raw.line
    strict = prepare(text, parse, repair=False).problem
    assert strict is not None
    assert (strict.line, strict.column, strict.message) == (
        prepared.problem.line,
        prepared.problem.column,
        prepared.problem.message,
    )


@given(programs(), st.data())
@settings(max_examples=100)
def test_lost_commas_are_put_back_or_left_alone(program: Program, data: st.DataObject) -> None:
    commas = [index for index in program.places if program.pieces[index] == ","]
    assume(commas)
    lost = data.draw(st.sets(st.sampled_from(commas), min_size=1, max_size=3))
    text = "".join(["" if index in lost else piece for index, piece in enumerate(program.pieces)])
    prepared = prepare(text, parse)
    if prepared.repairs:
        assert meaning(prepared.text) == meaning(program.text)
        assert placed(prepared.text) == placed(text)
        assert len(prepared.repairs) <= len(lost)
    else:
        assert prepared.text == text
