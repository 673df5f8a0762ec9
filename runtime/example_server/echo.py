"""What the example server shows of a request, in the shape of httpbin: args, headers, data, json, form."""

from __future__ import annotations

from runtime.example_server.http1.requests import Request
from runtime.example_server.http1.responses import Response
from runtime.example_server.json_text import dumps, is_json, quote

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from runtime.example_server.http1.responses import Pieces

    Fields = dict[str, str | list[str]]

JSON_TYPE = "application/json"

# In bytes. A longer body is shown as data only, and in pieces, so that it costs no multiple of its size.
_WHOLE_LIMIT = 4 * 1024 * 1024
_SLICE = 48 * 1024  # A multiple of 3, so that slices in base64 can be joined.
_BINARY_PREFIX = "data:application/octet-stream;base64,"


def percent_decode(text: str) -> str:
    """`text` with %XX decoded as UTF-8; what is no such triplet stays, invalid UTF-8 becomes U+FFFD."""
    if "%" not in text:
        return text
    first, *rest = text.encode().split(b"%")
    decoded = [first]
    for part in rest:
        try:
            byte = bytes.fromhex(part[:2].decode()) if part[:2].isalnum() else b""
        except ValueError:
            byte = b""
        decoded.append(byte + part[2:] if byte else b"%" + part)
    return b"".join(decoded).decode(errors="replace")


def parse_fields(text: str) -> list[tuple[str, str]]:
    """The names and values of a query or a urlencoded form, in order."""
    fields = []
    for field in text.replace("+", " ").split("&"):
        if field:
            name, _, value = field.partition("=")
            fields.append((percent_decode(name), percent_decode(value)))
    return fields


def group_fields(fields: list[tuple[str, str]]) -> Fields:
    """`fields` by name; a repeated name has the list of its values."""
    grouped: Fields = {}
    for name, value in fields:
        earlier = grouped.get(name)
        if earlier is None:
            grouped[name] = value
        elif isinstance(earlier, list):
            earlier.append(value)
        else:
            grouped[name] = [earlier, value]
    return grouped


def query_fields(request: Request) -> Fields:
    """The query's parameters."""
    return group_fields(parse_fields(request.query)) if request.query else {}


def shown_headers(request: Request) -> dict[str, str]:
    """The request's headers, names written Like-This."""
    return {name.title(): value for name, value in request.headers.items()}


def json_response(value: object, *headers: tuple[str, str]) -> Response:
    """A 200 with `value` as JSON."""
    return Response(200, dumps(value).encode("ascii"), content_type=JSON_TYPE, headers=headers)


def echo(request: Request, *headers: tuple[str, str]) -> Response:
    """A 200 that shows the whole request."""
    if len(request.body) > _WHOLE_LIMIT:
        return Response(content_type=JSON_TYPE, headers=headers, pieces=_long_echo(request))
    data, json, form = _read_body(request)
    start, end = _around_data(request, json, form)
    return Response(200, (start + quote(data) + end).encode(), content_type=JSON_TYPE, headers=headers)


def _around_data(request: Request, json: str, form: Fields) -> tuple[str, str]:
    shown = {
        "method": request.method,
        "url": request.url,
        "args": query_fields(request),
        "headers": shown_headers(request),
    }
    start = dumps(shown)[:-1] + ',"data":'
    end = f',"json":{json},"form":{dumps(form)},"origin":{quote(request.client)}}}'
    return start, end


def _read_body(request: Request) -> tuple[str, str, Fields]:
    """The body as text, as JSON text ("null" when it is none) and as the fields of a form."""
    if not request.body:
        return "", "null", {}
    try:
        text = request.body.decode()
    except UnicodeDecodeError:
        from binascii import b2a_base64

        return _BINARY_PREFIX + b2a_base64(request.body, newline=False).decode("ascii"), "null", {}
    media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media_type == "application/x-www-form-urlencoded":
        return "", "null", group_fields(parse_fields(text))
    # JSON is shown as it was sent, on one line: writing it anew would round numbers and drop repeated names.
    return text, text.strip().replace("\r", "").replace("\n", "") if is_json(text) else "null", {}


def _long_echo(request: Request) -> Pieces:
    start, end = _around_data(request, "null", {})
    yield start.encode("ascii") + b'"'
    pieces = _text_slices if _is_utf8(request.body) else _base64_slices
    yield from pieces(request.body)
    yield b'"' + end.encode()


def _decoded_slices(body: bytes) -> Iterator[str]:
    from codecs import getincrementaldecoder

    decoder = getincrementaldecoder("utf-8")()
    for start in range(0, len(body), _SLICE):
        yield decoder.decode(body[start : start + _SLICE])
    yield decoder.decode(b"", final=True)


def _is_utf8(body: bytes) -> bool:
    try:
        for _ in _decoded_slices(body):
            pass
    except UnicodeDecodeError:
        return False
    return True


def _text_slices(body: bytes) -> Iterator[bytes]:
    for text in _decoded_slices(body):
        yield quote(text)[1:-1].encode("ascii")


def _base64_slices(body: bytes) -> Iterator[bytes]:
    from binascii import b2a_base64

    yield _BINARY_PREFIX.encode("ascii")
    for start in range(0, len(body), _SLICE):
        yield b2a_base64(body[start : start + _SLICE], newline=False)
