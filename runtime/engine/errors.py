"""What the engine says went wrong."""

from __future__ import annotations


class ScriptSyntaxError(Exception):
    """The engine refused a file. `stack` is the engine's, `    at file:line:column`."""

    def __init__(self, message: str, stack: str) -> None:
        super().__init__(message)
        self.message = message
        self.stack = stack


class StoppedError(Exception):
    """The program was stopped (Ctrl-C, a limit) while the engine was running it."""


class EngineError(Exception):
    """The engine failed outside of what a script can catch, for instance for lack of memory."""

    def __init__(self, message: str, stack: str) -> None:
        super().__init__(message)
        self.message = message
        self.stack = stack

    @property
    def out_of_memory(self) -> bool:
        """Whether the heap was full; so full, sometimes, that there was no room for an error object: null."""
        return self.message in ("InternalError: out of memory", "null")
