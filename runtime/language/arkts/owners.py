"""Structs and classes of a text: where they begin and end, and which decorated member belongs to which."""

from __future__ import annotations

from runtime.language.arkts.decorators import ATTRIBUTES, BUILDERS, OF_CLASSES, OF_STATE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from runtime.language.arkts.code import Code
    from runtime.language.arkts.decorators import Decorated, Decorator


class Owner:
    """A struct or class. `keyword`, `name`, `opening` and `closing` are indices of tokens.

    `decorators` are its own; `members` those with decorators of state; `builders` the names that can be called to
    make nodes.
    """

    __slots__ = ("builders", "closing", "decorators", "keyword", "members", "name", "opening")

    def __init__(self, keyword: int, opening: int, closing: int) -> None:
        self.keyword = keyword
        self.name = keyword + 1
        self.opening = opening
        self.closing = closing
        self.decorators: list[Decorator] = []
        self.members: list[Decorated] = []
        self.builders: set[str] = set()

    def is_struct(self, code: Code) -> bool:
        """Whether it is a struct."""
        return code.words[self.keyword] == "struct"

    def is_observed(self) -> bool:
        """Whether it is a class whose changes are looked at, by its own decorator or by those of its members."""
        return any(member.has(OF_STATE) for member in self.members) or any(
            decorator.name in OF_CLASSES for decorator in self.decorators
        )


def owners(code: Code, things: Iterable[Decorated]) -> list[Owner]:
    """The structs and the decorated classes of the text, in order, with what belongs to them."""
    by_keyword: dict[int, Owner] = {}
    by_brace: dict[int, Owner] = {}
    for index, word in enumerate(code.words):
        if word in ("struct", "class") and is_declared(code, index):
            opening = _body(code, index + 2)
            if opening >= 0 and code.partner[opening] > opening:
                owner = Owner(index, opening, code.partner[opening])
                by_keyword[index] = by_brace[opening] = owner
    for thing in things:
        if thing.kind in ("struct", "class"):
            found = by_keyword.get(thing.target)
            if found is not None:
                found.decorators = thing.decorators
        elif thing.kind == "member":
            found = by_brace.get(code.parent[thing.target] if thing.target < len(code) else -1)
            if found is not None:
                _add_member(code, found, thing)
    return [owner for owner in by_keyword.values() if owner.is_struct(code) or owner.is_observed()]


def is_declared(code: Code, index: int) -> bool:
    """Whether the word `struct` or `class` at `index` declares one with a name."""
    if code.word(index - 1) in (".", "?.") or code.kind(index + 1) not in ("identifier", "keyword"):
        return False
    if code.words[index] == "class":
        return code.word(index + 1) not in ("extends", "implements") and code.word(index - 1) not in (
            "=", "(", ",", ":", "return", "=>", "new", "?",
        )  # fmt: skip
    return code.word(index + 2) in ("{", "extends", "implements", "<") and not code.breaks_before(index + 1)


def _add_member(code: Code, owner: Owner, thing: Decorated) -> None:
    if thing.has(BUILDERS | {"BuilderParam"}):
        owner.builders.add(code.word(thing.target))
    if thing.has(OF_STATE | BUILDERS | ATTRIBUTES):
        owner.members.append(thing)


def _body(code: Code, index: int) -> int:
    """The brace that opens the body of a class whose name ends before `index`, or -1."""
    angles = 0
    while index < len(code):
        word = code.words[index]
        if word == "{" and angles <= 0:
            return index
        if word in ("(", "[", "{"):
            index = code.after_bracket(index)
            continue
        if word in (";", "}", ")"):
            return -1
        angles += word.count("<") - (word.count(">") if word != "=>" else 0)
        index += 1
    return -1
