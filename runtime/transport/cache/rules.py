"""When a response may be stored and when a stored one answers a request: RFC 9111 and behaviour tables 8. Pure.

Times are seconds since the epoch; ages and lifetimes are seconds.
"""

from __future__ import annotations

from runtime.transport.cache.http_date import parse_http_date

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from runtime.transport.request import Request
    from runtime.transport.transfer import Connection

    Directives = dict[str, str | None]

METHODS = (b"GET", b"HEAD")
STORABLE_STATUSES = frozenset((200, 203, 204, 300, 301, 404, 405, 410, 414, 501))  # Behaviour tables 8.2.
FOUND = 302
NOT_MODIFIED = 304

LONGEST_DELTA = 2**31  # RFC 9111 1.2.2.
HEURISTIC_SHARE = 10  # A tenth of the time since the last modification (8.4).
DAY = 24 * 60 * 60

STALE_WARNING = '110 "Response is STALE"'
HEURISTIC_WARNING = '113 "Heuristic expiration"'

# What `decide` says.
USE, VALIDATE, FETCH = "use", "validate", "fetch"

# Not part of the key since 5.0.0 (8.2). A request that has them is never answered from the cache.
_CONDITIONS = ("if-none-match", "if-modified-since")
# They tell of one connection: RFC 9111 3.1.
_NEVER_STORED = frozenset(
    (
        "connection",
        "keep-alive",
        "proxy-authenticate",
        "proxy-authentication-info",
        "proxy-authorization",
        "proxy-connection",
        "te",
        "trailer",
        "transfer-encoding",
        "upgrade",
    )
)
# The body is kept decoded and whole, so what describes it stays as it came with it: RFC 9111 3.2.
_OF_THE_BODY = frozenset(
    ("content-encoding", "content-length", "content-location", "content-md5", "content-range", "content-type")
)
# Made for one message: what an earlier message said says nothing about a later one without them.
_OF_THE_MESSAGE = frozenset(("age", "date"))


class StoredResponse:
    """A response as it is kept.

    `block` is its header block, status line first, lines joined by LF, without what is never stored; `body` the
    decoded body; `cookies` what libcurl made of its cookies, cookie-file lines joined by LF. `request_time` is when it
    was asked for, `response_time` when its headers came.
    """

    __slots__ = (
        "_initial_age",
        "_lifetime",
        "block",
        "body",
        "connection",
        "cookies",
        "directives",
        "fields",
        "request_time",
        "response_time",
        "status",
    )

    def __init__(
        self, block: bytes, body: bytes, request_time: float, response_time: float, cookies: bytes = b""
    ) -> None:
        self.block = block
        self.body = body
        self.cookies = cookies
        # That it came by, as long as the process lasts.
        self.connection: Connection | None = None
        self.request_time = request_time
        self.response_time = response_time
        status_line, *lines = block.split(b"\n")
        code = status_line.split(b" ", 2)[1:2]
        self.status = int(code[0]) if code and code[0].isdigit() and len(code[0]) == 3 else 0
        self.fields = parse_fields(lines)
        self.directives = parse_directives(self.fields.get("cache-control", ()))
        # They never change, and every hit asks.
        self._lifetime: float | None = None
        self._initial_age: float | None = None

    @property
    def lifetime(self) -> float:
        """Its freshness lifetime."""
        if self._lifetime is None:
            self._lifetime = freshness_lifetime(self)
        return self._lifetime

    @property
    def initial_age(self) -> float:
        """Its age when it came."""
        if self._initial_age is None:
            self._initial_age = corrected_initial_age(self)
        return self._initial_age

    def first(self, name: str) -> str | None:
        """The value of the first line called `name`; of several the first counts (RFC 9111 4.2.1)."""
        values = self.fields.get(name)
        return values[0] if values else None


class RequestFacts:
    """What the cache has to know of a request: its key, its directives, its own conditions."""

    __slots__ = ("conditional", "directives", "key")

    def __init__(self, request: Request) -> None:
        parts = [request.cached_as or request.url, request.method.lower(), b"%d" % request.protocol]
        self.conditional = False
        self.directives: Directives = {}
        for line in request.header_lines:
            name, _, value = line.partition(b":")
            if name in (b"if-none-match", b"if-modified-since", b"if-none-match;", b"if-modified-since;"):
                self.conditional = self.conditional or bool(value.strip())
                continue
            parts.append(line)
            if name == b"cache-control":
                self.directives = parse_directives([value.decode("latin-1")])
        if request.body is not None or request.special is not None:
            from runtime.transport.cache.special import asked_besides

            parts += asked_besides(request)
        # A header line has no LF in it, nor has a URL that curl would take.
        self.key = b"\n".join(parts)


# Parsing ------------------------------------------------------------------------------------------------------


def parse_fields(lines: Iterable[bytes]) -> dict[str, list[str]]:
    """Header lines as name in lower case -> its values in order, as latin-1."""
    fields: dict[str, list[str]] = {}
    for line in lines:
        name, colon, value = line.decode("latin-1").partition(":")
        if colon:
            fields.setdefault(name.strip(" \t").lower(), []).append(value.strip(" \t\r\n"))
    return fields


def parse_directives(values: Iterable[str]) -> Directives:
    """The lines of Cache-Control as directive in lower case -> argument, None without one (RFC 9111 5.2).

    An argument may be a token or a quoted string. Of a directive given twice the first counts (4.2.1).
    """
    directives: Directives = {}
    for value in values:
        for member in split_list(value):
            name, equals, argument = member.partition("=")
            name = name.strip(" \t").lower()
            if name:
                directives.setdefault(name, _unquoted(argument.strip(" \t")) if equals else None)
    return directives


def split_list(text: str) -> list[str]:
    """The members of a comma-separated list (RFC 9110 5.6.1); a comma in a quoted string does not separate."""
    if '"' not in text:
        return text.split(",")
    members = []
    start = 0
    quoted = escaped = False
    for index, char in enumerate(text):
        if escaped:
            escaped = False
        elif quoted:
            escaped = char == "\\"
            quoted = char != '"'
        elif char == '"':
            quoted = True
        elif char == ",":
            members.append(text[start:index])
            start = index + 1
    if quoted:
        return text.split(",")  # The quote never ends: it must not swallow a no-store.
    return [*members, text[start:]]


def _unquoted(text: str) -> str:
    if len(text) < 2 or text[0] != '"' or text[-1] != '"':
        return text
    plain = ""
    escaped = False
    for char in text[1:-1]:
        escaped = char == "\\" and not escaped
        if not escaped:
            plain += char
    return plain


def delta_seconds(text: str | None) -> int | None:
    """A delta-seconds value, at most 2^31 (RFC 9111 1.2.2); None if it is none."""
    if text is None or not (text.isascii() and text.isdigit()):
        return None
    digits = text.lstrip("0")
    return min(int(digits or "0"), LONGEST_DELTA) if len(digits) <= 10 else LONGEST_DELTA


# Freshness ----------------------------------------------------------------------------------------------------


def explicit_lifetime(response: StoredResponse) -> float | None:
    """s-maxage, else max-age, else Expires - Date (8.4); None if there is none. What is not valid counts as 0."""
    for name in ("s-maxage", "max-age"):
        if name in response.directives:
            return delta_seconds(response.directives[name]) or 0
    expires = response.first("expires")
    if expires is None:
        return None
    until = parse_http_date(expires, response.response_time)
    return 0 if until is None else max(0.0, until - _date_value(response, response.response_time))


def heuristic_lifetime(response: StoredResponse) -> float:
    """A tenth of Date (or request time) - Last-Modified (8.4); 0 where RFC 9111 4.2.2 allows no heuristics."""
    modified = parse_http_date(response.first("last-modified") or "", response.response_time)
    if modified is None or (response.status not in STORABLE_STATUSES and "public" not in response.directives):
        return 0
    return max(0.0, (_date_value(response, response.request_time) - modified) / HEURISTIC_SHARE)


def freshness_lifetime(response: StoredResponse) -> float:
    """How long it is fresh, counted from its generation at the origin (RFC 9111 4.2.1)."""
    lifetime = explicit_lifetime(response)
    return heuristic_lifetime(response) if lifetime is None else lifetime


def current_age(response: StoredResponse, now: float) -> float:
    """How long ago it was generated or validated at the origin (RFC 9111 4.2.3)."""
    # A clock that was set back by an hour makes it an hour older, not younger.
    return response.initial_age + abs(now - response.response_time)


def corrected_initial_age(response: StoredResponse) -> float:
    """Its age when it came (RFC 9111 4.2.3)."""
    age = response.first("age")
    age_value = delta_seconds(age.partition(",")[0].strip()) if age is not None else None
    apparent_age = max(0.0, response.response_time - _date_value(response, response.response_time))
    corrected_age_value = (age_value or 0) + response.response_time - response.request_time
    return max(apparent_age, corrected_age_value)


def _date_value(response: StoredResponse, otherwise: float) -> float:
    date = parse_http_date(response.first("date") or "", response.response_time)
    return otherwise if date is None else date


def is_fresh_enough(response: StoredResponse, request: Directives, now: float) -> bool:
    """Whether it may be used without asking the server: age + min-fresh < lifetime + max-stale (8.4)."""
    lifetime = response.lifetime
    if "max-age" in request:
        lifetime = min(lifetime, delta_seconds(request["max-age"]) or 0)
    if "max-stale" in request and "must-revalidate" not in response.directives:
        # Without a number any staleness will do (RFC 9111 5.2.1.2).
        argument = request["max-stale"]
        lifetime += float("inf") if argument is None else delta_seconds(argument) or 0
    return current_age(response, now) + (delta_seconds(request.get("min-fresh")) or 0) < lifetime


def is_stale(response: StoredResponse, now: float) -> bool:
    """Whether its own lifetime is over."""
    return current_age(response, now) >= response.lifetime


def warning(response: StoredResponse, now: float) -> str:
    """The Warning header of an answer from the cache (8.4); '' if it needs none."""
    warnings = []
    if is_stale(response, now):
        warnings.append(STALE_WARNING)
    if current_age(response, now) > DAY and explicit_lifetime(response) is None:
        warnings.append(HEURISTIC_WARNING)
    return ", ".join(warnings)


# Deciding -----------------------------------------------------------------------------------------------------


def decide(request: RequestFacts, response: StoredResponse, now: float) -> str:
    """USE the stored response, VALIDATE it or FETCH another, in the order of 8.3."""
    directives = request.directives
    if "no-cache" in directives or "no-cache" in response.directives:
        return FETCH
    # must-revalidate forbids also what only-if-cached asks for (RFC 9111 5.2.2.2).
    bound = "must-revalidate" in response.directives and is_stale(response, now)
    if "only-if-cached" in directives and not bound:
        return USE
    if "no-store" in directives or request.conditional:
        return FETCH
    if is_fresh_enough(response, directives, now):
        return USE
    return VALIDATE if condition(response) else FETCH


def condition(response: StoredResponse) -> bytes:
    """The header line that makes a request conditional on `response` (8.3); b'' if it has no validator."""
    tag = response.first("etag")
    if tag:
        return b"if-none-match:" + tag.encode("latin-1")
    for name in ("last-modified", "date"):
        date = response.first(name)
        if date and parse_http_date(date, response.response_time) is not None:
            return b"if-modified-since:" + date.encode("latin-1")
    return b""


def conditional_lines(header_lines: Sequence[bytes], line: bytes) -> list[bytes]:
    """`header_lines` with the condition `line` in its place and without empty ones of the program."""
    own = tuple(name.encode() + end for name in _CONDITIONS for end in (b":", b";"))
    return sorted([*(other for other in header_lines if not other.startswith(own)), line])


# Storing ------------------------------------------------------------------------------------------------------


def why_not_stored(request: RequestFacts, response: StoredResponse) -> str:
    """Why `response` must not be stored, in a few words; '' if it may be (8.2, RFC 9111 3, decisions)."""
    directives = response.directives
    if "no-store" in request.directives:
        return "the request says no-store"
    if "no-cache" in request.directives:
        return "the request says no-cache, and only another request that says so could be answered with it"
    if response.status == FOUND:
        explicit = "expires" in response.fields or any(n in directives for n in ("max-age", "public", "private"))
        if not explicit:
            return "status 302 without Expires, max-age, public or private"
    elif response.status not in STORABLE_STATUSES:
        return f"status {response.status}"
    for name in ("no-store", "no-cache"):  # A stored no-cache would never be used (8.3).
        if name in directives:
            return f"the response says {name}"
    if not _key_covers(response):
        return "Vary: " + ", ".join(response.fields["vary"])
    return ""


def _key_covers(response: StoredResponse) -> bool:
    """Whether two requests with one key agree in every header that Vary names (RFC 9111 4.1)."""
    for value in response.fields.get("vary", ()):
        if any(name.strip(" \t").lower() in ("*", *_CONDITIONS) for name in value.split(",")):
            return False
    return True


def stored_block(lines: Sequence[bytes]) -> bytes:
    """The header block to keep of `lines`, status line first (RFC 9111 3.1)."""
    listed = parse_fields(lines[1:]).get("connection", ())
    hidden = _NEVER_STORED.union(name.strip(" \t").lower() for value in listed for name in value.split(","))
    return b"\n".join([lines[0], *(line for line in lines[1:] if _name(line) not in hidden)])


def is_about(not_modified: StoredResponse, response: StoredResponse) -> bool:
    """Whether a 304 speaks of `response`: their entity tags, where both have one, agree (RFC 9111 4.3.4)."""
    tag, stored_tag = not_modified.first("etag"), response.first("etag")
    return not tag or not stored_tag or tag.removeprefix("W/") == stored_tag.removeprefix("W/")


def renewed(response: StoredResponse, not_modified: StoredResponse) -> StoredResponse:
    """`response` with the header fields and times of the 304 that confirmed it (RFC 9111 3.2, 4.3.4)."""
    status_line, *old = response.block.split(b"\n")
    new = [line for line in not_modified.block.split(b"\n")[1:] if _name(line) not in _OF_THE_BODY]
    replaced = _OF_THE_MESSAGE.union(map(_name, new))
    lines = [status_line, *(line for line in old if _name(line) not in replaced), *new]
    renewed = StoredResponse(
        b"\n".join(lines),
        response.body,
        not_modified.request_time,
        not_modified.response_time,
        not_modified.cookies or response.cookies,
    )
    renewed.connection = not_modified.connection
    return renewed


def _name(line: bytes) -> str:
    return line.partition(b":")[0].decode("latin-1").strip(" \t").lower()
