"""The lines that a device prints (OHOS_REPORT_...), as 1.0.21 has them, for programs that read those."""

from __future__ import annotations

from runtime.output.safe import printable
from runtime.testing.reports.reporter import Reporter
from runtime.testing.results import ERROR, FAILED, NOT_RUN, PASSED, SKIPPED

TYPE_CHECKING = False
if TYPE_CHECKING:
    from runtime.testing.results import Case, Suite, Totals, UnitRun

_LONGEST_MESSAGE = 9000
_STATUS = "OHOS_REPORT_STATUS: "


class Device(Reporter):
    """The exact stream, one task over all files. Cases of xit are in no line of it, as on a device."""

    def __init__(self, output: object) -> None:
        super().__init__(output)  # type: ignore[arg-type]
        self._current = 0

    def _block(self, lines: list[str]) -> None:
        self.write("\n" + "\n".join(lines) + "\n")

    def suite(self, run: UnitRun, suite: Suite) -> None:
        """suiteStart."""
        if suite.names:
            depth = len(suite.names)
            count = sum(run.suites[case.suite].names[:depth] == suite.names for case in _counted(run))
            self._block([f"OHOS_REPORT_SUM: {count}", f"{_STATUS}class={printable(suite.dotted)}"])

    def case(self, run: UnitRun, case: Case) -> None:
        """specStart and specDone."""
        if case.reason is not None or case.status == NOT_RUN:
            return
        self._current += 1
        head = [
            f"{_STATUS}class={printable(run.suite_of(case).dotted)}",
            f"{_STATUS}current={self._current}",
            f"{_STATUS}id=JS",
            f"{_STATUS}numtests={len(_counted(run))}",
        ]
        self._block([*head, f"{_STATUS}stream=", f"{_STATUS}test={printable(case.name)}", "OHOS_REPORT_STATUS_CODE: 1"])
        lines = list(head)
        if case.status in (ERROR, FAILED):
            # A device cuts off the last character, which is a line end there.
            lines.append(f"{_STATUS}stack={case.stack.rstrip(chr(10))}")
            lines.append(f"{_STATUS}stream={_told(case)}")
        else:
            lines.append(f"{_STATUS}stream=")
        lines.append(f"{_STATUS}test={printable(case.name)}")
        lines.append(f"OHOS_REPORT_STATUS_CODE: {case.status}")
        if case.status == SKIPPED:
            lines.append(f"{_STATUS}skipReason={printable(case.message)}")
        lines.append(f"{_STATUS}consuming={case.seconds * 1000:.0f}")
        self._block(lines)

    def suite_done(self, run: UnitRun, suite: Suite) -> None:
        """suiteDone."""
        if suite.names:
            lines = [f"{_STATUS}class={printable(suite.dotted)}", f"{_STATUS}suiteconsuming={suite.seconds * 1000:.0f}"]
            if suite.error:
                lines.append(f"{_STATUS}{suite.error.partition(chr(10))[0]}")
            self._block(lines)

    def end(self, runs: list[UnitRun], totals: Totals, seconds: float) -> None:
        """taskDone."""
        # What is outside of every describe is not counted by a device.
        cases = [case for run in runs for case in _counted(run) if case.suite != 0]
        total = len(cases)
        failed, errors, passed, skipped = (
            sum(case.status == status for case in cases) for status in (FAILED, ERROR, PASSED, SKIPPED)
        )
        ignored = total - passed - failed - errors
        result = f"Tests run: {total}, Failure: {failed}, Error: {errors}, Pass: {passed}, Ignore: {ignored}"
        if skipped:
            result += f", SkipSpec: {skipped}"
        self._block([
            f"OHOS_REPORT_RESULT: stream={result}",
            f"OHOS_REPORT_CODE: {-1 if failed else 0}",
            f"{_STATUS}taskconsuming={seconds * 1000:.0f}",
        ])  # fmt: skip


def _counted(run: UnitRun) -> list[Case]:
    return [case for case in run.selected if case.reason is None]


def _told(case: Case) -> str:
    """`Error in NAME, MESSAGE`, behind what message() has put there."""
    text, prefix = case.message, ""
    if case.prefix:
        prefix = f"message: {case.prefix}, "
        text = text.removeprefix(prefix)
    return f"{prefix}Error in {case.name}, {text}"[:_LONGEST_MESSAGE]
