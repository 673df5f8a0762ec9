"""What the arguments ask for: argv -> Command."""

from __future__ import annotations

from runtime.settings.sources import parse_text
from runtime.settings.table import TABLE, UsageError, flags

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from runtime.settings.table import Setting

# Subcommand -> what may follow it, and its help.
SUBCOMMANDS = {
    "test": ("[PATH...]", "run hypium tests: of the project, or of files and folders"),
    "serve": ("[--port N]", "the example server alone"),
    "init": ("[DIR]", "write a first program, its settings, and what an editor needs"),
    "completion": ("SHELL", "what bash, zsh or fish needs to complete this command"),
}

PAGE_EXTENSIONS = (".md", ".markdown")
# Flag -> what its value is called ('' for a switch) and its help. The flags of pages are no settings of a run.
PAGE_FLAGS = {
    "--only": ("LINE|HEADING", "run the sample at this line, or those whose heading has this in it or matches a glob"),
    "--list": ("", "list the samples, run nothing"),
    "--chain": ("", "run the samples of a page as one program, in order"),
    "--jobs": ("N", "run so many samples at the same time"),
    "--junit": ("FILE", "write a JUnit XML report"),
    "--show-output": ("", "show what samples that pass print, too"),
}
# Flag -> what its value is called ('' for none) and its help: what is done on a screen, in the order given.
STEP_FLAGS = {
    "--tap": ("TARGET", "tap what has this text, #id or type; TARGET[2] is the second"),
    "--type": ("TARGET=TEXT", "type into the input with this text, placeholder or #id"),
    "--fire": ("TARGET.EVENT[=JSON]", "let any other event happen"),
    "--call": ("NAME[(ARGS)]", "call a function of the page, or one that a module exports"),
    "--back": ("", "the back key"),
    "--hide": ("", "to the background"),
    "--show": ("", "back from there"),
    "--close": ("", "close the page"),
}
# The same for how screens are opened and shown.
SCREEN_FLAGS = {
    "--params": ("JSON", "what the page is opened with"),
    "--storage": ("KEY=JSON", "a value of AppStorage"),
    "--follow": ("", "open the pages that the program goes to"),
    "--tree": ("", "print what is on the screen after each step"),
    "--ability": ("FILE", "start this ability first"),
}


class Command:
    """What the arguments ask for.

    `target` is a path, `-` or a subcommand, `operand` what follows the latter; `code` the program of -e; `pages`
    and `tests` are paths; `show` is what to print instead; `steps` and `screen` are the flags of screens with their
    values.
    """

    def __init__(self) -> None:
        self.target = ""
        self.operand = ""
        self.pages: list[str] = []
        self.page_flags: dict[str, str] = {}
        self.tests: list[str] = []
        self.test_flags: dict[str, list[str]] = {}
        self.code: str | None = None
        self.port = 0
        self.show = ""
        self.values: dict[str, Any] = {}
        self.steps: list[tuple[str, str]] = []
        self.screen: dict[str, list[str]] = {}


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
            is_all = remaining[-1:] == ["all"]
            command.show = "all help" if is_all else "help"
            return command
        if argument in ("-V", "--version"):
            command.show = "version"
            return command
        if argument == "--explain":
            command.show, command.target = "explain", _value(argument, remaining)
            return command
        if command.target == "test" and _is_of_test(argument, command, table, remaining):
            continue
        if argument in ("-e", "--eval"):
            command.code = _value(argument, remaining)
        elif argument == "--port":
            command.port = _port(_value(argument, remaining))
        elif argument.partition("=")[0] in PAGE_FLAGS:
            _page_flag(argument, command, remaining)
        elif argument.partition("=")[0] in STEP_FLAGS or argument.partition("=")[0] in SCREEN_FLAGS:
            _screen_flag(argument, command, remaining)
        elif argument.startswith("-") and argument != "-":
            _flag(argument, table, texts, remaining)
        else:
            _target(command, argument)
    by_name = {setting.name: setting for setting in TABLE}
    command.values = {name: parse_text(by_name[name], given, by_name[name].flag) for name, given in texts.items()}
    _check_targets(command)
    return command


def _target(command: Command, argument: str) -> None:
    if command.target == "test":
        command.tests.append(argument)
    elif command.target in ("init", "completion") and not command.operand:
        command.operand = argument
    elif argument.lower().endswith(PAGE_EXTENSIONS):
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
    if command.pages and (command.steps or command.screen):
        flag = f"--{command.steps[0][0]}" if command.steps else next(iter(command.screen))
        raise UsageError(f"{flag} goes with a program, not with a page (.md)")
    if not command.pages and not program:
        raise UsageError("which program?")


def _is_of_test(argument: str, command: Command, table: dict[str, Setting], remaining: list[str]) -> bool:
    """Whether `argument` is a flag of tests; it is taken, with its value."""
    from runtime.testing.options import FLAGS

    name, equals, value = argument.partition("=")
    if argument[:2] in ("-t", "-s") and len(argument) > 2 and not argument.startswith("--"):
        name, equals, value = argument[:2], "=", argument[2:].removeprefix("=")
    if name not in FLAGS:
        if name.startswith("--") and name not in table:
            raise UsageError(f"test has no such option: {name}{_suggestion(name, [*table, *FLAGS])}")
        return False
    metavar = FLAGS[name][0]
    if not metavar and equals:
        raise UsageError(f"{name} takes no value")
    if metavar and not metavar.startswith("[") and not equals:
        value = _value(name, remaining)
    command.test_flags.setdefault(name, []).append(value)
    if name == "-s":
        command.test_flags[name].append(_value(f"-s {value}", remaining))
    return True


def _page_flag(argument: str, command: Command, remaining: list[str]) -> None:
    name, equals, value = argument.partition("=")
    if PAGE_FLAGS[name][0]:
        value = value if equals else _value(name, remaining)
    elif equals:
        raise UsageError(f"{name} takes no value")
    command.page_flags[name] = value


def _screen_flag(argument: str, command: Command, remaining: list[str]) -> None:
    name, equals, value = argument.partition("=")
    if (STEP_FLAGS.get(name) or SCREEN_FLAGS[name])[0]:
        value = value if equals else _value(name, remaining)
    elif equals:
        raise UsageError(f"{name} takes no value")
    if name in STEP_FLAGS:
        command.steps.append((name.removeprefix("--"), value))
    else:
        _check_screen_value(name, value)
        command.screen.setdefault(name, []).append(value)


def _check_screen_value(name: str, value: str) -> None:
    import json

    text = value
    if name == "--storage":
        key, equals, text = value.partition("=")
        if not key or not equals:
            raise UsageError(f"--storage: expected KEY=JSON, not {value!r}")
    elif name != "--params":
        return
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        raise UsageError(f"{name}: not valid JSON: {text!r}") from None


def _flag(argument: str, table: dict[str, Setting], texts: dict[str, list[str]], remaining: list[str]) -> None:
    name, equals, value = argument.partition("=")
    if not name.startswith("--") and len(name) > 2:
        # -DNAME=VALUE
        name, equals, value = argument[:2], "=", argument[2:]
    setting = table.get(name)
    if setting is None:
        raise UsageError(
            f"no such option: {name}{_suggestion(name, [*table, *PAGE_FLAGS, *STEP_FLAGS, *SCREEN_FLAGS])}"
        )
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
    from runtime.output.spelling import nearest

    close = nearest(name.lstrip("-"), [flag.lstrip("-") for flag in known])
    return f" (did you mean --{close}?)" if close else ""
