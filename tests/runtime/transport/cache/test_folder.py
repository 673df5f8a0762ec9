"""Nothing that happens to the folder is an error, and nothing wrong ever comes out of it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from runtime.transport.cache.folder import decode, encode
from runtime.transport.cache.store import ResponseStore
from tests.runtime.transport.cache import response_stores
from tests.runtime.transport.cache.response_stores import SIZE, A, B, C, Opened, content, response, stored

folder, problems, opened = response_stores.folder, response_stores.problems, response_stores.opened


class TestDamage:
    def test_every_flipped_bit_is_found(self) -> None:
        data = encode(A, response())
        assert content(decode(A, data)) == content(response())
        for position in range(len(data)):
            for bit in range(8):
                damaged = bytearray(data)
                damaged[position] ^= 1 << bit
                assert decode(A, bytes(damaged)) is None

    def test_every_truncation_is_found(self) -> None:
        data = encode(A, response())
        for length in range(len(data)):
            assert decode(A, data[:length]) is None

    @given(st.binary(max_size=300), st.integers(0, 300), st.integers(0, 300), st.binary(max_size=300))
    def test_every_other_damage_is_found(self, body: bytes, start: int, end: int, other: bytes) -> None:
        data = encode(A, response(body))
        damaged = data[:start] + other + data[end:]
        found = decode(A, damaged)
        assert (found is None) == (damaged != data)

    @given(st.binary(max_size=200))
    def test_no_file_is_too_odd(self, data: bytes) -> None:
        assert decode(A, data) is None

    def test_an_entry_under_another_name_is_not_used(self, opened: Opened, folder: Path) -> None:
        store = opened()
        store.put(A, response())
        store.flush()
        (folder / f"{A}.response").rename(folder / f"{B}.response")
        assert stored(opened(), A, B) == []

    @pytest.mark.parametrize("damage", ["garbage", "empty", "folder", "pipe", "link", "dangling link", "huge"])
    def test_a_damaged_or_foreign_file_is_a_miss(
        self, damage: str, opened: Opened, folder: Path, problems: list[str], tmp_path: Path
    ) -> None:
        store = opened()
        store.put(A, response(b"first"))
        store.put(B, response(b"second"))
        store.flush()
        path = folder / f"{A}.response"
        elsewhere = tmp_path / "elsewhere"
        if "link" in damage:
            path.rename(elsewhere)
            path.symlink_to(elsewhere if damage == "link" else tmp_path / "nowhere")
        elif damage == "huge":
            os.truncate(path, 2**40)
        else:
            path.unlink()
            replacements: dict[str, Callable[[], object]] = {
                "garbage": lambda: path.write_bytes(os.urandom(1000)),
                "empty": path.touch,
                "folder": path.mkdir,
                "pipe": lambda: os.mkfifo(path),
            }
            replacements[damage]()
        (folder / "README").write_text("not of the cache")
        (folder / f"{'g' * 40}.response").write_text("nor this")
        next_run = opened()
        assert stored(next_run, A, B) == [B]
        next_run.put(A, response(b"again"))
        next_run.flush()
        assert len(problems) <= 1
        found = opened().get(A)
        assert found is None or found.body == b"again"
        assert (folder / "README").read_text() == "not of the cache"

    def test_a_damaged_entry_is_stored_again(self, opened: Opened, folder: Path, problems: list[str]) -> None:
        store = opened()
        store.put(A, response(b"first"))
        store.flush()
        (folder / f"{A}.response").write_bytes(b"")
        next_run = opened()
        assert next_run.get(A) is None
        next_run.put(A, response(b"again"))
        next_run.flush()
        found = opened().get(A)
        assert found is not None
        assert found.body == b"again"
        assert problems == []


class TestUnusableFolder:
    @pytest.fixture(params=["a file in its place", "below a file", "below a device", "a link"])
    def unusable(self, request: pytest.FixtureRequest, tmp_path: Path) -> Path:
        file = tmp_path / "file"
        file.write_text("kept")
        (tmp_path / "link").symlink_to(tmp_path)
        folders = {
            "a file in its place": file,
            "below a file": file / "http" / "program",
            "below a device": Path("/dev/null/http/program"),
            "a link": tmp_path / "link",
        }
        return folders[request.param]

    def test_the_cache_goes_on_in_memory_with_one_note(self, unusable: Path, problems: list[str]) -> None:
        store = ResponseStore(str(unusable), 2 * SIZE, problems.append)
        for _ in range(2):
            for name in (A, B, C):
                store.put(name, response())
            store.flush()
        assert stored(store, A, B, C) == [B, C]
        store.delete()
        assert stored(store, A, B, C) == []
        (problem,) = problems
        assert str(unusable) in problem

    @pytest.mark.skipif(os.geteuid() == 0, reason="nothing is read-only for root")
    def test_a_read_only_folder(self, opened: Opened, folder: Path, problems: list[str]) -> None:
        store = opened()
        store.put(A, response())
        store.flush()
        folder.chmod(0o500)
        store.put(A, response(b"new"))
        store.flush()
        found = store.get(A)
        assert found is not None
        assert found.body == b"new"
        store.delete()
        assert store.get(A) is None
        folder.chmod(0o700)
        assert len(problems) == 1

    @pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a folder away")
    def test_a_folder_of_somebody_else(self, opened: Opened, folder: Path, problems: list[str]) -> None:
        store = opened()
        store.put(A, response())
        store.flush()
        os.chown(folder, 12345, 12345)
        store = opened()
        assert store.get(A) is None
        store.put(B, response())
        store.flush()
        assert stored(store, B) == [B]
        assert [path.name for path in folder.iterdir()] == [f"{A}.response"]
        assert len(problems) == 1

    @pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a file away")
    def test_a_file_of_somebody_else(self, opened: Opened, folder: Path) -> None:
        store = opened()
        store.put(A, response())
        store.flush()
        os.chown(folder / f"{A}.response", 12345, 12345)
        assert opened().get(A) is None

    def test_what_cannot_be_removed_is_not_used_again(self, opened: Opened, folder: Path, problems: list[str]) -> None:
        store = opened()
        store.put(A, response())
        store.put(B, response(b"old"))
        store.flush()
        # Nobody can unlink a folder.
        (folder / f"{A}.response").unlink()
        (folder / f"{A}.response").mkdir()
        store.remove(A)
        store.put(B, response(b"new"))
        store.flush()
        found = store.get(B)
        assert found is not None
        assert found.body == b"new"
        assert len(problems) == 1


def run_python(program: str, *args: object, prefix: tuple[str, ...] = ()) -> subprocess.Popen[str]:
    command = [*prefix, sys.executable, "-c", PREAMBLE + program, *map(str, args)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def outcome(process: subprocess.Popen[str]) -> str:
    """What it printed; fails if it failed."""
    try:
        out, err = process.communicate(timeout=120)
    finally:
        process.kill()
    assert (process.returncode, err) == (0, "")
    return out


PREAMBLE = """
import os, random, signal, sys, time
from runtime.transport.cache.rules import StoredResponse
from runtime.transport.cache.folder import entry_name
from runtime.transport.cache.store import LARGEST_SIZE, ResponseStore

NAMES = [entry_name(b"%d" % number) for number in range(12)]

def make(number, version, length=4000):
    # Every piece of the body says whose it is.
    return StoredResponse(b"HTTP/1.1 200 OK\\nversion: %d" % version, b"<%d.%d>" % (number, version) * length, 1, 2)

def check(number, found, length=4000):
    version = int(found.fields["version"][0])
    assert found.body == make(number, version, length).body, (number, version)
    return version
"""
KILLED = """
folder, kills = sys.argv[1], int(sys.argv[2])

def dies_at(call):
    # No clock: the process ends itself before the given one of its calls into C, open, write and rename among them.
    calls = 0
    def profile(frame, event, argument):
        nonlocal calls
        if event == "c_call":
            calls += 1
            if calls == call:
                os.kill(os.getpid(), signal.SIGKILL)
    sys.setprofile(profile)

versions = {}
for kill in range(kills):
    child = os.fork()
    if not child:
        store = ResponseStore(folder, LARGEST_SIZE, lambda problem: os._exit(1))
        version = kill * 1000
        # 29 is prime to the number of calls that one entry takes, so that every one of these is hit.
        dies_at(1 + kill * 29)
        while True:
            version += 1
            for number, name in enumerate(NAMES):
                store.put(name, make(number, version))
            store.flush()
    assert os.waitpid(child, 0)[1] == signal.SIGKILL
    problems = []
    store = ResponseStore(folder, LARGEST_SIZE, problems.append)
    for number, name in enumerate(NAMES):
        found = store.get(name)
        if found is not None:
            version = check(number, found)
            assert version >= versions.get(number, 0), "an older version came back"
            versions[number] = version
        else:
            assert number not in versions, "a flushed response was lost"
    assert not problems, problems
print(len(versions), max(versions.values()) // 1000)
"""


def test_a_hundred_kills_while_flushing_lose_and_damage_nothing(folder: Path, opened: Opened) -> None:
    found, last_kill = outcome(run_python(KILLED, folder, 100)).split()
    # The test has tested something: everything was written at some time, and in one of the last rounds.
    assert int(found) == 12
    assert int(last_kill) > 80
    leftovers = list(folder.glob("*.tmp"))
    assert leftovers
    for path in leftovers:
        os.utime(path, (time.time() - 3600, time.time() - 3600))
    store = opened()
    store.put(A, response())
    store.flush()
    assert list(folder.glob("*.tmp")) == []


HAMMERING = """
folder, seed, limit = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
random.seed(seed)
problems = []
store = ResponseStore(folder, limit, problems.append)
hits = 0
for step in range(1500):
    number = random.randrange(len(NAMES))
    action = random.random()
    if action < 0.4:
        store.put(NAMES[number], make(number, step, random.randrange(1, 2000)))
    elif action < 0.8:
        found = store.get(NAMES[number])
        if found is not None:
            check(number, found, found.body.count(b"<"))
            hits += 1
    elif action < 0.95:
        store.flush()
    elif action < 0.98:
        store.remove(NAMES[number])
    elif action < 0.985:
        store.delete()
    else:
        store = ResponseStore(folder, limit, problems.append)
    assert store.size <= limit
assert not problems, problems
print(hits)
"""


def test_two_processes_hammering_one_folder(folder: Path, opened: Opened, problems: list[str]) -> None:
    limit = 60_000
    processes = [run_python(HAMMERING, folder, seed, limit) for seed in (1, 2)]
    hits = [int(outcome(process)) for process in processes]
    assert all(count > 50 for count in hits)
    store = opened(limit)
    store.put(A, response())
    store.flush()
    assert sum(path.stat().st_size for path in folder.iterdir()) <= limit
    assert problems == []


FULL = """
folder = sys.argv[1]
problems = []
store = ResponseStore(folder, LARGEST_SIZE, problems.append)
FILL
for number, name in enumerate(NAMES):
    store.put(name, make(number, 1, 4000))
store.flush()
store.flush()
for number, name in enumerate(NAMES):
    check(number, store.get(name))
flushed = ResponseStore(folder, LARGEST_SIZE, problems.append)
found = [number for number, name in enumerate(NAMES) if flushed.get(name) is not None]
for number in found:
    check(number, flushed.get(NAMES[number]))
print(len(found), len(problems), [name for name in os.listdir(folder) if name.endswith(".tmp")])
print(problems[0])
"""


def test_a_full_disk_keeps_what_fits_with_one_note(folder: Path) -> None:
    if shutil.which("unshare") is None:
        pytest.skip("no way to have a small file system")
    mount = "import subprocess\nos.makedirs(folder)\n"
    mount += "subprocess.run(['mount', '-t', 'tmpfs', '-o', 'size=128k,mode=0700', 'none', folder], check=True)"
    unshare = ("unshare", "--user", "--map-root-user", "--mount")
    if subprocess.run([*unshare, "true"], capture_output=True, check=False).returncode:
        pytest.skip("this user may not mount")
    summary, problem = outcome(run_python(FULL.replace("FILL", mount), folder, prefix=unshare)).splitlines()
    # 128 KiB hold at most six of the twelve responses of 20 kB and more.
    found = int(summary.split()[0])
    assert 1 <= found <= 6
    assert summary == f"{found} 1 []"
    assert "No space left on device" in problem


def test_a_limit_on_the_size_of_files_is_a_full_disk(folder: Path) -> None:
    limit = "import resource\nresource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))"
    summary, problem = outcome(run_python(FULL.replace("FILL", limit), folder)).splitlines()
    assert summary == "0 1 []"
    assert "File too large" in problem
