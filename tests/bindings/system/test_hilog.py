"""@ohos.hilog: the lines of a device's log; cases are those of its documentation and of the device's formatter."""

# ruff: noqa: E501 - programs are read best on their own lines.

from __future__ import annotations

import re
from pathlib import Path

from tests.bindings.system.running import reports, run

_LINE = re.compile(r"\d\d-\d\d \d\d:\d\d:\d\d\.\d{3} +\d+ +\d+ ([DIWEF]) A([0-9a-f]{5})/([^:]*): (.*)")
_IMPORT = "import hilog from '@ohos.hilog';\n---\n"


def _entries(stderr: str) -> list[tuple[str, ...]]:
    return [match.groups() for line in stderr.splitlines() if (match := _LINE.fullmatch(line))]


def test_levels_domain_and_tag(tmp_path: Path) -> None:
    code = "".join(
        f"hilog.{level}(0x0001, 'testTag', '%{{public}}s World %{{private}}d', 'hello', 3);\n"
        for level in ("debug", "info", "warn", "error", "fatal")
    )
    outcome = run(tmp_path, _IMPORT + code)
    assert _entries(outcome.stderr) == [(level, "00001", "testTag", "hello World <private>") for level in "DIWEF"]
    assert outcome.stdout == ""
    shown = run(tmp_path, _IMPORT + code, debug=True)
    assert {entry[3] for entry in _entries(shown.stderr)} == {"hello World 3"}


def test_formats(tmp_path: Path) -> None:
    cases = [
        ("'print object: %{public}s', JSON.stringify({ name: 'Jack', age: 22 })", 'print object: {"name":"Jack","age":22}'),
        ("'flag: %{private}s %s, null: %{public}s', 'hello', 'world', null", "flag: <private> <private>, null: null"),
        ("'%{public}s', undefined", "undefined"),
        ("'%{public}d %{public}i', 123, 4.5", "123 4.5"),
        ("'%{public}d', 1234567890123456789n", "1234567890123456789"),
        ("'%{public}s', true", "true"),
        ("'%{public}O %{public}o', { a: [1] }, null", '{"a":[1]} null'),
        ("'none: %{public}s'", "none: %{public}s"),
        ("'100%% %{public}s', 'x'", "100% x"),
        ("'%{public}s and %{public}s', 'one'", "one and %{public}s"),
        ("'one', 'more'", "one"),
        ("'%x %{public}s', 'a'", "%x a"),
        ("'%{public}s', ['in a list']", "in a list"),
        ("'ends in %', 1", "ends in %"),
        ("'%{public}s|', 5", "|"),
        ("'%{public}d|', 'text'", "|"),
    ]  # fmt: skip
    outcome = run(tmp_path, _IMPORT + "".join(f"hilog.info(0, 't', {arguments});\n" for arguments, _ in cases))
    assert [entry[3] for entry in _entries(outcome.stderr)] == [expected for _, expected in cases]
    # Values of the wrong kind are told, with their line.
    assert outcome.stderr.count("a device leaves it out") == 2


def test_what_is_not_printed(tmp_path: Path) -> None:
    outcome = run(
        tmp_path,
        _IMPORT
        + """hilog.info(0x10000, 't', 'far');
hilog.info(-1, 't', 'negative');
hilog.info('0', 't', 'domain');
hilog.info(0, 5, 'tag');
hilog.info(0, 't');
hilog.setMinLogLevel(hilog.LogLevel.ERROR);
hilog.warn(0, 't', 'low');
hilog.error(0, 't', 'high');""",
    )
    assert [entry[3] for entry in _entries(outcome.stderr)] == ["high"]
    assert outcome.code == 0
    assert outcome.stderr.count("a device prints nothing") == 5


def test_lines_tags_and_control_characters(tmp_path: Path) -> None:
    outcome = run(
        tmp_path,
        _IMPORT + "hilog.info(0xff00, 'äöü' + 'x'.repeat(40), 'a\\nb\\n'); hilog.info(0, 't', '\\x1b[31mred');",
    )
    tag = "äöü" + "x" * 25
    assert [entry[1:] for entry in _entries(outcome.stderr)] == [
        ("0ff00", tag, "a"),
        ("0ff00", tag, "b"),
        ("00000", "t", "␛[31mred"),
    ]


def test_is_loggable(tmp_path: Path) -> None:
    code = """report(hilog.LogLevel);
report([3, 4, 7].map((level) => hilog.isLoggable(1, 't', level)));
report([hilog.isLoggable(0x10000, 't', 4), hilog.isLoggable(1, 't', 9), hilog.isLoggable('1', 't', 4) === undefined]);"""
    assert reports(tmp_path, _IMPORT + code) == [
        {"DEBUG": 3, "INFO": 4, "WARN": 5, "ERROR": 6, "FATAL": 7},
        [True, True, True],
        [False, False, True],
    ]
