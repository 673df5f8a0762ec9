"""JavaScript source text as tokens: what is code, and what is string, template, regular expression or comment.

Never raises: what cannot be a token becomes a token of kind 'invalid' with a reason. Source of the rules:
ECMA-262, "ECMAScript Language: Lexical Grammar".
"""

from __future__ import annotations

import sys
from bisect import bisect_right

from runtime.language.javascript.context import TokenContext
from runtime.language.javascript.tables import (
    DECIMAL,
    DIGITS,
    FENCE_LANGUAGES,
    FULL_WIDTH,
    HEX_DIGITS,
    INVISIBLE,
    KEYWORDS,
    LINE_TERMINATORS,
    LONG_PUNCTUATORS,
    MARKDOWN_ESCAPED,
    NAME,
    NAME_START,
    RADIX_DIGITS,
    TYPOGRAPHIC_QUOTES,
    WHITE_SPACE,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

UNTERMINATED_STRING = "unterminated string"
UNTERMINATED_TEMPLATE = "unterminated template"
UNTERMINATED_REGEXP = "unterminated regular expression"
UNTERMINATED_COMMENT = "unterminated comment"
MALFORMED_NUMBER = "malformed number"
INVISIBLE_CHARACTER = "invisible character"
MARKDOWN_ESCAPE = "Markdown escape"
MARKDOWN_FENCE = "Markdown fence"
UNEXPECTED_CHARACTER = "unexpected character"


class Token:
    """One token: kind, half-open range [start, end) of offsets in code points, and the text between them.

    kind is 'identifier', 'keyword', 'number', 'string', 'template', 'regexp', 'punctuator', 'comment', 'private'
    (#name) or 'invalid'. A template with substitutions is several 'template' tokens, "`a${", "}b${" and "}c`", with
    the code of the substitutions between them. A reserved word after a dot is an 'identifier'.

    reason says why a token is 'invalid' (one of the constants of this module), else ''. role says what an opening
    bracket opens: 'object', 'array', 'block', 'class', 'module' (the braces of import and export), 'pattern' (after
    let, const, var), 'index', 'key' (a computed name) or 'parenthesis'; else ''.
    """

    __slots__ = ("end", "kind", "reason", "role", "start", "text")

    def __init__(self, kind: str, start: int, end: int, text: str, reason: str = "", role: str = "") -> None:
        self.kind = kind
        self.start = start
        self.end = end
        self.text = text
        self.reason = reason
        self.role = role

    def __repr__(self) -> str:
        return f"Token({self.kind!r}, {self.start}, {self.end}, {self.text!r})"


class Lines:
    """Offsets of a text as (line, column) and back; both count from 1.

    A line ends at U+000A only, and a column is one code point: the engine counts this way.
    """

    __slots__ = ("_size", "_starts")

    def __init__(self, text: str) -> None:
        starts = [0]
        end = text.find("\n")
        while end >= 0:
            starts.append(end + 1)
            end = text.find("\n", end + 1)
        self._starts = starts
        self._size = len(text)

    def position(self, offset: int) -> tuple[int, int]:
        """Line and column of an offset."""
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1

    def offset(self, line: int, column: int) -> int:
        """Offset of a line and column; the nearest one inside the text when there is no such place."""
        if line > len(self._starts):
            return self._size
        start = self._starts[max(line, 1) - 1]
        limit = self._starts[line] - 1 if line < len(self._starts) else self._size
        return max(start, min(start + column - 1, limit))


def tokenize(text: str, *, forgiving: bool = False, last: int = sys.maxsize) -> list[Token]:
    """The tokens of a module's text in order, comments included, white space left out.

    Those that begin after the offset last are left out as well.

    forgiving: full-width punctuation and typographic quotes outside strings are read as what they stand for (the
    token keeps the text as written), and a line of code that is only a Markdown fence is one 'invalid' token.
    """
    return _Scanner(text, forgiving).run(last)


def is_fence(line: str) -> bool:
    """Whether a line without white space around it is a Markdown fence: alone, or with a language known here.

    After any other word it may be code: "```let a = 1;".
    """
    mark = line[:1]
    if mark not in ("`", "~") or not line.startswith(mark * 3):
        return False
    words = line.lstrip(mark).split(None, 1)
    return not words or (words[0].lower() in FENCE_LANGUAGES and mark not in line.lstrip(mark))


class _Scanner:
    __slots__ = ("_context", "_forgiving", "_found", "_size", "_text", "_tokens")

    def __init__(self, text: str, forgiving: bool) -> None:
        self._text = text
        self._size = len(text)
        self._forgiving = forgiving
        self._tokens: list[Token] = []
        self._context = TokenContext()
        self._found: dict[str, int] = {}

    def run(self, last: int) -> list[Token]:
        text, size = self._text, min(self._size, last + 1)
        position = self._line_comment(0) if text.startswith("#!") else 0
        while position < size:
            char = text[position]
            if char in WHITE_SPACE:
                position += 1
                continue
            if char in NAME_START:
                position = self._name(position)
                continue
            scan = _SCANNERS.get(char)
            position = scan(self, position) if scan else self._rare(position)
        return self._tokens

    def _add(self, kind: str, start: int, end: int, reason: str = "", role: str = "") -> int:
        self._tokens.append(Token(kind, start, end, self._text[start:end], reason, role))
        return end

    def _next(self, needle: str, start: int) -> int:
        """Offset of the next needle, or the size of the text. Remembered: searching stays linear in all."""
        found = self._found.get(needle, -1)
        if found < start:
            found = self._text.find(needle, start)
            if found < 0:
                found = self._size
            self._found[needle] = found
        return found

    def _line_end(self, start: int) -> int:
        return min([self._next(terminator, start) for terminator in LINE_TERMINATORS])

    def _value(self, kind: str, start: int, end: int, reason: str = "") -> int:
        self._context.see_value()
        return self._add(kind, start, end, reason)

    def _name(self, start: int) -> int:
        end = self._name_end(start)
        name = self._text[start:end]
        if name in KEYWORDS and self._context.last not in (".", "?."):
            self._context.see_keyword(name)
            return self._add("keyword", start, end)
        self._context.see_identifier(name)
        return self._add("identifier", start, end)

    def _name_end(self, end: int) -> int:
        text, size = self._text, self._size
        while end < size:
            char = text[end]
            if char in NAME:
                end += 1
            elif char == "\\" and text.startswith("\\u", end):
                end = self._unicode_escape_end(end)
            elif char > "\x7f" and (("a" + char).isidentifier() or char in "\u200c\u200d"):
                end += 1
            else:
                break
        return end

    def _unicode_escape_end(self, start: int) -> int:
        if self._text.startswith("{", start + 2):
            close = self._text.find("}", start, start + 12)
            return close + 1 if close > 0 else start + 3
        return self._run_end(start + 2, HEX_DIGITS, start + 6)

    def _private(self, start: int) -> int:
        end = self._name_end(start + 1)
        if end == start + 1:
            return self._add("invalid", start, end, UNEXPECTED_CHARACTER)
        return self._value("private", start, end)

    def _number(self, start: int) -> int:
        text = self._text
        digits = RADIX_DIGITS.get(text[start + 1 : start + 2].lower()) if text[start] == "0" else None
        if digits is not None:
            end = self._run_end(start + 2, digits)
            malformed = end == start + 2
        else:
            end = self._decimal_end(start)
            malformed = False
        if text.startswith("n", end):
            end += 1
        rest = self._name_end(end)
        malformed = malformed or rest > end
        return self._value("invalid" if malformed else "number", start, rest, MALFORMED_NUMBER if malformed else "")

    def _decimal_end(self, start: int) -> int:
        text = self._text
        end = self._run_end(start, DECIMAL)
        if text.startswith(".", end):
            end = self._run_end(end + 1, DECIMAL)
        if text[end : end + 1] in ("e", "E"):
            exponent = end + 2 if text[end + 1 : end + 2] in ("+", "-") else end + 1
            if text[exponent : exponent + 1] in DIGITS:
                end = self._run_end(exponent, DECIMAL)
        return end

    def _run_end(self, end: int, chars: frozenset[str], limit: int = sys.maxsize) -> int:
        text, limit = self._text, min(limit, self._size)
        while end < limit and text[end] in chars:
            end += 1
        return end

    def _string(self, start: int) -> int:
        text = self._text
        quote = text[start]
        position = start + 1
        while True:
            close = self._next(quote, position)
            escape = min(self._next("\\", position), close)
            line_end = min(self._next("\n", position), self._next("\r", position), escape)
            if line_end < escape or close == escape == self._size:
                return self._value("invalid", start, line_end, UNTERMINATED_STRING)
            if escape == close:
                return self._value("string", start, close + 1)
            position = escape + (3 if text.startswith("\r\n", escape + 1) else 2)

    def _template(self, start: int) -> int:
        if self._forgiving and (end := self._fence_end(start)):
            return self._add("invalid", start, end, MARKDOWN_FENCE)
        return self._template_chunk(start)

    def _template_chunk(self, start: int) -> int:
        position = start + 1
        while True:
            close = self._next("`", position)
            stop = min(close, self._next("${", position))
            escape = self._next("\\", position)
            if escape < stop:
                position = escape + 2
            elif stop == self._size:
                return self._value("invalid", start, stop, UNTERMINATED_TEMPLATE)
            elif stop == close:
                return self._value("template", start, stop + 1)
            else:
                self._context.open("${")
                return self._add("template", start, stop + 2)

    def _fence_end(self, start: int) -> int:
        """End of a line that is only a fence of backticks; 0 where there is none."""
        text = self._text
        if not text.startswith("```", start):
            return 0
        before = start
        while before and text[before - 1] in " \t":
            before -= 1
        if before and text[before - 1] not in "\n\r":
            return 0
        line = text[start : self._line_end(start)].rstrip()
        return start + len(line) if is_fence(line) else 0

    def _line_comment(self, start: int) -> int:
        return self._add("comment", start, self._line_end(start))

    def _slash(self, start: int) -> int:
        text = self._text
        if text.startswith("//", start):
            return self._line_comment(start)
        if text.startswith("/*", start):
            close = self._next("*/", start + 2)
            if close == self._size:
                return self._add("invalid", start, close, UNTERMINATED_COMMENT)
            return self._add("comment", start, close + 2)
        return self._punctuator(start) if self._context.after_value else self._regexp(start)

    def _regexp(self, start: int) -> int:
        text, size = self._text, self._size
        position = start + 1
        in_class = False
        while position < size:
            char = text[position]
            if char in LINE_TERMINATORS:
                break
            if char == "/" and not in_class:
                return self._value("regexp", start, self._name_end(position + 1))
            if char == "\\" and text[position + 1 : position + 2] not in LINE_TERMINATORS:
                position += 1
            elif char in "[]":
                in_class = char == "["
            position += 1
        return self._value("invalid", start, min(position, size), UNTERMINATED_REGEXP)

    def _punctuator(self, start: int) -> int:
        text = self._text
        for length in (4, 3, 2):
            piece = text[start : start + length]
            if piece in LONG_PUNCTUATORS and not (piece == "?." and text[start + 2 : start + 3] in DIGITS):
                self._context.see_punctuator(piece)
                return self._add("punctuator", start, start + len(piece))
        if text[start] != "!" or not self._is_postfix(start):
            self._context.see_punctuator(text[start])
        return self._add("punctuator", start, start + 1)

    def _is_postfix(self, start: int) -> bool:
        """Whether a mark stands behind a value on its line: TypeScript's `a! / 2`, where the value goes on."""
        if not self._context.after_value:
            return False
        between = self._text[self._tokens[-1].end : start]
        return not any(terminator in between for terminator in LINE_TERMINATORS)

    def _dot(self, start: int) -> int:
        return self._number(start) if self._text[start + 1 : start + 2] in DIGITS else self._punctuator(start)

    def _single(self, start: int, ascii_form: str = "") -> int:
        char = ascii_form or self._text[start]
        if char in "([{":
            return self._add("punctuator", start, start + 1, role=self._context.open(char))
        if char == "}" and self._context.in_substitution:
            self._context.close(char)
            return self._template_chunk(start)
        if char in ")]}":
            self._context.close(char)
        else:
            self._context.see_punctuator(char)
        return self._add("punctuator", start, start + 1)

    def _rare(self, start: int) -> int:
        text = self._text
        char = text[start]
        if char.isidentifier() or text.startswith("\\u", start):
            return self._name(start)
        if char == "\\" and text[start + 1 : start + 2] in MARKDOWN_ESCAPED:
            return self._add("invalid", start, start + 1, MARKDOWN_ESCAPE)
        if char in INVISIBLE:
            return self._add("invalid", start, start + 1, INVISIBLE_CHARACTER)
        if self._forgiving and char in FULL_WIDTH:
            return self._single(start, FULL_WIDTH[char])
        if self._forgiving and char in TYPOGRAPHIC_QUOTES and (end := self._quotation_end(start)):
            return self._value("string", start, end)
        return self._add("invalid", start, start + 1, UNEXPECTED_CHARACTER)

    def _quotation_end(self, start: int) -> int:
        """End of a string in typographic quotes; 0 where it would be a guess."""
        opening = self._text[start]
        closing, quote = TYPOGRAPHIC_QUOTES[opening]
        end = self._next(closing, start + 1)
        if end == self._size or end > self._line_end(start):
            return 0
        inside = self._text[start + 1 : end]
        trailing = len(inside) - len(inside.rstrip("\\"))
        ambiguous = quote in inside or trailing % 2 or (opening != closing and opening in inside)
        reversed_pair = {"”": "“", "’": "‘"}.get(opening)
        return 0 if ambiguous or (reversed_pair is not None and reversed_pair in inside) else end + 1


_SCANNERS: dict[str, Callable[[_Scanner, int], int]] = {
    **dict.fromkeys("0123456789", _Scanner._number),
    **dict.fromkeys("'\"", _Scanner._string),
    **dict.fromkeys("()[]{},;:~", _Scanner._single),
    **dict.fromkeys("=!<>+-*%&|^?", _Scanner._punctuator),
    "`": _Scanner._template,
    "/": _Scanner._slash,
    ".": _Scanner._dot,
    "#": _Scanner._private,
}
