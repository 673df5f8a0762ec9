"""What a sample of a page can import: from the page's folder and below, by real path, and where --allow-import says."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.command import Command
from tests.runtime.documents.running_pages import fenced, outcomes

REFUSED = "is outside of the page's folder"


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    path = folder / "secret.json"
    path.write_text('{ "token": "of nobody here" }')
    return path


def test_what_a_page_reaches(ohosrun: Command, script: Callable[..., Path], secret: Path) -> None:
    page = tmp_page(script, secret)
    run = ohosrun(page)
    assert outcomes(run) == [("pass", 1), ("pass", 4), *(("fail", 7 + 3 * number) for number in range(6))]
    assert run.stdout.count(REFUSED) >= 6
    assert "of nobody here" not in run.stdout
    assert "--allow-import DIR" in run.stdout


def test_a_folder_that_is_allowed(ohosrun: Command, script: Callable[..., Path], secret: Path) -> None:
    run = ohosrun(tmp_page(script, secret), "--allow-import", secret.parent)
    # The one that is not there is still not there.
    assert [outcome for outcome, _ in outcomes(run)] == ["pass"] * 7 + ["fail"]
    assert "no such file" in run.stdout


def test_a_single_program_is_free(ohosrun: Command, script: Callable[..., Path], secret: Path) -> None:
    script(f"import secret from '{secret}'; console.log(secret.token)", "folder/main.js")
    assert ohosrun("folder/main.js").stdout == "of nobody here\n"


def test_a_folder_that_is_not_there(ohosrun: Command) -> None:
    run = ohosrun("--allow-import", "nowhere", "page.md")
    assert (run.returncode, run.stderr.splitlines()[0]) == (2, "error: --allow-import: no such folder: nowhere")


def tmp_page(script: Callable[..., Path], secret: Path) -> Path:
    page = script(
        fenced(
            "import './near.js'",
            "import './below/near.js'",
            f"import '{secret}'",
            "await import('../elsewhere/secret.json')",
            f"await import('file://{secret}')",
            "await import('./link.json')",
            "await import('./linked/secret.json')",
            # That it is not there is not told, either.
            "await import('../elsewhere/nothing.json')",
        ),
        "pages/page.md",
    )
    script("", "pages/near.js")
    script("", "pages/below/near.js")
    (page.parent / "link.json").symlink_to(secret)
    (page.parent / "linked").symlink_to(secret.parent)
    return page
