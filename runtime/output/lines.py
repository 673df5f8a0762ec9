"""Lines of a program's text, and places in them. Pure."""

from __future__ import annotations


def at_name(line: str, column: int) -> int:
    """The column of the name that is called or read where the engine points at what follows or precedes it."""
    pointed_at = line[column - 1 : column]
    if pointed_at == ".":
        return column + 1
    if pointed_at != "(":
        return column
    at = column
    # Where types were erased, blanks are left between the two.
    while at > 1 and line[at - 2] == " ":
        at -= 1
    end = at
    while at > 1 and (line[at - 2].isalnum() or line[at - 2] in "_$#"):
        at -= 1
    return at if at < end else column


def blank(char: str) -> str:
    """What takes as much room in a line as `char`: a tab, so that its width does not matter, or blanks."""
    if char.isascii():
        return char if char == "\t" else " "
    from unicodedata import category, east_asian_width

    if category(char) in ("Mn", "Me", "Cf"):
        return ""
    return "  " if east_asian_width(char) in "WF" else " "


def line_of(text: str, line: int) -> str:
    """Line `line` of `text`, '' if there is none. As for the engine, only U+000A ends a line."""
    lines = text.split("\n", line)
    return lines[line - 1].rstrip("\r").replace("\r", " ") if 0 < line <= len(lines) else ""
