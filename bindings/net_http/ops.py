"""@ohos.net.http: the binding. What a script sees is index.js; what goes over the wire is client.py."""

from __future__ import annotations

from bindings.net_http import errors, notes
from bindings.net_http.device import Device
from bindings.net_http.exchange import Exchange, deliver_failure, new_special, with_events
from bindings.net_http.hops import in_byte_order, is_own_server, is_same_server, parsed_header, resolved
from bindings.net_http.options import (
    DEFAULT_CONTENT_TYPE,
    FORM_CONTENT_TYPE,
    LONGEST_TIMEOUT,
    compose_url,
    header_lines,
    params_of,
    proxy_of,
    query_of,
    rebuilt_url,
)
from bindings.net_http.remarks import Remarks
from bindings.net_http.response import connection_facts
from bindings.net_http.values import bytes_of, texts_of
from runtime.transport.request import Request
from runtime.transport.text import encode, text_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any

    from runtime.modules.contract import Function, Host
    from runtime.transport.cache.lookup import CachingTransport
    from runtime.transport.cache.responses import ResponseCache
    from runtime.transport.client import Client
    from runtime.transport.options.cookies import CookieStore
    from runtime.transport.options.special import Special
    from runtime.transport.trace.tracer import Tracer
    from runtime.transport.transfer import Peers, Transfer, Transport

INTERNET = "ohos.permission.INTERNET"
_MOST_FACTS = 1024  # Connections.


def open_binding(host: Host) -> NetHttp:
    """The binding for one run."""
    return NetHttp(host)


class NetHttp:
    """The ops of index.js and the requests of one run that are in flight."""

    def __init__(self, host: Host) -> None:
        # libcurl is loaded when a script first imports the module, not before.
        from runtime.transport.client import Client
        from runtime.transport.environment import environment
        from runtime.transport.options.common import Manners

        settings = host.settings
        self.host = host
        self.device = device = Device(int(settings.api))
        self.messages = errors.messages(new=device.new_messages)
        manners = Manners(device.encodings, device.redirects, tunnels=device.tunnels)
        self._client: Client = host.shared(
            # A run never uses a connection that was made with other trust than its own.
            f"transport.client {settings.cacert} {settings.resolve}{manners.name}",
            lambda: Client(host.loop, environment(), settings.cacert, settings.resolve, manners=manners),
        )
        # The layer that takes the requests: the client, or what is above it.
        self.transport: Transport = self._client
        self._settings = settings
        self.progress = host.progress
        self._tracer: Tracer | None = None
        self._cache: ResponseCache | None = None
        self._caching: CachingTransport | None = None
        self._denied = INTERNET in settings.deny
        self.exchanges: dict[int, Exchange] = {}
        self.remarks = Remarks(host)
        self._routes = None
        if settings.map or settings.net not in ("", "all"):
            from runtime.transport.routes import routes_for

            self._routes = routes_for(settings, host.substitute)
        self._numbers = 0
        self._cookie_stores: dict[int, CookieStore] = {}
        self._questions: dict[int, Callable[[bool], None]] = {}
        # The last request without a body and what few have, with expectDataType and the proxy of the app.
        self._last: tuple[Request, int, object] | None = None
        # Arrays of JavaScript, by what they tell of.
        self._facts: dict[Peers | None, Any] = {}

    def ops(self) -> Mapping[str, Callable[..., Any]]:
        """What index.js calls."""
        return {
            **self.remarks.ops(),
            "request": self._request,
            "again": self._again,
            "abort": self._abort,
            "listen": self._listen,
            "wait": self._wait,
            "prepared": self._prepared,
            "isCached": self._is_cached,
            "sorted": in_byte_order,
            "resolved": resolved,
            "isSameServer": is_same_server,
            "parsedHeader": parsed_header,
            "textOf": lambda body: "" if body is None else text_of(bytes_of(body) or b""),
            "message": self.messages.__getitem__,
            "device": self.device.facts,
            "isOwnServer": lambda url: is_own_server(self.host, self._routes, url),
            "judged": self._judged,
            "whenAtRest": lambda callback: self.host.when_at_rest(lambda: self.host.enter(callback)),
            "newCookieStore": self._new_cookie_store,
            "dropCookieStore": lambda number: self._cookie_stores.pop(number, None) and None,
            "utf8Length": lambda text: len(encode(text)),
            "later": self._later,
            "denied": lambda: self._denied,
            "createCache": self._create_cache,
            "flushCache": self._flush_cache,
            "deleteCache": self._delete_cache,
        }

    def close(self) -> None:
        """Cancel what is in flight; nothing is delivered any more."""
        self._client.cancel_all()
        for exchange in self.exchanges.values():
            exchange.deliver = None
            if self.progress is not None:
                self.progress.sent(exchange)
        self.exchanges.clear()
        self._facts.clear()

    def connection_facts(self, peers: Peers | None) -> Any:
        """What connectionExtraInfo has of a connection, as an array of JavaScript."""
        facts = self._facts.get(peers)
        if facts is None:
            if len(self._facts) > _MOST_FACTS:
                self._facts.clear()
            facts = self._facts[peers] = self.host.to_js(connection_facts(peers))
        return facts

    # Ops ------------------------------------------------------------------------------------------------------

    def _request(
        self,
        deliver: Function,
        site: str,
        listening: int,
        streaming: bool,
        cookie_store: int,
        url: str,
        method: str,
        query: Any,
        body: Any,
        headers: Any,
        proxy: Any,
        special: Any,
        *values: Any,
    ) -> int:
        """Start a request; returns its number, or minus the code that it fails with before it has one.

        `deliver` is called once per event, last with RESPONSE or FAILURE. `values` are expectDataType and the last
        arguments of `_make_request`.
        """
        is_plain = query is None and body is None and proxy is None and special is None
        is_plain = is_plain and not streaming and not cookie_store
        if self._denied:
            return self._fail_later(deliver, errors.PERMISSION_DENIED)
        wishes: Special | None = None
        content = bytes_of(body)
        if not is_plain:
            given = self._special(special, url, method, site)
            if isinstance(given, int):
                return self._fail_later(deliver, given)
            wishes = with_events(given, streaming, listening, len(content or b""))
            if cookie_store:
                wishes = wishes or new_special()
                wishes.cookies = self._cookie_stores[cookie_store]
        if "localhost" in url or "127.0.0.1" in url:
            self.remarks.look_at_host(url, site, self._routes)
        if isinstance(query, str) and " " in query:
            rebuilt = special is not None and special.get("rebuiltUrl") is True
            self.remarks.raw_query(site, "queryParams" if rebuilt else "extraData")
        address = self._address(url, method, query, headers, special)
        request = self._make_request(*address, method, content, headers, proxy, wishes, *values[1:])
        if is_plain:
            self._last = (request, values[0], self.host.app_proxy)
        return self._start(request, deliver, site, listening, values[0])

    def _again(self, deliver: Function, site: str, listening: int) -> int:
        """The last plain `_request` once more; 0 where it would not be the same (start.js)."""
        if self._last is None or self._last[2] is not self.host.app_proxy:
            return 0
        return self._start(self._last[0], deliver, site, listening, self._last[1])

    def _prepared(self, url: str, method: str, query: Any, headers: Any, special: Any) -> list[str]:
        """What an interceptor is shown of a request: the url, then name, value, name, value, … of its header."""
        url, content_type = self._address(url, method, query, headers, special)
        prepared = [url]
        for line in header_lines(texts_of(headers) if headers is not None else [], content_type):
            name, _, value = text_of(line.removesuffix(b";") if b":" not in line else line).partition(":")
            prepared += (name, value)
        return prepared

    def _is_cached(
        self,
        site: str,
        url: str,
        method: str,
        query: Any,
        body: Any,
        headers: Any,
        proxy: Any,
        special: Any,
        *values: Any,
    ) -> bool:
        """Whether the cache has a fresh answer to a request with these arguments of `_request`."""
        if self._caching is None:
            return False
        given = self._special(special, url, method, site)
        if isinstance(given, int):
            return False
        address = self._address(url, method, query, headers, special)
        request = self._make_request(*address, method, bytes_of(body), headers, proxy, given, *values[1:])
        return self._caching.has_fresh(request)

    def _fail_later(self, deliver: Function, code: int) -> int:
        # Asynchronously all the same (1.1).
        self.host.loop.call_soon(lambda: deliver_failure(self.host, deliver, code, self.messages[code]))
        return -code

    def _special(self, given: Any, url: str, method: str, site: str) -> Special | int | None:
        """What special.js made of the options; a number is the code that the request fails with for one of them."""
        if given is None:
            return None
        from bindings.net_http.special import OptionError, special_of

        try:
            return special_of(given, self.host.substitute(url), method, self.host, site, self.device)
        except OptionError as error:
            self.remarks.advice.because(error.code, notes.reason(error.reason) if error.reason else "")
            return error.code

    def _address(self, url: str, method: str, query: Any, headers: Any, special: Any) -> tuple[str, str]:
        """The url to ask, and the content-type where the program gives none, '' for none."""
        url = self.host.substitute(url)
        rebuilt = special is not None and special.get("rebuiltUrl") is True
        content_type = DEFAULT_CONTENT_TYPE if self.device.sends_json(method, has_header=headers is not None) else ""
        if query is not None and not isinstance(query, str):
            query, encoded = (params_of if rebuilt else query_of)(texts_of(query))
            if encoded:
                content_type = FORM_CONTENT_TYPE
        return rebuilt_url(url, query or "") if rebuilt else compose_url(url, query), content_type

    def _make_request(
        self,
        url: str,
        content_type: str,
        method: str,
        body: bytes | None,
        headers: Any,
        proxy: Any,
        special: Special | None,
        using_cache: bool,
        priority: int,
        read_timeout: float,
        connect_timeout: float,
        protocol: int,
        max_limit: float,
    ) -> Request:
        lines = special.header_lines if special is not None else None
        if lines is None:
            lines = header_lines(texts_of(headers) if headers is not None else [], content_type)
        request = Request(
            url=encode(url),
            method=encode(method),
            header_lines=lines,
            body=body,
            using_cache=using_cache,
            priority=priority,
            read_timeout=min(int(read_timeout), LONGEST_TIMEOUT),
            connect_timeout=min(int(connect_timeout), LONGEST_TIMEOUT),
            protocol=protocol,
            proxy=proxy_of(url, proxy, self.host.app_proxy),
            max_limit=int(max_limit),
            special=special,
        )
        routes = self._routes
        if routes is None and special is not None and special.validate is not None:
            from runtime.transport.routes import everywhere

            routes = everywhere()
        if routes is not None:
            from runtime.transport.redirects import routed

            routed(request, routes)
            url = text_of(request.url)
        lasting = self.host.lasting(url)
        if lasting is not url:
            request.cached_as = encode(lasting)
        return request

    def _start(self, request: Request, deliver: Function, site: str, listening: int, expected: int) -> int:
        exchange_type: type[Exchange] = Exchange
        if request.special is not None and request.special.streaming:
            exchange_type = self._stream_type()
        exchange = exchange_type(self, self.host.count_request(), deliver, site, listening, expected)
        # Asked for each request: an interactive session begins and ends a trace between two of them.
        if self._settings.trace or self._settings.time:
            self._trace(exchange, request)
        if request.special is not None and request.special.validate is not None:
            request.special.validate = exchange.on_certificates
        exchange.started = self.transport.start(request, exchange)
        return exchange.id

    def question(self, answer: Callable[[bool], None]) -> int:
        """The number by which JavaScript calls `answer`, once."""
        self._numbers += 1
        self._questions[self._numbers] = answer
        return self._numbers

    def _judged(self, number: int, agrees: bool) -> None:
        answer = self._questions.pop(number, None)
        if answer is not None:
            answer(agrees)

    def _trace(self, exchange: Exchange, request: Request) -> None:
        if self._tracer is None:
            from runtime.transport.trace.tracer import Tracer

            host, manners = self.host, self._client.manners
            self._tracer = Tracer(self._settings, host.trace, self._describe, host.times, manners)
        exchange.traced = self._tracer.begin(exchange.id, request)
        exchange.on_wire = exchange.traced.on_wire

    def _describe(self, transfer: Transfer) -> str:
        return errors.describe(transfer, self.messages)

    @staticmethod
    def _stream_type() -> type[Exchange]:
        from bindings.net_http.stream import Stream

        return Stream

    def _abort(self, request_id: int) -> None:
        exchange = self.exchanges.get(request_id)
        if exchange is not None:
            exchange.drop()
            self.transport.abort(exchange.started, exchange.patience)

    def _listen(self, request_id: int, wanted: int) -> None:
        exchange = self.exchanges.get(request_id)
        if exchange is not None:
            exchange.listening = wanted

    def _wait(self, request_id: int) -> Any:
        """What a request that was just begun ends with: (kind, news), or None where the run ended before.

        The program stands still until then.
        """
        exchange = self.exchanges[request_id]
        exchange.is_awaited = True
        self.host.run_until(lambda: exchange.outcome is not None)
        return exchange.outcome

    def _new_cookie_store(self) -> int:
        """A store for the cookies of one HttpRequest; returns its number."""
        from runtime.transport.options.cookies import CookieStore

        self._numbers += 1
        self._cookie_stores[self._numbers] = CookieStore()
        return self._numbers

    def _create_cache(self, size: float) -> None:
        """Start the response cache, or change its size in bytes."""
        if self._cache is None:
            from runtime.transport.cache.lookup import CachingTransport
            from runtime.transport.cache.responses import ResponseCache, folder_for
            from runtime.transport.environment import environment

            host = self.host
            folder = folder_for(host.settings.cache_dir, host.program_name, environment())
            cache: ResponseCache = host.shared(f"transport.cache:{folder}", lambda: ResponseCache(host.loop, folder))
            self._cache = cache
            self._caching = CachingTransport(host.loop, self._client, cache, self.device.revalidation)
            self.transport = self._caching
        self._cache.open(size, self.host.inform)

    def _flush_cache(self) -> None:
        if self._cache is not None:
            self._cache.flush()

    def _delete_cache(self) -> None:
        if self._cache is not None:
            self._cache.delete()

    def _later(self, callback: Function) -> None:
        """Call `callback` as a macrotask of its own."""
        self.host.loop.call_soon(lambda: self.host.enter(callback))
