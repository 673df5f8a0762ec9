"""Which folders decide what a path means, and on which mounts nothing is heard of changes."""

from __future__ import annotations

from pathlib import Path

import pytest

from runtime.watch.folders import Hints, Lookup, Mounts, mounts

# The form of proc_pid_mounts(5): device, mount point with octal escapes, type, options.
_TABLE = """\
/dev/vda1 / ext4 rw,relatime 0 0
tmpfs /tmp tmpfs rw 0 0
server:/export /home/me/remote nfs4 rw,vers=4.2 0 0
/dev/sdb1 /home/me/remote/disk ext4 rw 0 0
me@host: /mnt/with\\040space fuse.sshfs rw 0 0
C:\\134 /mnt/c 9p rw,dirsync 0 0
"""


@pytest.mark.parametrize(
    ("path", "silent"),
    [
        ("/home/me/app.js", False),
        ("/tmp/app.js", False),
        ("/home/me/remote", True),
        ("/home/me/remote/deep/app.js", True),
        ("/home/me/remotely/app.js", False),
        ("/home/me/remote/disk/app.js", False),
        ("/mnt/with space/app.js", True),
        ("/mnt/c/Users/me/app.js", True),
    ],
)
def test_a_mount_is_silent_by_its_type(path: str, silent: bool) -> None:
    assert Mounts(_TABLE).silent(path) is silent


def test_without_a_table_no_mount_is_silent() -> None:
    assert not Mounts("").silent("/home/me/app.js")


def test_a_temporary_folder_of_this_machine_is_not_silent(tmp_path: Path) -> None:
    assert not mounts().silent(str(tmp_path))


def test_the_folder_of_a_file_and_its_parent_are_watched(tmp_path: Path) -> None:
    (tmp_path / "a" / "b").mkdir(parents=True)
    folders = Lookup(str(tmp_path / "a" / "b" / "app.js")).folders(base=str(tmp_path / "elsewhere"))
    assert folders == {str(tmp_path / "a" / "b"), str(tmp_path / "a")}


def test_the_nearest_folder_that_exists_is_watched_for_one_that_does_not(tmp_path: Path) -> None:
    folders = Lookup(str(tmp_path / "no" / "such" / "app.js")).folders(base=str(tmp_path))
    assert str(tmp_path) in folders
    assert str(tmp_path / "no") not in folders


def test_every_folder_below_the_program_is_watched(tmp_path: Path) -> None:
    deep = tmp_path / "a" / "b" / "c"
    deep.mkdir(parents=True)
    folders = Lookup(str(deep / "lib.js")).folders(base=str(tmp_path))
    assert {str(tmp_path), str(tmp_path / "a"), str(tmp_path / "a" / "b"), str(deep)} <= folders


def test_links_are_followed_and_the_folders_that_hold_them_are_watched(tmp_path: Path) -> None:
    (tmp_path / "links").mkdir()
    (tmp_path / "far" / "real").mkdir(parents=True)
    (tmp_path / "far" / "real" / "v1.js").touch()
    (tmp_path / "links" / "current").symlink_to("../far/real")
    (tmp_path / "far" / "real" / "app.js").symlink_to("v1.js")
    lookup = Lookup(str(tmp_path / "links" / "current" / "app.js"))
    assert {str(tmp_path / "links"), str(tmp_path / "far" / "real")} <= lookup.folders(base="/elsewhere")
    assert {"current", "far", "real", "app.js", "v1.js"} <= lookup.names()


def test_links_in_a_circle_come_to_an_end(tmp_path: Path) -> None:
    (tmp_path / "one").symlink_to("two")
    (tmp_path / "two").symlink_to("one")
    assert str(tmp_path) in Lookup(str(tmp_path / "one" / "app.js")).folders(base="/elsewhere")


def test_hints_are_about_the_names_and_trees_listened_for() -> None:
    hints = Hints()
    hints.listen_for({"app.js"}, ["/tree"])
    for path in ("/project/other.js", "/trees/file", "/project/app.js~"):
        hints.on_event("modified", path, "")
    assert not hints.pending
    hints.on_event("moved", "/project/app.js.tmp", "/project/app.js")
    hints.on_event("modified", "/tree/deep/file", "")
    assert hints.take() == ({"/project/app.js", "/tree/deep/file"}, {"/project/app.js"})
    assert not hints.pending


def test_a_file_is_being_written_from_its_first_change_until_it_is_closed() -> None:
    hints = Hints()
    hints.listen_for({"app.js"}, [])
    hints.on_event("modified", "/project/app.js", "")
    assert hints.is_being_written("/project/app.js")
    hints.on_event("closed", "/project/app.js", "")
    assert not hints.is_being_written("/project/app.js")


def test_a_file_is_whole_once_it_was_closed_or_renamed_into_place() -> None:
    hints = Hints()
    hints.listen_for({"app.js"}, [])
    for last, whole in (("created", False), ("modified", False), ("closed", True), ("modified", False)):
        hints.on_event(last, "/project/app.js", "")
        assert hints.is_whole("/project/app.js") is whole
    hints.on_event("moved", "/project/app.js.tmp", "/project/app.js")
    assert hints.is_whole("/project/app.js")
    hints.on_event("moved", "/project/app.js", "/project/app.js~")
    assert not hints.is_whole("/project/app.js")
