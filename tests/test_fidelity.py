"""docs/fidelity.md keeps its word: every row has a state, and every test that it names is there."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from bindings.net_http import device

DOCUMENT = Path(__file__).parent.parent / "docs" / "fidelity.md"
STATES = (
    "same as a device",
    "as the document says",
    "differs on purpose: ",
)
SECTIONS = (
    "Contradictions", "1.1", "1.2", "1.3", "1.4", "2.1", "2.2", "2.3", "2.4", "2.5", "3", "4.1", "4.2", "4.3", "4.4",
    "5.1", "5.2", "5.3", "6", "7", "8.1", "8.2", "8.3", "8.4", "9.1", "9.2", "9.3", "9.4", "10",
    "A1", "A2", "A2.1", "A3", "A3.1", "A3.2", "A4.1", "A4.2", "A4.3", "A4.4", "A5.1", "A5.2", "A5.3", "A5.4",
    "A6", "A7",
)  # fmt: skip

# Its table has a column a version.
VERSIONS = "Versions"

_TESTS = re.compile(r"\[(\w+)\]\((\.\./tests/[\w/]+\.py)\): ((?:`\w+`(?:, )?)+)")


@dataclass(frozen=True)
class Row:
    """One row of a table: its place in the page, and its cells."""

    line: int
    section: str
    what: str
    state: str
    shown_by: str

    @property
    def tests(self) -> list[tuple[Path, str]]:
        """The tests it names, each with its file."""
        return [
            ((DOCUMENT.parent / path).resolve(), name)
            for _, path, names in _TESTS.findall(self.shown_by)
            for name in re.findall(r"`(\w+)`", names)
        ]


def rows() -> list[Row]:
    """Every row of every table of the page. Raises ValueError for one that has not three cells."""
    found = []
    section = ""
    for number, line in enumerate(DOCUMENT.read_text("utf-8").splitlines(), 1):
        if line.startswith("## "):
            section = line.removeprefix("## ").split(" ")[0]
        elif line.startswith("| ") and not line.startswith("| Row |") and section != VERSIONS:
            what, state, shown_by = (cell.strip() for cell in line.strip("|").split(" | "))
            found.append(Row(number, section, what, state, shown_by))
    return found


@cache
def functions_in(path: Path) -> frozenset[str]:
    """The names of the test functions and methods of a file."""
    tree = ast.parse(path.read_text("utf-8"))
    return frozenset(node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


def test_every_section_has_rows_in_the_order_of_the_tables() -> None:
    assert tuple(dict.fromkeys(row.section for row in rows())) == SECTIONS


def test_the_table_of_versions_has_the_rows_and_steps_of_the_code() -> None:
    text = DOCUMENT.read_text("utf-8").partition(f"## {VERSIONS}\n")[2]
    table = [line.strip("| ").split(" | ") for line in text.splitlines() if line.startswith("| ")][1:]
    named = {re.findall(r"\(`(\w+)`\)$", what)[0]: cells for what, *cells in table}
    assert list(named) == list(device._TABLE)
    for name, cells in named.items():
        values = device._TABLE[name]
        assert len(cells) == len(values), name
        steps = [values[index] != values[index - 1] for index in range(2, len(values))]
        assert [cell != "←" for cell in cells[2:]] == steps, name


def test_every_contradiction_has_its_row() -> None:
    found = [row.what.split(" ")[0] for row in rows() if row.section == "Contradictions"]
    assert found == [f"C{number}" for number in range(1, 28)]


def test_every_row_has_a_state() -> None:
    assert [(row.line, row.state) for row in rows() if not row.state.startswith(STATES)] == []


def test_every_row_names_a_test() -> None:
    assert [(row.line, row.what) for row in rows() if not row.tests] == []


def test_nothing_but_tests_stands_in_the_last_cell() -> None:
    rest = {row.line: _TESTS.sub("", row.shown_by).strip("; ") for row in rows()}
    assert {line: text for line, text in rest.items() if text} == {}


def test_every_link_is_called_after_its_file() -> None:
    links = [(name, path) for row in rows() for name, path, _ in _TESTS.findall(row.shown_by)]
    assert [(name, path) for name, path in links if Path(path).stem != name] == []


@pytest.mark.parametrize("section", SECTIONS)
def test_every_named_test_exists(section: str) -> None:
    named = [(row.line, *test) for row in rows() if row.section == section for test in row.tests]
    assert [(line, path.name) for line, path, _ in named if not path.is_file()] == []
    assert [(line, path.name, name) for line, path, name in named if name not in functions_in(path)] == []
