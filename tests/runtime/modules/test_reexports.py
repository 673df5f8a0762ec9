"""Types that a file passes on in a list: what TypeScript, which sees the whole program, leaves out of them.

TypeScript handbook, "Modules": import and export elision; ECMA-262, "Modules", for what is left.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from runtime.output.diagnostics import EXIT_ERROR, EXIT_OK
from tests.runtime.run.running_program import run_files

FILES: dict[str, str | bytes] = {
    "shape.ets": """
        export interface Shape { sides: number }
        export function square(): Shape { return { sides: 4 } }
        export enum Kind { Round, Flat }
        export type Both = string; export const Both = 'value';
    """,
    "options.ets": "console.log('options are loaded'); export declare interface Options { depth: number }",
    "handler.ets": "type Handler = (text: string) => void;\nexport default Handler;\nexport type Urgency = 1 | 2;",
    "face.ts": "export default interface Face { eyes: number }",
    "level.ets": "interface Level { floor: number }\nconst ground: Level = { floor: 0 };\nexport { Level, ground };",
    "spaces.ts": "export namespace Types { export interface A {} }\nexport namespace Values { export const a = 1 }",
    "deep.ets": "export * from './level';\nexport type { Urgency as Rank } from './handler';",
    "plain.js": "export const plain = 'js'",
    "oh_modules/@x/lib/oh-package.json5": "{ name: '@x/lib', main: 'index.js' }",
    "oh_modules/@x/lib/index.js": "import { send } from './send.js'; export * from './more.js'; export { send };",
    "oh_modules/@x/lib/send.js": "export const send = 1",
    "oh_modules/@x/lib/more.js": "export const more = 2",
    "oh_modules/@x/lib/index.d.ts": (
        "export interface Answer<T> { data: T }\nexport type more = number; declare class Hidden {}\n"
        "type Config = {};\nexport { Config, send } from './send';"
    ),
}


@pytest.mark.parametrize(
    ("door", "names"),
    [
        ("export { Shape, square } from './shape'", "square"),
        ("export {\n  Shape, // an interface, with a comma\n  /* and */ Kind as Sort,\n}\nfrom './shape'", "Sort"),
        ("export { Shape as Figure, square as box } from './shape';", "box"),
        ("export { Both, Shape } from './shape'", "Both"),
        ("export { Options } from './options'\nexport { square } from './shape'", "square"),
        ("export const first = 1\nexport { Options } from './options'\nexport const second = 2", "first,second"),
        ("export { default as Handler, Urgency } from './handler'\nexport const a = 1", "a"),
        ("export { default } from './face'\nexport const a = 1", "a"),
        ("import Face from './face';\nexport { Face };\nexport const a = 1", "a"),
        ("import Face, { Shape } from './face';\nexport { Face };\nexport const a = 1", "a"),
        ("import { Shape as S, square } from './shape';\nexport { S as Shape, square };", "square"),
        ("import { Shape } from './shape';\nconst a = 1;\nexport { Shape, a };", "a"),
        ("export { Level, ground } from './level'", "ground"),
        ("interface Level { a: 1 }\nexport const a = 1;\nexport default Level;", "a"),
        ("export { Level, ground, Rank } from './deep'", "ground"),
        ("export { Types, Values } from './spaces'", "Values"),
        ("import { plain } from './plain';\nexport { plain };", "plain"),
        ("export { send, Answer, Config } from '@x/lib'", "send"),
        ("export { more, Answer as Reply } from '@x/lib'", "more"),
        ("import { send, Answer } from '@x/lib';\nexport { send, Answer };", "send"),
        ("export { plain } from './plain.js';\nexport type A = 1;", "plain"),
    ],
)
def test_types_vanish_from_lists(door: str, names: str, tmp_path: Path) -> None:
    main = "import * as all from './door'; export { Shape } from './shape'; console.log(Object.keys(all).join());"
    outcome = run_files(tmp_path, {"main.ets": main, **FILES, "door.ets": door}, "main.ets")
    assert (outcome.stderr, outcome.stdout, outcome.code) == ("", names + "\n", EXIT_OK)


def test_what_is_neither_type_nor_value_is_an_error_as_before(tmp_path: Path) -> None:
    door = "export { Shap, square } from './shape'"
    outcome = run_files(tmp_path, {"main.ets": "import './door'", **FILES, "door.ets": door}, "main.ets")
    assert outcome.code == EXIT_ERROR
    assert "door.ets exports 'Shap' from another module, which does not export it" in outcome.stderr


def test_what_the_declarations_of_a_package_do_not_name_is_an_error(tmp_path: Path) -> None:
    door = "export { send, Hiden } from '@x/lib'"
    outcome = run_files(tmp_path, {"main.ets": "import './door'", **FILES, "door.ets": door}, "main.ets")
    assert "door.ets exports 'Hiden' from another module, which does not export it" in outcome.stderr


def test_lists_of_files_that_name_each_other_end(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "main.ets": "export { A, b } from './one'; console.log('done')",
        "one.ets": "export * from './two'; export const b = 1;",
        "two.ets": "export * from './one'; export interface A {}",
    }
    outcome = run_files(tmp_path, files, "main.ets")
    assert (outcome.stdout, outcome.stderr) == ("done\n", "")


def test_places_behind_a_list_stay(tmp_path: Path) -> None:
    door = "export { Shape, Kind } from './shape'; throw new Error('here')"
    outcome = run_files(tmp_path, {"main.ets": "import './door'", **FILES, "door.ets": door}, "main.ets")
    assert f"door.ets:1:{door.index('Error') + 1}" in outcome.stderr
