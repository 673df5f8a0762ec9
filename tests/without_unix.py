"""The command in a Python from which is taken what Windows has not: python -m tests.without_unix ARGUMENT...

No Windows: paths, processes and sockets stay those of this system. It shows that nothing is asked for that is not
there.
"""

# ruff: noqa: F401

from __future__ import annotations

# What the standard library itself needs of this system comes first.
import ctypes
import logging
import os
import select
import selectors
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import tempfile
import types
import unittest
import urllib.request
from typing import Any

MODULES = ("fcntl", "grp", "pty", "pwd", "resource", "termios", "tty")
MISSING: dict[types.ModuleType, tuple[str, ...]] = {
    os: (
        "O_CLOEXEC", "O_NONBLOCK", "WEXITSTATUS", "WIFSIGNALED", "WTERMSIG", "chown", "fchmod", "fork", "get_blocking",
        "geteuid", "getpgrp", "getuid", "killpg", "mkfifo", "openpty", "pread", "pwrite", "set_blocking", "sysconf",
        "tcgetpgrp", "waitid",
    ),
    select: ("epoll", "poll"),
    signal: ("SIGHUP", "SIGKILL", "SIGQUIT", "SIGTSTP", "SIGCONT", "pthread_kill", "pthread_sigmask", "setitimer"),
}  # fmt: skip


def nothing(*_arguments: object) -> Any:
    """The registry of a Windows on which nothing is set."""
    raise FileNotFoundError


def main() -> None:
    """Take it away and run the command."""
    blocked: dict[str, Any] = sys.modules
    for name in MODULES:
        blocked[name] = None
    for module, names in MISSING.items():
        for name in names:
            if hasattr(module, name):
                delattr(module, name)
    sys.modules["msvcrt"] = types.ModuleType("msvcrt")
    registry = types.ModuleType("winreg")
    registry.OpenKey, registry.HKEY_CURRENT_USER = nothing, 0  # type: ignore[attr-defined]
    sys.modules["winreg"] = registry
    sys.platform = "win32"
    import ohosrun

    ohosrun.main()


if __name__ == "__main__":
    main()
