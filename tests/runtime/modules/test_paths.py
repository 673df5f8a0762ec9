"""Names of modules and paths of files, as Linux and macOS have them and as Windows has them."""

from __future__ import annotations

import ntpath
import posixpath
from types import ModuleType

import pytest

from runtime.modules.paths import is_below, is_device, module_name, path_of_url
from runtime.output.diagnostics import user_frames


@pytest.mark.parametrize(
    ("path", "paths", "name"),
    [
        ("/home/me/main.js", posixpath, "/home/me/main.js"),
        ("/home/me/odd\\name.js", posixpath, "/home/me/odd\\name.js"),
        ("C:\\me\\main.js", ntpath, "C:/me/main.js"),
        ("c:/me\\main.js", ntpath, "c:/me/main.js"),
        ("\\\\server\\share\\main.js", ntpath, "//server/share/main.js"),
        ("\\\\?\\C:\\me\\main.js", ntpath, "C:/me/main.js"),
        ("\\\\?\\UNC\\server\\share\\main.js", ntpath, "//server/share/main.js"),
    ],
)
def test_names_of_modules_have_slashes(path: str, paths: ModuleType, name: str) -> None:
    assert module_name(path, paths) == name
    assert module_name(name, paths) == name
    assert paths.isabs(name)


@pytest.mark.parametrize(
    ("path", "folder", "paths", "expected"),
    [
        ("/a/b/c.js", "/a/b", posixpath, True),
        ("/a/b/c.js", "/", posixpath, True),
        ("/a/bc/d.js", "/a/b", posixpath, False),
        ("/A/b/c.js", "/a/b", posixpath, False),
        ("C:/a/b/c.js", "C:\\a\\b", ntpath, True),
        ("c:\\A\\b\\c.js", "C:\\a", ntpath, True),
        ("C:/a/bc/d.js", "C:\\a\\b", ntpath, False),
        ("D:/a/b.js", "C:\\a", ntpath, False),
        ("D:/a/b.js", "D:\\", ntpath, True),
        ("//server/share/a/b.js", "\\\\server\\share\\a", ntpath, True),
        ("//server/other/a/b.js", "\\\\server\\share", ntpath, False),
    ],
)
def test_what_is_below_a_folder(path: str, folder: str, paths: ModuleType, expected: bool) -> None:
    assert is_below(path, folder, paths) is expected


@pytest.mark.parametrize(
    ("url", "posix", "windows"),
    [
        ("file:///home/me/a%20b.js", "/home/me/a b.js", None),
        ("file:///C:/me/a%20b.js", "/C:/me/a b.js", "C:/me/a b.js"),
        ("file://localhost/C:/me/a.js", "/C:/me/a.js", "C:/me/a.js"),
        ("file://server/share/a.js", "/share/a.js", "//server/share/a.js"),
        ("file:///a%00.js", None, None),
        ("file:///C:/a%00.js", None, None),
        ("file:a.js", None, None),
        ("file:", None, None),
        ("file://[/a.js", None, None),
    ],
)
def test_urls_of_files(url: str, posix: str | None, windows: str | None) -> None:
    assert path_of_url(url, posixpath) == posix
    assert path_of_url(url, ntpath) == windows


@pytest.mark.parametrize("name", ["NUL", "nul", "aux.js", "com1.tar.js", "C:\\a\\CON", "C:/a/lpt9.ets", "prn .js"])
def test_devices_of_windows(name: str) -> None:
    assert is_device(name, ntpath)
    assert not is_device(name, posixpath)


@pytest.mark.parametrize("name", ["null.js", "auxiliary.js", "com0.js", "C:\\nul\\a.js", "console.js", ""])
def test_what_is_no_device_of_windows(name: str) -> None:
    assert not is_device(name, ntpath)


@pytest.mark.parametrize("file", ["/a/main.js", "C:/a/main.js", "C:/a (1)/main.js", "//server/share/main.js"])
def test_places_in_files_of_every_system_are_read(file: str) -> None:
    stack = f"    at f ({file}:3:5)\n    at {file}:10:1\n    at native"
    assert [(frame.file, frame.line, frame.column) for frame in user_frames(stack)] == [(file, 3, 5), (file, 10, 1)]
