"""Specifier -> source: modules of the device, internal modules, local files, JSON.

The engine resolves `./` and `../` against the importing file and hands every specifier over as a name: an absolute
path or a bare specifier. A name that is not the one name of its file (`/a/x/../b.js`, a symbolic link, a path without
its extension) becomes an alias, a module that re-exports the real one, so that each file is evaluated once.
"""

from __future__ import annotations

import os

from runtime.engine.quickjs import INTERNAL_PREFIX
from runtime.language import source
from runtime.modules import files, paths
from runtime.modules.clauses import ANSWERED, Clauses
from runtime.modules.device import ORIGINAL
from runtime.modules.errors import ModuleError, quote, shown
from runtime.modules.files import Files
from runtime.modules.sdk import PREFIXES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from runtime.language.edits import Positions
    from runtime.language.javascript.imports import ImportSite
    from runtime.modules.device import DeviceModules
    from runtime.modules.facades import Facades
    from runtime.modules.packages import Packages
    from runtime.modules.reexports import Reexports
    from runtime.modules.replacements import Replacements

# Finding an import means looking at every token, about a second per million characters.
_LONGEST_LOOKED_AT = 1_000_000
_LONGEST_MESSAGE = 200
# How the engine says it.
_NO_EXPORT = "Could not find export '"


class ModuleLoader:
    """Answers the engine's questions for one run.

    `prepare(path, text)` turns the text of a local file into what the engine is given. `texts` keeps what was read, by
    name, for error screens, and `positions` what leads back to it where the engine was given another text.
    `load_internal(name)` answers for modules that are part of ohosrun and have no text of their own. `facades` is set
    before the engine asks for the first module. `on_answer()` is called when `texts` or `asked` may have grown.
    """

    facades: Facades

    def __init__(
        self,
        device: DeviceModules,
        prepare: Callable[[str, str], str],
        load_internal: Callable[[str], str | None] = lambda _name: None,
        folders: tuple[str, ...] | None = None,
    ) -> None:
        self._device = device
        self.load_internal = load_internal
        self.prepare = prepare
        self._files = Files(folders)
        self._packages: Packages | None = None
        self._replacements: Replacements | None = None
        self._reexports: Reexports | None = None
        # What was read before the engine asked for it, by path.
        self._ahead: dict[str, str] = {}
        self._clauses = Clauses(device.wants)
        self.texts: dict[str, str] = {}
        self.positions: dict[str, Positions] = {}
        self._failures: dict[str, Exception] = {}
        self.on_answer: Callable[[], None] = _nothing

    @property
    def asked(self) -> list[str]:
        """Every path that was looked for, also those that do not exist."""
        return self._files.asked

    def entry(self, name: str, text: str) -> str:
        """The text of the program `name`, ready for the engine. Raises what `prepare` raises."""
        return self.adapted(self._without_types(name, text))

    def adapted(self, text: str, path: str = "") -> str:
        """The text of a program or of its file `path`, ready for the engine: what it imports by name is asked for."""
        originals: set[str] = set()
        if self._replacements is not None:
            originals = self._replacements.targets(path)
            text = self._replacements.with_originals(path, text)
        return self._clauses.replaced(text, originals) if "@" in text else text

    def replace(self, given: Mapping[str, str]) -> None:
        """Put files in the place of modules: `given` has them by name, or by the path of a file.

        What was put there first stays.
        """
        if not given:
            return
        from runtime.modules.replacements import Replacements

        if self._replacements is None:
            self._replacements = Replacements(self._files.find)
            self._device.replaced = self._replacements.names
        self._replacements.add(given)

    def mock(self, folder: str) -> None:
        """Put in the place of modules what the project that `folder` is in has for its tests. Raises ModuleError."""
        config, mocks = self._installed().mocks(folder)
        if config:
            self.texts[config] = ""  # Read, for whoever watches.
        self.replace(mocks)

    def load(self, name: str) -> str:
        """The source text of module `name`. Raises ModuleError, or what `prepare` raises."""
        try:
            return self._load(name)
        except ModuleError as error:
            self._failures[name] = self._locate(error)
            raise
        except Exception as error:
            self._failures[name] = error
            raise
        finally:
            self.on_answer()

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
        if name.startswith(ANSWERED):
            asked = self._clauses.asked(name)
            if asked is None:
                raise self._unknown(name)
            return self._device.named(*asked, self.facades)
        if self._replacements is not None:
            file = self._replacements.of_name(name)
            if file is not None:
                return self._alias(file)
            name = name.removeprefix(ORIGINAL)
        known = self._device.source(name, self.facades)
        if known is not None:
            return known
        if name.startswith(INTERNAL_PREFIX):
            internal = self.facades.handed_over(name) or self.load_internal(name.removeprefix(INTERNAL_PREFIX))
            if internal is None:
                raise self._unknown(name)
            return internal
        if name.startswith("file:"):
            return self._file_url(name)
        # The engine leaves the slash out where `../` climbs exactly to the root.
        if os.path.isabs(name) or any(site.specifier != name for _path, site in self._sites(os.sep + name)):
            return self._local(os.path.join(os.sep, name))
        return self._package(name)

    def _local(self, name: str) -> str:
        replacements = self._replacements
        path = replacements.original(name) if replacements is not None else ""
        if not path:
            found = self._files.find_within(name)
            if found is None:
                raise files.missing(name)
            other = replacements.of_file(found) if replacements is not None else None
            if other is not None or found != name:
                return self._alias(other or found)
            path = found
        try:
            text = source.read(path)
        except source.SourceError as error:
            raise ModuleError(name, error.message) from None
        # Under `name`, which is another than `path` for what something is in the place of.
        self.texts[name] = text
        if path.endswith(".json"):
            return files.json_module(path, text)
        prepared = self._ahead.pop(name, None)
        if prepared is None:
            prepared = self.prepare(name, text)
        return self.adapted(self._without_types(name, prepared), path)

    def _alias(self, path: str) -> str:
        """A module that is the one in the file `path` under another name."""
        return files.alias(path, has_default=path.endswith(".json") or self._has_default(path))

    def _has_default(self, path: str) -> bool:
        try:
            text = source.read(path)
        except source.SourceError:
            return False  # Reading it under its real name says what is wrong.
        if "default" not in text:
            return False
        if source.dialect_of(path) != source.JAVASCRIPT and self._texts_of(path) is not None:
            text = self._without_types(path, self._engine_text(path))
        from runtime.language.javascript.imports import export_names

        return "default" in export_names(text)

    def _file_url(self, url: str) -> str:
        name = paths.path_of_url(url)
        path = self._files.find_within(name) if name is not None else None
        if path is None:
            error = files.missing(name) if name is not None else self._unknown(url)
            error.specifier = url
            raise error
        return self._alias(path)

    def _package(self, name: str) -> str:
        """What a bare specifier that is none of the device means to the file that asks for it."""
        if name.startswith("lib") and name.endswith(".so"):
            hint = f"put a file in its place: --module {name}=FILE, or src/mock/mock-config.json5"
            raise ModuleError(name, f"{name} is native code for a device and cannot run here", hint)
        asking = [path for path, _site in self._sites(name)] or list(self.texts)[:1]
        for path in asking:
            found = self._installed().resolve(name, os.path.dirname(path))
            if found is not None:
                return self._alias(found)
        raise self._unknown(name)

    def _installed(self) -> Packages:
        if self._packages is None:
            from runtime.modules.packages import Packages

            self._packages = Packages(self._files.find)
        return self._packages

    # Types that are passed on ---------------------------------------------------------------------------------

    def _without_types(self, path: str, text: str) -> str:
        if path not in self.positions or not ("export {" in text or "export{" in text):
            return text
        if self._reexports is None:
            from runtime.modules.reexports import Reexports

            self._reexports = Reexports(self._file_of, self._texts_of)
        return self._reexports.without_types(path, text)

    def _file_of(self, specifier: str, path: str) -> str:
        """The file that a specifier means to the file `path`, '' if that is none, or one that is not there."""
        folder = os.path.dirname(path)
        try:
            if specifier.startswith((".", "/")):
                return self._files.find_within(os.path.join(folder, specifier)) or ""
            if specifier.startswith(PREFIXES) or specifier.endswith(".so"):
                return ""
            return self._installed().resolve(specifier, folder) or ""
        except ModuleError:
            return ""  # The engine asks for it, too, and is told.

    def _texts_of(self, path: str) -> tuple[str, str] | None:
        """A file as it was written, in JavaScript what declares its types, and as the engine is given it."""
        if path.endswith(".json"):
            return None
        try:
            if source.dialect_of(path) == source.JAVASCRIPT:
                declarations = files.declarations_of(path)
                return (source.read(declarations) if declarations else ""), source.read(path)
            if path not in self.texts:
                text = source.read(path)
                self.texts[path] = text
                self._ahead[path] = self.prepare(path, text)
        except source.SourceError:
            return None
        return self.texts[path], self._engine_text(path)

    # Errors ---------------------------------------------------------------------------------------------------

    def _unknown(self, name: str) -> ModuleError:
        if name.startswith(("http:", "https:")):
            return ModuleError(name, f"modules are not loaded from the network: {name}")
        internal = name.startswith((INTERNAL_PREFIX, ANSWERED))
        hint = "" if internal else self._device.instead_of(name) or self._instead_of(name)
        return ModuleError(name, f"no module {quote(name)}", hint)

    def _instead_of(self, name: str) -> str:
        """What a bare name may mean that is none of a package: a file beside the one that asks for it."""
        if "\0" in name or not name or ":" in name:
            return ""
        asking = [path for path, _site in self._sites(name)] or list(self.texts)[:1]
        if any(self._files.find(os.path.join(os.path.dirname(path), name)) for path in asking):
            return f"a local file is imported by a path: {quote('./' + name)}"
        return "there is no package of this name in oh_modules or node_modules, here or in a folder above"

    def _missing_export(self, module: str, export: str) -> ModuleError:
        names = self._exports(module)
        if export in names:
            return ModuleError(
                module, f"{shown(module)} exports {quote(export)} from another module, which does not export it"
            )
        error = ModuleError(module, f"{shown(module)} does not export {quote(export)}")
        for path, site in self._sites(module):
            if export in site.names:
                error.specifier = site.specifier
                error.importer = (path, site.line, site.column)
                break
        from runtime.output.spelling import nearest

        close = nearest(export, names)
        if close:
            error.hint = f"did you mean '{close}'?"
        elif names == ["default"]:
            error.hint = f"it has a default export only: import NAME from {quote(error.specifier)}"
        elif names:
            error.hint = f"it exports {', '.join(names)}"
        return error

    def _exports(self, module: str) -> list[str]:
        from runtime.language.javascript.imports import export_names

        path = self._files.find(module) or ""
        return ["default"] if path.endswith(".json") else export_names(self._engine_text(path))

    def _engine_text(self, path: str) -> str:
        positions = self.positions.get(path)
        return positions.text if positions is not None else self.texts.get(path, "")

    def _locate(self, error: ModuleError) -> ModuleError:
        """Finds who asked: the engine does not say, the texts that were loaded do."""
        if error.importer is None:
            sites = list(self._sites(error.specifier))
            asking = [site for site in sites if error.export in site[1].names] or sites
            for path, site in asking[:1]:
                error.importer = (path, site.line, site.column)
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


def _nothing() -> None:
    return None
