"""The command's door."""

from __future__ import annotations

# The signal module makes enums of its numbers, which takes longer than starting the engine.
import _signal as signal  # type: ignore[import-not-found]
import gc
import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import NoReturn


def main() -> NoReturn:
    """Run the command of this process's arguments and exit."""
    # Importing makes nothing that is garbage; looking for some takes a twentieth of a start. The loop enables it again.
    gc.disable()
    # A library's functions are looked for when they are first called: few of libcurl's and of TLS are.
    if sys.platform != "win32":
        sys.setdlopenflags(os.RTLD_LAZY)
    # Until there is somebody who answers a Ctrl-C in words: no traceback through an import.
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    # Packages of the same names that come earlier on the path, as from PYTHONPATH, are somebody else's. Once the two
    # are loaded, all below them is found through them.
    folder = os.path.dirname(os.path.abspath(__file__))
    sys.path.insert(0, folder)
    try:
        import bindings  # noqa: F401
        import runtime  # noqa: F401
    finally:
        sys.path.remove(folder)
    _open_standard_streams()
    from runtime.bundle import install

    install(folder)
    from runtime.command.main import main as run

    run()


def _open_standard_streams() -> None:
    """A stream that was closed by whoever started us leads nowhere; else the next file would take its place."""
    for stream in range(3):
        try:
            os.fstat(stream)
        except OSError:
            os.open(os.devnull, os.O_RDWR)


if __name__ == "__main__":
    main()
