"""The HTTP server and the proxy work for real clients, at the speed and in the number that tests need."""

from __future__ import annotations

import socket
import threading
import time

import pycurl
import pytest

from tests.servers.client import Client, FetchError, fetch
from tests.servers.http import HttpServer, Response
from tests.servers.messages import Request
from tests.servers.proxy import ForwardProxy
from tests.servers.sockets import free_port
from tests.servers.tls import Certificates

pytestmark = pytest.mark.usefixtures("no_thread_is_left")


def echo(request: Request) -> Response:
    return Response(request.body or request.target)


def proxied(proxy: ForwardProxy, **options: object) -> dict[int, object]:
    named = {getattr(pycurl, name): value for name, value in options.items()}
    return {pycurl.PROXY: proxy.url, pycurl.NOPROXY: "", **named}


class TestHttpServer:
    def test_a_response_goes_over_the_wire_as_described(self) -> None:
        with HttpServer(lambda _: Response("é", 404, [("X", "1"), ("X", "2")], close=True)) as server:
            assert exchange(server, b"GET / HTTP/1.1\r\n\r\n") == (
                b"HTTP/1.1 404 Not Found\r\nX: 1\r\nX: 2\r\nContent-Length: 2\r\nConnection: close\r\n\r\n\xc3\xa9"
            )

    def test_bytes_go_over_the_wire_as_they_are(self) -> None:
        answer = b"HTTP/1.1 299 Odd\r\nconnection: close\r\n\r\n\x00"
        with HttpServer(lambda _: answer) as server:
            assert exchange(server, b"GET / HTTP/1.1\r\n\r\n") == answer

    @pytest.mark.parametrize(
        ("method", "status", "end"),
        [
            ("HEAD", 200, b"Content-Length: 4\r\nConnection: close\r\n\r\n"),
            ("GET", 204, b"204 No Content\r\nConnection: close\r\n\r\n"),
            ("GET", 304, b"304 Not Modified\r\nConnection: close\r\n\r\n"),
        ],
    )
    def test_there_is_no_body_where_none_may_be(self, method: str, status: int, end: bytes) -> None:
        with HttpServer(lambda _: Response("body", status)) as server:
            request = f"{method} / HTTP/1.1\r\nConnection: close\r\n\r\n".encode()
            assert exchange(server, request).endswith(end)

    def test_pipelined_requests_are_answered_in_order(self) -> None:
        def handler(request: Request) -> Response:
            # The first answer is ready last.
            return Response(request.target, delay_ms=50 if request.target == "/1" else 0)

        pipelined = b"GET /1 HTTP/1.1\r\n\r\nGET /2 HTTP/1.1\r\nConnection: close\r\n\r\n"
        with HttpServer(handler) as server:
            answer = exchange(server, pipelined)
            assert answer.index(b"\r\n\r\n/1") < answer.index(b"\r\n\r\n/2")

    def test_ten_thousand_requests_in_a_row_use_one_connection(self) -> None:
        count = 10_000
        request = b"GET / HTTP/1.1\r\n\r\n"
        with HttpServer(lambda _: b"HTTP/1.1 204 No Content\r\n\r\n") as server:
            with socket.create_connection(("127.0.0.1", server.port), timeout=5) as client:
                for _ in range(count):
                    client.sendall(request)
                    assert client.recv(100).endswith(b"\r\n\r\n")
            assert (server.connections, len(server.requests)) == (1, count)

    @pytest.mark.usefixtures("many_open_files")
    def test_a_thousand_connections_at_a_time(self) -> None:
        count = 1000
        with HttpServer(lambda request: Response(request.target, delay_ms=1)) as server:
            clients = [socket.create_connection(("127.0.0.1", server.port), timeout=5) for _ in range(count)]
            for number, client in enumerate(clients):
                client.sendall(b"GET /%d HTTP/1.1\r\n\r\n" % number)
            for number, client in enumerate(clients):
                assert client.recv(1000).endswith(b"\r\n\r\n/%d" % number)
            assert (server.connections, server.open_connections) == (count, count)
            for client in clients:
                client.close()
            server.wait_until(lambda: server.open_connections == 0)

    def test_delays_run_side_by_side(self) -> None:
        with HttpServer(lambda _: Response("late", delay_ms=200)) as server:
            started = time.monotonic()
            threads = [threading.Thread(target=fetch, args=(server.url,)) for _ in range(20)]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            assert 0.2 <= time.monotonic() - started < 3

    @pytest.mark.parametrize("secure", [False, True])
    def test_large_bodies_both_ways(self, secure: bool, certificates: Certificates) -> None:
        body = bytes(range(256)) * 20 * 1024
        with HttpServer(echo, tls=certificates.good() if secure else None) as server:
            options = {pycurl.POSTFIELDS: body, pycurl.CAINFO: str(certificates.ca_file)}
            # libcurl would wait for 100 Continue longer than the whole request may take.
            assert fetch(server.url, {**options, pycurl.EXPECT_100_TIMEOUT_MS: 60_000}).body == body

    def test_a_client_that_reads_late_gets_everything(self) -> None:
        body = b"b" * (8 * 1024 * 1024)
        with (
            HttpServer(lambda _: Response(body, close=True)) as server,
            socket.create_connection(("127.0.0.1", server.port), timeout=5) as client,
        ):
            client.sendall(b"GET / HTTP/1.1\r\n\r\n")
            # Another client is not kept waiting meanwhile.
            assert fetch(server.url).body == body
            assert read_all(client).endswith(b"\r\n\r\n" + body)

    def test_clients_that_vanish_do_no_harm(self) -> None:
        with HttpServer(lambda _: Response("late", delay_ms=100)) as server:
            for _ in range(20):
                with pytest.raises(FetchError):
                    fetch(server.url, {pycurl.TIMEOUT_MS: 20})
            server.wait_until(lambda: server.open_connections == 0)
            assert fetch(server.url).body == b"late"

    def test_what_goes_wrong_in_a_handler_is_raised(self) -> None:
        with pytest.raises(RuntimeError) as caught, HttpServer(lambda _: Response(str(1 // 0))) as server:
            assert fetch(server.url).status == 500
        assert isinstance(caught.value.__cause__, ZeroDivisionError)

    def test_a_malformed_request_is_raised(self) -> None:
        with pytest.raises(RuntimeError), HttpServer(echo) as server:
            assert exchange(server, b"GET / HTTP/1.1\r\nContent-Length: x\r\n\r\n") == b""

    def test_the_shorthands(self) -> None:
        with HttpServer(lambda r: Response.redirect("/b") if r.path == "/a" else Response.json([1])) as server:
            reply = fetch(f"{server.url}/a", {pycurl.FOLLOWLOCATION: 1})
            assert reply.body == b"[1]"
            assert [request.path for request in server.requests] == ["/a", "/b"]


class TestForwardProxy:
    def test_a_whole_url_is_forwarded_in_origin_form(self) -> None:
        with HttpServer(echo) as server, ForwardProxy() as proxy:
            reply = fetch(f"{server.url}/a?b=1", proxied(proxy, POSTFIELDS=b"body"))
            assert reply.body == b"body"
            assert proxy.requests[0].request_line == f"POST {server.url}/a?b=1 HTTP/1.1".encode()
            assert server.requests[0].request_line == b"POST /a?b=1 HTTP/1.1"
            assert server.requests[0].header("proxy-connection") is None

    def test_connect_makes_a_tunnel(self, certificates: Certificates) -> None:
        with HttpServer(echo, tls=certificates.good()) as server, ForwardProxy() as proxy:
            options = proxied(proxy, CAINFO=str(certificates.ca_file))
            assert fetch(f"{server.url}/a", options).body == b"/a"
            assert proxy.requests[0].request_line == f"CONNECT {server.authority} HTTP/1.1".encode()

    def test_names_lead_where_the_test_says(self, certificates: Certificates) -> None:
        with (
            HttpServer(echo) as plain,
            HttpServer(echo, tls=certificates.good()) as secure,
            ForwardProxy(hosts={"example.test": plain.port, "www.example.test": secure.port}) as proxy,
        ):
            options = proxied(proxy, CAINFO=str(certificates.ca_file))
            assert fetch("http://example.test/a", options).body == b"/a"
            assert fetch("https://www.example.test/b", options).body == b"/b"
            assert plain.requests[0].header("host") == "example.test"

    @pytest.mark.parametrize("status", [403, 407, 502])
    def test_refusing(self, status: int) -> None:
        with ForwardProxy(refuse=status) as proxy:
            assert fetch("http://example.test/", proxied(proxy)).status == status
            with pytest.raises(FetchError) as caught:
                fetch("https://example.test/", proxied(proxy))
            assert str(status) in str(caught.value)

    def test_credentials_are_asked_for(self) -> None:
        with HttpServer(echo) as server, ForwardProxy(credentials=("me", "pass word")) as proxy:
            assert fetch(server.url, proxied(proxy)).status == 407
            assert fetch(server.url, proxied(proxy, PROXYUSERPWD="me:wrong")).status == 407
            assert fetch(server.url, proxied(proxy, PROXYUSERPWD="me:pass word")).status == 200
            assert len(server.requests) == 1

    def test_a_dead_or_foreign_server_is_a_bad_gateway(self) -> None:
        with ForwardProxy() as proxy:
            assert fetch(f"http://127.0.0.1:{free_port()}/", proxied(proxy)).status == 502
            assert fetch("http://example.test/", proxied(proxy)).status == 502

    def test_a_large_download_and_upload_through_a_tunnel(self) -> None:
        body = bytes(range(256)) * 4 * 1024
        with HttpServer(echo) as server, ForwardProxy() as proxy, Client() as client:
            options = proxied(proxy, HTTPPROXYTUNNEL=1, POSTFIELDS=body)
            # The tunnel of the first is used again by the second.
            assert [client.fetch(server.url, options).body for _ in range(2)] == [body, body]
            assert (len(proxy.requests), len(server.requests), server.connections) == (1, 2, 1)

    def test_closing_ends_open_tunnels(self) -> None:
        with HttpServer(echo) as server, ForwardProxy() as proxy, Client() as client:
            client.fetch(server.url, proxied(proxy, HTTPPROXYTUNNEL=1))
            started = time.monotonic()
            proxy.close()
            assert time.monotonic() - started < 5
            server.wait_until(lambda: server.open_connections == 0)


def exchange(server: HttpServer, request: bytes) -> bytes:
    """Everything the server sends after `request`, until it hangs up."""
    with socket.create_connection(("127.0.0.1", server.port), timeout=5) as client:
        client.sendall(request)
        return read_all(client)


def read_all(client: socket.socket) -> bytes:
    return b"".join(iter(lambda: client.recv(65536), b""))
