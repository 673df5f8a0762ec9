"""The error screen: message, place, excerpt with a caret, the user's frames, what caused it, and a hint."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from runtime.output.capture import CapturedOutput
from runtime.output.diagnostics import Diagnostics, Frame, shown_path, user_frames
from tests.runtime.run.running_program import run_files, run_program

STYLE = re.compile("\x1b\\[[0-9;]*m")


pytestmark = pytest.mark.usefixtures("in_the_folder")


def no_text(file: str) -> str | None:
    return None


def problem(text: str, line: int, column: int, *, styled: bool = False) -> str:
    output = CapturedOutput(styled=styled)
    Diagnostics(output, {"file.js": text}.get).problem("message", Frame("", "file.js", line, column), "")
    return "".join(piece for _, piece in output.pieces())


def caret_column(text: str, line: int, column: int) -> str:
    """What stands above the caret, where every character takes one column."""
    excerpt, caret = problem(text, line, column).splitlines()[-2:]
    return excerpt[caret.index("^") :]


# Frames -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("    at f (/a/b.js:1:2)", ("f", "/a/b.js", 1, 2)),
        ("    at <anonymous> (/a/b.js:1:2)", ("", "/a/b.js", 1, 2)),
        ("    at /a/b.js:3:4", ("", "/a/b.js", 3, 4)),
        ("    at f (/a/b (1).js:1:2)", ("f", "/a/b (1).js", 1, 2)),
        ("    at /a (b)/c.js:1:2", ("", "/a (b)/c.js", 1, 2)),
        ("    at f (/a/b:1:2.js:1:2)", ("f", "/a/b:1:2.js", 1, 2)),
        ("    at f (/a/\u2028b\x0c.js:1:2)", ("f", "/a/\u2028b\x0c.js", 1, 2)),
        ("    at get value (/a/b.js:1:2)", ("get value", "/a/b.js", 1, 2)),
    ],
)
def test_a_frame_of_the_user(line: str, expected: tuple[str, str, int, int]) -> None:
    (frame,) = user_frames(line + "\n")
    assert (frame.function, frame.file, frame.line, frame.column) == expected


@pytest.mark.parametrize(
    "line",
    [
        "",
        "text",
        "    at then (native)",
        "    at f (ohosrun:globals/timers.js:1:2)",
        "    at ohosrun:bindings/net_http/index.js:1:2",
        # Text that is in no file: of eval(), new Function() and JSON.parse().
        "    at <input>:1:2",
        "    at f (<input>:1:2)",
        "    at f (/a/b.js)",
        "    at f (/a/b.js:1)",
        "    at (:1:2)",
    ],
)
def test_what_is_no_frame_of_the_user(line: str) -> None:
    assert user_frames(line) == []


def test_paths_are_shown_relative_to_the_working_directory(tmp_path: Path) -> None:
    above = tmp_path.parent
    assert shown_path(str(tmp_path / "a" / "b.js")) == "a/b.js"
    assert shown_path(str(above / "b.js")) == "../b.js"
    # Farther away the whole path says more than dots.
    assert shown_path(str(above.parent / "b.js")) == str(above.parent / "b.js")
    assert shown_path("[eval]") == "[eval]"


def test_paths_without_a_working_directory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    assert shown_path("/a/b.js") == "/a/b.js"
    monkeypatch.chdir(tmp_path)


# The excerpt ------------------------------------------------------------------------------------------------------


def test_the_excerpt_has_the_line_its_number_and_a_caret() -> None:
    assert problem("one\ntwo three\nfour", 2, 5) == (
        "error: message\n  at file.js:2:5\n    2 | two three\n      |     ^\n"
    )


def test_a_carriage_return_alone_ends_no_line() -> None:
    assert problem("a\rb\nc", 1, 1).splitlines()[2] == "    1 | a b"
    assert caret_column("a\rb\nc", 2, 1) == "c"


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_lines_end_as_in_the_file(newline: str) -> None:
    assert caret_column(f"one{newline}two{newline}three", 3, 2) == "hree"


def test_the_caret_stands_under_its_character_behind_tabs() -> None:
    # Whatever the width of a tab, the same tabs stand above and below.
    assert problem("\tif (x) {\tfoo() }", 1, 11).splitlines()[-2:] == [
        "    1 | \tif (x) {\tfoo() }",
        "      | \t        \t^",
    ]


def test_the_caret_stands_under_its_character_behind_wide_and_combining_ones() -> None:
    # Two columns for each of the two (Unicode Standard Annex 11), none for U+0301.
    excerpt, caret = problem("中文e\u0301 x", 1, 6).splitlines()[-2:]
    assert excerpt == "    1 | 中文e\u0301 x"
    assert caret == "      | " + " " * (2 + 2 + 1 + 1) + "^"


def test_a_column_is_a_code_point() -> None:
    assert problem("'\U0001f600' + x", 1, 7).splitlines()[-1] == "      | " + " " * (1 + 2 + 1 + 3) + "^"


def test_a_long_line_is_cut_around_the_place() -> None:
    for column in (1, 59, 60, 61, 5000, 9990, 10_000):
        text = "".join(chr(ord("a") + i % 26) for i in range(10_000))
        screen = problem(text, 1, column)
        assert max(len(line) for line in screen.splitlines()) < 140
        assert caret_column(text, 1, column)[0] == text[column - 1]


@pytest.mark.parametrize(("line", "column"), [(0, 1), (4, 1), (99, 1), (2, 1)])
def test_a_place_that_is_not_there_has_no_excerpt(line: int, column: int) -> None:
    assert problem("one\n\nthree", line, column) == f"error: message\n  at file.js:{line}:{column}\n"


def test_a_column_behind_the_end_of_the_line() -> None:
    assert problem("one", 1, 4).splitlines()[-1] == "      |    ^"


def test_control_characters_do_not_act_on_the_terminal() -> None:
    screen = problem("a\x00b\x1b[31mc\x7fd\x9b31m x", 1, 3)
    assert screen.splitlines()[2] == "    1 | a\u2400b\u241b[31mc\u2421d\ufffd31m x"


def test_colour_only_where_it_is_wanted() -> None:
    plain, styled = problem("one two", 1, 5), problem("one two", 1, 5, styled=True)
    assert "\x1b" not in plain
    assert styled != plain
    assert STYLE.sub("", styled) == plain


# The screen of an uncaught error ----------------------------------------------------------------------------------


def screen(text: str) -> list[str]:
    outcome = run_program(text, name="/p/main.js")
    assert outcome.code == 1
    return outcome.stderr.splitlines()


def test_the_whole_screen(tmp_path: Path) -> None:
    files = {
        "main.js": "import { outer } from './lib/a.js'\n\nfunction run() {\n  outer({})\n}\n\nrun()\n",
        "lib/a.js": "export const outer = (options) => {\n  return options.headers.length\n}\n",
    }
    # The place is that of the property that is read, or of the name that is called.
    assert run_files(tmp_path, files).stderr.splitlines() == [
        "uncaught: TypeError: cannot read property 'length' of undefined",
        "  at lib/a.js:2:26",
        "    2 |   return options.headers.length",
        "      |                          ^",
        "    at outer (lib/a.js:2:26)",
        "    at run (main.js:4:3)",
        "    at main.js:7:1",
        "hint: what it is read of is undefined: was it there when this line ran?",
    ]


def test_one_frame_at_the_top_level_is_not_listed_again() -> None:
    assert screen("throw new Error('mine')") == [
        "uncaught: Error: mine",
        "  at /p/main.js:1:11",
        "    1 | throw new Error('mine')",
        "      |           ^",
    ]


def test_causes_are_shown_to_the_fifth_with_their_frames() -> None:
    program = """
        let error = new TypeError('first')
        for (let i = 0; i < 10; i++) error = new Error(`wrap ${i}`, { cause: error })
        throw error
    """
    lines = screen(program)
    assert lines[0] == "uncaught: Error: wrap 9"
    assert [line for line in lines if line.startswith("caused by:")] == [
        f"caused by: Error: wrap {8 - i}" for i in range(5)
    ]


def test_a_cause_that_is_no_error() -> None:
    assert screen("throw new Error('mine', { cause: { code: 5 } })")[-1] == "caused by: { code: 5 }"


def test_a_circle_of_causes_ends() -> None:
    lines = screen("const a = new Error('a'), b = new Error('b', { cause: a }); a.cause = b; throw a")
    assert [line for line in lines if "Error" in line and "|" not in line] == [
        "uncaught: Error: a",
        "caused by: Error: b",
    ]


def test_the_errors_of_an_aggregate() -> None:
    lines = screen("await Promise.any([Promise.reject(new Error('a')), Promise.reject('b')])")
    assert lines[0].startswith("uncaught: AggregateError")
    assert [line for line in lines if line.startswith("one of:")] == ["one of: Error: a", "one of: 'b'"]


def test_other_properties_of_an_error() -> None:
    lines = screen("throw Object.assign(new Error('mine'), { code: 401, data: { a: [1] } })")
    assert lines[-1] == "  { code: 401, data: { a: [ 1 ] } }"


def test_at_most_ten_frames() -> None:
    lines = screen("let n = 0; function f() { if (n++ === 30) throw new Error('deep'); f() } f()")
    frames = [line for line in lines if line.startswith("    at ")]
    assert len(frames) == 10
    assert lines[-1] == "    ... 22 more"


def test_frames_that_are_not_the_users_are_left_out() -> None:
    lines = screen("[1].map(function each() { JSON.parse('{') })")
    assert [line for line in lines if line.startswith("    at ")] == [
        "    at each (/p/main.js:1:32)",
        "    at /p/main.js:1:5",
    ]


def test_text_that_is_in_no_file_is_shown_where_it_was_run() -> None:
    assert screen("eval('null.x')")[1] == "  at /p/main.js:1:1"
    assert screen("new Function('null.x')()")[1].startswith("  at /p/main.js:1:")
    assert screen("JSON.parse('{')")[1] == "  at /p/main.js:1:6"


@pytest.mark.parametrize(
    ("program", "hint"),
    [
        ("require('http')", "files are ES modules: write import ... from '...' instead of require()"),
        ("module.exports = 1", "files are ES modules: write export instead of module.exports"),
        ("fetch('x')", "a device has no fetch: write import { http } from '@kit.NetworkKit';"),
        ("new XMLHttpRequest()", "a device has no XMLHttpRequest: write import { http } from '@kit.NetworkKit';"),
        ("process.exit()", "write import { process } from '@kit.ArkTS';"),
        ("window.x", "there is no browser here, nor on a device"),
        ("(function f() { f() })()", "functions call each other too deeply: does the recursion come to an end?"),
        ("null.x", "what it is read of is null"),
        ("let f = 1; f()", "check the name, and that the value is there when this line runs"),
    ],
)
def test_hints(program: str, hint: str) -> None:
    assert screen(program)[-1] == f"hint: {hint}"


def test_an_error_without_a_known_cure_has_no_hint() -> None:
    assert not [line for line in screen("throw new Error('mine')") if line.startswith("hint:")]


def test_a_rejected_request_is_shown_where_it_was_made() -> None:
    # Error objects of the module are plain {code, message} and have no stack (decisions, "error objects").
    program = (
        "import http from '@ohos.net.http'\n\nconst request = http.createHttp()\nrequest.request('ftp://127.0.0.1/')\n"
    )
    lines = screen(program)
    assert lines[0].startswith("unhandled rejection: { code: 2300001, message: ")
    assert lines[1:5] == [
        "  the request was made here:",
        "  at /p/main.js:4:9",
        "    4 | request.request('ftp://127.0.0.1/')",
        "      |         ^",
    ]
    assert lines[-1].startswith("hint: only http: and https: urls are supported")


# Notes ------------------------------------------------------------------------------------------------------------


def notes(*, quiet: bool = False, strict: bool = False) -> tuple[str, bool]:
    output = CapturedOutput(styled=False)
    diagnostics = Diagnostics(output, no_text, quiet=quiet, strict=strict)
    for topic, place in (("a", "1:1"), ("a", "1:9"), ("a", "2:1"), ("b", "2:1")):
        diagnostics.device_note(topic, f"about {topic}", f"    at f (/p/main.js:{place})\n")
    diagnostics.device_note("c", "without a place", "")
    return "".join(piece for _, piece in output.pieces()), diagnostics.failed


def test_a_device_note_is_printed_once_for_each_topic_and_line() -> None:
    assert notes() == (
        "note: /p/main.js:1: about a\n"
        "note: /p/main.js:2: about a\n"
        "note: /p/main.js:2: about b\n"
        "note: without a place\n",
        False,
    )


def test_quiet_silences_notes() -> None:
    assert notes(quiet=True) == ("", False)


@pytest.mark.parametrize("quiet", [False, True])
def test_strict_makes_them_errors(quiet: bool) -> None:
    text, failed = notes(quiet=quiet, strict=True)
    assert failed
    assert text.splitlines()[0] == "error: /p/main.js:1: about a"


def test_a_bug_of_ours_says_so() -> None:
    output = CapturedOutput(styled=False)
    diagnostics = Diagnostics(output, no_text)
    try:
        raise KeyError("x")
    except KeyError as error:
        diagnostics.bug(error, debug=False)
        diagnostics.bug(error, debug=True)
    text = "".join(piece for _, piece in output.pieces())
    first, second = text.split("hint: run again with --debug to see the traceback\n")
    assert first == "error: this is a bug in ohosrun: KeyError: 'x'\n"
    assert "Traceback (most recent call last)" in second
