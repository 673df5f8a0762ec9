"""B4, B5, B6 and B13: small requests, one after the other, many at once, to a slow server, and very many at once."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from benchmarks.figures import Bar, Comparison, median
from benchmarks.session import NODE, OURS, Session, installed, samples_of

# Side -> what runs it, the program, the client of programs/clients.
Side = tuple[str, str, str]
SIDES: dict[str, Side] = {
    OURS: (OURS, "requests.mjs", "ohosrun"),
    "node fetch": ("node", "requests.mjs", "fetch"),
    "node http": ("node", "requests.mjs", "node_http"),
    "pycurl multi": ("python", "pycurl_multi.py", ""),
    "pycurl easy": ("python", "pycurl_easy.py", ""),
    "aiohttp": ("python", "aiohttp_requests.py", ""),
    "httpx": ("python", "httpx_requests.py", ""),
}
SEQUENTIAL_REQUESTS = 3000
CONCURRENT_REQUESTS = 5000
DELAYED_REQUESTS = 500
DELAY = 50  # ms
FEW_AT_ONCE = 1000
MANY_AT_ONCE = 20_000
IDEAL = 250  # ms: 500 requests of 50 ms, 100 at a time.


def measure_sequential(session: Session) -> list[Comparison]:
    """B4."""
    times, _ = requests_in_turn(
        session,
        ["node fetch", "node http", "pycurl multi", "pycurl easy", "aiohttp", "httpx"],
        session.servers.http + "/json",
        requests=session.scaled(SEQUENTIAL_REQUESTS),
        concurrency=1,
    )
    comparison = Comparison("B4", f"{session.scaled(SEQUENTIAL_REQUESTS)} GETs, one after the other", "ms", times)
    comparison.faster(">= 1.8 x node fetch", OURS, "node fetch", 1.8)
    comparison.faster(">= 0.75 x bare pycurl multi", OURS, "pycurl multi", 0.75)
    return [comparison]


def measure_concurrent(session: Session) -> list[Comparison]:
    """B5."""
    comparisons = []
    requests = session.scaled(CONCURRENT_REQUESTS)
    processor_times = {}
    for concurrency, limit in ((10, 3.0), (100, 3.0), (1000, 2.0)):
        times, processor = requests_in_turn(
            session,
            ["node fetch", "pycurl multi", "aiohttp"],
            session.servers.http + "/json",
            requests=requests,
            concurrency=concurrency,
        )
        comparison = Comparison("B5", f"{requests} GETs, {concurrency} at a time", "ms", times)
        comparison.faster(f"{concurrency} at a time: >= {limit:g} x node fetch", OURS, "node fetch", limit)
        comparison.faster(f"{concurrency} at a time: >= 0.6 x bare pycurl multi", OURS, "pycurl multi", 0.6)
        comparisons.append(comparison)
        processor_times[concurrency] = [time * 1000 / requests for time in processor[OURS]]
    if all(map(any, processor_times.values())):
        sides = {f"ohosrun, {concurrency} at a time": times for concurrency, times in processor_times.items()}
        growth = median(processor_times[1000]) / median(processor_times[10])
        bar = Bar("processor time per request grows < 1.5 x from 10 to 1000 at a time", growth, 1.5)
        comparisons.append(Comparison("B5", "processor time per request", "us", sides, [bar]))
    return comparisons


def measure_delayed(session: Session) -> list[Comparison]:
    """B6."""
    times, _ = requests_in_turn(
        session, ["node fetch", "pycurl multi"], session.servers.delayed, requests=DELAYED_REQUESTS, concurrency=100
    )
    comparison = Comparison("B6", f"{DELAYED_REQUESTS} GETs of {DELAY} ms each, 100 at a time", "ms", times)
    comparison.bars.append(Bar(f"<= 1.2 x the ideal {IDEAL} ms", comparison.median(OURS) / IDEAL, 1.2))
    return [comparison]


def measure_queue(session: Session) -> list[Comparison]:
    """B13: what a request costs must not grow with how many are asked for at once."""
    times: dict[str, list[float]] = {}
    for at_once in (FEW_AT_ONCE, MANY_AT_ONCE):
        taken, _ = requests_in_turn(
            session, [], session.servers.http + "/json", requests=at_once, concurrency=at_once, warm_up=FEW_AT_ONCE
        )
        times[f"ohosrun, {at_once} at once"] = [time * 1000 / at_once for time in taken[OURS]]
    few, many = (median(sample) for sample in times.values())
    bar = Bar(f"a request of {MANY_AT_ONCE} at once <= 1.3 x one of {FEW_AT_ONCE}", many / few, 1.3)
    return [Comparison("B13", "time per request, all asked for at once", "us", times, [bar])]


def requests_in_turn(
    session: Session,
    peers: Sequence[str],
    url: str,
    *,
    requests: int,
    concurrency: int,
    protocol: int = 1,
    sides: dict[str, Side] = SIDES,
    warm_up: int = 0,
) -> tuple[dict[str, list[float]], dict[str, list[float]]]:
    """Times of so many requests, and the processor time that took, by side; in ms."""
    names = [name for name in (OURS, *peers) if _is_there(sides[name])]
    parameters = {
        "url": url,
        "host": "/".join(url.split("/")[:3]),
        "requests": requests,
        "concurrency": concurrency,
        "protocol": protocol,
        "samples": session.per_round,
        # Enough for node to have compiled what it runs, and for all connections to be open.
        "warmUp": warm_up or max(concurrency, requests // 5),
        "cacert": str(session.servers.cacert),
    }
    folders: dict[str, Path] = {
        name: session.prepare(sides[name][1], client=sides[name][2], **parameters) for name in names
    }
    times: dict[str, list[float]] = {name: [] for name in names}
    processor: dict[str, list[float]] = {name: [] for name in names}
    for number in range(session.rounds):
        for name in names if number % 2 == 0 else reversed(names):
            with session.started(sides[name][0], sides[name][1], folders[name]) as worker:
                taken, used = samples_of(worker)
            times[name] += taken
            processor[name] += used
    return times, processor


def _is_there(side: Side) -> bool:
    runner, program, _ = side
    if runner == "node":
        return NODE is not None
    module = program.partition("_")[0]
    return module not in ("aiohttp", "httpx") or installed(module)
