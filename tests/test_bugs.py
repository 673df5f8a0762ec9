"""A failure of ohosrun itself: it says so, and shows the traceback only to who asks."""

from __future__ import annotations

import pytest

from runtime.command.main import report_bug


@pytest.mark.parametrize("debug", [False, True])
def test_a_bug_is_called_one(debug: bool, capfd: pytest.CaptureFixture[str]) -> None:
    try:
        raise RuntimeError("something we did not think of")
    except RuntimeError as error:
        code = report_bug(error, debug=debug)
    out, err = capfd.readouterr()
    assert (code, out) == (1, "")
    assert err.startswith("error: this is a bug in ohosrun: RuntimeError: something we did not think of\n")
    assert ("Traceback" in err) is debug
    assert ("hint: run again with --debug" in err) is not debug
