/** @ohos.app.ability.UIAbility: what an ability extends. Who starts it gives it its context and calls its life cycle. */

export default class UIAbility {
  /** @type {any} */
  context;
  /** @type {any} */
  launchWant;
  /** @type {any} */
  lastRequestWant;
  callee = { on() {}, off() {} };

  onCreate() {}
  onWindowStageCreate() {}
  onWindowStageWillDestroy() {}
  onWindowStageDestroy() {}
  onWindowStageRestore() {}
  onDestroy() {}
  onWillForeground() {}
  onForeground() {}
  onDidForeground() {}
  onWillBackground() {}
  onBackground() {}
  onDidBackground() {}
  onNewWant() {}
  onConfigurationUpdate() {}
  onMemoryLevel() {}
  onBackPressed() { return false; }
  onPrepareToTerminate() { return false; }
}
