"""The ops of @ohos.net.webSocket: a script's connections and servers by their numbers."""

from __future__ import annotations

import errno
import os
import socket

from bindings.kit.reach import Reach
from bindings.net_websocket.connection import NO_STATUS, Connection
from bindings.net_websocket.endpoint import Endpoint, UrlError, is_excluded, is_secure
from runtime.transport.routes import routes_for
from runtime.transport.sockets.names import is_address

TYPE_CHECKING = False
if TYPE_CHECKING:
    import ssl
    from collections.abc import Callable, Mapping
    from typing import Any

    from bindings.net_websocket.server import Client, Server
    from runtime.modules.contract import Function, Host

# What `deliver` in index.js is told.
EVENTS = OPEN, HEADERS, MESSAGE, CLOSE, ERROR = range(5)

URL_ERROR = (2302001, "Websocket url error")
CERTIFICATE_ERROR = (2302002, "Websocket certificate file does not exist")
EXISTS_ERROR = (2302003, "Websocket connection already exist")
NETWORK_CARD_ERROR = (2302004, "Can't listen to the given NIC")
PORT_ERROR = (2302005, "Can't listen to the given Port")
NO_CLIENT_ERROR = (2302006, "websocket connection does not exist")
OCCUPIED_ERROR = (2302007, "Websocket port already occupied")
UNKNOWN_ERROR = (2302999, "Websocket Unknown Other Error")
PARAMETER_ERROR = (401, "Parameter error")
# A url without a host.
NO_HOST_ERROR = (-1, "Websocket connect failed")
# Sending without a connection: the code is that of a connect() that failed, the text another one.
SEND_ERROR = (NO_HOST_ERROR[0], UNKNOWN_ERROR[1])
# Of the event `error`, for every connection that could not be made.
CONNECT_FAILED = 200
# The status of the answer to a handshake that opened a connection.
_OPENED = 101
# In ms; a device gives up then, too.
CONNECT_TIMEOUT = 20_000
# What a device does not send, with the room that it needs for the head of a frame, in bytes.
_TOO_LONG = 5 * 1024 * 1024 - 16
_MOST_CLIENTS = 10
_LAST_PORT = 65535


def open_binding(host: Host) -> WebSockets:
    """The binding for one run."""
    return WebSockets(host)


class WebSockets:
    """Every connection and every server of one run."""

    def __init__(self, host: Host) -> None:
        self._host = host
        self._routes = routes_for(host.settings, host.substitute)
        self._reach = Reach(host, self._routes)
        self._connections: dict[int, Connection] = {}
        self._servers: dict[int, Server] = {}
        self._last = 0

    def ops(self) -> Mapping[str, Callable[..., Any]]:
        """What the façade calls, by name."""
        return {
            "connect": self._connect,
            "send": self._send,
            "close": self._close,
            "start": self._start,
            "stop": self._stop,
            "connections": self._clients,
            "sendTo": self._send_to,
            "closeClient": self._close_client,
        }

    def close(self) -> None:
        """The run is over."""
        for connection in self._connections.values():
            connection.drop()
        for server in self._servers.values():
            server.drop()
        self._connections.clear()
        self._servers.clear()

    # Connections ----------------------------------------------------------------------------------------------

    def _connect(
        self,
        number: int,
        url: str,
        headers: Any,
        protocol: str,
        ca_path: str,
        client_certificate: Any,
        unverified: bool,
        proxy: Any,
        patience: Any,
        deliver: Function,
    ) -> tuple[Any, ...]:
        """Begin to connect; `patience` is the seconds before a ping and after it. Returns code, message and number."""
        if number in self._connections:
            return EXISTS_ERROR
        certificate = client_certificate.to_python() if client_certificate is not None else {}
        files = [ca_path, *(certificate.get(name) for name in ("certPath", "keyPath"))]
        if any(path and not os.path.isfile(path) for path in files):
            return CERTIFICATE_ERROR
        pairs = headers.to_python() if hasattr(headers, "to_python") else headers
        try:
            url = self._web_socket_url(self._host.substitute(url))
            if self._routes is not None:
                url = self._web_socket_url(self._routes.target(url))
            context = self._context(ca_path, certificate, unverified) if is_secure(url) else None
            named = list(zip(pairs[::2], pairs[1::2], strict=True))
            endpoint = Endpoint(url, protocol, named, context)
        except UrlError as error:
            if not error.has_no_host:
                return URL_ERROR
            self.deliver(deliver, ERROR, CONNECT_FAILED, "a url without a host", 0)
            return NO_HOST_ERROR
        except (OSError, ValueError):
            return CERTIFICATE_ERROR
        endpoint.timeout = CONNECT_TIMEOUT
        if proxy is not None:
            endpoint.proxy = _proxy(endpoint.host, proxy.to_python())
        seconds = patience.to_python()
        endpoint.ping_interval, endpoint.pong_timeout = seconds[0] * 1000, seconds[1] * 1000
        self._last += 1
        listener = _Program(self, self._last, deliver)
        connection = Connection(self._host.loop, listener, endpoint)
        self._connections[self._last] = connection
        if self._reach.allows(*(endpoint.proxy or (endpoint.host, endpoint.port))):
            connection.start()
        else:
            failure = OSError(errno.EHOSTUNREACH, os.strerror(errno.EHOSTUNREACH))
            self._host.loop.call_soon(lambda: listener.failed(failure, 0))
        return 0, "", self._last

    @staticmethod
    def _web_socket_url(url: str) -> str:
        """EXAMPLE_URL and what stands for it are http: urls."""
        return "ws" + url[4:] if url[:5] in ("http:", "https") else url

    def _context(self, ca_path: str, certificate: Mapping[str, Any], unverified: bool) -> ssl.SSLContext:
        import ssl

        from runtime.transport.environment import environment
        from runtime.transport.trust import base_bundle

        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        # A device compares no names here.
        context.check_hostname = False
        if unverified:
            context.verify_mode = ssl.CERT_NONE
        else:
            context.load_verify_locations(base_bundle(environment()))
            for path in (self._host.settings.cacert, ca_path):
                if path:
                    context.load_verify_locations(path)
        if certificate.get("certPath"):
            password = certificate.get("keyPassword") or (lambda: "")
            context.load_cert_chain(certificate["certPath"], certificate.get("keyPath"), password=password)
        return context

    def _send(self, number: int, data: Any, settle: Function) -> None:
        connection = self._connections.get(number)
        message = _message(data)
        if message is None:
            self._answer(settle, PARAMETER_ERROR)
        elif connection is None or not connection.takes_messages:
            self._answer(settle, SEND_ERROR)
        else:
            connection.send(message, lambda error: self._settle(settle, SEND_ERROR if error is not None else None))

    def _answer(self, settle: Function, problem: tuple[int, str]) -> None:
        self._host.loop.call_soon(lambda: self._settle(settle, problem))

    def _settle(self, settle: Function, problem: tuple[int, str] | None) -> None:
        """Tell the outcome, from a task of the loop."""
        code, message = problem or (0, "")
        self._host.enter(settle, code, (message, True if problem is None else None))

    def _close(self, number: int, code: float, reason: str) -> tuple[int, str]:
        connection = self._connections.get(number)
        if connection is None or connection.is_closing:
            return UNKNOWN_ERROR
        connection.close(int(code), reason)
        return 0, ""

    def forget(self, number: int) -> None:
        """A connection is over."""
        self._connections.pop(number, None)

    def deliver(self, deliver: Function, event: int, *news: Any) -> None:
        """Tell a script, in a macrotask of its own."""
        host = self._host

        def enter() -> None:
            try:
                values = tuple(host.to_js(value) if isinstance(value, bytes | str) else value for value in news)
            except MemoryError:
                return
            host.enter(deliver, event, values)

        host.loop.call_soon(enter)

    # Servers --------------------------------------------------------------------------------------------------

    def _start(
        self,
        number: int,
        port: float,
        address: str,
        most: float,
        most_of_one: float,
        certificate: Any,
        protocol: str,
        says_occupied: bool,
        deliver: Function,
    ) -> tuple[Any, ...]:
        """Listen; returns code, message and number. A port that is taken is an error with `says_occupied` only."""
        from bindings.net_websocket.server import Limits, Server

        if number in self._servers:
            return EXISTS_ERROR
        if address and not is_address(address):
            return NETWORK_CARD_ERROR
        if not 0 < port <= _LAST_PORT:
            return PORT_ERROR
        if max(most, most_of_one) > _MOST_CLIENTS:
            return UNKNOWN_ERROR
        context = None
        files = certificate.to_python() if certificate is not None else {}
        if files.get("certPath"):
            import ssl

            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            try:
                context.load_cert_chain(files["certPath"], files.get("keyPath"), password=lambda: "")
            except OSError:
                return CERTIFICATE_ERROR
        limits = Limits(int(most), int(most_of_one))
        self._last += 1
        server = Server(self._host.loop, _Service(self, deliver), limits, protocol, context)
        family = socket.AF_INET6 if ":" in address else socket.AF_INET
        try:
            server.start(family, (address or "0.0.0.0", int(port)))
        except (OSError, OverflowError) as error:
            number = getattr(error, "errno", 0)
            if number != errno.EADDRINUSE:
                return PORT_ERROR if number != errno.EADDRNOTAVAIL else NETWORK_CARD_ERROR
            if says_occupied:
                return OCCUPIED_ERROR
            server.join(next((each for each in self._servers.values() if each.port == port), None))
            self._host.inform(f"port {int(port)} is taken: nobody reaches this WebSocketServer, as on a device")
        self._servers[self._last] = server
        return 0, "", self._last

    def _stop(self, number: int) -> tuple[int, str]:
        server = self._servers.pop(number, None)
        if server is None:
            return UNKNOWN_ERROR
        server.stop()
        return 0, ""

    def _clients(self, number: int) -> list[Any]:
        """Address and port of each client that is open, one after the other."""
        server = self._servers.get(number)
        clients = [client for client in server.clients.values() if client.is_open] if server is not None else []
        return [value for client in clients for value in client.address]

    def _client(self, number: int, address: str, port: float) -> Client | None:
        server = self._servers.get(number)
        client = server.clients.get((address, int(port))) if server is not None and isinstance(port, int) else None
        return client if client is not None and client.is_open else None

    def _send_to(self, number: int, data: Any, address: str, port: float, settle: Function) -> None:
        client = self._client(number, address, port)
        message = _message(data)
        if message is None:
            self._answer(settle, PARAMETER_ERROR)
        elif client is None:
            self._answer(settle, NO_CLIENT_ERROR)
        else:
            client.send(message, lambda error: self._settle(settle, SEND_ERROR if error is not None else None))

    def _close_client(self, number: int, address: str, port: float, code: float, reason: str) -> tuple[int, str]:
        client = self._client(number, address, port)
        if client is None:
            return NO_CLIENT_ERROR
        client.close(int(code), reason)
        return 0, ""


class _Program:
    """The listener of one connection (connection.Listener)."""

    def __init__(self, sockets: WebSockets, number: int, deliver: Function) -> None:
        self._sockets = sockets
        self._number = number
        self._deliver = deliver

    def opened(self, status: int, message: str, headers: list[tuple[str, str]]) -> None:
        self._sockets.deliver(self._deliver, HEADERS, *(value for pair in headers for value in pair))
        self._sockets.deliver(self._deliver, OPEN, status, message)

    def received(self, data: str | bytes) -> None:
        self._sockets.deliver(self._deliver, MESSAGE, data)

    def closed(self, code: int, reason: str) -> None:
        self._sockets.forget(self._number)
        if code == NO_STATUS:
            self._sockets.deliver(self._deliver, ERROR, CONNECT_FAILED, reason, _OPENED)
        self._sockets.deliver(self._deliver, CLOSE, code, reason)

    def failed(self, error: Exception, status: int) -> None:
        self._sockets.forget(self._number)
        reason = f"the server answered {status}" if status else getattr(error, "strerror", None) or str(error)
        self._sockets.deliver(self._deliver, ERROR, CONNECT_FAILED, reason, status)


class _Service:
    """The listener of one server (server.Listening)."""

    def __init__(self, sockets: WebSockets, deliver: Function) -> None:
        self._sockets = sockets
        self._deliver = deliver

    def opened(self, client: Client) -> None:
        self._sockets.deliver(self._deliver, OPEN, *client.address)

    def received(self, client: Client, data: str | bytes) -> None:
        self._sockets.deliver(self._deliver, MESSAGE, *client.address, data)

    def closed(self, client: Client, code: int, reason: str) -> None:
        if code == NO_STATUS:
            self._sockets.deliver(self._deliver, ERROR, *client.address, CONNECT_FAILED, reason, _OPENED)
        self._sockets.deliver(self._deliver, CLOSE, *client.address, code, reason)


def _message(data: Any) -> str | bytes | None:
    """What is sent, None for what is too long for a device."""
    if isinstance(data, str):
        # A frame of text is UTF-8.
        text = data.encode("utf-8", "replace")
        return text.decode("utf-8") if len(text) <= _TOO_LONG else None
    taken: bytes = data if isinstance(data, bytes) else data.to_bytes()
    return taken if len(taken) <= _TOO_LONG else None


def _proxy(host: str, named: Mapping[str, Any]) -> tuple[str, int] | None:
    """Host and port of the proxy of a script's options, None where there is none for `host`."""
    proxy, port = named.get("host"), named.get("port")
    if not isinstance(proxy, str) or not proxy or is_excluded(host, named.get("exclusionList")):
        return None
    return proxy, int(port) & 0xFFFF if isinstance(port, int) else 0
