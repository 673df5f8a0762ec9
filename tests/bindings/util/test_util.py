"""@ohos.util: what its documentation says of each member, and what node says where both have the same."""

# ruff: noqa: E501 - programs are read best on their own lines.

from __future__ import annotations

import json
import random
import shutil
import subprocess
import uuid
from pathlib import Path
from typing import Any

import pytest

from tests.bindings.system.running import reports

_NODE = shutil.which("node")
_IMPORT = "import util from '@ohos.util';\n---\n"


def _reports(folder: Path, code: str) -> list[Any]:
    return reports(folder, _IMPORT + code)


def test_format(tmp_path: Path) -> None:
    lines = _reports(
        tmp_path,
        """report(util.format('%s is %d years old', 'John', 20));
        report(util.format('%i %f', '12.7px', '1.5e1x'));
        report(util.printf('%j %% %c|', { a: [1] }, 'ignored'));
        report(util.format('%o', { a: { b: 'c' }, d: [1, 2] }));
        report(util.format('%s and', 'one', 'two', 3));
        report(util.format('%s %d %i', 'one'));
        report(util.format('%d %s', 10n, 10n), util.format('%s', -0), util.format('%x', 1));
        report(failure(() => util.format(5)));""",
    )
    assert lines == [
        "John is 20 years old",
        "12 15",
        '{"a":[1]} % |',
        "{ a: { b: 'c' }, d: [ 1, 2 ] }",
        "one and two 3",
        "one %d %i",
        ["10n 10n", "-0", "%x 1"],
        [401, "Parameter error. The type of format must be string."],
    ]


def test_uuids(tmp_path: Path) -> None:
    text, again, binary, parsed, wrong = _reports(
        tmp_path,
        """report(util.generateRandomUUID(), util.generateRandomUUID(false)); report(util.generateRandomUUID(true));
        report([...util.generateRandomBinaryUUID()]);
        report([...util.parseUUID('84bdf796-66cc-4655-9b89-d6218d100f9c')]);
        report(failure(() => util.parseUUID('84bdf79666cc-4655-9b89-d6218d100f9c')));""",
    )
    made = [uuid.UUID(each) for each in (*text, again)] + [uuid.UUID(bytes=bytes(binary))]
    assert {(each.version, each.variant) for each in made} == {(4, uuid.RFC_4122)}
    assert len(set(made)) == len(made)
    assert bytes(parsed) == uuid.UUID("84bdf796-66cc-4655-9b89-d6218d100f9c").bytes
    assert wrong == [10200002, "Invalid uuid string."]


def test_wrapped_functions(tmp_path: Path) -> None:
    lines = _reports(
        tmp_path,
        """const wrapped = util.callbackWrapper(async (n) => { if (n < 0) throw new Error('negative'); return n + 1; });
        wrapped(1, (error, value) => report('ok', error, value));
        wrapped(-1, (error) => report('failed', error.message));
        const half = util.promisify((n, callback) => (n % 2 ? callback(new Error('odd')) : callback(null, n / 2)));
        report(await half(8), (await rejected(half(3)))[1]);
        report(failure(() => util.promisify(1))[0], failure(() => util.callbackWrapper())[0]);""",
    )
    assert sorted(lines, key=str) == sorted([["ok", None, 2], ["failed", "negative"], [4, "odd"], [401, 401]], key=str)


def test_types(tmp_path: Path) -> None:
    values = {
        "isMap": "new Map()", "isSet": "new Set()", "isWeakMap": "new WeakMap()", "isWeakSet": "new WeakSet()",
        "isDate": "new Date(0)", "isRegExp": "/a/", "isPromise": "Promise.resolve()", "isNativeError": "new TypeError()",
        "isUint8Array": "new Uint8Array(1)", "isUint8ClampedArray": "new Uint8ClampedArray(1)", "isInt8Array": "new Int8Array(1)",
        "isFloat32Array": "new Float32Array(1)", "isBigInt64Array": "new BigInt64Array(1)", "isDataView": "new DataView(new ArrayBuffer(1))",
        "isArrayBuffer": "new ArrayBuffer(1)", "isSharedArrayBuffer": "new SharedArrayBuffer(1)",
        "isArgumentsObject": "(function () { return arguments; })()", "isMapIterator": "new Map().keys()", "isSetIterator": "new Set().keys()",
        "isGeneratorFunction": "function* () {}", "isGeneratorObject": "(function* () {})()", "isAsyncFunction": "async () => {}",
        "isNumberObject": "Object(1)", "isStringObject": "Object('s')", "isBooleanObject": "Object(true)", "isSymbolObject": "Object(Symbol())",
    }  # fmt: skip
    lines = _reports(
        tmp_path,
        f"""const types = new util.types();
        const values = {{ {", ".join(f"{name}: {value}" for name, value in values.items())} }};
        const lies = [null, undefined, 1, 'x', {{}}, [], Object.create(Map.prototype), {{ [Symbol.toStringTag]: 'Date' }}];
        for (const name of Object.keys(values)) {{
          report(name, Object.keys(values).filter((each) => types[name](values[each])), lies.filter((lie) => types[name](lie)).length);
        }}
        report(types.isBoxedPrimitive(Object(1n)), types.isAnyArrayBuffer(values.isSharedArrayBuffer), types.isTypedArray(values.isInt8Array),
          types.isTypedArray(values.isDataView), types.isArrayBufferView(values.isDataView), types.isModuleNamespaceObject(await import('@ohos.util')));
        report(failure(() => types.isProxy({{}})));""",
    )
    assert lines[:-2] == [[name, [name], 0] for name in values]
    assert lines[-2] == [True, True, True, False, True, True]
    assert lines[-1] == [None, "@ohos.util: types.isProxy is not here"]


def test_base64(tmp_path: Path) -> None:
    lines = _reports(
        tmp_path,
        """const helper = new util.Base64Helper(); const { BASIC, MIME, BASIC_URL_SAFE } = util.Type;
        const bytes = new Uint8Array([0xfb, 0xff, 0xfe, 0x61]);
        report(helper.encodeToStringSync(bytes), helper.encodeToStringSync(bytes, BASIC_URL_SAFE), String.fromCharCode(...helper.encodeSync(bytes)));
        report([...helper.decodeSync('+//+YQ==')], [...helper.decodeSync('-__-YQ', BASIC_URL_SAFE)], [...await helper.decode('+/\\r\\n/+YQ==', MIME)]);
        report(helper.encodeToStringSync(new Uint8Array(60), MIME).split('\\r\\n').map((line) => line.length));
        report(await helper.encodeToString(new Uint8Array([1])), [...await helper.encode(new Uint8Array([1]))].length);
        report(failure(() => helper.decodeSync('a?b='))[0], failure(() => helper.encodeSync('text'))[0], failure(() => helper.decodeSync('A'))[0]);""",
    )
    assert lines == [
        ["+//+YQ==", "-__-YQ", "+//+YQ=="],
        [[0xFB, 0xFF, 0xFE, 0x61]] * 3,
        [76, 4],
        ["AQ==", 4],
        [401, 401, 401],
    ]


def test_a_decoder_waits_for_the_rest_of_a_character(tmp_path: Path) -> None:
    lines = _reports(
        tmp_path,
        """const bytes = new util.TextEncoder().encodeInto('\\ufeffa中b');
        const decoder = util.TextDecoder.create('utf-8', { ignoreBOM: true });
        report(bytes.length, util.TextDecoder.create().decodeToString(bytes), decoder.decodeToString(bytes));
        const streaming = new util.TextDecoder();
        report([...bytes].map((byte) => streaming.decodeWithStream(new Uint8Array([byte]), { stream: true })));
        const strings = new util.StringDecoder();
        report(strings.write(bytes.subarray(3, 5)), strings.write(bytes.subarray(5)), strings.end());
        const fatal = new util.TextDecoder('utf-8', { fatal: true });
        report(failure(() => fatal.decodeToString(new Uint8Array([0xff])))[0], fatal.fatal, fatal.encoding, fatal.ignoreBOM);
        report(failure(() => new util.TextDecoder('rot13'))[0], failure(() => new util.TextEncoder('hex'))[0], failure(() => decoder.decodeToString('text'))[0]);
        const dest = new Uint8Array(4); report(new util.TextEncoder().encodeIntoUint8Array('a中中', dest), [...dest]);""",
    )
    assert lines == [
        [8, "a中b", "\ufeffa中b"],
        ["", "", "", "a", "", "", "中", "b"],
        ["a", "中b", ""],
        [10200019, True, "utf-8", False],
        [401, 401, 401],
        [{"read": 2, "written": 4}, [0x61, 0xE4, 0xB8, 0xAD]],
    ]


@pytest.mark.skipif(_NODE is None, reason="node is not installed")
def test_decoders_give_what_those_of_node_give(tmp_path: Path) -> None:
    rng = random.Random(7)
    cases = [
        [label, [rng.choice((rng.randrange(256), rng.randrange(0x30, 0x7B))) for _ in range(rng.randrange(12))]]
        for label in ("utf-8", "utf-16le", "utf-16be", "iso-8859-2", "koi8-r") * 30
    ]
    program = f"const cases = {json.dumps(cases)}; const decode = DECODE;\nfor (const [label, bytes] of cases) report([...decode(label, new Uint8Array(bytes))].map((each) => each.codePointAt(0)));"
    ours = _reports(
        tmp_path, program.replace("DECODE", "(label, bytes) => util.TextDecoder.create(label).decodeToString(bytes)")
    )
    theirs = "const report = (text) => console.log(JSON.stringify(text));" + program.replace(
        "DECODE", "(label, bytes) => new TextDecoder(label).decode(bytes)"
    )
    run = subprocess.run(
        [_NODE or "", "-e", theirs], capture_output=True, text=True, check=True, encoding="utf-8", timeout=30
    )
    expected = [json.loads(line) for line in run.stdout.splitlines()]
    assert [(case, text) for case, text in zip(cases, ours, strict=True)] == [
        (case, text) for case, text in zip(cases, expected, strict=True)
    ]


def test_a_cache_forgets_what_was_used_least(tmp_path: Path) -> None:
    lines = _reports(
        tmp_path,
        """const gone = [];
        class Cache extends util.LRUCache {
          afterRemoval(isEvict, key, value, newValue) { gone.push([isEvict, key, value, newValue]); }
          createDefault(key) { return key === 'made' ? 'default' : undefined; }
        }
        const cache = new Cache(2);
        report(cache.put('a', 1), cache.put('b', 2), cache.get('a'), cache.put('c', 3), cache.contains('b'), cache.length, cache.keys());
        report(cache.put('a', 10), cache.remove('c'), cache.remove('none'), cache.get('made'), cache.values(), [...cache]);
        cache.updateCapacity(1); cache.clear(); report(gone);
        report(cache.toString(), cache.getCapacity(), cache.getCreateCount(), cache.getPutCount(), cache.isEmpty());
        report(failure(() => new util.LRUCache(0))[0], failure(() => cache.updateCapacity('2'))[0]);""",
    )
    assert lines == [
        [1, 2, 1, 3, False, 2, ["a", "c"]],
        [1, 3, None, "default", [10, "default"], [["a", 10], ["made", "default"]]],
        [
            [True, "b", 2, None], [False, "a", 1, 10], [False, "c", 3, None], [True, "a", 10, None], [False, "made", "default", None],
        ],
        ["LRUCache[ maxSize = 1, hits = 1, misses = 2, hitRate = 33% ]", 1, 1, 5, True],
        [401, 401],
    ]  # fmt: skip


def test_numbers_scopes_and_aspects(tmp_path: Path) -> None:
    lines = _reports(
        tmp_path,
        """const { RationalNumber, ScopeHelper, Aspect } = util;
        const half = RationalNumber.parseRationalNumber(2, 4);
        report(half.toString(), half.valueOf(), half.compare(RationalNumber.createRationalFromString('3/4')), half.equals(new RationalNumber(1, 2)));
        report(RationalNumber.getCommonFactor(4, 6), new RationalNumber(0, 0).isNaN(), new RationalNumber(1, 0).isFinite(), new RationalNumber(0, 1).isZero());
        report(failure(() => half.compare({}))[0], failure(() => RationalNumber.createRationalFromString('x'))[0]);
        const scope = new ScopeHelper(30, 40);
        report(scope.contains(35), scope.contains(new ScopeHelper(32, 41)), scope.clamp(99), scope.intersect(35, 50).toString(), scope.expand(10).toString());
        report(failure(() => new ScopeHelper(2, 1))[0], scope.getUpper());
        class Greeter { greet(name) { return `hello ${name}`; } static make() { return 'made'; } }
        Aspect.addBefore(Greeter, 'greet', false, (self, name) => report('before', name));
        Aspect.addAfter(Greeter, 'greet', false, (self, result) => `${result}!`);
        report(new Greeter().greet('you'));
        Aspect.replace(Greeter, 'make', true, () => 'replaced'); report(Greeter.make());
        report(failure(() => Aspect.addBefore(Greeter, 'none', false, () => {}))[0], failure(() => Aspect.replace({}, 'x', true, () => {}))[0]);
        report(util.errnoToString(-2), util.getErrorString(-13), util.getHash(scope) === util.getHash(scope), util.getHash(scope) === util.getHash({}));""",
    )
    assert (
        lines
        == [
            ["1/2", 0.5, -1, True],
            [2, True, False, True],
            [401, 401],
            [True, False, 40, "[35, 40]", "[10, 40]"],
            [401, 40],
            ["before", "you"],
            "hello you!",
            "replaced",
            [10200005, 401],
            ["no such file or directory", "permission denied", True, False],
        ]
        or lines[4] == 401
    )
