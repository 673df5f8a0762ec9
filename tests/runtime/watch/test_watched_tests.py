"""`ohosrun test --watch`: what runs again when."""

from __future__ import annotations

import gc
import re
import sys
from pathlib import Path

import pytest

from bindings.registry import REGISTRY
from runtime.engine.quickjs import Engine
from runtime.loop import Loop
from runtime.output.capture import CapturedOutput
from runtime.run.shared import Shared
from runtime.settings.table import Settings, UsageError
from runtime.testing.options import TestOptions
from runtime.watch.tests import TestsTarget
from tests.command import INSTALLED, Command, Running
from tests.servers.http import HttpServer, Response
from tests.terminal import Terminal

LIBRARY = "export const value = {};\n"
TEST = """import {{ describe, it, expect }} from '@ohos/hypium';
import {{ value }} from './{library}';
export default () => describe('{name}', () => {{ it('c', 0, () => {{ expect(value).assertEqual(1); }}); }});
"""


def project(folder: Path) -> None:
    for name in "ab":
        (folder / f"{name}.js").write_text(LIBRARY.format(1))
        (folder / f"{name}.test.js").write_text(TEST.format(name=name, library=name))


def files_until_the_summary(running: Running) -> list[str]:
    """The files of one run, by their lines of the compact report, with its summary."""
    lines = []
    while True:
        line = running.wait_for_line("")
        if line.startswith(("✓ ", "✗ ")):
            lines.append(line.rpartition(" ")[0].rpartition(" ")[0])
        elif " · " in line:
            return [*lines, line.partition(" · ")[0]]


def test_only_what_a_save_touches_runs_again(ohosrun: Command, tmp_path: Path) -> None:
    project(tmp_path)
    with ohosrun.start("test", "--watch") as running:
        assert files_until_the_summary(running) == ["✓ a.test.js 1/1", "✓ b.test.js 1/1", "2 passed"]
        (tmp_path / "b.js").write_text(LIBRARY.format(2))
        assert files_until_the_summary(running) == ["✗ b.test.js 0/1", "1 failed, 1 passed"]
        (tmp_path / "a.js").write_text(LIBRARY.format("1; // again"))
        assert files_until_the_summary(running) == ["✓ a.test.js 1/1", "1 failed, 1 passed"]
        (tmp_path / "b.js").write_text(LIBRARY.format(1))
        assert files_until_the_summary(running) == ["✓ b.test.js 1/1", "2 passed"]
        running.interrupt()
        assert running.wait().returncode == 130


def test_keys_choose_what_runs_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    project(tmp_path)
    (tmp_path / "b.js").write_text(LIBRARY.format(2))
    monkeypatch.chdir(tmp_path)
    target = TestsTarget([], TestOptions({}), lambda _folder: Settings())
    loop, shared, output = Loop(), Shared(REGISTRY), CapturedOutput(styled=False)
    try:
        for key, told in ((" ", ["a", "b"]), ("f", ["b"]), ("f", ["b"]), ("a", ["a", "b"]), ("\n", ["a", "b"])):
            target.press(key, "")
            target.prepare(afresh=True).execute(output, loop, shared)
            written = "".join(text for _stream, text in output.pieces())
            assert re.findall(r"^[✓✗] (\w)\.test", written, re.MULTILINE) == told
            output = CapturedOutput(styled=False)
    finally:
        shared.close()
        loop.close()


def test_enter_runs_all_of_them(tmp_path: Path) -> None:
    project(tmp_path)
    with Terminal([INSTALLED, "test", "--watch"], tmp_path) as watch:
        watch.wait_for("run 1 done")
        watch.press("\n")
        watch.wait_for("run 2 · asked for")
        watch.wait_for("2 cases in 2 files")
        watch.press("q")
        assert watch.wait() == 0


def cases_in_order(flags: dict[str, list[str]]) -> list[str]:
    """The cases of the tests in the working directory, as one run of them under --watch tells them."""
    target = TestsTarget([], TestOptions({"--reporter": ["tree"], **flags}), lambda _folder: Settings())
    loop, shared, output = Loop(), Shared(REGISTRY), CapturedOutput(styled=False)
    try:
        result = target.prepare(afresh=True).execute(output, loop, shared)
        assert result.code == 0, result.failure
    finally:
        shared.close()
        loop.close()
    return re.findall(r"✓ (\w+)", "".join(text for _stream, text in output.pieces()))


def test_options_of_a_device_are_heeded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    cases = "for (let i = 0; i < 9; i++) it(`c${i}`, 0, () => {});"
    (tmp_path / "a.test.js").write_text(f"""import {{ describe, it }} from '@ohos/hypium';
        export default () => describe('a', () => {{ {cases} }});""")
    as_written = [f"c{number}" for number in range(9)]
    assert cases_in_order({}) == as_written
    shuffled = cases_in_order({"-s": ["random", "true"]})
    assert shuffled == cases_in_order({"--shuffle": ["1"]}) != as_written
    assert cases_in_order({"-s": ["class", "a#c3"]}) == ["c3"]
    for option, complaint in ((["x", "1"], "no such option"), (["dryRun", "true"], "do not go with --watch")):
        with pytest.raises(UsageError, match=complaint):
            TestsTarget([], TestOptions({"-s": option}), lambda _folder: Settings())


def test_a_setup_file_that_is_gone_is_named_until_it_is_there(ohosrun: Command, tmp_path: Path) -> None:
    project(tmp_path)
    (tmp_path / "ohosrun.toml").write_text('[test]\nsetup = ["setup.js"]\n')
    with ohosrun.start("test", "--watch") as running:
        running.wait_for_line("error: setup in ohosrun.toml: no such file: ", stream="stderr")
        (tmp_path / "setup.js").write_text("")
        running.wait_for_line("2 passed")


def test_t_asks_for_names(tmp_path: Path) -> None:
    project(tmp_path)
    with Terminal([INSTALLED, "test", "--watch"], tmp_path) as watch:
        watch.wait_for("run 1 done")
        watch.press("t")
        watch.wait_for("names of cases")
        watch.press("xy\x7f\x15b > cé\x7f$\n")
        watch.wait_for("run 2 · asked for")
        watch.wait_for("1 case in 2 files")
        watch.wait_for("run 2 done")
        # It stays: a save runs what is left of it.
        (tmp_path / "a.js").write_text(LIBRARY.format("1; // again"))
        watch.wait_for("run 3 done")
        watch.press("t")
        watch.wait_for("names of cases")
        watch.press("(\n")
        watch.wait_for("not a regular expression")
        watch.wait_for("run 4 done")
        watch.press("t")
        watch.wait_for("for all): ")
        watch.press("\x1b")
        watch.wait_for("\n")
        watch.press("t")
        watch.wait_for("names of cases")
        watch.press("\n")
        watch.wait_for("2 cases in 2 files")
        watch.wait_for("run 5 done")
        watch.press("q")
        assert watch.wait() == 0


def engines() -> list[Engine]:
    return [value for value in gc.get_objects() if isinstance(value, Engine)]


def test_reruns_leave_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    project(tmp_path)
    monkeypatch.chdir(tmp_path)
    target = TestsTarget([], TestOptions({}), lambda _folder: Settings())
    loop, shared = Loop(), Shared(REGISTRY)

    def run_again(times: int) -> int:
        """What Python has allocated after that, in blocks."""
        for _ in range(times):
            target.prepare(afresh=True).execute(CapturedOutput(styled=False), loop, shared)
        gc.collect()
        return sys.getallocatedblocks()

    # Of tests before this one.
    others = engines()
    try:
        before = run_again(5)
        # One realm is more than a hundred. Python's own cache of the names of methods still fills up, ten a run.
        assert run_again(20) - before < 20 * 20
        assert [engine for engine in engines() if engine not in others] == []
    finally:
        shared.close()
        loop.close()


def test_connections_are_made_anew_when_their_settings_change(ohosrun: Command, tmp_path: Path) -> None:
    """Nothing listens on 127.0.0.2; a connection that is kept leads to the wrong place."""
    with HttpServer(lambda _: Response("answered")) as server:
        config = tmp_path / "ohosrun.toml"
        config.write_text(f'resolve = ["name.test:{server.port}:127.0.0.1"]\n')
        (tmp_path / "a.test.js").write_text(f"""import {{ describe, it, expect }} from '@ohos/hypium';
        import http from '@ohos.net.http';
        export default () => describe('a', () => {{ it('c', 0, async () => {{
          expect((await http.createHttp().request('http://name.test:{server.port}')).result).assertEqual('answered');
        }}); }});""")
        with ohosrun.start("test", "--watch", "--net", "all") as running:
            running.wait_for_line("1 passed")
            config.write_text(f'resolve = ["name.test:{server.port}:127.0.0.2"]\n')
            running.wait_for_line("1 error")
