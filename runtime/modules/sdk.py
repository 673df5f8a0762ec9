"""The names of the SDK, read from the file that lists them when one of them is first asked for.

A line that starts with a kit is followed by a line for each module that the kit takes names from: the module's
specifier, then `NAME` for its export of that name, `NAME=default` for its default export, `NAME=OTHER` where the module
calls it otherwise. Below `-` stand modules that no kit has, below `!` the kits that OpenHarmony's SDK does not have
because they belong to the devices of one vendor.
"""

from __future__ import annotations

KIT_PREFIX = "@kit."
PREFIXES = (KIT_PREFIX, "@ohos.", "@system.", "@arkts.", "@hms.")
"""How the specifiers of a device's own modules begin."""


class Sdk:
    """What the file `path` lists; nothing where that is ''."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._content: str | None = None

    def kit(self, name: str) -> dict[str, tuple[str, str]] | None:
        """What a kit exports: name -> (module, its name there). None where there is no such kit."""
        text = self._text()
        start = text.find(f"\n{name}\n", 0, text.find("\n!\n"))
        if start < 0 or not name.startswith(KIT_PREFIX):
            return None
        exports = {}
        for line in text[start + len(name) + 2 :].split("\n"):
            if not line.startswith(" "):
                break
            module, *names = line.split()
            for entry in names:
                exported, _, inner = entry.partition("=")
                exports[exported] = (module, inner or exported)
        return exports

    def has(self, specifier: str) -> bool:
        """Whether the SDK has a module of that name, or a kit."""
        text = self._text()
        listed = text.find("\n!\n")
        # A module may stand alone on its line, or before the names that a kit takes from it.
        return any(text.find(line, 0, listed) >= 0 for line in (f"\n {specifier} ", f"\n{specifier}\n"))

    def is_of_one_vendor(self, specifier: str) -> bool:
        """Whether it is one of the kits and modules that only devices of one vendor have."""
        text = self._text()
        return specifier.startswith("@hms.") or f"\n{specifier}\n" in text[text.find("\n!\n") :]

    def exports(self, module: str) -> list[str]:
        """The names that kits take from `module`, beside its default export."""
        found: list[str] = []
        text = self._text()
        at = text.find(f"\n {module} ")
        while at >= 0:
            end = text.index("\n", at + 1)
            for entry in text[at:end].split()[1:]:
                inner = entry.rpartition("=")[2]
                if inner not in ("default", *found):
                    found.append(inner)
            at = text.find(f"\n {module} ", end)
        return found

    def specifiers(self) -> list[str]:
        """Every kit and module of the SDK."""
        text = self._text()
        listed = text[: text.find("\n!\n")]
        return [line.split()[0] for line in listed.split("\n") if len(line) > 1]

    def _text(self) -> str:
        if self._content is None:
            if self._path:
                with open(self._path, encoding="utf-8") as file:
                    self._content = f"\n{file.read()}"
            else:
                self._content = "\n!\n"
        return self._content
