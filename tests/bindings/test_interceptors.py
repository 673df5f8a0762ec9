"""HttpInterceptorChain: the order of calls, what they are given, and what their changes do."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.bindings.snippets import Outcome, run_snippet
from tests.servers.http import HttpServer, Response
from tests.servers.messages import Request

MAKE = """
const seen = [];
const make = (type, go = true, change = () => {}) => ({ interceptorType: type, interceptorHandle(req, rsp) {
  seen.push([type, req.url.replace(URL, ''), rsp.responseCode ?? null]); change(req, rsp);
  return Promise.resolve(go); } });
const chained = (...list) => { const r = http.createHttp(); const chain = new http.HttpInterceptorChain();
  chain.addChain(list); chain.apply(r); return r; };
const all = (over = {}) => ['INITIAL_REQUEST', 'CONNECT_NETWORK', 'REDIRECTION', 'FINAL_RESPONSE']
  .map((type) => over[type] ?? make(type));
"""


def answer(request: Request) -> Response:
    return Response.redirect("/end") if request.path == "/hop" else Response(request.path)


@pytest.fixture
def server() -> Iterator[HttpServer]:
    with HttpServer(answer) as server:
        yield server


def run(server: HttpServer, code: str, **settings: object) -> Outcome:
    outcome = run_snippet(f"const URL = '{server.url}'; {MAKE} {code}", **settings)
    assert outcome.exit_code == 0, outcome.stderr
    return outcome


def test_the_order_of_calls(server: HttpServer) -> None:
    code = "const r = chained(...all()); const p = r.request(URL + '/hop'); seen.push('called'); await p; report(seen);"
    assert run(server, code).report == [
        ["INITIAL_REQUEST", "/hop", None], "called", ["CONNECT_NETWORK", "/hop", 0], ["REDIRECTION", "/end", 302],
        ["CONNECT_NETWORK", "/end", 0], ["FINAL_RESPONSE", "/end", 200],
    ]  # fmt: skip


def test_final_response_also_hears_of_failures_and_cannot_mend_them(server: HttpServer) -> None:
    code = """
        const r = chained(make('FINAL_RESPONSE', false, (q, s) => { s.responseCode = 200; }));
        await r.request('http://127.0.0.1:1/').catch((error) => seen.push(error.code)); report(seen);
    """
    assert run(server, code).report == [["FINAL_RESPONSE", "http://127.0.0.1:1/", 0], 2300007]


def test_a_stream_goes_by_all_but_the_last(server: HttpServer) -> None:
    code = """
        const r = chained(...all()); r.on('dataReceive', (data) => seen.push(data.byteLength));
        r.on('dataEnd', () => seen.push('end')); seen.push(await r.requestInStream(URL + '/a')); report(seen);
    """
    assert run(server, code).report == [["INITIAL_REQUEST", "/a", None], ["CONNECT_NETWORK", "/a", 0], 2, "end", 200]


def test_what_initial_request_changes_is_sent(server: HttpServer) -> None:
    code = """
        const change = (q) => { q.url = URL + '/other'; q.body = 'b';
          q.header.Authorization = 'me'; delete q.header['x-a']; };
        const r = chained(make('INITIAL_REQUEST', true, change));
        report((await r.request(URL + '/a', { method: 'POST', header: { 'x-a': '1' }, extraData: 'a' })).result);
    """
    assert run(server, code).report == "/other"
    (request,) = server.requests
    assert request.body == b"b"
    lines = [line for line in request.header_lines if line.lower().startswith((b"auth", b"x-a", b"content-type"))]
    assert lines == [b"Authorization:me", b"content-type:application/json", b"x-a:1"]


def test_connect_network_replaces_the_header_and_always_has_a_body(server: HttpServer) -> None:
    code = """
        const change = (q) => { q.header = { 'X-B': '2' }; };
        await chained(make('CONNECT_NETWORK', true, change)).request(URL + '/a'); report(1);
    """
    assert run(server, code).report == 1
    (request,) = server.requests
    assert b"X-B: 2" in request.header_lines
    assert request.header("content-length") == "0"
    assert request.header("content-type") == "application/x-www-form-urlencoded"


@pytest.mark.parametrize("type_", ["INITIAL_REQUEST", "CONNECT_NETWORK"])
def test_who_stops_answers(server: HttpServer, type_: str) -> None:
    code = f"""
        const change = (q, s) => {{ s.responseCode = 207; s.result = 'mine'; s.header = 'X-C: 3\\r\\n'; }};
        const data = await chained(make('{type_}', false, change)).request(URL + '/a');
        report([data.responseCode, data.result, data.header['x-c']]);
    """
    assert run(server, code).report == [207, "mine", "3"]
    assert server.requests == []


def test_redirection_can_stop_and_is_limited(server: HttpServer) -> None:
    stop = "report((await chained(make('REDIRECTION', false)).request(URL + '/hop')).responseCode);"
    assert run(server, stop).report == 302
    limited = (
        "await chained(make('REDIRECTION')).request(URL + '/hop', { maxRedirects: 0 }).catch((e) => report(e.code));"
    )
    assert run(server, limited, quiet=True).report == 2300047


@pytest.mark.parametrize(
    "handle", ["() => { throw 1; }", "() => true", "() => Promise.reject(1)", "async () => { throw 1; }"]
)
@pytest.mark.parametrize("type_", ["INITIAL_REQUEST", "FINAL_RESPONSE"])
def test_a_broken_one_fails_the_request_with_a_note(server: HttpServer, handle: str, type_: str) -> None:
    code = f"""
        const r = chained({{ interceptorType: '{type_}', interceptorHandle: {handle} }});
        await r.request(URL + '/a').catch((error) => report(error.code));
    """
    outcome = run(server, code)
    assert outcome.report == 2300999
    assert "pending for ever" in outcome.stderr


def test_the_chain(server: HttpServer) -> None:
    code = """
        const chain = new http.HttpInterceptorChain(); const r = http.createHttp(); const found = [];
        const thrown = (call) => { try { return call(); } catch (error) { return error.code; } };
        const one = make('INITIAL_REQUEST');
        found.push(chain.apply(r), chain.getChain(), chain.addChain([one]), chain.getChain()[0] === one);
        for (const bad of [[], [{}], [[one]], [[{}]]]) found.push(thrown(() => chain.addChain(...bad)));
        found.push(thrown(() => chain.apply(1)), thrown(() => chain.apply({})), chain.apply(r));
        report(found);
    """
    assert run(server, code).report == [
        False, [], True, True, "2300801", "2300801", "2300802", "2300999", "2300801", "2300999", True,
    ]  # fmt: skip


def test_undefined_goes_on_and_this_is_the_interceptor(server: HttpServer) -> None:
    code = """
        const one = { interceptorType: 'INITIAL_REQUEST', async interceptorHandle() { seen.push(this === one); } };
        await chained(one).request(URL + '/a'); report(seen);
    """
    assert run(server, code).report == [True]
