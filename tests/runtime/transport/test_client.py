"""The client itself: failures in callbacks of libcurl, requests that wait, runs that end with transfers in flight."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from bindings.registry import REGISTRY
from runtime.loop import Loop
from runtime.output.capture import CapturedOutput
from runtime.run.program import Program
from runtime.run.session import Session
from runtime.run.shared import Shared
from runtime.settings.table import Settings
from runtime.transport.client import Client
from runtime.transport.request import Request
from runtime.transport.transfer import Transfer
from tests.bindings.leaks import descriptors
from tests.bindings.snippets import PROGRAM, without_loopback_advice
from tests.command import INSTALLED, Command
from tests.servers.http import HttpServer, Response
from tests.servers.raw import RawServer, receive, repeat, send, stall

OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi"


class OopsError(Exception):
    """What goes wrong in these tests."""


def oops(*_: Any) -> None:
    raise OopsError


def request(url: str, priority: int = 1, read_timeout: int = 5000) -> Request:
    return Request(
        priority=priority,
        url=url.encode(),
        method=b"GET",
        header_lines=[],
        read_timeout=read_timeout,
        connect_timeout=5000,
        max_limit=100,
    )


@pytest.fixture
def url() -> Iterator[str]:
    with RawServer([repeat(receive(), send(OK))]) as server:
        yield server.url


@pytest.fixture
def client() -> Iterator[tuple[Client, Loop]]:
    loop = Loop()
    client = Client(loop, {}, "", ())
    yield client, loop
    client.close()
    loop.close()


class Owner:
    """Who hears of a transfer, made of functions."""

    def __init__(
        self,
        on_headers: Callable[[Transfer], None] = lambda _: None,
        on_done: Callable[[Transfer], None] = lambda _: None,
        on_wire: Callable[[int, bytes], None] | None = None,
    ) -> None:
        self.on_wire = on_wire
        self.on_headers = on_headers
        self.on_done = on_done
        self.notes: list[tuple[str, str]] = []

    def on_note(self, topic: str, text: str) -> None:
        self.notes.append((topic, text))

    def on_body(self, transfer: Transfer, chunk: bytes) -> bool:
        """Nothing is streamed here."""
        raise OopsError

    def on_progress(self, *_: int) -> None:
        """Nothing asks for it here."""

    def on_news(self, text: str) -> None:
        """Nothing is traced here."""


class TestCallbacks:
    """What fails inside a callback of libcurl comes out of the loop, and nothing is printed."""

    def test_headers(self, client: tuple[Client, Loop], url: str, capfd: pytest.CaptureFixture[str]) -> None:
        ended: list[Transfer] = []
        client[0].start(request(url), Owner(oops, ended.append))
        with pytest.raises(OopsError):
            client[1].run()
        client[1].run()
        assert [end.curl_code for end in ended] == [23]
        assert capfd.readouterr() == ("", "")

    def test_wire(self, client: tuple[Client, Loop], url: str, capfd: pytest.CaptureFixture[str]) -> None:
        client[0].start(request(url), Owner(on_wire=oops))
        with pytest.raises(OopsError):
            client[1].run()
        assert capfd.readouterr() == ("", "")

    def test_the_end_of_a_transfer(self, client: tuple[Client, Loop], url: str) -> None:
        client[0].start(request(url), Owner(on_done=oops))
        with pytest.raises(OopsError):
            client[1].run()
        assert not client[1].pending

    def test_a_run_reports_it_as_a_bug(self) -> None:
        loop, shared, output = Loop(), Shared(REGISTRY), CapturedOutput(styled=False)
        loop.call_later(0, oops)
        exit_code = Session(Program(PROGRAM, "console.log('begun');"), Settings(), output, loop, shared).run()
        shared.close()
        loop.close()
        assert exit_code == 1
        assert [text for _, text in output.pieces()] == [
            "begun\n",
            "error: this is a bug in ohosrun: OopsError: \nhint: run again with --debug to see the traceback\n",
        ]


def test_what_was_destroyed_while_it_waited_is_never_sent(tmp_path: Path, script: Callable[..., Path]) -> None:
    # So few descriptors that eight requests are on their way at most.
    command = Command(tmp_path, ["sh", "-c", 'ulimit -n 64; exec "$0" "$@"', INSTALLED])
    with HttpServer(lambda request: Response("hi", delay_ms=150 if request.path == "/slow" else 0)) as server:
        run = command(
            script(
                "import http from '@ohos.net.http';"
                f"const ask = (path, r = http.createHttp()) => r.request('{server.url}' + path).then("
                "() => path, (error) => error.code); const slow = Array.from({ length: 8 }, () => ask('/slow'));"
                "const doomed = Array.from({ length: 30 }, () => http.createHttp());"
                "const waiting = doomed.map((r) => ask('/doomed', r)); const last = ask('/last');"
                "doomed.forEach((r) => r.destroy());"
                "console.log(JSON.stringify([...new Set(await Promise.all([...waiting, ...slow, last]))]));"
            )
        )
        assert (run.stdout, without_loopback_advice(run.stderr)) == ('[2300023,"/slow","/last"]\n', "")
        assert sorted(request.path for request in server.requests) == ["/last"] + ["/slow"] * 8
    command.close()


class TestWindow:
    """libcurl has so many transfers at once as do it no harm."""

    WINDOW = 3

    @pytest.fixture
    def narrow(self) -> Iterator[tuple[Client, Loop]]:
        loop = Loop()
        client = Client(loop, {}, "", (), self.WINDOW)
        yield client, loop
        client.close()
        loop.close()

    def test_no_more_are_on_their_way_than_it_is_wide(self, narrow: tuple[Client, Loop]) -> None:
        ended: list[Transfer] = []
        with RawServer([repeat(receive(), send(OK))]) as server:
            for _ in range(20):
                narrow[0].start(request(server.url), Owner(on_done=ended.append))
            narrow[1].run()
            assert server.connections <= self.WINDOW
        assert [end.curl_code for end in ended] == [0] * 20

    def test_priority_then_who_came_first(self, narrow: tuple[Client, Loop]) -> None:
        with HttpServer(lambda request: Response("hi", delay_ms=300 if request.path == "/hold" else 0)) as server:
            for _ in range(self.WINDOW - 1):
                narrow[0].start(request(f"{server.url}/hold"), Owner())
            for path, priority in (("first", 1), ("a", 1), ("b", 7), ("c", 7), ("d", 1), ("e", 1000)):
                narrow[0].start(request(f"{server.url}/{path}", priority), Owner())
            narrow[1].run()
            paths = [request.path for request in server.requests if request.path != "/hold"]
        assert paths == ["/first", "/e", "/b", "/c", "/a", "/d"]

    def test_who_waits_behind_a_server_that_waits_for_more_is_told(
        self, narrow: tuple[Client, Loop], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("runtime.transport.queue.PATIENCE", 20)
        with RawServer([receive(), stall()]) as server:
            owners = [Owner() for _ in range(6)]
            started = [narrow[0].start(request(server.url), owner) for owner in owners]
            for transfer in started:
                narrow[1].call_later(90, partial(narrow[0].abort, transfer))
            narrow[1].run()
        assert [owner.notes != [] for owner in owners] == [False] * 3 + [True] + [False] * 2
        assert owners[3].notes[0][0] == "stall"
        assert owners[3].notes[0][1].startswith(f"{self.WINDOW} requests are on their way")

    def test_the_time_limit_begins_when_it_does(self, narrow: tuple[Client, Loop]) -> None:
        answered: list[Transfer] = []
        with HttpServer(lambda _: Response("hi", delay_ms=100)) as server:
            # All of them take 1400 ms, each alone 100 ms.
            for _ in range(40):
                narrow[0].start(request(server.url, read_timeout=1000), Owner(on_done=answered.append))
            narrow[1].run()
        assert [transfer.curl_code for transfer in answered] == [0] * 40


class TestEndOfRun:
    """A run may end at any moment; the loop and the client are then as before it, for the next of a hot-reload loop."""

    @pytest.fixture
    def run(self) -> Iterator[Callable[..., tuple[int, str]]]:
        loop, shared = Loop(), Shared(REGISTRY)

        def run(code: str, **settings: Any) -> tuple[int, str]:
            output = CapturedOutput(styled=False)
            program = Program(PROGRAM, f"import http from '@ohos.net.http'; {code}")
            exit_code = Session(program, Settings(timeout=settings.pop("timeout", 10.0)), output, loop, shared).run()
            assert not loop.pending
            return exit_code, without_loopback_advice("".join(text for _, text in output.pieces()))

        yield run
        shared.close()
        loop.close()

    @pytest.mark.parametrize("count", [1, 40])
    @pytest.mark.parametrize("silent", ["before", "in the middle of"])
    def test_with_transfers_in_flight(self, run: Callable[..., tuple[int, str]], count: int, silent: str) -> None:
        begun = [send(OK[:-1])] if silent != "before" else []
        with RawServer([receive(), *begun, stall()]) as server, RawServer([repeat(receive(), send(OK))]) as good:
            assert run(f"console.log((await http.createHttp().request('{good.url}')).result);") == (0, "hi\n")
            held = descriptors()
            code = (
                f"for (let i = 0; i < {count}; i++) http.createHttp().request('{server.url}', () => console.log('no'));"
                "setTimeout(() => { throw 'the end'; }, 50);"
            )
            exit_code, printed = run(code)
            assert exit_code == 1
            assert printed.startswith("uncaught: ")
            server.wait_until(lambda: server.connections == count)
            assert descriptors() - held <= 2 * count  # The server's own descriptors are of this process, too.
            assert run(f"console.log((await http.createHttp().request('{good.url}')).result);") == (0, "hi\n")

    def test_with_responses_that_nobody_was_told_of(self, run: Callable[..., tuple[int, str]]) -> None:
        with HttpServer(lambda request: Response("hi", delay_ms=0 if request.path == "/0" else 20)) as server:
            code = (
                # While the first callback keeps the thread, the others arrive; the next to be told ends the run.
                f"for (let i = 0; i < 9; i++) http.createHttp().request('{server.url}/' + i, () => {{"
                "if (i > 0) throw 'the end'; const end = Date.now() + 200; while (Date.now() < end); });"
            )
            exit_code, printed = run(code)
            assert exit_code == 1
            assert printed.startswith("uncaught: ")
            assert run(f"console.log((await http.createHttp().request('{server.url}/0')).result);") == (0, "hi\n")

    def test_by_its_time_limit(self, run: Callable[..., tuple[int, str]]) -> None:
        with RawServer([receive(), stall()]) as server:
            code = f"http.createHttp().request('{server.url}', () => console.log('no'));"
            assert run(code, timeout=0.2) == (124, "stopped: still running after 0.2 s (--timeout)\n")
            assert run("console.log(1);") == (0, "1\n")

    def test_with_aborted_and_limited_transfers(self, run: Callable[..., tuple[int, str]]) -> None:
        hop = b"HTTP/1.1 302 Found\r\nLocation: /\r\nContent-Length: 0\r\n\r\n"
        with RawServer([receive(), send(hop), receive(), stall()]) as server:
            code = (
                "const r = http.createHttp();"
                f"r.request('{server.url}', {{ readTimeout: 200 }}, () => console.log('no'));"
                "r.once('headersReceive', () => { r.destroy(); throw 'the end'; });"
            )
            assert run(code)[0] == 1
            # The timers of that run are due in this one, and have nothing to do any more.
            assert run("setTimeout(() => console.log(1), 300);") == (0, "1\n")


@pytest.mark.parametrize("order", ["[::1],127.0.0.1", "127.0.0.1,[::1]"])
def test_a_name_with_addresses_of_both_families(order: str) -> None:
    with RawServer([repeat(receive(), send(OK))]) as server:
        loop = Loop()
        # Only one of the two is listened to; libcurl tries both, with two sockets at a time.
        client = Client(loop, {}, "", (f"both.test:{server.port}:{order}",))
        ended: list[int] = []
        for number in range(50):
            one = request(f"http://both.test:{server.port}/{number}")
            client.start(one, Owner(on_done=lambda transfer: ended.append(transfer.curl_code)))
        loop.run()
        client.close()
        loop.close()
    assert ended == [0] * 50
