"""What @ohos.process asks of the system."""

from __future__ import annotations

import os
import sys
import time

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any

    from runtime.modules.contract import Host


def open_binding(host: Host) -> Process:
    """The process of the run of `host`."""
    return Process(host)


class Process:
    """Answers about this process; `exit` ends the run."""

    def __init__(self, host: Host) -> None:
        self._host = host
        self._started = time.monotonic()

    def ops(self) -> Mapping[str, Callable[..., Any]]:
        """What the façade calls."""
        return {
            "pid": os.getpid,
            "uid": lambda: getattr(os, "getuid", lambda: 0)(),
            "user": self._user,
            "variable": self._variable,
            "started": lambda: int(self._started * 1000),
            "cpu": lambda: int(time.process_time() * 1000),
            "uptime": lambda: time.monotonic() - self._started,
            "exit": self._host.exit,
        }

    def close(self) -> None:
        """Nothing is in flight."""

    def _variable(self, name: str) -> str:
        """A page learns nothing of the environment of whoever reads it."""
        return "" if self._host.sandbox.confined or "\0" in name else os.environ.get(name, "")

    @staticmethod
    def _user(name: str) -> int:
        if sys.platform == "win32":
            return -1
        import pwd

        try:
            return pwd.getpwnam(name).pw_uid
        except (KeyError, ValueError):
            return -1
