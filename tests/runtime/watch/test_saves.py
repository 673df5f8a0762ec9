"""`ohosrun --watch` sees every save exactly once, however it is made."""

from __future__ import annotations

import os
import shutil
import time
from pathlib import Path

import pytest

from tests.editors import SAVES, GitProject, in_place, real_vim, temporary_file_and_rename
from tests.runtime.watch.watched_project import Watching, both_cores_busy, lines, program, runs_to_the_end, save_and_see

SAVES_PER_PATTERN = 14


# Ways of saving -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("pattern", SAVES)
def test_every_save_is_seen_exactly_once(pattern: str, watching: Watching, folder: Path) -> None:
    app = folder / "app.js"
    app.write_text(program("first"))
    running = watching()
    running.wait_for_line("first")
    save_and_see(running, app, range(SAVES_PER_PATTERN), pattern)


@pytest.mark.parametrize(
    "pattern", ["in_place", "temporary_file_and_rename", "delete_and_recreate", "in_pieces", "vim"]
)
def test_every_save_is_seen_exactly_once_by_polling(pattern: str, watching: Watching, folder: Path) -> None:
    app = folder / "app.js"
    app.write_text(program("first"))
    running = watching("--watch-poll")
    running.wait_for_line("first")
    save_and_see(running, app, range(8), pattern)


def test_every_save_is_seen_exactly_once_with_both_cores_busy(watching: Watching, folder: Path) -> None:
    app = folder / "app.js"
    app.write_text(program("first"))
    running = watching()
    running.wait_for_line("first")
    with both_cores_busy():
        save_and_see(running, app, range(24), "in_place", "temporary_file_and_rename", "vim", "in_pieces")


@pytest.mark.skipif(not shutil.which("vim"), reason="vim is not installed")
def test_every_save_of_vim_itself_is_seen_exactly_once(watching: Watching, folder: Path) -> None:
    app = folder / "app.js"
    app.write_text(program("first"))
    running = watching()
    running.wait_for_line("first")
    for number in range(5):
        real_vim(app, program(number))
        running.wait_for_line(str(number))
    assert runs_to_the_end(running) == 6
    assert lines(running) == ["first", "0", "1", "2", "3", "4"]


@pytest.mark.skipif(not shutil.which("git"), reason="git is not installed")
def test_a_checkout_between_two_branches_is_one_reload(watching: Watching, folder: Path) -> None:
    project = GitProject(folder / "repository")
    entry = "import { a } from './lib/deep/a.js';\nimport { b } from './lib/b.js';\nconsole.log(a + b);\n"
    for branch in ("one", "two"):
        lib = {"lib/deep/a.js": f"export const a = '{branch}-';\n", "lib/b.js": f"export const b = '{branch}';\n"}
        project.commit(branch, {"app.js": entry, **lib, **{f"lib/{number}.js": branch for number in range(40)}})
    project.commit("empty", {"README": "nothing of the above\n"})
    project.checkout("one")
    running = watching(cwd=project.folder)
    running.wait_for_line("one-one")
    for branch in ("two", "one") * 5:
        project.checkout(branch)
        running.wait_for_line(branch)
    project.checkout("empty")
    running.wait_for_line("app.js is gone", stream="stderr")
    project.checkout("two")
    running.wait_for_line("two-two")
    # Once it was gone.
    assert runs_to_the_end(running) == 1 + 10 + 1 + 1
    assert lines(running) == ["one-one", *("two-two", "one-one") * 5, "two-two"]


def test_what_git_changes_while_it_holds_its_lock_is_one_reload(watching: Watching, folder: Path) -> None:
    """A slow checkout; gitrepository-layout(5) has the place of the index, git-update-index its lock."""
    (folder / "app.js").write_text("import { a } from './a.js';\nimport { b } from './b.js';\nconsole.log(a + b);\n")
    lock = folder / ".git" / "index.lock"
    lock.parent.mkdir()
    for name in ("a", "b"):
        (folder / f"{name}.js").write_text(f"export const {name} = 'one';\n")
    running = watching()
    running.wait_for_line("oneone")
    in_place(folder / "a.js", "export const a = 'another';\n")
    running.wait_for_line("anotherone")
    lock.touch()
    for name in ("a", "b"):
        temporary_file_and_rename(folder / f"{name}.js", f"export const {name} = 'two';\n")
        time.sleep(0.1)
    lock.unlink()
    running.wait_for_line("twotwo")
    assert runs_to_the_end(running) == 3
    assert lines(running) == ["oneone", "anotherone", "twotwo"]


@pytest.mark.skipif(not shutil.which("git"), reason="git is not installed")
def test_a_lock_that_git_left_behind_does_not_hold_up_reloads(watching: Watching, folder: Path) -> None:
    project = GitProject(folder / "repository")
    project.commit("one", {"app.js": program("first")})
    lock = project.folder / ".git" / "index.lock"
    lock.touch()
    os.utime(lock, (0, 0))
    running = watching(cwd=project.folder)
    running.wait_for_line("first")
    in_place(project.folder / "app.js", program("second"))
    running.wait_for_line("second", timeout=5)


def test_a_save_without_a_change_runs_nothing(watching: Watching, folder: Path) -> None:
    app = folder / "app.js"
    app.write_text(program("same"))
    running = watching()
    running.wait_for_line("same")
    for _ in range(3):
        in_place(app, program("same"))
        temporary_file_and_rename(app, program("same"))
        os.utime(app)
    app.write_bytes(b"\xef\xbb\xbf" + program("same").encode())  # A byte order mark is not part of the text.
    in_place(app, program("other"))
    running.wait_for_line("other")
    assert runs_to_the_end(running) == 2
    assert lines(running) == ["same", "other"]


def test_a_file_emptied_for_good_is_run_as_it_is(watching: Watching, folder: Path) -> None:
    app = folder / "app.js"
    app.write_text(program("first"))
    running = watching()
    running.wait_for_line("first")
    app.write_text("")
    running.wait_for_line("run 2 done", stream="stderr")
    save_and_see(running, app, range(1), "in_place", runs_before=2)


def test_a_file_broken_for_good_is_run_as_it_is(watching: Watching, folder: Path) -> None:
    app = folder / "app.js"
    app.write_text(program("first"))
    running = watching()
    running.wait_for_line("first")
    app.write_bytes(b"console.log('\xff')")
    running.wait_for_line("not UTF-8", stream="stderr")
    save_and_see(running, app, range(1), "in_place", runs_before=2)
