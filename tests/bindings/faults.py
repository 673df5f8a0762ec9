"""Asks a faulty server and then, in the same run, a good one; fails on what is left behind."""

from __future__ import annotations

import gzip
import json
import threading
import time
import zlib
from collections.abc import Iterator
from typing import Any

import pytest

from bindings.net_http.errors import MESSAGES
from tests.bindings.leaks import descriptors
from tests.bindings.snippets import Outcome, run_snippet
from tests.servers.http import HttpServer, Response

# ms. No case needs more than a moment; a busy machine makes that seconds.
LIMIT = 15_000


@pytest.fixture(name="good", scope="module")
def good_server() -> Iterator[HttpServer]:
    """The one that works."""
    with HttpServer(lambda _: Response("good")) as server:
        yield server


@pytest.fixture(autouse=True)
def nothing_is_left(good: HttpServer) -> Iterator[None]:
    """Fails where a descriptor or a thread stays behind."""
    held, threads = descriptors(), threading.active_count()
    yield
    good.wait_until(lambda: good.open_connections == 0)
    assert (descriptors(), threading.active_count()) == (held, threads)


def ask(url: str, good: HttpServer, options: str = "{}", **settings: Any) -> Outcome:
    """A request to `url` and, in the same run, another to a good server, which has to work."""
    code = (
        f"await http.createHttp().request({json.dumps(url)}, {{ readTimeout: {LIMIT}, ...{options} }})"
        ".then((data) => report({ data }), (error) => report({ error }));"
        f"report((await http.createHttp().request('{good.url}')).result);"
    )
    started = time.monotonic()
    outcome = run_snippet(code, **settings)
    assert (time.monotonic() - started) * 1000 < LIMIT
    assert outcome.exit_code == 0
    assert outcome.reports[1:] == ["good"]
    assert "Traceback" not in outcome.stderr
    return outcome


def check(outcome: Outcome, code: int) -> None:
    """The first request failed with `code`; only 2300999 has a note, with curl's number and text (C13)."""
    assert outcome.reports[0] == {"error": {"code": code, "message": MESSAGES[code]}}
    assert len(outcome.notes) == (1 if code == 2300999 else 0)
    for note in outcome.notes:
        number, _, text = note.partition("curl error ")[2].partition(": ")
        assert number.isdigit()
        assert text


def bomb(mebibytes: int, layers: int = 1) -> bytes:
    """So many MiB of zeros, compressed."""
    compressor = zlib.compressobj(1, wbits=31)
    body = b"".join(compressor.compress(bytes(1024 * 1024)) for _ in range(mebibytes)) + compressor.flush()
    return body if layers == 1 else gzip.compress(body, mtime=0)
