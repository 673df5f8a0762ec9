"""Misspelt names are answered with the nearest, and with nothing where none is near."""

from __future__ import annotations

import pytest

from runtime.output.spelling import nearest
from tests.runtime.run.running_program import run_program

NAMES = ("console", "createHttp", "counter", "forEach", "map", "max", "request", "requestInStream", "@ohos.net.sharing")


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("consol", "console"),
        ("consoel", "console"),
        ("createhttp", "createHttp"),
        ("CREATEHTTP", "createHttp"),
        ("foreach", "forEach"),
        ("reqest", "request"),
        ("reqeust", "request"),
        ("requestinstream", "requestInStream"),
        ("mapp", "map"),
        ("response", ""),
        ("x", ""),
        ("cat", ""),
        ("somethingElse", ""),
        ("@ohos.nothing", ""),
    ],
)
def test_nearest(word: str, expected: str) -> None:
    assert nearest(word, NAMES) == expected


@pytest.mark.parametrize(
    "program",
    ["totallyUnknown()", "const f = 5; f()", "const o = {}; o.run()", "null.x", "const o = { map: 1 }; o.map()"],
)
def test_no_suggestion_is_better_than_a_wrong_one(program: str) -> None:
    assert "did you mean" not in run_program(program).stderr
