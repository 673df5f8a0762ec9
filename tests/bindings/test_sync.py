"""requestSync: the program stands still until the response is there."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.bindings.snippets import run_program, run_snippet
from tests.servers.http import HttpServer, Response
from tests.servers.raw import RawServer, stall
from tests.servers.sockets import RefusedPort


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with HttpServer(
        lambda request: Response(request.path, status=404 if request.path == "/missing" else 200)
    ) as server:
        yield server.url


def test_it_returns_the_response(url: str) -> None:
    code = f"const data = http.createHttp().requestSync('{url}/a', {{}}); report([data.responseCode, data.result]);"
    assert run_snippet(code).report == [200, "/a"]
    assert run_snippet(f"report(http.createHttp().requestSync('{url}/missing').responseCode);").report == 404


def test_nothing_of_the_program_runs_meanwhile(url: str) -> None:
    code = f"""
        const order = []; const r = http.createHttp();
        const all = [new Promise((done) => r.on('headersReceive', () => {{ order.push('headers'); done(); }}))];
        all.push(new Promise((done) => setTimeout(() => {{ order.push('timer'); done(); }}, 0)));
        all.push(http.createHttp().request('{url}/first').then(() => order.push('first')));
        Promise.resolve().then(() => order.push('microtask'));
        r.requestSync('{url}/a'); order.push('returned');
        await Promise.all(all); report([order.slice(0, 2), order.slice(2).sort()]);
    """
    assert run_snippet(code).report == [["returned", "microtask"], ["first", "headers", "timer"]]


def test_it_works_inside_a_callback(url: str) -> None:
    code = f"setTimeout(() => report(http.createHttp().requestSync('{url}/a').result), 0);"
    assert run_snippet(code).report == "/a"


def test_the_example_server_answers() -> None:
    call = "http.createHttp().requestSync('EXAMPLE_URL/get').responseCode"
    assert run_program(f"import http from '@ohos.net.http'; console.log({call});", quiet=True).stdout == "200\n"


@pytest.mark.parametrize(
    ("call", "code"),
    [("requestSync()", "2300999"), ("requestSync(URL, null)", "2300999"),
     ("requestSync(URL, { method: 'POST', extraData: '' })", "2300999"), ("requestSync('', {})", 2300003)],
)  # fmt: skip
def test_what_goes_wrong_is_thrown(url: str, call: str, code: object) -> None:
    outcome = run_snippet(
        f"const URL = '{url}'; try {{ http.createHttp().{call}; }} catch (e) {{ report([e.name, e.code]); }}"
    )
    assert outcome.report == ["Error", code]


def test_a_refused_connection_is_thrown() -> None:
    with RefusedPort() as refused:
        code = f"try {{ http.createHttp().requestSync('{refused.url}'); }} catch (error) {{ report(error.code); }}"
        assert run_snippet(code).report == 2300007


def test_without_permission_and_after_destroy(url: str) -> None:
    code = f"""
        const r = http.createHttp(); if (DESTROY) r.destroy();
        try {{ r.requestSync('{url}'); }} catch (error) {{ report([error.code, error.message]); }}
    """
    denied = run_snippet("const DESTROY = false;" + code, deny=("ohos.permission.INTERNET",))
    assert denied.report == ["201", "Permission denied"]
    assert run_snippet("const DESTROY = true;" + code).report == ["2300999", "Unknown Other Error"]


def test_another_server_may_have_the_port_of_one_of_the_program() -> None:
    code = """
        import http from '@ohos.net.http'; import socket from '@ohos.net.socket';
        const server = socket.constructTCPSocketServerInstance();
        await server.listen({ address: '127.0.0.1', port: 0, family: 1 });
        const { port } = await server.getLocalAddress();
        try {
          http.createHttp().requestSync(`http://nowhere.invalid:${port}/`);
        } catch ({ code }) { console.log(code); }
        server.close();
    """
    outcome = run_program(code)
    assert outcome.report == 2300006
    assert not any("asks a server of this program" in note for note in outcome.notes)


def test_a_time_limit_ends_it() -> None:
    with RawServer([stall()]) as server:
        outcome = run_snippet(f"http.createHttp().requestSync('{server.url}');", timeout=0.3)
    assert outcome.exit_code == 124
