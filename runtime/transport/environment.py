"""What the process gives to the client: its environment, and how many descriptors it may have."""

from __future__ import annotations

import os
import sys

from runtime.transport.url import host_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

LOOPBACK_HOSTS = "localhost,127.0.0.0/8,::1"

_MOST_DESCRIPTORS = 65536
_RESERVED_DESCRIPTORS = 64
_LEAST_CONNECTIONS = 8
_WITHOUT_LIMITS = 512  # Windows: the C library's default for streams; sockets are not counted.


def environment() -> dict[str, str]:
    """A copy of the process environment, for the proxy and trust settings that curl and OpenSSL users know."""
    return dict(os.environ)


def no_proxy(environ: Mapping[str, str]) -> str:
    """The environment's exceptions and, always, loopback (decisions, proxy)."""
    exceptions = environ.get("no_proxy") or environ.get("NO_PROXY") or ""
    return exceptions if exceptions.strip() == "*" else ",".join(filter(None, (exceptions, LOOPBACK_HOSTS)))


def proxy_for(url: str, environ: Mapping[str, str], exceptions: str) -> str:
    """The proxy that curl would ask for `url`, '' for none. What is not surely excepted counts as not."""
    host = host_of(url)
    for exception in exceptions.replace(",", " ").lower().split():
        name = exception.lstrip(".")
        if (
            exception == "*"
            or host == name
            or host.endswith(f".{name}")
            or (host.startswith("127.") and "127." in name)
        ):
            return ""
    scheme = "https" if url.lower().startswith("https:") else "http"
    names = [f"{scheme}_proxy", "all_proxy", "ALL_PROXY", *(["HTTPS_PROXY"] if scheme == "https" else [])]
    return next((environ[name] for name in names if environ.get(name)), "")


def most_connections() -> int:
    """How many connections there can be at once; as many descriptors are allowed as the system grants."""
    return max(raise_descriptor_limit() - _RESERVED_DESCRIPTORS, _LEAST_CONNECTIONS)


def raise_descriptor_limit() -> int:
    """Allow as many descriptors as the system grants, as other runtimes do; returns the number."""
    if sys.platform == "win32":
        return _WITHOUT_LIMITS
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = _MOST_DESCRIPTORS if hard == resource.RLIM_INFINITY else min(hard, _MOST_DESCRIPTORS)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        try:
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
        except (ValueError, OSError):
            return soft  # macOS refuses more than kern.maxfilesperproc.
    return wanted
