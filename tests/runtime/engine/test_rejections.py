"""Rejections that nobody handles are reported once and end the run; handled ones never are.

When to look is the microtask checkpoint: HTML, "Unhandled promise rejections". What import() rejects with: ECMA-262,
"Evaluate ( )" of cyclic modules and "ContinueDynamicImport".
"""

from __future__ import annotations

from pathlib import Path

import pytest

from runtime.engine.quickjs import LAYOUT_IS_KNOWN, Engine
from runtime.globals import FOLDER
from runtime.output.diagnostics import EXIT_ERROR, EXIT_OK
from tests.runtime.run.running_program import Outcome, run_files, run_program

THROWS = "throw new Error('boom')"
WAITS_AND_THROWS = "await null; throw new Error('boom')"
MODULES = {
    "throws.js": THROWS,
    "imports_one_that_throws.js": "import './throws.js'; console.log('never')",
    "waits_and_throws.js": WAITS_AND_THROWS,
    "imports_one_that_waits_and_throws.js": "import './waits_and_throws.js'; console.log('never')",
    "waits.js": "await null",
    "throws_after_one_that_waits.js": f"import './waits.js'; {THROWS}",
    "imports_one_that_throws_after_one_that_waits.js": "import './throws_after_one_that_waits.js'",
    "throws_a_string.js": "throw 'boom'",
    "throws_undefined.js": "throw undefined",
}
FAILING = [name for name in MODULES if name != "waits.js"]


def reported(outcome: Outcome) -> list[str]:
    """What was reported of each error, without its place."""
    labels = ("unhandled rejection: ", "uncaught: ")
    return [line for line in outcome.stderr.splitlines() if line.startswith(labels)]


@pytest.mark.parametrize(
    "program",
    [
        "Promise.reject(new Error('e'))",
        "(async () => { throw new Error('e') })()",
        "(async () => { await null; throw new Error('e') })()",
        "globalThis.kept = (async () => { await null; throw new Error('e') })()",
        "new Promise((resolve, reject) => reject(new Error('e')))",
        "new Promise(() => { throw new Error('e') })",
        "new Promise((resolve, reject) => setTimeout(() => reject(new Error('e'))))",
        "Promise.resolve().then(() => { throw new Error('e') })",
        "Promise.resolve().then(() => Promise.reject(new Error('e')))",
        # Each derived promise is one of its own.
        "Promise.reject(new Error('e')).then(() => {})",
        "Promise.reject(new Error('e')).finally(() => {})",
        "const p = Promise.reject(new Error('e')); p.catch(() => {}); p.then(() => {})",
        "Promise.all([Promise.resolve(1), Promise.reject(new Error('e'))])",
        "Promise.any([]).catch((error) => { throw new Error('e') })",
        "Promise.race([Promise.reject(new Error('e'))])",
        "(async () => { for await (const x of [Promise.reject(new Error('e'))]); })()",
        "(async function* () { await null; throw new Error('e') })().next()",
        "class P extends Promise {} P.reject(new Error('e'))",
        "({ then: null }); Promise.resolve({ then() { throw new Error('e') } })",
        "const p = Promise.reject(new Error('e')); setTimeout(() => p.catch(() => {}), 1)",
    ],
)
def test_unhandled(program: str) -> None:
    outcome = run_program(program)
    assert reported(outcome) == ["unhandled rejection: Error: e"]
    assert outcome.code == EXIT_ERROR


@pytest.mark.parametrize(
    "program",
    [
        "Promise.reject(1).catch(() => {})",
        "Promise.reject(1).then(undefined, () => {})",
        "try { await Promise.reject(1) } catch {}",
        "const p = Promise.reject(1); Promise.resolve().then(() => p.catch(() => {}))",
        "const p = Promise.reject(1); queueMicrotask(() => queueMicrotask(() => p.catch(() => {})))",
        "let n = 0; const p = Promise.reject(1), f = () => n++ < 999 ? queueMicrotask(f) : p.catch(() => {}); f()",
        "await Promise.allSettled([Promise.reject(1)])",
        "await Promise.any([Promise.reject(1), 2])",
        "await Promise.race([2, Promise.reject(1)])",
        "Promise.all([Promise.reject(1), Promise.reject(2)]).catch(() => {})",
        "Promise.reject(1).finally(() => {}).catch(() => {})",
        "for await (const x of (async function* () { yield 1 })()) {}",
        "async function f() { throw 1 } f().catch(() => {}); try { await f() } catch {}",
        "new Promise((resolve, reject) => { resolve(); reject(1) })",
        "new Promise((resolve) => { resolve(); throw 1 })",
        "const e = new Error('same'); Promise.reject(e).catch(() => {}); Promise.reject(e).catch(() => {})",
    ],
)
def test_handled(program: str) -> None:
    outcome = run_program(program + "\nsetTimeout(() => console.log('end'))")
    assert (outcome.stderr, outcome.stdout, outcome.code) == ("", "end\n", EXIT_OK)


def test_only_the_first_of_several_is_reported_and_nothing_runs_after_it() -> None:
    outcome = run_program("Promise.reject('a'); Promise.reject('b'); setTimeout(() => console.log('never'))")
    assert reported(outcome) == ["unhandled rejection: 'a'"]
    assert outcome.stdout == ""


def test_microtasks_that_were_queued_before_the_report_still_run() -> None:
    outcome = run_program("Promise.reject('a'); queueMicrotask(() => console.log('ran'))")
    assert outcome.stdout == "ran\n"
    assert reported(outcome) == ["unhandled rejection: 'a'"]


def test_the_same_reason_twice_with_one_handled_is_reported() -> None:
    # Each promise counts, not each reason.
    outcome = run_program("const e = new Error('e'); Promise.reject(e); Promise.reject(e).catch(() => {})")
    assert reported(outcome) == ["unhandled rejection: Error: e"]


def test_the_same_reason_twice_after_an_import_is_reported(tmp_path: Path) -> None:
    program = "import './other.js'; const e = new Error('e'); Promise.reject(e); Promise.reject(e).catch(() => {})"
    outcome = run_files(tmp_path, {"main.js": program, "other.js": "export {}"})
    assert reported(outcome) == ["unhandled rejection: Error: e"]


@pytest.mark.parametrize("module", FAILING)
@pytest.mark.parametrize(
    "program",
    [
        "import('./{}').catch(() => console.log('caught'))",
        "try {{ await import('./{}') }} catch {{ console.log('caught') }}",
        "import('./{}').then(() => {{}}, () => console.log('caught'))",
        "setTimeout(async () => {{ try {{ await import('./{}') }} catch {{ console.log('caught') }} }})",
        "const p = import('./{}'); queueMicrotask(() => p.catch(() => console.log('caught')))",
    ],
)
def test_a_module_that_fails_while_its_import_is_handled(module: str, program: str, tmp_path: Path) -> None:
    outcome = run_files(tmp_path, {**MODULES, "main.js": program.format(module)})
    assert (outcome.stderr, outcome.stdout, outcome.code) == ("", "caught\n", EXIT_OK)


@pytest.mark.parametrize("module", FAILING)
@pytest.mark.parametrize(
    ("program", "label"),
    [
        ("import('./{}')", "unhandled rejection: "),
        ("globalThis.kept = import('./{}')", "unhandled rejection: "),
        ("import('./{0}').catch(() => {{}}); import('./{0}')", "unhandled rejection: "),
        ("setTimeout(() => import('./{}').then(() => {{}}))", "unhandled rejection: "),
        ("await import('./{}')", "uncaught: "),
        ("import './{}'", "uncaught: "),
    ],
)
def test_a_module_that_fails_and_nobody_handles_it(module: str, program: str, label: str, tmp_path: Path) -> None:
    outcome = run_files(tmp_path, {**MODULES, "main.js": program.format(module)})
    what = {"throws_a_string.js": "'boom'", "throws_undefined.js": "undefined"}.get(module, "Error: boom")
    assert reported(outcome) == [label + what]
    assert outcome.code == EXIT_ERROR


def test_a_failed_module_fails_every_import_with_the_same_error(tmp_path: Path) -> None:
    program = """
        const reasons = []
        for (let i = 0; i < 3; i++) await import('./throws.js').catch((e) => reasons.push(e))
        await import('./imports_one_that_throws.js').catch((e) => reasons.push(e))
        console.log(reasons.length, new Set(reasons).size)
    """
    assert run_files(tmp_path, {**MODULES, "main.js": program}).stdout == "4 1\n"


@pytest.mark.parametrize("kept", ["", "globalThis.kept = "])
def test_other_rejections_are_seen_while_modules_fail(kept: str, tmp_path: Path) -> None:
    program = f"""
        import('./throws_after_one_that_waits.js').catch(() => {{}});
        {kept}(async () => {{ await null; await null; throw new Error('mine') }})()
    """
    outcome = run_files(tmp_path, {**MODULES, "main.js": program})
    assert reported(outcome) == ["unhandled rejection: Error: mine"]


def test_ten_thousand_rejections_handled_late_leave_nothing_behind() -> None:
    outcome = run_program("""
        const promises = []
        for (let i = 0; i < 10000; i++) promises.push(Promise.reject(i))
        queueMicrotask(() => { for (const p of promises) p.catch(() => {}) })
        setTimeout(() => console.log('end'))
    """)
    assert (outcome.stdout, outcome.stderr) == ("end\n", "")


def test_rejections_can_be_seen_on_this_platform() -> None:
    engine = Engine(lambda name: "", lambda error: None)
    engine.evaluate_script((Path(FOLDER) / "rejections.js").read_text("utf-8"), "ohosrun:rejections.js")(engine.core)
    assert engine.start()
    engine.close()


def test_the_memory_of_an_unknown_build_is_not_looked_into(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("runtime.engine.quickjs.LAYOUT_IS_KNOWN", False)
    monkeypatch.setattr("runtime.engine.rejections.RejectionTracker.install", None)
    monkeypatch.setattr("runtime.engine.heap._counter", None)
    outcome = run_program("Promise.reject(new Error('unseen')); console.log('ran')", memory_limit=64)
    assert (outcome.code, outcome.stdout, outcome.stderr) == (0, "ran\n", "")
    outcome = run_program("await Promise.reject(new Error('of the entry'))", memory_limit=64)
    assert outcome.code == 1
    assert "of the entry" in outcome.stderr


def test_the_build_that_is_installed_is_known() -> None:
    assert LAYOUT_IS_KNOWN


@pytest.mark.parametrize("module", FAILING)
def test_where_the_frame_that_runs_is_not_found_it_is_asked_for(
    module: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("runtime.engine.rejections._Native._find_frame", lambda _native, _context: -1)
    program = f"import('./{module}').catch(() => console.log('caught')); (async () => {{ {THROWS} }})().catch(() => 1)"
    outcome = run_files(tmp_path, {**MODULES, "main.js": program})
    assert (outcome.code, outcome.stdout, outcome.stderr) == (EXIT_OK, "caught\n", "")
    outcome = run_files(tmp_path, {**MODULES, "main.js": f"import './waits.js'; (async () => {{ {THROWS} }})()"})
    assert reported(outcome) == ["unhandled rejection: Error: boom"]


def test_reasons_of_every_kind_are_told_in_their_order() -> None:
    reasons = ["1", "'text'", "undefined", "null", "12345678901234567890n", "Symbol('s')", "{ a: 1 }", "'a'.repeat(9)"]
    for reason in reasons:
        program = f"Promise.reject({reason}); for (let i = 0; i < 3; i++) Promise.reject('later ' + i)"
        outcome = run_program(program)
        assert outcome.code == EXIT_ERROR
        assert len(reported(outcome)) == 1
        assert "later" not in outcome.stderr


def test_a_rejection_is_told_whatever_a_script_did_to_the_builtins() -> None:
    program = """
        Object.defineProperty(Array.prototype, 0, { set() { console.log('seen') } })
        Map.prototype.set = Map.prototype.forEach = Map.prototype.clear = () => console.log('seen')
        Promise.prototype.then = () => console.log('seen')
        Promise.reject(new Error('e'))
    """
    outcome = run_program(program)
    assert (outcome.stdout, reported(outcome)) == ("", ["unhandled rejection: Error: e"])


def test_what_is_not_handled_when_a_run_ends_is_let_go() -> None:
    # The engine would end the process for an object that is left.
    for program in ("Promise.reject({ a: [1] }); throw 1", "const p = Promise.reject({}); p.p = p; for (;;) {}"):
        run_program(program, timeout=0.2)
