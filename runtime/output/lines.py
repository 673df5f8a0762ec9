"""Lines of a program's text, and places in them. Pure."""

from __future__ import annotations

_QUOTES = "'\"`"


def of_call(line: str, column: int) -> int:
    """The column of the parenthesis of the call that a `return` at `column` gives back, else `column` itself.

    Of a call whose value is returned the engine knows the statement only. Where an operator leaves more than one call
    that it could be, it stays there.
    """
    start = column - 1 + len("return")
    if line[column - 1 : start] != "return" or line[start : start + 1] not in (" ", "\t", "("):
        return column
    opened = start + len(line[start:]) - len(line[start:].lstrip())
    if line[opened : opened + 1] == "(" and line.count("(", opened) > line.count(")", opened):
        start = opened + 1  # It only groups, over more than a line.
    depth, found, quote = 0, 0, ""
    before = ""
    for at in range(start, len(line)):
        char = line[at]
        if quote:
            quote = "" if char == quote and line[at - 1] != "\\" else quote
        elif char in _QUOTES:
            quote = char
        elif char in "([{":
            if depth == 0 and char == "(" and (before.isalnum() or before in ("_", "$", ")", "]")) and before:
                found = at + 1
            depth += 1
        elif char in ")]}":
            depth -= 1
            if depth < 0:
                break
        elif depth == 0 and char == ";":
            break
        elif depth == 0 and char in "?:&|,=<>+-*/%^!" and line[at : at + 2] != "?.":
            return column
        if not char.isspace():
            before = char
    return found or column


def at_name(line: str, column: int) -> int:
    """The column of the name that is called or read where the engine points at what follows or precedes it."""
    column = of_call(line, column)
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
