"""What the run of a page prints, to a file and to a terminal."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.command import INSTALLED, Command
from tests.runtime.documents.running_pages import MIXED, fenced, outcomes

Script = Callable[..., Path]


def test_every_sample_is_run_and_reported(ohosrun: Command, script: Script) -> None:
    script(MIXED, "page.md")
    run = ohosrun("page.md")
    assert outcomes(run) == [("pass", 3), ("fail", 9), ("skipped", 14), ("pass", 18), ("pass", 22), ("unclear", 26)]
    assert run.returncode == 1
    assert run.stderr == ""
    assert run.stdout.startswith("page.md\npass      3 ")
    assert "Mixed: console.log('one');" in run.stdout
    assert "\n    one\n" not in run.stdout
    summary = run.stdout.splitlines()[-1]
    assert summary.startswith("6 samples: 3 passed, 1 failed, 1 skipped, 1 unclear in ")


def test_a_failure_shows_its_output_and_the_place_in_the_page(ohosrun: Command, script: Script) -> None:
    script(MIXED, "page.md")
    run = ohosrun("page.md")
    # Column 8 of `>      missing();`, as an editor shows it.
    assert "    before\n    uncaught: ReferenceError: 'missing' is not defined\n      at page.md:11:8\n" in run.stdout
    assert "\nfailed:\n    page.md:9   uncaught: ReferenceError: 'missing' is not defined\n" in run.stdout


def test_output_of_passing_samples_is_shown_on_request(ohosrun: Command, script: Script) -> None:
    script(fenced("console.log('out'); console.error('err'); console.log('more')"), "page.md")
    run = ohosrun("page.md", "--show-output")
    assert run.returncode == 0
    assert "\n    out\n    err\n    more\n" in run.stdout
    assert run.stderr == ""


@pytest.mark.parametrize(("flag", "shown"), [("--trace", "    #1 > GET "), ("--time", "    1     GET     200 ")])
def test_requests_that_are_to_be_seen_are_seen(flag: str, shown: str, ohosrun: Command, script: Script) -> None:
    script(fenced("await httpRequest.request('EXAMPLE_URL');", "1"), "page.md")
    run = ohosrun("page.md", flag)
    assert run.returncode == 0
    assert shown in run.stdout


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda text: text.replace("\n", "\r\n"), id="CRLF"),
        pytest.param(lambda text: "\ufeff" + text, id="BOM"),
        pytest.param(lambda text: text.replace(">    ", ">\t"), id="tabs"),
    ],
)
def test_a_page_may_be_saved_in_any_way(change: Callable[[str], str], ohosrun: Command, script: Script) -> None:
    script(change(MIXED), "page.md")
    run = ohosrun("page.md")
    assert outcomes(run) == [("pass", 3), ("fail", 9), ("skipped", 14), ("pass", 18), ("pass", 22), ("unclear", 26)]
    assert "at page.md:11:" in run.stdout


def test_several_pages(ohosrun: Command, script: Script) -> None:
    script(fenced("1"), "docs/a.md")
    script("nothing here\n", "docs/b.MD")
    script(fenced("2", "3"), "c.markdown")
    run = ohosrun("docs/a.md", "docs/b.MD", "c.markdown")
    assert run.returncode == 0
    assert "docs/b.MD: no sample that runs\n" in run.stdout
    places = re.findall(r"^(docs/a.md|c.markdown|pass +\d+)", run.stdout, re.MULTILINE)
    assert places == ["docs/a.md", "pass     1", "c.markdown", "pass     1", "pass     4"]
    assert run.stdout.splitlines()[-1].startswith("3 samples: 3 passed, 0 failed in ")


def run_on_terminal(command: list[str | Path], folder: Path, env: dict[str, str]) -> tuple[int, str, str]:
    """Exit code, stdout and what a terminal on stderr got."""
    terminal, attached = os.openpty()
    base = {"PATH": os.environ["PATH"], "TERM": "xterm", "HOME": str(folder)}
    with open(folder / "stdout", "w+b") as stdout:
        process = subprocess.Popen(command, cwd=folder, stdout=stdout, stderr=attached, env={**base, **env})
        os.close(attached)
        received = b""
        while True:
            try:
                data = os.read(terminal, 4096)
            except OSError:  # EIO is how Linux ends a terminal nobody has open.
                data = b""
            if not data:
                break
            received += data
        os.close(terminal)
        code = process.wait(20)
        stdout.seek(0)
        return code, stdout.read().decode(), received.decode()


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_terminal_shows_the_progress(jobs: str, script: Script, tmp_path: Path) -> None:
    script(fenced("1", "throw 1", "2"), "page.md")
    code, stdout, terminal = run_on_terminal([INSTALLED, "page.md", "--jobs", jobs], tmp_path, {})
    assert code == 1
    assert "\r\x1b[K0/3 page.md:1" in terminal
    assert "\r\x1b[K2/3 page.md:7" in terminal or jobs == "2"
    assert terminal.endswith("\r\x1b[K")
    assert "\n" not in terminal
    assert "\x1b" not in stdout


@pytest.mark.parametrize("env", [{"NO_COLOR": "1"}, {"TERM": "dumb"}])
def test_a_plain_terminal_shows_no_progress(env: dict[str, str], script: Script, tmp_path: Path) -> None:
    script(fenced("1"), "page.md")
    assert run_on_terminal([INSTALLED, "page.md"], tmp_path, env)[::2] == (0, "")


def test_a_report_on_a_terminal_has_colours(script: Script, tmp_path: Path) -> None:
    script(fenced("1", "throw new Error('boom')"), "page.md")
    command: list[str | Path] = ["sh", "-c", f"{INSTALLED} page.md --junit out.xml 1>&2"]
    code, _stdout, terminal = run_on_terminal(command, tmp_path, {})
    assert code == 1
    assert "\x1b[32mpass " in terminal
    assert "\x1b[1;31muncaught:\x1b[0m Error: boom" in terminal
    assert "uncaught: Error: boom" in (tmp_path / "out.xml").read_text()
