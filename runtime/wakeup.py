"""What ends a wait for descriptors from outside: a pipe; on Windows, which waits for sockets alone, two sockets."""

from __future__ import annotations

import os
import sys

_PIECE = 4096

if sys.platform == "win32":
    import socket

    class Wakeup:
        """`receiver` becomes readable when `notify` is called; any thread and any signal handler may call that."""

        def __init__(self) -> None:
            self._receiving, self._sending = socket.socketpair()
            self._receiving.setblocking(False)
            self._sending.setblocking(False)
            self.receiver, self.sender = self._receiving.fileno(), self._sending.fileno()

        def notify(self) -> None:
            """End the wait. What is full of wake-ups already needs no more."""
            try:
                self._sending.send(b"\0")
            except BlockingIOError:
                return

        def drain(self) -> None:
            """Take what has come, so that the next wait is one."""
            try:
                while len(self._receiving.recv(_PIECE)) == _PIECE:
                    pass
            except BlockingIOError:
                return

        def close(self) -> None:
            """Release both ends."""
            self._receiving.close()
            self._sending.close()

else:

    class Wakeup:
        """`receiver` becomes readable when `notify` is called; any thread and any signal handler may call that."""

        def __init__(self) -> None:
            self.receiver, self.sender = os.pipe()
            os.set_blocking(self.receiver, False)
            os.set_blocking(self.sender, False)

        def notify(self) -> None:
            """End the wait. What is full of wake-ups already needs no more."""
            try:
                os.write(self.sender, b"\0")
            except BlockingIOError:
                return

        def drain(self) -> None:
            """Take what has come, so that the next wait is one."""
            try:
                while len(os.read(self.receiver, _PIECE)) == _PIECE:
                    pass
            except BlockingIOError:
                return

        def close(self) -> None:
            """Release both ends."""
            os.close(self.receiver)
            os.close(self.sender)
