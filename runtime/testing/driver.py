"""Runs the cases of one realm, one after the other, and tells what happens: the host's side of the test framework.

Each step is one call into JavaScript. The driver goes by its own clock and by its own flags, never by an exception:
what the engine ends for being endless comes back as an ordinary rejection, or not at all.
"""

from __future__ import annotations

import time

from runtime.testing.plan import (
    AFTER_ALL,
    BARE,
    BEFORE_ALL,
    CASE_SITE,
    NAME,
    PARENT,
    SITE,
    SUITE,
    TIMEOUT,
    steps_of,
)
from runtime.testing.results import ERROR, FAILED, SKIPPED
from runtime.testing.selection import Selection
from runtime.testing.values import place_of, plain

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from typing import Any

    from runtime.loop import Timer
    from runtime.testing.options import TestOptions
    from runtime.testing.plan import Step
    from runtime.testing.selection import DeviceOptions
    from runtime.testing.session import TestSession


# What has to give way to a job of its own ends again after this, in s.
_PATIENCE = 0.25
# What a device waits between registration and the first case, in ms: as long may async suites register.
_START_DELAY = 10
LOADING = 20.0
"""How long the modules of tests may take to be evaluated without a pause, in s."""


class Driver:
    """The cases of one realm. `send(kind, *values)` is told of everything."""

    def __init__(
        self, session: TestSession, options: TestOptions, device: DeviceOptions, lines: tuple[int, ...], path: str,
        send: Callable[..., None],
    ) -> None:  # fmt: skip
        self._session = session
        self._options = options
        self._device = device
        self._selection = Selection(options, device, lines, path)
        self.send = send
        self.runner: Any = None
        self.planned = False
        self.finished = False
        self._suites: list[Any] = []
        self._cases: list[Any] = []
        self._names: list[tuple[str, ...]] = []
        self._steps: Iterator[Step] = iter(())
        self._step: Step | None = None
        self._started = 0.0
        self._deadline = 0.0
        self._limit = 0
        self._is_overdue = False
        self._timer: Timer | None = None
        self._result: tuple[int, Any] | None = None
        self._uncaught: list[dict[str, Any]] = []
        self._stalled = False
        self._attempts = 0
        self._failures = 0
        self._suite_errors: dict[int, dict[str, Any]] = {}
        self._suite_started: dict[int, float] = {}
        self._inherited: dict[int, dict[str, Any]] = {}
        self._starts_later = False

    # What the framework calls -----------------------------------------------------------------------------------

    def ops(self) -> Mapping[str, Callable[..., Any]]:
        """The ops of the test framework."""
        return {
            "attach": self._attach,
            "begin": self._begin,
            "end": self._end,
            "outside": self._outside,
            "print": self._print,
            "hasPrinted": self._has_printed,
            "clearPrinted": self._clear_printed,
            **self._session.server_ops(),
        }

    def _attach(self, runner: Any) -> bool:
        self.runner = runner
        self._session.connect(runner)
        self._session.ask("open")
        self._deadline = time.monotonic() + LOADING
        return True

    def _begin(self) -> None:
        if self._limit:
            self._deadline = time.monotonic() + self._limit / 1000
            self._session.started(*(self._step or ("", -1)), self._deadline)

    def _end(self, status: int, details: Any = None) -> None:
        self._result = (int(status), None if details is None else plain(details.to_python()))

    def _outside(self, details: Any) -> None:
        """An expectation failed while no case ran."""
        self._hook_error(self._session.described(FAILED, plain(details.to_python())))

    def _print(self, text: str) -> None:
        self._session.print(str(text))

    def _has_printed(self, word: str) -> bool:
        return word in self._session.printed()

    def _clear_printed(self) -> None:
        self._session.forget_printed()

    # The plan ---------------------------------------------------------------------------------------------------

    def loaded(self) -> None:
        """The modules of the tests are evaluated, and have registered what they register."""
        if self.runner is None or self.planned or self._starts_later:
            return
        if self._session.ask("hasAsyncSuites") is True:
            self._starts_later = True
            self._session.loop.call_later(_START_DELAY, self._plan)
        else:
            self._plan()

    def _plan(self) -> None:
        self.planned = True
        self._deadline = 0.0
        suites, cases = self._session.ask("plan").to_python()
        self._suites, self._cases = suites, cases
        for row in suites:
            parent = int(row[PARENT])
            self._names.append((*self._names[parent], row[NAME]) if parent > 0 or row[NAME] else ())
        if suites:
            self._names[0] = ()
        for row in cases:
            if row[BARE] is True and self._reason(row) is None:
                self._session.refuse(f"xdescribe {suites[int(row[SUITE])][NAME]} should not contain it")
                return
        chosen = self._selection.wanted(cases, lambda case: self._names[int(cases[case][SUITE])], self._place)
        order = steps_of(suites, cases, chosen, self._options.shuffle)
        suite_rows = [
            (row[NAME], int(row[PARENT]), self._names[index], *place_of(row[SITE])) for index, row in enumerate(suites)
        ]
        case_rows = [
            (row[NAME], int(row[SUITE]), *self._place(index), self._reason(row)) for index, row in enumerate(cases)
        ]
        self.send("plan", suite_rows, case_rows, [index for kind, index in order if kind == "case"])
        if self._device.stress > 1:
            self._session.ask("setStress", self._device.stress)
        self._steps = iter(()) if self._options.list or self._device.list else iter(order)
        self._next_step()

    def _place(self, case: int) -> tuple[str, int]:
        return place_of(self._cases[case][CASE_SITE])

    def _reason(self, row: Any) -> str | None:
        """Why a case of xit or xdescribe is not run; None for one that is."""
        return self._selection.skipped_because(row, self._names[int(row[SUITE])])

    # Steps ------------------------------------------------------------------------------------------------------

    def advance(self) -> None:
        """After every macrotask: go on as far as possible without waiting."""
        while self.planned and not self.finished and not self._session.has_ended:
            if self._step is not None:
                if self._result is None:
                    if not self._is_overdue:
                        self._arm()
                        return
                    self._is_overdue = False
                    self.expire()
                    self._session.checkpoint()
                    if self._result is None:
                        # What ran was not the function of a test but what waits for it.
                        self._result = (ERROR, {"message": self._timeout_text, "isTimeout": True})
                elif self._is_overdue:
                    self._is_overdue = False
                    self._result = self._timed_out(*self._result)
                if self._conclude():
                    continue
            self._next_step()

    def expire(self, stalled: bool = False) -> None:
        """The time of the function that runs is over, or would run out for nothing."""
        if self._step is not None:
            self._stalled = stalled
            self._deadline = 0.0
            self._session.ask("expire", self._timeout_text)

    @property
    def _timeout_text(self) -> str:
        return f"execute timeout {self._limit or self._options.timeout}ms"

    def is_overdue(self) -> bool:
        """Whether what runs has to give way; asked while it runs."""
        if self._deadline and time.monotonic() > self._deadline:
            self._deadline = time.monotonic() + _PATIENCE
            self._is_overdue = True
            return True
        return False

    def _timed_out(self, status: int, details: Any) -> tuple[int, Any]:
        """A result, where what the engine was made to end is told as what it is."""
        if status == ERROR and "interrupted" in details["message"]:
            return ERROR, {"message": self._timeout_text, "stack": details["stack"], "isTimeout": True}
        return status, details

    @property
    def is_waiting(self) -> bool:
        """Whether a step has begun and not ended."""
        return self._step is not None

    def _next_step(self) -> None:
        """Begin the next step that calls a function of a test."""
        self._step = None
        self._deadline = 0.0
        for kind, index in self._steps:
            if kind == "open":
                self._suite_started[index] = time.perf_counter()
                self.send("open", index)
            elif kind == "close":
                self._close_suite(index)
            elif kind == "case":
                if self._settled_without_running(index):
                    continue
                self._attempts = 0
                self._start(("case", index))
                return
            elif self._suites[index][BEFORE_ALL if kind == "beforeAll" else AFTER_ALL] and not self._inherited_error(
                int(self._suites[index][PARENT])
            ):
                self._start((kind, index))
                return
        self.finished = True
        self._session.ask("leave")
        self._session.tests_are_over()

    def _settled_without_running(self, case: int) -> bool:
        row = self._cases[case]
        reason = self._reason(row)
        error = self._inherited_error(int(row[SUITE]))
        if reason is not None:
            self.send("case", case, SKIPPED, 0.0, {"message": reason}, [], 0)
        elif error is not None:
            self.send("case", case, error["status"], 0.0, error, [], 1)
            self._count_failure()
        else:
            return False
        return True

    def _inherited_error(self, suite: int) -> dict[str, Any] | None:
        while suite >= 0:
            if suite in self._inherited:
                return self._inherited[suite]
            suite = int(self._suites[suite][PARENT])
        return None

    def _start(self, step: Step) -> None:
        kind, index = step
        self._step = step
        self._result = None
        self._uncaught = []
        self._stalled = False
        self._limit = self._time_limit(step)
        self._started = time.perf_counter()
        self._deadline = time.monotonic() + self._limit / 1000 if self._limit else 0.0
        self._session.started(kind, index, self._deadline)
        if kind == "case":
            self._session.enter(self.runner.get("runCase"), index)
        else:
            self._session.enter(self.runner.get("runHooks"), index, kind)
        self._session.checkpoint()

    def _time_limit(self, step: Step) -> int:
        if self._session.ask("isUntimed") is True:
            return 0
        kind, index = step
        own = self._cases[index][TIMEOUT] if kind == "case" else None
        return int(own or self._device.timeout or self._options.timeout)

    def _arm(self) -> None:
        """Have the deadline of the step watched, which has to wait for something."""
        if self._limit and self._timer is None:
            left = max(0.0, (self._deadline - time.monotonic()) * 1000)
            self._timer = self._session.loop.call_later(left, self._on_deadline, background=True)

    def _on_deadline(self) -> None:
        self._timer = None
        if self._step is None or self._result is not None:
            return
        if time.monotonic() < self._deadline:
            self._arm()  # The function that had it is over, and another has begun.
        else:
            self.expire()
            self._session.checkpoint()

    def close(self) -> None:
        """Let go of the engine's functions; the realm is about to be freed."""
        self.stop_timer()
        self.runner = None

    def stop_timer(self) -> None:
        """Wait for nothing any more."""
        if self._timer is not None:
            self._session.loop.cancel(self._timer)
            self._timer = None

    # Endings ----------------------------------------------------------------------------------------------------

    def uncaught(self, details: dict[str, Any], *, rejection: bool) -> None:
        """An error that nobody caught, while a case runs or between two."""
        if self._step is None:
            self._hook_error(self._session.described(ERROR, {"message": details["message"], "description": details}))
            return
        self._uncaught.append({**details, "rejection": rejection})
        if not rejection:
            self._session.ask("giveUp", details["message"])

    def _conclude(self) -> bool:
        """The step has ended; whether it has begun again."""
        assert self._step is not None and self._result is not None
        kind, index = self._step
        self.stop_timer()
        seconds = time.perf_counter() - self._started
        status, details = self._result
        status, details = self._with_uncaught(status, details)
        if self._stalled and details is not None and details.get("isTimeout"):
            details["isStalled"] = True
        described = self._session.described(status, details) if details is not None else None
        if kind == "case":
            self._attempts += 1
            is_failed = status in (ERROR, FAILED)
            if is_failed and self._attempts <= self._options.retry:
                self._session.take_output()
                self._start(self._step)
                return True
            self.send("case", index, status, seconds, described, self._session.take_output(), self._attempts)
            if is_failed:
                self._count_failure()
        elif status != 0 and described is not None:
            if kind == "beforeAll":
                self._inherited[index] = described
            self._hook_error(described, kind)
        self._step = None
        return False

    def _with_uncaught(self, status: int, details: Any) -> tuple[int, Any]:
        if not self._uncaught or status == FAILED:
            return status, details
        first = self._uncaught[0]
        self._session.note_uncaught(first)
        if status == ERROR and details is not None and details.get("description"):
            return status, details
        return ERROR, {"message": first["message"], "stack": first["stack"], "description": first, "isUncaught": True}

    def _hook_error(self, described: dict[str, Any], kind: str = "") -> None:
        suite = self._current_suite()
        known = self._suite_errors.get(suite)
        if known is None or known["message"] != described["message"]:
            self._suite_errors[suite] = {**described, "kind": kind or described.get("kind", "")}
            if kind != "beforeAll":
                self._count_failure()

    def _current_suite(self) -> int:
        if self._step is None:
            return next(reversed(self._suite_started), 0)
        kind, index = self._step
        return int(self._cases[index][SUITE]) if kind == "case" else index

    def _close_suite(self, index: int) -> None:
        started = self._suite_started.pop(index, time.perf_counter())
        error = self._suite_errors.pop(index, None)
        self.send("close", index, time.perf_counter() - started, error, self._session.take_output() if error else [])

    def _count_failure(self) -> None:
        self._failures += 1
        limit = 1 if self._device.break_on_error else self._options.bail
        if limit and self._failures >= limit:
            self._steps = iter([step for step in self._steps if step[0] == "close"])
