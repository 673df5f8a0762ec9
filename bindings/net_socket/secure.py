"""TLS of a script's sockets: `secureOptions` and what the session says of itself."""

from __future__ import annotations

import ssl

from bindings.net_socket import errors
from bindings.net_socket.sockets import StreamSocket

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

_VERSIONS = {"TLSv1.2": ssl.TLSVersion.TLSv1_2, "TLSv1.3": ssl.TLSVersion.TLSv1_3}


class SecureOptionsError(Exception):
    """A certificate, key or cipher list that cannot be used."""


class TlsSocket(StreamSocket):
    """A connection of a script that speaks TLS."""

    base = errors.TLS

    def __init__(self, loop: Any, tell: Any) -> None:
        super().__init__(loop, tell)
        self._context: ssl.SSLContext | None = None
        self._server_name: str | None = None

    def use(self, context: ssl.SSLContext, server_name: str | None) -> None:
        """What the next connect() speaks with, and whose certificate it expects."""
        self._context, self._server_name = context, server_name

    def tls_context(self) -> tuple[ssl.SSLContext | None, str | None]:
        """What to speak TLS with, and the name to verify."""
        return self._context, self._server_name


def client_context(options: Mapping[str, Any], bundle: str) -> ssl.SSLContext:
    """The context of a client; `options` are secureOptions, `bundle` the authorities without a `ca` of their own.

    Raises SecureOptionsError.
    """
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    if options.get("skipRemoteValidation"):
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    elif not options.get("ca"):
        context.load_verify_locations(bundle)
    return _configured(context, options)


def server_context(options: Mapping[str, Any]) -> ssl.SSLContext:
    """The context of a server. Raises SecureOptionsError."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    if options.get("isBidirectionalAuthentication"):
        context.verify_mode = ssl.CERT_REQUIRED
    return _configured(context, options)


def _configured(context: ssl.SSLContext, options: Mapping[str, Any]) -> ssl.SSLContext:
    try:
        authorities = options.get("ca")
        for authority in authorities if isinstance(authorities, list) else [authorities]:
            if authority:
                context.load_verify_locations(cadata=authority)
        if options.get("cert") and options.get("key"):
            _load_certificate(context, options["cert"], options["key"], options.get("password") or None)
        if options.get("cipherSuite"):
            context.set_ciphers(options["cipherSuite"])
        if options.get("ALPNProtocols"):
            context.set_alpn_protocols([str(name) for name in options["ALPNProtocols"]])
    except (ssl.SSLError, ValueError, TypeError, OSError) as error:
        raise SecureOptionsError(str(error)) from None
    named = options.get("protocols")
    versions = [_VERSIONS[name] for name in (named if isinstance(named, list) else [named]) if name in _VERSIONS]
    if versions:
        context.minimum_version, context.maximum_version = min(versions), max(versions)
    return context


def _load_certificate(context: ssl.SSLContext, certificate: str, key: str, password: str | None) -> None:
    """The library reads files alone: they are there for this call, and readable by the user alone."""
    from tempfile import NamedTemporaryFile

    with NamedTemporaryFile("w", suffix=".pem", encoding="utf-8") as chain:
        chain.write(f"{certificate}\n{key}\n")
        chain.flush()
        # Without a password the library would ask for one on the terminal.
        context.load_cert_chain(chain.name, password=password or (lambda: ""))


def certificate_of(session: ssl.SSLObject) -> bytes | None:
    """The peer's certificate, as PEM."""
    encoded = session.getpeercert(binary_form=True)
    return ssl.DER_cert_to_PEM_cert(encoded).encode() if encoded else None
