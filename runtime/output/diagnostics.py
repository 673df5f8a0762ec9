"""How an error, a repair and a device note look on a terminal; the exit codes.

Everything a person reads that is not the program's own output is made here, and goes to stderr.
"""

from __future__ import annotations

import os

from runtime.engine.quickjs import INTERNAL_PREFIX
from runtime.output.lines import at_name, blank, line_of
from runtime.output.safe import printable, printable_lines
from runtime.output.streams import STDERR

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any, Protocol

    from runtime.output.streams import Output

    class Positions(Protocol):
        """From what the engine was given, its text, back to what the person wrote."""

        @property
        def text(self) -> str: ...

        def source(self, line: int, column: int) -> tuple[int, int]: ...


EXIT_OK = 0
EXIT_ERROR = 1
EXIT_USAGE = 2
EXIT_UNSETTLED = 13
EXIT_TIMEOUT = 124
EXIT_INTERRUPTED = 130
EXIT_BROKEN_PIPE = 141

_LONGEST_EXCERPT = 120
_LONGEST_TRACE = 10
_CAUSE_DEPTH = 5

_STYLES = {"error": "1;31", "note": "1;36", "hint": "1;32", "dim": "2", "bold": "1", "caret": "1;31"}


class Frame:
    """One line of a stack trace. Line and column are 1-based."""

    __slots__ = ("column", "file", "function", "line")

    def __init__(self, function: str, file: str, line: int, column: int) -> None:
        self.function = function
        self.file = file
        self.line = line
        self.column = column


def user_frames(stack: str) -> list[Frame]:
    """The frames of `stack` that are in the user's own files, innermost first."""
    frames = []
    for text in stack.split("\n"):
        frame = _parse_frame(text.strip())
        if frame is not None and not frame.file.startswith(INTERNAL_PREFIX):
            frames.append(frame)
    return frames


def _parse_frame(text: str) -> Frame | None:
    """`at function (file:line:column)` or `at file:line:column`; None for native frames."""
    if not text.startswith("at "):
        return None
    function, place = "", text[3:]
    if place.endswith(")"):
        # The first one: ` (` is rare in names of functions and not in names of files, as in `sample (1).js`.
        function, _, place = place[:-1].partition(" (")
    rest, _, column = place.rpartition(":")
    file, _, line = rest.rpartition(":")
    # `<input>` is text that no file has: of eval(), new Function() and JSON.parse().
    if not (file and line.isdigit() and column.isdigit()) or file.startswith("<"):
        return None
    # The engine calls the top level of a file and of a function without a name by these.
    function = "" if function in ("<eval>", "<anonymous>", "<module>") else function
    return Frame(function, file, int(line), int(column))


def shown_path(path: str) -> str:
    """`path` relative to the working directory where it is below it, or not far beside it."""
    if not os.path.isabs(path):
        return path
    try:
        relative = os.path.relpath(path, os.path.realpath(os.getcwd()))
    except (ValueError, OSError):  # Another drive; a working directory that was removed.
        return path
    return relative if not relative.startswith(os.path.join("..", "..")) else path


def _nothing_of(_file: str) -> None:
    return None


def unwritten(output: Output) -> int:
    """The exit code where stdout could not be written to, else EXIT_OK; what is not its reader's doing is said."""
    output.flush()
    if output.problem:
        Diagnostics(output).error_line(f"standard output: {output.problem}")
        return EXIT_ERROR
    return EXIT_BROKEN_PIPE if output.closed else EXIT_OK


class Diagnostics:
    """Prints for one run. `text_of(file)` gives the text of a file for excerpts, or None.

    `positions_of(file)` leads back to that text where the engine was given another, or is None.
    `strict` turns device notes into errors; `failed` says whether one was printed.
    """

    def __init__(
        self,
        output: Output,
        text_of: Callable[[str], str | None] = _nothing_of,
        positions_of: Callable[[str], Positions | None] = _nothing_of,
        *,
        quiet: bool = False,
        strict: bool = False,
    ) -> None:
        self._output = output
        self._text_of = text_of
        self._positions_of = positions_of
        self._quiet = quiet
        self._strict = strict
        self._noted: set[tuple[str, str, int]] = set()
        self.failed = False
        # Message of an error -> what to try, from whoever made the error.
        self.hints: dict[str, str] = {}
        # What the modules know of an error code, and whether a request has made it.
        self.hint_of_code: Callable[[int, bool], str] = lambda _code, _requested: ""
        # The line that says last what went wrong, without colours; ''.
        self.headline = ""

    # Lines ----------------------------------------------------------------------------------------------------

    def _style(self, style: str, text: str) -> str:
        return f"\x1b[{_STYLES[style]}m{text}\x1b[0m" if self._output.styled(STDERR) else text

    def _print(self, *lines: str) -> None:
        self._output.write(STDERR, "".join(line + "\n" for line in lines))

    def _say(self, label: str, text: str) -> None:
        """The first line of an error screen, or its only one."""
        shown = printable_lines(text)
        self.headline = f"{label} {shown.partition(chr(10))[0]}".lstrip()
        self._print(f"{self._style('error', label)} {shown}" if label else shown)

    def error_line(self, message: str) -> None:
        """One line that begins with `error:`."""
        self._say("error:", message)

    def stopped(self, message: str) -> None:
        """The last line of a run that was ended from outside."""
        self._say("stopped:", message)

    def trace(self, line: str, pieces: Sequence[tuple[str, str]] = ()) -> None:
        """A line of --trace, and behind it `pieces`: (SGR parameters, text), coloured where colours are shown."""
        self._output.flush()
        if not self._output.styled(STDERR):
            self._print(line + "".join(printable(text) for _, text in pieces) if pieces else line)
            return
        shown = [f"\x1b[{style or _STYLES['dim']}m{printable(text)}\x1b[0m" for style, text in pieces if text]
        self._print(self._style("dim", line) + "".join(shown))

    def table(self, lines: Sequence[str]) -> None:
        """Lines that stand below each other, the first of them their headings."""
        self._output.flush()
        self._print(self._style("bold", lines[0]), *lines[1:])

    def log_line(self, line: str, style: str) -> None:
        """A line of the program's own log, in `style` (SGR parameters) where colours are shown."""
        text = printable(line)
        self._print(f"\x1b[{style}m{text}\x1b[0m" if self._output.styled(STDERR) else text)

    def screen_line(self, kind: str, text: str) -> None:
        """A line about what a screen does, under a word that says what kind of thing it is; silenced by --quiet."""
        if not self._quiet:
            line = printable(text)
            self._print(self._style("dim", f"{kind:<6} {line}" if kind else line))

    def during(self, what: str) -> None:
        """What the program was doing when the error above happened; '' prints nothing."""
        if what:
            self._print(self._style("dim", f"  {printable(what)}"))

    def information(self, message: str) -> None:
        """A note about what ohosrun did by itself; silenced by --quiet."""
        if not self._quiet:
            self._print(f"{self._style('note', 'note:')} {printable(message)}")

    def device_note(self, topic: str, message: str, stack: str) -> None:
        """A difference between here and a device, once per topic and place; under --strict an error."""
        style, label = ("error", "error:") if self._strict else ("note", "note:")
        if (not self._quiet or self._strict) and self._once(topic, message, stack, style, label):
            self.failed = self.failed or self._strict

    def advice(self, topic: str, message: str, stack: str) -> None:
        """Something to try or to know, once per topic and place; a device does the same."""
        if not self._quiet:
            self._once(topic, message, stack, "hint", "hint:")

    def place_of(self, stack: str) -> tuple[str, str, int, str]:
        """file:line, the line, the column (1-based) and the whole text of the program's innermost place in `stack`."""
        frames = self._frames(stack)
        if not frames:
            return "", "", 0, ""
        place = frames[0]
        text = self._text_of(place.file) or ""
        return f"{shown_path(place.file)}:{place.line}", line_of(text, place.line), place.column, text

    def _once(self, topic: str, message: str, stack: str, style: str, label: str) -> bool:
        """Print a line about a place unless it was printed before; returns whether it was not."""
        frames = self.user_frames(stack)
        place = frames[0] if frames else Frame("", "", 0, 0)
        key = (topic, place.file, place.line)
        if key in self._noted:
            return False
        self._noted.add(key)
        where = f"{shown_path(place.file)}:{place.line}: " if place.file else ""
        if style == "error":
            self._say(label, where + message)
        else:
            self._print(f"{self._style(style, label)} {printable(where + message)}")
        return True

    def implicit_name(self, name: str, made: str, stack: str) -> None:
        """A name that the program uses and does not declare was provided."""
        frames = self.user_frames(stack)
        where = f"{shown_path(frames[0].file)}:{frames[0].line}: " if frames else ""
        declaration = made if made.startswith("import ") else f"let {name} = {made}"
        self.information(f"{where}'{name}' is not declared; provided as the documentation means it: {declaration};")

    def provided(self, file: str, line: int, message: str) -> None:
        """Something that a sample takes for granted was provided."""
        self.information(f"{shown_path(file)}:{line}: {message}")

    def repaired(self, file: str, line: int, column: int, text: str, description: str) -> None:
        """What was changed in a file that the engine refused; `text` is the original."""
        if not self._quiet:
            self._print(
                f"{self._style('note', 'repaired:')} "
                + printable(f"{shown_path(file)}:{line}:{column}: {description}"),
                *self._excerpt(text, line, column),
            )

    # The error screen -----------------------------------------------------------------------------------------

    def problem(self, message: str, place: Frame | None, hint: str = "") -> None:
        """An error that the program cannot catch: it is not valid, or something it needs is not there."""
        self._say("error:", message)
        if place is not None:
            self._print(*self._place(place))
        self._print_hint(hint)

    def failure(self, message: str, lines: list[str], stack: str, hint: str) -> None:
        """The screen of a failed expectation: what it says, `lines` about it, the place in `stack`."""
        self._print(self._style("error", printable_lines(message, "")))
        self._print(*(f"  {self._difference(line)}" for line in lines))
        frames = self._frames(stack)
        if frames:
            self._print(*self._place(frames[0]), *self._trace(frames))
        self._print_hint(hint)

    def _difference(self, line: str) -> str:
        styles = {"-": "hint", "+": "error"}
        return self._style(styles[line[0]], printable(line)) if line[:1] in styles else printable(line)

    def uncaught(
        self,
        description: dict[str, Any],
        request_stack: str,
        *,
        rejection: bool,
        hint: str = "",
        label: str | None = None,
    ) -> None:
        """The screen of an error that nobody caught. `description` is that of errors.js.

        `hint` comes before what is known of errors of this kind. `label` takes the place of the words in front of it.
        """
        if label is None:
            label = "unhandled rejection:" if rejection else "uncaught:"
        self._say(label, description["text"])
        frames = self._frames(description["stack"])
        if frames:
            self._print(*self._place(frames[0]), *self._trace(frames))
        elif request_stack:
            requested = self._frames(request_stack)
            if requested:
                self._print(self._style("dim", "  the request was made here:"))
                self._print(*self._place(requested[0]), *self._trace(requested))
        if description.get("props"):
            self._print(f"  {printable_lines(description['props'])}")
        self._print_nested(description, 0)
        from runtime.output.hints import hint_for

        hint = hint or self.hints.get(description["message"]) or ""
        self._print_hint(hint or hint_for(description, self.hint_of_code, requested=request_stack != ""))

    def _print_nested(self, description: dict[str, Any], depth: int) -> None:
        if depth == _CAUSE_DEPTH:
            return
        nested = [("caused by:", description.get("cause"))]
        nested += [("one of:", error) for error in description.get("errors") or ()]
        for label, inner in nested:
            if inner is not None:
                self._print(f"{self._style('bold', label)} {printable_lines(inner['text'])}")
                self._print(*self._trace(self._frames(inner["stack"])))
                self._print_nested(inner, depth + 1)

    def user_frames(self, stack: str) -> list[Frame]:
        """The frames of `stack` in the person's own files, at the places these have in them."""
        frames = user_frames(stack)
        for frame in frames:
            positions = self._positions_of(frame.file)
            if positions is not None:
                frame.line, frame.column = positions.source(frame.line, frame.column)
        return frames

    def _frames(self, stack: str) -> list[Frame]:
        """The user's frames, each at the name that was called or read.

        The engine points at the parenthesis behind the one and at the dot before the other.
        """
        frames = user_frames(stack)
        for frame in frames[:_LONGEST_TRACE]:
            positions = self._positions_of(frame.file)
            text = positions.text if positions is not None else self._text_of(frame.file)
            line = line_of(text, frame.line) if text is not None else ""
            frame.column = at_name(line, frame.column)
            if positions is not None:
                frame.line, frame.column = positions.source(frame.line, frame.column)
        return frames

    def _print_hint(self, hint: str) -> None:
        if hint:
            self._print(f"{self._style('hint', 'hint:')} {printable(hint)}")

    def _place(self, frame: Frame) -> list[str]:
        lines = [f"  {self._style('dim', 'at')} {printable(shown_path(frame.file))}:{frame.line}:{frame.column}"]
        text = self._text_of(frame.file)
        return lines + self._excerpt(text, frame.line, frame.column) if text is not None else lines

    def _trace(self, frames: list[Frame]) -> list[str]:
        if len(frames) == 1 and not frames[0].function:
            return []  # The place alone says it all.
        lines = [self._trace_line(frame) for frame in frames[:_LONGEST_TRACE]]
        if len(frames) > _LONGEST_TRACE:
            lines.append(self._style("dim", f"    ... {len(frames) - _LONGEST_TRACE} more"))
        return lines

    def _trace_line(self, frame: Frame) -> str:
        place = f"{shown_path(frame.file)}:{frame.line}:{frame.column}"
        where = f"{frame.function} ({place})" if frame.function else place
        return self._style("dim", f"    at {printable(where)}")

    def _excerpt(self, text: str, line: int, column: int) -> list[str]:
        source = line_of(text, line)
        if not source:
            return []
        start = max(0, column - _LONGEST_EXCERPT // 2) if len(source) > _LONGEST_EXCERPT else 0
        piece = printable(source[start : start + _LONGEST_EXCERPT])
        padding = "".join(blank(char) for char in piece[: max(0, column - 1 - start)])
        gutter = f"{line:>5} | "
        return [
            f"{self._style('dim', gutter)}{piece}",
            f"{' ' * (len(gutter) - 2)}{self._style('dim', '|')} {padding}{self._style('caret', '^')}",
        ]

    # Bugs -----------------------------------------------------------------------------------------------------

    def bug(self, error: BaseException, *, debug: bool) -> None:
        """A Python exception where there should be none: it is our fault, and says so."""
        self._say("error:", f"this is a bug in ohosrun: {type(error).__name__}: {error}")
        if debug:
            from traceback import format_exception

            self._print("".join(format_exception(error)).rstrip("\n"))
        else:
            self._print_hint("run again with --debug to see the traceback")
