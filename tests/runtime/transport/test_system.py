"""What Windows and macOS say of proxies and of authorities, as it is set; what asks the system runs only there."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import pytest

from runtime.transport.environment import no_proxy, proxy_for
from runtime.transport.handle import Handle
from runtime.transport.libcurl import pycurl
from runtime.transport.options.common import Configuration, Manners
from runtime.transport.proxies import SystemProxy, of_macos, of_windows, system_proxy
from runtime.transport.request import PROXY_FROM_ENVIRONMENT, Request
from runtime.transport.transfer import Transfer
from runtime.transport.trust import TrustStore

if TYPE_CHECKING:
    from runtime.transport.transfer import Owner

SCUTIL = """<dictionary> {
  ExceptionsList : <array> {
    0 : *.local
    1 : 169.254/16
    2 : 10.*
    3 : intranet.example
  }
  FTPPassive : 1
  HTTPEnable : 1
  HTTPPort : 3128
  HTTPProxy : proxy.example
  HTTPSEnable : 0
  HTTPSPort : 3129
  HTTPSProxy : secure.example
  ProxyAutoConfigEnable : 1
  ProxyAutoConfigURLString : http://proxy.example/proxy.pac
}
"""


def test_the_proxy_of_macos() -> None:
    said = of_macos(SCUTIL)
    assert said.proxies == {"http": "http://proxy.example:3128"}
    assert said.exceptions == ".local,169.254.0.0/16,intranet.example"
    assert said.automatic == "http://proxy.example/proxy.pac"
    assert of_macos("<dictionary> {\n}\n").proxies == {}


@pytest.mark.parametrize(
    ("server", "proxies"),
    [
        ("proxy.example:80", {"http": "http://proxy.example:80", "https": "http://proxy.example:80"}),
        ("http=a.example:1;https=b.example:2;ftp=c.example:3", {"http": "http://a.example:1", "https": "http://b.example:2"}),
        ("https=https://b.example:2", {"https": "https://b.example:2"}),
        ("", {}),
    ],
)  # fmt: skip
def test_the_proxy_of_windows(server: str, proxies: dict[str, str]) -> None:
    values = {"ProxyEnable": 1, "ProxyServer": server, "ProxyOverride": "*.corp.example;<local>;192.168.*"}
    assert of_windows(values).proxies == proxies
    assert of_windows(values).exceptions == ".corp.example"
    assert of_windows({**values, "ProxyEnable": 0}).proxies == {}
    assert of_windows({"AutoConfigURL": "http://a.example/p.pac"}).automatic == "http://a.example/p.pac"


def test_variables_of_the_environment_come_before_the_system() -> None:
    said = SystemProxy({"http": "http://a.example:1"}, [])
    assert system_proxy({}, lambda: said) is said
    assert system_proxy({"https_proxy": "http://b.example:2"}, lambda: said) is None
    assert system_proxy({}, lambda: SystemProxy({}, ["a.example"])) is None
    assert system_proxy({}, lambda: None) is None


def test_the_proxy_of_the_system_is_what_is_asked() -> None:
    said = SystemProxy({"http": "http://a.example:1", "https": "http://b.example:2"}, ["*.corp.example"])
    environ = said.added_to({"no_proxy": "other.example"})
    exceptions = no_proxy(environ)
    assert proxy_for("http://c.example/", environ, exceptions) == "http://a.example:1"
    assert proxy_for("https://c.example/", environ, exceptions) == "http://b.example:2"
    for host in ("www.corp.example", "other.example", "127.0.0.1"):
        assert proxy_for(f"http://{host}/", environ, exceptions) == ""


class Options:
    """Takes options in the place of a handle of libcurl."""

    def __init__(self) -> None:
        self.set: dict[int, Any] = {}

    def setopt(self, option: int, value: Any) -> None:
        self.set[option] = value

    def reset(self) -> None:
        self.set.clear()


class Notes:
    """Whom a transfer tells."""

    on_wire = None

    def __init__(self) -> None:
        self.said: list[str] = []

    def on_note(self, _topic: str, text: str) -> None:
        self.said.append(text)


def options_of(url: str, said: SystemProxy, notes: Notes, proxy: Any = PROXY_FROM_ENVIRONMENT) -> dict[int, Any]:
    """What is set on libcurl's handle for a request, where the system says that of its proxy."""
    configuration = Configuration({}, "", [], Manners(), lambda: said)
    handle = Handle(raised, raised)
    handle.curl = Options()
    request = Request(url=url.encode(), method=b"GET", header_lines=[], max_limit=1, proxy=proxy)
    configuration.apply(handle, Transfer(request, cast("Owner", notes)))
    options: dict[int, Any] = handle.curl.set
    return options


def raised(problem: object) -> None:
    raise AssertionError(problem)


def test_libcurl_is_told_the_proxy_of_the_system() -> None:
    said, notes = SystemProxy({"http": "http://a.example:1"}, ["*.corp.example"]), Notes()
    assert options_of("http://b.example/", said, notes)[pycurl.PROXY] == "http://a.example:1"
    assert options_of("https://b.example/", said, notes)[pycurl.PROXY] == ""
    assert options_of("http://www.corp.example/", said, notes)[pycurl.PROXY] == ""
    assert options_of("http://b.example/", said, notes, ("c.example", 3, ()))[pycurl.PROXY] == b"c.example"
    assert notes.said == []


def test_a_proxy_that_a_file_finds_is_named() -> None:
    notes = Notes()
    assert options_of("http://b.example/", SystemProxy({}, [], "http://a.example/p.pac"), notes)[pycurl.PROXY] == ""
    [note] = notes.said
    assert "http://a.example/p.pac" in note


@pytest.mark.parametrize(
    ("platform", "named", "native"),
    [("win32", False, True), ("darwin", False, True), ("linux", False, False), ("win32", True, False)],
)
def test_the_store_of_the_system_is_trusted_beside_the_bundle(
    platform: str, named: bool, native: bool, tmp_path: Path
) -> None:
    bundle = tmp_path / "bundle.pem"
    bundle.write_bytes(b"")
    options = Options()
    TrustStore({"SSL_CERT_FILE": str(bundle)} if named else {}, "", platform).apply(options)
    assert options.set[pycurl.CAINFO]
    assert options.set[pycurl.SSL_VERIFYPEER] == 1
    expected = pycurl.SSLOPT_NATIVE_CA if native else None
    assert [options.set.get(pycurl.SSL_OPTIONS), options.set.get(pycurl.PROXY_SSL_OPTIONS)] == [expected, expected]
