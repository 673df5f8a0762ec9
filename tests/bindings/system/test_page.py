"""Routers, prompts, the context and what a page has around it: a line each, and the answers of a device."""

# ruff: noqa: E501 - programs are read best on their own lines.

from __future__ import annotations

import json
from pathlib import Path

import pytest

from runtime.screens import Door
from tests.bindings.system.running import reports, run
from tests.runtime.run.running_program import run_files


def _lines(stderr: str) -> list[str]:
    return [line for line in stderr.splitlines() if not line.startswith("note:")]


def test_router_moves_are_lines_and_the_stack_is_that_of_a_device(tmp_path: Path) -> None:
    outcome = run(
        tmp_path,
        """import router from '@ohos.router';
import systemRouter from '@system.router';
---
await router.pushUrl({ url: 'pages/mine/mine', params: { id: 3 } });
report(router.getLength(), router.getState(), router.getParams());
router.replaceUrl({ url: 'pages/other' }, (error) => {
  report(error === undefined, router.getState().name);
  systemRouter.push({ uri: 'pages/third' });
  router.back({ url: 'pages/other', params: { back: true } });
  report(systemRouter.getLength(), systemRouter.getParams());
  router.back(); router.clear();
});
report(failure(() => router.pushUrl({})), failure(() => router.pushUrl('x')), failure(() => router.pushUrl({ url: 'a' }, 5)));
report(await rejected(router.pushUrl({ url: '' })), failure(() => systemRouter.push({ url: 'x' }))[0]);""",
    )
    assert [json.loads(line) for line in outcome.lines] == [
        ["2", {"index": 2, "name": "mine", "path": "pages/mine/", "params": {"id": 3}}, {"id": 3}],
        [
            ["401", "Parameter error. The type of the url parameter is incorrect."],
            ["401", "Parameter error. The type of parameters is incorrect."],
            ["401", "Parameter error. The type of the mode parameter is incorrect."],
        ],
        [True, "other"],
        ["2", {"back": True}],
        [["100002", "Uri error. The URI of the page to redirect is incorrect."], "401"],
    ]
    assert _lines(outcome.stderr) == [
        'route  pages/mine/mine {"id":3}',
        "route  replace pages/other",
        "route  pages/third",
        'route  back pages/other {"back":true}',
        "route  back main",
        "route  clear",
    ]


def test_parameters_come_from_the_command(tmp_path: Path) -> None:
    door = Door()
    door.params = '{"who":"ann"}'
    outcome = run_files(
        tmp_path,
        {"main.js": "import router from '@ohos.router'; console.log(router.getParams().who, router.getLength());"},
        door=door,
    )
    assert outcome.lines == ["ann 1"]


def test_prompts_are_lines_and_are_answered_with_the_first_button(tmp_path: Path) -> None:
    outcome = run(
        tmp_path,
        """import promptAction, { LevelOrder } from '@ohos.promptAction';
import prompt from '@system.prompt';
---
promptAction.showToast({ message: '登录成功', duration: 2000 });
prompt.showToast({ message: 5 });
report(await promptAction.openToast({ message: 'a' }) > 0);
report(await promptAction.showDialog({ title: 'Sure?', message: 'Really', buttons: [{ text: 'Yes' }, { text: 'No' }] }));
promptAction.showActionMenu({ title: 'Menu', buttons: [{ text: 'A' }] }, (error, data) => report(error === undefined, data));
report((await rejected(promptAction.showDialog({ message: 'x' })))[1]);
prompt.showDialog({ title: 'T', buttons: [{ text: 'OK' }], success: (data) => report(data), complete: () => report('over') });
report(failure(() => promptAction.showToast({}))[0], failure(() => promptAction.showToast('x'))[0],
  failure(() => promptAction.showActionMenu({ title: 'x' }))[0], LevelOrder.clamp(1e9).getOrder());""",
    )
    assert [json.loads(line) for line in outcome.lines] == [
        True,
        {"index": 0},
        [True, {"index": 0}],
        "showDialog:fail cancel",
        ["401", "401", "401", 100000],
        {"index": 0},
        "over",
    ]
    assert _lines(outcome.stderr) == [
        "toast  登录成功",
        "toast  5",
        "toast  a",
        "dialog Sure?: Really [Yes] [No] -> Yes",
        "menu   Menu [A] -> A",
        "dialog x -> cancel",
        "dialog T [OK] -> OK",
    ]
    assert (
        run(tmp_path, "import p from '@system.prompt';\n---\np.showToast({ message: 'm' });", quiet=True).stderr == ""
    )


def test_one_context_for_everything(tmp_path: Path) -> None:
    (tmp_path / "resources/base/element").mkdir(parents=True)
    (tmp_path / "resources/rawfile/sub").mkdir(parents=True)
    (tmp_path / "resources/base/element/string.json").write_text('{"string":[{"name":"hi","value":"Hi %s"}]}')
    (tmp_path / "resources/zh_CN/element").mkdir(parents=True)
    (tmp_path / "resources/zh_CN/element/string.json").write_text('{"string":[{"name":"both","value":"%2$s %1$d"}]}')
    (tmp_path / "resources/rawfile/sub/a.txt").write_text("raw")
    (tmp_path / "AppScope").mkdir()
    (tmp_path / "AppScope/app.json5").write_text('{ app: { "bundleName": "com.example.mine" } }')
    (tmp_path / "resources/base/secret.txt").write_text("secret")
    code = """const context = getContext(undefined);
report(context === getContext(), context.filesDir.endsWith('/el2/base/haps/entry/files'),
  context.getApplicationContext().filesDir.endsWith('/el2/base/files'), context.applicationInfo.name);
const { resourceManager } = context;
report(resourceManager.getStringByNameSync('hi', 'ann'), resourceManager.getStringSync({ params: ['app.string.hi', 5] }),
  await resourceManager.getStringByName('hi'), resourceManager.getStringByNameSync('both', 1, 'b'));
report(failure(() => resourceManager.getStringByNameSync('no')), failure(() => resourceManager.getStringSync(5)));
report(String.fromCharCode(...await resourceManager.getRawFileContent('sub/a.txt')),
  await rejected(resourceManager.getRawFileContent('../base/secret.txt')), failure(() => resourceManager.getRawFileContentSync('no')));
context.eventHub.on('e', (value) => report(value)); context.eventHub.emit('e', 1);"""
    assert reports(tmp_path, code) == [
        [True, True, True, "com.example.mine"],
        ["Hi ann", "Hi 5", "Hi %s", "b 1"],
        [[9001003, "Invalid resource name"], [9001001, "Invalid resource ID"]],
        ["raw", [9001005, "Invalid relative path"], [9001005, "Invalid relative path"]],
        1,
    ]


def test_the_resource_manager_has_values_of_every_kind(tmp_path: Path) -> None:
    element = tmp_path / "entry/src/main/resources/base/element"
    element.mkdir(parents=True)
    for kind, entries in {
        "string": '{"name":"title","value":"$string:inner"},{"name":"inner","value":"T %d"}',
        "float": '{"name":"w","value":"12.5vp"}',
        "integer": '{"name":"n","value":7}',
        "boolean": '{"name":"b","value":true}',
        "color": '{"name":"c","value":"#FF0010"},{"name":"short","value":"#8F00"}',
        "strarray": '{"name":"a","value":[{"value":"one"},{"value":"$string:inner"}]}',
        "plural": '{"name":"p","value":[{"quantity":"one","value":"%d thing"},{"quantity":"other","value":"%d things"}]}',
    }.items():
        (element / f"{kind}.json").write_text(f'{{"{kind}":[{entries}]}}')
    (element / "named_otherwise.json").write_text('{"string":[{"name":"odd","value":"odd"}]}')
    media = tmp_path / "entry/src/main/resources/base/media"
    media.mkdir()
    (media / "icon.png").write_bytes(b"\x89PNG")
    (tmp_path / "entry/src/main/resources/rawfile/sub").mkdir(parents=True)
    (tmp_path / "entry/src/main/resources/rawfile/a.txt").write_text("raw")
    other = tmp_path / "common/src/main/resources/base/element"
    other.mkdir(parents=True)
    (other / "string.json").write_text('{"string":[{"name":"common","value":"of another module"}]}')
    (tmp_path / "build-profile.json5").write_text("{ modules: [{ srcPath: './entry' }, { srcPath: './common' }] }")
    code = """const { resourceManager: rm } = getContext();
const r = (...params) => ({ params });
report(rm.getStringSync(r('app.string.title', 3)), rm.getStringSync(r('[other].string.common')), rm.getStringByNameSync('odd'));
report(rm.getNumber(r('app.float.w')), rm.getNumberByName('n'), rm.getBoolean(r('app.boolean.b')), rm.getBooleanByName('b'));
report(rm.getColorSync(r('app.color.c')), await rm.getColorByName('short'), rm.getColorByNameSync('c'));
report(rm.getStringArrayValueSync(r('app.strarray.a')), await rm.getStringArrayByName('a'));
report(rm.getPluralStringValueSync(r('app.plural.p'), 2), await rm.getPluralStringByName('p', 3),
  rm.getIntPluralStringValueSync(r('app.plural.p'), 1, 5));
rm.getStringArrayValue(r('app.strarray.a'), (error, value) => report(error === undefined, value.length));
await new Promise((resolve) => setTimeout(resolve, 1));
report([...rm.getMediaContentSync(r('app.media.icon'))], await rm.getMediaContentBase64(r('app.media.icon')),
  failure(() => rm.getMediaByNameSync('no')));
const { fd, offset, length } = rm.getRawFdSync('a.txt');
report(typeof fd, offset, length, rm.getRawFileListSync(''), rm.isRawDir('sub'), rm.isRawDir('a.txt'),
  failure(() => rm.getRawFdSync('../x')));
report(failure(() => rm.getStringSync(r('app.string.no'))), failure(() => rm.getStringSync(r())), failure(() => rm.getNumberByName('no')));
report(rm.getConfigurationSync().locale, (await rm.getDeviceCapability()).deviceType);"""
    pages = tmp_path / "entry/src/main/ets/pages"
    pages.mkdir(parents=True)
    assert reports(pages, code) == [
        ["T 3", "of another module", "odd"],
        [12.5, 7, True, True],
        [0xFFFF0010, 0x88FF0000, 0xFFFF0010],
        [["one", "T %d"], ["one", "T %d"]],
        ["2 things", "3 things", "5 things"],
        [True, 2],
        [[0x89, 0x50, 0x4E, 0x47], "data:image/png;base64,iVBORw==", [9001003, "Invalid resource name"]],
        ["number", 0, 3, ["a.txt", "sub"], True, False, [9001005, "Invalid relative path"]],
        [
            [9001002, "No matching resource is found based on the resource ID."],
            [401, "Parameter error. Incorrect parameter types."],
            [9001003, "Invalid resource name"],
        ],
        ["zh_Hans_CN", 0],
    ]


@pytest.mark.parametrize(
    ("code", "expected"), [("app.terminate();", 0), ("process.exit(7);", 7), ("process.exit(-1);", 255)]
)
def test_a_program_ends_itself(tmp_path: Path, code: str, expected: int) -> None:
    imports = "import app from '@system.app'; import process from '@ohos.process';\n---\n"
    outcome = run(tmp_path, f"{imports}console.log('a'); setTimeout(() => console.log('late'), 20); {code}")
    assert (outcome.code, outcome.stdout) == (expected, "a\n")
