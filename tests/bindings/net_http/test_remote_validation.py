"""remoteValidation as a function: whom it is asked about, what counts as its answer, and that nothing leaves before."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from pathlib import Path

import pytest

from runtime.transport import validation
from tests.bindings.snippets import Outcome, run_snippet
from tests.servers.http import HttpServer, Response
from tests.servers.messages import Request
from tests.servers.proxy import ForwardProxy
from tests.servers.tls import Certificates

SETTLE = ".then((data) => report(data.responseCode), (error) => report(error.code))"


def answer(request: Request) -> Response:
    return Response(request.path)


@pytest.fixture
def server(certificates: Certificates) -> Iterator[HttpServer]:
    """One that nobody trusts."""
    with HttpServer(answer, tls=certificates.self_signed()) as server:
        yield server


def ask(server: HttpServer, judge: str, more: str = "", **settings: object) -> Outcome:
    code = f"await http.createHttp().request('{server.url}/a', {{ remoteValidation: {judge}, {more} }}){SETTLE};"
    outcome = run_snippet(code, **settings)
    assert outcome.exit_code == 0, outcome.stderr
    return outcome


@pytest.mark.parametrize(
    "judge", ["() => true", "async () => true", "() => new Promise((resolve) => setTimeout(resolve, 1, true))"]
)
def test_true_accepts_any_certificate(server: HttpServer, judge: str) -> None:
    outcome = ask(server, judge)
    assert (outcome.report, outcome.notes) == (200, [])
    assert [request.path for request in server.requests] == ["/a"]


@pytest.mark.parametrize(
    ("judge", "why"),
    [("() => false", ""), ("async () => false", ""), ("() => 1", "gives no boolean"), ("() => {}", "gives no boolean"),
     ("async () => 'yes'", "gives no boolean"),
     ("() => { throw 1; }", "throws"), ("() => Promise.reject(1)", "rejects"),
     ("() => ({ then() { throw 1; } })", "rejects"), ("() => ({ get then() { throw 1; } })", "throws")],
)  # fmt: skip
def test_anything_else_is_2300060_and_nothing_was_sent(server: HttpServer, judge: str, why: str) -> None:
    outcome = ask(server, judge)
    assert outcome.report == 2300060
    assert [why in note for note in outcome.notes] == [True] * bool(why)
    assert server.requests == []


def test_what_it_is_given(server: HttpServer) -> None:
    judge = "function (context) { report([this === undefined, arguments.length, context]); return true; }"
    (first, status) = ask(server, judge).reports
    this_is_undefined, count, context = first
    pem = context.pop("pemCerts")
    assert (this_is_undefined, count, status) == (True, 1, 200)
    assert context == {"host": "127.0.0.1", "ip": "127.0.0.1", "x509Certs": []}
    wanted = ssl.get_server_certificate(("127.0.0.1", server.port))
    assert [ssl.PEM_cert_to_DER_cert(one) for one in pem] == [ssl.PEM_cert_to_DER_cert(wanted)]


def test_a_certificate_that_is_trusted_is_judged_too(certificates: Certificates) -> None:
    with HttpServer(answer, tls=certificates.good()) as server:
        assert ask(server, "() => false", cacert=str(certificates.ca_file)).report == 2300060
        assert server.requests == []


def test_it_is_not_asked_about_http() -> None:
    with HttpServer(answer) as server:
        assert ask(server, "() => false").report == 200


def test_every_server_of_a_redirect_is_asked_about(server: HttpServer, certificates: Certificates) -> None:
    with HttpServer(lambda _: Response.redirect(server.url + "/end"), tls=certificates.good()) as first:
        judge = "({ pemCerts }) => { seen.push(pemCerts[0]); return seen.length < LIMIT; }"
        code = f"""
            for (const LIMIT of [9, 2]) {{ const seen = [];
              await http.createHttp().request('{first.url}', {{ remoteValidation: {judge} }}){SETTLE};
              report(new Set(seen).size); }}
        """
        assert run_snippet(code).reports == [200, 2, 2300060, 2]
    assert len(server.requests) == 1


def test_pins_count_besides(server: HttpServer) -> None:
    pin = "certificatePinning: { hashAlgorithm: 'SHA-256', publicKeyHash: 'Pin1' }"
    assert ask(server, "() => true", pin).report == 2300090
    assert server.requests == []


def test_a_stream_and_an_interceptor_ask_too(server: HttpServer) -> None:
    code = f"""
        const r = http.createHttp(); let asked = 0; let size = 0;
        const options = {{ remoteValidation: () => {{ asked += 1; return true; }} }};
        r.on('dataReceive', (data) => {{ size += data.byteLength; }});
        report(await r.requestInStream('{server.url}/abc', options));
        const chain = new http.HttpInterceptorChain(); const s = http.createHttp();
        chain.addChain([{{ interceptorType: 'FINAL_RESPONSE', interceptorHandle: async () => true }}]); chain.apply(s);
        report((await s.request('{server.url}/abc', options)).result); report([asked, size]);
    """
    assert run_snippet(code, quiet=True).reports == [200, "/abc", [2, 4]]


def test_request_sync_refuses_with_a_note(server: HttpServer) -> None:
    code = f"""
        try {{ http.createHttp().requestSync('{server.url}', {{ remoteValidation: () => true }}); }}
        catch (error) {{ report(error.code); }}
    """
    outcome = run_snippet(code)
    assert outcome.report == 2300060
    assert "requestSync() cannot ask the function of remoteValidation" in outcome.notes[0]


def test_no_answer_is_a_refusal(server: HttpServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(validation, "ANSWER_LIMIT", 10)
    assert ask(server, "() => new Promise(() => {})").report == 2300060
    assert server.requests == []


def test_the_time_limit_of_the_request_counts_meanwhile(server: HttpServer) -> None:
    assert ask(server, "() => new Promise(() => {})", "readTimeout: 200").report == 2300028


def test_destroy_meanwhile_and_an_answer_that_comes_after_it(server: HttpServer) -> None:
    code = f"""
        const r = http.createHttp();
        const judge = () => {{ r.destroy(); return new Promise((resolve) => setTimeout(resolve, 150, true)); }};
        await r.request('{server.url}', {{ remoteValidation: judge }}){SETTLE};
        await new Promise((resolve) => setTimeout(resolve, 60));
    """
    assert run_snippet(code).report == 2300023
    assert server.requests == []


def test_the_end_of_a_run_that_still_waits(server: HttpServer) -> None:
    judge = "() => new Promise(() => {})"
    code = f"http.createHttp().request('{server.url}', {{ remoteValidation: {judge} }}).catch(() => {{}});"
    assert run_snippet(code, timeout=0.5).exit_code == 124


@pytest.mark.parametrize(
    "pem", ["", "-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----", "-----BEGIN CERTIFICATE-----\nMIQ\n"]
)
def test_what_is_no_certificate_has_no_pin(pem: str) -> None:
    with pytest.raises((IndexError, ValueError)):
        validation.pin_of(pem)


def test_its_trust_never_serves_another_request(server: HttpServer) -> None:
    code = f"""
        const ask = (options) => http.createHttp().request('{server.url}', options){SETTLE};
        await ask({{ remoteValidation: () => true }}); await ask({{}}); await ask({{ remoteValidation: () => false }});
        await ask({{ remoteValidation: 'skip' }}); await ask({{ remoteValidation: () => false }}); await ask({{}});
    """
    assert run_snippet(code).reports == [200, 2300060, 2300060, 200, 2300060, 2300060]


def test_it_is_given_the_certificates_also_where_a_session_could_be_resumed(server: HttpServer) -> None:
    code = f"""
        const ask = (remoteValidation) => http.createHttp().request('{server.url}/a', {{ remoteValidation }})
          .then((data) => data.responseCode, (error) => error.code);
        const seen = []; const judge = ({{ pemCerts }}) => {{ seen.push(pemCerts.length); return true; }};
        report([await ask('skip'), await ask(judge), await ask('skip'), await ask(judge), await ask(judge), seen]);
    """
    assert run_snippet(code).report == [200, 200, 200, 200, 200, [1, 1, 1]]


def test_who_judges_the_server_is_always_asked(certificates: Certificates, tmp_path: Path) -> None:
    headers = [("Cache-Control", "max-age=60")]
    with HttpServer(lambda _: Response("hi", headers=headers), tls=certificates.self_signed()) as server:
        code = f"""
            http.createHttpResponseCache(); let asked = 0;
            const ask = (remoteValidation) => http.createHttp().request('{server.url}', {{ remoteValidation }})
              .then((data) => report([data.connectionExtraInfo.isCacheHit, asked]), (error) => report(error.code));
            await ask('skip'); await ask('skip'); await ask(() => {{ asked += 1; return true; }});
            await ask(() => {{ asked += 1; return true; }}); await ask(() => false); await ask('system');
        """
        outcome = run_snippet(code, cache_dir=str(tmp_path))
    assert outcome.reports == [[False, 0], [True, 0], [False, 1], [False, 2], 2300060, 2300060]


def test_by_way_of_a_proxy_and_of_a_map(server: HttpServer) -> None:
    judge = "({ host }) => { report(host); return true; }"
    with ForwardProxy(hosts={"bank.test": server.port}) as proxy:
        code = f"""
            const options = {{ remoteValidation: {judge}, usingProxy: {{ host: '127.0.0.1', port: {proxy.port} }} }};
            await http.createHttp().request('https://bank.test/a', options){SETTLE};
        """
        assert run_snippet(code).reports == ["bank.test", 200]
        assert [request.method for request in proxy.requests] == ["CONNECT", "CONNECT"]
    mapped = f"await http.createHttp().request('https://shop.test/a', {{ remoteValidation: {judge} }}){SETTLE};"
    assert run_snippet(mapped, map={"https://shop.test": server.url}).reports == ["shop.test", 200]
    assert [request.path for request in server.requests] == ["/a", "/a"]
