"""Maps and sets: what their documentation shows, models in the same program, and how often trees compare."""

# ruff: noqa: E501 - programs are read best on their own lines.

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

from tests.bindings.system.running import reports

_IMPORT = "import { ArrayList, HashMap, HashSet, LightWeightMap, LightWeightSet, PlainArray, TreeMap, TreeSet } from '@kit.ArkTS';\n---\n"
_ALL = """import * as ArkTS from '@kit.ArkTS';
---
const NAMES = ['ArrayList', 'Deque', 'HashMap', 'HashSet', 'LightWeightMap', 'LightWeightSet', 'LinkedList', 'List', 'PlainArray', 'Queue', 'Stack', 'TreeMap', 'TreeSet', 'Vector'];
"""


def _reports(folder: Path, code: str) -> list[Any]:
    return reports(folder, _IMPORT + code)


def test_the_order_of_hashes_is_that_of_a_device(tmp_path: Path) -> None:
    # The first three are shown in the documentation of these classes: the keys come in this order, by their hashes.
    lines = _reports(
        tmp_path,
        """const words = ['squirrel', 'sparrow'];
const map = new HashMap(); for (const word of words) map.set(word, 1); report([...map.keys()]);
const light = new LightWeightMap(); for (const word of words) light.set(word, 1); report(light.getKeyAt(1), light.getIndexOfKey('sparrow'));
const set = new LightWeightSet(); for (const word of words) set.add(word); report(set.getIndexOf('sparrow'), set.getIndexOf('zzz') < 0, new LightWeightSet().getIndexOf(1));
const numbers = [5, -1, 3, 1]; const signed = new LightWeightMap(); const unsigned = new LightWeightSet();
for (const number of numbers) { signed.set(number, 0); unsigned.add(number); } report([...signed.keys()], unsigned.toArray());
const { length } = new Set(words.map((word) => typeof word)); const back = new HashMap(); for (const word of [...words].reverse()) back.set(word, 0); report([...back.keys()], length ?? 1);""",
    )
    assert lines == [
        ["squirrel", "sparrow"],
        ["squirrel", 0],
        [0, True, -1],
        [[-1, 1, 3, 5], [1, 3, 5, -1]],
        [["squirrel", "sparrow"], 1],
    ]


_MODEL = """
let state = 11;
const random = (limit) => { state = (state * 48271) % 2147483647; return state % limit; };
const OBJECTS = [{}, [], () => {}, Symbol('s'), null, undefined, true, NaN, 1.5, 10n];
const keyOf = (kind) => (kind === 'number' ? random(60) - 30 : kind === 'text' ? `k${random(60)}` : [random(30), `k${random(30)}`, OBJECTS[random(OBJECTS.length)]][random(3)]);
const isSame = (one, other) => one.length === other.length && one.every((value, i) => Object.is(value, other[i]));
// What goes in and out of a map of ours and of the language; sorted says what order the keys have to have.
const compare = (map, kind, rounds, sorted) => {
  const model = new Map(); const isSet = typeof map.add === 'function' && map.get === undefined;
  const put = (key, value) => (isSet ? map.add(key) : map.add ? map.add(key, value) : map.set(key, value));
  const has = (key) => (map.hasKey ? map.hasKey(key) : map.has(key));
  for (let round = 0; round < rounds; round++) {
    const key = keyOf(kind); const value = isSet ? key : round;
    if (random(3) > 0) { put(key, value); model.set(key, value); } else {
      const got = map.remove(key); const was = model.get(key);
      const expected = isSet && map.getIndexOf === undefined ? model.has(key) : was;
      if (!Object.is(got, expected)) return [map.constructor.name, round, 'remove', String(got), String(expected)];
      model.delete(key);
    }
    const keys = []; const values = [];
    map.forEach((v, k, all) => { if (all === map) { keys.push(k); values.push(v); } });
    const pairs = [...map].map((entry) => (Array.isArray(entry) && !isSet ? entry : [entry, entry]));
    if (map.length !== model.size || map.isEmpty() !== (model.size === 0)) return [map.constructor.name, round, 'length'];
    if (has(key) !== model.has(key) || (!isSet && !Object.is(map.get(key), model.get(key)))) return [map.constructor.name, round, 'get'];
    if (!isSame(keys, pairs.map(([k]) => k)) || !isSame(values, pairs.map(([, v]) => v))) return [map.constructor.name, round, 'order'];
    if (!keys.every((k, i) => model.has(k) && Object.is(model.get(k), values[i]))) return [map.constructor.name, round, 'values'];
    if (sorted && !isSame(keys, [...model.keys()].sort(sorted))) return [map.constructor.name, round, 'sorted', keys];
  }
  return [map.constructor.name, map.length === model.size];
};
"""


def test_maps_and_sets_are_those_of_the_language(tmp_path: Path) -> None:
    lines = _reports(
        tmp_path,
        _MODEL
        + """
const numbers = (x, y) => x - y; const texts = (x, y) => (x < y ? -1 : x > y ? 1 : 0);
for (const type of [HashMap, HashSet, LightWeightMap, LightWeightSet]) for (const kind of ['number', 'text', 'any']) report(compare(new type(), kind, 250));
report(compare(new TreeMap(), 'number', 300, numbers)); report(compare(new TreeMap(), 'text', 300, texts));
report(compare(new TreeMap((x, y) => y - x), 'number', 300, (x, y) => y - x)); report(compare(new TreeMap((x, y) => x < y), 'number', 300, numbers));
report(compare(new TreeSet(), 'text', 300, texts)); report(compare(new TreeSet((x, y) => y - x), 'number', 300, (x, y) => y - x));
report(compare(new PlainArray(), 'number', 400, numbers));""",
    )
    hashed = [[name, True] for name in ("HashMap", "HashSet", "LightWeightMap", "LightWeightSet") for _ in range(3)]
    assert lines == [*hashed, *[["TreeMap", True]] * 4, *[["TreeSet", True]] * 2, ["PlainArray", True]]


def test_members_of_maps(tmp_path: Path) -> None:
    lines = _reports(
        tmp_path,
        """const map = new HashMap(); report(map.set('a', 1) === map, map.replace('a', 2), map.replace('b', 2), map.get('a'), map.hasValue(2), map.get('b') ?? 'undefined');
const more = new HashMap(); more.set('b', 3); map.setAll(more); report(map.length, [...map.values()].sort(), [...map.entries()].length, (map.clear(), map.length));
const tree = new TreeMap(); for (const key of ['b', 2, 'a', 1]) tree.set(key, `v${key}`);
report([...tree.keys()], tree.getFirstKey(), tree.getLastKey(), tree.getLowerKey('a'), tree.getHigherKey(2), tree.getHigherKey('b') ?? 'undefined');
const other = new TreeMap(); other.set('c', 0); tree.setAll(other); report(tree.hasKey('c'), tree.hasValue('va'), tree.replace('c', 9), tree.get('c'), (tree.clear(), tree.isEmpty()));
const last = new TreeSet((x, y) => x - y); for (const value of [2, null, 1, undefined]) last.add(value); report([...last].map((value) => value ?? String(value)));
const set = new TreeSet(); for (const value of [3, 1, 2]) set.add(value);
report(set.popFirst(), set.popLast(), [...set], set.getFirstValue(), set.getLowerValue(9), set.getHigherValue(2) ?? 'undefined', [...set.entries()], new TreeSet().popLast() ?? 'undefined');
const light = new LightWeightMap(); light.set(1, 'one'); light.set(2, null);
report(light.getValueAt(0), light.setValueAt(1, 'two'), light.getIndexOfValue('two'), light.removeAt(5), light.removeAt(0), `${light}`, light.getIndexOfKey(1), light.increaseCapacityTo(20) ?? 'undefined');
const all = new LightWeightMap(); all.set(2, 'two'); report(light.hasAll(all), (all.set(3, ''), light.hasAll(all)), (light.setAll(all), light.length));
const values = new LightWeightSet(); report(values.add(1), values.add(1), values.add(2), values.equal([1, 2]), values.equal([1, '2']), new LightWeightSet().equal([]), `${values}`);
const some = new LightWeightSet(); some.add(2); report(values.hasAll(some), values.addAll(some), (some.add(7), values.addAll(some)), values.getValueAt(0), values.getValueAt(9) ?? 'undefined', values.removeAt(0), values.toArray());
const plain = new PlainArray(); plain.add(10, 'ten'); plain.add(-5, 'minus'); plain.add(7, null);
report(`${plain}`, plain.getKeyAt(0), plain.getKeyAt(9) ?? 'undefined', plain.getValueAt(2), plain.getIndexOfKey(7), plain.getIndexOfKey(8), plain.getIndexOfValue('ten'), [...plain.clone()]);
report(plain.removeRangeFrom(1, 9), plain.length, plain.removeAt(0), plain.removeAt(0) ?? 'undefined', plain.remove(3) ?? 'undefined');
const hashes = new HashSet(); report(hashes.add('x'), hashes.add('x'), hashes.has('x'), hashes.remove('x'), hashes.remove('x'), [...hashes.entries()]);""",
    )
    assert lines == [
        [True, True, False, 2, True, "undefined"],
        [2, [2, 3], 2, 0],
        [[1, 2, "a", "b"], 1, "b", 2, "a", "undefined"],
        [True, True, True, 9, True],
        [1, 2, "null", "undefined"],
        [1, 3, [2], 2, 2, "undefined", [[2, 2]], "undefined"],
        ["one", True, 1, False, True, "2:two", -1, "undefined"],
        [True, False, 2],
        [True, False, True, True, False, False, "1,2"],
        [True, False, True, 1, "undefined", True, [2, 7]],
        ["-5:minus,7:,10:ten", -5, "undefined", "ten", 1, -1, 2, [[-5, "minus"], [7, None], [10, "ten"]]],
        [2, 1, "minus", "undefined", "undefined"],
        [True, True, True, True, False, []],
    ]


def test_errors_of_maps(tmp_path: Path) -> None:
    lines = _reports(
        tmp_path,
        """const map = new HashMap(); const light = new LightWeightMap(); const plain = new PlainArray(); const set = new LightWeightSet();
report(failure(() => map.setAll(new Map())), failure(() => light.hasAll(map))[0], failure(() => set.addAll([1]))[0], failure(() => new TreeMap().setAll(map))[0]);
report(failure(() => new TreeMap(5)), failure(() => new TreeSet({}))[0], failure(() => new TreeSet().getLowerValue(null)));
const tree = new TreeMap(() => NaN); tree.set(1, 1); report(failure(() => tree.set(2, 2)), tree.length);
const thrower = new TreeSet(() => { throw new Error('mine'); }); thrower.add(1); report(failure(() => thrower.add(2))[1], thrower.length);
report(failure(() => light.getKeyAt(0)), failure(() => plain.getValueAt(0)), failure(() => plain.add('1', 1)), failure(() => plain.has('1'))[0]);
plain.add(1, 1); light.set(1, 1); report(failure(() => light.getValueAt(1)), failure(() => plain.removeRangeFrom(0, 0)), failure(() => light.getKeyAt(0.5)));
report(failure(() => set.increaseCapacityTo(8)), failure(() => map.forEach(1)));""",
    )
    assert lines == [
        [[401, 'The type of "map" must be HashMap. Received value is: [object Map]'], 401, 401, 401],
        [
            [401, 'The type of "comparefn" must be callable. Received value is: 5'],
            401,
            [401, 'The type of "key" must be not null. Received value is: null'],
        ],
        [[None, "CompareFn has illegal return value"], 1],
        ["mine", 1],
        [
            [10200001, "Container is empty"],
            [10200001, "Container is empty"],
            [401, 'The type of "key" must be number. Received value is: 1'],
            401,
        ],
        [
            [10200001, 'The value of "index" is out of range. It must be >= 0 && <= 0. Received value is: 1'],
            [10200001, 'The value of "size" is out of range. It must be > 0. Received value is: 0'],
            [401, 'The type of "index" must be small integer. Received value is: 0.5'],
        ],
        [
            [10200001, 'The value of "minimumCapacity" is out of range. It must be > 8. Received value is: 8'],
            [401, 'The type of "callbackfn" must be callable. Received value is: 1'],
        ],
    ]


def test_every_member_checks_what_it_is_called_with(tmp_path: Path) -> None:
    code = """const odd = [];
for (const name of NAMES) {
  const type = ArkTS[name]; const { prototype } = type; const isOld = name === 'Vector';
  if (type.name !== name || prototype.constructor !== type || typeof new type().length !== 'number') odd.push([name, 'class']);
  if (failure(() => type())[0] !== (isOld ? undefined : 10200012)) odd.push([name, 'without new']);
  for (const key of [...Object.getOwnPropertyNames(prototype), Symbol.iterator]) {
    if (key === 'constructor') continue;
    const { value, get } = Object.getOwnPropertyDescriptor(prototype, key);
    for (const self of [undefined, null, 5, 'text', {}, prototype, type, new Proxy({}, {})]) {
      const [code] = failure(() => (value ?? get).call(self, 1, 1));
      if (code !== (isOld ? undefined : 10200011)) odd.push([name, String(key), code]);
    }
  }
}
report(odd);"""
    assert reports(tmp_path, _ALL + code) == [[]]


def test_trees_are_balanced(tmp_path: Path) -> None:
    code = """let calls = 0; const tree = new TreeMap((x, y) => { calls++; return x - y; });
const most = (work, count) => { let highest = 0; for (let i = 0; i < count; i++) { calls = 0; work(i); highest = Math.max(highest, calls); } return highest; };
const count = 4096;
report(most((i) => tree.set(i, i), count), most((i) => tree.get(i), count), most((i) => { if (i % 3 > 0) tree.remove(i); }, count), most((i) => tree.get(i), count), tree.length);"""
    ((setting, getting, removing, afterwards, length),) = _reports(tmp_path, code)
    # No branch of an AVL tree is longer than that; a removal searches twice.
    deepest = math.floor(1.4405 * math.log2(4096 + 2) - 0.3277)
    assert setting <= deepest
    assert getting <= deepest
    assert removing <= 2 * deepest
    assert length == 1366
    assert afterwards <= deepest


def test_what_a_script_replaces_changes_nothing(tmp_path: Path) -> None:
    code = """const replaced = () => { throw new Error('replaced'); };
for (const name of ['splice', 'slice', 'sort', 'indexOf', 'forEach', 'push', 'join']) Array.prototype[name] = replaced;
for (const name of ['get', 'set', 'has', 'delete', 'forEach', 'clear']) Map.prototype[name] = replaced;
String.prototype.charCodeAt = replaced; Function.prototype.call = replaced; Function.prototype.apply = replaced; Number.isInteger = replaced;
const map = new HashMap(); map.set('a', 1); const tree = new TreeMap(); tree.set(2, 1); tree.set(1, 1); const light = new LightWeightMap(); light.set('x', 1); light.set('y', 2);
const plain = new PlainArray(); plain.add(2, 'b'); plain.add(1, 'a');
const list = new ArrayList(); list.add(2); list.insert(1, 0); list.sort();
let text = `${map.get('a')} ${tree.getFirstKey()} ${light.getKeyAt(0)} ${plain} ${list[0]}`; tree.forEach((value, key) => { text += ` ${key}`; }); console.log(JSON.stringify(text));"""
    assert _reports(tmp_path, code) == ["1 1 x 1:a,2:b 1 1 2"]
