"""Coverage as HTML: an overview, and a page a file on which what did not run is marked."""

from __future__ import annotations

from html import escape

from runtime.language import source
from runtime.testing.coverage.results import KINDS, level_of, share_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from runtime.testing.coverage.results import FileCoverage

_NONE, _BRANCH, _FUNCTION, _STATEMENT = range(4)
_TITLES = {_BRANCH: "branch not taken", _FUNCTION: "function not called", _STATEMENT: "statement not run"}
_CLASSES = {_BRANCH: "branch", _FUNCTION: "function", _STATEMENT: "statement"}
_STYLE = """
body { font: 14px/1.5 system-ui, sans-serif; margin: 2em; color: #222; background: #fff }
table { border-collapse: collapse } td, th { padding: .2em .8em; text-align: right } td:first-child, th:first-child { text-align: left }
tr.high { background: #e6f5e0 } tr.medium { background: #fff8d6 } tr.low { background: #fce4e2 }
pre { margin: 0; font: 13px/1.5 ui-monospace, monospace; tab-size: 4 } .code td { padding: 0 .6em; vertical-align: top }
.code td:nth-child(-n+2) { color: #777; user-select: none; text-align: right } .code td:last-child { text-align: left }
.run { background: #e6f5e0 } .not { background: #fce4e2 }
.statement { background: #f6b7b1 } .function { background: #ffcf9e } .branch { background: #ffe98a }
@media (prefers-color-scheme: dark) {
  body { color: #ddd; background: #1b1b1b } a { color: #8ab4f8 } tr.high, .run { background: #1d3a1a }
  tr.medium { background: #453c12 } tr.low, .not { background: #4a1f1c }
  .statement { background: #7d2b25 } .function { background: #6f4516 } .branch { background: #5f5410 }
}
"""  # noqa: E501 - a style sheet


def pages(files: list[FileCoverage], name_of: Callable[[str], str]) -> dict[str, str]:
    """By their names, the overview, and a page for each file whose text can be read."""
    found = {"index.html": _page("Coverage", _shares(files, name_of, with_total=True))}
    for file in files:
        try:
            text = source.read(file.path)
        except source.SourceError:
            continue
        name = name_of(file.path)
        up = "../" * _page_name(name).count("/")
        body = f'<p><a href="{up}index.html">All files</a></p>{_shares([file], name_of)}{_code(file, text)}'
        found[_page_name(name)] = _page(name, body)
    return found


def _page_name(name: str) -> str:
    # A file above the folder of the run has its page below the report all the same.
    return name.replace("../", "_/") + ".html"


def _page(title: str, body: str) -> str:
    head = f'<meta charset="utf-8"><title>{escape(title)}</title><style>{_STYLE}</style>'
    return f"<!doctype html><html><head>{head}</head><body><h1>{escape(title)}</h1>{body}</body></html>\n"


def _shares(files: list[FileCoverage], name_of: Callable[[str], str], *, with_total: bool = False) -> str:
    heads = "".join(f"<th>{kind.capitalize()}</th>" for kind in KINDS)
    rows = [_row("All files", files)] if with_total else []
    for file in files:
        name = escape(name_of(file.path))
        link = f'<a href="{escape(_page_name(name_of(file.path)))}">{name}</a>' if with_total else name
        rows.append(_row(link, [file]))
    return f"<table><tr><th>File</th>{heads}</tr>{''.join(rows)}</table>"


def _row(first: str, files: list[FileCoverage]) -> str:
    shares = [share_of(files, kind) for kind in KINDS]
    cells = "".join(f"<td>{share.percent:g} % ({share.covered}/{share.total})</td>" for share in shares)
    return f'<tr class="{level_of(shares)}"><td>{first}</td>{cells}</tr>'


def _code(file: FileCoverage, text: str) -> str:
    lines = text.split("\n")
    marks = _marks(file, lines)
    counts = file.lines
    rows = []
    for index, line in enumerate(lines):
        count = counts.get(index + 1)
        level = "" if count is None else "run" if count else "not"
        shown = "" if count is None else f"{count}×"
        code = _marked(line.rstrip("\r"), marks[index])
        rows.append(f'<tr><td>{index + 1}</td><td class="{level}">{shown}</td><td><pre>{code}</pre></td></tr>')
    return f'<table class="code">{"".join(rows)}</table>'


def _marks(file: FileCoverage, lines: list[str]) -> list[list[int]]:
    """For each character of each line what did not run there; the gravest where it is more."""
    marks = [[_NONE] * len(line) for line in lines]
    for number, ways in file.branches.items():
        entry = file.map["branchMap"][number]
        for place, count in zip(entry["locations"], ways, strict=True):
            if count:
                continue
            if not place["start"]:
                # Nobody wrote the way where a condition is not met: the word has the mark.
                start = entry["loc"]["start"]
                end = {"line": start["line"], "column": start["column"] + len("if")}
                _mark(lines, marks, {"start": start, "end": end}, _BRANCH)
            elif place != entry["loc"]:
                _mark(lines, marks, place, _BRANCH)
    for number, count in file.statements.items():
        if not count:
            _mark(lines, marks, file.map["statementMap"][number], _STATEMENT)
    for number, count in file.functions.items():
        if not count:
            _mark(lines, marks, file.map["fnMap"][number]["decl"], _FUNCTION)
    return marks


def _mark(lines: list[str], marks: list[list[int]], place: Any, kind: int) -> None:
    first, last = place["start"]["line"] - 1, place["end"]["line"] - 1
    for index in range(first, min(last + 1, len(marks))):
        line = marks[index]
        indent = len(lines[index]) - len(lines[index].lstrip())
        start = place["start"]["column"] if index == first else indent
        end = place["end"]["column"] if index == last else len(line)
        for at in range(start, min(end, len(line))):
            line[at] = max(line[at], kind)


def _marked(line: str, marks: list[int]) -> str:
    pieces = []
    at = 0
    while at < len(line):
        end = at
        while end < len(line) and marks[end] == marks[at]:
            end += 1
        piece = escape(line[at:end])
        if marks[at] != _NONE and piece.strip():
            piece = f'<span class="{_CLASSES[marks[at]]}" title="{_TITLES[marks[at]]}">{piece}</span>'
        pieces.append(piece)
        at = end
    return "".join(pieces)
