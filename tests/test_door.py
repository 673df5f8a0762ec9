"""The command's door: whose packages are loaded."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.command import Command


@pytest.mark.parametrize("package", ["runtime", "bindings"])
def test_a_package_of_the_same_name_on_the_path_is_somebody_elses(
    package: str, ohosrun: Command, tmp_path: Path
) -> None:
    (tmp_path / "path" / package).mkdir(parents=True)
    (tmp_path / "path" / package / "__init__.py").write_text("raise SystemExit('not mine')")
    run = ohosrun("-e", "console.log('mine')", env={"PYTHONPATH": str(tmp_path / "path")})
    assert (run.returncode, run.stdout, run.stderr) == (0, "mine\n", "")
