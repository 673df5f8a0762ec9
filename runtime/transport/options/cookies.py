"""Cookies that requests keep for each other. Loaded by the first that does."""

from __future__ import annotations


class CookieStore:
    """Lines of a cookie file. Any number of requests may use it at once: each puts in what it has changed."""

    def __init__(self) -> None:
        self._lines: dict[tuple[bytes, ...], bytes] = {}

    def lines(self) -> list[bytes]:
        """What there is now."""
        return list(self._lines.values())

    def update(self, before: list[bytes], after: list[bytes]) -> None:
        """Take in what made `after` of `before`."""
        known = set(before)
        for key in {_key(line) for line in before} - {_key(line) for line in after}:
            self._lines.pop(key, None)
        for line in after:
            if line not in known:
                self._lines[_key(line)] = line


def _key(line: bytes) -> tuple[bytes, ...]:
    """What one cookie differs from another by: domain, path and name (RFC 6265 5.3)."""
    fields = line.removeprefix(b"#HttpOnly_").split(b"\t")
    return (*fields[0:1], *fields[2:3], *fields[5:6])
