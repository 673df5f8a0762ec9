"""Expressions: what of TypeScript is in them, and where each ends."""

from __future__ import annotations

from runtime.language.typescript.arrows import Arrows, is_word
from runtime.language.typescript.scanner import GrammarError
from runtime.language.typescript.tables import ASSIGNMENTS, BINARY, NAMES, PREFIX, PROPERTY_NAMES, STARTS_EXPRESSION

_LITERALS = frozenset(["this", "super", "null", "true", "false", "<number>", "<string>", "<template>", "<private>"])
_ENDS_YIELD = frozenset([")", "]", "}", ",", ";", ":", "<end>"])
_FOLLOWS_ARGUMENTS = frozenset(["(", "<template>", "<head>"])
_NEVER_FOLLOWS_ARGUMENTS = frozenset(["<", ">", "+", "-"])


class Expressions(Arrows):
    """A parser of expressions. What is a statement, a class or a decorator is supplied by later parts."""

    def class_(self, *, expression: bool) -> None:
        raise NotImplementedError

    def expression(self) -> None:
        """Expressions with commas between them."""
        self.assignment()
        while self.kind == ",":
            self.advance()
            self.assignment()

    def assignment(self) -> None:
        while True:
            if self.arrow():
                return
            if self.kind == "yield" and (self.generator or self.peek() in STARTS_EXPRESSION):
                self._yield()
                return
            self._binary()
            if self.kind == ">":
                self.read_greater()
            if self.kind == "?":
                self._conditional()
                return
            if self.kind not in ASSIGNMENTS:
                return
            self.advance()

    def _yield(self) -> None:
        self.advance()
        if self.fresh or self.kind in _ENDS_YIELD:
            return
        self.accept("*")
        self.assignment()

    def _conditional(self) -> None:
        self.advance()
        before = self.no_in, self.before_colon
        self.no_in, self.before_colon = False, True
        self.assignment()
        self.no_in, self.before_colon = before
        self.expect(":")
        self.assignment()

    def _binary(self) -> None:
        self._unary()
        while True:
            kind = self.kind
            if kind == ">":
                kind = self.read_greater()
            if kind in BINARY:
                if kind == "in" and self.no_in:
                    return
                self.advance()
                self._unary()
            elif kind in ("as", "satisfies") and not self.fresh:
                self._as()
            else:
                return

    def _as(self) -> None:
        start = self.start
        self.advance()
        self._type_or_const()
        self.blank(start, self.previous_end)

    def _type_or_const(self) -> None:
        if self.kind == "const":
            self.advance()
        else:
            self.type_()

    def _unary(self) -> None:
        while True:
            if self.kind in PREFIX or (self.kind == "await" and self.peek() in STARTS_EXPRESSION):
                self.advance()
            else:
                break
        if self.kind in ("<", "<<"):
            self._assertion()
            return
        self.chain()
        if self.kind in ("++", "--") and not self.fresh:
            self.advance()

    def _assertion(self) -> None:
        """`<T>x`. What would begin a block, or end the statement, without it is put in parentheses."""
        start = self.start
        guarded = start == self.guarded
        self.read_less()
        self.advance()
        self._type_or_const()
        if self.kind != ">":
            raise GrammarError("expecting '>'", self.start)
        self.advance()
        end = self.previous_end
        index = len(self.changes)
        operand = self.start
        if guarded:
            self.guarded = operand
        wrapped = "\n" in self.text[start:operand] or (
            guarded and self.kind in ("{", "function", "class", "async", "let")
        )
        self._unary()
        self.changes.insert(index, (start, end, "(" if wrapped else "", True))
        if wrapped:
            self.insert(self.previous_end, ")")

    # Members and calls.

    def chain(self, *, calls: bool = True) -> None:
        """A primary expression and what is read from it; without `calls` as behind `new`."""
        self._primary()
        while True:
            kind = self.kind
            if kind == ".":
                self.advance()
                self._field()
            elif kind == "(":
                if not calls:
                    return
                self._arguments()
            elif kind == "[":
                self._index_access()
            elif kind == "?.":
                self._optional()
            elif kind == "!" and not self.fresh:
                self.blank_token()
            elif kind in ("<template>", "<head>"):
                self._template_literal()
            elif kind not in ("<", "<<") or not self._type_arguments_of_call():
                return

    def _field(self) -> None:
        if not is_word(self.kind) and self.kind != "<private>":
            raise GrammarError("expecting field name", self.start)
        self.advance()

    def _index_access(self) -> None:
        self.advance()
        self._all_inside()
        self.expect("]")

    def _all_inside(self) -> None:
        before = self.no_in, self.before_colon
        self.no_in = self.before_colon = False
        self.expression()
        self.no_in, self.before_colon = before

    def _optional(self) -> None:
        self.advance()
        if self.kind in ("<", "<<"):
            start = self.start
            self.type_arguments()
            self.blank(start, self.previous_end)
        if self.kind == "(":
            self._arguments()
        elif self.kind == "[":
            self._index_access()
        else:
            self._field()

    def _arguments(self) -> None:
        self.advance()
        while self.kind != ")":
            self.accept("...")
            self.inside()
            if self.kind != ")":
                self.expect(",")
        self.advance()

    def _type_arguments_of_call(self) -> bool:
        """Reads type arguments if what is between "<" and ">" and what follows can be nothing else."""
        mark = self.mark()
        start = self.start
        try:
            self.type_arguments()
        except GrammarError:
            self.undo(mark)
            return False
        if not self._follows_type_arguments() or self.text.startswith((">", "="), self.previous_end):
            self.undo(mark)
            return False
        self.blank(start, self.previous_end)
        return True

    def _follows_type_arguments(self) -> bool:
        kind = self.kind
        if kind in _FOLLOWS_ARGUMENTS:
            return True
        if kind in _NEVER_FOLLOWS_ARGUMENTS:
            return False
        is_operator = (kind in BINARY or kind in ("as", "satisfies")) and not (kind == "in" and self.no_in)
        return self.fresh or is_operator or kind not in STARTS_EXPRESSION

    # What expressions are made of.

    def _primary(self) -> None:
        kind = self.kind
        if kind in NAMES:
            if kind == "async" and self.peek() == "function" and not self.peek_fresh():
                self.advance()
                self.function(expression=True)
                return
            self.use()
            self.advance()
        elif kind in _LITERALS:
            if kind == "this" and self.this_name and not self.scope.own_this:
                self.uses_this = True
                self.replace(self.start, self.start + len(kind), self.this_name)
            self.advance()
        elif kind == "(":
            self.advance()
            self._all_inside()
            self.expect(")")
        elif kind == "{":
            self._object()
        elif kind == "[":
            self._array()
        elif kind == "<head>":
            self._template_literal()
        else:
            self._rare_primary()

    def _rare_primary(self) -> None:
        kind = self.kind
        if kind == "function":
            self.function(expression=True)
        elif kind == "new":
            self._new()
        elif kind in ("/", "/="):
            self.read_regexp()
            self.advance()
        elif kind in ("class", "@"):
            while self.kind == "@":
                self.decorator()
            self.class_(expression=True)
        elif kind == "import" and self.peek() in ("(", "."):
            self.advance()
        else:
            raise self.unexpected()

    def _new(self) -> None:
        self.advance()
        if self.accept("."):
            self._field()
            return
        if self.kind == "new":
            self._new()
        else:
            self.chain(calls=False)
        if self.kind == "(":
            self._arguments()

    def _array(self) -> None:
        self.advance()
        while self.kind != "]":
            if self.kind != ",":
                self.accept("...")
                self.inside()
            if self.kind != "]" and not self.accept(","):
                raise GrammarError("expecting ']'", self.start)
        self.advance()

    def _template_literal(self) -> None:
        if self.accept("<template>"):
            return
        while True:
            self.advance()
            self._all_inside()
            self.read_template()
            if self.kind == "<tail>":
                self.advance()
                return

    def _object(self) -> None:
        self.advance()
        while self.kind != "}":
            if self.accept("..."):
                self.inside()
            else:
                self._property()
            if self.kind != "}" and not self.accept(","):
                raise GrammarError("expecting '}'", self.start)
        self.advance()

    def _property(self) -> None:
        generator = False
        while self.kind in ("async", "get", "set") and (self.peek() in PROPERTY_NAMES or self.peek() in ("[", "*")):
            self.advance()
        if self.accept("*"):
            generator = True
        if self.kind in NAMES and self.peek() in (",", "}", "="):
            self.use(shorthand=True)
            self.advance()
            if self.accept("="):
                self.inside()
            return
        self.property_name()
        if self.kind in ("(", "<"):
            if not self.signature_and_body(generator=generator):
                raise GrammarError("expecting '{'", self.start)
            return
        self.expect(":")
        self.inside()

    def function(self, *, expression: bool) -> bool:
        """`function`, with its name in the scope of its own where it is an expression; whether it has a body."""
        self.expect("function")
        generator = self.accept("*")
        outer = self.scope
        if expression:
            self.enter()
        if self.kind in NAMES:
            self.bound_name(self.scope)
        has_body = self.signature_and_body(generator=generator)
        self.scope = outer
        if expression and not has_body:
            raise GrammarError("expecting '{'", self.start)
        return has_body
