"""Expressions and what Node.js 20 prints for them: the specification of the inspector, by kind of value."""

from __future__ import annotations

Case = tuple[str, str]

PRIMITIVES: list[Case] = [
    ("[0, -0, 1.5, NaN, -Infinity, 1e21]", "[ 0, -0, 1.5, NaN, -Infinity, 1e+21 ]"),
    ("[5n, true, undefined, null, Symbol('a b')]", "[ 5n, true, undefined, null, Symbol(a b) ]"),
    ("['x', '', 'it\\'s', '\"\\'', '\"\\'`', '\"\\'${']", "[ 'x', '', \"it's\", `\"'`, '\"\\'`', '\"\\'${' ]"),
    ("['\\n\\t\\b\\f\\r\\v\\0\\x7f\\x9f\\\\']", "[ '\\n\\t\\b\\f\\r\\x0B\\x00\\x7F\\x9F\\\\' ]"),
    ("['\\ud800', 'a\\udc00', '😀', 'ü']", "[ '\\ud800', 'a\\udc00', '😀', 'ü' ]"),
    ("{a: 'short\\nlines'}", "{ a: 'short\\nlines' }"),
    (
        "['x'.repeat(40) + '\\n' + 'y'.repeat(40) + '\\nz']",
        "[\n  '" + "x" * 40 + "\\n' +\n    '" + "y" * 40 + "\\n' +\n    'z'\n]",
    ),
    ("['x'.repeat(10001)]", "[\n  '" + "x" * 10000 + "'... 1 more character\n]"),
    ("['x'.repeat(10000)]", "[\n  '" + "x" * 10000 + "'\n]"),
]

OBJECTS: list[Case] = [
    ("{}", "{}"),
    ("{a: 1, 'b-c': 2, 3: 'x', _d: [], $: 1}", "{ '3': 'x', a: 1, 'b-c': 2, _d: [], '$': 1 }"),
    ("{[Symbol('k')]: 1, [Symbol()]: 2}", "{ [Symbol(k)]: 1, [Symbol()]: 2 }"),
    ("Object.defineProperty({a: 1}, 'hidden', {value: 1})", "{ a: 1 }"),
    ("({['__proto__']: 1})", "{ ['__proto__']: 1 }"),
    (
        "{get a() { throw 1 }, get b() { throw 1 }, set b(v) {}, set c(v) {}}",
        "{ a: [Getter], b: [Getter/Setter], c: [Setter] }",
    ),
    ("{a: {b: {c: {}}}}", "{ a: { b: { c: {} } } }"),
    (
        "{a: {b: {c: {d: 1}, e: [1], f: new Map([[1, 2]]), g: new Date(0)}}}",
        "{\n  a: {\n    b: { c: [Object], e: [Array], f: [Map], g: 1970-01-01T00:00:00.000Z }\n  }\n}",
    ),
    ("Object.create(null)", "[Object: null prototype] {}"),
    ("Object.assign(Object.create(null), {a: 1})", "[Object: null prototype] { a: 1 }"),
    ("{a: {b: {c: Object.assign(Object.create(null), {d: 1})}}}", "{ a: { b: { c: [Object: null prototype] } } }"),
    ("Object.create(Object.create(null))", "Object <[Object: null prototype] {}> {}"),
    ("Object.create(Math)", "Object [Math] {}"),
    ("(function () { return arguments })(1)", "[Arguments] { '0': 1 }"),
    ("{[Symbol.toStringTag]: 'own'}", "{ [Symbol(Symbol.toStringTag)]: 'own' }"),
]

LAYOUT: list[Case] = [
    # Of the 80 columns 10 are kept free, 1 is for the bracket and 2 for each entry: 65 are left for two entries.
    ("{a: 'x'.repeat(30), b: 'y'.repeat(25)}", "{ a: '" + "x" * 30 + "', b: '" + "y" * 25 + "' }"),
    ("{a: 'x'.repeat(30), b: 'y'.repeat(26)}", "{\n  a: '" + "x" * 30 + "',\n  b: '" + "y" * 26 + "'\n}"),
    ("{a: [[[]]], b: {c: {d: {}}}}", "{ a: [ [ [] ] ], b: { c: { d: {} } } }"),
    ("[1, 2, 3, 4, 5, 6]", "[ 1, 2, 3, 4, 5, 6 ]"),
    # More than six entries of an array are set in columns: numbers to the right, all else to the left.
    ("[1, 2, 3, 4, 5, 6, 7]", "[\n  1, 2, 3, 4,\n  5, 6, 7\n]"),
    ("[100, 2, 3, 4, 5, 6, 7]", "[\n  100, 2, 3, 4,\n    5, 6, 7\n]"),
    ("['a', 'bb', 'ccc', 'd', 'e', 'f', 'g']", "[\n  'a', 'bb', 'ccc',\n  'd', 'e',  'f',\n  'g'\n]"),
    ("['中文', 'ab', 'c', 'd', 'e', 'f', 'g']", "[\n  '中文', 'ab',\n  'c',    'd',\n  'e',    'f',\n  'g'\n]"),
    ("{list: [[1, 2], {a: [3]}]}", "{ list: [ [ 1, 2 ], { a: [Array] } ] }"),
]

ARRAYS: list[Case] = [
    ("[]", "[]"),
    ("[,]", "[ <1 empty item> ]"),
    ("[1, , 3, , ,]", "[ 1, <1 empty item>, 3, <2 empty items> ]"),
    ("Object.assign([1], {key: 2, [Symbol('s')]: 3, '-1': 4})", "[ 1, key: 2, '-1': 4, [Symbol(s)]: 3 ]"),
    ("(() => { const a = [1]; a[200] = 2; a.x = 3; return a })()", "[ 1, <199 empty items>, 2, x: 3 ]"),
    ("new (class List extends Array {})(1, 2)", "List(2) [ 1, 2 ]"),
    ("Object.setPrototypeOf([1], null)", "[Array(1): null prototype] [ 1 ]"),
    (
        "Array.from({length: 102}, () => 'a'.repeat(70))",
        "[\n" + ("  '" + "a" * 70 + "',\n") * 100 + "  ... 2 more items\n]",
    ),
    ("new Uint8Array([1, 2, 255])", "Uint8Array(3) [ 1, 2, 255 ]"),
    ("new Float64Array(0)", "Float64Array(0) []"),
    ("new BigInt64Array([1n, -2n])", "BigInt64Array(2) [ 1n, -2n ]"),
    ("Object.assign(new Int8Array(1), {x: 1})", "Int8Array(1) [ 0, x: 1 ]"),
]

COLLECTIONS: list[Case] = [
    ("new Map()", "Map(0) {}"),
    ("new Map([['a', 1], [{b: 2}, [3]]])", "Map(2) { 'a' => 1, { b: 2 } => [ 3 ] }"),
    ("new Set([1, 'a', new Set()])", "Set(3) { 1, 'a', Set(0) {} }"),
    ("Object.assign(new Set([1]), {x: 2})", "Set(1) { 1, x: 2 }"),
    ("new (class Index extends Map {})([[1, 2]])", "Index(1) [Map] { 1 => 2 }"),
    ("Object.setPrototypeOf(new Map([[1, 2]]), null)", "[Map(1): null prototype] { 1 => 2 }"),
    ("new WeakMap()", "WeakMap { <items unknown> }"),
    ("new WeakSet()", "WeakSet { <items unknown> }"),
    ("new ArrayBuffer(2)", "ArrayBuffer { [Uint8Contents]: <00 00>, byteLength: 2 }"),
    ("new Uint8Array([1, 254]).buffer", "ArrayBuffer { [Uint8Contents]: <01 fe>, byteLength: 2 }"),
    ("new SharedArrayBuffer(1)", "SharedArrayBuffer { [Uint8Contents]: <00>, byteLength: 1 }"),
    (
        "new ArrayBuffer(102)",
        "ArrayBuffer {\n  [Uint8Contents]: <" + " ".join(["00"] * 100) + " ... 2 more bytes>,\n  byteLength: 102\n}",
    ),
    (
        "new DataView(new ArrayBuffer(4), 1)",
        "DataView {\n  byteLength: 3,\n  byteOffset: 1,\n"
        "  buffer: ArrayBuffer { [Uint8Contents]: <00 00 00 00>, byteLength: 4 }\n}",
    ),
    ("Promise.resolve({a: 1})", "Promise { { a: 1 } }"),
    ("new Promise(() => {})", "Promise { <pending> }"),
    ("(function* () {})()", "Object [Generator] {}"),
]

VALUES_OF_CLASSES: list[Case] = [
    ("new (class Foo { a = 1; #b = 2; get c() { return 3 } })", "Foo { a: 1 }"),
    ("new (class Foo {})", "Foo {}"),
    ("new (class Foo { get [Symbol.toStringTag]() { return 'bar' } })", "Foo [bar] {}"),
    ("(() => { class A {} class B extends A {} return [A.prototype, B.prototype] })()", "[ {}, A {} ]"),
    ("new (function Legacy() { this.x = 1 })", "Legacy { x: 1 }"),
    ("new Date(0)", "1970-01-01T00:00:00.000Z"),
    ("new Date(NaN)", "Invalid Date"),
    ("Object.assign(new Date(0), {x: 1})", "1970-01-01T00:00:00.000Z { x: 1 }"),
    ("/a+\\/b/gi", "/a+\\/b/gi"),
    (
        "{a: {b: Object.assign(/x/, {c: 1}), d: {e: Object.assign(/y/, {f: 1})}}}",
        "{ a: { b: /x/ { c: 1 }, d: { e: /y/ } } }",
    ),
    ("new Number(-0)", "[Number: -0]"),
    ("Object.assign(new String('abc'), {x: 1})", "[String: 'abc'] { x: 1 }"),
    (
        "[new Boolean(false), Object(Symbol('s')), Object(1n)]",
        "[ [Boolean: false], [Symbol: Symbol(s)], [BigInt: 1n] ]",
    ),
    ("new Proxy({a: 1}, {})", "{ a: 1 }"),
]

FUNCTIONS: list[Case] = [
    ("function foo() {}", "[Function: foo]"),
    ("() => {}", "[Function (anonymous)]"),
    ("async function foo() {}", "[AsyncFunction: foo]"),
    ("function* foo() {}", "[GeneratorFunction: foo]"),
    ("async function* foo() {}", "[AsyncGeneratorFunction: foo]"),
    ("class {}", "[class (anonymous)]"),
    ("class A extends Map {}", "[class A extends Map]"),
    ("class A extends null {}", "[class A]"),
    ("class A { static x = 1 }", "[class A] { x: 1 }"),
    ("Object.assign(function foo() {}, {a: {b: 1}})", "[Function: foo] { a: { b: 1 } }"),
    ("Object.setPrototypeOf(function foo() {}, null)", "[Function (null prototype): foo]"),
    ("{a() {}, b: Math.max}", "{ a: [Function: a], b: [Function: max] }"),
]

CIRCLES: list[Case] = [
    ("(() => { const a = {}; a.self = a; return a })()", "<ref *1> { self: [Circular *1] }"),
    (
        "(() => { const a = {b: {}}; a.b.a = a; a.b.b = a.b; return a })()",
        "<ref *1> { b: <ref *2> { a: [Circular *1], b: [Circular *2] } }",
    ),
    ("(() => { const a = []; a.push(a, 1); return a })()", "<ref *1> [ [Circular *1], 1 ]"),
    ("(() => { const m = new Map(); m.set(m, 1); return m })()", "<ref *1> Map(1) { [Circular *1] => 1 }"),
    ("(() => { const a = {x: 1}; return [a, a] })()", "[ { x: 1 }, { x: 1 } ]"),
]

# Without their stack, whose frames are written differently by every engine.
_NO_STACK = "((e, more) => Object.assign(Object.defineProperty(e, 'stack', {value: ''}), more))"
ERRORS: list[Case] = [
    (f"{_NO_STACK}(new TypeError('x'))", "[TypeError: x]"),
    (f"{_NO_STACK}(new Error(''))", "[Error]"),
    (f"[{_NO_STACK}(new Error('x'))]", "[ [Error: x] ]"),
    (f"{_NO_STACK}(new Error('x'), {{code: 1, info: {{a: 2}}}})", "[Error: x] { code: 1, info: { a: 2 } }"),
    (f"{_NO_STACK}(new Error('x', {{cause: 'y'}}))", "[Error: x] { [cause]: 'y' }"),
    (f"{_NO_STACK}(new AggregateError([1, 'b'], 'x'))", "[AggregateError: x] { [errors]: [ 1, 'b' ] }"),
    (f"{_NO_STACK}(new (class HttpError extends Error {{}})('x'))", "[HttpError: x]"),
    (f"{_NO_STACK}(new (class Http extends Error {{}})('x'))", "[Http [Error]: x]"),
    (f"{_NO_STACK}(new Error('x'), {{name: 'Renamed'}})", "[Renamed: x]"),
    (f"{_NO_STACK}(new Error('a\\nb'))", "[Error: a\nb]"),
    ("(() => { function F() {} F.prototype = Object.create(Error.prototype); return new F() })()", "[Error]"),
]

CASES: list[Case] = [
    *PRIMITIVES,
    *OBJECTS,
    *LAYOUT,
    *ARRAYS,
    *COLLECTIONS,
    *VALUES_OF_CLASSES,
    *FUNCTIONS,
    *CIRCLES,
    *ERRORS,
]
