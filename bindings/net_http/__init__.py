"""@ohos.net.http: the binding. What a script sees is index.js; what goes over the wire is client.py."""

from __future__ import annotations

from bindings.net_http import errors, notes
from bindings.net_http.options import (
    DEFAULT_CONTENT_TYPE,
    FORM_CONTENT_TYPE,
    LONGEST_TIMEOUT,
    NO_PROXY,
    Request,
    breaks_lines,
    compose_url,
    encode,
    header_lines,
    proxy_for,
    query_of,
)
from bindings.net_http.response import ARRAY_BUFFER, cookie_text, result_type, text_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any

    from bindings import Function, Host
    from bindings.net_http.cache import CachingClient
    from bindings.net_http.client import Client
    from bindings.net_http.trace import Tracer
    from bindings.net_http.transfer import Transfer

INTERNET = "ohos.permission.INTERNET"

# What `deliver` in index.js is told.
HEADERS, RESPONSE, FAILURE = 0, 1, 2
EVENTS = ("headerReceive", "headersReceive")


def open_binding(host: Host) -> NetHttp:
    """The binding for one run."""
    return NetHttp(host)


class NetHttp:
    """The ops of index.js and the requests of one run that are in flight."""

    def __init__(self, host: Host) -> None:
        # libcurl is loaded when a script first imports the module, not before.
        from bindings.net_http.client import Client
        from bindings.net_http.process import environment
        from bindings.net_http.transfer import Transfer

        settings = host.settings
        self._host = host
        # The run's clock in ms.
        self.now = host.loop.now
        self._client: Client = host.shared(
            # What is trusted may change between the runs of a hot-reload loop.
            f"net_http.client {settings.cacert} {settings.resolve}",
            lambda: Client(host.loop, environment(), settings.cacert, settings.resolve),
        )
        self._transfer_type = Transfer
        self._tracer: Tracer | None = None
        if settings.trace:
            from bindings.net_http.trace import Tracer

            self._tracer = Tracer(
                settings.trace,
                host.trace,
                secrets=settings.trace_secrets,
                cacert=settings.cacert,
                resolve=settings.resolve,
            )
        self._cache: CachingClient | None = None
        self._denied = INTERNET in settings.deny
        self._transfers: dict[int, _Exchange] = {}
        self._last_id = 0

    def ops(self) -> Mapping[str, Callable[..., Any]]:
        """What index.js calls."""
        return {
            "request": self._request,
            "abort": self._abort,
            "listen": self._listen,
            "later": self._later,
            "denied": lambda: self._denied,
            "note": self._note,
            "noteMisspelt": self._note_misspelt,
            "createCache": self._create_cache,
            "flushCache": self._flush_cache,
            "deleteCache": self._delete_cache,
        }

    def close(self) -> None:
        """Cancel what is in flight; nothing is delivered any more."""
        self._client.cancel_all()
        for exchange in self._transfers.values():
            exchange.deliver = None
        self._transfers.clear()

    # Ops ------------------------------------------------------------------------------------------------------

    def _request(
        self,
        deliver: Function,
        site: str,
        listening: bool,
        url: str,
        method: str,
        query: Any,
        body: Any,
        headers: Any,
        expected: int,
        using_cache: bool,
        priority: int,
        read_timeout: float,
        connect_timeout: float,
        protocol: int,
        proxy: Any,
        max_limit: float,
    ) -> int:
        """Start a request; returns its number. `deliver` is called once per event, last with RESPONSE or FAILURE."""
        pairs = headers.to_python() if headers is not None else []
        if breaks_lines(method, *pairs):
            self._note("line-break", site)
            return self._fail(deliver, errors.PARAMETER_ERROR)
        if self._denied:
            return self._fail(deliver, errors.PERMISSION_DENIED)
        url = self._host.substitute(url)
        content_type = DEFAULT_CONTENT_TYPE
        if query is not None and not isinstance(query, str):
            query, encoded = query_of(query.to_python())
            if encoded:
                content_type = FORM_CONTENT_TYPE
        request = Request(
            url=encode(compose_url(url, query)),
            method=encode(method),
            header_lines=header_lines(pairs, content_type),
            body=encode(body) if isinstance(body, str) else None if body is None else body.to_bytes(),
            expected=expected,
            priority=priority,
            read_timeout=min(int(read_timeout), LONGEST_TIMEOUT),
            connect_timeout=min(int(connect_timeout), LONGEST_TIMEOUT),
            protocol=protocol,
            proxy=self._proxy(url, proxy),
            max_limit=int(max_limit),
        )
        return self._start(request, deliver, site, listening, using_cache)

    def _start(self, request: Request, deliver: Function, site: str, listening: bool, using_cache: bool) -> int:
        self._last_id += 1
        self._host.count_request()
        exchange = _Exchange(self, self._last_id, deliver, site, listening)
        self._transfers[exchange.id] = exchange
        if self._tracer is not None:
            self._tracer.begin(exchange.id, request)
        if self._cache is None:
            self.send(exchange, self._transfer_type(request, exchange.on_headers, exchange.on_done))
        else:
            self._cache.start(exchange, request, using_cache)
        return exchange.id

    def send(self, exchange: _Exchange, transfer: Transfer) -> None:
        """Have the client do `transfer`, which is now that of `exchange`."""
        exchange.transfer = transfer
        if self._tracer is not None:
            transfer.on_wire = self._tracer.wire(exchange.id)
        self._client.start(transfer)

    @staticmethod
    def _proxy(url: str, proxy: Any) -> tuple[str, int, tuple[str, ...]] | None:
        if proxy is None:
            return None
        values = proxy.to_python()
        # A number above 2^31 - 1 comes as a float.
        return proxy_for(url, values[0], int(values[1]), values[2:]) if values else NO_PROXY

    def _abort(self, request_id: int) -> None:
        exchange = self._transfers.get(request_id)
        if exchange is not None:
            self.abort(exchange)

    def abort(self, exchange: _Exchange) -> None:
        """Fail `exchange` soon, unless it is complete (C6)."""
        self._client.abort(exchange.transfer)

    def _listen(self, request_id: int) -> None:
        exchange = self._transfers.get(request_id)
        if exchange is not None:
            exchange.listening = True

    def _create_cache(self, size: float) -> None:
        """Start the response cache, or change its size in bytes."""
        if self._cache is None:
            from bindings.net_http.cache import CachingClient

            self._cache = CachingClient(self, self._host, self._tracer.line if self._tracer is not None else None)
        self._cache.open(size)

    def _flush_cache(self) -> None:
        if self._cache is not None:
            self._cache.cache.flush()

    def _delete_cache(self) -> None:
        if self._cache is not None:
            self._cache.cache.delete()

    def _later(self, callback: Function) -> None:
        """Call `callback` as a macrotask of its own."""
        self._host.loop.call_soon(lambda: self._host.enter(callback))

    def _fail(self, deliver: Function, code: int) -> int:
        """Deliver a failure that needs no network, asynchronously all the same (1.1)."""
        host = self._host
        host.loop.call_soon(lambda: host.enter(deliver, FAILURE, code, errors.MESSAGES[code]))
        return 0

    def _note(self, topic: str, site: str, *details: str) -> None:
        self._host.note(topic + "".join(details), notes.text(topic, *details), site)

    def _note_misspelt(self, name: str, site: str) -> None:
        right = notes.MISSPELT.get(name) or notes.MISSPELT.get(name.lower())
        if right is not None:
            self._note("misspelt", site, name, right)

    # Events ---------------------------------------------------------------------------------------------------

    def deliver_headers(self, exchange: _Exchange, transfer: Transfer) -> None:
        """Queue the two header events, each a macrotask, with the headers as they are now (C5, 5.2)."""
        pairs = transfer.headers.flat()
        cookies = list(transfer.headers.cookies)
        for event in EVENTS:
            self._queue(exchange.deliver, HEADERS, event, pairs, cookies)

    def _queue(self, deliver: Function, *news: Any) -> None:
        self._host.loop.call_soon(lambda: self._host.enter(deliver, *news))

    def deliver_result(self, exchange: _Exchange, transfer: Transfer) -> None:
        """The last event of a request. Already a macrotask."""
        del self._transfers[exchange.id]
        # Exchange and transfer refer to each other: the function would be held until Python's next collection.
        deliver, exchange.deliver = exchange.deliver, None
        if self._tracer is not None:
            self._tracer.end(exchange.id, transfer, exchange.elapsed())
        if transfer.curl_code:
            self._deliver_failure(deliver, exchange, transfer)
            return
        host = self._host
        headers = transfer.headers
        body = transfer.body[0] if len(transfer.body) == 1 else b"".join(transfer.body)
        transfer.body = []
        kind = result_type(transfer.request.expected, headers.content_type(), len(body))
        try:
            result = host.to_js(body if kind == ARRAY_BUFFER else text_of(body))
        except MemoryError:
            host.enter(deliver, FAILURE, 2300027, errors.MESSAGES[2300027])
            return
        host.enter(
            deliver,
            RESPONSE,
            transfer.status,
            cookie_text([cookie.decode("utf-8", "replace") for cookie in transfer.cookies]),
            headers.flat(),
            headers.cookies,
            headers.status_line,
            result,
            kind,
            len(body),
            *exchange.timings(transfer),
        )

    def _deliver_failure(self, deliver: Function, exchange: _Exchange, transfer: Transfer) -> None:
        code = errors.code_of(transfer.curl_code) if transfer.curl_code > 0 else errors.UNKNOWN_OTHER_ERROR
        if transfer.over_limit:
            self._note("limit", exchange.site, str(transfer.request.max_limit))
        if code == errors.UNKNOWN_OTHER_ERROR:
            number, text = transfer.curl_code, transfer.curl_text
            reason = f"curl error {number}: {text}" if number > 0 else text
            # Texts can name ports and times, which must not make every failure of one line a note of its own.
            self._host.note(f"other-error{number}", notes.text("other-error", reason), exchange.site)
        if not transfer.status and not transfer.aborted:
            url = transfer.request.url.decode("utf-8", "replace")
            self._host.request_unanswered(url, code, errors.MESSAGES[code], exchange.site)
        self._host.enter(deliver, FAILURE, code, errors.MESSAGES[code])


class _Exchange:
    """One request between JavaScript and the client: whom to tell, where it was made, when it began."""

    __slots__ = ("_binding", "_headers_at", "_started", "deliver", "id", "listening", "site", "transfer")

    def __init__(self, binding: NetHttp, number: int, deliver: Function, site: str, listening: bool) -> None:
        self._binding = binding
        self.id = number
        self.deliver = deliver
        self.site = site
        self.listening = listening
        self.transfer: Transfer
        self._started = binding.now()
        self._headers_at = self._started

    def on_headers(self, transfer: Transfer) -> None:
        self._headers_at = self._binding.now()
        if self.listening:
            self._binding.deliver_headers(self, transfer)

    def on_done(self, transfer: Transfer) -> None:
        self._binding.deliver_result(self, transfer)

    def elapsed(self) -> float:
        """ms since the request was made."""
        return self._binding.now() - self._started

    def timings(self, transfer: Transfer) -> list[float]:
        """performanceTiming in ms, in the order of its keys (4.1, row 6)."""
        dns, tcp, tls, first_send, first_receive, total, redirect = [us / 1000 for us in transfer.timings]
        # On libcurl's clock, like its neighbours: it has no figure of its own for this.
        headers = max(first_receive, total - (transfer.completed_at - self._headers_at))
        elapsed = max(total, self.elapsed())
        return [dns, first_receive, first_send, redirect, total, headers, tcp, tls, total, elapsed]
