"""--net and --map: nothing goes where it may not, and what is mapped goes there, redirects too."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.bindings.snippets import Outcome, request_once, run_snippet
from tests.servers.http import HttpServer, Response
from tests.servers.messages import Request
from tests.servers.raw import RawServer, receive, repeat, send

REFUSED = {"code": 2300007, "message": "Couldn't connect to server"}
OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi"
OUTSIDE = "http://api.shop.test/v1"


def redirects(request: Request) -> Response:
    """/to/STATUS/LOCATION redirects there; anything else tells what was asked."""
    if request.target.startswith("/to/"):
        status, location = request.target.removeprefix("/to/").split("/", 1)
        return Response("moved away", status=int(status), headers=[("Location", location), ("Set-Cookie", "hop=1")])
    names = ("host", "x-forwarded-host", "x-forwarded-proto", "authorization", "cookie", "x-own")
    told = {name: request.header(name) for name in names}
    return Response(json.dumps({"method": request.method, "target": request.target, "body": len(request.body), **told}))


def told(outcome: Outcome) -> dict[str, Any]:
    answer: dict[str, Any] = json.loads(outcome.report["data"]["result"])
    return answer


class TestNet:
    @pytest.mark.parametrize(
        ("options", "host"),
        [
            ("{}", "api.shop.test"),
            ("{ method: 'POST', extraData: 'x' }", "api.shop.test"),
        ],
    )
    def test_another_host_is_refused_and_named_once(self, options: str, host: str) -> None:
        code = f"for (let i = 0; i < 3; i++) await http.createHttp().request('{OUTSIDE}', {options}).catch(report);"
        outcome = run_snippet(code, net="loopback")
        assert outcome.reports == [REFUSED] * 3
        assert outcome.stderr == f"note: {host} is not allowed by --net loopback: nothing was sent there\n"

    def test_localhost_and_addresses_of_this_machine_work(self) -> None:
        with RawServer([repeat(receive(), send(OK))]) as server:
            for host in ("127.0.0.1", "localhost"):
                outcome = request_once(server.url.replace("127.0.0.1", host), net="loopback")
                assert (outcome.report["data"]["result"], outcome.stderr) == ("hi", "")

    @pytest.mark.parametrize("net", ["loopback", "other.test"])
    def test_a_redirect_to_another_host_is_refused(self, net: str) -> None:
        with HttpServer(redirects) as server:
            outcome = request_once(f"{server.url}/to/302/{OUTSIDE}", net=net)
        assert outcome.report == {"error": REFUSED}
        assert outcome.stderr == f"note: api.shop.test is not allowed by --net {net}: nothing was sent there\n"

    @pytest.mark.parametrize(
        "options",
        [
            "{ usingProxy: { host: 'proxy.test', port: 80, exclusionList: [] } }",
            "{ usingSocks5Proxy: { host: 'proxy.test', port: 80 } }",
            "{ dnsOverHttps: 'https://proxy.test/dns' }",
        ],
    )
    def test_proxies_and_name_servers_too(self, options: str) -> None:
        with RawServer([repeat(receive(), send(OK))]) as server:
            outcome = request_once(server.url, options, net="loopback")
            assert server.requests == []
        assert outcome.report == {"error": REFUSED}
        assert "proxy.test is not allowed" in outcome.stderr

    def test_a_proxy_of_the_environment_too(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("http_proxy", "http://proxy.test:3128")
        assert "note: proxy.test is not" in request_once("http://api.test/", net="api.test").stderr
        # What would go directly may go.
        with RawServer([repeat(receive(), send(OK))]) as server:
            assert request_once(server.url, net="api.test").report["data"]["result"] == "hi"

    def test_redirects_are_followed_as_ever(self) -> None:
        code = """
            const seen = [];
            const r = http.createHttp();
            r.on('headersReceive', (header) => seen.push(Object.keys(header).includes('location')));
            const options = { method: 'POST', extraData: 'body', header: { Authorization: 'Basic x', 'X-Own': '1' } };
            const { responseCode, result, header, cookies } = await r.request('URL/to/STATUS/LOCATION', options);
            report([responseCode, JSON.parse(result), header['set-cookie'], cookies.includes('hop'), seen]);"""
        with HttpServer(redirects) as server:
            for status, location in (
                ("302", "/end"),
                ("307", "/end"),
                ("303", "../../end"),
                ("302", f"{server.url}/end?a"),
            ):
                filled = code.replace("URL", server.url).replace("STATUS", status).replace("LOCATION", location)
                free, kept_in = run_snippet(filled), run_snippet(filled, net="loopback")
                assert kept_in.report == free.report
                assert kept_in.stderr == free.stderr == ""

    def test_no_more_redirects_than_ever(self) -> None:
        with HttpServer(lambda request: Response(status=302, headers=[("Location", request.target)])) as server:
            assert request_once(server.url, net="loopback").report["error"]["code"] == 2300047
            assert len(server.requests) == 31
            outcome = request_once(server.url, "{ maxRedirects: 2 }", net="loopback")
            assert outcome.report["error"]["code"] == 2300047
            assert len(server.requests) == 31 + 3

    def test_a_redirect_to_another_scheme_and_one_that_names_nothing(self) -> None:
        with HttpServer(redirects) as server:
            assert (
                request_once(f"{server.url}/to/302/file:///etc/passwd", net="loopback").report["error"]["code"]
                == 2300001
            )
        with HttpServer(lambda _: Response("choose", status=300)) as server:
            assert request_once(server.url, net="loopback").report["data"]["result"] == "choose"

    def test_one_time_limit_for_all_hops(self) -> None:
        slow = lambda request: Response(status=302, headers=[("Location", request.target)], delay_ms=60)  # noqa: E731
        with HttpServer(slow) as server:
            outcome = request_once(server.url, "{ readTimeout: 200 }", net="loopback")
            assert outcome.report["error"]["code"] == 2300028
            assert len(server.requests) < 6


class TestMap:
    def test_everything_goes_there(self) -> None:
        with HttpServer(redirects) as server:
            answer = told(request_once("https://api.shop.test:8443/v1/items?page=1", map={"*": server.url}))
        assert answer["target"] == "/v1/items?page=1"
        assert answer["host"] == server.url.removeprefix("http://")
        assert (answer["x-forwarded-host"], answer["x-forwarded-proto"]) == ("api.shop.test:8443", "https")

    def test_what_is_not_mapped_has_no_such_header(self) -> None:
        with HttpServer(redirects) as server:
            answer = told(request_once(f"{server.url}/a", map={"https://api.shop.test": "http://127.0.0.1:1"}))
        assert answer["x-forwarded-host"] is None

    @pytest.mark.parametrize("location", ["https://other.test/end", "/end", "//other.test/end"])
    def test_each_redirect_is_mapped_again(self, location: str) -> None:
        with HttpServer(redirects) as server:
            answer = told(
                request_once(
                    f"https://api.shop.test/to/302/{location}",
                    "{ header: { Authorization: 'secret' } }",
                    map={"*": server.url},
                    net="loopback",
                )
            )
        host = "api.shop.test" if location == "/end" else "other.test"
        assert (answer["target"], answer["x-forwarded-host"]) == ("/end", host)
        assert answer["authorization"] == ("secret" if location == "/end" else None)

    def test_the_example_server(self) -> None:
        code = (
            "const { result } = await http.createHttp().request('https://api.shop.test/anything?a=1');"
            "report(JSON.parse(result).args);"
        )
        assert run_snippet(code, map={"*": "EXAMPLE_URL"}, quiet=True).report == {"a": "1"}

    def test_no_proxy_is_between(self) -> None:
        with HttpServer(redirects) as server:
            options = "{ usingProxy: { host: 'proxy.test', port: 80, exclusionList: [] } }"
            assert told(request_once(OUTSIDE, options, map={"*": server.url}))["target"] == "/v1"

    def test_the_cache_knows_them_by_where_they_go(self) -> None:
        with HttpServer(lambda _: Response("1", headers=[("Cache-Control", "max-age=60")])) as server:
            code = (
                "http.createHttpResponseCache();"
                f"for (let i = 0; i < 2; i++) await http.createHttp().request('{OUTSIDE}');"
            )
            outcome = run_snippet(code, map={"*": server.url}, trace="on")
            assert "cache hit" in outcome.stderr
            assert len(server.requests) == 1
