"""What a long run keeps of requests that are over: nothing, whatever they asked for."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest

from bindings.net_http.exchange import Exchange
from runtime.transport.options.cookies import CookieStore
from runtime.transport.options.special import Special
from runtime.transport.transfer import Transfer
from tests.bindings.snippets import run_snippet
from tests.servers.http import HttpServer, Response
from tests.servers.messages import Request
from tests.servers.tls import Certificates

KINDS = (Exchange, Transfer, Special, CookieStore)


def answer(request: Request) -> Response:
    if request.path == "/look":
        return Response.json([sum(isinstance(found, kind) for found in gc.get_objects()) for kind in KINDS])
    return Response("x" * 100, headers=[("Set-Cookie", "a=1")])


@pytest.fixture(scope="module")
def servers(certificates: Certificates) -> Iterator[tuple[str, str]]:
    with HttpServer(answer) as plain, HttpServer(answer, tls=certificates.self_signed()) as secure:
        yield plain.url, secure.url


@pytest.mark.parametrize(
    "one",
    [
        "const r = http.createHttp(); r.enableAutoCookie(true); await r.request(URL); r.destroy();",
        "await http.createHttp().request(SECURE, { remoteValidation: async () => true });",
        "await http.createHttp().request(SECURE, { remoteValidation: () => false }).catch(() => {});",
        "const r = http.createHttp(); r.on('dataReceive', () => {}); await r.requestInStream(URL);",
        """const r = http.createHttp(); r.on('dataReceive', () => r.destroy());
             await r.requestInStream(URL).catch(() => {});""",
        "const r = http.createHttp(); chain.apply(r); await r.request(URL, { method: 'POST', extraData: 'a' });",
        "http.createHttp().requestSync(URL, { resumeFrom: 1 });",
        """await http.createHttp().request(URL, { header: { 'content-type': 'multipart/form-data' },
             multiFormDataList: [{ name: 'a', data: 'b' }] });""",
    ],
)
def test_nothing_is_left(servers: tuple[str, str], one: str) -> None:
    code = f"""
        const [URL, SECURE] = {list(servers)}; const chain = new http.HttpInterceptorChain();
        chain.addChain(['INITIAL_REQUEST', 'CONNECT_NETWORK', 'REDIRECTION', 'FINAL_RESPONSE'].map((interceptorType) =>
          ({{ interceptorType, interceptorHandle: async () => true }})));
        const look = async () => (await http.createHttp().request(URL + '/look', {{ expectDataType: 1 }})).result;
        const round = async () => {{ for (let i = 0; i < 15; i++) {{ {one} }} }};
        await round(); const before = await look(); await round(); report([before, await look()]);
    """
    outcome = run_snippet(code, quiet=True)
    assert outcome.exit_code == 0, outcome.stderr
    before, after = outcome.report
    assert all(now <= then + 2 for then, now in zip(before, after, strict=True)), (before, after)
