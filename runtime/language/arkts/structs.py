"""A class in the place of a struct, and behind each struct and observed class what its decorators say of it."""

from __future__ import annotations

from runtime.language.arkts.decorators import ATTRIBUTES, BUILDERS, OF_CLASSES, OF_STATE, OF_STRUCTS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from runtime.language.arkts.code import Code
    from runtime.language.arkts.decorators import Decorator
    from runtime.language.arkts.edited import Edited
    from runtime.language.arkts.owners import Owner

_NOT_CALLED = frozenset([".", "?.", "new", "function", "class", "interface", "get", "set"])
# What the type of a function begins with.
_FUNCTIONS = frozenset(["(", "Callback", "Function"])
_TYPE_GOES_ON = frozenset(["|", "&", "=>", "<", ",", ":", "?", "!", ".", "keyof", "typeof", "readonly"])


def declare(code: Code, owner: Owner, edited: Edited) -> None:
    """`X=ohosrunUi.struct(X,'X',[decorators],[members])` behind the struct, each described as an array.

    A decorator of the struct is [name, ...arguments], one of a member [member, name, ...arguments], and a member
    without a decorator that has no value is [member, ''].
    """
    name = code.words[owner.name]
    kind = "observed"
    if owner.is_struct(code):
        kind = "struct"
        edited.replace(owner.keyword, "class ")
        if not _has_heritage(code, owner):
            edited.behind(owner.name, f" extends {edited.runtime}.Base")
            _declare_parameters(code, owner, edited)
    _rewrite_own_name(code, owner, edited)
    own = [_described(code, one) for one in owner.decorators if one.name in OF_STRUCTS | OF_CLASSES]
    members = [
        _described(code, one, code.word(member.target))
        for member in owner.members
        for one in member.decorators
        if one.name in OF_STATE | BUILDERS | ATTRIBUTES
    ]
    if kind == "struct":
        members += [f"['{code.words[index]}','']" for index in _without_value(code, owner)]
    described = f"[{','.join(own)}],[{','.join(members)}]"
    edited.behind(owner.closing, f"{name}={edited.runtime}.{kind}({name},'{name}',{described});")


def _rewrite_own_name(code: Code, owner: Owner, edited: Edited) -> None:
    """Inside of a class its name means the class itself, and not what is put in its place behind it."""
    name, is_struct = code.words[owner.name], owner.is_struct(code)
    for index in range(owner.opening + 1, owner.closing):
        if code.words[index] != name or code.kind(index) != "identifier":
            continue
        before = code.word(index - 1)
        if not is_struct and before == "new":
            edited.before(index, f"({edited.runtime}.itself(")
            edited.behind(index, "))")
        elif (
            is_struct
            and code.word(index + 1) == "("
            and before not in _NOT_CALLED
            and code.parent[index] != owner.opening
        ):
            edited.before(index, f"{edited.runtime}.itself(")
            edited.behind(index, ")")


def _described(code: Code, decorator: Decorator, member: str = "") -> str:
    parts = [_quoted(member)] if member else []
    parts.append(f"'{decorator.name}'")
    arguments = code.on_one_line(decorator.first, decorator.last)
    # Only a template can have lines of its own.
    if arguments and "\n" not in arguments and "\r" not in arguments:
        parts.append(arguments.rstrip(","))
    return f"[{','.join(parts)}]"


def _quoted(member: str) -> str:
    return member if member[0] in "'\"" else f"'{member}'"


def _has_heritage(code: Code, owner: Owner) -> bool:
    """Whether the struct says what it extends, or makes itself: neither is ArkTS, and both are left alone."""
    if "extends" in code.words[owner.name : owner.opening]:
        return True
    return any(
        code.words[index] == "constructor" and code.parent[index] == owner.opening and code.word(index + 1) == "("
        for index in range(owner.opening + 1, owner.closing)
    )


def _without_value(code: Code, owner: Owner) -> list[int]:
    """Members without decorators that have to be given a value: `ctx: Context`, `ctx!: Context`; no functions."""
    decorated = {member.target for member in owner.members}
    found = []
    for index in range(owner.opening + 1, owner.closing):
        if code.parent[index] != owner.opening or not code.is_name(index) or index in decorated:
            continue
        colon = index + 2 if code.word(index + 1) == "!" else index + 1
        if code.word(colon) != ":" or code.word(colon + 1) in _FUNCTIONS or not _begins_member(code, index):
            continue
        if _initializer(code, index, owner.closing) < 0:
            found.append(index)
    return found


def _begins_member(code: Code, index: int) -> bool:
    """Whether a member that a page can give is declared by the name, alone or behind `public` and `readonly`."""
    while code.word(index - 1) in ("public", "readonly"):
        index -= 1
    before = code.word(index - 1)
    return before in ("{", ";", "}") or (code.breaks_before(index) and before not in _TYPE_GOES_ON and before != "=")


def _declare_parameters(code: Code, owner: Owner, edited: Edited) -> None:
    """A @Param has its value before the members behind it are made, so that theirs can be made of it."""
    for member in owner.members:
        if not member.has(frozenset(["Param"])):
            continue
        name = code.word(member.target)
        equals = _initializer(code, member.target, owner.closing)
        if equals > 0:
            edited.behind(equals, f"{edited.runtime}.has(this,'{name}')?{edited.runtime}.given(this,'{name}'):")
        else:
            edited.behind(member.decorators[-1].end - 1, " declare")


def _initializer(code: Code, name: int, closing: int) -> int:
    """The index of the `=` behind the type of the member whose name is at `name`, or -1."""
    index, wanting = name + 1, True
    while index < closing:
        word = code.words[index]
        if word == "=":
            return index
        if word in (";", "@") or (code.breaks_before(index) and not wanting and word not in ("|", "&", "=>")):
            return -1
        wanting = word in _TYPE_GOES_ON
        index = code.after_bracket(index) if word in ("(", "[", "{") else index + 1
    return -1
