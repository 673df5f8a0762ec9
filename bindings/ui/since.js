/** What came after API 9, with the version that brought it: the declarations' `@since`. Loaded with --api only. */
import { host } from 'ohosrun:bridge/ui';
import promptAction from 'ohosrun:bindings/ui/prompt/action.js';
import router from 'ohosrun:bindings/ui/router/index.js';
import { bySince } from 'ohosrun:kit/since.js';

bySince(host, 'promptAction', promptAction, {
  ToastShowMode: 11, openCustomDialog: 11, closeCustomDialog: 11, openToast: 18, closeToast: 18,
});
bySince(host, 'router', router, { pushNamedRoute: 10, replaceNamedRoute: 10, getStateByIndex: 12, getStateByUrl: 12 });
