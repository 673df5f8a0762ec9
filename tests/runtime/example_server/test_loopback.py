"""Which authorities are this machine: 127.0.0.0/8 and ::1 (RFC 6890), localhost and names under it (RFC 6761)."""

from __future__ import annotations

import pytest

from runtime.example_server.loopback import is_loopback_authority


@pytest.mark.parametrize(
    "authority",
    [
        "127.0.0.1", "127.0.0.1:80", "127.255.255.254:65535", "127.0.0.1:", "localhost", "LocalHost:8080",
        "localhost.", "api.localhost:1", "a.b.localhost.", "[::1]", "[::1]:80", "[0:0:0:0:0:0:0:1]:80", "[::1]:",
    ],
)  # fmt: skip
def test_this_machine(authority: str) -> None:
    assert is_loopback_authority(authority)


@pytest.mark.parametrize(
    "authority",
    [
        "", ":80", "example.com", "example.com:80", "128.0.0.1", "10.0.0.1", "0.0.0.0", "127.1", "127.0.0.256",
        "127.0.0.01", "0177.0.0.1", "2130706433", "127.0.0.1.example.com", "127.0.0.1.", "localhost.example.com",
        "xlocalhost", "localhost..", "localhost@example.com", "user@localhost", "example.com#.localhost",
        "example.com/.localhost", "example.com\\.localhost", "localhost:80:80", "localhost:x", "localhost:999999",
        "localhost:+80", "localhost:٣", "[::1", "::1", "[::2]", "[::]", "[::1]x", "[::1]:x", "[::ffff:127.0.0.1]",
        "[::1%lo]", "[]", "[", "127.0.0.1 ", "１２７.0.0.1", "127.0.0.1,example.com", "\x00",
    ],
)  # fmt: skip
def test_anything_else(authority: str) -> None:
    assert not is_loopback_authority(authority)
