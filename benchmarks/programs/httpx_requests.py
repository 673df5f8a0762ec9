"""GETs with httpx, one after the other, for orientation."""

from __future__ import annotations

import httpx  # type: ignore[import-not-found, unused-ignore]
from stopwatch import measure, parameters  # type: ignore[import-not-found, unused-ignore]

HEADERS = {
    "content-type": "application/json",
    "user-agent": "libcurl-agent/1.0",
    "accept-encoding": "deflate, gzip, br",
}


def main() -> None:
    wanted = parameters()
    with httpx.Client(headers=HEADERS, trust_env=False) as client:

        def get_all(total: int) -> None:
            for _ in range(total):
                response = client.get(wanted["url"])
                if response.headers["content-type"] != "application/json" or response.json()["id"] != 1:
                    raise ValueError(response)

        measure(wanted["samples"], lambda: get_all(wanted["warmUp"]), lambda: get_all(wanted["requests"]))


main()
