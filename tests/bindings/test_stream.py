"""requestInStream and its events: what comes, in which order, and that it is never more than a little at once."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator

import pytest

from bindings.net_http.stream import MOST_QUEUED
from tests.bindings.snippets import Outcome, run_snippet
from tests.servers.http import HttpServer, Response
from tests.servers.messages import Request
from tests.servers.raw import RawServer, close, receive, send, stall

LINE = b"HTTP/1.1 200 OK\r\n"
LARGE = 100_000
OBSERVED = """
const seen = []; const r = http.createHttp();
for (const type of ['headersReceive', 'dataReceive', 'dataEnd', 'dataReceiveProgress', 'dataSendProgress']) {
  r.on(type, (...args) => seen.push([type, ...args.map((value) => value instanceof ArrayBuffer ? value.byteLength
    : type === 'headersReceive' ? 'header' : value)]));
}
"""


def answer(request: Request) -> Response | bytes:
    match request.path:
        case "/large":
            return Response("x" * LARGE)
        case "/gzip":
            body = gzip.compress(b"\0" * LARGE)
            return Response(body, headers=[("Content-Encoding", "gzip")])
        case "/redirect":
            return Response("gone there", status=302, headers=[("Location", "/hi")])
        case "/missing":
            return Response("no", status=404)
        case "/cached":
            return Response("y" * LARGE, headers=[("Cache-Control", "max-age=1000")])
        case "/chunked":
            return LINE + b"Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n"
        case "/empty":
            return Response(status=204)
    return Response("hi")


@pytest.fixture(scope="module")
def server() -> Iterator[HttpServer]:
    with HttpServer(answer) as server:
        yield server


def observed(url: str, options: str = "{}") -> list[list[object]]:
    """The events of one stream, and last how it settled."""
    code = (
        f"{OBSERVED} await r.requestInStream('{url}', {options})"
        ".then((code) => seen.push(['code', code]), (error) => seen.push(['error', error.code])); report(seen);"
    )
    outcome = run_snippet(code)
    assert outcome.exit_code == 0, outcome.stderr
    events: list[list[object]] = outcome.report
    return events


def kinds(events: list[list[object]]) -> list[object]:
    return [kind for kind, *_ in events]


def test_the_body_comes_in_pieces_between_header_and_end(server: HttpServer) -> None:
    events = observed(server.url + "/large")
    sizes = [event[1] for event in events if event[0] == "dataReceive"]
    assert sum(int(str(size)) for size in sizes) == LARGE
    assert all(0 < int(str(size)) <= 16384 for size in sizes)
    assert events[0] == ["headersReceive", "header"]
    assert events[-2:] == [["dataEnd"], ["code", 200]]
    progress = [event[1] for event in events if event[0] == "dataReceiveProgress"]
    assert progress[-1] == {"receiveSize": LARGE, "totalSize": LARGE}
    assert progress == sorted(progress, key=lambda item: int(item["receiveSize"]))  # type: ignore[index]


def test_progress_counts_what_is_on_the_wire(server: HttpServer) -> None:
    events = observed(server.url + "/gzip")
    size = len(gzip.compress(b"\0" * LARGE))
    assert ["dataReceiveProgress", {"receiveSize": size, "totalSize": size}] in events
    assert sum(int(str(event[1])) for event in events if event[0] == "dataReceive") == LARGE


@pytest.mark.parametrize(
    ("path", "options", "expected"),
    [
        ("/missing", "{}", ["headersReceive", "dataReceive", "dataReceiveProgress", "dataEnd", "code"]),
        ("/hi", "{ method: 'HEAD' }", ["headersReceive", "dataEnd", "code"]),
        ("/empty", "{}", ["headersReceive", "dataEnd", "code"]),
        ("/chunked", "{}", ["headersReceive", "dataReceive", "dataEnd", "code"]),
    ],
)
def test_which_events_there_are(server: HttpServer, path: str, options: str, expected: list[str]) -> None:
    assert kinds(observed(server.url + path, options)) == expected


def test_only_the_last_body_of_redirects_is_delivered(server: HttpServer) -> None:
    events = observed(server.url + "/redirect")
    assert [event for event in events if event[0] == "dataReceive"] == [["dataReceive", 2]]
    assert kinds(events).count("headersReceive") == 2


def test_no_limit_of_size_holds_and_no_data_type_counts(server: HttpServer) -> None:
    assert observed(server.url + "/large", "{ maxLimit: 1, expectDataType: 1 }")[-1] == ["code", 200]


def test_an_upload_tells_how_far_it_is(server: HttpServer) -> None:
    events = observed(server.url + "/hi", f"{{ method: 'POST', extraData: 'x'.repeat({3 * LARGE}) }}")
    sent = [event[1] for event in events if event[0] == "dataSendProgress"]
    assert sent[0] == {"sendSize": 0, "totalSize": 3 * LARGE}
    assert sent[-1] == {"sendSize": 3 * LARGE, "totalSize": 3 * LARGE}


def test_request_tells_how_far_an_upload_is(server: HttpServer) -> None:
    code = f"{OBSERVED} await r.request('{server.url}/hi', {{ method: 'POST', extraData: 'abc' }}); report(seen);"
    sent = [event[1] for event in run_snippet(code).report if event[0] == "dataSendProgress"]
    assert sent == [{"sendSize": 0, "totalSize": 3}, {"sendSize": 3, "totalSize": 3}]


def test_a_failure_has_no_end_and_keeps_what_came() -> None:
    with RawServer([receive(), send(LINE + b"Content-Length: 9\r\n\r\nabc"), close()]) as server:
        events = observed(server.url)
    assert ["dataReceive", 3] in events
    assert events[-1] == ["error", 2300018]
    assert "dataEnd" not in kinds(events)


def test_the_callback_gets_the_code_and_calls_are_judged_as_of_request(server: HttpServer) -> None:
    code = f"""
        http.createHttp().requestInStream('{server.url}/hi', (error, code) => report([error ?? null, code]));
        http.createHttp().requestInStream('{server.url}/hi', {{}}, (error, code) => report([error ?? null, code]));
        http.createHttp().requestInStream(1, (error, code) => report([error.code, code ?? null]));
        http.createHttp().requestInStream().catch((error) => report(error.code));
    """
    reports = run_snippet(code).reports
    assert sorted(map(json.dumps, reports)) == sorted(map(json.dumps, [[None, 200], [None, 200], [401, None], 401]))


def test_without_a_listener_the_code_comes_all_the_same(server: HttpServer) -> None:
    assert run_snippet(f"report(await http.createHttp().requestInStream('{server.url}/large'));").report == 200


def test_a_listener_can_come_later_and_go(server: HttpServer) -> None:
    code = f"""
        const r = http.createHttp(); let n = 0; const count = () => {{ n += 1; r.off('dataReceive', count); }};
        const done = r.requestInStream('{server.url}/large'); r.on('dataReceive', count); await done; report(n);
    """
    assert run_snippet(code).report == 1


def test_each_piece_is_a_buffer_of_its_own(server: HttpServer) -> None:
    code = f"""
        const r = http.createHttp(); const all = []; r.on('dataReceive', (data) => all.push(data));
        await r.requestInStream('{server.url}/large'); new Uint8Array(all[0]).fill(0);
        report([new Set(all).size === all.length, new Uint8Array(all[1])[0]]);
    """
    assert run_snippet(code).report == [True, ord("x")]


def test_destroy_in_a_listener_stops_the_rest() -> None:
    # More than fits into any buffer, so that the rest is still to come.
    body = b"x" * 3_000_000
    steps = [receive(), send(LINE + b"Content-Length: %d\r\n\r\n" % (2 * len(body))), send(body), stall()]
    with RawServer(steps) as server:
        code = f"""
            const r = http.createHttp(); let n = 0; r.on('dataReceive', () => {{ n += 1; r.destroy(); }});
            r.requestInStream('{server.url}').catch((error) => report([n, error.code]));
        """
        assert run_snippet(code).report == [1, 2300023]


def test_a_listener_that_throws_ends_the_run(server: HttpServer) -> None:
    code = "r.on('dataReceive', () => { throw new Error('oops'); });"
    outcome = run_snippet(f"const r = http.createHttp(); {code} r.requestInStream('{server.url}/large');")
    assert outcome.exit_code == 1
    assert "oops" in outcome.stderr


def test_a_slow_program_makes_the_server_wait() -> None:
    """However much the server has, no more is taken from it than the program can use soon."""
    total = 12 * MOST_QUEUED
    pieces = [send(b"x" * 65536)] * (total // 65536)
    with RawServer([receive(), send(LINE + b"Content-Length: %d\r\n\r\n" % total), *pieces]) as server:
        code = f"""
            const r = http.createHttp(); let n = 0; let worst = 0; let received = 0;
            r.on('dataReceiveProgress', (p) => {{ received = p.receiveSize; worst = Math.max(worst, received - n); }});
            r.on('dataReceive', (data) => {{ n += data.byteLength; for (let i = 0; i < 2000; i++); }});
            const code = await r.requestInStream('{server.url}'); report([code, n, worst]);
        """
        code_, received, worst = run_snippet(code).report
    assert (code_, received) == (200, total)
    assert worst < 2 * MOST_QUEUED


def cached(server: HttpServer, second: str) -> Outcome:
    return run_snippet(
        f"http.createHttpResponseCache(); await http.createHttp().request('{server.url}/cached');"
        f"{OBSERVED} seen.push(await r.{second}('{server.url}/cached')); report(seen);"
    )


@pytest.mark.parametrize(("body", "listens", "notes"), [("hi", True, 1), ("hi", False, 0), ("", True, 0)])
def test_a_fresh_hit_is_noted_where_a_device_gives_less(body: str, listens: bool, notes: int, tmp_path: object) -> None:
    with HttpServer(lambda _: Response(body, headers=[("Cache-Control", "max-age=60")])) as server:
        listen = "r.on('dataReceive', () => {});" if listens else ""
        code = f"""
            http.createHttpResponseCache(); await http.createHttp().request('{server.url}');
            const r = http.createHttp(); {listen} report(await r.requestInStream('{server.url}'));
        """
        outcome = run_snippet(code, cache_dir=str(tmp_path))
    assert (outcome.report, len(outcome.notes)) == (200, notes)


def test_a_fresh_hit_of_the_cache_is_streamed(server: HttpServer) -> None:
    before = len(server.requests)
    outcome = cached(server, "requestInStream")
    assert len(server.requests) == before + 1
    events = outcome.report
    assert sum(event[1] for event in events[:-1] if event[0] == "dataReceive") == LARGE
    assert events[-2:] == [["dataEnd"], 200]


def test_a_thousand_at_once(server: HttpServer) -> None:
    code = f"""
        let n = 0; const one = () => {{ const r = http.createHttp();
          r.on('dataReceive', (d) => {{ n += d.byteLength; }}); return r.requestInStream('{server.url}/hi'); }};
        const codes = await Promise.all(Array.from({{ length: 1000 }}, one));
        report([n, new Set(codes).size, codes[0]]);
    """
    assert run_snippet(code).report == [2000, 1, 200]
