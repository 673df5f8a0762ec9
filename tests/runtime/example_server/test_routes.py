"""The routes of the example server over real connections: the shapes of httpbin, the rules of RFC 9110 and 6265."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pycurl
import pytest

from tests.runtime.example_server.running_server import RunningExampleServer, fetch, shown


@pytest.fixture(scope="module")
def server() -> Iterator[RunningExampleServer]:
    with RunningExampleServer() as running:
        yield running


# Statuses and redirects -------------------------------------------------------------------------------------


@pytest.mark.parametrize("status", [200, 201, 204, 205, 299, 304, 400, 404, 418, 500, 503, 599])
def test_a_status(server: RunningExampleServer, status: int) -> None:
    answer = server.ask("POST", f"/status/{status}", b"x")
    assert (answer.status, answer.body) == (status, b"")


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirecting_status(server: RunningExampleServer, status: int) -> None:
    answer = server.ask("GET", f"/status/{status}")
    assert (answer.status, answer.headers["Location"]) == (status, "/redirect/1")


@pytest.mark.parametrize(
    ("status", "header"),
    [(401, "WWW-Authenticate"), (405, "Allow"), (407, "Proxy-Authenticate"), (426, "Upgrade")],
)
def test_a_status_that_needs_a_header(server: RunningExampleServer, status: int, header: str) -> None:
    answer = server.ask("GET", f"/status/{status}")
    assert answer.status == status
    assert answer.headers[header]


@pytest.mark.parametrize("status", [100, 102, 103, 199])
def test_an_interim_status_is_followed_by_an_answer(server: RunningExampleServer, status: int) -> None:
    received = server.exchange(
        f"GET /status/{status} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode()
    )
    assert received.startswith(f"HTTP/1.1 {status} ".encode())
    assert received.partition(b"\r\n\r\n")[2].startswith(b"HTTP/1.1 200 OK\r\n")


@pytest.mark.parametrize(
    "path",
    [
        "/status/99", "/status/600", "/status/x", "/status/-1", "/status/101", "/status/", "/status/%D9%A3",
        "/delay/x", "/delay/-1", "/delay/nan", "/bytes/x", "/bytes/-1", "/bytes/1.5", "/stream/x",
        "/redirect/0", "/redirect-to", "/drip?numbytes=0", "/drip?code=100", "/drip?duration=x",
        "/etag/", "/etag/a%20b", "/etag/%22", "/etag/a%0d%0aX:1", "/cache/x", "/cookies/set?a%20b=c",
        "/cookies/set?a=b%3B%20c", "/cookies/set?a=%0d%0aX:1", "/response-headers?a%0d=b",
        "/response-headers?a=b%0d%0aX:1", "/response-headers?a=%00", "/response-headers?=b",
        "/response-headers?Content-Type=a%0aX:1", "/response-headers?Content-Length=5",
        "/response-headers?Transfer-encoding=chunked", "/response-headers?access-control-allow-origin=*",
    ],
)  # fmt: skip
def test_what_a_route_cannot_serve_is_a_bad_request(server: RunningExampleServer, path: str) -> None:
    answer = server.ask("GET", path)
    assert answer.status == 400
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert "X" not in answer.headers
    assert answer.body


@pytest.mark.parametrize(
    "path",
    ["/status", "/status/200/x", "/delay", "/bytes/1/2", "/gzip/x", "/image", "/json/x", "/cookies/x", "//ip"],
)
def test_paths_that_only_look_like_a_route_are_echoed(server: RunningExampleServer, path: str) -> None:
    assert shown(server.ask("GET", path))["url"] == server.url + path


def test_redirects_are_followed_to_their_end(server: RunningExampleServer) -> None:
    status, body = fetch(f"{server.url}/redirect/5", FOLLOWLOCATION=1, MAXREDIRS=5)
    assert (status, json.loads(body)["url"]) == (200, f"{server.url}/get")
    with pytest.raises(pycurl.error) as caught:
        fetch(f"{server.url}/redirect/6", FOLLOWLOCATION=1, MAXREDIRS=5)
    assert caught.value.args[0] == pycurl.E_TOO_MANY_REDIRECTS


@pytest.mark.parametrize(("code", "status"), [("", 302), ("&status_code=307", 307), ("&status_code=200", 302)])
def test_redirecting_to_a_url(server: RunningExampleServer, code: str, status: int) -> None:
    answer = server.ask("GET", "/redirect-to?url=http%3A%2F%2Fa.example%2F%3Fb%3D%C3%A9%0d%0ax" + code)
    assert answer.status == status
    assert answer.headers["Location"] == "http://a.example/?b=%C3%A9%0D%0Ax"


def test_basic_authentication(server: RunningExampleServer) -> None:
    url = f"{server.url}/basic-auth/me/s%3A%C3%A9cret"
    assert fetch(url)[0] == 401
    assert fetch(url, USERPWD="me:wrong")[0] == 401
    status, body = fetch(url, USERPWD="me:s:écret".encode())
    assert (status, json.loads(body)) == (200, {"authenticated": True, "user": "me"})


@pytest.mark.parametrize("credentials", ["Basic", "Basic !!!", "Basic bWU6YQ", "Bearer bWU6YQ==", "Basic é"])
def test_odd_credentials_are_unauthorised(server: RunningExampleServer, credentials: str) -> None:
    assert server.ask("GET", "/basic-auth/me/a", None, {"Authorization": credentials}).status == 401


# Slow and long answers --------------------------------------------------------------------------------------


def test_a_delay_lasts_as_long_as_it_says(server: RunningExampleServer) -> None:
    started = time.monotonic()
    assert shown(server.ask("GET", "/delay/0.15"))["url"] == f"{server.url}/delay/0.15"
    assert time.monotonic() - started >= 0.15


@pytest.mark.parametrize("size", [0, 1, 65536, 200_001])
def test_bytes_are_as_many_as_asked_and_always_the_same(server: RunningExampleServer, size: int) -> None:
    first = server.ask("GET", f"/bytes/{size}")
    assert first.headers["Content-Length"] == str(len(first.body)) == str(size)
    assert first.headers["Content-Type"] == "application/octet-stream"
    assert server.ask("GET", f"/bytes/{size}").body == first.body
    if size > 1:
        assert server.ask("GET", f"/bytes/{size}?seed=7").body != first.body


def test_bytes_end_at_100_mib(server: RunningExampleServer) -> None:
    assert server.ask("HEAD", "/bytes/999999999999999999999").headers["Content-Length"] == "104857600"


def test_a_stream_of_lines(server: RunningExampleServer) -> None:
    answer = server.ask("GET", "/stream/3?a=b")
    assert answer.headers["Transfer-Encoding"] == "chunked"
    lines = [json.loads(line) for line in answer.body.splitlines()]
    assert [line["id"] for line in lines] == [0, 1, 2]
    assert all(line["args"] == {"a": "b"} and line["origin"] == "127.0.0.1" for line in lines)
    assert server.ask("GET", "/stream/0").body == b""


def test_a_drip_takes_its_time(server: RunningExampleServer) -> None:
    started = time.monotonic()
    answer = server.ask("GET", "/drip?duration=0.1&delay=0.05&numbytes=7&code=203")
    assert time.monotonic() - started >= 0.15
    assert (answer.status, answer.body, answer.headers["Content-Length"]) == (203, b"*" * 7, "7")


def test_a_drip_arrives_in_drops(server: RunningExampleServer) -> None:
    arrivals: list[int] = []
    fetch(f"{server.url}/drip?duration=0.1&numbytes=4", WRITEFUNCTION=lambda data: arrivals.append(len(data)))
    assert arrivals == [1, 1, 1, 1]


def test_a_large_drip(server: RunningExampleServer) -> None:
    answer = server.ask("GET", "/drip?duration=0.05&numbytes=1000003")
    assert answer.body == b"*" * 1_000_003


# Cookies, caching, headers ----------------------------------------------------------------------------------


def test_cookies_are_kept_and_deleted(server: RunningExampleServer) -> None:
    curl = pycurl.Curl()
    body = BytesIO()

    def cookies(path: str) -> Any:
        body.seek(0)
        body.truncate()
        curl.setopt(pycurl.URL, server.url + path)
        curl.perform()
        return json.loads(body.getvalue())

    try:
        curl.setopt(pycurl.WRITEDATA, body)
        curl.setopt(pycurl.FOLLOWLOCATION, 1)
        curl.setopt(pycurl.COOKIEFILE, "")
        assert cookies("/cookies") == {"cookies": {}}
        assert cookies("/cookies/set?a=b&c=d%3De") == {"cookies": {"a": "b", "c": "d=e"}}
        assert cookies("/cookies/set/f/g") == {"cookies": {"a": "b", "c": "d=e", "f": "g"}}
        assert cookies("/cookies/delete?a&f") == {"cookies": {"c": "d=e"}}
    finally:
        curl.close()


def test_a_cached_page_is_not_modified(server: RunningExampleServer) -> None:
    answer = server.ask("GET", "/cache")
    assert shown(answer)["url"] == f"{server.url}/cache"
    for header, value in (("If-None-Match", answer.headers["ETag"]), ("If-Modified-Since", "x")):
        again = server.ask("GET", "/cache", None, {header: value})
        assert (again.status, again.body, again.headers["ETag"]) == (304, b"", answer.headers["ETag"])
        # It would replace the type of the stored response (RFC 9111 section 3.2).
        assert "Content-Type" not in again.headers


def test_a_page_with_an_age(server: RunningExampleServer) -> None:
    assert server.ask("GET", "/cache/60").headers["Cache-Control"] == "public, max-age=60"


@pytest.mark.parametrize(
    ("method", "headers", "status"),
    [
        ("GET", {}, 200),
        ("GET", {"If-None-Match": '"t"'}, 304),
        ("HEAD", {"If-None-Match": '"x", W/"t"'}, 304),
        ("GET", {"If-None-Match": "*"}, 304),
        ("PUT", {"If-None-Match": '"t"'}, 412),
        ("GET", {"If-None-Match": '"x"'}, 200),
        ("PUT", {"If-Match": '"x", "t"'}, 200),
        ("PUT", {"If-Match": "*"}, 200),
        ("PUT", {"If-Match": '"x"'}, 412),
        ("PUT", {"If-Match": 'W/"t"'}, 412),
        ("GET", {"If-Match": '"x"', "If-None-Match": '"t"'}, 412),
    ],
)
def test_entity_tags(server: RunningExampleServer, method: str, headers: dict[str, str], status: int) -> None:
    answer = server.ask(method, "/etag/t", None, headers)
    assert (answer.status, answer.headers["ETag"]) == (status, '"t"')


def test_response_headers(server: RunningExampleServer) -> None:
    answer = server.ask("GET", "/response-headers?A-b=1&A-b=2&Content-Encoding=identity&c=%C3%A9")
    assert answer.headers.get_all("A-b") == ["1", "2"]
    assert answer.headers["c"].encode("latin-1").decode() == "é"
    assert shown(answer) == {"A-b": ["1", "2"], "Content-Encoding": "identity", "c": "é"}


def test_response_headers_are_no_way_to_run_a_script(server: RunningExampleServer) -> None:
    answer = server.ask("GET", "/response-headers?Content-Type=text/html&a=%3Cscript%3E")
    assert answer.headers["Content-Type"] == "text/html"
    assert b"<" not in answer.body
    assert json.loads(answer.body)["a"] == "<script>"


def test_parts_of_a_request(server: RunningExampleServer) -> None:
    headers = {"User-Agent": "me/1", "A": "b"}
    assert shown(server.ask("GET", "/headers", None, headers))["headers"]["A"] == "b"
    assert shown(server.ask("GET", "/ip")) == {"origin": "127.0.0.1"}
    assert shown(server.ask("GET", "/user-agent", None, headers)) == {"user-agent": "me/1"}
    assert shown(server.ask("GET", "/user-agent")) == {"user-agent": None}
