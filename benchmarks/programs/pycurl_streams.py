"""A large body in pieces with bare pycurl: to a Python callback, or as a form with a file."""

from __future__ import annotations

import pycurl
from stopwatch import measure, parameters  # type: ignore[import-not-found, unused-ignore]


def main() -> None:
    wanted = parameters()
    curl = pycurl.Curl()
    received = 0

    def count(piece: bytes) -> None:
        nonlocal received
        received += len(piece)

    curl.setopt(pycurl.URL, wanted["url"])
    curl.setopt(pycurl.WRITEFUNCTION, count)
    if wanted["what"] == "up":
        form = pycurl.CurlMime(curl)
        part = form.addpart()
        part.name("file")
        part.filedata("large.bin")
        curl.setopt(pycurl.MIMEPOST, form)

    def work() -> None:
        nonlocal received
        received = 0
        curl.perform()
        if curl.getinfo(pycurl.RESPONSE_CODE) != 200 or (wanted["what"] == "down" and received != wanted["size"]):
            raise ValueError(received)

    measure(wanted["samples"], work, work)


main()
