"""The command: arguments in, exit code out."""

from __future__ import annotations

# The signal module makes enums of its numbers, which takes longer than starting the engine.
import _signal as signal  # type: ignore[import-not-found]
import os
import sys

from runtime.diagnostics import EXIT_ERROR, EXIT_INTERRUPTED, EXIT_OK, EXIT_USAGE
from runtime.output import STDERR, STDIN, STDOUT, Output
from runtime.settings import TABLE, UsageError, flags, parse_text, resolve

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, NoReturn

    from runtime.program import Program
    from runtime.settings import Setting, Settings
    from runtime.watch_run import Target

VERSION = "0.1.0"
# In MiB. The globals and @ohos.net.http take a third of it.
SMALLEST_HEAP = 1
TRACE_LEVELS = ("", "on", "headers", "body", "curl")

_USAGE = """\
usage: ohosrun [options] FILE       run a program (.js, .mjs)
       ohosrun [options] -          read the program from standard input
       ohosrun [options] -e CODE    run CODE
       ohosrun [options] PAGE...    run every JavaScript sample of Markdown pages (.md, .markdown)
       ohosrun serve [--port N]     the example server alone
       ohosrun --explain CODE       what an error code means and what to check
"""

PAGE_EXTENSIONS = (".md", ".markdown")
# Flag -> what its value is called ('' for a switch) and its help. The flags of pages are no settings of a run.
PAGE_FLAGS = {
    "--only": ("LINE", "run the one sample at this line of the page"),
    "--list": ("", "list the samples, run nothing"),
    "--jobs": ("N", "run so many samples at the same time"),
    "--junit": ("FILE", "write a JUnit XML report"),
    "--show-output": ("", "show what samples that pass print, too"),
}


class Command:
    """What the arguments ask for. `target` is a path, `-` or `serve`; `code` the program of -e; `pages` are paths."""

    def __init__(self) -> None:
        self.target = ""
        self.pages: list[str] = []
        self.page_flags: dict[str, str] = {}
        self.code: str | None = None
        self.port = 0
        self.show = ""
        self.values: dict[str, Any] = {}


def main() -> NoReturn:
    """Run the command of this process's arguments and exit."""
    code = run_command()
    # All is closed by now. Taking the interpreter apart would take as long as the run of many a script.
    os._exit(code)


def run_command() -> int:
    """Run the command of this process's arguments; returns the exit code."""
    if sys.argv[1:] == ["--page-worker"]:
        from runtime.page_jobs import serve

        return serve()
    _open_standard_streams()
    # Until a run takes over, and when it is over: what is loaded and closed then has no state to lose.
    signal.signal(signal.SIGINT, _quit)
    try:
        command = parse(sys.argv[1:])
        if command.show:
            _write(STDOUT, _shown(command))
            return EXIT_OK
        return _run(command)
    except UsageError as error:
        _write(STDERR, f"error: {error}\n{_USAGE}       ohosrun --help            all options\n")
        return EXIT_USAGE
    except Exception as error:  # noqa: BLE001 - whatever it is, it is our fault, and said to be
        return report_bug(error, debug="--debug" in sys.argv or bool(os.environ.get("OHOSRUN_DEBUG")))


def report_bug(error: Exception, *, debug: bool) -> int:
    """Say that ohosrun itself has failed, with the traceback if `debug`; returns the exit code."""
    from runtime.diagnostics import Diagnostics

    Diagnostics(Output(os.environ), lambda _file: None).bug(error, debug=debug)
    return EXIT_ERROR


def _open_standard_streams() -> None:
    """A stream that was closed by whoever started us leads nowhere; else the next socket would take its place."""
    for stream in (STDIN, STDOUT, STDERR):
        try:
            os.fstat(stream)
        except OSError:
            os.open(os.devnull, os.O_RDWR)


def _quit(_signal: int, _frame: object) -> None:
    _write(STDERR, "stopped: interrupted\n")
    os._exit(EXIT_INTERRUPTED)


def _write(stream: int, text: str) -> None:
    output = Output(os.environ)
    output.write(stream, text)
    output.flush()


def parse(arguments: list[str]) -> Command:
    """The command that `arguments` ask for. Raises UsageError."""
    command = Command()
    table = flags()
    texts: dict[str, list[str]] = {}
    remaining = list(reversed(arguments))
    while remaining:
        argument = _separated(remaining.pop(), remaining)
        if argument == "--":
            while remaining:
                _target(command, remaining.pop())
            break
        if argument in ("-h", "--help"):
            command.show = "help"
            return command
        if argument in ("-V", "--version"):
            command.show = "version"
            return command
        if argument == "--explain":
            command.show, command.target = "explain", _value(argument, remaining)
            return command
        if argument in ("-e", "--eval"):
            command.code = _value(argument, remaining)
        elif argument == "--port":
            command.port = _port(_value(argument, remaining))
        elif argument.partition("=")[0] in PAGE_FLAGS:
            _page_flag(argument, command, remaining)
        elif argument.startswith("-") and argument != "-":
            _flag(argument, table, texts, remaining)
        else:
            _target(command, argument)
    by_name = {setting.name: setting for setting in TABLE}
    command.values = {name: parse_text(by_name[name], given, by_name[name].flag) for name, given in texts.items()}
    _check_targets(command)
    return command


def _target(command: Command, argument: str) -> None:
    if argument.lower().endswith(PAGE_EXTENSIONS):
        command.pages.append(argument)
    elif command.target:
        raise UsageError(f"one program at a time: {command.target} and {argument}")
    else:
        command.target = argument


def _separated(argument: str, remaining: list[str]) -> str:
    """`argument` without its value, which is then the next one: --port=1 and -eCODE."""
    name, equals, value = argument.partition("=")
    if equals and name in ("--eval", "--explain", "--port"):
        remaining.append(value)
        return name
    if argument.startswith("-e") and argument != "-e":
        remaining.append(argument[2:])
        return "-e"
    return argument


def _check_targets(command: Command) -> None:
    if command.target and command.code is not None:
        raise UsageError(f"either -e CODE or {command.target}")
    program = command.target or ("-e CODE" if command.code is not None else "")
    if command.port and command.target != "serve":
        raise UsageError("--port goes with serve")
    if command.pages and program:
        raise UsageError(f"either pages or a program: {command.pages[0]} and {program}")
    if command.page_flags and not command.pages:
        raise UsageError(f"{next(iter(command.page_flags))} goes with a page (.md)")
    if not command.pages and not program:
        raise UsageError("which program?")


def _page_flag(argument: str, command: Command, remaining: list[str]) -> None:
    name, equals, value = argument.partition("=")
    if PAGE_FLAGS[name][0]:
        value = value if equals else _value(name, remaining)
    elif equals:
        raise UsageError(f"{name} takes no value")
    command.page_flags[name] = value


def _flag(argument: str, table: dict[str, Setting], texts: dict[str, list[str]], remaining: list[str]) -> None:
    name, equals, value = argument.partition("=")
    if not name.startswith("--") and len(name) > 2:
        # -DNAME=VALUE
        name, equals, value = argument[:2], "=", argument[2:]
    setting = table.get(name)
    if setting is None:
        raise UsageError(f"no such option: {name}{_suggestion(name, [*table, *PAGE_FLAGS])}")
    if setting.kind == "switch":
        value = value if equals else "true"
    elif setting.optional:
        value = value if equals else setting.optional
    elif not equals:
        value = _value(name, remaining)
    texts.setdefault(setting.name, []).append(value)


def _value(flag: str, remaining: list[str]) -> str:
    if not remaining:
        raise UsageError(f"{flag} needs a value")
    return remaining.pop()


def _port(text: str) -> int:
    if not text.isdigit() or int(text) > 65535:
        raise UsageError(f"--port: expected 0 to 65535, not {text!r}")
    return int(text)


def _suggestion(name: str, known: list[str]) -> str:
    from runtime.modules import nearest

    close = nearest(name, known)
    return f" (did you mean {close}?)" if close else ""


def _run(command: Command) -> int:
    if command.target == "serve":
        return _serve(command)
    if command.pages:
        return _run_pages(command)
    from runtime.source import SourceError

    try:
        os.getcwd()
    except OSError:
        raise UsageError("the working directory is gone") from None
    folder = os.getcwd() if command.code is not None or command.target == "-" else os.path.dirname(command.target)
    settings = resolve(command.values, os.environ, folder)
    check(settings)
    if settings.watch:
        if os.path.isfile(command.target):
            return _watch_program(command, settings)
        # What is missing or a folder is refused below as without --watch.
        is_stream = os.path.exists(command.target) and not os.path.isdir(command.target)
        if command.code is not None or command.target == "-" or is_stream:
            raise UsageError("--watch needs a program in a file")
    output = Output(os.environ, no_color=settings.no_color)
    try:
        program = _program(command)
    except SourceError as error:
        output.write(STDERR, f"error: {error.message}\n")
        return EXIT_USAGE
    if not program.text.strip() and command.code is None and not settings.quiet:
        output.write(STDERR, f"note: {'standard input' if command.target == '-' else command.target} is empty\n")
    from runtime.session import run

    return run(program, settings, output)


def _watch(target: Target, settings: Settings) -> int:
    for folder in settings.watch_path:
        if not os.path.isdir(folder):
            raise UsageError(f"--watch-path: no such folder: {folder}")
    from runtime.watch import watch

    return watch(target, os.environ)


def _watch_program(command: Command, settings: Settings) -> int:
    from runtime.watch_run import ProgramTarget

    def settings_now() -> Settings:
        settings = resolve(command.values, os.environ, os.path.dirname(command.target))
        check(settings)
        return settings

    return _watch(ProgramTarget(command.target, settings_now), settings)


def _run_pages(command: Command) -> int:
    from runtime.pages import PageOptions, run_pages

    def settings_for(path: str) -> Settings:
        settings = resolve(command.values, os.environ, os.path.dirname(path))
        check(settings)
        return settings

    settings = settings_for(command.pages[0])
    if settings.watch and all(map(os.path.isfile, command.pages)):
        from runtime.watch_pages import PagesTarget

        return _watch(PagesTarget(command.pages, PageOptions(command.page_flags), settings_for), settings)
    # Unlike a single program, pages have something to say and to end when they are interrupted.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    return run_pages(command.pages, PageOptions(command.page_flags), settings_for, os.environ)


def check(settings: Settings) -> None:
    """Raises UsageError for values that are well-formed and cannot work."""
    if settings.cacert and not os.path.isfile(settings.cacert):
        raise UsageError(f"--cacert: no such file: {settings.cacert}")
    if settings.trace not in TRACE_LEVELS:
        raise UsageError(f"--trace: expected headers, body or curl, not {settings.trace!r}")
    if 0 < settings.memory_limit < SMALLEST_HEAP:
        limit = f"{settings.memory_limit:g}"
        raise UsageError(f"--memory-limit: at least {SMALLEST_HEAP} MiB, or 0 for no limit, not {limit}")
    for entry in settings.resolve:
        if entry.count(":") < 2:
            raise UsageError(f"--resolve: expected HOST:PORT:ADDR, not {entry!r}")


def _program(command: Command) -> Program:
    from runtime.program import program_from_file, program_from_text
    from runtime.source import decode

    if command.code is not None:
        # What is not UTF-8 in an argument reaches us as lone surrogates.
        return program_from_text(decode(os.fsencode(command.code), "the program of -e"), "[eval]")
    if command.target == "-":
        with open(STDIN, "rb", closefd=False) as stdin:
            return program_from_text(decode(stdin.read(), "standard input"), "[stdin]")
    return program_from_file(command.target)


def _serve(command: Command) -> int:
    from runtime.example_server import serve
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
    if command.show == "help":
        return _help()
    if command.show == "version":
        return f"ohosrun {VERSION}\n"
    from bindings.net_http.explanations import EXPLANATIONS, explain

    text = explain(int(command.target)) if command.target.isdecimal() else None
    if text is None:
        known = ", ".join(str(code) for code in sorted(EXPLANATIONS))
        raise UsageError(f"--explain: no such code: {command.target}; the codes are {known}")
    return text


def _help() -> str:
    lines = [_USAGE, "\nRuns HarmonyOS / OpenHarmony JavaScript snippets as they stand.\n\noptions:\n"]
    for setting in TABLE:
        short = f"{setting.short}, " if setting.short else "    "
        value = f" {setting.metavar}" if setting.metavar else ""
        lines.append(f"  {short}{setting.flag + value:<26} {setting.help}\n")
    for flag, text in (("-h, --help", "this text"), ("-V, --version", "the version"), ("--", "the end of the options")):
        lines.append(f"  {flag:<30} {text}\n")
    lines.append(
        "\nEach sample of a page is a run of its own, with a time limit of 10 s where none is set; `ignore` after the\n"
        "language of a sample (```js ignore) skips it. Options for pages:\n"
    )
    for flag, (metavar, text) in PAGE_FLAGS.items():
        lines.append(f"      {(flag + ' ' + metavar).rstrip():<26} {text}\n")
    lines.append(
        "\nEvery other option can be set as OHOSRUN_NAME in the environment and as a key in ohosrun.toml.\n"
        "Exit codes: 0 done; 1 uncaught error, unhandled rejection or invalid JavaScript; 2 wrong usage or no such\n"
        "file; 13 top-level await that can never settle; 124 --timeout; 130 Ctrl-C.\n"
        "A page exits 1 if any sample failed, 2 if there is none to run.\n"
    )
    return "".join(lines)


if __name__ == "__main__":
    main()
