"""What a path holds, whether that is another content than before, and whether it looks like a save half done."""

from __future__ import annotations

import os
import stat
import time

from runtime.language import source
from runtime.settings.sources import upwards

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import TypeAlias

    # A text; the digest of what is no text or was only digested; None where there is no file.
    Content: TypeAlias = str | bytes | None
    Signature: TypeAlias = tuple[int, int, int, int, int] | None

CHANGED, DELETED, CREATED = "changed", "deleted", "created"

# How long, in s after the last sign of life, a content is taken for one that is still being made.
_GONE_PATIENCE = 0.3
_BROKEN_PATIENCE = 0.15

# A file that changed so shortly before it was looked at may change again without a trace in its times (FAT: 2 s).
_RACY = 2.0
# Larger files that nobody imports are told apart by size and time.
_DIGEST_LIMIT = 1024 * 1024


class Seen:
    """One path: `before` is what the run saw there, `now` what was there when last looked."""

    __slots__ = ("_settled", "_signature", "before", "now")

    def __init__(self, before: Content) -> None:
        self.before = before
        self.now = before
        self._signature: Signature = None
        # Whether the same signature is sure to mean the same content.
        self._settled = False

    def look(self, path: str, *, again: bool, digest: bool) -> None:
        """Bring `now` up to date; without `again` only when the file's size, times or identity say so."""
        signature = signature_of(path)
        if signature == self._signature and self._settled and not again:
            return
        self.now = _digest_of(path, signature) if digest else content_of(path)
        self._signature = signature
        self._settled = signature is not None and time.time() - max(signature[3:]) / 1e9 > _RACY

    def change(self) -> str:
        """CREATED, DELETED, CHANGED or ''."""
        if self.now == self.before:
            return ""
        if self.now is None:
            return DELETED
        return CREATED if self.before is None else CHANGED

    def patience(self, path: str) -> float:
        """How many s after the last sign of life the change of `path` is what it looks like."""
        before, now = self.before, self.now
        if before is None:
            return 0.0
        if now is None or now in ("", _EMPTY):
            return _GONE_PATIENCE
        if isinstance(before, str) and (isinstance(now, bytes) or (not _parses(path, now) and _parses(path, before))):
            return _BROKEN_PATIENCE
        return 0.0


def signature_of(path: str) -> Signature:
    """What changes when the file that `path` means is written to or is another one; None where there is no file."""
    try:
        status = os.stat(path)
    except (OSError, ValueError):
        return None
    if not stat.S_ISREG(status.st_mode):
        return None
    return status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns


def content_of(path: str) -> Content:
    """The text at `path` as a run would read it, or the digest of what is not text."""
    data = _read(path)
    if data is None:
        return None
    try:
        return source.decode(data, path)
    except source.SourceError:
        return _hash(data)


def git_lock(folder: str) -> str:
    """The file that git holds while it changes the work tree around the real path `folder`; '' outside of one."""
    for above in upwards(folder):
        path = os.path.join(above, ".git")
        if os.path.isdir(path):
            return os.path.join(path, "index.lock")
        if os.path.isfile(path):  # A linked work tree (gitrepository-layout(5)).
            content = content_of(path)
            pointer = content.strip() if isinstance(content, str) else ""
            return os.path.join(above, pointer.removeprefix("gitdir: "), "index.lock")
    return ""


def matches(globs: Iterable[str], *candidates: str) -> bool:
    """Whether a glob matches one of `candidates` or one name in the last of them."""
    from fnmatch import fnmatch

    names = {*candidates, *candidates[-1].split(os.sep)}
    return any(fnmatch(name, glob) for glob in globs for name in names)


def _parses(path: str, text: str) -> bool:
    """Whether `text` is what the name of its file promises."""
    try:
        if path.endswith((".js", ".mjs")):
            from runtime.engine.quickjs import check_syntax

            return check_syntax(text, path) is None
        if path.endswith(".json"):
            import json

            json.loads(text)
        elif path.endswith(".toml"):
            import tomllib

            tomllib.loads(text)
    except (ValueError, RecursionError):
        return False
    return True


def _digest_of(path: str, signature: Signature) -> Content:
    if signature is not None and signature[2] > _DIGEST_LIMIT:
        return repr(signature).encode()
    data = _read(path)
    return None if data is None else _hash(data)


def _read(path: str) -> bytes | None:
    if signature_of(path) is None:
        return None
    try:
        with open(path, "rb") as file:
            return source.read_bytes(file, path)
    except FileNotFoundError:
        return None
    except source.SourceError:
        return repr(signature_of(path)).encode()  # Larger than what is read: told apart by size and time.
    except OSError as error:
        return b"\xff cannot be read: %d" % (error.errno or 0)


def _hash(data: bytes) -> bytes:
    from hashlib import blake2b

    return blake2b(data, digest_size=16).digest()


_EMPTY = _hash(b"")
