"""What @ohos.deviceInfo says of the version and the machine."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any

    from runtime.modules.contract import Host

# The release of OpenHarmony that brought an API version (its release notes); one between two is of the first's.
_RELEASES = {
    7: (3, 0, 0), 8: (3, 1, 0), 9: (3, 2, 0), 10: (4, 0, 0), 11: (4, 1, 0), 12: (5, 0, 0), 13: (5, 0, 1),
    14: (5, 0, 2), 15: (5, 0, 3), 16: (5, 0, 4), 17: (5, 0, 5), 18: (5, 1, 0), 19: (5, 1, 1), 20: (6, 0, 0),
    23: (6, 1, 0), 26: (7, 0, 0),
}  # fmt: skip


def open_binding(_host: Host) -> DeviceInfo:
    """The device that a run stands for."""
    return DeviceInfo()


class DeviceInfo:
    """Answers from the API version and the machine."""

    def ops(self) -> Mapping[str, Callable[..., Any]]:
        """What the façade calls."""
        return {
            "abi": _abi,
            "release": lambda api: ".".join(map(str, _version(api))),
            "version": lambda api, position: _version(api)[position],
        }

    def close(self) -> None:
        """Nothing is in flight."""


def _version(api: int) -> tuple[int, ...]:
    return (*_RELEASES[max(version for version in _RELEASES if version <= api)], 0)


def _abi() -> str:
    import platform

    return "arm64-v8a" if platform.machine().lower() in ("arm64", "aarch64") else "x86_64"
