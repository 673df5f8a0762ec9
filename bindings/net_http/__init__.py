"""@ohos.net.http: the binding. What a script sees is index.js; what goes over the wire is client.py."""

from __future__ import annotations

from bindings.net_http import errors, notes
from bindings.net_http.exchange import Exchange, deliver_failure
from bindings.net_http.options import (
    DEFAULT_CONTENT_TYPE,
    FORM_CONTENT_TYPE,
    LONGEST_TIMEOUT,
    compose_url,
    header_lines,
    proxy_for,
    query_of,
)
from runtime.transport.request import NO_PROXY, Request
from runtime.transport.text import encode

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any

    from runtime.modules.contract import Function, Host
    from runtime.transport.cache.responses import ResponseCache
    from runtime.transport.client import Client
    from runtime.transport.trace import Tracer
    from runtime.transport.transfer import Transport

INTERNET = "ohos.permission.INTERNET"


def open_binding(host: Host) -> NetHttp:
    """The binding for one run."""
    return NetHttp(host)


class NetHttp:
    """The ops of index.js and the requests of one run that are in flight."""

    def __init__(self, host: Host) -> None:
        # libcurl is loaded when a script first imports the module, not before.
        from runtime.transport.client import Client
        from runtime.transport.environment import environment

        settings = host.settings
        self._host = host
        self._client: Client = host.shared(
            # A run never uses a connection that was made with other trust than its own.
            f"transport.client {settings.cacert} {settings.resolve}",
            lambda: Client(host.loop, environment(), settings.cacert, settings.resolve),
        )
        # The layer that takes the requests: the client, or what is above it.
        self._transport: Transport = self._client
        self._tracer: Tracer | None = None
        if settings.trace:
            from runtime.transport.trace import Tracer

            self._tracer = Tracer(
                settings.trace,
                host.trace,
                errors.describe,
                secrets=settings.trace_secrets,
                cacert=settings.cacert,
                resolve=settings.resolve,
            )
        self._cache: ResponseCache | None = None
        self._denied = INTERNET in settings.deny
        self._exchanges: dict[int, Exchange] = {}
        self._last_id = 0
        # The last request that only a url, a method and numbers were given for, and these.
        self._last: Request | None = None
        self._last_plain: tuple[Any, ...] = ()

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
        for exchange in self._exchanges.values():
            exchange.deliver = None
        self._exchanges.clear()

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
        proxy: Any,
        *values: Any,
    ) -> int:
        """Start a request; returns its number, 0 if it fails before it has one.

        `deliver` is called once per event, last with RESPONSE or FAILURE. `values` are expectDataType and the last
        arguments of `_make_request`.
        """
        is_plain = query is None and body is None and headers is None and proxy is None
        # Most programs ask for one thing many times.
        if is_plain and self._last is not None and self._last_plain == (url, method, values):
            return self._start(self._last, deliver, site, listening, values[0])
        if self._denied:
            # Asynchronously all the same (1.1).
            self._host.loop.call_soon(lambda: deliver_failure(self._host, deliver, errors.PERMISSION_DENIED))
            return 0
        request = self._make_request(url, method, query, body, headers, proxy, *values[1:])
        if is_plain:
            self._last, self._last_plain = request, (url, method, values)
        return self._start(request, deliver, site, listening, values[0])

    def _make_request(
        self,
        url: str,
        method: str,
        query: Any,
        body: Any,
        headers: Any,
        proxy: Any,
        using_cache: bool,
        priority: int,
        read_timeout: float,
        connect_timeout: float,
        protocol: int,
        max_limit: float,
    ) -> Request:
        url = self._host.substitute(url)
        content_type = DEFAULT_CONTENT_TYPE
        if query is not None and not isinstance(query, str):
            query, encoded = query_of(query.to_python())
            if encoded:
                content_type = FORM_CONTENT_TYPE
        url = compose_url(url, query)
        lasting = self._host.lasting(url)
        return Request(
            url=encode(url),
            method=encode(method),
            header_lines=header_lines(headers.to_python() if headers is not None else [], content_type),
            body=encode(body) if isinstance(body, str) else None if body is None else body.to_bytes(),
            using_cache=using_cache,
            priority=priority,
            read_timeout=min(int(read_timeout), LONGEST_TIMEOUT),
            connect_timeout=min(int(connect_timeout), LONGEST_TIMEOUT),
            protocol=protocol,
            proxy=self._proxy(url, proxy),
            max_limit=int(max_limit),
            cached_as=b"" if lasting is url else encode(lasting),
        )

    def _start(self, request: Request, deliver: Function, site: str, listening: bool, expected: int) -> int:
        self._last_id += 1
        self._host.count_request()
        exchange = Exchange(
            self._host, self._tracer, self._exchanges, self._last_id, deliver, site, listening, expected
        )
        if self._tracer is not None:
            self._tracer.begin(exchange.id, request)
        exchange.started = self._transport.start(request, exchange)
        return exchange.id

    @staticmethod
    def _proxy(url: str, proxy: Any) -> tuple[str, int, tuple[str, ...]] | None:
        if proxy is None:
            return None
        values = proxy.to_python()
        # A number above 2^31 - 1 comes as a float.
        return proxy_for(url, values[0], int(values[1]), values[2:]) if values else NO_PROXY

    def _abort(self, request_id: int) -> None:
        exchange = self._exchanges.get(request_id)
        if exchange is not None:
            self._transport.abort(exchange.started)

    def _listen(self, request_id: int) -> None:
        exchange = self._exchanges.get(request_id)
        if exchange is not None:
            exchange.listening = True

    def _create_cache(self, size: float) -> None:
        """Start the response cache, or change its size in bytes."""
        if self._cache is None:
            from runtime.transport.cache.lookup import CachingTransport
            from runtime.transport.cache.responses import ResponseCache, folder_for
            from runtime.transport.environment import environment

            host = self._host
            folder = folder_for(host.settings.cache_dir, host.program_name, environment())
            cache: ResponseCache = host.shared(f"transport.cache:{folder}", lambda: ResponseCache(host.loop, folder))
            self._cache = cache
            self._transport = CachingTransport(host.loop, self._client, cache)
        self._cache.open(size, self._host.inform)

    def _flush_cache(self) -> None:
        if self._cache is not None:
            self._cache.flush()

    def _delete_cache(self) -> None:
        if self._cache is not None:
            self._cache.delete()

    def _later(self, callback: Function) -> None:
        """Call `callback` as a macrotask of its own."""
        self._host.loop.call_soon(lambda: self._host.enter(callback))

    def _note(self, topic: str, site: str, *details: str) -> None:
        self._host.note(topic + "".join(details), notes.text(topic, *details), site)

    def _note_misspelt(self, name: str, site: str) -> None:
        right = notes.MISSPELT.get(name) or notes.MISSPELT.get(name.lower())
        if right is not None:
            self._note("misspelt", site, name, right)
