"""The command: `python -m benchmarks [--only B4] [--quick] [--json FILE]`."""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks import (
    bodies,
    bridge,
    cold_start,
    echo,
    many,
    memory,
    page,
    report,
    secure,
    streams,
    testing,
    throughput,
    typescript,
    watch_latency,
)
from benchmarks.figures import Comparison
from benchmarks.processes import ProgramError
from benchmarks.servers import ServerProcesses
from benchmarks.session import Session, versions

BENCHMARKS: dict[str, Callable[[Session], list[Comparison]]] = {
    "B1 B2": cold_start.measure,
    "B3": watch_latency.measure,
    "B4": throughput.measure_sequential,
    "B5": throughput.measure_concurrent,
    "B6": throughput.measure_delayed,
    "B7": bodies.measure_down,
    "B8": bodies.measure_up,
    "B9": secure.measure,
    "B10": memory.measure,
    "B11": bridge.measure,
    "B12": page.measure,
    "B13": throughput.measure_queue,
    "B14": many.measure,
    "B15": typescript.measure,
    "B16": streams.measure,
    "B17": testing.measure,
    "B18": echo.measure,
}


def main() -> int:
    """Measure, print, and exit with 1 when a program failed."""
    arguments = _arguments()
    wanted = {name.upper() for name in arguments.only or ()}
    comparisons: list[Comparison] = []
    failures: list[str] = []
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="ohosrun-benchmarks-") as folder:
        processes = ServerProcesses(Path(folder))
        try:
            session = Session(Path(folder), processes.start(), quick=arguments.quick)
            machine = {**report.machine(), **versions(session.servers)}
            _print("\n".join(f"{name}: {value}" for name, value in machine.items()))
            for name, measure in BENCHMARKS.items():
                if wanted and not wanted & set(name.split()):
                    continue
                try:
                    measured = measure(session)
                except ProgramError as error:
                    failures.append(f"{name}: {error}")
                    continue
                comparisons += measured
                for comparison in measured:
                    _print("\n" + report.table(comparison))
        finally:
            processes.close()
    _print(f"\n{report.bars(comparisons)}")
    _print(f"\n{time.monotonic() - started:.0f} s; load {report.machine()['load'][0]:.1f}")
    _print("".join(f"\nfailed: {failure}" for failure in failures))
    if arguments.json:
        document = {"machine": machine, "comparisons": [comparison.as_json() for comparison in comparisons]}
        Path(arguments.json).write_text(json.dumps(document, indent=1) + "\n", encoding="utf-8")
    return 1 if failures else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description="ohosrun beside node and bare pycurl")
    parser.add_argument("--only", action="append", metavar="ID", help="this benchmark, such as B4; may be repeated")
    parser.add_argument("--quick", action="store_true", help="few samples and requests: does it run, not how fast")
    parser.add_argument("--json", metavar="FILE", help="write every sample")
    return parser.parse_args()


def _print(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
