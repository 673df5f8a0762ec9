"""--trace=curl: the shell command that sends a request once more, byte for byte."""

from __future__ import annotations

from runtime.output.safe import printable
from runtime.transport.environment import environment, no_proxy
from runtime.transport.options.common import ENCODINGS, USER_AGENT, Manners
from runtime.transport.text import text_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from runtime.transport.mask import Mask
    from runtime.transport.request import Request

_LONGEST_WORD = 100_000  # Linux allows 128 KiB in one argument.
_PROXY_VARIABLES = ("http_proxy", "https_proxy", "all_proxy", "no_proxy")


def curl_command(
    request: Request, mask: Mask, cacert: str, resolve: Sequence[str], manners: Manners | None = None
) -> str:
    """One line for a POSIX shell. `cacert` and `resolve` as the settings of these names, `manners` the client's."""
    manners = manners or Manners()
    # --cookie '': cookies of one hop of a redirect go to the next, and no further (behaviour tables 2.4).
    words = ["curl", "--location", "--proto", "-all,http,https", "--max-redirs", str(manners.redirects), "--cookie", ""]
    words += [*_method(request), *_headers(request, mask, manners.encodings or ENCODINGS)]
    if request.protocol >= 0:
        words.append("--http1.1" if request.protocol == 0 else "--http2")
    words += [*_limits(request), *_proxy(request, mask)]
    lacking = [
        f"the header {_quoted(mask.header(text_of(line)))}" for line in request.header_lines if line.startswith(b"@")
    ]
    if request.special is not None:
        from runtime.transport.options import repeated

        words += repeated.words_for(request.special, mask)
        lacking += repeated.left_out(request.special)
    for entry in resolve:
        words += ["--resolve", entry]
    if cacert:
        words += ["--cacert", cacert]
    source = ""
    if request.body is not None and _fits_in_a_word(request.body):
        words += ["--data-raw", mask.text(text_of(request.body))]
    elif request.body is not None:
        source = f"printf %s {_base64(mask.body(request.body))} | base64 -d | "
        words += ["--data-binary", "@-"]
    url = mask.url(text_of(request.url))
    if any(char in url for char in "[]{}"):
        words.append("--globoff")
    words += ["--url", url] if url.startswith("-") else [url]
    before = ["", *words]
    quoted = [_quoted(word, has_lines=before[index] == "--data-raw") for index, word in enumerate(words)]
    command = source + " ".join(quoted)
    return f"{command} # without {', '.join(lacking)}" if lacking else command


def _method(request: Request) -> list[str]:
    if request.method == b"HEAD":
        return ["--head"]
    if request.method == b"GET" and request.body is None:
        return []
    return ["--request", text_of(request.method)]


def _headers(request: Request, mask: Mask, encodings: str) -> list[str]:
    # With a range a device sends none (behaviour tables 3).
    has_range = request.special is not None and bool(request.special.range)
    words = ["--compressed", "--user-agent", "" if has_range else USER_AGENT]
    # The command may have been built with other encodings than this libcurl.
    if encodings and not any(
        line.startswith((b"accept-encoding:", b"accept-encoding;")) for line in request.header_lines
    ):
        words += ["--header", f"Accept-Encoding: {encodings}"]
    is_form = request.special is not None and bool(request.special.parts)
    for line in request.header_lines:
        # curl would read a file of that name, and writes the type of a form itself, with its boundary.
        if not line.startswith(b"@") and not (is_form and line.startswith(b"content-type:")):
            words += ["--header", mask.header(text_of(line))]
    return words


def _limits(request: Request) -> list[str]:
    words = []
    for flag, limit in (("--connect-timeout", request.connect_timeout), ("--max-time", request.read_timeout)):
        if limit:
            words += [flag, f"{limit / 1000:.3f}".rstrip("0").rstrip(".")]
    return words


def _proxy(request: Request, mask: Mask) -> list[str]:
    environ = environment()
    inherits = any(environ.get(name) or environ.get(name.upper()) for name in _PROXY_VARIABLES)
    if request.proxy is None:
        return ["--noproxy", no_proxy(environ)] if inherits else []
    host, port, _ = request.proxy
    if not host:
        return ["--noproxy", "*"]
    proxy = mask.url(host) + (f":{port}" if port else "")
    return ["--proxy", proxy, "--noproxy", ""] if inherits else ["--proxy", proxy]


def _quoted(text: str, *, has_lines: bool = False) -> str:
    from shlex import quote

    plain = text.replace("\n", "") if has_lines else text
    if printable(plain) == plain:
        return quote(text)
    # In octal, so that no control character acts on the terminal that shows the command.
    escaped = "".join(
        char if printable(char) == char else "".join(f"\\{byte:03o}" for byte in char.encode("utf-8", "replace"))
        for char in text.replace("\\", "\\\\").replace("%", "%%")
    )
    return f'"$(printf {quote(escaped)})"'


def _fits_in_a_word(data: bytes) -> bool:
    """Whether `data` is text that a shell hands over unchanged."""
    try:
        text = data.decode().replace("\n", "")
        return len(data) < _LONGEST_WORD and printable(text) == text
    except UnicodeDecodeError:
        return False


def _base64(data: bytes) -> str:
    from base64 import b64encode

    return b64encode(data).decode()
