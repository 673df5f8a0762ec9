"""No control character of a test, a name or a file reaches a terminal or begins a line of a report."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest

from tests.command import INSTALLED, Command
from tests.terminal import Terminal

# The screen is cleared, by an escape and by a character of its own; text runs backwards; a line is forged.
HOSTILE = "n\x1b[2J\x9b2J\u202e\x07\nerror: forged"
IN_JS = json.dumps(HOSTILE)
ACTS = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]|^error: forged", re.MULTILINE)

TEST = f"""
import {{ Level, afterAll, beforeAll, describe, expect, it, xit }} from '@ohos/hypium';
export default () => {{
  describe({IN_JS}, () => {{
    it({IN_JS}, 0, () => {{ expect({IN_JS}).assertEqual('another'); }});
    it('throws', 0, () => {{ throw new Error({IN_JS}); }});
    it('named', 0, () => {{ const e = new Error('m'); e.name = {IN_JS}; throw e; }});
    it('passes', 0, () => {{}});
    xit({IN_JS}, 0, () => {{}});
  }});
  describe('hooks', () => {{ beforeAll(() => {{ throw {IN_JS}; }}); it('never', 0, () => {{}}); }});
  describe('last', () => {{ afterAll(() => {{ throw new Error({IN_JS}); }}); it('passes', 0, () => {{}}); }});
}};
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    folder = tmp_path / "project"
    folder.mkdir()
    (folder / f"{HOSTILE}.test.js").write_text(TEST)
    (folder / f"broken {HOSTILE}.test.js").write_text(f"throw new Error({IN_JS});")
    (folder / "unparsed.test.js").write_text(f"const a = '{HOSTILE.replace(chr(10), '')}' 1;")
    return folder


@pytest.mark.parametrize("reporter", ["tree", "compact", "dot", "junit", "tap", "json", "github", "hypium"])
def test_reports(reporter: str, ohosrun: Command, project: Path) -> None:
    run = ohosrun("test", "--reporter", reporter, ".", cwd=project)
    assert run.returncode == 1
    # What an error says on several lines is on several lines in what a device prints.
    told = run.stdout.replace("\nerror: forged", "") if reporter == "hypium" else run.stdout
    for text in (told, run.stderr):
        assert not ACTS.search(text), ACTS.search(text)
    if reporter == "json":
        names = [case["name"] for file in json.loads(run.stdout)["files"] for case in file["cases"]]
        assert HOSTILE in names
    elif reporter == "junit":
        assert any("\x9b2J" in (case.get("name") or "") for case in ElementTree.fromstring(run.stdout).iter("testcase"))


@pytest.mark.parametrize("flags", [["--list"], ["--list", "--json"]])
def test_lists(flags: list[str], ohosrun: Command, project: Path) -> None:
    run = ohosrun("test", *flags, ".", cwd=project)
    for text in (run.stdout, run.stderr):
        assert not ACTS.search(text), ACTS.search(text)


def test_on_a_terminal_only_colours_act(project: Path) -> None:
    with Terminal([INSTALLED, "test", "."], project) as terminal:
        assert terminal.wait(20) == 1
    screen = re.sub("\x1b\\[[0-9;]*m", "", terminal.screen).replace("\r\n", "\n")
    assert "forged" in screen
    assert not ACTS.search(screen), ACTS.search(screen)
