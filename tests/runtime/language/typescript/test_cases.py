"""The cases that TypeScript 5.9 itself made the expected output of."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from runtime.language.source import decode
from tests.runtime.language.typescript.running import run_erased

FILE = Path(__file__).parents[5] / "shared" / "cases" / "typescript" / "cases.json"
CASES: list[dict[str, Any]] = json.loads(FILE.read_text("utf-8")) if FILE.exists() else []

pytestmark = pytest.mark.skipif(not CASES, reason=f"{FILE} is not here")


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
@pytest.mark.parametrize("kind", ["as it is", "CRLF", "mark"])
def test_case(case: dict[str, Any], kind: str) -> None:
    text = case["source"].replace("\n", "\r\n") if kind == "CRLF" else case["source"]
    data = text.encode("utf-8-sig" if kind == "mark" else "utf-8")
    logged, error = run_erased(decode(data, "case.ts"))
    assert logged == case["expected"], error
