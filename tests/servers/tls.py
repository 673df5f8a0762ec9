"""TLS made at run time: a certificate authority, good contexts, and one for every way a handshake can fail.

The methods of `Certificates` return what a server's `tls` argument takes:
`HttpServer(handler, tls=certificates.expired())`.
"""

from __future__ import annotations

import ssl
import warnings
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from functools import cached_property
from ipaddress import IPv4Address, IPv6Address
from pathlib import Path

import trustme
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from cryptography.x509.oid import NameOID

from tests.servers.raw import RawServer, receive_bytes, reset, send, stall, wait_for_hang_up

# What the good certificate is good for. Names under .test are never in the DNS (RFC 6761 6.2): they need a
# proxy or --resolve.
IDENTITIES = ("127.0.0.1", "::1", "localhost", "example.test", "*.example.test")
HTTP1_ONLY = ("http/1.1",)
HTTP2 = ("h2", "http/1.1")

_Key = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey
_SUBJECT = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
_DAY = timedelta(days=1)
# Level 0 of OpenSSL allows what its default levels reject: short keys, TLS 1.0, ciphers without encryption.
_NO_SECURITY_LEVEL = "ALL:eNULL:@SECLEVEL=0"


class Certificates:
    """One certificate authority, its files, and server contexts. Keys are made once, when first needed.

    ca_file: PEM of the authority that clients are to trust
    client_file: PEM of a client's key and certificate that `client_certificate_required` accepts
    unaccepted_client_file: the same from an authority it does not know
    """

    def __init__(self, folder: Path) -> None:
        self._authority = trustme.CA()
        self._stranger = trustme.CA()
        self.ca_file = folder / "ca.pem"
        self.client_file = folder / "client.pem"
        self.unaccepted_client_file = folder / "unaccepted-client.pem"
        self._folder = folder
        self._authority.cert_pem.write_to_path(str(self.ca_file))
        for authority, file in (
            (self._authority, self.client_file),
            (self._stranger, self.unaccepted_client_file),
        ):
            leaf = authority.issue_cert("client@example.test")
            leaf.private_key_and_cert_chain_pem.write_to_path(str(file))

    def good(self, alpn: Sequence[str] = HTTP1_ONLY) -> ssl.SSLContext:
        """Trusted and valid for all IDENTITIES."""
        return _context(self._good, alpn)

    def unknown_authority(self) -> ssl.SSLContext:
        """Like `good`, but issued by an authority that is not in `ca_file`."""
        return _context(self._stranger.issue_cert(*IDENTITIES))

    def expired(self) -> ssl.SSLContext:
        """Valid until yesterday."""
        now = datetime.now(UTC)
        return _context(self._authority.issue_cert(*IDENTITIES, not_before=now - 30 * _DAY, not_after=now - _DAY))

    def not_yet_valid(self) -> ssl.SSLContext:
        """Valid from tomorrow."""
        now = datetime.now(UTC)
        return _context(self._authority.issue_cert(*IDENTITIES, not_before=now + _DAY, not_after=now + 30 * _DAY))

    def wrong_host(self) -> ssl.SSLContext:
        """Trusted, but for a host that no server here has."""
        return _context(self._authority.issue_cert("wrong.test"))

    def self_signed(self) -> ssl.SSLContext:
        """Issued by itself."""
        return self._context_from_pem("self-signed", _self_signed_pem())

    def incomplete_chain(self) -> ssl.SSLContext:
        """Issued by an intermediate authority whose certificate the server does not send."""
        leaf = self._authority.create_child_ca().issue_cert(*IDENTITIES)
        return self._context_from_pem("incomplete", leaf.private_key_pem.bytes() + leaf.cert_chain_pems[0].bytes())

    def complete_chain(self) -> ssl.SSLContext:
        """Issued by an intermediate authority whose certificate the server sends."""
        return _context(self._authority.create_child_ca().issue_cert(*IDENTITIES))

    def with_intermediate(self) -> tuple[ssl.SSLContext, Path]:
        """A leaf that is sent alone, and the file of the intermediate authority that issued it."""
        authority = self._stranger.create_child_ca()
        leaf = authority.issue_cert(*IDENTITIES)
        path = self._folder / "middle.pem"
        authority.cert_pem.write_to_path(str(path))
        pem = leaf.private_key_pem.bytes() + leaf.cert_chain_pems[0].bytes()
        return self._context_from_pem("below-middle", pem), path

    def client_with_password(self, password: str) -> tuple[Path, Path]:
        """The certificate and the encrypted key of a client that `client_certificate_required` accepts."""
        leaf = self._authority.issue_cert("client@example.test")
        certificate, key = self._folder / "locked.pem", self._folder / "locked.key"
        leaf.cert_chain_pems[0].write_to_path(str(certificate))
        locked = BestAvailableEncryption(password.encode())
        private = _load_key(leaf.private_key_pem.bytes())
        key.write_bytes(private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, locked))
        return certificate, key

    def weak_key(self) -> ssl.SSLContext:
        """Trusted, but with RSA of 1024 bits: too short for OpenSSL's level 2, the default since 3.2."""
        return self._context_from_pem("weak", self._weak_key_pem, ciphers=_NO_SECURITY_LEVEL)

    def tls10_only(self) -> ssl.SSLContext:
        """Speaks nothing newer than TLS 1.0."""
        context = _context(self._good, ciphers=_NO_SECURITY_LEVEL)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)
            context.minimum_version = ssl.TLSVersion.TLSv1
            context.maximum_version = ssl.TLSVersion.TLSv1
        return context

    def no_common_cipher(self) -> ssl.SSLContext:
        """TLS 1.2 with a cipher that encrypts nothing, which clients do not offer."""
        context = _context(self._good, ciphers="ECDHE-ECDSA-NULL-SHA:@SECLEVEL=0")
        context.maximum_version = ssl.TLSVersion.TLSv1_2
        return context

    def client_certificate_required(self) -> ssl.SSLContext:
        """Demands a client certificate of this authority; in TLS 1.3 the refusal follows the handshake."""
        context = _context(self._good)
        context.verify_mode = ssl.CERT_REQUIRED
        self._authority.configure_trust(context)
        return context

    def good_pem(self) -> tuple[str, str]:
        """The certificate chain and the key of `good`."""
        chain = b"".join(pem.bytes() for pem in self._good.cert_chain_pems)
        return chain.decode(), self._good.private_key_pem.bytes().decode()

    @cached_property
    def _good(self) -> trustme.LeafCert:
        return self._authority.issue_cert(*IDENTITIES)

    @cached_property
    def _weak_key_pem(self) -> bytes:
        authority_key = _load_key(self._authority.private_key_pem.bytes())
        issuer = x509.load_pem_x509_certificate(self._authority.cert_pem.bytes()).subject
        key = rsa.generate_private_key(public_exponent=65537, key_size=1024)
        return _leaf_pem(key, issuer, authority_key)

    def _context_from_pem(self, name: str, pem: bytes, ciphers: str | None = None) -> ssl.SSLContext:
        # The ssl module loads certificates from files only.
        path = self._folder / f"{name}.pem"
        path.write_bytes(pem)
        context = _empty_context(HTTP1_ONLY, ciphers)
        context.load_cert_chain(path)
        return context


def handshake_garbage() -> RawServer:
    """A server that answers the ClientHello with something that is not TLS."""
    return RawServer([receive_bytes(), send(b"This is not TLS.\r\n"), wait_for_hang_up()], scheme="https")


def handshake_hang_up() -> RawServer:
    """A server that closes the connection in the middle of the handshake."""
    return RawServer([receive_bytes()], scheme="https")


def handshake_reset() -> RawServer:
    """A server that resets the connection in the middle of the handshake."""
    return RawServer([receive_bytes(), reset()], scheme="https")


def handshake_stall() -> RawServer:
    """A server that never answers the ClientHello."""
    return RawServer([stall()], scheme="https")


def _context(leaf: trustme.LeafCert, alpn: Sequence[str] = HTTP1_ONLY, ciphers: str | None = None) -> ssl.SSLContext:
    context = _empty_context(alpn, ciphers)
    leaf.configure_cert(context)
    return context


def _empty_context(alpn: Sequence[str], ciphers: str | None) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.set_alpn_protocols(list(alpn))
    if ciphers:
        # Before the certificate is loaded: its key is measured against the security level then.
        context.set_ciphers(ciphers)
    return context


def _self_signed_pem() -> bytes:
    key = ec.generate_private_key(ec.SECP256R1())
    return _leaf_pem(key, _SUBJECT, key)


def _leaf_pem(key: _Key, issuer: x509.Name, issuer_key: _Key) -> bytes:
    """PEM of `key` and a certificate for 127.0.0.1, ::1 and localhost, signed with `issuer_key`."""
    now = datetime.now(UTC)
    names = [
        x509.IPAddress(IPv4Address("127.0.0.1")),
        x509.IPAddress(IPv6Address("::1")),
        x509.DNSName("localhost"),
    ]
    certificate = (
        x509.CertificateBuilder()
        .subject_name(_SUBJECT)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - _DAY)
        .not_valid_after(now + _DAY)
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key.public_key()), critical=False)
        .sign(issuer_key, hashes.SHA256())
    )
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return private + certificate.public_bytes(Encoding.PEM)


def _load_key(pem: bytes) -> _Key:
    key = load_pem_private_key(pem, password=None)
    assert isinstance(key, ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey)
    return key
