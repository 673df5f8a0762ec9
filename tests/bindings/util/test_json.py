"""@ohos.util.json: what its documentation shows, and the language's own JSON where both have to agree."""

# ruff: noqa: E501 - programs are read best on their own lines.

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.bindings.system.running import reports

# The kit's name hides the global one, as on a device.
_IMPORT = "import { JSON as kit } from '@kit.ArkTS';\n---\n"


def _reports(folder: Path, code: str) -> list[Any]:
    return reports(folder, _IMPORT + code)


def test_whole_numbers_of_any_size(tmp_path: Path) -> None:
    lines = _reports(
        tmp_path,
        """const text = '{"number": 10, "large": 112233445566778899, "list": [-9007199254740993, 9007199254740991, 1e20, 1.5, -0]}';
const show = (value) => (typeof value === 'bigint' ? `${value}n` : Array.isArray(value) ? value.map(show) : typeof value === 'object' && value ? Object.fromEntries(Object.entries(value).map(([k, v]) => [k, show(v)])) : value);
report(show(kit.parse(text))); report(show(kit.parse(text, null, { bigIntMode: kit.BigIntMode.PARSE_AS_BIGINT })));
report(show(kit.parse(text, undefined, { bigIntMode: kit.BigIntMode.ALWAYS_PARSE_AS_BIGINT })));
report(show(kit.parse('{"a":{"b":1,"c":2}}', (key, value) => (key === 'b' ? undefined : typeof value === 'bigint' ? value + 1n : value), { bigIntMode: 2 })));
report(kit.stringify(112233445566778899n), kit.stringify({ a: [1n, { b: -2n }], c: 'x' }), kit.stringify({ a: 1n, b: [] }, null, 2), kit.stringify({ a: 1n, b: 2n }, ['b']));""",
    )
    # As the documentation prints it: 2 ** 53 and more are rounded.
    rounded = 112233445566778900
    assert lines == [
        {"number": 10, "large": rounded, "list": [-(2**53), 2**53 - 1, 1e20, 1.5, 0]},
        {
            "number": 10,
            "large": "112233445566778899n",
            "list": ["-9007199254740993n", 2**53 - 1, 1e20, 1.5, 0],
        },
        {
            "number": "10n",
            "large": "112233445566778899n",
            "list": ["-9007199254740993n", "9007199254740991n", 1e20, 1.5, "0n"],
        },
        {"a": {"c": "3n"}},
        ["112233445566778899", '{"a":[1,{"b":-2}],"c":"x"}', '{\n  "a": 1,\n  "b": []\n}', '{"b":2}'],
    ]


def test_it_agrees_with_the_language(tmp_path: Path) -> None:
    # A 7 that is a BigInt instead of a number makes the same text, read and written by code of our own.
    lines = _reports(
        tmp_path,
        r"""let state = 5; const random = (limit) => { state = (state * 48271) % 2147483647; return state % limit; };
const texts = ['', 'a', '"', '\\', '\n', '\u2028', '\ud800', 'ä😀', '__proto__', 'toJSON', '0', ']},:'];
const dated = { toJSON(key) { return `at ${key}`; } };
const value = (seven, depth) => {
  const kind = random(depth > 3 ? 8 : 11);
  if (kind === 10) { const made = {}; for (let i = random(5); i > 0; i--) Object.defineProperty(made, texts[random(texts.length)], { value: value(seven, depth + 1), enumerable: true, configurable: true }); return made; }
  if (kind >= 8) return Array.from({ length: random(5) }, () => value(seven, depth + 1));
  return [seven, texts[random(texts.length)], random(1000) / 8, true, null, undefined, [dated, new String('s'), new Boolean(false), () => {}, Symbol('s'), NaN][random(6)], -random(2 ** 30)][kind];
};
const wrong = [];
for (let round = 0; round < 400; round++) {
  const start = state; const plain = [value(7, 0), 7]; state = start; const big = [value(7n, 0), 7n];
  const list = random(3) === 0 ? ['a', '', '0', 'a', 0] : null; const space = [undefined, 0, 1, 20, '--', 'longer than ten'][random(6)];
  const expected = JSON.stringify(plain, list, space); const got = kit.stringify(big, list, space);
  if (got !== expected) wrong.push([got, expected]);
  const text = JSON.stringify(plain, list, random(3)); const read = kit.parse(text, null, { bigIntMode: 1 });
  if (JSON.stringify(read) !== JSON.stringify(JSON.parse(text))) wrong.push(text);
  const upper = (key, item) => (typeof item === 'string' ? item + key : key === 'a' ? undefined : item);
  if (JSON.stringify(kit.parse(text, upper, { bigIntMode: 1 })) !== JSON.stringify(JSON.parse(text, upper))) wrong.push(['revived', text]);
}
report(wrong.slice(0, 2));""",
    )
    assert lines == [[]]


def test_errors_and_members(tmp_path: Path) -> None:
    lines = _reports(
        tmp_path,
        """const cyclic = {}; cyclic.self = cyclic; const shared = {}; const code = (work) => { const outcome = failure(work); if (!Array.isArray(outcome)) return outcome; const [number, message] = outcome; return [number, message.replace(/e\\.message: .*, e/, 'e.message: …, e')]; };
report(code(() => kit.parse(5)), code(() => kit.parse('{}', {})), code(() => kit.parse('{"a":')), code(() => kit.parse('[1n]', null, { bigIntMode: 1 })));
report(code(() => kit.stringify()), code(() => kit.stringify(null)), code(() => kit.stringify({ cyclic })), kit.stringify({ a: shared, b: shared }));
report(code(() => kit.stringify({}, 'x')), code(() => kit.stringify({}, [true]))[0], code(() => kit.stringify({}, null, {})), code(() => kit.stringify({}, ['a'], {})));
report(code(() => kit.stringify({ a: 1n }, (key, value) => value))[0], code(() => kit.stringify({ get a() { throw new RangeError('mine'); } }))[1]);
const it = { a: 1, b: undefined }; report(kit.has(it, 'a'), kit.has(it, 'b'), kit.has(it, 'toString'), kit.remove(it, 'a') ?? 'undefined', kit.remove(it, 'zz') ?? 'undefined', Object.keys(it));
report(code(() => kit.has([], 'a')), code(() => kit.has(null, 'a')), code(() => kit.remove({}, '')), code(() => kit.remove(5, 'a'))[0]);
try { kit.parse('x'); } catch (error) { report(error.name, error instanceof Error); }""",
    )
    assert lines == [
        [
            [401, "Parameter error. The type of 5 must be string"],
            [401, "Parameter error. The type of [object Object] must be a method"],
            [401, "e.message: …, e.name: SyntaxError"],
            [401, "e.message: …, e.name: SyntaxError"],
        ],
        [
            [401, "Parameter error. The type of undefined must be Object"],
            [401, "Parameter error. The type of null is null"],
            [401, "Parameter error. The object circular Reference"],
            '{"a":{},"b":{}}',
        ],
        [
            [401, "Parameter error. The type of x must be a method or array"],
            401,
            "no error",
            [401, "Parameter error. The type of [object Object] must be a string or number"],
        ],
        [401, "mine"],
        [True, True, False, "undefined", "undefined", ["b"]],
        [
            [401, "Parameter error. The type of  must be json object"],
            [401, "Parameter error. The type of null must be object"],
            [401, "Parameter error. The type of  must be string and not empty"],
            401,
        ],
        ["BusinessError", True],
    ]
