"""The commands of the interactive session: lines that begin with a dot."""

from __future__ import annotations

import os

from runtime.language import source
from runtime.output.safe import printable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from runtime.command.repl.session import InteractiveSession

_HELP = """\
.help            this text
.load FILE       evaluate the lines of a file
.save FILE       write the lines of this session that ran without an error
.trace [LEVEL]   show requests as --trace does: on, headers, body, curl; off
.time            show how long each line takes, or stop to
.exit            end the session, as Ctrl-D does
"""


def run(session: InteractiveSession, line: str) -> None:
    """Carry out the command in `line`."""
    name, _, argument = line.strip().partition(" ")
    argument = argument.strip()
    match name:
        case ".help":
            session.print(_HELP)
        case ".exit":
            session.quit()
        case ".time":
            session.shows_time = not session.shows_time
            session.print(f"the time of each line is {'shown' if session.shows_time else 'not shown any more'}\n")
        case ".trace":
            _trace(session, argument or "on")
        case ".load" | ".save" if not argument:
            session.diagnostics.error_line(f"{name} FILE: which file?")
        case ".load":
            _load(session, argument)
        case ".save":
            _save(session, argument)
        case _:
            session.diagnostics.error_line(f"no such command: {name}; .help lists them")


def _trace(session: InteractiveSession, level: str) -> None:
    if level not in ("on", "off", "headers", "body", "curl"):
        session.diagnostics.error_line(f".trace: expected on, headers, body, curl or off, not {level}")
        return
    session.settings.trace = "" if level == "off" else level


def _load(session: InteractiveSession, path: str) -> None:
    try:
        text = source.read(os.path.expanduser(path))
    except source.SourceError as error:
        session.diagnostics.error_line(error.message)
        return
    session.evaluate(text)


def _save(session: InteractiveSession, path: str) -> None:
    try:
        with open(os.path.expanduser(path), "w", encoding="utf-8", errors="replace") as file:
            file.writelines(line + "\n" for line in session.accepted)
    except OSError as error:
        session.diagnostics.error_line(f"{path} cannot be written: {(error.strerror or str(error)).lower()}")
        return
    session.print(f"{len(session.accepted)} lines written to {printable(path)}\n")
