"""Each sample of a page is a run of its own, and one that fails says why."""

from __future__ import annotations

import gc
import re
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from bindings.registry import REGISTRY
from runtime.documents.pages import DEFAULT_TIMEOUT, with_time_limit
from runtime.documents.runs import SampleRunner, SampleSession
from runtime.run.program import Program
from runtime.settings.table import Settings
from tests.command import Command
from tests.runtime.documents.running_pages import fenced, outcomes
from tests.servers.raw import RawServer, receive, repeat, send

Script = Callable[..., Path]


def test_nothing_leaks_into_the_next_sample(ohosrun: Command, script: Script) -> None:
    script(
        fenced(
            "globalThis.left = 1; Array.prototype.extra = 1; setInterval(() => console.log('tick'), 1); "
            "setTimeout(() => { throw new Error('stop') }, 20)",
            "if (typeof left !== 'undefined' || [].extra) throw new Error('leaked');\n"
            "setTimeout(() => console.log('quiet'), 50)",
        ),
        "page.md",
    )
    run = ohosrun("page.md", "--show-output")
    assert outcomes(run) == [("fail", 1), ("pass", 4)]
    assert run.stdout.index("tick") < run.stdout.index("pass ")
    assert "tick" not in run.stdout[run.stdout.index("pass ") :]
    assert "\n    quiet\n" in run.stdout


def test_the_time_limit_of_one_sample_does_not_stop_another(ohosrun: Command, script: Script) -> None:
    waiting = "setTimeout(() => console.log('end'), 350)"
    script(fenced("1", waiting, waiting, waiting), "page.md")
    run = ohosrun("page.md", "--show-output", "--timeout", "0.8")
    assert outcomes(run) == [("pass", 1), ("pass", 4), ("pass", 7), ("pass", 10)]
    assert run.stdout.count("\n    end\n") == 3


def test_imports_are_looked_up_beside_the_page(ohosrun: Command, script: Script) -> None:
    script("export const answer = 6 * 7;\n", "docs/lib.js")
    script(fenced("import { answer } from './lib.js';\nconsole.log(answer);"), "docs/page.md")
    run = ohosrun("docs/page.md", "--show-output")
    assert run.returncode == 0
    assert "\n    42\n" in run.stdout


def test_one_example_server_answers_all_samples(ohosrun: Command, script: Script) -> None:
    sample = (
        "import http from '@ohos.net.http';\n"
        "http.createHttp().request('EXAMPLE_URL', (err, data) => console.log(JSON.parse(data.result).headers.Host));"
    )
    script(fenced(sample, sample), "page.md")
    run = ohosrun("page.md", "--show-output")
    assert run.returncode == 0
    hosts = re.findall(r"^    (127\.0\.0\.1:\d+)$", run.stdout, re.MULTILINE)
    assert len(hosts) == 2
    assert len(set(hosts)) == 1


def test_each_page_has_the_settings_of_its_folder(ohosrun: Command, script: Script) -> None:
    script("timeout = 0.25\n", "short/ohosrun.toml")
    endless = fenced("setInterval(() => {}, 1000)")
    script(endless, "short/page.md")
    script(fenced("setTimeout(() => {}, 400)"), "page.md")
    run = ohosrun("short/page.md", "page.md")
    assert "still running after 0.25 s" in run.stdout
    found = re.findall(r"^(short/page.md|page.md|pass +1|fail +1)", run.stdout, re.MULTILINE)
    assert [line.split()[0] for line in found] == ["short/page.md", "fail", "page.md", "pass"]


@pytest.mark.parametrize(
    ("sample", "reason"),
    [
        ("throw new Error('boom')", "uncaught: Error: boom"),
        ("Promise.reject(new Error('late'))", "unhandled rejection: Error: late"),
        ("await new Promise(() => {})", "a top-level await can never settle"),
        ("setInterval(() => {}, 1000)", "still running after 0.3 s"),
        ("for (;;);", "still running after 0.3 s"),
        ("import './nowhere.js'", "no such file"),
        ("console.error('error: mine'); throw new Error('boom')", "uncaught: Error: boom"),
    ],
)
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_why_a_sample_fails(sample: str, reason: str, jobs: str, ohosrun: Command, script: Script) -> None:
    script(fenced(sample, "1"), "page.md")
    run = ohosrun("page.md", "--timeout", "0.3", "--jobs", jobs)
    assert run.returncode == 1
    assert outcomes(run) == [("fail", 1), ("pass", 4)]
    listed = run.stdout.partition("\nfailed:\n")[2].splitlines()[0]
    assert listed.startswith("    page.md:1")
    assert reason in listed


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_placeholder_that_nobody_answers_fails_the_sample(jobs: str, ohosrun: Command, script: Script) -> None:
    sample = (
        "import http from '@ohos.net.http';\n"
        "const httpRequest = http.createHttp();\n"
        "httpRequest.request('{}', (err, data) => console.log(err ? err.code : data.responseCode));{}"
    )
    given_up = sample.format("EXAMPLE_URL", " httpRequest.destroy();")
    script(fenced(sample.format("EXAMPLE_URL/x", ""), sample.format("http://127.0.0.1:1/", ""), given_up), "page.md")
    with closed_port() as port:
        run = ohosrun("page.md", "--jobs", jobs, "-D", f"EXAMPLE_URL=http://127.0.0.1:{port}")
    assert outcomes(run) == [("fail", 1), ("pass", 6), ("pass", 11)]
    reason = f"the request of line 4 to http://127.0.0.1:{port}/x got no answer: 2300007 Couldn't connect to server"
    assert f"    2300007\n    error: {reason}\n" in run.stdout
    assert f"page.md:1   {reason}\n" in run.stdout
    answered = ohosrun("page.md", "--jobs", jobs)
    assert outcomes(answered) == [("pass", 1), ("pass", 6), ("pass", 11)]


@pytest.mark.parametrize("option", ["usingProxy", "usingSocks5Proxy"])
def test_a_placeholder_behind_a_proxy_of_the_sample_may_be_out_of_reach(
    option: str, ohosrun: Command, script: Script
) -> None:
    with closed_port() as port:
        options = f"{{ {option}: {{ host: '127.0.0.1', port: {port} }} }}"
        request = f"http.createHttp().request('EXAMPLE_URL', {options}, (err) => console.log(err.code));"
        script(fenced(f"import http from '@ohos.net.http';\n{request}"), "page.md")
        run = ohosrun("page.md")
    assert outcomes(run) == [("pass", 1)]


@contextmanager
def closed_port() -> Iterator[int]:
    """A port that is taken and does not listen, so that connecting to it is refused."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        yield taken.getsockname()[1]


def test_a_sample_leaves_nothing_in_memory() -> None:
    request = "http.createHttp().request('EXAMPLE_URL', (err, data) => console.log(data.responseCode));"
    runner = SampleRunner(REGISTRY)
    try:
        for sample in ("1", "setInterval(() => {}, 1); setTimeout(() => { throw 1 }, 5)", request, request + "throw 1"):
            assert runner.run(Program("/page.md", sample), Settings(timeout=5.0), styled=False).code in (0, 1)
            gc.collect()
            assert not [thing for thing in gc.get_objects() if type(thing) is SampleSession]
    finally:
        runner.close()


def test_the_time_limit_where_none_is_set() -> None:
    given = Settings(quiet=True)
    assert DEFAULT_TIMEOUT == 10
    assert with_time_limit(given).timeout == 10
    assert with_time_limit(given).quiet
    assert with_time_limit(Settings(timeout=3.0)).timeout == 3


def test_endless_output_is_cut(ohosrun: Command, script: Script) -> None:
    script(fenced("for (let i = 0; ; i++) console.log(i, 'x'.repeat(4096))"), "page.md")
    run = ohosrun("page.md", "--timeout", "0.5")
    assert outcomes(run) == [("fail", 1)]
    assert re.search(r"\[\d+ bytes of output are left out here\]", run.stdout)
    assert "still running after 0.5 s" in run.stdout
    assert len(run.stdout) < 2_000_000


def test_the_reason_is_the_run_s_and_not_a_line_of_the_program(
    ohosrun: Command, script: Script, tmp_path: Path
) -> None:
    sample = (
        "console.error('error: my own line'); http.createHttp().on('nothing', () => {});"
        "console.error('stopped: not so')"
    )
    script(fenced("import http from '@ohos.net.http';\n" + sample), "page.md")
    run = ohosrun("page.md", "--strict", "--junit", "report.xml")
    assert run.returncode == 1
    failed = (tmp_path / "report.xml").read_text().partition("<failure message=")[2].partition(">")[0]
    assert "my own line" not in failed and "not so" not in failed
    assert "nothing" in failed


def test_a_page_with_other_settings_has_connections_of_its_own() -> None:
    answer = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi"
    connections: list[int] = []
    for quiet in ((False, False), (False, True)):
        with RawServer([repeat(receive(), send(answer))]) as server:
            runner = SampleRunner(REGISTRY)
            text = f"import http from '@ohos.net.http'; await http.createHttp().request('{server.url}');"
            for value in quiet:
                settings = Settings(timeout=10, quiet=value)
                assert runner.run(Program("/page.md", text), settings, styled=False).code == 0
            runner.close()
            connections.append(server.connections)
    assert connections == [1, 2]
