"""The methods of console: where they print, what they print, and that nothing makes them throw."""

from __future__ import annotations

import pytest

from tests.runtime.globals.console_harness import STDERR, STDOUT, ConsoleRealm

METHODS = [
    *("assert", "count", "countReset", "debug", "dir", "dirxml", "error", "group", "groupCollapsed", "groupEnd"),
    *("info", "log", "table", "time", "timeEnd", "timeLog", "trace", "warn"),
]


@pytest.fixture
def realm() -> ConsoleRealm:
    return ConsoleRealm()


def test_console_has_the_methods_of_openharmony(realm: ConsoleRealm) -> None:
    assert realm.printed("console.log(Object.keys(console).sort().join(' '))").split() == METHODS


def test_console_is_a_property_of_the_global_object_as_in_node(realm: ConsoleRealm) -> None:
    assert realm.inspected("Object.getOwnPropertyDescriptor(globalThis, 'console')").endswith(
        "  writable: true,\n  enumerable: false,\n  configurable: true\n}"
    )
    assert realm.inspected("String(console)") == "[object console]"


@pytest.mark.parametrize("method", ["log", "info", "debug", "dirxml"])
def test_what_is_told_goes_to_stdout(realm: ConsoleRealm, method: str) -> None:
    assert realm.streams(f"console.{method}('a', 1)") == ("a 1\n", "")


@pytest.mark.parametrize("method", ["warn", "error"])
def test_what_is_warned_of_goes_to_stderr(realm: ConsoleRealm, method: str) -> None:
    assert realm.streams(f"console.{method}('a', 1)") == ("", "a 1\n")


def test_one_call_is_one_write(realm: ConsoleRealm) -> None:
    realm.run("console.log('a'); console.warn('b\\nc', {d: 1}); console.log()")
    assert realm.writes() == [(STDOUT, "a\n"), (STDERR, "b\nc { d: 1 }\n"), (STDOUT, "\n")]


def test_methods_work_detached(realm: ConsoleRealm) -> None:
    names = ", ".join(METHODS)
    out, err = realm.streams(
        f"const {{{names}}} = console; log('x'); error('y'); group('g'); count(); groupEnd(); dir(1)"
    )
    assert (out, err) == ("x\ng\n  default: 1\n1\n", "y\n")


def test_strings_are_printed_as_they_are(realm: ConsoleRealm) -> None:
    assert realm.printed("console.log('a\\nb', 'it\\'s', '\\u0000', '中😀')") == "a\nb it's \0 中😀\n"


def test_half_a_surrogate_pair_is_printed_as_a_replacement_character(realm: ConsoleRealm) -> None:
    assert realm.printed("console.log('a\\ud800b'); console.log('\\udc00', 1)") == "a\ufffdb\n\ufffd 1\n"


def test_strings_alone_do_not_need_the_inspector(realm: ConsoleRealm) -> None:
    realm.run("console.log('a'); console.error('b'); console.group('c'); console.info('d'); console.count()")
    before = list(realm.files)
    realm.run("console.log({})")
    assert "inspect/index.js" not in before
    assert "inspect/index.js" in realm.files
    assert "table.js" not in realm.files


# Groups -------------------------------------------------------------------------------------------------------


def test_groups_indent_every_line_by_two(realm: ConsoleRealm) -> None:
    script = """
        console.log('0'); console.group('one', 1); console.log('a\\nb'); console.groupCollapsed();
        console.error('c'); console.table([1]); console.groupEnd(); console.log({d: 1}); console.groupEnd();
        console.groupEnd(); console.log('e');
    """
    out, err = realm.streams(script)
    assert out == (
        "0\n"
        "one 1\n"
        "  a\n"
        "  b\n"
        "    ┌─────────┬────────┐\n"
        "    │ (index) │ Values │\n"
        "    ├─────────┼────────┤\n"
        "    │ 0       │ 1      │\n"
        "    └─────────┴────────┘\n"
        "  { d: 1 }\n"
        "e\n"
    )
    assert err == "    c\n"


# assert, count, dir, trace ------------------------------------------------------------------------------------


def test_assert_speaks_only_of_what_is_false(realm: ConsoleRealm) -> None:
    script = """
        console.assert(true, 'no'); console.assert(1, 'no'); console.assert(false); console.assert(0, 'because');
        console.assert(null, '%s is %d', 'x', 5, {a: 1}); console.assert(); console.assert('', Symbol('s'));
    """
    assert realm.streams(script) == (
        "",
        "Assertion failed\n"
        "Assertion failed: because\n"
        "Assertion failed: x is 5 { a: 1 }\n"
        "Assertion failed\n"
        "Assertion failed: Symbol(s)\n",
    )


def test_count_counts_by_label(realm: ConsoleRealm) -> None:
    script = """
        console.count(); console.count('a'); console.count(); console.count('default'); console.countReset('a');
        console.count('a'); console.countReset('never'); console.count(undefined); console.count(null);
        console.count('__proto__'); console.count('toString'); console.count('100%s');
    """
    assert realm.streams(script) == (
        "default: 1\na: 1\ndefault: 2\ndefault: 3\na: 1\ndefault: 4\nnull: 1\n__proto__: 1\ntoString: 1\n100%s: 1\n",
        "Warning: Count for 'never' does not exist\n",
    )


def test_dir_takes_the_options_of_inspect(realm: ConsoleRealm) -> None:
    nested = "{a: {b: {c: {d: {}}}}}"
    assert realm.printed(f"console.dir({nested})") == "{ a: { b: { c: [Object] } } }\n"
    assert realm.printed(f"console.dir({nested}, {{depth: 0}})") == "{ a: [Object] }\n"
    assert realm.printed(f"console.dir({nested}, {{depth: null}})") == ("{\n  a: { b: { c: { d: {} } } }\n}\n")
    assert realm.printed("console.dir([1, 2, 3], {maxArrayLength: 1})") == "[ 1, ... 2 more items ]\n"
    assert realm.printed("console.dir('abc', {maxStringLength: 1})") == "'a'... 2 more characters\n"
    assert realm.printed("console.dir({a: 1}, {colors: true})") == "{ a: \x1b[33m1\x1b[39m }\n"
    assert realm.printed("console.dir({a: 1}, null); console.dir('s', 5)") == "{ a: 1 }\n's'\n"


def test_trace_shows_where_the_script_is(realm: ConsoleRealm) -> None:
    realm.run("function outer() {\n  return inner();\n}\nfunction inner() {\n  console.trace('at %s', 'x', {});\n}")
    out, err = realm.streams("[1].map(() => outer())")
    lines = out.splitlines()
    assert err == ""
    assert lines[0] == "Trace: at x {}"
    assert lines[1].startswith("    at inner (main.js:5:")
    assert lines[2].startswith("    at outer (main.js:2:")
    assert all("main.js:" in line for line in lines[1:])
    assert realm.printed("console.trace()").startswith("Trace\n    at ")


# Time ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("duration", "text"),
    [
        (0.0, "0ms"),
        (1.2344, "1.234ms"),
        (0.5, "0.5ms"),
        (999.9, "999.9ms"),
        (1000.0, "1.000s"),
        (1500.0, "1.500s"),
        (59_999.0, "59.999s"),
        (60_000.0, "1:00.000 (m:ss.mmm)"),
        (123_123.0, "2:03.123 (m:ss.mmm)"),
        (3_600_000.0, "1:00:00.000 (h:mm:ss.mmm)"),
        (36_000_000.0 + 120_000 + 4_005, "10:02:04.005 (h:mm:ss.mmm)"),
    ],
)
def test_durations_read_as_in_node(realm: ConsoleRealm, duration: float, text: str) -> None:
    realm.clock = 77.0
    realm.run("console.time('job')")
    realm.clock = 77.0 + duration
    assert realm.printed("console.timeEnd('job')") == f"job: {text}\n"


def test_timers_go_by_label(realm: ConsoleRealm) -> None:
    realm.run("console.time(); console.time('b%s')")
    realm.clock = 5.0
    assert realm.printed("console.timeLog(); console.timeLog('b%s', 'more', {a: 1}, 2)") == (
        "default: 5ms\nb%s: 5ms more { a: 1 } 2\n"
    )
    assert realm.streams("console.time(); console.timeEnd(); console.timeEnd(); console.timeLog('x')") == (
        "default: 5ms\n",
        "Warning: Label 'default' already exists for console.time()\n"
        "Warning: No such label 'default' for console.timeEnd()\n"
        "Warning: No such label 'x' for console.timeLog()\n",
    )


# Tables -------------------------------------------------------------------------------------------------------


def test_a_row_for_each_item_and_a_column_for_each_key(realm: ConsoleRealm) -> None:
    assert realm.printed("console.table([{a: 1, b: 'x'}, {a: 2, c: true}, 5])") == (
        "┌─────────┬───┬─────┬──────┬────────┐\n"
        "│ (index) │ a │ b   │ c    │ Values │\n"
        "├─────────┼───┼─────┼──────┼────────┤\n"
        "│ 0       │ 1 │ 'x' │      │        │\n"
        "│ 1       │ 2 │     │ true │        │\n"
        "│ 2       │   │     │      │ 5      │\n"
        "└─────────┴───┴─────┴──────┴────────┘\n"
    )


def test_columns_can_be_chosen(realm: ConsoleRealm) -> None:
    assert realm.printed("console.table({x: {a: 1, b: 2}, y: {b: 4}}, ['b', 'z'])") == (
        "┌─────────┬───┬───┐\n"
        "│ (index) │ b │ z │\n"
        "├─────────┼───┼───┤\n"
        "│ x       │ 2 │   │\n"
        "│ y       │ 4 │   │\n"
        "└─────────┴───┴───┘\n"
    )


def test_maps_and_sets_are_tables_of_their_iteration(realm: ConsoleRealm) -> None:
    assert realm.printed("console.table(new Map([['a', 1]])); console.table(new Set(['b']))") == (
        "┌───────────────────┬─────┬────────┐\n"
        "│ (iteration index) │ Key │ Values │\n"
        "├───────────────────┼─────┼────────┤\n"
        "│ 0                 │ 'a' │ 1      │\n"
        "└───────────────────┴─────┴────────┘\n"
        "┌───────────────────┬────────┐\n"
        "│ (iteration index) │ Values │\n"
        "├───────────────────┼────────┤\n"
        "│ 0                 │ 'b'    │\n"
        "└───────────────────┴────────┘\n"
    )


def test_wide_characters_take_two_columns(realm: ConsoleRealm) -> None:
    assert realm.printed("console.table([{a: '中文'}, {a: 'abc'}])") == (
        "┌─────────┬────────┐\n"
        "│ (index) │ a      │\n"
        "├─────────┼────────┤\n"
        "│ 0       │ '中文' │\n"
        "│ 1       │ 'abc'  │\n"
        "└─────────┴────────┘\n"
    )


@pytest.mark.parametrize(("data", "text"), [("5", "5"), ("'s'", "s"), ("null", "null"), ("undefined", "undefined")])
def test_what_is_not_tabular_is_printed_as_by_log(realm: ConsoleRealm, data: str, text: str) -> None:
    assert realm.printed(f"console.table({data})") == text + "\n"
