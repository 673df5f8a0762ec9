"""The tokens of a text without its comments, with what every rewrite asks of them: partners, parents, lines."""

from __future__ import annotations

from runtime.language.javascript.tokens import tokenize

TYPE_CHECKING = False
if TYPE_CHECKING:
    from runtime.language.javascript.tokens import Token

_OPENERS = {")": "(", "]": "[", "}": "{"}
# What a statement can begin after, on the same line.
_STATEMENT_STARTS = frozenset(["{", "}", ";", ")", "=>", "else", "do"])
# After these an expression goes on, also on the next line.
_GOING_ON = frozenset([
    "(", "[", ",", ".", "?.", "=", "+", "-", "*", "/", "%", "&&", "||", "??", "?", ":", "!", "<", "==", "===", "!=",
    "!==", "<=", ">=", "&", "|", "^", "new", "await", "return", "throw", "typeof", "function", "class", "extends",
    "implements", "in", "of", "instanceof", "as", "async", "get", "set", "static", "case", "@",
])  # fmt: skip


class Code:
    """`words[i]` is the text of `tokens[i]`; `partner[i]` of a bracket the index of the other, or -1.

    `parent[i]` is the index of the innermost bracket that is open at token i, or -1.
    """

    __slots__ = ("parent", "partner", "text", "tokens", "words")

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens: list[Token] = [token for token in tokenize(text) if token.kind != "comment"]
        self.words = [token.text for token in self.tokens]
        self.partner = [-1] * len(self.tokens)
        self.parent = [-1] * len(self.tokens)
        self._match()

    def __len__(self) -> int:
        return len(self.tokens)

    def word(self, index: int) -> str:
        """The text of a token, '' before the first and after the last."""
        return self.words[index] if 0 <= index < len(self.words) else ""

    def kind(self, index: int) -> str:
        """The kind of a token, '' before the first and after the last."""
        return self.tokens[index].kind if 0 <= index < len(self.tokens) else ""

    def is_name(self, index: int) -> bool:
        """Whether the token is a name: an identifier or a word that is reserved only here and there."""
        return self.kind(index) in ("identifier", "keyword")

    def breaks_before(self, index: int) -> bool:
        """Whether the token begins a line."""
        if index == 0:
            return True
        return "\n" in self.text[self.tokens[index - 1].end : self.tokens[index].start]

    def after_bracket(self, index: int) -> int:
        """The index behind the partner of the bracket at `index`; where it has none, behind the bracket itself."""
        return (self.partner[index] if self.partner[index] > index else index) + 1

    def path_start(self, index: int) -> int:
        """Where the path of names begins that ends with the name or `]` at `index`: `this.a.b`, `list[0].c`."""
        while True:
            if self.word(index) == "]" and 0 <= self.partner[index] < index:
                index = self.partner[index] - 1
                continue
            before = index - 1
            while self.word(before) == "!":
                before -= 1
            if self.word(before) not in (".", "?."):
                return index
            index = before - 1
            while self.word(index) == "!":
                index -= 1

    def path_end(self, index: int) -> int:
        """The index behind the path of names that begins at `index`."""
        index += 1
        while index < len(self):
            if self.word(index) in (".", "?.") and self.is_name(index + 1):
                index += 2
            elif self.word(index) == "[" and self.partner[index] > index:
                index = self.partner[index] + 1
            else:
                return index
        return index

    def begins_statement(self, index: int) -> bool:
        """Whether a statement can begin with the token; the braces of an object literal are not told apart here."""
        before = self.word(index - 1)
        if index == 0 or before in _STATEMENT_STARTS:
            return True
        return self.breaks_before(index) and before not in _GOING_ON

    def on_one_line(self, start: int, end: int) -> str:
        """The text of the tokens [start, end) with one space where there was white space or a comment."""
        pieces = []
        for index in range(start, end):
            token = self.tokens[index]
            if index > start and token.start > self.tokens[index - 1].end:
                pieces.append(" ")
            pieces.append(token.text)
        return "".join(pieces)

    def _match(self) -> None:
        stack: list[int] = []
        open_now = {"(": 0, "[": 0, "{": 0}
        for index, token in enumerate(self.tokens):
            self.parent[index] = stack[-1] if stack else -1
            if token.kind != "punctuator":
                continue
            if token.text in open_now:
                stack.append(index)
                open_now[token.text] += 1
            elif open_now.get(_OPENERS.get(token.text, "")):
                self._close(index, stack, open_now)

    def _close(self, index: int, stack: list[int], open_now: dict[str, int]) -> None:
        """What was left open inside is given up."""
        opener = _OPENERS[self.words[index]]
        while True:
            other = stack.pop()
            open_now[self.words[other]] -= 1
            if self.words[other] == opener:
                break
        self.partner[other] = index
        self.partner[index] = other
        self.parent[index] = stack[-1] if stack else -1
