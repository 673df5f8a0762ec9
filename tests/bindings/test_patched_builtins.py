"""A program may delete or replace any builtin: what a device does natively goes on, and so does a request."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.bindings.snippets import run_snippet
from tests.servers.http import HttpServer, Response

# Requests of every kind, one after the other by callback. What the harness needs is taken before anything is patched,
# and everything is put back before it looks at what came.
_HARNESS = """
const URL = '%s';
const { apply, ownKeys, getOwnPropertyDescriptor, defineProperty, deleteProperty } = Reflect;
const { stringify } = JSON;
const log = console.log;
const then = Promise.prototype.then;
const NativeArrayBuffer = ArrayBuffer;
const isObject = (value) => (typeof value === 'object' && value !== null) || typeof value === 'function';

// Every object of the language that a program can reach from its globals, and each of its keys.
const places = [];
const seen = [];
const iterators = [[][Symbol.iterator](), new Map().entries(), new Set().values(), ''[Symbol.iterator](),
  'a'.matchAll(/a/g), (function* () {})(), (async function* () {})()].map((one) => Object.getPrototypeOf(one));
const walk = (object, name, depth) => {
  if (seen.includes(object) || object === http) return;
  seen.push(object);
  for (const key of ownKeys(object)) {
    const descriptor = getOwnPropertyDescriptor(object, key);
    if (descriptor.configurable) places.push([object, key, name + '.' + String(key)]);
    if (depth > 0 && isObject(descriptor.value)) walk(descriptor.value, name + '.' + String(key), depth - 1);
    const parent = isObject(descriptor.value) ? Object.getPrototypeOf(descriptor.value) : null;
    if (depth > 0 && parent !== null) walk(parent, name + '.' + String(key) + '.__proto__', depth - 1);
  }
};
walk(globalThis, 'globalThis', 2);
iterators.forEach((one, i) => walk(one, 'iterator' + i, 0));

const evil = (name) => function () { throw new EvilError(name); };
class EvilError { constructor(name) { this.name = name; } }
const WAYS = [
  (object, key) => deleteProperty(object, key),
  (object, key, name) => defineProperty(object, key, { __proto__: null, value: evil(name), configurable: true }),
];
// What a program can put where there was nothing.
const setter = (name) => ({ __proto__: null, set: evil(name), get: () => undefined, configurable: true });
const ADDED = [];
for (const [object, name] of [[Array.prototype, 'Array'], [Object.prototype, 'Object']]) {
  for (const key of ['0', '1', '2', 'value', 'get', 'set', 'then', 'code', 'method', 'header', 'query', 'special',
    'responseCode', 'content-type', 'x-a']) ADDED.push([object, key, name + '.prototype added ' + key]);
}
const cases = [];
for (const way of WAYS) for (const place of places) cases.push([way, ...place]);
const ADD = (object, key, name) => defineProperty(object, key, setter(name));
for (const place of ADDED) cases.push([ADD, ...place]);

const buffer = new NativeArrayBuffer(3);
const options = {
  get: { header: { 'X-A': 'b', 'X-N': 5 }, extraData: { a: 'b c' }, expectDataType: 1, readTimeout: 5000 },
  text: { method: 'POST', header: { 'Content-Type': 'text/plain' }, extraData: 'x' },
  json: { method: 'PUT', extraData: { a: 1 }, priority: 3, usingProxy: false, maxLimit: 1000 },
  bytes: { method: 'POST', extraData: buffer, expectDataType: 2 },
  special: { queryParams: { a: [1, 'b c'], c: null, d: 1.5 }, body: { a: 1 }, maxRedirects: 3,
    resumeFrom: 1, resumeTo: 5,
    tlsOptions: { tlsVersionMin: 6, tlsVersionMax: 7, cipherSuites: ['TLS_AES_128_GCM_SHA256'] }, customMethod: 'PATCH',
    serverAuthentication: { credential: { username: 'a', password: 'b' }, authenticationType: 'basic' },
    certificatePinning: [{ hashAlgorithm: 'SHA-256', publicKeyHash: 'x' }],
    sniHostName: 'a.test', usingSocks5Proxy: {} },
  form: { method: 'POST', header: { 'content-type': 'multipart/form-data' },
    multiFormDataList: [{ name: 'a', data: 'b' }, { name: 'b', data: buffer }, { name: 'c', data: { d: 1 } }] },
};
const listener = () => {};
// Not a promise: whose `then` a program has replaced is its own affair, too.
const go = { then: (resolve) => resolve(true) };
const interceptorHandle = () => go;
const chain = new http.HttpInterceptorChain();
chain.addChain(['INITIAL_REQUEST', 'CONNECT_NETWORK', 'REDIRECTION', 'FINAL_RESPONSE']
  .map((interceptorType) => ({ interceptorType, interceptorHandle })));
const begin = {
  plain: (r, done) => { r.on('headersReceive', listener); r.request(URL, done); },
  get: (r, done) => r.request(URL, options.get, done),
  text: (r, done) => { r.once('headersReceive', listener); r.off('headersReceive', listener);
    r.request(URL, options.text, done); },
  json: (r, done) => r.request(URL, options.json, done),
  bytes: (r, done) => r.request(URL, options.bytes, done),
  stream: (r, done) => { r.on('dataReceive', listener); r.on('dataEnd', listener);
    r.requestInStream(URL, options.text, done); },
  refused: (r, done) => { r.request(5, done); },
  promise: (r, done) => {
    const promise = r.request(URL, options.get);
    // The class that `then` looks for is the harness's own affair.
    defineProperty(promise, 'constructor', { __proto__: null, value: undefined });
    apply(then, promise, [(data) => done(undefined, data), done]);
  },
  cache: (r, done) => createCache(1000).delete((error) => done(error, 0)),
  destroyed: (r, done) => { r.request(URL, done); r.destroy(); },
  special: (r, done) => r.request(URL, options.special, done),
  form: (r, done) => r.request(URL, options.form, done),
  sync: (r, done) => { const data = r.requestSync(URL, options.get); later(() => done(undefined, data)); },
  cookies: (r, done) => { r.enableAutoCookie(true); r.request(URL, done); },
  intercepted: (r, done) => { chain.apply(r); r.request(URL, options.text, done); },
};
const kinds = Object.keys(begin);
const wanted = [];
const bad = [];
const shown = (error, data) => (error !== undefined ? error.code : typeof data === 'number' ? data
  : data.responseCode + data.header['content-type'] + typeof data.result + data.resultType);

let number = -1;
let kind = 0;
let undo = listener;
let entered = false;
const finish = (error, data) => {
  undo();
  let got;
  try { got = shown(error, data); } catch (failure) { got = String(failure); }
  if (number < 0) wanted[kind] = got;
  else if (got !== wanted[kind]) bad.push([cases[number][3], String(cases[number][0]), kinds[kind], got]);
  next();
};
const perform = () => {
  undo = listener;
  if (number >= 0) {
    const { 0: way, 1: object, 2: key, 3: name } = cases[number];
    const before = getOwnPropertyDescriptor(object, key);
    undo = () => {
      if (before === undefined) deleteProperty(object, key);
      else defineProperty(object, key, before);
    };
    way(object, key, name);
  }
  try {
    begin[kinds[kind]](create(), finish);
  } catch (error) {
    undo();
    bad.push([cases[number][3], 'thrown', kinds[kind], String(error.name ?? error), String(error.message)]);
    next();
  }
};
const create = http.createHttp;
const createCache = http.createHttpResponseCache;
const later = setTimeout;
// Half of the kinds for each case, turn about: each builtin meets each kind, replaced or deleted.
const next = () => {
  if (number < 0 && kind + 1 < kinds.length) kind++;
  else if (number + 1 < cases.length) { number++; kind = (number * 3 + PHASE) %% kinds.length;
    // The engine itself asks this setter: JSON.stringify, and an op that answers with an array.
    const answersArrays = ['json', 'special', 'form', 'intercepted', 'sync'].includes(kinds[kind]);
    if (answersArrays && /[.]prototype added [0-2]$/.test(cases[number][3])) kind = 0;
  }
  else { log(stringify({ cases: cases.length, wanted, bad })); return; }
  perform();
};
perform();
"""


@pytest.mark.parametrize("phase", [0, 5])
def test_a_request_works_whatever_builtin_is_deleted_or_replaced(phase: int, tmp_path: Path) -> None:
    answer = Response('{"a":1}', headers=[("Content-Type", "application/json"), ("X-A", "1")])
    with HttpServer(lambda _: answer) as server:
        program = (_HARNESS % server.url).replace("PHASE", str(phase))
        outcome = run_snippet(program, quiet=True, timeout=60.0, cache_dir=str(tmp_path))
    assert outcome.stderr == ""
    told = json.loads(outcome.stdout)
    assert told["cases"] > 1500
    assert told["wanted"][:2] == ["200application/jsonstring0", "200application/jsonobject1"]
    assert told["bad"] == []
