"""HttpResponseCache: requests by way of the cache. Loaded by the first createHttpResponseCache() (C10).

What may be stored and what answers a request is decided in cache_rules.py, where it is kept in cache_store.py.
"""

from __future__ import annotations

import os
import sys
import time
from functools import partial

from bindings.net_http import cache_rules
from bindings.net_http.cache_folder import entry_name, stored_size
from bindings.net_http.cache_rules import NOT_MODIFIED, USE, VALIDATE, RequestFacts, StoredResponse
from bindings.net_http.cache_store import ResponseStore
from bindings.net_http.options import Request
from bindings.net_http.response import HeaderCollector, response_block
from bindings.net_http.transfer import Transfer

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from typing import Any

    from bindings.net_http import NetHttp
    from bindings.net_http.exchange import Exchange
    from runtime.loop import Loop, Timer
    from runtime.modules.contract import Host

OK = 200
FLUSH_INTERVAL = 60_000  # ms (8.1).


def folder_for(cache_dir: str, program_name: str, environ: Mapping[str, str], platform: str = sys.platform) -> str:
    """The folder for the responses of the program of that real path, below `cache_dir` or the user's cache folder."""
    program = entry_name(os.fsencode(program_name))
    return os.path.join(os.path.abspath(cache_dir or _user_cache_folder(environ, platform)), "http", program)


def _user_cache_folder(environ: Mapping[str, str], platform: str) -> str:
    home = os.path.expanduser("~")
    if platform == "win32":
        base = environ.get("LOCALAPPDATA") or os.path.join(home, "AppData", "Local")
    elif platform == "darwin":
        base = os.path.join(home, "Library", "Caches")
    else:
        # A relative one is to be ignored, says the XDG Base Directory Specification.
        base = environ.get("XDG_CACHE_HOME", "")
        base = base if os.path.isabs(base) else os.path.join(home, ".cache")
    return os.path.join(base, "ohosrun")


class ResponseCache:
    """The cache of one program. Outlives its runs in a hot-reload loop; `now` is its clock, in s since the epoch."""

    def __init__(self, loop: Loop, folder: str, now: Callable[[], float] = time.time) -> None:
        self._loop = loop
        self._folder = folder
        self._store: ResponseStore | None = None
        self._timer: Timer | None = None
        self._inform: Callable[[str], None] = _ignore
        self.now = now
        self.running = False
        # How often it was deleted: what was asked for before is not stored after.
        self.deletions = 0

    def open(self, limit: float, inform: Callable[[str], None]) -> None:
        """Start, or go on with another size; `limit` in bytes. `inform(message)` hears of an unusable folder."""
        self._inform = inform
        if self._store is None:
            self._store = ResponseStore(self._folder, limit, lambda message: self._inform(message))
        else:
            self._store.set_limit(limit)
        self.running = True
        self._flush_later()

    def get(self, name: str) -> StoredResponse | None:
        """The response stored under `name`."""
        return self._store.get(name) if self._store is not None and self.running else None

    def put(self, name: str, response: StoredResponse) -> int:
        """Store it; returns how many others had to go, -1 if it is too large."""
        assert self._store is not None, "put() before open()"
        return self._store.put(name, response)

    def remove(self, name: str) -> None:
        """Forget what is stored under `name`."""
        if self._store is not None:
            self._store.remove(name)

    def flush(self) -> None:
        """Put on disk what is in memory; nothing happens while it is not running (8.1)."""
        if self._store is not None and self.running:
            self._store.flush()

    def delete(self) -> None:
        """Stop and forget everything, also on disk (C12)."""
        self.running = False
        self.deletions += 1
        self._cancel_timer()
        if self._store is not None:
            self._store.delete()

    def close(self) -> None:
        """The last run is over. What was not flushed is lost, as when an app ends."""
        self._cancel_timer()

    def _flush_later(self) -> None:
        self._cancel_timer()
        self._timer = self._loop.call_later(FLUSH_INTERVAL, self._flush_in_turn, background=True)

    def _flush_in_turn(self) -> None:
        self.flush()
        self._flush_later()

    def _cancel_timer(self) -> None:
        if self._timer is not None:
            self._loop.cancel(self._timer)
            self._timer = None


def _ignore(_message: str) -> None:
    return None


class CachingClient:
    """The requests of one run, by way of the cache to the client. `trace(line)` hears what becomes of each."""

    def __init__(self, binding: NetHttp, host: Host, trace: Callable[[str], None] | None = None) -> None:
        folder = folder_for(host.settings.cache_dir, host.program_name, os.environ)
        self._host = host
        self.binding = binding
        self.loop = host.loop
        self.cache: ResponseCache = host.shared(f"net_http.cache:{folder}", lambda: ResponseCache(host.loop, folder))
        self._trace = trace

    def open(self, limit: float) -> None:
        """createHttpResponseCache(): `limit` in bytes."""
        self.cache.open(limit, self._host.inform)

    def start(self, exchange: Exchange, request: Request, using_cache: bool) -> None:
        """Answer `request` from the cache, or have the client do it and store what comes."""
        if not self.cache.running or request.method not in cache_rules.METHODS:
            self.binding.send(exchange, Transfer(request, exchange))
            return
        lookup = _Lookup(self, exchange, request)
        if using_cache:
            lookup.look_up()
        else:
            self.trace(exchange, "cache not read: usingCache is false")
            lookup.fetch()

    def trace(self, exchange: Exchange, text: str) -> None:
        """Say what became of the request of `exchange`."""
        if self._trace is not None:
            self._trace(f"#{exchange.id} {text}")


class _FinalHeaders(HeaderCollector):
    """Collects also the lines of the final response as they are: the last block, without those of redirects."""

    __slots__ = ("_cache", "blocks", "lines", "received_at")

    def __init__(self, cache: ResponseCache) -> None:
        super().__init__()
        self._cache = cache
        self.lines: list[bytes] = []
        self.blocks = 0
        self.received_at = 0.0

    def add(self, lines: Sequence[bytes]) -> bool:
        ended = super().add(lines)
        if ended:
            self.lines = [line.rstrip(b"\r\n") for line in response_block(lines)[:-1]]
            self.blocks += 1
            self.received_at = self._cache.now()
        return ended


class _StoredHeaders(HeaderCollector):
    """The headers of a stored response, with the Warning of 8.4."""

    __slots__ = ("_warning",)

    def __init__(self, response: StoredResponse, warning: str = "") -> None:
        super().__init__()
        self._warning = warning
        self.add([line + b"\n" for line in response.block.split(b"\n")])

    def pairs(self, *, cookies_last: bool) -> list[Any]:
        """As of every header object, but for the capital that sorts Warning first, as on a device (8.4)."""
        pairs = super().pairs(cookies_last=cookies_last)
        return ["Warning", self._warning, *pairs] if self._warning else pairs


class _Lookup:
    """One request on its way through the cache."""

    __slots__ = ("_asked_at", "_cache", "_client", "_deletions", "_exchange", "_facts", "_name", "_request", "_stored")

    def __init__(self, client: CachingClient, exchange: Exchange, request: Request) -> None:
        self._client = client
        self._cache = client.cache
        self._exchange = exchange
        self._request = request
        self._facts = RequestFacts(request)
        self._name = entry_name(self._facts.key)
        self._deletions = client.cache.deletions
        self._asked_at = client.cache.now()
        # What a 304 would confirm.
        self._stored: StoredResponse | None = None

    def look_up(self) -> None:
        """Use, validate or fetch."""
        stored = self._cache.get(self._name)
        if stored is None:
            self._trace("cache miss")
            self.fetch()
            return
        if len(stored.body) > self._request.max_limit:
            self._trace("cache not used: the stored response is larger than maxLimit")
            self.fetch()
            return
        now = self._cache.now()
        decision = cache_rules.decide(self._facts, stored, now)
        if decision == USE:
            warning = cache_rules.warning(stored, now)
            self._trace(f"cache hit, {warning}" if warning else "cache hit")
            self._answer(stored, warning)
        elif decision == VALIDATE:
            self._trace("cache stale: revalidating")
            self._stored = stored
            self._send(_conditional(self._request, stored))
        else:
            self._trace("cache not used: it has to be fetched again")
            self.fetch()

    def fetch(self) -> None:
        """Without the cache; what comes is stored."""
        self._send(self._request)

    def _send(self, request: Request) -> None:
        transfer = Transfer(request, self)
        transfer.headers = _FinalHeaders(self._cache)
        self._client.binding.send(self._exchange, transfer)

    def _answer(self, stored: StoredResponse, warning: str) -> None:
        """A hit: a macrotask of its own, 200, no header events (8.3)."""
        exchange = self._exchange
        transfer = Transfer(self._request, exchange)
        transfer.done = True
        transfer.timings = (0.0,) * 7
        transfer.completed_at = self._client.loop.now()
        transfer.headers = _StoredHeaders(stored, warning)
        _fill(transfer, stored)
        exchange.transfer = transfer
        self._client.loop.call_soon(partial(exchange.on_done, transfer))

    def on_headers(self, transfer: Transfer) -> None:
        """Tell the exchange, unless they are not the response's (transfer.Owner)."""
        # Those of a 304 are not the response's: its events follow with the stored headers.
        if self._stored is None or _status(transfer.headers) != NOT_MODIFIED:
            self._exchange.on_headers(transfer)

    def on_done(self, transfer: Transfer) -> None:
        """Store what came, or take what is stored, and tell the exchange (transfer.Owner)."""
        if transfer.curl_code == 0:
            if self._stored is not None and transfer.status == NOT_MODIFIED:
                self._on_not_modified(transfer, self._stored)
                return
            self._keep(self._received(transfer), redirected=_was_redirected(transfer))
        self._exchange.on_done(transfer)

    def _received(self, transfer: Transfer) -> StoredResponse:
        headers = transfer.headers
        assert isinstance(headers, _FinalHeaders)
        body = transfer.whole_body()
        return StoredResponse(cache_rules.stored_block(headers.lines), body, self._asked_at, headers.received_at)

    def _on_not_modified(self, transfer: Transfer, stored: StoredResponse) -> None:
        """Deliver what is stored as 200 and renew it (decisions, 304)."""
        received = self._received(transfer)
        if _was_redirected(transfer) or not cache_rules.is_about(received, stored):
            # Somebody else's 304: after a redirect, or for another entity tag.
            self._trace("not revalidated: the 304 is not about the stored response")
            self._forget()
            self._stored = None
            self._asked_at = self._cache.now()
            self.fetch()
            if transfer.aborted:
                self._client.binding.abort(self._exchange)
            return
        self._trace("revalidated")
        response = cache_rules.renewed(stored, received)
        self._keep(response)
        # Cookies that the 304 itself set are this request's.
        cookies = transfer.headers.cookies
        transfer.headers = _StoredHeaders(response)
        transfer.headers.cookies = cookies
        _fill(transfer, response)
        if self._exchange.listening:
            self._exchange.deliver_headers(transfer)
        self._client.loop.call_soon(partial(self._exchange.on_done, transfer))

    def _keep(self, response: StoredResponse, *, redirected: bool = False) -> None:
        """Store it if that is allowed."""
        if not self._cache.running or self._deletions != self._cache.deletions:
            return
        reason = cache_rules.why_not_stored(self._facts, response)
        if redirected:
            # It is fresh only as long as every redirect on the way to it.
            reason = "it came by a redirect"
        if reason:
            self._trace(f"not stored: {reason}")
            if response.status in cache_rules.STORABLE_STATUSES:
                self._forget()  # It replaces what was stored all the same.
            return
        evicted = self._cache.put(self._name, response)
        if evicted < 0:
            self._trace(f"not stored: {stored_size(response)} bytes are more than the cache holds")
            return
        self._trace(f"stored, {stored_size(response)} bytes")
        if evicted:
            self._trace(f"evicted {evicted} least recently used")

    def _forget(self) -> None:
        if self._deletions == self._cache.deletions:
            self._cache.remove(self._name)

    def _trace(self, text: str) -> None:
        self._client.trace(self._exchange, text)


def _conditional(request: Request, stored: StoredResponse) -> Request:
    members = {name: getattr(request, name) for name in Request.__slots__}
    line = cache_rules.condition(stored)
    members["header_lines"] = cache_rules.conditional_lines(request.header_lines, line)
    return Request(**members)


def _was_redirected(transfer: Transfer) -> bool:
    headers = transfer.headers
    return isinstance(headers, _FinalHeaders) and headers.blocks > 1


def _status(headers: HeaderCollector) -> int:
    code = headers.status_line.split(" ", 2)[1:2]
    return int(code[0]) if code and code[0].isdigit() else 0


def _fill(transfer: Transfer, stored: StoredResponse) -> None:
    # A device does not keep the status: whatever comes from the cache is a 200 (8.1, decisions).
    transfer.status = OK
    transfer.body = [stored.body]
    transfer.size = len(stored.body)
