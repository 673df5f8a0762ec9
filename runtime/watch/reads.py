"""What a run has read, from the moment it does."""

from __future__ import annotations

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from runtime.modules.loader import ModuleLoader


class Reads:
    """What a run has read and looked for, while it does: filled in the run's thread, read in the watching one."""

    def __init__(self) -> None:
        self._parts: list[tuple[Mapping[str, str], Sequence[str]]] = []
        self._told: list[tuple[int, int]] = []
        # Called, in the run's thread, when an import was answered.
        self.on_growth: Callable[[], None] = lambda: None

    def follow(self, modules: ModuleLoader) -> None:
        """Follow what is imported from now on."""
        modules.on_answer = self.on_growth
        self.add(modules.texts, modules.asked)

    def add(self, texts: Mapping[str, str], asked: Sequence[str]) -> None:
        """Follow `texts` (by real path) and `asked` (absolute paths, there or not), which may still grow."""
        self._parts.append((texts, asked))

    def news(self) -> tuple[dict[str, str], list[str]]:
        """What was added since the last call: texts and asked."""
        new_texts: dict[str, str] = {}
        new_asked: list[str] = []
        for number, (texts, asked) in enumerate(list(self._parts)):
            told = self._told[number] if number < len(self._told) else (0, 0)
            paths, more = list(texts), list(asked)
            new_texts.update({path: texts[path] for path in paths[told[0] :]})
            new_asked += more[told[1] :]
            self._told[number : number + 1] = [(len(paths), len(more))]
        return new_texts, new_asked

    def paths(self) -> set[str]:
        """Every path that matters."""
        found: set[str] = set()
        for texts, asked in list(self._parts):
            found.update(list(texts), list(asked))
        return {path for path in found if os.path.isabs(path) and _can_exist(path)}

    def size(self) -> int:
        """Grows whenever `paths` may have."""
        return sum(len(texts) + len(asked) for texts, asked in list(self._parts))

    def text(self, path: str) -> str | None:
        """What the run first saw in the file with the real path `path`; None when it has not read it."""
        for texts, _ in list(self._parts):
            text = texts.get(path)
            if text is not None:
                return text
        return None


def _can_exist(path: str) -> bool:
    """Whether a file system can have such a name: a script may import anything."""
    try:
        return b"\0" not in os.fsencode(path)
    except UnicodeEncodeError:
        return False
