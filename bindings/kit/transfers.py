"""Requests of modules that are not @ohos.net.http, on the same transport."""

from __future__ import annotations

from runtime.transport.text import encode

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any

    from runtime.modules.contract import Host
    from runtime.transport.client import Client
    from runtime.transport.options.special import Special
    from runtime.transport.request import Request
    from runtime.transport.trace.tracer import TracedRequest, Tracer
    from runtime.transport.transfer import Transfer

_CONNECT_TIMEOUT = 60_000  # ms, as @ohos.net.http has it.


def header_fields(headers: Any) -> dict[str, str]:
    """The fields of an array of name, value, name, value …, as bindings/kit/headers.js makes it."""
    flat = headers.to_python()
    return dict(zip(flat[::2], flat[1::2], strict=True))


class Transfers:
    """The transfers of one binding."""

    def __init__(self, host: Host) -> None:
        from runtime.transport.client import Client
        from runtime.transport.environment import environment
        from runtime.transport.routes import routes_for

        settings = host.settings
        self._host = host
        # The same as that of every other module: connections and trust are shared.
        self._transport: Client = host.shared(
            f"transport.client {settings.cacert} {settings.resolve}",
            lambda: Client(host.loop, environment(), settings.cacert, settings.resolve),
        )
        self._routes = routes_for(settings, host.substitute)
        self._running: set[Exchange] = set()
        self._tracer: Tracer | None = None

    def start(
        self,
        url: str,
        method: str,
        headers: Mapping[str, str],
        body: bytes | None,
        done: Callable[[Transfer], None],
        *,
        special: Special | None = None,
        on_body: Callable[[bytes], None] | None = None,
        on_headers: Callable[[Transfer], None] | None = None,
        on_progress: Callable[[int, int, int, int], None] | None = None,
        read_timeout: int = 0,
        max_limit: int = 2**53,
    ) -> Exchange:
        """Send a request; `done(transfer)` is called in a macrotask of its own. Placeholders of `url` are replaced.

        `on_body` hears of each piece where `special` streams, and `on_headers` of complete headers: both from inside
        libcurl. Times are ms, 0 for no limit.
        """
        from runtime.transport.request import Request

        host = self._host
        url = host.substitute(url)
        lines = [encode(f"{name}:{value}" if value else f"{name};") for name, value in sorted(headers.items())]
        request = Request(
            url=encode(url),
            method=encode(method),
            header_lines=lines,
            body=body,
            proxy=host.app_proxy,
            read_timeout=read_timeout,
            connect_timeout=_CONNECT_TIMEOUT,
            max_limit=max_limit,
            using_cache=False,
            special=special,
        )
        if self._routes is not None:
            from runtime.transport.redirects import routed

            routed(request, self._routes)
        number = host.count_request()
        exchange = Exchange(self, done, on_body, on_headers, on_progress)
        self._running.add(exchange)
        if host.settings.trace or host.settings.time:
            self._trace(exchange, number, request)
        exchange.started = self._transport.start(request, exchange)
        return exchange

    def _trace(self, exchange: Exchange, number: int, request: Request) -> None:
        host = self._host
        if self._tracer is None:
            from runtime.transport.trace.tracer import Tracer

            # Each module has codes of its own.
            self._tracer = Tracer(
                host.settings, host.trace, lambda transfer: f"curl-error-{transfer.curl_code}", host.times
            )
        exchange.traced = self._tracer.begin(number, request)
        exchange.on_wire = exchange.traced.on_wire
        exchange.begun_at = host.loop.now()

    def watch(self, transfer: Transfer) -> None:
        """The headers of a response are there: show how far its body is where a person would see it."""
        progress = self._host.progress
        if progress is not None:
            progress.watch(transfer)

    def elapsed(self, exchange: Exchange) -> float:
        """How long `exchange`, which is traced, has taken by now, in ms."""
        return self._host.loop.now() - exchange.begun_at

    def abort(self, exchange: Exchange) -> None:
        """Have it fail soon; `done` is called all the same."""
        if exchange in self._running:
            self._transport.abort(exchange.started)

    def finished(self, exchange: Exchange) -> None:
        """It has ended."""
        self._running.discard(exchange)

    def close(self) -> None:
        """The run is over: nothing is delivered any more."""
        for exchange in list(self._running):
            exchange.forget()
        self._running.clear()
        self._transport.cancel_all()


class Exchange:
    """One of them (transfer.Owner)."""

    def __init__(
        self,
        transfers: Transfers,
        done: Callable[[Transfer], None],
        on_body: Callable[[bytes], None] | None,
        on_headers: Callable[[Transfer], None] | None,
        on_progress: Callable[[int, int, int, int], None] | None,
    ) -> None:
        self._transfers = transfers
        self._done: Callable[[Transfer], None] | None = done
        self._on_body = on_body
        self._on_headers = on_headers
        self._on_progress = on_progress
        self.started: Any = None
        # With --trace or --time.
        self.traced: TracedRequest | None = None
        self.on_wire: Callable[[int, bytes], None] | None = None
        self.begun_at = 0.0

    def forget(self) -> None:
        """Tell nobody any more."""
        self._done = self._on_body = self._on_headers = self._on_progress = None

    def on_headers(self, transfer: Transfer) -> None:
        """Owner."""
        self._transfers.watch(transfer)
        if self._on_headers is not None:
            self._on_headers(transfer)

    def on_body(self, _transfer: Transfer, chunk: bytes) -> bool:
        """Owner."""
        if self._on_body is not None:
            self._on_body(chunk)
        return True

    def on_progress(self, to_receive: int, received: int, to_send: int, sent: int) -> None:
        """Owner."""
        if self._on_progress is not None:
            self._on_progress(to_receive, received, to_send, sent)

    def on_done(self, transfer: Transfer) -> None:
        """Owner."""
        self._transfers.finished(self)
        self.started = None
        if self.traced is not None:
            self.traced.end(transfer, self._transfers.elapsed(self))
        if self._done is not None:
            self._done(transfer)

    def on_news(self, text: str) -> None:
        """Owner."""
        if self.traced is not None:
            self.traced.news(text)

    def on_note(self, _topic: str, text: str) -> None:
        """Owner."""
