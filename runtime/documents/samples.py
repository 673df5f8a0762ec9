"""Markdown text -> its code samples, each with the lines and columns it has in the page.

A sample is a fenced code block (CommonMark 0.31, section 4.5), also inside lists and quotes, whose info string names
one of the languages below, or none and whose text is a program. Indented code blocks are no samples.
"""

from __future__ import annotations

from runtime.extensions import extension
from runtime.language.source import ARKTS, CHAIN, EITHER
from runtime.output.diagnostics import EXIT_INTERRUPTED

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

# Documentation calls TypeScript JavaScript, and ArkTS TypeScript.
LANGUAGES = {
    **dict.fromkeys(("js", "javascript", "mjs"), EITHER),
    **dict.fromkeys(("ts", "ets", "typescript", "arkts"), ARKTS),
}

IGNORE = "ignore"
CHAIN_MARK = "<!-- ohosrun: chain -->"
"""What in a page has its samples run as one program, as --chain does."""

# What the name of a language consists of, besides letters and digits.
_OF_NAMES = "_+#-"
_LONGEST_TITLE = 72


class Sample:
    """One fenced block, from `line` to `last_line` of a page, both counted from 1.

    `page` is the path messages show, `name` the real one. `dialect` is that of a program (runtime/language/source.py),
    or '' where it cannot be told whether the block is one. `heading` is the one it stands under, `title` what reports
    call it: that, or its first line of code.
    """

    __slots__ = ("_code", "dialect", "heading", "ignored", "language", "last_line", "line", "name", "page", "title")

    def __init__(
        self,
        page: str,
        name: str,
        lines: tuple[int, int],
        language: str,
        ignored: bool,
        title: str,
        code: str,
        dialect: str,
        heading: str = "",
    ) -> None:
        self.heading = heading
        self.page = page
        self.name = name
        self.line, self.last_line = lines
        self.language = language
        self.ignored = ignored
        self.title = title
        self._code = code
        self.dialect = dialect

    @property
    def text(self) -> str:
        """The program for the engine: line N of it is line N of the page."""
        return "\n" * self.line + self._code

    @property
    def place(self) -> str:
        """The page and the line of the opening fence."""
        return f"{self.page}:{self.line}"

    @property
    def is_program(self) -> bool:
        """Whether it can be run, as far as can be told."""
        return bool(self.dialect)

    def holds(self, line: int) -> bool:
        """Whether `line` of the page is in the block or one of its fences."""
        return self.line <= line <= self.last_line


class SampleRun:
    """What a run left behind: its exit code, its time in s, what it wrote in order, and why it failed or ''."""

    __slots__ = ("code", "pieces", "reason", "seconds")

    def __init__(self, code: int, seconds: float, pieces: list[tuple[int, str]], reason: str) -> None:
        self.code = code
        self.seconds = seconds
        self.pieces = pieces
        self.reason = reason

    @property
    def interrupted(self) -> bool:
        """Whether Ctrl-C ended it."""
        return self.code == EXIT_INTERRUPTED


def find_samples(text: str, page: str, name: str) -> list[Sample]:
    """The samples of a page's `text`, in the order of the page."""
    page_lines = _with_plain_ends(text).split("\n")
    samples = []
    heading = ""
    for block in _blocks(without_glued_numbers(text)):
        if block.is_heading:
            heading = _plain(block.content)
            continue
        language, ignored = _info(block.info)
        dialect = _dialect(language, block.info, block.content)
        if dialect is not None:
            first, end = block.lines
            lines = (first + 1, max(min(end, len(page_lines)), first + 1))
            title = _first_code_line(block.content)
            code = _at_page_columns(block.content, page_lines[first + 1 : end])
            samples.append(Sample(page, name, lines, language, ignored, title, code, dialect, heading))
    _name(samples)
    return samples


def _name(samples: list[Sample]) -> None:
    """Give the samples of a page titles by their headings; those that share one also have their first line of code."""
    counts: dict[str, int] = {}
    for sample in samples:
        counts[sample.heading] = counts.get(sample.heading, 0) + 1
    for sample in samples:
        parts = (sample.heading, sample.title) if counts[sample.heading] > 1 else (sample.heading or sample.title,)
        sample.title = ": ".join(filter(None, parts))


def chained(samples: list[Sample]) -> list[Sample]:
    """The samples of a page that run as one, each in its place; those that are skipped are left out of it."""
    steps = [sample for sample in samples if sample.is_program and not sample.ignored]
    if len(steps) < 2:
        return samples
    first, last = steps[0], steps[-1]
    lines = [""] * (last.last_line + 1)
    for sample in steps:
        code = sample.text.split("\n")[sample.line :]
        lines[sample.line : sample.line + len(code)] = code
    text = "\n".join(lines[first.line :])
    title = f"{len(steps)} samples as one program"
    places = first.line, last.last_line
    return [Sample(first.page, first.name, places, first.language, False, title, text, CHAIN)]


def without_glued_numbers(text: str) -> str:
    """A page without line numbers that stick to its lines."""
    if "```" not in text and "~~~" not in text:
        return text
    from runtime.language.edits import apply
    from runtime.language.repairs.glued import glued_numbers

    return apply(text, glued_numbers(text))


def _dialect(language: str, info: str, content: str) -> str | None:
    """The dialect of a block that is a program, '' where that cannot be told, None where it is none."""
    if language or info.strip():
        return LANGUAGES.get(language)
    from runtime.documents.unlabelled import MAYBE, YES, is_program

    return {YES: EITHER, MAYBE: ""}.get(is_program(content))


class _Block:
    """A heading, or a fenced block with its info string; lines is the range it takes, counted from 0."""

    __slots__ = ("content", "info", "is_heading", "lines")

    def __init__(self, is_heading: bool, info: str, lines: tuple[int, int]) -> None:
        self.is_heading = is_heading
        self.info = info
        self.lines = lines
        self.content = ""


def _blocks(text: str) -> Iterator[_Block]:
    """The headings and fenced blocks of a page in order."""
    # Without what has the same in Python, as long as it takes to import.
    from _bisect import bisect_right

    pyromark = extension("pyromark", "_pyromark")
    if pyromark is None:
        import pyromark

    # A line end of its own kind, of which the parser knows nothing, becomes one that is as long.
    data = b"\r\n".join(part.replace(b"\r", b"\n") for part in text.encode("utf-8", "replace").split(b"\r\n"))
    starts = [0]
    for line in data.split(b"\n"):
        starts.append(starts[-1] + len(line) + 1)
    block: _Block | None = None
    for event, place in pyromark.events_with_range(data.decode()):
        if isinstance(event, str):
            continue
        ((kind, value),) = event.items()
        if kind == "Start" and isinstance(value, dict):
            ((opened, about),) = value.items()
            info = about.get("Fenced") if opened == "CodeBlock" and isinstance(about, dict) else None
            if opened == "Heading" or info is not None:
                lines = bisect_right(starts, place["start"]) - 1, bisect_right(starts, max(place["end"] - 1, 0))
                block = _Block(opened == "Heading", info or "", lines)
        elif kind == "End" and block is not None:
            if value == "CodeBlock" or (isinstance(value, dict) and "Heading" in value):
                block.content = _with_plain_ends(block.content)
                yield block
                block = None
        elif kind in ("Text", "Code") and block is not None:
            block.content += f"`{value}`" if kind == "Code" else str(value)


def _info(info: str) -> tuple[str, bool]:
    """The language of an info string in lower case, and whether `ignore` follows it.

    `js`, `js ignore`, `js,ignore`, `js{1,3}` and Pandoc's `{.js}` all name the language js.
    """
    text = info.strip().removeprefix("{").lstrip().removeprefix(".")
    end = 0
    while end < len(text) and text[end].isascii() and (text[end].isalnum() or text[end] in _OF_NAMES):
        end += 1
    if not end:
        return "", False
    words = _without_quoted(text[end:])
    for mark in ",{}":
        words = words.replace(mark, " ")
    return text[:end].lower(), IGNORE in words.split()


def _without_quoted(text: str) -> str:
    """`text` without what is between quotation marks."""
    pieces = []
    at = start = 0
    while at < len(text):
        end = text.find(text[at], at + 1) if text[at] in ("'", '"') else -1
        if end >= 0:
            pieces.append(text[start:at])
            at = start = end + 1
        else:
            at += 1
    return "".join([*pieces, text[start:]])


def _with_plain_ends(text: str) -> str:
    """`text` with the line ends of every system as this project has them."""
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def _first_code_line(content: str) -> str:
    """The first line that says what the sample does: not a comment, and not an import if more follows."""
    first_import = ""
    in_comment = in_import = False
    for line in map(str.strip, content.split("\n")):
        if in_comment or line.startswith("/*"):
            in_comment = "*/" not in line
        elif in_import or line.startswith(("import ", "import{")):
            first_import = first_import or line
            in_import = not ("'" in line or '"' in line)
        elif line and not line.startswith("//"):
            return _plain(line)
    return _plain(first_import)


def _plain(text: str) -> str:
    """`text` as one short line of a report: what would move a terminal's cursor is a space."""
    line = " ".join("".join(char if char.isprintable() else " " for char in text).split())
    return line if len(line) <= _LONGEST_TITLE else line[: _LONGEST_TITLE - 1] + "…"


def _at_page_columns(content: str, page_lines: list[str]) -> str:
    """`content` with what the lists and quotes around it took from the beginning of its lines put back as white space.

    Not where a line begins inside a template or a string: there white space is part of the program's data, so that
    columns count from the container's edge.
    """
    lines = content.split("\n")
    margins = [_margin(line, page_line) for line, page_line in zip(lines, page_lines, strict=False)]
    if not any(margins):
        return content
    data_lines = _lines_that_begin_in_data(content)
    margins += [""] * (len(lines) - len(margins))
    return "\n".join(
        line if not line or number in data_lines else margin + line
        for number, (line, margin) in enumerate(zip(lines, margins, strict=True))
    )


def _margin(line: str, page_line: str) -> str:
    """What stands before `line` in the page, as white space of as many characters. A tab stays one."""
    if not page_line.endswith(line):
        # A tab that is only partly the container's is spaces in the content.
        code = line.lstrip(" ")
        before = len(page_line) - len(code) if page_line.endswith(code) else len(line) - len(code)
        return " " * max(0, before - (len(line) - len(code)))
    return "".join("\t" if char == "\t" else " " for char in page_line[: len(page_line) - len(line)])


def _lines_that_begin_in_data(content: str) -> set[int]:
    """The lines, from 0, whose beginning is inside a template or a string."""
    if "`" not in content and "\\\n" not in content:
        return set()
    from runtime.language.javascript.tokens import tokenize

    numbers: set[int] = set()
    for token in tokenize(content):
        if token.kind in ("template", "string") and "\n" in token.text:
            first = content.count("\n", 0, token.start)
            numbers.update(range(first + 1, first + 1 + token.text.count("\n")))
    return numbers
