"""What few requests ask for (special.py), as words of the curl command that repeats one; secrets are masked."""

from __future__ import annotations

from runtime.transport.options.special import ANY, BASIC, DIGEST, NTLM
from runtime.transport.text import text_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from runtime.transport.mask import Mask
    from runtime.transport.options.special import Part, Socks5, Special

_KINDS = {BASIC: "--basic", DIGEST: "--digest", NTLM: "--ntlm", ANY: "--anyauth"}
_TLS = {4: "1.0", 5: "1.1", 6: "1.2", 7: "1.3"}


def words_for(special: Special, mask: Mask) -> list[str]:
    """The options of `special` that curl has, too."""
    words = [*_connection(special, mask), *_tls(special, mask), *_proxies(special, mask)]
    if special.range:
        words += ["--range", special.range]
    if special.redirect_limit is not None:
        words += ["--max-redirs", str(special.redirect_limit)]  # The last one counts.
    if special.authentication:
        words += [_KINDS[special.authentication], "--user", _login(special.username, special.password, mask)]
    for part in special.parts:
        words += ["--form", _form(part, mask)]
    return words


def left_out(special: Special) -> list[str]:
    """What the command lacks, by the names of the options of a program."""
    lacking = {
        "caPath or caData": bool(special.ca_data),
        "sniHostName": bool(special.server_name),
        "the function of remoteValidation": special.validate is not None,
        "the kept cookies": special.cookies is not None and bool(special.cookies.lines()),
        "enablePartialChain": not special.partial_chain,
        "the buffers of multiFormDataList": any(_is_binary(part.data) for part in special.parts),
    }
    return [name for name, lacks in lacking.items() if lacks]


def _connection(special: Special, mask: Mask) -> list[str]:
    words = []
    if special.address_family:
        words.append(f"--ipv{special.address_family}")
    if special.dns_over_https:
        words += ["--doh-url", mask.url(special.dns_over_https)]
    return words


def _tls(special: Special, mask: Mask) -> list[str]:
    words = []
    for flag, text in (
        ("--cert", special.certificate),
        ("--key", special.certificate_key),
        ("--cert-type", special.certificate_type),
        ("--pass", mask.secret(special.certificate_password)),
        ("--pinnedpubkey", special.pinned_keys),
        ("--ciphers", special.ciphers),
        ("--tls13-ciphers", special.ciphers_13),
    ):
        if text:
            words += [flag, text]
    if special.tls_versions is not None:
        least, most = special.tls_versions
        words += [f"--tlsv{_TLS[least]}", "--tls-max", _TLS[most]]
    if not special.verify:
        words.append("--insecure")
    return words


def _proxies(special: Special, mask: Mask) -> list[str]:
    words = []
    credentials = special.proxy_credentials
    if special.socks5 is not None:
        words += _socks5(special.socks5)
        credentials = (special.socks5.username, special.socks5.password) if special.socks5.password else None
    if credentials is not None:
        words += ["--proxy-user", _login(*credentials, mask)]
    return words


def _socks5(socks: Socks5) -> list[str]:
    flag = "--socks5-hostname" if socks.remote_dns else "--socks5"
    return ["--noproxy", "", flag, f"{socks.address}:{socks.port}"]


def _login(username: str, password: str, mask: Mask) -> str:
    return f"{username}:{mask.secret(password)}"


def _is_binary(data: bytes) -> bool:
    try:
        return "\0" in data.decode()
    except UnicodeDecodeError:
        return True


def _form(part: Part, mask: Mask) -> str:
    if part.path:
        value = f"@{_in_form(part.path)}"
    else:
        hidden = mask.hides(part.name) or _is_binary(part.data)
        value = _in_form(mask.secret("x") if hidden else mask.text(text_of(part.data)))
    more = f";filename={_in_form(part.filename)}" if part.filename else ""
    more += f";type={part.content_type}" if part.content_type else ""
    return f"{part.name}={value}{more}"


def _in_form(text: str) -> str:
    """Between quotes, so that curl takes nothing of it for its own."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
