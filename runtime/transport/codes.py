"""Codes that this libcurl gives and those of devices, 8.4 to 8.8, do not."""

from __future__ import annotations

from runtime.transport.libcurl import pycurl

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from runtime.transport.transfer import Transfer

_FIRST_REFUSAL = 300


def as_on_devices(code: int, curl: Any, transfer: Transfer) -> int:
    """What the libcurl of a device ends `transfer` with where this one ends it with `code`."""
    if code == pycurl.E_COULDNT_CONNECT and curl.getinfo(pycurl.HTTP_CONNECTCODE) >= _FIRST_REFUSAL:
        refused: int = pycurl.E_RECV_ERROR  # A proxy refused the tunnel.
        return refused
    special = transfer.request.special
    if code == pycurl.E_BAD_FUNCTION_ARGUMENT and special is not None and special.certificate:
        unusable: int = pycurl.E_SSL_CERTPROBLEM  # Its kind, its key or the password of that.
        return unusable
    return code
