"""Places in lines: the name that is called where the engine points at something else."""

from __future__ import annotations

import pytest

from runtime.output.lines import at_name


@pytest.mark.parametrize(
    "marked",
    [
        # The engine's place is behind | and the name behind ^.
        "^call|(1)",
        "a.^call|(1)",
        "a|.^b",
        "|return ^call(1);",
        "  |return a.b.^call(x(1), [y(2)]);",
        "|return a(1).^b(2)",
        "|return a(1)\n    .b",
        "|return a['(']. ^b(')')",
        "() => { |return ^f(); } // (1)",
        "|return ^f(1, {",
        "|return a?.^b(1)",
        "|return (a).^b(1)",
        "|return (a.^b(1)",
        # More than one that it could be, or none.
        "|^return a(1) + b(2)",
        "|^return x ? a(1) : b(2)",
        "|^return a",
        "|^return;",
        "|^returned(1)",
        "|^return (1, a)",
    ],
)
def test_the_name_that_is_called(marked: str) -> None:
    line = marked.split("\n")[0]
    if "^" not in line:
        line = line.replace("return ", "return ^", 1)
    column = line.replace("^", "").index("|") + 1
    expected = line.replace("|", "").index("^") + 1
    assert at_name(line.replace("|", "").replace("^", ""), column) == expected
