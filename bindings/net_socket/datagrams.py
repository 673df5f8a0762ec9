"""Datagram sockets of a script, also those of a multicast group."""

from __future__ import annotations

import errno
import socket
import struct

from bindings.net_socket import errors, options
from bindings.net_socket.addresses import is_literal
from bindings.net_socket.sockets import bind
from runtime.transport.sockets.datagrams import Datagrams
from runtime.transport.sockets.names import look_up

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from bindings.net_socket.sockets import Settle, Tell
    from runtime.loop import Loop


class DatagramSocket:
    """One socket of a script. `tell` hears its events, `settle` of each method its outcome."""

    def __init__(self, loop: Loop, tell: Tell) -> None:
        self._loop = loop
        self._tell: Tell | None = tell
        self._datagrams: Datagrams | None = None
        # The system's socket that could not be bound; it stays until close().
        self._unbound: socket.socket | None = None
        self._lookups: set[Any] = set()
        self.is_closed = False

    def bind(self, family: int, address: Any, settle: Settle) -> None:
        """Bind and listen; a second time it is another socket."""
        made = socket.socket(family, socket.SOCK_DGRAM)
        try:
            bind(made, address)
        except OSError as error:
            self._keep(made)
            settle(*errors.problem_of(error), None)
            return
        self._keep(None)
        if self._datagrams is not None:
            self._datagrams.close()
        self._use(made)
        self._news_soon("listening")
        settle(0, "", None)

    def send(self, data: bytes, host: str, port: int, family: int, settle: Settle) -> None:
        """Send one datagram."""
        if self._datagrams is None:
            settle(*errors.bad_descriptor(), None)
            return

        def found(addresses: list[tuple[int, Any]], error: OSError | None) -> None:
            self._lookups.discard(lookup)
            # Without an address a device sends it to 255.255.255.255, which is not allowed.
            error = OSError(errno.EACCES, "") if error is not None else self._send(data, *addresses[0])
            settle(*(errors.problem_of(error) if error is not None else (0, "")), None)

        lookup = look_up(self._loop, host, port, family, found)
        self._lookups.add(lookup)

    def _send(self, data: bytes, family: int, address: Any) -> OSError | None:
        datagrams = self._datagrams
        if datagrams is None or datagrams.socket is None:
            return OSError(errno.EBADF, "")
        if datagrams.socket.family != family:
            return OSError(errno.EAFNOSUPPORT, "")
        try:
            datagrams.send(data, address)
        except OSError as error:
            return error
        return None

    def close(self, settle: Settle) -> None:
        """Close it."""
        datagrams, self._datagrams = self._datagrams, None
        if datagrams is None and self._unbound is None:
            settle(*(errors.bad_descriptor() if self.is_closed else errors.NEVER_OPEN), None)
            return
        self._keep(None)
        if datagrams is not None:
            datagrams.close()
        self.is_closed = True
        self._news_soon("close")
        settle(0, "", None)

    def set_options(self, values: Mapping[str, Any], settle: Settle) -> None:
        """Set options; a socket that is not bound yet cannot have any, as on a device."""
        if self.handle is None:
            settle(*errors.bad_descriptor(), None)
            return
        settle(*options.applied(self.handle, values, self.base, minds_timeout=True), None)

    @property
    def handle(self) -> socket.socket | None:
        """The system's socket, if it is open."""
        return self._datagrams.socket if self._datagrams is not None else None

    @property
    def is_bound(self) -> bool:
        """Whether it is bound."""
        return self._datagrams is not None

    is_connected = False
    base = errors.PLAIN

    def drop(self) -> None:
        """The run is over."""
        self._tell = None
        for lookup in list(self._lookups):
            lookup.cancel()
        self._keep(None)
        if self._datagrams is not None:
            self._datagrams.close()

    # Groups ---------------------------------------------------------------------------------------------------

    def join(self, family: int, group: str, port: int, settle: Settle) -> None:
        """Become a member of a multicast group, and receive what is sent to it.

        A socket that is bound becomes a member, too, and fails all the same: a device binds it again.
        """
        try:
            if self._datagrams is not None:
                self._change_membership(family, group, joins=True)
                raise OSError(errno.EINVAL, "")
            self._join(family, group, port)
        except OSError as error:
            settle(*errors.problem_of(error), None)
            return
        settle(0, "", None)

    def _join(self, family: int, group: str, port: int) -> None:
        made = socket.socket(family, socket.SOCK_DGRAM)
        try:
            made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            made.bind(("", port))
            self._use(made)
            self._change_membership(family, group, joins=True)
        except OSError:
            if self._datagrams is not None:
                datagrams, self._datagrams = self._datagrams, None
                datagrams.close()
            made.close()
            raise

    def leave(self, family: int, group: str, settle: Settle) -> None:
        """Leave a group, which closes the socket."""
        try:
            self._change_membership(family, group, joins=False)
        except OSError as error:
            settle(*errors.problem_of(error), None)
            return
        assert self._datagrams is not None, "a member without a socket"
        self._datagrams.close()
        self._datagrams = None
        self._news_soon("close")
        settle(0, "", None)

    def _change_membership(self, family: int, group: str, *, joins: bool) -> None:
        if self.handle is None:
            raise OSError(errno.EBADF, "")
        if not joins and not is_literal(group, family):
            # It was never joined.
            raise OSError(errno.EADDRNOTAVAIL, "")
        membership = socket.inet_pton(family, group) + struct.pack("@I", 0)
        if family == socket.AF_INET6:
            number = socket.IPV6_JOIN_GROUP if joins else socket.IPV6_LEAVE_GROUP
            self.handle.setsockopt(socket.IPPROTO_IPV6, number, membership)
        else:
            number = socket.IP_ADD_MEMBERSHIP if joins else socket.IP_DROP_MEMBERSHIP
            self.handle.setsockopt(socket.IPPROTO_IP, number, membership)

    def group_option(self, name: str, value: int | None, settle: Settle) -> None:
        """Read (`value` is None) or set the `ttl` or `loopback` of multicast datagrams."""
        try:
            if self.handle is None:
                raise OSError(errno.EBADF, "")
            if self.handle.family == socket.AF_INET6:
                level = socket.IPPROTO_IPV6
                number = socket.IPV6_MULTICAST_HOPS if name == "ttl" else socket.IPV6_MULTICAST_LOOP
            else:
                level = socket.IPPROTO_IP
                number = socket.IP_MULTICAST_TTL if name == "ttl" else socket.IP_MULTICAST_LOOP
            if value is not None:
                self.handle.setsockopt(level, number, value)
            current = self.handle.getsockopt(level, number)
        except OSError as error:
            settle(*errors.problem_of(error), None)
            return
        settle(0, "", None if value is not None else current)

    # Inside ---------------------------------------------------------------------------------------------------

    def _keep(self, made: socket.socket | None) -> None:
        if self._unbound is not None:
            self._unbound.close()
        self._unbound = made

    def _use(self, made: socket.socket) -> None:
        self.is_closed = False
        self._datagrams = Datagrams(self._loop, made, self._received)
        self._datagrams.on_error(self._failed)

    def _received(self, data: bytes, address: Any) -> None:
        self._loop.call_soon(lambda: self._news("message", data, address))

    def _failed(self, error: OSError) -> None:
        problem = errors.problem_of(error)
        self._loop.call_soon(lambda: self._news("error", *problem))

    def _news_soon(self, event: str) -> None:
        self._loop.call_soon(lambda: self._news(event))

    def _news(self, event: str, value: Any = None, other: Any = None) -> None:
        if self._tell is not None:
            self._tell(event, value, other)
