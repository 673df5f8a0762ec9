"""The ops of the page around a program: lines, parameters, folders and resources."""

from __future__ import annotations

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any

    from runtime.modules.contract import Host

# What a project is called that has not said it.
_BUNDLE = "com.example.application"


def open_binding(host: Host) -> Page:
    """The page around the program of `host`."""
    return Page(host)


class Page:
    """What is around a program: nothing of it is drawn."""

    def __init__(self, host: Host) -> None:
        self._host = host
        self._open: list[int] = []

    def ops(self) -> Mapping[str, Callable[..., Any]]:
        """What the façade calls."""
        return {
            "show": self._host.tell,
            "navigate": self._host.navigate,
            "page": self._page,
            "params": self._host.page_parameters,
            "folder": self._host.sandbox.folder,
            "bundle": lambda: self._host.resources.bundle() or _BUNDLE,
            "string": lambda name: self._host.resources.get(f"app.string.{name}"),
            "resource": lambda name: self._host.resources.value(name),
            "resourceName": lambda number: self._host.resources.name(number),
            "media": lambda name: self._host.resources.media(name),
            "rawFile": lambda path: self._host.resources.raw_file(path),
            "rawList": self._raw_list,
            "rawFd": self._raw_fd,
        }

    def close(self) -> None:
        """Close the raw files that the program left open."""
        for number in self._open:
            os.close(number)
        self._open.clear()

    def _raw_list(self, path: str) -> list[str] | None:
        """The names in a folder below rawfile; None where there is no such folder."""
        found = self._host.resources.raw_path(path)
        return sorted(os.listdir(found)) if found is not None and os.path.isdir(found) else None

    def _raw_fd(self, path: str) -> list[int] | None:
        """The descriptor of a file below rawfile, and its size; None where there is no such file."""
        found = self._host.resources.raw_path(path)
        if found is None or not os.path.isfile(found):
            return None
        number = os.open(found, os.O_RDONLY)
        self._open.append(number)
        return [number, os.fstat(number).st_size]

    def _page(self) -> str:
        """The program as a page is named: `pages/Index` of a project, else the name of its file."""
        path = os.path.splitext(self._host.program_name)[0]
        folder, name = os.path.split(path)
        return f"pages/{name}" if os.path.basename(folder) == "pages" else name
