"""Least recently used goes first, in memory and on disk."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from runtime.transport.cache.folder import encode, entry_name, stored_size
from runtime.transport.cache.store import ResponseStore
from tests.runtime.transport.cache import response_stores
from tests.runtime.transport.cache.response_stores import SIZE, A, B, C, D, Opened, content, response, stored

folder, problems, opened = response_stores.folder, response_stores.problems, response_stores.opened


class TestSize:
    def test_it_is_counted_in_bytes_of_what_is_stored(self, opened: Opened) -> None:
        store = opened()
        store.put(A, response(b"x" * 1000))
        assert store.size == len(encode(A, response(b"x" * 1000)))
        store.put(A, response(b"x"))
        store.put(B, response(b"xy"))
        assert store.size == len(encode(A, response(b"x"))) + len(encode(B, response(b"xy")))
        store.remove(A)
        store.remove(A)
        assert store.size == len(encode(B, response(b"xy")))

    def test_the_least_recently_used_goes_first(self, opened: Opened) -> None:
        store = opened(3 * SIZE)
        assert [store.put(name, response()) for name in (A, B, C)] == [0, 0, 0]
        store.get(A)
        assert store.put(D, response()) == 1
        assert stored(store, A, B, C, D) == [A, C, D]

    def test_as_many_go_as_have_to(self, opened: Opened) -> None:
        store = opened(3 * SIZE)
        for name in (A, B, C):
            store.put(name, response())
        assert store.put(D, response(b"x" * (len(b"body") + SIZE))) == 2
        assert stored(store, A, B, C, D) == [C, D]
        assert store.size == 3 * SIZE

    def test_what_is_larger_than_the_cache_is_not_stored_and_replaces_nothing_else(self, opened: Opened) -> None:
        store = opened(2 * SIZE)
        store.put(A, response())
        store.put(B, response())
        assert store.put(A, response(b"x" * 2 * SIZE)) == -1
        # The one that it would have replaced is out of date.
        assert stored(store, A, B) == [B]
        assert store.size == SIZE

    def test_exactly_the_limit_fits(self, opened: Opened) -> None:
        store = opened(SIZE)
        assert store.put(A, response()) == 0
        assert opened(SIZE - 1).put(A, response()) == -1

    def test_another_limit_holds_at_once(self, opened: Opened) -> None:
        store = opened(3 * SIZE)
        for name in (A, B, C):
            store.put(name, response())
        assert store.set_limit(2 * SIZE) == 1
        assert store.set_limit(5 * SIZE) == 0
        store.put(D, response())
        assert stored(store, A, B, C, D) == [B, C, D]

    def test_nothing_fits_in_less_than_a_byte(self, opened: Opened) -> None:
        assert opened(0.5).put(A, response()) == -1

    @given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 300), st.booleans()), max_size=60))
    def test_it_is_an_lru_cache_and_never_too_large(self, steps: list[tuple[int, int, bool]]) -> None:
        limit = 4 * SIZE
        store = ResponseStore(os.devnull + "/nowhere", limit, lambda _: None)
        model: dict[str, bytes] = {}
        for number, length, reading in steps:
            name = entry_name(b"%d" % number)
            if reading:
                found = store.get(name)
                body = model.pop(name, None)
                assert (found and found.body) == body
                if body is not None:
                    model[name] = body
                continue
            store.put(name, response(b"x" * length))
            model.pop(name, None)
            if stored_size(response(b"x" * length)) <= limit:
                model[name] = b"x" * length
            while sum(stored_size(response(body)) for body in model.values()) > limit:
                del model[next(iter(model))]
            assert store.size == sum(stored_size(response(body)) for body in model.values()) <= limit
        assert len(store) == len(model)


class TestFlush:
    def test_what_was_flushed_is_there_in_the_next_run(self, opened: Opened, problems: list[str]) -> None:
        store = opened()
        given_responses = {A: response(b"\x00\xff\n" * 1000, at=1_700_000_000.123456), B: response(b"")}
        for name, value in given_responses.items():
            store.put(name, value)
        store.flush()
        next_run = opened()
        for name, value in given_responses.items():
            assert content(next_run.get(name)) == content(value)
        assert next_run.size == store.size
        assert problems == []

    def test_what_was_not_flushed_is_not(self, opened: Opened, folder: Path) -> None:
        opened().put(A, response())
        assert opened().get(A) is None
        assert not folder.exists()

    def test_the_newer_one_replaces_the_flushed_one(self, opened: Opened) -> None:
        store = opened()
        store.put(A, response(b"old"))
        store.flush()
        store.put(A, response(b"new"))
        store.flush()
        found = opened().get(A)
        assert found is not None
        assert found.body == b"new"

    def test_what_is_removed_is_removed_on_disk(self, opened: Opened) -> None:
        store = opened()
        store.put(A, response())
        store.flush()
        store.remove(A)
        assert opened().get(A) is None

    def test_what_is_evicted_is_removed_on_disk(self, opened: Opened) -> None:
        store = opened(2 * SIZE)
        for name in (A, B):
            store.put(name, response())
        store.flush()
        store.put(C, response())
        assert stored(opened(), A, B, C) == [B]

    def test_the_order_of_use_survives(self, opened: Opened) -> None:
        store = opened()
        for name in (A, B, C):
            store.put(name, response())
        store.flush()
        store.get(A)
        store.flush()
        second_run = opened()
        second_run.get(B)
        second_run.flush()
        third_run = opened(3 * SIZE)
        third_run.put(D, response())
        assert stored(third_run, A, B, C, D) == [A, B, D]

    def test_a_smaller_cache_keeps_the_most_recently_used_of_the_folder(self, opened: Opened) -> None:
        store = opened()
        for name in (A, B, C):
            store.put(name, response())
        store.flush()
        assert stored(opened(2 * SIZE), A, B, C) == [B, C]
        # The folder is held to the limit too.
        assert stored(opened(), A, B, C) == [B, C]

    def test_only_its_user_can_read_it(self, opened: Opened, tmp_path: Path, folder: Path) -> None:
        store = opened()
        store.put(A, response())
        store.flush()
        for path in (tmp_path / "cache").rglob("*"):
            assert path.stat().st_mode & 0o777 == (0o700 if path.is_dir() else 0o600)
        assert folder.stat().st_mode & 0o777 == 0o700

    def test_a_folder_open_to_others_is_closed(self, opened: Opened, folder: Path) -> None:
        folder.mkdir(parents=True)
        folder.chmod(0o777)
        store = opened()
        store.put(A, response())
        store.flush()
        assert folder.stat().st_mode & 0o777 == 0o700

    def test_file_names_and_files_say_nothing_of_the_request(self, opened: Opened, folder: Path) -> None:
        store = opened()
        store.put(entry_name(b"http://host/?token=secret\nauthorization:secret"), response())
        store.flush()
        (file,) = folder.iterdir()
        assert b"secret" not in file.name.encode() + file.read_bytes()

    def test_it_writes_again_what_somebody_removed(self, opened: Opened, folder: Path) -> None:
        store = opened()
        store.put(A, response())
        store.flush()
        shutil.rmtree(folder)
        store.flush()
        assert stored(opened(), A) == [A]


class TestDelete:
    def test_it_forgets_everything_also_on_disk(self, opened: Opened, folder: Path, problems: list[str]) -> None:
        store = opened()
        store.put(A, response())
        store.flush()
        store.put(B, response())
        store.delete()
        assert (stored(store, A, B), store.size) == ([], 0)
        assert not folder.exists()
        store.delete()
        store.put(C, response())
        store.flush()
        assert stored(opened(), A, B, C) == [C]
        assert problems == []

    def test_it_leaves_what_is_not_its_own(self, opened: Opened, folder: Path, problems: list[str]) -> None:
        store = opened()
        store.put(A, response())
        store.flush()
        (folder / "notes.txt").write_text("mine")
        store.delete()
        assert [path.name for path in folder.iterdir()] == ["notes.txt"]
        assert problems == []


def test_one_process_finds_what_the_other_has_flushed(opened: Opened) -> None:
    one, other = opened(), opened()
    one.put(A, response())
    assert other.get(A) is None
    one.flush()
    assert other.get(A) is not None
