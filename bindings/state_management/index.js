/** @ohos.arkui.StateManagement: the states that pages share, which are kept where the pages are. */
export { AppStorageV2, PersistenceV2, UIUtils } from 'ohosrun:ui-state';
