/** @ohos.net.http as a script sees it. Sections are those of docs/behaviour.md. */
import { ops } from 'ohosrun:bridge/net_http';
import { connect as connectCache, createHttpResponseCache } from 'ohosrun:bindings/net_http/cache.js';
import { connect as connectDevice, device } from 'ohosrun:bindings/net_http/device.js';
import * as enums from 'ohosrun:bindings/net_http/enums.js';
import { apply, defineProperty } from 'ohosrun:bindings/net_http/intrinsics.js';
import { HttpInterceptorChain } from 'ohosrun:bindings/net_http/interceptors.js';
import { HttpRequest, connect as connectRequest } from 'ohosrun:bindings/net_http/request.js';

connectCache(ops);
connectDevice(ops);
connectRequest(ops);

/** Whether a factory that was called with `owner` as `this` finds its class. @param {unknown} owner */
const finds = (owner) => owner === http || device().freeFactories;

const factories = {
  createHttp() {
    return finds(this) ? new HttpRequest() : undefined;
  },
  /** @param {...unknown} args */
  createHttpResponseCache(...args) {
    return finds(this) ? apply(createHttpResponseCache, undefined, args) : undefined;
  },
};

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
defineProperty(http, 'createHttp', { value: factories.createHttp });
defineProperty(http, 'createHttpResponseCache', { value: factories.createHttpResponseCache });

export default http;
