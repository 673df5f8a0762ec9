"""The names that a documentation fragment uses and does not declare."""

from __future__ import annotations

from runtime.run.placeholders import EXAMPLE_URL

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from runtime.engine.quickjs import Engine
    from runtime.output.diagnostics import Diagnostics
    from runtime.run.shared import Offered


class ImplicitNames:
    """Provides, to a program that does not declare them, the names that the documentation takes for granted.

    A name is a global like any other, whose value is made when it is first read; one note says so. A program that
    declares the name never meets it. Names that a device has, too, come the same way, without a note.
    """

    def __init__(self, engine: Engine, offered: Offered, diagnostics: Diagnostics) -> None:
        self._engine = engine
        self._diagnostics = diagnostics
        self._offered = offered
        self._holder: Any = engine.new_object()
        engine.core.set("implicit", self._holder)
        engine.set_op(engine.ops, "makeImplicit", self._make)

    def provide(self, *, strict: bool) -> None:
        """Define the names; the globals must be in place. `strict`: only those that a device has."""
        names = self._offered.globals if strict else [*self._offered.sources, EXAMPLE_URL]
        self._engine.core.get("provideImplicitNames")(names)

    def close(self) -> None:
        """Let go of the engine's values; the realm is about to be freed."""
        self._holder = None

    def _make(self, name: str, stack: str) -> Any:
        if name == EXAMPLE_URL:
            # Documentation leaves the quotation marks out now and then.
            self._diagnostics.implicit_name(name, f"'{name}'", stack)
            return name
        offered = self._offered
        if name in offered.members:
            return self._evaluated(name, offered.members[name], f"module.{name}")
        specifier, expression = offered.sources[name]
        made = f"import {name} from '{specifier}'"
        if expression != "module":
            called = [each for each, source in offered.sources.items() if source == (specifier, "module")]
            made = expression.replace("module", called[0] if called else name)
        if name not in offered.globals:
            self._diagnostics.implicit_name(name, made, stack)
        return self._evaluated(name, specifier, expression)

    def _evaluated(self, name: str, specifier: str, expression: str) -> Any:
        holder = self._engine.hand_over(self._holder)
        self._engine.evaluate_now(
            f"import module from '{specifier}'; const holder = {holder}; holder.{name} = {expression};",
            f"implicit/{name}",
        )
        return self._holder.get(name)
