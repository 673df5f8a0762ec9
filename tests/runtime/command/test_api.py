"""`--api N --strict` answers whether something runs on devices of that version: a program, a page, tests."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.command import Command

Script = Callable[..., Path]
STREAM = "API 9 has no HttpRequest.requestInStream, which is undefined there: devices have it since API 10"


@pytest.mark.parametrize(("api", "code"), [("9", 1), ("10", 0)])
def test_a_program(api: str, code: int, ohosrun: Command, script: Script) -> None:
    text = "import { http } from '@kit.NetworkKit';\nconst stream: Function = http.createHttp().requestInStream;\n"
    path = script(text, "app.ets")
    run = ohosrun("--api", api, "--strict", path)
    assert run.returncode == code
    assert run.stderr == (f"error: app.ets:2: {STREAM}\n" if code else "")


@pytest.mark.parametrize(("api", "outcomes"), [("9", ["pass", "fail"]), ("10", ["pass", "pass"])])
def test_a_page(api: str, outcomes: list[str], ohosrun: Command, script: Script) -> None:
    start = "```js\nimport http from '@ohos.net.http';\n"
    page = script(
        f"{start}http.createHttp().request;\n```\n\n{start}http.createHttp().requestInStream;\n```\n", "page.md"
    )
    run = ohosrun("--api", api, "--strict", page)
    assert [line.split()[0] for line in run.stdout.splitlines() if " ms  " in line] == outcomes
    assert (run.returncode, STREAM in run.stdout) == (("fail" in outcomes), "fail" in outcomes)


@pytest.mark.parametrize(("api", "code"), [("9", 1), ("10", 0)])
def test_tests(api: str, code: int, ohosrun: Command, script: Script) -> None:
    path = script(
        "import { describe, it, expect } from '@ohos/hypium';\nimport http from '@ohos.net.http';\n"
        "export default function suite() {\n  describe('api', () => {\n"
        "    it('streams', 0, () => { expect(typeof http.createHttp().requestInStream).assertEqual('function'); });\n"
        "  });\n}\n",
        "one.test.js",
    )
    for arguments in (("--api", api, "test", path), ("test", "--api", api, "--strict", path)):
        run = ohosrun(*arguments)
        assert (run.returncode, STREAM in run.stderr) == (code, bool(code))


def test_the_environment_and_the_file(ohosrun: Command, script: Script) -> None:
    path = script("import http from '@ohos.net.http'; console.log(typeof http.TlsVersion);")
    assert ohosrun(path, env={"OHOSRUN_API": "17"}).stdout == "undefined\n"
    script("api = 18\n", "ohosrun.toml")
    assert ohosrun(path).stdout == "object\n"
    assert ohosrun("--api=17", path).stdout == "undefined\n"


@pytest.mark.parametrize("version", ["8", "27", "9.5", "0"])
def test_other_versions_are_refused(version: str, ohosrun: Command, script: Script) -> None:
    run = ohosrun("--api", version, script("console.log(1);"))
    assert (run.returncode, run.stdout) == (2, "")
    assert run.stderr.startswith(f"error: --api: expected an API version, 9 to 26, not {version}\n")
