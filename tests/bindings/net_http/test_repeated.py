"""--trace with the options above API 9: the curl command sends them again, says what it lacks, and shows no secret."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.bindings.snippets import request_once
from tests.servers.digest import DigestServer
from tests.servers.http import HttpServer, Response
from tests.servers.messages import Request
from tests.servers.proxy import ForwardProxy
from tests.servers.socks import Socks5Proxy
from tests.servers.tls import Certificates

needs_curl = pytest.mark.skipif(shutil.which("curl") is None, reason="there is no curl command here")
FORM = "method: 'POST', header: { 'content-type': 'multipart/form-data', 'x-a': '1' }"
LOGIN = "credential: { username: 'me', password: 's3cr3t' }"


@pytest.fixture
def server() -> Iterator[HttpServer]:
    with HttpServer(lambda _: Response("hi")) as server:
        yield server


def repeat(text: str) -> None:
    """What the trace has told a shell to do, in an environment without anything else."""
    environment = {"PATH": os.environ.get("PATH", os.defpath)}
    done = subprocess.run(["sh"], input=text.encode(), env=environment, capture_output=True, timeout=20, check=False)
    assert done.returncode == 0, done.stderr.decode() + text


def comparable(request: Request) -> tuple[bytes, list[bytes], bytes]:
    """Without what is drawn for each: the boundary of a form, whose length differs from release to release."""
    boundary = re.search(rb"boundary=(-+\w+)", request.raw)
    lines = [
        line for line in request.header_lines if not line.lower().startswith((b"content-length", b"content-type: mul"))
    ]
    body = request.body.replace(boundary[1], b"boundary") if boundary else request.body
    return request.request_line, sorted(lines), body


@needs_curl
@pytest.mark.parametrize(
    "options",
    ["resumeFrom: 5, resumeTo: 9", "maxRedirects: 5", "customMethod: 'PATCH', body: 'x'", "addressFamily: 'ONLY_V4'",
     f"{FORM}, multiFormDataList: [{{ name: 'a', data: '@/etc/passwd;type=x \"q\"', contentType: 'text/plain' }}]",
     f"{FORM}, multiFormDataList: [{{ name: 'f', filePath: FILE, remoteFileName: 'a b' }}, {{ name: 'b', data: 'c' }}]",
     f"serverAuthentication: {{ authenticationType: 'basic', {LOGIN} }}"],
)  # fmt: skip
def test_the_command_sends_it_again(server: HttpServer, options: str, tmp_path: Path) -> None:
    file = tmp_path / "with space.txt"
    file.write_text("content")
    given = options.replace("FILE", json.dumps(str(file)))
    outcome = request_once(server.url, f"{{ {given} }}", trace="curl", trace_secrets=True, quiet=True)
    repeat(outcome.stderr)
    first, second = map(comparable, server.requests)
    assert first == second
    assert " # without" not in outcome.stderr


@needs_curl
def test_through_proxies_and_by_digest(server: HttpServer) -> None:
    with Socks5Proxy(server.port, ("me", "s3cr3t")) as socks, ForwardProxy(credentials=("me", "s3cr3t")) as proxy:
        login = "username: 'me', password: 's3cr3t'"
        for options in (
            f"usingSocks5Proxy: {{ host: '127.0.0.1', port: {socks.port}, {login}, dnsStrategy: 1 }}",
            f"usingProxy: {{ host: '127.0.0.1', port: {proxy.port}, {login} }}",
        ):
            repeat(request_once(server.url, f"{{ {options} }}", trace="curl", trace_secrets=True).stderr)
        assert (len(socks.targets), len(proxy.requests)) == (2, 2)
    with DigestServer("me", "s3cr3t") as wanting:
        options = f"{{ serverAuthentication: {{ authenticationType: 'digest', {LOGIN} }} }}"
        repeat(request_once(wanting.url, options, trace="curl", trace_secrets=True).stderr)
        assert len(wanting.requests) == 4


@needs_curl
def test_with_certificates(certificates: Certificates) -> None:
    certificate, key = certificates.client_with_password("s3cr3t")
    paths = f"certPath: {json.dumps(str(certificate))}, keyPath: {json.dumps(str(key))}, keyPassword: 's3cr3t'"
    with HttpServer(lambda _: Response("hi"), tls=certificates.client_certificate_required()) as server:
        options = f"{{ clientCert: {{ {paths} }}, tlsOptions: {{ tlsVersionMin: 6, tlsVersionMax: 7 }} }}"
        cacert = str(certificates.ca_file)
        outcome = request_once(server.url, options, trace="curl", trace_secrets=True, cacert=cacert)
        repeat(outcome.stderr)
        assert len(server.requests) == 2


def test_what_it_lacks_it_says(server: HttpServer) -> None:
    parts = "[{ name: 'a', data: new Uint8Array([0, 255]).buffer }]"
    outcome = request_once(
        server.url, f"{{ {FORM}, multiFormDataList: {parts}, enablePartialChain: false }}", trace="curl"
    )
    assert outcome.stderr.splitlines()[0].endswith(" # without enablePartialChain, the buffers of multiFormDataList")


@pytest.mark.parametrize("level", ["on", "headers", "body", "curl"])
def test_no_level_shows_a_secret(certificates: Certificates, server: HttpServer, level: str) -> None:
    certificate, key = certificates.client_with_password("s3cr3t-key")
    paths = f"certPath: {json.dumps(str(certificate))}, keyPath: {json.dumps(str(key))}, keyPassword: 's3cr3t-key'"
    parts = "[{ name: 'password', data: 's3cr3t-part' }, { name: 'api_key', data: 's3cr3t-key' }]"
    with ForwardProxy(credentials=("me", "s3cr3t-proxy")) as proxy:
        options = f"""{{ {FORM}, multiFormDataList: {parts}, clientCert: {{ {paths} }},
          usingProxy: {{ host: '127.0.0.1', port: {proxy.port}, username: 'me', password: 's3cr3t-proxy' }},
          serverAuthentication: {{ authenticationType: 'basic',
            credential: {{ username: 'me', password: 's3cr3t-login' }} }} }}"""
        outcome = request_once(server.url, options, trace=level)
    assert outcome.report["data"]["responseCode"] == 200
    assert "s3cr3t" not in outcome.stderr
    assert "PRIVATE KEY" not in outcome.stderr
