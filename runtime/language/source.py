"""Bytes on disk -> what the engine is given, with every line and column where it was.

A text that the engine accepts is never touched. One that it refuses is tried with the small slips of documentation
put right (repairs/slips.py) and is otherwise explained in plain words (javascript/syntax_errors.py); both are imported
only then. Lines end at U+000A only and a column is one code point, both from 1, as the engine counts.
"""

from __future__ import annotations

import os

from runtime.language.problems import Repair, SyntaxProblem

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import BinaryIO

    from runtime.language.problems import Parse
    from runtime.language.repairs.slips import Edit

JAVASCRIPT, TYPESCRIPT, ARKTS, EITHER, CHAIN = "js", "ts", "ets", "either", "chain"
"""The dialects of a text. EITHER is JavaScript if the engine takes it, else ArkTS: a sample that does not say.
CHAIN is ArkTS in which samples follow each other that each may import the same."""

_OF_EXTENSION = {".ts": TYPESCRIPT, ".mts": TYPESCRIPT, ".ets": ARKTS}
LARGEST = 64 * 1024 * 1024
"""The most that is read of one file, in bytes."""

_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_UTF8_MARK = b"\xef\xbb\xbf"


class SourceError(Exception):
    """A file that cannot be read as text; message says why in plain words and begins with the file's name."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class Prepared:
    """What the engine is given: the text, the repairs made to it by position, or the problem that remains.

    With a problem the text is the original one and there are no repairs.
    """

    __slots__ = ("problem", "repairs", "text")

    def __init__(self, text: str, repairs: list[Repair], problem: SyntaxProblem | None) -> None:
        self.text = text
        self.repairs = repairs
        self.problem = problem


def dialect_of(path: str) -> str:
    """The dialect of a file by its name."""
    return _OF_EXTENSION.get(path[path.rfind(".") :], JAVASCRIPT)


def read(path: str) -> str:
    """The text of a file, line endings as they are. Raises SourceError."""
    try:
        with open(path, "rb") as file:
            data = read_bytes(file, path)
    except FileNotFoundError:
        raise SourceError(f"{path}: no such file") from None
    except IsADirectoryError:
        raise SourceError(f"{path} is a folder, not a file") from None
    except NotADirectoryError:
        raise SourceError(f"{path}: no such file (a part of the path is a file, not a folder)") from None
    except PermissionError:
        raise SourceError(f"{path} cannot be read: permission denied") from None
    except OSError as error:
        raise SourceError(f"{path} cannot be read: {(error.strerror or str(error)).lower()}") from None
    except ValueError:
        # A path with U+0000 in it cannot be asked for.
        raise SourceError(f"{path!r}: no such file") from None
    return decode(data, path)


def read_bytes(file: BinaryIO, name: str) -> bytes:
    """What is left of `file`. Raises SourceError where that is more than any program: a device, a film."""
    status = os.fstat(file.fileno())
    # A size of 0 is also that of what has none. Asking for as much as is there saves a buffer for what might be.
    data = file.read(min(status.st_size or LARGEST, LARGEST) + 1)
    if len(data) > LARGEST or status.st_size > LARGEST:
        raise SourceError(f"{name} is larger than {LARGEST // 1024 // 1024} MiB, the most that a program can be")
    # A file that grew since, or one that does not know its size.
    return data if len(data) <= (status.st_size or LARGEST) else data + file.read(LARGEST)


def decode(data: bytes, name: str) -> str:
    """The text of a file's bytes without its byte order mark. Raises SourceError unless they are UTF-8."""
    if data.startswith(_UTF16_MARKS) or (len(data) > 1 and data[:2].count(0) == 1):
        raise SourceError(f"{name} is saved as UTF-16; save it as UTF-8")
    mark = len(_UTF8_MARK) if data.startswith(_UTF8_MARK) else 0
    try:
        return data[mark:].decode("utf-8")
    except UnicodeDecodeError as error:
        offset = error.start + mark
        line_start = data.rfind(b"\n", 0, offset) + 1
        line = data.count(b"\n", 0, offset) + 1
        column = len(data[max(line_start, mark) : offset].decode("utf-8")) + 1
        raise SourceError(
            f"{name} is not UTF-8: byte 0x{data[offset]:02X} at line {line}, column {column} (byte offset {offset}); "
            "save it as UTF-8"
        ) from None


def prepare(text: str, parse: Parse, *, repair: bool = True) -> Prepared:
    """The text to run, repaired if need be and if the engine (parse) then accepts it.

    parse returns None for a text that is a valid module. A text that parses is never touched, but for the one that
    can only throw: see find_fence.
    """
    problem = parse(text)
    if problem is None:
        fence = find_fence(text)
        if fence is None:
            return Prepared(text, [], None)
        problem = SyntaxProblem("Markdown fence", *fence)
    if repair:
        from runtime.language.repairs.slips import repaired

        found = repaired(text, parse, problem)
        if found is not None:
            return Prepared(found[0], _located(text, found[1]), None)
    return Prepared(text, [], explain(text, problem))


def explain(text: str, problem: SyntaxProblem, *, typescript: bool = False) -> SyntaxProblem:
    """The engine's problem in the words and at the place a person would name; a problem explained before stays."""
    from runtime.language.javascript.syntax_errors import explained

    message, line, column, hint = explained(text, problem.message, problem.line, problem.column, typescript=typescript)
    return SyntaxProblem(message, line, column, hint or problem.hint)


def problem_from_engine(message: str, stack: str, text: str) -> SyntaxProblem:
    """The engine's error as a value: its message and the place in the first line of its stack.

    QuickJS 2025-09-13 counts lines by U+000A alone and columns by code points from 1, on lines with characters of
    any width alike, so that its numbers are taken as they are. Without a place in the stack it is the first line.
    """
    from runtime.language.javascript.tokens import Lines

    place = stack.strip().partition("\n")[0].rstrip(")").rsplit(":", 2)
    known = len(place) == 3 and place[1].isdecimal() and place[2].isdecimal()
    lines = Lines(text)
    line, column = lines.position(lines.offset(int(place[1]), int(place[2])) if known else 0)
    return SyntaxProblem(message.removeprefix("SyntaxError: "), line, column)


def find_fence(text: str) -> tuple[int, int] | None:
    """Line and column of a stray Markdown fence of backticks with which the program can only throw, or None.

    Such a text may parse all the same: three backticks are an empty template, called as a function with what
    follows. Certain only where a statement begins; elsewhere it is left to the program.
    """
    if "```" not in text:
        return None
    from runtime.language.javascript.tokens import MARKDOWN_FENCE, Lines, tokenize

    previous = ";"
    for token in tokenize(text, forgiving=True):
        if token.reason == MARKDOWN_FENCE:
            return Lines(text).position(token.start) if previous == ";" else None
        previous = token.text if token.kind != "comment" else previous
    return None


def _located(text: str, edits: list[Edit]) -> list[Repair]:
    from runtime.language.javascript.tokens import Lines

    lines = Lines(text)
    return [Repair(*lines.position(e.offset), e.description, e.removed, e.inserted) for e in edits]
