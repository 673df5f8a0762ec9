"""extraData, byte for byte: behaviour tables 3 and decisions C18, C19, C24, C25, DELETE."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.bindings.golden_requests import FORM, JSON, OK, POST_LIKE, head, sent
from tests.bindings.snippets import request_once, run_snippet
from tests.servers.raw import RawServer, receive, repeat, send


@pytest.fixture
def server() -> Iterator[RawServer]:
    with RawServer([repeat(receive(), send(OK))]) as server:
        yield server


# extraData, what is added to /p, what is added to /p?x=1, the default content-type, how many notes.
QUERIES = [
    ("undefined", "", "", JSON, 0),
    ("null", "", "", JSON, 0),
    ("5", "", "", JSON, 0),
    ("true", "", "", JSON, 0),
    ("1n", "", "", JSON, 0),
    ("Symbol()", "", "", JSON, 0),
    ("() => 1", "", "", JSON, 0),
    ("''", "", "", JSON, 0),
    ("{}", "", "", JSON, 0),
    ("new ArrayBuffer(3)", "", "", JSON, 0),
    ("new ArrayBuffer(0)", "", "", JSON, 0),
    ("'a=b%20c&d'", "?a=b%20c&d", "&a=b%20c&d", JSON, 0),
    ("{ a: 'b', c: 'd' }", "?a=b&c=d", "&a=b&c=d", JSON, 0),
    ("{ b: '1', 2: 'x', a: '3', 1: 'y' }", "?1=y&2=x&b=1&a=3", "&1=y&2=x&b=1&a=3", JSON, 0),
    ("{ a: 'b c' }", "?a=b%20c", "&a=b%20c", FORM, 0),
    ("{ 'ä+': '%41é' }", "?%C3%A4%2B=%2541%C3%A9", "&%C3%A4%2B=%2541%C3%A9", FORM, 0),
    ("{ a: '-._~', b: \"*'()\" }", "?a=-._~&b=%2A%27%28%29", "&a=-._~&b=%2A%27%28%29", FORM, 0),
    ("{ a: '\\u{1F600}', b: '\\uD800' }", "?a=%F0%9F%98%80&b=%EF%BF%BD", "&a=%F0%9F%98%80&b=%EF%BF%BD", FORM, 0),
    ("{ n: 1, t: true, z: null, o: {}, a: 'x' }", "?a=x", "&a=x", JSON, 4),
    ("{ empty: '', '': 'x', a: 'x' }", "?a=x", "&a=x", JSON, 2),
    ("['a', 'b']", "?0=a&1=b", "&0=a&1=b", JSON, 0),
    ("['a', 5]", "?0=a", "&0=a", JSON, 1),
    ("new Uint8Array([1, 2])", "", "", JSON, 1),
    ("Object.assign(new Date(0), { d: 'x' })", "?d=x", "&d=x", JSON, 0),
    ("new Map([['a', 'b']])", "", "", JSON, 0),
    ("Object.create({ inherited: 'x' }, { own: { value: 'y' } })", "?own=y", "&own=y", JSON, 0),
]


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS", "TRACE", "CONNECT"])
@pytest.mark.parametrize(("data", "alone", "added", "content_type", "notes"), QUERIES)
def test_extra_data_of_get_like(
    server: RawServer, method: str, data: str, alone: str, added: str, content_type: str, notes: int
) -> None:
    code = (
        f"const options = () => ({{ method: '{method}', extraData: {data} }});"
        f"const ask = (path) => http.createHttp().request('{server.url}' + path, options());"
        "await ask('/p'); await ask('/p?x=1');"
    )
    outcome = run_snippet(code)
    heads = [request.head for request in server.requests]
    assert heads == [
        head(server, method, "/p" + alone, f"content-type:{content_type}"),
        head(server, method, "/p?x=1" + added, f"content-type:{content_type}"),
    ]
    assert len(outcome.notes) == notes


def test_delete_is_get_like_as_the_document_says_and_noted(server: RawServer) -> None:
    outcome = request_once(server.url + "/p", "{ method: 'DELETE', extraData: { id: '7' } }")
    assert sent(server) == head(server, "DELETE", "/p?id=7", f"content-type:{JSON}")
    assert len(outcome.notes) == 1
    assert "send it as the body" in outcome.notes[0]


BODIES = [
    ("'text ä'", "text ä".encode()),
    ("'\\0'", b"\0"),
    ("'\\uD800'", "\N{REPLACEMENT CHARACTER}".encode()),
    ("{ a: 1 }", b'{"a":1}'),
    ("{}", b"{}"),
    ("[1, 'b', null]", b'[1,"b",null]'),
    ("{ n: undefined, d: new Date(0), toJSON: undefined }", b'{"d":"1970-01-01T00:00:00.000Z"}'),
    ("{ toJSON: () => ({ z: 1 }) }", b'{"z":1}'),
    ("new Date(0)", b'"1970-01-01T00:00:00.000Z"'),
    ("new Map([[1, 2]])", b"{}"),
    ("new Uint8Array([1, 2])", b'{"0":1,"1":2}'),
    ("new DataView(new ArrayBuffer(2))", b"{}"),
    ("new Uint8Array([0, 255, 128, 13, 10]).buffer", b"\x00\xff\x80\r\n"),
    ("new String('boxed')", b'"boxed"'),
    ("new (class { x = 1; #hidden = 2 })()", b'{"x":1}'),
]


@pytest.mark.parametrize("method", POST_LIKE)
@pytest.mark.parametrize(("data", "body"), BODIES)
def test_extra_data_of_post_like(server: RawServer, method: str, data: str, body: bytes) -> None:
    request_once(server.url + "/p?x=1", f"{{ method: '{method}', extraData: {data} }}")
    lines = (f"content-type:{JSON}", f"Content-Length: {len(body)}")
    assert sent(server) == head(server, method, "/p?x=1", *lines) + body


@pytest.mark.parametrize("method", ["PATCH", "post", "M-SEARCH"])
def test_extra_data_of_any_other_method_is_a_body(server: RawServer, method: str) -> None:
    request_once(server.url + "/p", f"{{ method: '{method}', extraData: 'a=b' }}")
    assert sent(server) == head(server, method, "/p", f"content-type:{JSON}", "Content-Length: 3") + b"a=b"


@pytest.mark.parametrize("method", POST_LIKE)
@pytest.mark.parametrize("data", ["undefined", "null"])
def test_undefined_or_null_extra_data_of_post_like_is_no_body(server: RawServer, method: str, data: str) -> None:
    request_once(server.url + "/p", f"{{ method: '{method}', extraData: {data} }}")
    assert sent(server) == head(server, method, "/p", f"content-type:{JSON}")


REFUSED_DATA = ["''", "5", "0", "NaN", "true", "1n", "Symbol()", "() => 1", "new ArrayBuffer(0)", "{ toJSON() {} }"]


@pytest.mark.parametrize("method", POST_LIKE)
@pytest.mark.parametrize("data", REFUSED_DATA)
def test_extra_data_that_is_refused_with_401(server: RawServer, method: str, data: str) -> None:
    outcome = request_once(server.url, f"{{ method: '{method}', extraData: {data} }}")
    assert outcome.report == {"error": {"code": 401, "message": "Parameter error"}}
    assert server.requests == []


@pytest.mark.parametrize(
    "options",
    [
        "{ get method() { throw mine; } }",
        "{ get extraData() { throw mine; } }",
        "{ extraData: { get a() { throw mine; } } }",
        "{ method: 'POST', extraData: { toJSON() { throw mine; } } }",
        "{ header: { get a() { throw mine; } } }",
    ],
)
def test_what_the_program_throws_meanwhile_is_thrown_at_the_call(server: RawServer, options: str) -> None:
    code = (
        f"const mine = {{}}; try {{ http.createHttp().request('{server.url}', {options}); }}"
        "catch (error) { report(error === mine); }"
    )
    assert run_snippet(code).reports == [True]
    assert server.requests == []


def test_circular_extra_data_is_thrown_at_the_call(server: RawServer) -> None:
    code = (
        "const a = {}; a.a = a;"
        f"try {{ http.createHttp().request('{server.url}', {{ method: 'POST', extraData: a }}); }}"
        "catch (error) { report(error instanceof TypeError); }"
    )
    assert run_snippet(code).report is True


def test_json_under_a_form_content_type_is_sent_as_json_and_noted(server: RawServer) -> None:
    options = f"{{ method: 'POST', header: {{ 'Content-Type': '{FORM}' }}, extraData: {{ a: 'b' }} }}"
    outcome = request_once(server.url + "/", options)
    assert sent(server) == head(server, "POST", "/", f"content-type:{FORM}", "Content-Length: 9") + b'{"a":"b"}'
    assert len(outcome.notes) == 1
