"""Line numbers that stick to the text, as browsers that show source hand them over: `12import http from …`."""

from __future__ import annotations

from runtime.language.edits import Edit, blank

# A browser's own lines, such as the address of the page, may stand before the first number.
_MOST_LINES_BEFORE = 30
_LONGEST_NUMBER = 7
REMOVED = "removed the line numbers that stick to the lines"


def glued_numbers(text: str) -> list[Edit]:
    """The edits that take the numbers off and blank what stands before them; none where there are no such numbers.

    They rise by one from line to line, from any start to the last line that is not blank.
    """
    lines = text.rstrip().split("\n")
    starts = _starts(lines)
    for first, line in enumerate(lines[:_MOST_LINES_BEFORE]):
        number = _first_number(lines, first, line)
        if number:
            before = [blank(text, 0, starts[first] - 1)] if starts[first] > 1 and text[: starts[first]].strip() else []
            return before + [
                Edit(starts[index], starts[index] + len(str(number + index - first)), "")
                for index in range(first, len(lines))
            ]
    return []


def _starts(lines: list[str]) -> list[int]:
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line) + 1)
    return starts


def _first_number(lines: list[str], first: int, line: str) -> int:
    """The number of the line `first` if it and all that follow are numbered, else 0."""
    digits = 0
    while digits < min(len(line), _LONGEST_NUMBER) and line[digits] in "0123456789":
        digits += 1
    if not digits or line[0] == "0":
        return 0
    if len(lines) - first == 1:
        # Alone, only what is no number for sure: `12import …`, and nothing before it.
        return int(line[:digits]) if not first and line[digits : digits + 1].isalpha() else 0
    for length in range(digits, 0, -1):
        number = int(line[:length])
        prefixes = [str(number + offset) for offset in range(len(lines) - first)]
        numbered = zip(lines[first:], prefixes, strict=True)
        if all(text.startswith(prefix) for text, prefix in numbered) and _sticks(lines[first:], prefixes):
            return number
    return 0


def _sticks(lines: list[str], prefixes: list[str]) -> bool:
    """Whether one of the numbers sticks to a text: else they may be anything."""
    return any(line[len(prefix) : len(prefix) + 1].strip() for line, prefix in zip(lines, prefixes, strict=True))
