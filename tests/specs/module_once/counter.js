globalThis.evaluations = (globalThis.evaluations ?? 0) + 1;
console.log('evaluated');
export const count = globalThis.evaluations;
