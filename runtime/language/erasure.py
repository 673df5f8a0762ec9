"""TypeScript and ArkTS -> the JavaScript that the engine is given, with the way back to the person's own places."""

from __future__ import annotations

from runtime.language.edits import Edit, Positions, apply, shifts
from runtime.language.problems import Repair, SyntaxProblem
from runtime.language.source import CHAIN, TYPESCRIPT

TYPE_CHECKING = False
if TYPE_CHECKING:
    from runtime.language.edits import Parts
    from runtime.language.kept import Kept
    from runtime.language.typescript import Erased

# More is not looked at, so that nothing seems to hang: about half a second per million characters.
_LONGEST = 4_000_000
_LONGEST_EXPLAINED = 1_000_000
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


def erase(
    text: str,
    dialect: str,
    outer: Positions | None = None,
    *,
    this_name: str = "",
    kept: Kept | None = None,
) -> Erasure:
    """`text` as JavaScript. Raises ErasureError.

    `outer` leads from `text` back to what the person wrote, where that was another text. `this_name` stands for a
    `this` that is in no function. `kept` is asked first, and told.
    """
    if len(text) > _LONGEST:
        size = f"{len(text) / 1e6:.1f} million characters; up to {_LONGEST / 1e6:g} million are read"
        raise ErasureError(SyntaxProblem(f"TypeScript of {size}", 1, 1))
    path = kept.path(text, f"{dialect} {this_name}") if kept is not None else ""
    parts = kept.read(path) if kept is not None else None
    slips: list[Repair] = []
    if parts is None:
        parts, slips = _erased(text, dialect, outer, this_name)
        if kept is not None and not slips:
            kept.write(path, parts)
    javascript, changes, plain, plain_changes = parts
    if plain is not None:
        outer = Positions(text, plain, plain_changes, outer)
    return Erasure(javascript, Positions(text if plain is None else plain, javascript, changes, outer), slips)


def _erased(text: str, dialect: str, outer: Positions | None, this_name: str) -> tuple[Parts, list[Repair]]:
    from runtime.language import typescript
    from runtime.language.typescript.scanner import GrammarError

    arkts_edits = [] if dialect == TYPESCRIPT else _arkts_edits(text, outer)
    plain = apply(text, arkts_edits)
    if arkts_edits:
        outer = Positions(text, plain, shifts(arkts_edits), outer)
    try:
        erased = typescript.erase(plain, merge_imports=dialect == CHAIN, this_name=this_name)
    except GrammarError as error:
        # What a string swallows that is never closed is not to blame.
        is_bracket = "struct" in text and not error.message.startswith("unexpected end of ")
        unclosed = _unclosed(text) if is_bracket else None
        raise ErasureError(unclosed or _problem(error.message, error.offset, error.hint, plain, outer)) from None
    if erased.uses_this:
        _import_page(erased, this_name)
    slips = [Repair(*_place(plain, offset, outer), _BARE_METHOD, "", "function ") for offset in erased.bare_methods]
    kept_plain = plain if arkts_edits else None
    return (erased.text, shifts(erased.edits), kept_plain, shifts(arkts_edits)), slips


def _unclosed(text: str) -> SyntaxProblem | None:
    """The bracket that nothing closes: with it no struct can be told, and the first one would be blamed."""
    from runtime.language.javascript.syntax_errors import explained

    if len(text) > _LONGEST_EXPLAINED:
        return None
    message, line, column, hint = explained(text, "expecting '}'", text.count("\n") + 1, len(text) + 1)
    return SyntaxProblem(message, line, column, hint) if message.endswith("is never closed") else None


def _import_page(erased: Erased, name: str) -> None:
    """Has the program import what stands for its `this`, in its first line of code."""
    from runtime.language.arkts import ARKUI

    offset = erased.text.find("\n") + 1 if erased.text.startswith("#!") else 0
    statement = f'import"{ARKUI}{name}";'
    erased.text = erased.text[:offset] + statement + erased.text[offset:]
    erased.edits.insert(0, Edit(offset, offset, statement))


def declared_names(text: str) -> set[str]:
    """The names with a value that a program declares or imports at its top level; none if it is not valid."""
    from runtime.language import typescript
    from runtime.language.typescript.scanner import GrammarError

    try:
        return typescript.erase(apply(text, _arkts_edits(text, None))).names
    except (GrammarError, ErasureError):
        return set()


def _arkts_edits(text: str, outer: Positions | None) -> list[Edit]:
    """The edits that make TypeScript of ArkTS."""
    from runtime.language import arkts

    try:
        return arkts.rewrite(text)
    except arkts.RefusedError as error:
        raise ErasureError(_problem(error.message, error.offset, error.hint, text, outer)) from None


def _problem(message: str, offset: int, hint: str, text: str, outer: Positions | None) -> SyntaxProblem:
    return SyntaxProblem(message, *_place(text, offset, outer), hint)


def _place(text: str, offset: int, outer: Positions | None) -> tuple[int, int]:
    line, column = text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)
    return outer.source(line, column) if outer is not None else (line, column)
