"""One request between JavaScript and the client: whom to tell, and what of it when."""

from __future__ import annotations

from bindings.net_http import errors, notes
from bindings.net_http.response import ARRAY_BUFFER, OBJECT, cookie_text, result_type, with_last_cookie
from runtime.transport.headers import HeaderCollector
from runtime.transport.text import text_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from bindings.net_http.ops import NetHttp
    from runtime.modules.contract import Function, Host
    from runtime.transport.options.special import Special
    from runtime.transport.trace.tracer import TracedRequest
    from runtime.transport.transfer import Transfer

# What `deliver` in index.js is told.
HEADERS, RESPONSE, FAILURE, DATA, RECEIVED, SENT, ASKED = range(7)
# What there are listeners for: a sum of these.
HEADERS_WANTED, DATA_WANTED, RECEIVED_WANTED, SENT_WANTED = 1, 2, 4, 8
_LARGE_BODY = 65536
EVENTS = ("headerReceive", "headersReceive")

OUT_OF_MEMORY = 2300027
NOT_MODIFIED = 304
AHEAD = 50  # ms (decisions, C6).


class Exchange:
    """Calls `deliver` once for each event, last with RESPONSE or FAILURE. `site` is the stack where it was made.

    It is one of the binding's `exchanges` as long as it lasts.
    """

    __slots__ = (
        "_begun_at",
        "_binding",
        "_expected",
        "_header_task",
        "_headers_at",
        "_host",
        "_last_sent",
        "deliver",
        "id",
        "is_awaited",
        "listening",
        "on_wire",
        "outcome",
        "site",
        "started",
        "traced",
    )

    def __init__(
        self, binding: NetHttp, number: int, deliver: Function, site: str, listening: int, expected: int
    ) -> None:
        self._host = binding.host
        self._binding = binding
        self.id = number
        self.deliver = deliver
        self.site = site
        self.listening = listening
        self._expected = expected
        # Whether the program stands still until it has ended, and with what it has: the last event and its news.
        self.is_awaited = False
        self.outcome: tuple[int, Any] | None = None
        # The macrotask of the loop that was its last header event.
        self._header_task = -1
        # What the transport knows it by.
        self.started: Any = None
        # Where it is shown, and who hears of all that it sends and receives.
        self.traced: TracedRequest | None = None
        self.on_wire: Callable[[int, bytes], None] | None = None
        self._begun_at = self._headers_at = binding.host.loop.now()
        self._last_sent = (0, 0)
        binding.exchanges[number] = self

    def on_headers(self, transfer: Transfer) -> None:
        """Note the time, and queue the header events where somebody listens (transfer.Owner)."""
        self._headers_at = self._host.loop.now()
        if self._binding.progress is not None:
            self._binding.progress.sent(self)
            self._binding.progress.watch(transfer)
        if self.listening & HEADERS_WANTED:
            # Each a macrotask, with the headers as they are now (C5, 5.2).
            for event in EVENTS:
                self._queue(self.deliver, (event, self._pairs(transfer, cookies_last=False)))

    def _pairs(self, transfer: Transfer, *, cookies_last: bool) -> list[Any]:
        if self._binding.device.all_cookies:
            return transfer.headers.pairs(cookies_last=cookies_last)
        return with_last_cookie(transfer.headers.pairs(cookies_last=False))

    def on_news(self, text: str) -> None:
        """Trace what the cache did (transfer.Owner)."""
        if self.traced is not None:
            self.traced.news(text)

    def _queue(self, deliver: Function, news: tuple[Any, ...]) -> None:
        self._host.loop.call_soon(lambda: self._enter_listener(deliver, news))

    def _enter_listener(self, deliver: Function, news: tuple[Any, ...]) -> None:
        self._header_task = self._host.loop.task
        self._host.enter(deliver, HEADERS, news)

    @property
    def patience(self) -> float:
        """How long, in ms, it may go on if it is given up now.

        A device's network thread is ahead of the program by the time that hears of the headers: what is destroyed
        there mostly completes.
        """
        return AHEAD if self._header_task == self._host.loop.task else 0

    def on_note(self, topic: str, text: str) -> None:
        """Tell the person once (transfer.Owner)."""
        if topic not in self._binding.remarks.told:
            self._binding.remarks.told.add(topic)
            self._host.inform(text)

    def on_certificates(self, host: str, address: str, pems: list[str], answer: Callable[[bool], None]) -> None:
        """Ask the program whether it trusts the peer that presented `pems`, in a macrotask of its own (A3.2)."""
        self._host.loop.call_soon(lambda: self._ask(host, address, pems, answer))

    def _ask(self, host: str, address: str, pems: list[str], answer: Callable[[bool], None]) -> None:
        if self.is_awaited or self.deliver is None:
            answer(False)  # Nobody can be asked: the program stands still, or the run is over.
        else:
            self._host.enter(self.deliver, ASKED, (host, address, pems, self._binding.question(answer)))

    def drop(self) -> None:
        """The program gave it up."""

    def on_body(self, transfer: Transfer, chunk: bytes) -> bool:
        """Only a Stream asks for it (transfer.Owner)."""
        raise NotImplementedError

    def on_progress(self, to_receive: int, received: int, to_send: int, sent: int) -> None:
        """Queue an event for each new figure of what was sent (A2.1, transfer.Owner)."""
        if to_send and self._binding.progress is not None:
            self._binding.progress.sending(self, sent, to_send)
        if to_send and to_send >= sent and (sent, to_send) != self._last_sent and self.listening & SENT_WANTED:
            if self._last_sent == (0, 0) and sent:
                self._queue_news(SENT, (0, to_send))  # The first one is always of nothing.
            self._last_sent = (sent, to_send)
            self._queue_news(SENT, (sent, to_send))

    def _queue_news(self, kind: int, news: Any) -> None:
        host, deliver = self._host, self.deliver
        host.loop.call_soon(lambda: host.enter(deliver, kind, news))

    def on_done(self, transfer: Transfer) -> None:
        """Deliver the last event, now (transfer.Owner)."""
        del self._binding.exchanges[self.id]
        # They refer to each other: all that they hold would wait for Python's next collection.
        self.started = None
        deliver, self.deliver = self.deliver, None
        if self._binding.progress is not None:
            self._binding.progress.sent(self)
        if self.traced is not None:
            self.traced.end(transfer, self._host.loop.now() - self._begun_at)
        if transfer.curl_code:
            self._deliver_failure(deliver, transfer)
        elif self._is_lost(transfer):
            self._host.note("lost-hit", notes.text("lost-hit"), self.site)
        else:
            self._deliver_response(deliver, transfer)

    def _is_lost(self, transfer: Transfer) -> bool:
        """Whether it is an answer of the cache, on a device that delivers none."""
        return transfer.done and transfer.connection is None and not self._binding.device.answers_hits

    def _deliver_response(self, deliver: Function, transfer: Transfer) -> None:
        host = self._host
        if transfer.status == NOT_MODIFIED and not self._binding.device.delivers_304:
            transfer.status, transfer.headers, transfer.cookies = 0, HeaderCollector(), []
        headers = transfer.headers
        body = transfer.whole_body()
        transfer.body = []
        kind = result_type(self._expected, headers.content_type(), len(body))
        if self._expected == OBJECT and kind != OBJECT:
            said = "an ArrayBuffer" if kind == ARRAY_BUFFER else "text"
            host.hint("object-limit", notes.advice("object-limit", str(len(body)), said), self.site)
        try:
            result = host.to_js(body if kind == ARRAY_BUFFER else text_of(body))
        except MemoryError:
            self._fail(deliver, OUT_OF_MEMORY)
            return
        timings = self._timings(transfer)
        pairs = self._pairs(transfer, cookies_last=True)
        if pairs and type(pairs[-1]) is list:
            pairs[-1] = host.to_js(pairs[-1])
        # One array: each in it would be a call of the engine more.
        news = (
            transfer.status,
            cookie_text(transfer.cookies),
            headers.status_line,
            result,
            kind,
            len(body),
            *self._connection(transfer),
            len(timings),
            *timings,
            *pairs,
        )
        self._settle(deliver, RESPONSE, host.to_js(news))

    def _connection(self, transfer: Transfer) -> tuple[Any, ...]:
        """connectionExtraInfo: the connection, whether it was there before, is the cache's, and how many redirects."""
        connection = transfer.connection or transfer.stored_connection
        if connection is None:
            return self._binding.connection_facts(None), False, True, 0
        facts = self._binding.connection_facts(connection.peers)
        return facts, connection.is_reused, transfer.connection is None, connection.redirects

    def _timings(self, transfer: Transfer) -> tuple[float | None, ...]:
        """performanceTiming in ms: totalTiming, and of what the cache did not answer the rest in order (4.1)."""
        dns, tcp, tls, first_send, first_receive, total, redirect = transfer.timings
        total /= 1000
        first_receive /= 1000
        # On libcurl's clock, like its neighbours: it has no figure of its own for this.
        headers = min(total, max(first_receive, total - (transfer.completed_at - self._headers_at)))
        elapsed = max(total, self._host.loop.now() - self._begun_at)
        if transfer.connection is None:
            return (elapsed,)
        return (
            elapsed,
            dns / 1000,
            first_receive,
            first_send / 1000,
            redirect / 1000,
            total if transfer.size else None,
            headers,
            tcp / 1000,
            tls / 1000,
            total,
        )

    def _reason(self, transfer: Transfer, code: int) -> str:
        """Why it failed, where its code alone leaves more than one cause; '' where it does not."""
        if transfer.not_http:
            return notes.reason("not-http")
        if transfer.over_limit:
            return notes.reason("over-limit", str(transfer.request.max_limit))
        if transfer.aborted:
            return notes.reason("given-up")
        if code == errors.UNKNOWN_OTHER_ERROR and self._host.settings.quiet:
            return notes.reason("curl", _said(transfer))  # The note that says it is silenced.
        # What no code knows of: --net.
        return transfer.curl_text if "--net" in transfer.curl_text else ""

    def _deliver_failure(self, deliver: Function, transfer: Transfer) -> None:
        host = self._host
        code = errors.code_of(transfer.curl_code)
        if transfer.over_limit:
            host.note(
                f"limit{transfer.request.max_limit}", notes.text("limit", str(transfer.request.max_limit)), self.site
            )
        if code == errors.UNKNOWN_OTHER_ERROR:
            # Texts can name ports and times, which must not make every failure of one line a note of its own.
            host.note(f"other-error{transfer.curl_code}", notes.text("other-error", _said(transfer)), self.site)
        if transfer.not_http:
            # Also where the program looks at the error: its message leads to somewhere else.
            url = transfer.request.url.decode("utf-8", "replace")
            said = notes.advice("not-http", url, ascii(transfer.not_http.decode("latin-1")))
            host.hint("not-http", said, self.site)
        self._binding.remarks.advice.because(code, self._reason(transfer, code))
        # A proxy that the program names is an address of its own.
        if not transfer.status and not transfer.aborted and not transfer.request.names_proxy:
            url = transfer.request.url.decode("utf-8", "replace")
            host.request_unanswered(url, code, self._binding.messages[code], self.site)
        self._fail(deliver, code)

    def _fail(self, deliver: Function, code: int) -> None:
        self._settle(deliver, FAILURE, (code, self._binding.messages[code]))

    def _settle(self, deliver: Function, kind: int, news: Any) -> None:
        """The last event, whatever it is."""
        if self.is_awaited:
            self.outcome = (kind, news)
        else:
            self._host.enter(deliver, kind, news)


def _said(transfer: Transfer) -> str:
    """What curl says about a failure."""
    number, text = transfer.curl_code, transfer.curl_text
    return f"curl error {number}: {text}" if number > 0 else text


def deliver_failure(host: Host, deliver: Function, code: int, message: str) -> None:
    """Tell a program that its request failed: now, in a macrotask of its own."""
    host.enter(deliver, FAILURE, (code, message))


def with_events(special: Special | None, streaming: bool, listening: int, size: int) -> Special | None:
    """`special`, which also asks for the body as it comes, and for what has crossed the wire where that is wanted.

    `size` is that of the request's own body in bytes: of a large one it is always asked for, a listener may come later.
    """
    has_body = size > 0 or (special is not None and bool(special.parts))
    progress = streaming or (has_body and (bool(listening & SENT_WANTED) or size == 0 or size >= _LARGE_BODY))
    if streaming or progress:
        special = special or new_special()
        special.streaming = streaming
        special.progress = progress
    return special


def new_special() -> Special:
    """One that asks for nothing."""
    from runtime.transport.options.special import Special

    return Special()
