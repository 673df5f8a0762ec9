"""Ctrl-C, --timeout and --memory-limit, wherever the program happens to be: each with its exit code and last line."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.command import INSTALLED, Command

# Where a program can be when it is stopped. Each prints "ready" when it is there; {url} never answers, {echo} does.
PLACES = {
    "the program": "console.log('ready'); for (;;) {}",
    "a function": "const f = () => { for (;;) {} }; console.log('ready'); f()",
    "a catch that hides everything": "console.log('ready'); for (;;) try { for (;;) {} } catch {} finally { continue }",
    "a timer": "setTimeout(() => { console.log('ready'); for (;;) {} })",
    "an interval": "console.log('ready'); setInterval(() => {}, 1)",
    "a microtask": "queueMicrotask(() => { console.log('ready'); for (;;) {} })",
    "microtasks without end": "console.log('ready'); const f = () => Promise.resolve().then(f); f()",
    "an async function": "(async () => { console.log('ready'); for (;;) await null })()",
    "a callback of a request": "http.createHttp().request('{echo}', () => { console.log('ready'); for (;;) {} })",
    "a listener": """
        const request = http.createHttp()
        request.on('headersReceive', () => { console.log('ready'); for (;;) {} })
        request.request('{echo}', () => {})
    """,
    "behind an awaited request": "await http.createHttp().request('{echo}'); console.log('ready'); for (;;) {}",
    "a wait for a timer": "console.log('ready'); setTimeout(() => {}, 1e8)",
    "a wait for a request": "console.log('ready'); await http.createHttp().request('{url}')",
    "a wait for many requests": """
        for (let i = 0; i < 100; i++) http.createHttp().request('{url}').catch(() => console.log('never'))
        setTimeout(() => console.log('ready'), 20)
    """,
    "an imported module": "await import('./endless.js')",
    "a getter": "console.log('ready'); ({ get x() { for (;;) {} } }).x",
    "the comparison of a sort": "console.log('ready'); [2, 1].sort(() => { for (;;) {} })",
    "a regular expression": "console.log('ready'); /^(a+)+$/.test('a'.repeat(50) + 'b')",
    "the description of an error": """
        console.log('ready')
        throw Object.defineProperty(new Error('m'), 'message', { get() { for (;;) {} } })
    """,
    "toString of what is printed": "console.log('ready'); console.log('%s', { toString() { for (;;) {} } })",
}
ALL_PLACES = pytest.mark.parametrize("place", PLACES)


@pytest.fixture
def silent_url() -> Iterator[str]:
    """A server that takes connections and never answers."""
    with socket.create_server(("127.0.0.1", 0), backlog=200) as server:
        yield f"http://127.0.0.1:{server.getsockname()[1]}/"


@pytest.fixture
def answering_url() -> Iterator[str]:
    """A server that answers one request."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def answer() -> None:
            with contextlib.suppress(OSError):
                connection, _ = server.accept()
                with connection:
                    connection.recv(65536)
                    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi")
                    connection.recv(65536)

        thread = threading.Thread(target=answer)
        thread.start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}/"
        with contextlib.suppress(OSError):
            server.shutdown(socket.SHUT_RDWR)
        thread.join()


def program_at(place: str, folder: Path, silent_url: str, answering_url: str) -> Path:
    (folder / "endless.js").write_text("console.log('ready'); for (;;) {}")
    path = folder / "main.js"
    path.write_text(PLACES[place].replace("{url}", silent_url).replace("{echo}", answering_url))
    return path


@ALL_PLACES
def test_ctrl_c(place: str, ohosrun: Command, tmp_path: Path, silent_url: str, answering_url: str) -> None:
    program_at(place, tmp_path, silent_url, answering_url)
    with ohosrun.start("-q", "main.js") as running:
        running.wait_for_line("ready")
        interrupted = time.monotonic()
        running.interrupt()
        run = running.wait(10)
    assert time.monotonic() - interrupted < 3
    assert (run.returncode, run.stdout, run.stderr) == (130, "ready\n", "stopped: interrupted\n")


@ALL_PLACES
def test_time_limit(place: str, ohosrun: Command, tmp_path: Path, silent_url: str, answering_url: str) -> None:
    program_at(place, tmp_path, silent_url, answering_url)
    run = ohosrun("-q", "--timeout", "0.5", "main.js")
    assert (run.returncode, run.stdout) == (124, "ready\n")
    assert run.stderr == "stopped: still running after 0.5 s (--timeout)\n"
    assert run.seconds < 4


@pytest.mark.parametrize(
    "program",
    [
        "{}",
        "setTimeout(() => {{ {} }})",
        "queueMicrotask(() => {{ {} }})",
        "http.createHttp().request('ftp://x', () => {{ {} }})",
        "await null; {}",
    ],
)
def test_memory_limit(program: str, ohosrun: Command) -> None:
    run = ohosrun("-q", "--memory-limit", "8", "-e", program.format("const a = []; for (;;) a.push({ a })"))
    assert (run.returncode, run.stdout) == (1, "")
    assert run.stderr == "stopped: the script needs more than 8 MiB (--memory-limit)\n"


def test_ctrl_c_while_standard_input_is_read(ohosrun: Command) -> None:
    with ohosrun.start("-") as running:
        running.write("console.log('never')")
        wait_until_asleep(running.pid)
        running.interrupt()
        run = running.wait(10)
    assert (run.returncode, run.stdout, run.stderr) == (130, "", "stopped: interrupted\n")


def test_ctrl_c_while_nobody_reads_the_output(tmp_path: Path) -> None:
    # The pipe is full, and the process waits in a write.
    process = subprocess.Popen(
        [INSTALLED, "-e", "console.error('ready'); for (;;) console.log('x'.repeat(1000))"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=tmp_path,
    )
    assert process.stderr is not None and process.stdout is not None
    process.stderr.readline()
    wait_until_asleep(process.pid)
    process.send_signal(signal.SIGINT)
    assert process.wait(10) == 130
    assert process.stderr.read() == b"stopped: interrupted\n"
    process.stdout.close()
    process.stderr.close()


def wait_until_asleep(pid: int) -> None:
    """Until the process has used no processor time for a while."""
    previous, since = "", time.monotonic()
    while time.monotonic() - since < 0.2:
        current = " ".join(Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[11:13])
        if current != previous:
            previous, since = current, time.monotonic()
        time.sleep(0.01)


def test_a_pipe_is_left_as_it_was(tmp_path: Path) -> None:
    # Other programs may write to the same pipe or terminal.
    reader, writer = os.pipe()
    process = subprocess.Popen(
        [INSTALLED, "-e", "console.error('ready'); for (;;) {}"], stdout=writer, stderr=subprocess.PIPE, cwd=tmp_path
    )
    assert process.stderr is not None
    process.stderr.readline()
    process.send_signal(signal.SIGINT)
    assert process.wait(10) == 130
    assert os.get_blocking(writer)
    process.stderr.close()
    os.close(reader)
    os.close(writer)


def test_what_was_printed_before_is_not_lost(ohosrun: Command) -> None:
    program = "for (let i = 0; i < 1000; i++) console.log(i); console.error('ready'); for (;;) {}"
    with ohosrun.start("-e", program) as running:
        running.wait_for_line("ready", stream="stderr")
        running.interrupt()
        run = running.wait(10)
    assert run.stdout == "".join(f"{i}\n" for i in range(1000))


def test_the_error_that_came_first_counts(ohosrun: Command) -> None:
    # The time limit runs out while the report of an error is still to come.
    run = ohosrun(
        "--timeout", "0.4", "-e", "const t = Date.now(); while (Date.now() - t < 300); throw new Error('mine')"
    )
    assert run.returncode == 1


def test_a_program_that_ends_before_its_time_limit(ohosrun: Command) -> None:
    run = ohosrun("--timeout", "60", "-e", "setTimeout(() => console.log('end'), 10)")
    assert (run.returncode, run.stdout) == (0, "end\n")
    assert run.seconds < 10


# During the set-up ------------------------------------------------------------------------------------------------

# Sends Ctrl-C at the import of one module, the way a signal arrives: between two instructions.
INTERRUPTED_IMPORT = """
import os, signal, sys, ohosrun
module = sys.argv.pop()
class Finder:
    @staticmethod
    def find_spec(name, path=None, target=None):
        if name == module:
            os.kill(os.getpid(), signal.SIGINT)
sys.meta_path.insert(0, Finder)
ohosrun.main()
"""
PROGRAM = "import http from '@ohos.net.http'; http.createHttp().request('EXAMPLE_URL'); for (;;) {}"


@pytest.mark.parametrize(
    "module",
    ["runtime.run.session", "runtime.globals", "runtime.run.placeholders", "bindings.net_http.ops",
     "runtime.transport.client",
     "runtime.transport.libcurl", "runtime.example_server.server"],
)  # fmt: skip
def test_ctrl_c_while_a_module_is_imported(module: str, tmp_path: Path) -> None:
    arguments = [sys.executable, "-c", INTERRUPTED_IMPORT, "-q", "-e", PROGRAM, module]
    run = subprocess.run(arguments, capture_output=True, text=True, cwd=tmp_path, timeout=20)
    assert (run.returncode, run.stdout) == (130, "")
    assert run.stderr == "stopped: interrupted\n"


def test_ctrl_c_at_any_time(tmp_path: Path) -> None:
    # From our first instruction on; before that it is Python that is interrupted.
    (tmp_path / "main.js").write_text(PROGRAM)
    started = "import os, sys, ohosrun; os.write(1, b'.'); ohosrun.main()"
    outcomes = set()
    for step in range(20):
        with subprocess.Popen(
            [sys.executable, "-c", started, "-q", "main.js"],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=tmp_path,
        ) as process:
            try:
                assert process.stdout is not None
                process.stdout.read(1)
                time.sleep(0.004 * step + 0.002)
                process.send_signal(signal.SIGINT)
                _, stderr = process.communicate(timeout=20)
            finally:
                process.kill()
        if b"ohosrun.py" in stderr or b"KeyboardInterrupt" not in stderr:
            outcomes.add((process.returncode, stderr.decode()))
    # Before the command is there to say a word, the signal itself ends the process.
    assert outcomes <= {(130, "stopped: interrupted\n"), (-signal.SIGINT, "")}
    assert (130, "stopped: interrupted\n") in outcomes


def test_the_example_server_alone_ends_with_ctrl_c(ohosrun: Command) -> None:
    with ohosrun.start("serve") as running:
        line = running.wait_for_line("example server: http://127.0.0.1:", stream="stderr")
        port = int(line.split(":")[3].split()[0].strip("/"))
        with socket.create_connection(("127.0.0.1", port)):
            running.interrupt()
            run = running.wait(10)
    assert (run.returncode, run.stdout) == (130, "")
    assert "Traceback" not in run.stderr


def test_a_port_that_is_taken(ohosrun: Command) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        run = ohosrun("serve", "--port", str(port))
    assert (run.returncode, run.stderr) == (1, f"error: port {port}: Address already in use\n")
