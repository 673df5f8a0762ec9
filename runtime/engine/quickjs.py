"""QuickJS: one fresh context per run, and everything that is particular to the package that embeds it.

No other module imports `quickjs` (rejections.py reaches into it by address), so that another embedding can take its
place here. Values cross as the table in docs/architecture.md says; objects and functions stay engine values.
"""

from __future__ import annotations

import os
import sys

import quickjs

from runtime.engine.errors import EngineError, ScriptSyntaxError, StoppedError
from runtime.engine.heap import Heap
from runtime.engine.rejections import Layout, RejectionTracker
from runtime.engine.stack import stack_size

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from typing import Any, NoReturn, TypeAlias

    JSValue: TypeAlias = quickjs.Value
    Op: TypeAlias = Callable[..., Any]

UNDEFINED = quickjs.Undefined
"""JavaScript's undefined; None is null."""

# The distribution whose memory layout heap.py and rejections.py rely on, and what its package calls itself.
_DISTRIBUTION, _CALLS_ITSELF = "0.1.1", "0.1.0"


def _distribution() -> str:
    """The version of the distribution, or ''. Asking importlib.metadata takes longer than the rest of a start."""
    packages = os.path.dirname(os.path.dirname(quickjs.__file__))
    is_known = os.path.isdir(os.path.join(packages, f"quickjs_bindings-{_DISTRIBUTION}.dist-info"))
    return _DISTRIBUTION if is_known else ""


def _build() -> str:
    extension = os.stat(sys.modules["quickjs._quickjs"].__file__ or "")
    return f"{extension.st_size} {extension.st_mtime_ns}"


ENGINE_VERSION = f"{quickjs.quickjs_version} {quickjs.__version__} {_distribution()} {_build()} {sys.maxsize}"
"""The engine's build, as far as bytecode depends on it."""

LAYOUT_IS_KNOWN = quickjs.__version__ == _CALLS_ITSELF and _distribution() == _DISTRIBUTION
"""Whether this is the build whose memory may be looked into. With any other one less is seen, as on Windows."""

INTERNAL_PREFIX = "ohosrun:"
"""File names of the JavaScript that is part of ohosrun begin with this; their frames are not the user's."""

# What is converted while a memory limit is near could fail inside the package, where it is not checked for.
_LARGE_STRING = 64 * 1024
# They are copied to the stack.
_MOST_ARGUMENTS = 4096


class Engine:
    """One JavaScript realm with its heap (memory limit in bytes, 0 for none), its loader and its microtask queue.

    `load_module(name)` returns the source text of a module or raises; what it raises is kept in `loader_error`,
    because the engine shortens it to a line. `on_bug(exception)` hears of a Python exception that reached JavaScript.
    `layout` is what earlier realms of this process have found out.
    """

    def __init__(
        self,
        load_module: Callable[[str], str],
        on_bug: Callable[[BaseException], None],
        *,
        memory_limit: int = 0,
        layout: Layout | None = None,
    ) -> None:
        self._load_module = load_module
        self._on_bug = on_bug
        self._runtime = quickjs.Runtime()
        self._runtime.set_max_stack_size(stack_size())
        self._heap = Heap(self._runtime, memory_limit, layout_is_known=LAYOUT_IS_KNOWN)
        # Whether the heap is larger than the memory limit. Quick, unless it is.
        self.has_outgrown_memory = self._heap.has_outgrown
        self._context: Any = quickjs.Context(self._runtime)
        self._context.set_module_loader(self._loader)
        self._rejections = RejectionTracker(layout or Layout())
        self.loader_error: Exception | None = None
        self.core: Any = self._context.new_object()
        self.ops: Any = self._context.new_object()
        self.core.set("ops", self.ops)
        self._started = False
        self._halted = False
        # A lexical name: no property of the global object, and as no script can guess it, out of reach for them all.
        self._bridge = f"bridge_{os.urandom(16).hex()}"
        self._handed_over: list[JSValue | None] = []
        declared = f"let {self._bridge}; (take) => {{ {self._bridge} = take; }}"
        self._context.eval(declared, filename=INTERNAL_PREFIX + "bridge")(self._take)
        self._invoke: Any = None
        self._make_array: Any = None
        self._add_rejection: Any = None
        self._report_rejections: Any = None

    # Setting up -----------------------------------------------------------------------------------------------

    def set_interrupt_check(self, should_stop: Callable[[], bool]) -> None:
        """Ask `should_stop` every few thousand operations of the program; True ends it, uncatchably."""
        self._runtime.set_interrupt_handler(should_stop)

    def set_op(self, target: JSValue, name: str, op: Op, *, takes_text: bool = True) -> None:
        """Make `op` callable from JavaScript as `target[name]`.

        An exception out of it is a bug of ohosrun: it is handed to `on_bug` and seen by the script as InternalError.
        """
        on_bug, Value = self._on_bug, quickjs.Value  # noqa: N806

        def guarded(*arguments: Any) -> Any:
            if takes_text:
                for argument in arguments:
                    # A long text that was put together comes as an engine value.
                    if type(argument) is Value and argument.is_string:
                        arguments = tuple(map(_flat, arguments))
                        break
            try:
                return op(*arguments)
            except Exception as error:
                on_bug(error)
                raise

        target.set(name, guarded)

    def new_object(self) -> JSValue:
        """An empty JavaScript object."""
        value: JSValue = self._context.new_object()
        return value

    def hand_over(self, value: JSValue) -> str:
        """A JavaScript expression that is `value` the first time it is evaluated, and undefined from then on.

        For the text of modules that are ours, which no script can read.
        """
        self._handed_over.append(value)
        return f"{self._bridge}({len(self._handed_over) - 1})"

    def _take(self, number: int) -> Any:
        value, self._handed_over[number] = self._handed_over[number], None
        return UNDEFINED if value is None else value

    def halt(self) -> None:
        """Run no further microtask: the program is at its end."""
        self._halted = True
        self._rejections.stop()

    def compile_internal(self, source: str, name: str) -> bytes:
        """The bytecode of a script that is part of ohosrun, for `evaluate_bytecode` of the same engine build."""
        blob: bytes = self._context.compile(source, INTERNAL_PREFIX + name).write_object()
        return blob

    def preload_module(self, blob: bytes) -> None:
        """Have a module of `compile_module` ready for whoever imports it; the loader is not asked for it any more."""
        self._context.read_object(blob)

    def evaluate_bytecode(self, blob: bytes) -> Any:
        """The completion value of a compiled script. `blob` must be what `compile_internal` made: it is trusted."""
        try:
            return self._context.eval_function(self._context.read_object(blob))
        except quickjs.JSError as error:
            raise self._translated(error) from None

    def start(self) -> bool:
        """Called when the globals are in place; returns whether unhandled rejections can be seen at all."""
        self._invoke = self.core.get("invoke")
        self._make_array = self.core.get("makeArray")
        self._report_rejections = self.core.get("reportRejections")
        if not LAYOUT_IS_KNOWN:
            return False
        self._add_rejection = self.core.get("addRejection")
        return self._rejections.install(self._runtime, self._context, self.core.get("isStackEmpty"))

    # Running --------------------------------------------------------------------------------------------------

    def evaluate_entry(self, source: str, filename: str) -> None:
        """Compile, link and start the entry module; errors of its evaluation are reported as uncaught.

        Raises ScriptSyntaxError when it or a module it imports is not valid JavaScript, `loader_error` when a
        module cannot be loaded. When the program was stopped meanwhile it returns, and no microtask is to be run.
        """
        self.loader_error = None
        rejections = self._rejections
        try:
            module = self._context.compile(source, filename, module=True)
            rejections.modules_may_fail = True
            promise = self._context.eval_function(module)
            rejections.modules_may_fail = False
            rejections.forget_unreachable()
            self.core.get("watchEntry")(promise)
        except UnicodeEncodeError:
            raise ScriptSyntaxError("SyntaxError: the text contains a lone surrogate", "") from None
        except quickjs.JSError as error:
            if self.loader_error is not None:
                raise self.loader_error from None
            raise self._translated(error) from None

    def evaluate_now(self, source: str, name: str) -> None:
        """Evaluate a module that is part of ohosrun to its end, also while a script is running.

        It must not wait for anything. Raises EngineError when it fails, StoppedError when the program was stopped.
        """
        try:
            module = self._context.compile(source, INTERNAL_PREFIX + name, module=True)
            promise = self._context.eval_function(module)
        except quickjs.JSError as error:
            raise self._translated(error) from None
        if promise.promise_state != "fulfilled":
            raise EngineError(f"{name} did not run to its end", "")

    def evaluate_script(self, source: str, filename: str) -> Any:
        """The completion value of a script, in sloppy mode. Raises ScriptSyntaxError, EngineError."""
        try:
            return self._context.eval(source, filename=filename)
        except quickjs.JSError as error:
            raise self._translated(error) from None

    @property
    def entry_pending(self) -> bool:
        """Whether the entry module has neither finished nor failed."""
        return self.core.get("entryPending") is True

    def invoke(self, function: JSValue, first: Any = UNDEFINED, second: Any = UNDEFINED) -> None:
        """Call into the program; what it throws is reported as uncaught.

        Raises StoppedError when the program was stopped meanwhile.
        """
        if type(second) is tuple:
            second = self._array(second)
        try:
            self._invoke(function, first, second)
        except quickjs.JSError as error:
            raise self._translated(error) from None

    def invoke_each(self, function: JSValue, first: Any, values: Iterator[bytes], goes_on: Callable[[], bool]) -> None:
        """`invoke` with each of `values` as an ArrayBuffer, then its microtasks, until `goes_on()` is false."""
        invoke, rejections, new_buffer = self._invoke, self._rejections, self._context.new_array_buffer
        run_one, suspects, held = self._context.execute_pending_job, rejections.suspects, rejections.held
        try:
            for value in values:
                invoke(function, first, new_buffer(value))
                if self._halted:
                    return
                while run_one() and not self._halted:
                    if suspects:
                        rejections.forget_unreachable()
                if held and not self._halted:
                    self._report_held()
                if not goes_on():
                    return
        except quickjs.JSError as error:
            raise self._translated(error) from None

    def translate(self, error: Exception) -> NoReturn:
        """Raise what `error`, from a call of a function that is part of ohosrun, means: StoppedError and others."""
        raise self._translated(error) if isinstance(error, quickjs.JSError) else error from None

    def run_microtasks(self) -> None:
        """Run microtasks until there are none, then report rejections that nobody handled.

        Raises StoppedError when the program was stopped meanwhile.
        """
        run_one = self._context.execute_pending_job
        rejections = self._rejections
        suspects = rejections.suspects
        self._started = True
        try:
            while run_one() and not self._halted:
                if suspects:
                    rejections.forget_unreachable()
            if rejections.held and not self._halted:
                self._report_held()
        except quickjs.JSError as error:
            raise self._translated(error) from None

    def _report_held(self) -> None:
        self._rejections.report(self._add_rejection)
        self._report_rejections()

    def _translated(self, error: quickjs.JSError) -> Exception:
        message = str(error)
        stack = getattr(error, "js_stack", None) or ""
        if message == "InternalError: interrupted":
            return StoppedError(message)
        if message.startswith("SyntaxError: "):
            return ScriptSyntaxError(message, stack)
        if message.startswith("ReferenceError: module loader failed") and "codec can't decode" in message:
            return EngineError("the name of an imported module contains a lone surrogate", stack)
        return EngineError(message, stack)

    def _loader(self, name: str) -> str:
        if self._started:
            # By import(); from here on it may wait for others, and so run in any microtask.
            self._rejections.modules_may_fail = True
        try:
            return self._load_module(name)
        except Exception as error:
            self.loader_error = error
            raise

    # Values ---------------------------------------------------------------------------------------------------

    def _array(self, values: Sequence[Any]) -> Any:
        """`values` as an array that no setter of a script for an index was asked about, and the lists in it too."""
        if len(values) > _MOST_ARGUMENTS:
            return values
        return self._make_array(*[self._array(value) if type(value) in (list, tuple) else value for value in values])

    def to_js(self, value: Any) -> Any:
        """`value` ready to be handed to JavaScript; bytes become an ArrayBuffer (one copy), a list or tuple an array.

        Lists in a list have to be arrays already. Raises MemoryError.
        """
        if isinstance(value, bytes):
            try:
                return self._context.new_array_buffer(value)
            except quickjs.JSError:
                raise MemoryError("the script's memory limit does not allow this buffer") from None
        if type(value) in (list, tuple):
            return self._make_array(*value) if len(value) <= _MOST_ARGUMENTS else value
        large = isinstance(value, str) and len(value) > _LARGE_STRING
        if large and self._heap.limit and self._heap.size + 2 * len(value) > self._heap.limit:
            raise MemoryError("the script's memory limit does not allow this string")
        return value

    def promise_state(self, promise: Any) -> dict[str, Any] | None:
        """The state of a promise and, if it is fulfilled, its value, for the inspector; None if it is no promise."""
        state = promise.promise_state if isinstance(promise, quickjs.Value) else None
        if state is None:
            return None
        return {"state": state, "value": promise.result()} if state == "fulfilled" else {"state": state}

    def close(self) -> None:
        """Free the realm. Every engine value that Python still holds keeps it alive."""
        self._runtime.set_interrupt_handler(None)
        self.core = self.ops = self._invoke = self._make_array = None
        self._add_rejection = self._report_rejections = None
        self._handed_over.clear()
        self._rejections.close()
        self._context.set_module_loader(None)
        self._context = None
        # The realm is garbage with cycles in it. The ops among it hold what made them, and so this runtime.
        self._runtime.run_gc()


def compile_module(source: str, name: str) -> bytes:
    """The bytecode of a module that is part of ohosrun, for `Engine.preload_module` of the same engine build."""
    blob: bytes = _compile_alone(source, INTERNAL_PREFIX + name).write_object()
    return blob


def check_syntax(text: str, filename: str = "check.js") -> tuple[str, str] | None:
    """None when `text` parses as a module, else the engine's message and stack. Imports are not followed."""
    try:
        _compile_alone(text, filename)
    except quickjs.JSError as error:
        return str(error), getattr(error, "js_stack", None) or ""
    except UnicodeEncodeError:
        return "SyntaxError: the text contains a lone surrogate", ""
    return None


def _compile_alone(text: str, filename: str) -> JSValue:
    """The module, in a realm of its own, where every module that it imports is empty."""
    context = quickjs.Context()
    context.set_module_loader(lambda _name: "")
    try:
        return context.compile(text, filename, module=True)
    finally:
        context.set_module_loader(None)


def _flat(value: Any) -> Any:
    return str(value) if type(value) is quickjs.Value and value.is_string else value
