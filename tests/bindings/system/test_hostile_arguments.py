"""Whatever any function of any module is called with, the answer is an error of the program's, and never one of ours."""

# ruff: noqa: E501 - programs are read best on their own lines.

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bindings.registry import REGISTRY
from runtime.documents.runs import SampleRunner
from runtime.run.program import Program
from runtime.settings.table import Settings

_MODULES = (
    "@ohos.abilityAccessCtrl", "@ohos.buffer", "@ohos.data.preferences", "@ohos.deviceInfo", "@ohos.events.emitter", "@ohos.file.fs",
    "@ohos.hilog", "@ohos.net.connection", "@ohos.process", "@ohos.promptAction", "@ohos.request", "@ohos.router", "@ohos.security.cryptoFramework",
    "@ohos.systemDateTime", "@ohos.taskpool", "@system.app", "@system.fetch", "@system.file", "@system.prompt", "@system.router",
    "@system.storage", "@ohos.uri", "@ohos.url", "@ohos.util", "ohosrun:page", *(name for name in REGISTRY.modules if name.startswith("@ohos.util.")),
)  # fmt: skip
# What ends the run, as it is meant to.
_ENDING = ["exit", "abort", "terminate"]
_PROGRAM = """import module from '%s';
const throwing = new Proxy({}, { get() { throw new Error('mine'); }, ownKeys() { throw new Error('mine'); } });
const cyclic = {}; cyclic.self = cyclic;
const values = [undefined, null, true, 0, -1, 1.5, NaN, 1e300, 2 ** 31, 10n, '', 'x', '\\0', '\\ud800', Symbol('s'), () => {}, {}, [],
  cyclic, throwing, Object.create(null), new ArrayBuffer(3), new Uint8Array(2), new Date(NaN), new Map(), Promise.resolve(1),
  { name: 'x', url: 'x', uri: 'x', key: 'x', message: 'x', eventId: 1, netId: 100, path: 'x', fd: 5, files: [null], data: [1], offset: -1, length: 1e9 },
  class {}];
const ending = %s;
const context = getContext();
let state = 1;
const random = (limit) => { state = (state * 48271) %% 2147483647; return state %% limit; };
const pick = () => (random(8) === 0 ? context : values[random(values.length)]);
const seen = new Set();
const settle = (outcome) => { if (outcome instanceof Promise) outcome.then(() => {}, () => {}); return outcome; };
let calls = 0;
const attack = (target, depth) => {
  if (calls > 2500 || Array.isArray(target) || target instanceof Date || values.includes(target) || target === null || (typeof target !== 'object' && typeof target !== 'function') || seen.has(target) || depth > 2) return;
  seen.add(target);
  const names = new Set();
  for (let at = target; at !== null && at !== Object.prototype && at !== Function.prototype && at !== Array.prototype; at = Object.getPrototypeOf(at)) {
    for (const name of Object.getOwnPropertyNames(at)) names.add(name);
  }
  for (const name of names) {
    let member;
    try { member = target[name]; } catch { continue; }
    if (typeof member === 'object') attack(member, depth + 1);
    if (typeof member !== 'function' || ending.includes(name) || name === 'constructor') continue;
    for (let round = 0; round < %d; round++) {
      calls++;
      const args = Array.from({ length: random(5) }, pick);
      try { attack(settle(target[name](...args)), depth + 1); } catch { /* As it should. */ }
      if (round < 2) { try { attack(new member(...args), depth + 1); } catch { /* As it should. */ } }
    }
  }
};
attack(module, 0);
for (let round = 0; typeof module === 'function' && round < 12; round++) {
  try { attack(new module(...Array.from({ length: random(3) }, pick)), 1); } catch { /* As it should. */ }
}
console.log('survived', seen.size);"""


@pytest.mark.parametrize("module", _MODULES)
def test_hostile_arguments(tmp_path: Path, module: str) -> None:
    text = _PROGRAM % (module, json.dumps(_ENDING), 25)
    # A page, which reaches no file but its own, and without the net.
    settings = Settings(timeout=30.0, deny=("ohos.permission.INTERNET",), quiet=True, debug=True)
    runner = SampleRunner(REGISTRY)
    try:
        outcome = runner.run(Program(str(tmp_path / "page.md"), text), settings, styled=False)
    finally:
        runner.close()
    written = "".join(text for _stream, text in outcome.pieces)
    assert "bug in ohosrun" not in written, written[-2000:]
    assert "survived" in written, written[-2000:]
    # Callbacks that are no functions and promises of theirs may end the program, as they would there.
    assert outcome.code in (0, 1), written[-2000:]
