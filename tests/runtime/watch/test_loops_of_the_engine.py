"""A run that cannot be interrupted, in a loop inside the engine's own functions: saves, keys and limits work."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.command import INSTALLED, Command, Running
from tests.editors import in_place
from tests.terminal import CTRL_C, Terminal
from tests.test_native_loops import LOOPS, OUTPUT, PRINTED

Watching = Callable[..., Running]

SORT = LOOPS["sort"]


@pytest.fixture
def watching(ohosrun: Command) -> Watching:
    """watching(*arguments) starts `ohosrun --watch` with them."""
    return lambda *arguments: ohosrun.start(*(arguments or ("main.js",)), "--watch")


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[Terminal]:
    """`ohosrun --watch main.js` on a terminal, with a program that is in a loop by now."""
    (tmp_path / "main.js").write_text(f"{PRINTED} {SORT}")
    with Terminal([INSTALLED, "--watch", "main.js"], tmp_path) as terminal:
        terminal.wait_for("to stderr")
        yield terminal


def engine_of(pid: int) -> int:
    """The process with the engine, below the one that watches and the one that forks."""
    for _ in range(2):
        children = Path(f"/proc/{pid}/task/{pid}/children")
        if not children.exists():
            pytest.skip("the system does not tell the children of a process")
        (child,) = children.read_text(encoding="utf-8").split()
        pid = int(child)
    return pid


@pytest.mark.parametrize("loop", ["sort", "in a getter of an error"])
def test_a_save_ends_it_and_loses_no_output(loop: str, watching: Watching, script: Callable[..., Path]) -> None:
    path = script(f"{PRINTED} {LOOPS[loop]}")
    running = watching()
    running.wait_for_line("to stderr", stream="stderr")
    in_place(path, "console.log('out of it');")
    running.wait_for_line("run 1 stopped after", stream="stderr")
    running.wait_for_line("run 2 · main.js changed", stream="stderr")
    running.wait_for_line("run 2 done", stream="stderr")
    assert running.stdout == OUTPUT + "out of it\n"


def test_a_save_of_what_the_program_imported_ends_it(watching: Watching, script: Callable[..., Path]) -> None:
    script("await import('./loop.js');")
    path = script(f"import './other.js'; {SORT}", "loop.js")
    script("console.log('looping');", "other.js")
    running = watching()
    running.wait_for_line("looping")
    in_place(path, "console.log('out of it');")
    running.wait_for_line("out of it")
    in_place(path, f"import './other.js'; {SORT}")
    running.wait_for_line("looping")
    in_place(script("", "other.js"), "throw 'out of it';")
    running.wait_for_line("run 4 failed", stream="stderr")


def test_keys_work(terminal: Terminal) -> None:
    terminal.press("r")
    terminal.wait_for("run 2 · asked for")
    terminal.wait_for("to stderr")
    terminal.press("q")
    assert terminal.wait() == 0
    assert terminal.screen.count("last") == 2
    assert terminal.has_lines_and_echo()


def test_ctrl_c_works(terminal: Terminal) -> None:
    terminal.press(CTRL_C)
    terminal.wait_for("interrupted")
    assert terminal.wait() == 130
    assert terminal.has_lines_and_echo()
    assert "last" in terminal.screen


def test_a_signal_to_one_process_ends_all(watching: Watching, script: Callable[..., Path]) -> None:
    script(f"console.log('looping'); {SORT}")
    running = watching()
    running.wait_for_line("looping")
    os.kill(running.pid, signal.SIGTERM)
    # It would fail here if anything still held the streams.
    assert running.wait(10).returncode == -signal.SIGTERM


def test_the_time_limit_holds(watching: Watching, script: Callable[..., Path]) -> None:
    path = script(f"console.log('looping'); {SORT}")
    running = watching("main.js", "--timeout", "0.3")
    running.wait_for_line("looping")
    running.wait_for_line("stopped: still running after 0.3 s (--timeout)", stream="stderr")
    running.wait_for_line("(exit code 124)", stream="stderr")
    in_place(path, "console.log('next');")
    running.wait_for_line("next")


def test_samples_of_a_page(watching: Watching, tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    sample = f"```js\n{SORT}\n```\n"
    page.write_text("```js\n1\n```\n" + sample)
    running = watching("page.md", "--timeout", "0.3")
    running.wait_for_line("page.md:4: still running after 0.3 s (--timeout)", stream="stderr")
    in_place(page, "```js\n1\n```\n```js\n2\n```\n")
    running.wait_for_line("2 samples: 2 passed")


def test_cases_of_a_test(watching: Watching, tmp_path: Path) -> None:
    test = """import {{ describe, it }} from '@ohos/hypium';
    export default () => describe('a', () => {{ it('c', 0, () => {{ {}; }}); }});"""
    path = tmp_path / "a.test.js"
    path.write_text(test.format(SORT))
    running = watching("test", ".", "--test-timeout", "300")
    running.wait_for_line("a.test.js: a test that takes longer than its time cannot be ended", stream="stderr")
    in_place(path, test.format(1))
    running.wait_for_line("run 2", stream="stderr")
    running.wait_for_line("1 passed")


def test_the_example_server_outlives_it(watching: Watching, script: Callable[..., Path]) -> None:
    asks = """import http from '@ohos.net.http';
    const got = await http.createHttp().request('EXAMPLE_URL/get');
    console.log(JSON.parse(got.result).headers.Host ?? got.result);"""
    path = script(f"{asks} {SORT}")
    running = watching()
    before = running.wait_for_line("")
    in_place(path, asks)
    assert running.wait_for_line("") == before
    running.wait_for_line("run 2 done", stream="stderr")
    assert running.stderr.count("EXAMPLE_URL is") == 1


def test_an_engine_that_dies_is_replaced(watching: Watching, script: Callable[..., Path]) -> None:
    path = script("console.log('waits'); setTimeout(() => {}, 1e6);")
    running = watching()
    running.wait_for_line("waits")
    os.kill(engine_of(running.pid), signal.SIGSEGV)
    running.wait_for_line("error: the process that ran it was ended by signal 11", stream="stderr")
    running.wait_for_line("run 1 failed", stream="stderr")
    in_place(path, "console.log('next');")
    running.wait_for_line("next")


def test_an_ordinary_rerun_is_in_the_same_process(watching: Watching, script: Callable[..., Path]) -> None:
    path = script("console.log('looping'); for (;;) {}")
    running = watching()
    running.wait_for_line("looping")
    engine = engine_of(running.pid)
    in_place(path, "console.log('next');")
    running.wait_for_line("next")
    assert engine_of(running.pid) == engine


def test_without_fork_all_is_in_one_process(tmp_path: Path, script: Callable[..., Path]) -> None:
    path = script("console.log('looping'); for (;;) {}")
    without_fork = "import os, sys, ohosrun; del os.fork; ohosrun.main()"
    running = Command(tmp_path, [sys.executable, "-c", without_fork]).start("--watch", "main.js")
    with running:
        running.wait_for_line("looping")
        in_place(path, "console.log('next');")
        running.wait_for_line("next")
        running.wait_for_line("run 2 done", stream="stderr")
        running.interrupt()
        assert running.wait().returncode == 130


def test_steps_are_taken_in_each_run(watching: Watching, tmp_path: Path) -> None:
    text = """@Entry @Component struct Page {{
      @State count: number = 0
      build() {{ Column() {{ Button('{}').onClick(() => {{ this.count += {} }}) }} }}
    }}"""
    path = tmp_path / "Page.ets"
    path.write_text(text.format("Add", 1))
    running = watching("Page.ets", "--tap", "Add")
    running.wait_for_line("count 0 → 1", stream="stderr")
    running.wait_for_line("run 1 done", stream="stderr")
    in_place(path, text.format("Add", 5))
    running.wait_for_line("count 0 → 5", stream="stderr")
    in_place(path, text.format("Other", 5))
    running.wait_for_line("run 3 failed", stream="stderr")
    assert "Add" in running.stderr.rpartition("run 3 · ")[2]
