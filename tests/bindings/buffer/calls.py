"""A table of calls that node's Buffer and @ohos.buffer answer alike, and the program that evaluates it with either."""

from __future__ import annotations

import base64
import random
from typing import Any

ENCODINGS = ("utf8", "utf-8", "UTF8", "ucs2", "utf16le", "ascii", "latin1", "binary", "hex", "base64", "base64url")
_TEXTS = ("a", "hello", "äöü", "汉字", "😀", "x\u0000y", "\u00ff\u0080", "\ud800", "a\udc00b", "~~~???")

# `make`, `isBuffer` and `module` are node's or ours; everything else is one text. Arguments: null is undefined,
# ["bytes", [1, 2]] a Buffer, ["array", [1, 2]] a Uint8Array, ["big", "1"] a BigInt, ["number", "NaN"] a number.
PROGRAM = """
const argumentOf = (given) => {
  if (given === null) return undefined;
  if (!Array.isArray(given)) return given;
  const [kind, value] = given;
  if (kind === 'bytes') return make(value);
  if (kind === 'list') return value.map(argumentOf);
  return kind === 'array' ? new Uint8Array(value) : kind === 'big' ? BigInt(value) : Number(value);
};
const bytesOf = (buffer) => Array.from({ length: buffer.length }, (_, i) => buffer[i]);
const shown = (value) => {
  if (typeof value === 'bigint') return `${value}n`;
  if (typeof value === 'number') return Object.is(value, -0) ? '-0' : Number.isFinite(value) ? value : `${value}`;
  if (typeof value === 'string') return Array.from({ length: value.length }, (_, i) => value.charCodeAt(i));
  if (isBuffer(value)) return bytesOf(value);
  return typeof value?.next === 'function' ? ['iterated', ...value] : value ?? null;
};
const attempt = (work) => { try { return shown(work()); } catch { return 'error'; } };
const answers = table.map(([target, name, given]) => {
  const args = given.map(argumentOf);
  if (target === null) return attempt(() => module[name](...args));
  const buffer = make(target);
  const answer = attempt(() => buffer[name](...args));
  return [answer, bytesOf(buffer), ...args.filter(isBuffer).map(bytesOf)];
});
"""


def table(seed: int, count: int) -> list[list[Any]]:
    """`count` calls: the bytes of a buffer (None for a function of the module), a name, and arguments."""
    chosen = random.Random(seed)
    return [chosen.choice(_MAKERS)(chosen) for _ in range(count)]


def _bytes(chosen: random.Random, most: int = 24) -> list[int]:
    if chosen.random() < 0.4:
        return list("".join(chosen.choices(_TEXTS, k=3)).encode("utf8", "replace")[:most])
    return [
        chosen.choice((0, 1, 65, 127, 128, 0xC3, 0xE2, 0xED, 0xF0, 0xA0, 0xBF, 255))
        for _ in range(chosen.randrange(most + 1))
    ]


def _text(chosen: random.Random, encoding: str) -> str:
    if encoding == "hex":
        return chosen.choice(("", "6", "61", "616", "0aFF10", "61zz62", "zz"))
    if encoding.startswith("base64"):
        encoded = base64.b64encode(bytes(_bytes(chosen, 9))).decode()
        if encoding == "base64url" or chosen.random() < 0.3:
            encoded = encoded.replace("+", "-").replace("/", "_")
        return encoded.rstrip("=") if chosen.random() < 0.3 else encoded
    return "".join(chosen.choices(_TEXTS, k=chosen.randrange(1, 4)))


def _place(chosen: random.Random, length: int) -> int | None:
    if chosen.random() < 0.6:
        return chosen.randrange(max(1, length - 8))
    return chosen.choice((None, 0, 1, length - 1, length, length + 1, chosen.randrange(length + 1)))


def _range(chosen: random.Random, length: int) -> tuple[int, int]:
    start, end = sorted((chosen.randrange(length + 1), chosen.randrange(length + 1)))
    return start, end


def _integer(chosen: random.Random) -> list[Any]:
    target = _bytes(chosen)
    width, kind = chosen.choice(((1, "8"), (2, "16"), (4, "32")))
    order = "" if width == 1 else chosen.choice(("BE", "LE"))
    sign = chosen.choice(("Int", "UInt"))
    offset = _place(chosen, len(target))
    if chosen.random() < 0.5:
        return [target, f"read{sign}{kind}{order}", [offset]]
    bits = width * 8
    edges = (
        0,
        1,
        -1,
        2 ** (bits - 1) - 1,
        2 ** (bits - 1),
        -(2 ** (bits - 1)),
        -(2 ** (bits - 1)) - 1,
        2**bits - 1,
        2**bits,
    )
    return [target, f"write{sign}{kind}{order}", [chosen.choice(edges), offset]]


def _any_width(chosen: random.Random) -> list[Any]:
    target = _bytes(chosen)
    width = chosen.choice((0, 1, 2, 3, 4, 5, 6, 7))
    order = chosen.choice(("BE", "LE"))
    offset = chosen.randrange(-1, len(target) + 2)
    if chosen.random() < 0.5:
        return [target, f"read{chosen.choice(('Int', 'UInt'))}{order}", [offset, width]]
    # Not Int: a device takes most of these numbers as unsigned.
    return [
        target,
        f"writeUInt{order}",
        [chosen.choice((0, 1, 255, 2**16 - 1, 2**24, 2**40 - 1, 2**47, 2**48 - 1)), offset, width],
    ]


def _float(chosen: random.Random) -> list[Any]:
    target = _bytes(chosen)
    kind = chosen.choice(("FloatBE", "FloatLE", "DoubleBE", "DoubleLE"))
    offset = _place(chosen, len(target))
    if chosen.random() < 0.5:
        return [target, f"read{kind}", [offset]]
    value = chosen.choice((0, 1.5, -2.25, 1e300, 0.1, ["number", "NaN"], ["number", "Infinity"], ["number", "-0"]))
    return [target, f"write{kind}", [value, offset]]


def _big(chosen: random.Random) -> list[Any]:
    target = _bytes(chosen)
    sign = chosen.choice(("", "U"))
    kind = f"Big{sign}Int64{chosen.choice(('BE', 'LE'))}"
    offset = _place(chosen, len(target))
    if chosen.random() < 0.5:
        return [target, f"read{kind}", [offset]]
    edges = (0, 1, -1, 2**32, -(2**32), 2**63 - 1, -(2**63), -(2**63) - 1, 2**64 - 1, 2**64, 1234567890123456789)
    return [target, f"write{kind}", [["big", str(chosen.choice(edges))], offset]]


def _fill(chosen: random.Random) -> list[Any]:
    target = _bytes(chosen)
    encoding = chosen.choice(ENCODINGS)
    start, end = _range(chosen, len(target))
    kind = chosen.randrange(4)
    if kind == 0:
        return [target, "fill", [chosen.randrange(-300, 600), start, end]]
    if kind == 1:
        return [target, "fill", [[chosen.choice(("bytes", "array")), _bytes(chosen, 5) or [7]], start, end]]
    text = _text(chosen, encoding) or "61"
    return [target, "fill", [text, start, end, encoding] if kind == 2 else [text, encoding]]


def _write(chosen: random.Random) -> list[Any]:
    target = [*_bytes(chosen), *[0] * 40]
    encoding = chosen.choice(ENCODINGS)
    text = _text(chosen, encoding)
    offset = chosen.randrange(len(target) - 38)
    shapes = ([text], [text, offset], [text, encoding], [text, offset, encoding], [text, offset, 38, encoding])
    given = chosen.choice(shapes)
    if encoding not in given:
        given[0] = _text(chosen, "utf8")
    return [target, "write", given]


def _to_string(chosen: random.Random) -> list[Any]:
    target = _bytes(chosen)
    places = [chosen.choice((None, chosen.randrange(-2, len(target) + 3))) for _ in range(2)]
    return [target, "toString", [chosen.choice((*ENCODINGS, None)), *places][: chosen.randrange(4)]]


def _index(chosen: random.Random) -> list[Any]:
    target = _bytes(chosen)
    name = chosen.choice(("indexOf", "includes"))
    offset = chosen.choice((None, chosen.randrange(-len(target) - 2, len(target) + 3)))
    start, end = _range(chosen, len(target))
    kind = chosen.randrange(3)
    if kind == 0:
        return [target, name, [chosen.randrange(256), offset]]
    if kind == 1:
        part = target[start:end] or [9]
        return [target, name, [[chosen.choice(("bytes", "array")), part], offset]]
    encoding = chosen.choice(("utf8", "latin1", "hex", "base64"))
    text = {"utf8": "l", "latin1": "\u00c3", "hex": bytes(target[start:end] or [9]).hex(), "base64": "YQ=="}[encoding]
    return [target, name, [text, offset, encoding]]


def _last_index(chosen: random.Random) -> list[Any]:
    target = _bytes(chosen)
    start, end = _range(chosen, len(target))
    part = target[start:end] or [9]
    return [target, "lastIndexOf", [chosen.choice((part[0], ["bytes", part], ["array", part], chosen.choice("lao")))]]


def _compare(chosen: random.Random) -> list[Any]:
    target, other = _bytes(chosen), _bytes(chosen)
    if chosen.random() < 0.5:
        other = [*target, *other[:1]]
    if chosen.random() < 0.3:
        return [target, "equals", [[chosen.choice(("bytes", "array")), other]]]
    places = [*_range(chosen, len(other)), *_range(chosen, len(target))][: chosen.randrange(5)]
    if chosen.random() < 0.1:
        places = [0, len(other) + 1]
    return [target, "compare", [[chosen.choice(("bytes", "array")), other], *places]]


def _copy(chosen: random.Random) -> list[Any]:
    target, other = _bytes(chosen), _bytes(chosen)
    start, end = _range(chosen, len(target))
    return [
        target,
        "copy",
        [["bytes", other], chosen.randrange(-1, len(other) + 2), start, end][: chosen.randrange(1, 5)],
    ]


def _whole(chosen: random.Random) -> list[Any]:
    target = _bytes(chosen)
    name = chosen.choice(("swap16", "swap32", "swap64", "toJSON", "keys", "values", "entries", "subarray"))
    return [target, name, list(_range(chosen, len(target))) if name == "subarray" else []]


def _of_module(chosen: random.Random) -> list[Any]:
    encoding = chosen.choice(ENCODINGS)
    text = _text(chosen, encoding)
    return [
        None,
        *chosen.choice((
            ["from", [text, encoding]],
            ["from", [["number", "5"]]],
            ["from", [["array", _bytes(chosen)]]],
            ["byteLength", [chosen.choice(_TEXTS) if encoding in ("hex", "base64", "base64url") else text, "utf8"]],
            ["byteLength", [text, encoding if encoding != "hex" else "latin1"]],
            ["alloc", [chosen.randrange(9), text or "61", encoding]],
            ["alloc", [-1]],
            ["concat", [["list", [["bytes", _bytes(chosen)], ["array", _bytes(chosen)]]]]],
            ["compare", [["bytes", _bytes(chosen)], ["bytes", _bytes(chosen)]]],
            ["isEncoding", [chosen.choice((*ENCODINGS, "", "utf", "utf-16le", "Hex"))]],
        )),
    ]  # fmt: skip


_MAKERS = (
    _integer, _any_width, _float, _big, _fill, _write, _to_string, _to_string, _index, _last_index, _compare, _copy,
    _whole, _of_module,
)  # fmt: skip
