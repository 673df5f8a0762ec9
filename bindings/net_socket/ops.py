"""The ops of @ohos.net.socket: a script's sockets by their numbers."""

from __future__ import annotations

import errno
import socket

from bindings.net_socket import addresses, errors
from bindings.net_socket.datagrams import DatagramSocket
from bindings.net_socket.servers import ServerSocket
from bindings.net_socket.sockets import CONNECT, LOCAL, MESSAGE, StreamSocket
from runtime.transport.routes import routes_for

TYPE_CHECKING = False
if TYPE_CHECKING:
    import ssl
    from collections.abc import Callable, Mapping
    from typing import Any, TypeAlias

    from bindings.net_socket.sockets import Settle
    from runtime.modules.contract import Function, Host

    Socket: TypeAlias = StreamSocket | DatagramSocket | ServerSocket

INTERNET = "ohos.permission.INTERNET"


def open_binding(host: Host) -> Sockets:
    """The binding for one run."""
    return Sockets(host)


class Sockets:
    """Every socket of one run, and what is called on each."""

    def __init__(self, host: Host) -> None:
        self._host = host
        self._routes = routes_for(host.settings, host.substitute)
        self._refused: set[str] = set()
        self._sockets: dict[int, Any] = {}
        self._delivers: dict[int, Function] = {}
        self._last = 0

    def ops(self) -> Mapping[str, Callable[..., Any]]:
        """What the façade calls, by name."""
        return {
            "open": self._open,
            "attach": self._attach,
            "denied": lambda: INTERNET in self._host.settings.deny,
            "bind": self._bind,
            "connect": self._connect,
            "connectLocal": self._connect_local,
            "listen": self._listen,
            "listenLocal": self._listen_local,
            "send": self._send,
            "sendTo": self._send_to,
            "close": lambda number, settle: self._sockets[number].close(self._settle(settle)),
            "setOptions": self._set_options,
            "state": self._state,
            "address": self._address,
            "descriptor": self._descriptor,
            "session": self._session,
            "join": self._join,
            "leave": self._leave,
            "groupOption": self._group_option,
        }

    def close(self) -> None:
        """The run is over."""
        self._delivers.clear()
        for each in self._sockets.values():
            each.drop()
        self._sockets.clear()

    # Making ---------------------------------------------------------------------------------------------------

    def _open(self, kind: str, deliver: Function) -> int:
        """A new socket of a kind; returns its number."""
        number = self._number()
        self._delivers[number] = deliver
        loop = self._host.loop
        if kind == "datagram":
            self._sockets[number] = DatagramSocket(loop, lambda *news: self._tell(number, *news))
        elif kind == "server":
            self._sockets[number] = ServerSocket(loop, lambda *made: self._accepted(number, *made))
        elif kind == "tls server":
            self._sockets[number] = ServerSocket(loop, lambda *made: self._accepted(number, *made), errors.TLS)
        elif kind == "tls":
            from bindings.net_socket.secure import TlsSocket

            self._sockets[number] = TlsSocket(loop, lambda *news: self._tell(number, *news))
        else:
            self._sockets[number] = StreamSocket(loop, lambda *news: self._tell(number, *news))
        return number

    def _attach(self, number: int, deliver: Function) -> None:
        """Deliver the news of a connection that a server accepted."""
        self._delivers[number] = deliver

    def _number(self) -> int:
        self._last += 1
        return self._last

    def _accepted(self, server: int, made: socket.socket, address: Any, context: ssl.SSLContext | None) -> None:
        number = self._number()

        def tell(event: str, value: Any, other: Any) -> None:
            if event == CONNECT:
                self._tell(server, CONNECT, number, None)
            else:
                self._tell(number, event, value, other)

        accepted = StreamSocket(self._host.loop, tell)
        self._sockets[number] = accepted
        accepted.adopt(made, address, context)

    # Telling --------------------------------------------------------------------------------------------------

    def _tell(self, number: int, event: str, value: Any = None, other: Any = None) -> None:
        """News of a socket, now, in a macrotask of its own."""
        deliver = self._delivers.get(number)
        if deliver is None:
            return
        host = self._host
        if event == MESSAGE:
            size = len(value)
            handle = self._sockets[number].handle
            family = handle.family if handle is not None else socket.AF_INET
            try:
                value = host.to_js(value)
            except MemoryError:
                return
            host.enter(deliver, event, (value, *addresses.written(other, family), size))
        else:
            host.enter(deliver, event, (value, other))

    def _settle(self, function: Function) -> Settle:
        host = self._host

        def settle(code: int, message: str, value: Any) -> None:
            host.loop.call_soon(lambda: host.enter(function, code, (message, value)))

        return settle

    # Beginning ------------------------------------------------------------------------------------------------

    def _bind(self, number: int, address: str, port: float, family: float, settle: Function) -> None:
        kind = addresses.family_of(int(family))
        self._sockets[number].bind(kind, addresses.bind_address(address, int(port), kind), self._settle(settle))

    def _connect(
        self, number: int, address: str, port: float, family: float, timeout: float, secure: Any, settle: Function
    ) -> None:
        target = self._sockets[number]
        answer = self._settle(settle)
        if secure is not None:
            from bindings.net_socket.secure import SecureOptionsError, client_context
            from runtime.transport.environment import environment
            from runtime.transport.trust import base_bundle

            options = secure.to_python()
            bundle = self._host.settings.cacert or base_bundle(environment())
            try:
                context = client_context(options, bundle)
            except SecureOptionsError as error:
                answer(errors.TLS_LIBRARY, f"{errors.TLS_LIBRARY_TEXT}: {error}", None)
                return
            target.use(context, address or "localhost")
        if self._may_reach(address, int(port), answer):
            target.connect_by_name(address, int(port), addresses.family_of(int(family)), timeout, answer)

    def _connect_local(self, number: int, path: str, timeout: float, settle: Function) -> None:
        answer = self._settle(settle)
        if not LOCAL:
            answer(*errors.problem_of(OSError(errno.EAFNOSUPPORT, "")), None)
            return
        self._sockets[number].connect_to_path(path, timeout, answer)

    def _listen(self, number: int, address: str, port: float, family: float, secure: Any, settle: Function) -> None:
        answer = self._settle(settle)
        context = None
        if secure is not None:
            from bindings.net_socket.secure import SecureOptionsError, server_context

            try:
                context = server_context(secure.to_python())
            except SecureOptionsError as error:
                answer(errors.TLS_LIBRARY, f"{errors.TLS_LIBRARY_TEXT}: {error}", None)
                return
        kind = addresses.family_of(int(family))
        self._sockets[number].listen(kind, addresses.bind_address(address, int(port), kind), answer, context)

    def _listen_local(self, number: int, path: str, settle: Function) -> None:
        answer = self._settle(settle)
        if not LOCAL:
            answer(*errors.problem_of(OSError(errno.EAFNOSUPPORT, "")), None)
            return
        self._sockets[number].listen(LOCAL, path, answer)

    def _may_reach(self, address: str, port: int, answer: Settle) -> bool:
        """Whether --net lets the run talk to `address`; otherwise it is told, and so is the program."""
        authority = f"[{address}]" if ":" in address else address
        if self._routes is None or self._routes.allows(f"http://{authority}:{port}"):
            return True
        if address not in self._refused:
            self._refused.add(address)
            self._host.inform(f"{address} was not asked: --net {self._routes.net} keeps the run from it")
        answer(*errors.problem_of(OSError(errno.EHOSTUNREACH, "")), None)
        return False

    # Using ----------------------------------------------------------------------------------------------------

    def _send(self, number: int, data: Any, settle: Function) -> None:
        self._sockets[number].send(_bytes(data), self._settle(settle))

    def _send_to(self, number: int, data: Any, address: str, port: float, family: float, settle: Function) -> None:
        kind, answer = addresses.family_of(int(family)), self._settle(settle)
        if self._may_reach(address, int(port), answer):
            self._sockets[number].send(_bytes(data), address, int(port), kind, answer)

    def _set_options(self, number: int, values: Any, settle: Function) -> None:
        self._sockets[number].set_options(values.to_python(), self._settle(settle))

    def _state(self, number: int) -> tuple[bool, bool, bool]:
        """isBound, isClose, isConnected."""
        each = self._sockets[number]
        return each.is_bound and not each.is_closed, each.is_closed, each.is_connected

    def _address(self, number: int, whose: str) -> tuple[Any, ...]:
        """Address, port and family of the `local` or `remote` end; code and message where there is none."""
        each = self._sockets[number]
        handle = each.handle
        base = getattr(each, "base", errors.PLAIN)
        if handle is None:
            return errors.bad_descriptor(base)
        try:
            found = handle.getsockname() if whose == "local" else handle.getpeername()
        except OSError as error:
            return errors.problem_of(error, base)
        return addresses.written(found, handle.family)

    def _descriptor(self, number: int) -> int:
        """The system's number of it, -1 for none."""
        handle = self._sockets[number].handle
        return handle.fileno() if handle is not None else -1

    def _session(self, number: int, what: str) -> Any:
        """What a TLS session says of itself; None where there is none."""
        from bindings.net_socket.secure import certificate_of

        session = self._sockets[number].tls
        if session is None or session.version() is None:
            return None
        if what == "protocol":
            return session.version()
        if what == "ciphers":
            return [cipher[0] for cipher in session.shared_ciphers() or [session.cipher()]]
        encoded = certificate_of(session)
        return self._host.to_js(encoded) if encoded is not None else None

    # Groups ---------------------------------------------------------------------------------------------------

    def _join(self, number: int, address: str, port: float, family: float, settle: Function) -> None:
        kind = addresses.family_of(int(family))
        self._sockets[number].join(kind, address, int(port), self._settle(settle))

    def _leave(self, number: int, address: str, family: float, settle: Function) -> None:
        self._sockets[number].leave(addresses.family_of(int(family)), address, self._settle(settle))

    def _group_option(self, number: int, name: str, value: Any, settle: Function) -> None:
        self._sockets[number].group_option(name, None if value is None else int(value), self._settle(settle))


def _bytes(data: Any) -> bytes:
    """Text as UTF-8, a buffer as it is."""
    if isinstance(data, str):
        return data.encode("utf-8", "replace")
    taken: bytes = data if isinstance(data, bytes) else data.to_bytes()
    return taken
