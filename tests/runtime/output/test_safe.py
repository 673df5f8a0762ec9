"""No control character of a script, a server, a page or a file reaches a terminal but through console."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from runtime.output.safe import printable, printable_lines
from tests.command import Command
from tests.runtime.documents.running_pages import fenced
from tests.runtime.run.running_program import run_program

NASTY = "\x1b[2J\x07\x9b31m\u202e\r"
# As JavaScript and the message have it.
CODE = r"\x1b[2J\x07\x9b31m\u202e\r\nerror: forged"
RAW = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u2028\u2029]")

PROGRAMS = {
    "a note": f"http.createHttp().on('{CODE}', () => {{}})",
    "an uncaught error": f"throw new Error('{CODE}')",
    "the name of an error": f"throw Object.assign(new Error('m'), {{ name: '{CODE}' }})",
    "a property of an error": f"throw Object.assign(new Error('m'), {{ '{CODE}': '{CODE}' }})",
    "a cause": f"throw new Error('m', {{ cause: new Error('{CODE}') }})",
    "one of many": f"throw new AggregateError([new Error('{CODE}')], 'm')",
    "a rejection": f"Promise.reject(new Error('{CODE}'))",
    "what is no error": f"throw '{CODE}'",
    "the name of a function": f"const f = {{ ['{CODE}']() {{ throw new Error('m') }} }}; f['{CODE}']()",
    "a module": f"await import('./{CODE}')",
    "a native module": f"await import('@ohos.{CODE}')",
    "a header": f"http.createHttp().request('EXAMPLE_URL', {{ header: {{ '{CODE}': 'x' }} }})",
    "a member": f"http.createHttp().request('EXAMPLE_URL', {{ 'readTimeut{CODE}': 5, extraData: {{ '{CODE}': 5 }} }})",
    "a url": f"http.createHttp().request('{CODE}').catch(() => {{}})",
    "a method": f"http.createHttp().request('EXAMPLE_URL', {{ method: '{CODE}' }}).catch(() => {{}})",
}


@pytest.mark.parametrize("trace", ["", "headers", "curl"])
@pytest.mark.parametrize("what", PROGRAMS)
def test_what_a_script_says(what: str, trace: str) -> None:
    outcome = run_program(f"import http from '@ohos.net.http'; {PROGRAMS[what]}", trace=trace)
    assert not RAW.findall(outcome.stderr), outcome.stderr
    assert not re.search("^error: forged", outcome.stderr, re.MULTILINE)


def test_console_is_the_script_s_own_affair() -> None:
    assert run_program(f"console.error('{CODE}')").stderr == NASTY + "\nerror: forged\n"


def test_a_title_of_a_page(ohosrun: Command, script: Callable[..., Path]) -> None:
    script(f"# A {NASTY[:-1]} page\n\n" + fenced(f"// {NASTY[:-1]}\nthrow new Error('x')"), "page.md")
    run = ohosrun("page.md")
    assert not RAW.findall(run.stdout + run.stderr)


def test_what_is_given_on_the_command_line(ohosrun: Command) -> None:
    run = ohosrun(f"--{NASTY}\nerror: forged")
    assert not RAW.findall(run.stderr)
    assert not re.search("^error: forged", run.stderr, re.MULTILINE)


def test_pictures() -> None:
    assert printable("plain\ttext 中") == "plain\ttext 中"
    assert printable("\x00\x1b\n\x7f\x85") == "␀␛␊␡\ufffd"
    assert printable_lines("one\ntwo\x1b") == "one\n  two␛"
