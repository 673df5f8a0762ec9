"""MockKit, SysTestKit, Hypium and the other specifiers of hypium."""

from __future__ import annotations

from pathlib import Path

from tests.runtime.run.running_program import run_program
from tests.runtime.testing.running_tests import outcome, printed, run_tests, run_unit

MOCKS = r"""
const make = () => ({ m(a, b) { return ['original', a, b]; }, n() { return 'n'; } });
const mocked = () => { const o = make(); const kit = new MockKit(); return { o, kit, f: kit.mockFunc(o, o.m) }; };
describe('mocks', () => {
  it('returns undefined without a stub', 0, () => { const { o } = mocked(); expect(o.m(1)).assertUndefined(); });
  it('returns by arguments, the first stub wins', 0, () => {
    const { o, f } = mocked();
    when(f)('x').afterReturn(1); when(f)('x').afterReturn(2); when(f)('x', 'y').afterReturn(3);
    expect(o.m('x')).assertEqual(1); expect(o.m('x', 'y')).assertEqual(3); expect(o.m('z')).assertUndefined();
  });
  it('compares arguments deeply', 0, () => {
    const { o, f } = mocked();
    when(f)({ a: [1, /x/g] }).afterReturn('deep');
    expect(o.m({ a: [1, /x/g] })).assertEqual('deep');
  });
  it('knows matchers', 0, () => {
    const { o, f } = mocked();
    when(f)(ArgumentMatchers.anyString).afterReturn('s');
    when(f)(ArgumentMatchers.matchRegexs(/^12$/)).afterReturn('r');
    when(f)(ArgumentMatchers.anyFunction).afterReturn('f');
    when(f)(ArgumentMatchers.containSubArray([2])).afterReturn('c');
    expect(o.m('a')).assertEqual('s'); expect(o.m(12)).assertEqual('r'); expect(o.m(() => {})).assertEqual('f');
    expect(o.m([1, 2])).assertEqual('c');
  });
  it('answers in every way', 0, () => {
    const { o, f } = mocked();
    when(f)(1).afterReturnNothing(); when(f)(2).afterAction((a) => a * 10); when(f)(3).afterThrow('thrown');
    when(f)().afterReturn('none');
    expect(o.m(1)).assertUndefined(); expect(o.m(2)).assertEqual(20); expect(o.m()).assertEqual('none');
    expect(o.m(undefined)).assertEqual('none');
    let thrown; try { o.m(3); } catch (e) { thrown = e; } expect(thrown).assertEqual('thrown');
    when(f)(2).clear(); expect(o.m(2)).assertUndefined();
  });
  it('mocks what is inherited and static', 0, () => {
    class A { m() { return 1; } static s() { return 2; } }
    const a = new A(); const kit = new MockKit();
    when(kit.mockFunc(a, a.m))().afterReturn('own'); when(kit.mockFunc(A, A.s))().afterReturn('static');
    expect(a.m()).assertEqual('own'); expect(new A().m()).assertEqual(1); expect(A.s()).assertEqual('static');
    kit.ignoreMock(a, 'm'); expect(a.m()).assertEqual(1); expect(Object.keys(a).length).assertEqual(0);
  });
  it('verifies', 0, () => {
    const { o, kit } = mocked();
    o.m(1); o.m(1); o.m('x');
    kit.verify('m', [1]).times(2); kit.verify('m', ['x']).once(); kit.verify('m', [5]).never();
    kit.verify('m', [ArgumentMatchers.anyNumber]).atLeast(2); kit.verify('m', [1]).atMost(2);
  });
  it('fails: verify', 0, () => { mocked().kit.verify('m', []).once(); });
  it('errors: atLeast', 0, () => { mocked().kit.verify('m', []).atLeast(1); });
  it('errors: no mock', 0, () => { when(() => {}); });
  it('errors: after clearAll', 0, () => { const { o, kit } = mocked(); kit.clearAll(); o.m(); });
  it('clears', 0, () => { const { o, kit } = mocked(); kit.clear(o); expect(o.m(1)[0]).assertEqual('original'); });
  it('mocks objects, private functions and properties', 0, () => {
    const kit = new MockKit(); const o = make();
    const twin = kit.mockObject(o);
    expect(twin.n()).assertUndefined(); expect(o.n()).assertEqual('n');
    when(kit.mockPrivateFunc(o, 'n'))().afterReturn(7); expect(o.n()).assertEqual(7);
    const p = { v: 1 }; kit.mockProperty(p, 'v', 2);
    expect(p.v).assertEqual(2); kit.ignoreMock(p, 'v'); expect(p.v).assertEqual(1);
    expect(() => kit.mockPrivateFunc(o, 'none')).assertThrowError('none');
  });
});
"""


def test_mocks(tmp_path: Path) -> None:
    ended = outcome(run_tests(tmp_path, MOCKS))
    wanted = {name: "failed" if "fails:" in name else "error" if "errors:" in name else "passed" for name in ended}
    assert ended == wanted and len(ended) == 13


def test_the_kit_of_the_system_test(tmp_path: Path) -> None:
    run = run_tests(
        tmp_path,
        """
        describe('Suite', () => {
          it('names', Size.SMALLTEST | Level.LEVEL1, async () => {
            expect(SysTestKit.getDescribeName()).assertEqual('Suite');
            expect(SysTestKit.getItName()).assertEqual('names');
            expect(SysTestKit.getItAttribute()).assertEqual(65536 + (1 << 25));
            expect(TestType.RESILIENCE + DEFAULT).assertEqual(1024);
          });
          it('logs', 0, async () => {
            log('needle');
            expect(await SysTestKit.existKeyword('needle')).assertTrue();
            expect(await SysTestKit.existKeyword('hay')).assertFalse();
            await SysTestKit.clearLog();
            expect(await SysTestKit.existKeyword('needle')).assertFalse();
            await SysTestKit.actionStart('tag');
            SysTestKit.print('printed');
          });
          it('stores', 0, () => {
            Hypium.set('k', 1);
            expect(Hypium.get('k')).assertEqual(1);
            Hypium.setTimeConfig({ getRealTimeNs: () => 1 });
            expect(() => Hypium.setData({})).assertThrowError(TypeError);
          });
        });
        """,
    )
    assert set(outcome(run).values()) == {"passed"}
    assert printed(run) == ["needle", "", 'OHOS_REPORT_ACTIONSTART: "tag"', "printed"]


def test_data_of_cases(tmp_path: Path) -> None:
    path = tmp_path / "d.test.js"
    path.write_text("""
        import { Hypium, describe, it } from 'deccjsunit/index';
        Hypium.setData({ suites: [{ describe: ['A'], stress: 2, params: { s: 1 }, items: [
          { it: 'two', params: [{ v: 1, s: 0 }, { v: 2 }] }, { it: 'one', stress: 2 },
        ] }] });
        export default () => describe('A', () => {
          it('two', 0, (done, data) => { console.log(JSON.stringify(data)); done(); });
          it('one', 0, () => console.log('one'));
        });
    """)
    run = run_unit(path)
    assert set(outcome(run).values()) == {"passed"}
    assert printed(run) == ['{"v":1,"s":1}', '{"v":2,"s":1}'] * 2 + ["one"] * 4


def test_hamock_has_the_mocks_only(tmp_path: Path) -> None:
    path = tmp_path / "h.test.js"
    path.write_text("""
        import { describe, it, expect } from '@ohos/hypium';
        import * as hamock from '@ohos/hamock';
        export default () => describe('A', () => {
          const names = Object.keys(hamock).join();
          it('x', 0, () => { expect(names).assertEqual('ArgumentMatchers,MockKit,MockSetup,when'); });
        });
    """)
    assert outcome(run_unit(path)) == {"A > x": "passed"}


def test_in_a_program_nothing_of_a_test_runs() -> None:
    run = run_program("import { describe } from '@ohos/hypium'; describe('A', () => { console.log('never'); });")
    assert (run.code, run.stdout) == (0, "")
    assert "nothing of a test runs here: `ohosrun test FILE` runs it" in run.stderr


def test_workers_are_not_here(tmp_path: Path) -> None:
    body = "describe('A', () => { it('x', 0, () => { Hypium.hypiumInitWorkers(); }); });"
    run = run_tests(tmp_path, body)
    assert (outcome(run), run.cases[0].message) == ({"A > x": "error"}, "tests in workers are not here")
