"""TLS of a script's sockets: `secureOptions` and what the session says of itself."""

from __future__ import annotations

import socket
import ssl

from bindings.net_socket import errors
from bindings.net_socket.signatures import listen_to
from bindings.net_socket.sockets import ERROR, StreamSocket

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from bindings.net_socket.sockets import Settle, Tell
    from runtime.loop import Loop

_VERSIONS = {"TLSv1.2": ssl.TLSVersion.TLSv1_2, "TLSv1.3": ssl.TLSVersion.TLSv1_3}


class SecureOptionsError(Exception):
    """A certificate, key or cipher list that cannot be used."""


class TlsSocket(StreamSocket):
    """A connection of a script that speaks TLS. It has to be bound before anything else, which binds nothing."""

    def __init__(self, loop: Loop, tell: Tell) -> None:
        super().__init__(loop, tell, errors.TLS)
        self.unused = self.never_open = errors.NO_BIND
        self.unconnected = errors.NO_SESSION
        self._context: ssl.SSLContext | None = None
        self._server_name: str | None = None

    def use(self, context: ssl.SSLContext, server_name: str | None, certificate: str) -> None:
        """What the next connect() speaks with, and what it says and shows."""
        self._context, self._server_name, self.certificate = context, server_name, certificate

    def take_over(self, other: StreamSocket) -> errors.Problem | None:
        """Go on with the connection of `other`, which is closed by that; what is wrong, or None."""
        if other.handle is None:
            return errors.INVALID_DESCRIPTOR
        if not other.is_connected:
            return errors.NOT_CONNECTED
        self.peer = other.peer
        self._stream = other.give_up()
        assert self._stream is not None, "connected without a stream"
        self._stream.hand_over(self)
        self.is_bound = True
        return None

    def bind(self, family: int, address: Any, settle: Settle) -> None:
        """Make the system's socket."""
        if not self.is_bound:
            self._unused = socket.socket(family, socket.SOCK_STREAM)
            self.is_bound, self.is_closed = True, False
        settle(0, "", None)

    def close(self, settle: Settle) -> None:
        """Close what is open; without a session that is an error, and the socket is not bound any more."""
        if self.is_bound and not self.is_connected and self._connecting is None:
            self._release_unused()
            self.is_bound = False
            if self._stream is None:
                settle(*errors.NO_SESSION, None)
                return
        super().close(settle)

    def on_closed(self, error: OSError | None) -> None:
        """It is not bound any more, unless the connection failed (Owner.on_closed)."""
        super().on_closed(error)
        self.is_bound = not self.is_closed

    def tls_context(self) -> tuple[ssl.SSLContext | None, str | None]:
        """What to speak TLS with, and the name to ask for."""
        return self._context, self._server_name

    def connect_problem(self, error: OSError, *, is_reached: bool = False) -> errors.Problem:
        """Without a connection there is no session; a handshake that fails says why."""
        if not is_reached:
            return errors.NO_SESSION
        return errors.TLS_LIBRARY, f"{errors.TLS_LIBRARY_TEXT}: {getattr(error, 'reason', None) or error}"

    def _may_connect(self, settle: Settle) -> bool:
        if not self.is_bound:
            settle(*errors.NO_BIND, None)
            return False
        if self._stream is not None and self._stream.tls is None and self._connecting is None:
            # The connection of a TCP socket: it is reached already.
            assert self._context is not None, "a connect() without a context"
            self._connecting = settle
            self._stream.start_tls(self._context, self._server_name)
            return False
        return super()._may_connect(settle)

    def _not_connected(self, problem: errors.Problem) -> None:
        if self._connecting is not None:
            self._news(ERROR, *problem)
        super()._not_connected(problem)


def client_context(options: Mapping[str, Any], bundle: str) -> ssl.SSLContext:
    """The context of a client; `options` are secureOptions, `bundle` the authorities without a `ca` of their own.

    A device verifies the chain and does not compare names. Raises SecureOptionsError.
    """
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    if options.get("skipRemoteValidation"):
        context.verify_mode = ssl.CERT_NONE
    elif not options.get("ca"):
        context.load_verify_locations(bundle)
    return _configured(context, options)


def server_context(options: Mapping[str, Any]) -> tuple[ssl.SSLContext, str]:
    """The context of a server, and what of the options it cannot use: a device listens all the same.

    Without an authority that can be read it goes on; without a certificate no client gets through.
    """
    problem = ""
    for usable in (options, {**options, "ca": None}, {}):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        if options.get("isBidirectionalAuthentication"):
            context.verify_mode = ssl.CERT_REQUIRED
        try:
            return _configured(context, usable), problem
        except SecureOptionsError as error:
            problem = str(error)
    raise AssertionError("a context without options")


def _configured(context: ssl.SSLContext, options: Mapping[str, Any]) -> ssl.SSLContext:
    listen_to(context)
    try:
        authorities = options.get("ca")
        for authority in authorities if isinstance(authorities, list) else [authorities]:
            if authority:
                context.load_verify_locations(cadata=authority)
        if options.get("cert") and options.get("key"):
            password = options.get("password") or options.get("passwd")
            _load_certificate(context, options["cert"], options["key"], password)
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


def encoded(certificate: str) -> bytes | None:
    """A certificate of a script, PEM, as DER; None where it is none."""
    begin = certificate.find("-----BEGIN CERTIFICATE-----")
    end = certificate.find("-----END CERTIFICATE-----", begin)
    if begin < 0 or end < 0:
        return None
    try:
        return ssl.PEM_cert_to_DER_cert(certificate[begin : end + len("-----END CERTIFICATE-----")])
    except ValueError:
        return None
