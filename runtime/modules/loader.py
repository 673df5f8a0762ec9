"""Specifier -> source: native modules by registry, kits, local files, JSON.

The engine resolves `./` and `../` against the importing file and hands every specifier over as a name: an absolute
path or a bare specifier. A name that is not the one name of its file (`/a/x/../b.js`, a symbolic link, a path without
its extension) becomes an alias, a module that re-exports the real one, so that each file is evaluated once.
"""

from __future__ import annotations

import os
import sys

from runtime.engine import bytecode
from runtime.engine.quickjs import INTERNAL_PREFIX, compile_module
from runtime.language import source

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from runtime.language.edits import Positions
    from runtime.language.javascript.imports import ImportSite
    from runtime.modules.contract import Kit, NativeModule, Registry

# In the order in which they are tried.
EXTENSIONS = (".ets", ".ts", ".mts", ".js", ".mjs", ".json")
_INDEXES = ("Index", "index")
# Finding an import means looking at every token, about a second per million characters.
_LONGEST_LOOKED_AT = 1_000_000
_LONGEST_MESSAGE = 200
# How the engine says it.
_NO_EXPORT = "Could not find export '"
_DEVICE_PREFIXES = ("@ohos.", "@kit.", "@system.", "@hms.", "@arkts.")


class ModuleError(Exception):
    """An import that cannot be answered. `importer` is (file, line, column) of who asked, when known."""

    def __init__(self, specifier: str, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.specifier = specifier
        self.message = message
        self.hint = hint
        self.importer: tuple[str, int, int] | None = None


class ModuleLoader:
    """Answers the engine's questions for one run.

    `open_binding(package)` is called the first time a program imports a native module; it returns a JavaScript
    expression that is the module's ops, once. `prepare(path, text)` turns the text of a local file into what the engine
    is given; `load_internal(name)` answers for modules that are part of ohosrun and have no text of their own. `texts`
    keeps what was read, by name, for error screens, and `positions` what leads back to it where the
    engine was given another text; `asked` is every path that was looked for, also those that do not exist.
    """

    def __init__(
        self,
        registry: Registry,
        open_binding: Callable[[str], str],
        prepare: Callable[[str, str], str],
        load_internal: Callable[[str], str | None] = lambda _name: None,
    ) -> None:
        self._load_internal = load_internal
        self._registry = registry.modules
        self._open_binding = open_binding
        self._prepare = prepare
        self.texts: dict[str, str] = {}
        self.positions: dict[str, Positions] = {}
        self.asked: list[str] = []
        self._failures: dict[str, Exception] = {}

    def load(self, name: str) -> str:
        """The source text of module `name`. Raises ModuleError, or what `prepare` raises."""
        try:
            return self._load(name)
        except Exception as error:
            self._failures[name] = error
            raise

    def failure(self, message: str) -> Exception | None:
        """The error behind the one line in which the engine tells a script that an import failed."""
        for name, error in self._failures.items():
            # The engine cuts long messages off.
            if message.startswith(f"module loader failed for '{name}'"[:_LONGEST_MESSAGE]):
                return error
        if message.startswith(_NO_EXPORT):
            export, _, module = message[len(_NO_EXPORT) : -1].partition("' in module '")
            return self._missing_export(module, export)
        return None

    def _load(self, name: str) -> str:
        if name.startswith(INTERNAL_PREFIX):
            text = self._load_internal(name.removeprefix(INTERNAL_PREFIX))
            if text is not None:
                return text
            raise self._locate(self._unknown(name))
        known = self._registry.get(name)
        if known is not None:
            return self._registered(known)
        if name.startswith("file:"):
            return self._file_url(name)
        if os.path.isabs(name):
            return self._local(name)
        raise self._locate(self._unknown(name))

    def _registered(self, module: NativeModule | Kit) -> str:
        exports = getattr(module, "exports", None)
        if exports is not None:
            lines = [f"import {key} from {quote(specifier)}; export {{ {key} }};" for key, specifier in exports.items()]
            return "\n".join(lines)
        package: str = module.package  # type: ignore[union-attr]
        ops = self._open_binding(package)
        # The façade has a name of its own, so that its frames are known as internal in stack traces. It is given its
        # ops here and not by an import, as whatever it could import a script could import too.
        internal = quote(f"{INTERNAL_PREFIX}bindings/{package}/{module.file}")  # type: ignore[union-attr]
        names: tuple[str, ...] = getattr(module, "names", ())
        if names:
            exported = ", ".join(names)
            return f"import {{ connect }} from {internal}; connect({ops}); export {{ {exported} }} from {internal};"
        return f"import module, {{ connect }} from {internal}; connect({ops}); export default module;"

    def _local(self, name: str) -> str:
        path = self._find(name)
        if path is None:
            raise self._locate(self._missing(name))
        if path != name:
            return _alias(path, has_default=self._has_default(path))
        try:
            text = source.read(path)
        except source.SourceError as error:
            raise self._locate(ModuleError(name, error.message)) from None
        self.texts[path] = text
        if path.endswith(".json"):
            return self._json(path, text)
        return self._prepare(path, text)

    def _file_url(self, url: str) -> str:
        name = _path_of_url(url)
        path = self._find(name) if name is not None else None
        if path is None:
            error = self._missing(name) if name is not None else self._unknown(url)
            error.specifier = url
            raise self._locate(error)
        return _alias(path, has_default=self._has_default(path))

    def _find(self, name: str) -> str | None:
        """The real path of the file that `name` means, as HarmonyOS projects mean it: the extension may be left out."""
        # As in a URL: `x/..` is nothing, whether or not there is a folder x.
        name = os.path.normpath(name)
        indexes = [os.path.join(name, index + extension) for index in _INDEXES for extension in EXTENSIONS[:-1]]
        for candidate in [name, *(name + extension for extension in EXTENSIONS), *indexes]:
            self.asked.append(candidate)
            if os.path.isfile(candidate) and _has_this_case(candidate):
                return os.path.realpath(candidate)
        return None

    @staticmethod
    def _has_default(path: str) -> bool:
        if path.endswith(".json"):
            return True
        try:
            text = source.read(path)
        except source.SourceError:
            return False  # Reading it under its real name says what is wrong.
        if "default" not in text:
            return False
        from runtime.language.javascript.imports import export_names

        return "default" in export_names(text)

    @staticmethod
    def _json(path: str, text: str) -> str:
        import json

        try:
            json.loads(text, parse_constant=_refuse_constant, parse_int=str)
        except ValueError as error:
            line = getattr(error, "lineno", 1)
            column = getattr(error, "colno", 1)
            what = getattr(error, "msg", str(error))
            problem = ModuleError(path, f"not valid JSON: {what}")
            problem.importer = (path, line, column)
            raise problem from None
        except RecursionError:
            pass  # Too deep for this parser, which is only here to say where an error is.
        return f"export default JSON.parse({quote(text)});"

    # Errors ---------------------------------------------------------------------------------------------------

    def _missing(self, name: str) -> ModuleError:
        folder = os.path.dirname(name)
        if os.path.isdir(name):
            return ModuleError(name, f"{shown(name)} is a folder without an Index.ets or index.js")
        if not os.path.isdir(folder):
            return ModuleError(name, f"no such file: {shown(name)} (there is no folder {shown(folder)})")
        base = os.path.basename(name)
        entries = [entry for entry in os.listdir(folder) if entry.endswith(EXTENSIONS)]
        other_case = [entry for entry in entries if base.lower() in (entry.lower(), os.path.splitext(entry)[0].lower())]
        if other_case:
            hint = f"it is called '{other_case[0]}': a device tells upper case from lower case"
            return ModuleError(name, f"no such file: {shown(name)}", hint)
        close = nearest(base, entries)
        return ModuleError(name, f"no such file: {shown(name)}", f"did you mean './{close}'?" if close else "")

    def _unknown(self, name: str) -> ModuleError:
        here = ", ".join(sorted(name for name in self._registry if name.startswith(_DEVICE_PREFIXES)))
        if name.startswith(_DEVICE_PREFIXES):
            close = nearest(name, list(self._registry))
            hint = f"did you mean {quote(close)}?" if close else f"implemented here: {here}"
            return ModuleError(name, f"the module {quote(name)} is not implemented here", hint)
        if name.startswith(("http:", "https:")):
            return ModuleError(name, f"modules are not loaded from the network: {name}")
        return ModuleError(
            name,
            f"no module {quote(name)}",
            f"a local file is imported by a path: {quote('./' + name)}; native modules here: {here}",
        )

    def _missing_export(self, module: str, export: str) -> ModuleError:
        names = self._exports(module)
        if export in names:
            return ModuleError(
                module, f"{shown(module)} exports {quote(export)} from another module, which does not export it"
            )
        error = ModuleError(module, f"{shown(module)} does not export {quote(export)}")
        specifier = module
        for path, site in self._sites(module):
            if export in site.names:
                specifier = site.specifier
                error.importer = (path, site.line, site.column)
                break
        close = nearest(export, names)
        if close:
            error.hint = f"did you mean '{close}'?"
        elif names == ["default"]:
            implicit = getattr(self._registry.get(module), "implicit", {})
            local = next((name for name, expression in implicit.items() if expression == "module"), "NAME")
            error.hint = f"it has a default export only: import {local} from {quote(specifier)}"
        elif names:
            error.hint = f"it exports {', '.join(names)}"
        return error

    def _exports(self, module: str) -> list[str]:
        from runtime.language.javascript.imports import export_names

        known = self._registry.get(module)
        if known is not None:
            return sorted(getattr(known, "exports", ())) or list(getattr(known, "names", ())) or ["default"]
        path = self._find(module) or ""
        return ["default"] if path.endswith(".json") else export_names(self._engine_text(path))

    def _engine_text(self, path: str) -> str:
        positions = self.positions.get(path)
        return positions.text if positions is not None else self.texts.get(path, "")

    def _locate(self, error: ModuleError) -> ModuleError:
        """Finds who asked: the engine does not say, the texts that were loaded do."""
        for path, site in self._sites(error.specifier):
            error.importer = (path, site.line, site.column)
            break
        return error

    def _sites(self, name: str) -> Iterator[tuple[str, ImportSite]]:
        """Where the module `name`, as the engine asks for it, is imported: (file, site)."""
        from runtime.language.javascript.imports import import_sites

        for path in self.texts:
            text = self._engine_text(path)
            positions = self.positions.get(path)
            for site in import_sites(text) if len(text) <= _LONGEST_LOOKED_AT else ():
                if positions is not None:
                    site.line, site.column = positions.source(site.line, site.column)
                local = os.path.normpath(os.path.join(os.path.dirname(path), site.specifier))
                if site.specifier == name or (site.specifier.startswith(".") and local == os.path.normpath(name)):
                    yield path, site


def facade(registry: Registry, package: str) -> list[bytes]:
    """The JavaScript of a binding, for `Engine.preload_module`."""
    folder = os.path.join(registry.folder, package)
    names = sorted(name for name in os.listdir(folder) if name.endswith(".js"))
    blobs = bytecode.load(folder, names, lambda text, name: compile_module(text, f"bindings/{package}/{name}"))
    return list(blobs.values())


def shown(path: str) -> str:
    """`path` as messages show it: relative to the working directory when it is below it."""
    relative = os.path.relpath(path)
    return os.path.normpath(path) if relative.startswith("..") else relative


def _has_this_case(path: str) -> bool:
    """Whether a file that is there is called exactly so, also where the file system would not care."""
    if sys.platform not in ("darwin", "win32"):
        return True
    folder, name = os.path.split(path)
    return name in os.listdir(folder)


def quote(text: str) -> str:
    """`text` as a JavaScript string literal."""
    body = (
        text.replace("\\", "\\\\")
        .replace("'", "\\'")
        .replace("\n", "\\n")
        .replace("\r", "\\r")
        .replace("\u2028", "\\u2028")
        .replace("\u2029", "\\u2029")
    )
    return f"'{body}'"


def nearest(word: str, candidates: list[str]) -> str:
    """The candidate that `word` is most likely a misspelling of, or ''."""
    from difflib import get_close_matches

    matches = get_close_matches(word, candidates, n=1, cutoff=0.75)
    return matches[0] if matches else ""


def _alias(path: str, *, has_default: bool) -> str:
    lines = [f"export * from {quote(path)};"]
    if has_default:
        lines.append(f"export {{ default }} from {quote(path)};")
    return "\n".join(lines)


def _path_of_url(url: str) -> str | None:
    from urllib.parse import unquote, urlsplit

    try:
        path = unquote(urlsplit(url).path)
    except ValueError:
        return None
    return path if os.path.isabs(path) and "\0" not in path else None


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is not a JSON value")
