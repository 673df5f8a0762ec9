"""The placeholders of a console call, and that no value a script can make stops one."""

from __future__ import annotations

import pytest

from tests.runtime.globals.console_harness import ConsoleRealm


@pytest.fixture
def realm() -> ConsoleRealm:
    return ConsoleRealm()


@pytest.mark.parametrize(
    ("arguments", "text"),
    [
        # Strings: raw; numbers with the sign of zero; objects by a toString of their own, else inspected.
        ("'%s', 'a\\'b'", "a'b"),
        ("'%s %s %s', 1, -0, 5n", "1 -0 5n"),
        ("'%s %s %s', null, undefined, Symbol('x')", "null undefined Symbol(x)"),
        ("'%s', {a: {b: 1}}", "{ a: [Object] }"),
        ("'%s', {toString() { return 'own' }}", "own"),
        ("'%s', new (class A { toString() { return 'of class' } })", "of class"),
        ("'%s', new (class A { x = 1 })", "A { x: 1 }"),
        ("'%s', new Date(0)", "1970-01-01T00:00:00.000Z"),
        ("'%s', () => 1", "() => 1"),
        # Numbers.
        ("'%d %d %d', 42, '1.5', -0", "42 1.5 -0"),
        ("'%d %d %d', 'x', 5n, Symbol()", "NaN 5n NaN"),
        ("'%i %i %i', 42.9, '17px', 5n", "42 17 5n"),
        ("'%f %f', '3.14abc', Symbol()", "3.14 NaN"),
        # JSON.
        ("'%j', {a: [1, 'x']}", '{"a":[1,"x"]}'),
        ("'%j', undefined", "undefined"),
        ("'%j', (() => { const a = {}; a.a = a; return a })()", "[Circular]"),
        # Objects.
        ("'%O', {a: {b: {c: {}}}}", "{ a: { b: { c: {} } } }"),
        ("'%o', [1]", "[ 1, [length]: 1 ]"),
        # The rest of the template.
        ("'%c red %cplain', 'color: red', ''", " red plain"),
        ("'100%% %s', 1", "100% 1"),
        ("'100%%'", "100%%"),
        ("'%s %s', 'one'", "one %s"),
        ("'%s', 'one', 'two', {a: 1}", "one two { a: 1 }"),
        ("'%x %s %', 1", "%x 1 %"),
        ("1, '%s', 'x'", "1 %s x"),
        ("'a', 'b', 'c'", "a b c"),
    ],
)
def test_placeholders_as_in_node(realm: ConsoleRealm, arguments: str, text: str) -> None:
    assert realm.printed(f"console.log({arguments})") == text + "\n"


@pytest.mark.parametrize(
    ("arguments", "text"),
    [
        ("'%{public}s', 'x'", "x"),
        ("'%{public}d %{public}i %{public}f', 1.5, 1.5, 1.5", "1.5 1 1.5"),
        ("'%{public}j', {a: 1}", '{"a":1}'),
        ("'%{public}O', {a: 1}", "{ a: 1 }"),
        ("'%{public}o', [1]", "[ 1, [length]: 1 ]"),
        ("'%{private}s', 'secret'", "<private>"),
        ("'%{private}d and %{public}d', 1, 2", "<private> and 2"),
        ("'%{private}j', {toJSON() { throw new Error('read') }}", "<private>"),
        ("'%{public}s %{private}s', 'only'", "only %{private}s"),
        ("'%{public}s'", "%{public}s"),
        # Written otherwise it is no notation.
        ("'%{Public}s %{public} %{public}%', 1", "%{Public}s %{public} %{public}% 1"),
    ],
)
def test_the_privacy_notation_of_openharmony(realm: ConsoleRealm, arguments: str, text: str) -> None:
    assert realm.printed(f"console.log({arguments})") == text + "\n"


HOSTILE = [
    "{get x() { throw 1 }, toString() { throw 2 }, valueOf() { throw 3 }, toJSON() { throw 4 }}",
    "{toString() { return {} }, valueOf() { return {} }}",
    "Object.create(null)",
    "Symbol('s')",
    "10n",
    "(() => { const { proxy, revoke } = Proxy.revocable({}, {}); revoke(); return proxy })()",
    "(() => { const { proxy, revoke } = Proxy.revocable(function () {}, {}); revoke(); return proxy })()",
    "new Proxy({a: 1}, new Proxy({}, {get() { return () => { throw new Error('trap') } }}))",
    "new Proxy([1, 2], new Proxy({}, {get() { return () => { throw null } }}))",
    "new Proxy({a: 1}, {get() { throw new Error('get') }})",
    "new Proxy(new Error('e'), {get() { throw new Error('get') }})",
    "new Proxy({a: 1}, {ownKeys() { throw new Error('keys') }})",
    "new Proxy([], {getOwnPropertyDescriptor() { return {value: 'many', writable: true} }})",
    "(() => { const p = new Proxy({}, {getPrototypeOf() { return p }}); return p })()",
    "new (class extends Error { get name() { throw 1 } get message() { throw 2 } })()",
    "Object.assign(new Error('x'), {name: Symbol('n'), message: {toString() { throw 1 }}, stack: 5n})",
    "Object.defineProperty(class {}, 'name', {get() { throw 1 }})",
    "({get [Symbol.toStringTag]() { throw 1 }})",
    "({constructor: {get name() { throw 1 }}})",
    "Object.defineProperty(new Map([[1, 2]]), 'size', {get() { throw 1 }})",
    "Object.defineProperty([1, 2], 0, {get() { throw 1 }})",
    "(() => { const b = new ArrayBuffer(8), v = new DataView(b); b.transfer(); return [b, v] })()",
]


@pytest.mark.parametrize("value", HOSTILE)
def test_nothing_a_script_makes_stops_a_console_call(realm: ConsoleRealm, value: str) -> None:
    realm.run(f"globalThis.make = () => ({value}); globalThis.value = make();")
    out, err = realm.streams(
        """
        console.log(value); console.log({value}); console.log('%s %d %i %f', value, value, value, value);
        console.log('%j %o %O', value, value, value); console.dir(value); console.table(value);
        console.table([value]); console.count(value); console.countReset(value); console.time(value);
        console.timeLog(value, value); console.timeEnd(value); console.group(value); console.groupEnd();
        console.trace(value); console.assert(false, value); console.error(value);
        """
    )
    assert out.count("\n") >= 12
    assert "Assertion failed: " in err


def test_a_trap_that_throws_is_said(realm: ConsoleRealm) -> None:
    throwing = "new Proxy({}, {ownKeys() { throw new Error('no keys') }})"
    assert realm.inspected(f"[{throwing}]") == "[ <Inspection threw (no keys)> ]"
    assert realm.inspected("[Proxy.revocable({}, {})].map((p) => { p.revoke(); return p.proxy })") == (
        "[ <Revoked Proxy> ]"
    )


SABOTAGE = """
    const spoil = (owner, names, value) => {
        for (let i = 0; i < names.length; i++) try { owner[names[i]] = value } catch {}
    };
    const fail = () => { throw new TypeError('replaced') };
    // Not concat, which the engine itself calls for every template literal; not what says whose value it is.
    const kept = ['concat', 'constructor'];
    const namesOf = (owner) => Object.getOwnPropertyNames(owner).filter((name) => !kept.includes(name));
    const symbolsOf = Object.getOwnPropertySymbols;
    const globalNames = namesOf(globalThis);
    const types = globalNames.filter((name) => /^[A-Z]/.test(name)).map((name) => globalThis[name]);
    const owners = types.concat(types.map((type) => type.prototype).filter((prototype) => prototype));
    const names = owners.map((owner) => namesOf(owner).concat(owner === RegExp.prototype ? [] : symbolsOf(owner)));
    for (let i = 0; i < owners.length; i++) spoil(owners[i], names[i], fail);
    for (let i = 0; i < globalNames.length; i++) {
        if (globalNames[i] !== 'console' && globalNames[i] !== 'values') globalThis[globalNames[i]] = fail;
    }
"""
VALUES = """
    globalThis.values = [{a: [1, 'x'], m: new Map([[1, new Set([2])]])}, /x/g, 'a\\nb', -0, 1n, new Date(0),
        class A {}, new Uint8Array(2), new ArrayBuffer(2), new (class B { c = null }), Symbol('s'), '中'];
"""
SHOW = "console.log('%s %d %j', values[0], 1, [1], values, 'x'); console.table([{a: 1}]); console.warn('w');"


def test_a_script_that_replaces_everything_does_not_break_console(realm: ConsoleRealm) -> None:
    spoilt = ConsoleRealm()
    expected = realm.streams(VALUES + SHOW)
    spoilt.run(VALUES + SABOTAGE)
    assert spoilt.streams(SHOW) == expected


def test_large_values_are_cut_short(realm: ConsoleRealm) -> None:
    assert realm.inspected("new Array(1e6)") == "[ <1000000 empty items> ]"
    assert realm.inspected("Array.from({length: 1e5}, () => 0)").endswith("  ... 99900 more items\n]")
    assert realm.inspected("new Uint8Array(5 << 20)").endswith("  ... 5242780 more items\n]")
    assert realm.inspected("new ArrayBuffer(5 << 20)").endswith(" ... 5242780 more bytes>,\n  byteLength: 5242880\n}")
    assert realm.inspected("['x'.repeat(5 << 20)]") == ("[\n  '" + "x" * 10_000 + "'... 5232880 more characters\n]")
    assert len(realm.printed("console.log('x'.repeat(5 << 20))")) == (5 << 20) + 1


def test_deep_values_end_somewhere(realm: ConsoleRealm) -> None:
    realm.run("globalThis.deep = {}; for (let i = 0; i < 1e5; i++) deep = {deep}")
    assert realm.inspected("deep") == "{ deep: { deep: { deep: [Object] } } }"
    text = realm.printed("console.dir(deep, {depth: null})")
    assert "[Object: Inspection interrupted prematurely. Maximum call stack size exceeded.]" in text


def test_a_call_at_the_end_of_the_stack_leaves_console_whole(realm: ConsoleRealm) -> None:
    realm.run("function dive() { console.log({a: 1}); dive() } try { dive() } catch {}")
    assert realm.printed("console.log({a: {b: 1}}, '%s')") == "{ a: { b: 1 } } %s\n"
