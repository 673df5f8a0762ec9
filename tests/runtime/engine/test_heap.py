"""The memory limit: what counts, and what is refused."""

from __future__ import annotations

import pytest
import quickjs

from runtime.engine.heap import Heap
from tests.runtime.engine.test_quickjs import MIB, Realm


def test_large_values_are_refused_where_the_limit_forbids_them() -> None:
    realm = Realm(memory_limit=4 * MIB)
    assert realm.engine.to_js("x" * 1000) == "x" * 1000
    with pytest.raises(MemoryError):
        realm.engine.to_js("x" * 4 * MIB)
    with pytest.raises(MemoryError):
        realm.engine.to_js(bytes(100 * MIB))
    realm.close()


def test_whether_the_heap_has_outgrown_its_limit() -> None:
    realm = Realm(memory_limit=8 * MIB)
    assert not realm.engine.has_outgrown_memory()
    realm.run("globalThis.kept = new ArrayBuffer(6 * 2 ** 20)")
    assert not realm.engine.has_outgrown_memory()
    realm.run("globalThis.more = new ArrayBuffer(6 * 2 ** 20)")
    assert realm.engine.has_outgrown_memory()
    realm.close()


def test_garbage_does_not_count() -> None:
    realm = Realm(memory_limit=8 * MIB)
    # So that the engine does not collect it by itself.
    realm.engine._runtime.set_gc_threshold(100 * MIB)
    realm.run("for (let i = 0; i < 5; i++) { const cycle = [new ArrayBuffer(3 * 2 ** 20)]; cycle.push(cycle) }")
    assert realm.engine._heap.size > 8 * MIB
    assert not realm.engine.has_outgrown_memory()
    assert realm.engine._heap.size < 8 * MIB
    realm.close()


def test_without_a_limit_nothing_is_too_large() -> None:
    realm = Realm()
    realm.run("globalThis.kept = new ArrayBuffer(1e8)")
    assert not realm.engine.has_outgrown_memory()
    realm.close()


def test_the_counter_of_the_engine_is_found_on_this_platform() -> None:
    runtime = quickjs.Runtime()
    heap = Heap(runtime, 8 * MIB)
    context = quickjs.Context(runtime)
    before = heap.size
    buffer = context.new_array_buffer(bytes(MIB))
    # The engine counts what the allocator gives, which is a little more.
    assert MIB <= heap.size - before < MIB + 8192
    assert abs(heap.size - runtime.compute_memory_usage()["malloc_size"]) < 8192
    del buffer
