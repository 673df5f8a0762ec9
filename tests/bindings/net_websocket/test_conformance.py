"""A client that sends back what it gets, against a server that tries every rule of RFC 6455 and RFC 7692 on it.

The cases are of the kinds, and in the order, of the well-known suite for WebSockets: framing, pings, reserved bits,
opcodes, fragments, UTF-8, closing, limits, compression. One program goes through all of a kind, a connection each.
"""

from __future__ import annotations

import contextlib
import socket
import struct
import threading
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest

from tests.bindings.net_websocket.test_websocket import frame, handshake, run

CONTINUATION, TEXT, BINARY, CLOSE, PING, PONG = 0, 1, 2, 8, 9, 10
VIOLATED, NO_TEXT = 1002, 1007

Frame = tuple[int, bytes]


def closing(code: int = 1000, reason: bytes = b"") -> bytes:
    return frame(CLOSE, struct.pack("!H", code) + reason)


def long_frame(opcode: int, payload: bytes, *, final: bool = True, reserved: int = 0) -> bytes:
    head = bytes([(0x80 if final else 0) | reserved << 4 | opcode])
    if len(payload) < 65536:
        return head + frame(opcode, payload)[1:]
    return head + bytes([127]) + struct.pack("!Q", len(payload)) + payload


@dataclass
class Case:
    """What the server sends, in pieces of `chop` bytes; what it is to get, with the code of the close frame at the end.

    It sends `last` when it has what is expected. `code` None: the close frame has no code.
    """

    sent: bytes
    last: bytes = b""
    expected: list[Frame] = field(default_factory=list)
    code: int | None = 1000
    chop: int = 0
    extensions: bytes = b""


def echoed(sent: bytes, *expected: Frame, chop: int = 0) -> Case:
    """The server sends, gets its answers, and closes."""
    return Case(sent, closing(), list(expected), chop=chop)


def refused(sent: bytes, *, code: int = VIOLATED, before: bytes = b"", expected: tuple[Frame, ...] = ()) -> Case:
    """The client is to break the connection off, when it has answered what was sent before."""
    return Case(before, sent, list(expected), code=code)


def framing() -> Iterator[tuple[str, Case]]:
    for opcode, name in ((TEXT, "text"), (BINARY, "binary")):
        for size in (0, 125, 126, 127, 128, 65535, 65536):
            payload = b"*" * size if opcode == TEXT else b"\xfe" * size
            # No device sends a buffer that is empty.
            answers = () if opcode == BINARY and not size else ((opcode, payload),)
            yield f"{name} of {size}", echoed(long_frame(opcode, payload), *answers)
        payload = b"*" * 65536
        yield f"{name} in pieces", echoed(long_frame(opcode, payload), (opcode, payload), chop=997)


def pings() -> Iterator[tuple[str, Case]]:
    hello = (TEXT, b"Hello")
    for name, payload in {"empty": b"", "text": b"Hello", "bytes": b"\x00\xff\xfe\xfd", "long": b"\xfe" * 125}.items():
        yield name, echoed(frame(PING, payload), (PONG, payload))
    yield "too long", refused(frame(PING, b"\xfe" * 126))
    yield "in pieces", echoed(frame(PING, b"\xfe" * 125), (PONG, b"\xfe" * 125), chop=1)
    yield "a pong nobody asked for", echoed(frame(PONG, b"unsolicited") + frame(TEXT, b"Hello"), hello)
    yield "a pong, then a ping", echoed(frame(PONG, b"unsolicited") + frame(PING, b"p"), (PONG, b"p"))
    ten = [f"payload-{number}".encode() for number in range(10)]
    yield "ten", echoed(b"".join(frame(PING, each) for each in ten), *((PONG, each) for each in ten))
    yield "ten in pieces", echoed(b"".join(frame(PING, each) for each in ten), *((PONG, each) for each in ten), chop=1)


def reserved() -> Iterator[tuple[str, Case]]:
    hello = (TEXT, b"Hello")
    for bits in range(1, 8):
        yield f"bits {bits}", refused(long_frame(TEXT, b"Hello", reserved=bits))
        bad = long_frame(BINARY, b"x", reserved=bits) + frame(PING, b"")
        yield f"bits {bits} after a message", refused(bad, before=frame(TEXT, b"Hello"), expected=(hello,))
        yield f"bits {bits} of a ping", refused(long_frame(PING, b"x", reserved=bits))
        yield f"bits {bits} of a close", refused(long_frame(CLOSE, b"\x03\xe8", reserved=bits))


def opcodes() -> Iterator[tuple[str, Case]]:
    for opcode in (3, 4, 5, 6, 7, 11, 12, 13, 14, 15):
        yield f"{opcode}", refused(frame(opcode, b""))
        yield f"{opcode} with a payload", refused(frame(opcode, b"reserved"))
        bad = frame(opcode, b"x") + frame(PING, b"")
        yield f"{opcode} after a message", refused(bad, before=frame(TEXT, b"Hello"), expected=((TEXT, b"Hello"),))


def fragments() -> Iterator[tuple[str, Case]]:
    first, second = frame(TEXT, b"one ", final=False), frame(CONTINUATION, b"two")
    whole = (TEXT, b"one two")
    middle = frame(CONTINUATION, b"and ", final=False)
    yield "a ping", refused(frame(PING, b"x", final=False) + frame(CONTINUATION, b"y"))
    yield "a pong", refused(frame(PONG, b"x", final=False) + frame(CONTINUATION, b"y"))
    yield "a close", refused(frame(CLOSE, b"\x03\xe8", final=False))
    yield "text", echoed(first + second, whole)
    yield "text in pieces", echoed(first + second, whole, chop=1)
    yield "with a ping between", echoed(first + frame(PING, b"p") + second, (PONG, b"p"), whole)
    yield "with pings between in pieces", echoed(
        first + frame(PING, b"p") + middle + frame(PING, b"q") + second,
        (PONG, b"p"), (PONG, b"q"), (TEXT, b"one and two"), chop=1,
    )  # fmt: skip
    yield (
        "nothing but empty ones",
        echoed(
            frame(TEXT, b"", final=False) + frame(CONTINUATION, b"", final=False) + frame(CONTINUATION, b""),
            (TEXT, b""),
        ),
    )
    yield "a continuation of nothing", refused(frame(CONTINUATION, b"x") + frame(TEXT, b"Hello"))
    yield "an unfinished one of nothing", refused(frame(CONTINUATION, b"x", final=False) + frame(TEXT, b"Hello"))
    yield "a continuation behind the end", refused(frame(CONTINUATION, b"x"), before=first + second, expected=(whole,))
    yield "a message within a message", refused(first + frame(TEXT, b"x"))
    yield "bytes within a text", refused(first + frame(BINARY, b"x"))
    many = b"".join(frame(CONTINUATION, b"x", final=False) for _ in range(500))
    yield "five hundred", echoed(frame(BINARY, b"x", final=False) + many + second, (BINARY, b"x" * 501 + b"two"))


GREEK = "Hello-\u00b5@\u00df\u00f6\u00e4\u00fc\u00e0\u00e1-UTF-8!!".encode()
# Sequences that are no UTF-8: bytes out of place, too long for what they say, surrogates, beyond the last.
ILL = [
    b"\x80", b"\xbf", b"\x80\xbf", b"\xc0 ", b"\xc3", b"\xe0\x80", b"\xf0\x80\x80", b"\xfe", b"\xff",
    b"\xfe\xfe\xff\xff",
    b"\xc0\xaf", b"\xe0\x80\xaf", b"\xf0\x80\x80\xaf", b"\xf8\x80\x80\x80\xaf", b"\xfc\x80\x80\x80\x80\xaf",
    b"\xc1\xbf", b"\xe0\x9f\xbf", b"\xf0\x8f\xbf\xbf", b"\xed\xa0\x80", b"\xed\xbf\xbf", b"\xed\xa0\x80\xed\xb0\x80",
    b"\xf4\x90\x80\x80", b"\xf7\xbf\xbf\xbf", b"\xf8\x88\x80\x80\x80",
]  # fmt: skip
WELL = ["\0", "\x7f", "\x80", "\u07ff", "\u0800", "\ud7ff", "\ue000", "\ufffd", "\ufffe", "\uffff", "\U00010000",
        "\U0001fffe", "\U0010fffd", "\U0010ffff", "\u03ba\u1f79\u03c3\u03bc\u03b5"]  # fmt: skip


def texts() -> Iterator[tuple[str, Case]]:
    yield "whole", echoed(frame(TEXT, GREEK), (TEXT, GREEK))
    bytewise = [frame(TEXT if at == 0 else CONTINUATION, GREEK[at : at + 1], final=False) for at in range(len(GREEK))]
    yield "a byte a fragment", echoed(b"".join(bytewise) + frame(CONTINUATION, b""), (TEXT, GREEK))
    for text in WELL:
        yield f"{text!a}", echoed(frame(TEXT, text.encode()), (TEXT, text.encode()))
        yield f"{text!a} in pieces", echoed(frame(TEXT, text.encode()), (TEXT, text.encode()), chop=1)
    for ill in ILL:
        yield f"ill {ill!r}", refused(frame(TEXT, b"good" + ill), code=NO_TEXT)
        # Said before the message is over, as far as it can be known by then.
        split = frame(TEXT, b"good" + ill + b"more", final=False)
        yield f"ill {ill!r} in a fragment", refused(split, code=NO_TEXT)


def closings() -> Iterator[tuple[str, Case]]:
    hello = frame(TEXT, b"Hello")
    yield "after a message", Case(hello, closing(), [(TEXT, b"Hello")])
    yield "twice", Case(closing() + closing(1001))
    yield "a ping behind it", Case(closing() + frame(PING, b"x"))
    yield "a message behind it", Case(closing() + hello)
    yield "a message behind it in pieces", Case(closing() + hello, chop=1)
    yield "within a message", Case(frame(TEXT, b"x", final=False) + closing())
    yield "empty", Case(frame(CLOSE, b""), code=None)
    yield "of one byte", refused(frame(CLOSE, b"x"))
    yield "with a reason", Case(closing(1000, b"Hello"))
    yield "with a long reason", Case(closing(1000, b"*" * 123))
    yield "with too long a reason", refused(closing(1000, b"*" * 124))
    yield "with a reason that is no text", refused(closing(1000, b"good\xce\xba\xe1\xbd\xed\xa0\x80"), code=NO_TEXT)
    for code in (1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 3000, 3999, 4000, 4999):
        yield f"with {code}", Case(closing(code), code=code)
    for code in (0, 999, 1004, 1005, 1006, 1016, 1100, 2000, 2999, 5000, 65535):
        yield f"with {code}, which is none", refused(closing(code))


def limits() -> Iterator[tuple[str, Case]]:
    size = 1 << 20
    yield "a mebibyte of text", echoed(long_frame(TEXT, b"*" * size), (TEXT, b"*" * size))
    yield "four of bytes", echoed(long_frame(BINARY, b"\xfe" * 4 * size), (BINARY, b"\xfe" * 4 * size))
    pieces = [long_frame(TEXT if at == 0 else CONTINUATION, b"*" * 65536, final=at == 15) for at in range(16)]
    yield "a mebibyte in fragments", echoed(b"".join(pieces), (TEXT, b"*" * size))


def compressed(payload: bytes, compressor: zlib._Compress | None = None) -> bytes:
    made = compressor or zlib.compressobj(wbits=-15)
    return (made.compress(payload) + made.flush(zlib.Z_SYNC_FLUSH))[:-4]


def compression() -> Iterator[tuple[str, Case]]:
    name = b"Sec-WebSocket-Extensions: permessage-deflate"

    def case(sent: bytes, *expected: Frame, more: bytes = b"") -> Case:
        return Case(sent, closing(), list(expected), extensions=name + more + b"\r\n")

    hello = (TEXT, b"Hello")
    yield "one", case(long_frame(TEXT, compressed(b"Hello"), reserved=4), hello)
    kept = zlib.compressobj(wbits=-15)
    two = [long_frame(TEXT, compressed(b"Hello", kept), reserved=4) for _ in range(2)]
    yield "two with what was before", case(b"".join(two), hello, hello)
    alone = b"; server_no_context_takeover; client_no_context_takeover"
    yield "two without", case(long_frame(TEXT, compressed(b"Hello"), reserved=4) * 2, hello, hello, more=alone)
    yield "one that is not compressed", case(frame(TEXT, b"Hello"), hello)
    half = compressed(b"Hello" * 100)
    split = long_frame(BINARY, half[:5], final=False, reserved=4) + frame(CONTINUATION, half[5:])
    yield "in fragments", case(split, (BINARY, b"Hello" * 100))
    yield (
        "a window of the client",
        case(
            long_frame(BINARY, compressed(b"x" * 5000), reserved=4),
            (BINARY, b"x" * 5000),
            more=b"; client_max_window_bits=9",
        ),
    )
    yield "much of it", case(long_frame(TEXT, compressed(b"*" * (1 << 20)), reserved=4), (TEXT, b"*" * (1 << 20)))
    yield "bits of a continuation", Case(
        long_frame(TEXT, half[:5], final=False, reserved=4) + long_frame(CONTINUATION, half[5:], reserved=4),
        code=VIOLATED, extensions=name + b"\r\n",
    )  # fmt: skip
    yield "no deflate", Case(long_frame(TEXT, b"\xff" * 10, reserved=4), code=NO_TEXT, extensions=name + b"\r\n")


KINDS = {
    each.__name__: dict(each())
    for each in (framing, pings, reserved, opcodes, fragments, texts, closings, limits, compression)
}


# The server -------------------------------------------------------------------------------------------------------


class Reader:
    """What a client sends, frame by frame."""

    def __init__(self, connection: socket.socket) -> None:
        self._file = connection.makefile("rb")

    def request(self) -> bytes:
        lines = [self._file.readline()]
        while lines[-1] not in (b"\r\n", b""):
            lines.append(self._file.readline())
        return b"".join(lines)

    def frames(self) -> Iterator[tuple[int, bool, bytes]]:
        """Opcode, whether it is compressed, and payload of each, until there is none."""
        while len(head := self._file.read(2)) == 2:
            opcode, size = head[0] & 15, head[1] & 127
            assert head[1] & 128, "a frame of a client is masked"
            if size > 125:
                (size,) = struct.unpack("!H" if size == 126 else "!Q", self._file.read(2 if size == 126 else 8))
            mask = self._file.read(4)
            payload = self._file.read(size)
            whole = int.from_bytes(payload, "big") ^ int.from_bytes((mask * (size // 4 + 1))[:size], "big")
            yield opcode, bool(head[0] & 64), whole.to_bytes(size, "big")


def answers(reader: Reader, *, is_kept: bool) -> Iterator[Frame]:
    """Messages as one frame each, and control frames, in order."""
    opcode, pieces, is_compressed = 0, b"", False
    inflater = zlib.decompressobj(wbits=-15)
    for each, compressed_bit, payload in reader.frames():
        if each >= CLOSE:
            yield each, payload
            continue
        if each != CONTINUATION:
            opcode, pieces, is_compressed = each, b"", compressed_bit
        pieces += payload
        if is_compressed:
            if not is_kept:
                inflater = zlib.decompressobj(wbits=-15)
            pieces = inflater.decompress(pieces + b"\0\0\xff\xff")
        yield opcode, pieces


def serve(server: socket.socket, cases: list[Case], found: list[list[Frame]]) -> None:
    for case in cases:
        connection, _address = server.accept()
        connection.settimeout(20)
        with connection:
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            reader = Reader(connection)
            connection.sendall(handshake(reader.request(), case.extensions))
            got: list[Frame] = []
            found.append(got)
            has_answered = threading.Event()
            # In a thread of its own: the client answers while it is sent to.
            sender = threading.Thread(target=send, args=(connection, case, has_answered))
            sender.start()
            with contextlib.suppress(ConnectionError):
                for each in answers(reader, is_kept=b"client_no_context" not in case.extensions):
                    got.append(each)
                    if len(got) == len(case.expected):
                        has_answered.set()
            has_answered.set()
            sender.join(20)


def send(connection: socket.socket, case: Case, has_answered: threading.Event) -> None:
    with contextlib.suppress(ConnectionError):
        step = case.chop or len(case.sent) or 1
        for at in range(0, len(case.sent), step):
            connection.sendall(case.sent[at : at + step])
        if case.expected:
            has_answered.wait(20)
        connection.sendall(case.last)


PROGRAM = """
for (let number = 0; number < %d; number++) {
  const ws = webSocket.createWebSocket();
  ws.on('message', (error, value) => { ws.send(value).catch(() => {}); });
  await new Promise((resolve) => {
    ws.on('close', resolve);
    ws.on('error', resolve);
    ws.connect('%s');
  });
}
report('done');
"""


@pytest.mark.parametrize("kind", KINDS)
def test_a_client_that_sends_back_what_it_gets(kind: str) -> None:
    cases = KINDS[kind]
    found: list[list[Frame]] = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = threading.Thread(target=serve, args=(server, list(cases.values()), found), daemon=True)
        thread.start()
        url = f"ws://127.0.0.1:{server.getsockname()[1]}/"
        outcome = run(PROGRAM % (len(cases), url), timeout=60.0, quiet=True)
        thread.join(20)
    assert outcome.reports == ["done"]
    wrong = {}
    for (name, case), got in zip(cases.items(), found, strict=True):
        messages = [each for each in got if each[0] != CLOSE]
        codes = [int.from_bytes(payload[:2], "big") if payload else None for each, payload in got if each == CLOSE]
        if messages != case.expected or codes != [case.code]:
            wrong[name] = ([(each, payload[:40]) for each, payload in messages], codes)
    assert wrong == {}
