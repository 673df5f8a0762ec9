/** The enums of the document: read-only members that are not listed, no reverse mapping (C23, 9.1). */
import { defineProperty, keys } from 'ohosrun:bindings/net_http/intrinsics.js';

/**
 * @param {Record<string, string | number>} members
 * @returns {any}
 */
export function nativeEnum(members) {
  const names = keys(members);
  for (let i = 0; i < names.length; i++) {
    defineProperty(members, names[i], {
      __proto__: null, value: members[names[i]], writable: false, enumerable: false, configurable: false,
    });
  }
  return members;
}

export const RequestMethod = nativeEnum({
  OPTIONS: 'OPTIONS', GET: 'GET', HEAD: 'HEAD', POST: 'POST', PUT: 'PUT', DELETE: 'DELETE', TRACE: 'TRACE',
  CONNECT: 'CONNECT', PATCH: 'PATCH',
});

export const ResponseCode = nativeEnum({
  OK: 200, CREATED: 201, ACCEPTED: 202, NOT_AUTHORITATIVE: 203, NO_CONTENT: 204, RESET: 205, PARTIAL: 206,
  MULT_CHOICE: 300, MOVED_PERM: 301, MOVED_TEMP: 302, SEE_OTHER: 303, NOT_MODIFIED: 304, USE_PROXY: 305,
  BAD_REQUEST: 400, UNAUTHORIZED: 401, PAYMENT_REQUIRED: 402, FORBIDDEN: 403, NOT_FOUND: 404, BAD_METHOD: 405,
  NOT_ACCEPTABLE: 406, PROXY_AUTH: 407, CLIENT_TIMEOUT: 408, CONFLICT: 409, GONE: 410, LENGTH_REQUIRED: 411,
  PRECON_FAILED: 412, ENTITY_TOO_LARGE: 413, REQ_TOO_LONG: 414, UNSUPPORTED_TYPE: 415, RANGE_NOT_SATISFIABLE: 416, INTERNAL_ERROR: 500,
  NOT_IMPLEMENTED: 501, BAD_GATEWAY: 502, UNAVAILABLE: 503, GATEWAY_TIMEOUT: 504, VERSION: 505,
});

export const HttpProtocol = nativeEnum({ HTTP1_1: 0, HTTP2: 1, HTTP3: 2 });

export const HttpDataType = nativeEnum({ STRING: 0, OBJECT: 1, ARRAY_BUFFER: 2 });

export const CertType = nativeEnum({ PEM: 'PEM', DER: 'DER', P12: 'P12' });

export const TlsVersion = nativeEnum({ TLS_V_1_0: 4, TLS_V_1_1: 5, TLS_V_1_2: 6, TLS_V_1_3: 7 });

// Not what the declarations say, CURL_IPRESOLVE_..., which a device does not know (9.2).
export const AddressFamily = nativeEnum({ DEFAULT: 'DEFAULT', ONLY_V4: 'ONLY_V4', ONLY_V6: 'ONLY_V6' });

export const SslType = nativeEnum({ TLS: 0, TLCP: 1 });

export const InterceptorType = nativeEnum({
  INITIAL_REQUEST: 'INITIAL_REQUEST', REDIRECTION: 'REDIRECTION', CACHE_CHECKED: 'READ_CACHE',
  NETWORK_CONNECT: 'CONNECT_NETWORK', FINAL_RESPONSE: 'FINAL_RESPONSE',
});
