"""Options that lead to servers of their own kind: names over HTTPS, Digest, an HTTPS proxy, chains and suites."""

from __future__ import annotations

import json
import ssl
from collections.abc import Iterator

import pytest

from tests.bindings.snippets import Outcome, request_once, run_snippet
from tests.servers.digest import DigestServer
from tests.servers.doh import DohServer
from tests.servers.http import HttpServer, Response
from tests.servers.proxy import ForwardProxy
from tests.servers.tls import Certificates

LOGIN = "credential: { username: 'me', password: 'secret' }"


@pytest.fixture(scope="module")
def server() -> Iterator[HttpServer]:
    with HttpServer(lambda _: Response("hi")) as server:
        yield server


def code_of(outcome: Outcome) -> int:
    report = outcome.report
    code: int = report["data"]["responseCode"] if "data" in report else report["error"]["code"]
    return code


class TestNamesOverHttps:
    @pytest.fixture
    def doh(self, certificates: Certificates) -> Iterator[DohServer]:
        with DohServer("known.test", certificates.good()) as doh:
            yield doh

    def ask(self, server: HttpServer, doh: str, name: str, certificates: Certificates, **settings: object) -> int:
        url = f"http://{name}:{server.port}/"
        options = f"{{ dnsOverHttps: {json.dumps(doh)} }}"
        return code_of(request_once(url, options, cacert=str(certificates.ca_file), **settings))

    def test_a_name_that_only_it_knows(self, server: HttpServer, doh: DohServer, certificates: Certificates) -> None:
        assert self.ask(server, doh.endpoint, "known.test", certificates) == 200
        assert doh.asked == {"known.test"}

    def test_a_name_that_it_does_not_know_is_2300006(
        self, server: HttpServer, doh: DohServer, certificates: Certificates
    ) -> None:
        assert self.ask(server, doh.endpoint, "unknown.test", certificates) == 2300006

    @pytest.mark.parametrize("url", ["https://127.0.0.1:1/", "http://127.0.0.1:1/", "nonsense", "file:///etc/hosts"])
    def test_one_that_is_not_there_is_2300006(self, server: HttpServer, certificates: Certificates, url: str) -> None:
        assert self.ask(server, url, "known.test", certificates) == 2300006

    def test_its_certificate_is_verified(self, server: HttpServer, certificates: Certificates) -> None:
        with DohServer("known.test", certificates.self_signed()) as doh:
            assert self.ask(server, doh.endpoint, "known.test", certificates) == 2300006
            assert doh.requests == []

    def test_it_is_where_requests_may_go(self, server: HttpServer, certificates: Certificates) -> None:
        assert (
            self.ask(server, "https://192.0.2.1/dns", "known.test", certificates, net="loopback,known.test") == 2300007
        )


class TestDigest:
    @pytest.mark.parametrize("kind", ["authenticationType: 'digest',", ""])
    @pytest.mark.parametrize("offered", [(), ('Basic realm="here"',)])
    def test_the_body_comes_again_when_it_is_known_who_asks(self, kind: str, offered: tuple[str, ...]) -> None:
        with DigestServer("me", "secret", offered=offered) as server:
            code = f"""
                const r = http.createHttp(); let blocks = 0; r.on('headersReceive', () => {{ blocks += 1; }});
                const options = {{ method: 'POST', extraData: 'body', serverAuthentication: {{ {kind} {LOGIN} }} }};
                const data = await r.request('{server.url}', options); report([data.responseCode, data.result, blocks]);
            """
            assert run_snippet(code).report == [200, "in, with body", 2]
            assert [(request.body, bool(request.header("authorization"))) for request in server.requests] == [
                (b"" if kind else b"body", False), (b"body", True),
            ]  # fmt: skip

    def test_a_wrong_password_is_an_answer(self) -> None:
        with DigestServer("me", "other") as server:
            options = f"{{ serverAuthentication: {{ authenticationType: 'digest', {LOGIN} }} }}"
            assert code_of(request_once(server.url, options)) == 401

    @pytest.mark.parametrize("given", ["{ credential: { username: '', password: 'x' } }", "{}", "{ credential: 5 }"])
    def test_without_a_name_there_is_no_authentication(self, server: HttpServer, given: str) -> None:
        before = len(server.requests)
        assert code_of(request_once(server.url, f"{{ serverAuthentication: {given} }}")) == 200
        assert [request.header("authorization") for request in server.requests[before:]] == [None]


def test_a_form_is_sent_again_when_the_server_wants_to_know_who_sends_it() -> None:
    form = "header: { 'content-type': 'multipart/form-data' }, multiFormDataList: [{ name: 'a', data: 'b' }]"
    with DigestServer("me", "secret") as server:
        options = f"{{ method: 'POST', {form}, serverAuthentication: {{ authenticationType: 'digest', {LOGIN} }} }}"
        report = request_once(server.url, options).report
    assert "\r\n\r\nb\r\n" in report["data"]["result"]


def test_an_https_proxy(server: HttpServer, certificates: Certificates) -> None:
    with ForwardProxy(tls=certificates.good()) as proxy:
        using = f"{{ usingProxy: {{ host: 'https://127.0.0.1', port: {proxy.port} }} }}"
        assert code_of(request_once(server.url, using, cacert=str(certificates.ca_file))) == 200
        assert len(proxy.requests) == 1
        assert code_of(request_once(server.url, using)) == 2300060


class TestChains:
    """enablePartialChain: whether a certificate in between may be what is trusted."""

    @pytest.mark.parametrize(("option", "code"), [("", 200), ("true", 200), ("false", 2300060), ("'false'", 200)])
    def test_trust_in_the_middle(self, certificates: Certificates, option: str, code: int) -> None:
        context, middle = certificates.with_intermediate()
        with HttpServer(lambda _: Response("hi"), tls=context) as server:
            more = f"enablePartialChain: {option}" if option else ""
            outcome = request_once(server.url, f"{{ caPath: {json.dumps(str(middle))}, {more} }}", quiet=True)
            assert code_of(outcome) == code


class TestSuites:
    @pytest.fixture
    def old(self, certificates: Certificates) -> Iterator[HttpServer]:
        context = certificates.good()
        context.maximum_version = ssl.TLSVersion.TLSv1_2
        with HttpServer(lambda _: Response("hi"), tls=context) as server:
            yield server

    @pytest.mark.parametrize(
        ("suites", "used"),
        [("['TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256']", "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256"),
         ("['nonsense', 'TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384', 5]", "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384"),
         ("['TLS_RSA_WITH_3DES_EDE_CBC_SHA']", 2300059)],
    )  # fmt: skip
    def test_only_those_that_are_named(
        self, old: HttpServer, certificates: Certificates, suites: str, used: object
    ) -> None:
        options = f"{{ tlsOptions: {{ tlsVersionMin: 6, tlsVersionMax: 6, cipherSuites: {suites} }} }}"
        report = request_once(old.url, options, cacert=str(certificates.ca_file)).report
        found = report["data"]["connectionExtraInfo"]["cipherSuite"] if "data" in report else report["error"]["code"]
        assert found == used

    @pytest.mark.parametrize(
        "given",
        ["{ tlsVersionMin: 7, tlsVersionMax: 6 }", "{ tlsVersionMin: 3, tlsVersionMax: 7 }", "{ tlsVersionMax: 7 }",
         "'system'", "'other'", "{}"],
    )  # fmt: skip
    def test_versions_that_are_none_leave_1_2_and_later(
        self, old: HttpServer, certificates: Certificates, given: str
    ) -> None:
        cacert = str(certificates.ca_file)
        assert code_of(request_once(old.url, f"{{ tlsOptions: {given} }}", cacert=cacert, quiet=True)) == 200
        with HttpServer(lambda _: Response("hi"), tls=certificates.tls10_only()) as older:
            assert code_of(request_once(older.url, f"{{ tlsOptions: {given} }}", cacert=cacert, quiet=True)) == 2300999


class TestClientCertificates:
    @pytest.mark.parametrize(
        ("more", "code"),
        [("keyPassword: 'right'", 200), ("keyPassword: 'wrong'", 2300058), ("certType: 'P12'", 2300058),
         ("keyPassword: 'right', certType: 'PEM'", 200), ("certType: 'nonsense'", 2300058)],
    )  # fmt: skip
    def test_a_key_with_a_password(self, certificates: Certificates, more: str, code: int) -> None:
        certificate, key = certificates.client_with_password("right")
        paths = f"certPath: {json.dumps(str(certificate))}, keyPath: {json.dumps(str(key))}"
        with HttpServer(lambda _: Response("hi"), tls=certificates.client_certificate_required()) as server:
            outcome = request_once(
                server.url, f"{{ clientCert: {{ {paths}, {more} }} }}", cacert=str(certificates.ca_file)
            )
        assert code_of(outcome) == code
