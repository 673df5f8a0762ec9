"""Where systems keep the files of a user's programs."""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping


def user_cache(environ: Mapping[str, str], platform: str = sys.platform) -> str:
    """The folder for what can be made again; relative only for a user without a home."""
    return _folder(environ, platform, "Caches", "XDG_CACHE_HOME", ".cache")


def user_data(environ: Mapping[str, str], platform: str = sys.platform) -> str:
    """The folder for what is to stay; relative only for a user without a home."""
    return _folder(environ, platform, "Application Support", "XDG_DATA_HOME", os.path.join(".local", "share"))


def _folder(environ: Mapping[str, str], platform: str, mac: str, variable: str, default: str) -> str:
    home = os.path.expanduser("~")
    if platform == "win32":
        base = environ.get("LOCALAPPDATA") or os.path.join(home, "AppData", "Local")
    elif platform == "darwin":
        base = os.path.join(home, "Library", mac)
    else:
        # A relative one is to be ignored, says the XDG Base Directory Specification.
        base = environ.get(variable, "")
        base = base if os.path.isabs(base) else os.path.join(home, default)
    return os.path.join(base, "ohosrun")
