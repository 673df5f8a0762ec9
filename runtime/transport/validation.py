"""A peer that the program judges itself: a handshake first, and the request only to the key that it agreed to.

libcurl is asked for a connection without a request, what the peer presented goes to `Special.validate`, and the request
then goes over another connection, on which libcurl accepts that key and no other.
"""

from __future__ import annotations

from base64 import b64encode
from binascii import Error as Base64Error
from binascii import a2b_base64

from runtime.transport.libcurl import pycurl
from runtime.transport.text import text_of
from runtime.transport.url import host_of, server_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from runtime.loop import Loop
    from runtime.transport.handle import Handle
    from runtime.transport.transfer import Transfer

ANSWER_LIMIT = 30_000  # ms; no answer is a refusal (A3.2).

_BEGIN, _END = "-----BEGIN CERTIFICATE-----", "-----END CERTIFICATE-----"
_VERSION_TAG = 0xA0
_LONG_LENGTH = 0x80


def prepare(handle: Handle, transfer: Transfer) -> None:
    """Set `handle` up for the handshake alone, or for the request where its peer has been agreed to."""
    setopt = handle.curl.setopt
    url = text_of(transfer.request.url)
    transfer.is_probe = False
    if not url.lower().startswith("https:"):
        return
    setopt(pycurl.SSL_VERIFYPEER, 0)
    setopt(pycurl.SSL_VERIFYHOST, 0)
    if transfer.agreed is not None and transfer.agreed[0] == server_of(url):
        setopt(pycurl.PINNEDPUBLICKEY, transfer.agreed[1])
        return
    transfer.is_probe = True
    setopt(pycurl.CONNECT_ONLY, 1)
    setopt(pycurl.OPT_CERTINFO, 1)
    setopt(pycurl.FRESH_CONNECT, 1)
    # In a session that goes on nothing is presented.
    setopt(pycurl.SSL_SESSIONID_CACHE, 0)
    setopt(pycurl.HTTP_VERSION, pycurl.CURL_HTTP_VERSION_1_1)


def ask(transfer: Transfer, handle: Handle, loop: Loop, then: Callable[[bool], None]) -> None:
    """Have the program judge the peer of a handshake that is complete; `then` hears whether to go on, once."""
    assert transfer.request.special is not None
    url = text_of(transfer.request.url)
    presented = [dict(fields).get("Cert", "") for fields in handle.curl.getinfo(pycurl.INFO_CERTINFO)]
    handle.tls = None
    waiting = True

    def answer(agrees: bool) -> None:
        nonlocal waiting
        if not waiting:
            return
        waiting = False
        loop.cancel(limit)
        if agrees:
            transfer.agreed = (server_of(url), pin)
        then(agrees)

    limit = loop.call_later(ANSWER_LIMIT, lambda: answer(False), background=True)
    try:
        pin = pin_of(presented[0])
    except (IndexError, Base64Error):
        loop.call_soon(lambda: answer(False))
        return
    host = host_of(text_of(transfer.request.asked or transfer.request.url))
    transfer.request.special.validate(host, handle.curl.getinfo(pycurl.PRIMARY_IP), presented, answer)


def pin_of(pem: str) -> str:
    """What libcurl knows the key of a certificate by. Raises IndexError or binascii.Error for what is none."""
    from hashlib import sha256

    der = a2b_base64(pem.partition(_BEGIN)[2].partition(_END)[0])
    # Certificate, its first member, and of that the seventh, or the sixth where there is no version (RFC 5280 4.1).
    start, _ = _content(der, 0)
    at, _ = _content(der, start)
    for _ in range(6 if der[at] == _VERSION_TAG else 5):
        at = _content(der, at)[1]
    return "sha256//" + b64encode(sha256(der[at : _content(der, at)[1]]).digest()).decode()


def _content(der: bytes, at: int) -> tuple[int, int]:
    """Where the content of the element at `at` begins and ends (X.690 8.1.3)."""
    length = der[at + 1]
    start = at + 2
    if length >= _LONG_LENGTH:
        size = length - _LONG_LENGTH
        length = int.from_bytes(der[start : start + size])
        start += size
    if start + length > len(der):
        raise IndexError("cut off")
    return start, start + length
