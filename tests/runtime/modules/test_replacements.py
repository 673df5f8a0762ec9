"""Files in the place of modules: what is replaced and for whom, how a file reaches the original, what is said."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from runtime.settings.sources import CONFIG_FILE, resolve
from tests.runtime.run.running_program import run_files
from tests.runtime.testing.running_tests import outcome, run_unit

MAIN = "src/main/ets"


pytestmark = pytest.mark.usefixtures("in_the_folder")


# Name of what is replaced, the file in its place, a program, what it prints.
NAMES = {
    "a module": (
        "@ohos.hilog",
        "export default { isLoggable: () => 'mock' }",
        "import hilog from '@ohos.hilog'; console.log(hilog.isLoggable())",
    ),
    "a module by its kit": (
        "@ohos.hilog",
        "export default { isLoggable: () => 'mock' }",
        "import { hilog } from '@kit.PerformanceAnalysisKit'; console.log(hilog.isLoggable())",
    ),
    "a module that is not here": (
        "@ohos.multimedia.image",
        "export default { createImageSource: () => 'mock' }; export const other = 1",
        "import image, { other } from '@ohos.multimedia.image'; console.log(other && image.createImageSource())",
    ),
    "a module that is not here by all of its kit": (
        "@ohos.multimedia.image",
        "export default { createImageSource: () => 'mock' }",
        "import * as kit from '@kit.ImageKit'; console.log(kit.image.createImageSource())",
    ),
    "a kit": (
        "@kit.PerformanceAnalysisKit",
        "export const hilog = { isLoggable: () => 'mock' }",
        "import { hilog } from '@kit.PerformanceAnalysisKit'; console.log(hilog.isLoggable())",
    ),
    "native code": (
        "libentry.so",
        "export default { add: () => 'mock' }",
        "import native from 'libentry.so'; console.log(native.add())",
    ),
    "a package": ("@x/lib", "export const a = 'mock'", "import { a } from '@x/lib'; console.log(a)"),
    "a module of a vendor": ("@hms.x", "export const a = 'mock'", "import { a } from '@hms.x'; console.log(a)"),
    "a file": ("./calc.js", "export const a = 'mock'", "import { a } from './calc'; console.log(a)"),
}

# As above; the original is there, too.
ORIGINALS = {
    "a module": (
        "@ohos.util",
        "import util from '@ohos.util'; export default { ...util, format: (...a) => `<${util.format(...a)}>` }",
        "import util from '@ohos.util'; console.log(util.format('%d', 1))",
    ),
    "a module by its kit": (
        "@ohos.util",
        "import { util } from '@kit.ArkTS'; export default { format: (...a) => `<${util.format(...a)}>` }",
        "import { util } from '@kit.ArkTS'; console.log(util.format('%d', 1))",
    ),
    "later": (
        "@ohos.util",
        "export default { format: async (...a) => `<${(await import('@ohos.util')).default.format(...a)}>` }",
        "import util from '@ohos.util'; console.log(await util.format('%d', 1))",
    ),
    "a file": (
        "./calc.js",
        "import { a, b } from './calc'; export { b } from './calc.js'; export { a as original };"
        "export const a = () => `<${b}>`",
        "import { a, b } from './calc'; import { original } from './calc.js'; console.log(a(original(), b))",
    ),
    "a package": (
        "@x/lib",
        "export * from '@x/lib'; export const a = () => '<1>'",
        "import { a, b } from '@x/lib'; console.log(a(b))",
    ),
}

FILES = {
    "calc.js": "import { one } from './one.js'; export const a = () => 'a'; export const b = one",
    "one.js": "export const one = 1",
    "oh_modules/@x/lib/index.js": "export const a = 'a'; export const b = 'b'",
}


@pytest.mark.parametrize("case", NAMES)
def test_what_is_replaced(case: str, tmp_path: Path) -> None:
    target, mock, main = NAMES[case]
    result = run_files(tmp_path, {**FILES, "main.js": main, "mock.js": mock}, module={target: "mock.js"})
    assert (result.stdout, result.stderr) == ("mock\n", "")


@pytest.mark.parametrize("case", ORIGINALS)
def test_the_file_itself_gets_the_original(case: str, tmp_path: Path) -> None:
    target, mock, main = ORIGINALS[case]
    result = run_files(tmp_path, {**FILES, "main.js": main, "mock.js": mock}, module={target: "mock.js"})
    assert (result.stdout, result.stderr) == ("<1>\n", "")


def test_an_original_that_is_not_here_refuses_as_it_does(tmp_path: Path) -> None:
    files = {
        "main.js": "import image from '@ohos.multimedia.image'; console.log(image.here); image.createImageSource()",
        "mock.js": "import image from '@ohos.multimedia.image';\n"
        "export default { here: 1, createImageSource: () => image.createImageSource() }",
    }
    result = run_files(tmp_path, files, module={"@ohos.multimedia.image": "mock.js"})
    assert result.stdout == "1\n"
    assert result.stderr.startswith("uncaught: Error: @ohos.multimedia.image: createImageSource is not here\n")


def test_a_place_in_an_original_is_shown(tmp_path: Path) -> None:
    files = {
        "main.js": "import './calc.js'",
        "calc.js": "const a = 1;\nnope()",
        "mock.js": "import './calc.js'",
    }
    result = run_files(tmp_path, files, module={"./calc.js": "mock.js"})
    assert "calc.js:2:1" in result.stderr
    assert "nope()" in result.stderr


def test_a_table_of_the_settings(tmp_path: Path) -> None:
    (tmp_path / CONFIG_FILE).write_text("[modules]\n'@x/lib' = 'mock.js'\n'./calc.js' = 'mock.js'\n")
    (tmp_path / "mock.js").write_text("")
    (tmp_path / "below").mkdir()
    mock = str(tmp_path / "mock.js")
    assert resolve({}, {}, str(tmp_path / "below")).module == {
        "@x/lib": mock,
        os.path.join(str(tmp_path), "./calc.js"): mock,
    }


# Tests of a project -----------------------------------------------------------------------------------------------

TEST = """
import { describe, it, expect } from '@ohos/hypium';
import util from '@ohos.util';
import { util as fromKit } from '@kit.ArkTS';
import { add } from '../main/ets/common/calc';
import native from 'libentry.so';
export default function test() {
  describe('mocks', () => {
    it('module', 0, () => { expect(util.format('%d', 1) + fromKit.format('%d', 2)).assertEqual('<1><2>'); });
    it('file', 0, () => { expect(add(1, 2)).assertEqual(30); });
    it('native', 0, () => { expect(native.add(1, 2)).assertEqual(3); });
  });
}
"""
PROJECT = {
    f"{MAIN}/common/calc.ets": "export function add(a: number, b: number): number { return a + b; }",
    "src/mock/util.mock.ets": "import util from '@ohos.util';\n"
    "class Mock { format(text: string, ...a: Object[]): string { return `<${util.format(text, ...a)}>`; } }\n"
    "export default new Mock();",
    "src/mock/calc.mock.ets": "import { add as original } from '../main/ets/common/calc';\n"
    "export function add(a: number, b: number): number { return 10 * original(a, b); }",
    "src/mock/native.mock.ets": "export default { add: (a: number, b: number): number => a + b }",
    "src/mock/mock-config.json5": """{
      // for tests
      '@ohos.util': { source: 'src/mock/util.mock.ets' },
      "common/calc.ets": { "source": "src/mock/calc.mock.ets" },
      'libentry.so': { source: 'src/mock/native.mock.ets', },
    }""",
    "src/test/One.test.ets": TEST,
}


def write(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return folder / "src/test/One.test.ets"


def test_the_mocks_of_a_project(tmp_path: Path) -> None:
    run = run_unit(write(tmp_path, PROJECT))
    assert set(outcome(run).values()) == {"passed"}, [case.message for case in run.cases]
    relative = PROJECT["src/mock/mock-config.json5"].replace('"common/calc.ets"', "'./src/main/ets/common/calc'")
    run = run_unit(write(tmp_path, {"src/mock/mock-config.json5": relative}))
    assert set(outcome(run).values()) == {"passed"}, [case.message for case in run.cases]


def test_without_them(tmp_path: Path) -> None:
    path = write(tmp_path, PROJECT)
    assert "libentry.so is native code for a device" in run_unit(path, {"--no-mock": [""]}).problem
    # What the settings say is stronger, and is no mock of the project's.
    write(tmp_path, {"own.js": "export default { add: () => 4 }"})
    own = {"libentry.so": str(tmp_path / "own.js")}
    assert list(outcome(run_unit(path, {"--no-mock": [""]}, module=own)).values()) == ["failed", "failed", "failed"]
    assert list(outcome(run_unit(path, module=own)).values()) == ["passed", "passed", "failed"]


@pytest.mark.parametrize(
    ("config", "message"),
    [
        ("{ a: ", "src/mock/mock-config.json5 is not valid JSON5"),
        ("[" * 100_000, "src/mock/mock-config.json5 is not valid JSON5: nested too deep"),
        ("{ 'libentry.so': { source: 'nope.ets' } }", "no such file: nope.ets, which is to be in the place of"),
        ("[]", "libentry.so is native code"),
        ("{ 'libentry.so': 1, '@ohos.util': { source: 1 } }", "libentry.so is native code"),
    ],
)
def test_what_is_wrong_with_them_is_said(config: str, message: str, tmp_path: Path) -> None:
    path = write(tmp_path, {**PROJECT, "src/mock/mock-config.json5": config})
    assert message in run_unit(path).problem
