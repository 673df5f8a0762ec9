"""Paths of files and the names that modules have: pure, for the path module of any system.

A name always has `/`, as the engine reads it: `./b.js` of `C:/a/a.js` is `C:/a/b.js`. Every system opens it as it is.
"""

from __future__ import annotations

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import ModuleType

# What Windows takes for a device in any folder and with any extension.
_PORTS = [f"{port}{number}" for port in ("COM", "LPT") for number in range(1, 10)]
_DEVICES = frozenset(["AUX", "CON", "CONIN$", "CONOUT$", "NUL", "PRN", *_PORTS])
_LONG, _LONG_SHARE = "\\\\?\\", "\\\\?\\UNC\\"


def module_name(path: str, paths: ModuleType = os.path) -> str:
    """The name of the module in the file at `path`, which is absolute."""
    if paths.sep == "/":
        return path
    if path.startswith(_LONG_SHARE):
        path = "\\\\" + path[len(_LONG_SHARE) :]
    return path.removeprefix(_LONG).replace(paths.sep, "/")


def is_below(path: str, folder: str, paths: ModuleType = os.path) -> bool:
    """Whether `path` is in `folder` or deeper; both are real paths, or names."""
    below: bool = paths.normcase(path).startswith(paths.normcase(paths.join(folder, "")))
    return below


def path_of_url(url: str, paths: ModuleType = os.path) -> str | None:
    """The absolute path that a `file:` URL names, if it names one: on Windows of a drive or, with a host, a share."""
    from urllib.parse import unquote, urlsplit

    try:
        parts = urlsplit(url)
        path = unquote(parts.path)
    except ValueError:
        return None
    if paths.sep != "/":
        if parts.netloc not in ("", "localhost"):
            path = f"//{parts.netloc}{path}"
        elif path[2:3] == ":":
            path = path[1:]
        if not paths.splitdrive(path)[0]:
            return None
    return path if paths.isabs(path) and "\0" not in path else None


def is_device(path: str, paths: ModuleType = os.path) -> bool:
    """Whether the last part of `path` is what Windows takes for a device, as `aux.js`, and there only."""
    return paths.sep != "/" and paths.basename(path).partition(".")[0].rstrip(" ").upper() in _DEVICES
