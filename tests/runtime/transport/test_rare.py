"""What is asked for in ms and set in s, and what is left to libcurl."""

from __future__ import annotations

from typing import Any

import pytest

from runtime.transport.libcurl import pycurl
from runtime.transport.options import rare
from tests.bindings.snippets import run_snippet


@pytest.mark.parametrize(
    ("given", "seconds"),
    [
        ("2500", 2),
        ("1000", 1),
        ("999", 0),
        ("0", None),
        ("-1", None),
        ("'5000'", None),
        ("NaN", None),
        ("1e300", 2**31 - 1),
    ],
)
def test_inactivity_in_whole_seconds(monkeypatch: pytest.MonkeyPatch, given: str, seconds: int | None) -> None:
    asked: list[tuple[int, Any]] = []
    original = rare._connection

    def recorded(setopt: Any, special: Any) -> None:
        def both(option: int, value: Any) -> None:
            asked.append((option, value))
            setopt(option, value)

        original(both, special)

    monkeypatch.setattr(rare, "_connection", recorded)
    run_snippet(f"await http.createHttp().request('EXAMPLE_URL', {{ inactivityMs: {given} }});", quiet=True)
    assert asked == ([] if seconds is None else [(pycurl.MAXAGE_CONN, seconds)])
