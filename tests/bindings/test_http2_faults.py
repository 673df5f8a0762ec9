"""What goes wrong inside HTTP/2: the tabled code, in time, nothing leaked, and the next request works (1.4)."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from h2.errors import ErrorCodes

from tests.bindings.faults import ask, check, good_server, nothing_is_left  # noqa: F401
from tests.bindings.snippets import run_snippet
from tests.servers.h2 import Conversation, scripted_http2
from tests.servers.http import HttpServer
from tests.servers.tls import HTTP2, Certificates

Script = Callable[[Conversation], None]


def _stream_reset(conversation: Conversation) -> None:
    request = conversation.receive_request()
    conversation.ping()
    conversation.reset_stream(request)
    conversation.peer.wait_for_hang_up()


def _stream_reset_after_headers(conversation: Conversation) -> None:
    request = conversation.receive_request()
    conversation.begin_response(request, 200)
    conversation.ping()
    conversation.reset_stream(request)
    conversation.peer.wait_for_hang_up()


def _stream_ended_early(conversation: Conversation) -> None:
    request = conversation.receive_request()
    conversation.begin_response(request, 200, [("content-length", "10")])
    conversation.send_data(request, b"abc")
    conversation.ping()
    conversation.reset_stream(request, ErrorCodes.NO_ERROR)
    conversation.peer.wait_for_hang_up()


def _calm_down(conversation: Conversation) -> None:
    conversation.receive_request()
    conversation.ping()
    conversation.go_away(0, ErrorCodes.ENHANCE_YOUR_CALM)
    conversation.peer.wait_for_hang_up()


def _gone_mid_body(conversation: Conversation) -> None:
    request = conversation.receive_request()
    conversation.begin_response(request, 200)
    conversation.send_data(request, b"abc")
    conversation.ping()
    conversation.go_away(request.stream)


def _closed_without_a_word(conversation: Conversation) -> None:
    conversation.receive_request()
    conversation.ping()


def _body_too_short(conversation: Conversation) -> None:
    conversation.respond(conversation.receive_request(), 200, [("content-length", "10")], b"abc")
    conversation.peer.wait_for_hang_up()


def _silent(conversation: Conversation) -> None:
    conversation.receive_request()
    conversation.peer.wait_for_hang_up()


def _answered(conversation: Conversation) -> None:
    conversation.respond(conversation.receive_request(), 200, [], b"hi")
    conversation.peer.wait_for_hang_up()


def _refused_stream(conversation: Conversation) -> None:
    request = conversation.receive_request()
    conversation.ping()
    conversation.reset_stream(request, ErrorCodes.REFUSED_STREAM)
    conversation.peer.wait_for_hang_up()


def _gone_before(conversation: Conversation) -> None:
    conversation.receive_request()
    conversation.ping()
    conversation.go_away(0)
    conversation.peer.wait_for_hang_up()


def _gone_after(conversation: Conversation) -> None:
    request = conversation.receive_request()
    conversation.respond(request, 200, [], b"hi")
    conversation.go_away(request.stream)


class TestHttp2:
    @pytest.mark.parametrize("secure", [True, False], ids=["ALPN", "upgrade"])
    @pytest.mark.parametrize(
        ("script", "code"),
        [
            (_stream_reset, 2300999),
            (_stream_reset_after_headers, 2300999),
            (_stream_ended_early, 2300018),
            (_calm_down, 2300999),
            (_gone_mid_body, 2300018),
            (_closed_without_a_word, 2300016),
            (_body_too_short, 2300999),
            (_silent, 2300028),
        ],
        ids=lambda value: value.__name__.strip("_") if callable(value) else None,
    )
    def test_fault(self, good: HttpServer, certificates: Certificates, script: Script, code: int, secure: bool) -> None:
        limit = "readTimeout: 150, " if script is _silent else ""
        with scripted_http2(script, tls=certificates.good(HTTP2) if secure else None) as server:
            options = f"{{ {limit}usingProtocol: http.HttpProtocol.HTTP2 }}"
            outcome = ask(server.url, good, options, cacert=str(certificates.ca_file))
        check(outcome, code)
        assert all("curl error 92: " in note for note in outcome.notes)

    @pytest.mark.parametrize("first", [_refused_stream, _gone_before], ids=["REFUSED_STREAM", "GOAWAY"])
    def test_what_was_not_processed_is_tried_again(
        self, good: HttpServer, certificates: Certificates, first: Script
    ) -> None:
        # RFC 9113 8.7: such a request can be repeated safely.
        with scripted_http2(first, _answered, tls=certificates.good(HTTP2)) as server:
            outcome = ask(server.url, good, cacert=str(certificates.ca_file))
            assert outcome.reports[0]["data"]["result"] == "hi"
            assert server.connections == 2

    def test_goaway_behind_a_response_does_it_no_harm(self, certificates: Certificates) -> None:
        with scripted_http2(_gone_after, tls=certificates.good(HTTP2)) as server:
            code = f"for (let i = 0; i < 3; i++) report((await http.createHttp().request('{server.url}')).result);"
            assert run_snippet(code, cacert=str(certificates.ca_file)).reports == ["hi"] * 3
            assert server.connections == 3
