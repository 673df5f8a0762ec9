"""What an error screen knows about requests; each hint with a program for which it is true, and one for which not."""

from __future__ import annotations

import pytest

from tests.bindings.snippets import Outcome, run_snippet
from tests.servers.raw import RawServer, receive, send
from tests.servers.sockets import RefusedPort

OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nSet-Cookie: a=1\r\n\r\n{}"


def hint(outcome: Outcome) -> str:
    lines = [line.removeprefix("hint: ") for line in outcome.stderr.splitlines() if line.startswith("hint: ")]
    assert len(lines) <= 1
    return lines[0] if lines else ""


@pytest.mark.parametrize(
    ("callback", "undefined", "unseen"),
    [
        ("(err, data) => { data.responseCode; }", "data", "; err was not looked at"),
        ("(e, d) => d.header['content-type']", "d", "; e was not looked at"),
        ("function (error, response) { response['result']; }", "response", "; error was not looked at"),
        ("async (err, data) => { await null; data.result; }", "data", "; err was not looked at"),
        ("(err, data) => { if (err) report(err.code); data.responseCode; }", "data", ""),
        ("(err, data) => { const { result } = data; }", "data", "; err was not looked at"),
        ("(err, { result }) => { result; }", "there is no response: it", "; err was not looked at"),
    ],
)
def test_an_error_that_was_not_looked_at(callback: str, undefined: str, unseen: str) -> None:
    with RefusedPort() as port:
        outcome = run_snippet(f"http.createHttp().request('{port.url}', {callback});")
        assert hint(outcome) == (
            f"the request to {port.url} (made at {outcome_place(outcome)}) failed with 2300007 "
            f'"Couldn\'t connect to server", so {undefined} is undefined{unseen}'
        )


def outcome_place(outcome: Outcome) -> str:
    """file:1, where everything happens in these programs, as the screen calls the file."""
    place = next(line for line in outcome.stderr.splitlines() if line.startswith("  at "))
    return place.removeprefix("  at ").rsplit(":", 1)[0]


@pytest.mark.parametrize(
    "callback",
    [
        # Something else is undefined.
        "(err, data) => { const other = undefined; other.data; }",
        "(err, data) => { const my = {}; my.data.result; }",
        "() => { let data; data.result; }",
        # Later, when the response of another may be there.
        "(err, data) => setTimeout(() => data.result)",
    ],
)
def test_another_error_in_the_callback_of_a_failed_request(callback: str) -> None:
    with RefusedPort() as port:
        outcome = run_snippet(f"http.createHttp().request('{port.url}', {callback});")
    assert hint(outcome) == "the value before the dot is undefined: was it there when this line ran?"


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("JSON.parse(data.header)", "data.header is an object"),
        ("JSON.parse(data.header.toString())", "data.header is an object"),
        ("data.header.split('a')", "data.header is an object"),
        ("data.header['set-cookie'].split(';')", "data.header['set-cookie'] is an array"),
        ("JSON.parse(data)", "JSON.parse() was given an object"),
        ("JSON.parse((await r.request(URL, { expectDataType: 1 })).result)", "`result` is parsed already"),
        ("JSON.parse(data.nothing)", "JSON.parse() was given undefined"),
        ("http.request(URL)", "request() is a method of what http.createHttp() returns"),
        ("http.createhttp()", "did you mean http.createHttp()?"),
        ("http.createHttpResponsCache()", "did you mean http.createHttpResponseCache()?"),
        ("new http.HttpRequest()", "an HttpRequest is made by http.createHttp()"),
        ("r.Request(URL)", "the method of an HttpRequest is called request()"),
        ("r.requestinstream(URL)", "the method of an HttpRequest is called requestInStream()"),
        # What is no hint about this module.
        ("const mine = { header: {} }; mine.footer.split('a')", "the value before the dot"),
        ("data.result.nothing()", "check the name"),
        ("({}).foo()", "check the name"),
        ("JSON.parse('{')", ""),
        ("JSON.parse('object')", "JSON.parse() was given an object"),
    ],
)
def test_what_a_value_really_is(code: str, words: str) -> None:
    with RawServer([receive(), send(OK)]) as server:
        outcome = run_snippet(
            f"const URL = '{server.url}';\nconst r = http.createHttp(); const data = await r.request(URL);\n{code};",
            quiet=True,
        )
    assert outcome.exit_code == 1
    assert (words in hint(outcome)) if words else hint(outcome) == ""


def test_an_answer_that_is_not_http() -> None:
    with RawServer([receive(), send(b"SSH-2.0-server \x1b[31m\r\n")]) as server:
        outcome = run_snippet(f"await http.createHttp().request('{server.url}');")
    assert "code: 2300001" in outcome.stderr
    assert hint(outcome) == f"the answer of {server.url} is not HTTP: it begins with 'SSH-2.0-server \\x1b[31m\\r\\n'"


def test_a_scheme_is_still_a_scheme() -> None:
    assert hint(run_snippet("await http.createHttp().request('ftp://h/');")).startswith("only http: and https: urls")


def test_a_destroyed_request() -> None:
    code = "const r = http.createHttp(); r.destroy(); await r.request('http://127.0.0.1:1/');"
    assert hint(run_snippet(code)) == "this HttpRequest was destroyed; call http.createHttp() for each request"


def test_a_response_that_is_too_large_and_one_that_was_given_up() -> None:
    with RawServer([receive(), send(OK)]) as server:
        outcome = run_snippet(f"await http.createHttp().request('{server.url}', {{ maxLimit: 1 }});")
        assert hint(outcome) == "the response is larger than maxLimit, 1 bytes"
        code = f"const r = http.createHttp(); const p = r.request('{server.url}'); r.destroy(); await p;"
        assert hint(run_snippet(code)) == "destroy() was called before the response was complete"


def test_a_host_that_is_not_allowed() -> None:
    outcome = run_snippet("await http.createHttp().request('http://api.test/');", net="loopback")
    assert hint(outcome) == "api.test is not allowed by --net loopback"
