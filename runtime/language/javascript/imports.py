"""What the text of a module says of itself: what it imports and where, and what it exports. For error screens."""

from __future__ import annotations

from runtime.language.javascript.tokens import Lines, tokenize

TYPE_CHECKING = False
if TYPE_CHECKING:
    from runtime.language.javascript.tokens import Token

_DECLARATIONS = ("let", "const", "var", "class", "function")


class ImportSite:
    """A place where a module is named by a literal, which begins at `start`, and the names imported from it there."""

    __slots__ = ("column", "line", "names", "specifier", "start")

    def __init__(self, specifier: str, start: int, line: int, column: int, names: list[str]) -> None:
        self.specifier = specifier
        self.start = start
        self.line = line
        self.column = column
        self.names = names


def import_sites(text: str) -> list[ImportSite]:
    """Every import and re-export in `text`, import() included, that names its module by a literal."""
    tokens = _code(text)
    lines = Lines(text)
    sites = []
    clause: list[str] = []
    for index, token in enumerate(tokens):
        if token.kind == "keyword" and token.text in ("import", "export"):
            clause = []
        elif token.kind == "string":
            before = [other.text for other in tokens[max(0, index - 2) : index]]
            if before[-1:] in (["import"], ["from"]) or before == ["import", "("]:
                names = _imported(clause) if before[-1] == "from" else []
                sites.append(ImportSite(token.text[1:-1], token.start, *lines.position(token.start), names))
        else:
            clause.append(token.text)
    return sites


def _imported(clause: list[str]) -> list[str]:
    """The names, as the other module knows them, of an import clause: `a, { b as c } from`."""
    names = []
    for before, word in zip(["", *clause], clause, strict=False):
        if before == "" and word not in ("{", "*"):
            names.append("default")
        elif before in ("{", ",") and word not in ("{", "}", "*"):
            names.append(word)
    return names


def export_names(text: str) -> list[str]:
    """The names that `text` exports, in order; without those of `export *` and of destructuring declarations."""
    tokens = _code(text)
    names: list[str] = []
    for index, token in enumerate(tokens):
        if token.text == "export" and token.kind == "keyword":
            names += _exported([other.text for other in tokens[index + 1 :]])
    return names


def _exported(words: list[str]) -> list[str]:
    """The names of the export declaration that goes on with `words`."""
    match words:
        case ["default", "interface", name, *_] if name.isidentifier():
            return []  # Of TypeScript: nothing of it remains.
        case ["default", *_]:
            return ["default"]
        case ["{", *rest] if "}" in rest:
            entries = " ".join(rest[: rest.index("}")]).split(",")
            return [entry.split()[-1] for entry in entries if entry.strip()]
        case ["*", "as", name, *_]:
            return [name]
        case ["async", "function", "*", name, *_] | ["async", "function", name, *_] | ["function", "*", name, *_]:
            return [name]
        case [word, name, *_] if word in _DECLARATIONS and name.isidentifier():
            return [name]
        case _:
            return []


def _code(text: str) -> list[Token]:
    return [token for token in tokenize(text, forgiving=True) if token.kind != "comment"]
