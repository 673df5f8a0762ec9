"""Rows of values: the lists, the stack and the queues, compared with arrays of the language in the same program."""

# ruff: noqa: E501 - programs are read best on their own lines.

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.bindings.system.running import reports

_IMPORT = "import { ArrayList, Deque, LinkedList, List, Queue, Stack, Vector } from '@kit.ArkTS';\n---\n"


def _reports(folder: Path, code: str) -> list[Any]:
    return reports(folder, _IMPORT + code)


# Every change of a row, done to a container and to an array; the first difference is reported.
_MODEL = """
let state = 7;
const random = (limit) => { state = (state * 48271) % 2147483647; return state % limit; };
const insert = (array, index, value) => { array.splice(index, 0, value); };
const at = (array, index) => array.splice(index, 1)[0];
const remove = (array, value) => { const index = array.indexOf(value); if (index >= 0) array.splice(index, 1); return index >= 0; };
// Name -> [how often, what the container does, what the array does]; both return the same.
const CHANGES = {
  add: [(c, v) => c.add(v), (a, v) => { a.push(v); return true; }],
  insert: [(c, v, i) => { c.insert(v, i); }, (a, v, i) => insert(a, i, v)],
  insertAt: [(c, v, i) => { c.insert(i, v); }, (a, v, i) => insert(a, i, v)],
  addFirst: [(c, v) => c.addFirst(v), (a, v) => { a.unshift(v); return true; }],
  insertFront: [(c, v) => c.insertFront(v), (a, v) => { a.unshift(v); return true; }],
  insertEnd: [(c, v) => c.insertEnd(v), (a, v) => { a.push(v); return true; }],
  push: [(c, v) => c.push(v), (a, v) => { a.push(v); return v; }],
  pop: [(c) => c.pop(), (a) => a.pop()],
  popOfQueue: [(c) => c.pop(), (a) => a.shift()],
  popFirst: [(c) => c.popFirst(), (a) => a.shift()],
  popLast: [(c) => c.popLast(), (a) => a.pop()],
  removeByIndex: [(c, v, i) => (i < c.length ? c.removeByIndex(i) : 0), (a, v, i) => (i < a.length ? at(a, i) : 0)],
  remove: [(c, v) => c.remove(v), (a, v) => remove(a, v)],
  removeFirst: [(c) => (c.length > 0 ? c.removeFirst() : 0), (a) => (a.length > 0 ? a.shift() : 0)],
  removeLast: [(c) => (c.length > 0 ? c.removeLast() : 0), (a) => (a.length > 0 ? a.pop() : 0)],
  set: [(c, v, i) => { if (i < c.length) c.set(i, v); }, (a, v, i) => { if (i < a.length) a[i] = v; }],
  byIndex: [(c, v, i) => { if (i < c.length) { c[i] = v; return c[i]; } }, (a, v, i) => { if (i < a.length) { a[i] = v; return v; } }],
  has: [(c, v) => c.has(v), (a, v) => a.includes(v)],
  getIndexOf: [(c, v) => (c.length > 0 ? c.getIndexOf(v) : -1), (a, v) => a.indexOf(v)],
  getLastIndexOf: [(c, v) => c.getLastIndexOf(v), (a, v) => a.lastIndexOf(v)],
  locate: [(c, v) => c.locate(v), (a, v) => a.indexOf(v)],
  sort: [(c) => c.sort((x, y) => x - y), (a) => { a.sort((x, y) => x - y); }],
  replaceAllElements: [(c) => c.replaceAllElements((v, i) => v + (i & 1)), (a) => { a.forEach((v, i) => { a[i] = v + (i & 1); }); }],
  removeByRange: [(c, v, i) => { if (i < c.length) c.removeByRange(i, Math.min(i + 3, c.length)); }, (a, v, i) => { if (i < a.length) a.splice(i, 3); }],
};
const compare = (make, names, rounds) => {
  const container = make(); const array = [];
  for (let round = 0; round < rounds; round++) {
    const name = names[random(names.length)]; const value = random(40); const index = random(array.length + 1);
    const [ours, theirs] = CHANGES[name];
    const got = ours(container, value, index); const expected = theirs(array, value, index);
    const walked = []; container.forEach((v, i, all) => { if (all === container && i === walked.length) walked.push(v); });
    const parts = [got ?? null, [...container], walked, container.length];
    const other = [expected ?? null, array, array, array.length];
    if (JSON.stringify(parts) !== JSON.stringify(other)) return [container.constructor.name, round, name, parts, other];
  }
  return [container.constructor.name, rounds];
};
const many = (names, often, more) => [...names, ...Array(often).fill(more)];
"""


def test_rows_are_those_of_arrays(tmp_path: Path) -> None:
    lines = _reports(
        tmp_path,
        _MODEL
        + """
const row = ['add', 'add', 'add', 'insert', 'removeByIndex', 'remove', 'byIndex', 'has', 'getIndexOf', 'getLastIndexOf', 'sort', 'replaceAllElements'];
report(compare(() => new ArrayList(), [...row, 'removeByRange'], 400));
report(compare(() => new Vector(), [...row, 'removeByRange', 'set'], 400));
report(compare(() => new List(), [...row, 'set'], 400));
report(compare(() => new LinkedList(), ['add', 'add', 'addFirst', 'insertAt', 'removeByIndex', 'remove', 'removeFirst', 'removeLast', 'set', 'byIndex', 'has', 'getIndexOf', 'getLastIndexOf'], 600));
report(compare(() => new Stack(), ['push', 'push', 'push', 'pop', 'pop', 'locate', 'byIndex'], 300));
report(compare(() => new Queue(), ['add', 'add', 'add', 'popOfQueue', 'popOfQueue', 'byIndex'], 300));
report(compare(() => new Deque(), ['insertFront', 'insertFront', 'insertEnd', 'insertEnd', 'popFirst', 'popLast', 'has', 'byIndex'], 600));""",
    )
    assert lines == [
        ["ArrayList", 400],
        ["Vector", 400],
        ["List", 400],
        ["LinkedList", 600],
        ["Stack", 300],
        ["Queue", 300],
        ["Deque", 600],
    ]


def test_parts_copies_and_capacities(tmp_path: Path) -> None:
    # Capacities: 10 to begin with, half as much again when full; a vector doubles.
    lines = _reports(
        tmp_path,
        """const filled = (made, count) => { for (let i = 0; i < count; i++) made.add(i); return made; };
const list = filled(new ArrayList(), 12);
report(list.getCapacity(), filled(new ArrayList(), 9).getCapacity(), filled(new ArrayList(), 10).getCapacity());
const part = list.subArrayList(2, 5); report([...part], part instanceof ArrayList, part.length);
const copy = list.clone(); copy.clear(); report(copy.isEmpty(), list.length, list.convertToArray().length);
list.trimToCurrentLength(); report(list.getCapacity()); list.increaseCapacityTo(50); list.increaseCapacityTo(3); report(list.getCapacity());
report(JSON.stringify(part), Object.prototype.toString.call(part), `${[...part.convertToArray()]}`, part.nothing ?? 'nothing');
const vector = filled(new Vector(), 11); report(vector.getCapacity(), vector.toString(), [...vector.subVector(1, 3)], vector.getFirstElement(), vector.getLastElement());
vector.setLength(13); report(vector.length, vector.getIndexFrom(3, 2), vector.getLastIndexFrom(3, 2), vector.get(12) ?? 'undefined');
const target = [9, 9]; vector.setLength(3); report(vector.copyToArray(target), target, vector.clone().length);
const names = new List(); names.add('b'); names.add('a'); names.insert('c', 1);
report([...names], names.getFirst(), names.getLast(), names.get(1), names.get(7) ?? 'undefined', [...names.getSubList(0, 2)]);
const same = new List(); for (const name of names) same.add(name); report(names.equal(same), names.equal([1]), (same.sort(), [...same]), names.equal(same));
const linked = new LinkedList(); linked.add('x'); linked.add('y'); linked.add('x');
report(linked.removeFirstFound('x'), [...linked], linked.removeLastFound('x'), [...linked.clone()], linked.set(0, 'z'), linked.convertToArray());
const queue = new Queue(); queue.add(1); report(queue.getFirst(), queue.pop(), queue.pop() ?? 'undefined', queue.getFirst() ?? 'undefined');
const stack = new Stack(); stack.push(1); report(stack.peek(), stack.isEmpty(), stack.pop(), stack.isEmpty(), stack.peek() ?? 'undefined');
const deque = new Deque(); deque.insertEnd(1); deque.insertFront(0); report(deque.getFirst(), deque.getLast(), [...deque]);
class Mine extends ArrayList { sum() { let all = 0; this.forEach((value) => { all += value; }); return all; } }
const mine = new Mine(); mine.add(2); mine.add(3); report(mine.sum(), mine[1], mine instanceof ArrayList);""",
    )
    assert lines == [
        [15, 10, 15],
        [[2, 3, 4], True, 3],
        [True, 12, 12],
        12,
        50,
        ['{"0":2,"1":3,"2":4}', "[object ArrayList]", "2,3,4", "nothing"],
        [20, "0,1,2,3,4,5,6,7,8,9,10", [1, 2], 0, 10],
        [13, 3, -1, "undefined"],
        [True, [0, 1, 2], 3],
        [["b", "c", "a"], "b", "a", "c", "undefined", ["b", "c"]],
        [True, False, ["a", "b", "c"], False],
        [True, ["y", "x"], True, ["y"], "y", ["z"]],
        [1, 1, "undefined", "undefined"],
        [1, False, 1, True, "undefined"],
        [0, 1, [0, 1]],
        [5, 3, True],
    ]


def test_errors_of_rows(tmp_path: Path) -> None:
    lines = _reports(
        tmp_path,
        """const list = new ArrayList(); const names = new List(); const linked = new LinkedList(); const vector = new Vector();
report(failure(() => list.removeByIndex(0)), failure(() => linked.removeFirst()), failure(() => names.set(0, 1)));
list.add(1); names.add(1); linked.add(1); vector.add(1);
report(failure(() => list.insert(1, 2)), failure(() => list.insert(1, '0')), failure(() => list[1]), failure(() => { list[-1] = 0; }));
report(failure(() => list.removeByRange(1, 2)), failure(() => list.removeByRange(0, 2)), failure(() => list.subArrayList(0, 1.5)));
report(failure(() => names.getSubList(0, 9))[0], failure(() => names.get(2 ** 31)), failure(() => names.sort(null))[0]);
report(failure(() => linked.removeLastFound(5)), failure(() => linked.insert(3, 0)), failure(() => linked.forEach({})));
report(failure(() => vector.get(5)), failure(() => vector.get('0')), failure(() => vector.forEach(1)), failure(() => Vector()));
report(failure(() => list.forEach(Symbol('s')))[0] ?? 'a TypeError', list.sort(null) ?? 'sorted');
report(failure(() => { new ArrayList().add.call(new List(), 1); }), new ArrayList().add.name);""",
    )
    assert lines == [
        [[10200001, "Container is empty"], [10200010, "Container is empty"], [10200001, "Container is empty"]],
        [
            [10200001, 'The value of "index" is out of range. It must be >= 0 && <= 1. Received value is: 2'],
            [401, 'The type of "index" must be number. Received value is: 0'],
            [10200001, 'The value of "index" is out of range. It must be >= 0 && <= 0. Received value is: 1'],
            [10200001, 'The value of "index" is out of range. It must be >= 0 && <= 0. Received value is: -1'],
        ],
        [
            [10200001, 'The value of "fromIndex" is out of range. It must be >= 0 && <= 0. Received value is: 1'],
            [10200001, 'The value of "toIndex" is out of range. It must be >= 0 && <= 1. Received value is: 2'],
            [401, 'The type of "toIndex" must be number. Received value is: 1.5'],
        ],
        [10200001, [401, 'The type of "index" must be small integer. Received value is: 2147483648'], 401],
        [
            [10200017, "The element does not exist in this container"],
            [10200001, 'The value of "index" is out of range. It must be >= 0 && <= 1. Received value is: 3'],
            [401, 'The type of "callbackfn" must be callable. Received value is: [object Object]'],
        ],
        [
            [None, "the index is out-of-bounds"],
            [None, "The passed in index needs to be number"],
            [None, "the callbackfun is not callable."],
            [None, "new target can't be undefined"],
        ],
        ["a TypeError", "sorted"],
        [[10200011, "The add method cannot be bound"], "add"],
    ]


def test_a_deque_grows_at_both_ends_in_constant_time(tmp_path: Path) -> None:
    # Moving everything each time would be 10 ** 10 moves, far beyond the time limit of a test's program.
    code = """const deque = new Deque(); const count = 100_000;
for (let i = 0; i < count; i++) { deque.insertEnd(i); deque.insertFront(-i); }
let sum = 0; while (deque.length > 0) sum += deque.popFirst() + deque.popLast();
report(sum, deque.length);"""
    assert _reports(tmp_path, code) == [[0, 0]]
