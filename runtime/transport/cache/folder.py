"""Stored responses on disk: one file each in a folder of one program, which any number of its processes may use.

A file appears by being renamed into place, so a process that is killed leaves an entry as it was or as it is to be;
what is damaged all the same fails its checksum.
"""

from __future__ import annotations

import errno
import os
import stat
import sys
import time

from runtime.transport.cache.rules import StoredResponse

try:
    # hashlib loads OpenSSL for it, which takes 4 ms.
    from _blake2 import blake2b
except ImportError:
    from hashlib import blake2b

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

MAGIC = b"ohosrun-http-2\r\n"  # Another format gets another number; what does not begin with it is not used.
_DIGEST_SIZE = 16
_NAME_SIZE = 20
_NUMBER_SIZE = 8
OVERHEAD = len(MAGIC) + _DIGEST_SIZE + _NAME_SIZE + 4 * _NUMBER_SIZE

_MICROSECONDS = 1_000_000
_ENTRY = ".response"
_TEMPORARY = ".tmp"
_HEX_DIGITS = "0123456789abcdef"
# A temporary file this old, in s, was left behind by a process that was killed.
_TEMPORARY_LIFETIME = 600
# Another process may delete the folder between any two steps. A cache may lose what it loses then.
_ATTEMPTS = 5
_READ_FLAGS = (
    os.O_RDONLY
    | getattr(os, "O_BINARY", 0)
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_NONBLOCK", 0)  # A pipe under the name of an entry must not be waited for.
)


def entry_name(key: bytes) -> str:
    """The name under which the response to a request with `key` is kept; it says nothing about the request."""
    return blake2b(key, digest_size=_NAME_SIZE).hexdigest()


def stored_size(response: StoredResponse) -> int:
    """The bytes that `response` takes, in a file and as counted in memory."""
    return OVERHEAD + len(response.block) + len(response.cookies) + len(response.body)


def encode(name: str, response: StoredResponse) -> bytes:
    """The content of the file of `response`.

    Magic, checksum, name, two times in µs, the sizes of block and cookies, block, cookies, body.
    """
    payload = b"".join(
        (
            bytes.fromhex(name),
            _number(response.request_time * _MICROSECONDS),
            _number(response.response_time * _MICROSECONDS),
            _number(len(response.block)),
            _number(len(response.cookies)),
            response.block,
            response.cookies,
            response.body,
        )
    )
    return b"".join((MAGIC, _checksum(payload), payload))


def decode(name: str, data: bytes) -> StoredResponse | None:
    """What `encode(name, …)` was given; None if `data` is anything else."""
    start = len(MAGIC) + _DIGEST_SIZE
    payload = data[start:]
    if len(data) < OVERHEAD or not data.startswith(MAGIC) or data[len(MAGIC) : start] != _checksum(payload):
        return None
    if payload[:_NAME_SIZE].hex() != name:
        return None
    times = payload[_NAME_SIZE:]
    requested, received, block_size, cookies_size = (
        int.from_bytes(times[at : at + _NUMBER_SIZE], "big") for at in range(0, 4 * _NUMBER_SIZE, _NUMBER_SIZE)
    )
    rest = times[4 * _NUMBER_SIZE :]
    body_at = block_size + cookies_size
    if body_at > len(rest):
        return None
    return StoredResponse(
        rest[:block_size],
        rest[body_at:],
        requested / _MICROSECONDS,
        received / _MICROSECONDS,
        rest[block_size:body_at],
    )


def _number(value: float) -> bytes:
    return max(0, round(value)).to_bytes(_NUMBER_SIZE, "big")


def _checksum(payload: bytes) -> bytes:
    return blake2b(payload, digest_size=_DIGEST_SIZE).digest()


class File:
    """A file as the folder lists it: `size` in bytes, `used` in ns."""

    __slots__ = ("name", "path", "size", "used")

    def __init__(self, path: str, name: str, size: int, used: int) -> None:
        self.path = path
        self.name = name
        self.size = size
        self.used = used


class Folder:
    """The files. Every method but `read` raises OSError."""

    def __init__(self, path: str) -> None:
        self.path = path

    def create(self) -> None:
        """Make sure that it is there, ours, and nobody else's to look into."""
        for _ in range(_ATTEMPTS):
            _make_private(self.path)
            try:
                self._check()
            except FileNotFoundError:
                continue
            return

    def _check(self) -> None:
        status = os.lstat(self.path)
        if not stat.S_ISDIR(status.st_mode) or not _is_ours(status):
            raise PermissionError(errno.EPERM, "not a folder of this user")
        if os.name == "posix" and stat.S_IMODE(status.st_mode) & 0o077:
            os.chmod(self.path, 0o700)

    def files(self) -> list[File]:
        """The entries, least recently used first. Removes what killed processes have left behind."""
        entries = []
        for file in self._scan():
            if file.path.endswith(_ENTRY):
                entries.append(file)
            elif time.time() - file.used / 1e9 > _TEMPORARY_LIFETIME:
                _unlink(file.path)
        return sorted(entries, key=lambda file: (file.used, file.name))

    def _scan(self) -> Iterator[File]:
        """The files whose names are of our making; others are nobody's business. None if there is no folder."""
        try:
            self._check()
            listing = os.scandir(self.path)
        except FileNotFoundError:
            return
        with listing:
            for item in listing:
                name, extension = os.path.splitext(item.name)
                if extension not in (_ENTRY, _TEMPORARY) or len(name) != 2 * _NAME_SIZE or name.strip(_HEX_DIGITS):
                    continue
                try:
                    status = item.stat(follow_symlinks=False)
                except OSError:
                    continue  # Another process removed it.
                if stat.S_ISREG(status.st_mode):
                    yield File(item.path, name, status.st_size, status.st_mtime_ns)

    def read(self, name: str, limit: int) -> StoredResponse | None:
        """The entry; None if there is none that is whole, ours, and at most `limit` bytes."""
        try:
            descriptor = os.open(self._entry(name), _READ_FLAGS)
        except OSError:
            return None
        try:
            status = os.fstat(descriptor)
            if not stat.S_ISREG(status.st_mode) or not _is_ours(status) or status.st_size > limit:
                return None
            with os.fdopen(descriptor, "rb", closefd=False) as file:
                return decode(name, file.read(limit + 1))
        except OSError:
            return None
        finally:
            os.close(descriptor)

    def write(self, name: str, data: bytes, used: int) -> None:
        """Put an entry in place, whole or not at all; `used` in ns."""
        for _ in range(_ATTEMPTS):
            try:
                self._write(name, data, used)
            except FileNotFoundError:
                self.create()
                continue
            return

    def _write(self, name: str, data: bytes, used: int) -> None:
        temporary = os.path.join(self.path, os.urandom(_NAME_SIZE).hex() + _TEMPORARY)
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
        descriptor = os.open(temporary, flags, 0o600)
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(data)
            os.utime(temporary, ns=(used, used))
            os.replace(temporary, self._entry(name))
        except BaseException:
            _unlink(temporary)
            raise

    def touch(self, name: str, used: int) -> None:
        """Note when an entry was last used, in ns. Nothing happens if it is gone."""
        try:
            os.utime(self._entry(name), ns=(used, used))
        except FileNotFoundError:
            return

    def remove(self, name: str) -> None:
        """Remove an entry. Nothing happens if it is gone."""
        _unlink(self._entry(name))

    def delete(self) -> None:
        """Remove every file of ours and, if nothing else is in it, the folder."""
        for file in list(self._scan()):
            _unlink(file.path)
        try:
            os.rmdir(self.path)
        except OSError:
            return  # Somebody else's files, or a process that stores again.

    def _entry(self, name: str) -> str:
        return os.path.join(self.path, name + _ENTRY)


def _make_private(path: str) -> None:
    if os.path.isdir(path):
        return
    parent = os.path.dirname(path)
    if parent != path:
        _make_private(parent)
    try:
        os.mkdir(path, 0o700)
    except FileExistsError:
        if not os.path.isdir(path):
            raise


def _is_ours(status: os.stat_result) -> bool:
    return sys.platform == "win32" or status.st_uid == os.geteuid()


def _unlink(path: str) -> None:
    try:
        os.unlink(path)
    except (FileNotFoundError, NotADirectoryError):
        return
