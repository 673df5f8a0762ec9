"""What a shell needs to complete this command: made from the table of settings, so that it knows every flag."""

from __future__ import annotations

from runtime.command.arguments import PAGE_FLAGS, SCREEN_FLAGS, STEP_FLAGS, SUBCOMMANDS
from runtime.settings.table import TABLE, UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

_OTHERS = {"--help": "this text", "--version": "the version", "--explain": "what an error code means"}
# In zsh's and bash's globs alike.
_FILES = ("js", "mjs", "ts", "mts", "ets", "md", "markdown")
_TAKES_PATH = ("path", "paths")


def script_for(shell: str) -> str:
    """The script for `shell`. Raises UsageError for any other than bash, zsh and fish."""
    makers: dict[str, Callable[[], str]] = {"bash": _bash, "zsh": _zsh, "fish": _fish}
    if shell not in makers:
        raise UsageError(f"completion: expected bash, zsh or fish, not {shell!r}")
    return makers[shell]()


def _flags() -> dict[str, tuple[str, str, bool]]:
    """Long flag -> its help, what its value is called ('' for none), whether that is a path."""
    flags = {setting.flag: (setting.help, setting.metavar, setting.kind in _TAKES_PATH) for setting in TABLE}
    flags |= {
        flag: (text, metavar, metavar == "FILE")
        for flag, (metavar, text) in {**PAGE_FLAGS, **STEP_FLAGS, **SCREEN_FLAGS}.items()
    }
    from runtime.testing.options import FLAGS as TEST_FLAGS

    # Those that a page has too, and short ones, are left to what they are elsewhere.
    flags |= {
        flag: (text, "" if metavar.startswith("[") else metavar, metavar == "DIR")
        for flag, (metavar, text) in TEST_FLAGS.items()
        if flag.startswith("--") and flag not in flags
    }
    return flags | {flag: (text, "CODE" if flag == "--explain" else "", False) for flag, text in _OTHERS.items()}


def _bash() -> str:
    flags = _flags()
    paths = "|".join(flag for flag, (_text, _metavar, is_path) in flags.items() if is_path)
    return f"""\
# eval "$(ohosrun completion bash)"
_ohosrun() {{
    local word=${{COMP_WORDS[COMP_CWORD]}} before=${{COMP_WORDS[COMP_CWORD - 1]}}
    case $before in
        {paths}) mapfile -t COMPREPLY < <(compgen -f -- "$word"); return ;;
        completion) mapfile -t COMPREPLY < <(compgen -W "bash zsh fish" -- "$word"); return ;;
        init) mapfile -t COMPREPLY < <(compgen -d -- "$word"); return ;;
    esac
    case $word in
        -*) mapfile -t COMPREPLY < <(compgen -W "{" ".join(flags)}" -- "$word") ;;
        *)
            mapfile -t COMPREPLY < <(compgen -f -X '!*.@({"|".join(_FILES)})' -- "$word"; compgen -d -S / -- "$word")
            if ((COMP_CWORD == 1)); then
                mapfile -t -O "${{#COMPREPLY[@]}}" COMPREPLY < <(compgen -W "{" ".join(SUBCOMMANDS)}" -- "$word")
            fi ;;
    esac
}}
shopt -s extglob
complete -o filenames -F _ohosrun ohosrun
"""


def _zsh() -> str:
    lines = ["#compdef ohosrun", "# ohosrun completion zsh > a folder of $fpath, as _ohosrun", "_arguments \\"]
    for flag, (text, metavar, is_path) in _flags().items():
        described = text.replace("'", "'\\''").replace("[", "\\[").replace("]", "\\]").replace(":", "\\:")
        value = f":{metavar.replace(':', ' ')}:{'_files' if is_path else ''}" if metavar else ""
        lines.append(f"  '{flag}{'=' if metavar else ''}[{described}]{value}' \\")
    words = " ".join(SUBCOMMANDS)
    lines += [f'  \'1: :{{_alternative "commands:command:({words})" "files:file:_files"}}\' \\', "  '*: :_files'"]
    return "\n".join(lines) + "\n"


def _fish() -> str:
    lines = ["# ohosrun completion fish | source"]
    for name, (_operand, text) in SUBCOMMANDS.items():
        lines.append(f"complete -c ohosrun -n __fish_use_subcommand -a {name} -d {_quoted(text)}")
    lines.append("complete -c ohosrun -n '__fish_seen_subcommand_from completion' -f -a 'bash zsh fish'")
    for flag, (text, metavar, is_path) in _flags().items():
        value = "" if not metavar else " -r -F" if is_path else " -x"
        lines.append(f"complete -c ohosrun -l {flag.removeprefix('--')}{value} -d {_quoted(text)}")
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"
