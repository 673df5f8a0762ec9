"""Enums and namespaces: declarations of TypeScript that are objects at run time, rewritten on their lines."""

from __future__ import annotations

from runtime.language.typescript.constants import Constant, literal
from runtime.language.typescript.modules import Alias, Modules
from runtime.language.typescript.scanner import GrammarError
from runtime.language.typescript.scopes import Publication, Scope, Shared, Use
from runtime.language.typescript.tables import PROPERTY_NAMES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from runtime.language.typescript.constants import Value


class Containers(Modules):
    """A parser of enums and namespaces."""

    def __init__(self, text: str) -> None:
        self._enums: dict[str, Shared] = {}
        # Whether the names of the pattern that is read belong to the object of the namespace.
        self._publishing = False
        self._has_value = False
        super().__init__(text)

    def _shared(self, name: str, *, exported: bool) -> Shared:
        outer = self.scope.shared if exported else None
        containers = self.scope.containers if outer is None else outer.inner
        if name not in containers:
            containers[name] = Shared()
        return containers[name]

    def _declare(self, start: int, keyword: tuple[int, int], name: tuple[int, int], *, exported: bool) -> None:
        """Makes a variable of a container, or blanks its beginning where there is one already."""
        text = self.text[name[0] : name[1]]
        first = text not in self.scope.names
        self.scope.names.add(text)
        if not first:
            self.blank(start, name[1], ";")
            return
        is_module = self.scope is self.module
        if exported and not is_module:
            self.blank(start, keyword[0])
        word = "var" if is_module else "let"
        self.replace(keyword[0], keyword[1], word.ljust(keyword[1] - keyword[0]))

    def _publishes(self, exported: bool) -> bool:
        """Whether the object of a namespace gets what is exported here."""
        return exported and self.scope.shared is not None

    def _close(self, name: str, outer: str) -> str:
        """Behind the braces of a container: what it is called with. outer: the object it is exported from."""
        return f")({name}={outer}.{name}||({outer}.{name}={{}}));" if outer else f")({name}||({name}={{}}));"

    # Enums.

    def enum(self, start: int, *, exported: bool = False) -> None:
        keyword_start = self.start
        if self.accept("const"):
            self.blank(keyword_start, self.previous_end)
        keyword = (self.start, self.start + len("enum"))
        self.expect("enum")
        name = (self.start, self.start + len(self.word()))
        text = self.name_of_declaration()
        self._has_value = True
        publishes = self._publishes(exported)
        shared = self._shared(text, exported=publishes)
        self._enums[text] = shared
        self._declare(start, keyword, name, exported=exported)
        self.insert(name[1], f";(({text})=>")
        outer = self.enter()
        self.scope.shared = shared
        self.scope.parameter = text
        self._enum_body(text, shared)
        self.scope = outer
        if publishes:
            shared_outer = outer.shared
            assert shared_outer is not None
            shared_outer.exported.add(text)
            self.uses.append(Publication(text, outer, self.previous_end, True))
        else:
            self.insert(self.previous_end, self._close(text, ""))

    def _enum_body(self, enum: str, shared: Shared) -> None:
        self.expect("{")
        previous: tuple[str, Value] | None = None
        while self.kind != "}":
            previous = self._enum_member(enum, shared, previous)
            if self.kind == ",":
                self.replace(self.start, self.start + 1, ";")
                self.advance()
            elif self.kind != "}":
                raise GrammarError("expecting ','", self.start)
        self.advance()

    def _enum_member(self, enum: str, shared: Shared, previous: tuple[str, Value] | None) -> tuple[str, Value]:
        start = self.start
        key = self._enum_key()
        end = self.previous_end
        bare = key[1:-1]
        value: Value
        if self.kind == "=":
            self.advance()
            value = self._initializer(shared)
            is_text = isinstance(value, str)
            self.replace(start, end, f"{enum}[{key}]" if is_text else f"{enum}[{enum}[{key}]")
            if not is_text:
                self.insert(self.previous_end, f"]={key}")
        else:
            value = _following(previous)
            shown = (
                literal(value) if isinstance(value, int | float) else f"{enum}[{previous[0] if previous else key}]+1"
            )
            self.replace(start, end, f"{enum}[{enum}[{key}]={shown}]={key}")
        shared.exported.add(bare)
        shared.values[bare] = value
        return key, value

    def _enum_key(self) -> str:
        """The name of a member as a text in quotation marks."""
        in_brackets = self.accept("[")
        if self.kind not in PROPERTY_NAMES and self.kind != "<template>":
            raise GrammarError("a name is missing here", self.start)
        word = self.word()
        if self.kind == "<template>":
            word = f'"{word[1:-1]}"'
        elif self.kind != "<string>":
            word = f'"{word}"'
        self.advance()
        if in_brackets:
            self.expect("]")
        return word

    def _initializer(self, shared: Shared) -> Value:
        index = self._index
        self.inside()
        tokens = [
            (kind, self.text[start:end])
            for kind, start, end in zip(
                self._kinds[index : self._index],
                self._starts[index : self._index],
                self._ends[index : self._index],
                strict=True,
            )
        ]

        def look_up(path: list[str]) -> Value:
            if len(path) == 1:
                return shared.values.get(path[0])
            other = self._enums.get(path[-2])
            return other.values.get(path[-1]) if other is not None else None

        return Constant(tokens, look_up).value()

    # Namespaces.

    def namespace(self, start: int, *, exported: bool = False) -> None:
        mark = self.mark()
        keyword = (self.start, self.previous_end_of_token())
        self.advance()
        if self.kind in ("<string>", "{"):
            self._ambient(start)
            return
        first = (self.start, self.previous_end_of_token())
        names = [self.name_of_declaration()]
        while self.accept("."):
            names.append(self.name_of_declaration())
        names_end = self.previous_end
        outer, publishes = self.scope, self._publishes(exported)
        before, self._has_value = self._has_value, False
        created = len(self.scopes)
        self._enter_all(names, publishes)
        self.expect("{")
        self._namespace_body()
        self.expect("}")
        self.scope = outer
        has_value, self._has_value = self._has_value, before
        if not has_value:
            self.forget(mark)
            self.blank(start, self.previous_end, ";")
            if outer is self.module:
                self.types.add(names[0])
            return
        self._has_value = True
        self._name_parameters(names, created)
        self._declare(start, keyword, first, exported=exported)
        self.blank(first[1], names_end)
        parameters = [scope.parameter for scope in self.scopes[created : created + len(names)]]
        heads = [f"(({parameter})=>" for parameter in parameters]
        inner = "".join([f"{{let {name};{head}" for name, head in zip(names[1:], heads[1:], strict=True)])
        self.insert(names_end, f";{heads[0]}{inner}")
        self._close_namespace(names, parameters, outer, publishes)

    def _ambient(self, start: int) -> None:
        """`module "m" { … }`, `global { … }`: says something about values that are elsewhere."""
        mark = self.mark()
        self.accept("<string>")
        if self.accept("{"):
            self.enter()
            self.statements()
            self.expect("}")
        else:
            self.semicolon()
        self.forget(mark)
        self.blank(start, self.previous_end, ";")

    def _enter_all(self, names: list[str], publishes: bool) -> None:
        exported = publishes
        for index, name in enumerate(names):
            shared = self._shared(name, exported=exported)
            outer = self.scope
            if exported and outer.shared is not None:
                outer.shared.exported.add(name)
            if index:
                outer.names.add(name)
            self.enter(function=True, own_this=True)
            self.scope.shared = shared
            exported = True

    def _namespace_body(self) -> None:
        while self.kind != "}":
            if self.kind == "<end>":
                raise GrammarError("expecting '}'", self.start)
            kind = self.peek() if self.kind == "export" else self.kind
            is_type = kind in ("interface", "type") and (self.kind == "export" or self.starts_declaration())
            is_alias = kind == "import" and self.kind == "import"
            if not is_type and not is_alias and kind not in ("namespace", "module"):
                self._has_value = True
            self.statement()

    def _name_parameters(self, names: list[str], created: int) -> None:
        """The name of each object inside: that of the namespace, or another where that is something else there."""
        for offset, name in enumerate(names):
            inside = self.scopes[created + offset :]
            parameter, count = name, 0
            while any(parameter in scope.names or parameter in scope.qualified for scope in inside):
                count += 1
                parameter = f"{name}_{count}"
                if parameter in self.text:
                    continue
            inside[0].parameter = parameter

    def _close_namespace(self, names: list[str], parameters: list[str], outer: Scope, publishes: bool) -> None:
        pieces = []
        for index in range(len(names) - 1, 0, -1):
            pieces.append(self._close(names[index], parameters[index - 1]) + "}")
        at = self.previous_end
        if pieces:
            self.insert(at, "".join(pieces))
        if publishes:
            self.uses.append(Publication(names[0], outer, at, True))
        else:
            self.insert(at, self._close(names[0], ""))

    # What a namespace exports.

    def bound_name(self, scope: Scope) -> None:
        if self._publishing:
            self._published(scope, shorthand=False)
        else:
            super().bound_name(scope)

    def shorthand_name(self, scope: Scope) -> None:
        if self._publishing:
            self._published(scope, shorthand=True)
        else:
            super().shorthand_name(scope)

    def _published(self, scope: Scope, *, shorthand: bool) -> None:
        self.use(shorthand=shorthand)
        name = self.name_of_declaration()
        scope.qualified.add(name)
        if scope.shared is not None:
            scope.shared.exported.add(name)

    def inside(self) -> None:
        before, self._publishing = self._publishing, False
        super().inside()
        self._publishing = before

    def exported_variables(self, start: int) -> None:
        if self.scope.shared is None:
            super().exported_variables(start)
            return
        self.advance()
        first = self.start
        has_pattern = self.kind in ("{", "[")
        kept_end = -1
        comma = -1
        while True:
            declarator = self.start
            kept = self._published_variable()
            if not kept:
                self.blank(declarator, self.previous_end)
                if comma >= 0 and self.kind != ",":
                    self.blank(comma, comma + 1)
            else:
                kept_end = self.previous_end
            if self.kind != ",":
                break
            comma = self.start if kept_end >= 0 else -1
            if kept_end < 0:
                self.blank_token()
            else:
                self.advance()
        self.semicolon()
        if kept_end < 0:
            self.blank(start, self.previous_end, ";")
        elif has_pattern:
            self.blank(start, first, ";(")
            self.insert(kept_end, ")")
        else:
            self.blank(start, first)

    def _published_variable(self) -> bool:
        """One variable of `export let`; whether it has a value, so that something remains."""
        uses = len(self.uses)
        self._publishing = True
        self.binding(self.scope)
        self._publishing = False
        if self.kind == "!":
            self.blank_token()
        self.annotation()
        if self.kind != "=":
            del self.uses[uses:]
            return False
        self.advance()
        self.assignment()
        return True

    def exported_function(self, start: int) -> None:
        if self.scope.shared is None:
            super().exported_function(start)
            return
        keyword = self.start
        self._publish(self.function_declaration(start), start, keyword)

    def exported_class(self, start: int) -> None:
        if self.scope.shared is None:
            super().exported_class(start)
            return
        keyword = self.start
        self._publish(self.class_declaration(), start, keyword)

    def exported_declaration(self, start: int) -> None:
        if self.kind == "abstract" and self.scope.shared is not None:
            self.blank_token()
            self.exported_class(start)
        else:
            super().exported_declaration(start)

    def _publish(self, name: str, start: int, keyword: int) -> None:
        if not name:
            return
        self.blank(start, keyword)
        if self.scope.shared is not None:
            self.scope.shared.exported.add(name)
        self.uses.append(Publication(name, self.scope, self.previous_end, False))

    def alias_value(self, alias: Alias, keyword: int) -> None:
        if self._publishes(alias.is_exported):
            name = self.text.find(alias.name, keyword + len("import"))
            self.blank(alias.start, name)
            scope = alias.scope
            scope.names.discard(alias.name)
            scope.qualified.add(alias.name)
            if scope.shared is not None:
                scope.shared.exported.add(alias.name)
            self.uses.append(Use(alias.name, scope, name, False))
        else:
            super().alias_value(alias, keyword)


def _following(previous: tuple[str, Value] | None) -> Value:
    """The value of a member that has none of its own."""
    if previous is None:
        return 0
    value = previous[1]
    return None if value is None or isinstance(value, str) else value + 1
