"""TLS: every way a certificate or a handshake is wrong, what is trusted, and that nothing turns verification off.

Behaviour tables 1.4 (2300060, 2300077, 2300999) and 2.4 (CAINFO, SSLVERSION), decisions C13.
"""

from __future__ import annotations

import json
import ssl
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bindings.net_http.errors import MESSAGES
from bindings.registry import REGISTRY
from runtime.loop import Loop
from runtime.output.capture import CapturedOutput
from runtime.run.program import Program
from runtime.run.session import Session
from runtime.run.shared import Shared
from runtime.settings.table import Settings
from tests.bindings.snippets import PROGRAM, Outcome, request_once, run_snippet, without_loopback_advice
from tests.servers.base import Server
from tests.servers.http import HttpServer, Response
from tests.servers.proxy import ForwardProxy
from tests.servers.raw import RawServer, Step, close, cut, receive, send
from tests.servers.tls import (
    Certificates,
    handshake_garbage,
    handshake_hang_up,
    handshake_reset,
    handshake_stall,
)

HELLO = Response("hello")
Context = Callable[[Certificates], ssl.SSLContext]


def ask(server: Server, certificates: Certificates | None, options: str = "{}", host: str = "127.0.0.1") -> Outcome:
    """One request to `server` under the name `host`, trusting its authority if there are `certificates`."""
    url = server.url.replace("127.0.0.1", host)
    resolve = () if host == "127.0.0.1" else (f"{host}:{server.port}:127.0.0.1",)
    return request_once(url, options, cacert=str(certificates.ca_file) if certificates else "", resolve=resolve)


def failure(outcome: Outcome, code: int) -> list[str]:
    """The notes of a request that failed with `code` and nothing else."""
    assert outcome.report == {"error": {"code": code, "message": MESSAGES[code]}}
    assert outcome.exit_code == 0
    return outcome.notes


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "example.test", "www.example.test"])
def test_cacert_makes_a_good_certificate_pass(certificates: Certificates, host: str) -> None:
    with HttpServer(lambda _: HELLO, tls=certificates.good()) as server:
        assert ask(server, certificates, host=host).report["data"]["result"] == "hello"


def test_a_complete_chain_passes(certificates: Certificates) -> None:
    with HttpServer(lambda _: HELLO, tls=certificates.complete_chain()) as server:
        assert ask(server, certificates).report["data"]["result"] == "hello"


def test_without_cacert_the_same_server_is_not_trusted(certificates: Certificates) -> None:
    with HttpServer(lambda _: HELLO, tls=certificates.good()) as server:
        assert failure(ask(server, None), 2300060) == []
        assert server.requests == []


@pytest.mark.parametrize(
    "context",
    [
        Certificates.unknown_authority,
        Certificates.expired,
        Certificates.not_yet_valid,
        Certificates.wrong_host,
        Certificates.self_signed,
        Certificates.incomplete_chain,
        Certificates.weak_key,
    ],
    ids=lambda context: context.__name__,
)
def test_a_certificate_that_is_not_accepted_is_2300060(certificates: Certificates, context: Context) -> None:
    with HttpServer(lambda _: HELLO, tls=context(certificates)) as server:
        assert failure(ask(server, certificates), 2300060) == []
        assert server.requests == []


@pytest.mark.parametrize("host", ["other.test", "a.b.example.test", "test"])
def test_a_name_the_certificate_does_not_have_is_2300060(certificates: Certificates, host: str) -> None:
    with HttpServer(lambda _: HELLO, tls=certificates.good()) as server:
        assert failure(ask(server, certificates, host=host), 2300060) == []
        assert server.requests == []


@pytest.mark.parametrize(
    ("context", "said"),
    [
        (Certificates.tls10_only, "protocol version"),
        (Certificates.no_common_cipher, "handshake failure"),
    ],
    ids=["tls10_only", "no_common_cipher"],
)
def test_no_common_ground_is_2300999_with_curl_35(certificates: Certificates, context: Context, said: str) -> None:
    with HttpServer(lambda _: HELLO, tls=context(certificates)) as server:
        (note,) = failure(ask(server, certificates), 2300999)
    assert "curl error 35: " in note
    assert said in note


@pytest.mark.parametrize("make", [handshake_garbage, handshake_hang_up, handshake_reset])
def test_a_broken_handshake_is_2300999_with_curl_35(certificates: Certificates, make: Callable[[], RawServer]) -> None:
    with make() as server:
        (note,) = failure(ask(server, certificates), 2300999)
    number, _, text = note.partition("curl error ")[2].partition(": ")
    assert number == "35"
    assert text


def test_a_handshake_that_stalls_ends_with_the_time_limit(certificates: Certificates) -> None:
    with handshake_stall() as server:
        assert failure(ask(server, certificates, "{ connectTimeout: 150 }"), 2300028) == []


def test_a_client_certificate_demanded_in_the_handshake_is_2300999(certificates: Certificates) -> None:
    context = certificates.client_certificate_required()
    context.maximum_version = ssl.TLSVersion.TLSv1_2
    with HttpServer(lambda _: HELLO, tls=context) as server:
        (note,) = failure(ask(server, certificates), 2300999)
        assert "curl error 35: " in note
        assert server.requests == []


def test_a_client_certificate_demanded_after_the_handshake_is_2300056(certificates: Certificates) -> None:
    # In TLS 1.3 the server refuses when the client believes the handshake done (RFC 8446 4.4.2.4).
    with HttpServer(lambda _: HELLO, tls=certificates.client_certificate_required()) as server:
        assert failure(ask(server, certificates), 2300056) == []
        assert server.requests == []


def test_http_at_an_https_port_and_the_other_way(certificates: Certificates) -> None:
    with HttpServer(lambda _: HELLO, tls=certificates.good()) as server:
        assert failure(request_once(server.url.replace("https:", "http:")), 2300052) == []
    with RawServer(lambda peer: _answer_anything(peer.receive_bytes(), peer.send)) as plain:
        (note,) = failure(request_once(plain.url.replace("http:", "https:")), 2300999)
    assert "curl error 35: " in note


def _answer_anything(_: bytes, answer: Callable[[bytes], None]) -> None:
    answer(b"HTTP/1.1 400 Bad Request\r\n\r\n")


BODY = b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhello"
UNTIL_CLOSE = b"HTTP/1.1 200 OK\r\n\r\nhello"


@pytest.mark.parametrize(
    ("response", "end", "code"),
    [(BODY, close(), 2300018), (BODY, cut(), 2300056), (UNTIL_CLOSE, cut(), 2300056)],
    ids=["close_notify mid-body", "truncated mid-body", "truncated where only the end says how long"],
)
def test_a_body_that_ends_early(certificates: Certificates, response: bytes, end: Step, code: int) -> None:
    with RawServer([receive(), send(response), end], tls=certificates.good()) as server:
        assert failure(ask(server, certificates), code) == []


def test_close_notify_ends_a_body_without_length(certificates: Certificates) -> None:
    with RawServer([receive(), send(UNTIL_CLOSE), close()], tls=certificates.good()) as server:
        assert ask(server, certificates).report["data"]["result"] == "hello"


class TestBundle:
    """--cacert, SSL_CERT_FILE, CURL_CA_BUNDLE."""

    @pytest.fixture
    def server(self, certificates: Certificates) -> Iterator[HttpServer]:
        with HttpServer(lambda _: HELLO, tls=certificates.good()) as server:
            yield server

    @pytest.mark.parametrize("variable", ["SSL_CERT_FILE", "CURL_CA_BUNDLE"])
    def test_the_environment_says_what_is_trusted(
        self, server: HttpServer, certificates: Certificates, variable: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv(variable, str(certificates.ca_file))
        assert ask(server, None).report["data"]["result"] == "hello"

    def test_ssl_cert_file_comes_before_curl_ca_bundle(
        self, server: HttpServer, certificates: Certificates, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("CURL_CA_BUNDLE", "/nonexistent.pem")
        monkeypatch.setenv("SSL_CERT_FILE", str(certificates.ca_file))
        assert ask(server, None).report["data"]["result"] == "hello"

    @pytest.mark.parametrize(
        "content",
        [None, b"", b"no certificate", b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n", b"\0" * 5000],
        ids=["missing", "empty", "no PEM", "broken PEM", "zeros"],
    )
    def test_an_unreadable_bundle_is_2300077(
        self, server: HttpServer, content: bytes | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        bundle = tmp_path / "bundle.pem"
        if content is not None:
            bundle.write_bytes(content)
        monkeypatch.setenv("SSL_CERT_FILE", str(bundle))
        assert failure(ask(server, None), 2300077) == []

    def test_a_folder_is_no_bundle(self, server: HttpServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path))
        assert failure(ask(server, None), 2300077) == []

    def test_cacert_is_trusted_where_the_environment_s_bundle_is_missing(
        self, server: HttpServer, certificates: Certificates, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("SSL_CERT_FILE", "/nonexistent.pem")
        assert ask(server, certificates).report["data"]["result"] == "hello"

    def test_cacert_comes_in_addition(
        self, certificates: Certificates, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        others = Certificates(tmp_path)
        monkeypatch.setenv("SSL_CERT_FILE", str(others.ca_file))
        for trusted in (certificates, others):
            with HttpServer(lambda _: HELLO, tls=trusted.good()) as server:
                assert ask(server, certificates).report["data"]["result"] == "hello"

    def test_the_joined_bundle_is_removed(
        self, server: HttpServer, certificates: Certificates, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
        ask(server, certificates)
        assert list(tmp_path.iterdir()) == []


class TestVerificationIsNeverOff:
    """An untrusted server stays untrusted whatever was requested before it, and however it is reached."""

    @pytest.fixture
    def untrusted(self, certificates: Certificates) -> Iterator[HttpServer]:
        with HttpServer(lambda _: HELLO, tls=certificates.unknown_authority()) as server:
            yield server
        assert server.requests == []

    @pytest.mark.parametrize(
        "before",
        [
            "{}",
            "{ method: 'HEAD' }",
            "{ method: 'POST', extraData: 'body' }",
            "{ usingProxy: false }",
            "{ usingProxy: { host: '127.0.0.1', port: 70000 } }",
            "{ method: 'A\\nB' }",
            "{ usingProtocol: 0 }",
            "{ usingProtocol: 1 }",
            "{ header: { host: 'example.test' } }",
        ],
    )
    def test_after_any_other_request(self, untrusted: HttpServer, certificates: Certificates, before: str) -> None:
        with HttpServer(lambda _: HELLO, tls=certificates.good()) as good, HttpServer(lambda _: HELLO) as plain:
            code = (
                f"const ask = (url, options) => http.createHttp().request(url, options).catch((error) => error);"
                f"for (const url of ['{good.url}', '{plain.url}', '{untrusted.url}']) await ask(url, {before});"
                f"report((await ask('{untrusted.url}', {{}})).code); report((await ask('{good.url}', {{}})).result);"
            )
            assert run_snippet(code, cacert=str(certificates.ca_file)).reports == [2300060, "hello"]

    @pytest.mark.parametrize(
        "options",
        [
            "remoteValidation: 'system'", "remoteValidation: false",
            "caPath: ''", "caPath: null", "caData: ''", "tlsOptions: {}", "verify: false",
            "rejectUnauthorized: false", "certificatePinning: []", "clientCert: {}", "usingProtocol: 0",
        ],
    )  # fmt: skip
    def test_by_no_option(self, untrusted: HttpServer, certificates: Certificates, options: str) -> None:
        assert ask(untrusted, certificates, f"{{ {options} }}").report["error"]["code"] == 2300060

    def test_behind_a_redirect_from_http(self, untrusted: HttpServer, certificates: Certificates) -> None:
        with HttpServer(lambda _: Response.redirect(untrusted.url)) as first:
            assert failure(ask(first, certificates), 2300060) == []

    def test_behind_a_redirect_from_a_trusted_server(self, untrusted: HttpServer, certificates: Certificates) -> None:
        with HttpServer(lambda _: Response.redirect(untrusted.url), tls=certificates.good()) as first:
            assert failure(ask(first, certificates), 2300060) == []

    def test_through_a_proxy(self, untrusted: HttpServer, certificates: Certificates) -> None:
        with ForwardProxy() as proxy:
            options = f"{{ usingProxy: {{ host: '127.0.0.1', port: {proxy.port}, exclusionList: [] }} }}"
            assert failure(ask(untrusted, certificates, options), 2300060) == []
            assert [request.method for request in proxy.requests] == ["CONNECT"]

    @pytest.mark.parametrize(
        ("context", "code"),
        [(Certificates.good, 200), (Certificates.unknown_authority, 2300060), (Certificates.wrong_host, 2300060)],
        ids=["good", "unknown_authority", "wrong_host"],
    )
    def test_of_a_proxy_that_speaks_tls(self, certificates: Certificates, context: Context, code: int) -> None:
        answer = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi"
        with RawServer([receive(), send(answer)], tls=context(certificates)) as proxy:
            options = f"{{ usingProxy: {{ host: 'https://127.0.0.1', port: {proxy.port}, exclusionList: [] }} }}"
            report = request_once("http://example.test/", options, cacert=str(certificates.ca_file)).report
            assert (report["data"]["responseCode"] if code == 200 else report["error"]["code"]) == code
            assert len(proxy.requests) == (code == 200)

    def test_in_a_session_resumed_under_another_name(self, certificates: Certificates) -> None:
        with HttpServer(lambda _: Response("hello", close=True), tls=certificates.good()) as server:
            names = ["example.test", "other.test", "www.example.test", "other.test"]
            urls = [server.url.replace("127.0.0.1", name) for name in names]
            code = (
                f"for (const url of {json.dumps(urls)}) report(await http.createHttp().request(url)"
                ".then((data) => data.result, (error) => error.code));"
            )
            resolve = tuple(f"{name}:{server.port}:127.0.0.1" for name in set(names))
            outcome = run_snippet(code, cacert=str(certificates.ca_file), resolve=resolve)
            assert outcome.reports == ["hello", 2300060, "hello", 2300060]

    def test_on_a_connection_that_was_trusted_under_another_name(self, certificates: Certificates) -> None:
        with HttpServer(lambda _: HELLO, tls=certificates.good()) as server:
            urls = [server.url.replace("127.0.0.1", name) for name in ("example.test", "other.test")]
            code = (
                f"for (const url of {json.dumps(urls)}) report(await http.createHttp().request(url)"
                ".then((data) => data.result, (error) => error.code));"
            )
            resolve = tuple(f"{name}:{server.port}:127.0.0.1" for name in ("example.test", "other.test"))
            outcome = run_snippet(code, cacert=str(certificates.ca_file), resolve=resolve)
            assert outcome.reports == ["hello", 2300060]

    def test_many_at_once(self, untrusted: HttpServer, certificates: Certificates) -> None:
        with HttpServer(lambda _: HELLO, tls=certificates.good()) as good:
            code = (
                f"const urls = Array.from({{ length: 40 }}, (_, i) => i % 2 ? '{good.url}' : '{untrusted.url}');"
                "report(await Promise.all(urls.map((url) => http.createHttp().request(url)"
                ".then((data) => data.result, (error) => error.code))));"
            )
            outcome = run_snippet(code, cacert=str(certificates.ca_file))
            assert outcome.report == [2300060, "hello"] * 20

    def test_when_a_run_of_a_hot_reload_loop_no_longer_trusts_it(self, certificates: Certificates) -> None:
        loop, shared = Loop(), Shared(REGISTRY)
        printed = []
        with HttpServer(lambda _: HELLO, tls=certificates.good()) as server:
            code = (
                "import http from '@ohos.net.http';"
                f"console.log(await http.createHttp().request('{server.url}').then((d) => d.result, (e) => e.code));"
            )
            for cacert in (str(certificates.ca_file), ""):
                output = CapturedOutput(styled=False)
                Session(Program(PROGRAM, code), Settings(cacert=cacert, timeout=10.0), output, loop, shared).run()
                printed += [without_loopback_advice(text) for _, text in output.pieces()]
            shared.close()
            loop.close()
        assert [text for text in printed if text] == ["hello\n", "2300060\n"]
