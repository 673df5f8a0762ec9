"""Erased texts in the user's cache folder: used when they fit, and never in the way."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from runtime.language.erasure import erase
from runtime.language.kept import Kept, user_folder

TEXT = "enum E { A }\nconst a: number = E.A; throw new Error(`${a}`)\n"


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir()) if folder.exists() else []


def test_what_is_kept_is_what_was_made(tmp_path: Path) -> None:
    kept = Kept(str(tmp_path / "kept"))
    fresh = erase(TEXT, "ets")
    for _ in range(2):
        again = erase(TEXT, "ets", kept=kept)
        assert again.text == fresh.text
        column = fresh.text.split("\n")[0].index("A") + 1
        assert again.positions.source(1, column) == fresh.positions.source(1, column)
    assert len(names(tmp_path / "kept")) == 1


def test_the_second_time_no_parser_is_loaded(tmp_path: Path) -> None:
    code = (
        "import sys; from runtime.language.erasure import erase; from runtime.language.kept import Kept;"
        f"erase({TEXT!r}, 'ts', kept=Kept({str(tmp_path)!r}));"
        "print([name for name in sys.modules if name.startswith('runtime.language.typescript')])"
    )
    outputs = [subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout for _ in range(2)]
    assert "runtime.language.typescript.scanner" in outputs[0]
    assert outputs[1] == "[]\n"


def test_other_texts_and_dialects_are_others(tmp_path: Path) -> None:
    kept = Kept(str(tmp_path))
    for text, dialect, this_name in ((TEXT, "ts", ""), (TEXT, "ets", ""), (TEXT + " ", "ts", ""), (TEXT, "ts", "page")):
        erase(text, dialect, this_name=this_name, kept=kept)
    assert len(names(tmp_path)) == 4


@pytest.mark.parametrize("damage", [b"", b"\0", b"\0\0\0\0", b"abcdefgh", None])
def test_damage_is_put_right(damage: bytes | None, tmp_path: Path) -> None:
    kept = Kept(str(tmp_path))
    expected = erase(TEXT, "ts", kept=kept).text
    (file,) = tmp_path.iterdir()
    whole = file.read_bytes()
    file.write_bytes(whole[:-1] if damage is None else damage)
    assert erase(TEXT, "ts", kept=kept).text == expected
    assert file.read_bytes() == whole


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_cannot_be_written_to(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    assert erase(TEXT, "ts", kept=Kept(str(tmp_path))).text == erase(TEXT, "ts").text
    tmp_path.chmod(0o700)


def test_a_folder_that_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert erase(TEXT, "ts", kept=Kept(str(tmp_path / "file"))).text == erase(TEXT, "ts").text


def test_the_oldest_goes_when_there_is_no_room(tmp_path: Path) -> None:
    kept = Kept(str(tmp_path), limit=10_000)
    for number in range(40):
        erase(f"const a{number}: number = 1; // {'x' * 600}\n", "ts", kept=kept)
        assert sum(file.stat().st_size for file in tmp_path.iterdir()) <= 10_000
    assert 8 <= len(names(tmp_path)) < 20


def test_what_has_slips_is_not_kept(tmp_path: Path) -> None:
    erase("public a(): void {}", "ts", kept=Kept(str(tmp_path)))
    assert names(tmp_path) == []


def test_the_folder_is_the_users(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    assert user_folder({}, "linux") == str(tmp_path / ".cache" / "ohosrun" / "typescript")
    assert user_folder({"XDG_CACHE_HOME": "/x"}, "linux") == "/x/ohosrun/typescript"
    assert user_folder({"XDG_CACHE_HOME": "x"}, "linux") == str(tmp_path / ".cache" / "ohosrun" / "typescript")
    assert user_folder({}, "darwin") == str(tmp_path / "Library" / "Caches" / "ohosrun" / "typescript")
