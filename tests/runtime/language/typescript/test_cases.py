"""Cases whose expected output is that of what TypeScript 5.9 itself makes of them.

cases.txt holds `### name`, the program, `=>` and what it logs: transpiled with the target ESNext and without
verbatimModuleSyntax, and run by node. The other file has the same kind of cases.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from runtime.language.edits import Positions, shifts
from runtime.language.javascript.tokens import Lines, tokenize
from runtime.language.source import decode
from runtime.language.typescript import erase
from tests.runtime.language.typescript.running import run_erased

SHARED = Path(__file__).parents[5] / "shared" / "cases" / "typescript" / "cases.json"
OWN = Path(__file__).parent / "cases.txt"


def _cases() -> dict[str, tuple[str, list[str]]]:
    cases = {}
    for block in OWN.read_text("utf-8").split("### ")[1:]:
        head, _, expected = block.rpartition("\n=>\n")
        name, _, text = head.partition("\n")
        cases[name] = (text, expected.splitlines())
    if SHARED.exists():
        for case in json.loads(SHARED.read_text("utf-8")):
            cases[f"shared: {case['name']}"] = (case["source"], case["expected"])
    return cases


CASES = _cases()


@pytest.mark.parametrize("name", CASES)
def test_it_does_what_typescript_makes_of_it(name: str) -> None:
    text, expected = CASES[name]
    logged, error = run_erased(text)
    assert logged == expected, error


@pytest.mark.parametrize("name", [name for name in CASES if "line" in name or name.startswith("shared")])
def test_line_ends_and_a_mark_change_nothing(name: str) -> None:
    text, expected = CASES[name]
    for other in (text.replace("\n", "\r\n").encode(), text.encode("utf-8-sig")):
        logged, error = run_erased(decode(other, "case.ts"))
        assert logged == expected, error


@pytest.mark.parametrize("name", CASES)
def test_what_remains_leads_back_to_its_place(name: str) -> None:
    text, _ = CASES[name]
    erased = erase(text)
    assert text.count("\n") == erased.text.count("\n")
    positions = Positions(text, erased.text, shifts(erased.edits))
    before, after = Lines(text), Lines(erased.text)
    kept = 0
    for token in tokenize(erased.text):
        line, column = after.position(token.start)
        start = before.offset(*positions.source(line, column))
        assert positions.source(line, column)[0] == line
        if not any(edit.start <= start < edit.end or edit.start == edit.end == start for edit in erased.edits):
            assert text[start : start + len(token.text)] == token.text
            kept += 1
    assert kept
