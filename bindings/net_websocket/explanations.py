"""What the codes of WebSocket mean. A table, one entry a code."""

from __future__ import annotations

from bindings.kit.explanations import explanation
from bindings.net_websocket import ops

# Code and message -> (what it means, what usually causes it, what to check)
_MEANINGS = {
    ops.URL_ERROR: (
        "The url is none of a WebSocket server.",
        "Another scheme than ws:// and wss://, no host, a port above 65535.",
        "The url.",
    ),
    ops.CERTIFICATE_ERROR: (
        "A file of a certificate cannot be read.",
        "caPath, or certPath or keyPath of clientCert or of a server, names a file that is not there or is none.",
        "The paths, which are whole paths.",
    ),
    ops.EXISTS_ERROR: (
        "This object has a connection already.",
        "connect() twice on one object.",
        "createWebSocket() for each connection, or close() before.",
    ),
    ops.NETWORK_CARD_ERROR: (
        "A server cannot listen on this address.",
        "serverIP of start() is an address that this machine has not.",
        "serverIP: '0.0.0.0' is every address, '127.0.0.1' this machine alone.",
    ),
    ops.PORT_ERROR: (
        "A server cannot listen on this port.",
        "serverPort of start() is below 0 or above 65535, or one that only the system may use.",
        "serverPort: a number from 1024 on.",
    ),
    ops.NO_CLIENT_ERROR: (
        "The server has no such client.",
        "The client has hung up, or clientIP and clientPort are another one's.",
        "listAllConnections() of the server.",
    ),
    ops.OCCUPIED_ERROR: (
        "Something listens on this port already.",
        "start() twice, or another process.",
        "serverPort; stop() of an earlier server.",
    ),
    ops.UNKNOWN_ERROR: (
        "Any error that has no code of its own.",
        "Sending where there is no connection, one that broke off, an answer that is no WebSocket's.",
        "The listener of 'error', and that send() is called after 'open'.",
    ),
}
_BY_CODE = {code: (message, *meaning) for (code, message), meaning in _MEANINGS.items()}

CODES = ", ".join(map(str, sorted(_BY_CODE)))


def explain(code: int) -> str | None:
    """The explanation of `code` in a few lines; None if no WebSocket fails with it."""
    return explanation(code, *_BY_CODE[code]) if code in _BY_CODE else None
