"""Which samples of which pages the installed command runs, and what it refuses."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.command import Command
from tests.runtime.documents.running_pages import MIXED, fenced, outcomes

Script = Callable[..., Path]


@pytest.mark.parametrize("line", [9, 10, 12])
def test_only_the_sample_at_a_line(line: int, ohosrun: Command, script: Script) -> None:
    script(MIXED, "page.md")
    run = ohosrun("page.md", "--only", str(line))
    assert outcomes(run) == [("fail", 9)]
    assert run.returncode == 1


def test_only_runs_an_ignored_sample(ohosrun: Command, script: Script) -> None:
    script("```js ignore\nconsole.log('asked for')\n```\n", "page.md")
    run = ohosrun("page.md", "--only=1", "--show-output")
    assert outcomes(run) == [("pass", 1)]
    assert "    asked for\n" in run.stdout


def test_only_where_there_is_none(ohosrun: Command, script: Script) -> None:
    script(MIXED, "page.md")
    run = ohosrun("page.md", "--only", "6")
    assert (run.returncode, run.stdout) == (2, "")
    samples = "3-5, 9-12, 14-16, 18-20, 22-24, 26-28"
    assert run.stderr == f"error: page.md: no sample at line 6; samples are at lines {samples}\n"
    run = ohosrun("page.md", "--only", "27")
    unclear = "it names no language, and whether it is a program cannot be told"
    assert (run.returncode, run.stderr) == (2, f"error: page.md:26: {unclear}\n")


def test_a_list_runs_nothing(ohosrun: Command, script: Script) -> None:
    script(MIXED, "page.md")
    run = ohosrun("page.md", "--list")
    assert run.returncode == 0
    assert [line.split() for line in run.stdout.splitlines()] == [
        ["page.md:3", "js", "console.log('one');"],
        ["page.md:9", "javascript", "console.log('before');"],
        ["page.md:14", "js", "(skipped)", "not", "JavaScript", "at", "all"],
        ["page.md:18", "ts", "let", "typed:", "number", "=", "1;"],
        ["page.md:22", "mjs", "console.log('last');"],
        ["page.md:26", "(unclear)", "let", "me", "explain;"],
    ]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "no sample that runs in page.md"),
        (b"# Text only\n", "no sample that runs in page.md"),
        (b"```json\n{}\n```\n", "no sample that runs in page.md"),
        (b"```js\n'\xff'\n```\n", "page.md is not UTF-8"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "page.md is not UTF-8"),
        ("```js\n1\n```\n".encode("utf-16"), "page.md is saved as UTF-16"),
    ],
)
def test_unusual_pages(data: bytes, message: str, ohosrun: Command, tmp_path: Path) -> None:
    (tmp_path / "page.md").write_bytes(data)
    run = ohosrun("page.md")
    assert (run.returncode, run.stdout) == (2, "")
    assert run.stderr.startswith(f"error: {message}")
    assert run.stderr.count("\n") == 1


def test_a_page_of_what_is_unclear_is_listed_and_refused(ohosrun: Command, script: Script) -> None:
    script("```\nlet x y;\n```\n```\nfoo(a b);\n```\n", "page.md")
    run = ohosrun("page.md")
    assert run.returncode == 2
    assert outcomes(run) == [("unclear", 1), ("unclear", 4)]
    assert "2 samples: 0 passed, 0 failed, 2 unclear in " in run.stdout
    assert run.stderr == "error: no sample that runs in page.md\n"


def test_a_page_whose_samples_are_all_ignored_is_no_failure(ohosrun: Command, script: Script) -> None:
    script("```js ignore\nx\n```\n", "page.md")
    assert ohosrun("page.md").returncode == 0


def test_missing_pages_and_folders(ohosrun: Command, script: Script, tmp_path: Path) -> None:
    script(fenced("console.log('never')"), "page.md")
    (tmp_path / "folder.md").mkdir()
    for name, message in (("none.md", "none.md: no such file"), ("folder.md", "folder.md is a folder, not a file")):
        run = ohosrun("page.md", name)
        assert (run.returncode, run.stdout, run.stderr) == (2, "", f"error: {message}\n")


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (["--only", "3", "main.js"], "--only goes with a page (.md)"),
        (["--list", "-"], "--list goes with a page (.md)"),
        (["--jobs", "2", "-e", "1"], "--jobs goes with a page (.md)"),
        (["--junit", "out.xml"], "--junit goes with a page (.md)"),
        (["page.md", "main.js"], "either pages or a program: page.md and main.js"),
        (["main.js", "page.md"], "either pages or a program: page.md and main.js"),
        (["page.md", "-e", "1"], "either pages or a program: page.md and -e CODE"),
        (["page.md", "page.md", "--only", "3"], "--only LINE needs exactly one page"),
        (["page.md", "--only", "0"], "--only: expected a whole number, 1 or more, not '0'"),
        (["page.md", "--jobs", "many"], "--jobs: expected a whole number, 1 or more, not 'many'"),
        (["page.md", "--jobs"], "--jobs needs a value"),
        (["page.md", "--list=yes"], "--list takes no value"),
        (["page.md", "--job", "2"], "no such option: --job (did you mean --jobs?)"),
    ],
)
def test_wrong_usage(args: list[str], message: str, ohosrun: Command, script: Script) -> None:
    script(fenced("1"), "page.md")
    script("1", "main.js")
    run = ohosrun(*args)
    assert (run.returncode, run.stdout) == (2, "")
    assert run.stderr.startswith(f"error: {message}\nusage: ")


def test_standard_input_is_never_a_page(ohosrun: Command) -> None:
    run = ohosrun("-", stdin="console.log('program')")
    assert (run.returncode, run.stdout) == (0, "program\n")
