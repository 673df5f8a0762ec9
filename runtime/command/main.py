"""The command: arguments in, exit code out."""

from __future__ import annotations

# The signal module makes enums of its numbers, which takes longer than starting the engine.
import _signal as signal  # type: ignore[import-not-found]
import os
import sys

from bindings.registry import REGISTRY
from runtime.bundle import keep
from runtime.command.arguments import SUBCOMMANDS, parse
from runtime.output.diagnostics import EXIT_ERROR, EXIT_INTERRUPTED, EXIT_OK, EXIT_USAGE, unwritten
from runtime.output.safe import printable_lines
from runtime.output.streams import STDERR, STDIN, STDOUT, Output
from runtime.settings.sources import resolve
from runtime.settings.table import ConfigurationError, UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import NoReturn

    from runtime.command.arguments import Command
    from runtime.modules.contract import Registry
    from runtime.run.program import Program
    from runtime.settings.table import Settings
    from runtime.watch.run import Target

# A word that begins as a subcommand does for so many letters is taken for that one.
_ABBREVIATION = 4


def main() -> NoReturn:
    """Run the command of this process's arguments and exit."""
    code = run_command()
    keep()
    # All is closed by now. Taking the interpreter apart would take as long as the run of many a script.
    os._exit(code)


def run_command() -> int:
    """Run the command of this process's arguments; returns the exit code."""
    if sys.argv[1:] == ["--page-worker"]:
        from runtime.documents.worker import serve

        return serve(_registry())
    if sys.platform == "win32":
        from runtime.output.console import kernel32, prepare

        prepare(kernel32())
        _heed_ctrl_break()
    # Until a run takes over, and when it is over: what is loaded and closed then has no state to lose.
    signal.signal(signal.SIGINT, _quit)
    try:
        if not sys.argv[1:] and os.isatty(STDIN) and os.isatty(STDOUT):
            return _interactive()
        command = parse(sys.argv[1:])
        if command.show:
            return _write(STDOUT, _shown(command))
        return _run(command)
    except UsageError as error:
        from runtime.command.help import USAGE

        usage = f"{USAGE}       ohosrun --help            all options\n" if error.shows_usage else ""
        _write(STDERR, f"error: {printable_lines(str(error))}\n{usage}")
        return EXIT_USAGE
    except Exception as error:  # noqa: BLE001 - whatever it is, it is our fault, and said to be
        return report_bug(error, debug="--debug" in sys.argv or bool(os.environ.get("OHOSRUN_DEBUG")))


def _interactive() -> int:
    from runtime.command.repl.session import start

    settings = resolve({}, os.environ, os.getcwd())
    return start(settings, os.environ, _registry())


def report_bug(error: Exception, *, debug: bool) -> int:
    """Say that ohosrun itself has failed, with the traceback if `debug`; returns the exit code."""
    from runtime.output.diagnostics import Diagnostics

    Diagnostics(Output(os.environ), lambda _file: None).bug(error, debug=debug)
    return EXIT_ERROR


def _heed_ctrl_break() -> None:
    from runtime.run.interrupts import as_interrupt

    number = getattr(signal, "SIGBREAK", None)
    if number is not None:
        signal.signal(number, as_interrupt)


def _quit(_signal: int, _frame: object) -> None:
    _write(STDERR, "stopped: interrupted\n")
    os._exit(EXIT_INTERRUPTED)


def _write(stream: int, text: str) -> int:
    """Returns the exit code of what had only this to say."""
    output = Output(os.environ)
    output.write(stream, text)
    return unwritten(output)


def _run(command: Command) -> int:
    try:
        os.getcwd()
    except OSError:
        raise ConfigurationError("the working directory is gone") from None
    if command.target == "test":
        return _run_tests(command)
    if command.target in SUBCOMMANDS:
        return _run_subcommand(command)
    if command.pages:
        return _run_pages(command)
    folder = os.getcwd() if command.code is not None or command.target == "-" else os.path.dirname(command.target)
    settings = resolve(command.values, os.environ, folder)
    if settings.watch:
        if os.path.isfile(command.target):
            return _watch_program(command, settings)
        # What is missing or a folder is refused below as without --watch.
        is_stream = os.path.exists(command.target) and not os.path.isdir(command.target)
        if command.code is not None or command.target == "-" or is_stream:
            raise UsageError("--watch needs a program in a file")
    output = Output(os.environ, no_color=settings.no_color)
    if settings.timeout:
        from runtime.run.limited import run_limited

        # From here on, so that reading the program counts.
        return run_limited(output, settings.timeout, lambda: _run_program(command, settings, output))
    return _run_program(command, settings, output)


def _run_program(command: Command, settings: Settings, output: Output) -> int:
    from runtime.language.source import SourceError

    try:
        program = _program(command, settings.lang)
    except SourceError as error:
        output.write(STDERR, f"error: {printable_lines(error.message + _meant(command))}\n")
        return EXIT_USAGE
    if not program.text.strip() and command.code is None and not settings.quiet:
        output.write(STDERR, f"note: {'standard input' if command.target == '-' else command.target} is empty\n")
    from runtime.run.session import run

    return run(program, settings, output, _registry(command))


def _registry(command: Command | None = None) -> Registry:
    """The native modules, and what is to be done on screens."""
    from runtime.screens import Door, Step

    door = Door()
    if command is not None:
        door.steps = [Step(kind, text) for kind, text in command.steps]
        screen = command.screen
        door.params = screen.get("--params", [""])[-1]
        door.storage = dict(pair.split("=", 1) for pair in screen.get("--storage", ()))
        door.follow = "--follow" in screen
        door.tree = "--tree" in screen
        door.ability = screen.get("--ability", [""])[-1]
    return REGISTRY.with_door(door)


def _meant(command: Command) -> str:
    """What a word that is no file may have been meant to be."""
    if os.path.exists(command.target) or "." in command.target or os.sep in command.target:
        return ""
    from runtime.output.spelling import nearest

    close = nearest(command.target, SUBCOMMANDS) or next(
        (name for name in SUBCOMMANDS if command.target[:_ABBREVIATION] == name[:_ABBREVIATION]), ""
    )
    return f" (did you mean: ohosrun {close}?)" if close else ""


def _run_subcommand(command: Command) -> int:
    if command.target == "serve":
        return _serve(command)
    if command.target == "completion":
        from runtime.command.completion import script_for

        return _write(STDOUT, script_for(command.operand))
    from runtime.command.starter import write_project

    lines, code = write_project(command.operand or ".")
    return _write(STDOUT if code == EXIT_OK else STDERR, "".join(line + "\n" for line in lines)) or code


def _watch(command: Command, target: Target, settings: Settings) -> int:
    from runtime.watch.watcher import watch

    return watch(target, os.environ, _registry(command))


def _watch_program(command: Command, settings: Settings) -> int:
    from runtime.watch.run import ProgramTarget

    def settings_now() -> Settings:
        return resolve(command.values, os.environ, os.path.dirname(command.target))

    return _watch(command, ProgramTarget(command.target, settings_now), settings)


def _run_pages(command: Command) -> int:
    from runtime.documents.pages import PageOptions, run_pages

    def settings_for(path: str) -> Settings:
        return resolve(command.values, os.environ, os.path.dirname(path))

    settings = settings_for(command.pages[0])
    if settings.watch and all(map(os.path.isfile, command.pages)):
        from runtime.watch.pages import PagesTarget

        return _watch(command, PagesTarget(command.pages, PageOptions(command.page_flags), settings_for), settings)
    # Unlike a single program, pages have something to say and to end when they are interrupted.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    return run_pages(command.pages, PageOptions(command.page_flags), settings_for, os.environ, _registry(command))


def _run_tests(command: Command) -> int:
    from runtime.testing.options import TestOptions
    from runtime.testing.run import run_tests

    def settings_for(folder: str) -> Settings:
        # What a test asks of the world outside is for another kind of test.
        return resolve(command.values, os.environ, folder, {"net": "loopback"})

    options = TestOptions(command.test_flags)
    settings = settings_for(os.getcwd())
    if settings.watch:
        from runtime.watch.tests import TestsTarget

        return _watch(command, TestsTarget(command.tests, options, settings_for), settings)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    return run_tests(command.tests, options, settings_for, os.environ, _registry())


def _program(command: Command, lang: str) -> Program:
    from runtime.language.source import decode, read_bytes
    from runtime.run.program import program_from_file, program_from_text

    if command.code is not None:
        # What is not UTF-8 in an argument reaches us as lone surrogates.
        return program_from_text(decode(os.fsencode(command.code), "the program of -e"), "[eval]", lang)
    if command.target == "-":
        with open(STDIN, "rb", closefd=False) as stdin:
            return program_from_text(decode(read_bytes(stdin, "standard input"), "standard input"), "[stdin]", lang)
    return program_from_file(command.target)


def _serve(command: Command) -> int:
    from runtime.example_server.server import serve
    from runtime.loop import Loop

    def ready(url: str) -> None:
        _write(STDERR, f"example server: {url} (Ctrl-C ends it)\n")

    loop = Loop()
    signal.signal(signal.SIGINT, lambda _signal, _frame: loop.stop())
    signal.set_wakeup_fd(loop.wake_fd(), warn_on_full_buffer=False)
    try:
        serve(loop, command.port, on_ready=ready)
    except OSError as error:
        _write(STDERR, f"error: port {command.port}: {error.strerror}\n")
        return EXIT_ERROR
    finally:
        signal.set_wakeup_fd(-1)
        loop.close()
    return EXIT_INTERRUPTED


def _shown(command: Command) -> str:
    """What --help, --version or --explain prints. Raises UsageError."""
    if command.show != "explain":
        from runtime.command.help import VERSION, help_text

        return f"ohosrun {VERSION}\n" if command.show == "version" else help_text(everything=command.show != "help")
    try:
        return REGISTRY.explanation(int(command.target) if command.target.isdecimal() else -1)
    except LookupError as error:
        raise UsageError(f"--explain: no such code: {command.target}; the codes are {error.args[0]}") from None
