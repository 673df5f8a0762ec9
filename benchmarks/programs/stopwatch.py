"""The stopwatch of measure.mjs, for the sides that are written in Python."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from typing import Any


def parameters() -> Any:
    """What the benchmark asks for."""
    with open("parameters.json", encoding="utf-8") as file:
        return json.load(file)


def measure(samples: int, warm_up: Callable[[], object], sample: Callable[[], object]) -> None:
    """Warm up, then time `sample` so many times."""
    warm_up()
    print("warm", flush=True)
    for _ in range(samples):
        started = time.perf_counter()
        sample()
        print(f"sample {(time.perf_counter() - started) * 1000}", flush=True)
