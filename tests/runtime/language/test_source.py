"""Files as text, what prepare() leaves alone, and where the engine says an error is."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest

from runtime.language.problems import SyntaxProblem
from runtime.language.source import (
    SourceError,
    decode,
    explain,
    find_fence,
    prepare,
    problem_from_engine,
    read,
)
from tests.runtime.language.parsing import engine_error, parse

DOCUMENT = Path(__file__).parents[4] / "shared" / "seed" / "js-apis-http.md"


@pytest.fixture
def samples() -> list[str]:
    if not DOCUMENT.is_file():
        pytest.skip("the document js-apis-http.md is not beside this repository")
    return re.findall(r"^```js\n(.*?)^```", DOCUMENT.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)


# Reading ------------------------------------------------------------------------------------------------------


def test_read_keeps_line_endings(tmp_path: Path) -> None:
    path = tmp_path / "a.js"
    path.write_bytes("é\r\n😀\rb\n".encode())
    assert read(str(path)) == "é\r\n😀\rb\n"


def test_the_byte_order_mark_is_no_column(tmp_path: Path) -> None:
    path = tmp_path / "a.js"
    path.write_bytes(b"\xef\xbb\xbflet a b")
    problem = parse(read(str(path)))
    assert problem is not None
    assert (problem.line, problem.column) == (1, "let a b".index("b") + 1)


def message_of(path: str) -> str:
    with pytest.raises(SourceError) as caught:
        read(path)
    assert str(caught.value) == caught.value.message
    return caught.value.message


def test_no_such_file(tmp_path: Path) -> None:
    path = str(tmp_path / "a.js")
    assert message_of(path) == f"{path}: no such file"
    assert "no such file" in message_of(path + "\0")
    (tmp_path / "file").touch()
    assert "no such file" in message_of(str(tmp_path / "file" / "a.js"))


def test_a_folder(tmp_path: Path) -> None:
    assert message_of(str(tmp_path)) == f"{tmp_path} is a folder, not a file"


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is forbidden to root")
def test_a_file_without_permission(tmp_path: Path) -> None:
    path = tmp_path / "a.js"
    path.touch(mode=0)
    assert message_of(str(path)) == f"{path} cannot be read: permission denied"


def test_more_than_any_program_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "film.js"
    path.touch()
    os.truncate(path, 3 * 2**30)
    message = "is larger than 64 MiB, the most that a program can be"
    assert message_of(str(path)) == f"{path} {message}"
    assert message_of("/dev/zero") == f"/dev/zero {message}"


def test_a_file_that_does_not_know_its_size() -> None:
    assert read("/proc/self/status").startswith("Name:")


def test_a_link_to_itself(tmp_path: Path) -> None:
    path = tmp_path / "a.js"
    path.symlink_to(path)
    assert message_of(str(path)).startswith(f"{path} cannot be read: ")


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_what_is_not_utf8_is_named_by_place(mark: bytes) -> None:
    data = mark + "let a;\nlet é = '".encode() + b"\xe9';"
    with pytest.raises(SourceError) as caught:
        decode(data, "a.js")
    # Line and column in characters, the offset in bytes of the file.
    place = f"byte 0xE9 at line 2, column {len('let é = _') + 1} (byte offset {len(data) - 3})"
    assert caught.value.message == f"a.js is not UTF-8: {place}; save it as UTF-8"


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-be", "utf-16-le", "utf-32"])
def test_utf16_is_named(encoding: str) -> None:
    data = "let a;".encode(encoding)
    if encoding == "utf-16-be":
        data = b"\xfe\xff" + data
    with pytest.raises(SourceError, match=r"^a\.js is saved as UTF-16; save it as UTF-8$"):
        decode(data, "a.js")


def test_an_empty_file_is_a_program() -> None:
    assert decode(b"", "a.js") == ""
    assert prepare("", parse).problem is None


# Where the engine says it is ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "before",
    [
        "",
        "\t",
        "'é'; ",
        "'😀'; ",
        "'好'; ",
        "\u00a0",
        "\n",
        "\n\n  ",
        "a;\r\n",
        "a;\r",
        "/*\u2028*/",
        "'😀\\\n'; ",
        "`\r\n`; ",
    ],
)
def test_the_engine_counts_line_feeds_and_code_points(before: str) -> None:
    text = before + "let x y"
    error = engine_error(text)
    assert error is not None
    problem = problem_from_engine(*error, text)
    assert problem.message == "expecting ';'"
    assert problem.line == before.count("\n") + 1
    assert problem.column == len(before.rpartition("\n")[2]) + len("let x ") + 1


def test_an_error_without_a_place_is_in_the_first_line() -> None:
    problem = problem_from_engine("SyntaxError: a", "", "b\nc")
    assert (problem.message, problem.line, problem.column) == ("a", 1, 1)


@pytest.mark.parametrize("stack", ["    at C:/a b.js:2:3\n", "    at f (a:b.js:2:3)\n    at c.js:1:1\n"])
def test_file_names_may_contain_colons(stack: str) -> None:
    problem = problem_from_engine("SyntaxError: a", stack, "b\ncdef")
    assert (problem.line, problem.column) == (2, 3)


# What prepare() leaves alone ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "let a = '，\u200b\\_“”';",
        "let a = `\n```js\n`;".replace("```", "\\`\\`\\`"),
        "// ，\n/* “ \\< */ let r = /，\\_/;",
        "1 | a;\n2 | b;",
        "let a = [[1, 2]\n[3, 4]];",
        "a\nb",
        "let a\u00a0=\u30001;\ufeff",
    ],
)
def test_a_text_that_parses_is_never_touched(text: str) -> None:
    assert parse(text) is None
    prepared = prepare(text, parse)
    assert (prepared.text, prepared.repairs, prepared.problem) == (text, [], None)


def test_the_engine_is_asked_once_for_a_text_that_parses() -> None:
    asked: list[str] = []
    prepare("a;", asked.append)
    assert asked == ["a;"]


def test_nothing_of_the_repairs_is_imported_for_a_text_that_parses() -> None:
    code = (
        "import sys; started = set(sys.modules)\n"
        "from runtime.language import source\n"
        "source.prepare('a; // `', lambda text: None)\n"
        "print(*sorted(set(sys.modules) - started))"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert result.stderr == ""
    assert {*result.stdout.split()} - {"__future__"} == {
        "runtime",
        "runtime.language",
        "runtime.language.problems",
        "runtime.language.source",
    }


def test_strict_repairs_nothing_and_explains() -> None:
    text = "let o = {\n  a: 1 // one\n  b: 2\n};"
    prepared = prepare(text, parse, repair=False)
    assert prepared.text == text
    assert prepared.repairs == []
    assert prepared.problem is not None
    assert (prepared.problem.message, prepared.problem.line, prepared.problem.column) == (
        "missing “,” between two properties",
        2,
        len("  a: 1") + 1,
    )


def test_a_problem_that_remains_is_that_of_the_original() -> None:
    text = "let o = {\n  a: 1\n  b: 2\n};\nlet c d"
    prepared = prepare(text, parse)
    assert (prepared.text, prepared.repairs) == (text, [])
    assert prepared.problem is not None
    assert prepared.problem.line == 2


# A Markdown fence that parses ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("```js\nlet a = 1;\n```", (1, 1)),
        ("\n  ```\n  a;\n  ```\n", (2, 3)),
        ("// a\n```js\na;\n```", (2, 1)),
        ("import a from 'b';\n```js\na;\n```", (2, 1)),
    ],
)
def test_a_fence_with_which_a_program_can_only_throw_is_found_although_it_parses(
    text: str, place: tuple[int, int]
) -> None:
    assert parse(text) is None
    assert find_fence(text) == place
    prepared = prepare(text, parse)
    assert prepared.problem is None
    assert [(repair.line, repair.description) for repair in prepared.repairs] == [
        (place[0], "removed a Markdown fence"),
        (place[0] + 2, "removed a Markdown fence"),
    ]
    strict = prepare(text, parse, repair=False).problem
    assert strict is not None
    assert (strict.message, strict.line, strict.column) == ("a Markdown fence is not JavaScript", *place)


@pytest.mark.parametrize("text", ["a = `\\`\\`\\`js`", "f()\n```js\na\n```", "'```'", "/*\n```\n*/", "a; // ```"])
def test_a_fence_that_may_be_meant_is_left(text: str) -> None:
    assert parse(text) is None
    assert find_fence(text) is None
    assert prepare(text, parse).text == text


# The document -------------------------------------------------------------------------------------------------


def test_sixteen_samples_parse_and_one_lacks_a_comma(samples: list[str]) -> None:
    assert len(samples) == 17
    prepared = [prepare(sample, parse) for sample in samples]
    assert [item.problem for item in prepared] == [None] * 17
    changed = [item for item, sample in zip(prepared, samples, strict=True) if item.text != sample]
    assert len(changed) == 1
    (repair,) = changed[0].repairs
    line = samples[1].split("\n")[repair.line - 1]
    assert line.startswith("    connectTimeout: 60000 // Optional.")
    assert repair.column == line.index("60000") + len("60000") + 1
    assert (repair.removed, repair.inserted, repair.description) == ("", ",", "inserted a missing comma")
    assert changed[0].text == samples[1].replace("60000 // Optional", "60000,// Optional", 1)


def numbered(text: str, form: str) -> str:
    return "\n".join([form.format(number) + line for number, line in enumerate(text.rstrip("\n").split("\n"), 1)])


@pytest.mark.parametrize("form", ["{:3} | ", "{:>4}  ", "{}: ", "{}. ", "{}\t", "{:02}) "])
def test_samples_with_line_numbers(samples: list[str], form: str) -> None:
    for sample in samples:
        text = numbered(sample, form)
        prepared = prepare(text, parse)
        if parse(text) is None:
            # "1 | a();" is a program of its own, and does the same.
            assert (prepared.text, prepared.repairs) == (text, [])
            continue
        if "\n" not in text and form not in ("{:3} | ", "{}: "):
            # A number before a single line may be part of it.
            assert prepared.problem is not None
            continue
        assert prepared.problem is None
        plain = prepare(sample, parse)
        expected = [(repair.line, repair.column + len(form.format(repair.line))) for repair in plain.repairs]
        assert prepared.repairs[0].description.startswith("removed the line number")
        expected = [(1, len(text) - len(text.lstrip()) + 1), *expected]
        assert [(repair.line, repair.column) for repair in prepared.repairs] == expected


@pytest.mark.parametrize(
    ("change", "first_line"),
    [
        (lambda text: text.replace("\n", "\r\n"), 0),
        (lambda text: text.replace("  ", "\t"), 0),
        (lambda text: f"```js\n{text}```\n", 1),
        (lambda text: f"~~~\n{text}~~~", 1),
        (lambda text: f"```js\n{text}", 1),
        (lambda text: f"{text}```\n", 0),
        (lambda text: decode(b"\xef\xbb\xbf" + text.encode(), "a.js"), 0),
    ],
    ids=["CRLF", "tabs", "fences", "tildes", "opening fence", "closing fence", "BOM"],
)
def test_samples_as_they_are_pasted(samples: list[str], change: object, first_line: int) -> None:
    assert callable(change)
    for sample in samples:
        text = change(sample)
        prepared = prepare(text, parse)
        assert prepared.problem is None, prepared.problem
        commas = [repair for repair in prepared.repairs if repair.inserted == ","]
        assert len(commas) == (1 if sample == samples[1] else 0)
        for repair in commas:
            line = text.split("\n")[repair.line - 1]
            assert repair.line == first_line + 1 + samples[1].split("connectTimeout")[0].count("\n")
            assert line[: repair.column - 1].strip() == "connectTimeout: 60000"
        assert len(prepared.text.split("\n")) == len(text.split("\n"))


def test_a_large_broken_file_is_answered_soon(samples: list[str]) -> None:
    sample = samples[1].replace("import http from '@ohos.net.http';", "").replace("let ", "var ")
    complete = sample.replace("60000 // Optional", "60000, // Optional", 1)
    many = complete * (1_000_000 // len(complete))
    start = time.process_time()
    assert len(prepare(many + sample, parse).repairs) == 1
    assert prepare(many + "{", parse).problem is not None
    # Both take about 0.3 s; a search that is quadratic takes minutes.
    assert time.process_time() - start < 5


def test_explaining_again_changes_nothing() -> None:
    for text in ["let a b", "f({a: 1]", "let s = 'a\n", "x（", "const a;", "let a; let a", "{", "1 | }\n2 | }"]:
        problem = prepare(text, parse, repair=False).problem
        assert problem is not None
        again = explain(text, problem)
        assert (again.message, again.line, again.column, again.hint) == (
            problem.message,
            problem.line,
            problem.column,
            problem.hint,
        )


def test_a_message_that_is_not_known_is_passed_on() -> None:
    explained = explain("a\nb", SyntaxProblem("something new", 2, 1, "a hint"))
    assert (explained.message, explained.line, explained.column, explained.hint) == ("something new", 2, 1, "a hint")
