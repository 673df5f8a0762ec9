"""What a run writes is kept in its order, and an endless amount of it in bounded space."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from runtime.output.capture import CapturedOutput
from runtime.output.streams import STDERR, STDOUT

_LIMIT = 512 * 1024


def test_the_order_of_both_streams_is_kept() -> None:
    output = CapturedOutput(styled=False)
    for stream, text in ((STDOUT, "a"), (STDOUT, "b\n"), (STDERR, "c\n"), (STDOUT, "d")):
        output.write(stream, text)
    assert output.pieces() == [(STDOUT, "ab\n"), (STDERR, "c\n"), (STDOUT, "d")]


def test_nothing_reaches_the_streams_of_the_process(capfd: pytest.CaptureFixture[str]) -> None:
    output = CapturedOutput(styled=True)
    output.write(STDOUT, "x" * 200_000)
    output.write(STDERR, "y")
    output.flush()
    assert capfd.readouterr() == ("", "")
    assert not output.closed


def test_colour_is_what_the_report_wants_and_there_is_no_terminal() -> None:
    for styled in (True, False):
        output = CapturedOutput(styled=styled)
        assert output.styled(STDOUT) is styled
        assert output.styled(STDERR) is styled
        assert not output.terminal(STDOUT)


def test_a_lone_surrogate_becomes_the_replacement_character() -> None:
    output = CapturedOutput(styled=False)
    output.write(STDOUT, "a\ud800b")
    assert output.pieces() == [(STDOUT, "a\ufffdb")]


def test_what_is_too_much_is_left_out_of_the_middle() -> None:
    output = CapturedOutput(styled=False)
    for number in range(300_000):
        output.write(STDOUT, f"{number:09}\n")
    output.write(STDERR, "last\n")
    pieces = output.pieces()
    text = "".join(piece for _stream, piece in pieces)
    assert text.startswith("000000000\n000000001\n")
    assert text.endswith("000299999\nlast\n")
    left_out = 300_000 * 10 + len("last\n") - 2 * _LIMIT
    assert f"\n[{left_out} bytes of output are left out here]\n" in text
    assert len(text) < 2 * _LIMIT + 100


def test_a_character_that_is_cut_in_two_is_dropped() -> None:
    output = CapturedOutput(styled=False)
    output.write(STDOUT, "a" + "é" * _LIMIT + "b" + "é" * _LIMIT)
    text = "".join(piece for _stream, piece in output.pieces())
    assert set(text.partition("\n[")[0]) == {"a", "é"}
    assert set(text.rpartition("]\n")[2]) == {"é"}


@settings(max_examples=30)
@given(st.lists(st.tuples(st.sampled_from([STDOUT, STDERR]), st.integers(1, _LIMIT)), max_size=12))
def test_at_most_twice_the_limit_is_kept(writes: list[tuple[int, int]]) -> None:
    output = CapturedOutput(styled=False)
    for stream, size in writes:
        output.write(stream, "x" * size)
    total = sum(size for _stream, size in writes)
    kept = sum(piece.count("x") for _stream, piece in output.pieces())
    assert kept == min(total, 2 * _LIMIT)
