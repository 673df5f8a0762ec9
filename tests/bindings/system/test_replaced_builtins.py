"""A module works whatever a program makes of the language once it is imported."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.bindings.system.running import run

_EVERYTHING_THROWS = """
const { log } = console;
const context = getContext();
const evil = () => { throw new Error('replaced'); };
for (const type of [Map, Set, WeakMap, WeakSet, ArrayBuffer, Date]) {
  for (const name of Object.getOwnPropertyNames(type.prototype)) {
    const { configurable, value } = Object.getOwnPropertyDescriptor(type.prototype, name);
    if (configurable && typeof value === 'function' && name !== 'constructor') type.prototype[name] = evil;
  }
}
for (const name of ['startsWith', 'endsWith', 'includes', 'indexOf', 'lastIndexOf', 'slice', 'toLowerCase']) {
  String.prototype[name] = evil;
}
for (const name of ['filter', 'indexOf', 'push', 'slice', 'splice', 'includes']) Array.prototype[name] = evil;
Object.assign(JSON, { parse: evil, stringify: evil });
Array.isArray = Number.isInteger = Math.floor = Object.keys = evil;
globalThis.BigInt = globalThis.String = globalThis.Uint8Array = globalThis.Map = globalThis.Set = evil;
"""


@pytest.mark.parametrize(("module", "program", "printed"), [
    ("@ohos.events.emitter", "it.on('a', ({ data }) => log(data.b)); it.emit('a', { data: { b: 1 } });", "1"),
    ("@system.storage", "it.set({ key: 'a', value: 'b', success: () => it.get({ key: 'a', success: log }) });", "b"),
    ("@ohos.data.preferences", "const p = it.getPreferencesSync(context, 'a'); p.putSync('b', 10n);"
     "p.on('change', log); p.flushSync();", "b"),
    ("@ohos.data.storage", "const s = it.getStorageSync(`${context.filesDir}/a`); "
     "s.on('change', ({ key }) => log(key)); s.putSync('b', 1); s.flushSync();", "b"),
    ("@ohos.file.fs", "const folder = context.filesDir; const file = it.openSync(`${folder}/a.txt`, 0o102);"
     "it.writeSync(file.fd, 'b'); log(it.listFileSync(folder, { filter: { suffix: ['.txt'] } })[0]);"
     "log(it.statSync(file.fd).size, file.name, file.getParent() === folder);", "a.txt\n1 a.txt true"),
    ("@ohos.hilog", "it.info(0, 'a', '%{public}s', 'b'); log('c');", "c"),
    ("@ohos.abilityAccessCtrl", "it.createAtManager().requestPermissionsFromUser(context, ['a'], "
     "(error, { authResults }) => log(authResults[0]));", "0"),
    ("@ohos.systemDateTime", "log(it.getUptime(0) > 0);", "true"),
])  # fmt: skip
def test_a_module_keeps_what_it_needs_of_the_language(tmp_path: Path, module: str, program: str, printed: str) -> None:
    outcome = run(tmp_path, f"import it from '{module}';\n---\n{_EVERYTHING_THROWS}{program}")
    assert (outcome.code, outcome.stdout) == (0, printed + "\n"), outcome.stderr
