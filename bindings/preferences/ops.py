"""The files of @ohos.data.preferences. A file is the old one or the new one, whenever a run ends."""

from __future__ import annotations

import json
import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any

    from runtime.modules.contract import Host

_INNER_ERROR = 15500000
_NOT_DELETED = 15500010


def open_binding(host: Host) -> Store:
    """The preferences of the program of `host`."""
    return Store(host)


class Store:
    """Reads, writes and removes files; an answer is [0, text] or [code, message]."""

    def __init__(self, host: Host) -> None:
        self._host = host

    def ops(self) -> Mapping[str, Callable[..., Any]]:
        """What the façade calls."""
        return {"read": self._read, "write": self._write, "remove": self._remove}

    def close(self) -> None:
        """Nothing is in flight."""

    def _read(self, path: str) -> list[Any]:
        try:
            with open(self._host.sandbox.resolve(path), encoding="utf-8") as file:
                text = file.read()
            if not _is_ours(json.loads(text)):
                text = ""
        except FileNotFoundError:
            text = ""
        except OSError as error:
            return [_INNER_ERROR, f"Inner error. {error.strerror}"]
        except (ValueError, RecursionError):
            text = ""  # Written by something else: as on a device, the values are lost.
        return [0, text]

    def _write(self, path: str, text: str) -> list[Any]:
        try:
            target = self._host.sandbox.resolve(path)
            temporary = f"{target}.{os.getpid()}.new"
            with open(temporary, "w", encoding="utf-8", errors="replace") as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
            os.replace(temporary, target)
        except OSError as error:
            return [_INNER_ERROR, f"Inner error. {error.strerror}"]
        return [0, ""]

    def _remove(self, path: str) -> list[Any]:
        try:
            os.unlink(self._host.sandbox.resolve(path))
        except FileNotFoundError:
            pass
        except OSError as error:
            return [_NOT_DELETED, f"Failed to delete the user preferences persistence file. {error.strerror}"]
        return [0, ""]


def _is_ours(document: Any) -> bool:
    return isinstance(document, list) and all(
        isinstance(entry, list) and len(entry) == 2 and isinstance(entry[0], str) and isinstance(entry[1], dict)
        for entry in document
    )
