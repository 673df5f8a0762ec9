"""What an interceptor is shown, and what its changes do and do not: READ_CACHE, copies, credentials."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.bindings.snippets import run_snippet
from tests.bindings.test_interceptors import MAKE, run
from tests.servers.http import HttpServer, Response
from tests.servers.messages import Request

CACHED = "http.createHttpResponseCache(); await http.createHttp().request(URL + '/cached');"


def answer(request: Request) -> Response:
    match request.path:
        case "/cached":
            return Response("stored", headers=[("Cache-Control", "max-age=1000"), ("X-A", "1")])
        case "/hop":
            return Response("moved", status=302, headers=[("Location", "/end"), ("Set-Cookie", "hop=1")])
        case "/away":
            target = f"http://{request.header('host')}/end".replace("127.0.0.1", "localhost")
            return Response.redirect(target)
    return Response(request.path)


@pytest.fixture
def server() -> Iterator[HttpServer]:
    with HttpServer(answer) as server:
        yield server


def test_read_cache_is_called_for_a_fresh_answer_only_and_instead_of_the_network(server: HttpServer) -> None:
    code = f"""
        {CACHED} const list = () => [...all(), make('READ_CACHE')];
        for (const path of ['/cached', '/other']) await chained(...list()).request(URL + path); report(seen);
    """
    assert run(server, code).report == [
        ["INITIAL_REQUEST", "/cached", None], ["READ_CACHE", "/cached", 200], ["FINAL_RESPONSE", "/cached", 200],
        ["INITIAL_REQUEST", "/other", None], ["CONNECT_NETWORK", "/other", 0], ["FINAL_RESPONSE", "/other", 200],
    ]  # fmt: skip
    assert [request.path for request in server.requests] == ["/cached", "/other"]


@pytest.mark.parametrize(("go", "expected"), [("true", [200, "stored"]), ("false", [207, "mine"])])
def test_read_cache_changes_what_is_delivered_only_where_it_stops(
    server: HttpServer, go: str, expected: list[object]
) -> None:
    code = f"""
        {CACHED} const change = (q, s) => {{ s.responseCode = 207; s.result = 'mine'; }};
        const data = await chained(make('READ_CACHE', {go}, change)).request(URL + '/cached');
        report([data.responseCode, data.result]);
    """
    assert run(server, code).report == expected


def test_what_initial_request_changes_is_what_the_cache_is_asked_for(server: HttpServer) -> None:
    code = f"""
        {CACHED} const change = (q) => {{ q.url = URL + '/cached'; }};
        const r = chained(make('INITIAL_REQUEST', true, change), make('READ_CACHE'), make('CONNECT_NETWORK'));
        report([(await r.request(URL + '/other')).result, seen.map(([type]) => type)]);
    """
    assert run(server, code).report == ["stored", ["INITIAL_REQUEST", "READ_CACHE"]]
    assert len(server.requests) == 1


def test_a_redirect_that_an_interceptor_is_shown_answers_no_other_request() -> None:
    kept = ("Cache-Control", "max-age=1000")

    def answer(request: Request) -> Response:
        if request.path == "/hop":
            return Response("moved", status=301, headers=[("Location", "/end"), kept])
        return Response("end", headers=[kept])

    with HttpServer(answer) as server:
        code = """
            http.createHttpResponseCache(); const results = [];
            for (const r of [chained(make('REDIRECTION', false)), http.createHttp(), chained(make('REDIRECTION'))])
              results.push((await r.request(URL + '/hop')).result);
            report(results);
        """
        assert run(server, code).report == ["moved", "end", "end"]


def test_read_cache_comes_before_the_pieces_of_a_stream(server: HttpServer) -> None:
    code = f"""
        {CACHED} const r = chained(make('READ_CACHE')); r.on('dataReceive', (data) => seen.push(data.byteLength));
        seen.push(await r.requestInStream(URL + '/cached')); report(seen);
    """
    assert run(server, code).report == [["READ_CACHE", "/cached", 200], 6, 200]


def test_a_stream_has_nothing_of_a_redirect(server: HttpServer) -> None:
    code = """
        const r = chained(make('REDIRECTION')); r.on('dataReceive', (data) => seen.push(data.byteLength));
        seen.push(await r.requestInStream(URL + '/hop')); report(seen);
    """
    assert run(server, code).report == [["REDIRECTION", "/end", 302], 4, 200]


def test_final_response_that_goes_on_changes_nothing(server: HttpServer) -> None:
    code = """
        const change = (q, s) => { s.responseCode = 207; s.result = 'mine'; s.header.extra = 'x'; };
        const data = await chained(make('FINAL_RESPONSE', true, change)).request(URL + '/a');
        report([data.responseCode, data.result, data.header.extra ?? null]);
    """
    assert run(server, code).report == [200, "/a", None]


def test_what_connect_network_and_redirection_are_shown(server: HttpServer) -> None:
    code = """
        const shown = []; const look = (q, s) => shown.push([Object.keys(q), Object.keys(s).sort(), s.result]);
        await chained(make('CONNECT_NETWORK', true, look), make('REDIRECTION', true, look)).request(URL + '/hop');
        report(shown.slice(0, 2));
    """
    request = ["url", "header", "body"]
    whole = ["connectionExtraInfo", "cookies", "header", "performanceTiming", "responseCode", "result", "resultType"]
    assert run(server, code).report == [
        [request, whole, ""],
        [request, ["cookies", "header", "responseCode", "result"], "moved"],
    ]


@pytest.mark.parametrize("type_", ["INITIAL_REQUEST", "CONNECT_NETWORK"])
def test_a_header_of_who_stops_is_told_before_the_response(server: HttpServer, type_: str) -> None:
    code = f"""
        const change = (q, s) => {{ s.header = 'HTTP/1.1 200\\r\\nX-C: 3\\r\\nSet-Cookie: a=1\\r\\nSet-Cookie: b=2'; }};
        const r = chained(make('{type_}', false, change)); const order = [];
        r.on('headerReceive', (error, header) => order.push(['first', header['x-c']]));
        r.on('headersReceive', (header) => order.push(['second', header['set-cookie']]));
        order.push((await r.request(URL + '/a')).header['set-cookie']); report(order);
    """
    assert run(server, code).report == [["first", "3"], ["second", ["a=1", "b=2"]], ["a=1", "b=2"]]


def test_credentials_stay_with_their_server_unless_an_interceptor_gives_them_away(server: HttpServer) -> None:
    code = """
        const options = { header: { Authorization: 'secret', Cookie: 'c=1', 'X-A': '1' }, serverAuthentication: {
          authenticationType: 'basic', credential: { username: 'u', password: 'p' } } };
        await chained(make('REDIRECTION')).request(URL + '/away', options);
        await chained(make('REDIRECTION')).request(URL + '/hop', options);
        const give = (q) => { q.header.authorization = 'given'; };
        await chained(make('REDIRECTION', true, give)).request(URL + '/away', options);
        report(1);
    """
    run(server, code)
    sent = [(request.path, request.header("authorization"), request.header("cookie")) for request in server.requests]
    assert sent == [
        ("/away", "secret", "c=1"), ("/end", None, None), ("/hop", "secret", "c=1"), ("/end", "secret", "c=1"),
        ("/away", "secret", "c=1"), ("/end", "given", None),
    ]  # fmt: skip
    assert all(request.header("x-a") == "1" for request in server.requests)


def test_credentials_do_not_come_back_with_a_redirect_to_the_first_server() -> None:
    def answer(request: Request) -> Response:
        away = request.path == "/away"
        host = (request.header("host") or "").replace(
            *(("127.0.0.1", "localhost") if away else ("localhost", "127.0.0.1"))
        )
        return (
            Response("end")
            if request.path == "/end"
            else Response.redirect(f"http://{host}/{'back' if away else 'end'}")
        )

    with HttpServer(answer) as server:
        login = "{ authenticationType: 'basic', credential: { username: 'u', password: 'p' } }"
        code = f"""
            const r = chained(make('REDIRECTION'));
            report((await r.request(URL + '/away', {{ serverAuthentication: {login} }})).result);
        """
        assert run(server, code).report == "end"
    sent = [(request.path, request.header("authorization") is not None) for request in server.requests]
    assert sent == [("/away", True), ("/back", False), ("/end", False)]


def test_the_body_of_a_redirect_need_not_be_what_is_expected() -> None:
    with HttpServer(lambda r: Response.redirect("/end") if r.path == "/" else Response('{"a": 1}')) as server:
        code = """
            const r = chained(make('REDIRECTION'));
            report((await r.request(URL + '/', { expectDataType: http.HttpDataType.OBJECT })).result);
        """
        outcome = run(server, code)
    assert (outcome.report, outcome.notes) == ({"a": 1}, [])


def test_without_permission_none_is_asked(server: HttpServer) -> None:
    code = "await chained(...all()).request(URL + '/a').catch((error) => seen.push(error.code)); report(seen);"
    assert run(server, code, deny=("ohos.permission.INTERNET",)).report == [201]


def test_destroy_while_an_interceptor_is_asked(server: HttpServer) -> None:
    code = """
        const r = chained(make('CONNECT_NETWORK', true, () => r.destroy()));
        await r.request(URL + '/a').catch((error) => report(error));
    """
    assert run(server, code).report == {
        "code": 2300023,
        "message": "Failed writing received data to disk/application",
    }
    assert server.requests == []


def test_one_that_throws_in_the_callback_ends_the_run(server: HttpServer) -> None:
    code = "chained(make('FINAL_RESPONSE')).request(URL + '/a', () => { throw new Error('oops'); });"
    outcome = run_snippet(f"const URL = '{server.url}'; {MAKE} {code}")
    assert (outcome.exit_code, "oops" in outcome.stderr) == (1, True)
