"""Which certificate authorities are trusted: --cacert in addition to the environment's, the system's or certifi's."""

from __future__ import annotations

import os
import sys

from runtime.transport.libcurl import pycurl

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

# Where Linux distributions and macOS keep the bundle of the system.
SYSTEM_BUNDLES = (
    "/etc/ssl/certs/ca-certificates.crt",
    "/etc/pki/tls/certs/ca-bundle.crt",
    "/etc/ssl/ca-bundle.pem",
    "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",
    "/etc/ssl/cert.pem",
)

_NAMED_BY = ("SSL_CERT_FILE", "CURL_CA_BUNDLE")


def base_bundle(environ: Mapping[str, str]) -> str:
    """The bundle to trust without --cacert: SSL_CERT_FILE, CURL_CA_BUNDLE, the system's, else certifi's."""
    for name in _NAMED_BY:
        if environ.get(name):
            return environ[name]
    for path in SYSTEM_BUNDLES:
        if os.path.isfile(path):
            return path
    import certifi

    return certifi.where()


class TrustStore:
    """One bundle file for libcurl and, on Windows and macOS, the system's own store beside it.

    With `cacert` the file is a temporary one that joins both, removed by `close`. `options` are the options of TLS, a
    sum of bits.
    """

    def __init__(self, environ: Mapping[str, str], cacert: str, platform: str = sys.platform) -> None:
        self._joined = ""
        # What a person names in the environment is all that is trusted; else the system's own store is, too.
        is_native = platform in ("win32", "darwin") and not any(environ.get(name) for name in _NAMED_BY)
        self.options: int = pycurl.SSLOPT_NATIVE_CA if is_native else 0
        self._bundle = base_bundle(environ)
        if cacert:
            self._bundle = self._joined = _join(self._bundle, cacert)

    def apply(self, curl: Any) -> None:
        """Verify peer, proxy and host names against the bundle; one that cannot be read fails requests (2300077)."""
        curl.setopt(pycurl.SSL_VERIFYPEER, 1)
        curl.setopt(pycurl.SSL_VERIFYHOST, 2)
        curl.setopt(pycurl.CAINFO, self._bundle)
        curl.setopt(pycurl.PROXY_CAINFO, self._bundle)
        if self.options:
            curl.setopt(pycurl.SSL_OPTIONS, self.options)
            curl.setopt(pycurl.PROXY_SSL_OPTIONS, self.options)

    def extended(self, extra: bytes) -> bytes:
        """What is trusted, and the certificates of `extra` (PEM)."""
        try:
            with open(self._bundle, "rb") as bundle:
                return bundle.read() + b"\n" + extra
        except OSError:
            return extra

    def close(self) -> None:
        """Remove the temporary bundle."""
        if self._joined:
            os.unlink(self._joined)
            self._joined = ""


def _join(*paths: str) -> str:
    from tempfile import mkstemp

    # A path and not CAINFO_BLOB: libcurl keeps the parsed store of a file across connections, that of a blob not.
    fd, joined = mkstemp(prefix="ohosrun-ca-", suffix=".pem")
    with os.fdopen(fd, "wb") as target:
        for path in paths:
            try:
                with open(path, "rb") as part:
                    target.write(part.read() + b"\n")
            except OSError:
                continue  # settings checked --cacert; a missing base bundle leaves only what was asked for.
    return joined
