"""What of a request neither its url nor its header says, as a part of its key. Loaded by the first that asks for it."""

from __future__ import annotations

from hashlib import blake2b

from runtime.transport.options.special import Special

TYPE_CHECKING = False
if TYPE_CHECKING:
    from runtime.transport.request import Request

# Attributes on which an answer depends, or who may have it and from whom.
_ASKED = (
    "range", "certificate", "certificate_key", "pinned_keys", "ca_data", "verify", "partial_chain",
    "server_name", "authentication", "username", "password", "dns_over_https",
)  # fmt: skip
_PLAIN = Special()


def asked_besides(request: Request) -> list[bytes]:
    """Lines for the key of `request`; none for one that asks for what any other does."""
    lines = []
    if request.body is not None:
        lines.append(blake2b(request.body).hexdigest())
    special = request.special
    if special is not None:
        given = ((name, getattr(special, name)) for name in _ASKED)
        lines += [f"{name} {value!r}" for name, value in given if value != getattr(_PLAIN, name)]
        if special.cookies is not None:
            lines += sorted(f"cookie {line!r}" for line in special.cookies.lines())
    return [line.encode("ascii", "backslashreplace") for line in lines]
