"""What the command does where there is nothing that only Unix has, as far as this can be seen on a Unix."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.sources import ROOT

SCRIPT = """
import http from '@ohos.net.http';
import fs from '@ohos.file.fs';
import process from '@ohos.process';
const path = getContext().filesDir + '/a.txt';
const file = fs.openSync(path, fs.OpenMode.CREATE | fs.OpenMode.READ_WRITE);
fs.writeSync(file.fd, 'hello');
const bytes = new ArrayBuffer(3);
fs.readSync(file.fd, bytes, { offset: 1 });
fs.writeSync(file.fd, 'y', { offset: 4 });
fs.closeSync(file);
console.log(String.fromCharCode(...new Uint8Array(bytes)), fs.readTextSync(path), process.getUidForName('root'));
setTimeout(async () => console.log((await http.createHttp().request('EXAMPLE_URL')).responseCode), 1);
"""
TEST = """
import { describe, it, expect } from '@ohos/hypium';
export default function tests() { describe('suite', () => { it('case', 0, () => { expect(1).assertEqual(1); }); }); }
"""


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (("main.js",), "ell helly -1\n200\n"),
        (("--timeout", "20", "-e", "console.log('limited')"), "limited\n"),
        (("test", "some.test.js", "--no-color"), "1 passed"),
        (("page.md",), "1 passed, 0 failed"),
    ],
)
def test_nothing_is_asked_for_that_windows_has_not(arguments: tuple[str, ...], expected: str, tmp_path: Path) -> None:
    (tmp_path / "main.js").write_text(SCRIPT)
    (tmp_path / "some.test.js").write_text(TEST)
    (tmp_path / "page.md").write_text("```js\nconsole.log('sample');\n```\n")
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "LOCALAPPDATA": str(tmp_path / "local")}
    command = [sys.executable, "-m", "tests.without_unix", *arguments]
    run = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=60)
    assert expected in run.stdout, run.stderr
    assert run.returncode == 0
