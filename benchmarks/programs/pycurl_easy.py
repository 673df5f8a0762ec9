"""GETs with one easy handle of pycurl, one after the other: as little as a Python program can do."""

from __future__ import annotations

import json

import pycurl
from stopwatch import measure, parameters  # type: ignore[import-not-found, unused-ignore]

HEADERS = ["content-type: application/json"]


def main() -> None:
    wanted = parameters()
    headers: list[bytes] = []
    body: list[bytes] = []
    curl = pycurl.Curl()
    curl.setopt(pycurl.URL, wanted["url"])
    curl.setopt(pycurl.HTTPHEADER, HEADERS)
    curl.setopt(pycurl.USERAGENT, "libcurl-agent/1.0")
    curl.setopt(pycurl.ACCEPT_ENCODING, "deflate, gzip, br")
    curl.setopt(pycurl.HEADERFUNCTION, headers.append)
    curl.setopt(pycurl.WRITEFUNCTION, body.append)
    curl.setopt(pycurl.HTTP_VERSION, pycurl.CURL_HTTP_VERSION_1_1)
    if wanted.get("cacert"):
        curl.setopt(pycurl.CAINFO, wanted["cacert"])

    def get_all(total: int) -> None:
        for _ in range(total):
            headers.clear()
            body.clear()
            curl.perform()
            fields = dict(line.rstrip().lower().split(b": ", 1) for line in headers[1:-1])
            if fields[b"content-type"] != b"application/json" or json.loads(b"".join(body))["id"] != 1:
                raise ValueError(fields)

    measure(wanted["samples"], lambda: get_all(wanted["warmUp"]), lambda: get_all(wanted["requests"]))


main()
