"""Coverage as a table, for lcov's readers, and as Istanbul's JSON."""

from __future__ import annotations

import os

from runtime.output.safe import printable
from runtime.settings.table import UsageError
from runtime.testing.coverage.results import KINDS, level_of, share_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from runtime.testing.coverage.results import FileCoverage

_HEADS = {"statements": "% Stmts", "branches": "% Branch", "functions": "% Funcs", "lines": "% Lines"}
_COLOURS = {"high": "32", "medium": "33", "low": "31"}
_MOST_RANGES = 12


def table(files: list[FileCoverage], name_of: Callable[[str], str], style: Callable[[str, str], str]) -> str:
    """A line a file, with the lines that did not run."""
    names = [printable(name_of(file.path)) for file in files]
    width = max(len(name) for name in [*names, "All files"])
    lines = ["  ".join(["File".ljust(width), *_HEADS.values(), "Lines that did not run"])]
    rows = [("All files", files, ""), *(
        (name, [file], ranges(line for line, count in file.lines.items() if not count))
        for name, file in zip(names, files, strict=True)
    )]  # fmt: skip
    for name, some, missing in rows:
        shares = [share_of(some, kind) for kind in KINDS]
        cells = [f"{share.percent:g}".rjust(len(_HEADS[kind])) for kind, share in zip(KINDS, shares, strict=True)]
        lines.append("  ".join([style(_COLOURS[level_of(shares)], name.ljust(width)), *cells, missing]).rstrip())
    return "\n".join(lines) + "\n"


def ranges(numbers: Iterable[int]) -> str:
    """`3-5,9`: lines, in order."""
    found: list[list[int]] = []
    for number in numbers:
        if found and number == found[-1][1] + 1:
            found[-1][1] = number
        else:
            found.append([number, number])
    shown = [f"{first}" if first == last else f"{first}-{last}" for first, last in found]
    return ",".join(shown[:_MOST_RANGES]) + (",…" if len(shown) > _MOST_RANGES else "")


def lcov(files: list[FileCoverage], name_of: Callable[[str], str]) -> str:
    """The tracefile that geninfo(1) describes."""
    records = []
    for file in files:
        lines = ["TN:", f"SF:{name_of(file.path)}"]
        names = file.map["fnMap"]
        lines += [f"FN:{entry['decl']['start']['line']},{entry['name']}" for entry in names.values()]
        lines += _counted("FN", list(file.functions.values()))
        lines += [f"FNDA:{count},{names[number]['name']}" for number, count in file.functions.items()]
        lines += [f"DA:{line},{count}" for line, count in file.lines.items()]
        lines += _counted("L", list(file.lines.values()))
        for number, ways in file.branches.items():
            line = file.map["branchMap"][number]["loc"]["start"]["line"]
            lines += [f"BRDA:{line},{number},{way},{count}" for way, count in enumerate(ways)]
        lines += _counted("BR", file.counts("branches"))
        records.append("\n".join([*lines, "end_of_record", ""]))
    return "".join(records)


def _counted(prefix: str, counts: list[int]) -> list[str]:
    return [f"{prefix}F:{len(counts)}", f"{prefix}H:{sum(count > 0 for count in counts)}"]


def write(files: list[FileCoverage], folder: str, reporters: Iterable[str], root: str) -> None:
    """The reports that are files, below `folder`. Raises UsageError."""

    def name_of(path: str) -> str:
        return os.path.relpath(path, root).replace(os.sep, "/")

    texts: dict[str, str] = {}
    if "lcov" in reporters:
        texts["lcov.info"] = lcov(files, name_of)
    if "json" in reporters:
        from json import dumps

        # As c8 and nyc call it.
        texts["coverage-final.json"] = dumps({file.path: file.istanbul() for file in files}, ensure_ascii=False)
    if "html" in reporters:
        from runtime.testing.coverage.pages import pages

        texts.update(pages(files, name_of))
    try:
        for name, text in texts.items():
            path = os.path.join(folder, *name.split("/"))
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(path, "w", encoding="utf-8", errors="replace", newline="\n") as stream:
                stream.write(text)
    except OSError as error:
        raise UsageError(f"--coverage-dir: {path}: {(error.strerror or str(error)).lower()}") from None
