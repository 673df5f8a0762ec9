"""A layer above a transport that answers from stored responses, and stores what comes.

What may be stored and what answers a request is decided in rules.py, where it is kept in store.py.
"""

from __future__ import annotations

from functools import partial

from runtime.transport.cache import rules
from runtime.transport.cache.folder import entry_name, stored_size
from runtime.transport.cache.rules import NOT_MODIFIED, USE, VALIDATE, RequestFacts, StoredResponse
from runtime.transport.headers import Block, HeaderCollector
from runtime.transport.request import Request
from runtime.transport.transfer import Transfer

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from runtime.loop import Loop
    from runtime.transport.cache.responses import ResponseCache
    from runtime.transport.transfer import Owner, Transport

# What a 304 to a validation does: what is stored is delivered and fresh again, or delivered and as stale as before
# ("keep"), or the 304 itself is delivered.
RENEW, DELIVER = "renew", "deliver"
OK = 200
_PIECE = 16384  # As large as what libcurl hands over at most.


class CachingTransport:
    """Requests of one run by way of `cache` to `transport`, which may be another layer.

    `revalidation` is what a 304 to a validation does.
    """

    def __init__(self, loop: Loop, transport: Transport, cache: ResponseCache, revalidation: str = RENEW) -> None:
        self.revalidation = revalidation
        self.loop = loop
        self.transport = transport
        self.cache = cache

    def start(self, request: Request, owner: Owner) -> Any:
        """Answer `request` from the cache, or have the transport do it and store what comes (transfer.Transport)."""
        if not self._answers(request):
            return self.transport.start(request, owner)
        lookup = _Lookup(self, owner, request)
        if request.using_cache:
            lookup.look_up()
        else:
            owner.on_news("cache not read: usingCache is false")
            lookup.fetch()
        return lookup

    def has_fresh(self, request: Request) -> bool:
        """Whether `request`, started now, would be answered from the cache."""
        if not self._answers(request) or not request.using_cache:
            return False
        facts = RequestFacts(request)
        stored = self.cache.get(entry_name(facts.key))
        if stored is None or len(stored.body) > request.max_limit:
            return False
        return rules.decide(facts, stored, self.cache.now()) == USE

    def _answers(self, request: Request) -> bool:
        """Whether it has to do with `request`: not with forms, nor where the program itself judges the server."""
        special = request.special
        if special is not None and (special.parts or special.validate is not None):
            return False
        return self.cache.running and request.method in rules.METHODS

    def resume(self, started: Any) -> None:
        """Go on with a body that the owner did not take (transfer.Transport)."""
        if isinstance(started, _Lookup):
            started.resume()
        else:
            self.transport.resume(started)

    def abort(self, started: Any, patience: float = 0) -> None:
        """Have it fail soon, unless it is complete (transfer.Transport)."""
        if isinstance(started, _Lookup):
            started.abort(patience)
        else:
            self.transport.abort(started, patience)


class _StoredHeaders(HeaderCollector):
    """The headers of a stored response, with the Warning of 8.4."""

    __slots__ = ("_warning",)

    def __init__(self, response: StoredResponse, warning: str = "") -> None:
        super().__init__()
        self._warning = warning
        self.add(Block([line + b"\n" for line in response.block.split(b"\n")]))

    def pairs(self, *, cookies_last: bool) -> list[Any]:
        """As of every header object, but for the capital that sorts Warning first, as on a device (8.4)."""
        pairs = super().pairs(cookies_last=cookies_last)
        return ["Warning", self._warning, *pairs] if self._warning else pairs


class _Lookup:
    """One request on its way through the cache."""

    __slots__ = (
        "_asked_at", "_cache", "_deletions", "_facts", "_held_back", "_layer", "_name", "_owner", "_received_at",
        "_request", "_started", "_stored", "_streamed",
    )  # fmt: skip

    def __init__(self, layer: CachingTransport, owner: Owner, request: Request) -> None:
        self._layer = layer
        self._cache = layer.cache
        self._owner = owner
        self._request = request
        self._facts = RequestFacts(request)
        self._name = entry_name(self._facts.key)
        self._deletions = layer.cache.deletions
        self._asked_at = self._received_at = layer.cache.now()
        # What a 304 would confirm.
        self._stored: StoredResponse | None = None
        # What the transport has of it now; None: nothing that could be aborted.
        self._started: Any = None
        # How much of a stored body its owner has, and the transfer that waits for it to take more.
        self._streamed = 0
        self._held_back: Transfer | None = None

    @property
    def on_wire(self) -> Callable[[int, bytes], None] | None:
        """That of whom it is done for (transfer.Owner)."""
        return self._owner.on_wire

    def on_news(self, text: str) -> None:
        """Tell whom it is done for (transfer.Owner)."""
        self._owner.on_news(text)

    def on_body(self, transfer: Transfer, chunk: bytes) -> bool:
        """Pass it on (transfer.Owner)."""
        return self._owner.on_body(transfer, chunk)

    def on_progress(self, to_receive: int, received: int, to_send: int, sent: int) -> None:
        """Pass it on (transfer.Owner)."""
        self._owner.on_progress(to_receive, received, to_send, sent)

    def resume(self) -> None:
        """Go on with the body."""
        if self._held_back is not None:
            transfer, self._held_back = self._held_back, None
            self._stream(transfer)
        elif self._started is not None:
            self._layer.transport.resume(self._started)

    def on_note(self, topic: str, text: str) -> None:
        """Tell whom it is done for (transfer.Owner)."""
        self._owner.on_note(topic, text)

    def abort(self, patience: float = 0) -> None:
        """Fail soon, unless complete."""
        if self._started is not None:
            self._layer.transport.abort(self._started, patience)

    def look_up(self) -> None:
        """Use, validate or fetch."""
        stored = self._cache.get(self._name)
        if stored is None:
            self._owner.on_news("cache miss")
            self.fetch()
            return
        if len(stored.body) > self._request.max_limit:
            self._owner.on_news("cache not used: the stored response is larger than maxLimit")
            self.fetch()
            return
        now = self._cache.now()
        decision = rules.decide(self._facts, stored, now)
        if decision == USE:
            warning = rules.warning(stored, now)
            self._owner.on_news(f"cache hit, {warning}" if warning else "cache hit")
            self._answer(stored, warning)
        elif decision == VALIDATE:
            self._owner.on_news("cache stale: revalidating")
            self._stored = stored
            self._send(_conditional(self._request, stored))
        else:
            self._owner.on_news("cache not used: it has to be fetched again")
            self.fetch()

    def fetch(self) -> None:
        """Without the cache; what comes is stored."""
        self._send(self._request)

    def _send(self, request: Request) -> None:
        self._started = self._layer.transport.start(request, self)

    def _answer(self, stored: StoredResponse, warning: str) -> None:
        """A hit: a macrotask of its own, 200, no header events (8.3)."""
        transfer = Transfer(self._request, self._owner)
        transfer.done = True
        transfer.timings = (0.0,) * 7
        transfer.completed_at = self._layer.loop.now()
        transfer.headers = _StoredHeaders(stored, warning)
        _fill(transfer, stored)
        self._deliver(transfer)

    def _deliver(self, transfer: Transfer) -> None:
        """Hand over what was stored, as its owner wants it."""
        self._layer.loop.call_soon(partial(self._stream if transfer.streams else self._owner.on_done, transfer))

    def _stream(self, transfer: Transfer) -> None:
        """Go on with a stored body, piece by piece, until the owner has enough for now."""
        body = transfer.whole_body()
        while self._streamed < len(body):
            chunk = body[self._streamed : self._streamed + _PIECE]
            if not self._owner.on_body(transfer, chunk):
                self._held_back = transfer
                return
            self._streamed += len(chunk)
        self._layer.loop.call_soon(partial(self._owner.on_done, transfer))

    def on_headers(self, transfer: Transfer) -> None:
        """Tell the owner, unless they are not the response's (transfer.Owner)."""
        self._received_at = self._cache.now()
        # Those of a 304 are not the response's: its events follow with the stored headers.
        delivers = self._stored is None or self._layer.revalidation == DELIVER
        if delivers or _status(transfer.headers) != NOT_MODIFIED:
            self._owner.on_headers(transfer)

    def on_done(self, transfer: Transfer) -> None:
        """Store what came, or take what is stored, and tell the owner (transfer.Owner)."""
        self._started = None
        if transfer.curl_code == 0:
            if self._stored is not None and transfer.status == NOT_MODIFIED:
                if self._layer.revalidation == DELIVER:
                    self._owner.on_done(transfer)
                else:
                    self._on_not_modified(transfer, self._stored)
                return
            if transfer.streams:
                self.on_news("not stored: its body was streamed")
            else:
                redirected = _was_redirected(transfer) or _is_redirect_to_follow(transfer)
                self._keep(self._received(transfer), redirected=redirected)
        self._owner.on_done(transfer)

    def _received(self, transfer: Transfer) -> StoredResponse:
        lines = [line.rstrip(b"\r\n") for line in transfer.headers.final_block[:-1]]
        received = StoredResponse(
            rules.stored_block(lines),
            transfer.whole_body(),
            self._asked_at,
            self._received_at,
            b"\n".join(transfer.cookies),
        )
        received.connection = transfer.connection
        return received

    def _on_not_modified(self, transfer: Transfer, stored: StoredResponse) -> None:
        """Deliver what is stored as 200 and renew it (decisions, 304)."""
        received = self._received(transfer)
        if _was_redirected(transfer) or not rules.is_about(received, stored):
            # Somebody else's 304: after a redirect, or for another entity tag.
            self._owner.on_news("not revalidated: the 304 is not about the stored response")
            self._forget()
            self._stored = None
            self._asked_at = self._cache.now()
            self.fetch()
            if transfer.aborted:
                self.abort()
            return
        self._owner.on_news("revalidated")
        response = stored
        if self._layer.revalidation == RENEW:
            response = rules.renewed(stored, received)
            self._keep(response)
        transfer.headers = _StoredHeaders(response)
        _fill(transfer, response)
        self._owner.on_headers(transfer)
        self._deliver(transfer)

    def _keep(self, response: StoredResponse, *, redirected: bool = False) -> None:
        """Store it if that is allowed."""
        if not self._cache.running or self._deletions != self._cache.deletions:
            return
        reason = rules.why_not_stored(self._facts, response)
        if redirected:
            # It is fresh only as long as every redirect on the way to it.
            reason = "it is a redirect or came by one"
        if reason:
            self._owner.on_news(f"not stored: {reason}")
            if response.status in rules.STORABLE_STATUSES:
                self._forget()  # It replaces what was stored all the same.
            return
        evicted = self._cache.put(self._name, response)
        if evicted < 0:
            self._owner.on_news(f"not stored: {stored_size(response)} bytes are more than the cache holds")
            return
        self._owner.on_news(f"stored, {stored_size(response)} bytes")
        if evicted:
            self._owner.on_news(f"evicted {evicted} least recently used")

    def _forget(self) -> None:
        if self._deletions == self._cache.deletions:
            self._cache.remove(self._name)


def _conditional(request: Request, stored: StoredResponse) -> Request:
    members = {name: getattr(request, name) for name in Request.__slots__}
    line = rules.condition(stored)
    members["header_lines"] = rules.conditional_lines(request.header_lines, line)
    return Request(**members)


def _was_redirected(transfer: Transfer) -> bool:
    return transfer.headers.blocks > 1


def _is_redirect_to_follow(transfer: Transfer) -> bool:
    """Whether it leads to somewhere else, which every other request would follow."""
    special = transfer.request.special
    return special is not None and not special.follow and transfer.headers.is_redirect


def _status(headers: HeaderCollector) -> int:
    code = headers.status_line.split(" ", 2)[1:2]
    return int(code[0]) if code and code[0].isdigit() else 0


def _fill(transfer: Transfer, stored: StoredResponse) -> None:
    # A device does not keep the status: whatever comes from the cache is a 200 (8.1, decisions).
    transfer.status = OK
    transfer.cookies = stored.cookies.split(b"\n") if stored.cookies else []
    transfer.body = [stored.body]
    transfer.size = len(stored.body)
    transfer.stored_connection = stored.connection
