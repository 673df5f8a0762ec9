"""Requests that are like the one before, and those that nearly are: each is sent as it was asked for."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.bindings.snippets import run_snippet
from tests.servers.http import HttpServer, Response
from tests.servers.messages import Request
from tests.servers.proxy import ForwardProxy
from tests.servers.raw import Peer, RawServer

GET = """const get = (options, at = '/') => http.createHttp().request(URL + at, ...options ? [options] : []);"""


@pytest.fixture
def server() -> Iterator[HttpServer]:
    def answer(request: Request) -> Response:
        return Response(f"{request.method} {request.target} {request.header('x-a')} {request.body.decode()}")

    with HttpServer(answer) as server:
        yield server


def results(server: HttpServer, *calls: str) -> list[str]:
    """The results of requests, one after the other."""
    code = f"const URL = '{server.url}'; {GET} const seen = [];" + "".join(
        f"seen.push((await {call}).result);" for call in calls
    )
    reported: list[str] = run_snippet(code + "report(seen);").report
    return reported


def test_what_differs_from_the_last_is_sent(server: HttpServer) -> None:
    expected = {
        "get()": "GET / None ",
        "get({})": "GET / None ",
        "get(undefined, '/b')": "GET /b None ",
        "get({ header: { 'x-a': '1' } })": "GET / 1 ",
        "get({ header: { 'x-a': '2' } })": "GET / 2 ",
        "get({ header: { 'x-b': '2' } })": "GET / None ",
        "get({ header: { 'x-a': '2', 'x-b': '2' } })": "GET / 2 ",
        "get({ method: 'PUT' })": "PUT / None ",
        "get({ method: 'POST', extraData: 'x' })": "POST / None x",
        "get({ extraData: 'x=1' })": "GET /?x=1 None ",
        "get({ queryParams: { y: '2' } })": "GET /?y=2 None ",
    }
    twice = [call for call in expected for _ in range(2)]
    assert results(server, *twice, *expected) == [expected[call] for call in (*twice, *expected)]


def test_how_the_result_comes_is_each_requests_own() -> None:
    with HttpServer(lambda _: Response("[1]", headers=[("Content-Type", "application/json")])) as server:
        calls = [
            "get()",
            "get({ expectDataType: 1 })",
            "get({ expectDataType: 0 })",
            "get({ expectDataType: 1 })",
            "get()",
        ]
        assert results(server, *calls) == ["[1]", [1], "[1]", [1], "[1]"]


def test_a_limit_of_the_last_is_not_kept(server: HttpServer) -> None:
    code = (
        f"const URL = '{server.url}'; {GET} const seen = [];"
        "for (const options of [{}, { maxLimit: 1 }, {}, { maxLimit: 1 }]) await get(options).then("
        "(response) => seen.push(response.responseCode), (error) => seen.push(error.code)); report(seen);"
    )
    assert run_snippet(code).report == [200, 2300023, 200, 2300023]


def test_a_proxy_that_the_app_sets_between_two_counts_for_the_second(server: HttpServer) -> None:
    with ForwardProxy() as proxy:
        code = (
            "import connection from '@ohos.net.connection';"
            f"const URL = '{server.url}'; {GET} await get(); await get();"
            f"connection.setAppHttpProxy({{ host: '127.0.0.1', port: {proxy.port}, exclusionList: [] }});"
            "report([(await get()).connectionExtraInfo.isProxyConnection, (await get()).responseCode]);"
        )
        assert run_snippet(code).report == [True, 200]
        assert len(proxy.requests) == 2


def test_a_refused_request_is_refused_again() -> None:
    code = f"const URL = 'ftp://127.0.0.1:1'; {GET} const codes = [];"
    code += "for (let i = 0; i < 3; i++) await get().catch((error) => codes.push(error.code)); report(codes);"
    codes = run_snippet(code).report
    assert len(codes) == 3
    assert len(set(codes)) == 1


def test_what_is_told_of_a_connection_is_its_own() -> None:
    ports: dict[str, int] = {}

    def serve(peer: Peer) -> None:
        port = peer.connection.getpeername()[1]
        while True:
            name = peer.receive_request().target
            ports[name] = port
            peer.send(b"HTTP/1.%d 200 OK\r\nContent-Length: 0\r\nConnection: keep-alive\r\n\r\n" % ("old" not in name))

    with RawServer(serve) as server:
        code = (
            f"const URL = '{server.url}'; {GET} const seen = {{}};"
            "const ask = async (at) => { const { connectionExtraInfo: info } = await get({}, at);"
            "seen[at] = [info.localPort, info.isReusedConnection, info.networkProtocolName]; };"
            "await Promise.all(['/a', '/b', '/c'].map(ask));"
            "await ask('/d'); await ask('/old'); await ask('/e'); report(seen);"
        )
        seen = run_snippet(code).report
    assert {name: port for name, (port, _, _) in seen.items()} == ports
    assert [seen[name][1] for name in ("/a", "/b", "/c", "/d", "/e")] == [False] * 3 + [True] * 2
    assert [seen[name][2] for name in ("/a", "/old")] == ["HTTP/1.1", "HTTP/1.0"]


def test_headers_that_differ_in_one_line_are_each_responses_own() -> None:
    numbers = iter("1122131")
    with HttpServer(lambda _: Response(headers=[("Set-Cookie", "a=b"), ("X-A", next(numbers))])) as server:
        code = f"const URL = '{server.url}'; {GET} const seen = [];"
        code += "for (let i = 0; i < 7; i++) { const { header } = await get(); "
        code += "seen.push(header['x-a'], header['set-cookie']); }"
        seen = run_snippet(code + "report(seen);").report
    assert seen == [value for number in "1122131" for value in (number, ["a=b"])]
