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
      await input.inputText('c');
      expect(await input.getText()).assertEqual('abc');
      expect(await title!.getText()).assertEqual('abc');
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
