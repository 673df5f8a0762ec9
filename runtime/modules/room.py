"""The contract between a run and what drives a program that exports a screen and does nothing by itself."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Protocol

    class Door(Protocol):
        """What a command hands to its runs; costs nothing until a program may be a screen."""

        def is_asked(self, text: str) -> bool:
            """Whether a program with this text may be a screen."""

        def open(self, session: Any, engine: Any) -> Room:
            """What drives the screens of one run."""

    class Room(Protocol):
        """Drives the screens of one run. `kind` is what the program is, '' where it is no screen."""

        kind: str

        @property
        def where(self) -> str:
            """What the program was doing, for the screen of an error: `in onInit of login.js`; '' when it is none."""

        def load(self, name: str) -> str | None:
            """The source of an internal module, by its name without the prefix; None for one that is not known."""

        def begin(self) -> None:
            """The entry module has been evaluated: open what it exports."""

        def settle(self) -> bool:
            """A task is over: build again where something has changed; returns whether that was so."""

        def is_quiet(self) -> bool:
            """Whether nothing is to be waited for before the next step."""

        def advance(self) -> bool:
            """Go on; returns False when everything is done."""

        def navigate(self, action: str, page: str, params: str) -> None:
            """The program asked for another page."""

        def parameters(self) -> str:
            """What the page that is open was opened with, as JSON; '' for nothing."""

        def leave(self) -> None:
            """Everything is done."""

        def close(self) -> None:
            """The run is over: let go of every value of the engine."""
