"""Outcomes that are kept from run to run, as long as they would come out the same."""

from __future__ import annotations

import os
from typing import Generic, TypeVar

from runtime.watch.content import content_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from runtime.settings.table import Settings
    from runtime.watch.reads import Reads

T = TypeVar("T")


class Kept(Generic[T]):
    """How a part of a run ended, what it was run with and what it read."""

    __slots__ = ("reads", "run", "settings")

    def __init__(self, run: T, settings: Settings, reads: Reads) -> None:
        self.run = run
        self.settings = settings
        self.reads = reads

    def holds(self, settings: Settings, *, beside: str = "") -> bool:
        """Whether it would come out the same: with these settings, and when the files it read are as they were.

        `beside` is one of them that does not count.
        """
        return vars(settings) == vars(self.settings) and all(
            content_of(path) == self.reads.text(os.path.realpath(path)) for path in self.reads.paths() - {beside}
        )
