"""Every setting, from each of the places where it can be given, and which of them wins (docs/command-line.md)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from runtime.settings import checks
from runtime.settings.permissions import known
from runtime.settings.sources import CONFIG_FILE, find_config, parse_text, resolve
from runtime.settings.table import TABLE, Setting, Settings, UsageError, flags
from tests.command import Command

BY_NAME = {setting.name: setting for setting in TABLE}
# Kind -> (what is written as text, once for each time the flag is given; the value; the same in TOML).
SAMPLES: dict[str, tuple[list[str], Any, str]] = {
    "switch": (["true"], True, "true"),
    "number": (["2.5"], 2.5, "2.5"),
    "text": (["word"], "word", '"word"'),
    "path": (["/some/file"], "/some/file", '"/some/file"'),
    "list": (["one", "two"], ("one", "two"), '["one", "two"]'),
    "paths": (["/one", "/two"], ("/one", "/two"), '["/one", "/two"]'),
    "files": ([f"A={__file__}"], {"A": __file__}, f'{{ A = "{__file__}" }}'),
    "table": (["A=1", "B=x=y"], {"A": "1", "B": "x=y"}, '{ A = "1", B = "x=y" }'),
}
# Of settings that do not take any value of their kind.
OWN_SAMPLES: dict[str, tuple[list[str], object, str]] = {
    "api": (["12"], 12.0, "12"),
    "deny": (["ohos.permission.CAMERA"], ("ohos.permission.CAMERA",), '["ohos.permission.CAMERA"]'),
    "cacert": ([__file__], __file__, f'"{__file__}"'),
    "resolve": (["a:1:b"], ("a:1:b",), '["a:1:b"]'),
    "trace": (["curl"], "curl", '"curl"'),
    "lang": (["ets"], "ets", '"ets"'),
    "allow_import": (["/", "/usr"], ("/", "/usr"), '["/", "/usr"]'),
    "watch_path": (["/", "/usr"], ("/", "/usr"), '["/", "/usr"]'),
}


def samples(setting: Setting) -> tuple[list[str], object, str]:
    """Texts, the value they mean, and how ohosrun.toml has it."""
    return OWN_SAMPLES.get(setting.name, SAMPLES[setting.kind])


ALL = pytest.mark.parametrize("setting", TABLE, ids=lambda setting: setting.name)


def write_config(folder: Path, text: str) -> None:
    (folder / CONFIG_FILE).write_text(text)


# Each place -------------------------------------------------------------------------------------------------------


@ALL
def test_the_default_holds_when_nothing_is_said(setting: Setting, tmp_path: Path) -> None:
    assert getattr(resolve({}, {}, str(tmp_path)), setting.name) == setting.default


@ALL
def test_a_flag(setting: Setting) -> None:
    texts, value, _ = samples(setting)
    assert parse_text(setting, texts, setting.flag) == value
    assert getattr(resolve({setting.name: value}, {}, None), setting.name) == value


@ALL
def test_an_environment_variable(setting: Setting) -> None:
    texts, value, _ = samples(setting)
    assert getattr(resolve({}, {setting.variable: " ".join(texts)}, None), setting.name) == value


@ALL
def test_a_key_of_the_file(setting: Setting, tmp_path: Path) -> None:
    _, value, toml = samples(setting)
    write_config(tmp_path, f"{setting.key} = {toml}\n")
    assert getattr(resolve({}, {}, str(tmp_path)), setting.name) == value


@ALL
def test_names_follow_one_rule(setting: Setting) -> None:
    words = setting.name.split("_")
    assert setting.flag == "--" + "-".join(words)
    assert setting.key == "-".join(words)
    assert setting.variable == "OHOSRUN_" + "_".join(words).upper()
    assert flags()[setting.flag] is setting
    if setting.short:
        assert flags()[setting.short] is setting
    assert setting.help
    assert bool(setting.metavar) == (setting.kind != "switch")


def test_every_setting_is_in_the_documentation() -> None:
    page = (Path(__file__).parents[3] / "docs" / "command-line.md").read_text()
    undocumented = [s.name for s in TABLE if s.flag not in page or s.variable not in page]
    assert undocumented == []


def test_defaults() -> None:
    # docs/command-line.md, "Settings".
    settings = Settings()
    assert (settings.timeout, settings.memory_limit, settings.define, settings.strict) == (0, 2048, {}, False)


def test_an_unknown_setting_is_a_mistake_of_ours() -> None:
    with pytest.raises(TypeError, match="tiemout"):
        Settings(tiemout=1)


# Which one wins ---------------------------------------------------------------------------------------------------


def test_flag_before_variable_before_file_before_default(tmp_path: Path) -> None:
    write_config(tmp_path, 'timeout = 1\nwatch-ignore = ["file"]\n')
    environ = {"OHOSRUN_TIMEOUT": "2", "OHOSRUN_WATCH_IGNORE": "a b"}
    flag = {"timeout": 3.0, "watch_ignore": ("flag",)}
    folder = str(tmp_path)
    assert resolve({}, {}, folder).timeout == 1
    assert resolve({}, environ, folder).timeout == 2
    assert resolve(flag, environ, folder).timeout == 3
    # A list is replaced, not joined.
    assert resolve({}, environ, folder).watch_ignore == ("a", "b")
    assert resolve(flag, environ, folder).watch_ignore == ("flag",)


def test_a_stronger_place_can_turn_a_switch_off(tmp_path: Path) -> None:
    write_config(tmp_path, "strict = true\n")
    assert resolve({}, {}, str(tmp_path)).strict
    assert not resolve({}, {"OHOSRUN_STRICT": "0"}, str(tmp_path)).strict
    assert not resolve({}, {"OHOSRUN_STRICT": ""}, str(tmp_path)).strict
    assert not resolve({"strict": False}, {"OHOSRUN_STRICT": "1"}, str(tmp_path)).strict


def test_definitions_are_merged_by_name(tmp_path: Path) -> None:
    write_config(tmp_path, '[define]\nA = "file"\nB = "file"\nC = "file"\n')
    settings = resolve({"define": {"A": "flag"}}, {"OHOSRUN_DEFINE": "A=variable B=variable"}, str(tmp_path))
    assert settings.define == {"A": "flag", "B": "variable", "C": "file"}


def test_an_empty_variable_is_one_that_is_not_set() -> None:
    names = ("TIMEOUT", "DEFINE", "DENY", "CACERT", "RESOLVE", "MEMORY_LIMIT")
    assert vars(resolve({}, {f"OHOSRUN_{name}": "" for name in names}, None)) == vars(Settings())


@pytest.mark.parametrize(
    ("environ", "no_color"),
    [
        # https://no-color.org: "when present and not an empty string (regardless of its value)".
        ({"NO_COLOR": "1"}, True),
        ({"NO_COLOR": "0"}, True),
        ({"NO_COLOR": ""}, False),
        ({}, False),
        ({"NO_COLOR": "1", "OHOSRUN_NO_COLOR": "0"}, False),
        ({"OHOSRUN_NO_COLOR": "1"}, True),
    ],
)
def test_no_color(environ: dict[str, str], no_color: bool) -> None:
    assert resolve({}, environ, None).no_color is no_color


# The file ---------------------------------------------------------------------------------------------------------


def test_the_nearest_parent_folder_that_has_the_file(tmp_path: Path) -> None:
    inner = tmp_path / "a" / "b"
    inner.mkdir(parents=True)
    write_config(tmp_path, "timeout = 1\n")
    assert find_config(str(inner)) == str(tmp_path / CONFIG_FILE)
    write_config(tmp_path / "a", "quiet = true\n")
    assert find_config(str(inner)) == str(tmp_path / "a" / CONFIG_FILE)
    # Only the nearest: nothing is inherited from those above it.
    assert resolve({}, {}, str(inner)).timeout == 0
    # A folder of that name is none.
    (inner / CONFIG_FILE).mkdir()
    assert find_config(str(inner)) == str(tmp_path / "a" / CONFIG_FILE)


def test_paths_in_the_file_are_relative_to_it(tmp_path: Path) -> None:
    inner = tmp_path / "inner"
    inner.mkdir()
    write_config(tmp_path, 'cacert = "ca.pem"\n')
    (tmp_path / "ca.pem").touch()
    assert resolve({}, {}, str(inner)).cacert == str(tmp_path / "ca.pem")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("timeout = ", "ohosrun.toml: Invalid value (at "),
        ("tiemout = 1", "ohosrun.toml: unknown key 'tiemout'; did you mean 'timeout'?"),
        ("[section]\ntimeout = 1", "ohosrun.toml: unknown key 'section'"),
        ("memory_limit = 1", "ohosrun.toml: unknown key 'memory_limit'"),
        ("strict = 1", "ohosrun.toml: strict: expected true or false"),
        ('strict = "true"', "ohosrun.toml: strict: expected true or false"),
        ("timeout = true", "ohosrun.toml: timeout: expected a number"),
        ('timeout = "1"', "ohosrun.toml: timeout: expected a number"),
        ("timeout = -1", "ohosrun.toml: timeout: expected a number, zero or more, not -1"),
        ("timeout = inf", "ohosrun.toml: timeout: expected a number, zero or more"),
        ("timeout = nan", "ohosrun.toml: timeout: expected a number, zero or more"),
        (f"timeout = {'9' * 400}", "ohosrun.toml: timeout: expected a number, zero or more"),
        ('deny = "one"', "ohosrun.toml: deny: expected an array of strings"),
        ("deny = [1]", "ohosrun.toml: deny: expected an array of strings"),
        ("cacert = 1", "ohosrun.toml: cacert: expected a path as a string"),
        ('define = "A=1"', "ohosrun.toml: define: expected a table of strings"),
        ("define = { A = 1 }", "ohosrun.toml: define: expected a table of strings"),
        ("timeout = 1\ntimeout = 2", "ohosrun.toml: Cannot overwrite a value"),
        (f"deny = {'[' * 5000}", "ohosrun.toml: "),
    ],
)
def test_a_file_that_is_wrong(text: str, message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write_config(tmp_path, text)
    with pytest.raises(UsageError) as caught:
        resolve({}, {}, str(tmp_path))
    assert str(caught.value).startswith(message)
    assert "\n" not in str(caught.value)


def test_a_file_that_is_not_utf8(tmp_path: Path) -> None:
    (tmp_path / CONFIG_FILE).write_bytes(b"# \xff")
    with pytest.raises(UsageError, match=r"ohosrun\.toml"):
        resolve({}, {}, str(tmp_path))


@pytest.mark.parametrize("value", [True, False])
def test_a_setting_with_an_optional_value_is_also_a_switch_in_the_file(value: bool, tmp_path: Path) -> None:
    write_config(tmp_path, f"trace = {json.dumps(value)}\n")
    assert resolve({}, {}, str(tmp_path)).trace == ("on" if value else "")


# Values as text ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["1", "true", "TRUE", "yes", "On"])
def test_yes(text: str) -> None:
    assert parse_text(BY_NAME["strict"], [text], "--strict") is True


@pytest.mark.parametrize("text", ["", "0", "false", "No", "OFF"])
def test_no(text: str) -> None:
    assert parse_text(BY_NAME["strict"], [text], "--strict") is False


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("strict", "maybe", "X: expected true or false, not 'maybe'"),
        ("timeout", "", "X: expected a number, zero or more, not ''"),
        ("timeout", "-1", "X: expected a number, zero or more, not '-1'"),
        ("timeout", "1s", "X: expected a number, zero or more, not '1s'"),
        ("timeout", "nan", "X: expected a number, zero or more, not 'nan'"),
        ("timeout", "inf", "X: expected a number, zero or more, not 'inf'"),
        ("timeout", "1e999", "X: expected a number, zero or more, not '1e999'"),
        ("define", "A", "X: expected NAME=VALUE, not 'A'"),
        ("define", "=1", "X: expected NAME=VALUE, not '=1'"),
    ],
)
def test_text_that_is_no_value(name: str, text: str, message: str) -> None:
    with pytest.raises(UsageError) as caught:
        parse_text(BY_NAME[name], [text], "X")
    assert str(caught.value) == message


def test_a_value_given_twice() -> None:
    assert parse_text(BY_NAME["timeout"], ["1", "2"], "--timeout") == 2
    assert parse_text(BY_NAME["define"], ["A=1", "A=2", "B="], "-D") == {"A": "2", "B": ""}


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--deny", "foo"], "--deny: OpenHarmony has no permission 'foo'"),
        (
            ["--deny", "ohos.permission.INTERNT"],
            "--deny: OpenHarmony has no permission 'ohos.permission.INTERNT'; did you mean ohos.permission.INTERNET?",
        ),
        (
            ["--deny", "internet"],
            "--deny: OpenHarmony has no permission 'internet'; did you mean ohos.permission.INTERNET?",
        ),
    ],
)  # fmt: skip
def test_a_permission_that_there_is_not(arguments: list[str], message: str, ohosrun: Command) -> None:
    run = ohosrun(*arguments, "-e", "1")
    assert (run.returncode, run.stderr.splitlines()[0]) == (2, f"error: {message}")


def test_a_variable_that_there_is_not(ohosrun: Command) -> None:
    run = ohosrun("-e", "1", env={"OHOSRUN_TIMOUT": "3"})
    assert (run.returncode, run.stderr) == (
        2,
        "error: OHOSRUN_TIMOUT: no such setting; did you mean OHOSRUN_TIMEOUT?\n",
    )
    run = ohosrun("-e", "1", env={"OHOSRUN_XYZZY": ""})
    assert (run.returncode, run.stderr) == (2, "error: OHOSRUN_XYZZY: no such setting\n")


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("cacert = 'nowhere.pem'", "ohosrun.toml: cacert: no such file: "),
        ("trace = 'loud'", "ohosrun.toml: trace: expected headers, body or curl, not 'loud'"),
        ("deny = ['foo']", "ohosrun.toml: deny: OpenHarmony has no permission 'foo'"),
        ("resolve = ['x']", "ohosrun.toml: resolve: expected HOST:PORT:ADDR, not 'x'"),
        ("memory-limit = 0.5", "ohosrun.toml: memory-limit: at least 1 MiB, or 0 for no limit, not 0.5"),
        ("timout = 3", "ohosrun.toml: unknown key 'timout'; did you mean 'timeout'?"),
    ],
)
def test_what_is_wrong_in_the_file_is_blamed_on_it(line: str, message: str, ohosrun: Command, tmp_path: Path) -> None:
    write_config(tmp_path, line)
    run = ohosrun("-e", "1")
    assert run.returncode == 2
    # No usage of the command, which is right.
    assert len(run.stderr.splitlines()) == 1
    assert run.stderr.startswith(f"error: {message}")


def test_a_bad_value_that_a_stronger_one_replaces_is_none(ohosrun: Command, tmp_path: Path) -> None:
    write_config(tmp_path, "trace = 'loud'")
    assert ohosrun("--trace=headers", "-e", "1").returncode == 0


def test_every_check_is_there() -> None:
    assert all(callable(getattr(checks, row.check)) for row in TABLE if row.check)
    assert "ohos.permission.INTERNET" in known()
    assert len(known()) > 300
