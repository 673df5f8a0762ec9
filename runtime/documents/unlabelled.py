"""Whether a code block that names no language is a program: it imports, declares or calls something."""

from __future__ import annotations

from runtime.language.source import ARKTS

NO, MAYBE, YES = "no", "maybe", "yes"

_DECLARES = (
    "import ", "import{", "export ", "let ", "const ", "var ", "function ", "async ", "class ", "interface ", "type ",
    "enum ", "struct ", "namespace ", "abstract ", "declare ", "@", "await ", "if (", "if(", "for (", "for(", "try {",
    "new ", "public ", "private ", "static ",
)  # fmt: skip
# What JSON, markup, shell sessions, comments of the shell and tables begin with.
_FOREIGN = ("{", "[", "<", "$ ", "# ", "#!", ">", "|", "+", "-", "%", "├", "└", "│", '"')


def is_program(code: str) -> str:
    """YES for what is written as a program and parses, MAYBE for what only looks like one, else NO."""
    first = _first_line(code)
    if not first or first.startswith(_FOREIGN) or not (first.startswith(_DECLARES) or _calls(first)):
        return NO
    from runtime.language.erasure import ErasureError, erase

    try:
        erase(code, ARKTS)
    except ErasureError:
        return MAYBE if first.startswith(_DECLARES) or first.endswith(";") else NO
    return YES


def _first_line(code: str) -> str:
    """The first line that is no comment."""
    in_comment = False
    for line in map(str.strip, code.split("\n")):
        if in_comment or line.startswith("/*"):
            in_comment = "*/" not in line
        elif line and not line.startswith("//"):
            return line
    return ""


def _calls(line: str) -> bool:
    """Whether a line begins with a call, `a.b(`, or an assignment, `a.b = `."""
    end = 0
    while end < len(line) and (line[end].isalnum() or line[end] in "_$.?"):
        end += 1
    rest = line[end:].lstrip()
    return end > 0 and not line[0].isdigit() and (line[end : end + 1] == "(" or rest.startswith(("= ", "=\t")))
