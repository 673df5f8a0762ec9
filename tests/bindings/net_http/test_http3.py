"""HTTP/3, where this libcurl and these tests have it; and what is said where libcurl has not."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from runtime.transport.options import common
from tests.bindings.snippets import request_once, run_snippet
from tests.servers.http import HttpServer, Response
from tests.servers.tls import Certificates

if TYPE_CHECKING:
    from tests.servers.h3 import Http3Server

needs_http3 = pytest.mark.skipif(not common.HAS_HTTP3, reason="this libcurl has no HTTP/3")


@pytest.fixture
def server(certificates: Certificates, tmp_path: Path) -> Iterator[Http3Server]:
    pytest.importorskip("aioquic", reason="there is no HTTP/3 peer without aioquic")
    from tests.servers.h3 import Http3Server

    chain, key = certificates.good_pem()
    (tmp_path / "chain.pem").write_text(chain)
    (tmp_path / "key.pem").write_text(key)
    with Http3Server(
        lambda method, path, body: path.encode() + body, tmp_path / "chain.pem", tmp_path / "key.pem"
    ) as server:
        yield server


@needs_http3
def test_requests_and_streams_over_quic(server: Http3Server, certificates: Certificates) -> None:
    code = f"""
        const options = {{ usingProtocol: http.HttpProtocol.HTTP3, method: 'POST', extraData: 'bc' }};
        const r = http.createHttp(); let text = '';
        const data = await http.createHttp().request('{server.url}/a', options);
        const {{ networkProtocolName, tlsVersion }} = data.connectionExtraInfo;
        report([data.result, networkProtocolName, tlsVersion]);
        r.on('dataReceive', (piece) => {{ text += String.fromCharCode(...new Uint8Array(piece)); }});
        report([await r.requestInStream('{server.url}/stream', options), text]);
    """
    outcome = run_snippet(code, cacert=str(certificates.ca_file))
    assert outcome.exit_code == 0, outcome.stderr
    assert outcome.reports == [["/abc", "HTTP/3", 7], [200, "/streambc"]]
    assert server.requests == [("POST", "/a"), ("POST", "/stream")]


@needs_http3
def test_its_certificate_is_verified_too(server: Http3Server) -> None:
    options = "{ usingProtocol: http.HttpProtocol.HTTP3, connectTimeout: 3000 }"
    # The second is that of TCP, which nobody answers and which libcurl may try as well.
    assert request_once(server.url, options).report["error"]["code"] in (2300060, 2300007)
    assert server.requests == []


@needs_http3
def test_a_server_without_it_is_asked_by_what_it_has(certificates: Certificates) -> None:
    with HttpServer(lambda _: Response("hi"), tls=certificates.good()) as old:
        outcome = request_once(old.url, "{ usingProtocol: http.HttpProtocol.HTTP3 }", cacert=str(certificates.ca_file))
    assert outcome.report["data"]["connectionExtraInfo"]["networkProtocolName"] == "HTTP/1.1"


def test_a_libcurl_without_it_is_noted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(common, "HAS_HTTP3", False)
    with HttpServer(lambda _: Response("hi")) as server:
        outcome = request_once(server.url, "{ usingProtocol: http.HttpProtocol.HTTP3 }")
    assert [note for note in outcome.notes if "HTTP/3" in note] == outcome.notes != []
