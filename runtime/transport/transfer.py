"""One request on its way: what the client fills in, and whom it tells."""

from __future__ import annotations

from runtime.transport.headers import HeaderCollector

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, Protocol

    from runtime.loop import Timer
    from runtime.transport.request import Request

    class Watcher(Protocol):
        """Who shows how far a large body is."""

        def update(self, transfer: Transfer) -> None:
            """More of it has come."""

        def forget(self, transfer: Transfer) -> None:
            """It has ended."""

    class Owner(Protocol):
        """Who hears of a transfer."""

        @property
        def on_wire(self) -> Callable[[int, bytes], None] | None:
            """Hears of all that is sent and received, if not None: (kind as libcurl's debug function has it, bytes)."""

        def on_headers(self, transfer: Transfer) -> None:
            """The headers of a response are complete; called from inside libcurl, so nothing is done but noted."""

        def on_body(self, transfer: Transfer, chunk: bytes) -> bool:
            """Some of a body that is streamed; called from inside libcurl. False: not now, but after `resume`."""

        def on_progress(self, to_receive: int, received: int, to_send: int, sent: int) -> None:
            """Bytes on the wire, where that was asked for; called from inside libcurl."""

        def on_done(self, transfer: Transfer) -> None:
            """It has ended, and nothing comes any more; a macrotask of its own."""

        def on_note(self, topic: str, text: str) -> None:
            """Something that the person should know, once a run for each `topic`."""

        def on_news(self, text: str) -> None:
            """What a layer did with the request that is not on the wire, for a trace."""

    class Transport(Protocol):
        """What takes requests: libcurl, or a layer above another transport. None knows who is above it."""

        def start(self, request: Request, owner: Owner) -> Any:
            """Begin `request`; returns what `abort` takes. `owner` hears of it later, never from inside this call."""

        def abort(self, started: Any, patience: float = 0) -> None:
            """Have it fail soon, as a write error, unless it is complete, or will be within `patience`, in ms."""

        def resume(self, started: Any) -> None:
            """Go on with a body that the owner did not take."""


NO_ALARM = float("inf")


class Peers:
    """What the transfers of one connection have in common.

    `version` is libcurl's number of the HTTP version. `tls` are names as OpenSSL has them: ("TLSv1.3", cipher suite).
    """

    __slots__ = ("local_ip", "local_port", "remote_ip", "remote_port", "tls", "uses_proxy", "version")

    def __init__(
        self,
        version: int,
        local: tuple[str, int],
        remote: tuple[str, int],
        tls: tuple[str, str] | None = None,
        *,
        uses_proxy: bool = False,
    ) -> None:
        self.version = version
        self.local_ip, self.local_port = local
        self.remote_ip, self.remote_port = remote
        self.tls = tls
        self.uses_proxy = uses_proxy


class Connection:
    """What is known of the connection of a transfer, which is the last one's if there were more."""

    __slots__ = ("is_reused", "peers", "redirects")

    def __init__(self, peers: Peers, redirects: int = 0, *, is_reused: bool = False) -> None:
        self.peers = peers
        self.redirects = redirects
        self.is_reused = is_reused


class Transfer:
    """`owner` hears of it, and is let go of when it is done. `asked_in` is the macrotask of the loop that wants it."""

    __slots__ = (
        "aborted",
        "agreed",
        "alarm",
        "asked_in",
        "began_at",
        "between_hops",
        "body",
        "completed_at",
        "connection",
        "cookies",
        "curl_code",
        "curl_text",
        "done",
        "earlier_hops",
        "follows",
        "given_cookies",
        "handle",
        "has_headers",
        "headers",
        "is_probe",
        "not_http",
        "over_limit",
        "owner",
        "progress",
        "request",
        "revoked",
        "size",
        "status",
        "stored_connection",
        "streams",
        "time_limit",
        "timings",
    )

    def __init__(self, request: Request, owner: Owner, asked_in: int = -1) -> None:
        self.request = request
        self.owner = owner
        self.asked_in = asked_in
        self.headers = HeaderCollector()
        self.body: list[bytes | bytearray] = []
        self.size = 0
        self.streams = request.special is not None and request.special.streaming
        # How many bytes of a body may come before something is to be done about it, and who shows how far it is.
        self.alarm: float = NO_ALARM if self.streams else request.max_limit
        self.progress: Watcher | None = None
        self.follows = request.special is None or request.special.follow  # Redirects.
        # Whether it is a handshake without a request now, and the server and key that the program has agreed to.
        self.is_probe = False
        self.agreed: tuple[tuple[str, str, int], str] | None = None
        # How an answer begins that is not HTTP.
        self.not_http = b""
        # Whether the headers of what comes now have come.
        self.has_headers = False
        self.over_limit = False
        self.aborted = False
        # Aborted by the macrotask that asked for it: no answer comes in time.
        self.revoked = False
        self.done = False
        # Whether what comes now is the body of a redirect that is followed.
        self.between_hops = False
        # What the hops before this one took, in µs, where they are followed one by one.
        self.earlier_hops = 0
        self.handle: Any = None
        self.status = 0
        self.began_at = 0.0
        self.completed_at = 0.0
        self.time_limit: Timer | None = None
        self.curl_code = 0
        self.curl_text = ""
        self.cookies: list[bytes] = []
        self.given_cookies: list[bytes] = []  # What it began with, where requests keep cookies for each other.
        self.connection: Connection | None = None  # None: it was answered without one.
        self.stored_connection: Connection | None = None  # What is known of that by which its answer came once.
        self.timings: tuple[float, ...] = ()

    def whole_body(self) -> bytes:
        """The body, which is in one piece from then on."""
        if len(self.body) != 1:
            self.body = [b"".join(self.body)]
        return bytes(self.body[0])  # The same object, unless it was put together.
