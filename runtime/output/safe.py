"""What makes text of scripts, servers, pages and files safe to show: everything that a person reads goes through it.

Only what console prints is shown as it is, as a script's own output is its own affair.
"""

from __future__ import annotations

# What acts beyond ASCII, reorders the text around it, or ends a line for some and not for others.
_MISLEADING = (*range(0x80, 0xA0), *range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x2028, 0x2029)
MISLEADING = "\x7f" + "".join(map(chr, _MISLEADING))


def printable(text: str) -> str:
    """`text` on one line, with the pictures that Unicode has of control characters: none acts on a terminal."""
    if text.isprintable():
        return text
    pictures = {code: 0x2400 + code for code in range(0x20) if code != ord("\t")}
    return text.translate({**pictures, 0x7F: 0x2421, **dict.fromkeys(_MISLEADING, 0xFFFD)})


def printable_styled(text: str) -> str:
    """`text` of any number of lines with its colours, and nothing else that acts on a terminal."""
    if "\x1b" not in text:
        return "\n".join(map(printable, text.split("\n")))
    import re

    parts = re.split("(\x1b\\[[0-9;]*m|\n)", text)
    return "".join(part if number % 2 else printable(part) for number, part in enumerate(parts))


def printable_lines(text: str, indent: str = "  ") -> str:
    """`text` of any number of lines, those after the first indented, so that none looks like one of our own."""
    # A long string of the engine comes as a value of its own kind.
    return f"\n{indent}".join(map(printable, str(text).split("\n")))
