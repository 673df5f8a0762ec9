"""pycurl, as `pycurl`, without the front end for asyncio that its package imports.

That front end takes longer to import than libcurl takes to load, and nothing here uses it. The extension module in the
package is all of libcurl; where pycurl is no package, it is the extension module itself.
"""

from __future__ import annotations

from runtime.extensions import extension

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def _load() -> Any:
    alone = extension("pycurl", "_pycurl")
    if alone is not None:
        return alone
    import pycurl

    return pycurl


pycurl: Any = _load()


def what_it_means(code: int) -> str:
    """curl's text for a code, for where it has nothing to say about the one case."""
    # Not in every release of pycurl that is supported.
    strerror = getattr(pycurl, "easy_strerror", None) if code else None
    return str(strerror(code)) if strerror else ""
