"""The golden runs of tests/specs, and the tests of how they are compared."""

from __future__ import annotations

import difflib
import json
import re
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.command import Command

SPECS = Path(__file__).parent / "specs"
CASES = sorted(file.parent for file in SPECS.rglob("stdout.txt"))

_WILD = re.compile(r"(\[WILDCARD\]|\[WILDLINE\])")


@dataclass(frozen=True)
class Spec:
    """One folder: how to start the command and what it must leave behind."""

    args: tuple[str, ...]
    exit: int
    stdin: str | None
    env: dict[str, str]
    stdout: str
    stderr: str


def load(folder: Path) -> Spec:
    """The spec in `folder`. Raises ValueError for a spec.json with anything unknown in it."""
    file = folder / "spec.json"
    given = json.loads(file.read_text("utf-8")) if file.exists() else {}
    defaults = {"args": ["main.js"], "exit": 0, "stdin": None, "env": {}}
    if unknown := given.keys() - defaults.keys():
        raise ValueError(f"{file}: unknown {sorted(unknown)}, known are {sorted(defaults)}")
    values = {**defaults, **given}
    stderr = folder / "stderr.txt"
    return Spec(
        tuple(values["args"]),
        values["exit"],
        values["stdin"],
        values["env"],
        _read(folder / "stdout.txt"),
        _read(stderr) if stderr.exists() else "",
    )


def matches(expected: str, actual: str) -> bool:
    """Whether `actual` is `expected`, where [WILDCARD] is any text and [WILDLINE] any text within a line."""
    *leading, last = re.split(r"\[WILDCARD\]", expected)
    if not leading:
        return re.fullmatch(_within_lines(last), actual) is not None
    first, *middle = leading
    # The first place where a part fits is as good as any later one, so no part is ever tried again (?>).
    parts = "".join(rf"(?>(?s:.*?){_within_lines(part)})" for part in middle)
    return re.fullmatch(rf"(?>{_within_lines(first)}){parts}(?s:.*?){_within_lines(last)}", actual) is not None


def problems(spec: Spec, returncode: int, stdout: str, stderr: str) -> str:
    """What is wrong with a run, as a readable text; empty when nothing is."""
    found = []
    if returncode != spec.exit:
        found.append(f"exit code {returncode} instead of {spec.exit}")
    for name, expected, actual in (("stdout", spec.stdout, stdout), ("stderr", spec.stderr, stderr)):
        if not matches(expected, actual):
            lines = difflib.unified_diff(
                expected.splitlines(), actual.splitlines(), f"expected {name}", f"actual {name}", lineterm=""
            )
            # Without a difference in lines it is one in how the text ends.
            found.append("\n".join(lines) or f"{name} must be {expected!r} but is {actual!r}")
    return "\n\n".join(found)


def run(folder: Path, workplace: Path, command: Command) -> str:
    """Run the spec in `folder` inside a copy in `workplace`; what is wrong with it, or an empty text."""
    spec = load(folder)
    copy = shutil.copytree(folder, workplace / folder.name)
    result = command(*spec.args, stdin=spec.stdin, cwd=copy, env=spec.env)
    return problems(spec, result.returncode, result.stdout, result.stderr)


def _read(file: Path) -> str:
    return file.read_bytes().decode()


def _within_lines(part: str) -> str:
    return "".join(r"[^\n]*?" if wild else re.escape(text) for text, wild in _pieces(part))


def _pieces(part: str) -> list[tuple[str, bool]]:
    return [(text, text == "[WILDLINE]") for text in _WILD.split(part)]


@pytest.mark.parametrize("folder", CASES, ids=lambda folder: folder.name)
def test_golden_run(folder: Path, tmp_path: Path, ohosrun: Command) -> None:
    found = run(folder, tmp_path, ohosrun)
    assert not found, found


@pytest.mark.parametrize(
    ("expected", "actual"),
    [
        ("", ""),
        ("hello\n", "hello\n"),
        ("a[WILDCARD]z\n", "a\nb\nz\nz\n"),
        ("[WILDCARD]", ""),
        ("[WILDCARD]", "any\nthing"),
        ("a[WILDCARD]b[WILDCARD]c", "a1b2b3c"),
        ("port [WILDLINE]\nend\n", "port 8080\nend\n"),
        ("port [WILDLINE] open\n", "port 8080 open\n"),
        ("(.*) [WILDLINE]", "(.*) ?"),
        ("a[WILDLINE]b[WILDCARD]b", "axbxb"),
        ("[WILDLINE]a[WILDCARD]", "xa"),
    ],
)
def test_matches(expected: str, actual: str) -> None:
    assert matches(expected, actual)


@pytest.mark.parametrize(
    ("expected", "actual"),
    [
        ("", "x"),
        ("hello\n", "hello"),
        ("hello\n", "hello\r\n"),
        ("hello\n", "xhello\n"),
        ("a[WILDCARD]z\n", "a\nz\nb\n"),
        ("a[WILDCARD]b[WILDCARD]c", "a c b"),
        ("port [WILDLINE] open\n", "port 1\n2 open\n"),
        ("(.*)", "text"),
        # A part may not be used twice.
        ("ab[WILDCARD]ba", "aba"),
    ],
)
def test_does_not_match(expected: str, actual: str) -> None:
    assert not matches(expected, actual)


def test_many_wildcards_in_a_long_text_that_does_not_match_are_quick() -> None:
    assert not matches("[WILDCARD]a" * 30 + "[WILDCARD]b", "a" * 20_000)


FAKE = """
import os, sys
sys.stdout.write(open(sys.argv[1]).read() + sys.stdin.read() + os.environ.get("GREETING", ""))
sys.stderr.write("port 4711" if len(sys.argv) > 2 else "")
sys.exit(len(sys.argv) - 2)
"""


@pytest.fixture
def fake(tmp_path: Path) -> Command:
    """Prints its file, its stdin and $GREETING; with a second argument a port on stderr and exit code 1."""
    return Command(tmp_path, [sys.executable, "-c", FAKE])


def _write_spec(folder: Path, files: dict[str, str]) -> Path:
    folder.mkdir()
    for name, text in files.items():
        (folder / name).write_bytes(text.encode())
    return folder


def test_a_run_as_expected_has_no_problems(tmp_path: Path, fake: Command) -> None:
    folder = _write_spec(tmp_path / "case", {"main.js": "hello\n", "stdout.txt": "hello\n"})
    (tmp_path / "work").mkdir()
    assert run(folder, tmp_path / "work", fake) == ""


def test_spec_json_changes_arguments_input_environment_and_exit_code(tmp_path: Path, fake: Command) -> None:
    spec = {"args": ["main.js", "more"], "exit": 1, "stdin": "typed\n", "env": {"GREETING": "hi\n"}}
    files = {
        "main.js": "",
        "stdout.txt": "typed\nhi\n",
        "stderr.txt": "port [WILDLINE]",
        "spec.json": json.dumps(spec),
    }
    (tmp_path / "work").mkdir()
    assert run(_write_spec(tmp_path / "case", files), tmp_path / "work", fake) == ""


def test_a_mismatch_is_shown_as_a_diff_of_each_stream(tmp_path: Path, fake: Command) -> None:
    files = {
        "main.js": "one\ntwo\n",
        "stdout.txt": "one\nthree\n",
        "spec.json": '{"args": ["main.js", "more"]}',
    }
    (tmp_path / "work").mkdir()
    found = run(_write_spec(tmp_path / "case", files), tmp_path / "work", fake)
    assert "exit code 1 instead of 0" in found
    assert "-three\n+two" in found
    # Without stderr.txt nothing may be printed there.
    assert "+port 4711" in found


def test_a_missing_newline_at_the_end_is_a_problem() -> None:
    assert "'hello\\n'" in problems(Spec((), 0, None, {}, "hello\n", ""), 0, "hello", "")


def test_a_misspelt_key_in_spec_json_is_an_error(tmp_path: Path) -> None:
    folder = _write_spec(tmp_path / "case", {"stdout.txt": "", "spec.json": '{"exitCode": 1}'})
    with pytest.raises(ValueError, match="exitCode"):
        load(folder)


def test_the_documentation_lists_every_mistake() -> None:
    table = (SPECS.parents[1] / "docs" / "mistakes.md").read_text("utf-8")
    listed = re.findall(r"\(\.\./tests/specs/mistakes/(\w+)\)", table)
    assert sorted(listed) == sorted(folder.name for folder in (SPECS / "mistakes").iterdir())
