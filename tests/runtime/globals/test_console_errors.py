"""How errors read: `Name: message` with the frames of the script, and what the error screen is told of them."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.runtime.globals.console_harness import ConsoleRealm

NOTHING: dict[str, Any] = {
    "text": "",
    "name": "",
    "message": "",
    "stack": "",
    "isError": False,
    "code": None,
    "props": "",
    "cause": None,
    "errors": [],
}


@pytest.fixture
def realm() -> ConsoleRealm:
    return ConsoleRealm()


def without_columns(text: str) -> str:
    """`text` with the columns, which are the engine's business, cut from its stack frames."""
    return re.sub(r"(\(main\.js:\d+):\d+\)", r"\1)", text)


# In the inspector ---------------------------------------------------------------------------------------------


def test_an_error_is_its_title_and_its_stack(realm: ConsoleRealm) -> None:
    realm.run("function make() {\n  return new TypeError('x');\n}\nconst error = make();")
    assert without_columns(realm.printed("console.log(error)")) == (
        "TypeError: x\n    at make (main.js:2)\n    at <eval> (main.js:4)\n"
    )
    assert without_columns(realm.streams("console.error('failed:', error)")[1]) == (
        "failed: TypeError: x\n    at make (main.js:2)\n    at <eval> (main.js:4)\n"
    )


def test_frames_of_the_engine_and_of_ohosrun_are_left_out(realm: ConsoleRealm) -> None:
    realm.run("let error; [1].map(() => { error = new Error('x') })")
    assert without_columns(realm.printed("console.log(error)")) == (
        "Error: x\n    at <anonymous> (main.js:1)\n    at <eval> (main.js:1)\n"
    )
    realm.run("try { console.dir({}, { get depth() { throw (error = new Error('y')) } }) } catch {}")
    assert without_columns(realm.printed("console.log(error)")) == (
        "Error: y\n    at get depth (main.js:1)\n    at <eval> (main.js:1)\n"
    )


def test_ten_frames_are_shown_as_in_node(realm: ConsoleRealm) -> None:
    realm.run("function dive(n) {\n  return n ? dive(n - 1) : new Error('deep');\n}\nconst error = dive(1000);")
    assert without_columns(realm.inspected("error")) == "Error: deep" + "\n    at dive (main.js:2)" * 10
    realm.run("const endless = () => endless(); let overflow; try { endless() } catch (error) { overflow = error }")
    assert len(realm.inspected("overflow").split("\n")) == 11


def test_properties_and_causes_follow_the_stack(realm: ConsoleRealm) -> None:
    realm.run("const error = Object.assign(new Error('a\\nb', {cause: new RangeError('c')}), {code: 5, get: {g: 1}})")
    assert without_columns(realm.printed("console.log({error})")) == (
        "{\n"
        "  error: Error: a\n"
        "  b\n"
        "      at <eval> (main.js:1) {\n"
        "    code: 5,\n"
        "    get: { g: 1 },\n"
        "    [cause]: RangeError: c\n"
        "        at <eval> (main.js:1)\n"
        "  }\n"
        "}\n"
    )


def test_a_class_is_named_when_it_names_nothing_itself(realm: ConsoleRealm) -> None:
    realm.run(
        """
        class HttpError extends Error {}
        class Named extends Error { get name() { return 'ByGetter' } }
        class Assigned extends Error { constructor(m) { super(m); this.name = 'ByAssignment' } }
        """
    )
    for name, title in [("HttpError", "HttpError: x"), ("Named", "ByGetter: x"), ("Assigned", "ByAssignment: x")]:
        assert realm.printed(f"console.log(new {name}('x'))").split("\n")[0] == title


def test_a_stack_written_by_the_script_is_kept(realm: ConsoleRealm) -> None:
    realm.run("const error = new Error('x'); error.stack = 'Remote: y\\n    at far (away.js:1:2)'")
    assert realm.inspected("error") == "Remote: y\n    at far (away.js:1:2)"


def test_an_error_that_is_its_own_cause_ends(realm: ConsoleRealm) -> None:
    realm.run("const error = new Error('x'); error.cause = error; error.stack = ''")
    assert realm.inspected("error") == "<ref *1> [Error: x] { cause: [Circular *1] }"


def test_a_syntax_error_has_the_place_in_the_text(realm: ConsoleRealm) -> None:
    realm.run("let error; try { Function('@') } catch (caught) { error = caught }")
    assert realm.inspected("error").startswith("SyntaxError: ")


# For the error screen -----------------------------------------------------------------------------------------


def test_an_error_is_described_in_parts(realm: ConsoleRealm) -> None:
    described = realm.described(
        "Object.assign(new TypeError('x', {cause: {code: 2300006, message: 'm'}}), {code: 'E', a: [1]})"
    )
    assert described.pop("stack").startswith("    at <eval> (main.js:1:")
    assert described == {
        "text": "TypeError: x",
        "name": "TypeError",
        "message": "x",
        "isError": True,
        "code": "E",
        "props": "{ code: 'E', a: [ 1 ] }",
        "cause": NOTHING | {"text": "{ code: 2300006, message: 'm' }", "message": "m", "code": 2300006},
        "errors": [],
    }


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("'thrown'", "'thrown'"),
        ("undefined", "undefined"),
        ("null", "null"),
        ("Symbol('s')", "Symbol(s)"),
        ("5n", "5n"),
        ("Object.create(null)", "[Object: null prototype] {}"),
        ("() => 1", "[Function (anonymous)]"),
        ("{get message() { throw 1 }, get code() { throw 1 }}", "{ message: [Getter], code: [Getter] }"),
        ("(() => { const r = Proxy.revocable({}, {}); r.revoke(); return r.proxy })()", "<Revoked Proxy>"),
        ("new Proxy({}, {get() { throw 1 }, getPrototypeOf() { throw 2 }})", "<Inspection threw (2)>"),
    ],
)
def test_what_is_no_error_is_inspected(realm: ConsoleRealm, value: str, text: str) -> None:
    assert realm.described(f"({value})") == NOTHING | {"text": text}


def test_an_error_whose_members_all_throw_is_still_described(realm: ConsoleRealm) -> None:
    described = realm.described(
        "['name', 'message', 'stack', 'cause', 'errors', 'code'].reduce((e, key) => "
        "Object.defineProperty(e, key, {enumerable: key === 'code', get() { throw 1 }}), new Error('x'))"
    )
    assert described == NOTHING | {"text": "Error", "name": "Error", "isError": True, "props": "{ code: [Getter] }"}


def test_causes_are_followed_five_deep(realm: ConsoleRealm) -> None:
    described = realm.described("[1, 2, 3, 4, 5, 6, 7, 8].reduce((cause, n) => new Error(n, {cause}), 'first')")
    messages = []
    while described is not None:
        messages.append(described["message"])
        described = described["cause"]
    assert messages == ["8", "7", "6", "5", "4", "3"]


def test_circles_of_causes_end(realm: ConsoleRealm) -> None:
    realm.run("const a = new Error('a'); const b = new Error('b', {cause: a}); a.cause = b")
    described = realm.described("a")
    assert described["cause"]["message"] == "b"
    assert described["cause"]["cause"] is None


def test_the_errors_of_an_aggregate_are_described(realm: ConsoleRealm) -> None:
    described = realm.described("new AggregateError([new Error('a'), 5], 'all')")
    assert described["text"] == "AggregateError: all"
    assert described["props"] == ""
    assert [error["text"] for error in described["errors"]] == ["Error: a", "5"]


def test_of_countless_errors_a_hundred_are_described(realm: ConsoleRealm) -> None:
    realm.run(
        "let all = new AggregateError([]); for (let i = 0; i < 6; i++) all = new AggregateError(Array(99).fill(all))"
    )

    def count(description: dict[str, Any]) -> int:
        return 1 + sum(count(error) for error in description["errors"])

    assert count(realm.described("all")) == 101
