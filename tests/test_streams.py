"""The streams of the installed command: closed, full, slow, a terminal; runs that end with transfers in flight."""

from __future__ import annotations

import contextlib
import os
import pty
import resource
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.command import INSTALLED, Command

# Output -----------------------------------------------------------------------------------------------------------


def test_what_is_printed_is_utf8_whatever_the_locale(ohosrun: Command) -> None:
    for locale in ("C", "POSIX", "en_US.ISO-8859-1"):
        run = ohosrun("-e", "console.log('中文 \\u{1F600} \\ud800')", env={"LC_ALL": locale, "LANG": locale})
        assert run.stdout == "中文 \U0001f600 \ufffd\n"


def test_a_reader_that_leaves_early(tmp_path: Path) -> None:
    command = f'"{INSTALLED}" -e "for (let i = 0; ; i++) console.log(i)" | head -1; echo ${{PIPESTATUS[0]}}'
    run = subprocess.run(["bash", "-c", command], capture_output=True, text=True, cwd=tmp_path, timeout=20)
    assert (run.stdout, run.stderr) == ("0\n141\n", "")


@pytest.mark.parametrize(
    "program",
    [
        "setInterval(() => console.log(1), 1)",
        "const f = () => Promise.resolve().then(() => { console.log(1); f() }); f()",
        "import http from '@ohos.net.http'; setInterval(() => console.log(1), 1)",
        "console.log(1); await new Promise(() => setTimeout(() => {}, 60000))",
    ],
)
def test_a_reader_that_leaves_ends_the_run_wherever_it_is(program: str, tmp_path: Path) -> None:
    process = subprocess.Popen([INSTALLED, "-e", program], stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=tmp_path)
    assert process.stdout is not None
    if "60000" in program:
        # Nothing is written after it has left: nothing can be noticed.
        assert process.stdout.read(2) == b"1\n"
        process.kill()
        process.communicate()
        return
    process.stdout.read(2)
    process.stdout.close()
    assert process.wait(20) == 141
    assert process.stderr is not None
    assert process.stderr.read() == b""
    process.stderr.close()


def test_help_that_nobody_reads(tmp_path: Path) -> None:
    run = subprocess.run(["sh", "-c", f'"{INSTALLED}" --help | true'], capture_output=True, text=True, cwd=tmp_path)
    assert run.stderr == ""


@pytest.mark.parametrize(
    ("redirection", "stdout", "stderr", "code"),
    [
        (">/dev/full", "", "error: standard output: no space left on device\n", 1),
        (">&-", "", "", 0),
        ("2>&-", "1\n3\n", "", 0),
        (">&- 2>&- <&-", "", "", 0),
        ("2>/dev/full", "1\n3\n", "", 0),
        ("</dev/null", "1\n3\n", "2\n", 0),
    ],
)
def test_streams_that_are_closed_or_full(redirection: str, stdout: str, stderr: str, code: int, tmp_path: Path) -> None:
    program = "console.log(1); console.error(2); console.log(3)"
    if ">/dev/full" in redirection or ">&-" in redirection:
        program = program if redirection.startswith("2") else "console.log(1)"
    run = subprocess.run(
        ["sh", "-c", f'exec "$0" -e "$1" {redirection}', INSTALLED, program],
        capture_output=True,
        text=True,
        cwd=tmp_path,
    )
    assert (run.stdout, run.stderr, run.returncode) == (stdout, stderr, code)


def test_a_standard_stream_that_was_closed_is_not_taken_by_a_socket(tmp_path: Path) -> None:
    program = "http.createHttp().request('EXAMPLE_URL').then(({ responseCode }) => { throw responseCode })"
    run = subprocess.run(["sh", "-c", 'exec "$0" -e "$1" <&- >&- 2>&-', INSTALLED, program], timeout=20, cwd=tmp_path)
    assert run.returncode == 1


def test_standard_input_that_is_closed(tmp_path: Path) -> None:
    run = subprocess.run(["sh", "-c", 'exec "$0" - <&-', INSTALLED], capture_output=True, text=True, cwd=tmp_path)
    assert (run.returncode, run.stdout, run.stderr) == (0, "", "note: standard input is empty\n")


def test_a_pipe_that_does_not_block(tmp_path: Path) -> None:
    reader, writer = os.pipe()
    os.set_blocking(writer, False)
    lines = 20_000
    program = f"for (let i = 0; i < {lines}; i++) console.log('some text', i)"
    process = subprocess.Popen([INSTALLED, "-e", program], stdout=writer, cwd=tmp_path)
    os.close(writer)
    with open(reader, "rb") as stream:
        assert stream.read().decode() == "".join(f"some text {i}\n" for i in range(lines))
    assert process.wait(20) == 0


@contextlib.contextmanager
def terminal(*arguments: str, cwd: Path, env: dict[str, str]) -> Iterator[bytes]:
    """What a run writes to a terminal, which is its stdout and its stderr."""
    near, far = pty.openpty()
    process = subprocess.Popen([INSTALLED, *arguments], stdin=far, stdout=far, stderr=far, cwd=cwd, env=env)
    os.close(far)
    output = b""
    with contextlib.suppress(OSError):  # EIO is how a terminal ends.
        while data := os.read(near, 65536):
            output += data
    os.close(near)
    process.wait(20)
    yield output


@pytest.mark.parametrize(
    ("arguments", "env", "coloured"),
    [
        ([], {}, True),
        (["--no-color"], {}, False),
        ([], {"NO_COLOR": "1"}, False),
        ([], {"OHOSRUN_NO_COLOR": "1"}, False),
        ([], {"TERM": "dumb"}, False),
    ],
)
def test_colour_on_a_terminal(arguments: list[str], env: dict[str, str], coloured: bool, tmp_path: Path) -> None:
    program = "console.log(1); throw new Error('mine')"
    environ = {"PATH": os.environ["PATH"], "TERM": "xterm", **env}
    with terminal(*arguments, "-e", program, cwd=tmp_path, env=environ) as output:
        assert b"mine" in output
        assert (b"\x1b[" in output) is coloured


def test_no_colour_in_a_pipe(ohosrun: Command) -> None:
    run = ohosrun("-e", "console.log(1); throw new Error('mine')", env={"TERM": "xterm-256color"})
    assert "\x1b" not in run.stdout + run.stderr


# Transfers in flight ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("end", "code"), [("null.x", 1), ("setTimeout(() => null.x, 50)", 1), ("await new Promise(() => {})", 124)]
)
def test_a_run_that_ends_with_transfers_in_flight(end: str, code: int, ohosrun: Command) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        program = f"""
            for (let i = 0; i < 50; i++) {{
              http.createHttp().request('http://127.0.0.1:{server.getsockname()[1]}/', () => console.log('never'))
            }}
            {end}
        """
        run = ohosrun("-q", "--timeout", "1", "-e", program)
    assert (run.returncode, run.stdout) == (code, "")
    assert run.seconds < 5
    assert "Traceback" not in run.stderr


def test_few_descriptors(tmp_path: Path) -> None:
    # More requests than sockets: they wait for each other.
    def few() -> None:
        resource.setrlimit(resource.RLIMIT_NOFILE, (100, 100))

    program = """
        const all = await Promise.all(Array.from({ length: 200 }, () => http.createHttp().request('EXAMPLE_URL')))
        console.log(all.filter(({ responseCode }) => responseCode === 200).length)
    """
    run = subprocess.run([INSTALLED, "-q", "-e", program], preexec_fn=few, capture_output=True, text=True, cwd=tmp_path)
    assert (run.stdout, run.stderr) == ("200\n", "")
