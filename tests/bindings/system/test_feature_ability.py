"""What projects of the FA model and of API 8 import: featureAbility, data.storage, what @system says of the device."""

# ruff: noqa: E501 - programs are read best on their own lines.

from __future__ import annotations

from pathlib import Path

import pytest

from tests.bindings.system.running import reports

IMPORTS = """import featureAbility from '@ohos.ability.featureAbility';
import storage from '@ohos.data.storage';
import preferences from '@ohos.data.preferences';
---
"""


def test_the_context_of_a_feature_ability(tmp_path: Path) -> None:
    code = (
        IMPORTS
        + """const context = featureAbility.getContext();
const files = await context.getFilesDir();
report(files === getContext().filesDir, files.endsWith('/files'), featureAbility.getContext() === context);
context.getCacheDir((error, path) => { report(error === undefined, path === getContext().cacheDir); });
report(await context.getOrCreateLocalDir() + '/files' === files, typeof await context.getBundleName());
const asked = await context.requestPermissionsFromUser(['ohos.permission.A', 'ohos.permission.B'], 7);
report(asked.requestCode, asked.authResults, await context.verifyPermission('ohos.permission.B', { pid: 1 }));
const kept = await preferences.getPreferences(context, 'kept'); await kept.put('a', 1); report(await kept.get('a', 0));
report((await featureAbility.getWant()).parameters, featureAbility.ErrorCode.PERMISSION_DENY);
report(failure(() => featureAbility.acquireDataAbilityHelper('dataability:///x'))[1]);"""
    )
    assert reports(tmp_path, code, deny=("ohos.permission.B",)) == [
        [True, True, True],
        [True, True],
        [True, "string"],
        [7, [0, -1], -1],
        1,
        [{}, -3],
        "@ohos.ability.featureAbility: acquireDataAbilityHelper is not here",
    ]


def test_a_storage_is_a_file_of_its_path(tmp_path: Path) -> None:
    code = (
        IMPORTS
        + """const path = await featureAbility.getContext().getFilesDir() + '/mine';
const mine = storage.getStorageSync(path);
const listener = ({ key }) => report('changed', key);
mine.on('change', listener);
mine.putSync('name', 'Ann'); await mine.put('age', 5); mine.put('on', true, (error) => report('put', error === undefined));
await mine.flush();
report(mine.getSync('name', ''), await mine.get('age', 0), mine.hasSync('on'), mine.getSync('none', 'default'));
mine.off('change', listener); mine.deleteSync('age'); mine.flushSync();
storage.removeStorageFromCacheSync(path);
const again = await storage.getStorage(path);
report(again !== mine, again.hasSync('age'), again.getSync('name', ''), storage.getStorageSync(path) === again);
storage.deleteStorageSync(path); report(storage.getStorageSync(path).hasSync('name'));
report(failure(() => storage.getStorageSync(5))[0]);"""
    )
    reported = reports(tmp_path, code)
    heard = [each for each in reported if isinstance(each, list) and each[0] in ("changed", "put")]
    assert sorted(heard) == [["changed", "age"], ["changed", "name"], ["changed", "on"], ["put", True]]
    rest = [each for each in reported if each not in heard]
    assert rest == [["Ann", 5, True, "default"], [True, False, "Ann", True], False, 401]


@pytest.mark.parametrize("deny", [(), ("ohos.permission.GET_NETWORK_INFO",)])
def test_what_the_system_says_of_the_device(deny: tuple[str, ...], tmp_path: Path) -> None:
    code = """import device from '@system.device'; import network from '@system.network';
import configuration from '@system.configuration'; import deviceInfo from '@ohos.deviceInfo';
---
device.getInfo({ success: (info) => report(info.brand === deviceInfo.brand, info.deviceType), complete: () => report('over') });
network.getType({ success: ({ type }) => report(['wifi', 'none'].includes(type)), fail: (_data, code) => report(code) });
const { language, countryOrRegion, dir } = configuration.getLocale(); report(language, countryOrRegion, dir);"""
    last = 602 if deny else True
    assert reports(tmp_path, code, deny=deny) == [["zh", "CN", "ltr"], [True, "phone"], "over", last]


def test_older_names_mean_the_same_modules(tmp_path: Path) -> None:
    code = """import Ability from '@ohos.application.Ability'; import Stage from '@ohos.application.AbilityStage';
import Constant from '@ohos.application.AbilityConstant'; import Want from '@ohos.application.Want';
import Configuration from '@ohos.application.ConfigurationConstant';
---
class Mine extends Ability {}
report('onCreate' in new Mine(), typeof Stage);
report(Constant.LaunchReason.START_ABILITY, Configuration.ColorMode.COLOR_MODE_DARK);"""
    assert reports(tmp_path, code) == [[True, "function"], [1, 0]]
