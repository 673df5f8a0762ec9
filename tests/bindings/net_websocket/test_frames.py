"""The short way of small messages beside wsproto alone: the same news, however what is sent is cut into pieces."""

from __future__ import annotations

import random
import struct
from typing import Any

from wsproto import ConnectionType, WSConnection
from wsproto.events import (
    AcceptConnection,
    BytesMessage,
    CloseConnection,
    Event,
    Message,
    Ping,
    Pong,
    Request,
    TextMessage,
)
from wsproto.utilities import RemoteProtocolError

from bindings.net_websocket.frames import Frames
from tests.bindings.net_websocket.test_websocket import frame, handshake


def parts(state: random.Random) -> bytes:
    """Some frames, most of them small and well-formed."""
    made = []
    for _ in range(state.randrange(1, 7)):
        size = state.choice([0, 1, 5, 30, 124, 125, 126, 127, 300])
        text = "a\u00fc\u5927\U0001f600"[: state.randrange(1, 5)].encode() * size
        kinds = [
            frame(2, state.randbytes(size)),
            frame(1, text[:60000]),
            frame(1, b"one ", final=False) + frame(9, b"p") + frame(0, "zw\u00f6lf".encode()),
            frame(9, b"ping"),
            frame(10, b""),
            frame(1, text[:60000]) + frame(2, b""),
        ]
        made.append(state.choice(kinds))
    bad = [b"", b"", frame(8, struct.pack("!H", 1001) + b"bye") + frame(1, b"late"), frame(1, b"\xff"), frame(3, b"x"),
           frame(0, b"x"), b"\xc1\x01x", b"\x81\x81\0\0\0\0x", frame(8, b"x")]  # fmt: skip
    return b"".join([*made, state.choice(bad), *([frame(1, b"end")] if state.random() < 0.3 else [])])


def request(host: Any) -> bytes:
    made: bytes = host.send(Request(host="h", target="/"))
    return made


class Log:
    """Messages whole, and what else came, in order."""

    def __init__(self) -> None:
        self.news: list[object] = []
        self._pieces: list[Any] = []

    def take(self, event: Event | str | bytes) -> None:
        if isinstance(event, str | bytes):
            self.news.append(event)
        elif isinstance(event, Message):
            self._pieces.append(event.data if isinstance(event, TextMessage) else bytes(event.data))
            if event.message_finished:
                empty: Any = "" if isinstance(event, TextMessage) else b""
                self.news.append(empty.join(self._pieces))
                self._pieces = []
        elif isinstance(event, Ping | Pong):
            self.news.append((type(event).__name__, bytes(event.payload)))
        elif isinstance(event, CloseConnection):
            self.news.append((int(event.code), event.reason))


def cut(state: random.Random, data: bytes) -> list[bytes]:
    most = state.choice([1, 3, 50, len(data)])
    pieces = []
    while data:
        size = state.randrange(1, most + 1)
        pieces.append(data[:size])
        data = data[size:]
    return pieces


def test_the_news_are_those_of_wsproto() -> None:
    state = random.Random(3)
    kinds = set()
    for _ in range(200):
        sent = parts(state)
        alone = WSConnection(ConnectionType.CLIENT)
        expected, found = Log(), Log()
        alone.receive_data(handshake(request(alone)))
        assert [type(event) for event in alone.events()] == [AcceptConnection]
        try:
            alone.receive_data(sent)
            for event in alone.events():
                expected.take(event)
                if isinstance(event, CloseConnection):
                    break
        except RemoteProtocolError as error:
            expected.news.append(f"{error}")
        frames = Frames()
        answer = handshake(request(frames))
        try:
            for piece in cut(state, answer + sent):
                for news in frames.receive(piece):
                    found.take(news)
        except RemoteProtocolError as error:
            found.news.append(f"{error}")
        assert found.news == expected.news, sent
        kinds |= {type(each) for each in found.news}
    assert kinds == {str, bytes, tuple}


def test_what_is_sent_is_what_wsproto_reads() -> None:
    frames = Frames()
    server = WSConnection(ConnectionType.SERVER)
    server.receive_data(request(frames))
    assert len(list(server.events())) == 1
    answer = server.send(AcceptConnection())
    assert [type(event) for event in frames.receive(answer)] == [AcceptConnection]
    for size in (0, 1, 2, 3, 4, 5, 124, 125, 126, 127, 70000):
        for message in ("\u00fc" + "x" * size, "x" * size, b"\xff" * size):
            server.receive_data(frames.message(message))
            log = Log()
            for event in server.events():
                assert isinstance(event, TextMessage | BytesMessage)
                log.take(event)
            assert log.news == [message]
