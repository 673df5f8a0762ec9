"""One run: how it ends, and that nothing of it is left behind."""

from __future__ import annotations

import gc
import os
import socket
import threading
import weakref
from collections.abc import Iterator
from pathlib import Path

import pytest

from bindings.registry import REGISTRY
from runtime.language.source import SourceError
from runtime.loop import Loop
from runtime.output.capture import CapturedOutput
from runtime.output.diagnostics import EXIT_ERROR, EXIT_OK, EXIT_UNSETTLED
from runtime.output.streams import STDERR, STDOUT
from runtime.run.program import Program, program_from_file, program_from_text
from runtime.run.session import Session
from runtime.run.shared import Shared
from runtime.settings.table import Settings
from tests.runtime.run.running_program import run_files, run_program


@pytest.fixture
def silent_server() -> Iterator[str]:
    """The url of a server that takes connections and never answers."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield f"http://127.0.0.1:{server.getsockname()[1]}/"


# How it ends ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["", " \n\t", "// nothing", "\ufeff", "await 1", "'use strict'"])
def test_a_program_that_does_nothing(text: str) -> None:
    outcome = run_program(text)
    assert (outcome.code, outcome.stdout, outcome.stderr) == (EXIT_OK, "", "")


@pytest.mark.parametrize(
    "text",
    [
        "await new Promise(() => {})",
        "setTimeout(() => {}); await new Promise(() => {})",
        "const p = new Promise(() => {}); for await (const x of [p]);",
    ],
)
def test_an_await_that_can_never_settle(text: str) -> None:
    outcome = run_program(f"console.log('start'); {text}\nconsole.log('never')")
    assert (outcome.code, outcome.stdout) == (EXIT_UNSETTLED, "start\n")
    assert outcome.stderr == (
        "error: a top-level await can never settle: no timer, request or other operation is pending\n"
    )


def test_a_promise_that_never_settles_elsewhere_is_nobodys_business() -> None:
    assert run_program("new Promise(() => {}); (async () => { await new Promise(() => {}) })()").code == EXIT_OK


def test_an_await_of_an_imported_module_that_can_never_settle(tmp_path: Path) -> None:
    files = {"main.js": "import './a.js'; console.log('never')", "a.js": "await new Promise(() => {})"}
    assert run_files(tmp_path, files).code == EXIT_UNSETTLED
    assert run_files(tmp_path, {"main.js": "await import('./a.js')"}).code == EXIT_UNSETTLED


def test_an_uncaught_error_of_the_program_comes_after_the_microtasks_it_has_queued() -> None:
    # The evaluation of a module ends in the rejection of a promise, whose reaction is queued behind them.
    outcome = run_program("queueMicrotask(() => console.log('micro')); throw new Error('mine')")
    assert outcome.stdout == "micro\n"
    assert outcome.stderr.startswith("uncaught: Error: mine\n")


def test_nothing_runs_after_an_uncaught_error() -> None:
    outcome = run_program("""
        setTimeout(() => { queueMicrotask(() => console.log('never')); throw new Error('mine') })
        setTimeout(() => console.log('never'))
        setInterval(() => console.log('never'), 1)
    """)
    assert (outcome.code, outcome.stdout) == (EXIT_ERROR, "")


def test_output_keeps_its_order_across_streams() -> None:
    output = CapturedOutput(styled=False)
    loop, shared = Loop(), Shared(REGISTRY)
    text = "console.log(1); console.error(2); console.log(3); console.warn(4); throw new Error('5')"
    Session(Program("/p/main.js", text), Settings(), output, loop, shared).run()
    loop.close()
    pieces = output.pieces()
    assert [stream for stream, _ in pieces] == [STDOUT, STDERR, STDOUT, STDERR]
    assert [text for _, text in pieces][:3] == ["1\n", "2\n", "3\n"]
    assert pieces[3][1].startswith("4\nuncaught: Error: 5")


# Memory -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "program",
    [
        "const a = []; for (;;) a.push({})",
        "const a = []; for (;;) a.push(new Array(100).fill(0))",
        "let s = ''; for (let i = 0; ; i++) s += 'abcdefgh' + i",
        "const a = []; for (;;) try { for (;;) a.push({}) } catch {}",
        "const a = []; async function f() { for (;;) { a.push({}); await 0 } } f()",
        "const a = []; (function f() { a.push(new Uint8Array(1000)); setTimeout(f); setTimeout(f) })()",
        "const a = []; for (;;) a.push(Promise.reject(1))",
        "const a = []; const f = () => { a.push(new Array(1000).fill(1)); f() }; f()",
        "new ArrayBuffer(1e8)",
        "setTimeout(() => new Array(1e7).fill(1))",
        "Promise.reject(new Array(1e7).fill(1))",
        "const m = new Map(); for (let i = 0; ; i++) m.set(i, i)",
        "globalThis.s = 'x'.repeat(6e6) + 'y'.repeat(6e6)",
    ],
)
def test_the_memory_limit_ends_the_run_with_a_clear_last_line(program: str) -> None:
    outcome = run_program(program, memory_limit=8)
    assert outcome.stderr.splitlines()[-1] == "stopped: the script needs more than 8 MiB (--memory-limit)"
    assert (outcome.code, outcome.stdout) == (EXIT_ERROR, "")
    assert "bug in ohosrun" not in outcome.stderr


def test_code_that_allocates_one_thing_that_is_too_large_is_stopped_when_it_returns() -> None:
    outcome = run_program(
        "globalThis.kept = new ArrayBuffer(2e7); setTimeout(() => console.log('never'))", memory_limit=8
    )
    assert (outcome.code, outcome.stdout) == (EXIT_ERROR, "")
    assert outcome.stderr == "stopped: the script needs more than 8 MiB (--memory-limit)\n"


def test_an_error_that_is_caught_in_time_is_no_end() -> None:
    outcome = run_program("try { new ArrayBuffer(1e8) } catch (error) { console.log(error.message) }", memory_limit=8)
    assert (outcome.code, outcome.stdout) == (EXIT_OK, "out of memory\n")


def test_null_is_not_taken_for_lack_of_memory() -> None:
    outcome = run_program("throw null", memory_limit=8)
    assert outcome.stderr == "uncaught: null\n"


def test_no_limit() -> None:
    assert run_program("new ArrayBuffer(100e6); console.log('done')", memory_limit=0).stdout == "done\n"


# Several runs -----------------------------------------------------------------------------------------------------


def test_runs_share_nothing() -> None:
    loop, shared = Loop(), Shared(REGISTRY)
    for _ in range(3):
        outcome = run_program("globalThis.n = (globalThis.n ?? 0) + 1; console.log(n)", loop=loop, shared=shared)
        assert outcome.stdout == "1\n"
    shared.close()
    loop.close()


def test_what_a_run_leaves_pending_is_not_there_in_the_next(silent_server: str) -> None:
    loop, shared = Loop(), Shared(REGISTRY)
    program = f"""
        import http from '@ohos.net.http'
        setInterval(() => console.log('never'), 30)
        for (let i = 0; i < 10; i++) http.createHttp().request('{silent_server}').then(() => console.log('never'))
        setTimeout(() => {{ throw new Error('mine') }}, 10)
    """
    assert run_program(program, loop=loop, shared=shared).code == EXIT_ERROR
    assert not loop.pending
    outcome = run_program("setTimeout(() => console.log('end'), 60)", loop=loop, shared=shared)
    assert (outcome.code, outcome.stdout, outcome.stderr) == (EXIT_OK, "end\n", "")
    shared.close()
    loop.close()


def test_a_time_limit_does_not_reach_into_the_next_run() -> None:
    loop, shared = Loop(), Shared(REGISTRY)
    assert run_program("", loop=loop, shared=shared, timeout=0.05).code == EXIT_OK
    assert run_program("setTimeout(() => {}, 100)", loop=loop, shared=shared).code == EXIT_OK
    shared.close()
    loop.close()


def test_a_run_can_be_abandoned_from_another_thread() -> None:
    output = CapturedOutput(styled=False)
    loop, shared = Loop(), Shared(REGISTRY)
    session = Session(Program("/p/main.js", "console.log('on'); for (;;) {}"), Settings(), output, loop, shared)
    timer = threading.Timer(0.05, session.abandon)
    timer.start()
    session.run()
    timer.join()
    assert output.pieces() == [(STDOUT, "on\n")]
    loop.close()


def resident_kibibytes() -> int:
    with open("/proc/self/statm", encoding="utf-8") as file:
        return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") // 1024


def test_hundreds_of_runs_leave_no_memory_and_no_descriptors(tmp_path: Path) -> None:
    (tmp_path / "other.js").write_text("export const big = new Array(10000).fill({})")
    program = Program(
        str(tmp_path / "main.js"),
        """
        import { big } from './other.js'
        const cycle = { big }; cycle.self = cycle
        setTimeout(() => cycle); setInterval(() => cycle, 1e6); queueMicrotask(() => cycle)
        globalThis.pending = new Promise(() => cycle)
        console.log(typeof http)
        setTimeout(() => { throw new Error('end', { cause: cycle }) }, 1)
        """,
    )
    loop, shared = Loop(), Shared(REGISTRY)
    sessions = []

    def run_many(count: int) -> None:
        for _ in range(count):
            session = Session(program, Settings(quiet=True), CapturedOutput(styled=False), loop, shared)
            assert session.run() == EXIT_ERROR
            sessions.append(weakref.ref(session))

    run_many(30)
    gc.collect()
    memory, descriptors = resident_kibibytes(), len(os.listdir("/proc/self/fd"))
    run_many(170)
    gc.collect()
    assert len(os.listdir("/proc/self/fd")) == descriptors
    # One run has more than 80 KiB in its array alone.
    assert resident_kibibytes() - memory < 4 * 1024
    assert [session() for session in sessions] == [None] * 200
    shared.close()
    loop.close()


# Programs ---------------------------------------------------------------------------------------------------------


def test_a_program_is_known_by_its_real_path(tmp_path: Path) -> None:
    (tmp_path / "real.js").write_text("1")
    (tmp_path / "link.js").symlink_to("real.js")
    assert program_from_file(str(tmp_path / "link.js")).name == str((tmp_path / "real.js").resolve())


def test_text_is_a_program_of_the_working_directory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert program_from_text("1", "[eval]").name == str(tmp_path.resolve() / "[eval]")


def test_a_name_that_is_not_utf8(tmp_path: Path) -> None:
    path = os.fsencode(tmp_path) + b"/\xff.js"
    with open(path, "wb") as file:
        file.write(b"1")
    with pytest.raises(SourceError, match="UTF-8"):
        program_from_file(os.fsdecode(path))
