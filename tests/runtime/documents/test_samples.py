"""Markdown is read as CommonMark says, and every line of a sample stays the line of the page that it is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from runtime.documents.samples import Sample, find_samples


def samples_of(text: str) -> list[Sample]:
    return find_samples(text, "page.md", "/pages/page.md")


def only_sample(text: str) -> Sample:
    (sample,) = samples_of(text)
    return sample


def test_a_sample_has_its_place_and_its_lines() -> None:
    sample = only_sample("# Title\n\n```js\nfirst();\nsecond();\n```\n")
    assert sample.place == "page.md:3"
    assert (sample.name, sample.line, sample.last_line) == ("/pages/page.md", 3, 6)
    assert sample.text.split("\n")[3:] == ["first();", "second();", ""]
    assert [line for line in range(1, 9) if sample.holds(line)] == [3, 4, 5, 6]


@pytest.mark.parametrize(
    ("info", "language", "ignored"),
    [
        ("js", "js", False),
        ("JS", "js", False),
        ("  javascript  ", "javascript", False),
        ("mjs", "mjs", False),
        ("js {1,3}", "js", False),
        ("js{1,3}", "js", False),
        ('js title="a.js"', "js", False),
        ("{.js .numberLines}", "js", False),
        ("ts", "ts", False),
        ("ets", "ets", False),
        ("typescript", "typescript", False),
        ("js ignore", "js", True),
        ("js,ignore", "js", True),
        ('js title="ignore"', "js", False),
        ("js title='please ignore this'", "js", False),
        ("js ignored", "js", False),
        ("js {1} ignore", "js", True),
    ],
)
def test_info_strings(info: str, language: str, ignored: bool) -> None:
    sample = only_sample(f"```{info}\nx\n```\n")
    assert (sample.language, sample.ignored) == (language, ignored)


@pytest.mark.parametrize("info", ["", "json", "bash", "jsonc", "js-like", "text js", "jsx", "c++", "{}", '"js"'])
def test_what_is_no_sample(info: str) -> None:
    assert samples_of(f"```{info}\nx\n```\n") == []


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n\n",
        "    indented();\n",
        "`js` and ``` js ``` in a line\n",
        "<!--\n```js\nhidden();\n```\n-->\n",
        "````md\n```js\nshown();\n```\n````\n",
        "\\```js\nescaped();\n\\```\n",
    ],
)
def test_text_without_samples(text: str) -> None:
    assert samples_of(text) == []


def test_tilde_fences_and_fences_that_never_close() -> None:
    first, second = samples_of("~~~js\n```\na()\n~~~\n\n```js\nb()\n")
    assert first.text == "\n```\na()\n"
    assert (second.line, second.last_line) == (6, 7)
    assert second.text == "\n" * 6 + "b()\n"


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        pytest.param("- item\n\n  ```js\n  a();\n    b();\n  ```\n", ["  a();", "    b();"], id="list"),
        pytest.param("> text\n>\n> ```js\n> a();\n>b();\n> ```\n", ["  a();", " b();"], id="quote"),
        pytest.param("1. > - x\n\n   > - ```js\n   >   a();\n   >   ```\n", ["       a();"], id="nested"),
        pytest.param("a\n\n-\t```js\n\ta();\n\t\tb();\n\t```\n", ["\ta();", "\t\tb();"], id="tabs"),
        pytest.param("a\n\n  ```js\n  a();\n b();\n  ```\n", ["  a();", " b();"], id="indented fence"),
    ],
)
def test_columns_stay_inside_of_containers(page: str, expected: list[str]) -> None:
    assert only_sample(page).text == "\n" * 3 + "\n".join(expected) + "\n"


def test_data_gets_no_white_space_from_its_container() -> None:
    sample = only_sample("- ```js\n  let a = `one\n  two ${\n  three}\n  four`;\n  let b = 'x\\\n  y';\n  ```\n")
    assert sample.text == "\n  let a = `one\ntwo ${\n  three}\nfour`;\n  let b = 'x\\\ny';\n"


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_line_endings_do_not_move_lines(ending: str) -> None:
    text = "# T\n\n> - ```js\n>   a();\n>   b();\n>   ```\n"
    (expected,) = samples_of(text)
    (sample,) = samples_of(text.replace("\n", ending))
    assert (sample.line, sample.last_line, sample.text) == (expected.line, expected.last_line, expected.text)


@pytest.mark.parametrize(
    ("code", "title"),
    [
        ("// comment\n\nfirst();\nsecond();", "first();"),
        ("/* a\n b */\nfirst();", "first();"),
        ("import a from 'a';\n\nuse(a);", "use(a);"),
        ("import {\n  a\n} from 'a';\nuse(a);", "use(a);"),
        ("import a from 'a';", "import a from 'a';"),
        ("// nothing\n", ""),
        ("", ""),
        ("a\t\x1b[31mb", "a [31mb"),
        ("x" * 100, "x" * 71 + "…"),
    ],
)
def test_titles(code: str, title: str) -> None:
    assert only_sample(f"```js\n{code}\n```\n").title == title
    assert only_sample(f"### on('x')\n\n```js\n{code}\n```\n").title == "on('x')"
    first, _ = samples_of(f"### on('x')\n\n```js\n{code}\n```\n```js\n```\n")
    assert first.title == ": ".join(filter(None, ("on('x')", title)))


def test_a_sample_without_code_has_the_title_of_its_heading() -> None:
    first, second = samples_of("```js\n```\n\nflush<sup>9+</sup>\n---\n\n```js\n// later\n```\n")
    assert (first.title, second.title) == ("", "flush9+")


def test_deep_nesting_and_long_pages_are_read() -> None:
    assert only_sample("> " * 20 + "```js\n" + "> " * 20 + "a();\n").text == "\n" + " " * 40 + "a();\n"
    samples_of(">" * 5000 + "```js\na();\n")
    assert len(samples_of("text\n\n```js\na();\n```\n" * 500)) == 500


# Lines that make containers, fences and code meet in every way.
_OPENING = ["```js", "~~~js", "- ```js", "> ```js", "> - ```js", "-\t```js", " - - ```mjs"]
_CODE = ["  a();", "> a();", "\ta();", ">   b();", "     c();", "   `", "  `x", "\\", "a", ""]
_OTHER = ["```", "  ```", "> ```", "~~~", "1. x", "# h", "<b>"]
_LINE = st.sampled_from(_OPENING) | st.sampled_from(_CODE) | st.sampled_from(_OTHER)


@given(st.lists(_LINE, max_size=14))
def test_every_line_of_a_sample_is_that_line_of_the_page(lines: list[str]) -> None:
    for sample in samples_of("\n".join(lines)):
        program = sample.text.split("\n")
        assert not any(program[: sample.line])
        for number, line in enumerate(program[sample.line :], sample.line):
            assert not line.strip() or lines[number].endswith(line.strip())
            assert number < sample.last_line or not line.strip()
