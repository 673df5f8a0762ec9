"""What an error screen knows about requests; each hint with a program for which it is true, and one for which not."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.bindings.snippets import Outcome, run_snippet
from tests.runtime.run.running_program import run_program
from tests.servers.raw import RawServer, receive, receive_bytes, repeat, send
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
    assert hint(outcome) == "what it is read of is undefined: was it there when this line ran?"


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
        ("const mine = { header: {} }; mine.footer.split('a')", "what it is read of is undefined"),
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
    assert all_hints(outcome) == [
        f"the answer of {server.url} is not HTTP: it begins with 'SSH-2.0-server \\x1b[31m\\r\\n'",
        "the server answers, but not in HTTP",
    ]


def test_an_answer_that_is_not_http_where_the_program_looks_at_the_error() -> None:
    with RawServer([receive(), send(b"220 mail.test ready\r\n")]) as server:
        outcome = run_snippet(f"http.createHttp().request('{server.url}', (err) => report(err.code));", strict=True)
    assert (outcome.exit_code, outcome.report) == (0, 2300001)
    assert all_hints(outcome) == [f"the answer of {server.url} is not HTTP: it begins with '220 mail.test ready\\r\\n'"]


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


def all_hints(outcome: Outcome) -> list[str]:
    """The hints without the places they are about."""
    lines = [line.removeprefix("hint: ") for line in outcome.stderr.splitlines() if line.startswith("hint: ")]
    return [line.split(": ", 1)[1] if ".js:" in line.split(" ")[0] else line for line in lines]


@pytest.fixture
def url() -> Iterator[str]:
    with RawServer([repeat(receive(), send(OK))]) as server:
        yield server.url


class TestPromises:
    """Members of a response that are read of the promise of it."""

    @pytest.mark.parametrize("name", ["responseCode", "result", "header", "cookies", "resultType"])
    def test_a_member_is_undefined_and_a_hint_says_why(self, url: str, name: str) -> None:
        outcome = run_snippet(f"const d = http.createHttp().request('{url}'); report(d.{name} === undefined); await d;")
        assert outcome.report is True
        assert all_hints(outcome) == [f"{name} is read of a promise, which has none: write await before the request"]

    def test_it_changes_nothing_under_strict(self, url: str) -> None:
        outcome = run_snippet(f"http.createHttp().request('{url}').result;", strict=True)
        assert outcome.exit_code == 0

    @pytest.mark.parametrize(
        "code",
        [
            "const d = await ask(); d.result; d.responseCode; d.header;",
            "ask().then((d) => d.result);",
            "report(Object.keys(ask()), 'result' in {}, JSON.stringify(ask()), String(ask()));",
            "const p = ask(); p.result = 5; p.result; p.mine; p.length; Object.getOwnPropertyNames(p);",
            "const p = Promise.resolve(5); p.result; p.header;",
            "console.log(ask()); await Promise.all([ask()]);",
        ],
    )
    def test_nothing_is_said_of_other_reads(self, url: str, code: str) -> None:
        assert all_hints(run_snippet(f"const ask = () => http.createHttp().request('{url}'); {code}")) == []

    def test_it_is_a_promise_like_any_other(self, url: str) -> None:
        outcome = run_snippet(
            f"const p = http.createHttp().request('{url}'); p.result = 5;"
            "report([p instanceof Promise, p.constructor === Promise, Object.prototype.toString.call(p), p.result,"
            "Object.keys(p), (await p).responseCode, (await p.finally(() => {})).responseCode]); "
        )
        assert outcome.report == [True, True, "[object Promise]", 5, ["result"], 200, 200]

    @pytest.mark.parametrize(
        ("code", "said"),
        [
            ("const d = ask();\nJSON.parse(d);", "JSON.parse() was given an object, not text"),
            (
                "const d = r.request(url);\nJSON.parse(d);",
                "d is a promise: write await before the request, and JSON.parse() its result",
            ),
            (
                "const d = await r.request(url, (e, data) => {});\nd.result;",
                "where it is given a callback, request() returns undefined, also behind await: leave the callback out, "
                "or use the data that it is given",
            ),
            (
                "const { result } = await r.request(url, { method: 'GET' }, function (e, data) {});\nresult;",
                "where it is given a callback, request() returns undefined, also behind await: leave the callback out, "
                "or use the data that it is given",
            ),
            (
                "const cb = (e, data) => {};\nconst d = await r.request(url, cb);\nd.result;",
                "where it is given a callback, request() returns undefined, also behind await: leave the callback out, "
                "or use the data that it is given",
            ),
            # Not because of a request.
            (
                "let d = await r.request(url);\nd = undefined;\nd.result;",
                "what it is read of is undefined: was it there when this line ran?",
            ),
            (
                "const d = (await r.request(url)).nothing;\nd.result;",
                "what it is read of is undefined: was it there when this line ran?",
            ),
            ("const d = await r.request(url);\nJSON.parse(d);", "JSON.parse() was given an object, not text"),
        ],
    )
    def test_errors_that_come_of_it(self, url: str, code: str, said: str) -> None:
        start = f"const url = '{url}'; const r = http.createHttp(); const ask = () => r.request(url);\n"
        assert all_hints(run_snippet(start + code)) == [said]


class TestHeader:
    @pytest.mark.parametrize(
        ("code", "name"),
        [
            ("const h = d.header;\nh.split(';');", "h"),
            ("const headers = d.header\nheaders.match(/x/)", "headers"),
        ],
    )
    def test_under_another_name(self, url: str, code: str, name: str) -> None:
        (said,) = all_hints(run_snippet(f"const d = await http.createHttp().request('{url}');\n{code}"))
        assert said.startswith(f"{name} is data.header, an object")

    @pytest.mark.parametrize(
        ("code", "said"),
        [
            ("d.header['x-y'].split(';');", "the response has no header 'x-y': write ?. behind it"),
            ("d.header.etag.length;", "the response has no header 'etag': write ?. behind it"),
            ("const mine = { header: {} };\nmine.header.etag.length;", "what it is read of is undefined"),
            ("d.body.etag.length;", "what it is read of is undefined"),
        ],
    )
    def test_that_is_not_there(self, url: str, code: str, said: str) -> None:
        (hint,) = all_hints(run_snippet(f"const d = await http.createHttp().request('{url}');\n{code}"))
        assert hint.startswith(said)

    @pytest.mark.parametrize(
        ("code", "said"),
        [
            ("const h = d.header['x-y'];\nh.split(';');", "what it is read of is undefined"),
            ("let h = d.header;\nh = 5;\nh.split(';');", "check the name"),
        ],
    )
    def test_another_value(self, url: str, code: str, said: str) -> None:
        (hint,) = all_hints(run_snippet(f"const d = await http.createHttp().request('{url}');\n{code}"))
        assert hint.startswith(said)

    @pytest.mark.parametrize(
        ("header", "said"),
        [
            ("new Map([['a', 'b']])", "header is a Map, which has no members, and no header is sent"),
            ("['a: b']", "header is an array, whose indices are the names"),
            ("[]", ""),
            ("{}", ""),
            ("Object.fromEntries(new Map([['a', 'b']]))", ""),
            ("Object.assign(new Map(), { a: 'b' })", ""),
        ],
    )
    def test_that_is_no_plain_object(self, url: str, header: str, said: str) -> None:
        outcome = run_snippet(f"await http.createHttp().request('{url}', {{ header: {header} }});", strict=True)
        assert outcome.exit_code == 0
        assert [hint[: len(said)] for hint in all_hints(outcome)] == ([said] if said else [])


def test_a_body_that_is_too_large_for_object() -> None:
    def answer(size: int) -> bytes:
        return b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % size + b'"' + b"x" * (size - 2) + b'"'

    code = "const d = await http.createHttp().request('{}', { expectDataType: 1 }); report(d.result.length);"
    for size, hints in ((65536, 0), (65537, 1)):
        with RawServer([receive(), send(answer(size))]) as server:
            outcome = run_snippet(code.replace("{}", server.url), strict=True)
        assert outcome.exit_code == 0
        assert len(all_hints(outcome)) == hints
    assert all_hints(outcome) == [
        "the body has 65537 bytes, and above 65536 OBJECT is not parsed, nor on a device: result is text"
    ]


@pytest.mark.parametrize(
    ("body", "code", "said"),
    [
        (b"<html>", "JSON.parse(d.result);", "the body of the response is no JSON: --trace=body shows it"),
        (b"", "JSON.parse(d.result);", "the body of the response is empty or ends too early"),
        (b'{"a": ', "JSON.parse(d.result);", "the body of the response is empty or ends too early"),
        (b"<html>", "const mine = { result: '<' };\nJSON.parse(mine.result);", ""),
        (b"<html>", "JSON.parse('<');", ""),
    ],
)
def test_a_body_that_is_no_json(body: bytes, code: str, said: str) -> None:
    answer = b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(body) + body
    with RawServer([receive(), send(answer)]) as server:
        outcome = run_snippet(f"const d = await http.createHttp().request('{server.url}');\n{code}")
    assert outcome.exit_code == 1
    assert [hint[: len(said)] for hint in all_hints(outcome)] == ([said] if said else [])


@pytest.mark.parametrize(
    ("options", "code", "hints"),
    [
        ("{ extraData: 'q=two words' }", 2300003, 1),
        ("{ extraData: JSON.stringify({ q: 'two words' }) }", 2300003, 1),
        ("{ extraData: 'q=' + encodeURIComponent('two words') }", 200, 0),
        ("{ extraData: { q: 'two words' } }", 200, 0),
        ("{ method: 'POST', extraData: 'two words' }", 200, 0),
    ],
)
def test_text_that_goes_into_the_url(url: str, options: str, code: int, hints: int) -> None:
    outcome = run_snippet(
        f"http.createHttp().request('{url}', {options}, (err, data) => report(err ? err.code : data.responseCode));",
        strict=True,
    )
    assert (outcome.exit_code, outcome.report) == (0, code)
    assert (
        all_hints(outcome)
        == [
            "text in extraData goes into the url as it is, and its blanks make the request fail with 2300003; pass an "
            "object, or encodeURIComponent() what is in it"
        ][:hints]
    )


def test_text_that_goes_into_the_url_by_query_params_is_called_so(url: str) -> None:
    options = "{ queryParams: 'q=two words', extraData: 'x' }"
    outcome = run_snippet(f"await http.createHttp().request('{url}', {options}).catch(() => 0);")
    (hint,) = all_hints(outcome)
    assert hint.startswith("text in queryParams goes into the url as it is")


@pytest.mark.parametrize(
    ("part", "hint"),
    [
        ("{ name: 'a', data: '' }", "multiFormDataList[1] is left out: it has neither data nor filePath"),
        ("{ name: 'a', uri: '/x', data: 5 }", "multiFormDataList[1] is left out: it has neither data nor filePath"),
        ("{ data: 'x' }", "multiFormDataList[1] is left out: it has no name"),
        ("5", "multiFormDataList[1] is left out: it is no object"),
    ],
)
def test_parts_of_a_form_that_are_left_out(url: str, part: str, hint: str) -> None:
    header = "header: { 'content-type': 'multipart/form-data' }"
    options = f"{{ method: 'POST', {header}, multiFormDataList: [{{ name: 'x', data: 'y' }}, {part}] }}"
    outcome = run_snippet(f"await http.createHttp().request('{url}', {options});", strict=True)
    assert outcome.exit_code == 0
    assert all_hints(outcome) == [hint]


class TestDestroyed:
    def test_a_callback_that_catches_it(self, url: str) -> None:
        code = f"const r = http.createHttp(); r.destroy(); r.request('{url}', (err) => report(err.code));"
        outcome = run_snippet(code, strict=True)
        assert (outcome.exit_code, outcome.report) == (0, 2300999)
        assert all_hints(outcome) == [
            "this HttpRequest was destroyed, and request() fails with 2300999; call http.createHttp() for each request"
        ]

    def test_an_error_screen_says_it_once(self, url: str) -> None:
        code = f"const r = http.createHttp(); r.destroy(); await r.request('{url}');"
        assert all_hints(run_snippet(code)) == [
            "this HttpRequest was destroyed; call http.createHttp() for each request"
        ]


@pytest.mark.parametrize(
    ("call", "said"),
    [
        ("request()", "an argument is wrong: request() takes a url string"),
        ("request('EXAMPLE_URL', { method: 'POST', extraData: '' })", "extraData is empty, or is no body"),
        ("request('EXAMPLE_URL', { method: 'POST', extraData: () => {} })", "extraData is empty, or is no body"),
        (
            "request('EXAMPLE_URL', { header: { a: 'b\\n' } })",
            "there is CR, LF or NUL in a header, in the type of a part or in method",
        ),
        (
            "request('EXAMPLE_URL', { method: 'PUT', resumeFrom: 1 })",
            "resumeFrom and resumeTo are refused where method",
        ),
        ("request('EXAMPLE_URL', { sslType: 'TLCP' })", "a note says why"),
    ],
)
def test_why_a_request_was_refused(call: str, said: str) -> None:
    (hint,) = all_hints(run_snippet(f"await http.createHttp().{call};"))
    assert hint.startswith(said)


def test_a_silenced_note_is_not_referred_to() -> None:
    with RawServer([receive_bytes(), send(OK)]) as server:
        url = server.url.replace("http:", "https:")
        outcome = run_snippet(f"await http.createHttp().request('{url}');", quiet=True)
    (hint,) = all_hints(outcome)
    assert hint.startswith("curl error 35: ")


class TestLoopback:
    """Addresses of this computer, written in a program, are on a device the device itself."""

    @staticmethod
    def hints(text: str, **settings: Any) -> list[str]:
        outcome = run_files_of(text, **settings)
        return [line for line in outcome.splitlines() if " is the device itself on a device" in line]

    @pytest.mark.parametrize("host", ["localhost", "127.0.0.1"])
    def test_it_is_said_once_a_run(self, host: str) -> None:
        code = f"for (const path of ['/a', '/b']) await ask('http://{host}:1' + path);\nawait ask('http://{host}:1/');"
        (hint,) = self.hints(code)
        assert hint.startswith("hint: ")
        assert f": {host} is the device itself" in hint

    @pytest.mark.parametrize(
        ("code", "settings"),
        [
            ("await ask('EXAMPLE_URL/');", {}),
            ("await ask('MY_URL/');", {"define": {"MY_URL": "http://127.0.0.1:1"}}),
            ("await ask('http://localhost:1/');", {"map": {"http://localhost:1": "http://127.0.0.1:2"}}),
            ("await ask('http://localhost.example:1/');", {"net": "loopback", "quiet": True}),
            # Not written there.
            ("await ask('http://' + 'local' + 'host:1/');", {}),
            # The program's own server.
            ("socket.constructTCPSocketServerInstance(); await ask('http://127.0.0.1:1/');", {}),
            ("await ask('http://127.0.0.1:1/');", {"quiet": True}),
        ],
    )
    def test_nothing_is_said(self, code: str, settings: dict[str, Any]) -> None:
        assert self.hints(code, **settings) == []

    def test_it_never_changes_the_exit_code(self) -> None:
        assert (
            run_snippet(
                "await http.createHttp().request('http://127.0.0.1:1/').catch(() => {});", strict=True
            ).exit_code
            == 0
        )


def run_files_of(code: str, **settings: Any) -> str:
    """What a program prints on stderr, all of it; ask() is a request that may fail."""
    text = (
        "import http from '@ohos.net.http'; import socket from '@ohos.net.socket';\n"
        "const ask = (url) => http.createHttp().request(url).catch(() => {});\n"
    )
    return run_program(text + code, timeout=20.0, **settings).stderr
