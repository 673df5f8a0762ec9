"""Whole folders, and files from one place to another. Paths are those of this machine; everything raises OSError."""

from __future__ import annotations

import errno
import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

# What copyDir and moveDir do with a file that is there already.
_REFUSE, _SKIP_OR_OVERWRITE, _OVERWRITE, _REPLACE_FOLDER = range(4)


def listed(folder: str, *, recursive: bool) -> list[list[Any]]:
    """Entries of `folder` as [name, size, mtime in s]; recursive: the files below it, as `/below/file`."""
    if not recursive:
        return [_entry(name, os.path.join(folder, name)) for name in sorted(os.listdir(folder))]
    os.listdir(folder)  # What is wrong with it is an error here, not an empty list.
    found = []
    for parent, inner, names in os.walk(folder):
        inner.sort()
        below = parent[len(folder) :].rstrip("/")
        found += [_entry(f"{below}/{name}", os.path.join(parent, name)) for name in sorted(names)]
    return found


def _entry(name: str, path: str) -> list[Any]:
    try:
        status = os.stat(path)
    except OSError:
        return [name, 0, 0]
    return [name, status.st_size, int(status.st_mtime)]


def remove(folder: str) -> None:
    """Remove `folder` and all that is in it."""
    from shutil import rmtree

    os.listdir(folder)
    if os.path.islink(folder):
        os.unlink(folder)
    else:
        rmtree(folder)


def copy_file(source: int | str, target: int | str) -> None:
    """Copy the content; `target` is made, or overwritten."""
    if (
        isinstance(source, str)
        and isinstance(target, str)
        and os.path.exists(target)
        and os.path.samefile(source, target)
    ):
        return
    with (
        open(source, "rb", closefd=isinstance(source, str), opener=without_waiting) as reader,
        open(target, "wb", closefd=isinstance(target, str), opener=without_waiting) as writer,
    ):
        if isinstance(source, int):
            reader.seek(0)
        while piece := reader.read(1024 * 1024):
            writer.write(piece)


def without_waiting(path: str, flags: int) -> int:
    """For open(): a pipe without a peer would stop everything until one comes."""
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0), 0o660)


def rename(source: str, target: str) -> None:
    """Move a file, also to another file system."""
    try:
        os.replace(source, target)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        copy_file(source, target)
        os.unlink(source)


def copy(source: str, target: str, mode: int) -> None:
    """Copy the folder `source` into the folder `target`, under its own name."""
    root = _check(source, target)
    conflicts = _conflicts(source, root) if mode == _REFUSE else []
    for file, there in _to_put(source, root, keeps=mode == _REFUSE):
        copy_file(file, there)
    _refuse(conflicts)


def move(source: str, target: str, mode: int) -> None:
    """Move the folder `source` into the folder `target`, under its own name."""
    from shutil import rmtree

    root = _check(source, target)
    if mode == _REPLACE_FOLDER and os.path.isdir(root):
        rmtree(root)
    if mode == _REFUSE and os.path.isdir(root) and os.listdir(root):
        raise OSError(errno.ENOTEMPTY, "")
    conflicts = _conflicts(source, root) if mode == _SKIP_OR_OVERWRITE else []
    for file, there in _to_put(source, root, keeps=mode == _SKIP_OR_OVERWRITE):
        rename(file, there)
    _refuse(conflicts)
    rmtree(source)


def _check(source: str, target: str) -> str:
    """Where `source` goes in `target`."""
    for folder in (source, target):
        os.listdir(folder)
    root = os.path.join(target, os.path.basename(os.path.normpath(source)))
    inside = os.path.realpath(target)
    if os.path.commonpath([os.path.realpath(source), inside]) == os.path.realpath(source):
        raise OSError(errno.EINVAL, "")
    return root


def _to_put(source: str, root: str, *, keeps: bool) -> Iterator[tuple[str, str]]:
    """Each file of `source` and its place below `root`, whose folders are made; with `keeps` those that have room."""
    for parent, _inner, names in os.walk(source):
        there = root + parent[len(source) :]
        os.makedirs(there, 0o770, exist_ok=True)
        for name in names:
            if not keeps or not os.path.lexists(os.path.join(there, name)):
                yield os.path.join(parent, name), os.path.join(there, name)


def _conflicts(source: str, root: str) -> list[list[str]]:
    found = []
    for parent, _inner, names in os.walk(source):
        there = root + parent[len(source) :]
        pairs = [[os.path.join(parent, name), os.path.join(there, name)] for name in names]
        found += [pair for pair in pairs if os.path.lexists(pair[1])]
    return found


def _refuse(conflicts: list[list[str]]) -> None:
    if conflicts:
        # Under this name it travels to the error's `data`.
        error = OSError(errno.EEXIST, "")
        error.filename2 = conflicts
        raise error
