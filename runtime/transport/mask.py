"""What a trace does not show. Pure."""

from __future__ import annotations

from runtime.transport.url import authority_span

_SECRET_HEADERS = ("authorization", "proxy-authorization", "cookie", "set-cookie")
MASK = "***"


class Mask:
    """Puts *** in the place of what nobody should read over a shoulder; nothing is masked if `secrets` are shown."""

    def __init__(self, secrets: bool) -> None:
        self._secrets = secrets

    def is_secret(self, line: str) -> bool:
        """Whether nothing of the value of a header line is to be read."""
        return not self._secrets and line.partition(":")[0].strip().lower() in _SECRET_HEADERS

    def header(self, line: str) -> str:
        """A header line, `name: value` or `name:value`."""
        name, colon, value = line.partition(":")
        if self._secrets or not colon:
            return line
        space = " " if value.startswith(" ") else ""
        if self.is_secret(line) and value.strip():
            return f"{name}:{space}{MASK}"
        if name.strip().lower() == "location":
            return f"{name}:{space}{self.url(value.strip())}"
        from re import sub

        # Referer, Origin, Content-Location, Refresh, Link, the request line to a proxy.
        return f"{name}:" + sub(r"//[^/?#\s\"'<>]*@", f"//{MASK}@", value)

    def url(self, text: str) -> str:
        """A URL, a part of one or host:port, without its user and password."""
        start, end = authority_span(text)
        authority = text[start:end]
        if self._secrets or "@" not in authority:
            return text
        return f"{text[:start]}{MASK}@{authority.rpartition('@')[2]}{text[end:]}"
