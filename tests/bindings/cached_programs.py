"""Programs that use the response cache, a server that counts, and a clock that their requests move."""

from __future__ import annotations

import os
from collections.abc import Iterator
from email.utils import formatdate
from pathlib import Path
from typing import Any

import pytest

from bindings.registry import REGISTRY
from runtime.loop import Loop
from runtime.output.capture import CapturedOutput
from runtime.output.streams import STDERR, STDOUT
from runtime.run.program import Program
from runtime.run.session import Session
from runtime.run.shared import Shared
from runtime.settings.table import Settings
from runtime.transport.cache.folder import OVERHEAD
from runtime.transport.cache.responses import ResponseCache, folder_for
from tests.bindings.snippets import Outcome, without_loopback_advice
from tests.servers.http import Handler, HttpServer, Response
from tests.servers.messages import Request

START = 1_700_000_000
MAX_AGE = ("Cache-Control", "max-age=60")
Headers = list[tuple[str, str]]
PRELUDE = """
import http from '@ohos.net.http';
const report = (value) => console.log(JSON.stringify(value));
const get = (path, options = {}) => http.createHttp().request(URL + path, options);
const later = (seconds) => get('/later?seconds=' + seconds);
"""
CACHED = "const cache = http.createHttpResponseCache();\n"


def date(seconds: float) -> str:
    return formatdate(seconds, usegmt=True)


class App:
    """Runs programs that live in one place, against one server. `now` is the time of their cache."""

    def __init__(self, folder: Path) -> None:
        self.now: float = START
        self.answers: dict[str, Handler | Response] = {}
        self.server = HttpServer(self._answer)
        self.folder = folder
        self.name = str(folder / "main.js")

    def _answer(self, request: Request) -> Response | bytes:
        if request.path == "/later":
            self.now += float(dict(request.query)["seconds"])
            return Response(headers=[("Cache-Control", "no-store")])
        answer = self.answers[request.path]
        return answer if isinstance(answer, Response) else answer(request)

    def requests(self, path: str | None = None) -> list[Request]:
        """What reached the server, without those that only move the clock."""
        return [r for r in self.server.requests if r.path != "/later" and path in (None, r.path)]

    def run(
        self, code: str, shared: Shared | None = None, loop: Loop | None = None, exit_code: int = 0, **settings: Any
    ) -> Outcome:
        """Run `code` after the prelude, as a process of its own unless it is given what processes have."""
        settings = {"timeout": 20.0, "cache_dir": str(self.folder / "cache"), **settings}
        own_loop, own_shared = Loop(), Shared(REGISTRY)
        loop, shared = loop or own_loop, shared or own_shared
        self.cache(shared, loop, settings["cache_dir"])
        output = CapturedOutput(styled=False)
        program = Program(self.name, f"const URL = '{self.server.url}';\n{PRELUDE}{code}")
        try:
            ended = Session(program, Settings(**settings), output, loop, shared).run()
        finally:
            own_shared.close()
            own_loop.close()
        stdout, stderr = (
            "".join(text for stream, text in output.pieces() if stream == wanted) for wanted in (STDOUT, STDERR)
        )
        assert ended == exit_code, stderr
        return Outcome(ended, stdout, without_loopback_advice(stderr))

    def cache(self, shared: Shared, loop: Loop, cache_dir: str = "") -> ResponseCache:
        """The cache that a run with `shared` uses, with this clock."""
        folder = folder_for(cache_dir or str(self.folder / "cache"), self.name, os.environ)
        return shared.get(f"transport.cache:{folder}", lambda: ResponseCache(loop, folder, lambda: self.now))

    def reports(self, code: str, **settings: Any) -> list[Any]:
        """What `code` reports; it must run without an error or a note."""
        outcome = self.run(code, **settings)
        assert outcome.stderr == ""
        return outcome.reports

    def traced(self, code: str) -> list[str]:
        """What --trace says about the cache, without the numbers of the requests."""
        outcome = self.run(code, trace="on")
        lines = [line for line in outcome.stderr.splitlines() if line.startswith("* #")]
        return [line.partition(" ")[2].partition(" ")[2] for line in lines]


@pytest.fixture
def app_fixture(tmp_path: Path) -> Iterator[App]:
    """Programs in tmp_path, and their server."""
    application = App(tmp_path)
    with application.server:
        yield application


def counted(body: str = "body {}", *headers: tuple[str, str], status: int = 200) -> Handler:
    """Answers with the number of the request in the body."""
    count = 0

    def answer(_: Request) -> Response:
        nonlocal count
        count += 1
        return Response(body.format(count), status, headers)

    return answer


def validated(*headers: tuple[str, str], tag: str = '"1"') -> Handler:
    """Answers with an entity tag, and 304 to who has it."""

    def answer(request: Request) -> Response:
        if request.header("if-none-match") == tag:
            return Response(status=304, headers=[("ETag", tag), ("X-Answer", "304"), *headers])
        return Response("body", headers=[("ETag", tag), ("X-Answer", "200"), ("Content-Type", "text/plain"), *headers])

    return answer


def size_of(body: int) -> int:
    """The bytes that a response of `body` bytes with MAX_AGE takes."""
    return OVERHEAD + len(f"HTTP/1.1 200 OK\nCache-Control: max-age=60\nContent-Length: {body}") + body
