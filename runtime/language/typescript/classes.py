"""Classes: modifiers, members without a trace, and parameters that are properties."""

from __future__ import annotations

from runtime.language.typescript.expressions import Expressions
from runtime.language.typescript.scanner import GrammarError
from runtime.language.typescript.tables import (
    CONTINUES,
    ERASED_MODIFIERS,
    MEMBER_MODIFIERS,
    NAMES,
    PARAMETER_PROPERTY,
    PROPERTY_NAMES,
)

_BEHIND_A_MODIFIER = PROPERTY_NAMES | {"[", "{", "*"}
# A field with one of these names would take the next member for its own.
_ACCESSOR_WORDS = frozenset(["get", "set", "static", "async", "accessor"])

# The engine (2025-09-13) takes what follows a field called async and nothing more for a method.
_EMPTY = "=void 0"


class Classes(Expressions):
    """A parser of classes."""

    def __init__(self, text: str) -> None:
        # Where the call of super in the constructor that is read ends, -1 while there was none.
        self.super_end = -1
        super().__init__(text)

    def class_(self, *, expression: bool) -> None:
        self.expect("class")
        outer = self.scope
        if self.kind in NAMES and (self.kind != "implements" or self.peek() in ("{", "extends", "implements", "<")):
            if expression:
                self.enter()
            self.bound_name(self.scope)
        self._heritage()
        self._class_body()
        self.scope = outer

    def _heritage(self) -> None:
        self.erased_parameters()
        if self.accept("extends"):
            self.chain()
            if self.kind in ("<", "<<"):
                start = self.start
                self.type_arguments()
                self.blank(start, self.previous_end)
        if self.kind == "implements":
            start = self.start
            self.advance()
            self.type_()
            while self.accept(","):
                self.type_()
            self.blank(start, self.previous_end)

    def _class_body(self) -> None:
        self.expect("{")
        opened = self.previous_end
        index = len(self.changes)
        properties: list[str] = []
        before = self.no_in, self.before_colon, self.generator
        self.no_in = self.before_colon = self.generator = False
        outer = self.enter(function=True, own_this=True)
        while self.kind != "}":
            if self.kind == "<end>":
                raise GrammarError("expecting '}'", self.start)
            if not self.accept(";"):
                self._member_of_class(properties)
        self.scope = outer
        self.advance()
        self.no_in, self.before_colon, self.generator = before
        if properties:
            fields = "".join([f"{name}{_EMPTY};" if name == "async" else f"{name};" for name in properties])
            self.changes.insert(index, (opened, opened, fields, False))

    def _member_of_class(self, properties: list[str]) -> None:
        mark = self.mark()
        start = self.start
        while self.kind == "@":
            self.decorator()
        modifiers = self._modifiers()
        if self.kind == "{":
            self.body()
            return
        if self.kind == "[" and self._is_index_signature():
            self._index_signature()
            has_trace = False
        else:
            has_trace = self._named_member(modifiers, properties)
        if not has_trace or "abstract" in modifiers or "declare" in modifiers:
            self.forget(mark)
            self.accept(";")
            self.blank(start, self.previous_end, ";")

    def _modifiers(self) -> set[str]:
        found: set[str] = set()
        first = -1
        while self.kind in MEMBER_MODIFIERS and self._is_modifier():
            word = self.kind
            found.add(word)
            if word == "accessor":
                self.unsupported("“accessor” fields are")
            if word in ERASED_MODIFIERS:
                first = len(self.changes) if first < 0 else first
                self.blank_token()
                continue
            if first < 0:
                first = -2
            self.advance()
        continues = self.kind in ("[", "*") or (self.kind in CONTINUES and self.kind in PROPERTY_NAMES)
        if first >= 0 and continues and "static" not in found and "async" not in found:
            # The line before would go on with it.
            start, end, _, _ = self.changes[first]
            self.changes[first] = (start, end, ";", True)
        return found

    def _is_modifier(self) -> bool:
        following = self.peek()
        if self.kind == "static":
            return following in _BEHIND_A_MODIFIER
        return following in _BEHIND_A_MODIFIER and following != "{" and not self.peek_fresh()

    def _is_index_signature(self) -> bool:
        distance = 1
        while self.peek(distance) in PARAMETER_PROPERTY and self.peek(distance + 1) in NAMES:
            distance += 1
        return self.peek(distance) in NAMES and self.peek(distance + 1) in (":", ",")

    def _index_signature(self) -> None:
        self.skip_brackets()
        if self.accept(":"):
            self.type_()
        self._end_of_field(plain=True)

    def _named_member(self, modifiers: set[str], properties: list[str]) -> bool:
        """A method, an accessor or a field; whether something of it remains."""
        if self.kind in ("get", "set") and (self.peek() in PROPERTY_NAMES or self.peek() == "["):
            self.advance()
        generator = self.accept("*")
        name = self.word()
        is_constructor = name.strip("'\"") == "constructor" and "static" not in modifiers
        self.property_name()
        if self.kind in ("?", "!"):
            self.blank_token()
        if self.kind in ("(", "<"):
            if is_constructor:
                return self._constructor(properties)
            return self.signature_and_body(generator=generator)
        end = self.previous_end
        self.annotation()
        is_plain = self.kind != "="
        if is_plain and name == "async":
            self.insert(end, _EMPTY)
        if self.accept("="):
            self.inside()
        self._end_of_field(plain=is_plain and name not in _ACCESSOR_WORDS)
        return True

    def _end_of_field(self, *, plain: bool) -> None:
        if self.kind in (";", "}") or plain or not self.fresh:
            self.semicolon()
        elif self.ends_erased():
            start, end, _, _ = self.changes[-1]
            self.changes[-1] = (start, end, ";", True)

    def _constructor(self, properties: list[str]) -> bool:
        own: list[str] = []
        outer = self.enter(function=True, own_this=True)
        self.parameters(own)
        self.return_annotation()
        if self.kind != "{":
            self.scope = outer
            return False
        before, self.super_end = self.super_end, -1
        opened = self.start + 1
        index = len(self.changes)
        self.body()
        if own:
            properties.extend(own)
            assignments = "".join([f"this.{name}={name};" for name in own])
            if self.super_end < 0:
                self.changes.insert(index, (opened, opened, assignments, False))
            else:
                separator = "" if self.text[self.super_end - 1] == ";" else ";"
                self.insert(self.super_end, separator + assignments)
        self.super_end = before
        self.scope = outer
        return True
