"""Timers and microtasks, as the HTML standard has them: section "Timers" and "Microtask queuing"."""

from __future__ import annotations

import pytest

from runtime.globals.timers import TimerOps
from tests.runtime.run.running_program import run_program

LARGEST = 2**31 - 1


def delays_of(program: str) -> list[float]:
    """Every delay, in ms, for which a timer was set."""
    delays: list[float] = []
    start = TimerOps._start

    def record(ops: TimerOps, number: int, delay: float, repeats: bool) -> None:
        delays.append(delay)
        start(ops, number, delay, repeats)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TimerOps, "_start", record)
        assert run_program(program, quiet=True).code == 0
    return delays


@pytest.mark.parametrize(
    ("delay", "milliseconds"),
    [
        # Web IDL, ConvertToInt: modulo 2**32, to a signed number; then the standard makes less than 0 to 0.
        ("", 0),
        ("undefined", 0),
        ("null", 0),
        ("NaN", 0),
        ("Infinity", 0),
        ("-Infinity", 0),
        ("-1", 0),
        ("1", 1),
        ("1.9", 1),
        ("0.9", 0),
        ("'5'", 5),
        ("' 0x10 '", 16),
        ("'x'", 0),
        ("true", 1),
        ("[7]", 7),
        ("{}", 0),
        ("{ valueOf() { return 8 } }", 8),
        ("new Date(9)", 9),
        (str(LARGEST), LARGEST),
        ("2 ** 31", 0),
        ("2 ** 32", 0),
        ("2 ** 32 + 6", 6),
        ("-(2 ** 32) + 6", 6),
        ("1e300", 0),
    ],
)
@pytest.mark.parametrize("start", ["setTimeout", "setInterval"])
def test_delay(start: str, delay: str, milliseconds: int) -> None:
    assert delays_of(f"clearTimeout({start}(() => {{}}, {delay}))") == [milliseconds]


@pytest.mark.parametrize("delay", ["{ valueOf() { throw new RangeError('mine') } }", "Symbol()", "1n"])
def test_a_delay_that_is_no_number_throws_and_starts_nothing(delay: str) -> None:
    program = f"try {{ setTimeout(() => console.log('never'), {delay}) }} catch (e) {{ console.log(e.name) }}"
    outcome = run_program(program)
    assert outcome.lines == ["RangeError" if "RangeError" in delay else "TypeError"]


@pytest.mark.parametrize("callback", ["", "undefined", "null", "'console.log(1)'", "{}", "1"])
@pytest.mark.parametrize("start", ["setTimeout", "setInterval", "queueMicrotask"])
def test_what_is_no_function_is_refused(start: str, callback: str) -> None:
    # A string would be evaluated in a browser. A device has no such thing.
    program = f"try {{ {start}({callback}) }} catch (e) {{ console.log(e instanceof TypeError, e.message) }}"
    assert run_program(program).stdout.startswith(f"true {start}: the callback must be a function")


def test_arguments_reach_the_callback() -> None:
    program = """
        setTimeout((...args) => console.log('timeout', ...args), 0, 1, 'two', undefined)
        const id = setInterval((...args) => { console.log('interval', ...args); clearInterval(id) }, 0, 3, null)
    """
    assert run_program(program).lines == ["timeout 1 two undefined", "interval 3 null"]


def test_this_is_the_global_object_for_a_timer_and_nothing_for_a_microtask() -> None:
    program = """
        setTimeout(function () { console.log(this === globalThis) })
        queueMicrotask(function () { console.log(this, arguments.length) })
    """
    assert run_program(program).lines == ["undefined 0", "true"]


def test_ids_are_positive_integers_that_are_not_used_twice() -> None:
    program = """
        const ids = []
        for (let i = 0; i < 100; i++) { ids.push(setTimeout(() => {})); clearTimeout(ids.at(-1)) }
        ids.push(setInterval(() => {})); clearInterval(ids.at(-1))
        console.log(ids.every((id) => Number.isInteger(id) && id > 0), new Set(ids).size)
    """
    assert run_program(program).lines == ["true 101"]


def test_both_clear_functions_clear_both_kinds_of_timers() -> None:
    program = """
        clearInterval(setTimeout(() => console.log('never')))
        clearTimeout(setInterval(() => console.log('never')))
    """
    assert run_program(program).stdout == ""


@pytest.mark.parametrize("value", ["", "undefined", "null", "0", "-1", "999999", "'x'", "{}", "NaN", "() => {}"])
def test_clearing_what_is_no_timer_does_nothing(value: str) -> None:
    program = f"setTimeout(() => console.log('kept')); clearTimeout({value}); clearInterval({value})"
    assert run_program(program).lines == ["kept"]


def test_an_id_is_converted_as_the_standard_converts_numbers() -> None:
    program = "const id = setTimeout(() => console.log('never')); clearTimeout(`${id}`)"
    assert run_program(program).stdout == ""


def test_timers_run_by_delay_and_equal_ones_in_creation_order() -> None:
    program = """
        const log = (name) => () => console.log(name)
        setTimeout(log('30'), 30); setTimeout(log('10 a'), 10); setTimeout(log('0 a'))
        setTimeout(log('20'), 20); setTimeout(log('10 b'), 10); setTimeout(log('0 b'), 0)
    """
    assert run_program(program).lines == ["0 a", "0 b", "10 a", "10 b", "20", "30"]


def test_microtasks_run_to_the_last_before_the_next_timer() -> None:
    program = """
        setTimeout(() => {
          console.log('timer 1')
          queueMicrotask(() => { console.log('micro 1'); queueMicrotask(() => console.log('micro 2')) })
        })
        setTimeout(() => console.log('timer 2'))
        console.log('main')
        queueMicrotask(() => console.log('micro 0'))
    """
    assert run_program(program).lines == ["main", "micro 0", "timer 1", "micro 1", "micro 2", "timer 2"]


def test_microtasks_and_reactions_share_one_queue() -> None:
    program = """
        queueMicrotask(() => console.log(1))
        Promise.resolve().then(() => console.log(2)).then(() => console.log(5))
        queueMicrotask(() => console.log(3))
        ;(async () => { await null; console.log(4); await null; console.log(6) })()
    """
    assert run_program(program).lines == ["1", "2", "3", "4", "5", "6"]


def test_nested_timers_wait_for_4_ms_once_they_are_nested_more_than_five_deep() -> None:
    # The level of the running task is what counts: 0 for the program, then 1, 2, ... The step reads "if nesting level
    # is greater than 5, and timeout is less than 4, then set timeout to 4".
    program = "let n = 0; (function again() { if (n++ < 10) setTimeout(again) })()"
    assert delays_of(program) == [0] * 6 + [4] * 4


def test_an_interval_nests_in_itself() -> None:
    program = "let n = 0; const id = setInterval(() => { if (++n === 10) clearInterval(id) }, 1)"
    assert delays_of(program) == [1] * 6 + [4] * 4


def test_nesting_starts_anew_outside_of_a_timer_and_is_inherited_by_microtasks() -> None:
    assert delays_of("let n = 0; (function again() { if (n++ < 9) setTimeout(() => queueMicrotask(again)) })()") == [
        *[0] * 6,
        *[4] * 3,
    ]
    assert delays_of("for (let i = 0; i < 10; i++) setTimeout(() => {})") == [0] * 10


def test_a_longer_delay_is_not_clamped() -> None:
    assert delays_of("let n = 0; (function again() { if (n++ < 8) setTimeout(again, 5) })()") == [5] * 8


def test_an_interval_can_clear_itself_and_others() -> None:
    program = """
        let n = 0
        const other = setInterval(() => console.log('never'), 1000)
        const id = setInterval(() => { console.log(++n); if (n === 3) { clearInterval(id); clearInterval(other) } }, 1)
    """
    assert run_program(program).lines == ["1", "2", "3"]


def test_a_timer_that_is_due_and_cleared_by_the_one_before_it_does_not_run() -> None:
    program = """
        let second
        setTimeout(() => { clearTimeout(second); console.log('first') })
        second = setTimeout(() => console.log('never'))
        setTimeout(() => console.log('third'))
    """
    assert run_program(program).lines == ["first", "third"]


def test_an_interval_that_is_slower_than_its_delay_runs_once_each_time() -> None:
    # The next time is counted from the end of the callback: nothing is made up for.
    program = """
        let n = 0, ended = 0, early = 0
        const id = setInterval(() => {
          if (ended && Date.now() - ended < 9) early++
          const until = Date.now() + 25
          while (Date.now() < until);
          ended = Date.now()
          if (++n === 4) { clearInterval(id); console.log('early:', early) }
        }, 10)
    """
    assert run_program(program).lines == ["early: 0"]


def test_a_timer_started_in_a_timer_runs_after_those_already_due() -> None:
    program = """
        setTimeout(() => { console.log('a'); setTimeout(() => console.log('d')) })
        setTimeout(() => console.log('b'))
        setTimeout(() => console.log('c'))
    """
    assert run_program(program).lines == ["a", "b", "c", "d"]


def test_thousands_of_timers() -> None:
    program = """
        let ran = 0, last = -1, ordered = true
        for (let i = 0; i < 5000; i++) setTimeout((n) => { ran++; ordered &&= n > last; last = n }, 1, i)
        for (let i = 0; i < 5000; i++) clearTimeout(setTimeout(() => { ran = NaN }, i))
        setTimeout(() => console.log(ran, ordered), 200)
    """
    assert run_program(program).lines == ["5000 true"]


@pytest.mark.parametrize(
    "program",
    [
        "setTimeout(() => { throw new Error('mine') })",
        "setInterval(() => { throw new Error('mine') })",
        "queueMicrotask(() => { throw new Error('mine') })",
        "setTimeout(() => queueMicrotask(() => { throw new Error('mine') }))",
    ],
)
def test_an_error_in_a_callback_ends_the_run(program: str) -> None:
    outcome = run_program(f"{program}\nsetTimeout(() => console.log('never'), 50)")
    assert outcome.stderr.startswith("uncaught: Error: mine\n  at /program/main.js:1:")
    assert (outcome.code, outcome.stdout) == (1, "")


def test_the_global_functions_are_ordinary_properties() -> None:
    program = """
        for (const name of ['setTimeout', 'setInterval', 'clearTimeout', 'clearInterval', 'queueMicrotask']) {
          const { value, writable, enumerable, configurable } = Object.getOwnPropertyDescriptor(globalThis, name)
          console.log(value.name, value.length, writable, enumerable, configurable)
        }
    """
    # Web IDL: the length is the number of arguments that may not be left out.
    assert run_program(program).lines == [
        "setTimeout 1 true true true",
        "setInterval 1 true true true",
        "clearTimeout 0 true true true",
        "clearInterval 0 true true true",
        "queueMicrotask 1 true true true",
    ]


def test_a_program_ends_with_its_last_timer() -> None:
    assert run_program("clearInterval(setInterval(() => {}, 1))").code == 0


def test_what_a_request_starts_is_not_nested_in_the_timers_that_ran_before() -> None:
    # A chain deep enough to be held back, then the callback of a request, which is a task of its own.
    program = """
        import http from '@ohos.net.http';
        const ask = () => http.createHttp().request('EXAMPLE_URL', () => setTimeout(() => {}, 0));
        const chain = (left) => setTimeout(left ? () => chain(left - 1) : ask, 0);
        chain(8);
    """
    assert delays_of(program)[-1] == 0


def test_many_are_cleared_while_others_run() -> None:
    program = """
        const ids = [];
        const fired = [];
        for (let i = 0; i < 1000; i++) ids.push(setTimeout(() => {
          fired.push(i);
          if (i === 0) for (let j = 1; j < 1000; j++) if (j % 10) clearTimeout(ids[j]);
        }, 1 + i % 3));
        const far = setTimeout(() => console.log('never'), 1e8);
        setTimeout(() => {
          clearTimeout(far);
          console.log(fired.length, fired.every((i) => i % 10 === 0 || i % 3 === 0));
          setTimeout(() => console.log('end'));
        }, 20);
    """
    outcome = run_program(program)
    assert outcome.lines == ["100 true", "end"]


def test_the_earliest_is_cleared_and_the_next_comes_in_its_time() -> None:
    program = """
        clearTimeout(setTimeout(() => console.log('never'), 1));
        const later = setTimeout(() => console.log('second'), 30);
        clearTimeout(setTimeout(() => console.log('never'), 1));
        setTimeout(() => console.log('first'), 2);
    """
    assert run_program(program).lines == ["first", "second"]


def test_an_error_in_one_of_those_that_are_due_ends_the_run() -> None:
    program = "for (let i = 0; i < 3; i++) setTimeout(() => { console.log(i); if (i === 1) throw new Error('e'); });"
    outcome = run_program(program)
    assert (outcome.code, outcome.lines) == (1, ["0", "1"])


def test_each_is_a_task_of_its_own() -> None:
    # An error that is handled in the same task is none, and one that is handled in the next is.
    assert run_program("let p; setTimeout(() => { p = Promise.reject(1); p.catch(() => {}); })").code == 0
    outcome = run_program(
        "let p; setTimeout(() => { p = Promise.reject(1); }); setTimeout(() => { p.catch(() => {}); })"
    )
    assert outcome.code == 1


@pytest.mark.parametrize("delays", [7, 65, 200])
def test_those_of_one_delay_come_in_their_order_however_many_delays_there_are(delays: int) -> None:
    program = f"""
        const fired = new Set(), cleared = new Set(), last = new Map(), ids = [];
        let disorder = 0, wrong = 0;
        const clear = (i) => {{
          if (i >= 2000 || i % 3 === 0 || fired.has(i)) return;
          cleared.add(i);
          clearTimeout(ids[i]);
        }};
        const set = (i) => ids.push(setTimeout(() => {{
          if (cleared.has(i) || fired.has(i)) wrong++;
          fired.add(i);
          if ((last.get(i % {delays}) ?? -1) > i) disorder++;
          last.set(i % {delays}, i);
          if (i < 200) set(i + 2000);
          clear(i + 1);
          clear(i * 7 % 2000);
        }}, i % {delays}));
        for (let i = 0; i < 2000; i++) set(i);
        const again = () => [...fired].filter((i) => i < 200).length;
        setTimeout(() => console.log(fired.size === 2000 - cleared.size + again(), disorder, wrong), 1000);
    """
    assert run_program(program).lines == ["true 0 0"]
