"""The flags of screens: in the order given, checked before anything runs, and only with a program."""

from __future__ import annotations

from pathlib import Path

import pytest

from runtime.command.arguments import SCREEN_FLAGS, STEP_FLAGS, parse
from runtime.settings.table import UsageError
from tests.command import Command

DOCUMENT = (Path(__file__).parents[3] / "docs" / "command-line.md").read_text("utf-8")


def test_steps_keep_their_order() -> None:
    command = parse(["a.js", "--type", "name=Ann", "--tap=Go", "--back", "--tap", "Go", "--call", "load(1)"])
    assert command.steps == [("type", "name=Ann"), ("tap", "Go"), ("back", ""), ("tap", "Go"), ("call", "load(1)")]
    assert command.target == "a.js"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["a.js", "--tap"], "--tap needs a value"),
        (["a.js", "--back=1"], "--back takes no value"),
        (["a.js", "--params", "{"], "--params: not valid JSON"),
        (["a.js", "--storage", "user"], "--storage: expected KEY=JSON"),
        (["a.js", "--storage", "user=x"], "--storage: not valid JSON"),
        (["page.md", "--tap", "Go"], "--tap goes with a program"),
        (["page.md", "--tree"], "--tree goes with a program"),
        (["a.js", "--tapp", "Go"], "did you mean --tap?"),
    ],
)
def test_wrong_usage(arguments: list[str], message: str) -> None:
    with pytest.raises(UsageError) as caught:
        parse(arguments)
    assert message in str(caught.value)


@pytest.mark.parametrize("flag", [*STEP_FLAGS, *SCREEN_FLAGS])
def test_every_flag_is_documented(flag: str) -> None:
    assert f"`{flag}" in DOCUMENT


def test_structs_of_a_document_are_opened(tmp_path: Path, ohosrun: Command) -> None:
    sample = (
        "@Entry\n@Component\nstruct Index {\n  aboutToAppear() { console.log('opened') }\n  build() { Text('x') }\n}"
    )
    page = tmp_path / "page.md"
    page.write_text(f"# Page\n\n```ets\n{sample}\n```\n", "utf-8")
    run = ohosrun("--show-output", page)
    assert run.returncode == 0
    assert "opened" in run.stdout
