"""ArkTS: what it adds to TypeScript, turned into TypeScript."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from runtime.language.edits import Edit


def rewrite(text: str) -> list[Edit]:
    """The edits, each within its line, that make TypeScript of ArkTS. None yet."""
    return []
