"""Properties of every request, with a few examples each; `python -m tests.fuzz SECONDS` tries many more."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.bindings.fuzz_options import arguments, methods
from tests.bindings.fuzz_properties import check_arguments, check_response
from tests.bindings.fuzz_servers import (
    HostileResponse,
    HostileServer,
    StrictServer,
    hostile_responses,
    request_options,
    times_to_destroy,
)

# The same examples each time: what is new is looked for by the long run.
FEW = settings(max_examples=50, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))


@pytest.fixture(scope="module")
def hostile() -> Iterator[HostileServer]:
    with HostileServer() as server:
        yield server


@pytest.fixture(scope="module")
def strict() -> Iterator[StrictServer]:
    with StrictServer() as server:
        yield server


@given(items=arguments(), method=methods())
@FEW
def test_any_arguments(strict: StrictServer, items: list[str], method: str) -> None:
    check_arguments(strict, items, method)


@given(response=hostile_responses(), options=request_options(), destroy_after=times_to_destroy(), streams=st.booleans())
@FEW
def test_any_response(
    hostile: HostileServer, response: HostileResponse, options: str, destroy_after: int | None, streams: bool
) -> None:
    check_response(hostile, response, options, destroy_after, streams)
