/**
 * Driver, ON and the like of hypium, over the nodes of the page that is open. Whatever is waited for, it is waited until
 * all is quiet; what needs a finger or a picture needs a device.
 * Source: the declarations of the OpenHarmony SDK ("@ohos.UiTest").
 */
import { doTap, doType } from 'ohosrun:screens/actions.js';
import { testing } from 'ohosrun:screens/driver.js';
import { reactsToTap, walk } from 'ohosrun:screens/targets.js';
import { idOf, isEnabled, nodeText, valueOf, isInput } from 'ohosrun:screens/texts.js';
import { shownValue } from 'ohosrun:screens/cells.js';

export { testing };

/** @typedef {import('./tree.js').Node} Node */

export const MatchPattern = { EQUALS: 0, CONTAINS: 1, STARTS_WITH: 2, ENDS_WITH: 3 };
export const ResizeDirection = { LEFT: 0, RIGHT: 1, UP: 2, DOWN: 3, LEFT_UP: 4, LEFT_DOWN: 5, RIGHT_UP: 6, RIGHT_DOWN: 7 };
export const WindowMode = { FULLSCREEN: 0, PRIMARY: 1, SECONDARY: 2, FLOATING: 3 };
export const DisplayRotation = { ROTATION_0: 0, ROTATION_90: 1, ROTATION_180: 2, ROTATION_270: 3 };

const ASSERTION_FAILED = 17000003;
const GONE = 17000004;

/** @param {number} code @param {string} message */
const failure = (code, message) => Object.assign(new Error(message), { code });

/** @param {string} name */
const needsDevice = (name) => { throw new Error(`${name} needs a device: there is no display here`); };

const quiet = () => new Promise((resolve) => { testing.whenQuiet(() => { resolve(undefined); }); });

/** @returns {Node[]} those that can be reached, in order */
const nodes = () => {
  /** @type {Node[]} */
  const found = [];
  for (const child of testing.root()?.children ?? []) walk(child, (node) => { found.push(node); });
  return found;
};

/** @param {string} text @param {string} wanted @param {number} pattern */
const fits = (text, wanted, pattern) => {
  switch (pattern) {
    case MatchPattern.CONTAINS: return text.includes(wanted);
    case MatchPattern.STARTS_WITH: return text.startsWith(wanted);
    case MatchPattern.ENDS_WITH: return text.endsWith(wanted);
    default: return text === wanted;
  }
};

/** @param {Node} node @returns {unknown} what a Toggle, a Checkbox or a Radio is */
const chosen = (node) => {
  const options = /** @type {any} */ (node.args[0]);
  return shownValue(node.attribute('select') ?? node.attribute('checked') ?? options?.isOn ?? options?.checked);
};

/** @typedef {(node: Node, all: Node[]) => boolean} Condition */

/** What a component is to be like. Every method answers a new one with one condition more. */
export class On {
  /** @param {Condition[]} [conditions] @param {string} [said] */
  constructor(conditions = [], said = 'ON') {
    this.conditions = conditions;
    this.said = said;
  }

  /** @param {string} said @param {Condition} condition */
  and(said, condition) { return new On([...this.conditions, condition], `${this.said}.${said}`); }
  /** @param {string} text @param {number} [pattern] */
  text(text, pattern = 0) { return this.and(`text('${text}')`, (node) => fits(nodeText(node), text, pattern)); }
  /** @param {string} id @param {number} [pattern] */
  id(id, pattern = 0) { return this.and(`id('${id}')`, (node) => fits(idOf(node), id, pattern)); }
  /** @param {string} key */
  key(key) { return this.id(key); }
  /** @param {string} type @param {number} [pattern] */
  type(type, pattern = 0) { return this.and(`type('${type}')`, (node) => fits(node.name, type, pattern)); }
  enabled(is = true) { return this.and(`enabled(${is})`, (node) => isEnabled(node) === is); }
  clickable(is = true) { return this.and(`clickable(${is})`, (node) => reactsToTap(node) === is); }
  checked(is = true) { return this.and(`checked(${is})`, (node) => (chosen(node) === true) === is); }
  selected(is = true) { return this.checked(is); }
  checkable(is = true) { return this.and(`checkable(${is})`, (node) => (chosen(node) !== undefined) === is); }
  focused() { return this; }
  longClickable() { return this; }
  scrollable() { return this; }
  /** @param {On} other */
  isBefore(other) { return this.and('isBefore(…)', (node, all) => { const at = other.first(all); return at >= 0 && all.indexOf(node) < at; }); }
  /** @param {On} other */
  isAfter(other) { return this.and('isAfter(…)', (node, all) => { const at = other.first(all); return at >= 0 && all.indexOf(node) > at; }); }

  /** @param {On} other */
  within(other) {
    return this.and('within(…)', (node, all) => {
      for (let above = node.parent; above !== null; above = above.parent) if (other.is(above, all)) return true;
      return false;
    });
  }

  inWindow() { return this; }
  /** @param {Node} node @param {Node[]} all */
  is(node, all) { return this.conditions.every((condition) => condition(node, all)); }
  /** @param {Node[]} all */
  first(all) { return all.findIndex((node) => this.is(node, all)); }
}

export const ON = new On();
export const BY = ON;
export const By = On;

/** A component that was found; it stays the one in its place when the page is built again. */
export class Component {
  /** @param {Node} node */
  constructor(node) {
    this.node = node;
    this.place = node.place();
  }

  /** @returns {Node} */
  now() {
    const all = nodes();
    const found = all.includes(this.node) ? this.node : all.find((node) => node.place() === this.place);
    if (found === undefined) throw failure(GONE, `the ${this.node.name} is not on the page any more`);
    return found;
  }

  async click() {
    await quiet();
    testing.run(() => { doTap(this.now()); });
    await quiet();
  }

  async doubleClick() { await this.click(); }
  async longClick() { return needsDevice('longClick'); }
  async scrollToTop() { return needsDevice('scrollToTop'); }
  async scrollToBottom() { return needsDevice('scrollToBottom'); }
  async getBounds() { return needsDevice('getBounds'); }

  /** @param {string} text in the place of what is there @param {{ addition?: boolean }} [mode] */
  async inputText(text, mode) {
    await quiet();
    const node = this.now();
    testing.run(() => { doType(node, mode?.addition === true ? valueOf(node) + text : text); });
    await quiet();
  }

  async clearText() {
    await quiet();
    testing.run(() => { doType(this.now(), ''); });
    await quiet();
  }

  async getText() { const node = this.now(); return isInput(node) ? valueOf(node) : nodeText(node); }
  async getId() { return idOf(this.now()); }
  async getKey() { return idOf(this.now()); }
  async getType() { return this.now().name; }
  async isEnabled() { return isEnabled(this.now()); }
  async isClickable() { return reactsToTap(this.now()); }
  async isChecked() { return chosen(this.now()) === true; }
  async isSelected() { return chosen(this.now()) === true; }
  async isCheckable() { return chosen(this.now()) !== undefined; }
  async isFocused() { return false; }
}
export const UiComponent = Component;

// KEYCODE_BACK of @ohos.multimodalInput.keyCode.
const KEY_BACK = 2;

export class Driver {
  static create() { return new Driver(); }

  async delayMs() { await quiet(); }
  async waitForIdle() { await quiet(); return true; }

  /** @param {On} on */
  async findComponents(on) {
    await quiet();
    const all = nodes();
    return all.filter((node) => on.is(node, all)).map((node) => new Component(node));
  }

  /** @param {On} on */
  async findComponent(on) { return (await this.findComponents(on))[0] ?? null; }
  /** @param {On} on */
  async waitForComponent(on) { return this.findComponent(on); }

  /** @param {On} on */
  async assertComponentExist(on) {
    if (await this.findComponent(on) === null) throw failure(ASSERTION_FAILED, `Assert Exist Failed: ${on.said}`);
  }

  async pressBack() {
    await quiet();
    testing.run(() => { testing.back(); });
    await quiet();
  }

  /** @param {number} key only that of going back can be pressed without a device */
  async triggerKey(key) { return key === KEY_BACK ? this.pressBack() : needsDevice('triggerKey'); }
}
export const UiDriver = Driver;

const DEVICE_ONLY = [
  'click', 'doubleClick', 'drag', 'fling', 'getDisplayDensity', 'getDisplayRotation', 'getDisplaySize', 'longClick',
  'mouseClick', 'mouseMoveTo', 'mouseScroll', 'pressHome', 'screenCap', 'screenCapture', 'setDisplayRotation', 'swipe',
  'triggerCombineKeys', 'wakeUpDisplay', 'injectMultiPointerAction', 'findWindow',
];
for (const name of DEVICE_ONLY) {
  const method = async () => needsDevice(name);
  Object.defineProperty(Driver.prototype, name, { value: method, writable: true, configurable: true });
}
