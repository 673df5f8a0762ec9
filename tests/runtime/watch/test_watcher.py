"""`ohosrun --watch` as a person uses it: what a reload ends and what it keeps, what it survives, what it says."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.command import INSTALLED, Command, Running
from tests.editors import in_place
from tests.servers.http import HttpServer, Response
from tests.servers.raw import RawServer, receive, wait_for_hang_up
from tests.servers.tls import Certificates

Script = Callable[..., Path]

_FOREVER = "setInterval(() => {}, 1000);\n"
_ENDLESS = "for (;;) {}\n"


@pytest.fixture
def watch(ohosrun: Command) -> Callable[..., Running]:
    """watch(*flags) starts `ohosrun --watch main.js`."""

    def start(*flags: str | Path) -> Running:
        return ohosrun.start("--watch", *flags, "main.js")

    return start


def request(url: str, then: str = "") -> str:
    return f"""\
import http from '@ohos.net.http';
http.createHttp().request('{url}', (error, data) => {{ {then or "console.log(error ? error.code : data.result)"}; }});
"""


# A save during a run --------------------------------------------------------------------------------------------


def test_a_save_during_a_run_stops_its_timers(watch: Callable[..., Running], script: Script) -> None:
    path = script("setInterval(() => console.log('old'), 1);\n")
    running = watch()
    running.wait_for_line("old")
    in_place(path, "let ticks = 0;\nsetInterval(() => console.log('new', ++ticks), 1);\n")
    running.wait_for_line("new 100")
    after = running.stdout[running.stdout.index("new 1\n") :]
    assert "old" not in after


@pytest.mark.parametrize("endless", [_ENDLESS, "await null; for (;;) {}\n", "setTimeout(() => { for (;;) {} }, 0);\n"])
def test_a_save_during_an_endless_loop_stops_it(endless: str, watch: Callable[..., Running], script: Script) -> None:
    path = script("console.log('looping');\n" + endless)
    running = watch()
    running.wait_for_line("looping")
    in_place(path, "console.log('out of it');\n")
    running.wait_for_line("out of it")
    running.wait_for_line("run 1 stopped after", stream="stderr")
    running.wait_for_line("run 2 done", stream="stderr")


def test_a_save_during_a_run_cancels_its_transfers(watch: Callable[..., Running], script: Script) -> None:
    with RawServer([receive(), wait_for_hang_up()]) as silent, HttpServer(lambda _: Response("answered")) as server:
        path = script(request(silent.url, "console.log('the old run goes on', error)"))
        running = watch()
        silent.wait_until(lambda: silent.open_connections == 1 and len(silent.requests) == 1)
        in_place(path, request(server.url))
        running.wait_for_line("answered")
        silent.wait_until(lambda: silent.open_connections == 0)
        running.wait_for_line("run 2 done", stream="stderr")
    assert running.stdout == "answered\n"


def test_no_callback_of_the_old_run_is_seen_again(watch: Callable[..., Running], script: Script) -> None:
    """The first run's answer arrives long after the save and while the second run waits for its own."""
    with HttpServer(lambda received: Response(received.target, delay_ms=700)) as server:
        path = script(request(server.url + "/old"))
        running = watch()
        server.wait_until(lambda: len(server.requests) == 1)
        in_place(path, request(server.url + "/new"))
        running.wait_for_line("run 2 done", stream="stderr")
        running.wait_for_line("/new")
    assert running.stdout == "/new\n"


# What is kept ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("secure", [False, True])
def test_connections_stay_open_from_run_to_run(
    secure: bool, watch: Callable[..., Running], script: Script, certificates: Certificates
) -> None:
    with HttpServer(lambda _: Response("answered"), tls=certificates.good() if secure else None) as server:
        path = script(request(server.url))
        running = watch("--cacert", certificates.ca_file)
        running.wait_for_line("answered")
        for number in range(5):
            running.wait_for_line("1 request", stream="stderr")
            in_place(path, request(server.url) + f"// {number}\n")
            running.wait_for_line("answered")
        assert (len(server.requests), server.connections) == (6, 1)


def test_the_example_server_keeps_its_port(watch: Callable[..., Running], script: Script) -> None:
    asks = request("EXAMPLE_URL", "console.log(error ? error.code : 'answered')")
    path = script(asks)
    running = watch()
    running.wait_for_line("EXAMPLE_URL is http", stream="stderr")
    for number in range(3):
        running.wait_for_line("answered")
        in_place(path, asks + f"// {number}\n")
    running.wait_for_line("answered")
    assert running.stderr.count("EXAMPLE_URL is http") == 1


def test_connections_are_made_anew_when_their_settings_change(
    watch: Callable[..., Running], script: Script, tmp_path: Path
) -> None:
    """Nothing listens on 127.0.0.2, so that it depends on --resolve alone who answers."""
    with HttpServer(lambda _: Response("answered")) as server:
        config = tmp_path / "ohosrun.toml"
        config.write_text(f'resolve = ["name.test:{server.port}:127.0.0.2"]\n')
        script(request(f"http://name.test:{server.port}"))
        running = watch()
        running.wait_for_line("2300007")
        config.write_text(f'resolve = ["name.test:{server.port}:127.0.0.1"]\n')
        running.wait_for_line("answered")
        # The connection that is kept leads to the wrong one.
        config.write_text(f'resolve = ["name.test:{server.port}:127.0.0.2"]\n')
        running.wait_for_line("2300007")


def test_each_run_has_fresh_globals(watch: Callable[..., Running], script: Script) -> None:
    counts = "globalThis.runs = (globalThis.runs ?? 0) + 1;\nArray.prototype.mine ??= [];\n"
    path = script(counts + "console.log(runs, Array.prototype.mine.push(1));\n")
    running = watch()
    running.wait_for_line("1 1")
    in_place(path, counts + "console.log('again', runs, Array.prototype.mine.push(1));\n")
    running.wait_for_line("again 1 1")


def test_a_time_limit_of_one_run_is_not_the_next_ones(watch: Callable[..., Running], script: Script) -> None:
    path = script("console.log('first');\n")
    running = watch("--timeout", "0.4")
    running.wait_for_line("first")
    running.wait_for_line("run 1 done", stream="stderr")
    for number in range(3):
        in_place(path, f"setTimeout(() => console.log('waited {number}'), 300);\n")
        running.wait_for_line(f"waited {number}")
    in_place(path, _FOREVER)
    running.wait_for_line("still running after 0.4 s", stream="stderr")
    running.wait_for_line("failed", stream="stderr")
    in_place(path, "console.log('alive');\n")
    running.wait_for_line("alive")


# What it survives -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("broken", "says", "code"),
    [
        ("let = = 1;\n", "error:", 1),
        ("throw new Error('thrown');\n", "uncaught: Error: thrown", 1),
        ("Promise.reject(new Error('rejected'));\n", "unhandled rejection: Error: rejected", 1),
        ("setTimeout(() => { throw new Error('late'); }, 1);\n", "uncaught: Error: late", 1),
        ("import './nowhere.js';\n", "no such file: nowhere.js", 1),
        ("import '@ohos.nothing';\n", "the SDK has no module '@ohos.nothing'", 1),
        ("await new Promise(() => {});\n", "top-level await can never settle", 13),
        (
            "const a = []; for (;;) a.push(new Array(1e6).fill(a.length));\n",
            "stopped: the script needs more than 64 MiB",
            1,
        ),
    ],
)
def test_it_stays_alive_after_a_failure_on_the_very_first_run(
    broken: str, says: str, code: int, watch: Callable[..., Running], script: Script
) -> None:
    path = script(broken)
    running = watch("--memory-limit", "64")
    running.wait_for_line(says, stream="stderr")
    running.wait_for_line(f"(exit code {code})", stream="stderr")
    in_place(path, "console.log('alive');\n")
    running.wait_for_line("alive")
    assert running.stderr.count(says) == 1


def test_an_entry_file_that_is_deleted_is_waited_for(watch: Callable[..., Running], script: Script) -> None:
    path = script("console.log('here');\n")
    running = watch()
    running.wait_for_line("here")
    for _ in range(2):
        path.unlink()
        running.wait_for_line("main.js is gone", stream="stderr")
        in_place(path, "console.log('here');\n")
        running.wait_for_line("main.js is back", stream="stderr")
        running.wait_for_line("here")
    assert running.stdout == "here\n" * 3


def test_a_file_that_is_not_there_at_the_start_is_wrong_usage(ohosrun: Command) -> None:
    run = ohosrun("--watch", "nowhere.js")
    assert (run.returncode, run.stdout) == (2, "")
    assert "nowhere.js: no such file" in run.stderr


@pytest.mark.parametrize("arguments", [["-e", "1"], ["-"], ["/dev/stdin"]])
def test_what_is_no_file_cannot_be_watched(arguments: list[str], ohosrun: Command) -> None:
    run = ohosrun("--watch", *arguments)
    assert run.returncode == 2
    assert run.stderr.startswith("error: --watch needs a program in a file\n")


# Ctrl-C ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["1;\n", _FOREVER, _ENDLESS, "throw new Error('x');\n", "let = = 1;\n"])
def test_ctrl_c_ends_it_with_130(text: str, watch: Callable[..., Running], script: Script) -> None:
    script("console.log('started');\n" + text)
    running = watch()
    running.wait_for_line("run 1", stream="stderr")
    if "=" not in text:
        running.wait_for_line("started")
    running.interrupt()
    run = running.wait()
    assert run.returncode == 130
    assert "Traceback" not in run.stderr


def test_ctrl_c_ends_it_with_130_while_the_entry_is_gone(watch: Callable[..., Running], script: Script) -> None:
    path = script("console.log('started');\n")
    running = watch()
    running.wait_for_line("started")
    path.unlink()
    running.wait_for_line("is gone", stream="stderr")
    running.interrupt()
    assert running.wait().returncode == 130


def test_ctrl_c_ends_it_with_130_at_any_moment(watch: Callable[..., Running], script: Script) -> None:
    """From the first line on: during the imports that follow, a run, its end, a save and the next run."""
    path = script("console.log('started');\n")
    for step in range(10):
        running = watch()
        running.wait_for_line("run 1", stream="stderr")
        saves = threading.Timer(step * 0.005, in_place, (path, f"console.log('saved {step}');\n"))
        saves.start()
        interrupts = threading.Timer(step * 0.02, running.interrupt)
        interrupts.start()
        run = running.wait()
        saves.join()
        interrupts.join()
        assert run.returncode == 130
        assert "Traceback" not in run.stderr


def test_ctrl_c_is_not_lost_when_a_save_stops_the_run_at_the_same_time(
    watch: Callable[..., Running], script: Script
) -> None:
    path = script("console.log('started');\n" + _ENDLESS)
    for step in range(6):
        running = watch()
        running.wait_for_line("started")
        in_place(path, f"console.log('started');\n// {step}\n" + _ENDLESS)
        interrupts = threading.Timer(0.027 + step * 0.003, running.interrupt)
        interrupts.start()
        assert running.wait().returncode == 130
        interrupts.join()


# What it says ---------------------------------------------------------------------------------------------------


def test_one_line_before_each_run_and_one_after(watch: Callable[..., Running], script: Script) -> None:
    with HttpServer(lambda _: Response("answered")) as server:
        path = script("console.log('first');\n")
        running = watch()
        first = running.wait_for_line("", stream="stderr")
        assert first.startswith("watch: run 1 · ")
        assert len(first.rpartition(" · ")[2].split(":")) == 3
        assert running.wait_for_line("", stream="stderr").startswith("watch: run 1 done in ")
        in_place(path, request(server.url))
        before = running.wait_for_line("", stream="stderr")
        assert before.startswith("watch: run 2 · main.js changed · ")
        after = running.wait_for_line("watch:", stream="stderr")
        assert after.startswith("watch: run 2 done in ")
        assert after.endswith(" · 1 request")
        in_place(path, "throw 1;\n")
        assert "run 3 · main.js changed" in running.wait_for_line("", stream="stderr")
        assert "run 3 failed in " in running.wait_for_line("watch:", stream="stderr")


def test_a_run_with_something_pending_is_said_to_be_still_running(
    watch: Callable[..., Running], script: Script
) -> None:
    path = script(_FOREVER)
    running = watch()
    running.wait_for_line("run 1 still running: timers or requests are pending", stream="stderr")
    in_place(path, "setTimeout(() => console.log('over'), 1300);\n")
    running.wait_for_line("run 2 still running", stream="stderr")
    running.wait_for_line("run 2 done in 1.", stream="stderr")
    assert "run 1 stopped" not in running.stderr


def test_the_error_screen_is_printed_exactly_once(watch: Callable[..., Running], script: Script) -> None:
    path = script("console.log('first');\n")
    running = watch()
    running.wait_for_line("run 1 done", stream="stderr")
    in_place(path, "throw new Error('the one error');\n")
    running.wait_for_line("run 2 failed", stream="stderr")
    in_place(path, "console.log('last');\n")
    running.wait_for_line("last")
    assert running.stderr.count("uncaught: Error: the one error") == 1


def test_a_warning_when_an_error_repeats_unchanged(watch: Callable[..., Running], script: Script) -> None:
    path = script("throw new Error('first');\n")
    running = watch()
    running.wait_for_line("run 1 failed", stream="stderr")
    in_place(path, "throw new Error('first');\n// A comment does not help.\n")
    running.wait_for_line("warning: the same error as in run 1", stream="stderr")
    in_place(path, "throw new Error('second');\n")
    running.wait_for_line("run 3 failed", stream="stderr")
    in_place(path, "console.log('mended');\n")
    running.wait_for_line("mended")
    in_place(path, "throw new Error('second');\n")
    running.wait_for_line("run 5 failed", stream="stderr")
    in_place(path, "console.log('mended again');\n")
    running.wait_for_line("mended again")
    assert running.stderr.count("the same error") == 1


def test_stdout_carries_the_output_of_the_program_alone(watch: Callable[..., Running], script: Script) -> None:
    path = script("console.log('one');\n")
    running = watch("--clear")
    for text in ("console.log('two');\n", "throw 1;\n", "console.log('three');\n"):
        running.wait_for_line(" in ", stream="stderr")
        in_place(path, text)
    running.wait_for_line("three")
    assert running.stdout == "one\ntwo\nthree\n"
    assert "\x1b" not in running.stderr


def test_quiet_leaves_the_lines_out_and_keeps_errors(watch: Callable[..., Running], script: Script) -> None:
    path = script("console.log('one');\n")
    running = watch("--quiet")
    running.wait_for_line("one")
    in_place(path, "throw new Error('seen');\n")
    running.wait_for_line("uncaught: Error: seen", stream="stderr")
    in_place(path, "console.log('two');\n")
    running.wait_for_line("two")
    assert "watch:" not in running.stderr


def test_it_ends_when_nobody_reads_its_output_any_more(tmp_path: Path, script: Script) -> None:
    script("setInterval(() => console.log('line'), 5);\n")
    shell = Command(tmp_path, ["bash", "-c", f"'{INSTALLED}' --watch main.js | head -1; echo ${{PIPESTATUS[0]}}"])
    try:
        assert shell().stdout == f"line\n{128 + signal.SIGPIPE}\n"
    finally:
        shell.close()
