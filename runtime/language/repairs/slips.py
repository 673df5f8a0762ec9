"""The small known slips of documentation put right, for a text that the engine has refused.

Nothing inside a string, template, regular expression or comment is guessed at, and a repair counts only when the engine
accepts the whole text with it. Lines and columns stay: what is taken out becomes blanks, what is replaced is as
long as before, and a missing comma takes the place of a blank (missing_commas.py). Only the parts of a
name or operator that had something inside it (EXAMPLE\\_URL, =\\>) close up, with the blanks after it.
"""

from __future__ import annotations

from runtime.language.javascript.tables import FULL_WIDTH, TYPOGRAPHIC_QUOTES
from runtime.language.javascript.tokens import (
    INVISIBLE_CHARACTER,
    MARKDOWN_ESCAPE,
    MARKDOWN_FENCE,
    Token,
    is_fence,
    tokenize,
)
from runtime.language.repairs.missing_commas import Commas

TYPE_CHECKING = False
if TYPE_CHECKING:
    from runtime.language.problems import Parse, SyntaxProblem

# Code points given to the engine while looking for missing commas: each comma costs one more parse of the text.
_PARSE_LIMIT = 16_000_000
_JOINABLE = frozenset(["identifier", "keyword", "number", "private", "punctuator"])


class Edit:
    """One repair at an offset of the original text, for the report."""

    __slots__ = ("description", "inserted", "offset", "removed")

    def __init__(self, offset: int, description: str, removed: str, inserted: str) -> None:
        self.offset = offset
        self.description = description
        self.removed = removed
        self.inserted = inserted


def repaired(text: str, parse: Parse, problem: SyntaxProblem) -> tuple[str, list[Edit]] | None:
    """The text with its slips put right and the edits by position, or None when that does not make it parse.

    problem is what the engine said of the text as it is.
    """
    edits: list[Edit] = []
    base = _without_outer_fences(text, edits)
    base, numbered = _without_line_numbers(base, edits)
    if numbered:
        base = _without_outer_fences(base, edits)
    if not edits and not _has_slips_of_characters(base) and not Commas.may_be_missing(problem.message):
        return None
    tokens = tokenize(base, forgiving=True)
    if numbered and any(token.kind in ("string", "template") and "\n" in token.text for token in tokens):
        # Blanks in place of the line numbers would become part of the string.
        return None
    corrected = _with_characters_replaced(base, tokens, edits)
    if corrected is not base:
        tokens = tokenize(corrected)
    return _with_missing_commas(corrected, tokens, parse, None if edits else problem, edits)


def _has_slips_of_characters(text: str) -> bool:
    return not text.isascii() or "\\" in text or "```" in text


def _with_missing_commas(
    text: str, tokens: list[Token], parse: Parse, problem: SyntaxProblem | None, edits: list[Edit]
) -> tuple[str, list[Edit]] | None:
    """Commas put in one after the other where the engine complains; problem is None when it was not yet asked."""
    current = text
    budget = _PARSE_LIMIT
    if problem is None:
        problem = parse(current)
    commas: Commas | None = None
    while problem is not None:
        if not Commas.may_be_missing(problem.message) or budget < 0:
            return None
        commas = commas or Commas(text, tokens)
        offset = commas.insert(problem.message, problem.line, problem.column)
        if offset is None:
            return None
        edits.append(Edit(offset, "inserted a missing comma", "", ","))
        current = commas.text()
        budget -= len(current)
        problem = parse(current)
    return (current, sorted(edits, key=lambda edit: edit.offset)) if edits else None


def _without_outer_fences(text: str, edits: list[Edit]) -> str:
    """The text with a Markdown fence in its first and in its last line blanked."""
    first = len(text) - len(text.lstrip())
    last = len(text.rstrip())
    first_end = min([end for end in (text.find("\n", first), last) if end >= 0])
    last_start = max(text.rfind("\n", 0, last) + 1, first)
    places = [(first, first_end)]
    if last_start > first_end:
        places.append((last_start, last))
    for start, end in places:
        line = text[start:end]
        if is_fence(line.strip()):
            start += len(line) - len(line.lstrip())
            written = line.strip()
            edits.append(Edit(start, "removed a Markdown fence", written, ""))
            text = text[:start] + " " * len(written) + text[start + len(written) :]
    return text


def line_number_count(text: str) -> int:
    """How many lines begin with a line number, when all that are not blank do so in order; else 0."""
    edits: list[Edit] = []
    _, numbered = _without_line_numbers(text, edits)
    return numbered


def _without_line_numbers(text: str, edits: list[Edit]) -> tuple[str, int]:
    """The text with the line numbers before its lines blanked, and how many; unchanged unless all have one."""
    lines = text.split("\n")
    separator: str | None = None
    previous = blanks = numbered = 0
    for index, line in enumerate(lines):
        if not line.strip():
            blanks += 1
            continue
        number, end, mark = _line_number(line, separator)
        if end == 0 or (numbered and number not in (previous + 1, previous + 1 + blanks)):
            return text, 0
        separator = mark
        lines[index] = " " * end + line[end:]
        previous, blanks, numbered = number, 0, numbered + 1
    if not numbered or (numbered == 1 and separator not in ("|", "│", ":")):
        # "1 a" alone may have been "1 + a".
        return text, 0
    blanked = "\n".join(lines)
    offset = len(text) - len(text.lstrip())
    written = text[offset : len(blanked) - len(blanked[offset:].lstrip(" "))].rstrip()
    what = "the line number" if numbered == 1 else f"the line numbers at the start of {numbered} lines"
    edits.append(Edit(offset, f"removed {what}", written, ""))
    return blanked, numbered


def _line_number(line: str, separator: str | None) -> tuple[int, int, str]:
    """Number, end and separator of a line number at the start of a line; the end is 0 where there is none."""
    start = len(line) - len(line.lstrip(" \t"))
    end = start
    while end < len(line) and line[end] in "0123456789":
        end += 1
    if not 0 < end - start <= 7:
        return 0, 0, ""
    after = len(line) - len(line[end:].lstrip(" \t"))
    mark = line[after : after + 1]
    if mark in ("|", "│") and separator in (None, mark):
        return int(line[start:end]), after + 1, mark
    mark = line[end : end + 1]
    if mark in (":", ".", ")") and separator in (None, mark):
        return int(line[start:end]), end + 1, mark
    if separator in (None, "") and mark in ("", " ", "\t", "\r"):
        return int(line[start:end]), end, ""
    return 0, 0, ""


def _with_characters_replaced(text: str, tokens: list[Token], edits: list[Edit]) -> str:
    """The text with full-width punctuation, typographic quotes, fences, invisible characters and escapes put right."""
    before = len(edits)
    chars = list(text)
    for token in tokens:
        if token.reason == MARKDOWN_FENCE:
            edits.append(Edit(token.start, "removed a Markdown fence", token.text, ""))
            chars[token.start : token.end] = " " * len(token.text)
        elif token.kind in ("punctuator", "string", "template"):
            for offset, char in _replacements(token):
                chars[offset] = char
                edits.append(Edit(offset, _replacement(text[offset], char), text[offset], char))
        elif _is_removable(token):
            edits.append(Edit(token.start, _removal(token), token.text, ""))
    if len(edits) == before:
        return text
    _close_up(tokens, chars)
    return "".join(chars)


def _replacements(token: Token) -> list[tuple[int, str]]:
    first = token.text[0]
    if token.kind == "string":
        if first not in TYPOGRAPHIC_QUOTES:
            return []
        quote = TYPOGRAPHIC_QUOTES[first][1]
        return [(token.start, quote), (token.end - 1, quote)]
    return [(token.start, FULL_WIDTH[first])] if first in FULL_WIDTH else []


def _replacement(written: str, char: str) -> str:
    if char in ("'", '"'):
        return f"replaced the quotation mark {written} with {char}"
    return f"replaced “{written}” with “{char}”"


def _is_removable(token: Token) -> bool:
    return token.reason in (INVISIBLE_CHARACTER, MARKDOWN_ESCAPE)


def _removal(token: Token) -> str:
    if token.reason == MARKDOWN_ESCAPE:
        return "removed the backslash of a Markdown escape"
    return f"removed an invisible character (U+{ord(token.text):04X})"


def _close_up(tokens: list[Token], chars: list[str]) -> None:
    """Takes the removable characters out: blanks between tokens; inside one, its parts close up."""
    index = 0
    while index < len(tokens):
        if not _is_removable(tokens[index]):
            index += 1
            continue
        left = tokens[index - 1] if index and tokens[index - 1].end == tokens[index].start else None
        write = tokens[index].start
        while index < len(tokens) and _is_removable(tokens[index]):
            while index + 1 < len(tokens) and _touch(tokens, index) and _is_removable(tokens[index + 1]):
                index += 1
            end = tokens[index].end
            right = tokens[index + 1] if index + 1 < len(tokens) and _touch(tokens, index) else None
            index += 1
            if left is None or right is None or not _join(left, right):
                break
            size = right.end - right.start
            chars[write : write + size] = chars[right.start : right.end]
            write += size
            left, end = right, right.end
            index += 1
            if index < len(tokens) and not _touch(tokens, index - 1):
                break
        chars[write:end] = " " * (end - write)


def _touch(tokens: list[Token], index: int) -> bool:
    return tokens[index].end == tokens[index + 1].start


def _join(left: Token, right: Token) -> bool:
    """Whether two tokens written without anything between them would be read as something else."""
    if left.kind not in _JOINABLE or right.kind not in _JOINABLE:
        return False
    if right.kind in ("identifier", "keyword"):
        return left.kind != "punctuator"
    tail, head = left.text[-8:], right.text[:8]
    return [token.text for token in tokenize(tail + head)] != [tail, head]
