"""The ops of @system.file; each answers [0, value] or [code, message]."""

from __future__ import annotations

import os
import shutil

from bindings.kit.memory import check_room
from runtime.transport.text import encode

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any

    from runtime.modules.contract import Host

# The folders of an app by the beginning of a URI.
_PLACES = (("internal://app", "files"), ("internal://cache", "cache"))
_PARAMETER, _FILE, _MISSING = 202, 300, 301


def open_binding(host: Host) -> Files:
    """The files of the program of `host`."""
    return Files(host)


class Files:
    """Whole files, and folders."""

    def __init__(self, host: Host) -> None:
        self._host = host

    def ops(self) -> Mapping[str, Callable[..., Any]]:
        """What the façade calls."""
        calls: dict[str, Callable[..., Any]] = {
            "move": lambda source, target: self._move(self._path(source), self._path(target), target),
            "copy": lambda source, target: self._copy(self._path(source), self._path(target), target),
            "list": self._list,
            "get": lambda uri: _entry(uri, self._path(uri)),
            "remove": lambda uri: os.unlink(self._path(uri)),
            "write": self._write,
            "readText": lambda uri: self._read(uri, 0, -1).decode("utf-8", "replace"),
            "read": lambda uri, position, length: self._host.to_js(self._read(uri, int(position), int(length))),
            "access": lambda uri: os.stat(self._path(uri)) and None,
            "mkdir": lambda uri, deep: (os.makedirs if deep else os.mkdir)(self._path(uri)),
            "rmdir": lambda uri, deep: (shutil.rmtree if deep else os.rmdir)(self._path(uri)),
        }
        return {name: _answering(call) for name, call in calls.items()}

    def close(self) -> None:
        """Nothing is in flight."""

    def _path(self, uri: str) -> str:
        for beginning, purpose in _PLACES:
            if uri == beginning or uri.startswith(beginning + "/"):
                folder = self._host.sandbox.folder(purpose)
                path = os.path.normpath(os.path.join(folder, uri[len(beginning) :].lstrip("/")))
                if os.path.commonpath([folder, path]) != folder:
                    raise PermissionError
                return self._host.sandbox.resolve(path)
        raise ValueError

    def _move(self, source: str, target: str, uri: str) -> str:
        shutil.move(source, target)
        return uri

    def _copy(self, source: str, target: str, uri: str) -> str:
        shutil.copyfile(source, target)
        return uri

    def _list(self, uri: str) -> list[list[Any]]:
        folder = self._path(uri)
        names = sorted(os.listdir(folder))
        return [_entry(f"{uri.rstrip('/')}/{name}", os.path.join(folder, name)) for name in names]

    def _write(self, uri: str, data: Any, position: float) -> None:
        """`position`: -1 at the end, -2 instead of what is there, else from there on."""
        path = self._path(uri)
        content = encode(data) if isinstance(data, str) else data if isinstance(data, bytes) else data.to_bytes()
        mode = "ab" if position == -1 else "wb" if position == -2 or not os.path.exists(path) else "r+b"
        with open(path, mode) as file:
            if position > 0:
                file.seek(int(position))
            file.write(content)

    def _read(self, uri: str, position: int, length: int) -> bytes:
        path = self._path(uri)
        size = os.path.getsize(path) - position
        check_room(self._host, size if length < 0 else min(size, length))
        with open(path, "rb") as file:
            file.seek(position)
            return file.read(length)


def _entry(uri: str, path: str) -> list[Any]:
    status = os.stat(path)
    return [uri, status.st_size, int(status.st_mtime * 1000), "dir" if os.path.isdir(path) else "file"]


def _answering(call: Callable[..., Any]) -> Callable[..., list[Any]]:
    """`call` as an op: no failure of the system gets out of it."""

    def op(*arguments: Any) -> list[Any]:
        try:
            return [0, call(*arguments)]
        except FileNotFoundError:
            return [_MISSING, "file or directory does not exist"]
        except (OSError, MemoryError) as error:
            return [_FILE, f"I/O error: {getattr(error, 'strerror', None) or type(error).__name__}"]
        except (ValueError, OverflowError):
            return [_PARAMETER, "the parameters are invalid"]

    return op
