"""`ohosrun init`: a first program, its settings, and what an editor needs to complete it."""

from __future__ import annotations

import os

from runtime.output.diagnostics import EXIT_ERROR, EXIT_OK, shown_path

_FOLDER = os.path.dirname(os.path.abspath(__file__))
FILES = ("main.js", "ohosrun.toml", "jsconfig.json", "ohosrun.d.ts")


def write_project(folder: str) -> tuple[list[str], int]:
    """Write the files into `folder`, which is made if need be; what is there already stays as it is.

    Returns the lines to print, and the exit code.
    """
    lines = []
    try:
        os.makedirs(folder, exist_ok=True)
        for name in FILES:
            path = os.path.join(folder, name)
            with open(os.path.join(_FOLDER, name), encoding="utf-8") as file:
                text = file.read()
            try:
                with open(path, "x", encoding="utf-8", newline="\n") as file:
                    file.write(text)
            except FileExistsError:
                lines.append(f"left alone: {shown_path(os.path.abspath(path))} is there already")
            else:
                lines.append(f"written: {shown_path(os.path.abspath(path))}")
    except OSError as error:
        return [f"error: {folder} cannot be written: {(error.strerror or str(error)).lower()}"], EXIT_ERROR
    return [*lines, f"run it: ohosrun {shown_path(os.path.join(os.path.abspath(folder), FILES[0]))}"], EXIT_OK
