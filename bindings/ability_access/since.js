/** What came after API 9, with the version that brought it: the declarations' `@since`. Loaded with --api only. */
import { host } from 'ohosrun:bridge/ability_access';
import abilityAccessCtrl from 'ohosrun:bindings/ability_access/index.js';
import { bySince, madeBySince } from 'ohosrun:kit/since.js';

bySince(host, 'abilityAccessCtrl', abilityAccessCtrl, { SwitchType: 12, PermissionStatus: 20 });
madeBySince(host, 'AtManager', abilityAccessCtrl, 'createAtManager', {
  checkAccessTokenSync: 10, requestPermissionOnSetting: 12, requestGlobalSwitch: 12, getSelfPermissionStatus: 20,
});
