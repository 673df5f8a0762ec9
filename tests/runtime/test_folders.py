"""The folders of a user, as each system has them."""

from __future__ import annotations

import pytest

from runtime.folders import user_cache, user_data


@pytest.mark.parametrize(
    ("platform", "environ", "cache", "data"),
    [
        ("linux", {}, "/home/u/.cache", "/home/u/.local/share"),
        ("linux", {"XDG_CACHE_HOME": "/x", "XDG_DATA_HOME": "/y"}, "/x", "/y"),
        ("linux", {"XDG_CACHE_HOME": "x", "XDG_DATA_HOME": "y"}, "/home/u/.cache", "/home/u/.local/share"),
        ("darwin", {"XDG_DATA_HOME": "/y"}, "/home/u/Library/Caches", "/home/u/Library/Application Support"),
        ("win32", {"LOCALAPPDATA": "/local"}, "/local", "/local"),
        ("win32", {}, "/home/u/AppData/Local", "/home/u/AppData/Local"),
    ],
)
def test_they_are_where_the_system_has_them(
    platform: str, environ: dict[str, str], cache: str, data: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", "/home/u")
    assert user_cache(environ, platform) == f"{cache}/ohosrun"
    assert user_data(environ, platform) == f"{data}/ohosrun"
