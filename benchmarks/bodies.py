"""B7 and B8: large bodies in both directions."""

from __future__ import annotations

from benchmarks.figures import Comparison
from benchmarks.servers import BODY_SIZE, OBJECT_SIZE
from benchmarks.session import NODE, OURS, Session, samples_of

_PER_SAMPLE = 5
_OBJECTS_PER_SAMPLE = 100


def measure_down(session: Session) -> list[Comparison]:
    """B7."""
    large = f"{session.servers.http}/bytes/{BODY_SIZE}"
    text = _compare(session, "B7", "5 MiB down as a string", "getText", large)
    text.at_most("5 MiB as a string <= 2 x node text()", OURS, "node fetch", 2)
    buffer = _compare(session, "B7", "5 MiB down as an ArrayBuffer", "getBuffer", large)
    buffer.at_most("5 MiB as an ArrayBuffer <= 1 x node arrayBuffer()", OURS, "node fetch", 1)
    json = f"{session.servers.http}/json/{OBJECT_SIZE}"
    return [text, buffer, _compare(session, "B7", "60 KiB down as an OBJECT", "getObject", json, _OBJECTS_PER_SAMPLE)]


def measure_up(session: Session) -> list[Comparison]:
    """B8."""
    url = session.servers.http + "/upload"
    text = _compare(session, "B8", "5 MiB up as a string", "postText", url)
    text.at_most("5 MiB up as a string <= 1.2 x node", OURS, "node fetch", 1.2)
    buffer = _compare(session, "B8", "5 MiB up as an ArrayBuffer", "postBuffer", url)
    buffer.at_most("5 MiB up as an ArrayBuffer <= 1.2 x node", OURS, "node fetch", 1.2)
    return [text, buffer]


def _compare(session: Session, name: str, title: str, what: str, url: str, per_sample: int = _PER_SAMPLE) -> Comparison:
    runners = {OURS: (OURS, "ohosrun")}
    if NODE:
        runners["node fetch"] = ("node", "fetch")
    parameters = {
        "url": url,
        "what": what,
        "size": BODY_SIZE,
        "requests": per_sample,
        "samples": session.per_round,
        "protocol": 1,
    }
    folders = {
        side: session.prepare("bodies.mjs", client=client, **parameters) for side, (_, client) in runners.items()
    }
    times: dict[str, list[float]] = {side: [] for side in runners}
    for number in range(session.rounds):
        for side in runners if number % 2 == 0 else reversed(runners):
            with session.started(runners[side][0], "bodies.mjs", folders[side]) as worker:
                times[side] += [time / per_sample for time in samples_of(worker)[0]]
    return Comparison(name, title, "ms", times)
