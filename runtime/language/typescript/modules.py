"""Imports and exports: those used only as types leave no trace (TypeScript 5.9, without verbatimModuleSyntax)."""

from __future__ import annotations

from runtime.language.typescript.scanner import GrammarError
from runtime.language.typescript.scopes import Scope, Use
from runtime.language.typescript.statements import Statements
from runtime.language.typescript.tables import NAMES, RESERVED, WORDS

_STRING_OR_WORD = WORDS | {"<name>", "<string>"}


class Specifier:
    """One name that an import or export clause brings: its local name, and the range that goes when it is not used.

    has_value is False where the clause itself says that it is a type.
    """

    __slots__ = ("end", "has_value", "local", "start")

    def __init__(self, local: str, start: int, end: int, has_value: bool) -> None:
        self.local = local
        self.start = start
        self.end = end
        self.has_value = has_value


class Clause:
    """An import or export with names in braces, or one that takes the default or everything.

    group is the range of the braces or of `* as name`; lead is the comma before it, behind a default import.
    """

    __slots__ = ("default", "end", "group", "is_export", "lead", "named", "source", "start")

    def __init__(self, start: int, *, is_export: bool = False) -> None:
        self.start = start
        self.end = start
        self.is_export = is_export
        self.default: Specifier | None = None
        self.named: list[Specifier] = []
        self.group: tuple[int, int] | None = None
        self.lead: tuple[int, int] | None = None
        self.source = ""


class Alias:
    """`import name = a.b.c;`"""

    __slots__ = ("change", "end", "first", "is_exported", "name", "scope", "start")

    def __init__(self, name: str, scope: Scope, start: int, first: Use, is_exported: bool) -> None:
        self.name = name
        self.scope = scope
        self.start = start
        self.end = start
        self.first = first
        self.is_exported = is_exported


class Modules(Statements):
    """A parser of imports and exports, which are settled when all uses are known."""

    def __init__(self, text: str) -> None:
        self.clauses: list[Clause] = []
        self.aliases: list[Alias] = []
        self.imported: dict[str, Clause] = {}
        # Whether a name may be imported again from the same module, as in samples that follow each other.
        self.merge_imports = False
        super().__init__(text)

    # Imports.

    def import_(self) -> None:
        start = self.start
        self.advance()
        if self.kind == "<string>":
            self.advance()
            self._attributes()
            self.semicolon()
            return
        only_types = self._says_type()
        if self.kind in NAMES and self.peek() == "=":
            self.alias(start, exported=False, only_type=only_types)
            return
        clause = Clause(start)
        if self.kind in NAMES:
            clause.default = self._local(not only_types)
            if self.kind == ",":
                clause.lead = (self.start, self.start + 1)
                self.advance()
        if self.kind == "*":
            self._everything(clause, not only_types)
        elif self.kind == "{":
            self._names(clause, not only_types)
        self._from(clause)
        self.semicolon()
        clause.end = self.previous_end
        for specifier in [clause.default, *clause.named]:
            if specifier is not None:
                earlier = self.imported.get(specifier.local)
                if self.merge_imports and earlier is not None and earlier.source == clause.source:
                    specifier.has_value = False
                    continue
                self.imported[specifier.local] = clause
                if specifier.has_value:
                    self.module.names.add(specifier.local)
                else:
                    self.types.add(specifier.local)
        self.clauses.append(clause)

    def _says_type(self) -> bool:
        """Reads the `type` of `import type …`, which may also be the name that is imported."""
        following = self.peek()
        if self.kind == "type" and (
            following in ("{", "*") or (following in NAMES and (following != "from" or self.peek(2) in ("from", "=")))
        ):
            self.advance()
            return True
        if self.kind == "defer" and following == "*":
            self.unsupported("“import defer” is")
            self.advance()
        return False

    def _local(self, has_value: bool) -> Specifier:
        start = self.start
        name = self.name_of_declaration()
        return Specifier(name, start, self.previous_end, has_value)

    def _everything(self, clause: Clause, has_value: bool) -> None:
        start = self.start
        self.advance()
        self.expect("as")
        specifier = self._local(has_value)
        clause.group = (start, self.previous_end)
        clause.named.append(specifier)

    def _names(self, clause: Clause, has_value: bool) -> None:
        opened = self.start
        self.advance()
        while self.kind != "}":
            clause.named.append(self._named(has_value, is_export=clause.is_export))
            if self.kind != "}":
                self.expect(",")
                clause.named[-1].end = self.previous_end
        self.advance()
        clause.group = (opened, self.previous_end)

    def _named(self, has_value: bool, *, is_export: bool) -> Specifier:
        """`a`, `a as b`, `type a`, `type a as b`; the words `type` and `as` may be names themselves."""
        start = self.start
        if self.kind == "type" and self._is_marked():
            has_value = False
            self.advance()
        if self.kind not in _STRING_OR_WORD:
            raise GrammarError("a name is missing here", self.start)
        local = self.word()
        self.advance()
        if self.kind == "as":
            self.advance()
            if self.kind not in _STRING_OR_WORD:
                raise GrammarError("a name is missing here", self.start)
            if not is_export:
                local = self.word()
            self.advance()
        return Specifier(local, start, self.previous_end, has_value)

    def _is_marked(self) -> bool:
        following = self.peek()
        if following in (",", "}"):
            return False
        if following != "as":
            return True
        # `type as`, `type as as`, `type as b`, `type as as b`
        after = self.peek(2)
        return after in (",", "}") or (after == "as" and self.peek(3) not in (",", "}"))

    def _from(self, clause: Clause) -> None:
        if self.kind != "from":
            raise GrammarError("expecting 'from'", self.start)
        self.advance()
        if self.kind != "<string>":
            raise GrammarError("string expected", self.start)
        clause.source = self.word()[1:-1]
        self.advance()
        self._attributes()

    def _attributes(self) -> None:
        if self.kind == "with" or (self.kind == "assert" and not self.fresh):
            self.advance()
            if self.kind != "{":
                raise GrammarError("expecting '{'", self.start)
            self.skip_brackets()

    def alias(self, start: int, *, exported: bool, only_type: bool) -> None:
        """`import name = a.b;` becomes a variable where it is used; `import name = require("m")` goes."""
        keyword = self.text.find("import", start)
        name = self.name_of_declaration()
        self.advance()
        if self.kind == "require" and self.peek() == "(":
            self.advance()
            self.skip_brackets()
            only_type = True
            first = None
        else:
            if self.kind not in NAMES:
                raise GrammarError("a name is missing here", self.start)
            first = Use(self.word(), self.scope, self.start, False)
            self.advance()
            while self.accept("."):
                self._field()
        self.semicolon()
        if only_type or first is None:
            self.types.add(name)
            self.blank(start, self.previous_end, ";")
            return
        found = Alias(name, self.scope, start, first, exported)
        found.end = self.previous_end
        self.scope.names.add(name)
        self.aliases.append(found)
        self.alias_value(found, keyword)

    def alias_value(self, alias: Alias, keyword: int) -> None:
        """Makes a variable of an alias."""
        self.replace(keyword, keyword + len("import"), "var   ")

    # Exports.

    def export(self) -> None:
        start = self.start
        self.advance()
        kind = self.kind
        if kind == "default":
            self._export_default(start)
        elif kind == "{" or (kind == "type" and self.peek() == "{"):
            self._export_names(start)
        elif kind == "*" or (kind == "type" and self.peek() == "*"):
            self._export_everything(start)
        elif kind == "=":
            self.replace(self.start, self.previous_end_of_token(), "default ")
            self.advance()
            self.expression()
            self.semicolon()
        elif kind == "as" and self.peek() == "namespace":
            self.advance()
            self.advance()
            self.name_of_declaration()
            self.semicolon()
            self.blank(start, self.previous_end, ";")
        elif kind == "import":
            self.advance()
            only_type = self._says_type()
            self.alias(start, exported=True, only_type=only_type)
        else:
            self._export_declaration(start)

    def previous_end_of_token(self) -> int:
        """The end of the token here."""
        return self._ends[self._index]

    def _export_declaration(self, start: int) -> None:
        while self.kind == "@":
            self.decorator()
        kind = self.kind
        if kind == "enum" or (kind == "const" and self.peek() == "enum"):
            self.enum(start, exported=True)
        elif kind in NAMES and self.starts_declaration():
            self.exported_declaration(start)
        elif kind == "function":
            self.exported_function(start)
        elif kind == "class":
            self.exported_class(start)
        elif kind in ("var", "let", "const"):
            self.exported_variables(start)
        else:
            raise self.unexpected()

    def exported_declaration(self, start: int) -> None:
        if self.kind == "async":
            self.exported_function(start)
        else:
            self.declaration(start, exported=True)

    def exported_function(self, start: int) -> None:
        self.function_declaration(start)

    def exported_class(self, start: int) -> None:
        self.class_declaration()

    def exported_variables(self, start: int) -> None:
        self.variable_list()
        self.semicolon()

    def _export_default(self, start: int) -> None:
        self.advance()
        while self.kind == "@":
            self.decorator()
        following = self.peek()
        if self.kind == "function" or (self.kind == "async" and following == "function" and not self.peek_fresh()):
            self.function_declaration(start, named=False)
        elif self.kind == "class":
            self.class_declaration()
        elif self.kind == "abstract" and following == "class":
            self.blank_token()
            self.class_declaration()
        elif self.kind == "interface" and following in NAMES and not self.peek_fresh():
            self.interface(start)
        else:
            self._export_value(start)

    def _export_value(self, start: int) -> None:
        clause = None
        if self.kind in NAMES and self.peek() in (";", "<end>", "}"):
            clause = Clause(start, is_export=True)
            clause.default = Specifier(self.word(), self.start, self.previous_end_of_token(), True)
        before, self.guarded = self.guarded, self.start
        self.assignment()
        self.guarded = before
        self.semicolon()
        if clause is not None:
            clause.end = self.previous_end
            self.clauses.append(clause)

    def _export_everything(self, start: int) -> None:
        only_types = self.accept("type")
        self.advance()
        if self.accept("as"):
            if self.kind not in _STRING_OR_WORD:
                raise GrammarError("a name is missing here", self.start)
            self.advance()
        self._from(Clause(start))
        self.semicolon()
        if only_types:
            self.blank(start, self.previous_end, ";")

    def _export_names(self, start: int) -> None:
        only_types = self.accept("type")
        clause = Clause(start, is_export=True)
        self._names(clause, not only_types)
        if self.kind == "from":
            self._from(clause)
        elif any(name.local in RESERVED for name in clause.named):
            raise GrammarError("a name is missing here", clause.named[0].start)
        else:
            for name in clause.named:
                if name.has_value:
                    self.uses.append(Use(name.local, self.module, name.start, False))
        self.semicolon()
        clause.end = self.previous_end
        self.clauses.append(clause)
