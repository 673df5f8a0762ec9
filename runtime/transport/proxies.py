"""The proxy that a person has set for the whole system: on Windows and macOS, where the environment names none.

Elsewhere there is none but that of the environment. A file that finds the proxy (PAC) is a program, which is not run.
"""

from __future__ import annotations

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_VARIABLES = ("http_proxy", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY")
_INTERNET_SETTINGS = r"Software\Microsoft\Windows\CurrentVersion\Internet Settings"
_NUMBERS = 4


class SystemProxy:
    """`proxies` are urls by scheme, `exceptions` hosts as curl has them, `automatic` the url of a PAC file, or ''."""

    __slots__ = ("automatic", "exceptions", "proxies")

    def __init__(self, proxies: dict[str, str], exceptions: list[str], automatic: str = "") -> None:
        self.proxies = proxies
        self.exceptions = ",".join(filter(None, map(_as_curl_has_it, exceptions)))
        self.automatic = automatic

    def added_to(self, environ: Mapping[str, str]) -> dict[str, str]:
        """`environ` with the variables that say the same."""
        listed = environ.get("no_proxy") or environ.get("NO_PROXY") or ""
        exceptions = ",".join(filter(None, (listed, self.exceptions)))
        named = {f"{scheme}_proxy": url for scheme, url in self.proxies.items()}
        return {**environ, **named, **({"no_proxy": exceptions} if exceptions else {})}


def system_proxy(environ: Mapping[str, str], ask: Callable[[], SystemProxy | None] | None = None) -> SystemProxy | None:
    """What the system says, None where it says nothing or the environment says it. `ask` is how it is asked."""
    if any(environ.get(name) for name in _VARIABLES):
        return None
    said = (ask or _ask)()
    return said if said is not None and (said.proxies or said.automatic) else None


def of_windows(values: Mapping[str, object]) -> SystemProxy:
    """From the values of the registry's Internet Settings."""
    server = str(values.get("ProxyServer") or "") if values.get("ProxyEnable") else ""
    proxies = {}
    for part in filter(None, server.split(";")):
        scheme, equals, place = part.strip().partition("=")
        for name in [scheme.lower()] if equals else ["http", "https"]:
            if name in ("http", "https"):
                proxies[name] = _url(place if equals else part.strip())
    exceptions = str(values.get("ProxyOverride") or "").split(";")
    return SystemProxy(proxies, exceptions, str(values.get("AutoConfigURL") or ""))


def of_macos(text: str) -> SystemProxy:
    """From what `scutil --proxy` prints."""
    values: dict[str, str] = {}
    exceptions = []
    in_exceptions = False
    for line in text.splitlines():
        name, colon, value = (part.strip() for part in line.partition(" : "))
        if value.endswith("{"):
            in_exceptions = name == "ExceptionsList"
        elif line.strip() == "}":
            in_exceptions = False
        elif colon and in_exceptions:
            exceptions.append(value)
        elif colon:
            values[name] = value
    proxies = {
        scheme: _url(f"{values[f'{key}Proxy']}:{values.get(f'{key}Port', '80')}")
        for scheme, key in (("http", "HTTP"), ("https", "HTTPS"))
        if values.get(f"{key}Enable") == "1" and values.get(f"{key}Proxy")
    }
    automatic = values.get("ProxyAutoConfigURLString", "") if values.get("ProxyAutoConfigEnable") == "1" else ""
    return SystemProxy(proxies, exceptions, automatic)


def _ask() -> SystemProxy | None:
    if sys.platform == "win32":
        import winreg

        values = {}
        try:
            with winreg.OpenKey(winreg.HKEY_CURRENT_USER, _INTERNET_SETTINGS) as key:
                for name in ("ProxyEnable", "ProxyServer", "ProxyOverride", "AutoConfigURL"):
                    try:
                        values[name] = winreg.QueryValueEx(key, name)[0]
                    except FileNotFoundError:
                        continue
        except OSError:
            return None
        return of_windows(values)
    if sys.platform == "darwin":
        import subprocess

        try:
            said = subprocess.run(["/usr/sbin/scutil", "--proxy"], capture_output=True, timeout=5, check=False)
        except (OSError, subprocess.TimeoutExpired):
            return None
        return of_macos(said.stdout.decode("utf-8", "replace"))
    return None


def _url(place: str) -> str:
    return place if "://" in place else f"http://{place}"


def _as_curl_has_it(exception: str) -> str:
    """`*.example.com` is a name with all below it; of other patterns only networks mean something to curl."""
    exception = exception.strip().lower().removeprefix("*")
    network, slash, bits = exception.partition("/")
    if slash and network.replace(".", "").isdigit() and bits.isdigit():
        parts = network.split(".")
        return ".".join([*parts, *["0"] * (_NUMBERS - len(parts))]) + f"/{bits}"
    return "" if "*" in exception or "<" in exception or slash else exception
