/** Modules that have types only: their names can be imported and have no value. */
export default undefined;
