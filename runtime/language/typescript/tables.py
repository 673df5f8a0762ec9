"""The words and marks of TypeScript that its grammar asks for (TypeScript 5.9, ECMA-262)."""

from __future__ import annotations

# Words that are never names in a module.
RESERVED = frozenset([
    "break", "case", "catch", "class", "const", "continue", "debugger", "default", "delete", "do", "else", "enum",
    "export", "extends", "false", "finally", "for", "function", "if", "import", "in", "instanceof", "new", "null",
    "return", "super", "switch", "this", "throw", "true", "try", "typeof", "var", "void", "while", "with",
])  # fmt: skip
# Names that mean something in places; everywhere else they are names like any other.
CONTEXTUAL = frozenset([
    "abstract", "accessor", "any", "as", "assert", "asserts", "async", "await", "bigint", "boolean", "constructor",
    "declare", "defer", "from", "get", "global", "implements", "infer", "interface", "is", "keyof", "let", "module",
    "namespace", "never", "number", "object", "of", "out", "override", "private", "protected", "public", "readonly",
    "require", "satisfies", "set", "static", "string", "symbol", "type", "undefined", "unique", "unknown", "using",
    "yield",
])  # fmt: skip
WORDS = RESERVED | CONTEXTUAL
NAMES = CONTEXTUAL | {"<name>"}
# What a property may be called without brackets.
PROPERTY_NAMES = WORDS | {"<name>", "<string>", "<number>", "<private>"}

TYPE_KEYWORDS = frozenset([
    "any", "bigint", "boolean", "never", "number", "object", "string", "symbol", "undefined", "unknown",
])  # fmt: skip
TYPE_LITERALS = frozenset(["<string>", "<number>", "<template>", "true", "false", "null", "void"])

# One character each; ">" is put together only where an operator is wanted, so that type arguments close.
SINGLE = frozenset("(){}[];,:~@>")
MARKS = frozenset([
    "...", "===", "!==", "**=", "<<=", "&&=", "||=", "??=", "=>", "==", "!=", "<=", "++", "--", "<<", "&&", "||", "??",
    "?.", "+=", "-=", "*=", "/=", "%=", "&=", "|=", "^=", "**",
])  # fmt: skip
GREATER_MARKS = (">>>=", ">>>", ">>=", ">>", ">=")

ASSIGNMENTS = frozenset([
    "=", "+=", "-=", "*=", "/=", "%=", "**=", "<<=", ">>=", ">>>=", "&=", "|=", "^=", "&&=", "||=", "??=",
])  # fmt: skip
BINARY = frozenset([
    "+", "-", "*", "/", "%", "**", "<<", ">>", ">>>", "<", ">", "<=", ">=", "==", "!=", "===", "!==", "&", "|", "^",
    "&&", "||", "??", "in", "instanceof",
])  # fmt: skip
PREFIX = frozenset(["!", "~", "+", "-", "++", "--", "typeof", "void", "delete"])
# What can begin an expression, besides names.
STARTS_EXPRESSION = NAMES | PREFIX | frozenset([
    "this", "super", "null", "true", "false", "<number>", "<string>", "<template>", "<head>", "<private>", "(", "[",
    "{", "function", "class", "new", "/", "/=", "<", "<<", "@", "import",
])  # fmt: skip

# Where a line that begins with one of these goes on with the line before it, unless a type ended that one.
CONTINUES = frozenset(["(", "[", "<template>", "<head>", "+", "-", "*", "/", "/=", ".", "?.", ",", "<", "=", "in",
                       "instanceof", "**", "?"])  # fmt: skip

MEMBER_MODIFIERS = frozenset([
    "abstract", "accessor", "async", "declare", "override", "private", "protected", "public", "readonly", "static",
])  # fmt: skip
ERASED_MODIFIERS = frozenset(["abstract", "declare", "override", "private", "protected", "public", "readonly"])
PARAMETER_PROPERTY = frozenset(["override", "private", "protected", "public", "readonly"])
