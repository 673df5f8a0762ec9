"""What the example server shows of a request, in the shape of httpbin."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator

import pytest

from tests.runtime.example_server.running_server import RunningExampleServer, fetch, shown


@pytest.fixture(scope="module")
def server() -> Iterator[RunningExampleServer]:
    with RunningExampleServer() as running:
        yield running


def test_a_request_is_shown(server: RunningExampleServer) -> None:
    answer = server.ask("GET", "/any/path?a=1&b=x%20y+z&a=2&c&d=%E4%BD%A0&a=3", None, {"X-one-TWO": "v"})
    value = shown(answer)
    assert list(value) == ["method", "url", "args", "headers", "data", "json", "form", "origin"]
    assert value["method"] == "GET"
    assert value["url"] == f"{server.url}/any/path?a=1&b=x%20y+z&a=2&c&d=%E4%BD%A0&a=3"
    assert value["args"] == {"a": ["1", "2", "3"], "b": "x y z", "c": "", "d": "你"}
    assert value["headers"]["X-One-Two"] == "v"
    assert value["headers"]["Host"] == f"127.0.0.1:{server.port}"
    assert (value["data"], value["json"], value["form"], value["origin"]) == ("", None, {}, "127.0.0.1")
    assert answer.headers["Server"] == "ohosrun-example"
    assert answer.headers["Date"].endswith(" GMT")
    assert "Access-Control-Allow-Origin" not in answer.headers


@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "DELETE", "OPTIONS", "TRACE", "CONNECT", "PATCH", "X"])
def test_every_method_is_shown(server: RunningExampleServer, method: str) -> None:
    status, body = fetch(f"{server.url}/p", CUSTOMREQUEST=method)
    assert status == 200
    assert json.loads(body)["method"] == method


def test_head_is_answered_without_a_body(server: RunningExampleServer) -> None:
    answer = server.ask("HEAD", "/p")
    assert (answer.status, answer.body) == (200, b"")
    assert int(answer.headers["Content-Length"]) > 0


@pytest.mark.parametrize("content_type", ["application/json", "application/problem+json", "text/plain", ""])
@pytest.mark.parametrize("body", ['{"a": [1, "é"]}', ' [\r\n 1,\n "x\\n"\r\n]\n', "12345678901234567890", "null"])
def test_a_json_body(server: RunningExampleServer, content_type: str, body: str) -> None:
    headers = {"Content-Type": content_type} if content_type else {}
    answer = server.ask("POST", "/", body.encode(), headers)
    value = shown(answer)
    assert value["json"] == json.loads(body)
    assert value["data"] == body
    # On one line, because a log of a device ends at the first line break.
    assert b"\n" not in answer.body


@pytest.mark.parametrize("body", ["", "plain", "{'a': 1}", "{", "NaN", "[1,]", "[" * 100_000, "é\x00\u2028"])
def test_a_text_body(server: RunningExampleServer, body: str) -> None:
    value = shown(server.ask("PUT", "/", body.encode(), {"Content-Type": "application/json"}))
    assert (value["data"], value["json"], value["form"]) == (body, None, {})


def test_a_form(server: RunningExampleServer) -> None:
    headers = {"Content-Type": "Application/X-WWW-Form-Urlencoded; charset=UTF-8"}
    value = shown(server.ask("POST", "/", b"a=1&a=%26&b=+&%C3%A9=%zz%4&&=x&c=%ff%00", headers))
    assert value["form"] == {"a": ["1", "&"], "b": " ", "é": "%zz%4", "": "x", "c": "\ufffd\x00"}
    assert (value["data"], value["json"]) == ("", None)


def test_a_binary_body(server: RunningExampleServer) -> None:
    body = bytes(range(256))
    value = shown(server.ask("POST", "/", body))
    prefix, _, encoded = value["data"].partition(",")
    assert prefix == "data:application/octet-stream;base64"
    assert base64.b64decode(encoded, validate=True) == body


@pytest.mark.parametrize("unit", [b"0123456789", "é你😀".encode(), b"\xff\x00\x01"], ids=["ascii", "utf-8", "binary"])
def test_a_long_body(server: RunningExampleServer, unit: bytes) -> None:
    body = unit * (4 * 1024 * 1024 // len(unit) + 2)
    data = shown(server.ask("POST", "/", body))["data"]
    try:
        assert data == body.decode()
    except UnicodeDecodeError:
        assert data == "data:application/octet-stream;base64," + base64.b64encode(body).decode()


def test_a_client_that_names_no_host(server: RunningExampleServer) -> None:
    body = server.exchange(b"GET /p HTTP/1.0\r\n\r\n").partition(b"\r\n\r\n")[2]
    assert json.loads(body)["url"] == f"http://localhost:{server.port}/p"


def test_a_host_name_and_an_absolute_target_are_shown(server: RunningExampleServer) -> None:
    sent = f"GET http://x.localhost:{server.port}/p?q HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
    body = server.exchange(sent.encode()).partition(b"\r\n\r\n")[2]
    assert json.loads(body)["url"] == f"http://x.localhost:{server.port}/p?q"
