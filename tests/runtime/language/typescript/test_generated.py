"""Random programs do what TypeScript's own output does, where node and its package `typescript` are at hand."""

from __future__ import annotations

import json
import shutil
import subprocess

import pytest

from tests.runtime.language.typescript.generated import Program
from tests.runtime.language.typescript.running import run_erased, run_javascript

_TRANSPILE = """
const ts = require('typescript');
const options = { target: 99, module: 99, useDefineForClassFields: true, isolatedModules: true };
const texts = JSON.parse(require('fs').readFileSync(0, 'utf8'));
console.log(JSON.stringify(texts.map((text) => {
  const made = ts.transpileModule(text, { compilerOptions: options, reportDiagnostics: true });
  return made.diagnostics.length ? null : made.outputText;
})));
"""
_COUNT = 120


def _transpiled(texts: list[str]) -> list[str | None]:
    node = shutil.which("node")
    if node is None:
        pytest.skip("there is no node here")
    run = subprocess.run([node, "-e", _TRANSPILE], input=json.dumps(texts), capture_output=True, text=True)
    if "Cannot find module 'typescript'" in run.stderr:
        pytest.skip("node finds no package typescript (NODE_PATH)")
    made: list[str | None] = json.loads(run.stdout)
    return made


def test_random_programs_do_what_typescript_makes_of_them() -> None:
    texts = [Program(seed).text() for seed in range(_COUNT)]
    compared = 0
    for seed, (text, made) in enumerate(zip(texts, _transpiled(texts), strict=True)):
        if made is not None:
            compared += 1
            assert run_erased(text)[0] == run_javascript(made)[0], f"Program({seed})"
    assert compared > _COUNT // 2
