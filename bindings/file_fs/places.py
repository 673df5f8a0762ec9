"""Reading and writing at a place of an open file, and its lock: by the system, or as near as Windows has it."""

from __future__ import annotations

import os
import sys

if sys.platform == "win32":
    import msvcrt

    _ALL = 2**31 - 1

    def read_at(fd: int, length: int, offset: int) -> bytes:
        """At most `length` bytes from `offset` on; where the file stands does not change."""
        before = os.lseek(fd, 0, os.SEEK_CUR)
        try:
            os.lseek(fd, offset, os.SEEK_SET)
            return os.read(fd, length)
        finally:
            os.lseek(fd, before, os.SEEK_SET)

    def write_at(fd: int, content: bytes, offset: int) -> int:
        """Write at `offset`; returns how many bytes. Where the file stands does not change."""
        before = os.lseek(fd, 0, os.SEEK_CUR)
        try:
            os.lseek(fd, offset, os.SEEK_SET)
            return os.write(fd, content)
        finally:
            os.lseek(fd, before, os.SEEK_SET)

    def lock(fd: int, exclusive: bool, locked: bool) -> None:
        """Lock or unlock a file, without waiting. Raises OSError where another has it."""
        before = os.lseek(fd, 0, os.SEEK_CUR)
        try:
            os.lseek(fd, 0, os.SEEK_SET)
            msvcrt.locking(fd, msvcrt.LK_NBLCK if locked else msvcrt.LK_UNLCK, _ALL)
        finally:
            os.lseek(fd, before, os.SEEK_SET)

else:
    import fcntl

    def read_at(fd: int, length: int, offset: int) -> bytes:
        """At most `length` bytes from `offset` on; where the file stands does not change."""
        return os.pread(fd, length, offset)

    def write_at(fd: int, content: bytes, offset: int) -> int:
        """Write at `offset`; returns how many bytes. Where the file stands does not change."""
        return os.pwrite(fd, content, offset)

    def lock(fd: int, exclusive: bool, locked: bool) -> None:
        """Lock or unlock a file, without waiting. Raises OSError where another has it."""
        kind = (fcntl.LOCK_EX if exclusive else fcntl.LOCK_SH) if locked else fcntl.LOCK_UN
        fcntl.flock(fd, kind | fcntl.LOCK_NB)
