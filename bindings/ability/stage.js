/** @ohos.app.ability.AbilityStage: what runs before the abilities of a module do. */

export default class AbilityStage {
  /** @type {any} */
  context;

  onCreate() {}
  onAcceptWant() { return ''; }
  onConfigurationUpdate() {}
  onMemoryLevel() {}
  onDestroy() {}
}
