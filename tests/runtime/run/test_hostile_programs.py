"""Whatever a program throws is reported, and whatever it does to the globals does not break the runtime."""

from __future__ import annotations

from pathlib import Path

import pytest

from runtime.output.diagnostics import EXIT_ERROR, EXIT_TIMEOUT
from tests.runtime.run.running_program import run_files, run_program

# What can be thrown -----------------------------------------------------------------------------------------------

NOTHING_BUT_TRAPS = "new Proxy({}, new Proxy({}, { get() { throw new Error('trap') } }))"
THROWN = {
    "undefined": "undefined",
    "null": "null",
    "0": "0",
    "NaN": "NaN",
    "-0": "-0",
    "10n": "10n",
    "true": "true",
    "''": "''",
    "'text'": "'text'",
    "Symbol('s')": "Symbol(s)",
    "Symbol()": "Symbol()",
    "{}": "{}",
    "{ code: 5 }": "{ code: 5 }",
    "[1, 2]": "[ 1, 2 ]",
    "() => 1": "[Function (anonymous)]",
    "class A {}": "[class A]",
    "Object.create(null)": "[Object: null prototype] {}",
    "new Map([[1, 2]])": "Map(1) { 1 => 2 }",
    "Object.freeze(new Error('frozen'))": "Error: frozen",
    "new Error()": "Error",
    "new Error('a\\nb')": "Error: a",
    "new (class Mine extends TypeError {})('m')": None,
    "Object.assign(new Error('m'), { name: 'Renamed' })": "Renamed: m",
    "{ get message() { throw 1 }, get stack() { throw 2 } }": "{ message: [Getter], stack: [Getter] }",
    "Object.defineProperty(new Error('m'), 'stack', { get() { throw 1 } })": "Error: m",
    "Object.defineProperty(new Error('m'), 'message', { get() { throw 1 } })": None,
    "Object.defineProperty(new Error('m'), 'name', { get() { throw 1 } })": None,
    "Object.defineProperty(new Error('m'), 'cause', { get() { throw 1 } })": "Error: m",
    "Object.assign(new Error('m'), { stack: 5 })": "Error: m",
    "Object.setPrototypeOf(new Error('m'), null)": None,
    "Object.assign(new Error('m'), { errors: new Proxy([], { get() { throw 1 } }) })": None,
    f"{NOTHING_BUT_TRAPS}": None,
    f"new Error('m', {{ cause: {NOTHING_BUT_TRAPS} }})": "Error: m",
    "(() => { const { proxy, revoke } = Proxy.revocable({}, {}); revoke(); return proxy })()": None,
    "new Proxy(function () {}, { apply() { throw 1 } })": None,
    "globalThis": None,
    "new Error('\\ud800')": "Error: \ufffd",
    "'x'.repeat(1e6)": None,
    "new Error('x'.repeat(1e6))": None,
    "Object.assign(new Error('m'), { toString() { throw 1 }, [Symbol.toPrimitive]() { throw 2 } })": None,
    "(() => { const e = new Error('m'); e.cause = e; e.self = e; return e })()": "Error: m",
}


@pytest.mark.parametrize("value", THROWN)
@pytest.mark.parametrize(
    ("where", "label"),
    [
        ("throw ({})", "uncaught: "),
        ("setTimeout(() => {{ throw ({}) }})", "uncaught: "),
        ("Promise.reject({})", "unhandled rejection: "),
    ],
)
def test_whatever_is_thrown_is_reported(where: str, label: str, value: str) -> None:
    outcome = run_program(where.format(value))
    assert (outcome.code, outcome.stdout) == (EXIT_ERROR, "")
    first = outcome.stderr.splitlines()[0]
    assert first.startswith(label)
    expected = THROWN[value]
    if expected is not None:
        assert first == label + expected
    assert "Traceback" not in outcome.stderr
    assert "bug in ohosrun" not in outcome.stderr


def test_code_that_runs_while_an_error_is_described_cannot_hide_it() -> None:
    outcome = run_program("""
        const error = new Error('mine')
        Object.defineProperty(error, 'name', { get() {
          console.log('looked at'); setTimeout(() => console.log('never')); Promise.reject(1); return 'Named'
        } })
        throw error
    """)
    assert outcome.stderr.startswith("uncaught: Named")
    assert "never" not in outcome.stdout


def test_an_endless_getter_of_an_error_is_ended_by_the_time_limit() -> None:
    program = "throw Object.defineProperty(new Error('m'), 'message', { get() { for (;;) {} } })"
    assert run_program(program, timeout=0.1).code == EXIT_TIMEOUT


# What can be broken -----------------------------------------------------------------------------------------------

BREAKS = [
    "globalThis.Promise = null",
    "Promise.prototype.then = null; Promise.resolve = null",
    "Array.prototype.push = null; Array.prototype[Symbol.iterator] = null; Array.prototype.map = null",
    "globalThis.Reflect = null; globalThis.Object = null; globalThis.Function = null",
    "Object.defineProperty = null; Object.keys = null; Object.getOwnPropertyDescriptor = null",
    "Map.prototype.get = null; Map.prototype.set = null; Map.prototype.delete = null; Set.prototype.has = null",
    "WeakMap.prototype.get = null; WeakMap.prototype.set = null",
    "Symbol.for = null; globalThis.Symbol = null",
    "Function.prototype.call = null; Function.prototype.apply = null; Function.prototype.bind = null",
    "String.prototype.split = null; String.prototype.indexOf = null; RegExp.prototype.exec = null",
    "Error.prototype.toString = null; globalThis.Error = null; globalThis.TypeError = null",
    "JSON.stringify = null; Math.max = null; globalThis.Number = null; globalThis.String = null",
    "globalThis.setTimeout = null; globalThis.queueMicrotask = null; globalThis.clearTimeout = null",
    "Object.prototype.toJSON = () => 'x'; Object.prototype.then = 1; Object.prototype.callback = 1",
    "for (const k of ['text', 'name', 'stack', 'cause', 'reason', 'callback', 'args', 'delay', 'nesting'])"
    "Object.defineProperty(Object.prototype, k, { set() { throw k }, configurable: true })",
    "Object.freeze(Object.prototype); Object.freeze(Array.prototype); Object.freeze(globalThis)",
    "globalThis.globalThis = null",
    "for (const k of Object.getOwnPropertyNames(globalThis)) try { delete globalThis[k] } catch {}",
]


@pytest.mark.parametrize("damage", BREAKS)
def test_what_a_script_does_to_the_globals_does_not_break_the_runtime(damage: str, tmp_path: Path) -> None:
    # What needs a global after the damage has taken it before. The engine's own promises ask for nothing else.
    program = f"""
        const {{ log }} = console, micro = queueMicrotask
        const start = setTimeout, every = setInterval, clear = clearInterval
        {damage}
        let ticks = 0
        micro(() => log('micro'))
        const tick = (word) => {{ log('interval', word); if (++ticks === 2) {{ clear(id); start(fail, 1) }} }}
        const id = every(tick, 1, 'w')
        async function fail() {{ await undefined; null.property }}
        const {{ value }} = await import('./other.js')
        log(value)
    """
    outcome = run_files(tmp_path, {"main.js": program, "other.js": "export const value = 5"})
    assert sorted(outcome.lines) == ["5", "interval w", "interval w", "micro"]
    assert outcome.stderr.startswith("unhandled rejection: TypeError: cannot read property 'property' of null\n")
    assert outcome.code == EXIT_ERROR


@pytest.mark.parametrize(
    "damage",
    [
        "Object.defineProperty(Promise, Symbol.species, { get() { throw 1 } })",
        "Promise.prototype.constructor = null",
        "Object.defineProperty(Promise.prototype, 'constructor', { get() { throw 1 } })",
    ],
)
def test_what_a_script_does_to_the_species_of_promises_is_its_own_affair(damage: str) -> None:
    outcome = run_program(f"{damage}; queueMicrotask(() => console.log('micro')); setTimeout(() => null.x)")
    assert outcome.stdout == "micro\n"
    assert outcome.stderr.startswith("uncaught: TypeError: cannot read property 'x' of null\n")


@pytest.mark.parametrize(
    "damage",
    [
        "Symbol.for = null; globalThis.Symbol = null",
        "globalThis.Reflect = null; globalThis.Promise = null; globalThis.globalThis = null",
        "Object.freeze(globalThis)",
    ],
)
def test_a_native_module_is_there_after_the_damage_too(damage: str) -> None:
    program = f"{damage}; console.log(typeof http.createHttp, typeof (await import('@ohos.net.http')).default)"
    assert run_program(program).stdout == "function object\n"


def test_a_program_without_console_is_still_reported() -> None:
    outcome = run_program("delete globalThis.console; setTimeout(() => { throw new Error('mine', { cause: [1] }) })")
    assert outcome.stderr.startswith("uncaught: Error: mine\n")
    assert outcome.stderr.endswith("caused by: [ 1 ]\n")
