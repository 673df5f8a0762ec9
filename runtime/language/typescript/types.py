"""The grammar of types: where each ends. Nothing of them is left, so that nothing of them is kept."""

from __future__ import annotations

from runtime.language.typescript.scanner import GrammarError, Scanner
from runtime.language.typescript.tables import (
    NAMES,
    PARAMETER_PROPERTY,
    PROPERTY_NAMES,
    TYPE_KEYWORDS,
    TYPE_LITERALS,
    WORDS,
)

_CLOSERS = {"(": ")", "[": "]", "{": "}"}
_OPERATORS = frozenset(["keyof", "unique", "readonly"])
_BEFORE_A_MEMBER = PROPERTY_NAMES | {"[", "*"}


class Types(Scanner):
    """A scanner that knows where a type ends."""

    def __init__(self, text: str) -> None:
        # Behind "extends" of a conditional type a further one needs parentheses.
        self._no_conditional = False
        super().__init__(text)

    def type_(self) -> None:
        while True:
            if self._starts_function_type():
                self._function_type()
                return
            self._union()
            if self.kind != "extends" or self._no_conditional or self.fresh:
                return
            self.advance()
            self._without_conditional()
            self.expect("?")
            self.type_()
            self.expect(":")

    def return_type(self) -> None:
        """A type, or what a function says of a parameter: `x is T`."""
        if (self.kind in NAMES or self.kind == "this") and self.peek() == "is" and not self.peek_fresh():
            self.advance()
            self.advance()
        self.type_()

    def type_arguments(self) -> None:
        self.read_less()
        self.expect("<")
        while True:
            self.type_()
            if not self.accept(",") or self.kind == ">":
                break
        if self.kind != ">":
            raise GrammarError("expecting '>'", self.start)
        self.advance()

    def type_parameters(self) -> None:
        self.expect("<")
        while self.kind != ">":
            while self.kind in ("const", "in") or (self.kind == "out" and self.peek() in NAMES):
                self.advance()
            self._type_name()
            if self.accept("extends"):
                self.type_()
            if self.accept("="):
                self.type_()
            if self.kind != ">":
                self.expect(",")
        self.advance()

    def members(self) -> None:
        """The braces of an interface or of an object type."""
        self.expect("{")
        while self.kind != "}":
            if self.kind == "<end>":
                raise GrammarError("expecting '}'", self.start)
            self._member()
            if self.kind in (";", ","):
                self.advance()
            elif self.kind != "}" and not self.fresh:
                raise GrammarError("expecting ';'", self.start)
        self.advance()

    def skip_brackets(self) -> None:
        """Everything up to the bracket that closes the one here."""
        opened: list[str] = []
        while True:
            if self.kind in _CLOSERS:
                opened.append(_CLOSERS[self.kind])
            elif self.kind == "<head>":
                self._template_type()
                continue
            elif self.kind in (")", "]", "}"):
                if opened.pop() != self.kind:
                    raise self.unexpected()
            elif self.kind == "<end>":
                raise GrammarError(f"expecting '{opened[-1]}'", self.start)
            self.advance()
            if not opened:
                return

    # One type.

    def _without_conditional(self) -> None:
        before, self._no_conditional = self._no_conditional, True
        self.type_()
        self._no_conditional = before

    def _type_name(self) -> None:
        if self.kind not in NAMES:
            raise GrammarError("a name of a type is missing here", self.start)
        self.advance()

    def _starts_function_type(self) -> bool:
        kind = self.kind
        if kind == "(":
            return self._is_function_type()
        return kind in ("<", "new") or (kind == "abstract" and self.peek() == "new")

    def _is_function_type(self) -> bool:
        """Whether the parenthesis here opens the parameters of a function type."""
        following = self.peek()
        if following in (")", "..."):
            return True
        if following in ("{", "["):
            return self._is_pattern_of_parameter()
        distance = 1
        while self.peek(distance) in PARAMETER_PROPERTY and self.peek(distance + 1) in NAMES:
            distance += 1
        if self.peek(distance) not in NAMES and self.peek(distance) != "this":
            return False
        after = self.peek(distance + 1)
        return after in (":", ",", "?", "=") or (after == ")" and self.peek(distance + 2) == "=>")

    def _is_pattern_of_parameter(self) -> bool:
        place = self.place()
        try:
            self.advance()
            self.skip_brackets()
            if self.kind == ")":
                return self.peek() == "=>"
            return self.kind in (":", ",", "?", "=")
        except GrammarError:
            return False
        finally:
            self.back(place)

    def _function_type(self) -> None:
        before, self._no_conditional = self._no_conditional, False
        self.accept("abstract")
        self.accept("new")
        if self.kind == "<":
            self.type_parameters()
        self._parameters_of_type()
        self.expect("=>")
        self.return_type()
        self._no_conditional = before

    def _parameters_of_type(self) -> None:
        self.expect("(")
        while self.kind != ")":
            while self.kind in PARAMETER_PROPERTY and self.peek() in NAMES:
                self.advance()
            self.accept("...")
            if self.kind in ("{", "["):
                self.skip_brackets()
            elif self.kind in NAMES or self.kind == "this":
                self.advance()
            else:
                raise GrammarError("missing formal parameter", self.start)
            self.accept("?")
            if self.accept(":"):
                self.type_()
            if self.kind != ")":
                self.expect(",")
        self.advance()

    def _union(self) -> None:
        if self.kind in ("|", "&"):
            self.advance()
        while True:
            if self._starts_function_type():
                self._function_type()
            else:
                self._operator()
            if self.kind not in ("|", "&"):
                return
            self.advance()

    def _operator(self) -> None:
        while self.kind in _OPERATORS:
            self.advance()
        if self.kind == "infer":
            self._infer()
            return
        before, self._no_conditional = self._no_conditional, False
        self._primary_type()
        while self.kind == "[" and not self.fresh:
            self.advance()
            if self.kind != "]":
                self.type_()
            self.expect("]")
        self._no_conditional = before

    def _infer(self) -> None:
        self.advance()
        self._type_name()
        if self.kind != "extends":
            return
        place = self.place()
        before = self._no_conditional
        try:
            self.advance()
            self._without_conditional()
            if self.kind != "?" or before:
                return
        except GrammarError:
            self._no_conditional = before
        self.back(place)

    def _primary_type(self) -> None:
        kind = self.kind
        if kind in TYPE_KEYWORDS and self.peek() != ".":
            self.advance()
        elif kind in NAMES:
            self._reference()
        elif kind == "{":
            if self._is_mapped():
                self.skip_mapped()
            else:
                self.members()
        elif kind in TYPE_LITERALS:
            self.advance()
        elif kind == "(":
            self.advance()
            self.type_()
            self.expect(")")
        elif kind == "[":
            self._tuple()
        else:
            self._rare_type()

    def _rare_type(self) -> None:
        kind = self.kind
        if kind == "<head>":
            self._template_type()
        elif kind == "-" and self.peek() == "<number>":
            self.advance()
            self.advance()
        elif kind == "this":
            self.advance()
            if self.kind == "is" and not self.fresh:
                self.advance()
                self.type_()
        elif kind == "typeof":
            self.advance()
            if self.kind == "import":
                self._import_type()
            elif self.kind in NAMES or self.kind == "this":
                self._reference()
            else:
                raise GrammarError("a name is missing here", self.start)
        elif kind == "import":
            self._import_type()
        else:
            raise GrammarError("a type is missing here", self.start)

    def _reference(self) -> None:
        """`a.b.C<T>`; `asserts x is T` begins like one."""
        if self.kind == "asserts" and (self.peek() in NAMES or self.peek() == "this") and not self.peek_fresh():
            self.advance()
            self.advance()
            if self.kind == "is" and not self.fresh:
                self.advance()
                self.type_()
            return
        self.advance()
        self._reference_end()

    def _reference_end(self) -> None:
        while self.kind == ".":
            self.advance()
            if self.kind not in WORDS and self.kind not in ("<name>", "<private>"):
                raise GrammarError("expecting field name", self.start)
            self.advance()
        if self.kind in ("<", "<<") and not self.fresh:
            self.type_arguments()

    def _import_type(self) -> None:
        self.advance()
        if self.kind != "(":
            raise GrammarError("expecting '('", self.start)
        self.skip_brackets()
        self._reference_end()

    def _tuple(self) -> None:
        self.advance()
        while self.kind != "]":
            self.accept("...")
            following = self.peek()
            if self.kind in PROPERTY_NAMES and (following == ":" or (following == "?" and self.peek(2) == ":")):
                self.advance()
                self.accept("?")
                self.advance()
            self.type_()
            self.accept("?")
            if self.kind != "]":
                self.expect(",")
        self.advance()

    def _template_type(self) -> None:
        """`a${T}b`; the parser stands at its head."""
        while True:
            self.advance()
            self.type_()
            self.read_template()
            if self.kind == "<tail>":
                self.advance()
                return

    # What is in the braces of a type.

    def _is_mapped(self) -> bool:
        distance = 1
        if self.peek() in ("+", "-"):
            return self.peek(2) == "readonly"
        if self.peek() == "readonly":
            distance = 2
        return self.peek(distance) == "[" and self.peek(distance + 1) in NAMES and self.peek(distance + 2) == "in"

    def skip_mapped(self) -> None:
        """`{ readonly [K in T as U]?: V }`"""
        self.advance()
        while self.kind != "[":
            self.advance()
        self.advance()
        self.advance()
        self.expect("in")
        self.type_()
        if self.accept("as"):
            self.type_()
        self.expect("]")
        if self.kind in ("+", "-"):
            self.advance()
        self.accept("?")
        if self.accept(":"):
            self.type_()
        if self.kind in (";", ","):
            self.advance()
        while self.kind != "}":
            self._member()
            self.accept(";")
        self.advance()

    def _member(self) -> None:
        kind = self.kind
        if kind in ("(", "<"):
            self.signature()
            return
        if kind == "new" and self.peek() in ("(", "<"):
            self.advance()
            self.signature()
            return
        while self.kind in ("readonly", "get", "set", "static", "async") or self.kind in PARAMETER_PROPERTY:
            if self.peek() not in _BEFORE_A_MEMBER or self.peek_fresh():
                break
            self.advance()
        if self.kind == "[":
            self.skip_brackets()
        elif self.kind in PROPERTY_NAMES:
            self.advance()
        else:
            raise GrammarError("invalid property name", self.start)
        self.accept("?")
        if self.kind in ("(", "<"):
            self.signature()
        elif self.accept(":"):
            self.type_()

    def signature(self) -> None:
        if self.kind == "<":
            self.type_parameters()
        self._parameters_of_type()
        if self.accept(":"):
            self.return_type()
