"""The contents that the example server has of its own: texts, an image, and the content codings."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

_HTML = """\
<!DOCTYPE html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <title>An example page</title>
  </head>
  <body>
    <h1>An example page</h1>
    <p>It is here to be fetched.</p>
  </body>
</html>
"""

_XML = """\
<?xml version="1.0" encoding="utf-8"?>
<slideshow title="Sample slides" author="The example server">
  <slide type="all"><title>Fetching data</title></slide>
  <slide type="all"><title>Showing it</title><item>as a list</item><item>as a chart</item></slide>
</slideshow>
"""

_JSON = """\
{
  "slideshow": {
    "title": "Sample slides",
    "author": "The example server",
    "date": "2026-01-01",
    "slides": [
      {"type": "all", "title": "Fetching data"},
      {"type": "all", "title": "Showing it", "items": ["as a list", "as a chart"]}
    ]
  }
}
"""

_UTF8 = """\
Latin     Zwölf Boxkämpfer, garçon, Łódź, İstanbul
Greek     Καλημέρα κόσμε
Cyrillic  Привет, мир
Hebrew    שלום עולם
Arabic    مرحبا بالعالم
Hindi     नमस्ते दुनिया
Thai      สวัสดีชาวโลก
Chinese   你好，世界
Japanese  こんにちは世界
Korean    안녕하세요 세계
Symbols   € ≤ ∑ ∞ → ♫ ✓
Emoji     😀 👩‍🚀 🇺🇳
Combining é ñ
"""

# Path to content type and text.
FIXED = {
    "html": ("text/html; charset=utf-8", _HTML),
    "xml": ("application/xml", _XML),
    "json": ("application/json", _JSON),
    "encoding/utf8": ("text/plain; charset=utf-8", _UTF8),
}


def png() -> bytes:
    """A PNG of 32 by 32 pixels, RGB, a colour gradient (W3C PNG, third edition)."""
    from zlib import compress, crc32

    def chunk(kind: bytes, data: bytes) -> bytes:
        return len(data).to_bytes(4, "big") + kind + data + crc32(kind + data).to_bytes(4, "big")

    size = 32
    size_bytes = size.to_bytes(4, "big")
    rows = [b"\0" + b"".join([bytes((column * 8, row * 8, 128)) for column in range(size)]) for row in range(size)]
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", size_bytes + size_bytes + b"\x08\x02\0\0\0")
        + chunk(b"IDAT", compress(b"".join(rows)))
        + chunk(b"IEND", b"")
    )


def _gzip(data: bytes) -> bytes:
    from zlib import DEFLATED, MAX_WBITS, compressobj

    compressor = compressobj(9, DEFLATED, 16 + MAX_WBITS)
    return compressor.compress(data) + compressor.flush()


def _deflate(data: bytes) -> bytes:
    # The coding called deflate is the zlib format (RFC 9110 section 8.4.1.2).
    from zlib import compress

    return compress(data)


def _brotli(data: bytes) -> bytes:
    """`data` as a brotli stream of uncompressed meta-blocks (RFC 7932 section 9); low bits come first."""
    stream = []
    bits, used = 0, 1  # WBITS: one 0 bit is a window of 16 bits.
    for start in range(0, len(data), 0x10000):
        block = data[start : start + 0x10000]
        # ISLAST 0, MNIBBLES 00 (four), MLEN - 1 in 16 bits, ISUNCOMPRESSED 1, then zeros up to a whole byte.
        bits |= ((len(block) - 1) << 3 | 1 << 19) << used
        stream.append(bits.to_bytes((used + 20 + 7) // 8, "little") + block)
        bits, used = 0, 0
    bits |= 0b11 << used  # ISLAST and ISLASTEMPTY.
    return b"".join(stream) + bytes([bits])


# Route to the member that names it in the JSON, the content coding, and the function.
COMPRESSIONS: dict[str, tuple[str, str, Callable[[bytes], bytes]]] = {
    "gzip": ("gzipped", "gzip", _gzip),
    "deflate": ("deflated", "deflate", _deflate),
    "brotli": ("brotli", "br", _brotli),
}
