"""Packages: dependencies by path, what ohpm and npm install, main files, deep paths, what cannot run here."""

from __future__ import annotations

from pathlib import Path

import pytest

from runtime.modules import json5
from tests.runtime.run.running_program import run_files

pytestmark = pytest.mark.usefixtures("in_the_folder")


LAYOUTS = {
    "by path": {
        "entry/oh-package.json5": "{ // the module\n dependencies: { '@x/lib': 'file:../library', }, }",
        "library/Index.ets": "export { value } from './src/main/ets/value'",
        "library/src/main/ets/value.ets": "export const value: string = 'v'",
    },
    "installed above": {
        "oh_modules/@x/lib/oh-package.json5": "{ \"name\": '@x/lib', main: 'src/main.ts' }",
        "oh_modules/@x/lib/src/main.ts": "export const value: string = 'v'",
        "oh_modules/@x/lib/src/main/ets/value.ets": "export const value: string = 'v'",
    },
    "of npm": {
        "node_modules/@x/lib/package.json": '{ "main": "./cjs.js", "module": "./esm.js" }',
        "node_modules/@x/lib/esm.js": "export const value = 'v'",
        "node_modules/@x/lib/cjs.js": "module.exports = 1",
        "node_modules/@x/lib/src/main/ets/value.js": "export const value = 'v'",
    },
}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_package_and_a_path_in_it(layout: str, tmp_path: Path) -> None:
    files = {
        "entry/src/main/ets/main.js": """
            import { value } from '@x/lib'; import { value as deep } from '@x/lib/src/main/ets/value';
            console.log(value, deep);
        """,
        **LAYOUTS[layout],
    }
    outcome = run_files(tmp_path, files, "entry/src/main/ets/main.js")
    assert (outcome.stdout, outcome.stderr) == ("v v\n", "")


def test_the_store_of_ohpm_is_reached_by_links(tmp_path: Path) -> None:
    store = tmp_path / "oh_modules" / ".ohpm" / "lib@1.0.0" / "oh_modules" / "lib"
    store.mkdir(parents=True)
    (store / "index.js").write_text("globalThis.runs = (globalThis.runs ?? 0) + 1; export default 'v'")
    (tmp_path / "oh_modules" / "lib").symlink_to(store, target_is_directory=True)
    main = "import a from 'lib'; import b from './oh_modules/lib/index.js'; console.log(a, b, runs)"
    assert run_files(tmp_path, {"main.js": main}).stdout == "v v 1\n"


@pytest.mark.parametrize(
    ("files", "specifier", "message"),
    [
        (
            {"oh_modules/lib/ets/modules.abc": ""},
            "lib",
            "oh_modules/lib is compiled for a device (.abc) and cannot run",
        ),
        (
            {"oh_modules/lib/readme": ""},
            "lib",
            "oh_modules/lib has neither the main file that it names nor an Index.ets",
        ),
        ({"oh_modules/lib/Index.ets": ""}, "lib/nope", "oh_modules/lib has no 'nope'"),
        ({}, "libentry.so", "libentry.so is native code for a device and cannot run here"),
        ({"oh-package.json5": "{ a: "}, "lib", "oh-package.json5 is not valid JSON5"),
        ({}, "lib", "no module 'lib'"),
    ],
)
def test_what_cannot_be_loaded_says_why(files: dict[str, str], specifier: str, message: str, tmp_path: Path) -> None:
    outcome = run_files(tmp_path, {"main.js": f"import '{specifier}'", **files})
    assert outcome.code == 1
    assert message in outcome.stderr.splitlines()[0]


def test_the_other_forms_of_a_project(tmp_path: Path) -> None:
    files = {
        "entry/src/main/ets/main.js": """
            import { a } from '@bundle:com.example.app/entry/ets/a'; import { a as b } from 'ets/a'; console.log(a, b)
        """,
        "entry/src/main/ets/a.ets": "export const a: number = 1",
    }
    assert run_files(tmp_path, files, "entry/src/main/ets/main.js").stdout == "1 1\n"


def test_json5() -> None:
    text = "// c\n{ a: 1, 'b': \"x // y\", c: [1, 2,], /* d */ 'q\"e': 'it\\'s', t: true, }"
    assert json5.loads(text) == {"a": 1, "b": "x // y", "c": [1, 2], 'q"e': "it's", "t": True}
    escapes = r"""['it\'s', "it\'s", '\"', "\x41\u0042\v\0\q\\n", 'a\
b', 1e5, -2.5]"""
    assert json5.loads(escapes) == ["it's", "it's", '"', "AB\v\0q\\n", "ab", 1e5, -2.5]
    assert json5.loads("[0x1F, -0xa, +1, .5, -.5, 5., 'a\tb']") == [31, -10, 1, 0.5, -0.5, 5.0, "a\tb"]
    for bad in (".", "[+]", "0x", "[1 2]", "[" * 100_000, "{", "'", "{ a: undefined }x", ""):
        with pytest.raises(ValueError):
            json5.loads(bad)
