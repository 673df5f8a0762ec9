"""The interactive session on a pseudo-terminal, with the installed command."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.command import INSTALLED
from tests.runtime.run.test_hostile_programs import BREAKS, THROWN
from tests.servers.http import HttpServer, Response
from tests.servers.messages import Request
from tests.terminal import CTRL_C, Terminal

CTRL_D = "\x04"
# With the end of the line before: arrows of functions are echoed, too.
PROMPT = "\n> "


class Conversation:
    """A session in which each line is typed when the one before it is answered."""

    def __init__(self, terminal: Terminal) -> None:
        self.terminal = terminal
        self._asked = 0
        terminal.wait_for(PROMPT)

    def say(self, line: str) -> None:
        """Type `line` and wait until the session has answered it and what was said before."""
        self._asked += 1
        mark = f"answered {self._asked}"
        self.terminal.press(f"{line}\n'answered ' + {self._asked}\n")
        self.terminal.wait_for(f"'{mark}'")
        self.terminal.wait_for(PROMPT)


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[Terminal]:
    """A session in an empty folder."""
    with Terminal([INSTALLED], tmp_path) as terminal:
        yield terminal


def test_values_names_and_modules_last_from_line_to_line(terminal: Terminal, tmp_path: Path) -> None:
    (tmp_path / "own.js").write_text("export const value = 'from a module'; export default 7;")
    session = Conversation(terminal)
    session.say("let total = 40\nconst more = 2")
    session.say("total + more")
    session.say("import seven, { value as text } from './own.js'")
    session.say("`${text} ${seven}`")
    session.say("function twice(x) {\nreturn x * 2 }\ntwice(21)\n_ + 1")
    session.say("const [a] = await Promise.all([Promise.resolve('awaited')])\na")
    screen = terminal.screen
    for shown in ("\n\x1b[33m42", "'from a module 7'", "\x1b[33m42", "\x1b[33m43", "'awaited'", "... return"):
        assert shown in screen
    terminal.press(CTRL_D)
    assert terminal.wait() == 0


def test_a_request_goes_on_while_the_prompt_waits_and_prints_above_it(terminal: Terminal) -> None:
    is_typed = threading.Event()

    def answer(request: Request) -> Response:
        assert request.path == "/" or is_typed.wait(10)
        return Response("hi")

    with HttpServer(answer) as server:
        session = Conversation(terminal)
        session.say(f"const r = await http.createHttp().request('{server.url}')\nr.responseCode")
        session.say(
            f"http.createHttp().request('{server.url}/late', (e, d) => console.log('above', d.responseCode)); 0"
        )
        terminal.press("half a li")
        terminal.wait_for("half a li")
        is_typed.set()
        terminal.wait_for("above \x1b[33m200")
        terminal.wait_for("half a li")
        terminal.press("ne" + CTRL_C)
        terminal.wait_for(PROMPT)
        session.say("1")
    assert "\x1b[33m200" in terminal.screen


def test_ctrl_c_ends_only_what_is_waited_for(terminal: Terminal) -> None:
    session = Conversation(terminal)
    session.say("let kept = 'kept'")
    for line in ("await new Promise((r) => setTimeout(r, 1e6))", "for (;;);", "await (async () => { for (;;); })()"):
        # What the terminal echoes comes before the line runs: its own word says that it does.
        terminal.press(f"console.error('run' + 'ning'); {line}\n")
        terminal.wait_for("running\r\n")
        terminal.press(CTRL_C)
        terminal.wait_for("stopped: interrupted")
        terminal.wait_for(PROMPT)
    terminal.press("abandoned" + CTRL_C)
    terminal.wait_for(PROMPT)
    terminal.press("function open() {\n")
    terminal.wait_for("... ")
    terminal.press(CTRL_C)
    terminal.wait_for(PROMPT)
    session.say("kept")
    assert "'kept'" in terminal.screen
    terminal.press(".exit\n")
    assert terminal.wait() == 0


def test_errors_are_screens_with_places_and_the_session_goes_on(terminal: Terminal) -> None:
    session = Conversation(terminal)
    session.say("const first = nope")
    session.say("let 1")
    session.say("import x from './missing.js'")
    session.say("Promise.reject(new Error('late')); 0")
    session.say("consol.log(1)")
    session.say("http.createhttp()")
    session.say("const counter = 1\ncountr")
    session.say("await new Promise(() => {})")
    session.say(".nonsense")
    screen = terminal.screen.replace("\x1b", "")
    assert "[line 1]:1:15" in screen
    assert "unexpected “1” after “let”" in screen
    assert "no such file: missing.js" in screen
    assert "Error: late" in screen
    assert "did you mean console?" in screen
    assert "did you mean http.createHttp()?" in screen
    assert "did you mean counter?" not in screen  # Each line is a text of its own.
    assert "nothing is pending" in screen
    assert "no such command: .nonsense" in screen


def test_the_commands(terminal: Terminal, tmp_path: Path) -> None:
    (tmp_path / "start.js").write_text("let loaded = 1;\nloaded + 1;\n")
    session = Conversation(terminal)
    session.say(".load start.js")
    session.say("loaded + 2")
    session.say(".load missing.js\n.load\n.save /\n.time\n.help")
    session.say(".save kept.js")
    assert "\x1b[33m2" in terminal.screen
    assert "missing.js: no such file" in terminal.screen
    assert ".load FILE: which file?" in terminal.screen
    assert "/ cannot be written: is a directory" in terminal.screen
    assert ".save FILE" in terminal.screen
    assert "loaded + 2\n" in (tmp_path / "kept.js").read_text()


def test_trace_holds_from_the_next_request_on(terminal: Terminal) -> None:
    with HttpServer(lambda _: Response.json({"a": [True]})) as server:
        session = Conversation(terminal)
        for line in ("0", ".trace body", ".trace off"):
            session.say(line)
            session.say(f"(await http.createHttp().request('{server.url}')).responseCode")
    screen = terminal.screen
    assert screen.count(" > GET / HTTP/1.1") == screen.count("\x1b[2m#2 > GET / HTTP/1.1") == 1
    assert '\x1b[34m"a"\x1b[0m\x1b[2m:' in screen
    assert "\x1b[35mtrue\x1b[0m" in screen
    assert screen.count(", receive ") == 1


def test_tab_completes_and_history_outlasts_the_session(tmp_path: Path) -> None:
    with Terminal([INSTALLED], tmp_path) as terminal:
        session = Conversation(terminal)
        session.say("let remembered = { get trap() { throw 1 }, member: 'found' }")
        terminal.press("remembe\t.mem\t\n")
        terminal.wait_for("'found'")
        terminal.wait_for(PROMPT)
        terminal.press(CTRL_D)
        assert terminal.wait() == 0
    with Terminal([INSTALLED], tmp_path) as terminal:
        terminal.wait_for(PROMPT)
        terminal.press("\x1b[A")
        terminal.wait_for("remembered.member")


def test_hostile_lines_end_no_session(terminal: Terminal) -> None:
    session = Conversation(terminal)
    for value in THROWN:
        session.say(f"throw ({value})")
    assert "bug in ohosrun" not in terminal.screen
    assert "Traceback" not in terminal.screen


@pytest.mark.parametrize("line", BREAKS)
def test_a_broken_realm_can_be_left(line: str, terminal: Terminal) -> None:
    terminal.wait_for(PROMPT)
    terminal.press(line + "\n")
    terminal.wait_for(PROMPT)
    terminal.press("1 + 1\n" + CTRL_D)
    assert terminal.wait() == 0
    assert "bug in ohosrun" not in terminal.screen


def test_only_colours_of_what_is_echoed_act_on_the_terminal(terminal: Terminal, tmp_path: Path) -> None:
    hostile = "\\x1b[2J\\x9b2J\\u202e\\x07"
    session = Conversation(terminal)
    for line in (
        f"'{hostile}'",
        f"new Error('{hostile}')",
        f"Symbol('{hostile}')",
        f"({{ ['{hostile}']: new Map([['{hostile}', Symbol.for('{hostile}')]]) }})",
        f"Object.defineProperty(function () {{}}, 'name', {{ value: '{hostile}' }})",
        f"new (Object.defineProperty(class {{}}, 'name', {{ value: '{hostile}' }}))",
        f"throw new Error('{hostile}')",
        f"throw '{hostile}'",
        f"Promise.reject(new Error('{hostile}'))",
        f"import('./{hostile}.js')",
        f"globalThis['{hostile}'] = 1",
    ):
        session.say(line)
    for character in ("\x1b[2J", "\x9b", "\u202e", "\x07"):
        assert character not in terminal.screen
