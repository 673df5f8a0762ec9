/**
 * The resources of the module that the program is part of, and of the other modules of its project.
 * Source: the declarations of the OpenHarmony SDK ("@ohos.resourceManager.d.ts").
 */
import { host, ops } from 'ohosrun:bridge/ui';
import { businessError } from 'ohosrun:kit/errors.js';
import { answer, callbackOf } from 'ohosrun:kit/calls.js';

const NativeUint8Array = Uint8Array;
const NativeString = String;
const { parseFloat, isNaN } = Number;
const { isArray } = Array;
const { values } = Object;
const { call } = Function.prototype;
const replaceWith = call.bind(NativeString.prototype.replace);
const slice = call.bind(NativeString.prototype.slice);
const repeat = call.bind(NativeString.prototype.repeat);
const testOf = call.bind(RegExp.prototype.test);
const charCodeAt = call.bind(NativeString.prototype.charCodeAt);

// Of the resource manager's error codes.
const NO_ID = 9001001;
const NO_VALUE = 9001002;
const NO_NAME = 9001003;
const NO_FILE = 9001005;

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

const parameterError = () => businessError(401, 'Parameter error. Incorrect parameter types.');

/** @param {any} resource its number, or what $r() made: `params` begins with its name @returns {string} app.string.title */
function nameOf(resource) {
  if (typeof resource === 'number') {
    const name = ops.resourceName(resource);
    if (typeof name !== 'string') throw businessError(NO_ID, 'Invalid resource ID');
    return name;
  }
  const name = resource?.params?.[0];
  if (typeof name === 'string') return name;
  if (typeof resource?.id === 'number') return nameOf(resource.id);
  throw parameterError();
}

/**
 * The value of a resource.
 * @param {any} resource
 * @returns {any}
 */
function valueOf(resource) {
  const value = ops.resource(nameOf(resource));
  if (value === null) throw businessError(NO_VALUE, 'No matching resource is found based on the resource ID.');
  return value;
}

/**
 * The value of a resource that is called by its name alone.
 * @param {string[]} kinds what it may be
 * @param {unknown} name
 * @returns {any}
 */
function valueNamed(kinds, name) {
  if (typeof name !== 'string') throw parameterError();
  for (let i = 0; i < kinds.length; i++) {
    const value = ops.resource(`app.${kinds[i]}.${name}`);
    if (value !== null) return value;
  }
  throw businessError(NO_NAME, 'Invalid resource name');
}

/** @param {string} text @param {unknown[]} args what takes the place of %s and %d */
function filled(text, args) {
  let used = 0;
  return replaceWith(text, /%(?:(\d+)\$)?[sdf]/g, (/** @type {string} */ placeholder, /** @type {string} */ place) => {
    const index = place === undefined ? used++ : +place - 1;
    return index < args.length ? NativeString(args[index]) : placeholder;
  });
}

/** @param {any} resource @param {unknown[]} args those of the call, else those of the resource */
const given = (resource, args) => (args.length > 0 || !isArray(resource?.params) ? args : resource.params.slice(1));

/** @param {any} value of a plural: its texts by quantity; in Chinese, which a device starts in, they are all alike */
const pluralOf = (value) => (typeof value === 'object' ? value.other ?? values(value)[0] ?? '' : value);

/** @param {unknown} value @returns {string[]} */
const listOf = (value) => /** @type {any} */ (isArray(value) ? value : [value]);

/** @param {string} text '12vp', '7' */
function numberOf(text) {
  const number = parseFloat(text);
  return isNaN(number) ? 0 : number;
}

/** @param {string} text #RGB, #ARGB, #RRGGBB, #AARRGGBB @returns {number} as 0xAARRGGBB */
function colorOf(text) {
  if (!testOf(/^#[0-9a-f]{3,8}$/i, text)) return 0;
  let digits = slice(text, 1);
  if (digits.length < 5) digits = replaceWith(digits, /./g, (/** @type {string} */ digit) => repeat(digit, 2));
  return +`0x${digits.length === 6 ? 'ff' : ''}${digits}`;
}

/** @param {string} name of a picture @param {number} code of the error where there is none */
function mediaNamed(name, code) {
  if (typeof name !== 'string') throw parameterError();
  const content = ops.media(name);
  if (content === null) throw businessError(code, code === NO_NAME ? 'Invalid resource name' : 'Invalid resource ID');
  return new NativeUint8Array(content);
}

/** @param {Uint8Array} bytes */
function base64(bytes) {
  let text = '';
  for (let i = 0; i < bytes.length; i += 3) {
    const group = (bytes[i] << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0);
    for (let place = 0; place < 4; place++) {
      text += i + place > bytes.length ? '=' : ALPHABET[(group >> (18 - 6 * place)) & 63];
    }
  }
  return `data:image/${charCodeAt(text, 0) === 105 ? 'png' : 'jpeg'};base64,${text}`;
}

/** @param {unknown} path @param {string} op @returns {any} */
function raw(path, op) {
  if (typeof path !== 'string') throw parameterError();
  const found = ops[op](path);
  if (found === null) throw businessError(NO_FILE, 'Invalid relative path');
  return found;
}

function rawFd(/** @type {unknown} */ path) {
  const [fd, length] = raw(path, 'rawFd');
  return { fd, offset: 0, length };
}

const configuration = () => ({ direction: 0, locale: 'zh_Hans_CN', deviceType: 0, screenDensity: 480, colorMode: 1, mcc: 0, mnc: 0 });
const capability = () => ({ screenDensity: 480, deviceType: 0 });

// What is asked for, without the endings that say how: by a resource and by a name, with what else it is given.
/** @type {Record<string, [(resource: any, ...args: any[]) => unknown, (name: any, ...args: any[]) => unknown]>} */
const VALUES = {
  String: [
    (resource, ...args) => filled(valueOf(resource), given(resource, args)),
    (name, ...args) => filled(valueNamed(['string'], name), args),
  ],
  StringArray: [(resource) => listOf(valueOf(resource)), (name) => listOf(valueNamed(['strarray'], name))],
  PluralString: [
    (resource, count) => filled(pluralOf(valueOf(resource)), [count]),
    (name, count) => filled(pluralOf(valueNamed(['plural'], name)), [count]),
  ],
  IntPluralString: [
    (resource, _count, ...args) => filled(pluralOf(valueOf(resource)), args),
    (name, _count, ...args) => filled(pluralOf(valueNamed(['plural'], name)), args),
  ],
  Color: [(resource) => colorOf(valueOf(resource)), (name) => colorOf(valueNamed(['color'], name))],
  Number: [(resource) => numberOf(valueOf(resource)), (name) => numberOf(valueNamed(['float', 'integer'], name))],
  Boolean: [(resource) => valueOf(resource) === 'true', (name) => valueNamed(['boolean'], name) === 'true'],
  MediaContent: [(resource) => mediaNamed(nameOf(resource), NO_ID), (name) => mediaNamed(name, NO_NAME)],
  MediaContentBase64: [
    (resource) => base64(mediaNamed(nameOf(resource), NO_ID)), (name) => base64(mediaNamed(name, NO_NAME)),
  ],
};
VALUES.DoublePluralString = VALUES.IntPluralString;

/** @type {Record<string, (path: any) => unknown>} what has the same name with Sync behind it */
const BOTH = {
  getRawFileContent: (path) => new NativeUint8Array(raw(path, 'rawFile')),
  getRawFileList: (path) => raw(path, 'rawList'),
  getRawFd: rawFd,
  closeRawFd: () => {},
  getConfiguration: configuration,
  getDeviceCapability: capability,
};

/** @param {(...args: any[]) => unknown} work @returns {(...args: any[]) => any} with a callback or a promise */
const later = (work) => (...args) => {
  const callback = callbackOf(args);
  return answer(host, callback, '', () => work(...(callback === undefined ? args : args.slice(0, -1))));
};

/** @type {any} */
const members = {
  isRawDir: (/** @type {any} */ path) => typeof path === 'string' && ops.rawList(path) !== null,
  getLocales: () => ['zh-Hans-CN'],
  getSymbol: () => 0,
  addResource: () => {},
  removeResource: () => {},
  getOverrideResourceManager: () => members,
  getOverrideConfiguration: configuration,
  updateOverrideConfiguration: () => {},
  release: () => {},
};
for (const name in BOTH) {
  members[name] = later(BOTH[name]);
  members[`${name}Sync`] = BOTH[name];
}
for (const kind in VALUES) {
  const [byResource, byName] = VALUES[kind];
  const isText = kind === 'String' || kind === 'StringArray' || kind === 'PluralString';
  members[`get${kind}ByNameSync`] = byName;
  members[`get${kind}ByName`] = later(byName);
  members[`get${kind}${isText ? 'Value' : ''}Sync`] = byResource;
  members[`get${kind}`] = later(byResource);
  if (isText) members[`get${kind}Value`] = later(byResource);
}
Object.assign(members, {
  // These two answer at once, whatever they are called.
  getNumber: VALUES.Number[0], getNumberByName: VALUES.Number[1],
  getBoolean: VALUES.Boolean[0], getBooleanByName: VALUES.Boolean[1],
  getStringSync: VALUES.String[0],
  getIntPluralStringValueSync: VALUES.IntPluralString[0], getDoublePluralStringValueSync: VALUES.IntPluralString[0],
  getMedia: members.getMediaContent, getMediaByName: members.getMediaContentByName, getMediaByNameSync: VALUES.MediaContent[1],
  getMediaBase64: members.getMediaContentBase64, getMediaBase64ByName: members.getMediaContentBase64ByName,
  getMediaBase64ByNameSync: VALUES.MediaContentBase64[1],
  getRawFile: members.getRawFileContent, getRawFileDescriptor: members.getRawFd, closeRawFileDescriptor: members.closeRawFd,
});

export const resourceManager = members;
