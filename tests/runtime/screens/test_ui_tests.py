"""Driver, ON and the delegator: a hypium test of a project opens its ability and drives its page."""

from __future__ import annotations

from pathlib import Path

from tests.command import Command

EXAMPLES = Path(__file__).parents[3] / "examples"

MODULE = """{ module: { name: 'entry', abilities: [
  // first
  { "name": "EntryAbility", "srcEntry": "./ets/entryability/EntryAbility.ets" },
] } }"""
TEST = """
import { describe, it, expect } from '@ohos/hypium';
import { abilityDelegatorRegistry, Component, Driver, MatchPattern, ON } from '@kit.TestKit';

async function opened(): Promise<Driver> {
  await abilityDelegatorRegistry.getAbilityDelegator().startAbility({ bundleName: 'b', abilityName: 'EntryAbility' });
  return Driver.create();
}

export default function uiTest() {
  describe('page', () => {
    it('finds', 0, async () => {
      const driver = await opened();
      await driver.delayMs(2000);
      await driver.assertComponentExist(ON.text('Hello'));
      expect((await driver.findComponents(ON.type('Button'))).length).assertEqual(2);
      const second = await driver.findComponent(ON.type('Button').isAfter(ON.text('Press')));
      expect(await second!.getText()).assertEqual('Off');
      expect(await second!.isEnabled()).assertFalse();
      const inside = ON.text('ell', MatchPattern.CONTAINS).within(ON.type('Column'));
      expect(await driver.findComponent(inside) !== null).assertTrue();
      expect(await driver.findComponent(ON.text('ell'))).assertNull();
    })
    it('acts', 0, async () => {
      const driver = await opened();
      const title = await driver.findComponent(ON.id('title'));
      await (await driver.findComponent(ON.text('Press')))!.click();
      expect(await title!.getText()).assertEqual('pressed');
      const input: Component = (await driver.findComponent(ON.type('TextInput')))!;
      await input.clearText();
      await input.inputText('ab');
      expect(await input.getText()).assertEqual('ab');
      await input.inputText('cd');
      await input.inputText('e', { paste: false, addition: true });
      expect(await input.getText()).assertEqual('cde');
      expect(await title!.getText()).assertEqual('cde');
    })
    it('says what is missing', 0, async () => {
      const driver = await opened();
      await driver.assertComponentExist(ON.text('Nothing'));
    })
    it('needs a device', 0, async () => {
      const driver = await opened();
      await driver.swipe(0, 0, 1, 1);
    })
  })
}
"""
INDEX = """@Entry
@Component
struct Index {
  @State message: string = 'Hello';
  build() {
    Column() {
      Text(this.message).id('title')
      Button('Press').onClick(() => { setTimeout(() => { this.message = 'pressed'; }, 5); })
      Button('Off').enabled(false)
      TextInput({ text: $$this.message })
    }
  }
}
"""


DELEGATOR = """
import { describe, it, expect } from '@ohos/hypium';
import abilityDelegatorRegistry from '@ohos.application.abilityDelegatorRegistry';
import { Driver, ON } from '@kit.TestKit';

export default function delegatorTest() {
  describe('delegator', () => {
    const delegator = abilityDelegatorRegistry.getAbilityDelegator();
    const bundleName = abilityDelegatorRegistry.getArguments().bundleName;
    const want = { bundleName, abilityName: 'EntryAbility', parameters: { greeting: 'Hi' } };
    it('waits', 0, async () => {
      const told: string[] = [];
      const onAbilityForeground = (ability: T) => { told.push(ability.launchWant.abilityName); };
      const monitor = { abilityName: 'EntryAbility', onAbilityForeground };
      delegator.addAbilityMonitor(monitor, (error: T) => { told.push(`added ${error}`); });
      const waiting = delegator.waitAbilityMonitor(monitor);
      await delegator.startAbility(want);
      const ability = await waiting;
      expect(ability === await delegator.getCurrentTopAbility()).assertTrue();
      expect(ability.context.abilityInfo.name).assertEqual('EntryAbility');
      expect(ability.context.abilityInfo.bundleName).assertEqual(bundleName);
      expect(ability.launchWant.parameters.greeting).assertEqual('Hi');
      expect(delegator.getAbilityState(ability)).assertEqual(abilityDelegatorRegistry.AbilityLifecycleState.FOREGROUND);
      expect(delegator.getAppContext().filesDir).assertContain('/');
      await delegator.removeAbilityMonitor(monitor);
      await delegator.startAbility(want);
      expect(told).assertDeepEquals(['added undefined', 'EntryAbility']);
    })
    it('goes where the page goes', 0, async () => {
      await delegator.startAbility(want);
      const driver = Driver.create();
      await (await driver.findComponent(ON.text('Press')))!.click();
      await driver.assertComponentExist(ON.text('detail 7'));
      await driver.triggerKey(2);
      await driver.assertComponentExist(ON.text('Press'));
    })
  })
}
"""
PAGES = {
    "src/main/ets/pages/Index.ets": (
        "import { router } from '@kit.ArkUI'\n@Entry @Component struct Index { build() { Column() { Button('Press')"
        ".onClick(() => { router.pushUrl({ url: 'pages/Detail', params: { id: 7 } }) }) } } }"
    ),
    "src/main/ets/pages/Detail.ets": (
        "import { router } from '@kit.ArkUI'\n@Entry @Component struct Detail {\n"
        "build() { Column() { Text(`detail ${(router.getParams() as T).id}`) } } }"
    ),
}


def test_a_test_starts_abilities_and_goes_from_page_to_page(tmp_path: Path, ohosrun: Command) -> None:
    ability = (EXAMPLES / "ability" / "entryability" / "EntryAbility.ets").read_text("utf-8")
    files = {
        # As projects of API 9 say it; the app asks for the permission, not its tests.
        "src/main/module.json5": MODULE.replace("srcEntry", "srcEntrance")[:-1] + ", x: 'ohos.permission.INTERNET' }",
        "src/main/ets/entryability/EntryAbility.ets": ability,
        **PAGES,
        "src/ohosTest/module.json5": "{ module: { name: 'entry_test' } }",
        "src/ohosTest/ets/test/Delegator.test.ets": DELEGATOR,
    }
    for name, text in files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    run = ohosrun("test", tmp_path)
    said = run.stdout + run.stderr
    assert run.returncode == 0, said
    assert "2 passed" in said, said
    assert "permission" not in said, said


def test_a_test_drives_the_page_of_its_project(tmp_path: Path, ohosrun: Command) -> None:
    files = {
        "src/main/module.json5": MODULE,
        "src/main/ets/entryability/EntryAbility.ets": (
            EXAMPLES / "ability" / "entryability" / "EntryAbility.ets"
        ).read_text("utf-8"),
        "src/main/ets/pages/Index.ets": INDEX,
        "src/ohosTest/ets/test/Ui.test.ets": TEST,
    }
    for name, text in files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    run = ohosrun("test", tmp_path)
    assert run.returncode == 1
    said = run.stdout + run.stderr
    assert "2 passed" in said, said
    assert "2 failed" in said or "error" in said, said
    assert "Assert Exist Failed: ON.text('Nothing')" in said
    assert "swipe needs a device" in said
