"""Rows of today's behaviour that no other file has: one small program each."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from tests.bindings.snippets import request_once, run_snippet
from tests.servers.digest import DigestServer
from tests.servers.http import HttpServer, Response
from tests.servers.messages import Request
from tests.servers.raw import RawServer, receive, send

FORM = "method: 'POST', header: { 'Content-Type': 'multipart/form-data' }"
OPTION_ORDER = [
    "customMethod", "method", "expectDataType", "usingCache", "priority", "readTimeout", "connectTimeout",
    "usingProtocol", "maxLimit", "usingProxy", "usingSocks5Proxy", "clientCert", "maxRedirects", "body", "queryParams",
    "sniHostName", "header", "caPath", "caData", "dnsOverHttps", "resumeFrom", "resumeTo", "dnsServers",
    "multiFormDataList", "certificatePinning", "remoteValidation", "tlsOptions", "serverAuthentication",
    "addressFamily", "sslType", "clientEncCert", "enablePartialChain", "pathPreference", "reuseConnections",
    "inactivityMs",
]  # fmt: skip


def answer(request: Request) -> Response:
    match request.path:
        case "/hop":
            return Response("123456789", status=302, headers=[("Location", "/ok")])
        case "/login":
            return Response("in", headers=[("Set-Cookie", "s=1; Path=/")])
        case "/cached":
            return Response("stored", headers=[("Cache-Control", "max-age=1000")])
    return Response("ok")


@pytest.fixture
def server() -> Iterator[HttpServer]:
    with HttpServer(answer) as server:
        yield server


def test_every_option_is_read_in_the_order_of_a_device(server: HttpServer) -> None:
    code = f"""
        const seen = []; const options = {{}}; const names = {json.dumps(sorted(OPTION_ORDER))};
        for (const name of names) Object.defineProperty(options, name, {{ get() {{ seen.push(name); }} }});
        await http.createHttp().request('{server.url}', options).catch(() => {{}}); report([...new Set(seen)]);
    """
    assert run_snippet(code, quiet=True).report == OPTION_ORDER


def test_members_of_options_that_are_no_strings_are_as_if_absent(server: HttpServer) -> None:
    options = """{ clientCert: { certPath: 5, keyPath: {} }, certificatePinning: { hashAlgorithm: 1, publicKeyHash: 2 },
      serverAuthentication: { credential: { username: 5, password: 6 } }, sniHostName: 5, customMethod: 5,
      usingSocks5Proxy: { host: 5, port: '80' }, usingProxy: { host: 5, port: 80 } }"""
    assert request_once(server.url, options, quiet=True).report["data"]["responseCode"] == 200
    assert server.requests[0].method == "GET"
    assert server.requests[0].header("authorization") is None


class TestForms:
    def parts(self, server: HttpServer, options: str) -> str:
        assert request_once(server.url, f"{{ {options} }}", quiet=True).report["data"]["responseCode"] == 200
        return server.requests[-1].body.decode()

    def test_with_get_and_in_any_case_of_the_type(self, server: HttpServer) -> None:
        list_ = "multiFormDataList: [{ name: 'a', data: 'b' }]"
        assert 'name="a"' in self.parts(server, f"header: {{ 'CONTENT-type': 'Multipart/FORM-data' }}, {list_}")
        assert server.requests[-1].method == "GET"

    def test_data_wins_over_a_file_and_a_list_of_nothing_is_no_form(self, server: HttpServer, tmp_path: Path) -> None:
        file = tmp_path / "a.unknown"
        file.write_text("from the file")
        path = json.dumps(str(file))
        body = self.parts(server, f"{FORM}, multiFormDataList: [{{ name: 'a', data: 'given', filePath: {path} }}]")
        assert "given" in body
        assert "from the file" not in body
        body = self.parts(server, f"{FORM}, multiFormDataList: [{{ name: 'a', data: '', filePath: {path} }}]")
        assert "Content-Type: application/octet-stream" in body
        assert "from the file" in body
        assert self.parts(server, f"{FORM}, multiFormDataList: [{{ name: 'a', data: '' }}, {{ data: 'x' }}]") == ""
        assert server.requests[-1].header("content-type") == "multipart/form-data"

    def test_names_are_written_as_libcurl_does(self, server: HttpServer) -> None:
        body = self.parts(server, f"""{FORM}, multiFormDataList: [{{ name: 'a"ü', remoteFileName: '"', data: 'x' }}]""")
        assert 'form-data; name="a%22ü"; filename="%22"' in body

    def test_progress_counts_what_is_around_the_parts(self, server: HttpServer) -> None:
        code = f"""
            const r = http.createHttp(); let last; r.on('dataSendProgress', (p) => {{ last = p; }});
            await r.request('{server.url}', {{ {FORM}, multiFormDataList: [{{ name: 'a', data: 'b' }}] }});
            report(last);
        """
        size = run_snippet(code).report
        assert size == {"sendSize": len(server.requests[0].body), "totalSize": len(server.requests[0].body)}


class TestStreams:
    def test_the_bodies_of_redirects_have_progress_of_their_own(self, server: HttpServer) -> None:
        code = f"""
            const r = http.createHttp(); const seen = [];
            r.on('dataReceiveProgress', (p) => seen.push([p.receiveSize, p.totalSize]));
            await r.requestInStream('{server.url}/hop'); report(seen);
        """
        assert run_snippet(code).report == [[9, 9], [2, 2]]

    def test_a_body_that_is_sent_again_begins_anew(self) -> None:
        with DigestServer("me", "secret") as server:
            code = f"""
                const r = http.createHttp(); const seen = []; r.on('dataSendProgress', (p) => seen.push(p.sendSize));
                const login = {{ credential: {{ username: 'me', password: 'secret' }} }};
                const extraData = 'x'.repeat(300000);
                await r.request('{server.url}', {{ method: 'POST', extraData, serverAuthentication: login }});
                report(seen);
            """
            seen = run_snippet(code).report
        assert seen[0] == 0
        assert seen[-1] == 300_000
        assert any(later < earlier for earlier, later in pairwise(seen))

    def test_what_was_streamed_is_not_stored(self, server: HttpServer) -> None:
        code = f"""
            http.createHttpResponseCache(); await http.createHttp().requestInStream('{server.url}/cached');
            report((await http.createHttp().request('{server.url}/cached')).result);
        """
        assert run_snippet(code).report == "stored"
        assert len(server.requests) == 2

    def test_no_event_after_destroy(self, server: HttpServer) -> None:
        code = f"""
            const r = http.createHttp(); const seen = [];
            const types = ['dataReceive', 'dataReceiveProgress', 'dataSendProgress', 'dataEnd', 'headersReceive'];
            types.forEach((type) => r.on(type, () => seen.push(type)));
            const done = r.requestInStream('{server.url}', {{ method: 'POST', extraData: 'x' }}); r.destroy();
            await done.catch((error) => seen.push(error.code)); report(seen);
        """
        assert run_snippet(code).report == [2300023]


class TestResponses:
    def test_the_name_of_the_protocol_is_that_of_the_answer(self) -> None:
        with RawServer([receive(), send(b"HTTP/1.0 200 OK\r\n\r\nold")]) as old:
            assert request_once(old.url).report["data"]["connectionExtraInfo"]["networkProtocolName"] == "HTTP/1.0"

    def test_a_redirect_to_another_server_reuses_no_connection(self, server: HttpServer) -> None:
        with HttpServer(lambda _: Response.redirect(server.url)) as first:
            code = f"""
                await http.createHttp().request('{first.url}').then(() => 0); const ask = async (url) =>
                  (await http.createHttp().request(url)).connectionExtraInfo;
                report([await ask('{first.url}'), await ask('{server.url}')]
                  .map((info) => [info.isReusedConnection, info.redirectCount]));
            """
            assert run_snippet(code).report == [[True, 1], [True, 0]]

    def test_a_hit_of_the_cache_says_so(self, server: HttpServer) -> None:
        code = f"""
            http.createHttpResponseCache(); const ask = async () => http.createHttp().request('{server.url}/cached');
            const {{ connectionExtraInfo: first }} = await ask();
            const {{ connectionExtraInfo: info, performanceTiming: timing }} = await ask();
            report([info.isCacheHit, first.isCacheHit, Object.keys(timing)]);
            report([info, first].map((one) => {{ delete one.isCacheHit; return one; }}));
        """
        outcome = run_snippet(code)
        flags, (info, first) = outcome.reports
        assert flags == [True, False, ["totalTiming"]]
        assert info == first
        assert info["remotePort"] == server.port

    def test_times_of_a_connection_that_was_there_are_0(self, server: HttpServer) -> None:
        code = f"""
            const ask = async () => (await http.createHttp().request('{server.url}')).performanceTiming;
            await ask(); const t = await ask(); report([t.dnsTiming, t.tcpTiming, t.tlsTiming]);
        """
        assert run_snippet(code).report == [0, 0, 0]

    def test_own_cookies_are_sent_beside_those_of_the_store_which_destroy_drops(self, server: HttpServer) -> None:
        code = f"""
            const r = http.createHttp(); r.enableAutoCookie(true); await r.request('{server.url}/login');
            await r.request('{server.url}', {{ header: {{ Cookie: 'own=2' }} }});
            r.enableAutoCookie(false); r.enableAutoCookie(true); await r.request('{server.url}');
        """
        assert run_snippet(code, quiet=True).exit_code == 0
        lines = [
            [line for line in request.header_lines if line.lower().startswith(b"cookie")] for request in server.requests
        ]
        assert [sorted(found) for found in lines] == [[], [b"Cookie: s=1", b"cookie:own=2"], []]

    def test_request_sync_never_calls_a_callback_and_events_come_after_it(self, server: HttpServer) -> None:
        code = f"""
            const r = http.createHttp(); const seen = []; r.on('dataSendProgress', (p) => seen.push(p.sendSize));
            const options = {{ method: 'POST', extraData: 'abc' }};
            const data = r.requestSync('{server.url}', options, () => report('called'));
            seen.push(data.responseCode); await new Promise((resolve) => setTimeout(resolve)); report(seen);
        """
        assert run_snippet(code).report == [200, 0, 3]


def test_a_class_instance_as_header_is_an_object(server: HttpServer) -> None:
    code = f"""
        class Header {{ constructor(type) {{ this.contentType = type; }} }}
        await http.createHttp().request('{server.url}', {{ header: new Header('text/plain') }});
    """
    assert run_snippet(code).exit_code == 0
    assert server.requests[0].header("contenttype") == "text/plain"
    assert server.requests[0].header("content-type") == "application/json"
