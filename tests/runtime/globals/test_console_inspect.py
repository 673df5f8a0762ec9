"""The inspector, compared with what is written down of Node.js 20 and, where that is installed, with itself."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.runtime.globals.console_cases import CASES
from tests.runtime.globals.console_harness import ConsoleRealm

# Evaluates each script of a JSON list on stdin and answers with the list of what they printed.
NODE_PROGRAM = """
const { Console } = require('console');
const { Writable } = require('stream');
const [colorMode, scripts] = JSON.parse(require('fs').readFileSync(0, 'utf8'));
process.stdout.write(JSON.stringify(scripts.map((script) => {
    let printed = '';
    const stdout = new Writable({ write(chunk, _, done) { printed += chunk; done(); } });
    globalThis.console = new Console({ stdout, colorMode });
    (0, eval)(script);
    return printed;
})));
"""
LINES = Path(__file__).with_name("console_lines.js").read_text(encoding="utf-8").splitlines()
SCRIPTS = [f"console.log(({expression}))" for expression, _ in CASES] + LINES


def node_command() -> str | None:
    """Node.js, when it is the release that console imitates."""
    node = shutil.which("node")
    if node is None:
        return None
    answer = subprocess.run([node, "--version"], capture_output=True, text=True, check=False, timeout=60)
    return node if answer.stdout.startswith("v20.") else None


@pytest.mark.parametrize(("expression", "text"), CASES)
def test_values_read_as_written_down(expression: str, text: str) -> None:
    assert ConsoleRealm().inspected(expression) == text


@pytest.mark.parametrize("colors", [False, True])
def test_values_read_as_in_node(colors: bool) -> None:
    node = node_command()
    if node is None:
        pytest.skip("Node.js 20 is not installed")
    answer = subprocess.run(
        [node, "-e", NODE_PROGRAM],
        input=json.dumps([colors, SCRIPTS]),
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    realm = ConsoleRealm(colors=colors)
    here = {script: realm.printed(script) for script in SCRIPTS}
    assert here == dict(zip(SCRIPTS, json.loads(answer.stdout), strict=True))


@pytest.mark.parametrize(
    ("expression", "text"),
    [
        ("1", "\x1b[33m1\x1b[39m"),
        ("1n", "\x1b[33m1n\x1b[39m"),
        ("true", "\x1b[33mtrue\x1b[39m"),
        ("undefined", "\x1b[90mundefined\x1b[39m"),
        ("null", "\x1b[1mnull\x1b[22m"),
        ("['s']", "[ \x1b[32m's'\x1b[39m ]"),
        ("Symbol('s')", "\x1b[32mSymbol(s)\x1b[39m"),
        ("() => 1", "\x1b[36m[Function (anonymous)]\x1b[39m"),
        ("new Date(0)", "\x1b[35m1970-01-01T00:00:00.000Z\x1b[39m"),
        ("/x/", "\x1b[31m/x/\x1b[39m"),
    ],
)
def test_colours_on_a_terminal(expression: str, text: str) -> None:
    assert ConsoleRealm(colors=True).inspected(expression) == text


def test_a_string_alone_has_no_colour() -> None:
    assert ConsoleRealm(colors=True).printed("console.log('x', 'y'); console.log('z')") == "x y\nz\n"


def test_a_rejected_promise_is_shown_as_such() -> None:
    assert ConsoleRealm().inspected("Promise.reject(1)") == "Promise { <rejected> }"


def test_without_help_of_the_host_the_state_of_a_promise_is_unknown() -> None:
    assert ConsoleRealm(knows_promises=False).inspected("Promise.resolve(1)") == "Promise { <state unknown> }"


def test_iterators_are_not_advanced() -> None:
    realm = ConsoleRealm()
    realm.run("globalThis.entries = new Map([[1, 2]]).entries()")
    assert realm.inspected("[entries, new Set().values()]") == (
        "[\n  [Map Iterator] { <items unknown> },\n  [Set Iterator] { <items unknown> }\n]"
    )
    assert realm.inspected("[...entries]") == "[ [ 1, 2 ] ]"


def test_the_buffer_of_a_detached_view_is_said_to_be_gone() -> None:
    script = "const b = new ArrayBuffer(2), v = new DataView(b); b.transfer(); console.log(b, v)"
    assert ConsoleRealm().printed(script) == "ArrayBuffer { (detached), byteLength: 0 } DataView { (detached) }\n"


def test_a_module_is_the_list_of_what_it_exports() -> None:
    modules = {
        "main": "import * as all from 'other'; console.log(all)",
        "other": "export const x = 1; export default function named() {}",
    }
    text = "[Module: null prototype] { default: [Function: named], x: 1 }"
    assert ConsoleRealm().run_module("main", modules) == text + "\n"


def test_a_module_that_has_not_run_yet_has_no_values() -> None:
    modules = {"main": "import * as self from 'main'; console.log(self); export const a = 1; export let b = 2;"}
    assert ConsoleRealm().run_module("main", modules) == (
        "[Module: null prototype] { a: <uninitialized>, b: <uninitialized> }\n"
    )
