"""The imports of a text that name what they want from a module of the device.

An import of a kit is to cost what it uses, an import from a module that is not here is to get whatever it names, and
the engine tells its loader neither. So these imports are found in the text and their specifiers replaced, in as many
characters, by one that stands for the module together with the names.
"""

from __future__ import annotations

from runtime.modules.sdk import PREFIXES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

    from runtime.language.javascript.tokens import Token

ANSWERED = "@:"
"""How the specifiers begin that stand for a module and the names wanted from it."""

ALL = "*"
_WORD = "_$"
# Finding an import by its tokens takes about a second per million characters.
_LONGEST_LOOKED_AT = 1_000_000


class Clauses:
    """The imports of one run. `wants(specifier, names)` says whether such an import is to be replaced."""

    def __init__(self, wants: Callable[[str, list[str]], bool]) -> None:
        self._wants = wants
        self._known: list[tuple[str, tuple[str, ...], tuple[str, ...]]] = []

    def asked(self, name: str) -> tuple[str, tuple[str, ...], tuple[str, ...]] | None:
        """The module, the names and the `originals` for which the specifier `name` stands, if it stands for any."""
        number = name.removeprefix(ANSWERED)
        return self._known[int(number)] if number.isdecimal() and int(number) < len(self._known) else None

    def replaced(self, text: str, originals: Collection[str] = ()) -> str:
        """`text` with these imports answered for; as long, and each line as long, as it was.

        `originals` are modules that it wants itself and not what was put in their place.
        """
        pieces = []
        done = 0
        for start, specifier, names in _imports(text):
            if not names or ALL in names or not self._wants(specifier, names):
                continue
            key = (specifier, tuple(sorted(set(names))), tuple(sorted(originals)))
            if key not in self._known:
                self._known.append(key)
            answered = f"{text[start]}{ANSWERED}{self._known.index(key)}{text[start]}"
            pieces += [text[done:start], answered.ljust(len(specifier) + 2)]
            done = start + len(specifier) + 2
        return "".join([*pieces, text[done:]]) if pieces else text


def _imports(text: str) -> Iterator[tuple[int, str, list[str]]]:
    """Imports from modules of the device: where the literal starts, the specifier, the names wanted from it."""
    by_token: dict[int, list[str]] | None = None
    for start, specifier in _literals(text):
        head = text[:start].rstrip()
        if not head.endswith("from"):
            continue
        words = _words_before(head)
        if words is None:
            if by_token is None:
                by_token = _clauses_by_token(text) if len(text) <= _LONGEST_LOOKED_AT else {}
            words = by_token.get(start)
        if words is not None:
            yield start, specifier, _names(words)


def _literals(text: str) -> Iterator[tuple[int, str]]:
    """Where something that could be the specifier of a module of the device is quoted, in order."""
    at = text.find("@")
    while at >= 0:
        quote = text[at - 1 : at]
        end = text.find(quote, at) if quote in ("'", '"') and text.startswith(PREFIXES, at) else -1
        specifier = text[at:end] if end >= 0 else ""
        if specifier and "\n" not in specifier and specifier.isascii() and " " not in specifier:
            yield at - 1, specifier
        at = text.find("@", at + 1)


def _words_before(head: str) -> list[str] | None:
    """The words of the clause that ends with `head`; None where only its tokens can tell whether it is one."""
    at = len(head)
    while True:
        at = max(head.rfind("import", 0, at), head.rfind("export", 0, at))
        if at < 0:
            return None
        before, behind = head[at - 1 : at], head[at + 6 : at + 7]
        if not (before.isalnum() or (before in _WORD and before)) and not (behind.isalnum() or behind in _WORD):
            break
    line = head[head.rfind("\n", 0, at) + 1 : at].strip()
    if line or "`" in head or "/*" in head:
        return None
    clause = head[at + 6 : -4]
    for mark in "{},*":
        clause = clause.replace(mark, f" {mark} ")
    words = clause.split()
    return words if all(word in "{},*" or word.replace("$", "_").isidentifier() for word in words) else None


def _clauses_by_token(text: str) -> dict[int, list[str]]:
    """The words of every clause with a `from`, by where the specifier's literal starts."""
    from runtime.language.javascript.tokens import tokenize

    found = {}
    clause: list[Token] = []
    for token in tokenize(text, forgiving=True):
        if token.kind == "comment":
            continue
        if token.kind == "keyword" and token.text in ("import", "export"):
            clause = []
        elif token.kind == "string" and clause and clause[-1].text == "from":
            found[token.start] = [other.text for other in clause[:-1]]
        else:
            clause.append(token)
    return found


def _names(words: list[str]) -> list[str]:
    """The names, as the other module knows them, that a clause of these words wants; `*` for the module itself."""
    names = []
    inside = False
    previous = ""
    for word in words:
        if word == ALL:
            names.append(ALL)
        elif word in "{}":
            inside = word == "{"
        elif word != "," and previous in ("", ",", "{"):
            names.append(word if inside else "default")
        previous = word
    return names
