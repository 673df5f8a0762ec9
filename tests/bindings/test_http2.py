"""HTTP/2 by ALPN and by upgrade, its fall back, many streams at once: behaviour tables 2.5, decisions HTTP/2."""

from __future__ import annotations

import json
import threading
from typing import Any

import pytest

from tests.bindings.snippets import Outcome, request_once, run_snippet
from tests.servers.h2 import Conversation, Http2Server, scripted_http2
from tests.servers.http import HttpServer, Response
from tests.servers.raw import RawServer, receive, send
from tests.servers.tls import HTTP1_ONLY, HTTP2, Certificates

ASK_FOR_HTTP2 = "{ usingProtocol: http.HttpProtocol.HTTP2 }"


def ask(server: RawServer | HttpServer, certificates: Certificates, options: str = "{}") -> Outcome:
    return request_once(server.url + "/p?x=1", options, cacert=str(certificates.ca_file))


def echo(outcome: Outcome) -> dict[str, Any]:
    """What the server says it was asked (tests/servers/h2.py, routes)."""
    result: dict[str, Any] = json.loads(outcome.report["data"]["result"])
    return result


@pytest.mark.parametrize(
    ("protocol", "alpn", "version"),
    [
        ("undefined", HTTP2, "2"),
        ("http.HttpProtocol.HTTP2", HTTP2, "2"),
        ("http.HttpProtocol.HTTP1_1", HTTP2, "1.1"),
        ("2", HTTP2, "2"),
        ("'0'", HTTP2, "2"),
        ("undefined", HTTP1_ONLY, "1.1"),
        ("http.HttpProtocol.HTTP2", HTTP1_ONLY, "1.1"),
    ],
)
def test_the_version_over_tls(certificates: Certificates, protocol: str, alpn: tuple[str, ...], version: str) -> None:
    with Http2Server(tls=certificates.good(alpn)) as server:
        assert echo(ask(server, certificates, f"{{ usingProtocol: {protocol} }}"))["version"] == version


@pytest.mark.parametrize(
    ("protocol", "http2"), [("undefined", 0), ("http.HttpProtocol.HTTP1_1", 0), ("http.HttpProtocol.HTTP2", 1)]
)
def test_the_version_without_tls(certificates: Certificates, protocol: str, http2: int) -> None:
    with Http2Server() as server:
        outcome = ask(server, certificates, f"{{ usingProtocol: {protocol} }}")
        assert outcome.report["data"]["responseCode"] == 200
        assert len(server.http2_requests) == http2


def test_an_upgrade_that_the_server_ignores(certificates: Certificates) -> None:
    with RawServer([receive(), send(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi")]) as server:
        data = ask(server, certificates, ASK_FOR_HTTP2).report["data"]
    assert (data["result"], data["header"]) == ("hi", {"content-length": "2"})


def test_a_body_with_the_request_that_asks_for_the_upgrade(certificates: Certificates) -> None:
    with Http2Server() as server:
        options = "{ usingProtocol: http.HttpProtocol.HTTP2, method: 'POST', extraData: 'body' }"
        assert echo(ask(server, certificates, options))["body"] == "body"


def test_what_is_sent(certificates: Certificates) -> None:
    with Http2Server(tls=certificates.good(HTTP2)) as server:
        options = "{ method: 'POST', header: { 'X-Upper': 'Value', Accept: 'a/b' }, extraData: { n: 1 } }"
        outcome = ask(server, certificates, options)
        (request,) = server.http2_requests
    assert outcome.report["data"]["responseCode"] == 200
    assert (request.method, request.target, request.body) == ("POST", "/p?x=1", b'{"n":1}')
    assert request.headers == [
        ("user-agent", "libcurl-agent/1.0"),
        ("accept-encoding", "deflate, gzip, br"),
        ("accept", "a/b"),
        ("content-type", "application/json"),
        ("x-upper", "Value"),
        ("content-length", "7"),
    ]


def test_the_header_object_is_that_of_http1(certificates: Certificates) -> None:
    headers = [("x-b", "2"), ("x-a", "1"), ("set-cookie", "a=1"), ("set-cookie", "b=2")]
    with Http2Server(lambda _: Response("hi", headers=headers), tls=certificates.good(HTTP2)) as server:
        code = (
            f"const data = await http.createHttp().request('{server.url}');"
            "report([Object.keys(data.header), data.header, data.header['status-line'], data.cookies]);"
        )
        keys, header, status_line, cookies = run_snippet(code, cacert=str(certificates.ca_file)).report
    assert keys == ["content-length", "x-a", "x-b", "set-cookie"]
    assert header == {"content-length": "2", "x-a": "1", "x-b": "2", "set-cookie": ["a=1", "b=2"]}
    assert status_line == "HTTP/2 200"
    assert sorted(line.split("\t")[5:] for line in cookies.split("\r\n")) == [["a", "1"], ["b", "2"]]


def test_events(certificates: Certificates) -> None:
    with Http2Server(lambda _: Response("hi"), tls=certificates.good(HTTP2)) as server:
        code = (
            "const r = http.createHttp(); r.on('headersReceive', (header) => report(header));"
            f"report((await r.request('{server.url}')).result);"
        )
        assert run_snippet(code, cacert=str(certificates.ca_file)).reports == [{"content-length": "2"}, "hi"]


@pytest.mark.parametrize(
    ("method", "status", "result"), [("HEAD", 200, ""), ("GET", 204, ""), ("GET", 404, ""), ("PUT", 500, "")]
)
def test_empty_bodies(certificates: Certificates, method: str, status: int, result: str) -> None:
    with Http2Server(lambda _: Response(status=status), tls=certificates.good(HTTP2)) as server:
        data = ask(server, certificates, f"{{ method: '{method}' }}").report["data"]
    assert (data["responseCode"], data["result"]) == (status, result)


@pytest.mark.parametrize(("size", "outcome"), [(5_242_880, 5_242_880), (5_242_881, 2300023)])
def test_the_limit_of_the_body(certificates: Certificates, size: int, outcome: int) -> None:
    with Http2Server(lambda _: Response(b"b" * size), tls=certificates.good(HTTP2)) as server:
        code = (
            f"await http.createHttp().request('{server.url}')"
            ".then((data) => report(data.result.length), (error) => report(error.code));"
        )
        assert run_snippet(code, cacert=str(certificates.ca_file)).report == outcome


def test_a_large_upload(certificates: Certificates) -> None:
    with Http2Server(lambda request: Response(str(len(request.body))), tls=certificates.good(HTTP2)) as server:
        options = "{ method: 'POST', extraData: new ArrayBuffer(3_000_000) }"
        assert ask(server, certificates, options).report["data"]["result"] == "3000000"


def test_requests_are_streams_of_a_connection_that_is_there(certificates: Certificates) -> None:
    with Http2Server(tls=certificates.good(HTTP2)) as server:
        code = (
            f"const ask = (i) => http.createHttp().request('{server.url}/delay?ms=' + (40 - i));"
            "await ask(40); const all = await Promise.all(Array.from({ length: 40 }, (_, i) => ask(i)));"
            "report(all.every((data) => data.result === 'late'));"
        )
        assert run_snippet(code, cacert=str(certificates.ca_file)).report is True
        assert len(server.http2_requests) == 41
        assert server.connections == 1


def test_responses_are_not_mixed_up(certificates: Certificates) -> None:
    with Http2Server(lambda request: Response(request.target * 5000), tls=certificates.good(HTTP2)) as server:
        code = (
            f"const ask = (i) => http.createHttp().request('{server.url}/' + i); await ask('first');"
            "report(await Promise.all(Array.from({ length: 30 },"
            "async (_, i) => (await ask(i)).result === ('/' + i).repeat(5000))));"
        )
        assert run_snippet(code, cacert=str(certificates.ca_file)).report == [True] * 30


def test_a_destroyed_stream_leaves_the_others_alone(certificates: Certificates) -> None:
    destroyed = threading.Event()

    def script(conversation: Conversation) -> None:
        first = conversation.receive_request()
        conversation.respond(first, 200, [], b"first")
        second, third = conversation.receive_request(), conversation.receive_request()
        conversation.begin_response(second, 200)
        conversation.send_data(second, b"x")
        while not conversation.is_reset(second):
            conversation.take_requests(10)
        destroyed.set()
        conversation.respond(third, 200, [], b"third")
        conversation.peer.wait_for_hang_up()

    with scripted_http2(script, tls=certificates.good(HTTP2)) as server:
        code = (
            f"const url = '{server.url}'; report((await http.createHttp().request(url + '/1')).result);"
            "const second = http.createHttp(); second.request(url + '/2', (error) => report(error.code));"
            "second.once('headersReceive', () => second.destroy());"
            "report((await http.createHttp().request(url + '/3')).result);"
        )
        outcome = run_snippet(code, cacert=str(certificates.ca_file))
        assert sorted(map(str, outcome.reports)) == ["2300023", "first", "third"]
        assert destroyed.is_set()
        assert server.connections == 1


def test_redirects_from_http1_to_http2_and_back(certificates: Certificates) -> None:
    with (
        HttpServer(lambda _: Response("end")) as plain,
        Http2Server(lambda _: Response.redirect(plain.url), tls=certificates.good(HTTP2)) as second,
        HttpServer(lambda _: Response.redirect(second.url)) as first,
    ):
        assert ask(first, certificates).report["data"]["result"] == "end"
        assert len(second.http2_requests) == 1
