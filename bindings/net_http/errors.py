"""Codes and messages of a failed request: behaviour tables 1.4, decisions C13 and C14."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from runtime.transport.transfer import Transfer

BASE = 2300000
PERMISSION_DENIED = 201
UNKNOWN_OTHER_ERROR = 2300999

# The wording of releases 3.2 to 6.0: the document's, without its final period (C14).
MESSAGES = {
    401: "Parameter error",
    201: "Permission denied",
    2300001: "Unsupported protocol",
    2300003: "URL using bad/illegal format or missing URL",
    2300005: "Couldn't resolve proxy name",
    2300006: "Couldn't resolve host name",
    2300007: "Couldn't connect to server",
    2300008: "Weird server reply",
    2300009: "Access denied to remote resource",
    2300016: "Error in the HTTP2 framing layer",
    2300018: "Transferred a partial file",
    2300023: "Failed writing received data to disk/application",
    2300025: "Upload failed",
    2300026: "Failed to open/read local data from file/application",
    2300027: "Out of memory",
    2300028: "Timeout was reached",
    2300047: "Number of redirects hit maximum amount",
    2300052: "Server returned nothing (no headers, no data)",
    2300055: "Failed sending data to the peer",
    2300056: "Failure when receiving data from the peer",
    2300058: "Problem with the local SSL certificate",
    2300059: "Couldn't use specified SSL cipher",
    2300060: "SSL peer certificate or SSH remote key was not OK",
    2300061: "Unrecognized or bad HTTP Content or Transfer-Encoding",
    2300063: "Maximum file size exceeded",
    2300070: "Disk full or allocation exceeded",
    2300073: "Remote file already exists",
    2300077: "Problem with the SSL CA cert (path? access rights?)",
    2300078: "Remote file not found",
    2300090: "Specified pinned public key did not match",
    2300094: "An authentication function returned an error",
    2300999: "Unknown Other Error",
}

# With which no request fails here: thrown by an HttpInterceptorChain, or of a device's own rules for apps (later API).
OTHER_MESSAGES = {
    2300801: "Parameter type not supported by the interceptor",
    2300802: "Duplicated interceptor type in the chain",
    2300996: "The request was intercepted by the HTTP global interceptor",
    2300997: "Cleartext traffic is not permitted",
    2300998: "It is not allowed to access this domain",
}

# Those that release 6.1 worded anew.
_NEW_MESSAGES = {
    2300003: "Invalid URL format or missing URL",
    2300005: "Failed to resolve the proxy name",
    2300006: "Failed to resolve the host name",
    2300007: "Failed to connect to the server",
    2300008: "Invalid server response",
    2300009: "Access to the remote resource denied",
    2300023: "Failed to write the received data to the disk or application",
    2300026: "Failed to open or read local data from the file or application",
    2300028: "Operation timeout",
    2300047: "The number of redirections reaches the maximum allowed",
    2300052: "The server returned nothing (no header or data)",
    2300055: "Failed to send data to the peer",
    2300056: "Failed to receive data from the peer",
    2300058: "Local SSL certificate error",
    2300059: "The specified SSL cipher cannot be used",
    2300060: "Invalid SSL peer certificate or SSH remote key",
    2300061: "Invalid HTTP encoding format",
    2300070: "Remote disk full",
    2300077: "The SSL CA certificate does not exist or is inaccessible",
    2300094: "Authentication error",
    2300999: "Internal error",
}


def messages(*, new: bool) -> dict[int, str]:
    """Code -> message; `new`: as since release 6.1."""
    return {**MESSAGES, **_NEW_MESSAGES} if new else MESSAGES


def code_of(curl_code: int) -> int:
    """The 2300 code of a curl code: 2300000 + it where that is in the table, else 2300999 (C13)."""
    code = BASE + curl_code if curl_code > 0 else UNKNOWN_OTHER_ERROR
    return code if code in MESSAGES else UNKNOWN_OTHER_ERROR


def describe(transfer: Transfer, messages: dict[int, str]) -> str:
    """The code and message of a transfer that failed, for a trace."""
    code = code_of(transfer.curl_code)
    return f"{code} {messages[code]}"
