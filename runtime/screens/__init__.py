"""Screens: FA pages, structs and abilities, run without a device.

`Door` is what a command hands to its runs. Everything else here is imported by the first run that meets a screen.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from runtime.engine.quickjs import Engine
    from runtime.run.session import Session
    from runtime.screens.room import Room


class Step:
    """One thing to do on a screen: `kind` is tap, type, fire, call, back, hide, show or close; `text` its value."""

    __slots__ = ("kind", "text")

    def __init__(self, kind: str, text: str = "") -> None:
        self.kind = kind
        self.text = text

    @property
    def shown(self) -> str:
        """As it is written on the command line."""
        return f"--{self.kind} {self.text}".rstrip()


class Door:
    """What is to happen on the screens that runs come upon.

    `steps` are done one after the other. `params` is JSON or '', `storage` maps names to JSON, `follow` opens the
    pages that a program goes to, `tree` prints the nodes after every step, `ability` is the file of one to start
    first, or ''. A step after which the page is not quiet within `limit` seconds fails.
    """

    __slots__ = ("ability", "follow", "limit", "params", "steps", "storage", "tree")

    def __init__(self) -> None:
        self.steps: list[Step] = []
        self.params = ""
        self.storage: dict[str, str] = {}
        self.follow = False
        self.tree = False
        self.ability = ""
        self.limit = 30.0

    def is_asked(self, text: str) -> bool:
        """Whether a program with this text may be a screen, or is to be treated as one."""
        return bool(self.steps or self.tree or self.ability) or "export default" in text

    def open(self, session: Session, engine: Engine) -> Room:
        """What drives the screens of one run."""
        from runtime.screens.room import Room

        return Room(self, session, engine)
