"""--trace shows no secret that is not asked for, and its curl command does no more than the request did."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from runtime.settings.table import Settings
from runtime.transport.mask import Mask
from runtime.transport.request import Request
from runtime.transport.trace.tracer import Tracer
from tests.bindings.snippets import request_once
from tests.servers.raw import RawServer, receive, repeat, send
from tests.servers.sockets import RefusedPort

HI = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi"
SECRET = "s3cr3t"


@pytest.mark.parametrize("level", ["on", "headers", "body", "curl"])
@pytest.mark.parametrize(
    "url",
    [
        "http:/user:s3cr3t@HOST/",
        "http:///user:s3cr3t@HOST/",
        "user:s3cr3t@HOST/?next=http://x/",
        "user:s3cr3t@HOST#://x/",
    ],
)
def test_credentials_of_any_url_that_curl_takes_are_masked(level: str, url: str) -> None:
    with RawServer([repeat(receive(), send(HI))]) as server:
        outcome = request_once(url.replace("HOST", server.authority), trace=level)
        assert b"Authorization: Basic" in server.requests[0].head, "it is a url with credentials"
    assert SECRET not in outcome.stderr
    assert "***" in outcome.stderr


@pytest.mark.parametrize("location", ["//user:s3cr3t@h/", "http:/user:s3cr3t@h/", "http:///user:s3cr3t@h/"])
def test_credentials_of_a_location_are_masked(location: str) -> None:
    response = f"HTTP/1.1 200 OK\r\nLocation: {location}\r\nContent-Length: 0\r\n\r\n".encode()
    with RawServer([receive(), send(response)]) as server:
        assert SECRET not in request_once(server.url, trace="headers").stderr


@pytest.mark.parametrize("level", ["headers", "curl"])
@pytest.mark.parametrize("name", ["Referer", "Origin", "Content-Location", "X-Forward-To"])
def test_credentials_of_urls_in_other_headers_are_masked(level: str, name: str) -> None:
    with RawServer([repeat(receive(), send(HI))]) as server:
        outcome = request_once(server.url, f"{{ header: {{ '{name}': 'http://user:s3cr3t@x/' }} }}", trace=level)
    assert SECRET not in outcome.stderr


def test_a_folded_value_behind_an_empty_first_line_is_masked() -> None:
    lines: list[str] = []
    tracer = Tracer(Settings(trace="headers"), lambda line, _: lines.append(line), lambda _: "", None)
    report = tracer.begin(1, Request(url=b"http://a.test/", method=b"GET", header_lines=[], max_limit=1)).on_wire
    assert report is not None
    report(1, b"Set-Cookie:\r\n id=s3cr3t\r\n\r\n")
    assert SECRET not in "\n".join(lines)


def test_mask_leaves_paths_alone() -> None:
    mask = Mask(False)
    for url in ("http://h/@user/x", "http://h?x=@", "http://h#@", "h/p@x", "/p@x", "http:///h/@x", "h:80/?u=http://x"):
        assert mask.url(url) == url


def shell(text: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(["sh"], input=text.encode(), capture_output=True, timeout=20, check=False)


def test_the_command_reads_no_file_where_the_request_was_refused(tmp_path: Path) -> None:
    (tmp_path / "f").write_text("local file")
    outcome = request_once(f"file://{tmp_path}/f", trace="curl", quiet=True)
    assert outcome.report["error"]["code"] == 2300001
    assert shell(outcome.stderr).stdout == b""


@pytest.mark.parametrize("name", ["@x", "@/etc/hostname"])
def test_the_command_never_reads_headers_from_a_file(name: str) -> None:
    with RawServer([repeat(receive(), send(HI))]) as server:
        outcome = request_once(server.url, f"{{ header: {{ '{name}': '1' }} }}", trace="curl", quiet=True)
        shell(outcome.stderr)
        first, second = (request.header_lines for request in server.requests)
    assert set(first) - set(second) == {f"{name}:1".encode()}
    assert outcome.stderr.splitlines()[0].endswith(f" # without the header {name}:1")


@pytest.mark.parametrize(
    "data",
    ["JSON.stringify({ password: 's3cr3t', more: 'x'.repeat(200000) })",
     "new Uint8Array([0, 255, 10, ...Array.from('token=s3cr3t', (c) => c.charCodeAt(0))]).buffer",
     "'\\u0001&password=s3cr3t&a=ü'"],
)  # fmt: skip
def test_a_body_that_is_shown_in_base64_is_masked(data: str) -> None:
    with RawServer([repeat(receive(), send(HI))]) as server:
        outcome = request_once(server.url, f"{{ method: 'POST', extraData: {data} }}", trace="curl", quiet=True)
        shell(outcome.stderr)
        first, second = (request.body for request in server.requests)
        shown = request_once(
            server.url, f"{{ method: 'POST', extraData: {data} }}", trace="curl", quiet=True, trace_secrets=True
        )
        shell(shown.stderr)
        whole = server.requests[-1].body
    assert second == first.replace(SECRET.encode(), b"***") != first == whole


@pytest.mark.parametrize(
    "data",
    ["{ password: 's3cr3t' }", "'a=b&token=s3cr3t'", "'http://user:s3cr3t@h/'", "JSON.stringify({ secret: 's3cr3t' })"],
)
@pytest.mark.parametrize("level", ["on", "headers", "body", "curl"])
def test_secrets_in_the_parts_of_a_form_are_masked(level: str, data: str) -> None:
    form = f"header: {{ 'content-type': 'multipart/form-data' }}, multiFormDataList: [{{ name: 'a', data: {data} }}]"
    with RawServer([repeat(receive(), send(HI))]) as server:
        outcome = request_once(server.url, f"{{ method: 'POST', {form} }}", trace=level)
        assert SECRET.encode() in server.requests[0].body
    assert SECRET not in outcome.stderr


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ("{}", ["--location", "--max-redirs 30"]),
        ("{ usingProtocol: 0 }", ["--http1.1"]),
        ("{ usingProtocol: 1 }", ["--http2"]),
        ("{ usingProxy: false }", ["--noproxy '*'"]),
    ],
)
def test_the_command_says(options: str, words: list[str]) -> None:
    with RefusedPort() as port:
        command = request_once(port.url, options, trace="curl").stderr
    assert [word for word in words if word not in command] == []
