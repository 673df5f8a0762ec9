"""What the tests of saved programs ask for."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.command import Command, Running
from tests.runtime.watch.watched_project import Watching


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A project folder with room beside it."""
    path = tmp_path / "project"
    path.mkdir()
    return path


@pytest.fixture
def watching(ohosrun: Command, folder: Path) -> Watching:
    """watching(*flags) starts `ohosrun --watch app.js` in the project folder."""

    def start(*flags: str | Path, entry: str | Path = "app.js", cwd: Path = folder) -> Running:
        return ohosrun.start("--watch", *flags, entry, cwd=cwd)

    return start
