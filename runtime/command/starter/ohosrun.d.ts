// What ohosrun knows without the SDK, for an editor. Written by `ohosrun init`; it may be edited or deleted.

declare module '@ohos.net.http' {
  namespace http {
    enum RequestMethod {
      OPTIONS = 'OPTIONS', GET = 'GET', HEAD = 'HEAD', POST = 'POST', PUT = 'PUT', DELETE = 'DELETE', TRACE = 'TRACE',
      CONNECT = 'CONNECT',
    }

    enum ResponseCode {
      OK = 200, CREATED, ACCEPTED, NOT_AUTHORITATIVE, NO_CONTENT, RESET, PARTIAL, MULT_CHOICE = 300, MOVED_PERM,
      MOVED_TEMP, SEE_OTHER, NOT_MODIFIED, USE_PROXY, BAD_REQUEST = 400, UNAUTHORIZED, PAYMENT_REQUIRED, FORBIDDEN,
      NOT_FOUND, BAD_METHOD, NOT_ACCEPTABLE, PROXY_AUTH, CLIENT_TIMEOUT, CONFLICT, GONE, LENGTH_REQUIRED, PRECON_FAILED,
      ENTITY_TOO_LARGE, REQ_TOO_LONG, UNSUPPORTED_TYPE, INTERNAL_ERROR = 500, NOT_IMPLEMENTED, BAD_GATEWAY, UNAVAILABLE,
      GATEWAY_TIMEOUT, VERSION,
    }

    enum HttpDataType { STRING = 0, OBJECT = 1, ARRAY_BUFFER = 2 }

    enum HttpProtocol { HTTP1_1 = 0, HTTP2 = 1 }

    interface HttpRequestOptions {
      method?: RequestMethod;
      /** The query of a GET, the body of a POST. */
      extraData?: string | object | ArrayBuffer;
      expectDataType?: HttpDataType;
      usingCache?: boolean;
      /** 1 to 1000; a higher one starts first when requests have to wait. */
      priority?: number;
      header?: object;
      /** ms for the whole request; 0 is no limit, missing is 60000. */
      readTimeout?: number;
      /** ms; missing is 60000. */
      connectTimeout?: number;
      usingProtocol?: HttpProtocol;
      usingProxy?: boolean | { host: string; port: number; exclusionList: string[] };
      /** The largest body in bytes; missing is 5 MiB. */
      maxLimit?: number;
    }

    interface HttpResponse {
      result: string | object | ArrayBuffer;
      resultType: HttpDataType;
      responseCode: ResponseCode | number;
      /** Its keys are in lower case. */
      header: any;
      cookies: string;
    }

    interface BusinessError {
      code: number;
      message: string;
    }

    type Callback<T> = (data: T) => void;
    type AsyncCallback<T> = (error: BusinessError | undefined, data: T) => void;

    interface HttpRequest {
      request(url: string, callback: AsyncCallback<HttpResponse>): void;
      request(url: string, options: HttpRequestOptions, callback: AsyncCallback<HttpResponse>): void;
      request(url: string, options?: HttpRequestOptions): Promise<HttpResponse>;
      /** Aborts what is in flight; the object cannot be used again. */
      destroy(): void;
      on(type: 'headerReceive', callback: AsyncCallback<object>): void;
      on(type: 'headersReceive', callback: Callback<object>): void;
      once(type: 'headersReceive', callback: Callback<object>): void;
      off(type: 'headerReceive', callback?: AsyncCallback<object>): void;
      off(type: 'headersReceive', callback?: Callback<object>): void;
    }

    interface HttpResponseCache {
      flush(callback: AsyncCallback<void>): void;
      flush(): Promise<void>;
      delete(callback: AsyncCallback<void>): void;
      delete(): Promise<void>;
    }

    function createHttp(): HttpRequest;
    /** @param cacheSize bytes, 10 MiB at most. */
    function createHttpResponseCache(cacheSize?: number): HttpResponseCache;
  }
  export default http;
}

declare const console: {
  log(...values: unknown[]): void;
  info(...values: unknown[]): void;
  debug(...values: unknown[]): void;
  warn(...values: unknown[]): void;
  error(...values: unknown[]): void;
  trace(...values: unknown[]): void;
  assert(condition: unknown, ...values: unknown[]): void;
  count(label?: string): void;
  countReset(label?: string): void;
  dir(value: unknown): void;
  group(...values: unknown[]): void;
  groupCollapsed(...values: unknown[]): void;
  groupEnd(): void;
  table(rows: unknown, columns?: string[]): void;
  time(label?: string): void;
  timeLog(label?: string, ...values: unknown[]): void;
  timeEnd(label?: string): void;
};

declare function setTimeout(callback: Function, ms?: number, ...values: unknown[]): number;
declare function setInterval(callback: Function, ms?: number, ...values: unknown[]): number;
declare function clearTimeout(id?: number): void;
declare function clearInterval(id?: number): void;
declare function queueMicrotask(callback: () => void): void;
