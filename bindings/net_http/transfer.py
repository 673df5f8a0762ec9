"""One request on its way: what the client fills in, and whom it tells."""

from __future__ import annotations

from bindings.net_http.response import HeaderCollector

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from bindings.net_http.options import Request
    from runtime.loop import Timer


class Transfer:
    """`on_headers` and `on_done` run as macrotasks; after `on_done` nothing comes any more."""

    __slots__ = (
        "aborted",
        "began_at",
        "body",
        "completed_at",
        "cookies",
        "curl_code",
        "curl_text",
        "done",
        "handle",
        "headers",
        "on_done",
        "on_headers",
        "on_wire",
        "over_limit",
        "request",
        "size",
        "status",
        "time_limit",
        "timings",
    )

    def __init__(
        self,
        request: Request,
        on_headers: Callable[[Transfer], None],
        on_done: Callable[[Transfer], None],
    ) -> None:
        self.request = request
        self.on_headers = on_headers
        self.on_done = on_done
        self.headers = HeaderCollector()
        self.body: list[bytes] = []
        self.size = 0
        self.over_limit = False
        self.aborted = False
        self.on_wire: Callable[[int, bytes], None] | None = None  # Hears of all that is sent and received.
        self.done = False
        self.handle: Any = None
        self.status = 0
        self.began_at = 0.0
        self.completed_at = 0.0
        self.time_limit: Timer | None = None
        self.curl_code = 0
        self.curl_text = ""
        self.cookies: list[bytes] = []
        self.timings: list[float] = []
