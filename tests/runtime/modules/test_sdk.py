"""Names of the SDK: kits, modules that are not here, types, and what the SDK does not have."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.runtime.run.running_program import run_files, run_program


def test_types_are_names_without_a_value() -> None:
    program = """
        import { BusinessError, AsyncCallback } from '@kit.BasicServicesKit';
        import { BusinessError as again, Callback } from '@ohos.base';
        import { common } from '@kit.AbilityKit';
        console.log(BusinessError, AsyncCallback, again, Callback, common);
    """
    outcome = run_program(program)
    assert (outcome.stdout, outcome.stderr) == ("undefined undefined undefined undefined undefined\n", "")


def test_what_is_not_here_can_be_imported_read_and_extended() -> None:
    program = """
        import image, { Anything } from '@ohos.multimedia.image';
        import { sensor } from '@kit.SensorServiceKit';
        import * as kit from '@kit.CoreFileKit';
        class Own extends image.Base { own() { return 1; } }
        class Other extends Anything {}
        const format = image.PixelMapFormat.RGBA_8888;
        console.log(new Own().own(), new Other() instanceof Other, typeof sensor.on, Object.keys(kit).length);
        console.log(image.createImageSource === image.createImageSource);
    """
    outcome = run_program(program)
    assert (outcome.stdout, outcome.stderr) == ("1 true function 38\ntrue\n", "")


@pytest.mark.parametrize(
    ("use", "member"),
    [
        ("image.createImageSource(1)", "createImageSource"),
        ("new image.Thing()", "Thing"),
        ("`${image.Kind.A}`", "Kind.A"),
        ("image.Kind.A + 1", "Kind.A"),
        ("image.a = 1", "the module"),
        ("[...image.list]", "list"),
    ],
)
def test_the_first_use_names_the_member(use: str, member: str) -> None:
    outcome = run_program(f"import image from '@ohos.multimedia.image';\n{use}")
    lines = outcome.stderr.splitlines()
    assert lines[0] == f"uncaught: Error: @ohos.multimedia.image: {member} is not here"
    assert "main.js:2:" in lines[1]
    assert "--stub @ohos.multimedia.image" in lines[-1]


@pytest.mark.parametrize("stub", ["all", "@ohos.multimedia.image"])
def test_a_stub_does_nothing(stub: str) -> None:
    program = """
        import { image } from '@kit.ImageKit';
        const source = image.createImageSource(1);
        const map = await source.createPixelMap();
        source.createPixelMap().then((map) => { console.log('later', `${map.size}` === '', +map.size); });
        console.log('on', new image.Thing().x.y.z !== null);
    """
    outcome = run_program(program, stub=(stub,))
    assert (outcome.code, outcome.stdout) == (0, "on true\nlater true 0\n")
    assert "note: @ohos.multimedia.image: createImageSource does nothing here (--stub)" in outcome.stderr


@pytest.mark.parametrize(
    ("clause", "message", "hint"),
    [
        ("{ htpp } from '@kit.NetworkKit'", "@kit.NetworkKit does not export 'htpp'", "did you mean 'http'?"),
        (
            "kit from '@kit.ImageKit'",
            "@kit.ImageKit does not export 'default'",
            "it has no default export",
        ),
        ("{ createHttp } from '@ohos.net.http'", "@ohos.net.http does not export 'createHttp'", "import http from"),
    ],
)
def test_names_that_are_not_there_are_refused(clause: str, message: str, hint: str) -> None:
    outcome = run_program(f"import {clause}")
    assert outcome.code == 1
    assert outcome.stderr.startswith(f"error: {message}\n")
    assert hint in outcome.stderr


TEXTS = [
    "import { http } from '@kit.NetworkKit'; console.log(typeof http)",
    "/* a */ import { /* b */ http } from '@kit.NetworkKit'; console.log(typeof http)",
    "import {\n  http, // c\n  socket,\n} from '@kit.NetworkKit'\nconsole.log(typeof http)",
    "const { http } = await import('@kit.NetworkKit'); console.log(typeof http)",
    "import * as kit from '@kit.NetworkKit'; console.log(typeof kit.http)",
    "import { default as http } from '@ohos.net.http'; console.log(typeof http)",
]


@pytest.mark.parametrize("text", TEXTS)
def test_every_form_of_import(text: str) -> None:
    outcome = run_program(text)
    assert (outcome.stdout, outcome.stderr) == ("object\n", "")


def test_what_only_looks_like_an_import_stays(tmp_path: Path) -> None:
    text = "import { http } from '@kit.NetworkKit'"
    main = f'const t = `\n{text}\n`; const s = "; {text}"; // {text}\nconsole.log(t.trim() === s.slice(2), s.slice(2))'
    assert run_files(tmp_path, {"main.js": main}).stdout == f"true {text}\n"


def test_an_error_behind_an_import_keeps_its_column() -> None:
    outcome = run_program("import { http } from '@kit.NetworkKit'; nope()")
    assert "main.js:1:41" in outcome.stderr
