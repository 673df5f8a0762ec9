"""The names that an ArkTS file uses without declaring or importing them: components, enums, functions of the SDK."""

from __future__ import annotations

import os
import re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from runtime.language.arkts.code import Code

_DECLARING = frozenset(["class", "struct", "enum", "interface", "namespace", "function", "const", "let", "var", "type"])
# What the engine has under a capital letter.
_OF_THE_ENGINE = frozenset([
    "AggregateError", "Array", "ArrayBuffer", "Atomics", "BigInt", "BigInt64Array", "BigUint64Array", "Boolean",
    "DataView", "Date", "Error", "EvalError", "FinalizationRegistry", "Float32Array", "Float64Array", "Function",
    "Infinity", "Int16Array", "Int32Array", "Int8Array", "InternalError", "Iterator", "JSON", "Map", "Math", "NaN",
    "Number", "Object", "Promise", "Proxy", "RangeError", "ReferenceError", "Reflect", "RegExp", "Set",
    "SharedArrayBuffer", "String", "Symbol", "SyntaxError", "TypeError", "URIError", "Uint16Array", "Uint32Array",
    "Uint8Array", "Uint8ClampedArray", "WeakMap", "WeakRef", "WeakSet",
])  # fmt: skip
_FUNCTIONS = frozenset([
    "$r", "$rawfile", "animateTo", "animateToImmediately", "cursorControl", "focusControl", "fp2px", "getContext",
    "getInspectorByKey", "getInspectorNodeById", "getInspectorNodes", "getInspectorTree", "getRectangleById",
    "lpx2px", "mutableBuilder", "postCardAction", "px2fp", "px2lpx", "px2vp", "registerVsyncCallback",
    "sendEventByKey", "sendKeyEvent", "sendMouseEvent", "sendTouchEvent", "setAppBgColor", "unregisterVsyncCallback",
    "vp2px", "wrapBuilder",
])  # fmt: skip
# What other runtimes have and a device has not: an error says what to write instead.
_OF_OTHERS = frozenset([
    "AbortController", "Blob", "Buffer", "FormData", "Headers", "TextDecoder", "TextEncoder", "URL",
    "URLSearchParams", "WebSocket", "XMLHttpRequest",
])  # fmt: skip
_MISSPELT = 0.84
_OF_THE_DEVICE = ("@kit.", "@ohos.", "@hms.", "@system.", "@arkts.")
_USED = re.compile(
    r"(?<![\w$.@'\"])(?:(focusControl|cursorControl|(?:\$r|\$rawfile|[a-z]\w+)(?=\s*\())|([A-Z]\w*)(?=\s*[.(<])|(?:extends|=|return|=>|\[)\s*([A-Z]\w*))"
)
# Behind these a name of the SDK is a value though it is neither called nor looked into: a class, an enum as a whole.
_BEFORE_VALUES = frozenset([
    "new", "instanceof", "(", "extends", "=", "[", "return", "=>", "...", "?", "??", "||", "&&", "typeof",
])  # fmt: skip


def of_the_sdk() -> frozenset[str]:
    """The global names that ArkUI has under a capital letter."""
    words = (line.split() for line in _lines("names.txt"))
    return frozenset(word for line in words for word in line).union(line.partition(" ")[0] for line in enums())


def enums() -> list[str]:
    """The enums whose values are known: a line is the name and its members, each as NAME, NAME=1 or NAME="text".

    A member without a value is the one before it and one more; the first is 0.
    """
    return _lines("enums.txt")


def _lines(name: str) -> list[str]:
    with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), name), encoding="utf-8") as file:
        return [line.rstrip() for line in file if line.strip() and not line.startswith("#")]


def may_use(text: str) -> bool:
    """Whether a text that declares no struct might use global names of the SDK. Quick, and at times wrong."""
    candidates = set()
    for function, looked_into, whole in _USED.findall(text):
        if function in _FUNCTIONS:
            return True
        name = looked_into or whole
        if name and name not in _OF_THE_ENGINE:
            candidates.add(name)
    return bool(candidates) and not candidates.isdisjoint(of_the_sdk())


def undeclared(code: Code, *, any_name: bool) -> list[str]:
    """The names to provide, sorted. `any_name`: also those that are nowhere known and look like no misspelt one."""
    declared = declared_here(code) | _imported_names(code)
    used: set[str] = set()
    for index, token in enumerate(code.tokens):
        name = token.text
        if token.kind != "identifier" or code.word(index - 1) in (".", "?.", "@") or name in declared:
            continue
        if name in _FUNCTIONS or ("A" <= name[0] <= "Z" and name not in _OF_THE_ENGINE and _is_value(code, index)):
            used.add(name)
    known = of_the_sdk()
    unknown = {name for name in used if name not in known and name not in _FUNCTIONS}
    used -= unknown
    unknown -= _OF_OTHERS
    if any_name and unknown:
        near = declared | known
        used |= {name for name in unknown if len(name) > 1 and not _is_misspelt(name, near)}
    return sorted(used)


def _is_value(code: Code, index: int) -> bool:
    """Whether the name looks like a value; some types look so, too, and do no harm."""
    return code.word(index + 1) in ("(", ".", "?.", "<") or code.word(index - 1) in _BEFORE_VALUES


def _is_misspelt(name: str, declared: set[str] | frozenset[str]) -> bool:
    from difflib import get_close_matches

    return bool(get_close_matches(name, declared, n=1, cutoff=_MISSPELT))


def declared_here(code: Code) -> set[str]:
    """The names that the text declares, or imports from a file or package of its own."""
    names: set[str] = set()
    for index, word in enumerate(code.words):
        if word in _DECLARING and code.word(index - 1) != ".":
            names.update(_bound(code, index + 1))
    for imported, source in _imports(code):
        if not source.startswith(_OF_THE_DEVICE):
            names.update(imported)
    return names


def _imported_names(code: Code) -> set[str]:
    return {name for imported, _source in _imports(code) for name in imported}


def _bound(code: Code, index: int) -> list[str]:
    """The name that is declared at `index`, or the names of the pattern there."""
    if code.word(index) in ("{", "["):
        end = code.after_bracket(index)
        return [code.words[i] for i in range(index, end) if code.kind(i) == "identifier"]
    return [code.word(index)] if code.is_name(index) else []


def _imports(code: Code) -> list[tuple[list[str], str]]:
    """The names of each import clause, and the specifier behind it."""
    found = []
    for start, word in enumerate(code.words):
        if word != "import" or code.word(start + 1) in ("(", "."):
            continue
        index, names = start + 1, []
        while index < len(code) and code.kind(index) != "string" and code.word(index) not in (";", "import"):
            if code.kind(index) == "identifier":
                names.append(code.words[index])
            index += 1
        source = code.word(index) if code.kind(index) == "string" else ""
        found.append((names, source[1:-1]))
    return found
