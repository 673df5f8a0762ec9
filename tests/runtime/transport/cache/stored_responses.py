"""Requests and stored responses for the tests of the caching rules."""

from __future__ import annotations

from email.utils import formatdate

from runtime.transport.cache.rules import RequestFacts, StoredResponse
from runtime.transport.request import Request

NOW = 1_700_000_000
Headers = list[tuple[str, str]]


def response(
    *headers: tuple[str, str], status: int = 200, at: float = NOW, delay: float = 0, body: bytes = b""
) -> StoredResponse:
    """A response whose headers came at `at`, `delay` s after it was asked for."""
    lines = [f"HTTP/1.1 {status} Reason", *(f"{name}: {value}" for name, value in headers)]
    return StoredResponse("\n".join(lines).encode("latin-1"), body, at - delay, at)


def request(
    *header_lines: bytes, url: bytes = b"http://a/b", method: bytes = b"GET", protocol: int = -1
) -> RequestFacts:
    return RequestFacts(
        Request(
            url=url,
            method=method,
            header_lines=sorted(header_lines),
            protocol=protocol,
            max_limit=0,
        )
    )


def asking(directives: str) -> RequestFacts:
    return request(b"cache-control:" + directives.encode())


def date(seconds: float) -> str:
    return formatdate(seconds, usegmt=True)
