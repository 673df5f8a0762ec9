"""HttpRequestOptions: behaviour tables 2 (coercions, ignored values, headers, proxies) and decisions C8, C9."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

import pytest

from tests.bindings.snippets import request_once, run_snippet
from tests.servers.http import HttpServer, Response
from tests.servers.messages import Request
from tests.servers.proxy import ForwardProxy

# A value that is no member of the enum, or of a wrong type, is as if it were not there.
STRING, OBJECT, ARRAY_BUFFER = 0, 1, 2
UNCHANGED = STRING


def _json(_request: Request) -> Response:
    return Response.json({"a": 1})


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with HttpServer(_json) as server:
        yield server.url


@pytest.fixture(scope="module")
def slow() -> Iterator[str]:
    with HttpServer(lambda _request: Response("late", delay_ms=400)) as server:
        yield server.url


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        ("0", STRING),
        ("1", OBJECT),
        ("2", ARRAY_BUFFER),
        ("1.9", OBJECT),
        ("2 ** 32 + 1", OBJECT),
        ("2 ** 32", STRING),
        ("-(2 ** 32) + 2", ARRAY_BUFFER),
        ("NaN", STRING),
        ("Infinity", STRING),
        ("3", UNCHANGED),
        ("-1", UNCHANGED),
        ("'1'", UNCHANGED),
        ("true", UNCHANGED),
        ("1n", UNCHANGED),
        ("null", UNCHANGED),
        ("undefined", UNCHANGED),
        ("[1]", UNCHANGED),
        ("{ valueOf: () => 1 }", UNCHANGED),
    ],
)
def test_expect_data_type(url: str, value: str, kind: int) -> None:
    data = request_once(url, f"{{ expectDataType: {value} }}").report["data"]
    assert data["resultType"] == kind
    assert data["result"] == {STRING: '{"a": 1}', OBJECT: {"a": 1}, ARRAY_BUFFER: {}}[kind]


@pytest.mark.parametrize(
    ("value", "noted"),
    [
        ("1", False),
        ("1000", False),
        ("2 ** 32 + 5", False),
        ("1.9", False),
        ("'5'", False),
        ("undefined", False),
        ("0", True),
        ("1001", True),
        ("-1", True),
        ("0.5", True),
        ("NaN", True),
    ],
)
def test_priority_out_of_range_is_ignored_and_noted(url: str, value: str, noted: bool) -> None:
    outcome = request_once(url, f"{{ priority: {value} }}")
    assert outcome.report["data"]["responseCode"] == 200
    assert ["out of range" in note for note in outcome.notes] == [True] * noted


@pytest.mark.parametrize(
    ("member", "note"),
    [
        ("headers: {}", "write 'header'"),
        ("data: 'x'", "write 'extraData'"),
        ("params: {}", "write 'extraData'"),
        ("timeout: 5", "write 'readTimeout' and 'connectTimeout'"),
        ("type: 1", "write 'expectDataType'"),
        ("dataType: 1", "write 'expectDataType'"),
        ("responseType: 1", "write 'expectDataType'"),
        ("'Response-Type': 1", "write 'expectDataType'"),
        ("usingcache: 1", "write 'usingCache'"),
        ("extradata: 'x'", "write 'extraData'"),
        ("extra_data: 'x'", "write 'extraData'"),
        ("Header: {}", "write 'header'"),
        ("methods: 'GET'", "write 'method'"),
        ("expectDatatype: 0", "write 'expectDataType'"),
        ("readTimeOut: 5", "write 'readTimeout'"),
        ("connectionTimeout: 5", "write 'connectTimeout'"),
        ("useCache: 1", "write 'usingCache'"),
        ("priorty: 1", "write 'priority'"),
        ("caPaths: ''", "write 'caPath'"),
        ("json: {}", "write 'extraData'"),
        ("readTimeout: '500'", "it takes a number of ms"),
        ("expectDataType: 'STRING'", "it takes a member of http.HttpDataType"),
        ("usingCache: 'false'", "it takes a boolean"),
        ("usingProtocol: 'h2'", "it takes a member of http.HttpProtocol"),
        ("header: 'a: b'", "it takes an object"),
        ("multiFormDataList: []", None),
        ("somethingElse: 1", None),
        ("header: {}, method: 'GET', readTimeout: 60000, connectTimeout: 60000, usingCache: true", None),
    ],
)
def test_misspelt_options_are_noted_and_ignored(url: str, member: str, note: str | None) -> None:
    outcome = request_once(url, f"{{ {member} }}")
    assert outcome.report["data"]["result"] == '{"a": 1}'
    assert len(outcome.notes) == (note is not None)
    assert note is None or note in outcome.notes[0]


class TestTimes:
    """C8 and 2.2: readTimeout limits the whole request, 0 is none; connectTimeout the connection."""

    @pytest.mark.parametrize(
        ("value", "seconds"),
        [
            *((value, 60.0) for value in ("undefined", "null", "'5000'", "true", "{}", "NaN")),
            *((value, None) for value in ("0", "0.5", "2 ** 32", "Infinity")),
            *((value, 2147483.647) for value in ("-1", "2 ** 31", "2 ** 32 - 1")),
            ("250.9", 0.25),
            ("2 ** 32 + 1000", 1.0),
            ("60000", 60.0),
        ],
    )
    @pytest.mark.parametrize(("option", "flag"), [("readTimeout", "max-time"), ("connectTimeout", "connect-timeout")])
    def test_limit_in_force(self, option: str, flag: str, value: str, seconds: float | None) -> None:
        # --trace=curl says it as the command line that would do the same, in which no limit is no flag.
        outcome = request_once("http://127.0.0.1:1/", f"{{ {option}: {value} }}", trace="curl")
        assert outcome.report["error"]["code"] == 2300007
        found = re.search(rf"--{flag} (\S+)", outcome.stderr)
        assert (float(found[1]) if found else None) == seconds

    @pytest.mark.parametrize("value", ["100", "100.9", "2 ** 32 + 100"])
    def test_read_timeout_in_ms(self, slow: str, value: str) -> None:
        code = (
            "for (let i = 0; i < 3; i++) { const start = Date.now();"
            f"await http.createHttp().request('{slow}', {{ readTimeout: {value} }})"
            ".catch((error) => report([error, Date.now() - start])); }"
        )
        errors, times = zip(*run_snippet(code).reports, strict=True)
        assert list(errors) == [{"code": 2300028, "message": "Timeout was reached"}] * 3
        # Whole ms are counted; the quickest says how good the clock is, the others how busy the machine is.
        assert 99 <= min(times) <= 130, "within 10 % + 20 ms"

    @pytest.mark.parametrize("value", ["0", "undefined", "-1"])
    def test_read_timeout_that_is_none_or_the_default(self, slow: str, value: str) -> None:
        assert request_once(slow, f"{{ readTimeout: {value} }}").report["data"]["result"] == "late"

    @pytest.mark.parametrize("value", ["0", "undefined", "-1"])
    def test_connect_timeout_that_does_not_bite(self, slow: str, value: str) -> None:
        assert request_once(slow, f"{{ connectTimeout: {value} }}").report["data"]["result"] == "late"

    def test_connect_timeout_does_not_limit_the_answer(self, slow: str) -> None:
        assert request_once(slow, "{ connectTimeout: 50 }").report["data"]["result"] == "late"

    def test_it_is_not_the_time_limit_of_the_run(self, slow: str) -> None:
        outcome = request_once(slow, "{ readTimeout: 50 }")
        assert (outcome.report["error"]["code"], outcome.exit_code, outcome.stderr) == (2300028, 0, "")


class TestProxy:
    """2.1 usingProxy and decisions, proxy: the environment's, never for loopback; usingProxy overrides."""

    @pytest.fixture
    def proxy(self) -> Iterator[ForwardProxy]:
        with ForwardProxy() as proxy:
            yield proxy

    @pytest.mark.parametrize("value", ["undefined", "true", "null", "1", "'http://x'", "{}", "{ host: '' , port: 1 }"])
    def test_environment_never_for_loopback(
        self, url: str, proxy: ForwardProxy, value: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("http_proxy", proxy.url)
        assert request_once(url, f"{{ usingProxy: {value} }}").report["data"]["responseCode"] == 200
        assert proxy.requests == []

    @pytest.mark.parametrize("value", ["undefined", "true", "null", "{ host: '', port: 1 }", "{ port: 1 }"])
    def test_environment_for_other_hosts(
        self, proxy: ForwardProxy, value: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("http_proxy", proxy.url)
        request_once("http://device.example/x", f"{{ usingProxy: {value} }}")
        assert [request.target for request in proxy.requests] == ["http://device.example/x"]

    def test_environment_s_exceptions(self, proxy: ForwardProxy, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("http_proxy", proxy.url)
        monkeypatch.setenv("no_proxy", "other.example, device.example")
        outcome = request_once("http://device.example:1/x", resolve=("device.example:1:127.0.0.1",))
        assert outcome.report["error"]["code"] == 2300007
        assert proxy.requests == []

    def test_false_overrides_the_environment(self, proxy: ForwardProxy, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("http_proxy", proxy.url)
        options = "{ usingProxy: false }"
        outcome = request_once("http://device.example:1/x", options, resolve=("device.example:1:127.0.0.1",))
        assert outcome.report["error"]["code"] == 2300007
        assert proxy.requests == []

    def test_object_names_a_proxy_also_for_loopback(self, url: str, proxy: ForwardProxy) -> None:
        options = f"{{ usingProxy: {{ host: '127.0.0.1', port: {proxy.port}, exclusionList: [] }} }}"
        assert request_once(url + "/path", options).report["data"]["responseCode"] == 200
        assert [request.target for request in proxy.requests] == [url + "/path"]

    @pytest.mark.parametrize(
        ("exclusions", "used"),
        [
            (["127.0.0.1"], False),
            (["127.*"], False),
            (["*"], False),
            (["example.com", " 127.0.0.1 "], False),
            (["127.0.0.2", "0.0.1", ""], True),
        ],
    )
    def test_exclusion_list(self, url: str, proxy: ForwardProxy, exclusions: list[str], used: bool) -> None:
        excluded = json.dumps(exclusions)
        options = f"{{ usingProxy: {{ host: '127.0.0.1', port: {proxy.port}, exclusionList: {excluded} }} }}"
        assert request_once(url, options).report["data"]["responseCode"] == 200
        assert len(proxy.requests) == used

    @pytest.mark.parametrize("exclusions", ["undefined", "null", "'127.0.0.1'", "{ 0: '127.0.0.1' }", "[1, null]"])
    def test_an_exclusion_list_that_is_none_excludes_nothing(
        self, url: str, proxy: ForwardProxy, exclusions: str
    ) -> None:
        options = f"{{ usingProxy: {{ host: '127.0.0.1', port: {proxy.port}, exclusionList: {exclusions} }} }}"
        assert request_once(url, options).report["data"]["responseCode"] == 200
        assert len(proxy.requests) == 1

    def test_a_port_that_no_option_takes_is_2300999(self, url: str) -> None:
        options = "{ usingProxy: { host: '127.0.0.1', port: 70000, exclusionList: [] } }"
        assert request_once(url, options).report["error"]["code"] == 2300999

    def test_a_request_after_one_by_proxy_goes_direct(self, url: str, proxy: ForwardProxy) -> None:
        code = (
            f"await http.createHttp().request('{url}', {{ usingProxy: {{ host: '127.0.0.1', port: {proxy.port} }} }});"
            f"report((await http.createHttp().request('{url}')).responseCode);"
        )
        assert run_snippet(code).report == 200
        assert len(proxy.requests) == 1


@pytest.mark.parametrize(
    ("limit", "size", "code"),
    [
        ("", 5 * 1024 * 1024, 200),
        ("", 5 * 1024 * 1024 + 1, 2300023),
        ("maxLimit: 10", 10, 200),
        ("maxLimit: 10", 11, 2300023),
        ("maxLimit: 6 * 1024 * 1024", 5 * 1024 * 1024 + 1, 200),
        # What is there and no number is 0, and even then an empty body is within the limit.
        ("maxLimit: '10'", 1, 2300023),
        ("maxLimit: undefined", 1, 2300023),
        ("maxLimit: null", 0, 200),
    ],
)
def test_max_limit(limit: str, size: int, code: int) -> None:
    with HttpServer(lambda _request: Response(b"x" * size)) as server:
        outcome = run_snippet(
            f"http.createHttp().request('{server.url}', {{ {limit} }}, "
            "(error, data) => report(error ? error.code : data.responseCode));"
        )
    assert outcome.report == code
    assert [("maxLimit" in note) for note in outcome.notes] == [True] * (code != 200)
