"""What an interceptor's changes do to the request and to the response, kind by kind."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.bindings.snippets import run_snippet
from tests.bindings.test_interceptors import MAKE, run
from tests.servers.http import HttpServer, Response
from tests.servers.messages import Request


def answer(request: Request) -> Response:
    if request.path == "/hop":
        return Response("moved", status=302, headers=[("Location", "/end"), ("Set-Cookie", "hop=1"), ("X-Hop", "1")])
    return Response(request.body or b"end", headers=[("X-End", "1")])


@pytest.fixture
def server() -> Iterator[HttpServer]:
    with HttpServer(answer) as server:
        yield server


def test_a_url_that_is_no_text_is_none(server: HttpServer) -> None:
    code = """
        const r = chained(make('INITIAL_REQUEST', true, (q) => { q.url = 5; }));
        await r.request(URL + '/a').catch((error) => report(error.code));
    """
    assert run(server, code).report == 2300003


@pytest.mark.parametrize("type_", ["INITIAL_REQUEST", "CONNECT_NETWORK"])
def test_what_a_getter_throws_that_it_left_behind_is_uncaught(server: HttpServer, type_: str) -> None:
    change = "(q) => Object.defineProperty(q, 'url', { get() { throw new Error('left'); } })"
    code = f"""
        const r = chained({{ interceptorType: '{type_}', async interceptorHandle(q) {{ ({change})(q); }} }});
        r.request(URL + '/a').then(() => report(1), () => report(2));
    """
    outcome = run_snippet(f"const URL = '{server.url}'; {MAKE} {code}")
    assert (outcome.exit_code, outcome.reports) == (1, [])
    assert "left" in outcome.stderr


@pytest.mark.parametrize(
    ("body", "sent"),
    [("'text'", b"text"), ("new Uint8Array([1, 2]).buffer", b"\1\2"), ("new ArrayBuffer(0)", b"old"), ("5", b"old"),
     ("{ a: 1 }", b"old"), ("''", b"")],
)  # fmt: skip
@pytest.mark.parametrize("type_", ["INITIAL_REQUEST", "CONNECT_NETWORK"])
def test_a_text_or_a_buffer_replaces_the_body(server: HttpServer, type_: str, body: str, sent: bytes) -> None:
    code = f"""
        const change = (q) => {{ q.body = {body}; }};
        await chained(make('{type_}', true, change)).request(URL + '/a', {{ method: 'POST', extraData: 'old' }});
        report(1);
    """
    run(server, code)
    assert server.requests[0].body == sent


def test_a_body_that_was_none_stays_none(server: HttpServer) -> None:
    run(server, "await chained(make('INITIAL_REQUEST')).request(URL + '/a', { method: 'POST' }); report(1);")
    assert server.requests[0].header("content-length") is None


def test_who_stops_a_response_without_a_result_gives_it_a_type() -> None:
    with HttpServer(lambda _: Response(b"")) as server:
        code = """
            const r = chained(make('FINAL_RESPONSE', false, (q, s) => { s.result = 'mine'; }));
            const data = await r.request(URL + '/a', { expectDataType: 2 }); report([data.result, data.resultType]);
        """
        assert run(server, code).report == ["mine", 0]


def test_header_values_that_are_no_text_are_sent_empty(server: HttpServer) -> None:
    code = """
        const change = (q) => { q.header['x-n'] = 5; q.header['x-t'] = 'text'; };
        await chained(make('INITIAL_REQUEST', true, change)).request(URL + '/a'); report(1);
    """
    run(server, code)
    lines = [line for line in server.requests[0].header_lines if line.startswith(b"x-")]
    assert lines == [b"x-n:", b"x-t:text"]


@pytest.mark.parametrize("char", ["\\r", "\\n", "\\0", "\\r\\nx-evil: 1"])
@pytest.mark.parametrize("change", ["q.header.a = 'x{}y'", "q.header['a{}b'] = 'y'", "q.header = { 'a{}b': '' }"])
@pytest.mark.parametrize(
    ("type_", "path", "sent"), [("INITIAL_REQUEST", "/a", 0), ("CONNECT_NETWORK", "/a", 0), ("REDIRECTION", "/hop", 1)]
)
def test_line_breaks_never_reach_the_wire(
    server: HttpServer, type_: str, path: str, sent: int, change: str, char: str
) -> None:
    code = f"""
        const r = chained(make('{type_}', true, (q) => {{ {change.replace("{}", char)}; }}));
        await r.request(URL + '{path}').catch((error) => report(error));
    """
    outcome = run(server, code)
    assert outcome.report == {"code": 401, "message": "Parameter error"}
    assert len(server.requests) == sent
    assert "would send it" in outcome.notes[0]


@pytest.mark.parametrize("type_", ["INITIAL_REQUEST", "CONNECT_NETWORK"])
def test_who_stops_with_what_is_no_text_answers_nothing(server: HttpServer, type_: str) -> None:
    code = f"""
        const change = (q, s) => {{ s.responseCode = '1'; s.result = {{}}; s.cookies = 5; s.header.a = 'b'; }};
        const r = chained(make('{type_}', false, (q, s) => {{ s.header = {{}}; change(q, s); }}));
        const data = await r.request(URL + '/a');
        report([data.responseCode, data.result, data.cookies, data.header]);
    """
    assert run(server, code).report == [0, "", "", {}]


def test_a_redirect_keeps_method_and_body_and_forgets_the_hop(server: HttpServer) -> None:
    code = """
        const data = await chained(make('REDIRECTION')).request(URL + '/hop', { method: 'PUT', extraData: 'kept' });
        report([data.result, data.header['x-hop'] ?? null, data.header['x-end'], data.cookies,
          data.connectionExtraInfo.redirectCount]);
    """
    assert run(server, code).report == ["kept", None, "1", "", 0]
    assert [(request.method, request.body) for request in server.requests] == [("PUT", b"kept")] * 2
    assert server.requests[1].header("cookie") is None


def test_redirection_decides_where_to_and_with_what(server: HttpServer) -> None:
    code = """
        const change = (q) => { q.url = URL + '/other'; q.body = 'changed'; q.header.extra = '1'; };
        report((await chained(make('REDIRECTION', true, change)).request(URL + '/hop')).result);
    """
    assert run(server, code).report == "changed"
    assert (server.requests[1].path, server.requests[1].header("extra")) == ("/other", "1")


@pytest.mark.parametrize("type_", ["INITIAL_REQUEST", "CONNECT_NETWORK"])
def test_who_stops_without_a_word_answers_0(server: HttpServer, type_: str) -> None:
    code = f"""
        const {{ responseCode, result, header, cookies }} = await chained(make('{type_}', false)).request(URL + '/a');
        report([responseCode, result, header, cookies]);
    """
    assert run(server, code).report == [0, "", {}, ""]


def test_final_response_that_stops_is_what_is_delivered(server: HttpServer) -> None:
    code = """
        const changes = { responseCode: 207, result: 'mine', cookies: 'c', header: { other: '1' } };
        const change = (q, s) => { Object.assign(s, changes); };
        const data = await chained(make('FINAL_RESPONSE', false, change)).request(URL + '/a');
        report([data.responseCode, data.result, data.cookies, data.header['x-end'], data.header.other ?? null]);
    """
    assert run(server, code).report == [207, "mine", "c", "1", None]


def test_a_chain_is_copied_when_it_is_applied_and_may_be_applied_to_many(server: HttpServer) -> None:
    code = """
        const chain = new http.HttpInterceptorChain(); chain.addChain([make('INITIAL_REQUEST')]);
        const first = http.createHttp(); const second = http.createHttp(); chain.apply(first);
        chain.addChain([make('FINAL_RESPONSE'), make('UNKNOWN')]); chain.apply(second);
        await first.request(URL + '/1'); await second.request(URL + '/2');
        report(seen.map(([type, url]) => type + url));
    """
    assert run(server, code).report == ["INITIAL_REQUEST/1", "INITIAL_REQUEST/2", "FINAL_RESPONSE/2"]


def test_final_response_is_not_called_for_what_never_began(server: HttpServer) -> None:
    code = """
        const r = chained(make('FINAL_RESPONSE')); await r.request().catch((error) => seen.push(error.code));
        r.destroy(); await r.request(URL + '/a').catch((error) => seen.push(error.code)); report(seen);
    """
    assert run(server, code, quiet=True).report == [401, 2300999]


@pytest.mark.parametrize("type_", ["INITIAL_REQUEST", "CONNECT_NETWORK", "REDIRECTION", "FINAL_RESPONSE"])
def test_a_promise_that_nothing_can_settle_fails_the_request_with_a_note(server: HttpServer, type_: str) -> None:
    code = f"""
        const r = chained({{ interceptorType: '{type_}', interceptorHandle: () => new Promise(() => {{}}) }});
        await r.request(URL + '/hop').catch((error) => report(error.code));
        await new Promise((resolve) => setTimeout(resolve)); await http.createHttp().request(URL + '/a');
    """
    outcome = run(server, code)
    assert outcome.report == 2300999
    assert "never settles its promise" in outcome.stderr


def test_a_promise_may_wait_for_whatever_the_program_has(server: HttpServer) -> None:
    code = """
        const slow = () => new Promise((resolve) => setTimeout(resolve, 20, true));
        const asking = async () => (await http.createHttp().request(URL + '/token')).responseCode === 200;
        const r = chained({ interceptorType: 'INITIAL_REQUEST', interceptorHandle: slow },
          { interceptorType: 'CONNECT_NETWORK', interceptorHandle: asking });
        report((await r.request(URL + '/a')).responseCode);
    """
    outcome = run(server, code)
    assert (outcome.report, outcome.notes) == (200, [])
