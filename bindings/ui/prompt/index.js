/** @ohos.prompt, the name that @ohos.promptAction had before. */
export { default } from 'ohosrun:bindings/ui/prompt/action.js';
