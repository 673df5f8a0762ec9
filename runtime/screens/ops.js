/**
 * The functions of the host, for the modules of this folder: they take them while they are evaluated, and nobody can
 * afterwards.
 */

/** @type {any} */
let ops;
let isSealed = false;

/** @param {any} given only the first ones count */
export const connect = (given) => { ops ??= given; };
/** @returns {any} */
export const take = () => (isSealed ? undefined : ops);
export const seal = () => { isSealed = true; };
