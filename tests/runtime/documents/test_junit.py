"""The report that CI systems read, written by the installed command and read back as XML."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.command import Command

Script = Callable[..., Path]

PAGE = """\
```js
console.log('<out> & "more"'); console.error('err');
```
```js
console.log('before');
throw new TypeError('boom & <bang>');
```
```js ignore
x
```
```
let x y;
```
"""


def cases(file: Path) -> list[ElementTree.Element]:
    return list(ElementTree.parse(file).getroot().iter("testcase"))


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_every_sample_is_a_test_case(jobs: str, ohosrun: Command, script: Script, tmp_path: Path) -> None:
    script(PAGE, "docs/page.md")
    assert ohosrun("docs/page.md", "--junit", "out.xml", "--jobs", jobs).returncode == 1
    root = ElementTree.parse(tmp_path / "out.xml").getroot()
    (suite,) = root
    for element in (root, suite):
        counts = {name: element.get(name) for name in ("tests", "failures", "errors", "skipped")}
        assert counts == {"tests": "4", "failures": "1", "errors": "0", "skipped": "2"}
        assert float(element.get("time", "")) >= 0
    assert (root.tag, suite.tag, suite.get("name")) == ("testsuites", "testsuite", "docs/page.md")
    passed, failed, ignored, not_run = suite
    for case, line in ((passed, "1"), (failed, "4"), (ignored, "8"), (not_run, "11")):
        assert (case.tag, case.get("file"), case.get("classname")) == ("testcase", "docs/page.md", "docs/page.md")
        assert case.get("line") == line
    assert [child.tag for child in passed] == ["system-out", "system-err"]
    assert [child.text for child in passed] == ['<out> & "more"\n', "err\n"]
    failure = failed.find("failure")
    assert failure is not None
    assert failure.get("message") == "uncaught: TypeError: boom & <bang>"
    assert "at docs/page.md:6:" in (failure.text or "")
    assert failed.findtext("system-out") == "before\n"
    assert [(child.tag, child.get("message")) for child in ignored] == [("skipped", "ignore")]
    assert [(child.tag, child.get("message")) for child in not_run] == [
        ("skipped", "it names no language, and whether it is a program cannot be told")
    ]


def test_names_are_different_where_samples_begin_alike(ohosrun: Command, script: Script, tmp_path: Path) -> None:
    script("```js\nsame();\n```\n```js\nsame();\n```\n```js\n```\n", "page.md")
    ohosrun("page.md", "--junit", "out.xml")
    names = [case.get("name") for case in cases(tmp_path / "out.xml")]
    assert names == ["line 1: same();", "line 4: same();", "line 7"]


def test_each_page_is_a_suite(ohosrun: Command, script: Script, tmp_path: Path) -> None:
    script("```js\n1\n```\n", "a.md")
    script("no sample\n", "b.md")
    script("```js\nthrow 1\n```\n```js\n2\n```\n", "c.md")
    ohosrun("a.md", "b.md", "c.md", "--junit", "out.xml")
    root = ElementTree.parse(tmp_path / "out.xml").getroot()
    assert [(suite.get("name"), suite.get("tests"), suite.get("failures")) for suite in root] == [
        ("a.md", "1", "0"),
        ("b.md", "0", "0"),
        ("c.md", "2", "1"),
    ]
    assert (root.get("tests"), root.get("failures")) == ("3", "1")


def test_any_output_makes_valid_xml(ohosrun: Command, script: Script, tmp_path: Path) -> None:
    output = r"a\0b\x1b[31mc\uFFFE\uD800]]>\u{1F600}\t"
    script(f"```js\nconsole.log('{output}');\nthrow new Error('{output}');\n```\n", "page.md")
    ohosrun("page.md", "--junit", "out.xml")
    (case,) = cases(tmp_path / "out.xml")
    # XML 1.0 has no place for U+0000, U+FFFE and halves of a pair; colours are taken out.
    assert case.findtext("system-out") == "a\ufffdbc\ufffd\ufffd]]>\U0001f600\t\n"
    failure = case.find("failure")
    assert failure is not None
    assert "Error: a" in failure.get("message", "")


def test_a_report_that_cannot_be_written_is_known_before_anything_runs(
    ohosrun: Command, script: Script, tmp_path: Path
) -> None:
    script("```js\nconsole.log('ran')\n```\n", "page.md")
    for path, reason in (("no/where.xml", "no such file or directory"), (".", "is a directory")):
        run = ohosrun("page.md", "--junit", path)
        assert (run.returncode, run.stdout) == (2, "")
        assert run.stderr == f"error: --junit: {path} cannot be written: {reason}\n"


def test_a_list_writes_no_report(ohosrun: Command, script: Script, tmp_path: Path) -> None:
    script("```js\n1\n```\n", "page.md")
    assert ohosrun("page.md", "--list", "--junit", "out.xml").returncode == 0
    assert not (tmp_path / "out.xml").exists()
