"""The parts of a URL as libcurl reads them. Pure."""

from __future__ import annotations

_DEFAULT_PORTS = {"http": 80, "https": 443}


def authority_span(url: str) -> tuple[int, int]:
    """Where the authority of `url` begins and ends, as curl reads it.

    One to three slashes follow a scheme; without one it is the beginning (1.4).
    """
    start = url.find(":") + 1
    if url[start : start + 1] != "/" or any(char in url[:start] for char in "/?#@"):
        start = 0
    if start or url.startswith("//"):
        start += len(url[start:]) - len(url[start:].lstrip("/"))
    return start, min((at for at in (url.find(char, start) for char in "/?#") if at >= 0), default=len(url))


def host_of(url: str) -> str:
    """The host of `url` in lower case without port, credentials and brackets; '' if it has none."""
    start, end = authority_span(url)
    authority = url[start:end].rpartition("@")[2]
    if authority.startswith("["):
        return authority[1:].partition("]")[0].lower()
    return authority.partition(":")[0].lower()


def port_of(url: str) -> int:
    """The port of `url`: the one in it, or that of its scheme."""
    start, end = authority_span(url)
    text = url[start:end].rpartition("@")[2].rpartition("]")[2].rpartition(":")[2]
    if text.isascii() and text.isdigit() and ":" in url[start:end].rpartition("]")[2]:
        return int(text)
    return _DEFAULT_PORTS.get(url.partition(":")[0].lower(), 80)


def server_of(url: str) -> tuple[str, str, int]:
    """Scheme, host and port of `url`: what credentials are for, as curl sees it."""
    start, _ = authority_span(url)
    return url[:start].partition(":")[0].lower() or "http", host_of(url), port_of(url)
