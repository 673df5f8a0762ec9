"""Which promises were rejected and never handled.

The Python package of the engine has no hook for this, the engine has one: `JS_SetHostPromiseRejectionTracker`, an
exported symbol of the extension module. This file, and no other, calls it (native.py). Each promise is remembered by
its address, with a reference of its own, until it is handled; a call into JavaScript for each would take longer than
all that the engine does with it. What is left is handed to JavaScript (globals/rejections.js).

When the body of a module throws, the engine rejects a promise of its own that no script can reach, besides the one
that import() hands out. Nothing tells it from the promise of an async function but the number of its references: see
`forget_unreachable`.

The memory layout relied on here belongs to one exact release of the package, so `RejectionTracker.install` proves
itself, in the first run of a process, with a promise whose outcome is known, and reports False where the symbol is
missing or the proof fails. The run then goes on with the entry module's own promise watched, and nothing else.
"""

from __future__ import annotations

import sys

from runtime.engine.native import Address, Function, Int, Int64, Library, Size, Structure, UInt64, byref

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from quickjs import Context, Runtime, Value


class _JSValue(Structure):
    """A JSValue where the engine does not box values into NaNs: every 64-bit build."""

    _fields_ = (("u", UInt64), ("tag", Int64))


_TAG_OBJECT = -1
_TAG_BOOL = 1
_TAG_UNDEFINED = 3
_OBJECT_HEAD = object.__basicsize__
_WORD = 8


class _Tracker(Function):
    """void tracker(JSContext *, JSValueConst promise, JSValueConst reason, JS_BOOL is_handled, void *opaque)

    Each JSValue as its two words, which the calling conventions of the 64-bit systems that export the symbol pass in
    the same registers: making structures of them would take most of the time of a rejection. What is not used is taken
    as the shorter number, and what comes last is left out.
    """

    _flags_ = Function._flags_
    _argtypes_ = (Int, UInt64, Int, Int, Int, Int)
    _restype_ = None


# The counters of all objects, by address: the first field of each, of 32 bits. Looking at one is a hundred times as
# frequent as anything else here, and this takes a fifth of the time of `from_address`.
_COUNTER_SHIFT = 2
_COUNTERS: Any = (Int * (1 << 45)).from_address(0)

# A promise is referred to by its two resolving functions while it is rejected; the caller of an async function that
# has not returned yet, like whoever keeps the promise, is a third.
_REFERENCES_OF_A_CALL = 3

# It is remembered here and nobody else has it.
_REFERENCES_OF_A_RECORD = 1


class Layout:
    """What is known of the memory of the engine: found out in the first realm of a process, true of all of them.

    `frame_at` is where a runtime has the frame that runs, counted from its beginning; -1 where it was not found.
    """

    __slots__ = ("frame_at", "functions", "is_proven")

    def __init__(self) -> None:
        self.functions: _Functions | None = None
        self.frame_at = 0
        self.is_proven = False


class RejectionTracker:
    """Remembers the rejected promises of one runtime until they are handled. `modules_may_fail` while the bodies of
    modules may run.
    """

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self.modules_may_fail = False
        # By address, those that were rejected and neither handled nor reported.
        self.held: dict[int, bool] = {}
        # Those that nobody may have. Empty nearly always: what runs microtasks looks at it after each of them.
        self.suspects: list[int] = []
        self._native: _Native | None = None

    def stop(self) -> None:
        """Remember nothing any more: the program is at its end."""
        if self._native is not None:
            self._native.track(_Tracker())

    def report(self, add: Value) -> None:
        """Call `add` with the reason of each that is remembered, in their order, and forget them."""
        native = self._native
        held = list(self.held)
        self.held.clear()
        for address in held:
            if native is not None:
                native.hand_over(address, add)

    def forget_unreachable(self) -> None:
        """Forget what the engine rejected for itself in the microtask that has just ended.

        Such a promise was rejected by a call still on its way, with no code of a script running, and nobody has it now.
        """
        suspects = self.suspects[:]
        self.suspects.clear()
        for address in suspects:
            if _reference_count(address) == _REFERENCES_OF_A_RECORD and self._native is not None:
                del self.held[address]
                self._native.let_go(address, _TAG_OBJECT)

    def install(self, runtime: Runtime, context: Context, is_stack_empty: Value) -> bool:
        """Whether rejections are remembered from now on. Once per runtime.

        `is_stack_empty()` tells whether no code of a script is running.
        """
        if sys.maxsize <= 2**32:
            return False  # 32-bit builds box values into NaNs: another layout.
        layout = self._layout
        try:
            layout.functions = layout.functions or _Functions()
            self._native = native = _Native(layout, layout.functions, runtime, context, is_stack_empty)
        except AttributeError:
            return False  # The Windows wheel exports nothing.
        held, suspects, counters, frame = self.held, self.suspects, _COUNTERS, native.frame

        def track(_context: int, address: int, _tag: int, _reason: int, _reason_tag: int, handled: int) -> None:
            if handled:
                if held.pop(address, False):
                    # Whoever handles it has it, so that this is not the last reference.
                    counters[address >> _COUNTER_SHIFT] -= 1
                    if suspects and address in suspects:
                        suspects.remove(address)
                return
            held[address] = True
            counters[address >> _COUNTER_SHIFT] += 1
            # In the order of what it costs: most are rejected by code that runs.
            if (
                self.modules_may_fail
                and not frame.value
                and counters[address >> _COUNTER_SHIFT] > _REFERENCES_OF_A_CALL
                and native.is_stack_empty()
            ):
                suspects.append(address)

        native.track(_Tracker(track))
        layout.is_proven = layout.is_proven or self._proves_itself(context)
        return layout.is_proven

    def _proves_itself(self, context: Context) -> bool:
        promise = context.eval("Promise.reject()", filename="ohosrun:rejections")
        # By `promise` and here.
        counted = [_reference_count(address) for address in self.held] == [2]
        promise.get("catch")(lambda _reason: None, this=promise)
        while context.execute_pending_job():
            pass
        return counted and not self.held

    def close(self) -> None:
        """Let go of what is remembered; the runtime is about to be freed."""
        native, self._native = self._native, None
        if native is not None:
            for address in self.held:
                native.let_go(address, _TAG_OBJECT)
            self.held.clear()
            native.track(_Tracker())


class _Functions:
    """The engine's own. Raises AttributeError where they are not exported."""

    def __init__(self) -> None:
        library = Library(sys.modules["quickjs._quickjs"].__file__)
        self.set_tracker = library.function(
            "JS_SetHostPromiseRejectionTracker", None, Address, _Tracker, Address
        )  # fmt: skip
        self.call = library.function("JS_Call", _JSValue, Address, _JSValue, _JSValue, Int, Address)
        self.reason_of = library.function("JS_PromiseResult", _JSValue, Address, _JSValue)
        self.free = library.function("__JS_FreeValue", None, Address, _JSValue)
        self.size_of = library.function("js_malloc_usable_size_rt", Size, Address, Address)


class _Native:
    """These functions for one runtime and context."""

    def __init__(
        self, layout: Layout, functions: _Functions, runtime: Runtime, context: Context, is_stack_empty: Value
    ) -> None:
        self._functions = functions
        # Both are the field that follows the object head of the extension's structs.
        self._runtime = Address.from_address(id(runtime) + _OBJECT_HEAD).value or 0
        self._context = Address.from_address(id(context) + _OBJECT_HEAD).value
        self._is_stack_empty = is_stack_empty
        self._tracker = _Tracker()
        layout.frame_at = layout.frame_at or self._find_frame(context)
        self._is_frame_known = layout.frame_at > 0
        # What is 0 while no code of a script runs; for ever 0 where it was not found.
        self.frame = UInt64.from_address(self._runtime + layout.frame_at) if self._is_frame_known else UInt64(0)

    def track(self, tracker: _Tracker) -> None:
        """Have `tracker` called by the engine from now on; the null pointer for none."""
        self._functions.set_tracker(self._runtime, tracker, None)
        self._tracker = tracker  # Which the engine needs as long as it calls it.

    def _find_frame(self, context: Context) -> int:
        """Where the runtime has the frame that runs: the only field that is set while one does; else -1."""
        size = self._functions.size_of(self._runtime, self._runtime)
        fields = (UInt64 * (size // _WORD)).from_address(self._runtime)
        during: list[tuple[int, ...]] = []
        before = tuple(fields)
        context.eval("(call) => call()", filename="ohosrun:rejections")(lambda: during.append(tuple(fields)))
        after = tuple(fields)
        found = [at for at, value in enumerate(during[0]) if value and not before[at] and not after[at]]
        return _WORD * found[0] if len(found) == 1 else -1

    def is_stack_empty(self) -> bool:
        """Whether no code of a script is running; the JavaScript function needs as long as ten rejections."""
        if self._is_frame_known:
            return not self.frame.value
        result = self._call_with(self._is_stack_empty, 0, _JSValue())
        return bool(result.tag == _TAG_BOOL and result.u & 1)

    def hand_over(self, address: int, add: Value) -> None:
        """Call `add` with the reason of a rejected promise, and let go of it."""
        reason = self._functions.reason_of(self._context, _JSValue(address, _TAG_OBJECT))
        self._call_with(add, 1, reason)
        self.let_go(reason.u, reason.tag)
        self.let_go(address, _TAG_OBJECT)

    def let_go(self, address: int, tag: int) -> None:
        """Give a reference back, as JS_FreeValue does; a value that is no object has none."""
        if tag < 0:
            _COUNTERS[address >> _COUNTER_SHIFT] -= 1
            if _reference_count(address) <= 0:
                self._functions.free(self._context, _JSValue(address, tag))

    def _call_with(self, function: Value, count: int, argument: _JSValue) -> _JSValue:
        pointer = _JSValue.from_address(id(function) + _OBJECT_HEAD)
        undefined = _JSValue(0, _TAG_UNDEFINED)
        result: _JSValue = self._functions.call(self._context, pointer, undefined, count, byref(argument))
        return result


def _reference_count(address: int) -> int:
    """Of the object at `address`."""
    count: int = _COUNTERS[address >> _COUNTER_SHIFT]
    return count
