"""Texts on their way to the engine: types erased, known slips repaired and reported, the rest explained."""

from __future__ import annotations

import os

from runtime.engine.quickjs import check_syntax
from runtime.language import source
from runtime.language.problems import SyntaxProblem
from runtime.output.diagnostics import user_frames

TYPE_CHECKING = False
if TYPE_CHECKING:
    from runtime.engine.errors import ScriptSyntaxError
    from runtime.language.edits import Positions
    from runtime.language.erasure import Erasure
    from runtime.language.problems import Parse, Repair
    from runtime.output.diagnostics import Diagnostics

# Repairing and explaining look at every token, about a second per million characters: no sample is that long.
_LONGEST_LOOKED_AT = 1_000_000
THIS_NAME = "ohosrunPage"
"""The global that `this` means at the top level of a sample, which is written as if it were in a page."""
_MEANS_A_PAGE = ("this.getUIContext", "this.context", "getContext(this")
_WITHOUT_STRICT = "without --strict this slip is repaired"


class RefusedText(Exception):  # noqa: N818 - what it says is no error of ours
    """A file that is not what it should be: where and why."""

    def __init__(self, path: str, problem: SyntaxProblem) -> None:
        super().__init__(problem.message)
        self.path = path
        self.problem = problem


class Preparation:
    """The texts of one run. Without `repair` only what is valid as it is can run.

    `positions` leads, by file, from what the engine was given back to what the person wrote, where the two differ.
    """

    def __init__(self, diagnostics: Diagnostics, *, repair: bool) -> None:
        self._diagnostics = diagnostics
        self._entry = ""
        self._repair = repair
        self.positions: dict[str, Positions] = {}
        # By file, what leads back from the text without its line numbers.
        self._unnumbered: dict[str, Positions] = {}

    def of_entry(self, path: str, text: str, dialect: str) -> str:
        """The text of the program. Raises RefusedText.

        JavaScript is touched only where it would parse and could only throw: see source.find_fence.
        """
        self._entry = path
        if dialect == source.EITHER and self._repair and any(mark in text for mark in _MEANS_A_PAGE):
            erased = self._erased_if_possible(path, text)
            if erased is not None:
                return erased
        if dialect in (source.JAVASCRIPT, source.EITHER):
            if "```" in text and (unnumbered := self._without_numbers(path, text)) is not None:
                # A number before a fence is a tag of a template.
                text = unnumbered
            return self._repaired(path, text) if _has_fence(text) else text
        return self._erased(path, text, dialect)

    def again(self, path: str, text: str, dialect: str, message: str) -> str | None:
        """The text of a program that the engine has refused as it was, or None if nothing can be done for it.

        message: what the engine said.
        """
        if dialect not in (source.JAVASCRIPT, source.EITHER):
            return None
        # A missing comma is common, and no sign of types.
        lacks_comma = is_comma_missing(message)
        repaired = self._repaired(path, text) if lacks_comma else text
        if repaired != text:
            return repaired
        if dialect == source.EITHER and (erased := self._erased_if_possible(path, text)) is not None:
            return erased
        repaired = text if lacks_comma else self._repaired(path, text)
        if repaired != text:
            return repaired
        if dialect == source.EITHER:
            try:
                return self._erased(path, text, source.ARKTS)
            except RefusedText:
                pass  # What the engine says of it as JavaScript is shown.
        unnumbered = self._without_numbers(path, text)
        refused = None if unnumbered is None else check_syntax(unnumbered, path)
        if unnumbered is None or refused is None:
            return unnumbered
        return self.again(path, unnumbered, dialect, refused[0]) or unnumbered

    def of_import(self, path: str, text: str) -> str:
        """The text of an imported file. Raises RefusedText."""
        dialect = source.dialect_of(path)
        if dialect != source.JAVASCRIPT:
            return self._erased(path, text, dialect)
        refused = check_syntax(text, path)
        if refused is None and not _has_fence(text):
            return text
        return self.again(path, text, dialect, refused[0] if refused is not None else "") or text

    def refused(self, error: ScriptSyntaxError, path: str, text: str) -> SyntaxProblem:
        """Why and where the engine refused what came of `text`, in plain words."""
        positions = self.positions.get(path)
        if positions is None:
            problem = source.problem_from_engine(error.message, error.stack, text)
        else:
            problem = source.problem_from_engine(error.message, error.stack, positions.text)
            problem.line, problem.column = positions.source(problem.line, problem.column)
        if len(text) <= _LONGEST_LOOKED_AT:
            from runtime.language.javascript.syntax_errors import TYPESCRIPT_HINT

            if positions is None and (typed := _other_language(text)) is not None:
                return typed
            problem = source.explain(text, problem, typescript=positions is not None)
            if problem.hint == TYPESCRIPT_HINT and not _is_better_typescript(text, problem):
                problem.hint = ""
        if not problem.hint and not self._repair and positions is None and _is_repairable(text, _parse):
            problem.hint = _WITHOUT_STRICT
        return problem

    # TypeScript.

    def _erased_if_possible(self, path: str, text: str) -> str | None:
        from runtime.language.erasure import ErasureError

        try:
            erasure = self._erase(path, text, source.ARKTS)
        except ErasureError:
            return None
        if erasure.slips and not self._repair:
            return None
        return self._taken(path, text, erasure) if check_syntax(erasure.text, path) is None else None

    def _erased(self, path: str, text: str, dialect: str) -> str:
        from runtime.language.erasure import ErasureError

        try:
            erasure = self._erase(path, text, dialect)
        except ErasureError:
            return self._erased_repaired(path, text, dialect)
        if erasure.slips and not self._repair:
            slip = erasure.slips[0]
            problem = SyntaxProblem("a method outside of a class", slip.line, slip.column, _WITHOUT_STRICT)
            raise RefusedText(path, problem)
        return self._taken(path, text, erasure)

    def _erase(self, path: str, text: str, dialect: str) -> Erasure:
        from runtime.language.erasure import erase
        from runtime.language.kept import Kept, user_folder

        this_name = THIS_NAME if path == self._entry and self._repair and "this" in text else ""
        kept = Kept(user_folder(os.environ))
        erasure = erase(text, dialect, self._unnumbered.get(path), this_name=this_name, kept=kept)
        if this_name:
            self._note_page(path, erasure)
        return erasure

    def _note_page(self, path: str, erasure: Erasure) -> None:
        imported = erasure.text.find(THIS_NAME)
        used = erasure.text.find(THIS_NAME, imported + 1)
        if imported >= 0 and path not in self.positions:
            line, _ = erasure.positions.source(erasure.text.count("\n", 0, used) + 1, 1)
            self._diagnostics.provided(
                path, line, "`this` is in no page; a context with folders of this run stands for it"
            )

    def _erased_repaired(self, path: str, text: str, dialect: str) -> str:
        """The text with its slips repaired and then erased. Raises RefusedText where that does not help."""
        from runtime.language.erasure import ErasureError, erase

        def parse(tried: str) -> SyntaxProblem | None:
            try:
                erase(tried, dialect)
            except ErasureError as error:
                return error.problem
            return None

        problem = parse(text)
        assert problem is not None
        if len(text) <= _LONGEST_LOOKED_AT:
            if self._repair:
                repaired = self._repaired(path, text, parse)
                if repaired != text:
                    return self._taken(path, text, self._erase(path, repaired, dialect))
                unnumbered = self._without_numbers(path, text)
                if unnumbered is not None:
                    return self._erased(path, unnumbered, dialect)
            is_repairable = not self._repair and _is_repairable(text, parse)
            problem = source.explain(text, problem, typescript=True)
            if is_repairable and not problem.hint:
                problem.hint = _WITHOUT_STRICT
        if path in self._unnumbered:
            problem.line, problem.column = self._unnumbered[path].source(problem.line, problem.column)
        raise RefusedText(path, problem)

    def _taken(self, path: str, text: str, erasure: Erasure) -> str:
        self.positions[path] = erasure.positions
        for slip in erasure.slips:
            self._diagnostics.repaired(path, slip.line, slip.column, text, slip.description)
        return erasure.text

    # Repairs.

    def _without_numbers(self, path: str, text: str) -> str | None:
        """`text` without line numbers that stick to its lines, which is reported; None where it has none."""
        if not self._repair or len(text) > _LONGEST_LOOKED_AT:
            return None
        from runtime.language.edits import Positions, apply, shifts
        from runtime.language.repairs.glued import REMOVED, glued_numbers

        edits = glued_numbers(text)
        if not edits:
            return None
        unnumbered = apply(text, edits)
        positions = Positions(text, unnumbered, shifts(edits))
        self.positions[path] = self._unnumbered[path] = positions
        first = next(edit.start for edit in edits if not edit.replacement)
        self._diagnostics.repaired(path, text.count("\n", 0, first) + 1, 1, text, REMOVED)
        return unnumbered

    def _repaired(self, path: str, text: str, parse: Parse | None = None) -> str:
        """`text` with its known slips repaired, each reported; as it is when that does not make it valid."""
        if len(text) > _LONGEST_LOOKED_AT:
            return text
        prepared = source.prepare(text, parse or _parse, repair=self._repair)
        for repair in prepared.repairs:
            self._report(path, text, repair)
        return prepared.text

    def _report(self, path: str, text: str, repair: Repair) -> None:
        line, column = repair.line, repair.column
        if path in self._unnumbered:
            line, column = self._unnumbered[path].source(line, column)
            text = self._unnumbered[path].before
        self._diagnostics.repaired(path, line, column, text, repair.description)


def is_comma_missing(message: str) -> bool:
    """Whether this is what the engine says where a comma is missing in a literal."""
    return message.removeprefix("SyntaxError: ") in ("expecting '}'", "expecting ']'")


def file_of(error: ScriptSyntaxError) -> str:
    """The file that the engine refused, '' when it does not say."""
    frames = user_frames(error.stack)
    return frames[0].file if frames else ""


def _is_repairable(text: str, parse: Parse) -> bool:
    """Whether `text`, which was refused, has only known slips."""
    return len(text) <= _LONGEST_LOOKED_AT and source.prepare(text, parse).problem is None


def _has_fence(text: str) -> bool:
    return len(text) <= _LONGEST_LOOKED_AT and source.find_fence(text) is not None


def _parse(text: str) -> SyntaxProblem | None:
    refused = check_syntax(text)
    return None if refused is None else source.problem_from_engine(*refused, text)


def _other_language(text: str) -> SyntaxProblem | None:
    """What is wrong with JavaScript that is TypeScript or ArkTS: its name. None if it is neither."""
    from runtime.language.erasure import ErasureError, erase
    from runtime.language.javascript.tokens import Lines

    for dialect, name, extension in ((source.TYPESCRIPT, "TypeScript", ".ts"), (source.ARKTS, "ArkTS", ".ets")):
        try:
            erased = erase(text, dialect).text
        except ErasureError:
            continue
        if check_syntax(erased) is None:
            pairs = enumerate(zip(text, erased, strict=False))
            offset = next((index for index, (before, after) in pairs if before != after), 0)
            line, column = Lines(text).position(offset)
            hint = f"it is run in {extension} files, and as -e CODE or standard input with --lang {extension[1:]}"
            return SyntaxProblem(f"this is {name}, not JavaScript", line, column, hint)
    return None


def _is_better_typescript(text: str, problem: SyntaxProblem) -> bool:
    """Whether what is wrong at the place of `problem` is right in TypeScript: there the error comes later, if any."""
    from runtime.language.erasure import ErasureError, erase

    try:
        erase(text, source.ARKTS)
    except ErasureError as error:
        return (error.problem.line, error.problem.column) > (problem.line, problem.column)
    return True
