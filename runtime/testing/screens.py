"""What a person is shown of a failure: what was expected, a diff, the place, a hint."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from runtime.output.diagnostics import Diagnostics

_LONGEST_SIDE = 400
_CONTEXT = 3
# Real misspellings of matchers -> what is meant.
_MEANT = {
    "assertGreater": "assertLarger", "assertGreaterOrEqual": "assertLargerOrEqual", "assertContains": "assertContain",
    "assertNotEqual": "not().assertEqual", "toBe": "assertEqual", "toEqual": "assertDeepEquals",
    "toStrictEqual": "assertDeepEquals", "toBeTrue": "assertTrue", "toBeFalse": "assertFalse", "toBeNull": "assertNull",
    "toBeUndefined": "assertUndefined", "toThrow": "assertThrowError", "toContain": "assertContain",
    "assertDeepEqual": "assertDeepEquals", "assertEquals": "assertEqual",
}  # fmt: skip


def screen_of(screens: Diagnostics, details: dict[str, Any], line: str) -> None:
    """Print the failure `details` (of runner.js) through `screens`; `line` is where it was thrown."""
    description = details.get("description")
    if description is None:
        headline, stack = details["message"], details.get("stack", "")
        lines = diff_lines(details["actual"], details["expected"]) if details.get("isCompared") else []
        if details.get("isCompared"):
            is_long = len(headline) > _LONGEST_SIDE or "\n" in headline
            headline = f"{details['matcher']}: the two differ" if is_long else headline
        hint = "nothing is pending that could end it" if details.get("isStalled") else ""
        screens.failure(headline, lines, stack, hint)
        return
    kind = details.get("kind", "")
    text = {**description, "text": description["text"] + (f", error in {kind}" if kind else "")}
    hint = _meant(line) if "not a function" in description["message"] else ""
    label = "uncaught:" if details.get("isUncaught") else ""
    screens.uncaught(text, "", rejection=False, hint=hint, label=label)


def _meant(line: str) -> str:
    """What a matcher that there is not was meant to be."""
    import re

    for name in re.findall(r"\.\s*(\w+)\s*\(", line):
        if name in _MEANT:
            return f"there is no matcher {name}: did you mean {_MEANT[name]}?"
    return ""


def diff_lines(actual: str, expected: str) -> list[str]:
    """Two values, each as text: side by side on a line each where they are short, else the lines that differ."""
    one, other = expected.split("\n"), actual.split("\n")
    if len(one) == 1 and len(other) == 1:
        return [f"- expected: {expected[:_LONGEST_SIDE]}", f"+ actual:   {actual[:_LONGEST_SIDE]}"]
    from difflib import unified_diff

    lines = list(unified_diff(one, other, lineterm="", n=_CONTEXT))[2:]
    if not lines:
        return [f"  {line}" for line in other]
    return ["- expected", "+ actual", *(line for line in lines if not line.startswith("@@"))]
