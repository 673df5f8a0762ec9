"""The JavaScript of native modules in one run, and the ops below it.

Only a façade can reach its ops. Where it says `ohosrun:bridge/NAME`, its compiled text has sixteen dashes before the
name; when it is given to the engine, digits that are drawn for this run take their place, and only under that name are
ops answered. No script can guess it, and nothing that a script can import exports what came under it.
"""

from __future__ import annotations

import marshal
import os

from runtime.engine import bytecode
from runtime.engine.quickjs import INTERNAL_PREFIX, compile_module

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from runtime.engine.bytecode import Library
    from runtime.engine.quickjs import Engine
    from runtime.modules.contract import Binding, Host, NativeModule, Registry

_KIT = "kit"
_LIMITS = "since.js"
_BRIDGE = INTERNAL_PREFIX + "bridge/"
_PLACEHOLDER = b"-" * 16
_PREFIX = INTERNAL_PREFIX.encode()


def _root(module: NativeModule) -> str:
    """What the internal names of the files of `module` begin with."""
    return os.path.basename(module.folder) if os.path.isabs(module.folder) else f"bindings/{module.folder}"


class Facades:
    """Loads façades and opens the bindings below them. `host_ops` are what every façade gets besides its own ops."""

    def __init__(
        self,
        engine: Engine,
        registry: Registry,
        host: Host,
        host_ops: dict[str, Callable[..., Any]],
        library: Library,
    ) -> None:
        self._engine = engine
        self._registry = registry
        self._host = host
        self._host_ops = host_ops
        self._host_object: Any = None
        self._secret = os.urandom(len(_PLACEHOLDER) // 2).hex()
        self._library = library
        self._modules: dict[str, NativeModule] = {}  # By root.
        self._loaded: set[str] = set()
        self._bindings: dict[str, Binding] = {}

    def load(self, module: NativeModule) -> str:
        """The name under which the engine now has the façade of `module`, ready to be linked."""
        root = _root(module)
        self._modules.setdefault(root, module)
        name = f"{root}/{module.file}"
        self._preload(name)
        return INTERNAL_PREFIX + name

    def load_limits(self, module: NativeModule) -> str:
        """The name of what takes away from the façade of `module` what came later than a version; '' for nothing."""
        root = _root(module)
        if _LIMITS not in self._files(root):
            return ""
        self._preload(f"{root}/{_LIMITS}")
        return f"{INTERNAL_PREFIX}{root}/{_LIMITS}"

    def handed_over(self, name: str) -> str | None:
        """The source of the module by which a façade gets its ops, if `name` is one."""
        prefix = f"{_BRIDGE}{self._secret}/"
        if not name.startswith(prefix):
            return None
        package = name.removeprefix(prefix)
        engine = self._engine
        if self._host_object is None:
            self._host_object = engine.new_object()
            self._host_object.set("rememberSite", engine.core.get("rememberSite"))
            self._host_object.set("presented", engine.core.get("presented"))
            for op_name, op in {"hint": self._host.hint, **self._host_ops}.items():
                engine.set_op(self._host_object, op_name, op)
        handed = engine.new_object()
        handed.set("host", self._host_object)
        handed.set("builtins", engine.core.get("builtins"))
        handed.set("ops", engine.core.get("opsOnDemand")(lambda ops: self._open(package, ops)))
        return f"export const {{ ops, host, builtins }} = {engine.hand_over(handed)};\n"

    def misread(self, error: dict[str, Any], line: str, column: int, text: str) -> str:
        """What the modules that were imported say about an error that nobody caught; '' for nothing."""
        modules = self._modules.values()
        return next(filter(None, (self._registry.misread(module, error, line, column, text) for module in modules)), "")

    def closers(self) -> list[Callable[[], None]]:
        """What closes the bindings that were opened, and lets go of the engine."""
        return [*(binding.close for binding in self._bindings.values()), self._let_go]

    def _let_go(self) -> None:
        self._bindings.clear()
        self._host_object = None

    def _open(self, package: str, ops: Any) -> None:
        module = self._modules.get(f"bindings/{package}") or self._modules[package]
        binding = self._registry.open(module, self._host)
        self._bindings[package] = binding
        ops.set("rememberSite", self._engine.core.get("rememberSite"))
        for name, op in binding.ops().items():
            self._engine.set_op(ops, name, op)

    def _preload(self, name: str) -> None:
        """Give the engine the file `name` and, before, what it imports: it would ask for these as text."""
        secret = self._secret.encode()
        for file, pieces in self._library.get(f"order of {name}", lambda: self._order(name)):
            if file not in self._loaded:
                self._loaded.add(file)
                self._engine.preload_module(secret.join(pieces))

    def _order(self, name: str) -> list[tuple[str, list[bytes]]]:
        """The file `name` and all that it imports, each behind what it imports itself."""
        order: dict[str, list[bytes]] = {}
        on_the_way = set()

        def visit(name: str) -> None:
            if name in on_the_way:
                return
            on_the_way.add(name)
            first, _, rest = name.partition("/")
            root = f"{first}/{rest.partition('/')[0]}" if first == "bindings" else first
            pieces, imports = self._files(root)[name.removeprefix(root + "/")]
            for imported in imports:
                visit(imported)
            order[name] = pieces

        visit(name)
        return list(order.items())

    def _files(self, root: str) -> dict[str, tuple[list[bytes], list[str]]]:
        """The compiled files of a root, by name, each with the names of what it imports."""
        return self._library.get(root, lambda: _load(self._folder(root), root))

    def _folder(self, root: str) -> str:
        if root == _KIT:
            return os.path.join(self._registry.folder, _KIT)
        if root.startswith("bindings/"):
            return os.path.join(self._registry.folder, root.removeprefix("bindings/"))
        return self._modules[root].folder


def _load(folder: str, root: str) -> dict[str, tuple[list[bytes], list[str]]]:
    """The bytecode of each file below `folder`, around what stands for the secret of a run, and what it imports."""
    blobs = bytecode.load(folder, _scripts(folder), lambda text, file: _compile(text, f"{root}/{file}"))
    return {file: marshal.loads(blob) for file, blob in blobs.items()}


def _compile(text: str, name: str) -> bytes:
    blob = compile_module(text.replace(f"'{_BRIDGE}", f"'{_BRIDGE}{_PLACEHOLDER.decode()}/"), name)
    return marshal.dumps((blob.split(_PLACEHOLDER), _imports(blob)))


def _scripts(folder: str) -> list[str]:
    """The JavaScript files in `folder` and below, as `/` paths from there."""
    names = []
    for path, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith("__")]
        below = os.path.relpath(path, folder).replace(os.sep, "/")
        prefix = "" if below == "." else below + "/"
        names += [prefix + name for name in files if name.endswith(".js")]
    return sorted(names)


def _imports(blob: bytes) -> list[str]:
    """The internal files that compiled JavaScript names, itself among them: names are kept in it as they are."""
    names = []
    at = blob.find(_PREFIX)
    while at >= 0:
        start = at + len(_PREFIX)
        at = blob.find(_PREFIX, start)
        end = blob.find(b".js", start, at if at >= 0 else len(blob))
        name = blob[start:end].decode("latin-1") if end >= 0 else ""
        if name.replace("/", "").replace("_", "").isalnum() and not name.startswith("bridge/"):
            names.append(name + ".js")
    return names
