/** @ohos.net.http as a script sees it. Sections are those of docs/behaviour.md. */
import { ops } from 'ohosrun:bridge/net_http';
import { connect as connectCache, createHttpResponseCache } from 'ohosrun:bindings/net_http/cache.js';
import * as enums from 'ohosrun:bindings/net_http/enums.js';
import { defineProperty } from 'ohosrun:bindings/net_http/intrinsics.js';
import { HttpInterceptorChain } from 'ohosrun:bindings/net_http/interceptors.js';
import { HttpRequest, connect as connectRequest } from 'ohosrun:bindings/net_http/request.js';

connectCache(ops);
connectRequest(ops);

const createHttp = () => new HttpRequest();

const http = {
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
};

// 9.1: there, but not listed; usable without `http.` since 4.1.
defineProperty(http, 'createHttp', { value: createHttp });
defineProperty(http, 'createHttpResponseCache', { value: createHttpResponseCache });

export default http;
