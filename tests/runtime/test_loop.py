"""The order of macrotasks, timers and sockets, what keeps the loop alive, and what ends it."""

from __future__ import annotations

import gc
import os
import socket
import threading
import time
from collections.abc import Callable, Iterator

import pytest

from runtime.loop import READ, WRITE, Loop, Timer
from runtime.poller import makers


@pytest.fixture(params=makers())
def loop(request: pytest.FixtureRequest) -> Iterator[Loop]:
    loop = Loop(makers()[request.param]())
    yield loop
    loop.close()


def appender(seen: list[str], name: str) -> Callable[[], None]:
    return lambda: seen.append(name)


def test_nothing_pending_ends_at_once(loop: Loop) -> None:
    loop.run()
    assert not loop.pending


def test_what_is_to_be_next_comes_before_what_is_queued(loop: Loop) -> None:
    seen: list[str] = []
    last = appender(seen, "c")
    loop.call_soon(last)
    assert loop.is_last(last)
    loop.call_next([appender(seen, "a"), appender(seen, "b")])
    loop.run()
    assert seen == ["a", "b", "c"]
    assert not loop.is_last(last)


def test_timers_run_by_time_and_those_of_one_time_in_creation_order(
    loop: Loop, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[str] = []
    clock = loop.now()
    monkeypatch.setattr(loop, "now", lambda: clock)
    for name, delay in (("c", 3), ("a1", 1), ("b", 2), ("a2", 1), ("a3", 1)):
        loop.call_later(delay, appender(seen, name))
    monkeypatch.undo()
    loop.run()
    assert seen == ["a1", "a2", "a3", "b", "c"]


def test_tasks_run_in_order_and_those_they_queue_run_later(loop: Loop) -> None:
    seen: list[str] = []

    def first() -> None:
        seen.append("first")
        loop.call_soon(appender(seen, "third"))

    loop.call_soon(first)
    loop.call_soon(appender(seen, "second"))
    loop.run()
    assert seen == ["first", "second", "third"]


def test_after_task_runs_after_each_task_and_each_timer(loop: Loop) -> None:
    seen: list[str] = []
    loop.after_task = appender(seen, "-")
    loop.call_soon(appender(seen, "task"))
    loop.call_soon(appender(seen, "task"))
    loop.call_later(0, appender(seen, "timer"))
    loop.call_later(0, appender(seen, "timer"))
    loop.run()
    assert seen == ["task", "-", "task", "-", "timer", "-", "timer", "-"]


def test_tasks_that_queue_tasks_do_not_starve_timers(loop: Loop) -> None:
    def again() -> None:
        loop.call_soon(again)

    loop.call_soon(again)
    loop.call_later(5, loop.stop)
    loop.run()
    assert loop.stopped


def test_timers_that_start_timers_do_not_starve_sockets(loop: Loop) -> None:
    near, far = socket.socketpair()
    with near, far:
        far.send(b"x")

        def again() -> None:
            loop.call_later(0, again)

        loop.call_later(0, again)
        loop.watch(near.fileno(), READ, lambda fd, events: loop.stop())
        loop.run()
        loop.unwatch(near.fileno())
    assert loop.stopped


def test_a_cancelled_timer_neither_runs_nor_keeps_the_loop_alive(loop: Loop) -> None:
    seen: list[str] = []
    timer = loop.call_later(60_000, appender(seen, "never"))
    assert loop.pending
    loop.cancel(timer)
    loop.cancel(timer)
    assert not loop.pending
    loop.run()
    assert seen == []


def test_a_timer_that_is_due_can_be_cancelled_by_the_one_before_it(loop: Loop) -> None:
    seen: list[str] = []
    timers: list[Timer] = []
    loop.call_later(0, lambda: loop.cancel(timers[0]))
    timers.append(loop.call_later(0, appender(seen, "never")))
    loop.call_later(0, appender(seen, "last"))
    loop.run()
    assert seen == ["last"]


def test_cancelling_a_timer_that_has_run_is_harmless(loop: Loop) -> None:
    timer = loop.call_later(0, lambda: None)
    loop.run()
    loop.cancel(timer)
    assert not loop.pending


def test_cancelling_thousands_of_timers_frees_them_and_keeps_the_others(loop: Loop) -> None:
    seen: list[str] = []
    timers = [loop.call_later(60_000 + i, lambda: None) for i in range(10_000)]
    loop.call_later(1, appender(seen, "kept"))
    for timer in timers:
        loop.cancel(timer)
    assert len(loop._timers) < 200
    loop.run()
    assert seen == ["kept"]


def test_timers_cancelled_from_within_a_timer_leave_the_rest_in_order(loop: Loop) -> None:
    seen: list[str] = []
    doomed = [loop.call_later(60_000, lambda: None) for _ in range(1000)]

    def cancel_all() -> None:
        for timer in doomed:
            loop.cancel(timer)

    loop.call_later(0, cancel_all)
    for number in range(5):
        loop.call_later(0, appender(seen, str(number)))
    loop.run()
    assert seen == ["0", "1", "2", "3", "4"]


def test_background_timers_do_not_keep_the_loop_alive_and_outlive_clear(loop: Loop) -> None:
    seen: list[str] = []
    loop.call_later(1, appender(seen, "background"), background=True)
    loop.call_later(60_000, appender(seen, "never"))
    loop.call_soon(appender(seen, "never"))
    loop.clear()
    assert not loop.pending
    loop.run()
    assert seen == []
    loop.call_later(20, appender(seen, "foreground"))
    loop.run()
    assert seen == ["background", "foreground"]


def test_a_hold_keeps_the_loop_alive_until_its_release(loop: Loop) -> None:
    loop.hold()
    loop.call_later(10, loop.release, background=True)
    started = time.monotonic()
    loop.run()
    assert time.monotonic() - started >= 0.009
    with pytest.raises(AssertionError):
        loop.release()


def test_stop_ends_after_the_current_task(loop: Loop) -> None:
    seen: list[str] = []

    def stop() -> None:
        loop.stop()
        seen.append("stopping")

    loop.call_soon(stop)
    loop.call_soon(appender(seen, "never"))
    loop.call_later(0, appender(seen, "never"))
    loop.run()
    assert seen == ["stopping"]
    loop.clear()
    assert not loop.stopped


def test_a_stop_before_the_run_is_not_lost(loop: Loop) -> None:
    loop.hold()
    loop.stop()
    loop.run()
    loop.release()


def test_other_threads_wake_the_loop(loop: Loop) -> None:
    loop.hold()
    threads: list[int] = []

    def done() -> None:
        threads.append(threading.get_ident())
        loop.release()

    waker = threading.Thread(target=lambda: loop.wake(done))
    waker.start()
    loop.run()
    waker.join()
    assert threads == [threading.get_ident()]


def test_more_wake_ups_than_a_socket_holds_are_all_run(loop: Loop) -> None:
    count = 30_000
    seen: list[int] = []

    def work() -> None:
        for _ in range(count):
            loop.wake(lambda: seen.append(1))
        loop.wake(loop.release)

    loop.hold()
    loop.wake(lambda: None)
    waker = threading.Thread(target=work)
    waker.start()
    loop.run()
    waker.join()
    assert len(seen) == count


def test_a_byte_for_the_wake_descriptor_ends_a_wait(loop: Loop) -> None:
    # This is how a signal gets through: see signal.set_wakeup_fd.
    waits: list[str] = []
    loop.before_wait = appender(waits, "wait")
    loop.hold()

    def stop_from_outside() -> None:
        loop.stop()
        os.write(loop.wake_fd(), b"\0")

    threading.Timer(0.01, stop_from_outside).start()
    loop.run()
    loop.release()
    assert waits


def test_a_socket_is_watched_for_what_was_asked_last(loop: Loop) -> None:
    near, far = socket.socketpair()
    seen: list[int] = []
    with near, far:

        def ready(fd: int, events: int) -> None:
            seen.append(events)
            loop.stop()

        loop.hold()
        loop.watch(near.fileno(), READ, ready)
        loop.watch(near.fileno(), WRITE, ready)
        loop.run()
        loop.unwatch(near.fileno())
        loop.unwatch(near.fileno())
        loop.release()
    assert seen == [WRITE]


def test_what_a_callback_changes_counts_for_what_was_found_ready_with_it(loop: Loop) -> None:
    first, other = socket.socketpair()
    second, another = socket.socketpair()
    told: list[int] = []
    with first, other, second, another:

        def tell(_fd: int, events: int) -> None:
            told.append(events)

        def change(_fd: int, _events: int) -> None:
            # Both were found ready by one look at the sockets; whichever is told first changes the other.
            loop.watch(first.fileno(), READ, tell)
            loop.watch(second.fileno(), READ, tell)

        loop.watch(first.fileno(), WRITE, change)
        loop.watch(second.fileno(), WRITE, change)
        loop.poll_now()
        assert told == []
        other.send(b"x")
        loop.poll_now()
        loop.unwatch(first.fileno())
        loop.unwatch(second.fileno())
    assert told == [READ]


def test_a_descriptor_that_was_used_again_is_not_told_what_happened_to_the_one_before(loop: Loop) -> None:
    pairs = [socket.socketpair() for _ in range(2)]
    told: list[str] = []
    fresh: list[socket.socket] = []

    def replace(_fd: int, _events: int) -> None:
        # The other one is closed, and its number is the next socket's.
        for near, _far in pairs:
            loop.unwatch(near.fileno())
            near.close()
        while len(fresh) < 4:
            fresh.extend(socket.socketpair())
        for one in fresh:
            loop.watch(one.fileno(), READ, lambda _fd, _events: told.append("of the one before"))

    for near, far in pairs:
        far.send(b"x")
        loop.watch(near.fileno(), READ, replace)
    loop.poll_now()
    for one in fresh:
        loop.unwatch(one.fileno())
    for one in [*fresh, *(far for _, far in pairs)]:
        one.close()
    assert told == []


def test_a_watch_alone_does_not_keep_the_loop_alive(loop: Loop) -> None:
    near, far = socket.socketpair()
    with near, far:
        loop.watch(near.fileno(), READ, lambda fd, events: None)
        loop.run()
        loop.unwatch(near.fileno())


def test_looking_at_the_sockets_now_runs_no_macrotask(loop: Loop) -> None:
    near, far = socket.socketpair()
    told: list[str] = []
    with near, far:

        def ready(fd: int, _events: int) -> None:
            told.append(os.read(fd, 10).decode())
            loop.call_soon(lambda: told.append("the task of the news"))

        def busy() -> None:
            loop.poll_now()
            far.send(b"news")
            loop.poll_now()
            loop.poll_now()
            told.append("the task that looked")

        loop.watch(near.fileno(), READ, ready)
        loop.call_soon(busy)
        loop.call_soon(lambda: told.append("the task behind it"))
        loop.run()
        loop.unwatch(near.fileno())
    assert told == ["news", "the task that looked", "the task behind it", "the task of the news"]


def test_waiting_costs_no_processor_time(loop: Loop) -> None:
    loop.call_later(300, lambda: None)
    started = time.process_time()
    loop.run()
    assert time.process_time() - started < 0.05


def test_a_timer_never_runs_early(loop: Loop) -> None:
    for delay in (0.3, 1, 4.5, 10):
        started = loop.now()
        loop.call_later(delay, lambda: None)
        loop.run()
        assert loop.now() - started >= delay


def test_a_wait_longer_than_the_system_can_wait(loop: Loop) -> None:
    loop.call_later(1e300, lambda: None, background=True)
    loop.hold()
    threading.Timer(0.01, lambda: loop.wake(loop.release)).start()
    loop.run()


def test_what_waiting_queues_is_not_waited_for(loop: Loop) -> None:
    seen: list[str] = []

    def before_wait() -> None:
        if not seen:
            loop.call_soon(appender(seen, "queued"))
            loop.call_soon(loop.stop)

    loop.before_wait = before_wait
    loop.hold()
    loop.run()
    loop.release()
    assert seen == ["queued"]


def test_closing_leaves_no_descriptor() -> None:
    before = len(os.listdir("/proc/self/fd"))
    for _ in range(20):
        Loop().close()
    assert len(os.listdir("/proc/self/fd")) == before


def test_garbage_is_collected_once_the_loop_runs() -> None:
    loop = Loop()
    gc.disable()
    try:
        loop.run()
        assert gc.isenabled()
        # What the start has made is not looked at.
        assert gc.get_freeze_count() > 0
    finally:
        gc.enable()
        gc.unfreeze()
        loop.close()
