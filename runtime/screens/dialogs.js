/**
 * What lies above a page: dialogs that a program opens. They are nodes like others, so that their buttons can be tapped.
 */
import { mark } from 'ohosrun:screens/changes.js';
import { Opaque, rawOf } from 'ohosrun:screens/observed.js';
import { CONTROLLER, currentInstance, holder, instanceOf, onNewChild } from 'ohosrun:screens/structs.js';
import { append, isBuilding, within } from 'ohosrun:screens/tree.js';
import { builderOf, component } from 'ohosrun:screens/chain.js';
import { take } from 'ohosrun:screens/ops.js';

const ops = take();

/**
 * @typedef {{ name: string, build: () => void, holder: import('./structs.js').Instance,
 *   controller: CustomDialogController | null, options: any }} Overlay
 */

/** @type {Overlay[]} */
const overlays = [];
/** @type {Overlay | null} */
let building = null;

// The member that it is put into has no value and says what it is for.
onNewChild((child) => {
  if (!building?.controller || !child.description.isDialog) return;
  for (const name of Object.keys(child.self)) {
    if (CONTROLLER.test(name) && child.self[name] === undefined) child.self[name] = building.controller;
  }
});

/** @param {Overlay} overlay */
const open = (overlay) => {
  overlays.push(overlay);
  mark('a dialog');
};

/** @param {Overlay} overlay */
const close = (overlay) => {
  const index = overlays.indexOf(overlay);
  if (index < 0) return;
  overlays.splice(index, 1);
  overlay.holder.close();
  if (overlay.controller) overlay.controller.overlay = null;
  mark('a dialog');
};

/** Builds what is open, above the page. */
export const buildOverlays = () => {
  for (const overlay of [...overlays]) {
    const node = append(overlay.name, []);
    building = overlay;
    try {
      within(node, () => overlay.holder.buildWith(overlay.build));
    } finally {
      building = null;
    }
  }
};

const BACK = 0; // DismissReason.PRESS_BACK

/** @returns {boolean} whether there was one, which the back key closes unless it asks not to be */
export const closeTopOverlay = () => {
  const top = overlays.at(-1);
  if (top === undefined) return false;
  const { cancel, onWillDismiss } = top.options ?? {};
  const dismiss = () => {
    close(top);
    cancel?.();
  };
  if (typeof onWillDismiss === 'function') onWillDismiss({ dismiss, reason: BACK });
  else dismiss();
  return true;
};

export class CustomDialogController extends Opaque {
  /** @param {any} options @param {object} [self] */
  constructor(options, self) {
    super();
    this.options = options;
    this.owner = (self && instanceOf(self)) ?? currentInstance();
    /** @type {Overlay | null} */
    this.overlay = null;
  }

  open() {
    if (this.overlay !== null) return;
    const { builder } = this.options ?? {};
    const build = () => {
      // What opens it may answer the dialog itself, for it was written to be built later.
      const made = typeof builder === 'function' ? builder() : builder;
      const built = builderOf(made);
      built?.();
    };
    this.overlay = { name: 'Dialog', build, holder: holder(this.owner), controller: this, options: this.options };
    ops.line('dialog', 'open');
    open(this.overlay);
  }

  close() {
    if (this.overlay === null) return;
    close(this.overlay);
  }

  getState() { return this.overlay === null ? 3 : 1; }
}

/** @type {Map<unknown, Overlay>} what promptAction opened, by number and by content */
const presented = new Map();

/** @param {number} id @param {any} content @returns {boolean} whether it has a builder, and is known by the number */
ops.core.presented.open = (id, content) => {
  const owner = currentInstance();
  const build = builderOf(content, owner?.self) ?? (() => {});
  const overlay = { name: 'Dialog', build, holder: holder(owner), controller: null, options: content };
  presented.set(id, overlay);
  presented.set(rawOf(content), overlay);
  ops.line('dialog', 'open');
  open(overlay);
  return Object.hasOwn(content, 'builder');
};

/** @param {unknown} dialog its number or its content; the last one where it is neither */
ops.core.presented.close = (dialog) => {
  const overlay = presented.get(rawOf(dialog)) ?? (dialog === undefined ? [...presented.values()].at(-1) : undefined);
  if (overlay !== undefined) close(overlay);
};

/** @param {any} options @returns {any[]} the buttons that options have, in their order */
const buttonsOf = (options) => [
  options.confirm, options.primaryButton, options.secondaryButton, ...(options.buttons ?? []), ...(options.sheets ?? []),
].filter((button) => typeof button === 'object' && button !== null);

/** @param {any} button @param {() => void} before what happens before its action does */
const appendButton = (button, before) => {
  const node = append('Button', [button.value ?? button.title]);
  node.events = new Map([['onClick', () => {
    before();
    button.action?.();
  }]]);
};

const COMPONENT = /^[A-Z]\w*$/;

/** A component that a module of the SDK has: what it was called with, and its buttons. @type {(name: string, args: any[]) => unknown} */
ops.core.presented.build = (name, args) => {
  if (!isBuilding() || !COMPONENT.test(name)) return undefined;
  const [options] = args;
  const overlay = building;
  return component(name, args, () => {
    if (typeof options !== 'object' || options === null) return;
    for (const button of buttonsOf(options)) appendButton(button, () => { if (overlay !== null) close(overlay); });
  });
};

/** @param {unknown} value */
const shown = (value) => (value === undefined || value === null ? '' : value);

/**
 * AlertDialog and ActionSheet: texts, and a button for each answer.
 * @param {string} name
 * @returns {(options: any) => void}
 */
const showing = (name) => (options = {}) => {
  /** @type {Overlay} */
  const overlay = { name, holder: holder(currentInstance()), controller: null, options, build: () => {
    for (const text of [options.title, options.subtitle, options.message]) {
      if (shown(text) !== '') append('Text', [text]);
    }
    for (const button of buttonsOf(options)) appendButton(button, () => { close(overlay); });
  } };
  ops.line('dialog', `open ${[shown(options.title), shown(options.message)].filter((text) => text !== '').join(': ')}`);
  open(overlay);
};

export const AlertDialog = { show: showing('AlertDialog') };
export const ActionSheet = { show: showing('ActionSheet') };
