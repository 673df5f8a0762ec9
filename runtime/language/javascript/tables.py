"""The characters and words of JavaScript that its tokens are made of (ECMA-262, "Lexical Grammar")."""

from __future__ import annotations

KEYWORDS = frozenset([
    "await", "break", "case", "catch", "class", "const", "continue", "debugger", "default", "delete", "do", "else",
    "enum", "export", "extends", "false", "finally", "for", "function", "if", "implements", "import", "in",
    "instanceof", "interface", "let", "new", "null", "package", "private", "protected", "public", "return", "static",
    "super", "switch", "this", "throw", "true", "try", "typeof", "var", "void", "while", "with", "yield",
])  # fmt: skip

# What an input method for Chinese or Japanese writes in place of JavaScript's punctuation. The full-width solidus
# is left out: it could begin a comment, a regular expression or a division.
FULL_WIDTH = dict(
    zip("，、；：（）｛｝［］【】！？．＝＜＞＋－＊％＆｜＾～", ",,;:(){}[][]!?.=<>+-*%&|^~", strict=True)
)
# Opening quotation mark -> the closing one and the JavaScript delimiter both stand for.
TYPOGRAPHIC_QUOTES = {
    "“": ("”", '"'),
    "”": ("”", '"'),
    "‘": ("’", "'"),
    "’": ("’", "'"),
    "＂": ("＂", '"'),
    "＇": ("＇", "'"),
}

# The languages under which documentation shows what is run here.
FENCE_LANGUAGES = frozenset([
    "arkts", "cjs", "code", "ecmascript", "es6", "ets", "javascript", "js", "jsx", "mjs", "plaintext", "text", "ts",
    "txt", "typescript",
])  # fmt: skip
# Inside a name U+200C and U+200D are part of it. U+FEFF is white space everywhere.
INVISIBLE = frozenset(
    "\u00ad\u034f\u061c\u180e\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2061\u2062\u2063\u2064"
    "\u2066\u2067\u2068\u2069"
)
WHITE_SPACE = frozenset(
    " \t\n\v\f\r\xa0\ufeff\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f"
    "\u205f\u3000"
)
LINE_TERMINATORS = "\n\r\u2028\u2029"
DIGITS = frozenset("0123456789")
NAME_START = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz$_")
NAME = NAME_START | DIGITS
DECIMAL = DIGITS | {"_"}
HEX_DIGITS = frozenset("0123456789abcdefABCDEF")
RADIX_DIGITS = {"x": HEX_DIGITS | {"_"}, "o": frozenset("01234567_"), "b": frozenset("01_")}
MARKDOWN_ESCAPED = frozenset("<>_*[](){}#+-.!|&~=$")
LONG_PUNCTUATORS = frozenset([
    ">>>=", "...", "===", "!==", "**=", "<<=", ">>=", ">>>", "&&=", "||=", "??=", "=>", "==", "!=", "<=", ">=", "++",
    "--", "<<", ">>", "&&", "||", "??", "?.", "+=", "-=", "*=", "/=", "%=", "&=", "|=", "^=", "**",
])  # fmt: skip
