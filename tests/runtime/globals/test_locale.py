"""Formatting by locale, which this engine does not do."""

from __future__ import annotations

import pytest

from tests.runtime.run.running_program import run_program


@pytest.mark.parametrize(
    "expression",
    [
        "new Date(0).toLocaleString()",
        "new Date(0).toLocaleDateString('de-DE')",
        "new Date(0).toLocaleTimeString()",
        "(1234).toLocaleString()",
        "(-1234.5).toLocaleString('de')",
        "(0.12345678).toLocaleString()",
        "(12.5).toLocaleString('de')",
        "(5).toLocaleString('en', { style: 'currency', currency: 'EUR' })",
        "[1234].toLocaleString()",
    ],
)
def test_what_differs_has_one_note(expression: str) -> None:
    outcome = run_program(f"{expression};\n{expression};")
    assert outcome.code == 0
    assert outcome.stderr.startswith("note: /program/main.js:1: toLocale")
    assert outcome.stderr.endswith("() knows no locales here: a device may show another text\n")
    assert outcome.stderr.count("\n") == 1
    assert run_program(expression, strict=True).code == 1


@pytest.mark.parametrize(
    "expression",
    [
        "(5).toLocaleString()",
        "(12.5).toLocaleString()",
        "(999).toLocaleString('de')",
        "'x'.toLocaleString()",
        "[5, 6].toLocaleString()",
    ],
)
def test_what_is_the_same_has_none(expression: str) -> None:
    assert run_program(expression, strict=True).stderr == ""


def test_the_methods_are_as_they_were() -> None:
    code = """
    for (const [prototype, name] of [[Date.prototype, 'toLocaleString'], [Number.prototype, 'toLocaleString']]) {
      const { value, ...rest } = Object.getOwnPropertyDescriptor(prototype, name);
      console.log(value.name, value.length, JSON.stringify(rest), 'prototype' in value);
    }
    console.log((5).toLocaleString(), Number.prototype.toLocaleString.call(6));
    try { Date.prototype.toLocaleString.call({}); } catch (error) { console.log(error.name); }"""
    shape = '{"writable":true,"enumerable":false,"configurable":true} false'
    assert run_program(code).stdout == f"toLocaleString 0 {shape}\n" * 2 + "5 6\nTypeError\n"
