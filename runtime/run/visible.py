"""Which names a program could have meant at a place: those of blocks that enclose it. Read only for error screens."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from runtime.language.javascript.tokens import Token

_PAIRS = {"(": ")", "[": "]", "{": "}"}
# What has parentheses that are no parameters.
_STATEMENTS = ("if", "for", "while", "switch", "with")
# Braces that are part of an expression or a declaration.
_NO_BLOCKS = ("object", "pattern", "module")
_DECLARING = ("const", "let", "var", "function", "class", "import")
_TOP = -1


def visible_names(tokens: list[Token], offset: int) -> set[str]:
    """Names of variables in `tokens`, comments left out, that occur in a block around `offset` or at the top.

    What is in a block is in the blocks inside of it, too. Members and keys of objects are no variables.
    """
    closers = _closers(tokens)
    # By the place of its brace: the blocks around `offset`.
    around = {at for at, end in closers.items() if tokens[at].start < offset <= tokens[end].start} | {_TOP}
    names, declared, short_lived = set(), set(), set()
    open_ones: list[int] = []
    parameters_end, body = _TOP, _TOP
    for at, token in enumerate(tokens):
        if token.text == "{" and at in closers and token.role not in _NO_BLOCKS:
            open_ones.append(at)
        elif token.text == "}" and open_ones and closers[open_ones[-1]] == at:
            open_ones.pop()
        elif token.text == "(" and at > parameters_end and (block := _body_of(tokens, closers, at)) is not None:
            parameters_end, body = closers[at], block
        elif _is_variable(tokens, at):
            block = open_ones[-1] if open_ones else _TOP
            if at < parameters_end:
                block = body
            elif _text_at(tokens, at + 1) == "=>":
                block = at + 2
            if block >= 0 and tokens[block : block + 1] and tokens[block].text != "{":
                short_lived.add(token.text)  # Of a function that is an expression.
            elif block in around:
                names.add(token.text)
                if _text_at(tokens, at - 1) in _DECLARING:
                    declared.add(token.text)
    return names - (short_lived - declared)


def _closers(tokens: list[Token]) -> dict[int, int]:
    """Place of an opening bracket -> that of its closing one."""
    found = {}
    open_ones: list[int] = []
    for at, token in enumerate(tokens):
        if token.text in _PAIRS and token.kind == "punctuator":
            open_ones.append(at)
        elif open_ones and token.kind == "punctuator" and token.text == _PAIRS[tokens[open_ones[-1]].text]:
            found[open_ones.pop()] = at
    return found


def _body_of(tokens: list[Token], closers: dict[int, int], at: int) -> int | None:
    """The place where the body begins of the function whose parameters begin at `at`; None where there is no such."""
    if at not in closers:
        return None
    end = closers[at]
    if _text_at(tokens, end + 1) == "=>":
        return end + 2
    before = tokens[at - 1] if at else None
    is_name = before is not None and (before.kind in ("identifier", "private") or before.text in ("function", "catch"))
    if _text_at(tokens, end + 1) == "{" and is_name and before is not None and before.text not in _STATEMENTS:
        return end + 1
    return None


def _is_variable(tokens: list[Token], at: int) -> bool:
    before, after = _text_at(tokens, at - 1), _text_at(tokens, at + 1)
    is_key = after == ":" and before in ("{", ",")
    return tokens[at].kind == "identifier" and before not in (".", "?.") and not is_key


def _text_at(tokens: list[Token], at: int) -> str:
    return tokens[at].text if 0 <= at < len(tokens) else ""
