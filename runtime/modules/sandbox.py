"""The files of a run: the folders that its program's context names, and which paths it may reach.

On a device an app sees its own folders below /data/storage and little else. Here they are folders of this machine, and
a path below /data/storage means the same place below them. A program may reach any other file too, as any program on
a laptop may; the samples of a page reach nothing but the folders of their own run.
"""

from __future__ import annotations

import errno
import os
import stat

DEVICE_ROOT = "/data/storage"
"""Below which an app finds its folders on a device."""

FOLDERS = {
    "files": "el2/base/haps/entry/files",
    "cache": "el2/base/haps/entry/cache",
    "temp": "el2/base/haps/entry/temp",
    "preferences": "el2/base/haps/entry/preferences",
    "database": "el2/database/entry",
    "distributed": "el2/distributedfiles",
    "resources": "el1/bundle/entry/resources/resfile",
    "bundle": "el1/bundle",
    "app_files": "el2/base/files",
    "app_cache": "el2/base/cache",
    "app_temp": "el2/base/temp",
    "app_preferences": "el2/base/preferences",
    "app_database": "el2/database",
}
"""The folders of a context: what for -> where below /data/storage (the development paths of the device)."""

_URI = "file://"


class Sandbox:
    """The folders of one run, made when they are first asked for.

    `root` is where they are kept from run to run; without it they are temporary and end with the run. `confined`: no
    other path may be reached, but for files below `readable` where a path is only read (`resolve_readable`).
    """

    def __init__(self, root: str = "", *, confined: bool = False, readable: str = "") -> None:
        self._root = root
        self._temporary = ""
        self._readable = readable
        self.confined = confined

    def folder(self, purpose: str) -> str:
        """The absolute path of the folder for `purpose` (a key of FOLDERS), which exists. Raises OSError."""
        place = FOLDERS[purpose].split("/")
        path = os.path.join(self._made_root(), *place)
        try:
            os.makedirs(path, exist_ok=True)
        except OSError:
            if self._temporary:
                raise
            self._root = ""  # A folder that is full, or was made read-only: nothing is kept from here on.
            path = os.path.join(self._made_root(), *place)
            os.makedirs(path, exist_ok=True)
        return path

    def resolve(self, path: str) -> str:
        """The path on this machine that a program means by `path`, a path or a file: URI.

        Raises PermissionError where this run may not reach it, FileNotFoundError for a relative path of a confined run.
        """
        path = self._place(path)
        if self.confined:
            self._check(path, self._made_root())
        return path

    def resolve_readable(self, path: str) -> str:
        """The same for a regular file that is only read; a confined run may read what is below the folder of its page.

        Raises OSError where it may not, or where there is no such file: what blocks or never ends is none.
        """
        path = self._place(path)
        if self.confined:
            try:
                self._check(path, self._made_root())
            except PermissionError:
                if not self._readable:
                    raise
                self._check(path, self._readable)
        if not stat.S_ISREG(os.stat(path).st_mode):
            raise OSError(errno.EINVAL, os.strerror(errno.EINVAL))
        return path

    def close(self) -> None:
        """Remove what was temporary."""
        if self._temporary:
            from shutil import rmtree

            rmtree(self._temporary, ignore_errors=True)
            self._temporary = ""

    def _place(self, path: str) -> str:
        if path.startswith(_URI):
            path = _path_of_uri(path)
        try:
            is_path = b"\0" not in os.fsencode(path)
        except UnicodeEncodeError:  # Half a surrogate pair.
            is_path = False
        if not is_path:
            raise OSError(errno.EINVAL, os.strerror(errno.EINVAL))
        if path == DEVICE_ROOT or path.startswith(DEVICE_ROOT + "/"):
            # Not os.path.join: what follows may begin with a slash of its own.
            path = self._made_root() + path[len(DEVICE_ROOT) :]
        return path

    @staticmethod
    def _check(path: str, root: str) -> None:
        # Every link on the way counts, also that of a file that does not exist yet.
        real = os.path.realpath(path)
        root = os.path.realpath(root)
        if not os.path.isabs(path) or os.path.commonpath([root, real]) != root:
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))

    def _made_root(self) -> str:
        if self._temporary:
            return self._temporary
        if self._root:
            try:
                os.makedirs(self._root, exist_ok=True)
            except OSError:
                self._root = ""  # A home that cannot be written to: nothing is kept.
            else:
                return self._root
        from tempfile import mkdtemp

        self._temporary = os.path.realpath(mkdtemp(prefix="ohosrun-"))
        return self._temporary


def of_run(program: str, kept_in: str, *, confined: bool) -> Sandbox:
    """The files of a run of the program at path `program`.

    They are kept in the folder `kept_in`, else in one for this program in the user's data folder; those of a page, and
    of a program that is no file, are temporary.
    """
    if confined:
        return Sandbox(confined=True, readable=os.path.dirname(os.path.abspath(program)))
    if not kept_in and os.path.isfile(program):
        kept_in = _root_of(program)
    return Sandbox(kept_in)


def _root_of(program: str) -> str:
    """Where the files of the program at path `program` are kept: a folder of its own in the user's data folder."""
    from hashlib import sha256

    from runtime.folders import user_data

    name = os.path.splitext(os.path.basename(program))[0]
    return os.path.join(user_data(os.environ), f"{name}-{sha256(program.encode()).hexdigest()[:8]}")


def _path_of_uri(uri: str) -> str:
    """`file:///path` and `file://bundle/data/storage/…`, as `fileUri` of a device makes them."""
    from urllib.parse import unquote

    rest = uri[len(_URI) :]
    slash = rest.find("/")
    return unquote(rest[slash:]) if slash >= 0 else unquote(rest)
