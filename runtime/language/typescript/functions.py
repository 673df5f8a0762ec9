"""Functions and the patterns of their parameters."""

from __future__ import annotations

from runtime.language.typescript.scanner import GrammarError
from runtime.language.typescript.tables import NAMES, PARAMETER_PROPERTY, PROPERTY_NAMES, WORDS
from runtime.language.typescript.writer import Writer

TYPE_CHECKING = False
if TYPE_CHECKING:
    from runtime.language.typescript.scopes import Scope


class Functions(Writer):
    """A parser of what functions are made of but for their statements and expressions."""

    # What later parts of the parser supply.

    def assignment(self) -> None:
        raise NotImplementedError

    def statements(self) -> None:
        raise NotImplementedError

    def decorator(self) -> None:
        raise NotImplementedError

    # Patterns.

    def binding(self, scope: Scope) -> None:
        """A name or a pattern, whose names `scope` gets."""
        if self.kind == "{":
            self._object_pattern(scope)
        elif self.kind == "[":
            self._array_pattern(scope)
        else:
            self.bound_name(scope)

    def bound_name(self, scope: Scope) -> None:
        """One name of a declaration."""
        scope.names.add(self.name_of_declaration())

    def shorthand_name(self, scope: Scope) -> None:
        """One name of a declaration, which is also that of the property it comes from."""
        scope.names.add(self.name_of_declaration())

    def _object_pattern(self, scope: Scope) -> None:
        self.advance()
        while self.kind != "}":
            if self.accept("..."):
                self.binding(scope)
            elif self.kind in NAMES and self.peek() != ":":
                self.shorthand_name(scope)
            else:
                self.property_name()
                self.expect(":")
                self.binding(scope)
            self._default()
            if self.kind != "}":
                self.expect(",")
        self.advance()

    def _array_pattern(self, scope: Scope) -> None:
        self.advance()
        while self.kind != "]":
            if self.kind != ",":
                self.accept("...")
                self.binding(scope)
                self._default()
            if self.kind != "]":
                self.expect(",")
        self.advance()

    def _default(self) -> None:
        if self.accept("="):
            self.inside()

    def inside(self) -> None:
        """An assignment expression in brackets of whatever kind."""
        before = self.no_in, self.before_colon
        self.no_in = self.before_colon = False
        self.assignment()
        self.no_in, self.before_colon = before

    def property_name(self) -> None:
        if self.kind == "[":
            self.advance()
            self.inside()
            self.expect("]")
        elif self.kind in PROPERTY_NAMES:
            self.advance()
        else:
            raise GrammarError("invalid property name", self.start)

    # Parameters.

    def parameters(self, properties: list[str] | None = None) -> None:
        """The parameters in parentheses; the names of those that are properties of the class are added to a list."""
        self.expect("(")
        before = self.no_in, self.before_colon
        self.no_in = self.before_colon = False
        while self.kind != ")":
            if self.kind == "@":
                self.decorator()
            elif self.kind == "this":
                self._this_parameter()
            else:
                self._parameter(properties)
        self.advance()
        self.no_in, self.before_colon = before

    def _this_parameter(self) -> None:
        start = self.start
        mark = self.mark()
        self.advance()
        self.annotation()
        self.forget(mark)
        if self.kind != ")":
            self.expect(",")
        self.blank(start, self.previous_end)

    def _parameter(self, properties: list[str] | None) -> None:
        is_property = False
        while self.kind in PARAMETER_PROPERTY and (self.peek() in WORDS or self.peek() in ("<name>", "{", "[")):
            is_property = True
            self.blank_token()
        self.accept("...")
        if is_property and properties is not None and self.kind in NAMES:
            properties.append(self.word())
        if self.kind not in NAMES and self.kind not in ("{", "["):
            raise GrammarError("missing formal parameter", self.start)
        self.binding(self.scope)
        if self.kind == "?":
            self.blank_token()
        self.annotation()
        self._default()
        if self.kind != ")":
            if self.kind != ",":
                raise GrammarError("expecting ','", self.start)
            self.advance()

    def return_annotation(self) -> None:
        if self.kind == ":":
            start = self.start
            self.advance()
            self.return_type()
            self.blank(start, self.previous_end)

    def signature_and_body(self, *, generator: bool = False, properties: list[str] | None = None) -> bool:
        """Type parameters to body of a function, in a scope of its own; False when it has no body."""
        outer = self.enter(function=True, own_this=True)
        self.erased_parameters()
        self.parameters(properties)
        self.return_annotation()
        has_body = self.kind == "{"
        if has_body:
            self.body(generator=generator)
        self.scope = outer
        return has_body

    def body(self, *, generator: bool = False) -> None:
        """The braces of a function and what is in them."""
        before = self.no_in, self.before_colon, self.generator
        self.no_in, self.before_colon, self.generator = False, False, generator
        self.expect("{")
        self.statements()
        self.expect("}")
        self.no_in, self.before_colon, self.generator = before
