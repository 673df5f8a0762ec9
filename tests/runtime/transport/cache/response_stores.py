"""Stores of responses in a folder of their own, for the tests of both."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from runtime.transport.cache.folder import entry_name, stored_size
from runtime.transport.cache.rules import StoredResponse
from runtime.transport.cache.store import LARGEST_SIZE, ResponseStore

A, B, C, D = (entry_name(letter) for letter in (b"a", b"b", b"c", b"d"))
BLOCK = b"HTTP/1.1 200 OK\ncache-control: max-age=60"


def response(body: bytes = b"body", at: float = 1_700_000_000) -> StoredResponse:
    return StoredResponse(BLOCK, body, at - 1, at)


SIZE = stored_size(response())
Opened = Callable[..., ResponseStore]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "cache" / "http" / "program"


@pytest.fixture
def problems() -> list[str]:
    return []


@pytest.fixture
def opened(folder: Path, problems: list[str]) -> Opened:
    """opened(limit) is the store of another run on the same folder."""

    def open_store(limit: float = LARGEST_SIZE) -> ResponseStore:
        return ResponseStore(str(folder), limit, problems.append)

    return open_store


def stored(store: ResponseStore, *names: str) -> list[str]:
    """Which of `names` are there, asked in this order."""
    return [name for name in names if store.get(name) is not None]


def content(found: StoredResponse | None) -> tuple[bytes, bytes, float, float] | None:
    return (found.block, found.body, found.request_time, found.response_time) if found is not None else None
