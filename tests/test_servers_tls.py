"""Each certificate and each broken handshake fails for its own reason and for no other."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Callable

import pycurl
import pytest

from tests.servers import raw
from tests.servers.client import Client, FetchError, fetch
from tests.servers.http import HttpServer, Response
from tests.servers.raw import RawServer
from tests.servers.sockets import ipv6_works
from tests.servers.tls import (
    Certificates,
    handshake_garbage,
    handshake_hang_up,
    handshake_reset,
    handshake_stall,
)

pytestmark = pytest.mark.usefixtures("no_thread_is_left")

# X509_V_ERR_* of OpenSSL's x509_vfy.h, as CURLINFO and ssl.SSLCertVerificationError.verify_code give them.
CERT_NOT_YET_VALID = 9
CERT_HAS_EXPIRED = 10
DEPTH_ZERO_SELF_SIGNED_CERT = 18
UNABLE_TO_GET_ISSUER_CERT_LOCALLY = 20
IP_ADDRESS_MISMATCH = 64
EE_KEY_TOO_SMALL = 66


def hello(_: object) -> Response:
    return Response("hello")


def verify_code(certificates: Certificates, port: int, security_level: int = 2) -> int:
    """Why OpenSSL rejects the certificate of the server at `port`; 0 when it does not."""
    context = ssl.create_default_context(cafile=str(certificates.ca_file))
    context.set_ciphers(f"DEFAULT:@SECLEVEL={security_level}")
    with socket.create_connection(("127.0.0.1", port), timeout=5) as connection:
        try:
            with context.wrap_socket(connection, server_hostname="127.0.0.1"):
                return 0
        except ssl.SSLCertVerificationError as error:
            return error.verify_code


@pytest.mark.parametrize("make", [Certificates.good, Certificates.complete_chain])
@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_good_certificates(
    make: Callable[[Certificates], ssl.SSLContext], host: str, certificates: Certificates
) -> None:
    with HttpServer(hello, tls=make(certificates)) as server, Client() as client:
        url = f"https://{host}:{server.port}"
        options = {pycurl.CAINFO: str(certificates.ca_file), pycurl.IPRESOLVE: pycurl.IPRESOLVE_V4}
        assert [client.fetch(url, options).body for _ in range(3)] == [b"hello"] * 3
        assert (server.connections, len(server.requests)) == (1, 3)
        assert server.tls_failures == []


@pytest.mark.skipif(not ipv6_works(), reason="no ::1 here")
def test_ipv6(certificates: Certificates) -> None:
    with HttpServer(hello, tls=certificates.good(), host="::1") as server:
        assert fetch(server.url, {pycurl.CAINFO: str(certificates.ca_file)}).body == b"hello"


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (Certificates.unknown_authority, UNABLE_TO_GET_ISSUER_CERT_LOCALLY),
        (Certificates.expired, CERT_HAS_EXPIRED),
        (Certificates.not_yet_valid, CERT_NOT_YET_VALID),
        (Certificates.wrong_host, IP_ADDRESS_MISMATCH),
        (Certificates.self_signed, DEPTH_ZERO_SELF_SIGNED_CERT),
        (Certificates.incomplete_chain, UNABLE_TO_GET_ISSUER_CERT_LOCALLY),
        (Certificates.weak_key, EE_KEY_TOO_SMALL),
    ],
    ids=lambda value: getattr(value, "__name__", None),
)
def test_a_bad_certificate_is_bad_for_one_reason(
    make: Callable[[Certificates], ssl.SSLContext], reason: int, certificates: Certificates
) -> None:
    with HttpServer(hello, tls=make(certificates)) as server:
        assert verify_code(certificates, server.port) == reason
        server.wait_until(lambda: len(server.tls_failures) == 1)
        with pytest.raises(FetchError) as caught:
            fetch(server.url, {pycurl.CAINFO: str(certificates.ca_file)})
        assert caught.value.code == pycurl.E_PEER_FAILED_VERIFICATION
        assert server.requests == []


def test_a_weak_key_is_bad_for_its_length_only(certificates: Certificates) -> None:
    with HttpServer(hello, tls=certificates.weak_key()) as server:
        assert verify_code(certificates, server.port, security_level=0) == 0


def test_tls_1_0_only(certificates: Certificates) -> None:
    with HttpServer(hello, tls=certificates.tls10_only()) as server:
        with pytest.raises(FetchError) as caught:
            fetch(server.url, {pycurl.CAINFO: str(certificates.ca_file)})
        assert caught.value.code == pycurl.E_SSL_CONNECT_ERROR
        old = {
            pycurl.CAINFO: str(certificates.ca_file),
            pycurl.SSLVERSION: pycurl.SSLVERSION_TLSv1_0,
            pycurl.SSL_CIPHER_LIST: "ALL:@SECLEVEL=0",
        }
        assert fetch(server.url, old).body == b"hello"


def test_no_common_cipher(certificates: Certificates) -> None:
    with HttpServer(hello, tls=certificates.no_common_cipher()) as server:
        with pytest.raises(FetchError) as caught:
            fetch(server.url, {pycurl.CAINFO: str(certificates.ca_file)})
        assert caught.value.code == pycurl.E_SSL_CONNECT_ERROR
        server.wait_until(lambda: len(server.tls_failures) == 1)
        assert "NO_SHARED_CIPHER" in server.tls_failures[0]


def test_a_client_certificate_is_demanded(certificates: Certificates) -> None:
    trust = {pycurl.CAINFO: str(certificates.ca_file)}
    with HttpServer(hello, tls=certificates.client_certificate_required()) as server:
        assert fetch(server.url, {**trust, pycurl.SSLCERT: str(certificates.client_file)}).body == b"hello"
        for options in (trust, {**trust, pycurl.SSLCERT: str(certificates.unaccepted_client_file)}):
            with pytest.raises(FetchError) as caught:
                fetch(server.url, options)
            # TLS 1.3: the handshake succeeds for the client, the alert comes when it reads.
            assert caught.value.code == pycurl.E_RECV_ERROR
        server.wait_until(lambda: len(server.tls_failures) == 2)
        assert len(server.requests) == 1


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (handshake_garbage, pycurl.E_SSL_CONNECT_ERROR),
        (handshake_hang_up, pycurl.E_SSL_CONNECT_ERROR),
        (handshake_reset, pycurl.E_SSL_CONNECT_ERROR),
        (handshake_stall, pycurl.E_OPERATION_TIMEDOUT),
    ],
)
def test_broken_handshakes(make: Callable[[], RawServer], code: int) -> None:
    with make() as server:
        assert server.url.startswith("https://")
        with pytest.raises(FetchError) as caught:
            fetch(server.url, {pycurl.TIMEOUT_MS: 300 if make is handshake_stall else 10_000})
        assert caught.value.code == code


def test_a_script_runs_over_tls_and_ends_with_close_notify(certificates: Certificates) -> None:
    # The body ends with the connection, so only the close_notify says that it is complete.
    answer = b"HTTP/1.1 200 OK\r\n\r\nall"
    trust = {pycurl.CAINFO: str(certificates.ca_file)}
    with RawServer([raw.receive(), raw.send(answer)], tls=certificates.good()) as server:
        assert fetch(server.url, trust).body == b"all"
    with (
        RawServer([raw.receive(), raw.send(answer), raw.cut()], tls=certificates.good()) as server,
        pytest.raises(FetchError) as caught,
    ):
        fetch(server.url, trust)
    assert caught.value.code == pycurl.E_RECV_ERROR


def test_closing_ends_a_half_made_handshake(certificates: Certificates) -> None:
    tls = certificates.good()
    with HttpServer(hello, tls=tls) as http, RawServer([raw.receive()], tls=tls) as scripted:
        clients = [socket.create_connection(("127.0.0.1", server.port)) for server in (http, scripted)]
        for client in clients:
            client.sendall(b"\x16\x03\x01")
        http.wait_until(lambda: http.connections == 1)
        scripted.wait_until(lambda: scripted.connections == 1)
    for client in clients:
        client.close()


def test_plain_http_to_a_tls_server_is_a_tls_failure(certificates: Certificates) -> None:
    with HttpServer(hello, tls=certificates.good()) as server:
        with pytest.raises(FetchError):
            fetch(f"http://127.0.0.1:{server.port}/")
        server.wait_until(lambda: len(server.tls_failures) == 1)
        assert "HTTP_REQUEST" in server.tls_failures[0]
