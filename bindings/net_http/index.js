/** @ohos.net.http as a script sees it. Sections are those of docs/behaviour.md. */
import { host, ops } from 'ohosrun:bridge/net_http';
import { connect as connectCache, createHttpResponseCache } from 'ohosrun:bindings/net_http/cache.js';
import * as enums from 'ohosrun:bindings/net_http/enums.js';
import { defineProperty } from 'ohosrun:bindings/net_http/intrinsics.js';
import { HttpInterceptorChain } from 'ohosrun:bindings/net_http/interceptors.js';
import { HttpRequest, connect as connectRequest } from 'ohosrun:bindings/net_http/request.js';
import { EXPORTS, METHODS } from 'ohosrun:bindings/net_http/since.js';
import { bySince } from 'ohosrun:kit/since.js';

connectCache(ops);
connectRequest(ops);
bySince(host, 'HttpRequest', HttpRequest.prototype, METHODS);

const createHttp = () => new HttpRequest();

const http = bySince(host, 'http', {
  HttpInterceptorChain,
  InterceptorType: enums.InterceptorType,
  RequestMethod: enums.RequestMethod,
  ResponseCode: enums.ResponseCode,
  CertType: enums.CertType,
  HttpProtocol: enums.HttpProtocol,
  TlsVersion: enums.TlsVersion,
  AddressFamily: enums.AddressFamily,
  SslType: enums.SslType,
  HttpDataType: enums.HttpDataType,
}, EXPORTS);

// 9.1: there, but not listed; usable without `http.` since 4.1.
defineProperty(http, 'createHttp', { value: createHttp });
defineProperty(http, 'createHttpResponseCache', { value: createHttpResponseCache });

export default http;
