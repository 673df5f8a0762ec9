"""The app that a program stands for."""

from __future__ import annotations

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any

    from runtime.modules.contract import Host


def open_binding(host: Host) -> App:
    """The app of the program of `host`."""
    return App(host)


class App:
    """Its name is that of its file; `exit` ends the run."""

    def __init__(self, host: Host) -> None:
        self._host = host

    def ops(self) -> Mapping[str, Callable[..., Any]]:
        """What the façade calls."""
        name = os.path.splitext(os.path.basename(self._host.program_name))[0]
        return {"name": lambda: name, "exit": self._host.exit}

    def close(self) -> None:
        """Nothing is in flight."""
