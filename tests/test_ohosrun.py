"""The installed command: how programs reach it, every exit code, wrong usage, and where settings come from."""

from __future__ import annotations

import os
import subprocess
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from runtime.settings.table import TABLE
from tests.command import INSTALLED, Command, Run

Script = Callable[..., Path]
HELLO = "console.log('hello')"
# What each kind of setting is given on the command line where its value does not matter.
VALUES = {
    "number": "5",
    "text": "curl",
    "list": "x:1:1",
    "paths": ".",
    "table": "A=1",
    "files": f"a={__file__}",
    "switch": "",
}


def is_usage(run: Run, message: str) -> bool:
    """One line that says what is wrong, then the usage, and exit code 2."""
    first, second = run.stderr.splitlines()[:2]
    return (run.returncode, run.stdout, first) == (2, "", f"error: {message}") and second.startswith("usage: ohosrun ")


# How a program reaches it -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["main.js", "main.mjs", "main", "main.txt", "sp ace (1):2.js", "中文.js", "é.js"])
def test_a_file(name: str, ohosrun: Command, script: Script) -> None:
    script(f"{HELLO}\nthrow new Error('mine')", name)
    run = ohosrun(name)
    assert (run.returncode, run.stdout) == (1, "hello\n")
    assert f"  at {name}:2:11\n" in run.stderr


def test_a_file_in_another_folder(ohosrun: Command, script: Script, tmp_path: Path) -> None:
    script("import './other.js'", "sub/main.js")
    script("console.log('other')", "sub/other.js")
    assert ohosrun("sub/main.js").stdout == "other\n"
    assert ohosrun(tmp_path / "sub" / "main.js", cwd=Path("/")).stdout == "other\n"


def test_a_file_whose_name_begins_with_a_dash(ohosrun: Command, script: Script) -> None:
    script(HELLO, "-e.js")
    assert ohosrun("--", "-e.js").stdout == "hello\n"
    assert ohosrun("./-e.js").stdout == "hello\n"


def test_standard_input(ohosrun: Command, script: Script) -> None:
    script("export default 'imported'", "other.js")
    run = ohosrun("-", stdin="import text from './other.js'\nconsole.log(text)\nthrow new Error('mine')")
    assert (run.returncode, run.stdout) == (1, "imported\n")
    assert "  at [stdin]:3:11\n    3 | throw new Error('mine')\n" in run.stderr


@pytest.mark.parametrize("arguments", [["-e"], ["--eval"]])
def test_code(arguments: list[str], ohosrun: Command) -> None:
    run = ohosrun(*arguments, f"{HELLO}; throw new Error('mine')")
    assert (run.returncode, run.stdout) == (1, "hello\n")
    assert "  at [eval]:1:33\n" in run.stderr


@pytest.mark.parametrize("argument", [f"-e{HELLO}", f"--eval={HELLO}"])
def test_code_in_the_same_argument(argument: str, ohosrun: Command) -> None:
    assert ohosrun(argument).stdout == "hello\n"


def test_a_named_pipe(ohosrun: Command, tmp_path: Path) -> None:
    path = tmp_path / "pipe.js"
    os.mkfifo(path)
    writer = threading.Thread(target=lambda: path.write_text(HELLO))
    writer.start()
    assert ohosrun("pipe.js").stdout == "hello\n"
    writer.join()


def test_options_may_stand_behind_the_program(ohosrun: Command, script: Script) -> None:
    script("http", "main.js")
    assert "note:" in ohosrun("main.js").stderr
    assert ohosrun("main.js", "-q").stderr == ""


@pytest.mark.parametrize(
    ("arguments", "stdin", "name"),
    [
        (["empty.js"], None, "empty.js"),
        (["blank.js"], None, "blank.js"),
        (["/dev/null"], None, "/dev/null"),
        (["-"], "", "standard input"),
    ],
)
def test_a_program_that_is_empty_runs_and_says_so(
    arguments: list[str], stdin: str | None, name: str, ohosrun: Command, script: Script
) -> None:
    script("", "empty.js")
    script(" \n\t\n", "blank.js")
    run = ohosrun(*arguments, stdin=stdin)
    assert (run.returncode, run.stdout, run.stderr) == (0, "", f"note: {name} is empty\n")
    assert ohosrun("-q", *arguments, stdin=stdin).stderr == ""


def test_empty_code_is_meant(ohosrun: Command) -> None:
    assert ohosrun("-e", "").stderr == ""


# Programs that cannot be read -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("nope.js", "nope.js: no such file"),
        ("folder", "folder is a folder, not a file"),
        ("folder/", "folder/ is a folder, not a file"),
        ("main.js/x.js", "main.js/x.js: no such file (a part of the path is a file, not a folder)"),
        ("utf16.js", "utf16.js is saved as UTF-16; save it as UTF-8"),
        ("latin1.js", "latin1.js is not UTF-8: byte 0xE9 at line 2, column 4 (byte offset 6); save it as UTF-8"),
        ("loop.js", "loop.js cannot be read: too many levels of symbolic links"),
        ("n" * 300, f"{'n' * 300} cannot be read: file name too long"),
    ],
)
def test_a_file_that_cannot_be_read(name: str, message: str, ohosrun: Command, tmp_path: Path, script: Script) -> None:
    (tmp_path / "folder").mkdir()
    script(HELLO)
    (tmp_path / "utf16.js").write_bytes(HELLO.encode("utf-16"))
    (tmp_path / "latin1.js").write_bytes(b"//\n// \xe9")
    (tmp_path / "loop.js").symlink_to("loop.js")
    run = ohosrun(name)
    assert (run.returncode, run.stdout, run.stderr) == (2, "", f"error: {message}\n")


def test_a_file_that_may_not_be_read(ohosrun: Command, script: Script) -> None:
    if os.geteuid() == 0:
        pytest.skip("root may read everything")
    script(HELLO).chmod(0)
    assert ohosrun("main.js").stderr == "error: main.js cannot be read: permission denied\n"


def test_bytes_that_are_not_utf8(tmp_path: Path) -> None:
    # As shells pass them on: the arguments of a process are bytes.
    name = os.fsencode(tmp_path) + b"/\xff.js"
    with open(name, "wb") as file:
        file.write(HELLO.encode())
    for arguments in ([name], [b"-e", b"'\xff'"], [b"--timeout", b"\xff", b"-e", b""], [b"\xff"], [b"-\xff"]):
        run = subprocess.run([os.fsencode(INSTALLED), *arguments], capture_output=True, cwd=tmp_path)
        assert run.returncode == 2
        assert run.stderr.startswith(b"error: ")
        assert b"Traceback" not in run.stderr
    assert subprocess.run([INSTALLED, "-"], input=b"'\xff'", capture_output=True, cwd=tmp_path).returncode == 2


def test_a_working_directory_that_is_gone(tmp_path: Path) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    command = f'rmdir "{gone}"; exec "$0" "$@"'
    names = ([str(tmp_path / "main.js")], ["main.js"], ["main.md"], ["--list", "main.md"], ["test"], ["init"])
    for arguments in (["-e", HELLO], *names):
        run = subprocess.run(["sh", "-c", command, INSTALLED, *arguments], cwd=gone, capture_output=True, text=True)
        gone.mkdir()
        assert (run.returncode, run.stderr.splitlines()[0]) == (2, "error: the working directory is gone")


# Large and deep programs ------------------------------------------------------------------------------------------


def test_a_program_of_twenty_megabytes(ohosrun: Command, script: Script) -> None:
    line = "'some text that is long enough to make a large file of few statements, as data does';\n"
    script(line * (20 * 1024 * 1024 // len(line)) + HELLO)
    assert ohosrun("main.js").stdout == "hello\n"


@pytest.mark.parametrize("end", ["console.log('x'", "import './nope.js'", "throw new Error('mine')"])
def test_what_is_wrong_with_a_large_program_is_said_in_time(end: str, ohosrun: Command, script: Script) -> None:
    line = "(function () { return 'some text that is long enough' })();\n"
    count = 5 * 1024 * 1024 // len(line)
    script(line * count + end)
    run = ohosrun("main.js", timeout=15)
    assert run.returncode == 1
    assert "Traceback" not in run.stderr


@pytest.mark.parametrize(
    "text",
    ["[" * 100_000, "[" * 100_000 + "]" * 100_000, "[\n" * 100_000, "(" * 100_000, "{" * 100_000, "`${" * 20_000,
     "(() => " * 20_000, "!" * 100_000 + "1", "1" + "+1" * 100_000, "a" + ".b" * 100_000, "if (1) " * 50_000 + ";"],
)  # fmt: skip
def test_a_deeply_nested_program_does_not_end_the_process(text: str, ohosrun: Command, script: Script) -> None:
    script(text)
    run = ohosrun("main.js")
    assert run.returncode in (0, 1)
    assert "Traceback" not in run.stderr
    assert "bug in ohosrun" not in run.stderr
    assert len(run.stderr) < 2000


@pytest.mark.parametrize(
    ("content", "printed"),
    [
        (b"console.log('a\0b'.length)", "3\n"),
        (b"console.log(1) // \0", "1\n"),
        (b"\xef\xbb\xbfconsole.log(1)", "1\n"),
        (b"#!/usr/bin/env ohosrun\nconsole.log(1)", "1\n"),
        (b"console.log(1)\r\nconsole.log(2)\r\n", "1\n2\n"),
        (b"console.log(1)\rconsole.log(2)", "1\n2\n"),
        ("console.log(1)\u2028console.log(2)".encode(), "1\n2\n"),
    ],
)
def test_unusual_characters_in_a_program(content: bytes, printed: str, ohosrun: Command, tmp_path: Path) -> None:
    (tmp_path / "main.js").write_bytes(content)
    run = ohosrun("main.js")
    assert (run.returncode, run.stdout, run.stderr) == (0, printed, "")


def test_a_nul_where_no_character_belongs(ohosrun: Command, tmp_path: Path) -> None:
    (tmp_path / "main.js").write_bytes(b"console.log(1)\0")
    run = ohosrun("main.js")
    assert run.returncode == 1
    assert "main.js:1:15" in run.stderr
    assert "\0" not in run.stderr


# Exit codes (docs/command-line.md, "Exit codes"; 130 and 124 in test_interrupts.py) -------------------------------


@pytest.mark.parametrize(
    ("program", "code", "first"),
    [
        ("", 0, ""),
        ("setTimeout(() => {}, 1)", 0, ""),
        ("console.error('x')", 0, "x"),
        ("throw new Error('mine')", 1, "uncaught: Error: mine"),
        ("setTimeout(() => { throw new Error('mine') })", 1, "uncaught: Error: mine"),
        ("queueMicrotask(() => { throw new Error('mine') })", 1, "uncaught: Error: mine"),
        ("Promise.reject(new Error('mine'))", 1, "unhandled rejection: Error: mine"),
        ("await Promise.reject(new Error('mine'))", 1, "uncaught: Error: mine"),
        ("import './nope.js'", 1, "error: no such file: nope.js"),
        ("import '@ohos.nope'", 1, "error: the SDK has no module '@ohos.nope'"),
        ("await new Promise(() => {})", 13, "error: a top-level await can never settle"),
    ],
)
def test_exit_code(program: str, code: int, first: str, ohosrun: Command) -> None:
    run = ohosrun("-e", program)
    assert run.returncode == code
    assert run.stderr.split("\n")[0].startswith(first)


def test_a_file_that_is_not_javascript_is_1(ohosrun: Command, script: Script) -> None:
    script("let = =")
    run = ohosrun("main.js")
    assert (run.returncode, run.stdout) == (1, "")
    assert run.stderr.startswith("error: ")
    assert "  at main.js:1:" in run.stderr


def test_a_device_note_is_an_error_under_strict(ohosrun: Command, script: Script) -> None:
    script("import http from '@ohos.net.http'\nconst request = http.createHttp()\nrequest.on('nope', () => {})")
    run = ohosrun("main.js")
    assert (run.returncode, run.stderr.split(":")[0]) == (0, "note")
    run = ohosrun("--strict", "main.js")
    assert (run.returncode, run.stderr.split(":")[0]) == (1, "error")


def test_memory_limit(ohosrun: Command) -> None:
    run = ohosrun("--memory-limit", "16", "-e", "const a = []; for (;;) a.push({})")
    assert (run.returncode, run.stderr) == (1, "stopped: the script needs more than 16 MiB (--memory-limit)\n")
    assert ohosrun("--memory-limit=0", "-e", HELLO).stdout == "hello\n"


# Wrong usage ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "which program?"),
        ([""], "which program?"),
        (["--"], "which program?"),
        (["-q"], "which program?"),
        (["a.js", "b.js"], "one program at a time: a.js and b.js"),
        (["-", "b.js"], "one program at a time: - and b.js"),
        (["-e", "1", "b.js"], "either -e CODE or b.js"),
        (["-e"], "-e needs a value"),
        (["--timeout"], "--timeout needs a value"),
        (["-D"], "-D needs a value"),
        (["--nope", "a.js"], "no such option: --nope"),
        (["--timout", "1", "a.js"], "no such option: --timout (did you mean --timeout?)"),
        (["-x", "a.js"], "no such option: -x"),
        (["--timeout", "soon", "a.js"], "--timeout: expected a number, zero or more, not 'soon'"),
        (["--timeout=-1", "a.js"], "--timeout: expected a number, zero or more, not '-1'"),
        (["--memory-limit", "0.5", "a.js"], "--memory-limit: at least 1 MiB, or 0 for no limit, not 0.5"),
        (["--strict=perhaps", "a.js"], "--strict: expected true or false, not 'perhaps'"),
        (["-D", "NAME", "a.js"], "--define: expected NAME=VALUE, not 'NAME'"),
        (["--resolve", "host:1", "a.js"], "--resolve: expected HOST:PORT:ADDR, not 'host:1'"),
        (["--cacert", "nope.pem", "a.js"], "--cacert: no such file: nope.pem"),
        (["--trace=loud", "a.js"], "--trace: expected headers, body or curl, not 'loud'"),
        (["--port", "80", "a.js"], "--port goes with serve"),
        (["serve", "--port"], "--port needs a value"),
        (["serve", "--port", "65536"], "--port: expected 0 to 65535, not '65536'"),
        (["serve", "--port=-1"], "--port: expected 0 to 65535, not '-1'"),
        (["serve", "--port=http"], "--port: expected 0 to 65535, not 'http'"),
        (["--watch", "-"], "--watch needs a program in a file"),
        (["--watch", "-e", "1"], "--watch needs a program in a file"),
    ],
)
def test_wrong_usage(arguments: list[str], message: str, ohosrun: Command) -> None:
    assert is_usage(ohosrun(*arguments), message)


@pytest.mark.parametrize(
    ("variable", "value", "message"),
    [
        ("OHOSRUN_TIMEOUT", "soon", "OHOSRUN_TIMEOUT: expected a number, zero or more, not 'soon'"),
        ("OHOSRUN_STRICT", "perhaps", "OHOSRUN_STRICT: expected true or false, not 'perhaps'"),
        ("OHOSRUN_DEFINE", "NAME", "OHOSRUN_DEFINE: expected NAME=VALUE, not 'NAME'"),
        ("OHOSRUN_MEMORY_LIMIT", "0.1", "OHOSRUN_MEMORY_LIMIT: at least 1 MiB, or 0 for no limit, not 0.1"),
    ],
)
def test_a_wrong_variable(variable: str, value: str, message: str, ohosrun: Command) -> None:
    run = ohosrun("-e", "", env={variable: value})
    # The usage of the command says nothing about it.
    assert (run.returncode, run.stderr) == (2, f"error: {message}\n")


def test_a_wrong_file_of_settings(ohosrun: Command, script: Script) -> None:
    script("tiemout = 1", "ohosrun.toml")
    run = ohosrun("-e", "")
    assert run.returncode == 2
    assert run.stderr.startswith("error: ohosrun.toml: unknown key 'tiemout'; did you mean 'timeout'?")


# Settings ---------------------------------------------------------------------------------------------------------

STOPPED = "stopped: still running after {} s (--timeout)\n"


def test_flag_before_variable_before_file(ohosrun: Command, script: Script, tmp_path: Path) -> None:
    script("for (;;) {}", "deep/er/main.js")
    script("timeout = 0.11", "ohosrun.toml")
    variable = {"OHOSRUN_TIMEOUT": "0.12"}
    assert ohosrun("deep/er/main.js").stderr == STOPPED.format(0.11)
    assert ohosrun("deep/er/main.js", env=variable).stderr == STOPPED.format(0.12)
    assert ohosrun("deep/er/main.js", "--timeout", "0.13", env=variable).stderr == STOPPED.format(0.13)
    # It is the folder of the program that counts, for a program without one the working directory.
    assert ohosrun(tmp_path / "deep" / "er" / "main.js", cwd=Path("/")).stderr == STOPPED.format(0.11)
    assert ohosrun("-e", "for (;;) {}").stderr == STOPPED.format(0.11)
    assert ohosrun("-", stdin="for (;;) {}").stderr == STOPPED.format(0.11)


def test_definitions_from_everywhere(ohosrun: Command, script: Script) -> None:
    script('[define]\nA = "ftp://file"\nB = "ftp://file"\nC = "ftp://file"', "ohosrun.toml")
    program = """
        const answers = await Promise.allSettled(['A', 'B', 'C', 'D'].map((url) => http.createHttp().request(url)))
        console.log(answers.map(({ reason }) => reason.code).join())
    """
    # 2300001: a scheme that is not supported; 2300006: D is a host name, and there is no such host.
    environ = {"OHOSRUN_DEFINE": "A=ftp://variable B=ftp://variable"}
    run = ohosrun("-q", "-D", "A=ftp://flag", "-DD=ftp://x", "-e", program, env=environ)
    assert run.stdout == "2300001,2300001,2300001,2300001\n"


@pytest.mark.parametrize("setting", [s for s in TABLE if s.kind != "path" and not s.name.startswith("watch")],
                         ids=lambda setting: setting.name)  # fmt: skip
def test_every_flag_is_taken(setting: object, ohosrun: Command) -> None:
    flag: str = getattr(setting, "flag")  # noqa: B009
    own = {"--lang": "ts", "--deny": "ohos.permission.CAMERA", "--api": "12"}
    value = own.get(flag, VALUES[getattr(setting, "kind")])  # noqa: B009
    run = ohosrun(f"{flag}={value}" if value else flag, "-e", HELLO)
    assert (run.returncode, run.stdout) == (0, "hello\n")


@pytest.mark.parametrize("flag", ["-h", "--help"])
def test_help_is_one_screen(flag: str, ohosrun: Command) -> None:
    run = ohosrun("--timeout", "1", flag, "--nope")
    assert (run.returncode, run.stderr) == (0, "")
    assert len(run.stdout.splitlines()) < 40
    assert "--help all" in run.stdout
    assert max(len(line) for line in run.stdout.splitlines()) <= 120


@pytest.mark.parametrize("flag", ["-h", "--help"])
def test_help_all_names_every_flag(flag: str, ohosrun: Command) -> None:
    run = ohosrun(flag, "all")
    assert (run.returncode, run.stderr) == (0, "")
    assert [setting.flag for setting in TABLE if setting.flag not in run.stdout] == []
    assert max(len(line) for line in run.stdout.splitlines()) <= 120


@pytest.mark.parametrize("flag", ["-V", "--version"])
def test_version(flag: str, ohosrun: Command) -> None:
    from importlib.metadata import version

    assert ohosrun(flag).stdout == f"ohosrun {version('ohosrun')}\n"
