"""on, once, off and the header events: behaviour tables 5 and decisions C4, C5, C21, C22, C26, C27."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from tests.bindings.snippets import run_snippet
from tests.servers.raw import Peer, RawServer, cut, receive, repeat, send, wait_for

OK = b"HTTP/1.1 200 OK\r\nX-N: 1\r\nContent-Length: 2\r\n\r\nhi"
HEADER = {"content-length": "2", "x-n": "1"}


@pytest.fixture
def url() -> Iterator[str]:
    with RawServer([repeat(receive(), send(OK))]) as server:
        yield server.url


def listen(url: str, code: str) -> list[object]:
    """What `code` reports, with `r` an HttpRequest and `go()` to send it and report 'result'."""
    outcome = run_snippet(
        f"const r = http.createHttp(); const go = () => r.request('{url}', () => report('result')); {code}"
    )
    assert outcome.exit_code == 0, outcome.stderr
    return outcome.reports


def test_arguments_of_listeners(url: str) -> None:
    code = (
        "r.on('headerReceive', (...args) => report(['on old', args.length, args[0] === undefined, args[1]]));"
        "r.on('headersReceive', (...args) => report(['on new', args.length, args[0]])); go();"
    )
    assert listen(url, code) == [["on old", 2, True, HEADER], ["on new", 1, HEADER], "result"]


def test_arguments_of_once_listeners(url: str) -> None:
    code = (
        "r.once('headerReceive', (...args) => report(['once old', ...args]));"
        "r.once('headersReceive', function (...args) { report(['once new', ...args, this === undefined]); }); go();"
    )
    assert listen(url, code) == [["once old", HEADER], ["once new", HEADER, True], "result"]


def test_once_hears_one_request_and_on_every_one(url: str) -> None:
    code = (
        "r.once('headerReceive', () => report('once')); r.on('headersReceive', () => report('on'));"
        f"await r.request('{url}'); await r.request('{url}');"
    )
    assert listen(url, code) == ["once", "on", "on"]


@pytest.mark.parametrize("first", ["on", "once"])
@pytest.mark.parametrize("second", ["on", "once"])
def test_a_second_listener_of_a_type_replaces_the_first(url: str, first: str, second: str) -> None:
    code = f"r.{first}('headersReceive', () => report(1)); r.{second}('headersReceive', () => report(2)); go();"
    assert listen(url, code) == [2, "result"]


def test_the_same_callback_twice_is_called_once(url: str) -> None:
    code = "const f = () => report('f'); r.on('headersReceive', f); r.on('headersReceive', f); go();"
    assert listen(url, code) == ["f", "result"]


@pytest.mark.parametrize(
    ("off", "left"),
    [
        ("r.off('headersReceive')", ["old"]),
        ("r.off('headersReceive', undefined)", ["old"]),
        ("r.off('headersReceive', f)", ["old"]),
        ("r.off('headersReceive', () => report('new'))", ["old", "new"]),
        ("r.off('headerReceive')", ["new"]),
        ("r.off('unknown')", ["old", "new"]),
    ],
)
def test_off(url: str, off: str, left: list[str]) -> None:
    code = (
        "const f = () => report('new'); r.on('headersReceive', f); r.on('headerReceive', () => report('old'));"
        f"{off}; go();"
    )
    assert listen(url, code) == [*left, "result"]


@pytest.mark.parametrize(
    "call",
    [
        "on()", "on('headersReceive')", "on('headersReceive', 1)", "on(1, f)", "on('headersReceive', f, 1)",
        "on('headersReceive', null)", "off()", "off(1)", "off('headersReceive', 1)", "off('headersReceive', f, 1)",
        "off('headersReceive', null)",
    ],
)  # fmt: skip
def test_wrong_arguments_of_on_and_off_throw(url: str, call: str) -> None:
    code = (
        f"const f = () => {{}}; let thrown; try {{ r.{call}; }} catch (error) {{ thrown = error; }}"
        "report([thrown.code, thrown.message, thrown instanceof Error]);"
    )
    assert listen(url, code) == [[401, "Parameter error", True]]


@pytest.mark.parametrize("call", ["once()", "once('headersReceive')", "once('headersReceive', 1)", "once(1, f)"])
def test_wrong_arguments_of_once_are_ignored(url: str, call: str) -> None:
    assert listen(url, f"const f = () => {{}}; report(r.{call} === undefined);") == [True]


def test_methods_return_undefined(url: str) -> None:
    code = (
        "const f = () => {}; report([r.on('headersReceive', f), r.once('headersReceive', f), r.off('headersReceive'),"
        "r.destroy(), r.destroy()].map((value) => value === undefined));"
    )
    assert listen(url, code) == [[True] * 5]


@pytest.mark.parametrize(("event", "notes"), [("headersreceive", 1), ("error", 1), ("dataReceive", 0), ("dataEnd", 0)])
def test_an_unknown_type_is_ignored_with_a_note(url: str, event: str, notes: int) -> None:
    code = f"const r = http.createHttp(); r.on('{event}', () => report('heard')); await r.request('{url}');"
    outcome = run_snippet(code)
    assert outcome.stdout == ""
    assert len(outcome.notes) == notes


def test_headers_arrive_before_the_body() -> None:
    finish = threading.Event()

    def let_the_body_go_on(peer: Peer) -> None:
        finish.set()
        peer.send(OK)

    # A request made when the headers are there is answered; one that its callback makes lets the body go on.
    with (
        RawServer([receive(), send(OK[:-2]), wait_for(finish), send(b"hi")]) as server,
        RawServer([receive(), send(OK), receive(), let_the_body_go_on]) as other,
    ):
        code = (
            f"const ask = (then) => http.createHttp().request('{other.url}', then);"
            "r.on('headersReceive', () => { report('headers'); ask(() => { report('meanwhile'); ask(() => {}); }); });"
            "go();"
        )
        assert listen(server.url, code) == ["headers", "meanwhile", "result"]


def test_events_are_macrotasks_of_their_own(url: str) -> None:
    code = (
        "const turn = (name) => { report(name); Promise.resolve().then(() => report('after ' + name)); };"
        "r.on('headerReceive', () => turn('old')); r.on('headersReceive', () => turn('new'));"
        f"r.request('{url}', () => turn('result'));"
    )
    assert listen(url, code) == ["old", "after old", "new", "after new", "result", "after result"]


def test_once_per_hop_with_the_headers_so_far() -> None:
    hop = b"HTTP/1.1 302 Found\r\nLocation: /x\r\nX-N: 0\r\nContent-Length: 0\r\n\r\n"
    with RawServer([receive(), send(hop), receive(), send(OK)]) as server:
        heard = listen(server.url, "r.on('headersReceive', report); go();")
    assert heard == [
        {"content-length": "0", "location": "/x", "x-n": "0"},
        {"content-length": "2", "location": "/x", "x-n": "1"},
        "result",
    ]


def test_once_hears_the_first_hop_only() -> None:
    hop = b"HTTP/1.1 302 Found\r\nLocation: /x\r\nContent-Length: 0\r\n\r\n"
    with RawServer([receive(), send(hop), receive(), send(OK)]) as server:
        heard = listen(server.url, "r.once('headersReceive', report); go();")
    assert heard == [{"content-length": "0", "location": "/x"}, "result"]


def test_informational_responses_fire_nothing() -> None:
    early = b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: <x>\r\n\r\n"
    with RawServer([receive(), send(early + OK)]) as server:
        heard = listen(server.url, "r.on('headersReceive', () => report('headers')); go();")
    assert heard == ["headers", "result"]


def test_a_failure_after_the_headers_does_not_unsay_them() -> None:
    with RawServer([receive(), send(OK[:-1]), cut()]) as server:
        code = (
            "r.on('headersReceive', () => report('headers'));"
            f"r.request('{server.url}').catch((error) => report(error.code));"
        )
        assert listen(server.url, code) == ["headers", 2300018]


def test_a_failure_before_the_headers_fires_nothing() -> None:
    code = (
        "r.on('headersReceive', () => report('headers'));"
        "r.request('http://127.0.0.1:1/').catch((error) => report(error.code));"
    )
    assert listen("", code) == [2300007]


def test_set_cookie_stands_in_its_place_in_an_event_and_last_in_the_result() -> None:
    response = b"HTTP/1.1 200 OK\r\nSet-Cookie: a=1\r\nZ: 1\r\nContent-Length: 0\r\n\r\n"
    with RawServer([receive(), send(response)]) as server:
        code = (
            "r.on('headersReceive', (header) => report(Object.keys(header)));"
            f"r.request('{server.url}', (error, data) => report(Object.keys(data.header)));"
        )
        assert listen(server.url, code) == [
            ["content-length", "set-cookie", "z"],
            ["content-length", "z", "set-cookie"],
        ]


def test_the_object_of_an_event_is_not_that_of_the_result(url: str) -> None:
    code = (
        "r.on('headersReceive', (header) => { header.mine = 1; });"
        f"r.request('{url}', (error, data) => report('mine' in data.header));"
    )
    assert listen(url, code) == [False]


def test_listening_after_request_is_in_time(url: str) -> None:
    assert listen(url, "go(); r.on('headersReceive', () => report('headers'));") == ["headers", "result"]


@pytest.mark.parametrize(
    ("body", "heard"),
    [
        ("r.off('headersReceive')", ["old", "result"]),
        ("r.on('headersReceive', () => report('replaced'))", ["old", "replaced", "result"]),
        ("r.off('headerReceive')", ["old", "new", "result"]),
        ("r.once('headerReceive', () => report('never'))", ["old", "new", "result"]),
    ],
)
def test_listeners_changed_inside_a_listener(url: str, body: str, heard: list[str]) -> None:
    code = (
        f"r.on('headersReceive', () => report('new'));r.on('headerReceive', () => {{ report('old'); {body}; }}); go();"
    )
    assert listen(url, code) == heard


def test_two_requests_of_one_object_share_the_listeners(url: str) -> None:
    code = (
        f"r.on('headersReceive', () => report('headers')); await Promise.all([r.request('{url}'), r.request('{url}')]);"
    )
    assert listen(url, code) == ["headers", "headers"]
