"""A screen opened in this process: files, steps as on the command line, and the lines that came of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from runtime.screens import Door, Step
from tests.runtime.run.running_program import run_files


@dataclass(frozen=True)
class Screen:
    """What a run left behind: exit code, what the program printed, the lines about the screen without padding."""

    code: int
    printed: list[str]
    errors: str

    @property
    def lines(self) -> list[str]:
        return self.errors.splitlines()

    def of(self, kind: str) -> list[str]:
        """The texts of the lines of one kind: page, run, state, toast, route, try, call."""
        return [line[7:] for line in self.lines if line.startswith(f"{kind:<6} ")]

    @property
    def tree(self) -> list[str]:
        """The lines that are of no kind: those of --tree."""
        kinds = ("page", "run", "state", "toast", "route", "dialog", "step", "try", "call", "element", "app", "ability")
        return [line for line in self.lines if line.split(" ")[0] not in (*kinds, "note:", "error:")]


def open_screen(
    folder: Path,
    files: Mapping[str, str],
    *steps: str,
    entry: str = "",
    tree: bool = False,
    follow: bool = False,
    params: str = "",
    storage: Mapping[str, str] | None = None,
    ability: str = "",
    limit: float = 30.0,
    **settings: Any,
) -> Screen:
    """Run `entry`, by default the first of `files`, with steps such as `tap Login`."""
    door = Door()
    for text in steps:
        kind, _, value = text.partition(" ")
        door.steps.append(Step(kind, value))
    door.tree, door.follow, door.params, door.ability = tree, follow, params, ability
    door.limit = limit
    door.storage = dict(storage or {})
    outcome = run_files(folder, files, entry or next(iter(files)), door=door, **settings)
    return Screen(outcome.code, outcome.stdout.splitlines(), outcome.stderr)
