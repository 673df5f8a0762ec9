"""The modules of a device as source text: façades, kits, what stands in for a module that is not here."""

from __future__ import annotations

import os

from runtime.engine.quickjs import INTERNAL_PREFIX
from runtime.modules.contract import NativeModule
from runtime.modules.errors import ModuleError, quote
from runtime.modules.sdk import KIT_PREFIX, PREFIXES, Sdk

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from runtime.modules.contract import Registry
    from runtime.modules.facades import Facades

EVERYTHING = "all"
ORIGINAL = f"{INTERNAL_PREFIX}original/"
"""How the name of a module begins that means the module itself, whatever is put in its place."""

_STAND_INS = NativeModule(os.path.dirname(os.path.abspath(__file__)), file="stand_ins.js")


class DeviceModules:
    """The modules of a device that one run can import.

    `stubbed` are those of them (or EVERYTHING) whose stand-ins do nothing instead of refusing; `api` is the version of
    the device, 0 for one that has everything. `replaced` are specifiers that are answered for by files.
    """

    def __init__(self, registry: Registry, *, stubbed: Collection[str], api: int) -> None:
        self._registry = registry
        self.native = registry.modules
        self.sdk = Sdk(registry.sdk)
        self._stubbed = stubbed
        self._api = api
        self.replaced: Collection[str] = ()

    def wants(self, specifier: str, names: list[str]) -> bool:
        """Whether an import of these names is better answered for itself than by the whole module."""
        if specifier in self.replaced:
            return False
        if specifier.startswith(KIT_PREFIX):
            return True
        module = self.native.get(specifier)
        if module is None:
            return self.sdk.has(specifier) or self.sdk.is_of_one_vendor(specifier)
        return any(
            (name not in module.exports and (name != "default" or not module.default)) or self._since(specifier, name)
            for name in names
        )

    def source(self, name: str, facades: Facades) -> str | None:
        """The source of all of module `name`; None where it is none of a device. Raises ModuleError."""
        module = self.native.get(name)
        if module is not None:
            self._check_version(name, name)
            there = [export for export in module.exports if not self._since(name, export)]
            exports = [*(("default",) if module.default else ()), *there]
            internal = quote(facades.load(module))
            limits = facades.load_limits(module) if self._api else ""
            # Under a name of its own, so that its frames are known as internal in stack traces.
            imported = f"import {quote(limits)}; " if limits else ""
            return f"{imported}export {{ {', '.join(exports)} }} from {internal};"
        if not name.startswith(PREFIXES):
            return None
        kit = self.sdk.kit(name)
        if kit is not None:
            places = ((name, place) for name, place in kit.items() if not self._since(*place))
            return self._joined(facades, ((exported, *place) for exported, place in places))
        if not self.sdk.has(name) and not self.sdk.is_of_one_vendor(name):
            raise self.unknown(name)
        names = ["default", *self.sdk.exports(name)]
        return self._joined(facades, ((inner, name, inner) for inner in names), (name,))

    def named(self, specifier: str, names: Iterable[str], originals: Collection[str], facades: Facades) -> str:
        """The source of a module that exports `names` of `specifier`. Raises ModuleError where one is not there.

        `originals` are modules of which those themselves are wanted, whatever is put in their place.
        """
        if not specifier.startswith(KIT_PREFIX):
            for name in names:
                self._check_version(specifier, specifier, name if name != "default" else "")
            return self._joined(facades, ((name, specifier, name) for name in names), originals)
        kit = self.sdk.kit(specifier)
        if kit is None and self.sdk.is_of_one_vendor(specifier):
            # What it has is not known; so it has what it is asked for.
            return self._joined(facades, ((name, specifier, name) for name in names), originals)
        if kit is None:
            raise self.unknown(specifier)
        for name in names:
            if name not in kit:
                raise self.missing_export(specifier, name, list(kit))
            self._check_version(specifier, *kit[name], shown=name)
        return self._joined(facades, ((name, *kit[name]) for name in names), originals)

    def exports(self, specifier: str) -> list[str]:
        """The names that a module of the device exports, as far as they are known."""
        module = self.native.get(specifier)
        if module is not None:
            return [*(("default",) if module.default else ()), *module.exports]
        return list(self.sdk.kit(specifier) or ["default", *self.sdk.exports(specifier)])

    def instead_of(self, name: str) -> str:
        """What to write instead of an import of `name`, or ''."""
        packages = self._registry.other_names("PACKAGES")
        hint: str = packages.get(name.removeprefix("node:"), "")
        if not hint and name.startswith("@"):
            # As a path: @ohos/net.http.
            from runtime.output.spelling import nearest

            close = nearest(name.replace("/", "."), list(self.native))
            hint = f"did you mean {quote(close)}?" if close else ""
        return hint

    def unknown(self, name: str) -> ModuleError:
        """The error for a name that looks like one of a device and that its SDK does not have."""
        from runtime.output.spelling import nearest

        close = nearest(name, self.sdk.specifiers() + list(self.native))
        return ModuleError(
            name, f"the SDK has no module {quote(name)}", f"did you mean {quote(close)}?" if close else ""
        )

    def missing_export(self, module: str, export: str, names: list[str]) -> ModuleError:
        """The error for an import of something that `module`, which has `names`, does not export."""
        error = ModuleError(module, f"{module} does not export {quote(export)}", export=export)
        from runtime.output.spelling import nearest

        close = nearest(export, names)
        if close:
            error.hint = f"did you mean '{close}'?"
        elif names == ["default"]:
            implicit = getattr(self.native.get(module), "implicit", {})
            local = next((name for name, expression in implicit.items() if expression == "module"), "NAME")
            error.hint = f"it has a default export only: import {local} from {quote(module)}"
        elif export == "default":
            error.hint = f"it has no default export: import {{ {names[0]} }} from {quote(module)}"
        return error

    def _joined(
        self, facades: Facades, entries: Iterable[tuple[str, str, str]], originals: Collection[str] = ()
    ) -> str:
        """A module that exports, for each (name, module, name there), that name."""
        lines: list[str] = []
        stands_in = False
        for number, (name, module, inner) in enumerate(entries):
            native = self.native.get(module)
            if module in self.replaced and module not in originals:
                lines.append(f"export {{ {inner} as {name} }} from {quote(module)};")
            elif native is None:
                stands_in = True
                made = f"standIn({quote(module)}, {quote(inner)}, {quote(self._why_stub(module))})"
                lines.append(f"const _{number} = {made}; export {{ _{number} as {name} }};")
            elif inner in native.exports or (inner == "default" and native.default):
                where = ORIGINAL + module if module in originals else module
                lines.append(f"export {{ {inner} as {name} }} from {quote(where)};")
            elif inner in self.sdk.exports(module):
                # A type is a name that can be imported and that has no value.
                lines.append(f"const _{number} = undefined; export {{ _{number} as {name} }};")
            else:
                raise self.missing_export(module, inner, self.exports(module))
        if stands_in:
            lines.insert(0, f"import {{ standIn }} from {quote(facades.load(_STAND_INS))};")
        return "\n".join(lines)

    def _why_stub(self, module: str) -> str:
        """Why the stand-in of `module` does nothing; '' where it refuses."""
        if module in self._stubbed or EVERYTHING in self._stubbed:
            return "--stub"
        kits = self._registry.other_names("SHOWN")
        is_only_shown = module in kits or any(
            module == each for kit in kits for each, _ in (self.sdk.kit(kit) or {}).values()
        )
        return "nothing is drawn" if is_only_shown else ""

    def _since(self, module: str, export: str = "") -> int:
        """The version that brought an export of `module`, or all of it, where the device is older; else 0."""
        native = self.native.get(module)
        if not self._api or native is None or module in self.replaced:
            return 0
        since = max(native.since, native.exports_since.get(export, 0))
        return since if since > self._api else 0

    def _check_version(self, asked: str, module: str, export: str = "", *, shown: str = "") -> None:
        """Raises ModuleError for what is newer than the device.

        It is an export of `module`, or all of it; `asked` is what the program imports it from, `shown` how it is called
        there.
        """
        since = self._since(module, export)
        if since:
            what = f"{quote(shown or export)} of {asked}" if export else quote(module)
            message = f"{what} is not in API {self._api}: devices have it since API {since}"
            raise ModuleError(asked, message, export=shown or export)
