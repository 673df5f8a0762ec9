"""The engine: values across the bridge, errors, what stops a program, and that nothing of a realm is left behind."""

from __future__ import annotations

import gc
import math
import subprocess
import sys
import time
import weakref
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import quickjs

from runtime.engine.errors import EngineError, ScriptSyntaxError, StoppedError
from runtime.engine.quickjs import UNDEFINED, Engine, check_syntax
from runtime.globals import FOLDER
from runtime.output.diagnostics import EXIT_TIMEOUT
from tests.runtime.run.running_program import run_program

MIB = 1024 * 1024


def no_modules(name: str) -> str:
    raise LookupError(f"no {name}")


class Realm:
    """An engine with the way into programs and out of them, without console and timers."""

    def __init__(self, load: Callable[[str], str] = no_modules, **options: Any) -> None:
        self.bugs: list[BaseException] = []
        self.uncaught: list[Any] = []
        self.engine = Engine(load, self.bugs.append, **options)
        core = self.engine.core
        core.set("describeError", lambda value: value)
        self.engine.set_op(self.engine.ops, "uncaught", lambda value, *rest: self.uncaught.append(value))
        for name in ("bootstrap.js", "rejections.js"):
            self.engine.evaluate_script((Path(FOLDER) / name).read_text("utf-8"), f"ohosrun:{name}")(core)
        self.engine.start()

    def run(self, text: str) -> None:
        self.engine.evaluate_entry(text, "/p/main.js")
        self.engine.run_microtasks()

    def close(self) -> None:
        self.uncaught.clear()
        self.engine.close()


@pytest.fixture
def realm() -> Iterator[Realm]:
    realm = Realm()
    yield realm
    realm.close()


def received(realm: Realm, expression: str) -> Any:
    """What an op is given for the value of `expression`."""
    values: list[Any] = []
    realm.engine.set_op(realm.engine.ops, "take", values.append)
    realm.engine.evaluate_script("(value) => { globalThis.take = value; }", "test")(realm.engine.ops.get("take"))
    realm.run(f"take({expression})")
    assert realm.uncaught == []
    return values[0]


def sent(realm: Realm, value: Any, expression: str) -> Any:
    """The value of `expression`, in which `value` is called x."""
    return realm.engine.evaluate_script(f"(x) => {expression}", "test")(value)


# Values -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("undefined", UNDEFINED),
        ("null", None),
        ("true", True),
        ("false", False),
        ("0", 0),
        ("-1", -1),
        ("2 ** 31 - 1", 2**31 - 1),
        ("2 ** 53", 2**53),
        ("0.1", 0.1),
        ("Infinity", math.inf),
        ("10n ** 30n", 10**30),
        ("''", ""),
        ("'a\\0b'", "a\0b"),
        ("'\\u{1F600}'", "\U0001f600"),
        ("'\\uD83D'", "\ud83d"),
        ("'\\uDE00\\uD83D'", "\ude00\ud83d"),
        ("'\\uFFFF\\u2028'", "\uffff\u2028"),
    ],
)
def test_primitive_values_cross_both_ways(expression: str, value: Any, realm: Realm) -> None:
    assert received(realm, expression) == value
    assert sent(realm, value, f"Object.is(x, {expression})") is True


def test_not_a_number_and_minus_zero(realm: Realm) -> None:
    assert math.isnan(received(realm, "NaN"))
    assert sent(realm, math.nan, "Number.isNaN(x)") is True
    assert math.copysign(1, received(realm, "-0")) == -1
    assert sent(realm, -0.0, "Object.is(x, -0)") is True


@pytest.mark.parametrize("text", ["x" * MIB, "\0" * MIB, "中" * MIB, "\U0001f600" * MIB, "\udfff" * 1000])
def test_long_strings(text: str, realm: Realm) -> None:
    units = len(text.encode("utf-16-le", "surrogatepass")) // 2
    assert sent(realm, text, "x.length") == units
    assert sent(realm, text, "x") == text


def test_an_array_buffer_is_bytes_both_ways_and_a_copy(realm: Realm) -> None:
    data = bytes(range(256))
    buffer = realm.engine.to_js(data)
    assert sent(realm, buffer, "x instanceof ArrayBuffer && x.byteLength") == 256
    assert sent(realm, buffer, "new Uint8Array(x).every((byte, i) => byte === i)") is True
    assert buffer.to_bytes() == data
    sent(realm, buffer, "new Uint8Array(x).fill(7)")
    assert data == bytes(range(256))
    copy = buffer.to_bytes()
    sent(realm, buffer, "new Uint8Array(x).fill(8)")
    assert copy == b"\7" * 256


@pytest.mark.parametrize(
    ("expression", "data"),
    [
        ("new ArrayBuffer(0)", b""),
        ("new Uint8Array([1, 2, 255])", b"\1\2\xff"),
        ("new Uint8Array([0, 1, 2, 3, 4, 5]).subarray(2, 4)", b"\2\3"),
        ("new Uint16Array([1, 2, 3]).subarray(1)", b"\2\0\3\0"),
        ("new Float64Array([0])", bytes(8)),
    ],
)
def test_a_view_is_the_bytes_it_views(expression: str, data: bytes, realm: Realm) -> None:
    assert received(realm, expression).to_bytes() == data


def test_five_mebibytes_cross_quickly(realm: Realm) -> None:
    data = bytes(5 * MIB)
    started = time.perf_counter()
    assert realm.engine.to_js(data).to_bytes() == data
    assert time.perf_counter() - started < 1


def test_plain_objects_and_arrays_are_copied(realm: Realm) -> None:
    value = received(realm, "{ a: [1, null, 'x'], b: { c: true }, 2: 3 }").to_python()
    assert value == {"2": 3, "a": [1, None, "x"], "b": {"c": True}}
    assert (
        sent(realm, {"a": [1, None, "x"], "b": {"c": True}}, "JSON.stringify(x)") == '{"a":[1,null,"x"],"b":{"c":true}}'
    )


def test_functions_stay_functions(realm: Realm) -> None:
    function = received(realm, "(a, b) => a + b")
    assert isinstance(function, quickjs.Value)
    assert function("x", 1) == "x1"


# Ops and errors ---------------------------------------------------------------------------------------------------


def test_an_exception_out_of_an_op_is_a_bug_and_an_internal_error(realm: Realm) -> None:
    def fail(*_arguments: Any) -> None:
        raise KeyError("mine")

    realm.engine.set_op(realm.engine.core, "fail", fail)
    realm.engine.evaluate_script("(value) => { globalThis.fail = value; }", "test")(realm.engine.core.get("fail"))
    realm.run("try { fail(1) } catch (error) { globalThis.seen = `${error.name}: ${error.message}` }")
    assert [type(bug) for bug in realm.bugs] == [KeyError]
    assert realm.engine.evaluate_script("seen", "test") == "InternalError: 'mine'"


def test_a_text_with_a_lone_surrogate_is_refused(realm: Realm) -> None:
    with pytest.raises(ScriptSyntaxError, match="lone surrogate"):
        realm.run("'\ud800'")
    assert check_syntax("'\ud800'") is not None


@pytest.mark.parametrize(
    ("text", "place"), [("let = =", ":1:"), ("\n\n  )", ":3:3"), ("'中文' )", ":1:6"), ("if (", ":1:5")]
)
def test_a_syntax_error_has_its_place(text: str, place: str, realm: Realm) -> None:
    with pytest.raises(ScriptSyntaxError) as caught:
        realm.run(text)
    assert f"/p/main.js{place}" in caught.value.stack
    refused = check_syntax(text, "/p/main.js")
    assert refused is not None
    assert refused[0].startswith("SyntaxError: ")


def test_what_parses_is_not_run_by_the_check() -> None:
    assert check_syntax("import './not_there.js'; await null; throw 1") is None


def test_what_the_loader_raises_is_what_the_caller_gets() -> None:
    realm = Realm()
    with pytest.raises(LookupError, match="no missing"):
        realm.run("import 'missing'")
    realm.close()


def test_an_error_of_the_entry_module_is_uncaught(realm: Realm) -> None:
    realm.run("throw 5")
    assert realm.uncaught == [5]
    assert not realm.engine.entry_pending


def test_an_entry_module_that_waits_is_pending(realm: Realm) -> None:
    assert realm.engine.entry_pending
    realm.run("await new Promise((resolve) => { globalThis.go = resolve })")
    assert realm.engine.entry_pending
    realm.engine.invoke(realm.engine.evaluate_script("go", "test"))
    realm.engine.run_microtasks()
    assert not realm.engine.entry_pending


def test_what_invoke_calls_may_throw_anything(realm: Realm) -> None:
    for value in ("undefined", "null", "1", "'x'"):
        realm.engine.invoke(realm.engine.evaluate_script(f"() => {{ throw {value} }}", "test"))
    assert realm.uncaught == [UNDEFINED, None, 1, "x"]


def test_each_engine_has_globals_of_its_own() -> None:
    first, second = Realm(), Realm()
    first.run("globalThis.mine = 1; Array.prototype.mine = 2")
    assert second.engine.evaluate_script("typeof mine + typeof [].mine", "test") == "undefinedundefined"
    first.close()
    second.close()


def test_evaluate_now_wants_modules_that_do_not_wait(realm: Realm) -> None:
    realm.engine.evaluate_now("globalThis.ran = 1", "test")
    assert realm.engine.evaluate_script("ran", "test") == 1
    with pytest.raises(EngineError, match="did not run to its end"):
        realm.engine.evaluate_now("await new Promise(() => {})", "test")


# Stopping ---------------------------------------------------------------------------------------------------------

ENDLESS = [
    "while (true) {}",
    "for (;;) { try { for (;;) {} } catch {} finally { for (;;) {} } }",
    "const f = () => Promise.resolve().then(f); f(); for (;;) await null",
    "(function* () { while (true) yield })().forEach(() => {})",
    "/^(a+)+$/.test('a'.repeat(40) + 'b')",
    "new Proxy({}, { get() { for (;;) {} } }).x",
    "[...{ [Symbol.iterator]: () => ({ next: () => ({ done: false }) }) }]",
    "Array.from({ length: 1e9 }, () => 0)",
    "'x'.repeat(1e6).replace(/x/g, () => { for (;;) {} })",
    "[3, 1, 2].sort(() => { for (;;) {} })",
    "JSON.stringify({ toJSON() { for (;;) {} } })",
    "for (;;) Promise.reject(1)",
    "for (;;) Promise.reject(1).catch(() => {})",
    "for (;;) queueMicrotask(() => {})",
    "for (;;) setTimeout(() => {})",
    "for (;;) console.debug.name",
]


@pytest.mark.parametrize("program", ENDLESS)
@pytest.mark.parametrize("where", ["{}", "setTimeout(() => {{ {} }})", "await null; {}"])
def test_an_interrupt_ends_any_program_and_cannot_be_caught(where: str, program: str) -> None:
    if where.startswith("setTimeout") and "await" in program:
        where = where.replace("()", "async ()")
    started = time.monotonic()
    outcome = run_program(where.format(program), timeout=0.05)
    assert outcome.stderr == "stopped: still running after 0.05 s (--timeout)\n"
    assert outcome.code == EXIT_TIMEOUT
    assert time.monotonic() - started < 3


def test_an_interrupt_while_a_function_is_invoked(realm: Realm) -> None:
    realm.engine.set_interrupt_check(lambda: True)
    with pytest.raises(StoppedError):
        realm.engine.invoke(realm.engine.evaluate_script("() => { for (;;) {} }", "test"))


def test_halting_leaves_microtasks_undone(realm: Realm) -> None:
    realm.engine.set_op(realm.engine.core, "halt", realm.engine.halt)
    realm.engine.evaluate_script("(value) => { globalThis.halt = value; }", "test")(realm.engine.core.get("halt"))
    later = "Promise.resolve().then"
    realm.run(f"globalThis.n = 0; {later}(() => {{ n++; halt() }}); {later}(() => {{ n++ }})")
    assert realm.engine.evaluate_script("n", "test") == 1


def test_deep_recursion_is_an_error_of_the_script(realm: Realm) -> None:
    realm.run(
        "globalThis.depth = 0; function f() { depth++; f() } try { f() } catch (error) { globalThis.seen = `${error}` }"
    )
    assert realm.engine.evaluate_script("seen", "test") == "InternalError: stack overflow"
    assert realm.engine.evaluate_script("depth", "test") > 1000


@pytest.mark.parametrize(
    "program",
    [
        "const f = (x) => JSON.stringify({ toJSON: () => f(x) }); f(1)",
        "const f = () => [1].map(f); f()",
        "const f = () => 'x'.replace(/x/, f); f()",
        "const o = { get x() { return this.x } }; o.x",
        "const p = new Proxy({}, { get: (t, k) => p[k] }); p.x",
        "class A { constructor() { new A() } } new A()",
        "let a = []; for (let i = 0; i < 3000; i++) a = [a]; JSON.stringify(a)",
        "let a = []; for (let i = 0; i < 1e5; i++) a = [a]; a.flat(Infinity)",
        "new RegExp('('.repeat(1e5) + ')'.repeat(1e5))",
        "JSON.parse('['.repeat(1e6))",
        "eval('['.repeat(1e6))",
        "async function f() { await f() } await f()",
    ],
)
def test_no_recursion_ends_the_process(program: str) -> None:
    outcome = run_program(
        f"try {{ {program} }} catch (error) {{ console.log(error instanceof Error) }} console.log('end')"
    )
    assert outcome.stdout in ("true\nend\n", "end\n")


@pytest.mark.parametrize("kibibytes", ["256", "512", "1024", "unlimited"])
def test_the_stack_of_the_process_is_respected(kibibytes: str) -> None:
    program = "import ohosrun; ohosrun.main()"
    script = "let n = 0; const f = () => { n++; [1].map(f) }; try { f() } catch (e) { console.log(e.message, n > 20) }"
    command = f'ulimit -s {kibibytes}; exec "$0" -c "$1" -e "$2"'
    run = subprocess.run(["sh", "-c", command, sys.executable, program, script], capture_output=True, text=True)
    assert (run.returncode, run.stdout, run.stderr) == (0, "stack overflow true\n", "")


def test_a_closed_engine_frees_what_it_held() -> None:
    class Held:
        def op(self, *_arguments: Any) -> None:
            pass

    references = []
    for _ in range(3):
        realm = Realm()
        held = Held()
        references.append(weakref.ref(held))
        realm.engine.set_op(realm.engine.core, "op", held.op)
        # A cycle through both heaps.
        realm.engine.evaluate_script("(value) => { globalThis.self = value; }", "test")(realm.engine.core)
        realm.run("globalThis.cycle = { self, globalThis }; globalThis.pending = new Promise(() => cycle)")
        del held
        realm.close()
        del realm
    gc.collect()
    assert [reference() for reference in references] == [None] * 3


def test_a_long_text_that_was_put_together_reaches_an_op_as_text(realm: Realm) -> None:
    assert received(realm, "'a'.repeat(9000) + 'b'.repeat(9000)") == "a" * 9000 + "b" * 9000
