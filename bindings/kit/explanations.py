"""What `--explain CODE` prints: one form for the codes of every module."""

from __future__ import annotations


def explanation(code: int, message: str, meaning: str, causes: str, check: str) -> str:
    """The text about `code`: its message, what it means, what usually causes it, what to check."""
    return f"{code}: {message}\n\n{meaning}\n\nUsual causes: {causes}\nCheck: {check}\n"
