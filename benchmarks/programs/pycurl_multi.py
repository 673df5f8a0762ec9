"""GETs with a multi handle of pycurl, driven by its sockets and timer: the ceiling for whatever is built on it."""

from __future__ import annotations

import json
import selectors
import time
from typing import Any

import pycurl
from stopwatch import measure, parameters  # type: ignore[import-not-found, unused-ignore]

HEADERS = ["content-type: application/json"]
EVENTS = {
    pycurl.POLL_IN: selectors.EVENT_READ,
    pycurl.POLL_OUT: selectors.EVENT_WRITE,
    pycurl.POLL_INOUT: selectors.EVENT_READ | selectors.EVENT_WRITE,
}
READY = {selectors.EVENT_READ: pycurl.CSELECT_IN, selectors.EVENT_WRITE: pycurl.CSELECT_OUT}
READY[selectors.EVENT_READ | selectors.EVENT_WRITE] = pycurl.CSELECT_IN | pycurl.CSELECT_OUT


class Multi:
    """A multi handle with as many easy handles as requests at a time."""

    def __init__(self, wanted: Any) -> None:
        self._wanted = wanted
        self._selector = selectors.DefaultSelector()
        self._due: float | None = None
        self._multi = pycurl.CurlMulti()
        self._multi.setopt(pycurl.M_SOCKETFUNCTION, self._on_socket)
        self._multi.setopt(pycurl.M_TIMERFUNCTION, self._on_timer)
        self._multi.setopt(pycurl.M_MAXCONNECTS, 2048)
        self._multi.setopt(pycurl.M_PIPELINING, pycurl.PIPE_MULTIPLEX)
        self._handles = [self._handle() for _ in range(wanted["concurrency"])]
        self._left = 0

    def _handle(self) -> Any:
        wanted = self._wanted
        curl = pycurl.Curl()
        curl.headers, curl.body = [], []
        curl.setopt(pycurl.URL, wanted["url"])
        curl.setopt(pycurl.HTTPHEADER, HEADERS)
        curl.setopt(pycurl.USERAGENT, "libcurl-agent/1.0")
        curl.setopt(pycurl.ACCEPT_ENCODING, "deflate, gzip, br")
        curl.setopt(pycurl.HEADERFUNCTION, curl.headers.append)
        curl.setopt(pycurl.WRITEFUNCTION, curl.body.append)
        http2 = wanted["protocol"] == 2
        curl.setopt(pycurl.HTTP_VERSION, pycurl.CURL_HTTP_VERSION_2_0 if http2 else pycurl.CURL_HTTP_VERSION_1_1)
        if http2:
            curl.setopt(pycurl.PIPEWAIT, 1)
        if wanted.get("cacert"):
            curl.setopt(pycurl.CAINFO, wanted["cacert"])
        return curl

    def _on_socket(self, action: int, fd: int, _multi: object, watched: object) -> None:
        if action == pycurl.POLL_REMOVE:
            self._selector.unregister(fd)
        elif fd in self._selector.get_map():
            self._selector.modify(fd, EVENTS[action])
        else:
            self._selector.register(fd, EVENTS[action])

    def _on_timer(self, timeout: int) -> None:
        self._due = None if timeout < 0 else time.monotonic() + timeout / 1000

    def get_all(self, total: int) -> None:
        """`total` requests, as many at a time as there are handles."""
        self._left = total
        running = sum(self._next(curl) for curl in self._handles)
        while running:
            timeout = None if self._due is None else max(0.0, self._due - time.monotonic())
            ready = self._selector.select(timeout)
            for key, events in ready:
                self._multi.socket_action(key.fd, READY[events])
            if not ready:
                self._due = None
                self._multi.socket_action(pycurl.SOCKET_TIMEOUT, 0)
            remaining = 1
            while remaining:
                remaining, succeeded, failed = self._multi.info_read()
                if failed:
                    raise OSError(failed)
                for curl in succeeded:
                    self._multi.remove_handle(curl)
                    self._finish(curl)
                    running -= not self._next(curl)

    def _next(self, curl: Any) -> bool:
        if not self._left:
            return False
        self._left -= 1
        self._multi.add_handle(curl)
        return True

    @staticmethod
    def _finish(curl: Any) -> None:
        fields = dict(line.rstrip().lower().split(b": ", 1) for line in curl.headers[1:-1])
        if fields[b"content-type"] != b"application/json" or json.loads(b"".join(curl.body))["id"] != 1:
            raise ValueError(fields)
        curl.headers.clear()
        curl.body.clear()


def main() -> None:
    wanted = parameters()
    multi = Multi(wanted)
    measure(wanted["samples"], lambda: multi.get_all(wanted["warmUp"]), lambda: multi.get_all(wanted["requests"]))


main()
