"""Options that name what is not there, what never ends, or what would lead somewhere else."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

from tests.bindings.snippets import request_once, run_snippet
from tests.servers.http import HttpServer, Response
from tests.servers.sockets import RefusedPort
from tests.servers.tls import Certificates

FORM = "method: 'POST', header: { 'Content-Type': 'multipart/form-data' }"


@pytest.fixture(scope="module")
def server() -> Iterator[HttpServer]:
    with HttpServer(lambda request: Response(request.body)) as server:
        yield server


@pytest.fixture(scope="module")
def secure(certificates: Certificates) -> Iterator[HttpServer]:
    with HttpServer(lambda _: Response("hi"), tls=certificates.good()) as server:
        yield server


def codes(url: str, options: list[str], **settings: object) -> list[int]:
    """What each request ends with: a status or the code of its failure."""
    listed = ", ".join(f"{{ {one} }}" for one in options)
    code = f"""
        const codes = [];
        for (const options of [{listed}]) await http.createHttp().request('{url}', options)
          .then((data) => codes.push(data.responseCode), (error) => codes.push(error.code));
        report(codes);
    """
    outcome = run_snippet(code, quiet=True, **settings)
    assert outcome.exit_code == 0, outcome.stderr
    found: list[int] = outcome.report
    return found


def test_a_part_that_is_no_file_is_2300026(server: HttpServer, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "fifo")
    paths = ["/not/there", str(tmp_path), str(tmp_path / "fifo"), "a\0b", "\ud800", "relative/not/there"]
    options = [f"{FORM}, multiFormDataList: [{{ name: 'a', filePath: {json.dumps(path)} }}]" for path in paths]
    assert codes(server.url, options) == [2300026] * len(paths)


def test_a_client_certificate_that_is_no_file_is_2300058_where_there_is_a_handshake(
    server: HttpServer, secure: HttpServer, certificates: Certificates, tmp_path: Path
) -> None:
    os.mkfifo(tmp_path / "fifo")
    paths = ["/not/there", str(tmp_path), str(tmp_path / "fifo"), "a\0b"]
    options = [f"clientCert: {{ certPath: {json.dumps(path)}, keyPath: '' }}" for path in paths]
    assert codes(secure.url, options, cacert=str(certificates.ca_file)) == [2300058] * len(paths)
    assert codes(server.url, options) == [200] * len(paths)


def test_a_ca_path_without_certificates_is_only_not_trusted(secure: HttpServer, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "fifo")
    (tmp_path / "broken.pem").write_text("-----BEGIN CERTIFICATE-----\nnot base64!\n-----END CERTIFICATE-----\n")
    (tmp_path / "binary.pem").write_bytes(bytes(range(256)))
    names = ["fifo", "broken.pem", "binary.pem", "missing.pem"]
    options = [f"caPath: {json.dumps(str(tmp_path / name))}" for name in names]
    assert codes(secure.url, options) == [2300060] * len(names)


@pytest.mark.parametrize(
    "option",
    ["clientCert: { certPath: FILE, keyPassword: 'a\\0b' }", "clientCert: { certPath: FILE, certType: 'a\\0b' }",
     "certificatePinning: { hashAlgorithm: 'SHA-256', publicKeyHash: 'a\\0b' }", "dnsOverHttps: 'https://a\\0b/'",
     "serverAuthentication: { credential: { username: 'a\\0b', password: 'c' } }",
     "usingSocks5Proxy: { host: 'a\\0b', port: 1 }",
     "usingSocks5Proxy: { host: '127.0.0.1', port: 1, username: 'a\\0b', password: 'c' }",
     "usingProxy: { host: '127.0.0.1', port: 1, username: 'a\\0b', password: 'c' }"],
)  # fmt: skip
def test_a_nul_in_a_text_is_2300999(secure: HttpServer, certificates: Certificates, option: str) -> None:
    given = option.replace("FILE", json.dumps(str(certificates.client_file)))
    assert codes(secure.url, [given], cacert=str(certificates.ca_file)) == [2300999]


def test_a_revocation_list_is_something_to_trust_by() -> None:
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "nobody")])
    builder = x509.CertificateRevocationListBuilder().issuer_name(name).last_update(now)
    crl = builder.next_update(now + timedelta(days=1)).sign(key, hashes.SHA256())
    texts = [crl.public_bytes(Encoding.PEM).decode(), "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----"]
    with RefusedPort() as port:  # Which is found after the options.
        url = port.url.replace("http:", "https:")
        assert codes(url, [f"caData: {json.dumps(text)}" for text in texts]) == [2300007, 2300077]


@pytest.mark.parametrize("char", ["\\r", "\\n", "\\0", "\\r\\nX-Evil: 1"])
def test_the_type_of_a_part_adds_no_header_to_it(server: HttpServer, char: str) -> None:
    part = f"{{ name: 'a', data: 'b', contentType: 'text/plain{char}' }}"
    outcome = request_once(server.url, f"{{ {FORM}, multiFormDataList: [{part}] }}")
    assert outcome.report["error"] == {"code": 401, "message": "Parameter error"}
    assert "would send it" in outcome.notes[0]


@pytest.mark.parametrize(
    "name",
    ["192.0.2.1", "3221225985", "0xC0000201", "evil.test/x", "evil.test:1", "me@evil.test", "a b", "a\r\nX: y", "a\0b"],
)
def test_the_name_for_the_handshake_leads_nowhere_else(
    secure: HttpServer, certificates: Certificates, name: str
) -> None:
    option = f"sniHostName: {json.dumps(name)}"
    outcome = request_once(secure.url, f"{{ {option} }}", net="loopback", cacert=str(certificates.ca_file))
    assert outcome.report["data"]["responseCode"] == 200
    assert "sniHostName" in outcome.stderr


@pytest.mark.parametrize(
    "option",
    ["usingSocks5Proxy: { host: 'a@127.0.0.1://192.0.2.1', port: 1 }",
     "usingSocks5Proxy: { host: '192.0.2.1', port: 1 }",
     "usingSocks5Proxy: { host: 'socks5h://me@192.0.2.1', port: 1 }",
     "usingProxy: { host: 'http://192.0.2.1', port: 1 }",
     "usingProxy: { host: '127.0.0.1@192.0.2.1', port: 1 }", "dnsOverHttps: 'https://127.0.0.1@192.0.2.1/'"],
)  # fmt: skip
def test_no_option_leads_where_requests_may_not_go(server: HttpServer, option: str) -> None:
    outcome = request_once(server.url, f"{{ {option} }}", net="loopback")
    assert outcome.report["error"]["code"] == 2300007
    assert "192.0.2.1 is not allowed by --net loopback" in outcome.stderr
