"""What the tokens so far say about the next one: operand or operator, block or object literal.

JavaScript's grammar needs this to tell a regular expression from a division (ECMA-262, "ECMAScript Language: Lexical
Grammar", goal symbols InputElementRegExp and InputElementDiv). Decided from brackets and the words before them, not
from a full parse: right for programs, a best effort for text that is none.
"""

from __future__ import annotations

_VALUES = frozenset(["this", "super", "true", "false", "null"])
_BEFORE_STATEMENT = frozenset(["else", "do", "try", "finally", "export", "default"])
_BEFORE_BLOCK = frozenset(["else", "do", "try", "finally", "static", "=>"])
_BEFORE_CONDITION = frozenset(["if", "while", "for", "with", "for await"])
_DECLARATORS = frozenset(["let", "const", "var"])
_OPENERS = {")": "(", "]": "[", "}": "{"}


class _Bracket:
    """An open bracket: what it opens, whether its closing one ends a value, and the ternaries open inside it."""

    __slots__ = ("closes_value", "function_value", "opener", "role", "ternaries")

    def __init__(self, opener: str, role: str, closes_value: bool) -> None:
        self.opener = opener
        self.role = role
        self.closes_value = closes_value
        # Of the parentheses of a function's parameters: is the function a value (or a declaration)?
        self.function_value: bool | None = None
        self.ternaries = 0


class TokenContext:
    """Fed with every token but comments, in order.

    after_value: the last token ended a value, so that "/" divides. last: the last keyword or punctuator as written,
    or 'value'. in_substitution: "}" would end a substitution of a template.
    """

    __slots__ = (
        "_async_starts_statement",
        "_body_is_value",
        "_class_is_value",
        "_function_is_value",
        "_importing",
        "_label_colon",
        "_open",
        "_stack",
        "after_value",
        "last",
    )

    def __init__(self) -> None:
        self.last = ""
        self.after_value = False
        self._stack = [_Bracket("", "block", False)]
        # How many brackets of each kind are open inside each substitution of a template; the program itself first.
        self._open = [{"(": 0, "[": 0, "{": 0}]
        self._function_is_value: bool | None = None
        self._body_is_value: bool | None = None
        self._class_is_value: tuple[int, bool] | None = None
        self._async_starts_statement = False
        self._label_colon = False
        self._importing = False

    @property
    def in_substitution(self) -> bool:
        return self._stack[-1].opener == "${"

    def see_value(self) -> None:
        """A literal: number, string, regular expression, end of a template, private name."""
        self.last = "value"
        self.after_value = True
        self._importing = False

    def see_identifier(self, name: str) -> None:
        self._async_starts_statement = name == "async" and self._at_statement_start()
        self.last = "async" if name == "async" else "value"
        self.after_value = True

    def see_keyword(self, word: str) -> None:
        if word == "function":
            starts = self._async_starts_statement if self.last == "async" else self._at_statement_start()
            self._function_is_value = not starts
        elif word == "class":
            self._class_is_value = (len(self._stack), not self._at_statement_start())
        elif word in ("import", "export"):
            self._importing = self._at_statement_start()
        elif word == "default":
            self._importing = False
        self.last = "for await" if word == "await" and self.last == "for" else word
        self.after_value = word in _VALUES

    def see_punctuator(self, mark: str) -> None:
        """Every punctuator that is no bracket."""
        top = self._stack[-1]
        if mark == "?":
            top.ternaries += 1
        elif mark == ":":
            self._label_colon = top.role == "block" and not top.ternaries
            top.ternaries = max(0, top.ternaries - 1)
        elif mark in (";", "."):
            self._importing = False
        if mark in (":", ",", ";"):
            # "function" or "class" was the name of a property, or the statement broke off.
            self._function_is_value = None
            if self._class_is_value is not None and self._class_is_value[0] == len(self._stack):
                self._class_is_value = None
        self.last = mark
        # After a value ++ and -- are postfix operators and the value goes on.
        self.after_value = mark in ("++", "--") and self.after_value

    def open(self, opener: str) -> str:
        """Takes "(", "[", "{" or the "${" of a template; returns the role of the bracket, '' for "${"."""
        if opener == "{":
            bracket = self._open_brace()
        elif opener == "[":
            bracket = _Bracket(opener, self._square_role(), True)
        elif opener == "(":
            bracket = _Bracket(opener, "parenthesis", self.last not in _BEFORE_CONDITION)
            bracket.function_value = self._function_is_value
            self._function_is_value = None
            self._importing = False
        else:
            bracket = _Bracket(opener, "", True)
            self._open.append({"(": 0, "[": 0, "{": 0})
        if opener != "${":
            self._open[-1][opener] += 1
        self._stack.append(bracket)
        self.last = opener
        self.after_value = False
        return bracket.role

    def close(self, closer: str) -> None:
        """Closes the nearest bracket of this kind; brackets left open inside it are given up.

        A bracket outside the innermost substitution of a template is never closed from inside it.
        """
        opener = _OPENERS[closer]
        bracket = self._stack[-1]
        counts = self._open[-1]
        if bracket.opener == "${" and closer == "}":
            self._stack.pop()
            self._open.pop()
        elif counts[opener]:
            while (bracket := self._stack.pop()).opener != opener:
                counts[bracket.opener] -= 1
            counts[opener] -= 1
        self._body_is_value = bracket.function_value if closer == ")" else None
        self.last = closer
        self.after_value = bracket.closes_value

    def _at_statement_start(self) -> bool:
        last = self.last
        if last == "{":
            return self._stack[-1].role in ("block", "class")
        if last in ("}", ")"):
            return not self.after_value
        if last == ":":
            return self._label_colon
        return last in ("", ";") or last in _BEFORE_STATEMENT

    def _open_brace(self) -> _Bracket:
        last = self.last
        if self._class_is_value is not None and self._class_is_value[0] == len(self._stack):
            is_value = self._class_is_value[1]
            self._class_is_value = None
            return _Bracket("{", "class", is_value)
        if last == ")":
            return _Bracket("{", "block", bool(self._body_is_value))
        if self._importing:
            return _Bracket("{", "module", False)
        if last in _DECLARATORS:
            return _Bracket("{", "pattern", True)
        if last in _BEFORE_BLOCK or (last != "default" and self._at_statement_start()) or self.after_value:
            return _Bracket("{", "block", False)
        return _Bracket("{", "object", True)

    def _square_role(self) -> str:
        if self._stack[-1].role in ("object", "class") and (
            self.last in ("{", ",", "*", "async", "static", ";") and not self.after_value
        ):
            return "key"
        if self.last in _DECLARATORS:
            return "pattern"
        return "index" if self.after_value else "array"
