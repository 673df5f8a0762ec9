"""B9: TLS handshakes with session reuse, and HTTP/2 with many requests on few connections."""

from __future__ import annotations

from benchmarks.figures import Comparison
from benchmarks.session import OURS, Session
from benchmarks.throughput import SIDES, requests_in_turn

HANDSHAKES = 200
MULTIPLEXED = 1000
_AT_ONCE = 100


def measure(session: Session) -> list[Comparison]:
    """Both, and HTTP/2 only where the server has it."""
    comparisons = [_handshakes(session)]
    if session.servers.http2:
        comparisons.append(_multiplexed(session))
    return comparisons


def _handshakes(session: Session) -> Comparison:
    requests = session.scaled(HANDSHAKES)
    times, _ = requests_in_turn(
        session,
        ["node fetch", "node http", "pycurl multi", "pycurl easy"],
        session.servers.https + "/close",
        requests=requests,
        concurrency=1,
    )
    comparison = Comparison("B9", f"{requests} GETs, each on a new TLS connection", "ms", times)
    comparison.at_most("new TLS connections <= 1 x node fetch", OURS, "node fetch", 1)
    comparison.at_most("new TLS connections <= 1.3 x bare pycurl multi", OURS, "pycurl multi", 1.3)
    return comparison


def _multiplexed(session: Session) -> Comparison:
    requests = session.scaled(MULTIPLEXED)
    times, _ = requests_in_turn(
        session,
        ["node http2", "pycurl multi"],
        session.servers.https + "/json",
        requests=requests,
        concurrency=_AT_ONCE,
        protocol=2,
        sides={**SIDES, "node http2": ("node", "requests.mjs", "node_http2")},
    )
    comparison = Comparison("B9", f"{requests} GETs over HTTP/2, {_AT_ONCE} at a time", "ms", times)
    comparison.at_most("HTTP/2 <= 1 x node http2", OURS, "node http2", 1)
    comparison.at_most("HTTP/2 <= 1.3 x bare pycurl multi", OURS, "pycurl multi", 1.3)
    return comparison
