"""The next hop of a redirect, where libcurl may not follow by itself: each is looked at before anything is sent."""

from __future__ import annotations

from copy import copy

from runtime.transport.libcurl import pycurl
from runtime.transport.options.errors import NotStartedError
from runtime.transport.request import NO_PROXY, Request
from runtime.transport.text import encode, text_of
from runtime.transport.url import server_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from runtime.transport.routes import Routes
    from runtime.transport.transfer import Transfer

# What a repeated request leaves out of its body; its method stays (behaviour tables 2.4).
_WITHOUT_BODY = (301, 302, 303)
_CREDENTIALS = (b"authorization:", b"cookie:")
_FORWARDED = (b"x-forwarded-host:", b"x-forwarded-proto:")


def next_hop(transfer: Transfer, routes: Routes, status: int, limit: int) -> Request | None:
    """The request that a response with `status` leads to; None if it is the last. Raises NotStartedError.

    At most `limit` are followed, any number where that is negative, unless the request says otherwise.
    """
    location = _location(transfer)
    if not 300 <= status < 400 or location is None:
        return None
    request = transfer.request
    if request.special is not None and not request.special.follow:
        return None
    if request.special is not None and request.special.redirect_limit is not None:
        limit = request.special.redirect_limit
    if 0 <= limit < transfer.headers.blocks:
        raise NotStartedError(pycurl.E_TOO_MANY_REDIRECTS, f"Maximum ({limit}) redirects followed")
    from urllib.parse import urljoin

    before = text_of(request.asked or request.url)
    asked = urljoin(before if "://" in before else f"http://{before}", location.replace(" ", "%20"))
    if not asked.lower().startswith(("http://", "https://")):
        raise NotStartedError(pycurl.E_UNSUPPORTED_PROTOCOL, f"a redirect to {asked.partition(':')[0]}")
    members = {name: getattr(request, name) for name in Request.__slots__}
    members["url"] = members["asked"] = encode(asked)
    special = copy(request.special)
    if status in _WITHOUT_BODY:
        members["body"] = None
        if special is not None:
            special.parts = ()
    if server_of(asked) != server_of(before):
        # Credentials never go to another host (behaviour tables 2.4).
        members["header_lines"] = [line for line in request.header_lines if not line.startswith(_CREDENTIALS)]
        if special is not None:
            special.authentication = ""
            special.username = special.password = ""
    if request.asked != request.url:
        members["header_lines"] = [line for line in members["header_lines"] if not line.startswith(_FORWARDED)]
    members["special"] = special
    return routed(Request(**members), routes)


def routed(request: Request, routes: Routes) -> Request:
    """`request`, which is for the url that was asked for, as it goes out."""
    from runtime.transport.routes import forwarded_lines

    asked = text_of(request.url)
    target = routes.target(asked)
    request.routes = routes
    request.asked = request.url
    if target != asked:
        request.url = encode(target)
        request.header_lines = sorted([*request.header_lines, *forwarded_lines(asked)])
        # What stands in for a server is asked directly.
        request.proxy = None if request.proxy is None else NO_PROXY
        if request.special is not None:
            request.special.socks5 = None
            request.special.dns_over_https = request.special.server_name = ""
    return request


def _location(transfer: Transfer) -> str | None:
    for line in transfer.headers.final_block:
        name, colon, value = line.partition(b":")
        if colon and name.strip().lower() == b"location":
            return text_of(value.strip())
    return None
