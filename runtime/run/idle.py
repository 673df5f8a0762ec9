"""A program that only exports: what it is, for a person who wonders why nothing happened. Read only then."""

from __future__ import annotations

from runtime.language.javascript.tokens import tokenize

TYPE_CHECKING = False
if TYPE_CHECKING:
    from runtime.language.javascript.tokens import Token

_DECLARATIONS = (
    "import", "export", "function", "async", "class", "const", "let", "var", "interface", "type", "enum", "declare",
    "abstract", "struct", "@",
)  # fmt: skip
_NAMED = (
    r"(?:^|[;}])\s*export\s+(?:default\s+)?(?:async\s+)?(?:abstract\s+)?"
    r"(function\s*\*?|class|const|let|var|struct|enum|namespace)\s+([\w$]+)"
)
# Words of statements that do something.
_DOING = (
    "if", "for", "while", "do", "switch", "try", "throw", "new", "await", "delete", "with", "debugger", "namespace",
)  # fmt: skip
_NO_VALUE = (";", "=>", "function", "class")
_MOST_NAMES = 5


def exports_only(text: str) -> str:
    """What a program with this text is, where all it does is to declare and to export; else ''."""
    tokens = [token for token in tokenize(text) if token.kind != "comment"]
    if not _only_declares(tokens):
        return ""
    import re

    found = re.findall(_NAMED, text, re.MULTILINE)
    names = list(dict.fromkeys(name for _, name in found))
    shown = " " + ", ".join(names[:_MOST_NAMES]) + (", ..." if len(names) > _MOST_NAMES else "") if names else ""
    functions = [name for kind, name in found if kind.startswith("function")]
    call = f"; --call {functions[0]} calls a function of it" if functions else ""
    return f"only exports{shown}, and nothing of it was run{call}"


def _only_declares(tokens: list[Token]) -> bool:
    """Whether no statement of the top level does anything, and there is an export."""
    depth = 0
    exports = is_value = False
    before = tokens[0] if tokens else None
    for at, token in enumerate(tokens):
        assert before is not None
        text = token.text
        if text == "static":
            return False  # It may be computed when the class is made.
        if depth == 0:
            starts = at == 0 or before.text in (";", "}") or _begins_line(text)
            if (starts and not _may_begin(text, before.text)) or text in _DOING or _calls(token, before, is_value):
                return False
            exports = exports or text == "export"
            # What an arrow function does, it does later.
            is_value = text in ("=", "default") or (is_value and text not in _NO_VALUE and not _begins_line(text))
        if text in ("(", "[", "{") or (token.kind == "template" and text.endswith("${")):
            depth += 1
        if text in (")", "]", "}") or (token.kind == "template" and text.startswith("}")):
            depth -= 1
        before = token
    return exports


def _calls(token: Token, before: Token, is_value: bool) -> bool:
    """Whether `token` begins what a function is called with; async begins an arrow function instead."""
    if token.text != "(" and token.kind != "template":
        return False
    called = (before.kind == "identifier" and before.text != "async") or before.text in (")", "]")
    return is_value and called


def _begins_line(text: str) -> bool:
    return text in _DECLARATIONS and text not in ("type", "async", "@")


def _may_begin(text: str, before: str) -> bool:
    # Behind a brace an expression can go on: `}.x`, `} as T`, `} from '...'`, `};`.
    return text in _DECLARATIONS or text.startswith("@") or (before == "}" and text in (";", ",", "from", "as", ")"))
