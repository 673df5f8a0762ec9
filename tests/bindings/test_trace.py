"""--trace: what each level shows, what is masked, and that --trace=curl really repeats the request."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterator

import pytest

from tests.bindings.snippets import request_once, run_snippet
from tests.command import Command
from tests.servers.http import HttpServer, Response
from tests.servers.messages import Request
from tests.servers.proxy import ForwardProxy
from tests.servers.raw import RawServer, receive, repeat, send
from tests.servers.sockets import RefusedPort
from tests.servers.tls import Certificates

OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nX-A: 1\r\n\r\nhi"
SECRET = "s3cr3t"
TIME = r"\d+\.\d"
PHASES = f"dns {TIME}, connect {TIME}, tls {TIME}, wait {TIME}, receive {TIME}"


@pytest.fixture
def server() -> Iterator[RawServer]:
    with RawServer([repeat(receive(), send(OK))]) as server:
        yield server


def trace(url: str, options: str = "{}", level: str = "headers", **settings: object) -> list[str]:
    """The lines of --trace=LEVEL for one request."""
    outcome = request_once(url, options, trace=level, **settings)
    assert outcome.exit_code == 0
    return [line for line in outcome.stderr.split("\n") if line and not line.startswith("note: ")]


class TestLevels:
    def test_off_shows_nothing(self, server: RawServer) -> None:
        assert request_once(server.url).stderr == ""

    def test_on_shows_two_lines(self, server: RawServer) -> None:
        begin, end = trace(server.url + "/p", "{ method: 'POST', extraData: 'body' }", "on")
        assert begin == f"#1 > POST {server.url}/p (4 bytes)"
        assert re.fullmatch(rf"#1 < 200, 2 bytes, {TIME} ms: {PHASES}", end)

    @pytest.mark.parametrize("level", ["on", "headers", "body", "curl"])
    def test_every_level_ends_with_one_line(self, server: RawServer, level: str) -> None:
        ends = [line for line in trace(server.url, "{}", level) if re.search(PHASES, line)]
        assert ends == [trace_end for trace_end in ends if trace_end.startswith("#1 < 200, 2 bytes, ")]
        assert len(ends) == 1

    def test_headers_shows_both_heads(self, server: RawServer) -> None:
        lines = trace(server.url + "/p", "{ method: 'POST', extraData: 'body' }")
        assert lines[0] == f"#1 > POST {server.url}/p (4 bytes)"
        assert lines[1:-1] == [
            "#1 > POST /p HTTP/1.1",
            f"#1 > Host: 127.0.0.1:{server.port}",
            "#1 > User-Agent: libcurl-agent/1.0",
            "#1 > Accept: */*",
            "#1 > Accept-Encoding: deflate, gzip, br",
            "#1 > content-type:application/json",
            "#1 > Content-Length: 4",
            "#1 >",
            "#1 < HTTP/1.1 200 OK",
            "#1 < Content-Length: 2",
            "#1 < X-A: 1",
            "#1 <",
        ]

    def test_body_shows_the_bodies_too(self, server: RawServer) -> None:
        lines = trace(server.url, "{ method: 'POST', extraData: 'one\\ntwo' }", "body")
        assert lines.index("#1 > one") + 1 == lines.index("#1 > two") < lines.index("#1 < hi")

    @pytest.mark.parametrize(
        ("body", "shown"),
        [
            (b"\0" * 20, f"#1 < [binary data, 20 bytes: {'00 ' * 16}...]"),
            (b"x" * 5000, "#1 < " + "x" * 4096 + " ... 904 more bytes"),
            (b"\xff\xe4", "#1 < \N{REPLACEMENT CHARACTER}\N{REPLACEMENT CHARACTER}"),
            (b"\x1b[31mred", "#1 < \N{SYMBOL FOR ESCAPE}[31mred"),
        ],
    )
    def test_bodies_that_are_no_short_text(self, body: bytes, shown: str) -> None:
        with HttpServer(lambda _: Response(body)) as server:
            assert shown in trace(server.url, "{}", "body")

    def test_a_failure(self) -> None:
        with RefusedPort() as port:
            lines = trace(port.url, "{}", "on")
        assert lines[0] == f"#1 > GET {port.url}"
        assert lines[1].startswith("#1 < failed with 2300007 Couldn't connect to server: ")
        assert re.search(f", {TIME} ms: {PHASES}$", lines[1])

    def test_requests_are_numbered(self, server: RawServer) -> None:
        code = f"for (let i = 0; i < 3; i++) await http.createHttp().request('{server.url}/' + i);"
        lines = run_snippet(code, trace="on").stderr.splitlines()
        assert [line.partition(" ")[0] for line in lines] == ["#1", "#1", "#2", "#2", "#3", "#3"]

    def test_every_hop_is_shown(self) -> None:
        hop = b"HTTP/1.1 302 Found\r\nLocation: /second\r\nContent-Length: 0\r\n\r\n"
        with RawServer([receive(), send(hop), receive(), send(OK)]) as server:
            lines = trace(server.url + "/first")
        assert [line for line in lines if line.startswith("#1 > GET /")] == [
            "#1 > GET /first HTTP/1.1",
            "#1 > GET /second HTTP/1.1",
        ]
        assert "#1 < HTTP/1.1 302 Found" in lines

    def test_an_untraced_request_after_it_on_the_same_handle(self, server: RawServer) -> None:
        code = (
            f"const ask = () => http.createHttp().request('{server.url}', {{ method: 'POST', extraData: 'x' }});"
            "await ask(); await ask(); report((await ask()).result);"
        )
        outcome = run_snippet(code, trace="headers")
        assert outcome.report == "hi"
        assert outcome.stderr.count("POST / HTTP/1.1") == 3

    def test_what_a_server_sends_cannot_command_a_terminal(self) -> None:
        evil = b"HTTP/1.1 200 \x1b[2J\r\nX-Evil: \x1b]0;title\x07\x9b\r\nContent-Length: 0\r\n\r\n"
        with RawServer([receive(), send(evil)]) as server:
            shown = "\n".join(trace(server.url))
        assert "[2J" in shown
        assert not [char for char in shown if char != "\n" and (char < " " or "\x7f" <= char < "\xa0")]


class TestMasking:
    """Nobody reads a secret over a shoulder, unless --trace-secrets."""

    HEADERS = "{ header: { Authorization: 'Bearer s3cr3t', COOKIE: 'id=s3cr3t', 'Proxy-Authorization': 's3cr3t' } }"

    @pytest.mark.parametrize("level", ["on", "headers", "body", "curl"])
    @pytest.mark.parametrize("url", ["http://user:s3cr3t@HOST/", "user:s3cr3t@HOST/p", "http://s3cr3t@HOST?x=@/"])
    def test_in_requests(self, server: RawServer, level: str, url: str) -> None:
        url = url.replace("HOST", server.url.removeprefix("http://"))
        shown = "\n".join(trace(url, self.HEADERS, level))
        assert SECRET in server.requests[0].head.decode()
        assert SECRET not in shown
        assert "***" in shown
        assert SECRET in "\n".join(trace(url, self.HEADERS, level, trace_secrets=True))

    def test_in_responses(self) -> None:
        response = (
            b"HTTP/1.1 302 Found\r\nSet-Cookie: id=s3cr3t; Path=/\r\nset-cookie:s3cr3t=1\r\n"
            b"Location: http://user:s3cr3t@HOST/next?x=1\r\nContent-Length: 0\r\n\r\n"
        )

        def answer(server: RawServer) -> bytes:
            return response.replace(b"HOST", server.authority.encode())

        with RawServer([receive(), lambda p: p.send(answer(p.server)), receive(), send(OK)]) as server:
            shown = trace(server.url)
            assert b"s3cr3t" in server.requests[1].head
        assert SECRET not in "\n".join(shown)
        assert "#1 < Set-Cookie: ***" in shown
        assert "#1 < set-cookie:***" in shown
        assert f"#1 < Location: http://***@{server.authority}/next?x=1" in shown
        assert "#1 > Cookie: ***" in shown
        assert "#1 > Authorization: ***" in shown

    @pytest.mark.parametrize("cut", [b"\r\n ", b"\r\n\t", b"\x0b", b"\x0c", b"\x1c", b"\xc2\x85", b"\xe2\x80\xa8"])
    def test_in_a_value_that_goes_on(self, cut: bytes) -> None:
        response = (
            b"HTTP/1.1 200 OK\r\nSet-Cookie: id=" + cut + b"s3cr3t" + cut + b"s3cr3t\r\nContent-Length: 0\r\n\r\n"
        )
        with RawServer([receive(), send(response)]) as server:
            shown = "\n".join(trace(server.url))
        assert "#1 < Set-Cookie: ***" in shown
        assert SECRET not in shown

    def test_in_pieces(self, server: RawServer) -> None:
        # More than libcurl hands to the socket at once.
        options = f"{{ header: {{ Authorization: '{SECRET}'.repeat(90_000) }} }}"
        shown = "\n".join(trace(server.url, options))
        assert server.requests[0].head.count(SECRET.encode()) == 90_000
        assert "#1 > authorization:***" in shown
        assert SECRET not in shown
        assert SECRET[:3] not in shown.replace("***", "")

    def test_of_a_proxy(self, server: RawServer) -> None:
        with ForwardProxy(credentials=("user", SECRET)) as proxy:
            options = f"{{ usingProxy: {{ host: 'user:{SECRET}@127.0.0.1', port: {proxy.port} }} }}"
            for level in ("headers", "curl"):
                shown = "\n".join(trace(server.url, options, level))
                assert SECRET not in shown
                assert "***" in shown
                assert "dXNlcjpzM2NyM3Q" not in shown  # user:s3cr3t in Base64


needs_curl = pytest.mark.skipif(shutil.which("curl") is None, reason="there is no curl command here")


@needs_curl
class TestCurlCommand:
    """The command, run by a shell, sends what was sent, line by line."""

    @staticmethod
    def check(server: RawServer, url: str, options: str, **settings: object) -> None:
        outcome = request_once(url, options, trace="curl", trace_secrets=True, quiet=True, **settings)
        sent = [_comparable(request) for request in server.requests]
        assert sent
        server.requests.clear()
        _run_in_shell(outcome.stderr)
        assert [_comparable(request) for request in server.requests] == sent

    @pytest.mark.parametrize(
        "options",
        [
            "{}",
            "{ method: 'HEAD' }",
            "{ method: 'DELETE' }",
            "{ method: 'OPTIONS' }",
            "{ method: 'TRACE' }",
            "{ method: 'CONNECT' }",
            "{ method: 'POST' }",
            "{ method: 'PUT' }",
            "{ method: 'M-SEARCH' }",
            "{ extraData: { a: 'b c', d: \"it's\" } }",
            "{ method: 'POST', extraData: { a: 1, text: \"it's 'quoted' $HOME `id` \\\\ \\\"\" } }",
            "{ method: 'POST', extraData: '@/etc/passwd' }",
            "{ method: 'POST', extraData: 'two\\nlines\\r\\nand more' }",
            "{ method: 'POST', extraData: 'ä\\u{1F600}' }",
            "{ method: 'PUT', extraData: new Uint8Array([0, 255, 128, 10, 13]).buffer }",
            "{ method: 'POST', extraData: 'x'.repeat(150_000) }",
            "{ header: { 'X-Quoted': \"it's $HOME\", 'x-empty': '', 'x-blank-value': '  v ' } }",
            "{ header: { 'Content-Type': ' ', Accept: ' ', 'User-Agent': 'mine', 'Accept-Encoding': 'gzip' } }",
            "{ header: { Host: 'other.example', cookie: 'a=b', Authorization: 'Basic eA==' } }",
            "{ header: { 'Ünï': 'wört' } }",
            "{ usingProtocol: 0, readTimeout: 1234567, connectTimeout: 4294967295 }",
            "{ usingProxy: false }",
        ],
    )
    def test_repeats_the_request(self, server: RawServer, options: str) -> None:
        self.check(server, server.url + "/p?x=1", options)

    @pytest.mark.parametrize(
        "path", ["", "/a b".replace(" ", "%20"), "/{a,b}[1-3]?q={x}", "/p#f", "/a/../b", "/ä", "/?q='\"$(id)`id`"]
    )
    def test_of_any_url(self, server: RawServer, path: str) -> None:
        self.check(server, server.url + path, "{}")

    def test_of_a_url_with_credentials(self, server: RawServer) -> None:
        self.check(server, server.url.replace("//", "//user:pass@") + "/", "{}")

    def test_of_all_hops(self) -> None:
        hop = b"HTTP/1.1 302 Found\r\nLocation: /second\r\nSet-Cookie: a=1\r\nContent-Length: 0\r\n\r\n"
        steps = [receive(), send(hop), receive(), send(OK)]
        with RawServer(steps) as server:
            self.check(server, server.url + "/first", "{ method: 'POST', extraData: 'body' }")

    def test_through_a_proxy(self, server: RawServer) -> None:
        with ForwardProxy(credentials=("user", "pass")) as proxy:
            options = f"{{ usingProxy: {{ host: 'user:pass@127.0.0.1', port: {proxy.port} }} }}"
            self.check(server, server.url + "/", options)
            assert len(proxy.requests) == 2

    def test_with_cacert_and_resolve(self, certificates: Certificates) -> None:
        with RawServer([repeat(receive(), send(OK))], tls=certificates.good()) as server:
            url = server.url.replace("127.0.0.1", "example.test")
            resolve = (f"example.test:{server.port}:127.0.0.1",)
            self.check(server, url, "{}", cacert=str(certificates.ca_file), resolve=resolve)

    def test_in_spite_of_the_environment(self, server: RawServer, monkeypatch: pytest.MonkeyPatch) -> None:
        with RefusedPort() as port:
            monkeypatch.setenv("http_proxy", port.url)
            outcome = request_once(server.url, trace="curl")
            _run_in_shell(outcome.stderr, http_proxy=port.url)
        assert len(server.requests) == 2


def _run_in_shell(text: str, **environment: str) -> None:
    """What `text` has been told to do, done by a shell in an environment without anything else."""
    path = os.environ.get("PATH", os.defpath)
    done = subprocess.run(
        ["sh"], input=text.encode(), env={"PATH": path, **environment}, capture_output=True, timeout=20, check=False
    )
    assert done.returncode == 0, done.stderr.decode()


def _comparable(request: Request) -> tuple[bytes, list[bytes], bytes]:
    """Request line, header lines and body. Between releases of libcurl the place of a cookie among the header lines
    differs, and the case of the digits it encodes a path with.
    """
    first = request.request_line.lower() if b"%" in request.request_line else request.request_line
    lines = list(request.header_lines)
    cookies = [line for line in lines if line.startswith(b"Cookie: ")]
    return first, cookies + [line for line in lines if line not in cookies], request.raw[len(request.head) :]


def test_the_flag_writes_to_stderr_only(server: RawServer, ohosrun: Command) -> None:
    code = (
        "import http from '@ohos.net.http';"
        f"console.log((await http.createHttp().request({json.dumps(server.url)})).result);"
    )
    run = ohosrun("--trace=headers", "-e", code)
    assert run.stdout == "hi\n"
    assert "#1 < HTTP/1.1 200 OK\n" in run.stderr
