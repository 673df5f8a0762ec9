"""The scripted server and the odd sockets do to a client what their names promise, and end when told."""

from __future__ import annotations

import socket
import threading
import time

import pycurl
import pytest

from tests.servers import raw
from tests.servers.client import Client, FetchError, fetch
from tests.servers.messages import MalformedRequestError, RequestParser
from tests.servers.raw import Peer, RawServer, Step
from tests.servers.sockets import BlackHole, RefusedPort, free_port, ipv6_works

OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi"


IPV6 = pytest.mark.skipif(not ipv6_works(), reason="no ::1 here")
pytestmark = pytest.mark.usefixtures("no_thread_is_left")


class TestRequestParser:
    CHUNKED = (
        b"POST /a?b=1&c= HTTP/1.1\r\nHost: h\r\ntransfer-encoding: chunked\r\n\r\n3;x=y\r\nabc\r\n"
        b"A\r\n0123456789\r\n0\r\nTrailer: 1\r\n\r\n"
    )
    SIZED = b"PUT / HTTP/1.1\r\nX:  1 \r\ncontent-length:4\r\n\r\n\r\n\r\n"

    @pytest.mark.parametrize("size", [1, 2, 7, 1000])
    def test_requests_are_cut_at_their_ends_however_they_are_sliced(self, size: int) -> None:
        parser = RequestParser()
        stream = self.CHUNKED + self.SIZED + self.CHUNKED
        requests = []
        for start in range(0, len(stream), size):
            parser.feed(stream[start : start + size])
            while request := parser.next():
                requests.append(request)
        assert [request.raw for request in requests] == [self.CHUNKED, self.SIZED, self.CHUNKED]
        assert [request.body for request in requests] == [b"abc0123456789", b"\r\n\r\n", b"abc0123456789"]
        assert not parser.has_pending

    def test_the_parts_of_a_request(self) -> None:
        parser = RequestParser()
        parser.feed(self.CHUNKED)
        request = parser.next()
        assert request
        assert request.request_line == b"POST /a?b=1&c= HTTP/1.1"
        assert request.header_lines == (b"Host: h", b"transfer-encoding: chunked")
        assert request.head + b"3;x=y" == request.raw[: len(request.head) + 5]
        assert (request.method, request.target, request.path) == ("POST", "/a?b=1&c=", "/a")
        assert request.query == [("b", "1"), ("c", "")]
        assert request.header("HOST") == "h"
        assert request.header("x") is None

    @pytest.mark.parametrize(
        "head",
        [
            b"Content-Length: 1\r\nContent-Length: 1",
            b"Content-Length: -1",
            b"Content-Length: 1, 1",
            b"Content-Length: 1\r\nTransfer-Encoding: chunked",
            b"Transfer-Encoding: gzip",
            b"Transfer-Encoding: chunked\r\n\r\n0x1\r\na",
            b"Transfer-Encoding: chunked\r\n\r\n1\r\nabc",
        ],
    )
    def test_a_request_without_a_sure_end_is_an_error(self, head: bytes) -> None:
        parser = RequestParser()
        parser.feed(b"POST / HTTP/1.1\r\n" + head + b"\r\n\r\n")
        with pytest.raises(MalformedRequestError):
            parser.next()


class TestRawServer:
    def test_the_request_is_kept_byte_for_byte(self) -> None:
        with RawServer([raw.receive(), raw.send(OK)]) as server:
            with socket.create_connection(("127.0.0.1", server.port)) as client:
                client.sendall(b"GET /\xff HTTP/1.1\r\nodd:  value\r\nodd: again\r\n\r\n")
                client.settimeout(5)
                assert _read_all(client) == OK
            assert server.requests[0].raw == b"GET /\xff HTTP/1.1\r\nodd:  value\r\nodd: again\r\n\r\n"
            assert (server.connections, len(server.requests)) == (1, 1)

    def test_keep_alive_is_a_repetition(self) -> None:
        with (
            RawServer([raw.repeat(raw.receive(), raw.send(OK))], [raw.receive(), raw.reset()]) as server,
            Client() as client,
        ):
            assert [client.fetch(server.url).body for _ in range(3)] == [b"hi"] * 3
            assert (server.connections, len(server.requests)) == (1, 3)
            # The second connection runs the second script.
            with pytest.raises(FetchError):
                fetch(server.url)

    def test_a_large_upload_is_told_to_continue(self) -> None:
        # libcurl waits for 100 Continue with bodies above 1 MiB, here longer than the whole request may take.
        body = b"u" * (1024 * 1024 + 1)
        with RawServer([raw.receive(), raw.send(OK)]) as server:
            fetch(server.url, {pycurl.POSTFIELDS: body, pycurl.EXPECT_100_TIMEOUT_MS: 60_000})
            assert server.requests[0].header("expect") == "100-continue"
            assert server.requests[0].body == body

    @pytest.mark.parametrize(
        ("steps", "code"),
        [
            ([], pycurl.E_GOT_NOTHING),
            ([raw.send(b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nhi")], pycurl.E_PARTIAL_FILE),
            ([raw.send(b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nhi"), raw.half_close()], 18),
            ([raw.send(b"garbage\r\n\r\n")], pycurl.E_UNSUPPORTED_PROTOCOL),
            ([raw.reset()], pycurl.E_RECV_ERROR),
            ([raw.endless_headers()], pycurl.E_RECV_ERROR),
        ],
        ids=["close", "cut short", "half close", "garbage", "reset", "endless headers"],
    )
    def test_a_fault_reaches_the_client(self, steps: list[Step], code: int) -> None:
        with RawServer([raw.receive(), *steps]) as server:
            with pytest.raises(FetchError) as caught:
                fetch(server.url)
            assert caught.value.code == code

    @pytest.mark.parametrize("step", [raw.stall(), raw.drip(OK, 100)], ids=["stall", "drip"])
    def test_a_slow_answer_does_not_come_in_time(self, step: Step) -> None:
        with RawServer([raw.receive(), step]) as server:
            with pytest.raises(FetchError) as caught:
                fetch(server.url, {pycurl.TIMEOUT_MS: 300})
            assert caught.value.code == pycurl.E_OPERATION_TIMEDOUT

    def test_slices_arrive_over_time(self) -> None:
        pieces: list[bytes] = []
        body = bytes(range(20))
        reply = b"HTTP/1.1 200 OK\r\nContent-Length: 20\r\n\r\n"
        with RawServer([raw.receive(), raw.send(reply), raw.send_sliced(body, 2, 20)]) as server:
            started = time.monotonic()
            fetch(server.url, {pycurl.WRITEFUNCTION: pieces.append})
            # Nine intervals lie between ten slices.
            assert time.monotonic() - started >= 9 * 0.02
        assert b"".join(pieces) == body
        assert len(pieces) > 1

    def test_a_script_waits_until_the_test_says_so(self) -> None:
        gate = threading.Event()
        with (
            RawServer([raw.receive(), raw.wait_for(gate), raw.send(OK)]) as server,
            socket.create_connection(("127.0.0.1", server.port)) as client,
        ):
            client.sendall(b"GET / HTTP/1.1\r\n\r\n")
            server.wait_until(lambda: len(server.requests) == 1)
            client.setblocking(False)
            with pytest.raises(BlockingIOError):
                client.recv(1)
            gate.set()
            client.settimeout(5)
            assert _read_all(client) == OK

    def test_a_client_that_hangs_up_is_seen(self) -> None:
        with RawServer([raw.receive(), raw.wait_for_hang_up()]) as server:
            with pytest.raises(FetchError):
                fetch(server.url, {pycurl.TIMEOUT_MS: 50})
            server.wait_until(lambda: server.open_connections == 0)

    def test_a_request_that_is_broken_off_is_kept(self) -> None:
        with RawServer([raw.receive()]) as server:
            with socket.create_connection(("127.0.0.1", server.port)) as client:
                client.sendall(b"POST / HTTP/1.1\r\nContent-Length: 9\r\n\r\nabc")
            server.wait_until(lambda: bool(server.unfinished))
            assert server.unfinished == [b"POST / HTTP/1.1\r\nContent-Length: 9\r\n\r\nabc"]
            assert server.requests == []

    @pytest.mark.parametrize("step", [raw.receive(), raw.stall(), raw.wait_for(threading.Event()), raw.pause(60_000)])
    def test_closing_ends_every_step(self, step: Step) -> None:
        with RawServer([step]) as server:
            client = socket.create_connection(("127.0.0.1", server.port))
            server.wait_until(lambda: server.connections == 1)
            started = time.monotonic()
        client.close()
        assert time.monotonic() - started < 5

    def test_closing_ends_a_flood_nobody_reads(self) -> None:
        with RawServer([raw.flood(b"x" * 65536)]) as server:
            client = socket.create_connection(("127.0.0.1", server.port))
            client.recv(1)
        client.close()

    def test_what_goes_wrong_in_a_script_is_raised(self) -> None:
        def faulty(peer: Peer) -> None:
            peer.receive_request()
            raise KeyError("lost")

        with pytest.raises(RuntimeError) as caught, RawServer(faulty) as server, pytest.raises(FetchError):
            fetch(server.url)
        assert isinstance(caught.value.__cause__, KeyError)

    def test_a_failing_test_is_told_what_the_server_saw(self) -> None:
        with pytest.raises(ZeroDivisionError) as caught, RawServer([raw.receive()]) as server:
            with socket.create_connection(("127.0.0.1", server.port)) as client:
                client.sendall(b"GET / HTTP/1.1\r\nContent-Length: x\r\n\r\n")
                server.wait_until(lambda: server.connections == 1 and server.open_connections == 0)
            raise ZeroDivisionError
        assert "content-length" in caught.value.__notes__[0]

    def test_a_silent_client_is_a_failure_after_the_patience(self) -> None:
        with (
            pytest.raises(RuntimeError) as caught,
            RawServer([raw.receive_bytes()], patience_ms=50) as server,
            socket.create_connection(("127.0.0.1", server.port)),
        ):
            server.wait_until(lambda: server.connections == 1 and server.open_connections == 0)
        assert isinstance(caught.value.__cause__, TimeoutError)

    def test_waiting_in_vain_ends(self) -> None:
        with RawServer([raw.receive()]) as server, pytest.raises(TimeoutError, match="0 requests"):
            server.wait_until(lambda: bool(server.requests), timeout_ms=20)

    @IPV6
    def test_ipv6(self) -> None:
        with RawServer([raw.receive(), raw.send(OK)], host="::1") as server:
            assert server.url == f"http://[::1]:{server.port}"
            assert fetch(server.url).body == b"hi"


class TestSockets:
    @pytest.mark.parametrize("host", ["127.0.0.1", pytest.param("::1", marks=IPV6)])
    def test_a_refused_port_refuses(self, host: str) -> None:
        with RefusedPort(host) as refused, pytest.raises(FetchError) as caught:
            fetch(refused.url)
        assert caught.value.code == pycurl.E_COULDNT_CONNECT

    def test_a_free_port_can_be_bound(self) -> None:
        with socket.create_server(("127.0.0.1", free_port())):
            pass

    def test_a_black_hole_never_answers(self) -> None:
        with BlackHole() as hole, pytest.raises(FetchError) as caught:
            fetch(hole.url, {pycurl.CONNECTTIMEOUT_MS: 300})
        assert caught.value.code == pycurl.E_OPERATION_TIMEDOUT
        assert "onnect" in str(caught.value)


def _read_all(client: socket.socket) -> bytes:
    return b"".join(iter(lambda: client.recv(65536), b""))
