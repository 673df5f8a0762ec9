/** The types that the JavaScript of this folder names in its comments; read by editors, not by the engine. */

export interface ErrorDescription {
  /** What to print: `Name: message` of an Error, else the inspected value. */
  text: string;
  name: string;
  message: string;
  /** The engine's frames as they are, or ''. */
  stack: string;
  isError: boolean;
  code: number | string | undefined;
  /** The inspected other properties of an Error, or ''. */
  props: string;
  cause: ErrorDescription | null;
  errors: ErrorDescription[];
}

/** The ops below the globals: functions of the host. */
export interface Ops {
  /** Writes text that ends with a line end; 1 is stdout, 2 stderr. */
  write(stream: 1 | 2, text: string): void;
  /** Whether colour is wanted on a stream. */
  styled(stream: 1 | 2): boolean;
  /** ms, monotonic, with fractions. */
  now(): number;
  promiseState(promise: unknown): { state: 'pending' | 'fulfilled' | 'rejected'; value?: unknown } | null;
  /** The function that a file of this folder consists of. */
  evaluateFile(name: string): (core: object) => void;
  /** An error that nobody caught. */
  uncaught(description: ErrorDescription, requestSite: string, rejection: boolean): void;
  startTimer(id: number, delay: number, repeats: boolean): void;
  stopTimer(id: number): void;
  /** A method that formats by locale on a device was called, and where. */
  noteLocale(name: string, stack: string): void;
  /** The value of a name that a fragment does not declare. */
  makeImplicit(name: string, stack: string): unknown;
}

/** What every file of this folder is given, and what they add to it for each other and for the host. */
export interface Core {
  ops: Ops;
  contextOfProgram(): any;
  uiContextOfProgram(): any;
  /** Set where there are screens: what promptAction shows dialogs of a program's own with, and components of modules. */
  presented: {
    open?(id: number, content: any): boolean;
    close?(dialog: unknown): void;
    build?(name: string, args: unknown[]): unknown;
  };
  /** Intrinsics as they were before any script ran. */
  primordials: any;
  inspectText: any;
  inspectKinds: any;
  inspectEntries: any;
  inspect(value: unknown, options?: object): string;
  format(args: unknown[], options?: object): string;
  table(data: unknown, columns: unknown, options?: object): string | undefined;
  describeError(value: unknown): ErrorDescription;
  /** The script's own frames of a stack, as text. */
  userFrames(stack: string): string;
  /** One macrotask: calls the callback, reports what it throws. */
  makeArray(...values: unknown[]): unknown[];
  invoke(callback: Function, first?: unknown, second?: unknown): void;
  reportUncaught(value: unknown, rejection: boolean): void;
  isStackEmpty(): boolean;
  addRejection(reason: unknown): void;
  reportRejections(): void;
  rememberSite(error: object, stack: string): void;
  requestSite(value: unknown): string;
  watchEntry(promise: Promise<unknown>): void;
  entryPending: boolean;
  /** How deep the running callback is in a chain of timers. */
  nesting: number;
  fireTimer(id: number): void;
  provideImplicitNames(names: string[]): void;
}
