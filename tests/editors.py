"""The ways in which editors and version control save a file, step by step as system calls show them.

`SAVES[name](path, text)` returns when everything that belongs to the save is done.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

Save = Callable[[Path, str], None]

# Longer than the quiet time after which a save counts as over: what is there meanwhile must be known as unfinished.
_PAUSE_SECONDS = 0.045


def in_place(path: Path, text: str) -> None:
    """`>` of a shell, nano, Notepad: truncate and write."""
    path.write_text(text, encoding="utf-8")


def without_truncating_first(path: Path, text: str) -> None:
    """Write over what is there, then cut off the rest."""
    with path.open("r+", encoding="utf-8") as file:
        file.write(text)
        file.truncate()


def temporary_file_and_rename(path: Path, text: str) -> None:
    """An atomic save in the same folder: `sed -i`, Sublime Text, most command-line tools."""
    temporary = path.with_name(f"{path.name}.{os.getpid()}.tmp")
    temporary.write_text(text)
    temporary.replace(path)


def temporary_file_from_elsewhere(path: Path, text: str) -> None:
    """An atomic save whose temporary file is in another folder of the same file system."""
    folder = path.parent.parent / "temporary"
    folder.mkdir(exist_ok=True)
    temporary = folder / "new"
    temporary.write_text(text)
    temporary.replace(path)


def delete_and_recreate(path: Path, text: str) -> None:
    """The file is gone for a moment that is longer than the quiet time."""
    path.unlink()
    time.sleep(_PAUSE_SECONDS)
    path.write_text(text, encoding="utf-8")


def empty_for_a_moment(path: Path, text: str) -> None:
    """Truncated and closed, written later: two programs, or an editor on a slow disk."""
    path.write_text("", encoding="utf-8")
    time.sleep(_PAUSE_SECONDS)
    path.write_text(text, encoding="utf-8")


def in_pieces(path: Path, text: str) -> None:
    """Truncated, then written piece by piece and held open for longer than the quiet time."""
    third = len(text) // 3 + 1
    with path.open("w", encoding="utf-8") as file:
        for start in range(0, len(text), third):
            file.write(text[start : start + third])
            file.flush()
            time.sleep(_PAUSE_SECONDS)


def in_closed_pieces(path: Path, text: str) -> None:
    """Appended to by one process after the other; what is there meanwhile is no whole program."""
    cut = text.index("(") + 1
    path.write_text(text[:cut], encoding="utf-8")
    time.sleep(_PAUSE_SECONDS)
    with path.open("a", encoding="utf-8") as file:
        file.write(text[cut:])


def several_writes_in_a_row(path: Path, text: str) -> None:
    """The editor saves, then its formatter, which had nothing to do, then its linter."""
    for _ in range(3):
        path.write_text(text, encoding="utf-8")
        time.sleep(_PAUSE_SECONDS)


def vim(path: Path, text: str) -> None:
    """backupcopy=no: the old file is renamed to the backup, a new one is written, the backup deleted."""
    swap = path.with_name(f".{path.name}.swp")
    swap.write_text("swap")
    probe = path.with_name("4913")
    probe.touch()
    probe.unlink()
    backup = path.with_name(path.name + "~")
    path.rename(backup)
    with path.open("x", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    path.chmod(0o644)
    backup.unlink()
    swap.unlink()


def vim_with_a_backup_folder(path: Path, text: str) -> None:
    """backupdir elsewhere: the old file leaves the folder by a rename, a new one is written."""
    folder = path.parent.parent / "backup"
    folder.mkdir(exist_ok=True)
    path.rename(folder / (path.name + "~"))
    with path.open("x", encoding="utf-8") as file:
        file.write(text)


def vim_with_backupcopy(path: Path, text: str) -> None:
    """backupcopy=yes: the old content is copied to a backup, the file itself written again."""
    backup = path.with_name(path.name + "~")
    shutil.copy2(path, backup)
    with path.open("r+", encoding="utf-8") as file:
        file.truncate()
        file.write(text)
    backup.unlink()


def emacs(path: Path, text: str) -> None:
    """Lock and auto-save files come and go; the old file is renamed to the backup, which stays."""
    lock = path.with_name(".#" + path.name)
    lock.symlink_to("user@host.1")
    auto_save = path.with_name(f"#{path.name}#")
    auto_save.write_text(text)
    path.rename(path.with_name(path.name + "~"))
    path.write_text(text, encoding="utf-8")
    lock.unlink()
    auto_save.unlink()


def vscode(path: Path, text: str) -> None:
    """Truncate, write, flush to disk, and the times are set once more."""
    with path.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    os.utime(path)


def jetbrains(path: Path, text: str) -> None:
    """Safe write: a temporary file, the old one moved away, the new one moved in, the old one deleted."""
    temporary = path.with_name(path.name + "___jb_tmp___")
    old = path.with_name(path.name + "___jb_old___")
    temporary.write_text(text)
    path.rename(old)
    temporary.rename(path)
    old.unlink()


def another_link(path: Path, text: str) -> None:
    """The path is a symbolic link; it is switched to a new file by renaming a new link over it."""
    target = path.with_name(f"version-{time.monotonic_ns()}.js")
    target.write_text(text)
    link = path.with_name("new-link")
    link.symlink_to(target.name)
    link.replace(path)


def real_vim(path: Path, text: str) -> None:
    """vim itself, with its own defaults, in silent mode. Raises CalledProcessError."""
    new = path.with_name("new.txt")
    new.write_text(text)
    commands = ["-c", "%d _", "-c", f"0read {new}", "-c", "$d _", "-c", "wq"]
    subprocess.run(["vim", "-es", "-u", "NONE", *commands, str(path)], check=True, stdin=subprocess.DEVNULL)


SAVES: dict[str, Save] = {
    save.__name__: save
    for save in (
        in_place,
        without_truncating_first,
        temporary_file_and_rename,
        temporary_file_from_elsewhere,
        delete_and_recreate,
        empty_for_a_moment,
        in_pieces,
        in_closed_pieces,
        several_writes_in_a_row,
        vim,
        vim_with_a_backup_folder,
        vim_with_backupcopy,
        emacs,
        vscode,
        jetbrains,
        another_link,
    )
}


class GitProject:
    """A git repository with branches between which a whole folder is exchanged. `git` must be installed."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir()
        self._git("init", "--quiet", "--initial-branch=one")

    def commit(self, branch: str, files: dict[str, str]) -> None:
        """Commit exactly `files` on `branch`, which is made when it is new, and check it out."""
        exists = subprocess.run(
            ["git", "rev-parse", "--verify", "--quiet", branch], cwd=self.folder, stdout=subprocess.DEVNULL, check=False
        )
        self._git("checkout", "--quiet", *(() if exists.returncode == 0 else ("--orphan",)), branch)
        self._git("rm", "-rfq", "--ignore-unmatch", ".")
        for name, text in files.items():
            path = self.folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        self._git("add", "--all")
        self._git("commit", "--quiet", "--message", branch)

    def checkout(self, branch: str) -> None:
        """Switch the work tree to `branch`."""
        self._git("checkout", "--quiet", branch)

    def _git(self, *arguments: str) -> None:
        identity = ["-c", "user.name=test", "-c", "user.email=test@example.com", "-c", "commit.gpgsign=false"]
        environ = {**os.environ, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
        subprocess.run(["git", *identity, *arguments], cwd=self.folder, check=True, env=environ)
