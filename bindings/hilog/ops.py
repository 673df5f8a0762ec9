"""The line of a log entry, as `hilog` of a device prints it: time, process, thread, level, domain/tag, content."""

from __future__ import annotations

import os
import time

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any

    from runtime.modules.contract import Host

_LETTERS = {3: "D", 4: "I", 5: "W", 6: "E", 7: "F"}
# The colours of `hilog -v color`.
_COLOURS = {3: "38;5;75", 4: "38;5;40", 5: "38;5;166", 6: "38;5;196", 7: "38;5;226"}
# Bytes; the rest of a tag is cut off.
_LONGEST_TAG = 31


def open_binding(host: Host) -> Log:
    """The log of the program of `host`."""
    return Log(host)


class Log:
    """Prints entries on stderr."""

    def __init__(self, host: Host) -> None:
        self._host = host
        self._process = os.getpid()

    def ops(self) -> Mapping[str, Callable[..., Any]]:
        """What the façade calls."""
        return {"log": self._log, "showsPrivate": lambda: self._host.settings.debug}

    def close(self) -> None:
        """Nothing is in flight."""

    def _log(self, level: int, domain: int, tag: str, content: str) -> None:
        now = time.time()
        when = time.strftime("%m-%d %H:%M:%S", time.localtime(now))
        tag = tag.encode("utf-8", "replace")[:_LONGEST_TAG].decode("utf-8", "ignore")
        prefix = (
            f"{when}.{int(now * 1000) % 1000:03d} {self._process:>5} {self._process:>5} "
            f"{_LETTERS[level]} A{domain:05x}/{tag}: "
        )
        # As there: a line each, and none for what is empty at the end.
        lines = content.split("\n")
        if len(lines) > 1 and not lines[-1]:
            lines.pop()
        for line in lines:
            self._host.log(prefix + line, _COLOURS[level])
