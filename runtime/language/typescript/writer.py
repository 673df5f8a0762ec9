"""The parser's hand: what it blanks and puts in, where names are declared and used, and how it takes that back."""

from __future__ import annotations

from runtime.language.typescript.scanner import GrammarError
from runtime.language.typescript.scopes import Scope, Unsupported, Use
from runtime.language.typescript.tables import CONTINUES, NAMES
from runtime.language.typescript.types import Types

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, TypeAlias

    from runtime.language.typescript.scanner import Token

    Place: TypeAlias = tuple[int, int, int, Token]
    Mark: TypeAlias = tuple[Place, int, int, int, int, Scope, tuple[bool, bool, bool, bool]]


class Writer(Types):
    """changes: (start, end, text, whether the rest of the range is blanked), in no order where offsets differ."""

    def __init__(self, text: str) -> None:
        self.changes: list[tuple[int, int, str, bool]] = []
        self.uses: list[Use] = []
        # What a parser that looks for something else has found.
        self.found: list[Any] = []
        self.module = Scope(None, function=True)
        self.scope = self.module
        self.scopes: list[Scope] = [self.module]
        # Whether `in` ends the expression, as it does in the head of a loop.
        self.no_in = False
        # Whether a ":" behind an arrow function belongs to a conditional around it.
        self.before_colon = False
        self.generator = False
        # Where a method stands that no class is around.
        self.bare_methods: list[int] = []
        # What is written for a `this` of the module, '' to leave it.
        self.this_name = ""
        self.uses_this = False
        super().__init__(text)

    def blank(self, start: int, end: int, first: str = "") -> None:
        if end > start:
            self.changes.append((start, end, first, True))

    def insert(self, offset: int, text: str) -> None:
        self.changes.append((offset, offset, text, False))

    def replace(self, start: int, end: int, text: str) -> None:
        self.changes.append((start, end, text, False))

    def blank_token(self) -> None:
        self.blank(self.start, self._ends[self._index])
        self.advance()

    def mark(self) -> Mark:
        flags = (self.no_in, self.before_colon, self.generator, self._no_conditional)
        return self.place(), len(self.changes), len(self.uses), len(self.scopes), len(self.found), self.scope, flags

    def undo(self, mark: Mark) -> None:
        """As if nothing behind the mark had been read."""
        self.forget(mark)
        self.back(mark[0])

    def forget(self, mark: Mark) -> None:
        """As if what was read behind the mark left nothing."""
        _, changes, uses, scopes, found, self.scope, flags = mark
        del self.changes[changes:], self.uses[uses:], self.scopes[scopes:], self.found[found:]
        self.no_in, self.before_colon, self.generator, self._no_conditional = flags

    def enter(self, *, function: bool = False, own_this: bool = False) -> Scope:
        """A scope inside the one so far, which it answers."""
        outer = self.scope
        self.scope = Scope(outer, function=function, own_this=own_this)
        self.scopes.append(self.scope)
        return outer

    def use(self, *, shorthand: bool = False) -> None:
        self.uses.append(Use(self.word(), self.scope, self.start, shorthand))

    def unsupported(self, what: str) -> None:
        """Notes that the engine has not what is here, which matters if something of it remains."""
        self.uses.append(Unsupported(f"{what} not supported by the engine", self.scope, self.start, False))

    def annotation(self) -> None:
        """`: T`, where there is one."""
        if self.kind == ":":
            start = self.start
            self.advance()
            self.type_()
            self.blank(start, self.previous_end)

    def erased_parameters(self) -> None:
        if self.kind == "<":
            start = self.start
            self.type_parameters()
            self.blank(start, self.previous_end)

    def semicolon(self) -> None:
        """The end of a statement, written or not.

        Not written, it came from a line end or a brace. Where the statement ended in something erased, what remains
        may go on in the next line, and a semicolon stands in for what is gone.
        """
        if self.kind == ";":
            self.advance()
            return
        if self.kind != "}" and not self.fresh:
            raise GrammarError("expecting ';'", self.start)
        if self.kind in CONTINUES and self.ends_erased():
            start, end, first, _ = self.changes[-1]
            if not first:
                self.changes[-1] = (start, end, ";", True)

    def ends_erased(self) -> bool:
        """Whether the last thing read was blanked."""
        return bool(self.changes) and self.changes[-1][3] and self.changes[-1][1] == self.previous_end

    def name_of_declaration(self) -> str:
        if self.kind not in NAMES:
            raise GrammarError("variable name expected", self.start)
        name = self.word()
        self.advance()
        return name
