"""HTTP/2 reaches libcurl by ALPN, by upgrade and by prior knowledge, and fails as scripted."""

from __future__ import annotations

import io
import json
import time
from collections.abc import Callable, Mapping

import pycurl
import pytest
from h2.errors import ErrorCodes

from tests.servers.client import Client, FetchError, fetch
from tests.servers.h2 import Conversation, Http2Request, Http2Server, scripted_http2
from tests.servers.http import Response
from tests.servers.tls import HTTP2, Certificates

# CURLE_HTTP2_STREAM of curl/curl.h; pycurl has no name for it.
HTTP2_STREAM_ERROR = 92

pytestmark = pytest.mark.usefixtures("no_thread_is_left")


@pytest.fixture
def trust(certificates: Certificates) -> dict[int, object]:
    return {pycurl.CAINFO: str(certificates.ca_file)}


class TestHttp2Server:
    def test_alpn_chooses_http2(self, certificates: Certificates, trust: dict[int, object]) -> None:
        with Http2Server(tls=certificates.good(HTTP2)) as server:
            options = {**trust, pycurl.POSTFIELDS: b"body", pycurl.HTTPHEADER: ["X-One: 1"]}
            reply = fetch(f"{server.url}/a%20b?c=1", options)
            assert reply.version == pycurl.CURL_HTTP_VERSION_2_0
            echo = json.loads(reply.body)
            assert (echo["method"], echo["target"], echo["body"]) == ("POST", "/a%20b?c=1", "body")
            assert ["x-one", "1"] in echo["headers"]
            assert (server.http2_requests[0].version, server.requests) == ("2", [])

    def test_http1_is_spoken_too(self, certificates: Certificates, trust: dict[int, object]) -> None:
        with Http2Server(tls=certificates.good(HTTP2)) as server:
            options = {**trust, pycurl.HTTP_VERSION: pycurl.CURL_HTTP_VERSION_1_1}
            assert fetch(server.url, options).version == pycurl.CURL_HTTP_VERSION_1_1
            assert (len(server.requests), server.http2_requests) == (1, [])

    @pytest.mark.parametrize("version", [pycurl.CURL_HTTP_VERSION_2_0, pycurl.CURL_HTTP_VERSION_2_PRIOR_KNOWLEDGE])
    def test_without_tls_by_upgrade_or_prior_knowledge(self, version: int) -> None:
        with Http2Server() as server, Client() as client:
            for number in range(3):
                reply = client.fetch(f"{server.url}/{number}", {pycurl.HTTP_VERSION: version})
                assert reply.version == pycurl.CURL_HTTP_VERSION_2_0
                assert json.loads(reply.body)["target"] == f"/{number}"
            assert server.connections == 1

    def test_the_routes(self, certificates: Certificates, trust: dict[int, object]) -> None:
        with Http2Server(tls=certificates.good(HTTP2)) as server, Client() as client:
            assert client.fetch(f"{server.url}/big?bytes=3000000", trust).body == b"b" * 3_000_000
            assert client.fetch(f"{server.url}/status?code=418", trust).status == 418
            started = time.monotonic()
            assert client.fetch(f"{server.url}/delay?ms=100", trust).body == b"late"
            assert time.monotonic() - started >= 0.1
            upload = b"u" * 3_000_000
            echo = client.fetch(server.url, {**trust, pycurl.POSTFIELDS: upload}).body
            assert json.loads(echo)["body"] == upload.decode()
            assert server.connections == 1

    def test_closing_ends_what_is_under_way(self, certificates: Certificates, trust: dict[int, object]) -> None:
        with Client() as client:
            with Http2Server(tls=certificates.good(HTTP2)) as server:
                with pytest.raises(FetchError):
                    client.fetch(f"{server.url}/delay?ms=60000", {**trust, pycurl.TIMEOUT_MS: 200})
                # One connection that stays open, and one more that idles.
                client.fetch(server.url, trust)
                started = time.monotonic()
            assert time.monotonic() - started < 5

    def test_a_failed_handshake_is_recorded(self, certificates: Certificates) -> None:
        with Http2Server(tls=certificates.good(HTTP2)) as server:
            with pytest.raises(FetchError) as caught:
                fetch(server.url, {pycurl.CAINFO: str(certificates.client_file)})
            assert caught.value.code == pycurl.E_PEER_FAILED_VERIFICATION

    def test_what_goes_wrong_in_a_handler_is_raised(self) -> None:
        with pytest.raises(RuntimeError) as caught, Http2Server() as server, pytest.raises(FetchError):
            fetch(f"{server.url}/delay", {pycurl.HTTP_VERSION: pycurl.CURL_HTTP_VERSION_2_0})
        assert isinstance(caught.value.__cause__, KeyError)

    def test_a_handler_of_its_own(self, certificates: Certificates, trust: dict[int, object]) -> None:
        def handler(request: Http2Request) -> Response:
            return Response(request.method, 201, [("X-Two", "2")])

        headers: list[bytes] = []
        with Http2Server(handler, tls=certificates.good(HTTP2)) as server:
            reply = fetch(server.url, {**trust, pycurl.HEADERFUNCTION: headers.append})
            assert (reply.status, reply.body) == (201, b"GET")
            assert b"x-two: 2\r\n" in headers
            head = fetch(server.url, {**trust, pycurl.NOBODY: 1, pycurl.HEADERFUNCTION: headers.append})
            assert (head.status, head.body) == (201, b"")

    def test_streams_of_one_connection_run_side_by_side(
        self, certificates: Certificates, trust: dict[int, object]
    ) -> None:
        count = 20
        with Http2Server(tls=certificates.good(HTTP2)) as server:
            started = time.monotonic()
            bodies = fetch_together([f"{server.url}/delay?ms=200"] * count + [f"{server.url}/big?bytes=500000"], trust)
            assert time.monotonic() - started < count * 0.2 / 2
            assert sorted(map(len, bodies)) == [4] * count + [500_000]
            assert server.connections == 1

    @pytest.mark.parametrize("secure", [True, False])
    def test_clients_that_vanish_do_no_harm(
        self, secure: bool, certificates: Certificates, trust: dict[int, object]
    ) -> None:
        version = pycurl.CURL_HTTP_VERSION_2_0 if secure else pycurl.CURL_HTTP_VERSION_2_PRIOR_KNOWLEDGE
        options = {**trust, pycurl.HTTP_VERSION: version}
        with Http2Server(tls=certificates.good(HTTP2) if secure else None) as server:
            for path in ("big?bytes=20000000", "delay?ms=5000") * 5:
                with pytest.raises(FetchError):
                    fetch(f"{server.url}/{path}", {**options, pycurl.TIMEOUT_MS: 30})
            server.wait_until(lambda: server.open_connections == 0)
            assert fetch(f"{server.url}/big?bytes=1", options).body == b"b"


def fetch_together(urls: list[str], options: Mapping[int, object]) -> list[bytes]:
    """The bodies of `urls`, fetched at the same time over as few connections as libcurl needs."""
    multi = pycurl.CurlMulti()
    multi.setopt(pycurl.M_PIPELINING, pycurl.PIPE_MULTIPLEX)
    transfers = []
    for url in urls:
        curl, body = pycurl.Curl(), io.BytesIO()
        for option, value in {pycurl.URL: url, pycurl.WRITEDATA: body, pycurl.PIPEWAIT: 1, **options}.items():
            curl.setopt(option, value)
        multi.add_handle(curl)
        transfers.append((curl, body))
    while multi.perform()[1]:
        multi.select(1.0)
    for curl, _ in transfers:
        multi.remove_handle(curl)
        curl.close()
    multi.close()
    return [body.getvalue() for _, body in transfers]


def refuse_by_goaway(conversation: Conversation) -> None:
    conversation.receive_request()
    conversation.ping()
    conversation.go_away(0)


def reset_stream(conversation: Conversation) -> None:
    request = conversation.receive_request()
    conversation.ping()
    conversation.reset_stream(request)


def reset_mid_body(conversation: Conversation) -> None:
    request = conversation.receive_request()
    conversation.ping()
    conversation.begin_response(request, 200)
    conversation.send_data(request, b"half")
    conversation.reset_stream(request, ErrorCodes.CANCEL)


def send_garbage(conversation: Conversation) -> None:
    conversation.receive_request()
    conversation.ping()
    # A frame of type DATA on stream 0 is a connection error (RFC 9113 6.1).
    conversation.send_raw(b"\x00\x00\x01\x00\x00\x00\x00\x00\x00x")
    conversation.peer.wait_for_hang_up()


def hang_up(conversation: Conversation) -> None:
    conversation.receive_request()
    conversation.ping()


def answer_all(conversation: Conversation) -> None:
    while True:
        request = conversation.receive_request()
        conversation.respond(request, 200, [("x", "1")], request.target.encode() + request.body)


class TestScriptedHttp2:
    def test_over_tls(self, certificates: Certificates, trust: dict[int, object]) -> None:
        with (
            scripted_http2(answer_all, tls=certificates.good(HTTP2)) as server,
            Client() as client,
        ):
            for number in range(3):
                reply = client.fetch(f"{server.url}/{number}", {**trust, pycurl.POSTFIELDS: "+"})
                assert (reply.version, reply.body) == (pycurl.CURL_HTTP_VERSION_2_0, b"/%d+" % number)
            assert server.connections == 1

    def test_by_upgrade(self) -> None:
        http1 = []

        def answer(conversation: Conversation) -> None:
            http1.append(conversation.http1_request)
            answer_all(conversation)

        with scripted_http2(answer) as server, Client() as client:
            options = {pycurl.HTTP_VERSION: pycurl.CURL_HTTP_VERSION_2_0}
            for number in range(2):
                reply = client.fetch(f"{server.url}/{number}", options)
                assert (reply.version, reply.body) == (pycurl.CURL_HTTP_VERSION_2_0, b"/%d" % number)
            assert server.connections == 1
            assert http1[0]
            assert http1[0].header("upgrade") == "h2c"
            assert len(http1) == 1

    @pytest.mark.parametrize(
        ("script", "code"),
        [
            (reset_stream, HTTP2_STREAM_ERROR),
            (reset_mid_body, HTTP2_STREAM_ERROR),
            (send_garbage, pycurl.E_HTTP2),
            (hang_up, pycurl.E_HTTP2),
        ],
    )
    @pytest.mark.parametrize("secure", [True, False])
    def test_a_fault_reaches_the_client(
        self,
        script: Callable[[Conversation], None],
        code: int,
        secure: bool,
        certificates: Certificates,
        trust: dict[int, object],
    ) -> None:
        with (
            scripted_http2(script, tls=certificates.good(HTTP2) if secure else None) as server,
            pytest.raises(FetchError) as caught,
        ):
            fetch(server.url, {**trust, pycurl.HTTP_VERSION: pycurl.CURL_HTTP_VERSION_2_0})
        assert caught.value.code == code

    def test_a_request_refused_by_goaway_can_be_repeated(
        self, certificates: Certificates, trust: dict[int, object]
    ) -> None:
        with scripted_http2(refuse_by_goaway, answer_all, tls=certificates.good(HTTP2)) as server:
            # libcurl makes use of what RFC 9113 6.8 allows: it repeats what was not processed.
            assert fetch(f"{server.url}/again", trust).body == b"/again"
            assert server.connections == 2
