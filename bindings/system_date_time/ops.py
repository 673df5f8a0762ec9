"""The clocks of @ohos.systemDateTime, in ns, and the name of the time zone."""

from __future__ import annotations

import os
import sys
import time

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any

    from runtime.modules.contract import Host

_STARTUP, _ACTIVE = 0, 1
_ZONES = "/zoneinfo/"


def open_binding(_host: Host) -> Clocks:
    """The clocks."""
    return Clocks()


class Clocks:
    """Reads clocks; keeps nothing."""

    def ops(self) -> Mapping[str, Callable[..., Any]]:
        """What the façade calls."""
        return {"read": _read, "timezone": _timezone}

    def close(self) -> None:
        """Nothing is in flight."""


def _read(clock: int) -> float:
    if clock == _ACTIVE:
        return float(time.monotonic_ns())
    if clock == _STARTUP:
        # With the time asleep, where the system tells it.
        if sys.platform == "linux":
            return float(time.clock_gettime_ns(time.CLOCK_BOOTTIME))
        return float(time.monotonic_ns())
    return float(time.time_ns())


def _timezone() -> str:
    """The IANA name of the zone, else its abbreviation."""
    named = os.environ.get("TZ", "").lstrip(":")
    if "/" in named and not named.startswith("/"):
        return named
    link = os.path.realpath("/etc/localtime")
    return link.rpartition(_ZONES)[2] if _ZONES in link else time.tzname[0]
