"""What --help, --version and a wrong usage print."""

from __future__ import annotations

from runtime.command.arguments import PAGE_FLAGS
from runtime.settings.table import TABLE

VERSION = "0.1.0"

USAGE = """\
usage: ohosrun [options] FILE       run a program (.js, .mjs)
       ohosrun [options] -          read the program from standard input
       ohosrun [options] -e CODE    run CODE
       ohosrun [options] PAGE...    run every JavaScript sample of Markdown pages (.md, .markdown)
       ohosrun serve [--port N]     the example server alone
       ohosrun --explain CODE       what an error code means and what to check
"""


def help_text() -> str:
    """All of --help."""
    lines = [USAGE, "\nRuns HarmonyOS / OpenHarmony JavaScript snippets as they stand.\n\noptions:\n"]
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
