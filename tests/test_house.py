"""Rules that keep a start quick and the parts apart: what is imported when, and who may import what."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

import pytest

from bindings.registry import REGISTRY
from tests.servers.http import HttpServer, Response
from tests.sources import FOLDERS, ROOT, SOURCES, circles, imports, name_of, room_of, tree_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

# Each takes longer to load than a short script takes to run. They belong into the function that needs them.
COSTLY = frozenset({
    "argparse", "ast", "asyncio", "concurrent", "contextlib", "copy", "ctypes", "dataclasses", "difflib", "email",
    "enum", "functools", "h11", "http", "inspect", "json", "logging", "pathlib", "platform", "pycurl", "pyromark",
    "re", "shutil", "socket", "ssl", "subprocess", "tempfile", "threading", "tokenize", "tomllib", "traceback",
    "typing", "unittest", "urllib", "uuid", "watchdog",
})  # fmt: skip

# What a run of a script imports besides Python's own core: the measured list is compared with the costly one.
MEASURE = """
import sys
before = set(sys.modules)
sys.argv = ["ohosrun", *sys.argv[1:]]
import ohosrun
import os
def exit(code):
    print(*sorted(set(sys.modules) - before), file=sys.stderr)
    sys.stderr.flush()
    leave(code)
leave, os._exit = os._exit, exit
ohosrun.main()
"""


def imported_by(folder: Path, program: str, name: str = "hello.js", command: str = "") -> set[str]:
    """The modules that running `program` imports, beyond those that Python itself has at its start.

    `name` is that of its file; `command` is what is run instead of that.
    """
    (folder / name).write_text(program)
    arguments = [sys.executable, "-I", "-S", "-c", f"import sys; sys.path[:0] = {[str(ROOT), *sys.path]}\n{MEASURE}"]
    run = subprocess.run([*arguments, command or name], cwd=folder, capture_output=True, text=True)
    assert run.returncode == 0, run.stderr
    return set(run.stderr.split())


def test_a_script_that_prints_imports_nothing_costly(tmp_path: Path) -> None:
    modules = imported_by(tmp_path, "console.log('hello')")
    assert "runtime.run.session" in modules
    assert {module.partition(".")[0] for module in modules} & COSTLY == set()


def test_tests_import_nothing_costly(tmp_path: Path) -> None:
    suite = "describe('A', () => { it('c', 0, () => {}); });"
    case = f"import {{ describe, it }} from '@ohos/hypium';\nexport default () => {suite}\n"
    modules = imported_by(tmp_path, case, "a.test.ts", "test")
    # Packages are looked for in the process that runs them, a fork.
    assert {"runtime.testing.run", "runtime.modules.packages"} <= modules
    assert {module.partition(".")[0] for module in modules} & (COSTLY | {"selectors"}) == set()


def test_a_script_without_requests_does_not_load_the_client(tmp_path: Path) -> None:
    modules = imported_by(tmp_path, "setTimeout(() => console.log([1, { a: 1 }]))")
    assert [module for module in modules if module.startswith("bindings.")] == ["bindings.registry"]


def test_a_request_imports_nothing_costly(tmp_path: Path) -> None:
    with HttpServer(lambda _request: Response("{}")) as server:
        program = f"import http from '@ohos.net.http'; http.createHttp().request('{server.url}')"
        modules = imported_by(tmp_path, program)
    assert "runtime.transport.client" in modules
    assert {module.partition(".")[0] for module in modules} & (COSTLY - {"pycurl"}) == set()


def test_text_is_never_opened_in_the_encoding_of_the_system(tmp_path: Path) -> None:
    (tmp_path / "page.md").write_text("```js\nhttp.createHttp().request('EXAMPLE_URL');\n```\n", "utf-8")
    strict = ["-X", "warn_default_encoding", "-W", "error::EncodingWarning", "-m", "ohosrun", "page.md"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    run = subprocess.run([sys.executable, *strict], cwd=tmp_path, env=environment, capture_output=True, text=True)
    assert run.returncode == 0, run.stdout + run.stderr


def test_what_is_for_rare_cases_is_not_loaded_without_need(tmp_path: Path) -> None:
    modules = imported_by(tmp_path, "console.log('hello')")
    rare = (
        "command.help", "documents", "example_server", "language.javascript", "language.repairs", "output.capture",
        "output.hints", "watch",
    )  # fmt: skip
    assert [module for module in modules if module.startswith(tuple(f"runtime.{name}" for name in rare))] == []


# Which rooms of the runtime a room may import, also inside of functions and for types. Everything may import itself.
# What stands in `runtime` by itself (bundle, extensions, folders, loop, poller, wakeup) is a room, too.
_BELOW = ("engine", "loop", "output", "settings")
ARROWS = {
    "command": (
        *_BELOW, "bundle", "documents", "example_server", "language", "modules", "run", "screens", "testing", "watch",
    ),
    "watch": (*_BELOW, "documents", "language", "modules", "run", "testing"),
    "documents": ("bundle", "extensions", "language", "loop", "modules", "output", "run", "settings"),
    "testing": (*_BELOW, "example_server", "language", "modules", "run"),
    "screens": ("engine", "language", "output", "run"),
    "run": (*_BELOW, "example_server", "globals", "language", "modules", "transport", "wakeup"),
    "modules": (*_BELOW, "folders", "language", "transport"),
    "globals": ("engine", "loop", "output"),
    "transport": ("extensions", "folders", "loop", "output", "settings"),
    "example_server": ("loop",),
    "settings": ("language", "output"),
    "language": ("engine", "folders", "output"),
    "output": ("engine",),
    "engine": ("folders",),
    "loop": ("poller", "wakeup"),
    "bundle": (),
    "extensions": (),
    "folders": (),
    "poller": (),
    "wakeup": (),
}  # fmt: skip

# What a binding may import of the runtime: its contract (the loop and the settings are types and constants of it), and
# all of transport.
CONTRACT = ("runtime.loop", "runtime.modules.contract", "runtime.settings.table", "runtime.transport")


def within(module: str, packages: Iterable[str]) -> bool:
    """Whether a module is one of `packages` or in one."""
    return any(module == package or module.startswith(f"{package}.") for package in packages)


def test_the_rooms_of_the_runtime_import_in_one_direction() -> None:
    assert circles(ARROWS) == []
    allowed = {(f"runtime.{room}", f"runtime.{other}") for room, others in ARROWS.items() for other in others}
    there_are = {
        (room_of(importer), room_of(imported)): f"{importer} -> {imported}"
        for importer, imported, _for_types in imports()
        if within(importer, ["runtime"]) and within(imported, ["runtime"]) and room_of(importer) != room_of(imported)
    }
    assert {text for arrow, text in there_are.items() if arrow not in allowed} == set()
    assert allowed - set(there_are) == set(), "arrows that nothing needs any more"


# Where two name each other as types, and only so: the one has the other, which calls it back. An import never leads
# back.
COLLEAGUES = [
    ["bindings.net_http.exchange", "bindings.net_http.ops", "bindings.net_http.stream"],
    ["runtime.command.repl.commands", "runtime.command.repl.session"],
    ["runtime.screens", "runtime.screens.room"],
    ["runtime.testing.driver", "runtime.testing.session"],
]


def test_no_import_leads_back_to_where_it_is_written() -> None:
    graph, with_types = defaultdict(set), defaultdict(set)
    for importer, imported, for_types in imports():
        if importer != imported:
            with_types[importer].add(imported)
            if not for_types:
                graph[importer].add(imported)
    assert circles(graph) == []
    assert sorted(circles(with_types)) == COLLEAGUES


def test_only_the_command_knows_that_there_are_bindings() -> None:
    known = {(found.importer, found.imported) for found in imports()
             if within(found.importer, ["runtime"]) and within(found.imported, ["bindings"])}  # fmt: skip
    assert {imported for _importer, imported in known} == {"bindings.registry"}
    assert {room_of(importer) for importer, _imported in known} == {"runtime.command"}


def test_a_binding_imports_its_contract_and_itself() -> None:
    for importer, imported, _for_types in imports():
        if within(importer, ["bindings"]):
            if within(imported, ["runtime"]):
                assert within(imported, CONTRACT), f"{importer} -> {imported}"
            elif within(imported, ["bindings"]):
                assert within(imported, [room_of(importer), "bindings.kit"]), f"{importer} -> {imported}"


# What runtime/screens offers to the modules that are about screens.
OF_SCREENS = ("ohosrun:ui-nodes", "ohosrun:ui-state", "ohosrun:ui-test")


def test_a_binding_imports_no_javascript_but_its_own_and_the_shared() -> None:
    for path in (ROOT / "bindings").rglob("*.js"):
        own = path.relative_to(ROOT / "bindings").parts[0]
        for specifier in re.findall(r"""^[^/*]*\b(?:from|import) '([^']+)'""", path.read_text("utf-8"), re.MULTILINE):
            allowed = ("./", "ohosrun:kit/", f"ohosrun:bindings/{own}/", f"ohosrun:bridge/{own}")
            assert specifier.startswith(allowed) or specifier in OF_SCREENS, f"{path.name}: {specifier}"


def importers_of(package: str) -> set[str]:
    """The files that import `package`, other than for type checkers."""
    names = {found.importer for found in imports() if within(found.imported, [package]) and not found.for_types}
    return {path.relative_to(ROOT).as_posix() for path in SOURCES if name_of(path) in names}


def test_only_the_engine_imports_the_engine_library() -> None:
    assert importers_of("quickjs") == {"runtime/engine/quickjs.py"}


def test_only_one_file_imports_libcurl() -> None:
    assert importers_of("pycurl") == {"runtime/transport/libcurl.py"}


def test_ctypes_is_for_what_libraries_do_not_offer() -> None:
    assert importers_of("ctypes") == {
        "runtime/command/repl/editing.py",
        "runtime/output/console.py",
    }
    assert importers_of("_ctypes") == {"runtime/engine/native.py"}


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_files_and_functions_are_short_and_files_say_what_they_are(path: Path) -> None:
    tree = tree_of(path)
    assert len(path.read_text("utf-8").splitlines()) <= 400
    assert ast.get_docstring(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            # What it does: without its parameters, which stand one a line, and what it says of itself.
            body = node.body[1:] if ast.get_docstring(node) is not None and node.body[1:] else node.body
            assert (node.end_lineno or 0) - body[0].lineno < 40, node.name


# Longer ones in JavaScript: a class that is made twice, and what a device does with a call, step by step in its order.
LONG_FUNCTIONS = {"makeClass", "parseOptions", "#begin"}

CONTROL = ("if", "for", "while", "switch", "try", "do", "class", "export class", "export default class", "}", "(core")


def functions_of(text: str) -> Iterator[tuple[str, int]]:
    """The functions of JavaScript that is indented as everywhere here: name, and how many lines are in it."""
    lines = text.splitlines()
    for at, line in enumerate(lines):
        begin = line.lstrip()
        if not line.endswith("{") or "(" not in line or begin.startswith(CONTROL):
            continue
        indent = len(line) - len(begin)
        ends = (end for end in range(at + 1, len(lines)) if lines[end] and not lines[end][: indent + 1].isspace())
        named = re.search(r"(?:function\*? |const )?(#?\w+)[ =:]*\(", begin)
        yield named[1] if named else begin, next(ends, len(lines)) - at - 1


def test_javascript_files_and_functions_are_short() -> None:
    long = set()
    for path in (path for folder in FOLDERS for path in folder.glob("*.js")):
        text = path.read_text("utf-8")
        assert len(text.splitlines()) <= 400, path.name
        long |= {name for name, length in functions_of(text) if length > 40}
    assert long == LONG_FUNCTIONS


# Folders in which names are those of the device's own modules and classes, which come in families.
NAMED_BY_THE_DEVICE = ("bindings", "bindings/buffer", "bindings/containers")


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_names_in_a_folder_do_not_repeat_it_and_make_no_families(folder: Path) -> None:
    names = sorted({path.stem for path in folder.iterdir() if path.suffix in (".py", ".js") or path.is_dir()})
    names = [name for name in names if not name.startswith("__")]
    if folder.relative_to(ROOT).as_posix() not in NAMED_BY_THE_DEVICE:
        first_words = Counter(name.partition("_")[0] for name in names)
        assert [name for name in names if folder.name in name.split("_")] == []
        assert [name for name in names if "_" in name and first_words[name.partition("_")[0]] > 1] == []


BINDINGS = sorted(path for path in (ROOT / "bindings").iterdir() if path.is_dir() and not path.name.startswith("__"))


@pytest.mark.parametrize("folder", BINDINGS, ids=lambda path: path.name)
def test_bindings_have_the_same_parts(folder: Path) -> None:
    """A façade, and `ops.py` where there is Python: nothing else of it is opened, no folder is a package with code."""
    if folder.name == "kit":
        return
    facades = {module.file for module in REGISTRY.modules.values() if module.folder == folder.name}
    assert facades, "the registry leads to it"
    assert all((folder / file).is_file() for file in facades)
    assert "index.js" in facades or len(facades) > 1
    assert not (folder / "__init__.py").exists()
    python = {path.stem for path in folder.rglob("*.py")}
    assert not python or "ops" in python
    text = "".join(path.read_text("utf-8") for path in folder.rglob("*.js"))
    assert (re.search(r"\bops\b[^;]*'ohosrun:bridge/", text) is not None) >= ("ops" in python)


def test_the_registry_leads_to_every_binding() -> None:
    assert {module.folder for module in REGISTRY.modules.values()} | {"kit"} == {path.name for path in BINDINGS}


# What the errors of requests are called: 2300000 and a number of libcurl's.
CODES_OF_HTTP = range(2_300_000, 2_301_000)

# What runtime/screens has files of the same name for.
OF_SCREENS_TOO = ("arkui_node", "state_management", "ui_test")

# What a module of a device is called in a text: by its specifier, or by the folder of its binding.
OF_A_DEVICE = re.compile(
    r"@(?:ohos|kit|system|arkts|hms)\.[A-Za-z]|"
    + "|".join(rf"\b{path.name}\b" for path in BINDINGS if "_" in path.name and path.name not in OF_SCREENS_TOO)
)


@pytest.mark.parametrize("path", [path for path in SOURCES if "runtime" in path.parts], ids=lambda path: path.name)
def test_the_runtime_knows_no_module_of_a_device_by_name(path: Path) -> None:
    tree = tree_of(path)
    documentation = {ast.get_docstring(node, clean=False) for node in ast.walk(tree)
                     if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)}  # fmt: skip
    strings = {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    assert {text for text in strings - documentation if OF_A_DEVICE.search(text)} == set()
    numbers = {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, int)}
    assert {number for number in numbers if number in CODES_OF_HTTP} == set()


def test_the_javascript_of_the_runtime_imports_no_module_of_a_device() -> None:
    # The starter is a program for a person to begin with.
    for path in (ROOT / "runtime").rglob("*.js"):
        if path.parent.name != "starter":
            assert not re.search(r"\bfrom '@|\bimport '@|ohosrun:bindings/", path.read_text("utf-8")), path.name


def test_the_javascript_is_shipped_with_the_package() -> None:
    from runtime.globals import FILES, FILES_ON_DEMAND

    folder = ROOT / "runtime" / "globals"
    assert {path.relative_to(folder).as_posix() for path in folder.rglob("*.js")} == {*FILES, *FILES_ON_DEMAND}
