"""What belongs to one run and is made when it is first asked for."""

from __future__ import annotations

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from runtime.modules.loader import ModuleLoader
    from runtime.modules.resources import Resources
    from runtime.modules.sandbox import Sandbox
    from runtime.run.placeholders import Placeholders
    from runtime.settings.table import Settings


def folders_of(page: str, settings: Settings) -> tuple[str, ...]:
    """The real paths of the folders that samples of a page, whose own path is real, import from."""
    return (os.path.dirname(page), *map(os.path.realpath, settings.allow_import))


class Belongings:
    """The part of `Host` that keeps what a program has (runtime/modules/contract.py)."""

    settings: Settings
    program_name: str
    modules: ModuleLoader
    # Whether the program reaches no files but those of its own run.
    confined = False
    app_proxy: tuple[str, int, tuple[str, ...]] | None = None
    _sandbox: Sandbox | None = None
    _resources: Resources | None = None
    _placeholders: Placeholders

    @property
    def sandbox(self) -> Sandbox:
        """The files of the run (Host.sandbox)."""
        if self._sandbox is None:
            from runtime.modules.sandbox import of_run

            self._sandbox = of_run(self.program_name, self.settings.data_dir, confined=self.confined)
        return self._sandbox

    @property
    def resources(self) -> Resources:
        """The resources of the project (Host.resources)."""
        if self._resources is None:
            from runtime.modules.resources import Resources

            # What is around a page is not its own.
            self._resources = Resources("" if self.confined else os.path.dirname(self.program_name))
        return self._resources

    @property
    def texts(self) -> Mapping[str, str]:
        """The texts of the program (Host.texts)."""
        return self.modules.texts

    def substitute(self, url: str) -> str:
        """Replace a placeholder (Host.substitute)."""
        return self._placeholders.substitute(url)

    def lasting(self, url: str) -> str:
        """What a url is called beyond the run (Host.lasting)."""
        return self._placeholders.lasting(url)

    def close_sandbox(self) -> None:
        """The run is over: remove what was temporary."""
        if self._sandbox is not None:
            self._sandbox.close()
