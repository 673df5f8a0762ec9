"""B12: every sample of a page, each in a run of its own, with the example server behind EXAMPLE_URL."""

from __future__ import annotations

import re
from pathlib import Path

from benchmarks.figures import Bar, Comparison
from benchmarks.processes import run_measured
from benchmarks.session import OHOSRUN, OURS, Session

_PAGE = "page.md"
_SAMPLES = 17
_COLD_START = "cold start and one GET"
_NETWORK = "network time of all samples"


def measure(session: Session) -> list[Comparison]:
    """The page as a whole, and what of it is not ours to make faster."""
    folder = session.prepare(_PAGE, "get_ohosrun.js")
    url = session.servers.http + "/json"
    get: list[str | Path] = [OHOSRUN, "--define", f"EXAMPLE_URL={url}", "get_ohosrun.js"]
    sides: dict[str, list[float]] = {OURS: [], _COLD_START: [], _NETWORK: []}
    for number in range(-1, session.samples):
        page = run_measured([OHOSRUN, _PAGE], folder)
        if f"{_SAMPLES} passed" not in page.stdout:
            raise AssertionError(page.stdout)
        start = run_measured(get, folder)
        traced = run_measured([OHOSRUN, "--trace", "--show-output", _PAGE], folder)
        network = sum(float(time) for time in re.findall(r"#\d+ < \d+, \d+ bytes, ([\d.]+) ms", traced.stdout))
        if number >= 0:
            sides[OURS].append(page.elapsed)
            sides[_COLD_START].append(start.elapsed)
            sides[_NETWORK].append(network)
    comparison = Comparison("B12", f"a page with {_SAMPLES} samples", "ms", sides)
    allowed = 1.5 * comparison.median(_NETWORK) + comparison.median(_COLD_START)
    text = f"page in what is allowed: 1.5 x network time + one cold start = {allowed:.0f} ms"
    comparison.bars.append(Bar(text, comparison.median(OURS) / allowed, 1))
    comparison.at_most("<= 2.2 x one cold start with a GET", OURS, _COLD_START, 2.2)
    return [comparison]
