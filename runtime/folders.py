"""Where systems keep what can be made again."""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping


def user_cache(environ: Mapping[str, str], platform: str = sys.platform) -> str:
    """The folder for what ohosrun keeps of this user; relative only for a user without a home."""
    home = os.path.expanduser("~")
    if platform == "win32":
        base = environ.get("LOCALAPPDATA") or os.path.join(home, "AppData", "Local")
    elif platform == "darwin":
        base = os.path.join(home, "Library", "Caches")
    else:
        # A relative one is to be ignored, says the XDG Base Directory Specification.
        base = environ.get("XDG_CACHE_HOME", "")
        base = base if os.path.isabs(base) else os.path.join(home, ".cache")
    return os.path.join(base, "ohosrun")
