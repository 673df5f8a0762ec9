"""The contract between a binding and the run it serves, and what a registry of bindings says of each.

A binding is a folder with `index.js`, the module as a script sees it, and, where it needs the system, `ops.py` with

- `open_binding(host) -> Binding`, called when the façade first calls one of its ops,

and imports this contract, `bindings/kit`, `runtime/transport` and its own libraries, never the engine, never another
binding.
"""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from typing import Any, Protocol, TypeVar

    from runtime.loop import Loop
    from runtime.modules.resources import Resources
    from runtime.modules.room import Door
    from runtime.modules.sandbox import Sandbox
    from runtime.settings.table import Settings
    from runtime.transport.trace.progress import Progress
    from runtime.transport.trace.times import Times

    Function = Any  # A JavaScript function held by Python.
    T = TypeVar("T")

    class Host(Protocol):
        """What a run gives to its bindings."""

        loop: Loop
        settings: Settings
        program_name: str  # The absolute path of the program, or of what stands for it.
        undefined: Any
        tests: TestDriver | None  # Who runs the cases of a test; None in a run that is none.

        def to_js(self, value: str | bytes | Sequence[Any]) -> Any:
            """A large value, or an array, ready for JavaScript. Raises MemoryError where the limit forbids it."""

        def enter(self, function: Function, first: Any = ..., second: Any = ...) -> None:
            """Call into the program, now: one macrotask's worth. Only from a task or timer of the loop.

            What is not given is undefined; more than two values go as a tuple, which becomes an array.
            """

        def enter_each(self, function: Function, first: Any, values: Iterator[bytes]) -> None:
            """`enter` with each of `values` as an ArrayBuffer, a macrotask each; asked for when it is its turn."""

        # Host, port and exceptions of the proxy that the program set for all it sends, None: that of the environment.
        app_proxy: tuple[str, int, tuple[str, ...]] | None

        @property
        def sandbox(self) -> Sandbox:
            """The folders of the run, and which files it may reach."""

        @property
        def resources(self) -> Resources:
            """The resources of the project that the program is part of."""

        def exit(self, code: int) -> None:
            """End the run, as the program asks; the lowest eight bits of `code` are its exit code."""

        def log(self, line: str, style: str) -> None:
            """Print a line of the program's log on stderr; `style` (SGR parameters) where stderr shows colours."""

        def when_at_rest(self, call: Callable[[], None]) -> None:
            """Call once, in a macrotask, when nothing is pending any more and the run would end."""

        def run_until(self, done: Callable[[], bool]) -> None:
            """Run the loop until `done()`, with the program standing still: what would enter it comes afterwards."""

        def note(self, topic: str, message: str, stack: str) -> None:
            """Print a device note, once per `topic` and place; `stack` says which line of the program it is about."""

        def hint(self, topic: str, message: str, stack: str) -> None:
            """Print advice, once per `topic` and place: a device does the same, so it never changes the exit code."""

        def know(self, about: Callable[[dict[str, Any], str, int, str], str]) -> None:
            """Have `about(error, line, column, text)` asked for a hint about each error nobody catches, '' for none.

            `error` is as globals/errors.js describes it; `column` (1-based) of `line` of `text` is its place.
            """

        @property
        def texts(self) -> Mapping[str, str]:
            """The texts of the program, by file."""

        def place(self, stack: str) -> str:
            """file:line of the innermost place of the program in `stack`, '' if there is none."""

        def inform(self, message: str) -> None:
            """Print a note that is not about a device."""

        def trace(self, line: str, pieces: Sequence[tuple[str, str]] = ()) -> None:
            """Print a line of --trace, and behind it `pieces`: (SGR parameters, text), coloured on a terminal."""

        @property
        def times(self) -> Times | None:
            """Where the requests of the run go into a table, with --time; else None."""

        def tell(self, kind: str, text: str) -> None:
            """Print a line about what a screen does: `toast  Saved`. `kind` is one short word; --quiet silences it."""

        def navigate(self, action: str, page: str, params: str) -> None:
            """The program asked for another page: `action` is push, replace or back, `params` JSON or ''."""

        def page_parameters(self) -> str:
            """What the page that is open was opened with, as JSON; '' for nothing."""

        @property
        def progress(self) -> Progress | None:
            """What shows how far large bodies are, where a person would see it; else None."""

        def count_request(self) -> int:
            """One more request was made; returns its number, from 1. The hot-reload loop says how many there were."""

        def request_unanswered(self, url: str, code: int, message: str, stack: str) -> None:
            """A request ended without a response, and the program did not give it up; `stack` says where it was made.

            `url` is where it went, with placeholders replaced. A page's sample fails where that was a placeholder.
            """

        def substitute(self, url: str) -> str:
            """`url`, or what the placeholder it begins with stands for."""

        def lasting(self, url: str) -> str:
            """What a url from `substitute` is called in what outlives the process: the same in every run."""

        def shared(self, name: str, make: Callable[[], T]) -> T:
            """What outlives the run in a hot-reload loop; made by the first run that asks, closed with the last."""

    class TestDriver(Protocol):
        """What runs the cases that a test has registered."""

        def ops(self) -> Mapping[str, Callable[..., Any]]:
            """What the test framework calls, by name."""

    class Binding(Protocol):
        """One native module, open in one run."""

        def ops(self) -> Mapping[str, Callable[..., Any]]:
            """What the façade calls, by name."""

        def close(self) -> None:
            """The run is over: cancel what is in flight and let go of every JavaScript function."""


def nearest(word: str, candidates: Iterable[str]) -> str:
    """The candidate that `word` is a misspelling of (runtime/output/spelling.py), '' for none. For hints and notes."""
    from runtime.output import spelling

    return spelling.nearest(word, candidates)


class NativeModule:
    """A module whose JavaScript is in `folder`: below the registry's folder, or absolute for one that lives elsewhere.

    `file` is its façade there; `exports` are its named exports beside the default one, which it has unless `default`
    says otherwise. `implicit` are the names that its documentation takes for granted: name -> the expression that makes
    it, in which `module` is the default export; `globals` are, likewise, names that programs find on a device, too.
    `offers` are members of its default export that rooms of the runtime ask for. `since` is the first API version that
    has it, 0 where all have; `exports_since` is that of exports that came later. `open_binding` opens what is below its
    ops where that is not `ops.py` of the folder.
    """

    __slots__ = (
        "default", "exports", "exports_since", "file", "folder", "globals", "implicit", "offers",
        "open_binding", "since",
    )  # fmt: skip

    def __init__(
        self,
        folder: str,
        *,
        file: str = "index.js",
        default: bool = True,
        exports: Sequence[str] = (),
        implicit: Mapping[str, str] | None = None,
        globals: Mapping[str, str] | None = None,  # noqa: A002 - as every JavaScript programmer calls them
        offers: Sequence[str] = (),
        since: int = 0,
        exports_since: Mapping[str, int] | None = None,
        open_binding: Callable[[Host], Binding] | None = None,
    ) -> None:
        self.folder = folder
        self.file = file
        self.default = default
        self.exports = exports
        self.implicit = implicit or {}
        self.globals = globals or {}
        self.offers = offers
        self.since = since
        self.exports_since = exports_since or {}
        self.open_binding = open_binding


class Registry:
    """Which native modules there are: specifier -> module. Their folders are in `folder`, the package `package`.

    `sdk` is the file that lists every name of the SDK (runtime/modules/sdk.py). `door` leads to what drives a program
    that exports a screen (runtime/modules/room.py); without one it is loaded, and nothing more. `tests` is the
    specifier of the module that tests are written with.

    `hints` is the module of Python that says what to write instead of names of other runtimes: GLOBALS, PACKAGES and
    MEMBERS. It is imported where an error screen is printed. `explanations` are those that say what error codes mean:
    CODES, a text that names them, and explain(code), which returns a text or None. The first has hint(code, requested),
    too, which returns what to try.
    """

    __slots__ = ("door", "explanations", "folder", "hints", "modules", "package", "sdk", "tests")

    def __init__(
        self,
        folder: str,
        package: str,
        modules: Mapping[str, NativeModule],
        sdk: str = "",
        door: Door | None = None,
        *,
        tests: str = "",
        hints: str = "",
        explanations: Sequence[str] = (),
    ) -> None:
        self.explanations = explanations
        self.hints = hints
        self.folder = folder
        self.package = package
        self.modules = modules
        self.sdk = sdk
        self.door = door
        self.tests = tests

    def with_door(self, door: Door) -> Registry:
        """The same modules, with a door."""
        return self._with(self.modules, door)

    def extended(self, modules: Mapping[str, NativeModule]) -> Registry:
        """This registry with more modules, for a room that brings its own (a test framework, page components)."""
        return self._with({**self.modules, **modules}, self.door)

    def _with(self, modules: Mapping[str, NativeModule], door: Door | None) -> Registry:
        return Registry(
            self.folder,
            self.package,
            modules,
            self.sdk,
            door,
            tests=self.tests,
            hints=self.hints,
            explanations=self.explanations,
        )

    def other_names(self, kind: str) -> Any:
        """What `hints` says of GLOBALS, PACKAGES or MEMBERS; empty without one."""
        if not self.hints:
            return {}
        return getattr(_imported(self.hints), kind)

    def hint_of_code(self, code: int, requested: bool) -> str:
        """What `explanations` say to try about an error that nobody caught, '' for nothing."""
        if not self.explanations:
            return ""
        hint: str = _imported(self.explanations[0]).hint(code, requested)
        return hint

    def explanation(self, code: int) -> str:
        """What `explanations` say of an error code. Raises LookupError, with the codes that they know."""
        modules = [_imported(name) for name in self.explanations]
        for module in modules:
            text: str | None = module.explain(code)
            if text is not None:
                return text
        raise LookupError(", ".join(module.CODES for module in modules))

    def open(self, module: NativeModule, host: Host) -> Binding:
        """What is below the ops of `module`, open for the run of `host`. Raises ImportError where there is nothing."""
        if module.open_binding is not None:
            return module.open_binding(host)
        ops = _imported(f"{self.package}.{module.folder}.ops")
        binding: Binding = ops.open_binding(host)
        return binding

    def misread(self, module: NativeModule, error: dict[str, Any], line: str, column: int, text: str) -> str:
        """A hint about an error that nobody caught, from the `advice` beside the façade of `module`; '' for none."""
        from importlib.util import find_spec

        name = f"{self.package}.{module.folder}.advice"
        if os.path.isabs(module.folder) or find_spec(name) is None:
            return ""
        hint: str = _imported(name).misread(error, line, column, text)
        return hint


def _imported(name: str) -> Any:
    """The module `name`. The package importlib, which offers this, takes longer to import than many of them."""
    __import__(name)
    return sys.modules[name]
