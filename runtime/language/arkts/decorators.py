"""Decorators of ArkTS: which there are, and where they stand in a text."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from runtime.language.arkts.code import Code

# What has a meaning when a struct or an observed class runs.
OF_STRUCTS = frozenset(["Component", "ComponentV2", "CustomDialog", "Entry", "Reusable", "ReusableV2", "Preview"])
OF_CLASSES = frozenset(["Observed", "ObservedV2"])
OF_STATE = frozenset([
    "BuilderParam", "Computed", "Consume", "Consumer", "Env", "Event", "Link", "Local", "LocalStorageLink",
    "LocalStorageProp", "Monitor", "ObjectLink", "Once", "Param", "Prop", "PropRef", "Provide", "Provider", "Require",
    "State", "StorageLink", "StorageProp", "StoragePropRef", "LocalStoragePropRef", "SyncMonitor", "Trace", "Track",
    "Watch",
])  # fmt: skip
BUILDERS = frozenset(["Builder", "LocalBuilder"])
ATTRIBUTES = frozenset(["AnimatableExtend", "Extend", "Styles"])
# What tells a compiler, a router generator or the system something, and a run nothing.
_WITHOUT_MEANING = frozenset([
    "Concurrent", "Sendable", "Type", "ReuseId", "Memo", "CustomEnv", "InsightIntentEntity", "InsightIntentEntry",
    "InsightIntentForm", "InsightIntentFunction", "InsightIntentFunctionMethod", "InsightIntentLink",
    "InsightIntentPage", "HMAnimator", "HMInterceptor", "HMLifecycle", "HMRouter", "HMService", "HMServiceProvider",
])  # fmt: skip
KNOWN = OF_STRUCTS | OF_CLASSES | OF_STATE | BUILDERS | ATTRIBUTES | _WITHOUT_MEANING
_BEFORE_DECLARATION = frozenset(["abstract", "async", "declare", "default", "export"])
_MODIFIERS = frozenset([
    "abstract", "accessor", "async", "declare", "get", "override", "private", "protected", "public", "readonly", "set",
    "static",
])  # fmt: skip


class Decorator:
    """One decorator: its name, the indices [start, end) of its tokens, its argument's tokens [first, last)."""

    __slots__ = ("end", "first", "last", "name", "start")

    def __init__(self, name: str, start: int, end: int, first: int, last: int) -> None:
        self.name = name
        self.start = start
        self.end = end
        self.first = first
        self.last = last


class Decorated:
    """The decorators in front of one thing, and the token at `target`: struct, class, function or a member's name.

    `kind` is 'struct', 'class', 'function' or 'member'.
    """

    __slots__ = ("decorators", "kind", "target")

    def __init__(self, decorators: list[Decorator], kind: str, target: int) -> None:
        self.decorators = decorators
        self.kind = kind
        self.target = target

    def has(self, names: frozenset[str]) -> bool:
        """Whether one of `names` is among the decorators."""
        return any(decorator.name in names for decorator in self.decorators)


def decorated(code: Code) -> list[Decorated]:
    """Everything in the text that has decorators, in order."""
    found = []
    index = 0
    while index < len(code):
        if code.words[index] == "@" and code.is_name(index + 1):
            thing = _decorated(code, index)
            found.append(thing)
            index = max(thing.target, index + 1)
        else:
            index += 1
    return found


def _decorated(code: Code, index: int) -> Decorated:
    decorators = []
    while index < len(code):
        if code.words[index] == "@" and code.is_name(index + 1):
            decorator = _decorator(code, index)
            decorators.append(decorator)
            index = decorator.end
        elif code.words[index] in _BEFORE_DECLARATION and _goes_on(code, index):
            index += 1
        else:
            break
    word = code.word(index)
    if word in ("class", "function", "struct") and code.is_name(index + 1):
        return Decorated(decorators, word, index)
    while code.word(index) in _MODIFIERS and _goes_on(code, index):
        index += 1
    return Decorated(decorators, "member", index)


def _goes_on(code: Code, index: int) -> bool:
    """Whether the modifier at `index` is one, and not the name of what is declared."""
    return code.is_name(index + 1) or code.word(index + 1) in ("@", "[", "*") or code.kind(index + 1) == "private"


def _decorator(code: Code, start: int) -> Decorator:
    end = start + 2
    while code.word(end) == "." and code.is_name(end + 1):
        end += 2
    name = code.on_one_line(start + 1, end)
    # A parenthesis on the next line belongs to what is decorated.
    if code.word(end) == "(" and code.partner[end] > end and not code.breaks_before(end):
        close = code.partner[end]
        return Decorator(name, start, close + 1, end + 1, close)
    return Decorator(name, start, end, end, end)
