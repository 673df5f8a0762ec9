"""The keys of `ohosrun --watch` on a real pseudo-terminal, and the terminal it leaves behind."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.command import INSTALLED
from tests.editors import in_place
from tests.servers.raw import RawServer, receive, wait_for_hang_up
from tests.terminal import CTRL_BACKSLASH, CTRL_C, CTRL_Z, Terminal

CLEAR = "\x1b[H\x1b[2J\x1b[3J"
RELOADS = 400
# For a thousand reloads 5 MB are allowed.
GROWTH_LIMIT = 5_000_000 * RELOADS // 1000

ENDLESS = "console.log('looping');\nfor (;;) {}\n"


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[Callable[..., Terminal]]:
    """terminal(text, *flags) starts `ohosrun --watch main.js` on a terminal, with `text` in main.js."""
    started: list[Terminal] = []

    def start(text: str, *flags: str) -> Terminal:
        (tmp_path / "main.js").write_text(text)
        started.append(Terminal([INSTALLED, "--watch", *flags, "main.js"], tmp_path).__enter__())
        started[-1].wait_for("run 1")
        return started[-1]

    yield start
    for each in started:
        each.__exit__(None, None, None)


@pytest.fixture
def shell(tmp_path: Path) -> Iterator[Terminal]:
    """An interactive shell that knows jobs."""
    (tmp_path / "main.js").write_text("console.log('ran');\n")
    with Terminal(["bash", "--norc", "--noprofile", "--noediting", "-i"], tmp_path) as terminal:
        terminal.wait_for("$ ")
        yield terminal


# Keys -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("typed", ["r", "R", "r\n"])
def test_r_runs_again(typed: str, terminal: Callable[..., Terminal]) -> None:
    watch = terminal("console.log('ran');\n")
    watch.wait_for("run 1 done")
    watch.press(typed)
    watch.wait_for("run 2 · asked for")
    watch.wait_for("ran")
    watch.wait_for("run 2 done")


def test_r_runs_again_out_of_an_endless_loop(terminal: Callable[..., Terminal]) -> None:
    watch = terminal(ENDLESS)
    for _ in range(3):
        watch.wait_for("looping")
        watch.press("r")
    watch.wait_for("run 4")


@pytest.mark.parametrize("text", ["console.log('looping');\n", ENDLESS, "throw 'looping';\n"])
def test_q_quits(text: str, terminal: Callable[..., Terminal]) -> None:
    watch = terminal(text)
    watch.wait_for("looping")
    watch.press("q")
    assert watch.wait() == 0
    assert watch.has_lines_and_echo()


def test_c_clears_the_terminal(terminal: Callable[..., Terminal]) -> None:
    watch = terminal(ENDLESS)
    watch.wait_for("looping")
    assert CLEAR not in watch.screen
    watch.press("c")
    watch.wait_for(CLEAR)


def test_other_keys_and_pastes_do_nothing_and_are_not_shown(terminal: Callable[..., Terminal]) -> None:
    watch = terminal("console.log('ran');\n")
    watch.wait_for("run 1 done")
    for typed in ("x", "\x1b[A", "request", "é", "\x04", "\n", " "):
        watch.press(typed)
    presses = press_until("r", "run 2 done", watch)
    watch.press("q")
    assert watch.wait() == 0
    assert 2 <= watch.screen.count("ran") <= 1 + presses
    assert "request" not in watch.screen.replace("0 requests", "")


def test_the_keys_are_told_once(terminal: Callable[..., Terminal]) -> None:
    watch = terminal("console.log('ran');\n")
    watch.wait_for("run 1 done")
    watch.press("r")
    watch.wait_for("run 2 done")
    assert watch.screen.count("r runs again, c clears, q quits") == 1


def press_until(key: str, effect: str, terminal: Terminal) -> int:
    """Press `key` until it has its effect: what arrives together with other keys is a paste. Returns how often."""
    for presses in range(1, 51):
        terminal.press(key)
        with contextlib.suppress(TimeoutError):
            terminal.wait_for(effect, timeout=0.2)
            return presses
    raise TimeoutError(f"{key!r} had no effect\n{terminal.screen}")


# The terminal afterwards ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["console.log('looping');\n", ENDLESS])
@pytest.mark.parametrize(
    ("end", "code"),
    [
        (lambda watch: watch.press(CTRL_C), 130),
        (lambda watch: watch.press(CTRL_BACKSLASH), -signal.SIGQUIT),
        (lambda watch: watch.process.terminate(), -signal.SIGTERM),
        (lambda watch: watch.process.send_signal(signal.SIGHUP), -signal.SIGHUP),
    ],
    ids=["Ctrl-C", "Ctrl-backslash", "SIGTERM", "SIGHUP"],
)
def test_the_terminal_is_put_back(
    end: Callable[[Terminal], None], code: int, text: str, terminal: Callable[..., Terminal]
) -> None:
    watch = terminal(text)
    watch.wait_for("looping")
    assert not watch.has_lines_and_echo()
    end(watch)
    assert watch.wait() == code
    assert watch.has_lines_and_echo()


@pytest.mark.parametrize("text", ["console.log('ran');\n", ENDLESS.replace("looping", "ran")])
def test_the_terminal_is_put_back_while_suspended(text: str, shell: Terminal, tmp_path: Path) -> None:
    (tmp_path / "main.js").write_text(text)
    shell.press(f"{INSTALLED} --watch main.js\n")
    shell.wait_for("ran")
    shell.press(CTRL_Z)
    shell.wait_for("Stopped")
    shell.wait_for("$ ")
    assert shell.has_lines_and_echo()
    in_place(tmp_path / "main.js", "console.log('saved meanwhile');\n")
    shell.press("fg\n")
    shell.wait_for("saved meanwhile")
    shell.wait_for("run 2 done")
    shell.press("r")
    shell.wait_for("run 3 done")
    shell.press("q")
    shell.wait_for("$ ")
    assert shell.has_lines_and_echo()


def test_the_terminal_of_another_job_is_left_alone(shell: Terminal, tmp_path: Path) -> None:
    shell.press(f"{INSTALLED} --watch main.js &\n")
    shell.wait_for("run 1 done")
    assert shell.has_lines_and_echo()
    in_place(tmp_path / "main.js", "console.log('in the background');\n")
    shell.wait_for("in the background")
    shell.wait_for("run 2 done")
    shell.press("jobs\n")
    shell.wait_for("Running")
    shell.press("fg\n")
    shell.wait_for("--watch main.js")
    press_until("r\n", "run 3 · asked for", shell)
    shell.press("q\n")
    shell.wait_for("$ ")


def test_standard_input_that_is_no_terminal_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "main.js").write_text("console.log('first');\n")
    reader, writer = os.pipe()
    os.write(writer, b"q\nr\n")
    process = subprocess.Popen(
        [INSTALLED, "--watch", "main.js"], cwd=tmp_path, stdin=reader, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )
    assert process.stdout is not None
    try:
        assert process.stdout.readline() == b"first\n"
        in_place(tmp_path / "main.js", "console.log('second');\n")
        assert process.stdout.readline() == b"second\n"
        process.send_signal(signal.SIGINT)
        assert process.wait(10) == 130
        assert os.read(reader, 10) == b"q\nr\n"
    finally:
        process.kill()
        process.wait()
        process.stdout.close()
        os.close(reader)
        os.close(writer)


# What is shown --------------------------------------------------------------------------------------------------


def test_the_screen_is_cleared_before_each_reload_only_with_clear(terminal: Callable[..., Terminal]) -> None:
    for flags, clears in (((), 0), (("--clear",), 2)):
        watch = terminal("console.log('ran');\n", *flags)
        for number in (1, 2):
            watch.wait_for(f"run {number} done")
            watch.press("r")
        watch.wait_for("run 3 done")
        assert watch.screen.count(CLEAR) == clears


def test_the_lines_are_dim_and_plain_without_colour(terminal: Callable[..., Terminal]) -> None:
    watch = terminal("console.log('ran');\n")
    watch.wait_for("run 1 done")
    watch.wait_for("\x1b[0m")
    lines = [line for line in watch.screen.splitlines() if "watch:" in line]
    assert len(lines) == 2
    assert all(line.startswith("\x1b[2mwatch: ") and line.endswith("\x1b[0m") for line in lines)
    plain = terminal("console.log('ran');\n", "--no-color")
    plain.wait_for("run 1 done")
    assert "\x1b" not in plain.screen


# A long day -----------------------------------------------------------------------------------------------------


def test_reloads_with_requests_in_flight_leave_memory_and_descriptors_where_they_were(
    terminal: Callable[..., Terminal],
) -> None:
    with RawServer([receive(), wait_for_hang_up()]) as server:
        watch = terminal(
            "import http from '@ohos.net.http';\n"
            "setInterval(() => {}, 10);\n"
            f"for (let i = 0; i < 2; i++) http.createHttp().request('{server.url}', () => console.log('callback'));\n"
            "http.createHttp().request('EXAMPLE_URL', (error, data) => console.log('ready ' + data.responseCode));\n"
        )
        for _ in range(RELOADS // 4):
            watch.wait_for("ready 200")
            watch.press("r")
        before = memory(watch), descriptors(watch)
        for _ in range(RELOADS):
            watch.wait_for("ready 200")
            watch.press("r")
        watch.wait_for("ready 200")
        after = memory(watch), descriptors(watch)
        assert "callback" not in watch.screen
    assert after[0] - before[0] < GROWTH_LIMIT
    assert abs(after[1] - before[1]) <= 4


def memory(terminal: Terminal) -> int:
    """Resident memory in bytes (proc_pid_statm(5))."""
    with open(f"/proc/{terminal.process.pid}/statm", encoding="utf-8") as file:
        return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def descriptors(terminal: Terminal) -> int:
    return len(os.listdir(f"/proc/{terminal.process.pid}/fd"))
