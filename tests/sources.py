"""The project's own Python and what it imports, read from its text: for the rules of the house."""

from __future__ import annotations

import ast
import functools
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

ROOT = Path(__file__).parents[1]
PACKAGES = ("runtime", "bindings")
SOURCES = [ROOT / "ohosrun.py", *sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))]
FOLDERS = sorted({path.parent for package in PACKAGES for path in (ROOT / package).rglob("*.*")
                  if path.suffix in (".py", ".js") and "__pycache__" not in path.parts})  # fmt: skip


class Import(NamedTuple):
    """One import: the modules, wherever it stands in the file, and whether only type checkers see it."""

    importer: str
    imported: str
    for_types: bool


def name_of(path: Path) -> str:
    """The module that a file is: `runtime.run.session`."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def room_of(module: str) -> str:
    """The folder of `runtime` or `bindings` that a module is in, or the file that stands there by itself."""
    return ".".join(module.split(".")[:2])


@functools.cache
def tree_of(path: Path) -> ast.Module:
    """The syntax of a file."""
    return ast.parse(path.read_text("utf-8"))


@functools.cache
def imports() -> tuple[Import, ...]:
    """Every import of every source, also those inside of functions."""
    modules = {name_of(path) for path in SOURCES}
    return tuple(found for path in SOURCES for found in _imports_in(tree_of(path), name_of(path), modules))


def _imports_in(node: ast.AST, importer: str, modules: set[str], for_types: bool = False) -> Iterator[Import]:
    for child in ast.iter_child_nodes(node):
        types = for_types or (isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING")
        if isinstance(child, ast.Import):
            yield from (Import(importer, alias.name, types) for alias in child.names)
        elif isinstance(child, ast.ImportFrom):
            assert not child.level, "imports say the whole name"
            base = child.module or ""
            for alias in child.names:
                inner = f"{base}.{alias.name}"
                yield Import(importer, inner if inner in modules else base, types)
        else:
            yield from _imports_in(child, importer, modules, types)


def circles(graph: Mapping[str, Iterable[str]]) -> list[list[str]]:
    """The groups of nodes that lead to one another (strongly connected components of more than one node)."""
    numbers: dict[str, int] = {}
    lowest: dict[str, int] = {}
    open_nodes: list[str] = []
    found = []

    def visit(node: str) -> None:
        numbers[node] = lowest[node] = len(numbers)
        open_nodes.append(node)
        for other in graph.get(node, ()):
            if other not in numbers:
                visit(other)
                lowest[node] = min(lowest[node], lowest[other])
            elif other in open_nodes:
                lowest[node] = min(lowest[node], numbers[other])
        if lowest[node] == numbers[node]:
            group = open_nodes[open_nodes.index(node) :]
            del open_nodes[-len(group) :]
            if len(group) > 1:
                found.append(sorted(group))

    for node in graph:
        if node not in numbers:
            visit(node)
    return found
