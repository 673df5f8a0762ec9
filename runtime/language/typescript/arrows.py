"""Arrow functions: where a parenthesis or a "<" begins one (as TypeScript 5.9's own parser decides it)."""

from __future__ import annotations

from runtime.language.typescript.functions import Functions
from runtime.language.typescript.scanner import GrammarError
from runtime.language.typescript.tables import NAMES, PARAMETER_PROPERTY, WORDS

_NO, _YES, _MAYBE = range(3)


class Arrows(Functions):
    """A parser that tells arrow functions from what looks like one."""

    def __init__(self, text: str) -> None:
        # Offsets where a parenthesis was tried as the parameters of an arrow function, in vain.
        self._no_arrow: set[tuple[int, bool]] = set()
        # Where a block or a statement would be read if an object literal began there.
        self.guarded = -1
        super().__init__(text)

    def arrow(self) -> bool:
        """Reads an arrow function where there is one."""
        kind = self.kind
        if kind in NAMES:
            if self.peek() == "=>" and not self.peek_fresh():
                self._arrow_of_one_name()
                return True
            if kind != "async" or self.peek_fresh():
                return False
            if self.peek() in NAMES and self.peek(2) == "=>":
                self.advance()
                self._arrow_of_one_name()
                return True
            return self.peek() in ("(", "<") and self._tried()
        if kind not in ("(", "<"):
            return False
        likely = self._likely()
        if likely == _MAYBE:
            return self._tried()
        if likely == _YES:
            self._arrow_in_parentheses()
        return likely == _YES

    def _arrow_of_one_name(self) -> None:
        outer = self.enter(function=True)
        self.bound_name(self.scope)
        self._arrow_body()
        self.scope = outer

    def _likely(self) -> int:
        following = self.peek()
        if self.kind == "<":
            return _MAYBE if following in NAMES or following == "const" else _NO
        if following == ")":
            return _YES if self.peek(2) in ("=>", ":", "{") else _NO
        if following in ("[", "{", "@"):
            return _MAYBE
        if following == "...":
            return _YES
        if (following in PARAMETER_PROPERTY or following == "declare") and self.peek(2) in NAMES:
            return _NO if self.peek(2) in ("as", "satisfies") else _YES
        if following not in NAMES and following != "this":
            return _NO
        after = self.peek(2)
        if after == ":":
            return _YES
        if after == "?":
            return _YES if self.peek(3) in (":", ",", "=", ")") else _NO
        return _MAYBE if after in (",", "=", ")") else _NO

    def _tried(self) -> bool:
        key = (self.start, self.before_colon)
        if key in self._no_arrow:
            return False
        mark = self.mark()
        outer = self.scope
        try:
            has_colon = self._arrow_head()
            if has_colon and self.before_colon:
                # `a ? (b) : c => d`: the colon may belong to the conditional.
                self._arrow_body()
                self.scope = outer
                if self.kind != ":":
                    raise self.unexpected()
                return True
        except GrammarError:
            self._no_arrow.add(key)
            self.undo(mark)
            return False
        # What is wrong behind the arrow is no reason to read it otherwise.
        self._arrow_body()
        self.scope = outer
        return True

    def _arrow_in_parentheses(self) -> None:
        outer = self.scope
        self._arrow_head()
        self._arrow_body()
        self.scope = outer

    def _arrow_head(self) -> bool:
        """Everything before the arrow, in the scope of the function; whether there is a return type."""
        self.enter(function=True)
        restart = self.start
        is_async = self.kind == "async"
        if is_async:
            self.advance()
        types_start = self.start if self.kind == "<" else -1
        if types_start >= 0:
            self.type_parameters()
        types_end = self.previous_end
        open_at = self.start
        index = len(self.changes)
        self.parameters()
        close_at = self.previous_end - 1
        has_colon = self.kind == ":"
        self.return_annotation()
        if self.kind != "=>" or self.fresh:
            raise GrammarError("expecting '=>'", self.start)
        self._join(types_start, types_end, open_at, index, is_async or self._is_restricted(restart))
        if has_colon:
            self._join_return(close_at)
        return has_colon

    def _is_restricted(self, start: int) -> bool:
        """Whether a line end behind the token before would end the statement."""
        before = self.text[max(0, start - 7) : start].rstrip()
        return before.endswith(("return", "throw", "yield"))

    def _join(self, start: int, end: int, open_at: int, index: int, restricted: bool) -> None:
        """Blanks the type parameters; where a line end may not be, the parenthesis moves before it."""
        if start < 0:
            return
        if restricted and "\n" in self.text[start:open_at]:
            self.changes[index:index] = [(start, end, "(", True), (open_at, open_at + 1, "", True)]
        else:
            self.changes.insert(index, (start, end, "", True))

    def _join_return(self, close_at: int) -> None:
        """A line end between the parenthesis and the arrow may not be: the parenthesis moves behind it."""
        start, end, _, _ = self.changes[-1]
        if "\n" in self.text[close_at:end]:
            self.changes[-1:] = [
                (close_at, close_at + 1, "", True),
                (start, end - 1, "", True),
                (end - 1, end, ")", True),
            ]

    def _arrow_body(self) -> None:
        self.expect("=>")
        if self.kind == "{":
            self.body()
            return
        before, self.guarded = self.guarded, self.start
        generator, self.generator = self.generator, False
        self.assignment()
        self.generator = generator
        self.guarded = before


def is_word(kind: str) -> bool:
    """Whether a token of this kind can be the name of a property behind a dot."""
    return kind in WORDS or kind == "<name>"
