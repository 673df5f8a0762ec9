"""Local files: which one a path means, and how it is given to the engine."""

from __future__ import annotations

import os
import sys

from runtime.modules import paths
from runtime.modules.errors import ModuleError, quote, shown

# In the order in which they are tried.
EXTENSIONS = (".ets", ".ts", ".mts", ".js", ".mjs", ".json")
INDEXES = tuple(index + extension for index in ("Index", "index") for extension in EXTENSIONS[:-1])
# For a bundle of the whole package, whatever its own name is.
_DECLARED_BY = ("index", "Index")


class Files:
    """The local files that a run looks for. `asked` are all of them, also those that do not exist.

    `folders` are real paths: what is found is below one of them, by its real path. None: anywhere.
    """

    def __init__(self, folders: tuple[str, ...] | None = None) -> None:
        self._folders = folders
        self.asked: list[str] = []

    def find_within(self, name: str) -> str | None:
        """As `find`. Raises ModuleError for what is not below one of the folders."""
        # Before it is looked for, too: whether there is such a file is no business of a page's, either.
        folder, file = os.path.split(os.path.normpath(name))
        if self._is_within(os.path.join(os.path.realpath(folder), file)):
            path = self.find(name)
            if path is None or self._is_within(path):
                return path
        hint = "--allow-import DIR lets the samples of a page import from DIR, too"
        raise ModuleError(name, f"{shown(name)} is outside of the page's folder", hint)

    def _is_within(self, path: str) -> bool:
        folders = self._folders
        return folders is None or any(paths.is_below(path, folder) for folder in folders)

    def find(self, name: str) -> str | None:
        """The real path of the file that `name` means, as HarmonyOS projects mean it: the extension may be left out."""
        # As in a URL: `x/..` is nothing, whether or not there is a folder x.
        name = os.path.normpath(name)
        indexes = [os.path.join(name, index) for index in INDEXES]
        for candidate in [name, *(name + extension for extension in EXTENSIONS), *indexes]:
            self.asked.append(candidate)
            if os.path.isfile(candidate) and _has_this_case(candidate) and not paths.is_device(candidate):
                return paths.module_name(os.path.realpath(candidate))
        return None


def missing(name: str) -> ModuleError:
    """The error for a path at which there is nothing."""
    folder = os.path.dirname(name)
    if os.path.isdir(name):
        return ModuleError(name, f"{shown(name)} is a folder without an Index.ets or index.js")
    if not os.path.isdir(folder):
        return ModuleError(name, f"no such file: {shown(name)} (there is no folder {shown(folder)})")
    base = os.path.basename(name)
    entries = [entry for entry in os.listdir(folder) if entry.endswith(EXTENSIONS)]
    other_case = [entry for entry in entries if base.lower() in (entry.lower(), os.path.splitext(entry)[0].lower())]
    if other_case:
        hint = f"it is called '{other_case[0]}': a device tells upper case from lower case"
        return ModuleError(name, f"no such file: {shown(name)}", hint)
    from runtime.output.spelling import nearest

    close = nearest(base, entries)
    return ModuleError(name, f"no such file: {shown(name)}", f"did you mean './{close}'?" if close else "")


def alias(path: str, *, has_default: bool) -> str:
    """A module that is the one in the file `path` under another name."""
    lines = [f"export * from {quote(path)};"]
    if has_default:
        lines.append(f"export {{ default }} from {quote(path)};")
    return "\n".join(lines)


def declarations_of(path: str) -> str:
    """The file with the types of one in JavaScript, as packages have it beside their code; '' if there is none."""
    folder, name = os.path.split(path)
    for base in (os.path.splitext(name)[0], *_DECLARED_BY):
        for extension in (".d.ts", ".d.ets"):
            candidate = os.path.join(folder, base + extension)
            if os.path.isfile(candidate):
                return candidate
    return ""


def json_module(path: str, text: str) -> str:
    """The module whose default export is the value of a JSON file. Raises ModuleError where it is none."""
    import json

    try:
        json.loads(text, parse_constant=_refuse_constant, parse_int=str)
    except ValueError as error:
        what, at = _said_of_json(text, getattr(error, "msg", str(error)), getattr(error, "pos", 0))
        problem = ModuleError(path, f"not valid JSON: {what}")
        problem.importer = (path, text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at))
        raise problem from None
    except RecursionError:
        pass  # Too deep for this parser, which is only here to say where an error is.
    return f"export default JSON.parse({quote(text)});"


def _has_this_case(path: str) -> bool:
    """Whether a file that is there is called exactly so, also where the file system would not care."""
    if sys.platform not in ("darwin", "win32"):
        return True
    folder, name = os.path.split(path)
    return name in os.listdir(folder)


def _said_of_json(text: str, message: str, at: int) -> tuple[str, int]:
    """What is wrong and at which offset: the same with every release of Python, which differ about a last comma."""
    before = text[:at].rstrip(" \t\n\r")
    comma = at if text[at : at + 1] == "," else len(before) - 1
    end = text[comma + 1 :].lstrip(" \t\n\r")[:1]
    if text[comma : comma + 1] == "," and end in ("}", "]"):
        return f"a comma before the end of the {'object' if end == '}' else 'array'}", comma
    return message, at


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is not a JSON value")
