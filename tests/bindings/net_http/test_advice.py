"""What is known of addresses of this computer in a program: where they are one, and nothing there would answer."""

from __future__ import annotations

import pytest

from bindings.net_http.advice import loopback_in


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("http://localhost", "localhost"),
        ("http://127.0.0.1:8080/a?b#c", "127.0.0.1"),
        ("HTTPS://LocalHost/a", "LocalHost"),
        ("http://127.0.0.1?q", "127.0.0.1"),
        ("http://localhost#f", "localhost"),
        ("http://127.0.0.10/", ""),
        ("http://localhost.example/", ""),
        ("ftp://localhost/", ""),
        ("localhost/", ""),
        ("http:/localhost/", ""),
        ("http://example.com/?to=http://localhost/", ""),
    ],
)
def test_the_host_of_an_address_of_this_computer(url: str, host: str) -> None:
    assert loopback_in(url, {"main.js": f"http.createHttp().request('{url}')"}) == host


def test_an_address_that_no_text_has_is_not_the_programs() -> None:
    texts = {"main.js": "request(base + '/a')", "base.js": "const base = 'http://localhost:80'"}
    assert loopback_in("http://127.0.0.1/a", texts) == ""
    assert loopback_in("http://localhost/a", texts) == "localhost"


@pytest.mark.parametrize(
    ("text", "host"),
    [
        ("socket.constructTCPSocketServerInstance()", ""),
        ("webSocket.createWebSocketServer()", ""),
        ("import { server } from '@ohosrun/test'", ""),
        ("reconstructServer()", "localhost"),
        ("// a Server", "localhost"),
    ],
)
def test_a_program_that_starts_a_server_talks_to_itself(text: str, host: str) -> None:
    assert loopback_in("http://localhost/", {"main.js": f"request('http://localhost/'); {text}"}) == host
