"""The contract between a binding and the run it serves, and what a registry of bindings says of each.

A binding is a folder with `index.js`, the module as a script sees it, and a Python package with

- `open_binding(host) -> Binding`, called when a program first imports the module,

and imports this contract and its own libraries, never the engine, never another binding.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any, Protocol, TypeVar

    from runtime.loop import Loop
    from runtime.modules.room import Door
    from runtime.run.sandbox import Sandbox
    from runtime.settings.table import Settings

    Function = Any  # A JavaScript function held by Python.
    T = TypeVar("T")

    class Host(Protocol):
        """What a run gives to its bindings."""

        loop: Loop
        settings: Settings
        program_name: str  # The absolute path of the program, or of what stands for it.
        undefined: Any
        tests: TestDriver | None  # Who runs the cases of a test; None in a run that is none.

        def to_js(self, value: str | bytes) -> Any:
            """A large value ready for JavaScript. Raises MemoryError where the script's memory limit forbids it."""

        def enter(self, function: Function, first: Any = ..., second: Any = ...) -> None:
            """Call into the program, now: one macrotask's worth. Only from a task or timer of the loop.

            What is not given is undefined; more than two values go as a tuple, which becomes an array.
            """

        # Host, port and exceptions of the proxy that the program set for all it sends, None: that of the environment.
        app_proxy: tuple[str, int, tuple[str, ...]] | None

        @property
        def sandbox(self) -> Sandbox:
            """The folders of the run, and which files it may reach."""

        def exit(self, code: int) -> None:
            """End the run, as the program asks; the lowest eight bits of `code` are its exit code."""

        def log(self, line: str, style: str) -> None:
            """Print a line of the program's log on stderr; `style` (SGR parameters) where stderr shows colours."""

        def note(self, topic: str, message: str, stack: str) -> None:
            """Print a device note, once per `topic` and place; `stack` says which line of the program it is about."""

        def hint(self, topic: str, message: str, stack: str) -> None:
            """Print advice, once per `topic` and place: a device does the same, so it never changes the exit code."""

        def inform(self, message: str) -> None:
            """Print a note that is not about a device."""

        def trace(self, line: str) -> None:
            """Print a line of --trace."""

        def tell(self, kind: str, text: str) -> None:
            """Print a line about what a screen does: `toast  Saved`. `kind` is one short word; --quiet silences it."""

        def navigate(self, action: str, page: str, params: str) -> None:
            """The program asked for another page: `action` is push, replace or back, `params` JSON or ''."""

        def page_parameters(self) -> str:
            """What the page that is open was opened with, as JSON; '' for nothing."""

        def count_request(self) -> None:
            """One more request was made; the hot-reload loop says how many."""

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
            """What index.js calls, by name."""

        def close(self) -> None:
            """The run is over: cancel what is in flight and let go of every JavaScript function."""


class NativeModule:
    """A module with a binding of its own: `package` under the folder of its registry, seen by scripts as its `file`.

    `names` are its exports, where that is not a default export alone. `implicit` are the names that its documentation
    takes for granted: name -> the expression that makes it, in which `module` is the default export.
    """

    __slots__ = ("file", "implicit", "names", "package")

    def __init__(
        self,
        package: str,
        implicit: dict[str, str] | None = None,
        file: str = "index.js",
        names: tuple[str, ...] = (),
    ) -> None:
        self.package = package
        self.file = file
        self.names = names
        self.implicit = implicit or {}


class Kit:
    """A module that only groups the default exports of others: export name -> specifier."""

    __slots__ = ("exports",)

    def __init__(self, exports: dict[str, str]) -> None:
        self.exports = exports


class Registry:
    """Which native modules there are: specifier -> module. Their folders are in `folder`, the package `package`.

    `door` leads to what drives a program that exports a screen (runtime/modules/room.py); without one it is loaded,
    and nothing more. `tests` is the specifier of the module that tests are written with.
    """

    __slots__ = ("door", "folder", "modules", "package", "tests")

    def __init__(
        self,
        folder: str,
        package: str,
        modules: Mapping[str, NativeModule | Kit],
        door: Door | None = None,
        *,
        tests: str = "",
    ) -> None:
        self.folder = folder
        self.package = package
        self.modules = modules
        self.door = door
        self.tests = tests

    def with_door(self, door: Door) -> Registry:
        """The same modules, with a door."""
        return Registry(self.folder, self.package, self.modules, door, tests=self.tests)

    def open(self, package: str, host: Host) -> Binding:
        """The binding of the module in the folder `package`, open for the run of `host`."""
        from importlib import import_module

        binding: Binding = import_module(f"{self.package}.{package}").open_binding(host)
        return binding
