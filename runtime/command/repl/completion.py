"""What Tab offers: globals, members and modules."""

from __future__ import annotations

from runtime.modules.sdk import KIT_PREFIX, Sdk

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from runtime.modules.contract import Registry

_COMMANDS = (".exit", ".help", ".load", ".save", ".time", ".trace")


def complete(line: str, names_of: Callable[[list[str]], list[str]], registry: Registry) -> list[str]:
    """The words that can stand in place of the last one of `line`, which ends at the cursor.

    `names_of(path)` are the members of a value, found without calling a getter.
    """
    if line.startswith(".") and " " not in line:
        return [command for command in _COMMANDS if command.startswith(line)]
    quote = max(line.rfind("'"), line.rfind('"'))
    if quote >= 0 and line[:quote].rstrip().endswith(("from", "import", "import(")):
        # The delimiters of words are those of code: what stands before the last one stays as it is.
        typed = line[quote + 1 :]
        kept = max(typed.rfind("@"), typed.rfind("/"), typed.rfind(":")) + 1
        kits = [name for name in Sdk(registry.sdk).specifiers() if name.startswith(KIT_PREFIX)]
        return [name[kept:] for name in sorted([*registry.modules, *kits]) if name.startswith(typed)]
    word = line
    for index in range(len(line) - 1, -1, -1):
        if not (line[index].isalnum() or line[index] in "_$."):
            word = line[index + 1 :]
            break
    *path, last = word.split(".")
    if not all(path):
        return []
    prefix = ".".join([*path, ""])
    names = sorted({name for name in names_of(path) if name.startswith(last) and _is_name(name)})
    return [prefix + name for name in names]


def _is_name(text: str) -> bool:
    return text.replace("$", "_").isidentifier()
