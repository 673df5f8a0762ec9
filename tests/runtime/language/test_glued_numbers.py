"""Line numbers that stick to the text."""

from __future__ import annotations

from pathlib import Path

import pytest

from runtime.language.edits import apply
from runtime.language.repairs.glued import glued_numbers
from tests.runtime.run.running_program import run_files


def glued(text: str, start: int = 1) -> str:
    return "".join(f"{number}{line}\n" for number, line in enumerate(text.splitlines(), start))


@pytest.mark.parametrize("start", [1, 8, 95, 999])
@pytest.mark.parametrize("before", ["", "https://example.com/a.md\n", "Raw\n\n"])
def test_they_are_taken_off(start: int, before: str) -> None:
    text = "import a from 'b';\n\n1 + 1;\n// c\n9;\n"
    taken_off = apply(before + glued(text, start), glued_numbers(before + glued(text, start)))
    assert taken_off[-len(text) :] == text
    assert not taken_off[: -len(text)].strip()


@pytest.mark.parametrize(
    "text",
    [
        "let a = 1;\nlet b = 2;\n",
        "1\n2\n3\n",
        "1;\n3a\n",
        "1a\n3b\n",
        "01a\n02b\n",
        "1 a\n2 b\n",
        "",
        "1\n",
        "10;\n",
        "1a\nb\n",
    ],
)
def test_other_texts_have_none(text: str) -> None:
    assert glued_numbers(text) == []


def test_a_program_runs_without_them(tmp_path: Path) -> None:
    text = glued("let a: string = `x\n  y`;\nconsole.log(a);\nlet o = { a: 1\n  b: a };\nthrow new Error('e');\n", 8)
    outcome = run_files(tmp_path, {"main.ts": text}, "main.ts")
    assert outcome.stdout == "x\n  y\n"
    places = [line.split("main.ts:")[1] for line in outcome.stderr.splitlines() if "main.ts:" in line]
    assert places == [
        "1:1: removed the line numbers that stick to the lines",
        "4:17: inserted a missing comma",
        "6:13",
    ]
    assert run_files(tmp_path, {"main.ts": text}, "main.ts", strict=True).code == 1


def test_one_line_is_enough_where_it_is_no_number(tmp_path: Path) -> None:
    assert run_files(tmp_path, {"main.js": "12console.log('a');\n"}).stdout == "a\n"
