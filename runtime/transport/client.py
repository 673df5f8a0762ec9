"""Request -> libcurl, many at once: one multi handle driven by `socket_action` on the run's event loop.

libcurl says which sockets to watch and when to call it again; the loop tells it what happened. Nothing is delivered
from inside a libcurl callback: what happened is queued and each piece of news is its own macrotask.
"""

from __future__ import annotations

from runtime.loop import READ, WRITE
from runtime.transport import environment
from runtime.transport.handle import Handle
from runtime.transport.libcurl import pycurl, what_it_means
from runtime.transport.options.common import Configuration, Manners
from runtime.transport.options.errors import NotStartedError
from runtime.transport.queue import WINDOW, Queue
from runtime.transport.transfer import Connection, Peers, Transfer

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from runtime.loop import Loop, Timer
    from runtime.transport.request import Request
    from runtime.transport.routes import Routes
    from runtime.transport.transfer import Owner

ABORT_GRACE = 100  # ms until an aborted transfer ends without news from its peer (C6).
WRITE_ERROR: int = pycurl.E_WRITE_ERROR

_MOST_KNOWN = 4096  # Connections.
_PHASES = (pycurl.NAMELOOKUP_TIME_T, pycurl.CONNECT_TIME_T, pycurl.APPCONNECT_TIME_T)
_NEVER = float("inf")
_ACTIONS = {
    pycurl.POLL_IN: READ,
    pycurl.POLL_OUT: WRITE,
    pycurl.POLL_INOUT: READ | WRITE,
}
_READY = {
    READ: pycurl.CSELECT_IN,
    WRITE: pycurl.CSELECT_OUT,
    READ | WRITE: pycurl.CSELECT_IN | pycurl.CSELECT_OUT,
}


class Client:
    """Every transfer of a process: connections, DNS answers and TLS sessions are shared by all of them.

    `resolve` are curl's HOST:PORT:ADDRESS entries. At most `window` (256) transfers are libcurl's at once, fewer where
    the process has not so many descriptors; others wait here. Outlives runs; `close` ends it.
    """

    def __init__(
        self,
        loop: Loop,
        environ: dict[str, str],
        cacert: str,
        resolve: Sequence[str],
        window: int = 0,
        manners: Manners | None = None,
    ) -> None:
        self._loop = loop
        self.manners = manners or Manners()
        self._configuration = Configuration(environ, cacert, resolve, self.manners)
        self._multi: Any = pycurl.CurlMulti()
        self._multi.setopt(pycurl.M_SOCKETFUNCTION, self._on_socket)
        # When libcurl wants to be called, in ms from then; it changes its mind several times a request.
        self._timeouts: list[int] = []
        self._multi.setopt(pycurl.M_TIMERFUNCTION, self._timeouts.append)
        self._timer: Timer | None = None
        self._due = _NEVER
        self._active: set[Transfer] = set()
        # As an attribute of a curl object, looked up through an exception each time, it would be slower to find.
        self._handles: dict[Any, Handle] = {}
        self._idle: list[Handle] = []
        # What is known of connections, by libcurl's number.
        self._known: dict[int, Peers] = {}
        self._window = min(window or WINDOW, environment.most_connections())
        self._queue = Queue(loop, self._window)
        self._multi.setopt(pycurl.M_MAXCONNECTS, self._window)

    # Starting and stopping ------------------------------------------------------------------------------------

    def start(self, request: Request, owner: Owner) -> Transfer:
        """Begin, or let it wait for its turn; the higher priority starts first (C9)."""
        transfer = Transfer(request, owner, self._loop.task)
        self._loop.hold()
        if len(self._active) < self._window:
            self._begin(transfer)
        else:
            self._queue.push(transfer)
        return transfer

    def abort(self, transfer: Transfer, patience: float = 0) -> None:
        """Fail it, unless it is complete within `patience`, in ms (C6).

        It fails at the next bytes, and 100 ms later at the latest. What the same macrotask has asked for fails always.
        """
        if transfer.aborted or transfer.done:
            return
        if patience:
            self._loop.call_later(patience, lambda: self._give_up(transfer, WRITE_ERROR), background=True)
            return
        transfer.revoked = transfer.asked_in == self._loop.task
        if not transfer.revoked:
            # What has come by now counts, also if the program was too busy to look (C6).
            self._loop.poll_now()
        transfer.aborted = True
        if transfer.handle is None and not transfer.completed_at:
            # It waits for its turn; not from inside the call of who gives it up.
            self._loop.call_soon(lambda: self._give_up(transfer, WRITE_ERROR))
        elif not transfer.completed_at:
            self._loop.call_later(ABORT_GRACE, lambda: self._give_up(transfer, WRITE_ERROR), background=True)

    def resume(self, transfer: Transfer) -> None:
        """Go on with one whose owner was given more than it could take (transfer.Transport)."""
        handle = transfer.handle
        if handle is None or not handle.paused or transfer.aborted:
            return
        handle.paused = False
        try:
            handle.curl.pause(pycurl.PAUSE_CONT)
        except pycurl.error as error:
            self._give_up(transfer, error.args[0])
            return
        self._drive(pycurl.SOCKET_TIMEOUT, 0)

    def _limit_redirects(self, transfer: Transfer) -> None:
        """Keep the time limit over all hops together (2.2): libcurl begins it anew with each."""
        limit = transfer.request.read_timeout
        if limit and transfer.time_limit is None:
            left = max(0.0, transfer.began_at + limit - self._loop.now())
            transfer.time_limit = self._loop.call_later(
                left, lambda: self._give_up(transfer, pycurl.E_OPERATION_TIMEDOUT), background=True
            )

    def _give_up(self, transfer: Transfer, code: int) -> None:
        if not transfer.done and not transfer.completed_at:
            self._finish(transfer, code, what_it_means(code))

    def cancel_all(self) -> None:
        """End every transfer without a word: the run is over."""
        for transfer in (*self._queue.clear(), *self._active):
            transfer.done = True
            if transfer.progress is not None:
                transfer.progress.forget(transfer)
            self._detach(transfer)
            self._loop.release()
        self._active.clear()
        self._timeouts.clear()

    def close(self) -> None:
        """Close every connection."""
        self.cancel_all()
        for curl in self._handles:
            curl.close()
        self._handles.clear()
        self._idle.clear()
        if self._timer is not None:
            self._loop.cancel(self._timer)
        self._multi.close()
        self._configuration.close()

    def _begin(self, transfer: Transfer) -> None:
        handle = self._idle.pop() if self._idle else self._new_handle()
        transfer.handle = handle
        transfer.began_at = self._loop.now()
        handle.transfer = transfer
        self._active.add(transfer)
        try:
            self._configuration.apply(handle, transfer)
        except NotStartedError as error:
            handle.plain = False
            code, text = error.code, error.text
            self._loop.call_soon(lambda: self._finish(transfer, code, text))
            return
        handle.attached = True
        self._multi.add_handle(handle.curl)
        if len(self._active) == 1:
            # On its way before the program goes on. Where there are others, all that begin now are sent at once.
            self._drive(pycurl.SOCKET_TIMEOUT, 0)
        elif self._timeouts:
            self._take_timeout()

    def _new_handle(self) -> Handle:
        handle = Handle(self._raise_later, self._limit_redirects)
        self._handles[handle.curl] = handle
        return handle

    # Driving libcurl ------------------------------------------------------------------------------------------

    def _on_socket(self, action: int, fd: int, _multi: object, _data: object) -> None:
        try:
            # The connection is kept for the next request, or closed now, and its number another's at once.
            if action == pycurl.POLL_REMOVE:
                self._loop.rest(fd)
            else:
                self._loop.watch(fd, _ACTIONS[action], self._on_ready)
        except Exception as error:  # noqa: BLE001 - raised again outside of libcurl
            self._raise_later(error)

    def _raise_later(self, error: Exception) -> None:
        self._loop.call_soon(lambda: _raise(error))

    def _on_timeout(self) -> None:
        self._timer = None
        if self._due <= self._loop.now():
            self._due = _NEVER
            self._drive(pycurl.SOCKET_TIMEOUT, 0)
        else:
            self._set_timer()

    def _on_ready(self, fd: int, events: int) -> None:
        self._drive(fd, _READY[events])

    def _drive(self, fd: int, ready: int) -> None:
        """Have libcurl do what there is to do for a socket, or for the time, and take what has ended."""
        self._multi.socket_action(fd, ready)
        remaining = 1
        while remaining:
            remaining, succeeded, failed = self._multi.info_read()
            for curl in succeeded:
                self._complete(curl, 0, "")
            for curl, code, text in failed:
                self._complete(curl, code, text)
        if self._timeouts:
            self._take_timeout()

    def _take_timeout(self) -> None:
        """Set the timer by what libcurl said last. One that comes up too early is left alone until it does."""
        timeout = self._timeouts[-1]
        self._timeouts.clear()
        self._due = self._loop.now() + timeout if timeout >= 0 else _NEVER
        if self._timer is not None and self._timer.due > self._due:
            self._loop.cancel(self._timer)
            self._timer = None
        self._set_timer()

    def _set_timer(self) -> None:
        if self._timer is None and self._due < _NEVER:
            delay = max(0.0, self._due - self._loop.now())
            self._timer = self._loop.call_later(delay, self._on_timeout, background=True)

    def _complete(self, curl: Any, code: int, text: str) -> None:
        handle = self._handles[curl]
        transfer = handle.transfer
        assert transfer is not None, "libcurl has ended what was taken from it"
        if code:
            from runtime.transport.codes import as_on_devices

            code = as_on_devices(code, curl, transfer)
        if transfer.not_http:
            code, text = pycurl.E_UNSUPPORTED_PROTOCOL, "Received HTTP/0.9 when not allowed"
        if transfer.is_probe and not code and not transfer.aborted:
            self._ask(transfer, handle)
            return
        if transfer.request.routes is not None and not code and not transfer.aborted:
            try:
                if self._follow(transfer, handle, transfer.request.routes):
                    return
            except NotStartedError as error:
                code, text = error.code, error.text
        # Now, while the handle still has them; delivered as a macrotask of its own, after the header events.
        self._read_results(transfer, handle)
        transfer.completed_at = self._loop.now()
        self._detach(transfer)
        if code and not text:
            text = what_it_means(code)
        self._loop.call_soon(lambda: self._finish(transfer, code, text))

    def _follow(self, transfer: Transfer, handle: Handle, routes: Routes) -> bool:
        """Go on to the next hop; returns whether there is one. Raises NotStartedError."""
        from runtime.transport.redirects import next_hop

        request = next_hop(transfer, routes, handle.curl.getinfo(pycurl.RESPONSE_CODE), self.manners.redirects)
        if request is None:
            return False
        transfer.earlier_hops += handle.curl.getinfo(pycurl.TOTAL_TIME_T)
        transfer.request = request
        self._take_back(handle)
        self._send(transfer, handle)
        return True

    def _take_back(self, handle: Handle) -> None:
        self._multi.remove_handle(handle.curl)
        handle.attached = handle.plain = False

    def _send(self, transfer: Transfer, handle: Handle) -> None:
        """Once more, for what the transfer is now. Raises NotStartedError."""
        self._configuration.apply(handle, transfer)
        handle.attached = True
        self._multi.add_handle(handle.curl)

    def _ask(self, transfer: Transfer, handle: Handle) -> None:
        """Have the program judge the peer; what it was to get is sent when it is agreed to."""
        from runtime.transport.validation import ask

        self._limit_redirects(transfer)
        ask(transfer, handle, self._loop, lambda agrees: self._go_on(transfer, agrees))
        self._take_back(handle)

    def _go_on(self, transfer: Transfer, agrees: bool) -> None:
        if transfer.done or transfer.aborted:
            return
        if not agrees:
            self._give_up(transfer, pycurl.E_PEER_FAILED_VERIFICATION)
            return
        try:
            self._send(transfer, transfer.handle)
        except NotStartedError as error:
            self._finish(transfer, error.code, error.text)
            return
        self._drive(pycurl.SOCKET_TIMEOUT, 0)

    def _peers(self, handle: Handle) -> Peers:
        getinfo = handle.curl.getinfo
        number, version = getinfo(pycurl.CONN_ID), getinfo(pycurl.INFO_HTTP_VERSION)
        known = self._known.get(number)
        if known is not None and known.version == version and handle.tls is None:
            return known
        peers = Peers(
            version,
            (getinfo(pycurl.LOCAL_IP), getinfo(pycurl.LOCAL_PORT)),
            (getinfo(pycurl.PRIMARY_IP), getinfo(pycurl.PRIMARY_PORT)),
            # libcurl says it once a connection, and only in its debug output.
            handle.tls or (known.tls if known is not None else None),
            uses_proxy=bool(getinfo(pycurl.USED_PROXY)),
        )
        if number >= 0:
            if len(self._known) > _MOST_KNOWN:
                self._known.clear()
            self._known[number] = peers
        return peers

    def _read_results(self, transfer: Transfer, handle: Handle) -> None:
        getinfo = handle.curl.getinfo
        transfer.status = 0 if transfer.not_http else getinfo(pycurl.RESPONSE_CODE)
        if handle.may_have_cookies:
            transfer.cookies = handle.curl.getinfo_raw(pycurl.INFO_COOKIELIST)
            if transfer.request.special is not None and transfer.request.special.cookies is not None:
                transfer.request.special.cookies.update(transfer.given_cookies, transfer.cookies)
        redirects, is_reused = getinfo(pycurl.REDIRECT_COUNT), not getinfo(pycurl.NUM_CONNECTS)
        transfer.connection = Connection(self._peers(handle), redirects, is_reused=is_reused)
        # Of a connection that was there before, there was nothing to wait for.
        times = (0, 0, 0) if is_reused else [getinfo(phase) for phase in _PHASES]
        transfer.timings = (
            *times,
            getinfo(pycurl.PRETRANSFER_TIME_T),
            getinfo(pycurl.STARTTRANSFER_TIME_T),
            getinfo(pycurl.TOTAL_TIME_T) + transfer.earlier_hops,
            (getinfo(pycurl.REDIRECT_TIME_T) if redirects else 0) + transfer.earlier_hops,
        )

    def _detach(self, transfer: Transfer) -> None:
        """Take the handle from a transfer that is over and keep it for another."""
        handle = transfer.handle
        if handle is None:
            return
        transfer.handle = None
        has_cookies = handle.may_have_cookies
        handle.let_go()
        if transfer.time_limit is not None:
            self._loop.cancel(transfer.time_limit)
        if handle.attached:
            handle.attached = False
            self._multi.remove_handle(handle.curl)
        if len(self._idle) < self._window:
            if has_cookies:
                handle.curl.setopt(pycurl.COOKIELIST, "ALL")  # No cookie persists to another request (2.4).
            if not handle.plain:
                handle.curl.reset()  # Let go of the body, which may be large.
                handle.mime = None
            self._idle.append(handle)
        else:
            del self._handles[handle.curl]
            handle.curl.close()

    def _finish(self, transfer: Transfer, code: int, text: str) -> None:
        if transfer.done:
            return
        transfer.done = True
        if transfer.progress is not None:
            transfer.progress.forget(transfer)
        transfer.curl_code = WRITE_ERROR if transfer.revoked and not code else code
        transfer.curl_text = text
        self._detach(transfer)
        self._active.discard(transfer)
        self._loop.release()
        if self._timeouts:
            self._take_timeout()
        while self._queue.waiting and len(self._active) < self._window and (waiting := self._queue.pop()) is not None:
            self._begin(waiting)
        transfer.owner.on_done(transfer)


def _raise(error: Exception) -> None:
    raise error
