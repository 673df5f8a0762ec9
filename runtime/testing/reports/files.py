"""For other programs: JUnit's XML, TAP 14, JSON, annotations of GitHub."""

from __future__ import annotations

import os

from runtime.output.diagnostics import shown_path
from runtime.output.safe import MISLEADING
from runtime.output.streams import STDERR, STDOUT
from runtime.testing.reports.reporter import Reporter
from runtime.testing.results import ERROR, FAILED, NOT_RUN, SKIPPED, WORDS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from runtime.testing.results import Case, Totals, UnitRun


def plain(text: str) -> str:
    """`text` without its colours."""
    import re

    return re.sub("\x1b\\[[0-9;]*m", "", text)


def _escaped(document: str, form: str) -> str:
    """`document` with what could act on a terminal in the form that stands for it there."""
    import re

    return re.sub(f"[{MISLEADING}]", lambda match: form.format(ord(match[0])), document)


def json_text(document: Any, indent: int | None = None) -> str:
    """`document` as JSON of which nothing acts on a terminal."""
    from json import dumps

    return _escaped(dumps(document, indent=indent, ensure_ascii=False), "\\u{:04x}")


class Junit(Reporter):
    """A test suite a file, a test case a case."""

    def end(self, runs: list[UnitRun], totals: Totals, seconds: float) -> None:
        """All of it."""
        import xml.etree.ElementTree as ElementTree

        root = ElementTree.Element("testsuites", {"name": "ohosrun", **_counts(runs)})
        for run in runs:
            suite = ElementTree.SubElement(root, "testsuite", {"name": _xml(run.shown), **_counts([run])})
            for case in run.selected:
                _add_case(ElementTree, suite, run, case)
            problems = [("outside of cases", hook.dotted, hook.error) for hook in run.hook_errors]
            if run.problem:
                problems.append(("", run.outcome_of_problem, run.problem))
            for classname, name, text in problems:
                element = ElementTree.SubElement(suite, "testcase", classname=_xml(classname), name=_xml(name))
                error = ElementTree.SubElement(element, "error", message=_xml(_first_line(text)), type="error")
                error.text = _xml(plain(text))
        ElementTree.indent(root)
        self._write('<?xml version="1.0" encoding="utf-8"?>\n')
        self._write(_escaped(ElementTree.tostring(root, encoding="unicode"), "&#x{:X};") + "\n")


def _counts(runs: list[UnitRun]) -> dict[str, str]:
    cases = [case for run in runs for case in run.selected]
    outside = sum(len(run.hook_errors) + bool(run.problem) for run in runs)
    return {
        "tests": str(len(cases) + outside),
        "failures": str(sum(case.status == FAILED for case in cases)),
        "errors": str(sum(case.status == ERROR for case in cases) + outside),
        "skipped": str(sum(case.status in (SKIPPED, NOT_RUN) for case in cases)),
        "time": f"{sum(run.seconds for run in runs):.3f}",
    }


def _add_case(tree: Any, suite: Any, run: UnitRun, case: Case) -> None:
    element = tree.SubElement(
        suite,
        "testcase",
        classname=_xml(run.suite_of(case).dotted),
        name=_xml(case.name),
        file=_xml(shown_path(case.file)),
        line=str(case.line),
        time=f"{case.seconds:.3f}",
    )
    if case.is_failed:
        tag = "failure" if case.status == FAILED else "error"
        failure = tree.SubElement(element, tag, message=_xml(case.message), type=tag)
        failure.text = _xml(plain(case.screen))
    elif case.status in (SKIPPED, NOT_RUN):
        tree.SubElement(element, "skipped", message=_xml(case.message or WORDS[case.status]))
    for name, stream in (("system-out", STDOUT), ("system-err", STDERR)):
        text = "".join(written for to, written in case.output if to == stream)
        if text:
            tree.SubElement(element, name).text = _xml(plain(text))


def _xml(text: str) -> str:
    import re

    # XML 1.0, section 2.2: what a document may not contain in any form.
    return re.sub("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "\N{REPLACEMENT CHARACTER}", text)


def _first_line(text: str) -> str:
    return plain(text).strip().partition("\n")[0]


class Tap(Reporter):
    """The Test Anything Protocol, version 14: a test point a case."""

    def __init__(self, output: Any) -> None:
        super().__init__(output)
        self._number = 0

    def begin(self, runs: list[UnitRun]) -> None:
        """The version."""
        self.write("TAP version 14\n")

    def case(self, run: UnitRun, case: Case) -> None:
        """A test point."""
        name = f"{run.shown} > {run.full_name(case)}"
        if case.is_failed:
            self._point("not ok", name, "", {
                "message": case.message, "at": f"{shown_path(case.at[0])}:{case.at[1]}" if case.at[1] else "",
            })  # fmt: skip
        else:
            directive = f" # SKIP {_tap(case.message)}".rstrip() if case.status in (SKIPPED, NOT_RUN) else ""
            self._point("ok", name, directive, {})

    def unit_done(self, run: UnitRun) -> None:
        """What belongs to no case."""
        for suite in run.hook_errors:
            message = {"message": _first_line(suite.error)}
            self._point("not ok", f"{run.shown} > {' > '.join(suite.names)} (outside of cases)", "", message)
        if run.problem:
            self._point("not ok", f"{run.shown} (could not be run)", "", {"message": _first_line(run.problem)})

    def _point(self, word: str, name: str, directive: str, details: dict[str, str]) -> None:
        self._number += 1
        self.write(f"{word} {self._number} - {_tap(name)}{directive}\n")
        if details:
            lines = "".join(f"  {key}: {json_text(value)}\n" for key, value in details.items() if value)
            self.write(f"  ---\n{lines}  ...\n")

    def end(self, runs: list[UnitRun], totals: Totals, seconds: float) -> None:
        """The plan."""
        self.write(f"1..{self._number}\n")


def _tap(text: str) -> str:
    return text.replace("\\", "\\\\").replace("#", "\\#").replace("\n", " ").replace("\r", " ")


class Json(Reporter):
    """One object at the end."""

    def end(self, runs: list[UnitRun], totals: Totals, seconds: float) -> None:
        """All of it."""
        document = {
            "success": not totals.is_failed,
            "seconds": round(seconds, 6),
            "totals": vars(totals),
            "files": [_unit_json(run) for run in runs],
        }
        self._write(json_text(document, indent=1) + "\n")


def _unit_json(run: UnitRun) -> dict[str, Any]:
    return {
        "file": run.shown,
        "seconds": round(run.seconds, 6),
        "problem": plain(run.problem),
        "pending": run.pending,
        "notes": run.notes,
        "outside": [{"suite": list(suite.names), "message": plain(suite.error)} for suite in run.hook_errors],
        "cases": [
            {
                "suite": list(run.suite_of(case).names),
                "name": case.name,
                "file": shown_path(case.file),
                "line": case.line,
                "status": WORDS[case.status],
                "seconds": round(case.seconds, 6),
                "message": case.message,
                "at": {"file": shown_path(case.at[0]), "line": case.at[1]} if case.at[1] else None,
                "attempts": case.attempts,
                "output": "".join(text for _stream, text in case.output),
            }
            for case in run.selected
        ],
    }


class Github(Reporter):
    """A workflow command a failure, which GitHub shows beside the line."""

    def end(self, runs: list[UnitRun], totals: Totals, seconds: float) -> None:
        """All of them."""
        for run in runs:
            for case in run.selected:
                if case.is_failed:
                    file, line = case.at if case.at[1] else (case.file, case.line)
                    self._annotate(file, line, run.full_name(case), case.message)
            for suite in run.hook_errors:
                self._annotate(suite.place, suite.line, f"{suite.dotted}: outside of cases", _first_line(suite.error))
            if run.problem:
                self._annotate(run.unit.path, 1, run.outcome_of_problem, plain(run.problem))

    def _annotate(self, file: str, line: int, title: str, message: str) -> None:
        root = os.environ.get("GITHUB_WORKSPACE", "")
        path = os.path.relpath(file, root) if root and file.startswith(root + os.sep) else shown_path(file)
        self.write(f"::error file={_property(path)},line={line},title={_property(title)}::{_data(message)}\n")


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
