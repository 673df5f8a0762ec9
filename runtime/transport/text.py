"""Text and bytes of HTTP. Pure."""

from __future__ import annotations


def encode(text: str) -> bytes:
    """`text` as UTF-8; a lone surrogate becomes U+FFFD."""
    try:
        return text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace").encode()


def text_of(body: bytes) -> str:
    """`body` as UTF-8: invalid bytes become U+FFFD, NUL and a byte order mark are kept (decisions, strings)."""
    return body.decode("utf-8", "replace")


def ascii_lower(text: str) -> str:
    """`text` with A-Z in lower case and nothing else changed."""
    if text.isascii():
        return text.lower()
    return "".join(chr(ord(char) + 32) if "A" <= char <= "Z" else char for char in text)
