"""Where a comma is missing between two properties of an object literal or two elements of an array literal.

Only where the engine complains, and only where a lost comma is the one sensible reading: a lost operator, colon or
bracket could leave the same place behind. What tells them apart is written at each rule below.
"""

from __future__ import annotations

from bisect import bisect_left

from runtime.language.javascript.tokens import Lines, Token

_CLOSERS = {")": "(", "]": "[", "}": "{"}
_ROLES = {"expecting '}'": "object", "expecting ']'": "array"}
_LITERAL_WORDS = frozenset(["true", "false", "null"])
_ELEMENT_KEYWORDS = _LITERAL_WORDS | {"this", "function", "class", "new", "typeof", "void", "await", "async"}
_NAMES = frozenset(["identifier", "keyword", "string", "number", "private"])


class Commas:
    """The missing commas of one text, found one at a time. Offsets are those of the text given."""

    def __init__(self, text: str, tokens: list[Token]) -> None:
        self._text = text
        self._tokens = [token for token in tokens if token.kind != "comment"]
        self._starts = [token.start for token in self._tokens]
        self._lines = Lines(text)
        self._changes: dict[int, tuple[int, int, str]] = {}
        self._enclosing: list[int] = []
        self._partner: dict[int, int] = {}
        self._match_brackets()

    @staticmethod
    def may_be_missing(message: str) -> bool:
        """Whether this is what the engine says where a comma is missing."""
        return message in _ROLES

    def insert(self, message: str, line: int, column: int) -> int | None:
        """Puts a comma before the token at this place; returns its offset, or None where that would be a guess."""
        offset = self._lines.offset(line, column)
        right = bisect_left(self._starts, offset)
        if not 0 < right < len(self._starts) or self._starts[right] != offset or right - 1 in self._changes:
            return None
        opener = self._enclosing[right]
        if opener < 0 or self._tokens[opener].role != _ROLES[message]:
            return None
        fits = self._between_properties if message == "expecting '}'" else self._between_elements
        change = self._change(right) if self._closes_in_place(right - 1) and fits(right, opener) else None
        if change is None:
            return None
        self._changes[right - 1] = change
        return self._tokens[right - 1].end

    def text(self) -> str:
        """The text with the commas put in so far."""
        pieces = []
        position = 0
        for start, end, inserted in sorted(self._changes.values()):
            pieces += [self._text[position:start], inserted]
            position = end
        return "".join([*pieces, self._text[position:]])

    def _match_brackets(self) -> None:
        stack: list[int] = []
        for index, token in enumerate(self._tokens):
            text = token.text
            is_template = token.kind == "template"
            is_bracket = token.kind == "punctuator"
            is_closer = (is_bracket and text in _CLOSERS) or (is_template and text[0] == "}")
            if is_closer and stack and self._matches(stack[-1], text):
                self._partner[index] = stack[-1]
                self._partner[stack.pop()] = index
            self._enclosing.append(stack[-1] if stack else -1)
            if (is_bracket and text in "([{") or (is_template and text.endswith("${")):
                stack.append(index)

    def _matches(self, opener: int, closer: str) -> bool:
        opening = self._tokens[opener]
        if opening.kind == "template":
            return closer[0] == "}"
        return _CLOSERS.get(closer) == opening.text

    def _change(self, right: int) -> tuple[int, int, str] | None:
        """How the comma is written so that no token moves: start and end of what it replaces, and the text.

        A blank after the token becomes the comma. At the end of a line it is put in: nothing follows it there. A
        comment that follows at once is blanked behind the comma. Between two tokens that touch there is no room.
        """
        start, end = self._tokens[right - 1].end, self._tokens[right].start
        gap = self._text[start:end]
        if not gap:
            return None
        if gap.startswith(("\n", "\r\n")):
            return start, start, ","
        if gap[0] != "/":
            return start, start + 1, ","
        length = gap.index("*/", 2) + 2 if gap[1] == "*" else min([gap.find(c) for c in "\r\n\u2028\u2029" if c in gap])
        blanked = "".join([char if char in "\r\n\u2028\u2029" else " " for char in gap[1:length]])
        return start, start + length, "," + blanked

    def _item_start(self, right: int, opener: int) -> int:
        """Index of the first token of the property or element that ends before the token right."""
        index = right - 1
        while index > opener:
            token = self._tokens[index]
            if (index != right - 1 and index in self._changes) or (token.text == "," and token.kind == "punctuator"):
                return index + 1
            partner = self._partner.get(index, index)
            index = min(index, partner) - 1
        return opener + 1

    def _on_new_line(self, right: int) -> bool:
        gap = self._text[self._tokens[right - 1].end : self._tokens[right].start]
        return "\n" in gap or "\r" in gap

    def _aligned(self, right: int, first: int) -> bool:
        """Whether right begins its line in the column of the item before it: the way lists are written.

        The rest of a broken expression whose operator was lost is indented further.
        """
        return self._on_new_line(right) and self._column(right) == self._column(first)

    def _closes_in_place(self, last: int) -> bool:
        """Whether a closing bracket at the start of a line stands under the line it was opened on.

        If not, brackets have changed places, and what follows may belong inside.
        """
        if not self._begins_line(last) or last not in self._partner:
            return True
        line = self._lines.position(self._starts[self._partner[last]])[0]
        start = self._lines.offset(line, 1)
        indented = self._text[start : self._starts[self._partner[last]] + 1]
        return self._column(last) - 1 == len(indented) - len(indented.lstrip())

    def _column(self, index: int) -> int:
        return self._lines.position(self._starts[index])[1]

    def _between_properties(self, right: int, opener: int) -> bool:
        first = self._item_start(right, opener)
        aligned = self._aligned(right, first)
        if not aligned and (first == right - 1 or self._tokens[first].text == "..."):
            # A name without a value: in "{a b}" it may be the colon that was lost, in "{...get a() {}}" the dots are
            # too much.
            return False
        token = self._tokens[right]
        if token.text == "...":
            return self._is_spread(right)
        if token.text in ("get", "set", "async") and self._is_method(right + 1):
            return True
        if token.kind not in _NAMES:
            return False
        return self._is_method(right) or self._is_key(right, aligned) or (aligned and self._is_shorthand(right))

    def _is_spread(self, dots: int) -> bool:
        """... name — before a bracket or an operator the dots may be what is too much: "[f ...(x)]"."""
        return dots + 1 < len(self._tokens) and self._tokens[dots + 1].kind == "identifier"

    def _is_method(self, name: int) -> bool:
        """name ( … ) {"""
        tokens = self._tokens
        if name + 1 >= len(tokens) or tokens[name].kind not in _NAMES or tokens[name + 1].text != "(":
            return False
        close = self._partner.get(name + 1, len(tokens))
        return close + 1 < len(tokens) and tokens[close + 1].text == "{"

    def _is_key(self, name: int, aligned: bool) -> bool:
        """name: — in "{a: x b : c}" with its blank before the colon it may be the "?" that was lost."""
        if name + 1 >= len(self._tokens) or self._tokens[name + 1].text != ":":
            return False
        return self._tokens[name].end == self._tokens[name + 1].start or (aligned and not self._on_new_line(name + 1))

    def _is_shorthand(self, name: int) -> bool:
        if self._tokens[name].kind != "identifier" or name + 1 >= len(self._tokens):
            return False
        return self._tokens[name + 1].text in (",", "}") or self._on_new_line(name + 1)

    def _between_elements(self, right: int, opener: int) -> bool:
        first = self._item_start(right, opener)
        if first - 1 > opener and self._tokens[first - 1].text == "," and self._tokens[first - 2].text in (",", "["):
            # A hole, as in "[, 1 2]": tokens have changed places rather than been lost.
            return False
        token = self._tokens[right]
        if token.text == "...":
            return self._is_spread(right)
        if token.kind in ("keyword", "punctuator") and token.text not in _ELEMENT_KEYWORDS | {"{", "(", "[", "!", "~"}:
            return False
        if self._aligned(right, first):
            return True
        deeper = self._on_new_line(right) and self._begins_line(first) and self._column(right) > self._column(first)
        return not deeper and self._both_whole(right, first)

    def _begins_line(self, index: int) -> bool:
        return index == 0 or self._on_new_line(index)

    def _both_whole(self, right: int, first: int) -> bool:
        """Two literals or two objects side by side; between names, "[a b]", an operator may have been lost."""
        tokens = self._tokens
        if tokens[right].text == "{":
            return tokens[right - 1].text == "}"
        if first != right - 1 or not self._is_literal(right - 1) or not self._is_literal(right):
            return False
        follows = tokens[right + 1].text if right + 1 < len(tokens) else ""
        # The same literal twice may be one written twice.
        return tokens[right - 1].text != tokens[right].text and (
            follows in (",", "]") or self._on_new_line(right + 1) or self._is_literal(right + 1)
        )

    def _is_literal(self, index: int) -> bool:
        if index >= len(self._tokens):
            return False
        token = self._tokens[index]
        return token.kind in ("string", "number") or token.text in _LITERAL_WORDS
