"""What a process holds: descriptors and memory."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

_DESCRIPTORS = "/proc/self/fd" if Path("/proc/self/fd").is_dir() else "/dev/fd"


def descriptors() -> int:
    """How many descriptors this process has open."""
    return len(os.listdir(_DESCRIPTORS)) - 1


def used_descriptors(pid: int) -> int:
    """How many descriptors another process has open."""
    return len(os.listdir(f"/proc/{pid}/fd"))


def resident_memory(pid: int) -> int:
    """How much memory another process has at the moment, in bytes."""
    pages = Path(f"/proc/{pid}/statm").read_text(encoding="utf-8").split()[1]
    return int(pages) * resource.getpagesize()


def peak_memory(command: Sequence[str]) -> int:
    """Run `command` to its end; the most memory it had at once, in bytes. Raises CalledProcessError."""
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    return usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024)
