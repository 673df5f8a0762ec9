"""The response cache of the installed command: its samples, its folder, its bad days."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from email.utils import formatdate
from pathlib import Path

import pytest

from tests.bindings.cached_programs import MAX_AGE
from tests.command import Command
from tests.servers.http import HttpServer, Response


@pytest.fixture
def server() -> Iterator[HttpServer]:
    with HttpServer(lambda _: Response("body", headers=[MAX_AGE, ("Date", formatdate(usegmt=True))])) as running:
        yield running


SAMPLES = {
    "flush with a callback": (
        "flush success",
        """
httpResponseCache.flush(err => {
  if (err) {
    console.info('flush fail');
    return;
  }
  console.info('flush success');
});
""",
    ),
    "flush with a promise": (
        "flush success",
        """
httpResponseCache.flush().then(() => {
  console.info('flush success');
}).catch(err => {
  console.info('flush fail');
});
""",
    ),
    "delete with a callback": (
        "delete success",
        """
httpResponseCache.delete(err => {
  if (err) {
    console.info('delete fail');
    return;
  }
  console.info('delete success');
});
""",
    ),
    "delete with a promise": (
        "delete success",
        """
httpResponseCache.delete().then(() => {
  console.info('delete success');
}).catch(err => {
  console.info('delete fail');
});
""",
    ),
}


@pytest.mark.parametrize("sample", SAMPLES)
def test_the_cache_samples_print_success(sample: str, ohosrun: Command, script: Callable[..., Path]) -> None:
    expected, code = SAMPLES[sample]
    created = "import http from '@ohos.net.http';\nlet httpResponseCache = http.createHttpResponseCache();\n"
    run = ohosrun(script(created + code))
    assert (run.returncode, run.stdout, run.stderr) == (0, expected + "\n", "")


FLUSHING = """
import http from '@ohos.net.http';
const cache = http.createHttpResponseCache();
http.createHttp().request('EXAMPLE_URL', (err, data) => {
  console.info(data.responseCode, data.result);
  cache.flush().then(() => console.info('flush success'));
});
"""


class TestInstalledCommand:
    def test_a_second_run_after_flush_reaches_no_server(
        self, ohosrun: Command, script: Callable[..., Path], server: HttpServer
    ) -> None:
        path = script(FLUSHING)
        for _ in range(2):
            run = ohosrun("-D", f"EXAMPLE_URL={server.url}", path)
            assert (run.returncode, run.stdout, run.stderr) == (0, "200 body\nflush success\n", "")
        assert len(server.requests) == 1
        # Another program has a cache of its own.
        ohosrun("-D", f"EXAMPLE_URL={server.url}", script(FLUSHING, "other.js"))
        assert len(server.requests) == 2

    def test_it_is_below_the_users_cache_folder_and_private(
        self, ohosrun: Command, script: Callable[..., Path], server: HttpServer, tmp_path: Path
    ) -> None:
        ohosrun("-D", f"EXAMPLE_URL={server.url}", script(FLUSHING))
        root = tmp_path / "home" / ".cache"
        paths = [root, *root.rglob("*")]
        assert [path.relative_to(root).parts[:2] for path in paths[2:3]] == [("ohosrun", "http")]
        assert [oct(path.stat().st_mode & 0o777) for path in paths] == ["0o700"] * 4 + ["0o600"]

    @pytest.mark.parametrize("how", ["flag", "variable", "ohosrun.toml"])
    def test_the_folder_can_be_set(
        self, how: str, ohosrun: Command, script: Callable[..., Path], server: HttpServer, tmp_path: Path
    ) -> None:
        path = script(FLUSHING, "program/main.js")
        options = ["-D", f"EXAMPLE_URL={server.url}"]
        environ = {}
        if how == "flag":
            options += ["--cache-dir", "mine"]
        elif how == "variable":
            environ["OHOSRUN_CACHE_DIR"] = str(tmp_path / "mine")
        else:
            script('cache-dir = "mine"\n', "program/ohosrun.toml")
        for _ in range(2):
            assert ohosrun(*options, path, env=environ).returncode == 0
        # A path in ohosrun.toml is meant from its folder.
        folder = tmp_path / "program" / "mine" if how == "ohosrun.toml" else tmp_path / "mine"
        assert len(list(folder.glob("http/*/*.response"))) == 1
        assert not (tmp_path / "home" / ".cache").exists()
        assert len(server.requests) == 1

    @pytest.mark.parametrize("strict", [False, True])
    def test_a_folder_that_cannot_be_used_is_one_note(
        self, strict: bool, ohosrun: Command, script: Callable[..., Path], server: HttpServer
    ) -> None:
        options = ["-D", f"EXAMPLE_URL={server.url}", "--cache-dir", "/dev/null"]
        code = FLUSHING + "setTimeout(() => cache.flush().then(() => cache.delete()), 50);"
        run = ohosrun(*options, *(["--strict"] if strict else []), script(code))
        assert (run.returncode, run.stdout) == (0, "200 body\nflush success\n")
        (note,) = run.stderr.splitlines()
        assert note.startswith("note: the response cache goes on in memory: it cannot use /dev/null/http/")
        assert ohosrun(*options, "--quiet", script(code)).stderr == ""

    def test_damaged_files_are_as_good_as_none(
        self, ohosrun: Command, script: Callable[..., Path], server: HttpServer, tmp_path: Path
    ) -> None:
        path = script(FLUSHING)
        options = ["-D", f"EXAMPLE_URL={server.url}", "--cache-dir", "mine"]
        ohosrun(*options, path)
        (file,) = tmp_path.glob("mine/http/*/*.response")
        whole = file.read_bytes()
        for requests, damage in enumerate((whole[:-1], whole[:20], b"", b"\0" * len(whole), whole + b"x"), 2):
            file.write_bytes(damage)
            run = ohosrun(*options, path)
            assert (run.returncode, run.stdout, run.stderr) == (0, "200 body\nflush success\n", "")
            assert len(server.requests) == requests
            assert len(file.read_bytes()) == len(whole)

    def test_two_programs_at_once(self, ohosrun: Command, script: Callable[..., Path], server: HttpServer) -> None:
        code = """
import http from '@ohos.net.http';
const cache = http.createHttpResponseCache();
for (let i = 0; i < 60; i++) {
  const { result } = await http.createHttp().request('EXAMPLE_URL', { extraData: { n: `${i % 7}` } });
  if (result !== 'body') throw new Error(result);
  await (i % 20 === 19 ? cache.delete() : cache.flush());
  if (i % 20 === 19) http.createHttpResponseCache();
}
"""
        path = script(code)
        running = [ohosrun.start("-D", f"EXAMPLE_URL={server.url}", path) for _ in range(2)]
        for process in running:
            run = process.wait()
            assert (run.returncode, run.stdout, run.stderr) == (0, "", "")

    def test_nothing_of_it_is_loaded_before_it_is_created(
        self, script: Callable[..., Path], server: HttpServer, tmp_path: Path
    ) -> None:
        fetch = "import http from '@ohos.net.http'; await http.createHttp().request('EXAMPLE_URL');"
        program = (
            "import sys; from runtime.command.main import run_command; code = run_command();"
            "print(code, [name for name in sys.modules if name.startswith('runtime.transport.cache.responses')])"
        )
        for code, loaded in ((fetch, False), (fetch + "http.createHttpResponseCache();", True)):
            command = [sys.executable, "-c", program, "-D", f"EXAMPLE_URL={server.url}", str(script(code))]
            environ = {**os.environ, "XDG_CACHE_HOME": str(tmp_path)}
            result = subprocess.run(command, capture_output=True, text=True, check=True, timeout=20, env=environ)
            assert result.stdout.startswith("0 ")
            assert ("runtime.transport.cache.responses" in result.stdout) == loaded
