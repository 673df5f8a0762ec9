"""Where a request may go, and where it goes instead."""

from __future__ import annotations

import pytest

from runtime.transport.routes import Routes, is_loopback

TARGET = "http://127.0.0.1:8080"


def routes(net: str = "all", mapping: dict[str, str] | None = None, resolve: tuple[str, ...] = ()) -> Routes:
    return Routes(net, mapping or {}, resolve, lambda url: url.replace("EXAMPLE_URL", "http://127.0.0.1:9"))


@pytest.mark.parametrize(
    ("begin", "url", "target"),
    [
        ("*", "https://api.shop.test/v1/items?page=1", f"{TARGET}/v1/items?page=1"),
        ("*", "https://user:pw@api.shop.test:8443", TARGET),
        ("*", "api.shop.test/v1", f"{TARGET}/v1"),
        ("https://api.shop.test", "https://api.shop.test/v1", f"{TARGET}/v1"),
        ("https://api.shop.test", "HTTPS://API.Shop.Test/V1", f"{TARGET}/V1"),
        ("https://api.shop.test", "https://api.shop.test?a", f"{TARGET}?a"),
        ("https://api.shop.test", "https://api.shop.test", TARGET),
        ("https://api.shop.test", "https://api.shop.test.evil/v1", ""),
        ("https://api.shop.test", "https://api.shop.test:8443/v1", ""),
        ("https://api.shop.test", "http://api.shop.test/v1", ""),
        ("https://h/v1", "https://h/v1/items", f"{TARGET}/items"),
        ("https://h/v1/", "https://h/v1/items", f"{TARGET}/items"),
        ("https://h/v1", "https://h/v10", ""),
        ("https://h/v1", "https://h/V1", ""),
        ("api.shop.test", "https://api.shop.test/v1", f"{TARGET}/v1"),
        ("api.shop.test", "api.shop.test/v1", f"{TARGET}/v1"),
        ("http://api.shop.test", "api.shop.test/v1", f"{TARGET}/v1"),
        ("", "http://h/", ""),
    ],
)
def test_map(begin: str, url: str, target: str) -> None:
    assert routes(mapping={begin: TARGET}).target(url) == (target or url)


def test_the_longest_wins_and_a_star_is_last() -> None:
    mapped = routes(
        mapping={"*": "http://z", "http://h": "http://a", "http://h/longer": "http://b/", "x": "EXAMPLE_URL"}
    )
    urls = ("http://h/1", "http://h/longer/1", "http://i/1", "https://x/1")
    assert [mapped.target(url) for url in urls] == ["http://a/1", "http://b/1", "http://z/1", "http://127.0.0.1:9/1"]


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "127.9.9.9", "127.1", "0x7f.1", "2130706433", "0", "0.0.0.0", "::1", "::", "::ffff:127.0.0.1"],
)
def test_this_machine(host: str) -> None:
    assert is_loopback(host)
    url = f"http://[{host}]:1/" if ":" in host else f"http://{host}:1/"
    assert routes("loopback").allows(url)
    assert routes("api.test").allows(url)


@pytest.mark.parametrize(
    "url",
    [
        "http://example.test/",
        "example.test",
        "http://169.254.1.1/",
        "http://10.0.0.1/",
        "http://3232235777/",
        "http://[fe80::1]/",
        "http://[::ffff:8.8.8.8]/",
        "http://localhost.example.test/",
        "http://127.0.0.1.example.test/",
        "http://localhost@example.test/",
        "http://example%2etest/",
        "http:/example.test/",
        "http:////example.test/",
        "a.localhost",
        "http://api.test.evil/",
        "http://xapi.test/",
    ],
)
def test_others(url: str) -> None:
    assert not routes("loopback").allows(url)
    assert not routes("api.test,*.shop.test").allows(url)
    assert routes("all").allows(url)


def test_named_hosts() -> None:
    named = routes("API.test, *.shop.test,10.0.0.1")
    for url in (
        "http://api.test/",
        "https://API.TEST:8443/x",
        "http://a.shop.test/",
        "http://10.0.0.1",
        "localhost:80",
    ):
        assert named.allows(url), url
    assert not named.allows("http://shop.test/")


def test_what_a_name_is_resolved_to_counts() -> None:
    resolved = routes("loopback", resolve=("api.test:80:127.0.0.1", "localhost:81:8.8.8.8", "a.test:80:[::1],10.0.0.1"))
    assert resolved.allows("http://api.test/")
    assert not resolved.allows("https://api.test/")
    assert not resolved.allows("http://localhost:81/")
    assert not resolved.allows("http://a.test/")
