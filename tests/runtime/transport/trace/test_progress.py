"""How far a large body is, on a terminal."""

from __future__ import annotations

import gzip
import threading
from pathlib import Path

import pytest

from runtime.transport.headers import Block
from runtime.transport.request import Request
from runtime.transport.trace.progress import LARGE, Progress
from runtime.transport.transfer import Transfer
from tests.command import INSTALLED, Command
from tests.servers.raw import RawServer, Step, receive, send, stall, wait_for
from tests.terminal import Terminal

MIB = 1024 * 1024
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n"


def program(url: str, method: str = "request", options: str = "{ maxLimit: 1e8 }") -> list[str]:
    code = (
        "import http from '@ohos.net.http'; console.log('before');"
        "const r = http.createHttp(); r.on('dataReceive', () => {});"
        f"const d = await r.{method}('MY_URL', {options});"
        "console.log('after', d.responseCode ?? d);"
    )
    return ["-D", f"MY_URL={url}", "-e", code]


def steps(release: threading.Event, head: bytes, body: bytes, first: int) -> list[Step]:
    """An answer that stops after `first` bytes of its body, until somebody has seen that."""
    return [receive(), send(head + b"\r\n" + body[:first]), wait_for(release), send(body[first:])]


@pytest.mark.parametrize(
    ("head", "shown"),
    [
        (HEAD + b"Content-Length: %d\r\n" % (4 * MIB), " of 4.0 MiB ("),
        (HEAD + b"Connection: close\r\n", " MiB"),
    ],
    ids=["known", "unknown"],
)
@pytest.mark.parametrize("method", ["request", "requestInStream"])
def test_it_is_there_while_the_body_comes_and_gone_afterwards(
    tmp_path: Path, head: bytes, shown: str, method: str
) -> None:
    release = threading.Event()
    answer = steps(release, head, b"x" * 4 * MIB, 2 * MIB)
    if b"close" in head:
        answer.append(lambda peer: peer.close())
    with (
        RawServer([*answer]) as server,
        Terminal([INSTALLED, *program(server.url, method)], tmp_path) as terminal,
    ):
        terminal.wait_for("receiving ")
        terminal.wait_for(shown)
        release.set()
        terminal.wait_for("after")
        assert terminal.wait() == 0
        screen = terminal.screen
    # The line is blank when the next one is written.
    before_last = screen[: screen.rindex("after")]
    *_, last = before_last.split("\n")[-1].split("\r")[:-1]
    assert last.strip() == ""
    assert before_last.endswith("\r")
    assert screen.count("\n") == 2


def test_a_body_on_its_way_to_the_server(tmp_path: Path) -> None:
    release = threading.Event()
    # More than the system takes from a program before anybody reads it.
    options = "{ method: 'POST', extraData: 'x'.repeat(32 * 1024 * 1024) }"
    answer = HEAD + b"Content-Length: 2\r\n\r\nhi"
    with (
        RawServer([wait_for(release), receive(), send(answer)]) as server,
        Terminal([INSTALLED, *program(server.url, options=options)], tmp_path) as terminal,
    ):
        terminal.wait_for("sending ")
        terminal.wait_for(" of 32.0 MiB (")
        release.set()
        terminal.wait_for("after")
        assert terminal.wait() == 0
        *_, last = terminal.screen[: terminal.screen.rindex("after")].split("\r")[:-1]
    assert last.strip() == ""


def test_it_is_gone_when_the_run_ends_before(tmp_path: Path) -> None:
    options = "{ method: 'POST', extraData: 'x'.repeat(32 * 1024 * 1024) }"
    with (
        RawServer([stall()]) as server,
        Terminal([INSTALLED, "--timeout", "1", *program(server.url, options=options)], tmp_path) as terminal,
    ):
        terminal.wait_for("sending ")
        assert terminal.wait() == 124
        terminal.wait_for("stopped:")
        line = terminal.screen.replace("\x1b[1;31m", "").split("stopped:")[0].split("\n")[-1]
    assert line.endswith("\r")
    assert line.split("\r")[-2].strip() == ""


def test_a_pipe_sees_nothing_of_it(ohosrun: Command) -> None:
    body = HEAD + b"Content-Length: %d\r\n\r\n" % (2 * MIB) + b"x" * 2 * MIB
    with RawServer([receive(), send(body)]) as server:
        run = ohosrun(*program(server.url))
    assert (run.stdout, run.stderr) == ("before\nafter 200\n", "")


@pytest.mark.parametrize("flag", ["--quiet"])
def test_it_can_be_silenced(tmp_path: Path, flag: str) -> None:
    body = HEAD + b"Content-Length: %d\r\n\r\n" % (2 * MIB) + b"x" * 2 * MIB
    with (
        RawServer([receive(), send(body)]) as server,
        Terminal([INSTALLED, flag, *program(server.url)], tmp_path) as terminal,
    ):
        terminal.wait_for("after")
        assert terminal.wait() == 0
        assert "receiving" not in terminal.screen


def transfer(*header: bytes) -> Transfer:
    """One whose answer has these header lines."""
    request = Request(url=b"http://a.test/", method=b"GET", header_lines=[], max_limit=10 * MIB)
    made = Transfer(request, None)  # type: ignore[arg-type]
    made.headers.add(Block([b"HTTP/1.1 200 OK\r\n", *header, b"\r\n"]))
    return made


class TestLines:
    def setup_method(self) -> None:
        self.lines: list[str] = []
        self.now = 0.0
        self.progress = Progress(self.lines.append, lambda: self.now)

    def come(self, moving: Transfer, size: int) -> None:
        moving.size += size
        self.progress.update(moving)

    def test_size_rate_and_rest(self) -> None:
        moving = transfer(b"Content-Length: %d\r\n" % (10 * MIB))
        self.progress.watch(moving)
        self.come(moving, 100)
        self.now = 50
        self.come(moving, MIB)
        self.now = 2000
        self.come(moving, 3 * MIB - 100)
        self.progress.forget(moving)
        assert self.lines == [
            "receiving 0.0 of 10.0 MiB (0 %)",
            "receiving 4.0 of 10.0 MiB (40 %), 2.0 MiB/s, 3 s left",
            "",
        ]

    def test_of_unknown_size(self) -> None:
        encoded = transfer(b"Content-Encoding: gzip\r\n", b"Content-Length: %d\r\n" % (9 * MIB))
        self.progress.watch(encoded)
        assert encoded.alarm == LARGE
        self.come(encoded, 2 * MIB)
        self.now = 1000
        self.come(encoded, MIB)
        assert self.lines == ["receiving 2.0 MiB", "receiving 3.0 MiB, 3.0 MiB/s"]

    def test_several_are_one_line(self) -> None:
        first, second = (transfer(b"Content-Length: %d\r\n" % (size * MIB)) for size in (4, 6))
        for moving in (first, second):
            self.progress.watch(moving)
            self.come(moving, MIB)
        self.now = 1000
        self.come(second, 3 * MIB)
        self.progress.forget(first)
        assert self.lines[-1] == "receiving 2 bodies: 5.0 of 10.0 MiB (50 %), 5.0 MiB/s, 1 s left"
        self.progress.forget(second)
        assert self.lines[-1] == ""

    def test_what_is_sent(self) -> None:
        for number, sent in enumerate((0, 2, 10)):
            self.now = number * 1000
            self.progress.sending("request", sent * MIB, 10 * MIB)
        self.progress.sent("request")
        assert self.lines == [
            "sending 0.0 of 10.0 MiB (0 %)",
            "sending 2.0 of 10.0 MiB (20 %), 2.0 MiB/s, 4 s left",
            "",
        ]

    def test_a_small_one_that_is_sent(self) -> None:
        self.progress.sending("request", 1, LARGE)
        assert self.lines == []

    def test_a_small_one_costs_nothing(self) -> None:
        small = transfer(b"Content-Length: %d\r\n" % LARGE)
        self.progress.watch(small)
        assert small.progress is None
        assert small.alarm == 10 * MIB

    @pytest.mark.parametrize("length", [b"-1", b"1e9", b"\xc2\xb2", b""])
    def test_a_length_that_is_none(self, length: bytes) -> None:
        assert transfer(b"Content-Length: " + length + b"\r\n").headers.body_length() == -1


def test_the_limit_of_a_body_holds_while_it_is_shown(tmp_path: Path) -> None:
    body = gzip.compress(b"x" * 6 * MIB)
    head = HEAD + b"Content-Encoding: gzip\r\nContent-Length: %d\r\n\r\n" % len(body)
    with (
        RawServer([receive(), send(head + body)]) as server,
        Terminal([INSTALLED, *program(server.url, options="{}")], tmp_path) as terminal,
    ):
        terminal.wait_for("2300023")
        assert terminal.wait() == 1
        assert "receiving " in terminal.screen
