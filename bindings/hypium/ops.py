"""@ohos/hypium: what a test imports. Who runs the cases is the host's `tests`; without one nothing is run."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any

    from runtime.modules.contract import Host


def open_binding(host: Host) -> Hypium:
    """The binding for one run."""
    return Hypium(host)


class Hypium:
    """The ops of runner.js and its neighbours: the run's test driver, or functions that do nothing."""

    def __init__(self, host: Host) -> None:
        self._host = host

    def ops(self) -> Mapping[str, Callable[..., Any]]:
        """What the JavaScript of this folder calls."""
        own: dict[str, Callable[..., Any]] = {
            "note": self._host.note,
            "attach": _no_tests,
            "begin": _nothing,
            "end": _nothing,
            "outside": _nothing,
            "print": _nothing,
            "hasPrinted": _no_tests,
            "clearPrinted": _nothing,
        }
        tests = self._host.tests
        return own if tests is None else {**own, **tests.ops()}

    def close(self) -> None:
        """Nothing is in flight."""


def _nothing(*_arguments: Any) -> None:
    return None


def _no_tests(*_arguments: Any) -> bool:
    return False
