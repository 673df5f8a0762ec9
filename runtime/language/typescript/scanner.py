"""TypeScript as tokens, scanned one after the other as the parser asks for them.

A slash, a closing brace in a template and a ">" mean what the parser says they mean, so that it has them scanned
again. Written without regular expressions: to import them costs more than to read a short program.
"""

from __future__ import annotations

from runtime.language.javascript.tables import DIGITS, LINE_TERMINATORS, NAME, NAME_START, WHITE_SPACE
from runtime.language.typescript.tables import GREATER_MARKS, MARKS, SINGLE, WORDS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeAlias

    # Kind, start, end and whether a line ends before it.
    Token: TypeAlias = tuple[str, int, int, bool]

_DECIMAL = DIGITS | {"_"}


class GrammarError(Exception):
    """A text that is not TypeScript: the engine's words for it where it has some, and the offset."""

    def __init__(self, message: str, offset: int, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.offset = offset
        self.hint = hint


class Scanner:
    """The tokens of a text, and the one the parser stands at.

    kind is the text of a punctuator and of a word that means something, else one of <name>, <string>, <number>,
    <template>, <head>, <middle>, <tail>, <regexp>, <private> and <end>.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self._size = len(text)
        # A character that ends every run, so that none is looked for behind the last one.
        self._padded = text + "\0"
        self._rare_line_ends = not text.isascii() and ("\u2028" in text or "\u2029" in text)
        self._at = self._line_end(0) if text.startswith("#!") else 0
        self._kinds: list[str] = []
        self._starts: list[int] = []
        self._ends: list[int] = []
        self._breaks: list[bool] = []
        self._rescans = 0
        self._index = -1
        self.kind = ""
        self.previous_end = 0
        self.advance()
        self.previous_end = 0

    # Where the parser stands.

    @property
    def start(self) -> int:
        return self._starts[self._index]

    @property
    def fresh(self) -> bool:
        """Whether the token is the first of its line."""
        return self._breaks[self._index]

    def advance(self) -> None:
        index = self._index
        if index >= 0:
            self.previous_end = self._ends[index]
        self._index = index = index + 1
        if index == len(self._kinds):
            self._scan()
        self.kind = self._kinds[index]

    def peek(self, distance: int = 1) -> str:
        """The kind of a token further on."""
        index = self._index + distance
        while index >= len(self._kinds):
            if self._kinds[-1] == "<end>":
                return "<end>"
            self._scan()
        return self._kinds[index]

    def peek_fresh(self, distance: int = 1) -> bool:
        """Whether a line ends before a token further on."""
        return self.peek(distance) == "<end>" or self._breaks[self._index + distance]

    def word(self) -> str:
        """The text of the token."""
        return self.text[self._starts[self._index] : self._ends[self._index]]

    def accept(self, kind: str) -> bool:
        if self.kind != kind:
            return False
        self.advance()
        return True

    def expect(self, kind: str) -> None:
        if self.kind != kind:
            raise GrammarError(f"expecting '{kind}'", self.start)
        self.advance()

    def unexpected(self) -> GrammarError:
        return GrammarError("unexpected token in expression", self.start)

    # Trying one reading and going back.

    def place(self) -> tuple[int, int, int, Token]:
        index = self._index
        token = (self._kinds[index], self._starts[index], self._ends[index], self._breaks[index])
        return index, self._rescans, self.previous_end, token

    def back(self, place: tuple[int, int, int, Token]) -> None:
        index, rescans, self.previous_end, token = place
        if rescans != self._rescans:
            self._cut(index)
            self._add(token[0], token[1], token[2], token[3])
        self._index = index
        self.kind = self._kinds[index]

    def _cut(self, index: int) -> None:
        del self._kinds[index:], self._starts[index:], self._ends[index:], self._breaks[index:]

    def _again(self, kind: str, end: int) -> None:
        """The token that the parser stands at, read in another way."""
        index = self._index
        start, fresh = self._starts[index], self._breaks[index]
        self._cut(index)
        self._add(kind, start, end, fresh)
        self._rescans += 1
        self.kind = kind

    def read_regexp(self) -> None:
        """Reads a slash as the beginning of a regular expression."""
        text, start = self._padded, self.start
        at = start + 1
        in_class = False
        while True:
            char = text[at]
            if char in LINE_TERMINATORS or at >= self._size:
                raise GrammarError("unexpected end of regexp", start)
            if char == "/" and not in_class:
                break
            if char == "\\":
                at += 1
            elif char in "[]":
                in_class = char == "["
            at += 1
        self._again("<regexp>", self._name_end(at + 1))

    def read_template(self) -> None:
        """Reads a closing brace as the end of a substitution."""
        if self.kind != "}":
            raise GrammarError("expecting '}'", self.start)
        kind, end = self._template(self.start)
        self._again("<middle>" if kind == "<head>" else "<tail>", end)

    def read_greater(self) -> str:
        """Reads a ">" as the longest operator that begins there; answers its kind."""
        start = self.start
        for mark in GREATER_MARKS:
            if self.text.startswith(mark, start):
                self._again(mark, start + len(mark))
                break
        return self.kind

    def read_less(self) -> bool:
        """Reads a "<<" as the "<" before a type; whether there is one."""
        if self.kind == "<<":
            self._again("<", self.start + 1)
        return self.kind == "<"

    # Scanning.

    def _add(self, kind: str, start: int, end: int, fresh: bool) -> None:
        self._kinds.append(kind)
        self._starts.append(start)
        self._ends.append(end)
        self._breaks.append(fresh)
        self._at = end

    def _scan(self) -> None:
        text, at = self._padded, self._at
        fresh = False
        while True:
            char = text[at]
            if char == " ":
                at += 1
            elif char in NAME_START:
                end = at + 1
                while text[end] in NAME:
                    end += 1
                if text[end] > "\x7f" or text[end] == "\\":
                    end = self._name_end(end)
                word = text[at:end]
                return self._add(word if word in WORDS else "<name>", at, end, fresh)
            elif char == "\n":
                fresh = True
                at += 1
            elif char in SINGLE:
                return self._add(char, at, at + 1, fresh)
            elif char == "/" and text[at + 1] in "/*":
                at, ends_line = self._comment(at)
                fresh = fresh or ends_line
            elif char in WHITE_SPACE:
                fresh = fresh or char in LINE_TERMINATORS
                at += 1
            else:
                return self._mark(char, at, fresh)

    def _comment(self, at: int) -> tuple[int, bool]:
        if self._padded[at + 1] == "/":
            return self._line_end(at), False
        end = self.text.find("*/", at + 2)
        if end < 0:
            raise GrammarError("unexpected end of comment", at)
        comment = self.text[at:end]
        return end + 2, any(mark in comment for mark in LINE_TERMINATORS)

    def _line_end(self, at: int) -> int:
        end = self.text.find("\n", at)
        end = self._size if end < 0 else end
        if self._rare_line_ends:
            found = [self.text.find(mark, at, end) for mark in LINE_TERMINATORS]
            return min([place for place in found if place >= 0], default=end)
        carriage = self.text.find("\r", at, end)
        return end if carriage < 0 else carriage

    def _mark(self, char: str, at: int, fresh: bool) -> None:
        text = self._padded
        if char in "\"'":
            return self._add("<string>", at, self._string_end(char, at), fresh)
        if char == "`":
            kind, end = self._template(at)
            return self._add(kind, at, end, fresh)
        if char in DIGITS or (char == "." and text[at + 1] in DIGITS):
            return self._add("<number>", at, self._number_end(at), fresh)
        for length in (3, 2):
            mark = text[at : at + length]
            if mark in MARKS and not (mark == "?." and text[at + 2] in DIGITS):
                return self._add(mark, at, at + length, fresh)
        if char in "=!<+-*/%&|^?.":
            return self._add(char, at, at + 1, fresh)
        return self._rare(char, at, fresh)

    def _rare(self, char: str, at: int, fresh: bool) -> None:
        if at >= self._size:
            return self._add("<end>", self._size, self._size, True)
        if char == "#" and (end := self._name_end(at + 1)) > at + 1:
            return self._add("<private>", at, end, fresh)
        if char.isidentifier() or self.text.startswith("\\u", at):
            return self._add("<name>", at, self._name_end(at), fresh)
        raise GrammarError("unexpected character", at)

    def _name_end(self, end: int) -> int:
        text = self._padded
        while True:
            char = text[end]
            if char in NAME:
                end += 1
            elif char == "\\" and text.startswith("\\u", end):
                closed = text.find("}", end) + 1 if text.startswith("{", end + 2) else end + 6
                end = min(max(closed, end + 2), self._size)
            elif char > "\x7f" and (("a" + char).isidentifier() or char in "\u200c\u200d"):
                end += 1
            else:
                return end

    def _number_end(self, at: int) -> int:
        text = self._padded
        end = at
        if text[at : at + 2].lower() not in ("0x", "0o", "0b"):
            end = self._digits_end(at)
            if text[end] == ".":
                end = self._digits_end(end + 1)
            if text[end] in "eE" and (text[end + 1] in DIGITS or (text[end + 1] in "+-" and text[end + 2] in DIGITS)):
                end = self._digits_end(end + 2)
        return self._name_end(end)

    def _digits_end(self, end: int) -> int:
        text = self._padded
        while text[end] in _DECIMAL:
            end += 1
        return end

    def _string_end(self, quote: str, start: int) -> int:
        text = self.text
        at = start + 1
        while True:
            close = text.find(quote, at)
            stop = self._size if close < 0 else close
            escape = text.find("\\", at, stop)
            if text.find("\n", at, stop if escape < 0 else escape) >= 0 or (close < 0 and escape < 0):
                raise GrammarError("unexpected end of string", start)
            if escape < 0:
                return close + 1
            at = escape + (3 if text.startswith("\r\n", escape + 1) else 2)

    def _template(self, start: int) -> tuple[str, int]:
        text = self.text
        at = start + 1
        while True:
            close = text.find("`", at)
            if close < 0:
                raise GrammarError("unexpected end of string", start)
            substitution = text.find("${", at, close)
            stop = close if substitution < 0 else substitution
            escape = text.find("\\", at, stop)
            if escape >= 0:
                at = escape + 2
            else:
                return ("<template>", close + 1) if substitution < 0 else ("<head>", substitution + 2)
