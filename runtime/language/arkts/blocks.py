"""What stands in build() and in builders: blocks behind calls, deferred builders, links, two-way bindings."""

from __future__ import annotations

from runtime.language.arkts.decorators import ATTRIBUTES, BUILDERS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from runtime.language.arkts.code import Code
    from runtime.language.arkts.decorators import Decorated
    from runtime.language.arkts.edited import Edited
    from runtime.language.arkts.owners import Owner

# Calls whose function builds nodes, so that its own branches are branches of the tree.
_GENERATING = frozenset(["ForEach", "LazyForEach", "each", "template"])
_ARGUMENT_STARTS = frozenset(["(", ",", ":", "?"])


class Bodies:
    """Where nodes are built: `building` are the braces directly in which statements make nodes, `structs` those that
    open a struct.

    `inside` says for a token whether nodes can be built there at all.
    """

    def __init__(self, code: Code, owners: Iterable[Owner], things: Iterable[Decorated]) -> None:
        self._code = code
        self.building: set[int] = set()
        self.structs: set[int] = set()
        self._ranges: list[tuple[int, int]] = []
        for owner in owners:
            if owner.is_struct(code):
                self._ranges.append((owner.opening, owner.closing))
                self.structs.add(owner.opening)
                self._add_build(owner)
        for thing in things:
            if thing.kind in ("function", "member") and thing.has(BUILDERS | ATTRIBUTES):
                self._add_function(thing.target)
        self._ranges.sort()

    def tokens(self) -> list[int]:
        """The indices of the tokens where nodes can be built, each once."""
        found: list[int] = []
        last = -1
        for start, end in self._ranges:
            found.extend(range(max(start, last) + 1, end))
            last = max(last, end)
        return found

    def _add_build(self, owner: Owner) -> None:
        code = self._code
        for index in range(owner.opening + 1, owner.closing):
            is_own = code.parent[index] == owner.opening and code.word(index - 1) not in (".", "?.")
            if is_own and code.words[index] == "build" and code.word(index + 1) == "(":
                self._add_function(index)

    def _add_function(self, index: int) -> None:
        body = function_body(self._code, index)
        if body >= 0 and self._code.partner[body] > body:
            self.building.add(body)
            self._ranges.append((body, self._code.partner[body]))


def function_body(code: Code, index: int) -> int:
    """The brace that opens the body of the function or method whose name, or `function`, is at `index`; or -1."""
    while index < len(code) and code.words[index] != "(":
        if code.words[index] in ("{", ";", "=", "}"):
            return -1
        index += 1
    if index >= len(code) or code.partner[index] < index:
        return -1
    index = code.partner[index] + 1
    if code.word(index) != ":":
        return index if code.word(index) == "{" else -1
    # A brace right behind what still wants a type is part of the type.
    index += 1
    wanting = True
    while index < len(code):
        word = code.words[index]
        if word == "{" and not wanting:
            return index
        if word in ("{", "(", "["):
            index = code.after_bracket(index)
            wanting = False
            continue
        if word in (";", "}", ")", "="):
            return -1
        wanting = word in ("|", "&", "=>", "<", ",", "extends", "keyof", "typeof")
        index += 1
    return -1


def rewrite_blocks(code: Code, bodies: Bodies, edited: Edited) -> None:
    """Trailing blocks become functions, branches are numbered."""
    building = bodies.building
    branches = 0
    for index in bodies.tokens():
        if code.words[index] != "{" or code.partner[index] < index or index in building:
            continue
        if code.parent[index] in bodies.structs:
            continue  # The body of a method, also of one with a capital letter.
        if _is_trailing_block(code, index, building):
            building.add(index)
            _as_function(code, index, edited)
        elif _is_branch(code, index, building):
            building.add(index)
            branches += 1
            edited.behind(index, f"{edited.runtime}.branch({branches});")
            edited.before(code.partner[index], f";{edited.runtime}.end()")
        elif _is_generator(code, index):
            building.add(index)


def _as_function(code: Code, opening: int, edited: Edited) -> None:
    close = opening - 1
    comma = "" if code.words[close - 1] in ("(", ",") else ","
    edited.replace(close, " ")
    edited.replace(opening, comma + "()=>{")
    edited.replace(code.partner[opening], "})")


def _is_trailing_block(code: Code, opening: int, building: set[int]) -> bool:
    close = opening - 1
    if code.word(close) != ")" or code.partner[close] < 1:
        return False
    callee = code.partner[close] - 1
    if code.kind(callee) != "identifier":
        return False
    start = code.path_start(callee)
    if not code.is_name(start):
        return False
    before = start - 1
    if code.word(before) == "{" and before not in building:
        # A method of an object literal looks the same.
        return code.tokens[before].role not in ("object", "class", "module", "pattern") and _is_capital(code, callee)
    if before in building:
        return True
    return code.begins_statement(start) and _is_capital(code, callee)


def _is_capital(code: Code, index: int) -> bool:
    return code.words[index][:1].isupper()


def _is_branch(code: Code, opening: int, building: set[int]) -> bool:
    if code.parent[opening] not in building:
        return False
    if code.word(opening - 1) == "else":
        return True
    condition = code.partner[opening - 1] if code.word(opening - 1) == ")" else -1
    return condition > 0 and code.words[condition - 1] == "if"


def _is_generator(code: Code, opening: int) -> bool:
    """Whether the brace opens the body of a function that is given to ForEach and the like."""
    call = code.parent[opening]
    return code.word(opening - 1) == "=>" and code.word(call) == "(" and code.word(call - 1) in _GENERATING


def rewrite_bindings(code: Code, bodies: Bodies, owners: Iterable[Owner], edited: Edited) -> None:
    """`$a`, `$$this.a`, `this.a!!`, and builders that are called as arguments."""
    builders = _global_builders(code)
    for index in bodies.tokens():
        word = code.words[index]
        if word == "!" and code.word(index + 1) == "!":
            _rewrite_postfix(code, index, edited)
        elif code.kind(index) != "identifier":
            continue
        elif word.startswith("$$") and len(word) > 2:
            _rewrite_prefix(code, index, edited)
        elif word in builders and code.word(index + 1) == "(" and _is_argument(code, index):
            edited.defer(index)
    for owner in owners:
        if owner.is_struct(code):
            _rewrite_members(code, owner, edited)


def _global_builders(code: Code) -> set[str]:
    found = set()
    for index, word in enumerate(code.words):
        if word == "@" and code.word(index + 1) in BUILDERS:
            end = index + 2
            while code.word(end) in ("export", "default", "async"):
                end += 1
            if code.word(end) == "function":
                found.add(code.word(end + 1))
    return found


def _is_argument(code: Code, index: int) -> bool:
    """Whether an argument, or a value in an object literal that is one, begins with the token."""
    before = code.word(index - 1)
    if before not in _ARGUMENT_STARTS:
        return False
    if before == "(":
        return code.kind(index - 2) == "identifier"
    return code.parent[index] >= 0 and code.words[code.parent[index]] != "[" and code.word(code.parent[index]) != ""


def _rewrite_members(code: Code, owner: Owner, edited: Edited) -> None:
    state = {code.word(member.target) for member in owner.members}
    for index in range(owner.opening + 1, owner.closing):
        word = code.words[index]
        if word == "this" and code.word(index + 1) == "." and code.word(index + 3) == "(":
            if code.word(index + 2) in owner.builders and _is_argument(code, index) and _in_call(code, index):
                edited.defer(index)
        elif word[0] == "$" and word[1:] in state and code.word(index - 1) in _ARGUMENT_STARTS:
            edited.replace(index, f"{edited.runtime}.link(this,'{word[1:]}')")
        elif word == "builder" and code.word(index + 1) == ":" and code.kind(index + 2) in ("identifier", "keyword"):
            _defer(code, index + 2, edited)


def _in_call(code: Code, index: int) -> bool:
    """Whether the token stands in the parentheses of a call, at whatever depth of object literals."""
    index = code.parent[index]
    while index >= 0 and code.words[index] == "{" and code.tokens[index].role == "object":
        index = code.parent[index]
    return index > 0 and code.words[index] == "(" and code.kind(index - 1) == "identifier"


def _defer(code: Code, start: int, edited: Edited) -> None:
    """`builder: Dialog({…})` names what is built when it is opened."""
    end = code.path_end(start)
    is_call = code.word(end) == "(" and code.partner[end] > end and code.word(end - 1) != "bind"
    if is_call and code.word(start) != "new" and code.word(code.partner[end] + 1) in (",", "}", ")"):
        edited.defer(start)


def _rewrite_postfix(code: Code, index: int, edited: Edited) -> None:
    if code.word(index + 2) not in (",", ")", "}", "]", ";") or code.tokens[index].end != code.tokens[index + 1].start:
        return
    if not code.is_name(index - 1) and code.word(index - 1) != "]":
        return
    around = code.parent[index]
    if code.word(around) == "(" and code.kind(around - 1) != "identifier":
        return  # Of a condition, where it only says twice that there is a value.
    start = code.path_start(index - 1)
    path = code.on_one_line(start, index)
    edited.before(start, f"{edited.runtime}.two(()=>")
    edited.replace(index, f",$=>{path}=$)")
    edited.replace(index + 1, "")


def _rewrite_prefix(code: Code, index: int, edited: Edited) -> None:
    end = code.path_end(index)
    path = code.on_one_line(index, end)[2:]
    edited.replace(index, f"{edited.runtime}.two(()=>{code.words[index][2:]}")
    edited.behind(end - 1, f",$=>{path}=$)")


def rewrite_attribute_bodies(code: Code, edited: Edited) -> None:
    """`{ .width(1) }` of @Styles, @Extend and stateStyles: of the component that is being styled."""
    for index, word in enumerate(code.words):
        if word == "{" and code.word(index + 1) == "." and code.is_name(index + 2):
            if code.word(index - 1) == ":" and code.kind(index - 2) in ("identifier", "string"):
                edited.defer(index)
            edited.before(index + 1, f"{edited.runtime}.styled")


def declare_attributes(code: Code, things: Iterable[Decorated], edited: Edited) -> bool:
    """`ohosrunUi.extend(f)` behind each function with @Extend or @Styles; returns whether there is one."""
    found = False
    for thing in things:
        if not thing.has(ATTRIBUTES):
            continue
        name = thing.target + 1
        if thing.kind == "member":
            # `@Extend Text.fancy() { … }`, as it was first written.
            if code.parent[thing.target] >= 0 or code.word(name) != "." or code.word(name + 2) != "(":
                continue
            edited.replace(thing.target, "function")
            edited.replace(name, " ")
            name += 1
        body = function_body(code, thing.target)
        if body >= 0 and code.partner[body] > body:
            found = True
            edited.behind(code.partner[body], f"{edited.runtime}.extend({code.word(name)});")
    return found
