"""What --help, --version and a wrong usage print."""

from __future__ import annotations

from runtime.command.arguments import PAGE_FLAGS, SCREEN_FLAGS, STEP_FLAGS, SUBCOMMANDS
from runtime.settings.table import TABLE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from runtime.settings.table import Setting

VERSION = "0.1.0"

# What --help names; the other settings are for --help all.
_EVERYDAY = ("define", "strict", "quiet", "deny", "trace", "time", "timeout", "watch")

_FORMS = {
    "ohosrun": "on a terminal: an interactive session",
    "ohosrun [options] FILE": "run a program (.js, .mjs, .ts, .mts, .ets)",
    "ohosrun [options] PAGE...": "run every sample of Markdown pages (.md, .markdown)",
    "ohosrun [options] -": "read the program from standard input",
    "ohosrun [options] -e CODE": "run CODE",
    **{f"ohosrun {name} {operand}": text for name, (operand, text) in SUBCOMMANDS.items()},
    "ohosrun --explain CODE": "what an error code means and what to check",
}
USAGE = "".join(
    f"{'usage:' if index == 0 else '      '} {form:<28} {text}\n" for index, (form, text) in enumerate(_FORMS.items())
)


def help_text(*, everything: bool) -> str:
    """--help, or --help all for `everything`."""
    lines = [USAGE, "\nRuns HarmonyOS / OpenHarmony code as it stands.\n\noptions:\n"]
    lines += _settings(setting for setting in TABLE if setting.name in _EVERYDAY)
    others = {"-h, --help": "this text", "-V, --version": "the version", "--": "the end of the options"}
    if not everything:
        others["-h, --help"] = "this text; --help all: every option"
        lines += _rows({flag: text for flag, text in others.items() if flag != "--"})
        return "".join(lines)
    lines += _rows(others)
    lines.append("\nmore options:\n")
    lines += _settings(setting for setting in TABLE if setting.name not in _EVERYDAY)
    lines.append(
        "\nEach sample of a page is a run of its own, with a time limit of 10 s where none is set; `ignore` after the\n"
        "language of a sample (```js ignore) skips it. Options for pages:\n"
    )
    lines += _rows({f"    {flag} {metavar}".rstrip(): text for flag, (metavar, text) in PAGE_FLAGS.items()})
    lines.append("\nA program that is a page, a struct or an ability is opened; then these happen, in this order:\n")
    lines += _rows({f"    {flag} {metavar}".rstrip(): text for flag, (metavar, text) in STEP_FLAGS.items()})
    lines.append("\nHow it is opened and shown:\n")
    lines += _rows({f"    {flag} {metavar}".rstrip(): text for flag, (metavar, text) in SCREEN_FLAGS.items()})
    from runtime.testing.options import FLAGS as TEST_FLAGS

    lines.append("\nOptions for tests, behind `test`:\n")
    lines += _rows({
        f"{'    ' * flag.startswith('--')}{flag}{' ' * (metavar[:1] not in ('', '['))}{metavar}": text
        for flag, (metavar, text) in TEST_FLAGS.items()
    })  # fmt: skip
    lines.append(
        "\nEvery other option can be set as OHOSRUN_NAME in the environment and as a key in ohosrun.toml.\n"
        "Exit codes: 0 done; 1 uncaught error, unhandled rejection or invalid JavaScript; 2 wrong usage or no such\n"
        "file; 13 top-level await that can never settle; 124 --timeout; 130 Ctrl-C.\n"
        "A page exits 1 if any sample failed, 2 if there is none to run.\n"
    )
    return "".join(lines)


def _settings(settings: Iterable[Setting]) -> list[str]:
    return _rows({
        f"{setting.short + ', ' if setting.short else '    '}{setting.flag} {setting.metavar}".rstrip(): setting.help
        for setting in settings
    })  # fmt: skip


def _rows(rows: dict[str, str]) -> list[str]:
    return [f"  {name:<30} {text}\n" for name, text in rows.items()]
