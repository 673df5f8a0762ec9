"""TypeScript erased in place: what leaves no trace at run time becomes blanks, and a few constructs are rewritten.

Written for TypeScript 5.9 with the target ESNext. One pass over the text decides where every type ends; no tree is
built. Lines stay; columns move only behind what was put in, and Erased.positions leads back.
"""

from __future__ import annotations

import sys

from runtime.language.edits import Edit, apply

# Nested as deep as this, a text is none that a person wrote. Frames of Python, of which a level takes about ten.
_DEEPEST = 12_000


class Erased:
    """JavaScript, and by which edits it came of the text (edits.Positions leads back).

    bare_methods: offsets of methods that no class is around, which became functions. names: those with a value that
    are declared or imported at the top level. uses_this: whether something stands for a `this` now.
    """

    __slots__ = ("bare_methods", "edits", "names", "text", "uses_this")

    def __init__(
        self, text: str, edits: list[Edit], bare_methods: list[int], names: set[str], *, uses_this: bool
    ) -> None:
        self.names = names
        self.uses_this = uses_this
        self.text = text
        self.edits = edits
        self.bare_methods = bare_methods


def erase(text: str, *, merge_imports: bool = False, this_name: str = "") -> Erased:
    """`text` as JavaScript. Raises scanner.GrammarError where it is not TypeScript.

    merge_imports: a name may be imported again from the same module. this_name: what stands for a `this` that is in no
    function, class or namespace.
    """
    from runtime.language.typescript.scanner import GrammarError
    from runtime.language.typescript.settling import Parser

    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(max(limit, _DEEPEST))
    parser = None
    try:
        parser = Parser(text, merge_imports=merge_imports, this_name=this_name)
        edits = parser.edits()
    except RecursionError:
        raise GrammarError("stack overflow", parser.previous_end if parser is not None else 0) from None
    finally:
        sys.setrecursionlimit(limit)
    return Erased(apply(text, edits), edits, parser.bare_methods, parser.module.names, uses_this=parser.uses_this)
