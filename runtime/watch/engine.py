"""The process with the engine, on its own side: it prepares runs and runs them as runtime/watch/process.py says."""

from __future__ import annotations

import _thread
import os
import select
import signal
import sys
import threading
from collections import deque
from contextlib import suppress
from functools import partial

from runtime.loop import Loop
from runtime.output import diagnostics
from runtime.output.diagnostics import Diagnostics
from runtime.output.streams import Output
from runtime.run.channel import Channel
from runtime.run.shared import Shared, close_all

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any

    from runtime.modules.contract import Registry
    from runtime.output.kept import KeptOutput
    from runtime.watch.run import Run, Target

# In s, a tenth of the usual: how long a script that never waits may keep the other thread from hearing of a save.
_SWITCH_INTERVAL = 0.0005
# How often what a run has read is told while it goes on, beside that of its imports; in s.
_NEWS_INTERVAL = 0.1


def serve(target: Target, environ: Mapping[str, str], registry: Registry, descriptor: int, kept: KeptOutput) -> None:
    """Run `target` as `descriptor` says, until that is at its end. `kept` has what was printed and not written."""
    sys.setswitchinterval(_SWITCH_INTERVAL)
    engine = _Engine(target, environ, registry, Channel(descriptor, descriptor), kept)
    try:
        engine.serve()
    except BrokenPipeError:
        return  # Whoever watches is gone.
    except Exception as error:  # noqa: BLE001 - a bug of ours: said by the process that has it
        Diagnostics(Output(environ)).bug(error, debug=engine.debug)


class _Engine:
    def __init__(
        self, target: Target, environ: Mapping[str, str], registry: Registry, channel: Channel, kept: KeptOutput
    ) -> None:
        self._target = target
        self._environ = environ
        self._channel = channel
        self._kept = kept
        self._loop = Loop()
        self._server = _ServerElsewhere(self._send)
        self._shared = Shared(registry, {"example_server": lambda: self._server})
        self._tasks: deque[Callable[[], None]] = deque()
        self._is_over = False
        self.debug = False
        # What the other thread asks about; the lock also keeps messages apart.
        self._lock = threading.RLock()
        self._run: Run | None = None
        self._is_running = False

    def serve(self) -> None:
        """Until it is told to close."""
        threading.Thread(target=self._listen, name="commands", daemon=True).start()
        while not self._is_over:
            self._loop.clear()
            if self._tasks:
                self._tasks.popleft()()
                continue
            # Connections that are kept are looked after meanwhile.
            self._loop.hold()
            self._loop.run()
            self._loop.release()
        close_all([self._shared.close, self._loop.close])

    def _send(self, *message: object) -> None:
        with self._lock:
            self._channel.send(*message)

    # The thread that hears --------------------------------------------------------------------------------------

    def _listen(self) -> None:
        while True:
            if self._is_running and not select.select([self._channel], [], [], _NEWS_INTERVAL)[0]:
                self._tell_news()
                continue
            messages, is_ended = self._channel.receive()
            for message in messages:
                self._hear(*message)
            if is_ended:
                os._exit(diagnostics.EXIT_ERROR)  # Whoever watches is gone.

    def _hear(self, kind: str, *values: Any) -> None:
        if kind in ("stop", "interrupt"):
            with self._lock:
                self._stop(is_interrupt=kind == "interrupt")
        elif kind == "served":
            self._server.found(*values)
        else:
            # Before this thread looks at it again.
            self._is_running = kind == "run"
            task: Callable[[], None] = partial(self._prepare, *values)
            self._tasks.append({"run": self._execute, "close": self._end}.get(kind, task))
            self._loop.wake(self._loop.stop)

    def _stop(self, *, is_interrupt: bool) -> None:
        if self._run is None:
            return
        if is_interrupt and callable(signal.getsignal(signal.SIGINT)):
            # As if the signal had come here, which it may have: nothing but the handler is called.
            _thread.interrupt_main()
        else:
            self._run.abandon()

    def _tell_news(self) -> None:
        with self._lock:
            if self._run is not None:
                texts, asked = self._run.reads.news()
                if texts or asked:
                    with suppress(BrokenPipeError):  # Whoever watches is gone.
                        self._channel.send("read", texts, asked)

    # The thread that runs ---------------------------------------------------------------------------------------

    def _end(self) -> None:
        self._is_over = True

    def _prepare(self, afresh: bool, pressed: list[tuple[str, str]], folder: str) -> None:
        os.chdir(folder)
        for key, answer in pressed:
            self._target.press(key, answer)
        run = self._target.prepare(afresh=afresh)
        run.reads.on_growth = self._tell_news
        run.on_pending = partial(self._send, "pending")
        run.limit = partial(self._send, "limit")
        with self._lock:
            self._run = run
        self._tell_news()
        settings = run.settings
        self.debug = settings is not None and settings.debug
        self._send("prepared", None if settings is None else vars(settings), self._target.paths)

    def _execute(self) -> None:
        run = self._run
        assert run is not None
        output = Output(self._environ, no_color=run.settings is not None and run.settings.no_color)
        output.keep_in(self._kept)
        result = run.execute(output, self._loop, self._shared)
        output.flush()
        self._is_running = False
        self._tell_news()
        with self._lock:
            self._run = None
        self._send("result", result.code, result.requests, result.failure, result.interrupted, result.unwritten)


class _ServerElsewhere:
    """The example server, which the other process has and starts when its url is wanted."""

    def __init__(self, send: Callable[[str], None]) -> None:
        self._send = send
        self._url = ""
        self._is_found = threading.Event()
        self.is_announced = False

    @property
    def url(self) -> str:
        """Where it is."""
        if not self._url:
            self._send("example server")
            self._is_found.wait()
        return self._url

    def found(self, url: str, is_announced: bool) -> None:
        """The other process's answer."""
        self._url, self.is_announced = url, is_announced
        self._is_found.set()

    def close(self) -> None:
        """It goes on."""
