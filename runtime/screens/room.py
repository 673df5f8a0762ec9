"""One run's screens: what was exported is opened, steps are done one after the other, and lines say what happened."""

from __future__ import annotations

import os
import time

from runtime.engine import bytecode
from runtime.engine.quickjs import INTERNAL_PREFIX, compile_module
from runtime.screens import files

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from runtime.engine.quickjs import Engine
    from runtime.run.session import Session
    from runtime.screens import Door, Step

FOLDER = os.path.dirname(os.path.abspath(__file__))
# ms in which a timer may come due without the step before it being over.
PATIENCE = 1000
# Pages that one step may lead to, one after the other.
FOLLOWED = 50
_SCREENS = INTERNAL_PREFIX + "screens/"
_OPEN = INTERNAL_PREFIX + "open-screens"
_CONNECT = INTERNAL_PREFIX + "connect-screens"
# What the text of an ArkTS file imports, behind the prefix of internal modules (runtime/language/arkts).
_ARKUI = "arkui/"
_EXPORTED = {"ui-test": "ui_test.js", "ui-state": "state_management.js", "ui-nodes": "nodes.js"}
_PERMISSION = "ohos.permission.INTERNET"


class Room:
    """Drives the screens of one run. `kind` says what the program is: page, ability, app, or '' for none of them."""

    def __init__(self, door: Door, session: Session, engine: Engine) -> None:
        self._door = door
        self._session = session
        self._engine = engine
        self._steps = list(door.steps)
        self._driver: Any = None
        self._waiting: list[Any] = []
        self._ops: Any = engine.new_object()
        self._page = ""
        self._phase = ""
        self._last = "opening"
        self._began = time.monotonic()
        self._is_taught = False
        self._is_program = False
        self._followed = 0
        self._routes: list[tuple[str, str, str]] = []
        self._parameters = door.params
        # A file of the project whose pages are followed to: tests lie elsewhere.
        self._project = session.program_name
        self.kind = ""
        self._set_ops()
        for blob in _modules():
            engine.preload_module(blob)

    # What the session asks ------------------------------------------------------------------------------------

    def load(self, name: str) -> str | None:
        """The source of an internal module that has no file; behind `arkui/` stand the names that a text uses."""
        if name.startswith(_ARKUI):
            names = name.removeprefix(_ARKUI)
            return f"import'{_OPEN}';import{{provide}}from'{_SCREENS}arkui.js';provide('{names}');"
        if name == _OPEN.removeprefix(INTERNAL_PREFIX):
            # In this order: what is evaluated behind the first line can take the ops, and nothing afterwards.
            files_needed = ("driver.js", "arkui.js")
            imports = "".join(f"import'{_SCREENS}{file}';" for file in files_needed)
            return f"import'{_CONNECT}';{imports}import{{seal}}from'{_SCREENS}ops.js';seal();"
        if name in _EXPORTED:
            return f"import'{_OPEN}';export*from'{_SCREENS}{_EXPORTED[name]}';"
        if name == _CONNECT.removeprefix(INTERNAL_PREFIX):
            handed_over = self._engine.hand_over(self._ops)
            return f"import{{connect}}from'{_SCREENS}ops.js';connect({handed_over});"
        return None

    def begin(self) -> None:
        """Open what the program exports."""
        self._engine.evaluate_now(f"import '{_OPEN}';", "screens/begin")
        for name, value in self._door.storage.items():
            self._call("store", name, value)
        self._queue("start", self._session.program_name, self._door.params)

    def settle(self) -> bool:
        """Build again where something has changed; returns whether that was so."""
        if self._driver is None:
            return False
        is_built = bool(self._driver.get("settle")())
        if self._waiting and not is_built:
            self._session.loop.call_soon(self._release)
        return is_built

    def is_quiet(self) -> bool:
        """Whether the step is over: nothing in flight, and no timer soon."""
        session = self._session
        if self._is_program and not self._steps and not self._waiting:
            # It runs as long as it likes, as every program does.
            return True
        if session.loop.busy or session.timers.is_due_within(PATIENCE):
            if time.monotonic() - self._began < self._door.limit or session.loop.in_flight:
                return False
            self._fail(f"not quiet {self._door.limit:g} s after {self._last}: a timer is set again and again")
        return True

    def advance(self) -> bool:
        """Go on where everything is quiet; returns whether there was something to go on with."""
        self._look()
        if self._follow():
            return True
        if self._steps:
            self._do(self._steps.pop(0))
            return True
        if not self._door.steps and not self._is_taught and self.kind == "page":
            self._is_taught = True
            self._call("teach")
        return False

    @property
    def where(self) -> str:
        """What the program was doing, for the screen of an error."""
        if self._phase:
            return f"in {self._phase} of {self._page}" if self._page else f"in {self._phase}"
        if not self.kind:
            return ""
        return f"after {self._last} {self._page}" if self._last == "opening" else f"after {self._last}"

    def leave(self) -> None:
        """The steps are over."""
        if self.kind and self._session.timers.has_intervals():
            self._session.inform("an interval is still set; a page is not waited for because of one")

    def close(self) -> None:
        """Let go of the engine's values."""
        self._driver = self._ops = None
        self._waiting.clear()

    # Steps ----------------------------------------------------------------------------------------------------

    def _do(self, step: Step) -> None:
        self._began = time.monotonic()
        self._followed = 0
        self._last = step.shown
        self._session.tell("step", step.shown)
        self._queue("step", step.kind, step.text)

    def _look(self) -> None:
        self._call("look", self._door.tree)

    def _follow(self) -> bool:
        """Go where the program asked to go, if it is to be followed."""
        if not self._routes:
            return False
        if not self._door.follow and self._session.tests is None:
            self._routes.clear()
            return False
        action, name, params = self._routes.pop(0)
        self._followed += 1
        if self._followed > FOLLOWED:
            self._fail(f"pages lead to each other without end: {name} is not the last after {FOLLOWED}")
            return False
        self._began = time.monotonic()
        if action == "back":
            self._queue("back")
            return True
        path = files.page_file(self._project, name)
        if path is None:
            self._session.inform(f"there is no page {name} to follow to")
            return True
        self._parameters = params
        self._last = f"going to {name}"
        self._queue("replace" if action == "replace" else "follow", path, params)
        return True

    def _call(self, name: str, *arguments: Any) -> None:
        function = self._driver.get(name)
        self._session.enter(function, *arguments)

    def _queue(self, name: str, *arguments: Any) -> None:
        """Call the driver in a task of its own."""
        self._session.loop.call_soon(lambda: self._call(name, *arguments))

    def _fail(self, message: str) -> None:
        self._session.fail(message)

    # Ops ------------------------------------------------------------------------------------------------------

    def _set_ops(self) -> None:
        engine, session = self._engine, self._session
        program = session.program_name
        ops: dict[str, Any] = {
            "line": session.tell,
            "treeLine": lambda text: session.tell("", text),
            "inform": session.inform,
            "fail": self._fail,
            "opened": self._opened,
            "stepping": self._stepping,
            "harmless": self._harmless,
            "same": self._same,
            "unusable": lambda target, why: session.inform(f"'{target}' is {why}: nothing happens, as on a device"),
            "fileName": os.path.basename,
            "template": files.template,
            "appModule": files.app_module,
            "isApp": lambda path: os.path.basename(path) == "app.js",
            "pageFile": files.page_file,
            "route": lambda name: files.route(self._project, name),
            "hasSteps": lambda: bool(self._door.steps),
            "abilityFile": lambda: os.path.realpath(self._door.ability) if self._door.ability else None,
            "translations": lambda: files.translations(program),
            "resource": lambda name: session.resources.value(name),
            "resourceNumber": lambda name: session.resources.number(name),
            "enums": _enums,
            "ready": self._ready,
            "whenQuiet": self._when_quiet,
            "projectAbility": self._project_ability,
        }
        for name, op in ops.items():
            engine.set_op(self._ops, name, op)
        self._ops.set("uncaught", engine.core.get("reportUncaught"))
        self._ops.set("core", engine.core)

    def _project_ability(self, name: str) -> str | None:
        path = files.ability_file(self._session.program_name, name)
        self._project = path or self._project
        return path

    def _ready(self, driver: Any) -> None:
        self._driver = driver

    def _when_quiet(self, function: Any) -> None:
        self._waiting.append(function)
        self._began = time.monotonic()
        self._session.loop.call_soon(self._release)

    def _release(self) -> None:
        """Go on with what waits for quiet, if it is."""
        if self._waiting and self.is_quiet() and not self._follow():
            waiting, self._waiting = self._waiting, []
            for function in waiting:
                self._session.enter(function)

    def _opened(self, kind: str, name: str) -> None:
        self.kind = kind or self.kind
        self._is_program = not self.kind
        if not kind:
            return
        self._page = name
        self._session.tell(kind, name)
        self._note_permission()

    def _note_permission(self) -> None:
        path = files.lacks_internet(self._session.program_name)
        if path is not None:
            from runtime.output.diagnostics import shown_path

            self._session.note(
                "permission",
                f"{shown_path(path)} does not ask for {_PERMISSION}: on a device every request fails with 201",
                "",
            )

    def _stepping(self, phase: str) -> None:
        self._phase = phase

    def _harmless(self, name: str, stack: str) -> None:
        self._session.note(f"harmless {name}", f"{name} does nothing here", stack)

    def _same(self, key: str, stack: str) -> None:
        message = f"ForEach has two items with the key '{key}': as on a device, the first one only is shown"
        self._session.note(f"key {key}", message, stack)

    def navigate(self, action: str, name: str, params: str) -> None:
        """The program asked for another page (Host.navigate)."""
        self._session.tell("route", " ".join(part for part in (_route(action, name), params) if part))
        self._routes.append((action, name, params))

    def parameters(self) -> str:
        """What the page was opened with, as JSON; '' and a note where it was opened with nothing."""
        if not self._parameters:
            self._session.inform("the page was opened without parameters; --params JSON gives it some")
        return self._parameters


def _route(action: str, name: str) -> str:
    return name if action == "push" else f"{action} {name}".rstrip()


def _enums() -> list[str]:
    from runtime.language.arkts.names import enums

    return enums()


def _modules() -> list[bytes]:
    names = sorted(name for name in os.listdir(FOLDER) if name.endswith(".js"))
    blobs = bytecode.load(FOLDER, names, lambda text, name: compile_module(text, "screens/" + name))
    return list(blobs.values())
