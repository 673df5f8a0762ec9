"""--api N: what devices do otherwise from version to version, each row of the table on both sides of its steps.

`0` is a run without --api. What is expected is what the releases did, and not read from the table.
"""

from __future__ import annotations

from typing import Any

import pytest

from bindings.net_http import device
from bindings.net_http.errors import MESSAGES
from tests.bindings.cached_programs import CACHED, MAX_AGE, App, app_fixture, validated
from tests.bindings.snippets import Outcome, run_snippet
from tests.servers.http import HttpServer, Response
from tests.servers.messages import Request
from tests.servers.proxy import ForwardProxy
from tests.servers.raw import RawServer, close, receive, send
from tests.servers.sockets import RefusedPort

app = app_fixture
FORM = "application/x-www-form-urlencoded"
JSON = "application/json"
REFUSED = b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n"


def asked(options: str, api: int, path: str = "/") -> tuple[Any, list[Request], Outcome]:
    """The code of the error or of the response to one request, what reached the server, and the outcome of the run."""
    with HttpServer(lambda _: Response("hi")) as server:
        code = (
            f"http.createHttp().request('{server.url}{path}', {options},"
            "(error, data) => report(error?.code ?? data.responseCode));"
        )
        outcome = run_snippet(code, api=api)
        return outcome.report, list(server.requests), outcome


def test_every_row_is_tested_here() -> None:
    assert {f"test_{row}" for row in device._TABLE} - set(globals()) == set()


def test_every_row_has_a_value_for_each_version_and_steps() -> None:
    for row, values in device._TABLE.items():
        assert len(values) == len(device._VERSIONS), row
        assert len(set(map(str, values[1:]))) > 1, row


@pytest.mark.parametrize("method", ["get", "PATCH", "PURGE"])
@pytest.mark.parametrize(("api", "is_sent"), [(9, False), (22, False), (23, True), (26, True), (0, True)])
def test_any_method(method: str, api: int, is_sent: bool) -> None:
    code, requests, outcome = asked(f"{{ method: '{method}' }}", api)
    assert code == (200 if is_sent else 2300999)
    assert [request.method for request in requests] == [method] * is_sent
    told = [note for note in outcome.notes if method in note]
    if api and not is_sent:
        assert told == [
            f"API {api} refuses the method '{method}' with 2300999, with 401 where there is extraData: devices send "
            "any method since API 23"
        ]
    elif api:
        assert told == []


@pytest.mark.parametrize(
    ("api", "data", "code"),
    [
        (9, "'x'", 401), (9, "undefined", 401), (10, "null", 2300999), (22, "'x'", 401), (22, "undefined", 2300999),
        (23, "'x'", 200), (23, "null", 200),
    ],
)  # fmt: skip
def test_a_refused_method_with_extra_data(api: int, data: str, code: int) -> None:
    assert asked(f"{{ method: 'post', extraData: {data} }}", api)[0] == code


def test_a_refused_method_explains_the_error_that_nobody_caught() -> None:
    outcome = run_snippet("await http.createHttp().request('http://127.0.0.1:1', { method: 'get' });", api=12)
    assert outcome.exit_code == 1
    assert "devices before API 23 refuse a method that is no member of http.RequestMethod" in outcome.stderr


@pytest.mark.parametrize(("api", "is_body"), [(9, False), (10, True), (26, True), (0, False)])
def test_delete_has_body(api: int, is_body: bool) -> None:
    code, (request,), outcome = asked("{ method: 'DELETE', extraData: { id: '7' } }", api)
    assert code == 200
    assert (request.target, request.body) == (("/", b'{"id":"7"}') if is_body else ("/?id=7", b""))
    assert len(outcome.notes) == (api == 0), "a note about other versions is for runs without one"


@pytest.mark.parametrize("data", ["undefined", "null"])
@pytest.mark.parametrize(("api", "code"), [(9, 401), (10, 200), (0, 200)])
def test_null_is_no_body(data: str, api: int, code: int) -> None:
    assert asked(f"{{ method: 'POST', extraData: {data} }}", api)[0] == code


@pytest.mark.parametrize(
    ("api", "options", "sent"),
    [
        (0, "{}", JSON), (9, "{}", JSON), (10, "{}", None), (26, "{}", None),
        (10, "{ header: {} }", None), (10, "{ header: { a: 'b' } }", None),
        (9, "{ method: 'POST', extraData: 'x' }", JSON),
        # libcurl's own, where nothing else is said.
        (10, "{ method: 'POST', extraData: 'x' }", FORM),
        (10, "{ method: 'POST', extraData: 'x', header: 'a: b' }", FORM),
        (10, "{ method: 'POST', extraData: 'x', header: {} }", JSON),
        (10, "{ method: 'DELETE', extraData: 'x', header: {} }", JSON),
        (26, "{ method: 'PUT', extraData: 'x', header: { a: 'b' } }", JSON),
        (26, "{ method: 'PUT', extraData: 'x', header: { 'Content-Type': 'a/b' } }", "a/b"),
        (25, "{ method: 'PATCH', extraData: 'x', header: {} }", FORM),
        (26, "{ method: 'PATCH', extraData: 'x', header: {} }", JSON),
        (10, "{ extraData: { a: 'b c' } }", FORM), (10, "{ extraData: { a: 'b' } }", None),
    ],
)  # fmt: skip
def test_json_methods(api: int, options: str, sent: str | None) -> None:
    _, (request,), _ = asked(options, api)
    assert request.header("content-type") == sent


def limits(options: str, api: int) -> list[str]:
    """The time limits that libcurl was given, in s, as --trace=curl shows them."""
    with HttpServer(lambda _: Response("hi")) as server:
        outcome = run_snippet(f"await http.createHttp().request('{server.url}', {options});", api=api, trace="curl")
    words = next(line for line in outcome.stderr.splitlines() if "curl" in line).split()
    return [words[words.index(flag) + 1] for flag in ("--connect-timeout", "--max-time") if flag in words]


@pytest.mark.parametrize("zero", ["0", "0.5"])
@pytest.mark.parametrize(("api", "expected"), [(9, ["60", "60"]), (10, ["60", "60"]), (11, []), (26, []), (0, [])])
def test_zero_timeout(zero: str, api: int, expected: list[str]) -> None:
    assert limits(f"{{ readTimeout: {zero}, connectTimeout: {zero} }}", api) == expected


@pytest.mark.parametrize("value", ["null", "undefined", "NaN", "'500'"])
@pytest.mark.parametrize(("api", "expected"), [(10, ["60", "60"]), (11, []), (26, []), (0, ["60", "60"])])
def test_no_number_timeout(value: str, api: int, expected: list[str]) -> None:
    assert limits(f"{{ readTimeout: {value}, connectTimeout: {value} }}", api) == expected
    assert limits("{}", api) == ["60", "60"]


@pytest.mark.parametrize(
    ("api", "sent"),
    [
        (0, ["text", "", "5", "1.5", "true", None, None]),
        (9, ["text", None, None, None, None, None, None]),
        (10, ["text", None, None, None, None, None, None]),
        (11, ["text", "", "5", "1.500000", "true", "", ""]),
        (26, ["text", "", "5", "1.500000", "true", "", ""]),
    ],
)
def test_header_values(api: int, sent: list[str | None]) -> None:
    header = "{ a: 'text', b: '', c: 5, d: 1.5, e: true, f: null, g: {} }"
    _, (request,), _ = asked(f"{{ header: {header} }}", api)
    assert [request.header(name) for name in "abcdefg"] == sent


def test_header_values_that_are_numbers_and_none() -> None:
    _, (request,), _ = asked("{ header: { a: NaN, b: Infinity, c: -Infinity, d: -0.5, e: 2 ** 53 } }", 26)
    assert [request.header(name) for name in "abcde"] == ["nan", "inf", "-inf", "-0.500000", "9007199254740992"]


@pytest.mark.parametrize("api", [9, 10, 11, 26, 0])
def test_all_cookies(api: int) -> None:
    headers = [("Set-Cookie", "a=1"), ("X", "y"), ("Set-Cookie", "b=2")]
    with HttpServer(lambda _: Response("hi", headers=headers)) as server:
        code = (
            "const request = http.createHttp(); request.on('headersReceive', (header) => report(header));"
            f"report((await request.request('{server.url}')).header);"
        )
        event, result = (list(header.items()) for header in run_snippet(code, api=api).reports)
    first, last = ("content-length", "2"), ("x", "y")
    if api in (9, 10):
        assert event == result == [first, ("set-cookie", "b=2"), last]
    else:
        assert event == [first, ("set-cookie", ["a=1", "b=2"]), last]
        assert result == [first, last, ("set-cookie", ["a=1", "b=2"])]


@pytest.mark.parametrize(("api", "events"), [(9, 1), (10, 2), (26, 2), (0, 2)])
def test_early_headers(api: int, events: int) -> None:
    with HttpServer(lambda r: Response.redirect("/end") if r.path == "/" else Response("hi")) as server:
        code = (
            "const request = http.createHttp(); const seen = [];"
            "request.on('headerReceive', (error, header) => seen.push(header));"
            "request.on('headersReceive', (header) => seen.push(header));"
            f"const data = await request.request('{server.url}/');"
            "report(seen.length / 2); report(seen.map((header) => header === data.header));"
        )
        count, same = run_snippet(code, api=api).reports
    assert (count, same) == (events, [events == 1] * 2 * events)


@pytest.mark.parametrize(("api", "events"), [(9, 0), (10, 1), (0, 1)])
def test_early_headers_of_a_request_that_fails(api: int, events: int) -> None:
    with RawServer([receive(), send(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhi"), close()]) as server:
        code = (
            "const request = http.createHttp(); let count = 0; request.on('headersReceive', () => count++);"
            f"request.request('{server.url}', (error) => report([error.code, count]));"
        )
        assert run_snippet(code, api=api).report == [2300018, events]


@pytest.mark.parametrize(("api", "destroys"), [(9, False), (10, True), (26, True), (0, True)])
def test_destroys(api: int, destroys: bool) -> None:
    with HttpServer(lambda _: Response("hi")) as server:
        code = (
            "const request = http.createHttp(); const told = (error, data) => report(error?.code ?? data.result);"
            f"const ask = () => request.request('{server.url}', told);"
            "ask(); request.destroy(); ask();"
            f"const unused = http.createHttp(); unused.destroy(); unused.request('{server.url}', told);"
        )
        reports = run_snippet(code, api=api).reports
    assert sorted(map(str, reports)) == (["2300023", "2300999", "2300999"] if destroys else ["hi"] * 3)


@pytest.mark.parametrize("call", ["on('dataEnd')", "on(1, () => {})", "off()", "off('dataEnd', 1)"])
@pytest.mark.parametrize(("api", "thrown"), [(9, None), (10, "401"), (26, "401"), (0, 401)])
def test_listener_errors(call: str, api: int, thrown: object) -> None:
    code = f"try {{ http.createHttp().{call}; report(null); }} catch (error) {{ report(error.code); }}"
    assert run_snippet(code, api=api).report == thrown


@pytest.mark.parametrize(("api", "reports"), [(9, [1]), (10, ["401", 1]), (0, [])])
def test_listener_errors_of_an_explicit_undefined(api: int, reports: list[object]) -> None:
    with HttpServer(lambda _: Response("hi")) as server:
        code = (
            "const request = http.createHttp(); request.on('headersReceive', () => report(1));"
            "try { request.off('headersReceive', undefined); } catch (error) { report(error.code); }"
            f"await request.request('{server.url}');"
        )
        assert run_snippet(code, api=api).reports == reports


@pytest.mark.parametrize(
    ("api", "refused", "destroyed"),
    [
        (22, "Couldn't connect to server", "Unknown Other Error"),
        (23, "Failed to connect to the server", "Internal error"),
        (0, "Couldn't connect to server", "Unknown Other Error"),
    ],
)
def test_new_messages(api: int, refused: str, destroyed: str) -> None:
    with RefusedPort() as port:
        code = (
            "const request = http.createHttp();"
            f"await request.request('{port.url}').catch((error) => report(error.message)); request.destroy();"
            f"await request.request('{port.url}').catch((error) => report(error.message));"
        )
        outcome = run_snippet(code, api=api, trace="on")
    assert outcome.reports == [refused, destroyed]
    assert f"failed with 2300007 {refused}" in outcome.stderr


def test_new_messages_are_those_of_the_release() -> None:
    from bindings.net_http.errors import messages

    new = messages(new=True)
    assert set(new) == set(MESSAGES)
    kept = {code for code in MESSAGES if new[code] == MESSAGES[code]}
    assert kept == {201, 401, 2300001, 2300016, 2300018, 2300025, 2300027, 2300063, 2300073, 2300078, 2300090}


@pytest.mark.parametrize(("api", "follows"), [(9, True), (10, True), (11, False), (26, False), (0, False)])
def test_redirects(api: int, follows: bool) -> None:
    def answer(request: Request) -> Response:
        number = int(request.path[1:])
        return Response("end") if number == 40 else Response.redirect(f"/{number + 1}")

    with HttpServer(answer) as server:
        ask = f"http.createHttp().request('{server.url}/0', (error, data) => report(error?.code ?? data.result));"
        for settings in ({}, {"map": {"http://other.test": server.url}}):
            assert run_snippet(ask, api=api, **settings).report == ("end" if follows else 2300047)


@pytest.mark.parametrize(
    ("api", "sent"),
    [(9, "gzip"), (10, "gzip"), (11, "deflate, gzip"), (12, "deflate, gzip, br"), (0, "deflate, gzip, br")],
)
def test_encodings(api: int, sent: str) -> None:
    _, (request,), _ = asked("{}", api)
    assert request.header("accept-encoding") == sent


@pytest.mark.parametrize(
    ("api", "words"),
    [
        (9, ["--max-redirs -1", "'Accept-Encoding: gzip'"]),
        (11, ["--max-redirs 30", "'Accept-Encoding: deflate, gzip'"]),
    ],
)
def test_redirects_and_encodings_of_a_command_that_repeats_a_request(api: int, words: list[str]) -> None:
    with HttpServer(lambda _: Response("hi")) as server:
        outcome = run_snippet(f"await http.createHttp().request('{server.url}');", api=api, trace="curl")
    assert [word for word in words if word not in outcome.stderr] == []


@pytest.mark.parametrize(
    ("api", "reports"), [(9, [200]), (11, [200]), (12, [200, 200]), (26, [200, 200]), (0, [200, 200])]
)
def test_answers_hits(api: int, reports: list[int], app: App) -> None:
    app.answers["/a"] = Response("a", headers=[MAX_AGE])
    code = "const ask = () => get('/a').then((data) => report(data.responseCode)); await ask(); ask();"
    outcome = app.run(CACHED + code, api=api)
    assert outcome.reports == reports
    assert len(app.requests()) == 1
    lost = ["devices before API 12 never deliver a fresh answer of the cache: the request stays pending"]
    assert outcome.notes == (lost if len(reports) == 1 else [])


@pytest.mark.parametrize(("api", "reports"), [(10, []), (11, []), (12, ["data", 200]), (0, ["data", 200])])
def test_answers_hits_with_a_stream(api: int, reports: list[object], app: App) -> None:
    app.answers["/a"] = Response("a", headers=[MAX_AGE])
    code = (
        "await get('/a'); const request = http.createHttp(); request.on('dataReceive', () => report('data'));"
        "request.requestInStream(URL + '/a', (error, code) => report(code));"
    )
    assert app.run(CACHED + code, api=api).reports == reports
    assert len(app.requests()) == 1


@pytest.mark.parametrize(
    ("api", "status", "body", "asked_again"),
    [
        (9, 200, "body", True),
        (11, 200, "body", True),
        (12, 304, "", True),
        (26, 304, "", True),
        (0, 200, "body", False),
    ],
)
def test_revalidation(api: int, status: int, body: str, asked_again: bool, app: App) -> None:
    # Fresh for a minute; a 304 would make it so again.
    app.answers["/a"] = validated(MAX_AGE)
    code = (
        "await get('/a'); await later(61); const { responseCode, result } = await get('/a');"
        "report([responseCode, result]); get('/a');"
    )
    outcome = app.run(CACHED + code, api=api)
    assert outcome.report == [status, body]
    assert len(app.requests("/a")) == 2 + asked_again


@pytest.mark.parametrize(
    ("api", "expected"),
    [(9, [0, "", {}]), (11, [0, "", {}]), (12, [304, "", {"etag": "1"}]), (0, [304, "", {"etag": "1"}])],
)
def test_delivers_304(api: int, expected: list[object]) -> None:
    with HttpServer(lambda _: Response(status=304, headers=[("ETag", "1")])) as server:
        code = (
            f"const data = await http.createHttp().request('{server.url}', {{ header: {{ 'If-None-Match': '1' }} }});"
            "report([data.responseCode, data.result, data.header]);"
        )
        assert run_snippet(code, api=api).report == expected


@pytest.mark.parametrize(
    ("api", "value", "is_asked"),
    [(9, "undefined", False), (10, "undefined", False), (11, "undefined", True), (0, "undefined", True),
     (9, "true", True), (11, "false", False)],
)  # fmt: skip
def test_system_proxy(api: int, value: str, is_asked: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    with HttpServer(lambda _: Response("direct")) as server, RawServer([receive(), send(REFUSED), close()]) as proxy:
        monkeypatch.setenv("http_proxy", proxy.url)
        monkeypatch.setenv("no_proxy", "")
        url = f"http://some.test:{server.port}/"
        code = f"http.createHttp().request('{url}', {{ usingProxy: {value} }}, () => {{}});"
        run_snippet(code, api=api, resolve=(f"some.test:{server.port}:127.0.0.1",))
        assert (len(proxy.requests), len(server.requests)) == ((1, 0) if is_asked else (0, 1))


@pytest.mark.parametrize(("api", "method"), [(9, "CONNECT"), (10, "CONNECT"), (11, "GET"), (26, "GET"), (0, "GET")])
def test_tunnels(api: int, method: str) -> None:
    with HttpServer(lambda _: Response("direct")) as server, ForwardProxy() as proxy:
        options = f"{{ usingProxy: {{ host: '127.0.0.1', port: {proxy.port}, exclusionList: [] }} }}"
        code = f"report((await http.createHttp().request('{server.url}', {options})).result);"
        assert run_snippet(code, api=api).report == "direct"
        assert [request.method for request in proxy.requests] == [method]


@pytest.mark.parametrize(("api", "code"), [(10, 200), (11, 200), (12, 2300999), (26, 2300999), (0, 2300999)])
def test_put_range(api: int, code: int) -> None:
    outcome, requests, _ = asked("{ method: 'PUT', resumeFrom: 5 }", api)
    assert outcome == code
    # What API 10 does not know it does not send.
    assert [request.header("range") for request in requests] == {10: [None], 11: ["bytes=5-"]}.get(api, [])


@pytest.mark.parametrize(("api", "works"), [(9, False), (10, False), (11, True), (26, True), (0, True)])
def test_free_factories(api: int, works: bool) -> None:
    code = (
        "const { createHttp, createHttpResponseCache } = http; report([createHttp(), createHttpResponseCache()]);"
        "report([http.createHttp(), http.createHttpResponseCache()]);"
    )
    expected: list[object] = [{}, {}] if works else [None, None]
    assert run_snippet(code, api=api).reports == [expected, [{}, {}]]


@pytest.mark.parametrize("api", [9, 10, 11, 26, 0])
def test_last_protocol(api: int) -> None:
    with HttpServer(lambda _: Response("hi")) as server:
        code = f"await http.createHttp().request('{server.url}', {{ usingProtocol: 2 }});"
        outcome = run_snippet(code, api=api, trace="curl")
    # Which flag it is depends on what this libcurl can do; an option that is not read leaves none.
    assert ("--http" in outcome.stderr) == (api not in (9, 10))


@pytest.mark.parametrize(("api", "is_noted"), [(9, False), (10, True), (26, True), (0, True)])
def test_least_priority(api: int, is_noted: bool) -> None:
    _, _, outcome = asked("{ priority: 0 }", api)
    assert (outcome.notes != []) == is_noted
