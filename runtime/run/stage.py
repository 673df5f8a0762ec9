"""What happens when a program has been evaluated: what it exports may be a screen, and is driven then."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from runtime.engine.quickjs import Engine
    from runtime.modules.contract import Host
    from runtime.modules.room import Door, Room

# How often in a row a screen is built again for what its building changed in microtasks.
_ROUNDS = 10


class Stage:
    """One run's place for screens; there is a room behind its door only once a program needs one."""

    def __init__(self, host: Host, engine: Engine, door: Door | None, has_timeouts: Callable[[], bool]) -> None:
        self._host = host
        self._has_timeouts = has_timeouts
        self._engine = engine
        self._door = door
        self.room: Room | None = None

    def load(self, name: str) -> str | None:
        """The source of an internal module that the text of a screen imports; None for one that is not known."""
        room = self._open()
        return room.load(name) if room is not None else None

    def drive(self, text: str, run_while: Callable[[Callable[[], bool]], None]) -> None:
        """Open the screen that a program with this text exports, and do what is to be done with it.

        `run_while(wanted)` runs what is pending, until the run ends.
        """
        if self.room is None and (self._door is None or not self._door.is_asked(text)):
            return
        loop, engine, room = self._host.loop, self._engine, self._open()
        run_while(lambda: engine.entry_pending)
        if room is None or engine.entry_pending or loop.stopped:
            return
        room.begin()
        while not loop.stopped:
            run_while(lambda: not room.is_quiet())
            if loop.stopped or not room.advance():
                break
        if room.kind and not loop.stopped:
            room.leave()
            run_while(lambda: loop.busy or self._has_timeouts())
            loop.stop()

    def settle(self, run_microtasks: Callable[[], None]) -> None:
        """A task is over: what has changed is built again, and may change something in a microtask."""
        if self.room is None:
            return
        for _ in range(_ROUNDS):
            if self._host.loop.stopped or not self.room.settle():
                return
            run_microtasks()

    @property
    def where(self) -> str:
        """What the program was doing, for the screen of an error, or ''."""
        return self.room.where if self.room is not None else ""

    @property
    def kind(self) -> str:
        """What the program is, '' where it is no screen."""
        return self.room.kind if self.room is not None else ""

    def navigate(self, action: str, page: str, params: str) -> None:
        """The program asked for another page (Host.navigate)."""
        room = self._open()
        if room is not None:
            room.navigate(action, page, params)
        else:
            self._host.tell("route", " ".join(filter(None, (action if action != "push" else "", page, params))))

    def page_parameters(self) -> str:
        """What the page was opened with (Host.page_parameters)."""
        room = self._open()
        return room.parameters() if room is not None else ""

    def close(self) -> None:
        """The run is over."""
        if self.room is not None:
            self.room.close()

    def _open(self) -> Room | None:
        if self.room is None and self._door is not None:
            self.room = self._door.open(self._host, self._engine)
        return self.room


class Staged:
    """The part of `Host` that is about pages (runtime/modules/contract.py)."""

    _stage: Stage

    def navigate(self, action: str, page: str, params: str) -> None:
        """The program asked for another page (Host.navigate)."""
        self._stage.navigate(action, page, params)

    def page_parameters(self) -> str:
        """What the page was opened with (Host.page_parameters)."""
        return self._stage.page_parameters()
