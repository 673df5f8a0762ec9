"""Rules that keep a start quick and the parts apart: what is imported when, and who may import what."""

from __future__ import annotations

import ast
import functools
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGES = ("runtime", "bindings")
SOURCES = [ROOT / "ohosrun.py", *sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))]

# Each takes longer to load than a short script takes to run. They belong into the function that needs them.
COSTLY = frozenset({
    "argparse", "ast", "asyncio", "concurrent", "contextlib", "copy", "dataclasses", "difflib", "email", "enum",
    "functools", "h11", "http", "inspect", "json", "logging", "pathlib", "platform", "pycurl", "pyromark", "re",
    "shutil", "socket", "ssl", "subprocess", "tempfile", "threading", "tokenize", "tomllib", "traceback", "typing",
    "unittest", "urllib", "uuid", "watchdog",
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


def imported_by(folder: Path, program: str) -> set[str]:
    """The modules that running `program` imports, beyond those that Python itself has at its start."""
    (folder / "hello.js").write_text(program)
    arguments = [sys.executable, "-I", "-S", "-c", f"import sys; sys.path[:0] = {[str(ROOT), *sys.path]}\n{MEASURE}"]
    run = subprocess.run([*arguments, "hello.js"], cwd=folder, capture_output=True, text=True)
    assert run.returncode == 0, run.stderr
    return set(run.stderr.split())


def test_a_script_that_prints_imports_nothing_costly(tmp_path: Path) -> None:
    modules = imported_by(tmp_path, "console.log('hello')")
    assert "runtime.run.session" in modules
    assert {module.partition(".")[0] for module in modules} & COSTLY == set()


def test_a_script_without_requests_does_not_load_the_client(tmp_path: Path) -> None:
    modules = imported_by(tmp_path, "setTimeout(() => console.log([1, { a: 1 }]))")
    assert [module for module in modules if module.startswith("bindings.")] == ["bindings.registry"]


def test_what_is_for_rare_cases_is_not_loaded_without_need(tmp_path: Path) -> None:
    modules = imported_by(tmp_path, "console.log('hello')")
    rare = (
        "command.help", "documents", "example_server", "language.javascript", "language.repairs", "output.capture",
        "output.hints", "watch",
    )  # fmt: skip
    assert [module for module in modules if module.startswith(tuple(f"runtime.{name}" for name in rare))] == []


def all_imports(tree: ast.Module) -> set[str]:
    """The modules that a file imports, wherever in it."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add(node.module or "")
    return found


@functools.cache
def imports_by_file() -> dict[str, set[str]]:
    """The packages that each file imports, other than for type checkers."""
    imports = {}
    for path in SOURCES:
        tree = ast.parse(path.read_text("utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
                node.body = []
        imports[path.relative_to(ROOT).as_posix()] = {name.partition(".")[0] for name in all_imports(tree)}
    return imports


def importers_of(package: str) -> set[str]:
    """The files that import `package`."""
    return {file for file, packages in imports_by_file().items() if package in packages}


def test_only_the_engine_imports_the_engine_library() -> None:
    assert importers_of("quickjs") == {"runtime/engine/quickjs.py"}


def test_only_one_file_imports_libcurl() -> None:
    assert importers_of("pycurl") == {"runtime/transport/libcurl.py"}


def test_ctypes_is_for_what_libraries_do_not_offer() -> None:
    assert importers_of("ctypes") == {
        "runtime/command/repl/editing.py",
        "runtime/engine/heap.py",
        "runtime/engine/rejections.py",
        "runtime/run/interrupts.py",
        "runtime/run/limited.py",
    }


@pytest.mark.parametrize("path", sorted((ROOT / "bindings").rglob("*.py")), ids=lambda path: path.name)
def test_a_binding_knows_its_contract_and_not_the_runtime(path: Path) -> None:
    imports = all_imports(ast.parse(path.read_text("utf-8")))
    # The loop's constants are part of the contract; settings and loop are its types.
    allowed = {"runtime.loop", "runtime.modules.contract", "runtime.settings.table"}
    outside = {name for name in imports if name.startswith("runtime") and not name.startswith("runtime.transport.")}
    assert outside <= allowed


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_files_are_short_and_say_what_they_are(path: Path) -> None:
    text = path.read_text("utf-8")
    assert len(text.splitlines()) <= 400
    assert ast.get_docstring(ast.parse(text))


@pytest.mark.parametrize("path", [path for path in SOURCES if "runtime" in path.parts], ids=lambda path: path.name)
def test_the_runtime_knows_no_module_of_a_device_by_name(path: Path) -> None:
    tree = ast.parse(path.read_text("utf-8"))
    documentation = {ast.get_docstring(node, clean=False) for node in ast.walk(tree)
                     if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)}  # fmt: skip
    strings = {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    named = {text for text in strings - documentation if "net_http" in text}
    assert named == set()


def test_the_javascript_is_shipped_with_the_package() -> None:
    from runtime.globals import FILES, FILES_ON_DEMAND

    shipped = {path.name for path in (ROOT / "runtime" / "globals").glob("*.js")}
    assert shipped == {*FILES, *FILES_ON_DEMAND}
