"""Statements."""

from __future__ import annotations

from runtime.language.typescript.declarations import Declarations
from runtime.language.typescript.scanner import GrammarError
from runtime.language.typescript.tables import NAMES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

_METHOD_MODIFIERS = frozenset(["async", "override", "private", "protected", "public", "static"])


class Statements(Declarations):
    """A parser of statements."""

    def statements(self) -> None:
        """Up to the brace that closes them, or the end."""
        while self.kind != "}" and self.kind != "<end>":
            self.statement()

    def statement(self) -> None:
        read = _STATEMENTS.get(self.kind)
        if read is not None:
            read(self)
        elif self.kind not in NAMES or not self._words():
            self._expression_statement()

    def _expression_statement(self) -> None:
        is_super = self.kind == "super" and self.peek() == "("
        before, self.guarded = self.guarded, self.start
        self.expression()
        self.guarded = before
        self.semicolon()
        if is_super and self.super_end < 0:
            self.super_end = self.previous_end

    def _words(self) -> bool:
        """A statement that begins with a word which is a name elsewhere; False where it is one here."""
        kind, following = self.kind, self.peek()
        if following == ":" and kind != "<name>":
            self._label()
            return True
        if kind == "<name>":
            if following != ":":
                return False
            self._label()
            return True
        if self.starts_declaration():
            self.declaration(self.start)
            return True
        if kind in _METHOD_MODIFIERS and following in NAMES and self._is_bare_method():
            self._bare_method()
            return True
        if kind == "let" and (following in NAMES or following in ("[", "{")):
            self._variables()
            return True
        if kind == "await" and following == "using" and self.peek(2) in NAMES and not self.peek_fresh(2):
            self.advance()
            kind = "using"
            following = self.peek()
        if kind == "using" and following in NAMES and not self.peek_fresh() and following not in ("as", "satisfies"):
            self.unsupported("“using” is")
            self._variables()
            return True
        return False

    def _is_bare_method(self) -> bool:
        distance = 1
        while self.peek(distance) in _METHOD_MODIFIERS and self.peek(distance + 1) in NAMES:
            distance += 1
        return self.peek(distance + 1) in ("(", "<") and not self.peek_fresh(distance)

    def _bare_method(self) -> None:
        """`public name(…) {…}` outside of a class, as documentation shows it: a function."""
        self.bare_methods.append(self.start)
        while self.kind in _METHOD_MODIFIERS and self.peek() in NAMES:
            if self.kind == "async":
                self.advance()
            else:
                self.blank_token()
        self.insert(self.start, "function ")
        self.bound_name(self.scope)
        if not self.signature_and_body():
            raise GrammarError("expecting '{'", self.start)

    def _label(self) -> None:
        self.advance()
        self.advance()
        self.statement()

    # Statements of JavaScript.

    def _block(self) -> None:
        outer = self.enter()
        self.expect("{")
        self.statements()
        self.expect("}")
        self.scope = outer

    def _empty(self) -> None:
        self.advance()

    def _decorated(self) -> None:
        start = self.start
        while self.kind == "@":
            self.decorator()
        if self.kind == "export":
            self.export()
        elif self.starts_declaration():
            self.declaration(start)
        elif self.kind == "class":
            self.class_declaration()
        else:
            raise GrammarError("a decorator stands only before a class or a member of one", start)

    def _const(self) -> None:
        if self.peek() == "enum":
            self.enum(self.start)
        else:
            self._variables()

    def _enum(self) -> None:
        self.enum(self.start)

    def _variables(self) -> None:
        self.variable_list()
        self.semicolon()

    def variable_list(self) -> None:
        scope = self.scope.variables() if self.kind == "var" else self.scope
        self.advance()
        while True:
            self.binding(scope)
            self.variable_rest()
            if not self.accept(","):
                return

    def variable_rest(self) -> None:
        """What follows the name of a variable."""
        if self.kind == "!":
            self.blank_token()
        self.annotation()
        if self.accept("="):
            self.assignment()

    def _function_statement(self) -> None:
        self.function_declaration(self.start)

    def _class_statement(self) -> None:
        self.class_declaration()

    def _condition(self) -> None:
        self.expect("(")
        self.expression()
        self.expect(")")

    def _if(self) -> None:
        while True:
            self.advance()
            self._condition()
            self.statement()
            if not self.accept("else"):
                return
            if self.kind != "if":
                self.statement()
                return

    def _while(self) -> None:
        self.advance()
        self._condition()
        self.statement()

    def _do(self) -> None:
        self.advance()
        self.statement()
        self.expect("while")
        self._condition()
        self.accept(";")

    def _for(self) -> None:
        self.advance()
        self.accept("await")
        self.expect("(")
        outer = self.enter()
        self._for_head()
        self.expect(")")
        self.statement()
        self.scope = outer

    def _for_head(self) -> None:
        self.no_in = True
        is_let = self.kind == "let" and (self.peek() in NAMES or self.peek() in ("[", "{"))
        is_using = self.kind == "using" and self.peek() in NAMES and self.peek() not in ("of", "in")
        if is_using:
            self.unsupported("“using” is")
        if self.kind in ("var", "const") or is_let or is_using:
            self.variable_list()
        elif self.kind != ";":
            self.expression()
        self.no_in = False
        if self.kind in ("of", "in"):
            self.advance()
            self.expression()
            return
        self.expect(";")
        if self.kind != ";":
            self.expression()
        self.expect(";")
        if self.kind != ")":
            self.expression()

    def _jump(self) -> None:
        """`break`, `continue`"""
        self.advance()
        if self.kind in NAMES and not self.fresh:
            self.advance()
        self.semicolon()

    def _return(self) -> None:
        self.advance()
        if self.kind not in (";", "}", "<end>") and not self.fresh:
            self.expression()
        self.semicolon()

    def _throw(self) -> None:
        self.advance()
        self.expression()
        self.semicolon()

    def _switch(self) -> None:
        self.advance()
        self._condition()
        self.expect("{")
        outer = self.enter()
        while not self.accept("}"):
            if self.accept("case"):
                self.expression()
            else:
                self.expect("default")
            self.expect(":")
            while self.kind not in ("case", "default", "}"):
                if self.kind == "<end>":
                    raise GrammarError("expecting '}'", self.start)
                self.statement()
        self.scope = outer

    def _try(self) -> None:
        self.advance()
        self._block()
        if self.accept("catch"):
            outer = self.enter()
            if self.accept("("):
                self.binding(self.scope)
                self.annotation()
                self.expect(")")
            self._block()
            self.scope = outer
        if self.accept("finally"):
            self._block()

    def _import(self) -> None:
        if self.peek() in ("(", "."):
            self._expression_statement()
        else:
            self.import_()

    def _debugger(self) -> None:
        self.advance()
        self.semicolon()


_STATEMENTS: dict[str, Callable[[Statements], None]] = {
    "{": Statements._block,
    ";": Statements._empty,
    "@": Statements._decorated,
    "const": Statements._const,
    "enum": Statements._enum,
    "var": Statements._variables,
    "function": Statements._function_statement,
    "class": Statements._class_statement,
    "if": Statements._if,
    "while": Statements._while,
    "do": Statements._do,
    "for": Statements._for,
    "break": Statements._jump,
    "continue": Statements._jump,
    "return": Statements._return,
    "throw": Statements._throw,
    "switch": Statements._switch,
    "try": Statements._try,
    "import": Statements._import,
    "export": lambda parser: parser.export(),
    "debugger": Statements._debugger,
}
