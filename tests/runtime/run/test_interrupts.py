"""What stands for a Ctrl-C."""

from __future__ import annotations

import signal

from runtime.run.interrupts import as_interrupt


def test_another_signal_does_what_a_ctrl_c_would_do_at_that_moment() -> None:
    seen: list[int] = []
    previous = signal.getsignal(signal.SIGINT)
    before = signal.signal(signal.SIGUSR1, as_interrupt)
    try:
        signal.signal(signal.SIGINT, lambda number, _frame: seen.append(number))
        signal.raise_signal(signal.SIGUSR1)
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.raise_signal(signal.SIGUSR1)
    finally:
        signal.signal(signal.SIGINT, previous)
        signal.signal(signal.SIGUSR1, before)
    assert seen == [signal.SIGINT]
