"""The ops of @ohos.file.fs: what a call asks of the system, with [0, value] or [code, message] as the answer."""

from __future__ import annotations

import errno
import os
import stat as stat_module

from bindings.file_fs import folders, places
from bindings.file_fs.codes import code_of
from bindings.kit.memory import check_room
from runtime.transport.text import encode

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any

    from runtime.modules.contract import Host

# The open modes of a device that differ between systems: its bit -> the system's flag.
_MODES = (
    (0o100, os.O_CREAT),
    (0o1000, os.O_TRUNC),
    (0o2000, os.O_APPEND),
    (0o4000, getattr(os, "O_NONBLOCK", 0)),
    (0o200000, getattr(os, "O_DIRECTORY", 0)),
    (0o400000, getattr(os, "O_NOFOLLOW", 0)),
    (0o4010000, getattr(os, "O_SYNC", 0)),
)
_ACCESS = 3
_NEW_FILE = 0o660
_NEW_FOLDER = 0o770
_FIELDS = ("st_ino", "st_mode", "st_uid", "st_gid", "st_size", "st_atime_ns", "st_mtime_ns", "st_ctime_ns")


def open_binding(host: Host) -> Files:
    """The files of the program of `host`."""
    return Files(host)


class Files:
    """Does what calls ask. Only descriptors that the program opened itself can be used, and all are closed with it."""

    def __init__(self, host: Host) -> None:
        self._host = host
        self._resolve = host.sandbox.resolve
        self._open_files: dict[int, str] = {}

    def ops(self) -> Mapping[str, Callable[..., Any]]:
        """What the façade calls."""
        calls: dict[str, Callable[..., Any]] = {
            "access": self._access,
            "close": self._close,
            "copyDir": lambda source, target, mode: folders.copy(self._resolve(source), self._resolve(target), mode),
            "copyFile": self._copy_file,
            "dup": self._dup,
            "fsync": lambda fd: os.fsync(self._known(fd)),
            "list": lambda path, recursive: folders.listed(self._resolve(path), recursive=recursive),
            "lock": self._lock,
            "lseek": lambda fd, offset, whence: os.lseek(self._known(fd), offset, whence),
            "lstat": lambda path: _fields(os.lstat(self._resolve(path))),
            "mkdir": self._mkdir,
            "mkdtemp": self._mkdtemp,
            "moveDir": lambda source, target, mode: folders.move(self._resolve(source), self._resolve(target), mode),
            "moveFile": self._move_file,
            "open": self._open,
            "read": self._read,
            "readText": self._read_text,
            "rename": lambda source, target: os.replace(self._resolve(source), self._resolve(target)),
            "rmdir": lambda path: folders.remove(self._resolve(path)),
            "stat": lambda file: _fields(os.stat(self._target(file))),
            "symlink": self._symlink,
            "truncate": self._truncate,
            "unlink": self._unlink,
            "utimes": self._utimes,
            "write": self._write,
        }
        return {name: _answering(call) for name, call in calls.items()}

    def close(self) -> None:
        """Close what the program left open."""
        while self._open_files:
            fd, _path = self._open_files.popitem()
            os.close(fd)

    # Descriptors ----------------------------------------------------------------------------------------------

    def _known(self, fd: int) -> int:
        if fd not in self._open_files:
            raise OSError(errno.EBADF, "")
        return fd

    def _target(self, file: int | str) -> int | str:
        return self._resolve(file) if isinstance(file, str) else self._known(file)

    def _open(self, path: str, mode: int) -> list[Any]:
        real = self._resolve(path)
        flags = mode & _ACCESS
        for bit, flag in _MODES:
            if mode & bit == bit:
                flags |= flag
        try:
            kind = os.stat(real).st_mode
            if not stat_module.S_ISREG(kind) and not stat_module.S_ISDIR(kind):
                # A pipe without a peer would stop everything until one comes.
                flags |= getattr(os, "O_NONBLOCK", 0)
        except OSError:
            pass  # Opening it says why, or makes it.
        fd = os.open(real, flags | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0), _NEW_FILE)
        self._open_files[fd] = real
        return [fd, real]

    def _close(self, fd: int) -> None:
        os.close(self._known(fd))
        del self._open_files[fd]

    def _dup(self, fd: int) -> list[Any]:
        path = self._open_files[self._known(fd)]
        copy = os.dup(fd)
        self._open_files[copy] = path
        return [copy, path]

    def _lock(self, fd: int, exclusive: bool, locked: bool) -> None:
        places.lock(self._known(fd), exclusive, locked)

    def _read(self, fd: int, length: int, offset: int) -> Any:
        self._known(fd)
        data = os.read(fd, length) if offset < 0 else places.read_at(fd, length, offset)
        return self._host.to_js(data)

    def _write(self, fd: int, data: Any, length: int, offset: int) -> int:
        self._known(fd)
        content = encode(data) if isinstance(data, str) else data.to_bytes()
        if length >= 0:
            if length > len(content):
                raise OSError(errno.EINVAL, "")
            content = content[:length]
        return os.write(fd, content) if offset < 0 else places.write_at(fd, content, offset)

    # Paths ----------------------------------------------------------------------------------------------------

    def _access(self, path: str, mode: int) -> bool:
        try:
            real = self._resolve(path)
            os.stat(real)
        except (FileNotFoundError, NotADirectoryError):
            return False
        wanted = (os.R_OK if mode & 4 else 0) | (os.W_OK if mode & 2 else 0)
        if not os.access(real, wanted or os.F_OK):
            raise OSError(errno.EACCES, "")
        return True

    def _mkdir(self, path: str, recursive: bool) -> None:
        real = self._resolve(path)
        if recursive:
            os.makedirs(os.path.dirname(real.rstrip("/")) or ".", _NEW_FOLDER, exist_ok=True)
        os.mkdir(real, _NEW_FOLDER)

    def _mkdtemp(self, prefix: str) -> str:
        from random import choices
        from string import ascii_letters

        if not prefix.endswith("XXXXXX"):
            raise OSError(errno.EINVAL, "")
        real = self._resolve(prefix)
        while True:
            path = real[:-6] + "".join(choices(ascii_letters, k=6))
            try:
                os.mkdir(path, 0o700)
            except FileExistsError:
                continue
            return path

    def _read_text(self, path: str, offset: int, length: int) -> Any:
        with open(self._resolve(path), "rb", opener=folders.without_waiting) as file:
            size = os.fstat(file.fileno()).st_size
            if offset > size:
                raise OSError(errno.EINVAL, "")
            wanted = size - offset if length < 0 else min(length, size - offset)
            check_room(self._host, wanted)
            if offset:
                file.seek(offset)
            return self._host.to_js(file.read(wanted).decode("utf-8", "replace"))

    def _copy_file(self, source: int | str, target: int | str) -> None:
        reading = self._target(source)
        writing = self._target(target)
        if isinstance(reading, str) and stat_module.S_ISDIR(os.stat(reading).st_mode):
            raise OSError(errno.EISDIR, "")
        folders.copy_file(reading, writing)

    def _move_file(self, source: str, target: str, mode: int) -> None:
        reading, writing = self._resolve(source), self._resolve(target)
        if os.path.isdir(reading) or os.path.isdir(writing):
            raise OSError(errno.EISDIR, "")
        if mode == 1 and os.path.exists(writing):
            raise OSError(errno.EEXIST, "")
        folders.rename(reading, writing)

    def _symlink(self, target: str, path: str) -> None:
        os.symlink(self._resolve(target), self._resolve(path))

    def _truncate(self, file: int | str, length: int) -> None:
        os.truncate(self._target(file), length)

    def _unlink(self, path: str) -> None:
        os.unlink(self._link(path))

    def _link(self, path: str) -> str:
        """`path` where the link itself is meant: what it leads to need not be within reach."""
        folder, name = os.path.split(path)
        return os.path.join(self._resolve(folder), name) if folder and name else self._resolve(path)

    def _utimes(self, path: str, modified: float) -> None:
        real = self._resolve(path)
        os.utime(real, ns=(os.stat(real).st_atime_ns, int(modified * 1_000_000)))


def _fields(found: os.stat_result) -> list[Any]:
    return [getattr(found, field) for field in _FIELDS]


def _answering(call: Callable[..., Any]) -> Callable[..., list[Any]]:
    """`call` as an op: no failure of the system gets out of it."""

    def op(*arguments: Any) -> list[Any]:
        try:
            return [0, call(*arguments)]
        except OSError as error:
            return [*code_of(error), error.filename2 if isinstance(error.filename2, list) else None]
        except MemoryError:
            return [*code_of(OSError(errno.ENOMEM, "")), None]
        except (ValueError, OverflowError):
            # What the system's own interface cannot even be asked, such as NUL in a path.
            return [*code_of(OSError(errno.EINVAL, "")), None]

    return op
