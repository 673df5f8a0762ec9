"""The values of enum members that are known before the program runs, as TypeScript computes them."""

from __future__ import annotations

from runtime.language.typescript.tables import NAMES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeAlias

    # None: not known.
    Value: TypeAlias = int | float | str | None

# A text that is not known: only that it is one.
SOME_TEXT = "\0"
_POWER = 12
_PRECEDENCE = {"|": 1, "^": 2, "&": 3, "<<": 4, ">>": 4, ">>>": 4, "+": 5, "-": 5, "*": 6, "/": 6, "%": 6, "**": _POWER}


class Constant:
    """One initializer. tokens: kind and text of each; look_up answers the value of a name, qualified or not."""

    def __init__(self, tokens: list[tuple[str, str]], look_up: Callable[[list[str]], Value]) -> None:
        self._tokens = [*tokens, ("<end>", "")]
        self._look_up = look_up
        self._at = 0

    def value(self) -> Value:
        """The value, SOME_TEXT or None."""
        if len(self._tokens) > 200:
            return None
        found = self._binary(0)
        return found if self._tokens[self._at][0] == "<end>" else None

    def _binary(self, least: int) -> Value:
        left = self._unary()
        while True:
            mark = self._tokens[self._at][0]
            precedence = _PRECEDENCE.get(mark, 0)
            if not precedence or precedence <= least:
                return left
            self._at += 1
            right = self._binary(precedence - (mark == "**"))
            left = _applied(mark, left, right)

    def _unary(self) -> Value:
        mark = self._tokens[self._at][0]
        if mark in ("+", "-", "~"):
            self._at += 1
            value = self._unary()
            if value is None or isinstance(value, str):
                return None
            if mark == "~":
                return ~_int32(value)
            return value if mark == "+" else -value
        return self._primary()

    def _primary(self) -> Value:
        kind, text = self._tokens[self._at]
        self._at += 1
        if kind == "<number>":
            return number(text)
        if kind in ("<string>", "<template>"):
            return SOME_TEXT if "\\" in text else text[1:-1]
        if kind == "<head>":
            while self._tokens[self._at][0] not in ("<tail>", "<end>"):
                self._at += 1
            self._at += 1
            return SOME_TEXT
        if kind == "(":
            value = self._binary(0)
            if self._tokens[self._at][0] != ")":
                return None
            self._at += 1
            return value
        return self._name(text) if kind in NAMES else None

    def _name(self, first: str) -> Value:
        path = [first]
        while True:
            kind = self._tokens[self._at][0]
            following, text = self._tokens[min(self._at + 1, len(self._tokens) - 1)]
            if kind == "." and following in NAMES:
                path.append(text)
                self._at += 2
            elif kind == "[" and following == "<string>" and self._tokens[self._at + 2][0] == "]":
                path.append(text[1:-1])
                self._at += 3
            else:
                break
        if path in (["NaN"], ["Infinity"]):
            return float(path[0].lower().removesuffix("inity"))
        return self._look_up(path)


def number(text: str) -> int | float | None:
    """The value of a numeric literal, None for one that is none or is a bigint."""
    digits = text.replace("_", "").lower()
    try:
        if digits[:2] in ("0x", "0o", "0b"):
            return int(digits, 0)
        if digits.isdecimal():
            return int(digits)
        return float(digits)
    except ValueError:
        return None


def literal(value: int | float) -> str:
    """A number as JavaScript writes it, well enough to be read back."""
    if value != value:
        return "NaN"
    if value in (float("inf"), float("-inf")):
        return "Infinity" if value > 0 else "-Infinity"
    return str(int(value)) if value == int(value) and abs(value) < 1e21 else repr(value)


def _int32(value: int | float) -> int:
    if value != value or value in (float("inf"), float("-inf")):
        return 0
    return (int(value) + 0x80000000) % 0x100000000 - 0x80000000


def _applied(mark: str, left: Value, right: Value) -> Value:
    if isinstance(left, str) or isinstance(right, str):
        if mark != "+":
            return None
        if left is None or right is None or SOME_TEXT in (left, right):
            return SOME_TEXT
        return "".join([side if isinstance(side, str) else literal(side) for side in (left, right)])
    if left is None or right is None:
        return None
    if mark in ("|", "^", "&", "<<", ">>", ">>>"):
        return _bitwise(mark, _int32(left), _int32(right))
    try:
        return _arithmetic(mark, left, right)
    except (OverflowError, ZeroDivisionError, ValueError):
        return None


def _bitwise(mark: str, left: int, right: int) -> int:
    if mark in ("|", "^", "&"):
        return {"|": left | right, "^": left ^ right, "&": left & right}[mark]
    count = right % 32
    if mark == "<<":
        return _int32(left << count)
    return left >> count if mark == ">>" else (left % 0x100000000) >> count


def _arithmetic(mark: str, left: int | float, right: int | float) -> int | float | None:
    if mark == "+":
        return left + right
    if mark == "-":
        return left - right
    if mark == "*":
        return left * right
    if mark == "**":
        power = float(left) ** float(right)
        return power if isinstance(power, float) else None
    if right == 0:
        return None if mark == "%" or left == 0 else float("inf") if left > 0 else float("-inf")
    if mark == "/":
        return left / right
    rest = abs(left) % abs(right)
    return -rest if left < 0 else rest
