"""Who declares a name: the scopes of a program, and where a name that is used was declared."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator


class Scope:
    """One scope. names are its own values; those of a type leave no trace and are not among them.

    What a namespace exports, and the members of an enum, are reached through an object at run time: qualified is
    what is exported from here and has no variable of its own, shared is what all parts of the same object export,
    and parameter the name of that object inside.
    """

    __slots__ = ("containers", "function", "names", "outer", "own_this", "parameter", "qualified", "shared")

    def __init__(self, outer: Scope | None, *, function: bool = False, own_this: bool = False) -> None:
        self.outer = outer
        # Whether `this` is another one here than in the module.
        self.own_this: bool = own_this or (outer is not None and outer.own_this)
        self.function = function
        self.names: set[str] = set()
        self.qualified: set[str] = set()
        self.shared: Shared | None = None
        self.parameter = ""
        # The namespaces and enums declared here that no namespace exports.
        self.containers: dict[str, Shared] = {}

    def variables(self) -> Scope:
        """The scope that a `var` here belongs to."""
        scope = self
        while not scope.function and scope.outer is not None:
            scope = scope.outer
        return scope


class Shared:
    """What the parts of one namespace or enum have in common: the names they export, and values that are texts."""

    __slots__ = ("exported", "inner", "values")

    def __init__(self) -> None:
        self.exported: set[str] = set()
        self.values: dict[str, int | float | str | None] = {}
        # Those of the namespaces and enums that are exported from this one.
        self.inner: dict[str, Shared] = {}


class Use:
    """A name used as a value. shorthand: as both the name and the value of a property."""

    __slots__ = ("name", "scope", "shorthand", "start")

    def __init__(self, name: str, scope: Scope, start: int, shorthand: bool) -> None:
        self.name = name
        self.scope = scope
        self.start = start
        self.shorthand = shorthand


class Publication(Use):
    """A function or class that is exported from a namespace: its object gets it at this place."""

    __slots__ = ()


class Unsupported(Use):
    """What the engine has not: name is the message."""

    __slots__ = ()


def declaring(name: str, scope: Scope) -> tuple[Scope, bool] | None:
    """The scope in which a name used in `scope` was declared, and whether it is reached through an object."""
    for found in _outwards(scope):
        if name in found.qualified:
            return found, True
        if name in found.names:
            return found, False
        if found.shared is not None and name in found.shared.exported:
            return found, True
    return None


def _outwards(scope: Scope) -> Iterator[Scope]:
    current: Scope | None = scope
    while current is not None:
        yield current
        current = current.outer
