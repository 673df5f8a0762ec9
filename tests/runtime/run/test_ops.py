"""No script reaches the ops of a binding, whatever it imports and in whatever order."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.runtime.run.running_program import run_files, run_program

# Whether anything that is ours, or a function made of Python's, is found from `value`: exports are walked, not called.
FIND = """
const isOp = (value) => typeof value === 'function' && /native code/.test(Function.prototype.toString.call(value))
  && !('prototype' in value) && /request|abort|flushCache|later|denied/.test(value.name);
const found = (value, depth = 0) => {
  if (depth > 3 || value === null || (typeof value !== 'object' && typeof value !== 'function')) return [];
  return Reflect.ownKeys(value).flatMap((key) => {
    const inner = Reflect.getOwnPropertyDescriptor(value, key).value;
    return key === 'ops' || isOp(inner) ? [String(key)] : found(inner, depth + 1);
  });
};
"""
FILES = ("index.js", "options.js", "response.js", "cache.js", "enums.js")
WALK = (
    FIND
    + """
const names = FILES.map((file) => 'ohosrun:bindings/net_http/' + file).concat('ohosrun:bridge/net_http');
for (const name of names) {
  try { console.log(name, JSON.stringify(found(await import(name)))); } catch (error) { console.log(name, 'refused'); }
}
""".replace("FILES", repr(list(FILES)))
)
NOTHING = [*(f"ohosrun:bindings/net_http/{file} []" for file in FILES), "ohosrun:bridge/net_http refused"]


def test_no_global_leads_to_them() -> None:
    ours = "Reflect.ownKeys(globalThis).filter((key) => /ohos|bridge/i.test(String(key)))"
    program = f"import '@ohos.net.http'; console.log({ours})"
    assert run_program(program).stdout == "[]\n"


def test_no_module_of_ours_exports_them() -> None:
    assert run_program("import '@ohos.net.http';" + WALK).lines == NOTHING


def test_a_module_that_was_linked_and_never_ran_has_none_to_give(tmp_path: Path) -> None:
    outcome = run_files(
        tmp_path,
        {
            "main.js": "await import('./both.js').catch(() => {});" + WALK,
            "both.js": "import './throws.js'; import '@ohos.net.http';",
            "throws.js": "throw new Error('before the façade has run');",
        },
    )
    assert outcome.lines == NOTHING


@pytest.mark.parametrize("specifier", ["ohosrun:bridge/net_http", "ohosrun:globals/console.js", "ohosrun:"])
def test_a_name_of_ours_is_no_module(specifier: str) -> None:
    outcome = run_program(f"import {{ ops }} from '{specifier}'; console.log(ops);")
    assert (outcome.code, outcome.stdout) == (1, "")
    assert f"no module '{specifier}'" in outcome.stderr
