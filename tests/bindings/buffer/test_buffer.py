"""@ohos.buffer: node's Buffer where both are alike, and what OpenHarmony's own says where they are not."""

# ruff: noqa: E501 - programs are read best on their own lines.

from __future__ import annotations

import json
import random
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.bindings.buffer.calls import PROGRAM, table
from tests.bindings.system.running import reports, run

_IMPORT = "import { buffer } from '@kit.ArkTS';\n---\n"
_NODE = shutil.which("node")


def _reports(folder: Path, code: str) -> list[Any]:
    return reports(folder, _IMPORT + code)


@pytest.mark.skipif(_NODE is None, reason="node is not installed")
def test_it_answers_what_node_answers(tmp_path: Path) -> None:
    assert _NODE is not None
    seed = random.randrange(2**32)
    calls = table(seed, 2500)
    literal = f"const table = {json.dumps(calls)};\n"
    program = tmp_path / "node.js"
    program.write_text(
        f"{literal}const make = (bytes) => Buffer.from(bytes); const isBuffer = Buffer.isBuffer; const module = Buffer;\n"
        f"{PROGRAM}console.log(JSON.stringify(answers));"
    )
    node = subprocess.run([_NODE, str(program)], capture_output=True, text=True, check=True)
    ours = run(
        tmp_path,
        f"{_IMPORT}{literal}const make = (bytes) => buffer.from(bytes); const {{ isBuffer }} = buffer; const module = buffer;\n"
        f"{PROGRAM}report(answers);",
        quiet=True,
    )
    assert ours.code == 0, ours.stderr
    different = [
        (call, mine, theirs)
        for call, mine, theirs in zip(calls, json.loads(ours.stdout), json.loads(node.stdout), strict=True)
        if mine != theirs
    ]
    assert different[:3] == [], f"seed {seed}: (call, ours, node's)"


def test_from(tmp_path: Path) -> None:
    lines = _reports(
        tmp_path,
        """const memory = new ArrayBuffer(6); const view = buffer.from(memory, 1, 4); view[0] = 7;
report([...new Uint8Array(memory)], view.length, view.byteOffset, view.buffer === memory);
const source = buffer.from([1, 257, -1, 'x', '5']); const copy = buffer.from(source); copy[0] = 9; report(source.toJSON().data, copy[0]);
const whole = buffer.alloc(3); report(whole.buffer === whole.buffer, whole.buffer.byteLength, whole.byteOffset);
const [one, two] = [buffer.allocUninitializedFromPool(5), buffer.allocUninitializedFromPool(5)];
report(two.byteOffset - one.byteOffset, two.buffer.byteLength, buffer.allocUninitializedFromPool(5000).byteOffset, buffer.allocUninitialized(2).length);
report(...[{ valueOf: () => 'abc' }, { valueOf: () => [1] }, { [Symbol.toPrimitive]: () => 'ff' }, new String('s'), new Uint16Array([1, 2]), new SharedArrayBuffer(2)].map((value) => {
  try { return buffer.from(value, value instanceof SharedArrayBuffer ? 0 : 'latin1').toString('hex'); } catch (error) { return error.code; } }));
report(buffer.isBuffer(view), buffer.isBuffer(new Uint8Array(1)), buffer.isBuffer({ __proto__: view }), view instanceof buffer.Buffer, buffer.from('a') instanceof Uint8Array);
report(buffer.concat([view, new Uint8Array([8]), 'no'], 7).toString('hex'), buffer.concat([source, source], 7).toString('hex'), buffer.concat([]).length);
const part = source.subarray(1, 3); part[0] = 4; report(source[1], part.length, source.subarray(-1).length, part.toString('hex'));
report(buffer.transcode(buffer.from('é'), 'utf-8', 'latin1').toString('hex'), buffer.byteLength(memory), buffer.byteLength(view), buffer.byteLength('é', 'nope'));""",
    )
    assert lines == [
        [[0, 7, 0, 0, 0, 0], 4, 1, True],
        [[1, 1, 255, 0, 5], 9],
        # Memory of its own is shown as a copy.
        [False, 3, 0],
        [8, 5, 0, 2],
        ["616263", "01", "6666", "73", 401, "0000"],
        [True, False, False, True, False],
        ["07000000080000", "0101ff00050101", 0],
        [4, 2, 0, "04ff"],
        ["e9", 6, 4, 2],
    ]


def test_what_differs_from_node(tmp_path: Path) -> None:
    lines = _reports(
        tmp_path,
        """const bytes = buffer.from('añb');
report([...bytes], bytes.entries().next().value, bytes[9] ?? null, Object.keys(buffer.from([5, 6])));
report(buffer.from([255, 254]).toString('base64url'), buffer.alloc(8).writeIntBE(2 ** 23, 0, 3), bytes.writeBigInt64LE ? 1 : 0);
const short = buffer.alloc(2); report(short.write('ñé'), short.write('é', 1), short.toString('hex'));
report(bytes.lastIndexOf('b', 1), bytes.lastIndexOf('a', 1), bytes.fill(buffer.alloc(0)).length, bytes.fill({}).length);
report(JSON.stringify(buffer.from('hi')), `${buffer.from('hi')}`, Object.prototype.toString.call(bytes));""",
    )
    assert lines == [
        [[[0, 97], [1, 195], [2, 177], [3, 98]], [0, 97], None, ["0", "1"]],
        ["__4", 3, 1],
        [2, 1, "c3c3"],
        [3, -1, 4, 4],
        ['{"type":"Buffer","data":[104,105]}', "hi", "[object Object]"],
    ]


def test_it_notes_where_a_device_looks_for_text_of_numbers(tmp_path: Path) -> None:
    outcome = run(
        tmp_path,
        _IMPORT
        + "const bytes = buffer.from([12, 3, 1, 2, 3]); console.log(bytes.indexOf(buffer.from([2, 3]))); console.log(bytes.lastIndexOf(3));"
        "console.log(bytes.includes(bytes.subarray(3)), bytes.includes(buffer.from([2, 1])));",
    )
    assert outcome.lines == ["3", "4", "true false"]
    assert "includes()" not in outcome.stderr
    assert "indexOf() answers 3; a device that looks for it otherwise answers 1" in outcome.stderr
    assert "lastIndexOf() answers 4; a device that looks for it otherwise answers -1" in outcome.stderr


def test_errors(tmp_path: Path) -> None:
    lines = _reports(
        tmp_path,
        """const bytes = buffer.from([1, 2, 3]);
const works = [() => buffer.alloc(-1), () => buffer.alloc('3'), () => buffer.from({}), () => buffer.from('a', 'nope'), () => bytes.write(5), () => bytes.indexOf({}),
  () => buffer.from(new ArrayBuffer(4), 5), () => bytes.readInt8(3), () => buffer.alloc(8).writeUIntLE(-1, 0, 6), () => bytes.copy(bytes, -1),
  () => bytes.swap16(), () => { bytes.length = 5; }, () => new buffer.Blob([], { endings: 'x' })];
for (const work of works) report(failure(work));
let name; try { bytes.swap64(); } catch (error) { name = [error.name, error instanceof Error]; } report(name);
report(buffer.alloc(9).length === 9, failure(() => buffer.alloc(2 ** 31))[0] ?? 'none');""",
    )
    parameter, last = "Parameter error. The type of ", "Received value is: "
    size = f'{parameter}"size" must be number and the value cannot be negative. {last}'
    assert lines == [
        [401, f"{size}-1"],
        [401, f"{size}string"],
        [401, f'{parameter}"value" must be Buffer or ArrayBuffer, Array, Array-like. {last}string'],
        [401, f'{parameter}"encoding" must be BufferEncoding. the encoding nope is unknown'],
        [401, f'{parameter}"str" must be string. {last}number'],
        [401, f'{parameter}"value" must be string or number, Buffer, Uint8Array. {last}Object'],
        [10200001, f'The value of "byteOffset" is out of range. It must be >= 0 and <= 4. {last}5'],
        [10200001, f'The value of "offset" is out of range. It must be >= 0 and <= 2. {last}3'],
        [10200001, f'The value of "value" is out of range. It must be >= 0 and <= 2**48 - 1. {last}-1'],
        [10200001, f'The value of "targetStart" is out of range. It must be >= 0. {last}-1'],
        [10200009, "The buffer size must be a multiple of 16-bits"],
        [10200013, "length cannot be set for the buffer that has only a getter"],
        [401, 'Parameter error. The value of endings is neither "transparent" nor "native"'],
        ["BusinessError", True],
        [True, "none"],
    ]


def test_blobs(tmp_path: Path) -> None:
    lines = _reports(
        tmp_path,
        """const blob = new buffer.Blob(['aé', new Uint8Array([98]), new buffer.Blob(['c']), new Uint8Array([100]).buffer], { type: 'text/plain' });
report(blob.size, blob.type, await blob.text(), [...new Uint8Array(await blob.arrayBuffer())]);
const parts = [[1], [1, 3], [-2], [-4, -1], [2, 1], [], [0, 99]].map((places) => blob.slice(...places));
report(await Promise.all(parts.map((part) => part.text())), parts.map((part) => part.size));
report(blob.slice(0, 1, 'x').type, new buffer.Blob([5, null]).size, Object.keys(blob));""",
    )
    assert lines == [
        [6, "text/plain", "aébcd", [97, 195, 169, 98, 99, 100]],
        [["ébcd", "é", "cd", "\ufffdbc", "aébcd", "aébcd", "aébcd"], [5, 2, 2, 3, 6, 6, 6]],
        ["x", 0, []],
    ]


def test_it_works_without_what_a_program_took_away(tmp_path: Path) -> None:
    outcome = run(
        tmp_path,
        _IMPORT
        + """const broken = () => { throw new Error('mine'); };
for (const type of [Uint8Array, Object.getPrototypeOf(Uint8Array), String, DataView, ArrayBuffer, Array]) {
  for (const name of ['set', 'slice', 'charCodeAt', 'indexOf', 'keys', 'values', 'entries', 'getUint8', 'setUint8', 'getFloat64', 'join', 'push', Symbol.iterator]) {
    if (Object.hasOwn(type.prototype, name)) Object.defineProperty(type.prototype, name, { value: broken });
  }
}
const bytes = buffer.from('häß---------', 'utf8'); bytes.writeDoubleLE(1.5, 5); bytes.fill('a', 0, 1);
console.log(`${bytes.toString('base64', 0, 5)} ${bytes.toString('utf8', 0, 5)} ${bytes.indexOf('ß')} ${bytes.readDoubleLE(5)} ${bytes.keys().next().value} ${bytes.buffer.byteLength} ${buffer.byteLength('ab')}`);""",
    )
    assert (outcome.code, outcome.lines) == (0, ["YcOkw58= aäß 3 1.5 0 14 2"]), outcome.stderr


def test_another_worker_gets_none(tmp_path: Path) -> None:
    lines = reports(
        tmp_path,
        """import { ArrayList, buffer, HashMap, taskpool } from '@kit.ArkTS';
---
function size(value) { 'use concurrent'; return value.length; }
report([buffer.from('abc'), new buffer.Blob([]), new ArrayList(), [new (class extends HashMap {})()]].map((value) => failure(() => taskpool.execute(size, value))[0]));""",
    )
    assert lines == [[10200006, 10200006, 10200006, 10200006]]


def test_what_its_documentation_prints(tmp_path: Path) -> None:
    lines = _reports(
        tmp_path,
        """const letters = buffer.allocUninitializedFromPool(26); for (let i = 0; i < 26; i++) letters.writeInt8(i + 97, i);
const marks = buffer.allocUninitializedFromPool(26).fill('!'); letters.copy(marks, 8, 16, 20);
report(marks.toString('ascii', 0, 25), letters.subarray(0, 3).toString('ascii', 0, 3), letters.toString('utf-8'));
const [one, two] = [buffer.from([1, 2, 3, 4, 5, 6, 7, 8, 9]), buffer.from([5, 6, 7, 8, 9, 1, 2, 3, 4])];
report(one.compare(two, 5, 9, 0, 4), one.compare(two, 0, 6, 4), one.compare(two, 5, 6, 5), buffer.from('1234').compare(buffer.from('0123')));
const text = '\\u00bd + \\u00bc = \\u00be'; const written = buffer.alloc(256); const length = written.write(text, 0);
report(buffer.byteLength(text, 'utf-8'), length, written.toString('utf-8', 0, length), buffer.alloc(10).write('abcd', 8));
report(buffer.alloc(11, 'aGVsbG8gd29ybGQ=', 'base64').toString(), buffer.from(new String('this is a test'), 'utf8', 14).toString(), buffer.from('7468697320697320612074c3a97374', 'hex').toString());
const eight = () => buffer.from([1, 2, 3, 4, 5, 6, 7, 8]); report(eight().swap16().toString('hex'), eight().swap32().toString('hex'), eight().swap64().toString('hex'));
report(buffer.from([0, 5]).readInt16LE(0), buffer.from([0, 0, 0, 5]).readInt32LE(0), buffer.from([-1, 5]).readInt8(1), buffer.from('ab').readIntBE(0, 1));
report(buffer.concat([buffer.from('1234'), buffer.from('abcd')]).toString('hex'), ['utf-8', 'hex', 'utf/8', ''].map(buffer.isEncoding), buffer.from('this buffer is a buffer').lastIndexOf('buffer'));""",
    )
    assert lines == [
        ["!!!!!!!!qrst!!!!!!!!!!!!!", "abc", "abcdefghijklmnopqrstuvwxyz"],
        [0, -1, 1, 1],
        [12, 12, "½ + ¼ = ¾", 2],
        ["hello world", "this is a test", "this is a tést"],
        ["0201040306050807", "0403020108070605", "0807060504030201"],
        [1280, 83886080, 5, 97],
        ["3132333461626364", [True, True, False, False], 17],
    ]
