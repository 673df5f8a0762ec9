"""Types that a file passes on as if they were values: `export { Shape } from './shapes'`.

TypeScript compiles a program as a whole, knows that Shape is an interface there, and leaves it out; what erases types
file by file cannot know. So, before the engine links a file that lists such names, the files that they come from are
read. What is left out becomes blanks: lines and columns stay.
"""

from __future__ import annotations

import re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import TypeAlias

    # What a person wrote, and what the engine is given.
    Texts: TypeAlias = tuple[str, str]
    Origin: TypeAlias = tuple[str, str]

_FROM = r"""\s*from\s*(["'])([^"'\n]+)\2"""
_START = r"(?:^|(?<=[;}]))[ \t]*"
_LIST = re.compile(rf"{_START}export\s*\{{([^{{}}]*)\}}(?:{_FROM})?", re.MULTILINE)
_TYPE_LIST = re.compile(rf"{_START}export\s+type\s*\{{([^{{}}]*)\}}", re.MULTILINE)
_STAR = re.compile(rf"{_START}export\s*\*()(?:{_FROM})", re.MULTILINE)
_IMPORT = re.compile(rf"{_START}import\s+([\w$\s,]*(?:\{{[^{{}}]*\}})?){_FROM}", re.MULTILINE)
_COMMENT = re.compile(r"/\*.*?\*/|//[^\n]*", re.DOTALL)
_ENTRY = re.compile(r"[^,{}]+")
_WORD = re.compile(r"[\w$]+")
_DEFAULT_TYPE = re.compile(r"\bexport\s+default\s+(?:interface\b|(?=([\w$]+)\s*(?:;|$)))", re.MULTILINE)


class Reexports:
    """The lists of one run. `resolve(specifier, path)` finds the file that one means to another, '' if it is no file;
    `texts(path)` reads it: what says its types, and what the engine is given. None for what has neither.
    """

    def __init__(self, resolve: Callable[[str, str], str], texts: Callable[[str], Texts | None]) -> None:
        self._resolve = resolve
        self._texts = texts

    def without_types(self, path: str, text: str) -> str:
        """`text`, which the engine is given for the file `path`, without the types that it passes on; as long."""
        blanks: list[tuple[int, int]] = []
        gone: set[str] = set()
        for found in _LIST.finditer(text):
            entries = list(_entries(found))
            types = [entry for entry in entries if self._is_passed_on(path, text, found, entry.name)]
            if found[3] and types and len(types) == len(entries):
                blanks.append(found.span())
                continue
            blanks += [(entry.start, entry.end) for entry in types]
            if not found[3]:
                gone |= {entry.name for entry in types}
        for found in _IMPORT.finditer(text) if gone else ():
            entries = list(_entries(found))
            unused = [entry for entry in entries if entry.alias in gone]
            whole = len(unused) == len(entries) and unused
            blanks += [found.span()] if whole else [(entry.start, entry.end) for entry in unused]
        return _blanked(text, blanks)

    def _is_passed_on(self, path: str, text: str, found: re.Match[str], name: str) -> bool:
        """Whether the entry `name` of a list is a type of another file."""
        origin = (found[3], name) if found[3] else _imported(text, name)
        return origin is not None and self._is_type(self._resolve(origin[0], path), origin[1], set())

    def _is_type(self, path: str, name: str, seen: set[Origin]) -> bool:
        """Whether the file exports `name`, and as a type only."""
        if not path or (path, name) in seen:
            return False
        seen.add((path, name))
        texts = self._texts(path)
        if texts is None:
            return False
        written, text = texts
        for found in _LIST.finditer(text):
            for entry in _entries(found):
                if entry.alias == name:
                    origin = (found[3], entry.name) if found[3] else _imported(text, entry.name)
                    return origin is not None and self._is_type(self._resolve(origin[0], path), origin[1], seen)
        if _declares_type(written, name):
            return not self._has_value(path, text, name, set())
        return name != "default" and any(
            self._is_type(self._resolve(found[3], path), name, seen) for found in _STAR.finditer(text)
        )

    def _has_value(self, path: str, text: str, name: str, seen: set[str]) -> bool:
        """Whether the file exports a value `name`, of its own or with `export *`."""
        from runtime.language.javascript.imports import export_names

        if name in export_names(text):
            return True
        seen.add(path)
        for found in _STAR.finditer(text):
            other = self._resolve(found[3], path)
            texts = self._texts(other) if other and other not in seen else None
            if texts is not None and self._has_value(other, texts[1], name, seen):
                return True
        return False


class _Entry:
    """`name as alias` in a list, from `start` to `end`, with its comma if there is one behind it."""

    __slots__ = ("alias", "end", "name", "start")

    def __init__(self, start: int, end: int, name: str, alias: str) -> None:
        self.start = start
        self.end = end
        self.name = name
        self.alias = alias


def _entries(found: re.Match[str]) -> Iterator[_Entry]:
    """What a list, or the clause of an import, names; the name before the braces of an import is `default`."""
    clause = _COMMENT.sub(lambda comment: " " * len(comment[0]), found[1])
    opening = clause.find("{")
    offset = found.start(1)
    is_import = "import" in _beginning(found)
    for part in _ENTRY.finditer(clause):
        words = _WORD.findall(part[0])
        if not words:
            continue
        end = part.end() + (clause[part.end() : part.end() + 1] == ",")
        first = "default" if is_import and (opening < 0 or part.start() < opening) else words[0]
        yield _Entry(offset + part.start(), offset + end, first, words[-1])


def _beginning(found: re.Match[str]) -> str:
    """What a statement begins with, up to its list."""
    return found[0][: found.start(1) - found.start()]


def _imported(text: str, name: str) -> Origin | None:
    """Where the local `name` is imported from: the specifier, and its name there."""
    for found in _IMPORT.finditer(text):
        for entry in _entries(found):
            if entry.alias == name:
                return found[3], entry.name
    return None


def _declares_type(written: str, name: str) -> bool:
    """Whether a text in TypeScript seems to declare an exported type `name`; a value may have the name, too."""
    if name == "default":
        found = _DEFAULT_TYPE.search(written)
        return found is not None and (not found[1] or _declares_type(written, found[1]))
    if re.search(rf"\b(?:interface|type|namespace)\s+{re.escape(name)}(?![\w$])", written):
        return True
    lists = [*_LIST.finditer(written), *_TYPE_LIST.finditer(written)]
    return any(entry.alias == name for found in lists for entry in _entries(found))


def _blanked(text: str, spans: list[tuple[int, int]]) -> str:
    pieces = []
    done = 0
    for start, end in sorted(spans):
        blank = "".join(char if char == "\n" else " " for char in text[start:end])
        pieces += [text[done:start], blank]
        done = end
    return "".join([*pieces, text[done:]]) if pieces else text
