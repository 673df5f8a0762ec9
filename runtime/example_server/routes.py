"""The routes of the example server: httpbin's well known paths, and an echo of the request everywhere else.

Every route is a function of the request and of the path's segments behind the first, already percent-decoded.
It returns None for segments that are not its own, and the request is echoed then.
"""

from __future__ import annotations

from runtime.example_server import content as example_content
from runtime.example_server.echo import (
    JSON_TYPE,
    echo,
    json_response,
    parse_fields,
    percent_decode,
    query_fields,
    shown_headers,
)
from runtime.example_server.http1.requests import HttpError, Request, is_token
from runtime.example_server.http1.responses import Response
from runtime.example_server.json_text import dumps

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from runtime.example_server.http1.responses import Pieces

    Route = Callable[[Request, list[str]], Response | None]

_BINARY_TYPE = "application/octet-stream"
_BYTES_LIMIT = 100 * 1024 * 1024
_DRIP_LIMIT = 10 * 1024 * 1024
_DRIP_SECONDS_LIMIT = 60.0
_DRIP_TICK = 10.0  # In ms: how often a drip falls at most.
_DELAY_SECONDS_LIMIT = 10.0
_STREAM_LIMIT = 100_000
_REDIRECT_LIMIT = 1000
_PIECE = 64 * 1024

# Would contradict the framing of the answer, or open it to the scripts of any web page.
_RESERVED_HEADERS = ("content-length", "transfer-encoding", "connection", "keep-alive", "trailer", "upgrade")


def respond(request: Request) -> Response:
    """The answer to any request. Raises HttpError for one that its route cannot serve."""
    name, *rest = request.path[1:].split("/")
    route = _ROUTES.get(name)
    response = route(request, [percent_decode(segment) for segment in rest]) if route is not None else None
    return response if response is not None else echo(request)


def _number(text: str, lowest: int, highest: int) -> int:
    """A decimal number of at least `lowest`; one beyond `highest` counts as `highest`."""
    if not (text.isascii() and text.isdigit()):
        raise HttpError(400, "A whole number is expected here.")
    number = int(text.lstrip("0")[:18] or "0")
    if number < lowest:
        raise HttpError(400, f"A number of at least {lowest} is expected here.")
    return min(number, highest)


def _seconds(text: str, highest: float) -> float:
    """A duration in s, as a float, in ms; one beyond `highest` seconds counts as `highest`."""
    try:
        seconds = float(text)
    except ValueError:
        seconds = -1.0
    if not seconds >= 0.0:
        raise HttpError(400, "A number of seconds is expected here.")
    return min(seconds, highest) * 1000


def _parameter(request: Request, name: str, default: str) -> str:
    value = query_fields(request).get(name, default)
    return value if isinstance(value, str) else value[0]


def _status_number(text: str, lowest: int) -> int:
    status = _number(text, lowest, 600)
    if status == 600:
        raise HttpError(400, f"A status is a number from {lowest} to 599.")
    return status


def _header(name: str, value: str) -> tuple[str, str]:
    """A response header made of what a client sent, refused if it could break out of its line."""
    control_character = any((character < " " and character != "\t") or character == "\x7f" for character in value)
    if control_character or not is_token(name.encode()):
        raise HttpError(400, "This cannot be a header.")
    return name, value


def _location(url: str) -> tuple[str, str]:
    quoted = [f"%{byte:02X}" if byte <= 0x20 or byte >= 0x7F else chr(byte) for byte in url.encode()]
    return "Location", "".join(quoted)


# Statuses and redirects -------------------------------------------------------------------------------------


def _status(_request: Request, rest: list[str]) -> Response | None:
    if len(rest) != 1:
        return None
    status = _status_number(rest[0], 100)
    if status == 101:
        raise HttpError(400, "101 is an answer to a request for an upgrade only.")
    if status < 200:
        response = Response()
        response.interim = status
        return response
    return Response(status, headers=_STATUS_HEADERS.get(status, ()))


def _redirect(_request: Request, rest: list[str]) -> Response | None:
    if len(rest) != 1:
        return None
    left = _number(rest[0], 1, _REDIRECT_LIMIT) - 1
    return Response(302, headers=[("Location", f"/redirect/{left}" if left else "/get")])


def _redirect_to(request: Request, rest: list[str]) -> Response | None:
    if rest:
        return None
    url = _parameter(request, "url", "")
    if not url:
        raise HttpError(400, "The parameter url is missing.")
    status = _number(_parameter(request, "status_code", "302"), 0, 600)
    return Response(status if 300 <= status <= 399 else 302, headers=[_location(url)])


def _basic_auth(request: Request, rest: list[str]) -> Response | None:
    if len(rest) != 2:
        return None
    from binascii import Error, a2b_base64

    scheme, _, credentials = request.headers.get("authorization", "").partition(" ")
    try:
        given = a2b_base64(credentials.encode())
    except Error:
        given = b""
    if scheme.lower() != "basic" or given != ":".join(rest).encode():
        return Response(401, headers=_STATUS_HEADERS[401])
    return json_response({"authenticated": True, "user": rest[0]})


# Slow and long answers --------------------------------------------------------------------------------------


def _delay(request: Request, rest: list[str]) -> Response | None:
    if len(rest) != 1:
        return None
    response = echo(request)
    response.delay = _seconds(rest[0], _DELAY_SECONDS_LIMIT)
    return response


def _drip(request: Request, rest: list[str]) -> Response | None:
    if rest:
        return None
    size = _number(_parameter(request, "numbytes", "10"), 1, _DRIP_LIMIT)
    duration = _seconds(_parameter(request, "duration", "2"), _DRIP_SECONDS_LIMIT)
    status = _status_number(_parameter(request, "code", "200"), 200)
    response = Response(status, content_type=_BINARY_TYPE, pieces=_drops(size, duration), length=size)
    response.delay = _seconds(_parameter(request, "delay", "0"), _DRIP_SECONDS_LIMIT)
    return response


def _drops(size: int, duration: float) -> Pieces:
    drops = max(1, min(size, int(duration / _DRIP_TICK)))
    for index in range(drops):
        drop = size * (index + 1) // drops - size * index // drops
        if duration:
            yield duration / drops
        for start in range(0, drop, _PIECE):
            yield b"*" * min(_PIECE, drop - start)


def _bytes(request: Request, rest: list[str]) -> Response | None:
    if len(rest) != 1:
        return None
    size = _number(rest[0], 0, _BYTES_LIMIT)
    seed = _parameter(request, "seed", "0")
    return Response(content_type=_BINARY_TYPE, pieces=_noise(seed, size), length=size)


def _noise(seed: str, size: int) -> Pieces:
    from hashlib import shake_128

    for start in range(0, size, _PIECE):
        yield shake_128(f"{seed}/{start}".encode()).digest(min(_PIECE, size - start))


def _stream(request: Request, rest: list[str]) -> Response | None:
    if len(rest) != 1:
        return None
    count = _number(rest[0], 0, _STREAM_LIMIT)
    return Response(content_type=JSON_TYPE, pieces=_lines(request, count))


def _lines(request: Request, count: int) -> Pieces:
    shown = {
        "url": request.url,
        "args": query_fields(request),
        "headers": shown_headers(request),
        "origin": request.client,
    }
    for number in range(count):
        yield dumps(shown | {"id": number}).encode("ascii") + b"\n"


# Cookies, caching, headers ----------------------------------------------------------------------------------


def _cookies(request: Request, rest: list[str]) -> Response | None:
    if not rest:
        pairs = [pair.strip().partition("=") for pair in request.headers.get("cookie", "").split(";")]
        return json_response({"cookies": {name: value for name, _, value in pairs if name}})
    fields = parse_fields(request.query)
    if rest[0] == "set" and len(rest) in (1, 3):
        if len(rest) == 3:
            fields = [(rest[1], rest[2])]
        cookies = [_cookie(name, value, "Path=/") for name, value in fields]
    elif rest == ["delete"]:
        gone = "Expires=Thu, 01 Jan 1970 00:00:00 GMT; Max-Age=0; Path=/"
        cookies = [_cookie(name, "", gone) for name, _ in fields]
    else:
        return None
    return Response(302, headers=[("Location", "/cookies"), *cookies])


def _cookie(name: str, value: str, attributes: str) -> tuple[str, str]:
    if not is_token(name.encode()) or ";" in value:
        raise HttpError(400, "This cannot be a cookie.")
    return _header("Set-Cookie", f"{name}={value}; {attributes}")


def _cache(request: Request, rest: list[str]) -> Response | None:
    if len(rest) == 1:
        seconds = _number(rest[0], 0, 2**31)
        return echo(request, ("Cache-Control", f"public, max-age={seconds}"))
    if rest:
        return None
    validators = (("Last-Modified", "Thu, 01 Jan 2026 00:00:00 GMT"), ("ETag", '"example"'))
    if "if-modified-since" in request.headers or "if-none-match" in request.headers:
        return Response(304, headers=validators)
    return echo(request, *validators)


def _etag(request: Request, rest: list[str]) -> Response | None:
    """Preconditions in the order of RFC 9110 section 13.2.2."""
    if len(rest) != 1:
        return None
    if not rest[0] or any(character in '", ' for character in rest[0]):
        raise HttpError(400, "This cannot be an entity tag.")
    tag = f'"{rest[0]}"'
    header = _header("ETag", tag)
    if_match = request.headers.get("if-match")
    if if_match is not None and not _lists_tag(if_match, tag):
        return Response(412, headers=[header])
    if_none_match = request.headers.get("if-none-match")
    if if_none_match is not None and _lists_tag(if_none_match.replace('W/"', '"'), tag):
        return Response(304 if request.method in ("GET", "HEAD") else 412, headers=[header])
    return echo(request, header)


def _lists_tag(tags: str, tag: str) -> bool:
    return tags == "*" or tag in [listed.strip(" \t") for listed in tags.split(",")]


def _response_headers(request: Request, rest: list[str]) -> Response | None:
    if rest:
        return None
    fields = parse_fields(request.query)
    for name, _ in fields:
        if name.lower() in _RESERVED_HEADERS or name.lower().startswith("access-control-"):
            raise HttpError(400, "This header cannot be set here.")
    response = json_response(query_fields(request))
    # The author may call this HTML: nothing in it is to become an element.
    response.body = response.body.replace(b"<", b"\\u003c")
    own = [value for name, value in fields if name.lower() == "content-type"]
    if own:
        response.content_type = _header("Content-Type", own[-1])[1]
    response.headers = [_header(name, value) for name, value in fields if name.lower() != "content-type"]
    return response


def _headers(request: Request, rest: list[str]) -> Response | None:
    return None if rest else json_response({"headers": shown_headers(request)})


def _ip(request: Request, rest: list[str]) -> Response | None:
    return None if rest else json_response({"origin": request.client})


def _user_agent(request: Request, rest: list[str]) -> Response | None:
    return None if rest else json_response({"user-agent": request.headers.get("user-agent")})


# Contents ---------------------------------------------------------------------------------------------------


def _compressed(request: Request, rest: list[str]) -> Response | None:
    if rest:
        return None
    coding = request.path[1:]
    flag, content_coding, compress = example_content.COMPRESSIONS[coding]
    shown = {
        flag: True,
        "headers": shown_headers(request),
        "method": request.method,
        "origin": request.client,
    }
    response = json_response(shown, ("Content-Encoding", content_coding))
    response.body = compress(response.body)
    return response


def _fixed(request: Request, rest: list[str]) -> Response | None:
    fixed = example_content.FIXED.get("/".join([request.path[1:].partition("/")[0], *rest]))
    return None if fixed is None else Response(200, fixed[1].encode(), content_type=fixed[0])


def _image(_request: Request, rest: list[str]) -> Response | None:
    return Response(200, example_content.png(), content_type="image/png") if rest == ["png"] else None


# What the standard demands beside these statuses (RFC 9110 section 15).
_STATUS_HEADERS: dict[int, tuple[tuple[str, str], ...]] = {
    301: (("Location", "/redirect/1"),),
    302: (("Location", "/redirect/1"),),
    303: (("Location", "/redirect/1"),),
    307: (("Location", "/redirect/1"),),
    308: (("Location", "/redirect/1"),),
    401: (("WWW-Authenticate", 'Basic realm="Fake Realm"'),),
    405: (("Allow", "GET, HEAD, POST, PUT, DELETE, OPTIONS, TRACE, CONNECT"),),
    407: (("Proxy-Authenticate", 'Basic realm="Fake Realm"'),),
    426: (("Upgrade", "HTTP/2.0"), ("Connection", "Upgrade")),
}

_ROUTES: dict[str, Route] = {
    "basic-auth": _basic_auth,
    "brotli": _compressed,
    "bytes": _bytes,
    "cache": _cache,
    "cookies": _cookies,
    "deflate": _compressed,
    "delay": _delay,
    "drip": _drip,
    "encoding": _fixed,
    "etag": _etag,
    "gzip": _compressed,
    "headers": _headers,
    "html": _fixed,
    "image": _image,
    "ip": _ip,
    "json": _fixed,
    "redirect": _redirect,
    "redirect-to": _redirect_to,
    "response-headers": _response_headers,
    "status": _status,
    "stream": _stream,
    "user-agent": _user_agent,
    "xml": _fixed,
}
