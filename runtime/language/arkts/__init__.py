"""What ArkTS adds to TypeScript, turned into TypeScript: structs, blocks behind calls, decorators, bindings.

Nothing moves to another line. Source of the constructs: the ArkTS language guide of OpenHarmony ("ArkTS UI paradigm").
"""

from __future__ import annotations

import re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from runtime.language.arkts.code import Code
    from runtime.language.arkts.decorators import Decorated
    from runtime.language.arkts.edited import Edited
    from runtime.language.edits import Edit

ARKUI = "ohosrun:arkui/"
"""The module that a rewritten text imports; behind the slash stand the global names that it uses, with commas."""

_MAY_BE_ARKTS = re.compile(r"\bstruct\s+[\w$]|\bimport\s+lazy\b|(?<!\*\s)(?<![\w.'\"`/*@])@[A-Za-z_$]")


class RefusedError(Exception):
    """Something that cannot run here. `offset` says where, in code points; `hint` what to do about it, or is ''."""

    def __init__(self, message: str, offset: int, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.offset = offset
        self.hint = hint


def rewrite(text: str) -> list[Edit]:
    """The edits that make TypeScript of ArkTS, by offset, none overlapping; none for a text without ArkTS.

    Raises RefusedError.
    """
    from runtime.language.arkts import names

    is_arkts = _MAY_BE_ARKTS.search(text) is not None
    if not is_arkts and not names.may_use(text):
        return []
    from runtime.language.arkts.blocks import (
        Bodies,
        declare_attributes,
        rewrite_attribute_bodies,
        rewrite_bindings,
        rewrite_blocks,
    )
    from runtime.language.arkts.code import Code
    from runtime.language.arkts.decorators import decorated
    from runtime.language.arkts.edited import Edited
    from runtime.language.arkts.owners import owners
    from runtime.language.arkts.structs import declare

    code = Code(text)
    edited = Edited(code)
    things = decorated(code)
    _check_decorators(code, things)
    found = owners(code, things)
    _lazy_imports(code, edited)
    for thing in things:
        for decorator in thing.decorators:
            edited.blank(decorator.start, decorator.end)
    bodies = Bodies(code, found, things)
    rewrite_blocks(code, bodies, edited)
    rewrite_bindings(code, bodies, found, edited)
    if things or found:
        rewrite_attribute_bodies(code, edited)
    for owner in found:
        declare(code, owner, edited)
    has_attributes = declare_attributes(code, things, edited)
    used = names.undeclared(code, any_name=bool(bodies.building))
    if used or found or has_attributes:
        edited.at_start(f'import"{ARKUI}{",".join(used)}";')
    return edited.edits()


def _check_decorators(code: Code, things: list[Decorated]) -> None:
    from runtime.language.arkts.decorators import KNOWN
    from runtime.language.arkts.names import declared_here

    own: set[str] | None = None
    for thing in things:
        for decorator in thing.decorators:
            offset = code.tokens[decorator.start].start
            if decorator.name == "interface" and thing.decorators[0] is decorator:
                raise RefusedError("annotations (@interface) cannot run here", offset)
            if own is None:
                own = declared_here(code)
            if decorator.name not in KNOWN or decorator.name in own:
                raise RefusedError(
                    f"the decorator @{decorator.name} is not applied here: what it decorates would not be what it "
                    "is on a device",
                    offset,
                    _hint(decorator.name, own),
                )


def _hint(name: str, own: set[str]) -> str:
    from runtime.language.arkts.decorators import KNOWN
    from runtime.output.spelling import nearest

    close = nearest(name, KNOWN) if name not in own else ""
    return (
        f"did you mean @{close}?"
        if close
        else "decorators of ArkUI are known; one of your own has to be written as a call"
    )


def _lazy_imports(code: Code, edited: Edited) -> None:
    for index, word in enumerate(code.words):
        if word == "lazy" and code.word(index - 1) == "import":
            following = code.word(index + 1)
            if following == "{" or (following != "from" and code.is_name(index + 1)):
                edited.blank(index, index + 1)
