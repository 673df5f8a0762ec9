"""What cannot be written is an error that is said, whatever it was that had to be written."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.command import INSTALLED, Command
from tests.runtime.documents.running_pages import fenced

pytestmark = pytest.mark.skipif(not Path("/dev/full").exists(), reason="Linux has a device that is always full")

NO_SPACE = "error: standard output: no space left on device\n"


@pytest.mark.parametrize(
    "arguments",
    [
        ["--help"],
        ["--help", "all"],
        ["--version"],
        ["--explain", "2300006"],
        ["completion", "bash"],
        ["init", "new"],
        ["--list", "page.md"],
        ["page.md"],
        ["page.md", "--jobs", "2"],
        ["-e", "console.log('x')"],
    ],
    ids=" ".join,
)
def test_standard_output(arguments: list[str], tmp_path: Path, script: Callable[..., Path]) -> None:
    script(fenced("1", "2"), "page.md")
    run = Command(tmp_path, ["sh", "-c", 'exec "$0" "$@" > /dev/full', INSTALLED])(*arguments)
    assert (run.returncode, run.stderr) == (1, NO_SPACE)


def test_a_report_of_a_page(ohosrun: Command, script: Callable[..., Path]) -> None:
    script(fenced("1"), "page.md")
    run = ohosrun("page.md", "--junit", "/dev/full")
    assert (run.returncode, run.stderr) == (1, "error: --junit: no space left on device\n")
    assert "1 passed" in run.stdout
