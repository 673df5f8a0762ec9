"""destroy() and reuse of an HttpRequest: behaviour tables 6 and decisions C6, C7."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.bindings.snippets import run_snippet
from tests.servers.raw import RawServer, drip, flood, pause, receive, repeat, send, stall
from tests.servers.sockets import BlackHole

OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi"
ENDLESS = b"HTTP/1.1 200 OK\r\n\r\n"
ABORTED = {"code": 2300023, "message": "Failed writing received data to disk/application"}
DESTROYED = {"code": 2300999, "message": "Unknown Other Error"}


@pytest.fixture
def url() -> Iterator[str]:
    with RawServer([repeat(receive(), send(OK))]) as server:
        yield server.url


def aborted_three_times(server: RawServer, destroy: str) -> tuple[list[object], list[int]]:
    """What three requests failed with, and how many ms after `destroy` had noted the time in `at`."""
    code = (
        "for (let i = 0; i < 3; i++) { const r = http.createHttp(); let at;"
        f"const request = r.request('{server.url}'); {destroy};"
        "await request.catch((error) => report([error, Date.now() - at])); }"
    )
    errors, times = zip(*run_snippet(code).reports, strict=True)
    return list(errors), list(times)


def test_a_silent_server_is_left_after_100_ms() -> None:
    with RawServer([receive(), stall()]) as server:
        errors, times = aborted_three_times(server, "setTimeout(() => { at = Date.now(); r.destroy(); }, 20)")
    assert errors == [ABORTED] * 3
    # Whole ms are counted; the quickest says how good the clock is, the others how busy the machine is.
    assert 99 <= min(times) <= 130


def test_bytes_that_arrive_end_it_at_once() -> None:
    with RawServer([receive(), send(ENDLESS), drip(b"x" * 1000, interval_ms=10)]) as server:
        errors, times = aborted_three_times(
            server, "r.on('headersReceive', () => setTimeout(() => { at = Date.now(); r.destroy(); }))"
        )
    assert errors == [ABORTED] * 3
    assert min(times) < 50, "long before the 100 ms that a silent server gets"


def test_in_the_middle_of_a_large_body() -> None:
    with RawServer([receive(), send(ENDLESS), flood(b"x" * 1000)]) as server:
        code = (
            "const r = http.createHttp(); r.on('headersReceive', () => setTimeout(() => r.destroy(), 5));"
            f"r.request('{server.url}', {{ maxLimit: 1e8 }}).catch(report);"
        )
        outcome = run_snippet(code)
    assert outcome.report == ABORTED
    assert outcome.notes == [], "it was not the limit of the size"


def test_no_event_after_destroy() -> None:
    with RawServer([receive(), drip(OK, interval_ms=5)]) as server:
        code = (
            "const r = http.createHttp(); r.on('headersReceive', () => report('headers'));"
            f"r.request('{server.url}').catch(report); setTimeout(() => r.destroy(), 20);"
        )
        assert run_snippet(code).report == ABORTED


def test_listeners_stay_after_destroy() -> None:
    code = (
        "const r = http.createHttp(); const f = () => {}; r.on('headersReceive', f); r.destroy();"
        "r.off('headersReceive', f); r.on('headersReceive', f); r.once('headerReceive', f); report('fine');"
    )
    outcome = run_snippet(code)
    assert (outcome.report, outcome.notes) == ("fine", [])


def test_while_connecting() -> None:
    with BlackHole() as hole:
        code = f"const r = http.createHttp(); r.request('{hole.url}').catch(report); setTimeout(() => r.destroy(), 20);"
        assert run_snippet(code).report == ABORTED


def test_a_time_limit_that_ends_earlier_wins() -> None:
    with RawServer([receive(), stall()]) as server:
        code = (
            "const r = http.createHttp();"
            f"r.request('{server.url}', {{ readTimeout: 90 }}, (error) => report(error.code));"
            "setTimeout(() => r.destroy(), 60);"
        )
        assert run_snippet(code).report == 2300028


def test_in_a_listener_of_a_small_response_it_comes_too_late(url: str) -> None:
    code = (
        "const r = http.createHttp(); r.on('headersReceive', () => r.destroy());"
        f"r.request('{url}', (error, data) => report(data.result));"
    )
    assert run_snippet(code).report == "hi"


GAP = [receive(), send(OK[:-2]), pause(5), send(OK[-2:])]


def test_in_a_listener_of_the_headers_the_rest_may_still_come(monkeypatch: pytest.MonkeyPatch) -> None:
    # The time it has is 50 ms; here so much that no busy machine takes it away.
    monkeypatch.setattr("bindings.net_http.exchange.AHEAD", 20_000)
    with RawServer([repeat(*GAP)]) as server:
        code = (
            "for (const event of ['headerReceive', 'headersReceive']) for (const destroy of [(r) => r.destroy(), "
            "async (r) => { await null; r.destroy(); }, (r) => { r.destroy(); r.destroy(); }]) {"
            "const r = http.createHttp(); r.on(event, () => { destroy(r); });"
            f"report((await r.request('{server.url}')).result); }}"
        )
        assert run_snippet(code).reports == ["hi"] * 6


def test_what_does_not_come_in_that_time_is_2300023() -> None:
    with RawServer([receive(), send(ENDLESS), stall()]) as server:
        errors, times = aborted_three_times(server, "r.on('headersReceive', () => { at = Date.now(); r.destroy(); })")
    assert errors == [ABORTED] * 3
    assert min(times) >= 49


def test_only_a_listener_of_the_same_request_gives_it_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bindings.net_http.exchange.AHEAD", 20_000)
    with RawServer([receive(), send(ENDLESS), stall()]) as server, RawServer([receive(), send(OK)]) as other:
        code = (
            "const r = http.createHttp(); r.request('{0}').catch(report); const s = http.createHttp();"
            "s.on('headersReceive', () => r.destroy()); s.request('{1}').then(() => {{}});"
        )
        assert run_snippet(code.format(server.url, other.url)).report == ABORTED


@pytest.mark.parametrize(
    "destroy",
    [
        "r.destroy();",
        "await null; r.destroy();",
        # Another request of an earlier macrotask makes the sockets be looked at.
        "old.destroy(); r.destroy();",
        "for (const until = Date.now() + 2; Date.now() < until;); old.destroy(); r.destroy();",
    ],
)
def test_in_the_macrotask_of_the_request_it_is_never_too_late(url: str, destroy: str) -> None:
    with RawServer([repeat(receive(), stall())]) as silent:
        code = (
            "for (let i = 0; i < 20; i++) { const old = http.createHttp();"
            f"old.request('{silent.url}').catch(() => {{}});"
            f"await http.createHttp().request('{url}'); await new Promise((go) => setTimeout(async () => {{"
            f"const r = http.createHttp(); r.request('{url}', (e) => {{ report(e ? e.code : 'fine'); go(); }});"
            f"{destroy} }})); old.destroy(); }}"
        )
        assert run_snippet(code).reports == [2300023] * 20


def test_in_the_callback_and_twice_is_harmless(url: str) -> None:
    code = f"const r = http.createHttp(); r.request('{url}', () => {{ r.destroy(); r.destroy(); report('fine'); }});"
    assert run_snippet(code).report == "fine"


def test_every_request_of_the_object_is_aborted_and_no_other() -> None:
    with RawServer([receive(), stall()]) as silent, RawServer([receive(), send(OK)]) as server:
        code = (
            "const r = http.createHttp();"
            f"for (let i = 0; i < 3; i++) r.request('{silent.url}', (error) => report(error.code));"
            f"http.createHttp().request('{server.url}', (error, data) => report(data.result)); r.destroy();"
        )
        assert sorted(map(str, run_snippet(code).reports)) == ["2300023", "2300023", "2300023", "hi"]


@pytest.mark.parametrize("when", ["before any request", "after one"])
@pytest.mark.parametrize("form", ["promise", "callback"])
def test_request_after_destroy_is_2300999(url: str, when: str, form: str) -> None:
    first = f"await r.request('{url}');" if when == "after one" else ""
    second = (
        f"r.request('{url}').catch(report)" if form == "promise" else f"r.request('{url}', (error) => report(error))"
    )
    assert run_snippet(f"const r = http.createHttp(); {first} r.destroy(); {second};").report == DESTROYED


def test_401_comes_before_it_and_201_too(url: str) -> None:
    code = f"const r = http.createHttp(); r.destroy(); r.request(1).catch(report); r.request('{url}').catch(report);"
    codes = [report["code"] for report in run_snippet(code, deny=("ohos.permission.INTERNET",)).reports]
    assert codes == [401, 201]


def test_a_promise_nobody_waits_for_is_no_unhandled_rejection() -> None:
    with RawServer([receive(), stall()]) as server:
        outcome = run_snippet(f"const r = http.createHttp(); r.request('{server.url}'); r.destroy();")
    assert outcome.exit_code == 0
    assert outcome.stderr == ""


def test_a_promise_somebody_waits_for_is() -> None:
    with RawServer([receive(), stall()]) as server:
        outcome = run_snippet(f"const r = http.createHttp(); r.request('{server.url}').then(() => {{}}); r.destroy();")
    assert outcome.exit_code == 1
    assert "2300023" in outcome.stderr


def test_a_second_request_works_and_is_noted(url: str) -> None:
    code = f"const r = http.createHttp(); for (let i = 0; i < 3; i++) report((await r.request('{url}')).result);"
    outcome = run_snippet(code)
    assert outcome.reports == ["hi"] * 3
    assert len(outcome.notes) == 1
    assert "forbids a second request()" in outcome.notes[0]


def test_a_hundred_requests_at_once_on_one_object(url: str) -> None:
    code = (
        f"const r = http.createHttp(); const all = Array.from({{ length: 100 }}, () => r.request('{url}'));"
        "report((await Promise.all(all)).every((data) => data.result === 'hi'));"
    )
    assert run_snippet(code).report is True


def test_an_object_nobody_refers_to_stays_alive_while_its_request_does(url: str) -> None:
    code = (
        f"(() => {{ http.createHttp().request('{url}', (error, data) => report(data.result)); }})();"
        "for (let i = 0; i < 1e5; i++) ({ cycle: null }).cycle = {};"
    )
    assert run_snippet(code).report == "hi"
