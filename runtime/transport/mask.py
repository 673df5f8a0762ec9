"""What a trace does not show. Pure."""

from __future__ import annotations

from runtime.transport.url import authority_span

TYPE_CHECKING = False
if TYPE_CHECKING:
    import re
    from collections.abc import Callable

MASK = "***"

_SECRET_HEADERS = ("authorization", "proxy-authorization", "cookie", "set-cookie")
# In any name, with its `_` as `-`: header, member of a query, of a form, of JSON.
_SECRET_PARTS = ("api-key", "apikey", "secret", "session", "password", "passwd")
_SECRET_ENDS = ("token", "-auth")
_SECRET_BEGINS = ("oauth",)

# Where a value begins, and its name: name=value in a query, a fragment or a form; a member of JSON, also of JSON that
# is a string of another; a part of a multipart form.
_MEMBER = r"(?<![^?&#;\s\"'<(])(?P<name>[^=&?#;\s\"'<>(]{1,200})="
_JSON_MEMBER = r"(?P<quote>\\*\")(?P<name>[^\"\\]{1,200})(?P=quote)\s{0,99}:\s{0,99}(?P=quote)"
_PART = r"\bname=\"(?P<name>[^\"\r\n]{1,200})\"[^\r\n]{0,999}(?:\r?\n[^\r\n]{1,999}){0,9}\r?\n\r?\n"


def is_secret_name(name: str) -> bool:
    """Whether what goes by this name is for nobody else's eyes: `X-Api-Key`, `access_token`; not `max_tokens`."""
    name = name.strip().lower().replace("_", "-")
    return (
        name in _SECRET_HEADERS
        or any(part in name for part in _SECRET_PARTS)
        or name.endswith(_SECRET_ENDS)
        or name.startswith(_SECRET_BEGINS)
    )


class Mask:
    """Puts *** in the place of what nobody should read over a shoulder; nothing is masked if `secrets` are shown."""

    def __init__(self, secrets: bool) -> None:
        self._secrets = secrets

    def hides(self, name: str) -> bool:
        """Whether the value that goes by `name` is not to be read."""
        return not self._secrets and is_secret_name(name)

    def secret(self, text: str) -> str:
        """What is a secret whatever its name: *** for it, '' for none."""
        return text if self._secrets or not text else MASK

    def is_secret(self, line: str) -> bool:
        """Whether nothing of the value of a header line is to be read."""
        return self.hides(line.partition(":")[0])

    def header(self, line: str) -> str:
        """A header line, `name: value` or `name:value`, or the line of a request."""
        name, colon, value = line.partition(":")
        if self._secrets:
            return line
        if not colon or " " in name:
            return self.text(line)
        space = " " if value.startswith(" ") else ""
        if self.is_secret(line) and value.strip():
            return f"{name}:{space}{MASK}"
        if name.strip().lower() == "location":
            return f"{name}:{space}{self.url(value.strip())}"
        # Referer, Origin, Content-Location, Refresh, Link.
        return f"{name}:{self.text(value)}"

    def url(self, text: str) -> str:
        """A URL, a part of one or host:port, without its user and password and what its query keeps secret."""
        if self._secrets:
            return text
        start, end = authority_span(text)
        authority = text[start:end]
        if "@" in authority:
            text = f"{text[:start]}{MASK}@{authority.rpartition('@')[2]}{text[end:]}"
        return self._members(text)

    def body(self, data: bytes) -> bytes:
        """The bytes of a body, with what `text` hides of the text in them hidden."""
        return data if self._secrets else self.text(data.decode("latin-1")).encode("latin-1")

    def text(self, text: str) -> str:
        """Any text: credentials of URLs in it, and the secret members of queries, forms and JSON."""
        if self._secrets:
            return text
        from re import sub

        text = sub(r"//[^/?#\s\"'<>]{0,999}@", f"//{MASK}@", text)
        text = _hide(text, _JSON_MEMBER, _end_of_string)
        text = _hide(text, _PART, _end_of_part)
        return self._members(text)

    @staticmethod
    def _members(text: str) -> str:
        return _hide(text, _MEMBER, _end_of_member) if "=" in text else text


def _hide(text: str, beginning: str, end_of: Callable[[str, re.Match[str]], int]) -> str:
    """`text` without the values that begin behind `beginning` and have the name of a secret."""
    import re

    pattern = re.compile(beginning)
    pieces = []
    at = look = 0
    # What is no secret is looked into: it may be a text with members of its own.
    while found := pattern.search(text, look):
        look = found.end()
        if is_secret_name(_unquoted(found["name"])):
            end = end_of(text, found)
            if end > look:
                pieces += [text[at:look], MASK]
                at = look = end
    return "".join((*pieces, text[at:]))


def _unquoted(name: str) -> str:
    if "%" not in name:
        return name
    from urllib.parse import unquote

    return unquote(name)


def _end_of_member(text: str, found: re.Match[str]) -> int:
    from re import compile as compiled

    end = compiled(r"[&#;\s\"'<>]").search(text, found.end())
    return end.start() if end else len(text)


def _end_of_string(text: str, found: re.Match[str]) -> int:
    """Where a string ends that began with a quote behind some backslashes; escaped ones have others before them."""
    from re import compile as compiled

    backslashes = len(found["quote"]) - 1
    for quote in compiled(r'(\\*)"').finditer(text, found.end()):
        if len(quote[1]) % (2 * backslashes + 2) == backslashes:
            return quote.end() - 1 - backslashes
    return len(text)


def _end_of_part(text: str, found: re.Match[str]) -> int:
    end = text.find("\n--", found.end())
    return len(text) if end < 0 else end - (text[end - 1] == "\r")
