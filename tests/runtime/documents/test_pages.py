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
        ["page.md"],
        ["3", "js", "Mixed:", "console.log('one');"],
        ["9", "javascript", "Mixed:", "console.log('before');"],
        ["14", "js", "(skipped)", "Mixed:", "not", "JavaScript", "at", "all"],
        ["18", "ts", "Mixed:", "let", "typed:", "number", "=", "1;"],
        ["22", "mjs", "Mixed:", "console.log('last');"],
        ["26", "(unclear)", "Mixed:", "let", "me", "explain;"],
    ]


HEADINGS = """# Guide
```js
1
```
## request()
```js ignore
2
```
## request() with a callback
```js
3
```
```js
4
```
## on('headersReceive')[8+]
```js
throw 5
```
"""


@pytest.mark.parametrize(
    ("only", "lines"),
    [
        ("guide", [2]),
        ("request", [6, 10, 13]),
        ("with a Call", [10, 13]),
        ("request() *", [10, 13]),
        ("*callback", [10, 13]),
        ("[gr]*", [2, 6, 10, 13]),
        ("on('headersReceive')[8+]", [17]),
        ("on(*", [17]),
    ],
)
def test_only_the_samples_under_a_heading(only: str, lines: list[int], ohosrun: Command, script: Script) -> None:
    script(HEADINGS, "page.md")
    run = ohosrun("page.md", "--only", only)
    assert [line for _, line in outcomes(run)] == lines
    # Skipped among others; alone it would have been asked for.
    assert ("skipped", 6) in outcomes(run) or 6 not in lines


def test_only_one_that_is_ignored_runs(ohosrun: Command, script: Script) -> None:
    script(HEADINGS, "page.md")
    assert outcomes(ohosrun("page.md", "--only", "request()?*callback*")) == [("pass", 10), ("pass", 13)]
    script(HEADINGS.replace(" with a callback", ": more"), "page.md")
    assert outcomes(ohosrun("page.md", "--only", "[r]equest()")) == [("pass", 6)]


def test_a_heading_of_several_pages(ohosrun: Command, script: Script) -> None:
    script(HEADINGS, "a.md")
    script("## Another\n```js\n1\n```\n", "b.md")
    script("## My guide\n```js\n1\n```\n", "c.md")
    run = ohosrun("a.md", "b.md", "c.md", "--only", "guide")
    assert run.returncode == 0
    assert [line for line in run.stdout.splitlines() if ".md" in line] == ["a.md", "c.md"]


@pytest.mark.parametrize(
    ("only", "message"),
    [
        ("gudie", "no heading with a sample has 'gudie' in it; did you mean 'Guide'?"),
        (
            "nothing like it",
            "no heading with a sample has 'nothing like it' in it; there are 'Guide', 'request()', "
            "'request() with a callback', \"on('headersReceive')[8+]\"",
        ),
    ],
)
def test_no_such_heading(only: str, message: str, ohosrun: Command, script: Script) -> None:
    script(HEADINGS, "page.md")
    run = ohosrun("page.md", "--only", only)
    assert (run.returncode, run.stdout, run.stderr) == (2, "", f"error: --only: {message}\n")


def test_each_sample_is_listed_by_its_heading(ohosrun: Command, script: Script) -> None:
    script(HEADINGS, "page.md")
    assert ohosrun("page.md", "--list").stdout.splitlines() == [
        "page.md",
        "   2  js          Guide",
        "   6  js          (skipped) request()",
        "  10  js          request() with a callback: 3",
        "  13  js          request() with a callback: 4",
        "  17  js          on('headersReceive')[8+]",
    ]
    report = ohosrun("page.md").stdout.splitlines()
    assert report[0] == "page.md"
    assert [line for line in report if line.startswith("pass") and line.endswith("Guide")]
    assert [line for line in report if line.startswith("fail") and line.endswith("on('headersReceive')[8+]")]


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
