"""Servers that treat a stream or a form badly, and listeners that do what they should not."""

from __future__ import annotations

import gzip
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.bindings.snippets import Outcome, run_snippet
from tests.servers.raw import (
    Peer,
    RawServer,
    Step,
    close,
    flood,
    receive,
    receive_bytes,
    reset,
    send,
    stall,
    wait_for_hang_up,
)

OK = b"HTTP/1.1 200 OK\r\n"
CHUNKED = OK + b"Transfer-Encoding: chunked\r\n\r\n"
LARGE = 3_000_000


def streamed(steps: Sequence[Step], options: str = "{}", listen: str = "") -> list[Any]:
    """How a stream ended, how many bytes came before, and how often it said that this is all."""
    with RawServer([receive(), *steps]) as server:
        code = f"""
            const r = http.createHttp(); let size = 0; let ends = 0; let end;
            r.on('dataReceive', (data) => {{ size += data.byteLength; {listen} }});
            r.on('dataEnd', () => {{ ends += 1; }});
            try {{ end = await r.requestInStream('{server.url}', {options}); }} catch (error) {{ end = error.code; }}
            report([end, size, ends]);
        """
        outcome = run_snippet(code)
    assert outcome.exit_code == 0, outcome.stderr
    found: list[Any] = outcome.report
    return found


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        # A chunk that stops in its middle, where the connection ends or is reset.
        ([send(CHUNKED + b"10\r\nabcd"), close()], [2300018, 4]),
        ([send(CHUNKED + b"zz\r\nabcd"), close()], [2300056, 0]),
        ([send(CHUNKED + b"4\r\nabcdefgh\r\n0\r\n\r\n"), close()], [2300056, 4]),
        ([send(CHUNKED + b"fffffffffffffffff\r\nab"), close()], [2300056, 0]),
        ([send(CHUNKED + b"4\r\nabcd\r\n"), close()], [2300018, 4]),
        # A length that is another than that of what comes.
        ([send(OK + b"Content-Length: 9\r\n\r\nabc"), close()], [2300018, 3]),
        ([send(OK + b"Content-Length: 2\r\n\r\nabc"), close()], [200, 2]),
        ([send(OK + b"Content-Length: 2\r\nContent-Length: 3\r\n\r\nabc"), close()], None),
        ([send(OK + b"Content-Length: -1\r\n\r\nabc"), close()], None),
        # A body that is not what its encoding says.
        ([send(OK + b"Content-Encoding: gzip\r\nContent-Length: 4\r\n\r\nabcd"), close()], [2300061, 0]),
        ([send(OK + b"Content-Encoding: gzip\r\n\r\n" + gzip.compress(b"x" * 99)[:-12]), close()], None),
    ],
)
def test_a_stream_that_breaks(steps: Sequence[Step], expected: list[int] | None) -> None:
    end, size, ends = streamed(steps)
    assert ends == (end == 200)
    if expected is not None:
        assert [end, size] == expected


def test_a_stream_that_stalls_in_the_middle_of_a_chunk_ends_with_its_time() -> None:
    assert streamed([send(CHUNKED + b"10\r\nabcd"), stall()], "{ readTimeout: 500 }") == [2300028, 4, 0]


def test_a_stream_without_end_ends_with_destroy_or_its_time() -> None:
    endless = [send(CHUNKED), flood(b"4000\r\n" + b"x" * 0x4000 + b"\r\n")]
    end, size, ends = streamed(endless, listen="if (size > 300000) r.destroy();")
    assert (end, ends) == (2300023, 0)
    assert 300_000 < size <= 300_000 + 2 * 16384
    assert streamed(endless, "{ readTimeout: 200 }")[::2] == [2300028, 0]


def test_a_bomb_comes_in_small_pieces() -> None:
    bomb = gzip.compress(b"\0" * 20_000_000)
    head = OK + b"Content-Encoding: gzip\r\nContent-Length: %d\r\n\r\n" % len(bomb)
    end, size, _ = streamed([send(head + bomb)], listen="if (data.byteLength > 16384) throw new Error('large');")
    assert (end, size) == (200, 20_000_000)


def formed(script: Step | Sequence[Step], tmp_path: Path, more: str = "") -> Outcome:
    """What a form with a large file ends with."""
    file = tmp_path / "large.bin"
    file.write_bytes(b"x" * LARGE)
    part = f"{{ name: 'f', contentType: '', filePath: {json.dumps(str(file))} }}"
    with RawServer(script) as server:
        form = f"header: {{ 'content-type': 'multipart/form-data' }}, multiFormDataList: [{part}]"
        code = f"""
            const r = http.createHttp(); let sent = 0; r.on('dataSendProgress', (p) => {{ sent = p.sendSize; }});
            await r.request('{server.url}', {{ method: 'POST', {form}, {more} }})
              .then((data) => report([data.responseCode, sent]), (error) => report([error.code, sent]));
        """
        outcome = run_snippet(code)
    assert outcome.exit_code == 0, outcome.stderr
    return outcome


def _refuse(peer: Peer) -> None:
    """401 in the middle of the body, of which no more is read."""
    peer.receive_bytes()
    peer.send(b'HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Basic realm="x"\r\nContent-Length: 2\r\n\r\nno')
    peer.wait_for_hang_up()


@pytest.mark.parametrize(
    ("script", "codes"),
    [
        ([receive_bytes(), reset()], {2300055, 2300056, 2300052}),
        ([receive_bytes(), close()], {2300055, 2300056, 2300052}),
        (_refuse, {401}),
        ([wait_for_hang_up()], {2300028}),
        ([stall()], {2300028}),
    ],
)
def test_a_form_that_is_not_wanted(script: Step | Sequence[Step], codes: set[int], tmp_path: Path) -> None:
    code, sent = formed(script, tmp_path, "readTimeout: 400" if 2300028 in codes else "").report
    assert code in codes
    assert sent <= LARGE + 1000


def test_a_file_that_is_shorter_when_it_is_sent(tmp_path: Path) -> None:
    """It was measured for Content-Length, and is cut off while the server thinks."""
    file = tmp_path / "large.bin"

    def cut(peer: Peer) -> None:
        peer.receive_bytes()
        file.write_bytes(b"")
        peer.wait_for_hang_up()

    code, _ = formed(cut, tmp_path, "readTimeout: 2000").report
    assert code in (2300018, 2300026, 2300028, 2300055, 2300056)


@pytest.mark.parametrize(
    "listen",
    ["r.off('dataReceive');", "r.on('dataReceive', () => {});", "r.destroy(); r.destroy();",
     "r.requestInStream(URL).catch(() => {}); r.off('dataReceive');", "r.off('dataEnd'); r.off('dataReceive');"],
)  # fmt: skip
def test_a_listener_may_do_anything(listen: str) -> None:
    body = b"x" * 100_000
    answer = [receive(), send(OK + b"Content-Length: %d\r\n\r\n" % len(body) + body)]
    with RawServer(answer * 2) as server:
        code = f"""
            const URL = '{server.url}'; const r = http.createHttp(); let n = 0;
            r.on('dataReceive', () => {{ n += 1; {listen} }});
            await r.requestInStream(URL).then(report, (error) => report(error.code)); report(n);
        """
        outcome = run_snippet(code, quiet=True)
    end, count = outcome.reports
    # A response that has come as a whole is complete, whatever its listener does.
    assert end in ((200, 2300023) if "destroy" in listen else (200,))
    assert count == 1
