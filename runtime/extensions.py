"""Extension modules without the package around them, whose Python can take longer to import than they to load."""

from __future__ import annotations

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def extension(package: str, name: str) -> Any:
    """The extension module `name` of `package`; None where it has no such one."""
    # What importlib.machinery offers, without the package around it.
    from _frozen_importlib_external import ExtensionFileLoader, PathFinder

    full_name = f"{package}.{name}"
    if full_name in sys.modules:
        return sys.modules[full_name]
    found = PathFinder.find_spec(package)
    folders = found.submodule_search_locations if found is not None else None
    inner = PathFinder.find_spec(full_name, folders) if folders else None
    if inner is None or not isinstance(inner.loader, ExtensionFileLoader):
        return None
    module = inner.loader.create_module(inner)
    inner.loader.exec_module(module)
    # Some can be made once only, and whoever imports the package needs it, too.
    sys.modules[full_name] = module
    return module
