"""Modules of the SDK that are not here: most refuse to be used; what only draws does nothing, and says so once."""

from __future__ import annotations

from tests.runtime.run.running_program import run_program

_DRAWING = """import { window, display, curves, matrix4 } from '@kit.ArkUI';
import { webview } from '@kit.ArkWeb';
const shown = await window.getLastWindow(getContext());
await shown.setWindowLayoutFullScreen(true);
for (let i = 0; i < 3; i++) curves.springMotion(i, 1);
window.getLastWindow(getContext()).then(() => console.log('then'));
const controller = new webview.WebviewController();
controller.loadUrl('x');
console.log(`${display.getDefaultDisplaySync().width}`, typeof matrix4.identity());
"""


def test_what_only_draws_does_nothing_and_says_so_once() -> None:
    outcome = run_program(_DRAWING)
    assert outcome.code == 0, outcome.stderr
    assert sorted(outcome.lines) == [" function", "then"]
    told = outcome.stderr.splitlines()
    assert told.count("note: @ohos.curves: springMotion does nothing here (nothing is drawn)") == 1
    assert "note: @ohos.web.webview: WebviewController does nothing here (nothing is drawn)" in told
    assert len(told) == len(set(told))


def test_what_does_more_than_draw_refuses() -> None:
    outcome = run_program("import { image } from '@kit.ImageKit'; console.log('loaded'); image.createImageSource('x');")
    assert outcome.code == 1
    assert outcome.lines == ["loaded"]
    assert outcome.stderr.startswith("uncaught: Error: @ohos.multimedia.image: createImageSource is not here\n")


def test_a_stub_says_each_time_that_it_does_nothing() -> None:
    program = "import { image } from '@kit.ImageKit'; for (const name of 'ab') image.createImageSource(name);"
    outcome = run_program(program, stub=("@ohos.multimedia.image",))
    assert (outcome.code, outcome.stderr.count("createImageSource does nothing here (--stub)")) == (0, 2)


def test_kits_of_one_vendor_have_what_they_are_asked_for_and_refuse_to_be_used() -> None:
    program = """import { scanBarcode, scanCore as core } from '@kit.ScanKit';
import push from '@hms.core.push';
import * as all from '@kit.PushKit';
import '@kit.MapKit';
class Type extends core.Base {}
console.log(typeof scanBarcode.startScan, typeof push, Object.keys(all).join(), typeof (await import('@kit.ShareKit')));
try { push.getToken(); } catch (error) { console.log(error.message); }
scanBarcode.startScanForResult(getContext(), {});"""
    outcome = run_program(program)
    assert outcome.code == 1
    assert outcome.lines == ["function function default object", "@hms.core.push: getToken is not here"]
    assert "uncaught: Error: @kit.ScanKit: scanBarcode.startScanForResult is not here\n" in outcome.stderr
    assert "--stub @kit.ScanKit makes it do nothing" in outcome.stderr
    assert run_program(program, stub=("@kit.ScanKit",)).code == 0
