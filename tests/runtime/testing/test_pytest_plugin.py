"""`pytest --ohosrun` in a process of its own, with and without pytest-xdist."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.command import Command
from tests.runtime.testing.test_command import MIXED, of

PAGE = "# Page\n\n```js\nconsole.log('sample');\n```\n\n```js\nthrow new Error('broken');\n```\n"


@pytest.mark.parametrize("distribution", [(), ("-n", "2", "--dist", "loadfile")])
def test_cases_and_samples_are_items(tmp_path: Path, distribution: tuple[str, ...]) -> None:
    (tmp_path / "pytest.ini").write_text("[pytest]\n")
    (tmp_path / "a.test.js").write_text(of("A", "    xit('later', 0, () => {});\n"))
    (tmp_path / "m.test.ts").write_text(MIXED)
    (tmp_path / "page.md").write_text(PAGE)
    command = Command(tmp_path, (sys.executable, "-m", "pytest", "-p", "no:cacheprovider"))
    plugin = () if _is_installed() else ("-p", "runtime.command.pytest_plugin")
    run = command(*plugin, "--ohosrun", "-q", *distribution)
    assert "4 failed, 3 passed, 1 skipped" in run.stdout
    assert "+ actual:   { a: [ 1 ] }" in run.stdout and "uncaught: Error: broken" in run.stdout
    run = command(*plugin, "--ohosrun", "-q", "-k", "passes and Mixed")
    assert run.returncode == 0 and "1 passed" in run.stdout
    assert command(*plugin, "-q").returncode == 5


def test_loops_inside_the_engine_are_ended(tmp_path: Path) -> None:
    loop = "[].indexOf.call({ length: 2 ** 53 - 1 }, 1);"
    (tmp_path / "pytest.ini").write_text("[pytest]\n")
    (tmp_path / "ohosrun.toml").write_text("timeout = 0.5\n[test]\ntimeout = 100\n")
    (tmp_path / "a.test.js").write_text(of("A", f"    it('hangs', 0, () => {{ {loop} }});\n"))
    (tmp_path / "page.md").write_text(f"```js\n{loop}\n```\n\n```js\nconsole.log(1);\n```\n")
    command = Command(tmp_path, (sys.executable, "-m", "pytest", "-p", "no:cacheprovider"))
    plugin = () if _is_installed() else ("-p", "runtime.command.pytest_plugin")
    run = command(*plugin, "--ohosrun", "-q")
    assert "2 failed, 2 passed" in run.stdout
    assert "inside of the engine, and its process was ended" in run.stdout
    assert "stopped: still running after 0.5 s (--timeout)" in run.stdout


def _is_installed() -> bool:
    from importlib.metadata import entry_points

    return any(entry.name == "ohosrun" for entry in entry_points(group="pytest11"))
