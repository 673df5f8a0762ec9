"""Counters in a text: what is counted is what Istanbul counts, and the program is the same."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from runtime.engine.quickjs import Engine, check_syntax
from runtime.language.counting.text import Counted, with_counters
from runtime.language.edits import Positions, shifts
from runtime.language.typescript import erase
from tests.runtime.language.typescript.running import run_javascript
from tests.runtime.language.typescript.test_cases import CASES

ROOT = Path(__file__).parents[3]

_INSTRUMENT = r"""
const { createInstrumenter } = require('istanbul-lib-instrument');
const vm = require('vm');
const answers = JSON.parse(require('fs').readFileSync(0, 'utf8')).map(([text, runs]) => {
  const scope = { coverageGlobalScopeFunc: false, coverageGlobalScope: 'globalThis' };
  const instrumenter = createInstrumenter({ esModules: true, ...scope });
  const code = instrumenter.instrumentSync(text, 'x.js');
  if (!runs) return instrumenter.lastFileCoverage();
  const context = vm.createContext({});
  vm.runInContext(code, context);
  return context.__coverage__['x.js'];
});
console.log(JSON.stringify(answers));
"""

# What counters could break: names, completion of lines, loops and branches without braces, labels, fields, generators.
PROGRAM = r"""
'use strict';
const seen = [];
const add = (a, b = 2) => a + b, named = function () {}, wrapped = (() => 1)
let later; later = () => 0
function f(x) {
  'use strict'
  if (x > 1) seen.push('big')
  else if (x === 0) { x++ }
  for (let i = 0, n = 3; i < n; i++) x += i
  outer: for (const k of [1, 2]) { for (;;) { if (k > 1) break outer; continue outer } }
  while (x > 100) ;
  do x--; while (x > 50)
  return x && (x > 2 || x < 3) ? { a: () => ({ b: 1 }) } : null
}
class A {
  #p = 1; static q = () => 2
  r = () => this.#p
  s = class {}
  m(k) { switch (k) { case 1: let z = 1; return z; case 2: default: break } return k ?? 'none' }
  get [`a${1}`]() { return this.#p in [0, 1] && #p in this }
  constructor(a = f(1) || 2) { this.a = a }
  static { seen.push(f(3) !== null) }
}
class B extends A { async = 1; *g() { const x = yield 1; yield* [x, x || 3]; } }
if (add(1)) if (later()) f(1); else f(2)
try { null.x } catch { seen.push('caught') } finally { seen.push(add(1, 1)) }
block: { if (seen.length) break block; seen.push('never') }
const { u = 5, v: [w = 6] = [] } = {}; (function () { seen.push(`t${(() => 1)()}`) })()
var late = seen
  .length, none
const odd = seen.length > 2
  ? seen.length < 99 ? 'some' : 'many' : 'few'
;[add, named, wrapped, later, A.q, new A().r, new A().s].forEach((one) => seen.push(one.name))
seen.push([...new B().g()].join(), new B().m(), new B().m(1), new B().a1, u, w, odd)
seen.push(f(0)?.a().b, `${late}`, typeof none)
"""


def counted(text: str) -> Counted:
    return with_counters(text, "ohosrun:coverage/0", None)


def evaluated(text: str) -> Any:
    """The completion value of a script."""
    engine = Engine(lambda _name: "", lambda error: pytest.fail(str(error)))
    try:
        return engine.evaluate_script(text, "test.js")
    finally:
        engine.close()


def as_script(found: Counted) -> tuple[str, str]:
    """The text with its counters in a variable instead of a module, and its name."""
    start = found.text.index("import {")
    end = found.text.index(";", start) + 1
    name = found.text[start:end].split(" as ")[1].split()[0]
    return f"{found.text[:start]}var {name} = [{','.join('0' * found.size)}];{found.text[end:]}", name


def test_a_program_does_what_it_did() -> None:
    found = counted(PROGRAM)
    script, name = as_script(found)
    plain = evaluated(f"{PROGRAM};JSON.stringify(seen)")
    assert evaluated(f"{script};JSON.stringify(seen)") == plain
    assert json.loads(plain)[-17:-10] == ["add", "named", "wrapped", "later", "q", "r", "s"]
    assert max(json.loads(evaluated(f"{script};JSON.stringify({name})"))) > 2
    assert found.text.count("\n") == PROGRAM.count("\n")


def test_typescript_that_was_erased_does_what_it_did() -> None:
    different = {}
    for name, (text, expected) in CASES.items():
        if any("=>" in line for line in expected):
            continue  # The text of a function, which has its counters.
        erased = erase(text)
        found = with_counters(erased.text, "ohosrun:coverage/0", Positions(text, erased.text, shifts(erased.edits)))
        logged, error = run_javascript(as_script(found)[0])
        if logged != expected or found.text.count("\n") != text.count("\n"):
            different[name] = (logged, expected, error)
        lines = text.split("\n")
        for place in found.map["statementMap"].values():
            assert place["start"]["column"] < len(lines[place["start"]["line"] - 1]), name
    assert different == {}


def test_lines_and_columns_lead_back() -> None:
    text = "const a = 1; if (a)\n  b(a);\n"
    found = counted(text)
    line = found.text.split("\n")[1]
    assert found.positions.source(2, line.index("b(a)") + 1) == (2, 3)
    first = found.text.split("\n")[0]
    assert found.positions.source(1, first.index("if") + 1) == (1, 14)


@pytest.mark.parametrize("text", ["#!/usr/bin/env x\nf();", "const ohosrunCounts = 1;", "", "export {};", "'a'"])
def test_odd_texts_stay_valid(text: str) -> None:
    assert check_syntax(counted(text).text) is None


def istanbul(texts: list[tuple[str, bool]]) -> list[dict[str, Any]]:
    """What Istanbul finds in each text, and counts in those that are run."""
    node = shutil.which("node")
    if node is None:
        pytest.skip("there is no node here")
    run = subprocess.run([node, "-e", _INSTRUMENT], input=json.dumps(texts), capture_output=True, text=True)
    if "Cannot find module 'istanbul-lib-instrument'" in run.stderr:
        pytest.skip("node finds no package istanbul-lib-instrument (NODE_PATH)")
    assert run.returncode == 0, run.stderr
    answers: list[dict[str, Any]] = json.loads(run.stdout)
    return answers


def key(place: dict[str, Any]) -> tuple[int, int]:
    return place.get("line", 0), place.get("column", 0)


def statements(entry: dict[str, Any], counts: list[int] | None = None) -> Counter[tuple[Any, ...]]:
    values = list(entry.get("s", {}).values()) if counts is None else counts
    return Counter(
        (key(one["start"]), count) for one, count in zip(entry["statementMap"].values(), values, strict=False)
    )


def functions(entry: dict[str, Any], counts: list[int] | None = None) -> Counter[tuple[Any, ...]]:
    values = list(entry.get("f", {}).values()) if counts is None else counts
    return Counter(
        (key(one["decl"]["start"]), key(one["loc"]["start"]), count)
        for one, count in zip(entry["fnMap"].values(), values, strict=False)
    )


def branches(entry: dict[str, Any], counts: list[int] | None = None) -> Counter[tuple[Any, ...]]:
    found: Counter[tuple[Any, ...]] = Counter()
    at = 0
    for number, one in entry["branchMap"].items():
        size = len(one["locations"])
        ways = entry["b"][number] if counts is None else counts[at : at + size]
        at += size
        places = tuple(key(place["start"]) for place in one["locations"])
        found[(one["type"], key(one["loc"]["start"]), places, tuple(ways))] += 1
    return found


def test_counts_are_those_of_istanbul() -> None:
    (theirs,) = istanbul([(PROGRAM, True)])
    found = counted(PROGRAM)
    script, name = as_script(found)
    counts = json.loads(evaluated(f"{script};JSON.stringify({name})"))
    ours = {**found.map}
    first, second = len(ours["statementMap"]), len(ours["statementMap"]) + len(ours["fnMap"])
    assert statements(ours, counts[:first]) == statements(theirs)
    assert functions(ours, counts[first:second]) == functions(theirs)
    assert branches(ours, counts[second:]) == branches(theirs)


def test_what_is_found_in_real_files_is_what_istanbul_finds() -> None:
    paths = sorted((ROOT / "bindings").rglob("*.js"), key=lambda path: -path.stat().st_size)[:12]
    texts = [path.read_text("utf-8") for path in paths]
    for path, text, theirs in zip(paths, texts, istanbul([(text, False) for text in texts]), strict=True):
        found = counted(text)
        assert check_syntax(found.text) is None, path
        zeros = [0] * found.size
        ours = dict(found.map)
        assert statements(ours, zeros[: len(ours["statementMap"])]) == statements(theirs), path
        assert branches(ours, zeros) == branches(theirs), path
        # Istanbul does not count private methods.
        assert functions(theirs) <= functions(ours, zeros), path
