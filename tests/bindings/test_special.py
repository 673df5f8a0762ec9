"""The options above API 9, each on the wire and against real servers."""

from __future__ import annotations

import hashlib
import json
import ssl
from base64 import b64encode
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from tests.bindings.snippets import Outcome, request_once, run_snippet
from tests.servers.http import HttpServer, Response
from tests.servers.messages import Request
from tests.servers.proxy import ForwardProxy
from tests.servers.socks import Socks5Proxy
from tests.servers.tls import Certificates

FORM = "header: { 'Content-Type': 'multipart/form-data' }"


def answer(request: Request) -> Response:
    if request.path.startswith("/hop"):
        left = int(request.path[4:])
        return Response.redirect(f"/hop{left - 1}" if left else "/end")
    if request.path == "/basic":
        wanted = "Basic " + b64encode(b"me:secret").decode()
        if request.header("authorization") != wanted:
            return Response("no", status=401, headers=[("WWW-Authenticate", 'Basic realm="here"')])
    if request.path == "/set":
        return Response("", headers=[("Set-Cookie", request.target.partition("?")[2].replace("%20", " "))])
    if request.path == "/login":
        return Response("in", headers=[("Set-Cookie", "s=1; Path=/")])
    return Response("hi")


@pytest.fixture
def server() -> Iterator[HttpServer]:
    with HttpServer(answer) as server:
        yield server


def ask(server: HttpServer, options: str, path: str = "/") -> Request:
    """The one request that the server got, which was answered."""
    outcome = request_once(server.url + path, f"{{ {options} }}", quiet=True)
    assert outcome.report["data"]["responseCode"] == 200, outcome
    (request,) = server.requests
    return request


@pytest.mark.parametrize(
    ("options", "line"),
    [
        ("customMethod: 'PATCH', method: 'PUT'", "PATCH / HTTP/1.1"),
        ("customMethod: 'x-Verb'", "x-Verb / HTTP/1.1"),
        ("customMethod: '', method: 'PUT'", "PUT / HTTP/1.1"),
        ("customMethod: 'é'.repeat(65)", "GET / HTTP/1.1"),
        ("queryParams: 'a=b c'.replace(' ', '%20')", "GET /?a=b%20c HTTP/1.1"),
        ("queryParams: { a: 1, b: [true, 1.5], c: null, d: '', e: {}, f: [], 'g h': 'i' }",
         "GET /?a=1&b=true&b=1.500000&c&d=&e=&g%20h=i HTTP/1.1"),
        ("body: 'x', extraData: { a: 'b' }", "GET / HTTP/1.1"),
        ("method: 'POST', queryParams: { a: 'b' }, extraData: 'c'", "POST /?a=b HTTP/1.1"),
        ("queryParams: ['a', 2]", "GET /?0=a&1=2 HTTP/1.1"),
        ("queryParams: { a: NaN, b: [Infinity, -Infinity] }", "GET /?a=nan&b=inf&b=-inf HTTP/1.1"),
    ],
)  # fmt: skip
def test_request_line(server: HttpServer, options: str, line: str) -> None:
    assert ask(server, options).request_line.decode() == line


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ("resumeFrom: 5", "bytes=5-"), ("resumeTo: 7", "bytes=-7"), ("resumeFrom: 5, resumeTo: 9", "bytes=5-9"),
        ("resumeFrom: 5, resumeTo: 5", None), ("resumeFrom: 0", None), ("resumeFrom: 4294967297", None),
        ("resumeFrom: 4294967296", "bytes=4294967296-"), ("resumeFrom: 1.9", "bytes=1-"),
    ],
)  # fmt: skip
def test_range(server: HttpServer, options: str, expected: str | None) -> None:
    request = ask(server, options)
    assert request.header("range") == expected
    assert (request.header("user-agent") is None) == (expected is not None)


def test_put_with_a_range_is_refused(server: HttpServer) -> None:
    outcome = request_once(server.url, "{ method: 'PUT', resumeFrom: 1 }")
    assert outcome.report["error"]["code"] == 2300999
    assert server.requests == []


@pytest.mark.parametrize(
    ("body", "sent"),
    [("'x'", b"x"), ("{ a: 1 }", b'{"a":1}'), ("new Uint8Array([1, 2]).buffer", b"\1\2"), ("''", b""), ("7", b"")],
)
def test_body_goes_with_any_method(server: HttpServer, body: str, sent: bytes) -> None:
    assert ask(server, f"method: 'GET', body: {body}").body == sent


def test_a_url_with_a_query_is_rebuilt(server: HttpServer) -> None:
    assert ask(server, "body: 'x'", "/?a=1").target == "/?a=1&"


@pytest.mark.parametrize("options", ["body: 'x'", "queryParams: ''", "queryParams: {}"])
def test_a_question_mark_with_nothing_behind_it_is_left_out(server: HttpServer, options: str) -> None:
    assert ask(server, options, "/?").target == "/"


@pytest.mark.parametrize(
    ("limit", "code"),
    [("0", 2300047), ("1", 2300047), ("2", 200), ("-1", 200), ("'0'", 200), ("NaN", 2300047), ("-0.5", 2300047)],
)
def test_redirect_limit(server: HttpServer, limit: str, code: int) -> None:
    report = request_once(server.url + "/hop1", f"{{ maxRedirects: {limit} }}", quiet=True).report
    assert (report["data"]["responseCode"] if "data" in report else report["error"]["code"]) == code


def parts_of(request: Request) -> list[tuple[list[str], bytes]]:
    """The header lines and the content of each part."""
    kind, _, boundary = (request.header("content-type") or "").partition("; boundary=")
    assert kind == "multipart/form-data"
    first, *parts, last = (b"\r\n" + request.body).split(b"\r\n--" + boundary.encode())
    assert (first, last) == (b"", b"--\r\n")
    found = []
    for part in parts:
        head, _, content = part.removeprefix(b"\r\n").partition(b"\r\n\r\n")
        found.append((head.decode().split("\r\n"), content))
    return found


def test_multipart(server: HttpServer, tmp_path: Path) -> None:
    file = tmp_path / "note.txt"
    file.write_bytes(b"from a file")
    parts = f"""[
        {{ name: 'a', contentType: 'text/plain', data: 'text' }},
        {{ name: 'b', data: {{ c: 1 }} }},
        {{ name: 'd', remoteFileName: 'd.png', data: new Uint8Array([0, 255]).buffer }},
        {{ name: 'e', contentType: '', filePath: {json.dumps(str(file))} }},
        {{ name: 'f', remoteFileName: 'other.txt', filePath: {json.dumps(str(file))} }},
        {{ name: '', data: 'skipped' }}, {{ name: 'skipped', data: '' }}, {{ name: 'skipped', data: 7 }}, null,
    ]"""
    request = ask(server, f"method: 'POST', extraData: 'loses', {FORM}, multiFormDataList: {parts}")
    assert parts_of(request) == [
        (['Content-Disposition: form-data; name="a"', "Content-Type: text/plain"], b"text"),
        (['Content-Disposition: form-data; name="b"'], b'{"c":1}'),
        (['Content-Disposition: form-data; name="d"; filename="d.png"', "Content-Type: image/png"], b"\0\xff"),
        (['Content-Disposition: form-data; name="e"; filename="note.txt"', "Content-Type: text/plain"], b"from a file"),
        (
            ['Content-Disposition: form-data; name="f"; filename="other.txt"', "Content-Type: text/plain"],
            b"from a file",
        ),
    ]
    assert request.header("content-length") == str(len(request.body))


def test_a_part_whose_file_is_missing(server: HttpServer) -> None:
    parts = "[{ name: 'a', filePath: '/not/there' }]"
    outcome = request_once(server.url, f"{{ method: 'POST', {FORM}, multiFormDataList: {parts} }}")
    assert outcome.report["error"]["code"] == 2300026
    assert server.requests == []


def test_multipart_needs_the_exact_header(server: HttpServer) -> None:
    header = "header: { 'content-type': 'multipart/form-data; boundary=x' }"
    request = ask(server, f"method: 'POST', {header}, multiFormDataList: [{{ name: 'a', data: 'b' }}]")
    assert (request.body, request.header("content-type")) == (b"", "multipart/form-data; boundary=x")


@pytest.mark.parametrize(
    ("kind", "count", "code"),
    [("authenticationType: 'basic',", 1, 200), ("", 2, 200), ("authenticationType: 'digest',", 1, 401)],
)
def test_server_authentication(server: HttpServer, kind: str, count: int, code: int) -> None:
    options = f"{{ serverAuthentication: {{ {kind} credential: {{ username: 'me', password: 'secret' }} }} }}"
    assert request_once(server.url + "/basic", options).report["data"]["responseCode"] == code
    assert len(server.requests) == count


def test_credentials_never_follow_a_redirect_to_another_host() -> None:
    with HttpServer(lambda _: Response("there")) as other:
        target = other.url.replace("127.0.0.1", "localhost")
        with HttpServer(lambda _: Response.redirect(target)) as server:
            login = (
                "serverAuthentication: { authenticationType: 'basic', credential: { username: 'a', password: 'b' } }"
            )
            assert request_once(server.url, f"{{ {login} }}").report["data"]["result"] == "there"
            assert server.requests[0].header("authorization") is not None
        assert other.requests[0].header("authorization") is None


def test_cookies_are_kept_between_requests_of_one_object_only(server: HttpServer) -> None:
    code = f"""
        const url = '{server.url}'; const r = http.createHttp(); r.enableAutoCookie('yes');
        await r.request(url + '/login'); await r.request(url + '/1');
        r.enableAutoCookie(true); r.enableAutoCookie(true);
        await r.request(url + '/login'); r.enableAutoCookie(true);
        report((await r.request(url + '/2')).cookies.includes('\\ts\\t1'));
        await http.createHttp().request(url + '/3'); r.enableAutoCookie(false); await r.request(url + '/4');
    """
    assert run_snippet(code, quiet=True).report is True
    sent = {request.path: request.header("cookie") for request in server.requests}
    assert sent == {"/login": None, "/1": None, "/2": "s=1", "/3": None, "/4": None}


def test_cookies_of_requests_at_the_same_time_are_all_kept(server: HttpServer) -> None:
    code = f"""
        const url = '{server.url}'; const r = http.createHttp(); r.enableAutoCookie(true);
        await Promise.all(['/set?a=1', '/set?b=2', '/set?c=3'].map((path) => r.request(url + path)));
        await Promise.all(['/set?a=4', '/set?b=;%20Max-Age=0'].map((path) => r.request(url + path)));
        await r.request(url + '/end');
    """
    assert run_snippet(code, quiet=True).exit_code == 0
    assert sorted((server.requests[-1].header("cookie") or "").split("; ")) == ["a=4", "c=3"]


def test_connections_are_kept_unless_told_otherwise(server: HttpServer) -> None:
    ports = {}
    for options in ("{}", "{ reuseConnections: false }"):
        code = f"for (let i = 0; i < 2; i++) await http.createHttp().request('{server.url}', {options});"
        assert run_snippet(code).exit_code == 0
        ports[options] = server.connections
    assert (ports["{}"], ports["{ reuseConnections: false }"]) == (1, 3)


class TestProxies:
    def test_user_and_password(self, server: HttpServer) -> None:
        with ForwardProxy(credentials=("me", "secret")) as proxy:
            using = f"usingProxy: {{ host: '127.0.0.1', port: {proxy.port}, username: 'me', password: 'secret' }}"
            assert ask(server, using).header("proxy-authorization") is None

    @pytest.mark.parametrize(
        ("more", "host"),
        [("", "127.0.0.1"), ("dnsStrategy: 0", "127.0.0.1"), ("dnsStrategy: 1", "localhost")],
    )
    def test_socks5(self, server: HttpServer, more: str, host: str) -> None:
        url = server.url.replace("127.0.0.1", "localhost")
        with Socks5Proxy(server.port, ("me", "secret")) as proxy:
            login = "username: 'me', password: 'secret'"
            using = f"usingSocks5Proxy: {{ host: '127.0.0.1', port: {proxy.port}, {login}, {more} }}"
            using += ", addressFamily: 'ONLY_V4'"
            assert request_once(url, f"{{ {using} }}").report["data"]["result"] == "hi"
            assert proxy.targets == [(host, server.port)]

    def test_socks5_with_exclusions_and_without_a_port(self, server: HttpServer) -> None:
        with Socks5Proxy(server.port) as proxy:
            for more in (f"port: {proxy.port}, exclusionList: ['127.*']", "port: 0"):
                using = f"{{ usingSocks5Proxy: {{ host: '127.0.0.1', {more} }}, usingProxy: false }}"
                assert request_once(server.url, using).report["data"]["result"] == "hi"
            assert proxy.targets == []

    def test_socks5_stands_for_every_other_proxy_also_where_it_excludes(self, server: HttpServer) -> None:
        with ForwardProxy(refuse=502) as other, Socks5Proxy(server.port) as proxy:
            using = f"usingProxy: {{ host: '127.0.0.1', port: {other.port}, username: 'a', password: 'b' }}"
            for more, count in (("", 1), ("exclusionList: ['127.*']", 2)):
                socks = f"usingSocks5Proxy: {{ host: '127.0.0.1', port: {proxy.port}, {more} }}"
                report = request_once(server.url, f"{{ {using}, {socks} }}").report
                assert report["data"]["result"] == "hi"
                assert len(proxy.targets) == count
                command = request_once(server.url, f"{{ {using}, {socks} }}", trace="curl").stderr
                assert "--proxy-user" not in command

    def test_socks5_that_refuses_the_login(self, server: HttpServer) -> None:
        with Socks5Proxy(server.port, ("me", "secret")) as proxy:
            using = f"{{ usingSocks5Proxy: {{ host: '127.0.0.1', port: {proxy.port} }} }}"
            assert request_once(server.url, using).report["error"]["code"] == 2300999


@pytest.mark.parametrize(("family", "reaches"), [("ONLY_V4", True), ("ONLY_V6", False), ("DEFAULT", True)])
def test_address_family(server: HttpServer, family: str, reaches: bool) -> None:
    url = server.url.replace("127.0.0.1", "localhost")
    report = request_once(url, f"{{ addressFamily: http.AddressFamily.{family} }}").report
    assert ("data" in report) == reaches


def secure(server: HttpServer, options: str, **settings: Any) -> Outcome:
    return request_once(server.url, f"{{ {options} }}", **settings)


def code_of(outcome: Outcome) -> int:
    report = outcome.report
    code: int = report["data"]["responseCode"] if "data" in report else report["error"]["code"]
    return code


class TestTls:
    @pytest.fixture
    def good(self, certificates: Certificates) -> Iterator[HttpServer]:
        with HttpServer(answer, tls=certificates.good()) as server:
            yield server

    def test_ca_path_and_ca_data_trust_more(self, good: HttpServer, certificates: Certificates) -> None:
        path = json.dumps(str(certificates.ca_file))
        pem = json.dumps(certificates.ca_file.read_text())
        codes = [
            code_of(secure(good, options, quiet=True))
            for options in (f"caPath: {path}", f"caData: {pem}", "caPath: '/not/there'", "caData: 'garbage'",
                            f"caPath: '/not/there', caData: {pem}", f"caData: {pem} + ' '.repeat(8000)")
        ]  # fmt: skip
        assert codes == [200, 200, 2300060, 2300077, 2300060, 2300060]

    def test_trust_of_one_request_never_serves_another(self, good: HttpServer, certificates: Certificates) -> None:
        path = json.dumps(str(certificates.ca_file))
        code = f"""
            const codes = []; const ask = (options) => http.createHttp().request('{good.url}', options)
              .then((data) => codes.push(data.responseCode), (error) => codes.push(error.code));
            await ask({{}}); await ask({{ caPath: {path} }}); await ask({{}});
            await ask({{ remoteValidation: 'skip' }}); await ask({{}}); report(codes);
        """
        assert run_snippet(code).report == [2300060, 200, 2300060, 200, 2300060]

    def test_pinning(self, good: HttpServer, certificates: Certificates) -> None:
        pem = ssl.get_server_certificate(("127.0.0.1", good.port))
        key = x509.load_pem_x509_certificate(pem.encode()).public_key()
        digest = hashlib.sha256(key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)).digest()
        right = f"{{ hashAlgorithm: 'SHA-256', publicKeyHash: '{b64encode(digest).decode()}' }}"
        wrong = "{ hashAlgorithm: 'SHA-256', publicKeyHash: 'Pin1' }"
        other = "{ hashAlgorithm: 'SHA-1', publicKeyHash: 'x' }"
        cacert = str(certificates.ca_file)
        codes = [
            code_of(secure(good, f"certificatePinning: {pins}{more}", cacert=cacert))
            for pins, more in ((right, ""), (wrong, ""), (f"[{wrong}, {right}]", ""), (other, ""),
                               (wrong, ", remoteValidation: 'skip'"))
        ]  # fmt: skip
        assert codes == [200, 2300090, 200, 200, 2300090]

    def test_client_certificate(self, certificates: Certificates) -> None:
        file, stranger = json.dumps(str(certificates.client_file)), json.dumps(str(certificates.unaccepted_client_file))
        with HttpServer(answer, tls=certificates.client_certificate_required()) as server:
            cacert = str(certificates.ca_file)
            codes = [
                code_of(secure(server, f"clientCert: {{ {certificate} }}", cacert=cacert))
                for certificate in (f"certPath: {file}, keyPath: {file}", f"certPath: {file}, certType: 'PEM'",
                                    "certPath: '/not/there', keyPath: '/not/there'")
            ]  # fmt: skip
            assert codes == [200, 200, 2300058]
            assert (
                code_of(secure(server, f"clientCert: {{ certPath: {stranger} }}", cacert=str(certificates.ca_file)))
                != 200
            )

    def test_a_client_certificate_is_never_used_for_http(self, server: HttpServer) -> None:
        assert ask(server, "clientCert: { certPath: '/not/there', keyPath: '/not/there' }").method == "GET"

    @pytest.mark.parametrize(
        ("versions", "suites", "code"),
        [("4, 7", "", 200), ("4, 6", "", 2300999), ("7, 7", "['TLS_AES_128_GCM_SHA256']", 200), ("7, 7", "['x']", 200)],
    )
    def test_versions_and_suites(self, certificates: Certificates, versions: str, suites: str, code: int) -> None:
        context = certificates.good()
        context.minimum_version = ssl.TLSVersion.TLSv1_3
        least, most = versions.split(", ")
        options = (
            f"tlsOptions: {{ tlsVersionMin: {least}, tlsVersionMax: {most}, cipherSuites: {suites or 'undefined'} }}"
        )
        with HttpServer(answer, tls=context) as server:
            assert code_of(secure(server, options, cacert=str(certificates.ca_file), quiet=True)) == code

    def test_connection_info(self, good: HttpServer, certificates: Certificates) -> None:
        code = f"""
            const ask = async () => (await http.createHttp().request('{good.url}')).connectionExtraInfo;
            report([await ask(), await ask()]);
        """
        infos = run_snippet(code, cacert=str(certificates.ca_file)).report
        for info, reused in zip(infos, (False, True), strict=True):
            assert info.pop("localPort") > 0
            assert info == {
                "networkProtocolName": "HTTP/1.1", "tlsVersion": 7, "cipherSuite": "TLS_AES_256_GCM_SHA384",
                "localAddress": "127.0.0.1", "remoteAddress": "127.0.0.1", "remotePort": good.port,
                "isReusedConnection": reused, "isProxyConnection": False, "isCacheHit": False, "redirectCount": 0,
            }  # fmt: skip

    @pytest.mark.parametrize(
        ("given", "name", "notes"),
        [("'localhost'", "localhost", 0), ("'localhost.'", "localhost", 0), ("'.'", None, 1),
         ("'a'.repeat(60) + '.a'.repeat(98)", None, 1)],
    )  # fmt: skip
    def test_server_name(self, certificates: Certificates, given: str, name: str | None, notes: int) -> None:
        names: list[str | None] = []
        context = certificates.good()
        context.sni_callback = lambda _socket, name, _context: names.append(name)
        with HttpServer(answer, tls=context) as server:
            outcome = secure(server, f"sniHostName: {given}", cacert=str(certificates.ca_file))
            assert code_of(outcome) == 200
            assert server.requests[0].header("host") == f"127.0.0.1:{server.port}"
        assert names == [name]
        assert len(outcome.notes) == notes


def test_connection_info_without_tls(server: HttpServer) -> None:
    info = request_once(server.url + "/hop1").report["data"]["connectionExtraInfo"]
    members = "networkProtocolName localAddress remoteAddress localPort remotePort isReusedConnection isProxyConnection"
    assert " ".join(info) == f"{members} isCacheHit redirectCount"
    assert info["redirectCount"] == 2
    with ForwardProxy() as proxy:
        using = f"{{ usingProxy: {{ host: '127.0.0.1', port: {proxy.port} }} }}"
        assert request_once(server.url, using).report["data"]["connectionExtraInfo"]["isProxyConnection"] is True


def test_a_body_that_is_empty_has_no_time(server: HttpServer) -> None:
    timing = request_once(server.url, "{ method: 'HEAD' }").report["data"]["performanceTiming"]
    assert "responseBodyTiming" not in timing
    assert len(timing) == 9


def test_long_texts_that_were_put_together_are_sent_whole(server: HttpServer) -> None:
    long = "('a'.repeat(9000) + 'b'.repeat(9000))"
    request = ask(server, f"method: 'POST', header: {{ 'x-long': {long} }}, extraData: {long}")
    assert request.body == b"a" * 9000 + b"b" * 9000
    assert request.header("x-long") == "a" * 9000 + "b" * 9000
