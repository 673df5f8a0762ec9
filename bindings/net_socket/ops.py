"""The ops of @ohos.net.socket: a script's sockets by their numbers."""

from __future__ import annotations

import errno
import socket

from bindings.kit.reach import Reach
from bindings.net_socket import addresses, errors, options
from bindings.net_socket.datagrams import DatagramSocket
from bindings.net_socket.proxies import Proxy
from bindings.net_socket.servers import LocalServer, ServerSocket, TlsServer
from bindings.net_socket.sockets import CLOSE, CONNECT, LOCAL, MESSAGE, LocalSocket, StreamSocket
from runtime.transport.routes import routes_for

TYPE_CHECKING = False
if TYPE_CHECKING:
    import ssl
    from collections.abc import Callable, Mapping
    from typing import Any

    from bindings.net_socket.sockets import Settle
    from runtime.modules.contract import Function, Host

_SERVERS = {"server": ServerSocket, "tls server": TlsServer, "local server": LocalServer}


def open_binding(host: Host) -> Sockets:
    """The binding for one run."""
    return Sockets(host)


class Sockets:
    """Every socket of one run, and what is called on each."""

    def __init__(self, host: Host) -> None:
        self._host = host
        self._reach = Reach(host, routes_for(host.settings, host.substitute))
        self._sockets: dict[int, Any] = {}
        self._delivers: dict[int, Function] = {}
        self._last = 0

    def ops(self) -> Mapping[str, Callable[..., Any]]:
        """What the façade calls, by name."""
        return {
            "open": self._open,
            "attach": self._attach,
            "upgrade": self._upgrade,
            "bind": self._bind,
            "bindLocal": self._bind_local,
            "connect": self._connect,
            "connectLocal": self._connect_local,
            "listen": self._listen,
            "listenLocal": self._listen_local,
            "send": self._send,
            "sendTo": self._send_to,
            "close": lambda number, settle: self._sockets[number].close(self._settle(settle)),
            "setOptions": self._set_options,
            "options": self._options,
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
        if kind in _SERVERS:
            self._sockets[number] = _SERVERS[kind](loop, lambda *made: self._accepted(number, *made))
            return number

        def tell(event: str, value: Any, other: Any) -> None:
            self._tell(number, event, value, other)

        if kind == "datagram":
            self._sockets[number] = DatagramSocket(loop, tell)
        elif kind == "tls":
            from bindings.net_socket.secure import TlsSocket

            self._sockets[number] = TlsSocket(loop, tell)
        else:
            self._sockets[number] = (LocalSocket if kind == "local" else StreamSocket)(loop, tell)
        return number

    def _upgrade(self, number: int, other: int) -> tuple[Any, ...]:
        """Let TLS socket `number` go on with the connection of `other`; code and message, (0, "") for success."""
        return self._sockets[number].take_over(self._sockets[other]) or (0, "")

    def _attach(self, number: int, deliver: Function) -> None:
        """Deliver the news of a connection that a server accepted."""
        self._delivers[number] = deliver

    def _number(self) -> int:
        self._last += 1
        return self._last

    def _accepted(self, server: int, made: socket.socket, address: Any, context: ssl.SSLContext | None) -> None:
        number = self._number()
        listening = self._sockets[server]

        def tell(event: str, value: Any, other: Any) -> None:
            if event == CONNECT:
                self._tell(server, CONNECT, number, None)
                return
            if event == CLOSE:
                listening.clients.discard(number)
            self._tell(number, event, value, other)

        accepted = StreamSocket(self._host.loop, tell, listening.base)
        accepted.certificate = listening.certificate
        listening.clients.add(number)
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
        kind, answer = addresses.family_of(int(family)), self._settle(settle)
        base = self._sockets[number].base
        if address == "localhost":
            address = "::1" if kind == socket.AF_INET6 else "127.0.0.1"
        # A name that is no address of this computer is none to bind; a TLS socket binds nothing.
        is_refused = addresses.is_name(address) and base == errors.PLAIN
        host = addresses.bindable(address, kind) if not is_refused else None
        if host is None:
            answer(*errors.PARAMETER, None)
            return
        self._sockets[number].bind(kind, addresses.bind_address(host, int(port), kind), answer)
        self._say_if_elsewhere(number, int(port))

    def _say_if_elsewhere(self, number: int, port: int) -> None:
        """Tell that another port than the one asked for was chosen, as a device does where it is taken."""
        handle = self._sockets[number].handle
        if port and handle is not None and handle.family in (socket.AF_INET, socket.AF_INET6):
            chosen = handle.getsockname()[1]
            if chosen not in (port, 0):
                self._host.inform(f"port {port} is taken: the socket has port {chosen}, as on a device")

    def _connect(
        self,
        number: int,
        address: str,
        port: float,
        family: float,
        timeout: float,
        secure: Any,
        proxy: Any,
        settle: Function,
    ) -> None:
        target, answer, kind = self._sockets[number], self._settle(settle), addresses.family_of(int(family))
        if not address or addresses.is_literal(address, addresses.other_than(kind)):
            answer(*errors.PARAMETER, None)
            return
        if secure is not None and not self._prepare(target, secure.to_python(), address, answer):
            return
        through = _proxy(proxy.to_python()) if proxy is not None else None

        def told(code: int, message: str, value: Any) -> None:
            if code and target.reason:
                self._host.inform(f"{address}:{int(port)}: {target.reason}; to a program it is {code}, as on a device")
            target.reason = ""
            answer(code, message, value)

        if self._may_reach(*((through.host, through.port) if through else (address, int(port))), answer):
            target.connect_by_name(address, int(port), kind, timeout, told, through)

    def _prepare(self, target: Any, named: Mapping[str, Any], address: str, answer: Settle) -> bool:
        """Give a TLS socket what it speaks with; whether that can be used."""
        from bindings.net_socket.secure import SecureOptionsError, client_context
        from runtime.transport.environment import environment
        from runtime.transport.trust import base_bundle

        bundle = self._host.settings.cacert or base_bundle(environment())
        try:
            context = client_context(named, bundle)
        except SecureOptionsError as error:
            problem = errors.TLS_LIBRARY, f"{errors.TLS_LIBRARY_TEXT}: {error}"
            answer(*(problem if target.is_bound else errors.NO_BIND), None)
            return False
        target.use(context, address, str(named.get("cert") or ""))
        return True

    def _bind_local(self, number: int, path: str, settle: Function) -> None:
        self._locally(settle, lambda answer: self._sockets[number].bind(LOCAL, path, answer))

    def _connect_local(self, number: int, path: str, timeout: float, settle: Function) -> None:
        self._locally(settle, lambda answer: self._sockets[number].connect_to_path(path, timeout, answer))

    def _locally(self, settle: Function, begin: Callable[[Settle], None]) -> None:
        """Begin what a local socket does, where the system has such sockets."""
        answer = self._settle(settle)
        if LOCAL:
            begin(answer)
        else:
            answer(*errors.problem_of(OSError(errno.EAFNOSUPPORT, "")), None)

    def _listen(self, number: int, address: str, port: float, family: float, secure: Any, settle: Function) -> None:
        answer = self._settle(settle)
        context = None
        if secure is not None:
            from bindings.net_socket.secure import server_context

            named = secure.to_python()
            context, problem = server_context(named)
            if problem:
                self._host.inform(f"secureOptions of a TLS server: {problem}; it listens all the same, as on a device")
            self._sockets[number].certificate = str(named.get("cert") or "")
        kind = addresses.family_of(int(family))
        host = addresses.bindable(address, kind)
        if host is None:
            answer(*errors.PARAMETER, None)
            return
        self._sockets[number].listen(kind, addresses.bind_address(host, int(port), kind), answer, context)
        self._say_if_elsewhere(number, int(port))

    def _listen_local(self, number: int, path: str, settle: Function) -> None:
        self._locally(settle, lambda answer: self._sockets[number].listen(LOCAL, path, answer))

    def _may_reach(self, address: str, port: int, answer: Settle) -> bool:
        """Whether --net lets the run talk to `address`; otherwise the program is told."""
        is_allowed = self._reach.allows(address, port)
        if not is_allowed:
            answer(*errors.problem_of(OSError(errno.EHOSTUNREACH, "")), None)
        return is_allowed

    # Using ----------------------------------------------------------------------------------------------------

    def _send(self, number: int, data: Any, settle: Function) -> None:
        self._sockets[number].send(_bytes(data), self._settle(settle))

    def _send_to(self, number: int, data: Any, address: str, port: float, family: float, settle: Function) -> None:
        kind, answer = addresses.family_of(int(family)), self._settle(settle)
        if self._may_reach(address, int(port), answer):
            self._sockets[number].send(_bytes(data), address, int(port), kind, answer)

    def _set_options(self, number: int, values: Any, settle: Function) -> None:
        self._sockets[number].set_options(values.to_python(), self._settle(settle))

    def _options(self, number: int) -> tuple[Any, ...]:
        """Sizes of the buffers in bytes and the timeout in ms, of a local socket; or code and message."""
        each = self._sockets[number]
        handle = each.handle
        if handle is None:
            return errors.bad_descriptor()
        try:
            return tuple(options.read(handle, each.options, is_server=isinstance(each, ServerSocket)))
        except OSError as error:
            return errors.problem_of(error)

    def _state(self, number: int) -> tuple[bool, bool, bool]:
        """isBound, isClose, isConnected."""
        each = self._sockets[number]
        is_connected = each.is_connected
        if type(each) is ServerSocket and each.is_bound:
            # A device counts the clients of all TCP servers of a program.
            is_connected = any(other.clients for other in self._sockets.values() if type(other) is ServerSocket)
        return each.is_bound and not each.is_closed, each.is_closed, is_connected

    def _address(self, number: int, whose: str) -> tuple[Any, ...]:
        """Address, port and family of the `local` or `remote` end; code and message where there is none."""
        each = self._sockets[number]
        handle = each.handle
        base = each.base
        if handle is None:
            return getattr(each, "unused", errors.bad_descriptor(base))
        try:
            found = handle.getsockname() if whose == "local" else handle.getpeername()
        except OSError as error:
            return errors.problem_of(error, base)
        return addresses.written(found, handle.family)

    def _descriptor(self, number: int) -> int:
        """The system's number of it, -1 for none."""
        handle = self._sockets[number].handle
        return handle.fileno() if handle is not None else -1

    def _session(self, number: int, what: str) -> tuple[Any, ...]:
        """What a TLS session says of itself, as (0, value); code and message where there is none."""
        from bindings.net_socket.secure import encoded

        each = self._sockets[number]
        if not each.is_bound and not getattr(each, "is_made", False):
            return errors.NO_BIND
        if what == "certificate":
            value: Any = encoded(each.certificate)
            return (0, self._host.to_js(value)) if value else self._no_answer(each)
        session = each.tls if isinstance(each, StreamSocket) else None
        if what == "protocol":
            # A device has this answer without a session.
            return 0, (session.version() if session is not None else None) or "UNKNOW_PROTOCOL"
        if session is None or session.version() is None:
            return errors.NO_SESSION
        if what == "ciphers":
            return 0, [cipher["name"] for cipher in session.context.get_ciphers()]
        if what == "algorithms":
            from bindings.net_socket.signatures import algorithms_of

            return (0, found) if (found := algorithms_of(session)) else self._no_answer(each)
        value = session.getpeercert(binary_form=True)
        return (0, self._host.to_js(value)) if value else self._no_answer(each)

    @staticmethod
    def _no_answer(each: Any) -> errors.Problem:
        """What a question is that the session cannot answer, or where there is no session."""
        is_there = isinstance(each, StreamSocket) and each.tls is not None
        return (errors.TLS_LIBRARY, errors.TLS_LIBRARY_TEXT) if is_there else errors.NO_SESSION

    # Groups ---------------------------------------------------------------------------------------------------

    def _join(self, number: int, address: str, port: float, family: float, settle: Function) -> None:
        kind = addresses.family_of(int(family))
        self._sockets[number].join(kind, addresses.bindable(address, kind) or "", int(port), self._settle(settle))

    def _leave(self, number: int, address: str, family: float, settle: Function) -> None:
        kind = addresses.family_of(int(family))
        self._sockets[number].leave(kind, addresses.bindable(address, kind) or "", self._settle(settle))

    def _group_option(self, number: int, name: str, value: Any, settle: Function) -> None:
        self._sockets[number].group_option(name, None if value is None else int(value), self._settle(settle))


def _proxy(named: Mapping[str, Any]) -> Proxy:
    """The proxy of a script's options."""
    where = named["address"]
    family = addresses.family_of(int(where.get("family") or addresses.IPV4))
    return Proxy(where["address"], int(where["port"]), family, named.get("username"), named.get("password"))


def _bytes(data: Any) -> bytes:
    """Text as UTF-8, a buffer as it is."""
    if isinstance(data, str):
        return data.encode("utf-8", "replace")
    taken: bytes = data if isinstance(data, bytes) else data.to_bytes()
    return taken
