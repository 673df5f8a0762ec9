export class AxiosError extends Error {
  readonly isAxiosError = true;

  constructor(message: string, readonly code: string, readonly config: unknown, readonly response?: unknown) {
    super(message);
    this.name = 'AxiosError';
  }
}

export class CanceledError extends AxiosError {
  readonly __CANCEL__ = true;

  constructor(message: string | undefined, config: unknown) {
    super(message ?? 'canceled', 'ERR_CANCELED', config);
    this.name = 'CanceledError';
  }
}
