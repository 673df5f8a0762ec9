"""Says at the end of a run what was covered, writes the reports, and judges whether that is enough."""

from __future__ import annotations

import os

from runtime.output.diagnostics import shown_path
from runtime.testing.coverage.reports import table, write
from runtime.testing.coverage.results import KINDS, merged, share_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Any

    from runtime.output.diagnostics import Diagnostics
    from runtime.output.streams import Output
    from runtime.testing.options import CoverageOptions


def tell(
    results: Iterable[Mapping[str, tuple[Any, list[int]]]], options: CoverageOptions, output: Output, stream: int,
    says: Diagnostics,
) -> bool:  # fmt: skip
    """Tell the coverage of all realms; whether it is as much as `options` asks for. Raises UsageError."""
    files = merged(results)
    if not files:
        say = says.error_line if options.least else says.information
        say("no code under test was loaded, so that there is no coverage: tests and packages are left out")
        return not options.least
    if "text" in options.reporters:
        is_styled = output.styled(stream)

        def style(number: str, text: str) -> str:
            return f"\x1b[{number}m{text}\x1b[0m" if is_styled else text

        output.write(stream, "\n" + table(files, shown_path, style))
    if any(name != "text" for name in options.reporters):
        write(files, options.folder, options.reporters, os.path.realpath(os.getcwd()))
        says.information(f"the coverage is in {shown_path(options.folder)}")
    is_enough = True
    for kind in KINDS:
        share = share_of(files, kind)
        if share.percent < options.least:
            is_enough = False
            missing = f"{share.covered} of {share.total}"
            says.error_line(f"--coverage-min: {share.percent:g} % of {kind} ({missing}), not {options.least:g} %")
    return is_enough
