"""What @ohos.util needs of Python: its codecs, and bytes that nobody can guess."""

from __future__ import annotations

import codecs
import errno
import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any

    from runtime.modules.contract import Host

# Names of the Encoding Standard that Python has under others.
_LABELS = {
    "utf-16": "utf-16-le",
    "utf-16le": "utf-16-le",
    "utf-16be": "utf-16-be",
    "gb2312": "gbk",
    "x-sjis": "shift_jis",
}
# What the names of encodings begin with: Python has others, which are no encodings of text or none of devices.
_FAMILIES = (
    "utf-8", "utf-16-", "ascii", "iso8859-", "cp125", "cp866", "cp874", "koi8-", "mac-", "gb", "big5", "euc_",
    "shift_jis", "iso2022_jp",
)  # fmt: skip
_MARKS = {"utf-8": b"\xef\xbb\xbf", "utf-16-le": b"\xff\xfe", "utf-16-be": b"\xfe\xff"}


def open_binding(host: Host) -> Codecs:
    """The binding for one run."""
    return Codecs(host)


class Codecs:
    """Encodes and decodes; decoders of streams are kept by number."""

    def __init__(self, host: Host) -> None:
        self._host = host
        self._streams: dict[int, tuple[codecs.IncrementalDecoder, bool]] = {}
        self._last = 0

    def ops(self) -> Mapping[str, Callable[..., Any]]:
        """What the façade calls."""
        return {
            "knows": lambda label: _codec(label) is not None,
            "encode": self._encode,
            "decode": self._decode,
            "openStream": self._open_stream,
            "decodeStream": self._decode_stream,
            "random": lambda size: self._host.to_js(os.urandom(int(size))),
            "systemError": _system_error,
        }

    def close(self) -> None:
        """The run is over."""
        self._streams.clear()

    def _encode(self, label: str, text: str) -> Any:
        """`text` as an ArrayBuffer; what the encoding does not have becomes `?`, a lone surrogate U+FFFD."""
        name = _codec(label) or "utf-8"
        try:
            data = text.encode(name, "replace" if name not in _MARKS else "strict")
        except UnicodeEncodeError:
            whole = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
            data = whole.encode(name, "replace")
        return self._host.to_js(data)

    def _decode(self, label: str, fatal: bool, keeps_mark: bool, data: Any) -> Any:
        """The text of `data`; None where it is not valid and that is `fatal`."""
        name = _codec(label) or "utf-8"
        taken = _bytes(data)
        mark = _MARKS.get(name, b"")
        if mark and not keeps_mark and taken.startswith(mark):
            taken = taken[len(mark) :]
        try:
            return self._host.to_js(taken.decode(name, "strict" if fatal else "replace"))
        except UnicodeDecodeError:
            return None

    def _open_stream(self, label: str, fatal: bool, keeps_mark: bool) -> int:
        self._last += 1
        decoder = codecs.getincrementaldecoder(_codec(label) or "utf-8")("strict" if fatal else "replace")
        self._streams[self._last] = (decoder, keeps_mark)
        return self._last

    def _decode_stream(self, number: int, data: Any, more: bool) -> Any:
        """The text of what has come whole by now; None where it is not valid. The last piece ends the stream."""
        decoder, keeps_mark = self._streams[number]
        try:
            text = decoder.decode(_bytes(data), not more)
        except UnicodeDecodeError:
            del self._streams[number]
            return None
        if text and not keeps_mark:
            text = text.removeprefix("\ufeff")
            self._streams[number] = (decoder, True)
        if not more:
            del self._streams[number]
        return self._host.to_js(text)


def _codec(label: str) -> str | None:
    """Python's name of an encoding that devices have, else None."""
    name = label.strip().lower()
    try:
        found = codecs.lookup(_LABELS.get(name, name)).name
    except (LookupError, ValueError):
        return None
    return found if found.startswith(_FAMILIES) else None


def _system_error(number: float) -> str:
    """What an error number of the system means, as libuv words it; they are negative there."""
    known = isinstance(number, int) and -number in errno.errorcode
    return os.strerror(-int(number)).lower() if known else f"Unknown system error {number}"


def _bytes(data: Any) -> bytes:
    taken: bytes = data if isinstance(data, bytes) else data.to_bytes()
    return taken
