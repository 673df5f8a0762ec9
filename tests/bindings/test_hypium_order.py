"""Registration, order, hooks, endings and time limits of cases, as version 1.0.21 of the framework has them."""

from __future__ import annotations

from pathlib import Path

import pytest

from runtime.testing import driver
from tests.runtime.testing.running_tests import outcome, printed, run_tests, run_unit

QUICK = 80.0  # ms: enough for what is to run out of time


def test_order_of_suites_cases_and_hooks(tmp_path: Path) -> None:
    run = run_tests(
        tmp_path,
        """
        describe('A', () => {
          describe('B', () => {
            it('b', 0, () => log('b'));
            beforeAll(() => log('beforeAll B'));
            beforeEach(() => log('beforeEach B'));
            beforeEachIt(() => log('beforeEachIt B'));
            afterEachIt(() => log('afterEachIt B'));
            afterAll(() => log('afterAll B'));
          });
          beforeItSpecified(['a1'], () => log('specified'));
          beforeItSpecified('a2', () => log('never'));
          afterItSpecified('a1', () => log('afterSpecified'));
          beforeAll(() => log('beforeAll A'));
          beforeAll(async () => log('beforeAll A 2'));
          beforeEach((done) => { log('beforeEach A'); done(); });
          afterEach(() => log('afterEach A'));
          beforeEachIt(() => log('beforeEachIt A'));
          afterEachIt(() => log('afterEachIt A'));
          it('a1', 0, () => log('a1'));
          it('a2', 0, () => log('a2'));
          afterAll(() => log('afterAll A'));
        });
        """,
    )
    assert list(outcome(run)) == ["A > a1", "A > a2", "A > B > b"]
    assert printed(run) == [
        "beforeAll A", "beforeAll A 2",
        "specified", "beforeEachIt A", "beforeEach A", "a1", "afterSpecified", "afterEach A", "afterEachIt A",
        "beforeEachIt A", "beforeEach A", "a2", "afterEach A", "afterEachIt A",
        "beforeAll B", "beforeEachIt A", "beforeEachIt B", "beforeEach B", "b", "afterEachIt B", "afterEachIt A",
        "afterAll B", "afterAll A",
    ]  # fmt: skip


def test_names_of_ancestors_siblings_and_cases(tmp_path: Path) -> None:
    run = run_tests(
        tmp_path,
        """
        describe('A', () => {
          it('x', 0, () => {}); it('x', 0, () => {});
          describe('B', () => { describe('A', () => { it('never', 0, () => {}); }); it('y', 0, () => {}); });
        });
        describe('A', () => { it('z', 0, () => {}); });
        """,
    )
    assert [run.full_name(case) for case in run.selected] == ["A > x", "A > x", "A > B > y", "A > z"]
    assert any("describe('A') is inside of a suite of that name" in note for note in run.notes)


def test_an_async_describe_registers_into_the_root_later(tmp_path: Path) -> None:
    run = run_tests(
        tmp_path, "describe('A', async () => { it('x', 0, () => {}); await null; it('late', 0, () => {}); });"
    )
    assert list(outcome(run)) == ["late", "A > x"]
    assert any("is async" in note for note in run.notes)


def test_cases_outside_of_suites_and_skipped_ones(tmp_path: Path) -> None:
    run = run_tests(
        tmp_path,
        """
        it('alone', 0, () => {});
        describe('A', () => {
          xit('no', 0, () => { throw 1; });
          xit.reason('why')('reasoned', 0, () => { throw 1; });
          it('skips', 0, () => { throw new SkipError('now'); });
          it('yes', 0, () => {});
        });
        xdescribe('X', () => { it('x', 0, () => { throw 1; }); });
        """,
    )
    assert outcome(run) == {
        "alone": "passed", "A > no": "skipped", "A > reasoned": "skipped", "A > skips": "skipped", "A > yes": "passed",
        "X > x": "skipped",
    }  # fmt: skip
    assert [case.message for case in run.cases if case.message] == ["why", "now"]
    assert any("outside of every describe" in note for note in run.notes)


@pytest.mark.parametrize(("body", "problem"), [
    ("describe('A', () => { throw new Error('no'); }); describe('B', () => { it('x', 0, () => {}); });", "Error: no"),
    ("describe('A', () => { it('x', () => {}); });", "cannot read property 'length' of undefined"),
])  # fmt: skip
def test_what_fails_while_registering_runs_nothing(tmp_path: Path, body: str, problem: str) -> None:
    run = run_tests(tmp_path, body)
    assert problem in run.problem and "one.test.js:" in run.problem
    assert run.cases == [] and run.is_failed


THROWS = "() => { throw new Error('e'); }"
HOOKS = "afterEach(() => log('afterEach')); it('after', 0, () => {});"


@pytest.mark.parametrize(("body", "ended", "message", "is_after"), [
    ("it('c', 0, () => { throw new Error('e'); });", "error", "e", False),
    ("it('c', 0, () => { expect(1).assertFail(); });", "failed", "fail ", False),
    ("it('c', 0, () => { try { expect(1).assertFail(); } catch {} });", "failed", "fail ", True),
    ("it('c', 0, () => { throw 'x'; });", "error", "undefined", False),
    (f"it('c', 0, () => {{}}); beforeEach({THROWS});", "error", "e, error in beforeEach function", False),
    (f"it('c', 0, () => {{}}); beforeEachIt({THROWS});", "error", "e, error in beforeEachIt function", False),
    ("it('c', 0, () => {}); afterEach(() => { throw new Error('e'); });", "error", "e", True),
    ("it('c', 0, () => {}); afterEach(() => { expect(1).assertFail(); });", "failed", "fail ", True),
])  # fmt: skip
def test_what_a_throw_does(tmp_path: Path, body: str, ended: str, message: str, is_after: bool) -> None:
    run = run_tests(tmp_path, f"describe('A', () => {{ {HOOKS} {body} }});")
    case = next(case for case in run.cases if case.name == "c")
    assert (outcome(run)["A > c"], case.message) == (ended, message)
    assert ("afterEach" in "".join(text for _stream, text in case.output)) == is_after


def test_an_error_in_before_all_is_that_of_every_case_below(tmp_path: Path) -> None:
    run = run_tests(
        tmp_path,
        """
        describe('A', () => {
          beforeAll(() => { throw new Error('no'); });
          afterAll(() => log('afterAll'));
          it('x', 0, () => log('x'));
          describe('B', () => { it('y', 0, () => log('y')); });
        });
        describe('C', () => { it('z', 0, () => {}); });
        """,
    )
    assert outcome(run) == {"A > x": "error", "A > B > y": "error", "C > z": "passed"}
    assert {case.message for case in run.cases[:2]} == {"no"}
    assert "x" not in printed(run)


def test_an_error_in_after_all_changes_no_case_and_fails_the_run(tmp_path: Path) -> None:
    run = run_tests(
        tmp_path, "describe('A', () => { it('x', 0, () => {}); afterAll(() => { throw new Error('late'); }); });"
    )
    assert outcome(run) == {"A > x": "passed"}
    assert run.is_failed and "late" in run.hook_errors[0].error
    assert any("a device counts the run as passed" in note for note in run.notes)


def test_message_outside_of_a_case_is_a_type_error(tmp_path: Path) -> None:
    run = run_tests(
        tmp_path, "describe('A', () => { beforeAll(() => { expect(1).message('m'); }); it('x', 0, () => {}); });"
    )
    assert outcome(run) == {"A > x": "error"}


@pytest.mark.parametrize(("case", "ended"), [
    ("async () => {}", "passed"),
    ("async () => { throw new Error('e'); }", "error"),
    ("(done) => { done(); }", "passed"),
    ("(done) => { setTimeout(done, 1); }", "passed"),
    ("(done) => { done(new Error('ignored')); done(); }", "passed"),
    ("async (done) => { done(); }", "passed"),
    ("async (done) => {}", "error"),
    ("async (done) => { throw new Error('before'); }", "error"),
    ("async (done = 1) => {}", "passed"),
    ("(done, data) => { done(); }", "passed"),
    ("(done) => { done(); expect(1).assertFail(); }", "failed"),
    ("async (done) => { done(); await null; throw new Error('dropped'); }", "passed"),
    ("() => new Promise(() => {})", "error"),
    ("() => new Promise(resolve => setTimeout(resolve, 1))", "passed"),
    ("() => { for (;;); }", "error"),
    ("async () => { await null; for (;;); }", "error"),
    ("async () => { await null; try { for (;;); } finally { for (;;); } }", "error"),
    ("() => { let f = () => { Promise.resolve().then(f); }; f(); return new Promise(() => {}); }", "error"),
    ("(done) => { setTimeout(() => { for (;;); }, 1); }", "error"),
    ("(done) => { setTimeout(() => { expect(1).assertEqual(2); done(); }, 1); }", "failed"),
    ("(done) => { setTimeout(() => { throw new Error('uncaught'); }, 1); }", "error"),
    ("() => { Promise.reject(new Error('unhandled')); }", "error"),
])  # fmt: skip
def test_when_a_case_is_over(tmp_path: Path, case: str, ended: str) -> None:
    run = run_tests(
        tmp_path, f"describe('A', () => {{ it('c', 0, {case}); it('next', 0, () => {{}}); }});", test_timeout=QUICK
    )
    assert outcome(run) == {"A > c": ended, "A > next": "passed"}


@pytest.mark.parametrize("case", ["(done) => {}", "() => { for (;;); }", "async () => { await null; for (;;); }"])
def test_a_time_limit_is_told_as_a_device_tells_it(tmp_path: Path, case: str) -> None:
    run = run_tests(
        tmp_path, f"describe('A', () => {{ it('c', 0, {case}, 60); it('d', 0, {case}); }});", test_timeout=QUICK
    )
    assert [case.message for case in run.cases] == ["execute timeout 60ms", "execute timeout 80ms"]


def test_a_late_failure_is_that_of_the_case_that_runs(tmp_path: Path) -> None:
    run = run_tests(
        tmp_path,
        """
        describe('A', () => {
          it('starts it', 0, () => { setTimeout(() => { expect(1).assertEqual(2); globalThis.go(); }, 1); });
          it('has it', 0, () => new Promise((resolve) => { globalThis.go = resolve; }));
        });
        """,
    )
    assert outcome(run) == {"A > starts it": "passed", "A > has it": "failed"}


def test_what_ran_out_of_time_goes_on_behind_its_case(tmp_path: Path) -> None:
    run = run_tests(
        tmp_path,
        """
        describe('A', () => {
          it('c', 0, (done) => { const go = () => (globalThis.next ? next(log('late')) : setTimeout(go, 5)); go(); });
          it('d', 0, () => new Promise((resolve) => { globalThis.next = resolve; }), 5000);
        });
        """,
        test_timeout=QUICK,
    )
    assert outcome(run) == {"A > c": "error", "A > d": "passed"}
    assert printed(run) == ["late"]


@pytest.mark.parametrize(("head", "flags"), [
    ("Hypium.setData({ suites: [{ describe: ['A'], items: [] }] });", {}),
    ("", {"-s": ["stress", "2"]}),
])  # fmt: skip
def test_with_data_or_stress_there_is_no_time_limit(tmp_path: Path, head: str, flags: dict[str, list[str]]) -> None:
    path = tmp_path / "s.test.js"
    path.write_text(
        f"import {{ Hypium, describe, it }} from '@ohos/hypium';\n{head}\nexport default () => describe('A', () => {{\n"
        "  it('c', 0, () => new Promise((resolve) => { setTimeout(resolve, 60); }));\n});\n"
    )
    assert outcome(run_unit(path, flags, test_timeout=20.0)) == {"A > c": "passed"}


def test_an_it_in_an_xdescribe_that_is_run_refuses_the_run(tmp_path: Path) -> None:
    body = "describe('A', () => { xdescribe('X', () => { it('x', 0, () => {}); }); it('y', 0, () => {}); });"
    assert outcome(run_tests(tmp_path, body)) == {"A > y": "passed", "A > X > x": "skipped"}
    run = run_tests(tmp_path, body, {"-s": ["runSkipped", "all"]})
    assert "xdescribe X should not contain it" in run.problem and run.cases == []
    run = run_tests(tmp_path, body.replace(" it('x'", " xit('x'"), {"-s": ["runSkipped", "A.X"]})
    assert outcome(run) == {"A > y": "passed", "A > X > x": "passed"}


def test_globals_are_there_while_tests_run(tmp_path: Path) -> None:
    path = tmp_path / "g.test.js"
    path.write_text(
        "export default () => globalThis.describe('A', () => {\n"
        "  globalThis.it('x', 0, () => globalThis.expect(1).assertEqual(1));\n});"
    )
    assert outcome(run_unit(path)) == {"A > x": "passed"}


def test_top_level_describe_runs_with_a_note(tmp_path: Path) -> None:
    path = tmp_path / "t.test.js"
    path.write_text("import { describe, it } from 'hypium/index';\ndescribe('A', () => { it('x', 0, () => {}); });\n")
    run = run_unit(path)
    assert outcome(run) == {"A > x": "passed"}
    assert any("would run none of this" in note for note in run.notes)


def test_what_is_pending_after_the_last_case_is_named(tmp_path: Path) -> None:
    run = run_tests(tmp_path, "describe('A', () => { it('x', 0, () => { setTimeout(() => {}, 60000); }); });")
    assert run.pending == "1 timer"


@pytest.mark.parametrize("loop", ["for (;;);\n", "await null; for (;;);\n", "describe('A', () => { for (;;); });\n"])
def test_a_loop_at_the_top_level_ends_its_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, loop: str) -> None:
    monkeypatch.setattr(driver, "LOADING", 0.1)
    path = tmp_path / "loop.test.js"
    path.write_text(f"import {{ describe }} from '@ohos/hypium';\n{loop}")
    assert "still being loaded" in run_unit(path).problem


def test_whatever_is_thrown_is_told_and_the_next_case_runs(tmp_path: Path) -> None:
    thrown = [
        "Symbol('x')", "null", "undefined", "1n", "new Proxy({}, { get() { throw 1; } })",
        "{ get message() { throw 1; } }", "new Error(`m ${'x'.repeat(9000)} ${'y'.repeat(9000)}`)",
        "Object.create(null)", "new (class E extends Error { get name() { throw 1; } })('x')", "() => {}",
    ]  # fmt: skip
    cases = [f"it('{index}', 0, () => {{ throw {value}; }});" for index, value in enumerate(thrown)]
    run = run_tests(tmp_path, "describe('A', () => {" + "\n".join(cases) + "it('last', 0, () => {}); });")
    assert list(outcome(run).values()) == ["error"] * len(thrown) + ["passed"]
    assert all(case.screen for case in run.cases[:-1])
