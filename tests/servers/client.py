"""A plain libcurl client for the tests of the servers themselves."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass

import pycurl

_LIMIT_MS = 10_000


class FetchError(Exception):
    """libcurl gave up. `code` is its own number, for instance 7 for a refused connection."""

    def __init__(self, code: int, message: str) -> None:
        super().__init__(f"curl {code}: {message}")
        self.code = code


@dataclass(frozen=True)
class Reply:
    """The last response of a transfer. `version` is what CURLINFO_HTTP_VERSION says."""

    status: int
    body: bytes
    version: int


class Client:
    """One easy handle, which keeps its connections alive between two fetches."""

    def __init__(self) -> None:
        self._curl = pycurl.Curl()

    def fetch(self, url: str, options: Mapping[int, object] | None = None) -> Reply:
        """Fetch `url` with the given libcurl options. Raises FetchError."""
        body = io.BytesIO()
        self._curl.reset()
        self._curl.setopt(pycurl.URL, url)
        self._curl.setopt(pycurl.WRITEDATA, body)
        self._curl.setopt(pycurl.NOSIGNAL, 1)
        self._curl.setopt(pycurl.TIMEOUT_MS, _LIMIT_MS)
        for option, value in (options or {}).items():
            self._curl.setopt(option, value)
        try:
            self._curl.perform()
        except pycurl.error as error:
            raise FetchError(*error.args) from None
        version = self._curl.getinfo(pycurl.INFO_HTTP_VERSION)
        return Reply(self._curl.getinfo(pycurl.RESPONSE_CODE), body.getvalue(), version)

    def close(self) -> None:
        """Close the handle and its connections."""
        self._curl.close()

    def __enter__(self) -> Client:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def fetch(url: str, options: Mapping[int, object] | None = None) -> Reply:
    """Fetch `url` over connections of its own. Raises FetchError."""
    with Client() as client:
        return client.fetch(url, options)
