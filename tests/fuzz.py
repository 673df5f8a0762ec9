"""`python -m tests.fuzz [SECONDS]`: the properties of tests/bindings/test_fuzz.py with new examples for a time.

Prints every failure with its shrunken example and goes on; the exit code is 1 if there was one. Batches run in
processes of their own, so that a crash is a failure like any other and names its example.
"""

from __future__ import annotations

import faulthandler
import os
import secrets
import subprocess
import sys
import tempfile
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st

from tests.bindings.fuzz_options import arguments, methods
from tests.bindings.fuzz_properties import check_arguments, check_response
from tests.bindings.fuzz_servers import (
    HostileServer,
    StrictServer,
    hostile_responses,
    request_options,
    times_to_destroy,
)

_BATCH = 400
_BATCH_SECONDS = 600


def main() -> int:
    """Fuzz for as many seconds as the first argument says, 60 without one."""
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 60.0
    deadline = time.monotonic() + seconds
    failures = examples = 0
    while time.monotonic() < deadline:
        number = secrets.randbits(32)
        for name in PROPERTIES:
            with tempfile.TemporaryDirectory() as folder:
                current = Path(folder, "example")
                output = _run_batch(name, number, current)
                examples += _BATCH
                if output:
                    failures += 1
                    shown = current.read_text(encoding="utf-8") if current.exists() else "(none)"
                    _report(f"FAILED {name}, seed {number}\n{output}\nlast example: {shown}")
        left = max(0.0, deadline - time.monotonic())
        _report(f"{examples} examples, {failures} failures, {left:.0f} s left")
    return 1 if failures else 0


def _run_batch(name: str, number: int, current: Path) -> str:
    """What went wrong in a process that tries a batch of examples; '' if nothing did."""
    command = [sys.executable, "-m", "tests.fuzz", "--batch", name, str(number), str(current)]
    environment = {key: value for key, value in os.environ.items() if not key.lower().endswith("_proxy")}
    try:
        done = subprocess.run(command, env=environment, capture_output=True, timeout=_BATCH_SECONDS, check=False)
    except subprocess.TimeoutExpired:
        return f"no end after {_BATCH_SECONDS} s"
    return f"exit code {done.returncode}\n{done.stdout.decode()}{done.stderr.decode()}" if done.returncode else ""


def _batch(name: str, number: int, current: Path) -> int:
    faulthandler.enable()

    def check(values: tuple[Any, ...]) -> None:
        current.write_text(repr(values), encoding="utf-8")
        PROPERTIES[name][1](*values)

    chosen = settings(
        max_examples=_BATCH, deadline=None, database=None, print_blob=False, suppress_health_check=list(HealthCheck)
    )
    try:
        seed(number)(chosen(given(values=PROPERTIES[name][0])(check)))()
    except Exception:  # noqa: BLE001 - of whatever kind: it is what was looked for
        traceback.print_exc(limit=-4)
        return 1
    return 0


def _report(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def _in_server(make: Callable[[], Any], check: Callable[..., None]) -> Callable[..., None]:
    """`check` with a server of its own, so that a failure of the server is one of its example."""

    def checked(*values: Any) -> None:
        with make() as server:
            check(server, *values)

    return checked


PROPERTIES: dict[str, tuple[st.SearchStrategy[tuple[Any, ...]], Callable[..., None]]] = {
    "arguments": (st.tuples(arguments(), methods()), _in_server(StrictServer, check_arguments)),
    "response": (
        st.tuples(hostile_responses(), request_options(), times_to_destroy(), st.booleans()),
        _in_server(HostileServer, check_response),
    ),
}


if __name__ == "__main__":
    if sys.argv[1:2] == ["--batch"]:
        sys.exit(_batch(sys.argv[2], int(sys.argv[3]), Path(sys.argv[4])))
    sys.exit(main())
