"""Pages under --watch: only the samples that changed run again, and the summary is about all of them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.command import INSTALLED, Command, Running
from tests.editors import SAVES, in_place
from tests.servers.http import HttpServer, Response
from tests.terminal import Terminal

Watching = Callable[..., Running]

ONE = "```js\nconsole.log('one');\n```\n"
TWO = "```js\nconsole.log('two');\n```\n"
LIB = "```js\nimport { mark } from './lib.js';\nconsole.log(mark);\n```\n"
BROKEN = "```js\nthrow new Error('broken');\n```\n"
IGNORED = "```js ignore\nnever\n```\n"


@pytest.fixture
def watching(ohosrun: Command) -> Watching:
    """watching(*flags) starts `ohosrun --watch --show-output page.md`."""

    def start(*flags: str) -> Running:
        return ohosrun.start("--watch", "--show-output", *flags, "page.md")

    return start


def places(running: Running) -> list[str]:
    """Outcome and line of every sample that was reported, in order."""
    reported = [line.split() for line in running.stdout.splitlines() if line.startswith(("pass ", "fail "))]
    return [f"{words[0]} {words[1].rpartition(':')[2]}" for words in reported]


def test_only_the_samples_that_changed_run_again(watching: Watching, tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(ONE + TWO + BROKEN + IGNORED)
    running = watching()
    running.wait_for_line("4 samples: 2 passed, 1 failed, 1 skipped")
    in_place(page, ONE + TWO.replace("two", "changed") + BROKEN + IGNORED)
    running.wait_for_line("changed")
    running.wait_for_line("4 samples: 2 passed, 1 failed, 1 skipped")
    in_place(page, ONE + TWO.replace("two", "changed") + BROKEN.replace("throw", "void") + IGNORED)
    running.wait_for_line("4 samples: 3 passed, 0 failed, 1 skipped")
    assert places(running) == ["pass 1", "pass 4", "fail 7", "pass 4", "pass 7"]


def test_a_sample_that_only_moved_does_not_run_again(watching: Watching, tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(ONE + TWO + ONE)
    running = watching()
    running.wait_for_line("3 samples")
    in_place(page, "# A heading\n\n" + TWO + ONE + ONE)
    running.wait_for_line("3 samples: 3 passed")
    in_place(page, TWO + ONE + ONE + ONE)
    running.wait_for_line("4 samples: 4 passed")
    assert places(running) == ["pass 1", "pass 4", "pass 7", "pass 10"]


def test_a_sample_runs_again_when_a_file_it_imports_changes(watching: Watching, tmp_path: Path) -> None:
    lib = tmp_path / "lib.js"
    lib.write_text("export const mark = 'first';\n")
    (tmp_path / "page.md").write_text(ONE + LIB)
    running = watching()
    running.wait_for_line("first")
    lib.write_text("export const mark = 'second';\n")
    running.wait_for_line("second")
    lib.unlink()
    running.wait_for_line("1 failed")
    lib.write_text("export const mark = 'third';\n")
    running.wait_for_line("third")
    running.wait_for_line("2 samples: 2 passed")
    assert places(running) == ["pass 1", "pass 4", "pass 4", "fail 4", "pass 4"]


def test_every_sample_runs_again_when_the_settings_change(watching: Watching, tmp_path: Path) -> None:
    (tmp_path / "page.md").write_text(ONE + TWO)
    running = watching()
    running.wait_for_line("2 samples")
    (tmp_path / "ohosrun.toml").write_text("strict = true\n")
    running.wait_for_line("2 samples")
    assert places(running) == ["pass 1", "pass 4"] * 2


def test_r_runs_every_sample_again(tmp_path: Path) -> None:
    (tmp_path / "page.md").write_text(ONE + TWO)
    with Terminal([INSTALLED, "--watch", "page.md"], tmp_path) as terminal:
        terminal.wait_for("run 1 done")
        terminal.press("r")
        terminal.wait_for("page.md:1")
        terminal.wait_for("page.md:4")
        terminal.wait_for("run 2 done")


def test_a_save_during_an_endless_sample_stops_it_and_keeps_what_was_done(watching: Watching, tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(ONE + "```js\nfor (;;) {}\n```\n" + TWO)
    running = watching()
    running.wait_for_line("one")
    in_place(page, ONE + "```js\nconsole.log('ends');\n```\n" + TWO)
    running.wait_for_line("3 samples: 3 passed")
    assert places(running) == ["pass 1", "pass 4", "pass 7"]


def test_every_save_of_a_page_is_seen_exactly_once(watching: Watching, tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(ONE + TWO)
    running = watching()
    running.wait_for_line("2 samples")
    for number, save in enumerate((SAVES["in_place"], SAVES["temporary_file_and_rename"], SAVES["vim"]) * 3):
        save(page, ONE + TWO.replace("two", f"version {number}"))
        running.wait_for_line(f"version {number}")
        running.wait_for_line("2 samples")
    assert places(running) == ["pass 1", *["pass 4"] * 10]


def test_a_page_that_is_deleted_is_waited_for(watching: Watching, tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(ONE)
    running = watching()
    running.wait_for_line("1 sample")
    page.unlink()
    running.wait_for_line("page.md is gone", stream="stderr")
    in_place(page, TWO)
    running.wait_for_line("page.md is back", stream="stderr")
    running.wait_for_line("two")
    in_place(page, "no sample at all\n")
    running.wait_for_line("error: no sample that runs in page.md", stream="stderr")
    in_place(page, ONE)
    running.wait_for_line("one")


def test_only_one_sample_is_watched_with_only(watching: Watching, tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(ONE + TWO + IGNORED)
    running = watching("--only", "5")
    running.wait_for_line("two")
    in_place(page, ONE + TWO.replace("two", "again") + IGNORED)
    running.wait_for_line("again")
    in_place(page, ONE)
    running.wait_for_line("error: page.md: no sample at line 5", stream="stderr")
    assert places(running) == ["pass 4"] * 2


def test_ctrl_c_ends_it_with_130_in_an_endless_sample(watching: Watching, tmp_path: Path) -> None:
    (tmp_path / "page.md").write_text(ONE + "```js\nfor (;;) {}\n```\n")
    running = watching()
    running.wait_for_line("one")
    running.interrupt()
    run = running.wait()
    assert run.returncode == 130
    assert "Traceback" not in run.stderr


@pytest.mark.parametrize("flags", [["--list"], ["--junit", "report.xml"], ["--jobs", "2"]])
def test_what_is_about_one_run_does_not_go_with_watch(flags: list[str], ohosrun: Command, tmp_path: Path) -> None:
    (tmp_path / "page.md").write_text(ONE)
    run = ohosrun("--watch", *flags, "page.md")
    assert (run.returncode, run.stdout) == (2, "")
    assert "--list, --junit and --jobs do not go with --watch" in run.stderr


def test_connections_are_made_anew_when_their_settings_change(watching: Watching, tmp_path: Path) -> None:
    """Nothing listens on 127.0.0.2, so that it depends on --resolve alone who answers."""
    with HttpServer(lambda _: Response("answered")) as server:
        config = tmp_path / "ohosrun.toml"
        config.write_text(f'resolve = ["name.test:{server.port}:127.0.0.2"]\n')
        asks = f"""http.createHttp().request('http://name.test:{server.port}', (error, data) => {{
          console.log(error ? error.code : data.result);
        }});"""
        (tmp_path / "page.md").write_text(f"```js\nimport http from '@ohos.net.http';\n{asks}\n```\n")
        running = watching()
        running.wait_for_line("2300007")
        config.write_text(f'resolve = ["name.test:{server.port}:127.0.0.1"]\n')
        running.wait_for_line("answered")
        # The connection that is kept leads to the wrong one.
        config.write_text(f'resolve = ["name.test:{server.port}:127.0.0.2"]\n')
        running.wait_for_line("2300007")
