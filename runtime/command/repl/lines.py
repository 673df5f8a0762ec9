"""A line of the interactive session -> a function that the engine can call, with its names made global.

The engine can wait for a module and for nothing else, so a line is the body of a function, an async one where it
awaits or imports: `const a = await f()` becomes `0, a = await f()`, which in sloppy mode sets a global, and the last
expression is what the function returns. Everything stays on its line.
"""

from __future__ import annotations

from runtime.engine.quickjs import check_syntax
from runtime.language.javascript.tokens import UNTERMINATED_COMMENT, UNTERMINATED_TEMPLATE, Lines, tokenize
from runtime.output.lines import line_of, of_call

TYPE_CHECKING = False
if TYPE_CHECKING:
    from runtime.language.javascript.tokens import Token

_DECLARATIONS = ("let", "const", "var")
# Of the last expression; a file that is loaded may have any number of statements.
_MOST_ATTEMPTS = 40
_END = "\n})"
_OPENING, _CLOSING = ("(", "[", "{"), (")", "]", "}")


class Insertion:
    """`text` put in before `offset` of the line, in place of the `removed` characters there."""

    __slots__ = ("offset", "removed", "text")

    def __init__(self, offset: int, text: str, removed: int = 0) -> None:
        self.offset = offset
        self.text = text
        self.removed = removed


class CompiledLine:
    """`code` is an expression whose value is the function to call; `waits` says whether that returns a promise."""

    __slots__ = ("_insertions", "_text", "code", "waits")

    def __init__(self, text: str, insertions: list[Insertion], code: str, *, waits: bool) -> None:
        self._text = text
        self._insertions = insertions
        self.code = code
        self.waits = waits

    def column(self, line: int, column: int) -> int:
        """The column in the text of what is at `column` of the same line in `code`; both from 1."""
        lines = Lines(self._text)
        start = lines.offset(line, 1)
        # The `return` before the last expression is none of the person's.
        column = of_call(line_of(self.code, line), column)
        shift = 0
        for insertion in self._insertions:
            at = insertion.offset - start
            if lines.position(insertion.offset)[0] == line and at + shift < column - 1:
                shift += len(insertion.text) - insertion.removed
        return max(1, column - shift)


def is_complete(text: str) -> bool:
    """Whether `text` is whole: false only where what is wrong with it is that it ends."""
    tokens = tokenize(text)
    if not tokens:
        return True
    if tokens[-1].reason:
        # Of what has no end only a template and a comment may go on in the next line.
        return tokens[-1].reason not in (UNTERMINATED_TEMPLATE, UNTERMINATED_COMMENT)
    if sum((token.text in _CLOSING) - (token.text in _OPENING) for token in tokens) > 0:
        return True
    code = _compiled(text, [token for token in tokens if token.kind != "comment"], returns=None).code
    problem = check_syntax(code)
    if problem is None:
        return True
    place = problem[1].strip().partition("\n")[0].rstrip(")").rsplit(":", 2)
    end = len(code) - len(_END)
    at = Lines(code).offset(int(place[1]), int(place[2])) if len(place) == 3 else 0
    return bool(code[at:end].strip())


def compile_line(text: str) -> CompiledLine:
    """The function that `text` is the body of. Text that is not valid becomes code that the engine refuses."""
    tokens = [token for token in tokenize(text) if token.kind != "comment"]
    if text.lstrip().startswith("{") and not text.rstrip().endswith(";"):
        whole = _compiled(text, tokens, returns=tokens[0].start)
        if check_syntax(whole.code) is None:
            return whole
    for start in _statement_starts(text, tokens)[-_MOST_ATTEMPTS:]:
        attempt = _compiled(text, tokens, returns=start)
        if check_syntax(attempt.code) is None:
            return attempt
    return _compiled(text, tokens, returns=None)


def _compiled(text: str, tokens: list[Token], *, returns: int | None) -> CompiledLine:
    insertions = _declarations(text, tokens)
    waits = any(
        token.text in ("await", "import") and (index == 0 or tokens[index - 1].text != ".")
        for index, token in enumerate(tokens)
    )
    functions = "".join(f"globalThis.{name} = {name}; " for name in _functions(text, tokens))
    insertions.insert(0, Insertion(0, f"({'async ' if waits else ''}() => {{ {functions}"))
    if returns is not None:
        insertions.append(Insertion(returns, "return ("))
        insertions.sort(key=lambda insertion: insertion.offset)
    pieces = []
    at = 0
    for insertion in insertions:
        pieces += [text[at : insertion.offset], insertion.text]
        at = insertion.offset + insertion.removed
    pieces.append(text[at:])
    body = "".join(pieces)
    if returns is not None:
        body = body.rstrip().rstrip(";")
    return CompiledLine(text, insertions, body + ("\n)" if returns is not None else "") + _END, waits=waits)


def _at_top(tokens: list[Token]) -> list[tuple[int, Token]]:
    """The tokens outside of all brackets, with their indices."""
    found = []
    depth = 0
    for index, token in enumerate(tokens):
        closes = token.text in _CLOSING or (token.kind == "template" and token.text.startswith("}"))
        opens = token.text in _OPENING or (token.kind == "template" and token.text.endswith("${"))
        depth -= closes
        if depth == 0 and not closes:
            found.append((index, token))
        depth += opens
    return found


def _begins_statement(text: str, tokens: list[Token], index: int) -> bool:
    if index == 0:
        return True
    before = tokens[index - 1]
    if before.text in (";", "}"):
        return True
    if "\n" not in text[before.end : tokens[index].start]:
        return False
    return before.kind != "punctuator" or before.text in (")", "]")


def _statement_starts(text: str, tokens: list[Token]) -> list[int]:
    """Where a statement begins that could be an expression."""
    starts = []
    for index, token in _at_top(tokens):
        is_function = "function" in (token.text, *(other.text for other in tokens[index + 1 : index + 2]))
        if _begins_statement(text, tokens, index) and not is_function:
            starts.append(token.start)
    return starts


def _functions(text: str, tokens: list[Token]) -> list[str]:
    """The names of the function declarations."""
    names = []
    for index, token in _at_top(tokens):
        rest = [other.text for other in tokens[index : index + 4]]
        if rest[:2] == ["async", "function"]:
            rest = rest[1:]
        if rest[:1] == ["function"] and _begins_statement(text, tokens, index):
            name = rest[2] if rest[1:2] == ["*"] else rest[1] if len(rest) > 1 else ""
            if name.isidentifier() and (token.text == "async" or tokens[index - 1].text != "async" or index == 0):
                names.append(name)
    return names


def _declarations(text: str, tokens: list[Token]) -> list[Insertion]:
    """What makes assignments to globals of let, const, var, class and import."""
    insertions = []
    for index, token in _at_top(tokens):
        following = tokens[index + 1] if index + 1 < len(tokens) else None
        if following is None:
            continue
        if token.text in _DECLARATIONS and (following.kind == "identifier" or following.text in ("{", "[")):
            insertions.append(Insertion(token.start, "0,".ljust(len(token.text)), len(token.text)))
            after = tokens[index + 2].text if index + 2 < len(tokens) else ";"
            if following.kind == "identifier" and after not in ("=", "of", "in"):
                insertions.append(Insertion(following.end, " = undefined"))
        elif token.text == "class" and following.kind == "identifier" and _begins_statement(text, tokens, index):
            insertions.append(Insertion(token.start, f"{following.text} = "))
        elif token.text == "import" and following.text not in ("(", ".") and _begins_statement(text, tokens, index):
            insertions += _import(tokens, index)
    return insertions


def _import(tokens: list[Token], index: int) -> list[Insertion]:
    """`import a, { b as c } from 'm'` as `0, { default: a, b: c } = await import('m')`."""
    clause = []
    at = index + 1
    while at < len(tokens) and tokens[at].kind != "string":
        clause.append(tokens[at].text)
        at += 1
    if at == len(tokens):
        return []
    specifier, start = tokens[at], tokens[index].start
    called = f"await import({specifier.text})"
    if not clause:
        return [Insertion(start, called, specifier.end - start)]
    names = []
    namespace = ""
    words = [word for word in clause[:-1] if word not in ("{", "}", ",")]
    position = 0
    while position < len(words):
        word = words[position]
        renamed = words[position + 2] if words[position + 1 : position + 2] == ["as"] else ""
        if word == "*":
            namespace = renamed
        else:
            is_default = position == 0 and clause[0] == word
            names.append(f"{'default' if is_default else word}: {renamed or word}")
        position += 3 if renamed else 1
    target = f"{{ {', '.join(names)} }} = " if names else ""
    return [Insertion(start, f"0, {namespace + ' = ' if namespace else ''}{target}{called}", specifier.end - start)]
