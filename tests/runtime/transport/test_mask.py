"""What a trace hides, by name: headers, members of queries, forms and JSON."""

from __future__ import annotations

import json

import pytest

from runtime.transport.mask import Mask, is_secret_name

SECRET = "s3cr3t"

SECRET_NAMES = [
    "Authorization",
    "Proxy-Authorization",
    "Cookie",
    "Set-Cookie",
    "X-Api-Key",
    "x_api_key",
    "apiKey",
    "X-APIKEY-ID",
    "X-Auth-Token",
    "access_token",
    "accessToken",
    "token",
    "client_secret",
    "Secret-Id",
    "sessionid",
    "PHPSESSION",
    "password",
    "new_password2",
    "x-auth",
    "oauth_signature",
]
PLAIN_NAMES = ["author", "max_tokens", "tokens", "auth", "authority", "Content-Type", "keyboard", "pass", "cookies"]


@pytest.mark.parametrize("name", SECRET_NAMES)
def test_secret_names(name: str) -> None:
    mask = Mask(False)
    assert is_secret_name(name)
    assert mask.header(f"{name}: {SECRET}") == f"{name}: ***"
    assert mask.header(f"{name}:{SECRET}") == f"{name}:***"
    assert mask.url(f"http://h/p?a=1&{name}={SECRET}&b=2#x") == f"http://h/p?a=1&{name}=***&b=2#x"
    assert mask.text(f"{name}={SECRET}&b=2") == f"{name}=***&b=2"
    assert mask.text(json.dumps({"a": 1, name: SECRET, "b": "c"})) == json.dumps({"a": 1, name: "***", "b": "c"})
    assert Mask(True).text(f"{name}={SECRET}") == f"{name}={SECRET}"


@pytest.mark.parametrize("name", PLAIN_NAMES)
def test_other_names(name: str) -> None:
    mask = Mask(False)
    for text in (f"{name}={SECRET}&b=2", f"http://h/p?{name}={SECRET}", json.dumps({name: SECRET})):
        assert mask.text(text) == text
        assert mask.url(text) == text
    assert mask.header(f"{name}: {SECRET}") == f"{name}: {SECRET}"


@pytest.mark.parametrize(
    "text",
    [
        f"GET /p?a=b:c&token={SECRET} HTTP/1.1",
        f"Location: /p#access_token={SECRET}",
        f"Link: <http://h/?api_key={SECRET}>; rel=next",
        f"Refresh: 0;url=http://h/?session={SECRET}",
        f"Referer: http://user:{SECRET}@h/",
        f"http://h/?access%5Ftoken={SECRET}",
    ],
)
def test_wherever_a_url_stands(text: str) -> None:
    assert SECRET not in Mask(False).header(text)
    assert "***" in Mask(False).header(text)


@pytest.mark.parametrize(
    "value", [SECRET, f'quote " {SECRET}', f"backslash \\ {SECRET}", f'\\" {SECRET}', f"\n{SECRET}"]
)
@pytest.mark.parametrize("depth", [1, 2, 3])
def test_json_in_json(value: str, depth: int) -> None:
    text = json.dumps({"password": value, "a": "b"})
    for _ in range(depth - 1):
        text = json.dumps({"data": text})
    masked = Mask(False).text(text)
    assert SECRET not in masked
    assert "***" in masked


def test_json_that_is_cut_off() -> None:
    assert Mask(False).text('{"password": "hun') == '{"password": "***'


def test_numbers_stay() -> None:
    text = '{"sessions": 3, "password_length": 8, "token": null, "secret": true}'
    assert Mask(False).text(text) == text


def test_a_part_of_a_multipart_form() -> None:
    text = (
        '--b\r\nContent-Disposition: form-data; name="a"\r\n\r\nplain\r\n--b\r\nContent-Disposition: form-data; '
        f'name="password"\r\nContent-Type: text/plain\r\n\r\n{SECRET}\r\nmore\r\n--b--\r\n'
    )
    masked = Mask(False).text(text)
    assert SECRET not in masked
    assert "more" not in masked
    assert masked.count("plain") == 2


def test_long_texts_take_no_long_time() -> None:
    # A pattern that tries again at every place would not end within the patience of the suite.
    for text in ('"a' * 50_000, "=" * 100_000, "a=" * 50_000, '\\"' * 50_000, 'name="a"\r\n' * 10_000, "//" * 50_000):
        Mask(False).text(text)
