"""A report of samples in the XML that CI systems read (JUnit's, as written by Ant and read by Jenkins and GitLab)."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree

from runtime.documents.report import FAILED, SKIPPED, UNCLEAR
from runtime.documents.runs import plain
from runtime.output.streams import STDERR, STDOUT

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from runtime.documents.report import Result

# XML 1.0, section 2.2: what a document may not contain in any form.
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def junit_xml(pages: Iterable[tuple[str, list[Result]]]) -> bytes:
    """The report: a test suite per page, a test case per sample, in UTF-8."""
    root = ElementTree.Element("testsuites", name="ohosrun")
    everything: list[Result] = []
    for page, results in pages:
        everything += results
        suite = ElementTree.SubElement(root, "testsuite", {"name": _text(page), **_counts(results)})
        for result in results:
            _add_case(suite, result)
    root.attrib.update(_counts(everything))
    ElementTree.indent(root)
    return bytes(ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)) + b"\n"


def _counts(results: list[Result]) -> dict[str, str]:
    return {
        "tests": str(len(results)),
        "failures": str(sum(result.outcome == FAILED for result in results)),
        "errors": "0",
        "skipped": str(sum(result.outcome in (SKIPPED, UNCLEAR) for result in results)),
        "time": f"{sum(result.seconds for result in results):.3f}",
    }


def _add_case(suite: ElementTree.Element, result: Result) -> None:
    sample = result.sample
    case = ElementTree.SubElement(
        suite,
        "testcase",
        classname=_text(sample.page),
        # With the line, because samples that begin alike have to be told apart.
        name=_text(f"line {sample.line}: {sample.title}".removesuffix(": ")),
        file=_text(sample.page),
        line=str(sample.line),
        time=f"{result.seconds:.3f}",
    )
    run = result.run
    if run is None:
        ElementTree.SubElement(case, "skipped", message=_text(result.reason))
        return
    written = {
        stream: _text(plain("".join(text for at, text in run.pieces if at == stream))) for stream in (STDOUT, STDERR)
    }
    if result.outcome == FAILED:
        failure = ElementTree.SubElement(case, "failure", message=_text(result.reason), type="failure")
        failure.text = written[STDERR]
    for name, text in (("system-out", written[STDOUT]), ("system-err", written[STDERR])):
        if text:
            ElementTree.SubElement(case, name).text = text


def _text(text: str) -> str:
    return _NOT_XML.sub("\N{REPLACEMENT CHARACTER}", text)
