"""Lines by readline, while the loop goes on.

readline waits for keys by itself. It calls a hook of Python's while it does, and that hook runs the loop until a key
is pressed; only so can a response print above the line that is being typed.
"""

from __future__ import annotations

import ctypes
import os
import signal
import sys

from runtime.loop import READ
from runtime.output.streams import STDIN, STDOUT

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from types import FrameType
    from typing import Any

    from runtime.command.repl.prompt import PromptOutput
    from runtime.loop import Loop

assert sys.platform != "win32", "Windows has no readline"
# Raises ImportError where Python was built without it.
import readline  # noqa: E402

_LONGEST_HISTORY = 1000
# In s: until readline waits again by itself and can be interrupted.
_SOON = 0.001


class ReadlinePrompt:
    """Line editing, completion, and a history in the file `history`.

    `complete(line)` gives what can stand in place of the last word of `line`; `run(wanted)` runs the loop as long as
    `wanted()`.
    """

    def __init__(
        self,
        loop: Loop,
        output: PromptOutput,
        history: str,
        complete: Callable[[str], list[str]],
        run: Callable[[Callable[[], bool]], None],
    ) -> None:
        self._loop = loop
        self._output = output
        self._history = history
        self._complete = complete
        self._run = run
        self._key_pressed = False
        self._was_interrupted = False
        self._candidates: list[str] = []
        library: Any = ctypes.CDLL(getattr(readline, "__file__", None))
        self._on_new_line = getattr(library, "rl_on_new_line", None)
        self._redisplay = getattr(library, "rl_redisplay", None)
        readline.set_completer(self._candidate)
        readline.set_completer_delims(" \t\n\"'`(){}[]<>;,+-*/%&|^!~?:=@")
        readline.parse_and_bind("bind ^I rl_complete" if "libedit" in (readline.__doc__ or "") else "tab: complete")
        self._read_history()
        # Held here: readline keeps only the address.
        self._hook = ctypes.CFUNCTYPE(ctypes.c_int)(self._wait)
        self._hook_address = ctypes.c_void_p.in_dll(ctypes.pythonapi, "PyOS_InputHook")
        self._cast = ctypes.cast(self._hook, ctypes.c_void_p)
        signal.signal(signal.SIGALRM, self._interrupt_late)

    def read(self, text: str) -> str | None:
        """The next line; None at Ctrl-D. Raises KeyboardInterrupt."""
        self._output.status("")
        self._output.is_asking = True
        self._hook_address.value = self._cast.value
        self._loop.hold()
        try:
            return input(text)
        except EOFError:
            self._output.is_asking = False
            self._output.write(STDOUT, "\n")
            return None
        finally:
            self._loop.release()
            self._hook_address.value = None
            self._output.is_asking = self._output.is_over_prompt = False

    def interrupt(self, frame: FrameType | None) -> bool:
        """Ctrl-C was pressed (Prompt.interrupt)."""
        if not self._output.is_asking:
            return False
        while frame is not None and frame.f_code is not self._wait.__code__:
            frame = frame.f_back
        if frame is None:
            raise KeyboardInterrupt
        self._was_interrupted = True
        return True

    def redraw(self) -> None:
        """Show the line being typed again (Prompt.redraw)."""
        if self._output.is_asking and self._output.is_over_prompt:
            self._output.flush()
            self._output.is_over_prompt = False
            if self._on_new_line is not None and self._redisplay is not None:
                self._on_new_line()
                self._redisplay()

    def close(self) -> None:
        """Keep the history (Prompt.close)."""
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        readline.set_completer(None)
        try:
            os.makedirs(os.path.dirname(self._history), exist_ok=True)
            readline.set_history_length(_LONGEST_HISTORY)
            readline.write_history_file(self._history)
        except OSError:
            return  # A session without a home keeps none.

    def _read_history(self) -> None:
        try:
            readline.read_history_file(self._history)
        except OSError:
            return  # The first session.

    def _wait(self) -> int:
        """Run the loop until a key is pressed. Called by readline, again and again."""
        self._key_pressed = False
        self._loop.watch(STDIN, READ, self._on_key)
        try:
            self.redraw()
            self._run(self._is_idle)
        finally:
            self._loop.unwatch(STDIN)
            self.redraw()
        if self._was_interrupted:
            # readline takes no exception from its hook, only from a signal that interrupts it while it has none.
            self._was_interrupted = False
            self._hook_address.value = None
            signal.setitimer(signal.ITIMER_REAL, _SOON, _SOON)
        return 0

    def _is_idle(self) -> bool:
        return not self._key_pressed and not self._was_interrupted

    def _on_key(self, _fd: int, _events: int) -> None:
        self._key_pressed = True

    def _interrupt_late(self, _signal: int, frame: FrameType | None) -> None:
        signal.setitimer(signal.ITIMER_REAL, 0)
        self.interrupt(frame)

    def _candidate(self, _word: str, index: int) -> str | None:
        if index == 0:
            self._candidates = self._complete(readline.get_line_buffer()[: readline.get_endidx()])
        return self._candidates[index] if index < len(self._candidates) else None
