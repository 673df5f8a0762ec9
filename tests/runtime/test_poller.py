"""The contract of every maker of a poller that exists here."""

from __future__ import annotations

import contextlib
import os
import socket
import struct
from collections.abc import Iterator

import pytest

from runtime.poller import READ, WRITE, make_poller, makers

TYPE_CHECKING = False
if TYPE_CHECKING:
    from runtime.poller import Poller


@pytest.fixture(params=makers())
def poller(request: pytest.FixtureRequest) -> Iterator[Poller]:
    """One of each."""
    poller = makers()[request.param]()
    yield poller
    poller.close()


@pytest.fixture
def pair() -> Iterator[tuple[socket.socket, socket.socket]]:
    """Two connected sockets."""
    server = socket.create_server(("127.0.0.1", 0))
    ours = socket.create_connection(server.getsockname())
    theirs, _address = server.accept()
    with server, ours, theirs:
        yield ours, theirs


Pair = tuple[socket.socket, socket.socket]


def test_what_is_writable_and_what_is_readable(poller: Poller, pair: Pair) -> None:
    ours, theirs = pair
    poller.watch(ours.fileno(), READ | WRITE, 0)
    assert poller.wait(0) == [(ours.fileno(), WRITE)]
    theirs.send(b"x")
    poller.watch(ours.fileno(), READ, READ | WRITE)
    assert poller.wait(5) == [(ours.fileno(), READ)]
    # It is told again as long as it holds.
    assert poller.wait(0) == [(ours.fileno(), READ)]
    poller.watch(ours.fileno(), READ | WRITE, READ)
    assert poller.wait(0) == [(ours.fileno(), READ | WRITE)]


def test_what_rests_is_not_told_of_until_it_is_watched_again(poller: Poller, pair: Pair) -> None:
    ours, theirs = pair
    poller.watch(ours.fileno(), READ, 0)
    poller.rest(ours.fileno(), READ)
    poller.watch(ours.fileno(), WRITE, 0)
    assert poller.wait(5) == [(ours.fileno(), WRITE)]
    poller.rest(ours.fileno(), WRITE)
    theirs.send(b"x")
    # It may be told of once, and not for ever.
    poller.wait(0)
    assert poller.wait(0) == []
    poller.watch(ours.fileno(), READ, 0)
    assert poller.wait(5) == [(ours.fileno(), READ)]


def test_what_rests_may_be_closed_and_its_number_be_anothers(poller: Poller, pair: Pair) -> None:
    ours, _theirs = pair
    poller.watch(ours.fileno(), READ, 0)
    poller.rest(ours.fileno(), READ)
    number = ours.fileno()
    ours.close()
    assert poller.wait(0) == []
    other, peer = socket.socketpair()
    with other, peer:
        if other.fileno() != number:
            os.dup2(other.fileno(), number)
        peer.send(b"x")
        poller.watch(number, READ, 0)
        assert poller.wait(5) == [(number, READ)]
        poller.unwatch(number, READ)
        assert poller.wait(0) == []
        if other.fileno() != number:
            os.close(number)


def test_nothing_is_told_of_what_is_not_watched_any_more(poller: Poller, pair: Pair) -> None:
    ours, theirs = pair
    poller.watch(ours.fileno(), READ, 0)
    theirs.send(b"x")
    poller.unwatch(ours.fileno(), READ)
    assert poller.wait(0) == []
    poller.watch(ours.fileno(), READ, 0)
    assert poller.wait(0) == [(ours.fileno(), READ)]


def test_a_descriptor_that_was_closed_can_be_forgotten(poller: Poller) -> None:
    made = socket.socket()
    fd = made.fileno()
    poller.watch(fd, READ, 0)
    made.close()
    poller.unwatch(fd, READ)
    assert poller.wait(0) == []


@pytest.mark.parametrize("events", [READ, WRITE, READ | WRITE])
def test_a_refused_connection_is_told_to_who_waits_for_either(events: int, poller: Poller) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        address = server.getsockname()
    with socket.socket() as made:
        made.setblocking(False)
        made.connect_ex(address)
        poller.watch(made.fileno(), events, 0)
        ((fd, happened),) = poller.wait(5)
        assert (fd, happened & events != 0) == (made.fileno(), True)


def test_a_reset_is_told_to_who_reads(poller: Poller, pair: Pair) -> None:
    ours, theirs = pair
    poller.watch(ours.fileno(), READ, 0)
    theirs.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    theirs.close()
    ((_fd, happened),) = poller.wait(5)
    assert happened & READ


def test_the_wait_ends(poller: Poller) -> None:
    assert poller.wait(0.001) == []


@pytest.mark.parametrize("name", makers())
def test_tests_can_ask_for_each(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("_OHOSRUN_POLLER", name)
    with contextlib.closing(make_poller()) as made:
        assert isinstance(made, type(makers()[name]()))
