"""JSON text, compared with what the standard library's package reads."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from runtime.example_server.json_text import dumps, is_json, quote

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
)
TOKENS = st.sampled_from(
    [
        *"{}[]:,\"\\ \n\t\r-0a'/é\x0b\xa0\ufeff",
        *['"a"', '""', '"\\n"', '"\\u00e9"', '"\\ud83d"', '"\\x"', '"\\u12"', '"\t"'],
        *["1", "01", "-0", "1.5", "1.", ".5", "2e3", "2E+3", "2e", "1e999", "1.5e-7", "+1", "0x1", "\u0661"],
        *["true", "false", "null", "truefalse", "True", "NaN", "Infinity", "-Infinity", "//"],
    ]
)


def package_accepts(text: str) -> bool:
    def refuse(constant: str) -> None:
        raise ValueError(constant)

    try:
        json.loads(text, parse_constant=refuse)
    except ValueError:
        return False
    return True


@given(VALUES)
def test_what_is_written_reads_back(value: object) -> None:
    written = dumps(value)
    assert written.isascii()
    assert json.loads(written) == value
    assert is_json(written)
    assert is_json(json.dumps(value, indent=1, ensure_ascii=False))


@given(st.lists(TOKENS, max_size=10).map("".join))
def test_the_package_agrees_on_what_json_is(text: str) -> None:
    assert is_json(text) is package_accepts(text)


@pytest.mark.parametrize("size", [5_000, 50_000])
def test_a_number_of_any_length_is_json(size: int) -> None:
    assert is_json("9" * size)
    assert is_json("[-" + "9" * size + "." + "9" * size + "]")


def test_depth() -> None:
    assert is_json("[" * 200 + "]" * 200)
    assert not is_json("[" * 200 + "]" * 199)
    assert not is_json("[" * 1_000_000)


@pytest.mark.parametrize("value", [1.5, b"", (), {1}, object()])
def test_other_types_are_refused(value: object) -> None:
    with pytest.raises(TypeError):
        dumps([value])


def test_quoting_escapes_what_is_not_ascii() -> None:
    assert quote('"\\\n\x00é😀') == '"\\"\\\\\\n\\u0000\\u00e9\\ud83d\\ude00"'


def test_an_interpreter_without_the_accelerator() -> None:
    program = (
        "import sys; sys.modules['_json'] = None\n"
        "from runtime.example_server.json_text import dumps\n"
        "sys.stdout.write(dumps({'é': [1, None, True]}))"
    )
    result = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert result.stdout == '{"\\u00e9":[1,null,true]}'


def test_what_is_written_needs_no_package() -> None:
    program = (
        "import sys\n"
        "from runtime.example_server.json_text import dumps\n"
        "dumps({'a': [1]})\n"
        "sys.exit('json' in sys.modules or 're' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
