"""What is counted in statements, and where the counters are put."""

from __future__ import annotations

from runtime.language.counting.expressions import CountedExpressions
from runtime.language.counting.points import BRANCH, STATEMENT, Insertion, Point
from runtime.language.typescript.scanner import GrammarError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from runtime.language.counting.points import Range

_COUNTED = frozenset(["while", "do", "for", "break", "continue", "return", "throw", "try", "debugger"])


class CountedProgram(CountedExpressions):
    """A parser of JavaScript that notes all there is to count."""

    def __init__(self, text: str) -> None:
        # Whether the next statement is one of a list, where another can stand before it.
        self._is_listed = False
        # What else is counted where the next statement begins, which is the way of a branch.
        self._way_taken: tuple[tuple[Point, int], ...] = ()
        # Where the counter of the next statement goes, which has a label; -1 for before it.
        self._label_start = -1
        # Where the counter of a variable goes that is a function; -1 where no statement can stand.
        self._declaration = -1
        self._next_declaration = -1
        self._value_of_field: Range | None = None
        self._private_fields = 0
        super().__init__(text)

    def points(self) -> list[Point | Insertion]:
        """What was found. Raises GrammarError."""
        self.statements()
        if self.kind != "<end>":
            raise self.unexpected()
        return self.found

    # Statements.

    def statements(self) -> None:
        while self.kind != "}" and self.kind != "<end>":
            self._is_listed = True
            self.statement()

    def statement(self) -> None:
        is_listed, self._is_listed = self._is_listed, False
        way, self._way_taken = self._way_taken, ()
        start, kind = self.start, self.kind
        if kind == "{":
            self._label_start = -1
            super().statement()
            if way:
                self.found.append(Insertion(start + 1, self.previous_end, "%;", "", way))
            return
        self._next_declaration = start if kind in ("const", "let", "var") else -1
        self._counted(kind, start)
        if not is_listed:
            self.found.append(Insertion(start, self.previous_end, "{" + "%;" * len(way), "}", way))

    def _counted(self, kind: str, start: int) -> None:
        at, self._label_start = self._label_start, -1
        if kind == "if":
            self._counted_if()
        elif kind == "switch":
            self._counted_switch()
        elif kind in _COUNTED:
            super().statement()
        else:
            self._label_start = at
            super().statement()
            self._label_start = -1
            return
        self._note_statement(start, at)

    def _note_statement(self, start: int, at: int = -1) -> None:
        end = self.previous_end
        point = Point(STATEMENT, ((start, end),))
        self.note(point, Insertion(start if at < 0 else at, end, "%;", "", ((point, 0),)))

    def _expression_statement(self) -> None:
        start, is_text = self.start, self.kind == "<string>"
        at, self._label_start = self._label_start, -1
        token_end = self.previous_end_of_token()
        super()._expression_statement()
        is_directive = is_text and self.text[token_end : self.previous_end].strip() in ("", ";")
        if not is_directive:
            self._note_statement(start, at)

    def _label(self) -> None:
        start, at = self.start, self._label_start
        at = start if at < 0 else at
        self.advance()
        self.advance()
        self._label_start, self._is_listed = at, True
        self.statement()
        self._label_start = -1
        self._note_statement(start, at)

    # Branches.

    def _way_of(self, branch: Point, place: Range | None = None) -> None:
        """A statement that is the way of a branch."""
        start = self.start
        branch.paths.append((start, start))
        number = len(branch.paths) - 1
        self._way_taken = ((branch, number),)
        self.statement()
        branch.paths[number] = place or (start, self.previous_end)

    def _counted_if(self) -> None:
        start = self.start
        self.advance()
        self._condition()
        branch = Point(BRANCH, ((start, start),), kind="if")
        self._way_of(branch)
        if self.accept("else"):
            self._way_of(branch)
        else:
            end = self.previous_end
            branch.paths.append((end, end))
            self.found.append(Insertion(start, end, "", "else{%;}", ((branch, 1),)))
        whole = (start, self.previous_end)
        branch.ranges = (whole,)
        branch.paths[0] = whole
        self.note(branch)

    def _counted_switch(self) -> None:
        start = self.start
        self.advance()
        self._condition()
        self.expect("{")
        outer = self.enter()
        branch = Point(BRANCH, ((start, start),), kind="switch")
        while not self.accept("}"):
            self._case(branch)
        self.scope = outer
        branch.ranges = ((start, self.previous_end),)
        self.note(branch)

    def _case(self, branch: Point) -> None:
        start = self.start
        if self.accept("case"):
            self.expression()
        else:
            self.expect("default")
        self.expect(":")
        behind = self.previous_end
        while self.kind not in ("case", "default", "}"):
            if self.kind == "<end>":
                raise GrammarError("expecting '}'", self.start)
            self._is_listed = True
            self.statement()
        branch.paths.append((start, self.previous_end))
        way = ((branch, len(branch.paths) - 1),)
        self.found.append(Insertion(behind, self.previous_end, "%;", "", way))

    # Variables.

    def exported_variables(self, start: int) -> None:
        self._next_declaration = start
        super().exported_variables(start)

    def variable_list(self) -> None:
        before, self._declaration = self._declaration, self._next_declaration
        self._next_declaration = -1
        super().variable_list()
        self._declaration = before

    def variable_rest(self) -> None:
        declaration = self._declaration
        name = self.text[self.binding_start : self.previous_end]
        if not self.accept("="):
            return
        start = self.start
        if name.isidentifier():
            self.named_value = (start, name)
        self.assignment()
        end = self.previous_end
        if self.nameless == (start, end) and declaration >= 0:
            point = Point(STATEMENT, (self.stripped(start, end),))
            self.note(point, Insertion(declaration, end, "%;", "", ((point, 0),)))
        else:
            self.note_value(start, end)

    # Classes.

    def _member_of_class(self, properties: list[str]) -> None:
        start = self.member_start = self.start
        is_static = self.kind == "static" and self._is_modifier()
        super()._member_of_class(properties)
        field, self._value_of_field = self._value_of_field, None
        if field is None:
            return
        if self.nameless != field:
            self.note_value(*field)
            return
        # A counter before the function would cost it the name of the field.
        self._private_fields += 1
        point = Point(STATEMENT, (self.stripped(*field),))
        name = f"#{{}}{self._private_fields}=%;"
        before = f"static {name}" if is_static else name
        self.note(point, Insertion(start, field[1], before, "", ((point, 0),)))

    def _end_of_field(self, *, plain: bool) -> None:
        has_value = self.last_inside[1] == self.previous_end
        self._value_of_field = self.last_inside if has_value else None
        super()._end_of_field(plain=plain)
