"""What is wrong with a text that the engine refused, in the words and at the place a person would name.

The engine stops at the first token that cannot be; the slip is often before it: the end of the token after which a
comma is missing, the bracket or quotation mark that nothing closes.
"""

from __future__ import annotations

from bisect import bisect_right

from runtime.language.javascript.tables import FULL_WIDTH, TYPOGRAPHIC_QUOTES
from runtime.language.javascript.tokens import (
    INVISIBLE_CHARACTER,
    MALFORMED_NUMBER,
    MARKDOWN_ESCAPE,
    MARKDOWN_FENCE,
    UNTERMINATED_COMMENT,
    UNTERMINATED_REGEXP,
    UNTERMINATED_STRING,
    UNTERMINATED_TEMPLATE,
    Lines,
    Token,
    tokenize,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeAlias

    # Message, offset, hint.
    Explanation: TypeAlias = tuple[str, int, str]

_NEVER_CLOSED = {
    UNTERMINATED_STRING: "this string is never closed",
    UNTERMINATED_TEMPLATE: "this template is never closed",
    UNTERMINATED_REGEXP: "this regular expression is never closed",
    UNTERMINATED_COMMENT: "this comment is never closed",
}
_CLOSERS = {"(": ")", "[": "]", "{": "}", "${": "}"}
_CLOSING = frozenset(")]}）］】｝")
_TYPESCRIPT = frozenset([
    "abstract", "as", "declare", "enum", "implements", "interface", "is", "keyof", "namespace", "private",
    "protected", "public", "readonly", "satisfies", "type",
])  # fmt: skip
TYPESCRIPT_HINT = "this looks like TypeScript, which is run in .ts and .ets files and with --lang ts"
# How the engine's messages begin that say that another token was needed here.
_ABOUT_THE_NEXT_TOKEN = (
    "expect",
    "unexpected token",
    "variable name expected",
    "invalid property name",
    "missing formal parameter",
)
# The engine's words -> clearer ones. Where the engine's own are clear they stay.
_CLEARER = {
    "return not in a function": ("return outside a function", ""),
    "string expected": ("a module name in quotation marks is missing here", ""),
    "stack overflow": ("the brackets are nested too deeply here", ""),
    "invalid assignment left-hand side": ("nothing can be assigned to this", "“===” compares, “=” assigns"),
    "octal literals are deprecated in strict mode": ("a number cannot begin with 0 here", "octal is written 0o17"),
    "expecting field name": ("a name is missing after “.”", ""),
}


def explained(
    text: str, message: str, line: int, column: int, *, typescript: bool = False
) -> tuple[str, int, int, str]:
    """Message, line, column (from 1, in code points) and hint for what the engine said of a text.

    typescript: whether it is meant to be TypeScript.

    A message that is none of the engine's comes back as it is, at its place, with the hint ''.
    """
    lines = Lines(text)
    found = _Explainer(text, lines, message, lines.offset(line, column), typescript).explain()
    if found is None:
        return message, line, column, ""
    words, offset, hint = found
    return words, *lines.position(offset), hint


class _Explainer:
    def __init__(self, text: str, lines: Lines, message: str, offset: int, typescript: bool) -> None:
        self._text = text
        self._typescript = typescript
        self._lines = lines
        self._message = message
        self._offset = offset
        self._tokens = [token for token in tokenize(text, forgiving=True, last=offset) if token.kind != "comment"]
        self._index = bisect_right([token.start for token in self._tokens], offset) - 1
        # The token the engine stopped at: the one that covers the offset or the next one; None at the end.
        if self._index < 0 or self._tokens[self._index].end <= offset:
            self._index += 1
        self._here = self._tokens[self._index] if self._index < len(self._tokens) else None
        self._before = self._tokens[self._index - 1] if self._index > 0 else None

    def explain(self) -> Explanation | None:
        return (
            self._fence()
            or self._invalid_token()
            or self._line_numbers()
            or self._brackets()
            or self._expected()
            or self._unexpected()
            or self._declaration()
        )

    def _fence(self) -> Explanation | None:
        for token in self._tokens[: self._index + 1]:
            if token.reason == MARKDOWN_FENCE:
                return "a Markdown fence is not JavaScript", token.start, f"delete the line “{token.text}”"
        return None

    def _invalid_token(self) -> Explanation | None:
        token = self._here
        if "regexp" in self._message and self._before is not None and self._before.reason == UNTERMINATED_REGEXP:
            token = self._before
        if token is None or not self._is_about_characters():
            return None
        if token.reason in _NEVER_CLOSED:
            start = self._template_start(token) if token.reason == UNTERMINATED_TEMPLATE else token.start
            return _NEVER_CLOSED[token.reason], start, self._closing_hint(token)
        if token.reason == MALFORMED_NUMBER:
            hint = "" if token.text[0] == "0" else "a name cannot begin with a digit"
            return f"“{_short(token.text)}” is not a number", token.start, hint
        if token.reason == INVISIBLE_CHARACTER:
            return f"an invisible character: {_character_name(token.text)}", token.start, "delete it"
        if token.reason == MARKDOWN_ESCAPE:
            return "a backslash is not allowed here", token.start, "Markdown needs it in prose; delete it"
        char = token.text[0]
        if token.kind == "string" and char in TYPOGRAPHIC_QUOTES:
            return "typographic quotation marks", token.start, f"write {TYPOGRAPHIC_QUOTES[char][1]} instead"
        if token.kind in ("punctuator", "template") and char in FULL_WIDTH:
            return f"not JavaScript: {_character_name(char)}", token.start, f"write “{FULL_WIDTH[char]}”"
        if token.kind == "invalid":
            return f"not JavaScript: {_character_name(char)}", token.start, ""
        return None

    def _is_about_characters(self) -> bool:
        message = self._message
        return (
            message in ("unexpected character", "invalid number literal", "invalid first character of private name")
            or message.startswith("unexpected end of")
            or "regexp" in message
            or (self._here is not None and self._here.kind == "invalid" and self._is_about_the_next_token())
        )

    def _is_about_the_next_token(self) -> bool:
        return self._message.startswith(_ABOUT_THE_NEXT_TOKEN)

    def _closing_hint(self, token: Token) -> str:
        if token.reason == UNTERMINATED_STRING:
            return f"a string ends on its line, with {token.text[0]}"
        return {UNTERMINATED_TEMPLATE: "it ends with `", UNTERMINATED_COMMENT: "it ends with */"}.get(token.reason, "")

    def _template_start(self, token: Token) -> int:
        """Where the template began whose last part this token is."""
        if token.text[0] == "`":
            return token.start
        nested = 0
        for earlier in reversed(self._tokens[: self._tokens.index(token)]):
            if earlier.kind == "template":
                nested += (earlier.text[0] == "}") - earlier.text.endswith("${")
                if nested < 0:
                    return earlier.start
        return token.start

    def _line_numbers(self) -> Explanation | None:
        from runtime.language.repairs.slips import line_number_count

        if self._here is None or not self._is_about_the_next_token() or not line_number_count(self._text):
            return None
        first = len(self._text) - len(self._text.lstrip())
        return "the lines begin with line numbers", first, "delete the line numbers"

    def _brackets(self) -> Explanation | None:
        """A bracket that nothing closes, or one that closes nothing."""
        here = self._here
        if not self._is_about_the_next_token() or not (
            here is None or (here.kind == "punctuator" and here.text in ")]}")
        ):
            return None
        open_ones = self._open_brackets()
        if here is None:
            if open_ones:
                opener = self._misindented(open_ones[0]) or open_ones[-1]
                return f"this “{_opening(opener)}” is never closed", _place(opener), ""
            end = self._before.end if self._before else 0
            return "the file ends in the middle of a statement", end, ""
        if not open_ones:
            return f"this “{here.text}” closes nothing", here.start, ""
        if _CLOSERS[_opening(open_ones[-1])] != here.text:
            opener = open_ones[-1]
            hint = f"“{here.text}” in line {self._lines.position(here.start)[0]} comes first"
            return f"this “{_opening(opener)}” is never closed", _place(opener), hint
        return None

    def _open_brackets(self) -> list[Token]:
        return _matched(_brackets(self._tokens[: self._index]))[1]

    def _misindented(self, outermost: Token) -> Token | None:
        """The first bracket inside one never closed whose closing one is indented less than its own line.

        When one closing bracket is missing every later one closes the bracket inside the one it was meant for.
        """
        # Start of a line -> the width of the white space it begins with.
        margins: dict[int, int] = {}
        for opener, closer in _matched(_brackets(self._tokens))[0]:
            if opener.start > outermost.start:
                start, width = self._margin(closer.start, margins)
                if start + width == closer.start and width < self._margin(opener.start, margins)[1]:
                    return opener
        return None

    def _margin(self, offset: int, margins: dict[int, int]) -> tuple[int, int]:
        """Offset of the start of a line, and the width of the white space it begins with."""
        start = offset - self._lines.position(offset)[1] + 1
        if start not in margins:
            end = start
            while end < offset and self._text[end] in " \t":
                end += 1
            margins[start] = end - start
        return start, margins[start]

    def _expected(self) -> Explanation | None:
        here, before = self._here, self._before
        if not self._message.startswith(("expecting '", "expected '")) or here is None or before is None:
            return None
        wanted = self._message.split("'")[1]
        open_ones = self._open_brackets()
        role = open_ones[-1].role if open_ones else ""
        typed = here.text == ":" and wanted in (",", ";") and before.kind == "identifier"
        if not self._typescript and (typed or before.text in _TYPESCRIPT or here.text in _TYPESCRIPT):
            return f"unexpected “{_short(here.text)}”", here.start, TYPESCRIPT_HINT
        if wanted == ";":
            return f"unexpected “{_short(here.text)}” after “{_short(before.text)}”", here.start, ""
        if wanted == "}" and role == "object":
            return self._in_object(here, before)
        if wanted == "]" and role == "array":
            return "missing “,” between two elements", before.end, ""
        if (wanted == "," and open_ones) or role == "module":
            closer = _CLOSERS[_opening(open_ones[-1])]
            return f"missing “,” or “{closer}” after “{_short(before.text)}”", before.end, ""
        return f"missing “{wanted}” after “{_short(before.text)}”", before.end, ""

    def _await(self) -> Explanation:
        """Where `await` is not allowed: in what can be made async, or in what cannot."""
        tokens = self._tokens
        for opener in reversed(self._open_brackets()):
            at = next(index for index, token in enumerate(tokens) if token is opener)
            before = [token.text for token in tokens[max(0, at - 1) : at]]
            if opener.role == "class":
                return "await outside of a function", self._offset, "a field cannot wait; an async method can"
            if (
                opener.text != "{"
                or opener.role == "object"
                or (before != ["=>"] and before not in ([")"], ["static"]))
            ):
                continue
            if before == ["static"]:
                return "await in a static block", self._offset, "it cannot wait; an async method can"
            words = self._before_parameters(at) if before == [")"] else []
            if words[-1:] and words[-1] in ("if", "for", "while", "switch", "catch", "with"):
                continue
            if words[-1:] == ["constructor"]:
                return "await in a constructor", self._offset, "it cannot be async; an async method can"
            if words[:1] and words[0] in ("get", "set") and len(words) > 1:
                return f"await in a {words[0]}ter", self._offset, "it cannot be async; make it an async method"
            break
        return "await in a function that is not async", self._offset, "write async before the function"

    def _before_parameters(self, brace: int) -> list[str]:
        """The two words before the parentheses that a brace follows, on their line."""
        depth = 0
        for at in range(brace - 1, -1, -1):
            text = self._tokens[at].text
            depth += (text in (")", "]", "}")) - (text in ("(", "[", "{"))
            if depth == 0:
                return [token.text for token in self._tokens[max(0, at - 2) : at]]
        return []

    def _in_object(self, here: Token, before: Token) -> Explanation:
        if here.text == ";":
            return "properties are separated by “,”, not by “;”", here.start, ""
        if here.text == "=":
            return "a property's value follows “:”, not “=”", here.start, ""
        alone = self._index > 1 and self._tokens[self._index - 2].text in ("{", ",")
        same_line = "\n" not in self._text[before.end : here.start]
        if alone and same_line and before.kind in ("identifier", "string", "number"):
            return f"missing “:” or “,” after “{_short(before.text)}”", before.end, ""
        return "missing “,” between two properties", before.end, ""

    def _unexpected(self) -> Explanation | None:
        here = self._here
        if self._message == "unexpected 'await' keyword":
            # The engine names the place of the word itself.
            return self._await()
        if self._message in _CLEARER:
            words, hint = _CLEARER[self._message]
            return words, self._start(), hint
        if "must be inside" in self._message:
            return self._message, self._start(), ""
        if here is None:
            return None
        shown = f"“{_short(here.text)}”"
        if self._message.startswith("unexpected token in expression"):
            hint = TYPESCRIPT_HINT if here.text in _TYPESCRIPT and not self._typescript else ""
            return f"unexpected {shown}", here.start, hint
        if self._message == "unsupported keyword: enum":
            return f"unexpected {shown}", here.start, TYPESCRIPT_HINT
        if self._message == "variable name expected" and here.text in ("{", "["):
            return "this pattern is not complete", here.start, "as in let {a, b} = value or let [a, b] = value"
        if self._message == "variable name expected":
            return f"a variable name is missing before {shown}", here.start, ""
        if self._message == "invalid property name":
            return f"a property name is missing before {shown}", here.start, ""
        return None

    def _start(self) -> int:
        """Start of the token a message is about: of these the engine names the place after it."""
        before = self._before
        if before is not None and (before.text in ("break", "continue") or before.text.endswith("=")):
            return before.start
        return self._here.start if self._here else self._offset

    def _declaration(self) -> Explanation | None:
        name = self._here if self._here and self._here.kind == "identifier" else self._before
        if name is None or name.kind != "identifier":
            return None
        if self._message == "missing initializer for const variable":
            return f"const {name.text} has no value", name.end, f"write const {name.text} = …"
        if self._message.startswith("invalid redefinition"):
            return f"“{name.text}” is declared a second time", name.start, self._first_declaration(name)
        return None

    def _first_declaration(self, name: Token) -> str:
        declarators = ("let", "const", "var", "class", "function", "import")
        previous = ""
        for token in self._tokens:
            if token.start >= name.start:
                break
            if token.text == name.text and previous in declarators:
                return f"it is declared first in line {self._lines.position(token.start)[0]}"
            previous = token.text
        return ""


def _ascii(token: Token) -> str:
    return FULL_WIDTH.get(token.text, token.text)


def _opening(token: Token) -> str:
    """The bracket a token opens, or ''."""
    if token.kind == "template":
        return "${" if token.text.endswith("${") else ""
    return _ascii(token) if token.role else ""


def _place(opener: Token) -> int:
    return opener.end - len(_opening(opener))


def _brackets(tokens: list[Token]) -> list[Token]:
    return [token for token in tokens if token.role or token.kind == "template" or token.text in _CLOSING]


def _matched(brackets: list[Token]) -> tuple[list[tuple[Token, Token]], list[Token]]:
    """Pairs of opening and closing brackets in the order of the closing ones, and the opening ones left over."""
    pairs = []
    stack: list[tuple[str, Token]] = []
    for token in brackets:
        is_template = token.kind == "template"
        if stack and stack[-1][0] == (token.text[0] + "$" if is_template else _ascii(token)):
            pairs.append((stack.pop()[1], token))
        if is_template and token.text.endswith("${"):
            stack.append(("}$", token))
        elif token.role:
            stack.append((_CLOSERS[_ascii(token)], token))
    return pairs, [token for _, token in stack]


def _short(text: str) -> str:
    """The beginning of a token as it can be shown on a terminal."""
    shown = "".join([char if char.isprintable() else "\ufffd" for char in text[:40]])
    return shown if len(text) <= 40 and "\n" not in text else shown.split("\ufffd", 1)[0] + "…"


def _character_name(char: str) -> str:
    import unicodedata

    shown = f"“{char}”, " if char.isprintable() else ""
    name = unicodedata.name(char, "")
    return f"{shown}U+{ord(char):04X}" + (f" {name}" if name else "")
