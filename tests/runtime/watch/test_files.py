"""`ohosrun --watch` looks at every file that a run has read or looked for, wherever that path leads."""

from __future__ import annotations

import shutil
from itertools import count
from pathlib import Path

import pytest

from tests.command import INSTALLED, Command
from tests.editors import temporary_file_and_rename
from tests.runtime.watch.watched_project import Watching, lines, program, save_and_see

# What is watched ------------------------------------------------------------------------------------------------


def test_a_statically_imported_file_is_watched(watching: Watching, folder: Path) -> None:
    (folder / "app.js").write_text("import './outer.js';\n")
    (folder / "outer.js").write_text("import './folder/inner';\n")
    (folder / "folder").mkdir()
    inner = folder / "folder" / "inner.js"
    inner.write_text(program("first"))
    running = watching()
    running.wait_for_line("first")
    save_and_see(running, inner, range(3), "in_place", "temporary_file_and_rename")


def test_a_dynamically_imported_file_is_watched_while_the_run_goes_on(watching: Watching, folder: Path) -> None:
    (folder / "app.js").write_text("setInterval(() => {}, 1000);\nsetTimeout(() => import('./late.js'), 50);\n")
    late = folder / "late.js"
    late.write_text(program("first"))
    running = watching()
    running.wait_for_line("first")
    save_and_see(running, late, range(3), "in_place", "vim")


def test_a_json_file_is_watched(watching: Watching, folder: Path) -> None:
    (folder / "app.js").write_text("import data from './data.json';\nconsole.log(data.mark);\n")
    data = folder / "data.json"
    data.write_text('{"mark": "first"}')
    running = watching()
    running.wait_for_line("first")
    data.write_text('{"mark": "second"}')
    running.wait_for_line("second")
    assert lines(running) == ["first", "second"]


@pytest.mark.parametrize("name", ["missing.js", "missing/index.js", "missing.json"])
def test_a_file_that_could_not_be_found_is_watched_for(name: str, watching: Watching, folder: Path) -> None:
    (folder / "app.js").write_text("import found from './missing';\nconsole.log(found);\n")
    running = watching()
    running.wait_for_line("run 1 failed", stream="stderr")
    (folder / name).parent.mkdir(exist_ok=True)
    (folder / name).write_text('"found"' if name.endswith(".json") else "export default 'found';\n")
    running.wait_for_line("found")
    assert lines(running) == ["found"]


def test_files_imported_by_a_run_that_failed_are_watched(watching: Watching, folder: Path) -> None:
    (folder / "app.js").write_text("import './lib.js';\n")
    lib = folder / "lib.js"
    lib.write_text("throw new Error('not yet');\n")
    running = watching()
    running.wait_for_line("run 1 failed", stream="stderr")
    save_and_see(running, lib, range(2), "in_place")


def test_a_file_that_would_be_found_first_is_watched_for(watching: Watching, folder: Path) -> None:
    (folder / "app.js").write_text("import mark from './lib';\nconsole.log(mark);\n")
    (folder / "lib.json").write_text('"json"')
    running = watching()
    running.wait_for_line("json")
    (folder / "lib.js").write_text("export default 'js';\n")
    running.wait_for_line("js")
    assert lines(running) == ["json", "js"]


def test_ohosrun_toml_is_watched_and_watched_for(watching: Watching, folder: Path) -> None:
    (folder / "app.js").write_text("notDeclared = 1;\nconsole.log('ran');\n")
    running = watching()
    running.wait_for_line("run 1 ", stream="stderr")
    config = folder / "ohosrun.toml"
    config.write_text("timeout = 5\n")
    running.wait_for_line("ohosrun.toml created", stream="stderr")
    config.write_text("timeout = 'five'\n")
    running.wait_for_line("error: ohosrun.toml: timeout: expected a number", stream="stderr")
    temporary_file_and_rename(config, "timeout = 6\n")
    running.wait_for_line("ohosrun.toml changed", stream="stderr")
    config.unlink()
    running.wait_for_line("ohosrun.toml deleted", stream="stderr")
    running.wait_for_line("run 5 ", stream="stderr")


def test_ohosrun_toml_of_a_parent_folder_is_watched_for(watching: Watching, folder: Path) -> None:
    (folder / "deep" / "deeper").mkdir(parents=True)
    (folder / "deep" / "deeper" / "app.js").write_text(program("ran"))
    running = watching(entry="deep/deeper/app.js")
    running.wait_for_line("ran")
    (folder / "ohosrun.toml").write_text("quiet = false\n")
    running.wait_for_line("ohosrun.toml created", stream="stderr")
    running.wait_for_line("ran")
    (folder / "ohosrun.toml").write_text("quiet = true\n")
    running.wait_for_line("ran")
    assert lines(running) == ["ran", "ran", "ran"]


def test_a_name_that_no_file_can_have_does_not_end_the_watching(watching: Watching, folder: Path) -> None:
    app = folder / "app.js"
    app.write_text(r"import('./a\0b').catch(() => import('./\ud800')).catch(() => console.log('first'));")
    running = watching()
    running.wait_for_line("first")
    save_and_see(running, app, range(2), "in_place")


def test_the_set_follows_the_imports_of_each_run(watching: Watching, folder: Path) -> None:
    app, old, new = folder / "app.js", folder / "old.js", folder / "new.js"
    app.write_text("import './old.js';\n")
    old.write_text(program("old"))
    new.write_text(program("new"))
    running = watching()
    running.wait_for_line("old")
    app.write_text("import './new.js';\n")
    running.wait_for_line("new")
    old.write_text(program("no longer imported"))
    save_and_see(running, new, range(2), "in_place", runs_before=2)
    assert lines(running) == ["old", "new", "0", "1"]


# More and less --------------------------------------------------------------------------------------------------


def test_watch_path_adds_a_folder_with_everything_below(watching: Watching, folder: Path, tmp_path: Path) -> None:
    (folder / "app.js").write_text(program("ran"))
    extra = tmp_path / "extra"
    (extra / "deep").mkdir(parents=True)
    (extra / "deep" / "page.html").write_text("one")
    running = watching("--watch-path", extra)
    running.wait_for_line("run 1 done", stream="stderr")
    numbers = count(2)

    def reloaded(what: str) -> None:
        running.wait_for_line(what, stream="stderr")
        running.wait_for_line(f"run {next(numbers)} done", stream="stderr")

    (extra / "deep" / "page.html").write_text("two")
    reloaded("page.html changed")
    (extra / "new" / "folder").mkdir(parents=True)
    (extra / "new" / "folder" / "file").write_bytes(b"\xff\x00")
    reloaded("file created")
    (extra / "deep" / "page.html").unlink()
    reloaded("page.html deleted")
    for ignored in ("node_modules", ".git"):
        (extra / ignored).mkdir()
        (extra / ignored / "file").write_text("not worth a run")
    (extra / ".page.html.swp").write_text("not worth a run")
    (extra / "last").write_text("last")
    reloaded("last created")
    assert lines(running) == ["ran"] * 5


def test_watch_ignore_removes_what_matches(watching: Watching, folder: Path) -> None:
    for name in ("generated/data.js", "lib.js"):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(program(name))
    (folder / "app.js").write_text("import './generated/data.js';\nimport './lib.js';\n")
    running = watching("--watch-ignore", "generated", "--watch-path", ".", "--watch-ignore", "*.log")
    running.wait_for_line("lib.js")
    (folder / "generated" / "data.js").write_text(program("ignored"))
    (folder / "some.log").write_text("ignored")
    (folder / "lib.js").write_text(program("again"))
    running.wait_for_line("again")
    assert lines(running) == ["generated/data.js", "lib.js", "ignored", "again"]


def test_watch_path_that_is_no_folder_is_wrong_usage(ohosrun: Command, folder: Path) -> None:
    (folder / "app.js").write_text(program("never"))
    run = ohosrun("--watch", "--watch-path", "nowhere", folder / "app.js")
    assert (run.returncode, run.stdout) == (2, "")
    assert run.stderr.startswith("error: --watch-path: no such folder: nowhere\n")


# Folders --------------------------------------------------------------------------------------------------------


def test_a_linked_folder_switched_to_another_is_seen(watching: Watching, folder: Path) -> None:
    for version in ("1", "2", "3"):
        (folder / "releases" / version).mkdir(parents=True)
        (folder / "releases" / version / "app.js").write_text(program(f"release {version}"))
    current = folder / "current"
    current.symlink_to("releases/1")
    running = watching(entry="current/app.js")
    running.wait_for_line("release 1")
    for version in ("2", "3", "1"):
        (folder / "next").symlink_to(f"releases/{version}")
        (folder / "next").replace(current)
        running.wait_for_line(f"release {version}")
    save_and_see(running, folder / "releases" / "1" / "app.js", range(2), "in_place", runs_before=4)


def test_a_folder_replaced_by_another_is_seen_and_then_watched(watching: Watching, folder: Path) -> None:
    (folder / "app.js").write_text("import './lib/deep/lib.js';\n")
    (folder / "lib" / "deep").mkdir(parents=True)
    (folder / "lib" / "deep" / "lib.js").write_text(program("first"))
    running = watching()
    running.wait_for_line("first")
    for number in range(3):
        new = folder / "new"
        (new / "deep").mkdir(parents=True)
        (new / "deep" / "lib.js").write_text(program(f"replaced {number}"))
        (folder / "lib").rename(folder / f"old {number}")
        new.rename(folder / "lib")
        running.wait_for_line(f"replaced {number}")
    save_and_see(running, folder / "lib" / "deep" / "lib.js", range(2), "in_place", "vim", runs_before=4)


def test_the_working_directory_replaced_by_another_is_seen(watching: Watching, folder: Path) -> None:
    (folder / "app.js").write_text(program("first"))
    running = watching()
    running.wait_for_line("first")
    shutil.rmtree(folder)
    running.wait_for_line("is gone", stream="stderr")
    folder.mkdir()
    save_and_see(running, folder / "app.js", range(1, 2), "vscode", runs_before=2)


# Without events -------------------------------------------------------------------------------------------------


def test_files_are_polled_when_the_system_cannot_watch(tmp_path: Path, folder: Path) -> None:
    """With few descriptors left there is none for watching: inotify_init fails with EMFILE (inotify_init(2))."""
    app = folder / "app.js"
    app.write_text(program("first"))
    shell = Command(tmp_path, ["bash", "-c", f"ulimit -n 9; exec '{INSTALLED}' --watch app.js"])
    running = shell.start(cwd=folder)
    try:
        running.wait_for_line("first")
        running.wait_for_line("files are polled", stream="stderr")
        save_and_see(running, app, range(3), "in_place", "temporary_file_and_rename", "vim")
        assert running.stderr.count("files are polled") == 1
    finally:
        shell.close()
