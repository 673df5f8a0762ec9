"""Declarations: those of TypeScript, which leave nothing, and functions and classes, of which something remains."""

from __future__ import annotations

from runtime.language.typescript.classes import Classes
from runtime.language.typescript.scanner import GrammarError
from runtime.language.typescript.tables import NAMES

_BEHIND_DECLARE = NAMES | frozenset(["const", "class", "function", "enum", "var", "import", "export"])


class Declarations(Classes):
    """A parser of declarations. Modules, enums and namespaces are supplied by later parts."""

    def __init__(self, text: str) -> None:
        # Names that are only types, of the module's own scope.
        self.types: set[str] = set()
        self.decorators: list[tuple[str, int]] = []
        super().__init__(text)

    def statement(self) -> None:
        raise NotImplementedError

    def import_(self) -> None:
        raise NotImplementedError

    def export(self) -> None:
        raise NotImplementedError

    def enum(self, start: int, *, exported: bool = False) -> None:
        raise NotImplementedError

    def namespace(self, start: int, *, exported: bool = False) -> None:
        raise NotImplementedError

    def starts_declaration(self) -> bool:
        """Whether a word here begins a declaration of TypeScript, or an asynchronous function."""
        kind, following = self.kind, self.peek()
        if self.peek_fresh():
            return False
        if kind in ("interface", "type", "namespace"):
            return following in NAMES
        if kind == "module":
            return following in NAMES or following == "<string>"
        if kind == "abstract":
            return following == "class"
        if kind == "async":
            return following == "function"
        if kind == "declare":
            return following in _BEHIND_DECLARE and (following not in ("as", "satisfies", "in", "of", "is"))
        return kind == "global" and following == "{"

    def declaration(self, start: int, *, exported: bool = False) -> None:
        """A declaration that begins with such a word; `start` is that of an `export` before it."""
        kind = self.kind
        if kind == "interface":
            self.interface(start)
        elif kind == "type":
            self._alias(start)
        elif kind in ("namespace", "module", "global"):
            self.namespace(start, exported=exported)
        elif kind == "abstract":
            self.blank_token()
            self.class_(expression=False)
        elif kind == "async":
            self.function_declaration(start)
        else:
            self._declared(start)

    def interface(self, start: int) -> None:
        mark = self.mark()
        self.advance()
        self.type_named()
        if self.kind == "<":
            self.type_parameters()
        if self.accept("extends") or self.accept("implements"):
            self.type_()
            while self.accept(","):
                self.type_()
        self.members()
        self.forget(mark)
        self.blank(start, self.previous_end, ";")

    def type_named(self) -> None:
        name = self.name_of_declaration()
        if self.scope is self.module:
            self.types.add(name)

    def _alias(self, start: int) -> None:
        self.advance()
        self.type_named()
        if self.kind == "<":
            self.type_parameters()
        self.expect("=")
        self.type_()
        self.semicolon()
        self.blank(start, self.previous_end, ";")

    def _declared(self, start: int) -> None:
        """`declare …`: names without a value of their own here."""
        mark = self.mark()
        self.advance()
        if self.kind in ("import", "export"):
            raise self.unexpected()
        self.statement()
        self.forget(mark)
        self.blank(start, self.previous_end, ";")

    def function_declaration(self, start: int, *, named: bool = True) -> str:
        """The name of a function that has a body; one that has none is blanked from `start` on, and has none."""
        mark = self.mark()
        self.accept("async")
        position = 2 if self.peek() == "*" else 1
        name = self._name_ahead(position)
        if named and not name:
            raise GrammarError("function name expected", self.start)
        if self.function(expression=False):
            return name
        self.semicolon()
        self.forget(mark)
        self.blank(start, self.previous_end, ";")
        return ""

    def _name_ahead(self, distance: int) -> str:
        if self.peek(distance) not in NAMES:
            return ""
        index = self._index + distance
        return self.text[self._starts[index] : self._ends[index]]

    def class_declaration(self) -> str:
        """The name of a class."""
        name = self._name_ahead(1)
        self.class_(expression=False)
        return name

    def decorator(self) -> None:
        """`@Name`, `@Name(…)`: noted and blanked."""
        mark = self.mark()
        start = self.start
        self.advance()
        self.decorators.append((self.word(), start))
        self.chain()
        self.forget(mark)
        self.blank(start, self.previous_end)
