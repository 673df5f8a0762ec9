"""The edits of one text while they are collected: by token, each within its line."""

from __future__ import annotations

from runtime.language.edits import Edit, blank

TYPE_CHECKING = False
if TYPE_CHECKING:
    from runtime.language.arkts.code import Code

RUNTIME = "ohosrunUi"
"""The global through which rewritten text reaches what builds screens."""


class Edited:
    """`runtime` is the name under which the rewritten text reaches what builds screens."""

    __slots__ = ("_before", "_behind", "_blank", "_code", "_deferred", "_replaced", "_start", "runtime")

    def __init__(self, code: Code) -> None:
        self._code = code
        self._before: dict[int, str] = {}
        self._behind: dict[int, str] = {}
        self._replaced: dict[int, str] = {}
        self._blank: list[Edit] = []
        self._deferred: set[int] = set()
        self._start = ""
        self.runtime = RUNTIME

    def __bool__(self) -> bool:
        return bool(self._before or self._behind or self._replaced or self._blank or self._start)

    def at_start(self, text: str) -> None:
        """Insert `text` before everything."""
        self._start += text

    def before(self, index: int, text: str) -> None:
        """Insert `text` before the token, behind what was inserted there already."""
        self._before[index] = self._before.get(index, "") + text

    def defer(self, index: int) -> None:
        """Make a function of the expression that begins with the token, once."""
        if index not in self._deferred:
            self._deferred.add(index)
            self.before(index, "()=>")

    def behind(self, index: int, text: str) -> None:
        """Insert `text` behind the token, behind what was inserted there already."""
        self._behind[index] = self._behind.get(index, "") + text

    def replace(self, index: int, text: str) -> None:
        """Put `text` in the place of the token."""
        self._replaced[index] = text

    def blank(self, start: int, end: int) -> None:
        """Put spaces in the place of the tokens [start, end) and of everything between them; line ends stay."""
        code = self._code
        self._blank.append(blank(code.text, code.tokens[start].start, code.tokens[end - 1].end))

    def edits(self) -> list[Edit]:
        """The edits by offset, none overlapping another; at most one begins at each offset."""
        made: list[Edit] = [Edit(0, 0, self._start)] if self._start else []
        tokens = self._code.tokens
        for index in sorted({*self._before, *self._behind, *self._replaced}):
            token = tokens[index]
            before, behind = self._before.get(index, ""), self._behind.get(index, "")
            if index in self._replaced:
                made.append(Edit(token.start, token.end, before + self._replaced[index] + behind))
                continue
            if before:
                made.append(Edit(token.start, token.start, before))
            if behind:
                made.append(Edit(token.end, token.end, behind))
        made.extend(self._blank)
        made.sort(key=lambda edit: (edit.start, edit.end))
        return _joined(made)


def _joined(edits: list[Edit]) -> list[Edit]:
    joined: list[Edit] = []
    for edit in edits:
        if joined and joined[-1].start == joined[-1].end == edit.start:
            last = joined.pop()
            edit = Edit(edit.start, edit.end, last.replacement + edit.replacement)
        joined.append(edit)
    return joined
