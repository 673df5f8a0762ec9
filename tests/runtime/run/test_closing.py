"""A run closes all of its parts, whatever one of them does, and says what failed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import pytest

from bindings.registry import REGISTRY
from runtime.loop import Loop
from runtime.modules.contract import Registry
from runtime.output.capture import CapturedOutput
from runtime.run.program import Program
from runtime.run.session import Session
from runtime.run.shared import Shared, close_all
from runtime.settings.table import Settings
from tests.runtime.run.running_program import run_program

if TYPE_CHECKING:
    from runtime.modules.contract import Binding, Host, NativeModule


# What is below a module is opened when its first op is called.
OPEN = "import http from '@ohos.net.http'; http.createHttp().request(1, () => {})"


class Broken:
    """A binding that fails to close."""

    def __init__(self, inner: Binding) -> None:
        self._inner = inner

    def ops(self) -> Mapping[str, Callable[..., Any]]:
        return self._inner.ops()

    def close(self) -> None:
        self._inner.close()
        raise ValueError("this binding does not close")


class BrokenRegistry(Registry):
    """That of ohosrun, with bindings that fail to close."""

    def __init__(self) -> None:
        super().__init__(REGISTRY.folder, REGISTRY.package, REGISTRY.modules, REGISTRY.sdk)

    def open(self, module: NativeModule, host: Host) -> Binding:
        return Broken(super().open(module, host))


def test_a_binding_that_does_not_close_leaves_nothing_of_the_run() -> None:
    loop, shared, output = Loop(), Shared(BrokenRegistry()), CapturedOutput(styled=False)
    text = f"{OPEN}; setTimeout(() => console.log('of the run before'), 5); throw 1"
    session = Session(Program("/program/main.js", text), Settings(), output, loop, shared)
    assert session.run() == 1
    assert not loop.pending
    screen = "".join(text for _, text in output.pieces())
    assert "this is a bug in ohosrun: ValueError: this binding does not close" in screen
    again = run_program("setTimeout(() => console.log('of this run'), 10)", loop=loop, shared=shared)
    assert (again.code, again.stdout) == (0, "of this run\n")
    shared.close()
    loop.close()


def test_a_run_that_does_not_close_has_failed() -> None:
    outcome = run_program(OPEN, shared=Shared(BrokenRegistry()))
    assert outcome.code == 1


def test_the_engine_is_closed_whatever_failed_before() -> None:
    loop, shared, output = Loop(), Shared(BrokenRegistry()), CapturedOutput(styled=False)
    session = Session(Program("/main.js", OPEN), Settings(), output, loop, shared)
    session.run()
    assert session._engine.core is None
    shared.close()
    loop.close()


def test_every_part_is_closed_and_the_first_failure_is_told() -> None:
    closed: list[str] = []

    def part(name: str, fails: bool) -> Callable[[], None]:
        def close() -> None:
            closed.append(name)
            if fails:
                raise ValueError(name)

        return close

    with pytest.raises(ValueError, match=r"^b$"):
        close_all([part("a", False), part("b", True), part("c", True), part("d", False)])
    assert closed == ["a", "b", "c", "d"]
