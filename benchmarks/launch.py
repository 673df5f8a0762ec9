"""Runs a program and writes its figures to a descriptor: `python -I -S launch.py FD PROGRAM ARGUMENT...`

A process inherits the peak memory of the one that starts it. This one is smaller than all that is measured, and so
must stay free of imports. The figures are ms from exec to exit, ms of processor time, and the peak in KiB.
"""

import os
import sys
import time


def main() -> None:
    """Run and measure."""
    report, command = int(sys.argv[1]), sys.argv[2:]
    os.set_inheritable(report, False)
    started = time.perf_counter()
    child = os.posix_spawnp(command[0], command, os.environ)
    _, status, usage = os.wait4(child, 0)
    elapsed = time.perf_counter() - started
    # macOS counts bytes.
    peak = usage.ru_maxrss / 1024 if sys.platform == "darwin" else usage.ru_maxrss
    figures = f"{elapsed * 1000} {(usage.ru_utime + usage.ru_stime) * 1000} {peak}"
    os.write(report, figures.encode())
    sys.exit(os.waitstatus_to_exitcode(status))


main()
