"""The files of a run: where they are, how long they stay, what a confined run reaches."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from runtime.modules.sandbox import FOLDERS, Sandbox, of_run


def test_folders_are_where_a_device_has_them_and_exist(tmp_path: Path) -> None:
    sandbox = Sandbox(str(tmp_path))
    for purpose, place in FOLDERS.items():
        folder = sandbox.folder(purpose)
        assert Path(folder) == tmp_path / place
        assert os.path.isdir(folder)


def test_a_path_of_a_device_means_the_same_place_here(tmp_path: Path) -> None:
    sandbox = Sandbox(str(tmp_path))
    files = sandbox.folder("files")
    for path in (
        "/data/storage/el2/base/haps/entry/files/a b.txt",
        "file:///data/storage/el2/base/haps/entry/files/a%20b.txt",
        "file://com.example/data/storage/el2/base/haps/entry/files/a%20b.txt",
    ):
        assert sandbox.resolve(path) == os.path.join(files, "a b.txt")
    assert sandbox.resolve("/etc/hosts") == "/etc/hosts"
    assert sandbox.resolve("here.txt") == "here.txt"


def test_what_is_temporary_ends_with_the_run() -> None:
    sandbox = Sandbox()
    folder = sandbox.folder("files")
    Path(folder, "a.txt").write_text("a", encoding="utf-8")
    sandbox.close()
    assert not os.path.exists(folder)


def test_a_program_keeps_its_files_and_shares_them_with_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("HOME", str(tmp_path))
    programs = [tmp_path / "one" / "main.js", tmp_path / "two" / "main.js"]
    for program in programs:
        program.parent.mkdir()
        program.write_text("")
    first, again = (of_run(str(programs[0]), "", confined=False).folder("files") for _ in range(2))
    other = of_run(str(programs[1]), "", confined=False).folder("files")
    assert first == again != other
    assert first.startswith(str(tmp_path))


def test_a_data_folder_that_cannot_be_made_costs_only_what_would_have_been_kept(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    sandbox = Sandbox(str(tmp_path / "file" / "below"))
    assert os.path.isdir(sandbox.folder("files"))
    sandbox.close()


def test_a_folder_that_is_in_the_way_costs_only_what_would_have_been_kept(tmp_path: Path) -> None:
    (tmp_path / "el2").write_text("")
    sandbox = Sandbox(str(tmp_path))
    assert os.path.isdir(sandbox.folder("files"))
    sandbox.close()


def test_a_confined_run_reaches_nothing_else(tmp_path: Path) -> None:
    sandbox = Sandbox(confined=True)
    files = sandbox.folder("files")
    os.symlink(str(tmp_path), os.path.join(files, "out"))
    assert sandbox.resolve(os.path.join(files, "new.txt")) == os.path.join(files, "new.txt")
    for path in (
        "/etc/passwd",
        str(tmp_path / "a"),
        "relative.txt",
        f"{files}/../../../../../../../etc/passwd",
        f"{files}/out/a",
        "file:///etc/passwd",
        "/data/storage/../../etc/passwd",
        "",
    ):
        with pytest.raises(PermissionError):
            sandbox.resolve(path)
    with pytest.raises(OSError, match="Invalid argument"):
        sandbox.resolve("/a\0b")
    sandbox.close()
