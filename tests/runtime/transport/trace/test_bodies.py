"""Bodies as --trace=body shows them."""

from __future__ import annotations

import json

import pytest

from runtime.transport.mask import Mask
from runtime.transport.trace.bodies import MOST_LINES, lines_of


def shown(body: bytes | str, content_type: str = "", *, secrets: bool = True) -> list[str]:
    """The lines without their colours."""
    data = body.encode() if isinstance(body, str) else body
    return ["".join(text for _, text in line) for line in lines_of(data, content_type, Mask(secrets))]


def test_json_has_a_line_for_each_value() -> None:
    body = '{"a":1,"b":[1.50,"x, {y}: \\"z\\"",true],"c":{},"d":[],"e":{"f":null}}'
    assert shown(body, "application/json") == [
        "{", '  "a": 1,', '  "b": [', "    1.50,", '    "x, {y}: \\"z\\"",', "    true", "  ],", '  "c": {},',
        '  "d": [],', '  "e": {', '    "f": null', "  }", "}",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "body", ["{}", "[]", "[[[]]]", '""', "null", "-1e400", '{"a": 1, "a": 2}', '["\\u0000\\\\"]', "[1,\n 2]", "[{},[]]"]
)
def test_json_stays_what_it_was(body: str) -> None:
    lines = "".join(line.strip() for line in shown(body, "application/problem+json"))
    assert lines.replace(" ", "") == body.replace(" ", "").replace("\n", "")
    assert json.loads(lines) == json.loads(body)


def test_json_is_known_by_its_beginning() -> None:
    assert shown(' {"a":1}', "text/plain") == ["{", '  "a": 1', "}"]


@pytest.mark.parametrize("body", ["{a: 1}", "{", "[1, 2", "[" * 100_000, "[brackets] in a text"])
def test_what_is_no_json_is_shown_as_it_is(body: str) -> None:
    assert shown(body, "application/json")[0][:10] == body[:10]


def test_keys_strings_numbers_and_literals_have_colours_of_their_own() -> None:
    lines = lines_of(b'{"a":"b","c":1,"d":null}', "application/json", Mask(False))
    styles = [style for line in lines for style, text in line if text.strip(" {}:,")]
    assert len(styles) == 6
    assert styles[0] == styles[2] == styles[4]
    assert len({"", *styles}) == 5


def test_secrets_are_masked() -> None:
    body = '{"token": "abc", "a": "b", "list": [{"api_key": "def"}]}'
    assert not {"abc", "def"} & set("".join(shown(body, "application/json", secrets=False)).split('"'))
    assert '"b"' in "".join(shown(body, "application/json", secrets=False))


def test_much_json_ends_with_how_much_there_is() -> None:
    lines = shown(json.dumps(list(range(1000))), "application/json")
    assert len(lines) == MOST_LINES + 1
    assert lines[-1] == f"... {1002 - MOST_LINES} more lines"


@pytest.mark.parametrize(
    ("body", "content_type", "line"),
    [
        (b"\x89PNG" + b"x" * 20, "image/png", "[image/png, 24 bytes: 89 50 4e 47" + " 78" * 12 + " ...]"),
        (b"abc", "Image/GIF; q=1", "[image/gif, 3 bytes: 61 62 63]"),
        (b"a\0b", "text/plain", "[text/plain, 3 bytes: 61 00 62]"),
        (b"\x01", "", "[binary data, 1 bytes: 01]"),
        (b"<svg/>", "image/svg+xml", "<svg/>"),
        (b"\x1b[31mred", "", "\x1b[31mred"),
    ],
)  # fmt: skip
def test_what_nobody_can_read_is_its_type_size_and_first_bytes(body: bytes, content_type: str, line: str) -> None:
    assert shown(body, content_type) == [line]
