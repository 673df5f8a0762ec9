"""The cache of compiled JavaScript: used while it is current, never when it is not or is damaged."""

from __future__ import annotations

import os
import sys
from importlib.metadata import version
from pathlib import Path

import pytest
import quickjs

from runtime.engine import bytecode
from runtime.engine.quickjs import ENGINE_VERSION, Engine, compile_module

NAMES = ("a.js", "b.js")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in NAMES:
        (tmp_path / name).write_text(f"export const name = {name!r};")
    return tmp_path


class Compiler:
    """Counts what it is asked to compile."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def __call__(self, text: str, name: str) -> bytes:
        self.asked.append(name)
        return text.encode()


def loaded(folder: Path) -> tuple[dict[str, bytes], list[str]]:
    compiler = Compiler()
    return bytecode.load(str(folder), NAMES, compiler, keep=True), compiler.asked


def cache_file(folder: Path) -> Path:
    (file,) = (folder / "__pycache__").iterdir()
    return file


def test_what_was_compiled_once_is_read_from_then_on(folder: Path) -> None:
    first, asked = loaded(folder)
    assert asked == list(NAMES)
    assert loaded(folder) == (first, [])


def test_a_source_that_changed_is_compiled_anew(folder: Path) -> None:
    loaded(folder)
    (folder / "b.js").write_text("export const name = 'another';")
    blobs, asked = loaded(folder)
    assert asked == list(NAMES)
    assert blobs["b.js"] == b"export const name = 'another';"


def test_a_source_with_another_time_is_compiled_anew(folder: Path) -> None:
    loaded(folder)
    os.utime(folder / "a.js", (1, 1))
    assert loaded(folder)[1] == list(NAMES)


@pytest.mark.parametrize("damage", ["truncated", "flipped", "empty", "folder"])
def test_a_damaged_file_is_not_believed(folder: Path, damage: str) -> None:
    first, _ = loaded(folder)
    file = cache_file(folder)
    data = file.read_bytes()
    file.unlink()
    if damage == "folder":
        file.mkdir()
    else:
        flipped = data[:-1] + bytes([data[-1] ^ 1])
        file.write_bytes({"truncated": data[: len(data) // 2], "flipped": flipped, "empty": b""}[damage])
    assert loaded(folder) == (first, list(NAMES))


def test_every_bit_counts(folder: Path) -> None:
    loaded(folder)
    file = cache_file(folder)
    data = file.read_bytes()
    for position in range(len(data)):
        file.write_bytes(data[:position] + bytes([data[position] ^ 0x40]) + data[position + 1 :])
        assert loaded(folder)[1] == list(NAMES), position


def test_nothing_is_kept_where_python_keeps_nothing(folder: Path) -> None:
    bytecode.load(str(folder), NAMES, Compiler(), keep=False)
    assert not (folder / "__pycache__").exists()


def test_where_nothing_can_be_kept_everything_is_compiled_each_time(folder: Path) -> None:
    (folder / "__pycache__").write_text("in the way")
    first, _ = loaded(folder)
    assert loaded(folder) == (first, list(NAMES))


def test_a_preloaded_module_is_what_an_import_finds() -> None:
    asked: list[str] = []

    def load(name: str) -> str:
        asked.append(name)
        return "export const value = 20;"

    engine = Engine(load, lambda error: None)
    engine.start()
    engine.preload_module(
        compile_module("import { value } from 'ohosrun:needed'; export const more = value + 1;", "it")
    )
    assert asked == []
    engine.evaluate_script("(value) => { globalThis.told = value; }", "test")(engine.new_object())
    engine.evaluate_now("import { more } from 'ohosrun:it'; told.more = more;", "main")
    assert engine.evaluate_script("told.more", "check") == 21
    assert asked == ["ohosrun:needed"]
    engine.close()


def test_bytecode_of_another_build_is_not_believed(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    loaded(folder)
    monkeypatch.setattr(bytecode, "ENGINE_VERSION", "another build")
    assert loaded(folder)[1] == list(NAMES)


def test_the_key_has_the_engine_the_package_its_distribution_and_its_file() -> None:
    extension = os.stat(sys.modules["quickjs._quickjs"].__file__ or "")
    for part in (quickjs.quickjs_version, quickjs.__version__, version("quickjs-bindings"), str(extension.st_size)):
        assert part in ENGINE_VERSION.split(" ")


def test_where_the_installation_cannot_be_written_to_it_is_kept_for_the_user(
    folder: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("XDG_CACHE_HOME", str(home))
    monkeypatch.setattr("os.access", lambda *_: False)
    # Nobody can make a folder of that name.
    (folder / "__pycache__").write_text("")
    first, asked = loaded(folder)
    assert asked == list(NAMES)
    assert loaded(folder) == (first, [])
    (file,) = (home / "ohosrun" / "javascript").iterdir()
    file.write_bytes(file.read_bytes()[:-1])
    assert loaded(folder)[1] == list(NAMES)
