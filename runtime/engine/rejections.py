"""Which promises were rejected and never handled.

The Python package of the engine has no hook for this, the engine has one: `JS_SetHostPromiseRejectionTracker`, an
exported symbol of the extension module. This file, and no other, calls it, through ctypes, and forwards each event to
a JavaScript function that remembers the promises (globals/rejections.js).

When the body of a module throws, the engine rejects a promise of its own that no script can reach, besides the one
that import() hands out. Nothing tells it from the promise of an async function but the number of its references: see
`forget_unreachable`.

The memory layout relied on here belongs to one exact release of the package, so `RejectionTracker.install` proves
itself once per run with a promise whose outcome is known, and reports False where the symbol is missing or the proof
fails. The run then goes on with the entry module's own promise watched, and nothing else.
"""

from __future__ import annotations

import ctypes
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from quickjs import Context, Runtime, Value


class _JSValue(ctypes.Structure):
    """A JSValue where the engine does not box values into NaNs: every 64-bit build."""

    _fields_ = (("u", ctypes.c_uint64), ("tag", ctypes.c_int64))


_TAG_OBJECT = -1
_TAG_BOOL = 1
_TAG_UNDEFINED = 3
_OBJECT_HEAD = object.__basicsize__

# void tracker(JSContext *, JSValueConst promise, JSValueConst reason, JS_BOOL is_handled, void *opaque)
# Each JSValue as its two words, which the calling conventions of the 64-bit systems that export the symbol pass in the
# same registers: making structures of them would take most of the time of a rejection.
_Tracker = ctypes.PYFUNCTYPE(
    None,
    ctypes.c_uint64,
    ctypes.c_uint64,
    ctypes.c_int64,
    ctypes.c_uint64,
    ctypes.c_int64,
    ctypes.c_int,
    ctypes.c_void_p,
)


# A promise is referred to by its two resolving functions while it is rejected; the caller of an async function that
# has not returned yet, like whoever keeps the promise, is a third.
_REFERENCES_OF_A_CALL = 3

# The JavaScript side remembers it and nobody else.
_REFERENCES_OF_A_RECORD = 1


class RejectionTracker:
    """Forwards rejections of one runtime to a JavaScript function `(promise, reason, isHandled, isSuspect)`.

    `pending` counts rejections seen minus rejections handled since `reset`: zero means there is nothing to ask the
    JavaScript side about. `modules_may_fail` while the bodies of modules may run.
    """

    def __init__(self) -> None:
        self.pending = 0
        self.modules_may_fail = False
        self._stopped = False
        self._suspects: list[int] = []
        self._forget: Callable[[int], None] = _nothing
        self._native: object = None

    def stop(self) -> None:
        """Forward nothing any more.

        An interrupt that ended the JavaScript function, of all the code that runs, would not end the program.
        """
        self._stopped = True

    def reset(self) -> None:
        """Start counting anew; the JavaScript side was asked."""
        self.pending = 0

    def forget_unreachable(self) -> None:
        """Forget what the engine rejected for itself in the microtask that has just ended.

        Such a promise was rejected by a call still on its way, with no code of a script running, and nobody has it now.
        """
        suspects = self._suspects
        if suspects:
            for address in suspects:
                if _reference_count(address) == _REFERENCES_OF_A_RECORD:
                    self.pending -= 1
                    self._forget(address)
            suspects.clear()

    def install(self, runtime: Runtime, context: Context, track: Value, forget: Value) -> bool:
        """Whether rejections are reported to `track`, and taken back by `forget`, from now on. Once per runtime."""
        functions = _functions()
        if functions is None:
            return False
        set_tracker, call = functions
        # Both are the field that follows the object head of the extension's structs.
        runtime_pointer = ctypes.c_void_p.from_address(id(runtime) + _OBJECT_HEAD).value
        context_pointer = ctypes.c_void_p.from_address(id(context) + _OBJECT_HEAD).value
        forget_function = _JSValue.from_address(id(forget) + _OBJECT_HEAD)
        undefined = _JSValue(0, _TAG_UNDEFINED)

        def forget_promise(address: int) -> None:
            call(context_pointer, forget_function, undefined, 1, _JSValue(address, _TAG_OBJECT))

        native = _Tracker(self._forward(call, context_pointer, _JSValue.from_address(id(track) + _OBJECT_HEAD)))
        set_tracker(runtime_pointer, native, None)
        self._forget = forget_promise
        # Both are read by address on every call and must live as long as the runtime can call them.
        self._native = (native, track, forget)
        return self._proves_itself(context)

    def _forward(self, call: Any, context: int | None, track: _JSValue) -> Callable[..., None]:
        """What the engine calls: hands the promise and its reason to `track`. One closure, as it is called often."""
        undefined = _JSValue(0, _TAG_UNDEFINED)
        suspects = self._suspects
        # Of every call: what is called runs no code of a script, and so rejects nothing meanwhile.
        arguments = (_JSValue * 4)()
        promise, reason, is_handled, is_suspect = arguments
        is_handled.tag = is_suspect.tag = _TAG_BOOL

        def forward(
            _context: int, address: int, tag: int, reason_u: int, reason_tag: int, handled: int, _opaque: int
        ) -> None:
            if self._stopped:
                return
            suspect = 0
            if handled:
                self.pending -= 1
                if address in suspects:
                    suspects.remove(address)
            else:
                self.pending += 1
                if self.modules_may_fail and _reference_count(address) >= _REFERENCES_OF_A_CALL:
                    suspect = 1
            promise.u = address
            promise.tag = tag
            reason.u = reason_u
            reason.tag = reason_tag
            is_handled.u = handled
            is_suspect.u = suspect
            result = call(context, track, undefined, 4, arguments)
            if suspect and result.tag == _TAG_BOOL and result.u & 1:
                suspects.append(address)

        return forward

    def _proves_itself(self, context: Context) -> bool:
        before = self.pending
        promise = context.eval("Promise.reject()", filename="ohosrun:rejections")
        seen = self.pending
        # By `promise` and by the JavaScript side.
        counted = _reference_count(_JSValue.from_address(id(promise) + _OBJECT_HEAD).u) == 2
        promise.get("catch")(lambda _reason: None, this=promise)
        while context.execute_pending_job():
            pass
        return counted and seen == before + 1 and self.pending == before

    def close(self) -> None:
        """Let go of the JavaScript functions; the runtime is about to be freed."""
        self._native = None
        self._forget = _nothing


def _functions() -> tuple[Any, Any] | None:
    """The two functions of the engine that are called here; None where it does not offer them."""
    if sys.maxsize <= 2**32:
        return None  # 32-bit builds box values into NaNs: another layout.
    # PyDLL, not CDLL: what is called may call back into Python, so the GIL stays held.
    library = ctypes.PyDLL(sys.modules["quickjs._quickjs"].__file__)
    try:
        set_tracker = library.JS_SetHostPromiseRejectionTracker
        call = library.JS_Call
    except AttributeError:
        return None  # The Windows wheel exports nothing.
    set_tracker.argtypes = [ctypes.c_void_p, _Tracker, ctypes.c_void_p]
    set_tracker.restype = None
    call.restype = _JSValue
    call.argtypes = [ctypes.c_void_p, _JSValue, _JSValue, ctypes.c_int, ctypes.POINTER(_JSValue)]
    return set_tracker, call


def _reference_count(address: int) -> int:
    """Of the object at `address`: the first field of each."""
    return ctypes.c_int.from_address(address).value


def _nothing(_address: int) -> None:
    return None
