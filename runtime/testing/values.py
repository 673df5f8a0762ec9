"""What comes out of the engine, as the host wants it."""

from __future__ import annotations

from runtime.engine.quickjs import UNDEFINED
from runtime.output.diagnostics import user_frames

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_PLAIN = (str, int, float, bytes, type(None))


def plain(value: Any) -> Any:
    """`value` with its strings as such: what was put together of long ones reaches Python as a value of the engine."""
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [plain(item) for item in value]
    return value if isinstance(value, _PLAIN) or value is UNDEFINED else str(value)


def place_of(site: str) -> tuple[str, int]:
    """The file and the line of the innermost frame of a stack that is the user's, or ('', 0)."""
    frames = user_frames(site)
    return (frames[0].file, frames[0].line) if frames else ("", 0)
