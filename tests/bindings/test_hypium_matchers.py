"""Matchers: what passes, what fails and what is an error, as version 1.0.21 of the framework has it."""

from __future__ import annotations

from pathlib import Path

import pytest

from runtime.testing.results import WORDS
from tests.runtime.testing.running_tests import outcome, run_tests, verdict

PASSES = """
expect(1).assertEqual(1)
expect(0).assertEqual(-0)
expect('a').assertEqual('a')
expect(true).assertTrue()
expect(false).assertFalse()
expect(null).assertNull()
expect(undefined).assertUndefined()
expect(NaN).assertNaN()
expect(Infinity).assertPosUnlimited()
expect(-Infinity).assertNegUnlimited()
expect(2).assertLarger(1)
expect('b').assertLarger('a')
expect(1).assertLess(2)
expect(2).assertLargerOrEqual(2)
expect(2).assertLessOrEqual(2)
expect(100).assertClose(99, 0.02)
expect(0).assertClose(0, 0.1)
expect('abc').assertContain('b')
expect(['a', 'b']).assertContain('b')
expect([1, 2]).assertContain('2')
expect({ k: 'v' }).assertContain('v')
expect('x').assertInstanceOf('String')
expect(new (class A {})()).assertInstanceOf('Object')
expect(new TypeError('x')).assertInstanceOf('Error')
expect(Promise.resolve()).assertInstanceOf('Promise')
expect(new Uint8Array(1)).assertInstanceOf('Uint8Array')
expect(() => { throw new Error('a long text'); }).assertThrowError('long')
expect(() => { throw new TypeError('x'); }).assertThrowError(TypeError)
expect(() => { throw new Error('x'); }).assertThrow('x')
expect(() => {}).not().assertThrowError('x')
expect(1).not().assertEqual(2)
expect(1).not().not().assertEqual(2)
expect(1).not().message('m').assertEqual(2)
expect({ a: 1, b: [1] }).assertDeepEquals({ b: [1], a: 1 })
expect(NaN).assertDeepEquals(NaN)
expect({ a: NaN }).assertDeepEquals({ a: NaN })
expect(new Number(1)).assertDeepEquals(new Number(1))
expect(new Date(5)).assertDeepEquals(new Date(5))
expect(/a/g).assertDeepEquals(/a/g)
expect(/a/gu).assertDeepEquals(/a/g)
expect(new Error('m')).assertDeepEquals(new TypeError('m'))
expect(new Map([[1, 2], [3, 4]])).assertDeepEquals(new Map([[3, 4], [1, 2]]))
expect(new Set([[1], [2]])).assertDeepEquals(new Set([[2], [1]]))
expect(new Uint8Array([1, 2]).buffer).assertDeepEquals(new Uint8Array([1, 2]).buffer)
expect(new (class A { x = 1 })()).assertDeepEquals({ x: 1 })
expect({ [Symbol.iterator]: 1 }).assertDeepEquals({ [Symbol.iterator]: 1 })
expect({ a: { b: 1, c: 2 }, d: 3 }).assertMatchObj({ a: { b: 1 } })
expect({ a: 'x' }).assertMatchObj({ a: ArgumentMatchers.anyString })
await expect(Promise.resolve(1)).assertPromiseIsResolved()
await expect(Promise.reject(1)).assertPromiseIsRejected()
await expect(new Promise(() => {})).assertPromiseIsPending()
await expect(Promise.resolve({ a: 1 })).assertPromiseIsResolvedWith({ a: 1 })
await expect(Promise.reject({ a: 1 })).assertPromiseIsRejectedWith({ a: 1 })
await expect(Promise.reject(new Error('x'))).assertPromiseIsRejectedWith(new Error('y'))
await expect(Promise.reject(new Error('m'))).assertPromiseIsRejectedWithError('m')
await expect(Promise.reject(new TypeError('m'))).assertPromiseIsRejectedWithError(TypeError)
await expect(Promise.reject(new TypeError('m'))).assertPromiseIsRejectedWithError(TypeError, 'm')
"""

FAILS = """
expect(NaN).assertEqual(NaN)
expect({}).assertEqual({})
expect(1).assertTrue()
expect(0).assertFalse()
expect(undefined).assertNull()
expect(null).assertUndefined()
expect('x').assertNaN()
expect(1).assertPosUnlimited()
expect(1).assertLarger(1)
expect(1).assertLess(1)
expect(0).assertClose(0.0001, 1)
expect(100).assertClose(90, 0.1)
expect(new Set([1])).assertContain(1)
expect(null).assertContain(1)
expect([1]).assertContain(3)
expect(new (class A {})()).assertInstanceOf('A')
expect([]).assertInstanceOf(Array)
expect(() => { throw new Error('x'); }).assertThrowError()
expect(() => { throw 'x'; }).assertThrowError('x')
expect(() => {}).assertThrowError('x')
expect(async () => { throw new Error('x'); }).not().not().assertThrow(undefined) || expect(1).assertFail()
expect({ a: 'x'.repeat(9000) }).assertDeepEquals({ a: 'y'.repeat(9000) })
expect(() => { throw new TypeError('x'); }).assertThrowError(Error)
expect(1).assertFail()
expect({ a: 'x'.repeat(9000) }).assertDeepEquals({ a: 'y'.repeat(9000) })
expect(1).not().assertEqual(1)
expect(1).assertDeepEquals('1')
expect(0).assertDeepEquals(-0)
expect({ a: undefined }).assertDeepEquals({})
expect(() => {}).assertDeepEquals(() => {})
expect(Promise.resolve()).assertDeepEquals(Promise.resolve())
expect(/a/g).assertDeepEquals(/a/i)
expect({ a: [1] }).assertMatchObj({ a: [1] })
expect({}).assertMatchObj({ a: undefined })
await expect(1).assertPromiseIsPending()
await expect(1).assertPromiseIsResolved()
await expect(Promise.resolve()).assertPromiseIsPending()
await expect(Promise.resolve(1)).assertPromiseIsRejected()
await expect(Promise.resolve(1)).assertPromiseIsResolvedWith(2)
await expect(Promise.reject(new (class E extends Error {})('m'))).assertPromiseIsRejectedWithError(class E {})
await expect(Promise.reject(new Error('m'))).assertPromiseIsRejectedWithError(Error, 'm', 1)
await expect(Promise.resolve(1)).not().assertPromiseIsResolved()
"""

ERRORS = """
expect(Object.create(null)).assertEqual(1)
expect(Symbol('s')).assertEqual(1)
expect(null).assertClose(null, 1)
expect('no function').assertThrowError('x')
expect(1).assertGreaterOrEqual(1)
expect(1).toBe(1)
expect(1n).assertDeepEquals(1n)
const cycle = {}; cycle.me = cycle; const other = {}; other.me = other; expect(cycle).assertDeepEquals(other)
null.x
throw 'text'
await new Promise(() => {})
"""


def statements(text: str) -> list[str]:
    return text.strip().split("\n")


@pytest.mark.parametrize(("text", "word"), [(PASSES, "passed"), (FAILS, "failed"), (ERRORS, "error")])
def test_each_statement_alone_in_a_case(tmp_path: Path, text: str, word: str) -> None:
    cases = [f"it({index!r}, 0, async () => {{ {line}; }});" for index, line in enumerate(statements(text))]
    run = run_tests(tmp_path, "describe('d', () => {\n" + "\n".join(cases) + "\n});")
    ended = {statements(text)[index]: WORDS[case.status] for index, case in enumerate(run.cases)}
    assert ended == dict.fromkeys(statements(text), word)


@pytest.mark.parametrize(("statement", "message"), [
    ("expect(1).assertEqual(2)", "expect 1 equals 2"),
    ("expect(1).assertTrue()", "expect true, actualValue is 1"),
    ("expect(1).message('why').assertEqual(2)", "message: why, expect 1 equals 2"),
    ("expect(1).message('why').assertEqual(1); expect(2).assertEqual(1)", "message: why, expect 2 equals 1"),
    ("try { expect(1).assertEqual(2); } catch {} try { expect(3).assertEqual(4); } catch {}", "expect 3 equals 4"),
    ("try { expect(1).assertFail(); } catch { expect(1).assertEqual(2); }", "expect 1 equals 2"),
])  # fmt: skip
def test_what_a_failure_says(tmp_path: Path, statement: str, message: str) -> None:
    assert verdict(tmp_path, statement) == ("failed", message)


def test_a_misspelt_matcher_is_an_error_with_a_suggestion(tmp_path: Path) -> None:
    run = run_tests(tmp_path, "describe('d', () => { it('c', 0, () => { expect(1).toBeTrue(); }); });")
    assert outcome(run) == {"d > c": "error"}
    assert "did you mean assertTrue?" in run.cases[0].screen


def test_a_swallowed_failure_and_a_later_error_are_an_error(tmp_path: Path) -> None:
    assert verdict(tmp_path, "try { expect(1).assertFail(); } catch {} throw new Error('later');") == ("error", "later")


@pytest.mark.parametrize(("statement", "note"), [
    ("try { expect(1).assertFail(); } catch {}", "a failed expect marks the case"),
    ("expect(new (class A {})()).assertInstanceOf('A')", "the name of a class never passes"),
    ("expect(() => { throw new Error('x'); }).assertThrowError()", "assertThrowError() without an argument never"),
    ("expect(new Promise((end) => setTimeout(end, 1))).assertPromiseIsResolved()", "that is not awaited"),
    ("expect(NaN).assertDeepEquals(NaN)", "NaN deep equals NaN up to 1.0.21 only"),
    ("expect(1n).assertDeepEquals(1n)", "what JSON cannot write is an error"),
    ("expect(new Set([1])).assertContain(1)", "from 1.0.26 on a Set is searched too"),
    (
        "const o = { f() {} }; const kit = new MockKit(); const f = kit.mockFunc(o, o.f); "
        "when(f)(ArgumentMatchers.any).afterReturn(1); o.f(0)",
        "ArgumentMatchers.any takes 0",
    ),
    ("const o = { f() {} }; new MockKit().mockFunc(o, o.f); o.f()", "from 1.0.26 on the original is called"),
])  # fmt: skip
def test_traps_are_noted(tmp_path: Path, statement: str, note: str) -> None:
    run = run_tests(tmp_path, f"describe('d', () => {{ it('c', 0, async () => {{ {statement}; }}); }});")
    assert [text for text in run.notes if note in text and text.partition(":")[0].endswith("one.test.js")]


def test_own_asserts(tmp_path: Path) -> None:
    run = run_tests(
        tmp_path,
        """
        function assertEven(actual, by) { return { pass: actual % by === 0, message: `${actual} by ${by}` }; }
        describe('d', () => {
          it('passes', 0, () => { Hypium.registerAssert(assertEven); expect(4).assertEven(2); });
          it('fails', 0, () => { expect(3).assertEven(2); });
          it('not', 0, () => { expect(3).not().assertEven(2); });
          it('gone', 0, () => { Hypium.unregisterAssert(assertEven); expect(4).assertEven(2); });
          it('all', 0, () => { Hypium.unregisterAssert('all'); expect(1).assertEqual(1); });
        });
        """,
    )
    assert list(outcome(run).values()) == ["passed", "failed", "passed", "error", "error"]
    assert [case.message for case in run.cases[1:]] == [
        "3 by 2", "", "assertEven is unregistered", "assertEqual is unregistered",
    ]  # fmt: skip
