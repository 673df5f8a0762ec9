/** Those of requests run from the last to the first, those of responses from the first to the last. */
export class Interceptors {
  handlers = [];

  use(fulfilled, rejected) { return this.handlers.push({ fulfilled, rejected }) - 1; }

  eject(number) { this.handlers[number] = null; }

  all() { return this.handlers.filter((handler) => handler !== null); }
}
