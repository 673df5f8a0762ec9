"""Requests that cannot begin."""

from __future__ import annotations

SETUP_ERROR = -1  # An option that libcurl would not take; no code of its own.


class NotStartedError(Exception):
    """A request that fails before it is sent. `code` is curl's, or SETUP_ERROR."""

    def __init__(self, code: int, text: str) -> None:
        super().__init__(text)
        self.code = code
        self.text = text
