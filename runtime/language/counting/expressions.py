"""What is counted in expressions: functions, and the ways through conditions."""

from __future__ import annotations

from runtime.language.counting.points import BRANCH, FUNCTION, STATEMENT, Insertion, Point
from runtime.language.typescript.settling import Parser
from runtime.language.typescript.tables import BINARY

TYPE_CHECKING = False
if TYPE_CHECKING:
    from runtime.language.counting.points import Range
    from runtime.language.typescript.scopes import Scope

_LOGICAL = frozenset(["&&", "||", "??"])
# How far a value is from the name that it is for.
_NEAR = 80
_MAKES_A_FUNCTION = frozenset(["function", "class", "async", "@"])


class CountedExpressions(Parser):
    """A parser of JavaScript that notes what is to be counted in expressions. What it would change is not looked at."""

    def __init__(self, text: str) -> None:
        # Ranges in parentheses: where the outer parenthesis is -> what is in it, and the outer end.
        self._parentheses: dict[int, tuple[int, int, int]] = {}
        # The last function or class that is an expression, parentheses around it included: it may get its name from
        # what it is assigned to, and would not with a counter before it.
        self.nameless: Range = (-1, -1)
        # Name and place of the function that is read next, its beginning where it has no name.
        self._signature: tuple[str, int, int] | None = None
        self.member_start = 0
        self._member_name = ""
        self._member_name_end = 0
        # Where a value begins, and what a function there is called.
        self.named_value: tuple[int, str] = (-1, "")
        self._arrow_start = 0
        self._last_body: Range = (0, 0)
        self._binary_start = 0
        self._logical: dict[Range, Point] = {}
        # Where the last value in brackets of any kind, or behind a "=" of a pattern or a field, was.
        self.last_inside: Range = (-1, -1)
        self.binding_start = 0
        self._last_parenthesized: Range = (-1, -1)
        super().__init__(text)

    # Notes.

    def note(self, point: Point, insertion: Insertion | None = None) -> None:
        """Something to count, and what is put in for it."""
        self.found.append(point)
        if insertion is not None:
            self.found.append(insertion)

    def stripped(self, start: int, end: int) -> Range:
        """A range without the parentheses that are around all of it."""
        while True:
            inner = self._parentheses.get(start)
            if inner is None or inner[2] != end:
                return start, end
            start, end = inner[:2]

    def note_value(self, start: int, end: int) -> None:
        """A value whose evaluation counts as a statement."""
        point = Point(STATEMENT, (self.stripped(start, end),))
        self.note(point, Insertion(start, end, "(%,", ")", ((point, 0),)))

    def _way(self, branch: Point, start: int, end: int) -> Insertion:
        branch.paths.append(self.stripped(start, end))
        return Insertion(start, end, "(%,", ")", ((branch, len(branch.paths) - 1),))

    # Functions.

    def function(self, *, expression: bool) -> bool:
        place = 2 if self.peek() == "*" else 1
        name = self._name_ahead(place)
        start = self._starts[self._index + place] if name else self.start
        self._signature = (name or self._given_name(start), start, start + (len(name) or 1))
        return super().function(expression=expression)

    def property_name(self) -> None:
        start = self.start
        super().property_name()
        self._member_name_end = self.previous_end
        self._member_name = self.text[start : self._member_name_end].strip("'\"")

    def _property(self) -> None:
        self.member_start = self.start
        super()._property()

    def signature_and_body(self, *, generator: bool = False, properties: list[str] | None = None) -> bool:
        signature = self._taken_signature()
        has_body = super().signature_and_body(generator=generator, properties=properties)
        if has_body:
            self._note_function(signature)
        return has_body

    def _constructor(self, properties: list[str]) -> bool:
        signature = self._taken_signature()
        has_body = super()._constructor(properties)
        if has_body:
            self._note_function(signature)
        return has_body

    def _taken_signature(self) -> tuple[str, int, int]:
        signature, self._signature = self._signature, None
        return signature or (self._member_name, self.member_start, self.member_start + 1)

    def _note_function(self, signature: tuple[str, int, int]) -> None:
        name, start, end = signature
        opened, closed = self._last_body
        point = Point(FUNCTION, ((start, end), (opened, closed)), name=name)
        self.note(point, Insertion(opened + 1, closed, "%;", "", ((point, 0),)))

    def body(self, *, generator: bool = False) -> None:
        start = self.start
        super().body(generator=generator)
        self._last_body = (start, self.previous_end)

    def arrow(self) -> bool:
        start = self.start
        before, self._arrow_start = self._arrow_start, start
        is_arrow = super().arrow()
        self._arrow_start = before
        if is_arrow:
            self.nameless = (start, self.previous_end)
        return is_arrow

    def _arrow_body(self) -> None:
        start = self._arrow_start
        if self.kind != "=>" or self.peek() == "{":
            name = self._given_name(start)
            super()._arrow_body()
            self._note_function((name, start, start + 1))
            return
        name = self._given_name(start)
        body = self._starts[self._index + 1]
        super()._arrow_body()
        end = self.previous_end
        inner = self.stripped(body, end)
        function = Point(FUNCTION, ((start, start + 1), inner), name=name)
        value = Point(STATEMENT, (inner,))
        self.note(function)
        self.note(value, Insertion(body, end, "(%,%,", ")", ((function, 0), (value, 0))))

    # Conditions.

    def _binary(self) -> None:
        start = leaf = self.start
        first = len(self.found)
        leaves: list[Range] = []
        self._unary()
        while True:
            kind = self.kind
            if kind == ">":
                kind = self.read_greater()
            if kind not in BINARY or (kind == "in" and self.no_in):
                break
            end = self.previous_end
            self.advance()
            if kind in _LOGICAL:
                leaves.append((leaf, end))
                leaf = self.start
            self._unary()
        if leaves:
            self._note_logical([*leaves, (leaf, self.previous_end)], first)
        self._binary_start = start

    def _note_logical(self, leaves: list[Range], first: int) -> None:
        start, end = leaves[0][0], leaves[-1][1]
        branch = Point(BRANCH, ((start, end),), kind="binary-expr")
        insertions: list[Insertion] = []
        for leaf in leaves:
            inner = self._logical.get(self.stripped(*leaf))
            if inner is None or inner.is_dead:
                insertions.append(self._way(branch, *leaf))
                continue
            # One in parentheses is part of this one.
            inner.is_dead = True
            moved = len(branch.paths)
            branch.paths += inner.paths
            for insertion in self.found[first:]:
                if isinstance(insertion, Insertion) and insertion.points and insertion.points[0][0] is inner:
                    insertion.points = ((branch, moved + insertion.points[0][1]),)
        self._logical[(start, end)] = branch
        self.note(branch)
        self.found += insertions

    def _conditional(self) -> None:
        start = self._binary_start
        branch = Point(BRANCH, ((start, start),), kind="cond-expr")
        self.advance()
        before = self.no_in, self.before_colon
        self.no_in, self.before_colon = False, True
        ways = [self._counted_way(branch)]
        self.no_in, self.before_colon = before
        self.expect(":")
        ways.append(self._counted_way(branch))
        branch.ranges = ((start, self.previous_end),)
        self.note(branch)
        self.found += ways

    def _counted_way(self, branch: Point) -> Insertion:
        start = self.start
        self.assignment()
        return self._way(branch, start, self.previous_end)

    def binding(self, scope: Scope) -> None:
        start = self.start
        super().binding(scope)
        self.binding_start = start

    def shorthand_name(self, scope: Scope) -> None:
        self.binding_start = self.start
        super().shorthand_name(scope)

    def _default(self) -> None:
        whole = self.binding_start
        if self.accept("="):
            start = self.start
            self.inside()
            branch = Point(BRANCH, ((whole, self.previous_end),), kind="default-arg")
            self.note(branch)
            self.found.append(self._way(branch, start, self.previous_end))

    # Places.

    def _given_name(self, start: int) -> str:
        """What a function without a name that begins there is called by what it is assigned to; ''."""
        return self.named_value[1] if self.named_value[0] == start else ""

    def inside(self) -> None:
        start = self.start
        if start - self._member_name_end < _NEAR and self.text[self._member_name_end : start].strip() in (":", "="):
            self.named_value = (start, self._member_name)
        super().inside()
        self.last_inside = (start, self.previous_end)

    def _primary(self) -> None:
        start, kind = self.start, self.kind
        super()._primary()
        end = self.previous_end
        if kind == "(":
            inner = self._last_parenthesized
            self._parentheses[start] = (*inner, end)
            if self.nameless == inner:
                self.nameless = (start, end)
        elif kind in _MAKES_A_FUNCTION and (kind != "async" or self.text.startswith("}", end - 1)):
            self.nameless = (start, end)

    def _all_inside(self) -> None:
        start = self.start
        super()._all_inside()
        self._last_parenthesized = (start, self.previous_end)
