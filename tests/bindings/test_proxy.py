"""Proxies: usingProxy and the environment's, tunnels for https, refusals, credentials (1.4, 2.4, decisions proxy)."""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Iterator

import pytest

from bindings.net_http.errors import MESSAGES
from tests.bindings.snippets import Outcome, request_once, run_snippet
from tests.servers.http import HttpServer, Response
from tests.servers.proxy import ForwardProxy
from tests.servers.raw import RawServer, Step, close, receive, repeat, send
from tests.servers.sockets import RefusedPort
from tests.servers.tls import Certificates

OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi"
AGENT = "User-Agent: libcurl-agent/1.0"


@pytest.fixture(scope="module")
def secure(certificates: Certificates) -> Iterator[HttpServer]:
    with HttpServer(lambda _: Response("secure"), tls=certificates.good()) as server:
        yield server


@pytest.fixture(scope="module")
def plain() -> Iterator[HttpServer]:
    with HttpServer(lambda _: Response("plain")) as server:
        yield server


def using(port: int, host: str = "127.0.0.1", exclusions: str = "[]") -> str:
    """Options with that proxy."""
    return f"{{ usingProxy: {{ host: {json.dumps(host)}, port: {port}, exclusionList: {exclusions} }} }}"


def check(outcome: Outcome, code: int) -> list[str]:
    """The request failed with `code`; its notes."""
    assert outcome.report == {"error": {"code": code, "message": MESSAGES[code]}}
    return outcome.notes


class TestTunnel:
    """https goes through CONNECT (2.4, HTTPPROXYTUNNEL)."""

    def test_for_https(self, secure: HttpServer, certificates: Certificates) -> None:
        with ForwardProxy() as proxy:
            outcome = request_once(secure.url, using(proxy.port), cacert=str(certificates.ca_file))
            assert outcome.report["data"]["result"] == "secure"
            (request,) = proxy.requests
        authority = f"127.0.0.1:{secure.port}"
        lines = [f"CONNECT {authority} HTTP/1.1", f"Host: {authority}", AGENT, "Proxy-Connection: Keep-Alive", "", ""]
        assert request.head.decode() == "\r\n".join(lines)

    def test_nothing_of_the_request_is_shown_to_the_proxy(self, secure: HttpServer, certificates: Certificates) -> None:
        with ForwardProxy() as proxy:
            options = "{ ...PROXY, method: 'POST', extraData: 'secret', header: { 'x-secret': '1', cookie: 'secret' } }"
            url = secure.url.replace("//", "//user:secret@") + "/secret"
            outcome = request_once(url, options.replace("PROXY", using(proxy.port)), cacert=str(certificates.ca_file))
            assert outcome.report["data"]["result"] == "secure"
            assert b"secret" not in b"".join(request.raw for request in proxy.requests)
        assert b"x-secret" in secure.requests[-1].raw

    def test_the_header_object_has_nothing_of_the_proxy(self, secure: HttpServer, certificates: Certificates) -> None:
        with ForwardProxy() as proxy:
            code = (
                "const r = http.createHttp(); r.on('headersReceive', (header) => report(header));"
                f"report((await r.request('{secure.url}', {using(proxy.port)})).header);"
            )
            outcome = run_snippet(code, cacert=str(certificates.ca_file))
        assert outcome.reports == [{"content-length": "6"}] * 2

    def test_is_used_again(self, secure: HttpServer, certificates: Certificates) -> None:
        with ForwardProxy() as proxy:
            ask = f"(await http.createHttp().request('{secure.url}', {using(proxy.port)})).result"
            outcome = run_snippet(f"report([{ask}, {ask}, {ask}]);", cacert=str(certificates.ca_file))
            assert outcome.report == ["secure"] * 3
            assert len(proxy.requests) == 1

    @pytest.mark.parametrize("status", [403, 407, 502])
    def test_a_refusal_is_2300056(self, secure: HttpServer, certificates: Certificates, status: int) -> None:
        # "CONNECT tunnel failed" is a receive error (56) in curl 7.88 and in the releases that devices have.
        with ForwardProxy(refuse=status) as proxy:
            outcome = request_once(secure.url, using(proxy.port), cacert=str(certificates.ca_file))
        assert check(outcome, 2300056) == []

    @pytest.mark.parametrize(
        ("answer", "codes"),
        [
            ([close()], {2300052, 2300056}),
            ([send(b"garbage\r\n\r\n"), close()], {2300001, 2300008, 2300056, 2300999}),
            ([send(b"HTTP/1.1 200 OK\r\n\r\n"), close()], {2300999}),
        ],
        ids=["closed", "garbage", "closed in the tunnel"],
    )
    def test_a_proxy_that_fails(
        self, secure: HttpServer, certificates: Certificates, answer: list[Step], codes: set[int]
    ) -> None:
        with RawServer([receive(), *answer]) as proxy:
            outcome = request_once(secure.url, using(proxy.port), cacert=str(certificates.ca_file))
        assert outcome.report["error"]["code"] in codes

    def test_for_a_redirect_from_http_to_https(self, secure: HttpServer, certificates: Certificates) -> None:
        with HttpServer(lambda _: Response.redirect(secure.url)) as first, ForwardProxy() as proxy:
            outcome = request_once(first.url, using(proxy.port), cacert=str(certificates.ca_file))
            assert outcome.report["data"]["result"] == "secure"
            assert [request.method for request in proxy.requests] == ["GET", "CONNECT"]


class TestForwarding:
    """http is asked for with its whole URL."""

    def test_the_request(self, plain: HttpServer) -> None:
        with ForwardProxy(hosts={"example.test": plain.port}) as proxy:
            outcome = request_once("http://example.test/p?x=1", using(proxy.port))
            assert outcome.report["data"]["result"] == "plain"
            (request,) = proxy.requests
        lines = [
            "GET http://example.test/p?x=1 HTTP/1.1",
            "Host: example.test",
            AGENT,
            "Accept: */*",
            "Accept-Encoding: deflate, gzip, br",
            "Proxy-Connection: Keep-Alive",
            "content-type:application/json",
        ]
        assert request.head.decode() == "\r\n".join([*lines, "", ""])

    @pytest.mark.parametrize("status", [403, 407, 502])
    def test_a_refusal_is_a_response(self, plain: HttpServer, status: int) -> None:
        with ForwardProxy(refuse=status) as proxy:
            outcome = request_once(plain.url, using(proxy.port))
        assert outcome.report["data"]["responseCode"] == status

    @pytest.mark.parametrize("exclusions", ["['127.0.0.1']", "['x', '*']", "['127.*']", "[5, ' 127.0.0.1 ']"])
    def test_an_excluded_host_is_asked_directly(self, plain: HttpServer, exclusions: str) -> None:
        with ForwardProxy() as proxy:
            outcome = request_once(plain.url, using(proxy.port, exclusions=exclusions))
            assert outcome.report["data"]["result"] == "plain"
            assert proxy.connections == 0


class TestCredentials:
    @pytest.mark.parametrize("target", ["http", "https"])
    @pytest.mark.parametrize(("sent", "accepted"), [("user:pass@", True), ("user:wrong@", False), ("", False)])
    def test_of_the_proxy(
        self,
        secure: HttpServer,
        plain: HttpServer,
        certificates: Certificates,
        target: str,
        sent: str,
        accepted: bool,
    ) -> None:
        server = secure if target == "https" else plain
        with ForwardProxy(credentials=("user", "pass")) as proxy:
            options = using(proxy.port, f"{sent}127.0.0.1")
            reported = request_once(server.url, options, cacert=str(certificates.ca_file)).report
        if accepted:
            assert reported["data"]["result"] in ("secure", "plain")
        elif target == "https":
            assert reported["error"]["code"] == 2300056
        else:
            assert reported["data"]["responseCode"] == 407

    def test_of_the_proxy_are_for_the_proxy_alone(self, secure: HttpServer, certificates: Certificates) -> None:
        with ForwardProxy(credentials=("user", "pass")) as proxy:
            options = using(proxy.port, "user:pass@127.0.0.1")
            request_once(secure.url + "/credentials", options, cacert=str(certificates.ca_file))
            assert b"Basic " + b64encode(b"user:pass") in proxy.requests[0].head
        assert b"uthorization" not in secure.requests[-1].head


class TestEnvironment:
    """http_proxy, https_proxy and no_proxy hold where usingProxy says nothing, never for this machine."""

    def test_https_proxy(self, secure: HttpServer, certificates: Certificates, monkeypatch: pytest.MonkeyPatch) -> None:
        with ForwardProxy(hosts={"example.test": secure.port}) as proxy:
            monkeypatch.setenv("https_proxy", proxy.url)
            outcome = request_once("https://example.test/", cacert=str(certificates.ca_file))
            assert outcome.report["data"]["result"] == "secure"
            assert [request.target for request in proxy.requests] == ["example.test:443"]

    @pytest.mark.parametrize("options", ["{}", "{ usingProxy: true }", "{ usingProxy: 'no' }", "{ usingProxy: {} }"])
    def test_http_proxy(self, plain: HttpServer, monkeypatch: pytest.MonkeyPatch, options: str) -> None:
        with ForwardProxy(hosts={"example.test": plain.port}) as proxy:
            monkeypatch.setenv("http_proxy", proxy.url)
            assert request_once("http://example.test/", options).report["data"]["result"] == "plain"
            assert len(proxy.requests) == 1

    @pytest.mark.parametrize(
        ("options", "no_proxy"), [("{ usingProxy: false }", ""), ("{}", "example.test"), ("{}", "*")]
    )
    def test_is_not_used(self, plain: HttpServer, monkeypatch: pytest.MonkeyPatch, options: str, no_proxy: str) -> None:
        with ForwardProxy() as proxy:
            monkeypatch.setenv("http_proxy", proxy.url)
            monkeypatch.setenv("no_proxy", no_proxy)
            url = f"http://example.test:{plain.port}/"
            outcome = request_once(url, options, resolve=(f"example.test:{plain.port}:127.0.0.1",))
            assert outcome.report["data"]["result"] == "plain"
            assert proxy.connections == 0

    @pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "127.1.2.3"])
    def test_is_never_used_for_this_machine(
        self, plain: HttpServer, monkeypatch: pytest.MonkeyPatch, host: str
    ) -> None:
        with ForwardProxy() as proxy:
            monkeypatch.setenv("http_proxy", proxy.url)
            request_once(f"http://{host}:{plain.port}/")
            assert proxy.connections == 0

    def test_using_proxy_comes_before_it_and_no_proxy(self, plain: HttpServer, monkeypatch: pytest.MonkeyPatch) -> None:
        with ForwardProxy() as chosen, ForwardProxy() as other:
            monkeypatch.setenv("http_proxy", other.url)
            monkeypatch.setenv("no_proxy", "*")
            assert request_once(plain.url, using(chosen.port)).report["data"]["result"] == "plain"
            assert (len(chosen.requests), other.connections) == (1, 0)

    def test_a_request_with_its_own_proxy_leaves_the_next_without(self, plain: HttpServer) -> None:
        with ForwardProxy() as proxy:
            code = (
                f"await http.createHttp().request('{plain.url}', {using(proxy.port)});"
                f"report((await http.createHttp().request('{plain.url}')).result);"
            )
            assert run_snippet(code).report == "plain"
            assert proxy.connections == 1


@pytest.mark.parametrize(
    ("host", "port", "code"),
    [
        ("nowhere.invalid", 80, 2300005),
        ("\N{SNOWMAN}.invalid", 80, 2300005),
        ("http://nowhere.invalid", 80, 2300005),
        ("127.0.0.1", 65536, 2300999),
        ("127.0.0.1", 70000, 2300999),
        ("127.0.0.1", 2**31, 2300999),
        ("127.0.0.1", 2**32 - 1, 2300999),
        ("127.0.0.1", -1, 2300999),
        ("127.0.0.1\0", 80, 2300999),
    ],
)
def test_a_proxy_that_cannot_be_used(plain: HttpServer, host: str, port: int, code: int) -> None:
    notes = check(request_once(plain.url, using(port, host)), code)
    if code == 2300999:
        # A port is read modulo 2^32 (2.1).
        assert len(notes) == 1
        assert notes[0].endswith("NUL in the proxy's host" if "\0" in host else f"not {port % 2**32}")
    else:
        assert notes == []


def test_a_proxy_that_refuses_is_2300007(plain: HttpServer) -> None:
    with RefusedPort() as port:
        assert check(request_once(plain.url, using(port.port)), 2300007) == []


@pytest.mark.parametrize("char", ["\r", "\n", "\r\nX-Injected: 1", "\0", " ", "\t", "\r\n\r\nGET / HTTP/1.1"])
@pytest.mark.parametrize("place", ["127.0.0.1%s", "%s127.0.0.1", "user:pass%s@127.0.0.1", "http://127.0.0.1%s"])
@pytest.mark.parametrize("target", ["http://example.test/", "https://example.test/"])
def test_nothing_in_the_host_of_a_proxy_adds_to_the_request(char: str, place: str, target: str) -> None:
    with RawServer([repeat(receive(), send(OK))]) as proxy:
        outcome = request_once(target, using(proxy.port, place % char))
        assert "Traceback" not in outcome.stderr
        for request in proxy.requests:
            assert b"injected" not in request.head.lower()
            assert request.target in ("http://example.test/", "example.test:443")
        assert len(proxy.requests) <= 1
        assert proxy.unfinished == []
