/**
 * What a text that was ArkTS imports: the global through which it reaches structs, and the names that it uses.
 */
import { uiContext } from 'ohosrun:screens/context.js';
import { observed, observedClass } from 'ohosrun:screens/classes.js';
import { provide } from 'ohosrun:screens/names.js';
import { currentlyStyled, extend } from 'ohosrun:screens/styles.js';
import { Base, describedStruct, givenTo, has, link, struct, two } from 'ohosrun:screens/structs.js';
import { branch, end } from 'ohosrun:screens/tree.js';

Object.defineProperty(Base.prototype, 'getUIContext', {
  value: uiContext, writable: true, configurable: true, enumerable: false,
});

// A name that no script can redefine.
Reflect.defineProperty(globalThis, 'ohosrunUi', {
  value: Object.freeze({
    Base, struct, observed, link, two, branch, end, has, given: givenTo, extend,
    get styled() { return currentlyStyled(); },
    /** What the name of a struct or an observed class means outside of it. @param {any} type */
    itself: (type) => describedStruct(type)?.wrapper ?? observedClass(type),
  }),
  writable: false,
  configurable: false,
  enumerable: false,
});

export { provide };
