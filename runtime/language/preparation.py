"""Texts on their way to the engine: known slips repaired and reported, what is still refused explained."""

from __future__ import annotations

from runtime.engine.quickjs import check_syntax
from runtime.language import source
from runtime.output.diagnostics import user_frames

TYPE_CHECKING = False
if TYPE_CHECKING:
    from runtime.engine.quickjs import ScriptSyntaxError
    from runtime.language.source import SyntaxProblem
    from runtime.output.diagnostics import Diagnostics

# Repairing and explaining look at every token, about a second per million characters: no sample is that long.
_LONGEST_LOOKED_AT = 1_000_000


class Preparation:
    """The texts of one run. Without `repair` only what the engine accepts as it is can run."""

    def __init__(self, diagnostics: Diagnostics, *, repair: bool) -> None:
        self._diagnostics = diagnostics
        self._repair = repair

    def of_entry(self, path: str, text: str) -> str:
        """The text of the program. Touched only where it would parse and could only throw: see source.find_fence."""
        return self.repaired(path, text) if _has_fence(text) else text

    def of_import(self, path: str, text: str) -> str:
        """The text of an imported file."""
        is_valid = check_syntax(text, path) is None and not _has_fence(text)
        return text if is_valid else self.repaired(path, text)

    def repaired(self, path: str, text: str) -> str:
        """`text` with its known slips repaired, each reported; as it is when that does not make it valid."""
        if len(text) > _LONGEST_LOOKED_AT:
            return text
        prepared = source.prepare(text, _parse, repair=self._repair)
        for repair in prepared.repairs:
            self._diagnostics.repaired(path, repair.line, repair.column, text, repair.description)
        return prepared.text


def is_repairable(text: str) -> bool:
    """Whether `text`, which the engine refused, has only known slips."""
    return len(text) <= _LONGEST_LOOKED_AT and source.prepare(text, _parse).problem is None


def file_of(error: ScriptSyntaxError) -> str:
    """The file that the engine refused, '' when it does not say."""
    frames = user_frames(error.stack)
    return frames[0].file if frames else ""


def explained(error: ScriptSyntaxError, text: str) -> SyntaxProblem:
    """Why and where the engine refused `text`, in plain words."""
    problem = source.problem_from_engine(error.message, error.stack, text)
    return problem if len(text) > _LONGEST_LOOKED_AT else source.explain(text, problem)


def _has_fence(text: str) -> bool:
    return len(text) <= _LONGEST_LOOKED_AT and source.find_fence(text) is not None


def _parse(text: str) -> SyntaxProblem | None:
    refused = check_syntax(text)
    return None if refused is None else source.problem_from_engine(*refused, text)
