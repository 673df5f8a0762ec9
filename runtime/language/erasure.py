"""TypeScript and ArkTS -> the JavaScript that the engine is given, with the way back to the person's own places."""

from __future__ import annotations

from runtime.language.edits import Positions, apply, shifts
from runtime.language.source import CHAIN, TYPESCRIPT, Repair, SyntaxProblem

TYPE_CHECKING = False
if TYPE_CHECKING:
    from runtime.language.edits import Edit

# More is not looked at, so that nothing seems to hang: about half a second per million characters.
_LONGEST = 4_000_000
_BARE_METHOD = "made a function of a method outside of a class"


class Erasure:
    """What came of a text: JavaScript, the way back, and slips that were put right on the way."""

    __slots__ = ("positions", "slips", "text")

    def __init__(self, text: str, positions: Positions, slips: list[Repair]) -> None:
        self.text = text
        self.positions = positions
        self.slips = slips


class ErasureError(Exception):
    """A text that is neither TypeScript nor ArkTS that can run here."""

    def __init__(self, problem: SyntaxProblem) -> None:
        super().__init__(problem.message)
        self.problem = problem


def erase(text: str, dialect: str, outer: Positions | None = None) -> Erasure:
    """`text` as JavaScript. Raises ErasureError.

    `outer` leads from `text` back to what the person wrote, where that was another text.
    """
    if len(text) > _LONGEST:
        size = f"{len(text) / 1e6:.1f} million characters; up to {_LONGEST / 1e6:g} million are read"
        raise ErasureError(SyntaxProblem(f"TypeScript of {size}", 1, 1))
    plain, outer = (text, outer) if dialect == TYPESCRIPT else _without_arkts(text, outer)
    from runtime.language import typescript
    from runtime.language.typescript.scanner import GrammarError

    try:
        erased = typescript.erase(plain, merge_imports=dialect == CHAIN)
    except GrammarError as error:
        raise ErasureError(_problem(error.message, error.offset, error.hint, plain, outer)) from None
    positions = Positions(plain, erased.text, shifts(erased.edits), outer)
    slips = []
    for offset in erased.bare_methods:
        line, column = _place(plain, offset, outer)
        slips.append(Repair(line, column, _BARE_METHOD, "", "function "))
    return Erasure(erased.text, positions, slips)


def declared_names(text: str) -> set[str]:
    """The names with a value that a program declares or imports at its top level; none if it is not valid."""
    from runtime.language import typescript
    from runtime.language.typescript.scanner import GrammarError

    try:
        return typescript.erase(_without_arkts(text, None)[0]).names
    except (GrammarError, ErasureError):
        return set()


def _without_arkts(text: str, outer: Positions | None) -> tuple[str, Positions | None]:
    """`text` as TypeScript, and the way back, longer by what was changed."""
    from runtime.language import arkts

    try:
        edits: list[Edit] = arkts.rewrite(text)
    except arkts.RefusedError as error:
        raise ErasureError(_problem(error.message, error.offset, error.hint, text, outer)) from None
    if not edits:
        return text, outer
    plain = apply(text, edits)
    return plain, Positions(text, plain, shifts(edits), outer)


def _problem(message: str, offset: int, hint: str, text: str, outer: Positions | None) -> SyntaxProblem:
    return SyntaxProblem(message, *_place(text, offset, outer), hint)


def _place(text: str, offset: int, outer: Positions | None) -> tuple[int, int]:
    line, column = text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)
    return outer.source(line, column) if outer is not None else (line, column)
