"""What is known only at the end: which imports are used, what is reached through an object, and the text itself."""

from __future__ import annotations

from runtime.language.edits import Edit, blank
from runtime.language.typescript.containers import Containers
from runtime.language.typescript.scanner import GrammarError
from runtime.language.typescript.scopes import Publication, Unsupported, Use, declaring

TYPE_CHECKING = False
if TYPE_CHECKING:
    from runtime.language.typescript.modules import Clause, Specifier

_OWN_DECORATOR = "the decorator “@{}” would change the program; only the decorators of ArkTS are known here"


class Parser(Containers):
    """The whole: a program of TypeScript to the edits that make JavaScript of it."""

    def __init__(self, text: str, *, merge_imports: bool = False, this_name: str = "") -> None:
        super().__init__(text)
        self.merge_imports = merge_imports
        self.this_name = this_name
        self._used: set[str] = set()

    def edits(self) -> list[Edit]:
        """The edits in order. Raises GrammarError."""
        self.statements()
        if self.kind != "<end>":
            raise self.unexpected()
        for name, start in self.decorators:
            self._check_decorator(name, start)
        self._settle_aliases()
        self._settle_uses()
        for clause in self.clauses:
            self._settle_clause(clause)
        return self._ordered()

    def _check_decorator(self, name: str, start: int) -> None:
        from runtime.language.arkts.decorators import KNOWN

        clause = self.imported.get(name)
        is_own = name in self.module.names if clause is None else not clause.source.startswith("@")
        if is_own or name not in KNOWN:
            raise GrammarError(_OWN_DECORATOR.format(name), start)

    # Uses.

    def _settle_uses(self) -> None:
        named = set(self.module.names) if self.imported else set()
        qualified: set[str] = set()
        for scope in self.scopes:
            qualified |= scope.qualified
            if scope.shared is not None:
                qualified |= scope.shared.exported
        wanted = (named & set(self.imported)) | qualified
        for use in self.uses:
            if isinstance(use, Publication):
                self._publish_at(use)
            elif isinstance(use, Unsupported):
                raise GrammarError(use.name, use.start)
            elif use.name in wanted:
                self._settle_use(use)

    def _publish_at(self, use: Use) -> None:
        name, parameter = use.name, use.scope.parameter
        if use.shorthand:
            self.insert(use.start, self._close(name, parameter))
        else:
            self.insert(use.start, f";{parameter}.{name}={name};")

    def _settle_use(self, use: Use) -> None:
        found = declaring(use.name, use.scope)
        if found is None:
            return
        scope, through_object = found
        if through_object:
            text = f"{scope.parameter}."
            self.insert(use.start, f"{use.name}:{text}" if use.shorthand else text)
        elif scope is self.module:
            self._used.add(use.name)

    def _settle_aliases(self) -> None:
        """`import a = b.c` counts as a use of b only where a is used."""
        waiting = list(self.aliases)
        names = {alias.name for alias in waiting}
        found = {
            (id(place[0]), use.name)
            for use in self.uses
            if use.name in names and (place := declaring(use.name, use.scope)) is not None
        }
        changed = True
        while changed:
            changed = False
            for alias in list(waiting):
                if alias.is_exported or (id(alias.scope), alias.name) in found:
                    waiting.remove(alias)
                    changed = True
                    self.uses.append(alias.first)
                    place = declaring(alias.first.name, alias.first.scope)
                    if place is not None:
                        found.add((id(place[0]), alias.first.name))
        for alias in waiting:
            self.blank(alias.start, alias.end, ";")

    # Clauses.

    def _settle_clause(self, clause: Clause) -> None:
        specifiers = clause.named if clause.default is None else [clause.default, *clause.named]
        kept = [specifier for specifier in specifiers if self._is_kept(specifier, clause)]
        if not kept:
            self.blank(clause.start, clause.end, ";")
            return
        keeps_named = any(specifier in kept for specifier in clause.named)
        if clause.group is not None and not keeps_named:
            assert clause.lead is not None
            self.blank(clause.lead[0], clause.group[1])
            return
        if clause.default is not None and clause.default not in kept and clause.lead is not None:
            self.blank(clause.default.start, clause.lead[1])
        for specifier in clause.named:
            if specifier not in kept:
                self.blank(specifier.start, specifier.end)

    def _is_kept(self, specifier: Specifier, clause: Clause) -> bool:
        if not specifier.has_value:
            return False
        name = specifier.local
        if not clause.is_export:
            return name in self._used
        if clause.source or name not in self.types:
            return True
        return name in self.module.names

    # The text.

    def _ordered(self) -> list[Edit]:
        changes = sorted(
            enumerate(self.changes), key=lambda item: (item[1][0], item[1][1] > item[1][0], -item[1][1], item[0])
        )
        found: list[Edit] = []
        at = 0
        for _, (start, end, text, blanked) in changes:
            if start < at:
                continue
            found.append(blank(self.text, start, end, text) if blanked else Edit(start, end, text))
            at = end
        return found
