"""Device notes of this module: what works here and would differ on a device (decisions.md). A table."""

from __future__ import annotations

MISSPELT = {
    "headers": "header",
    "data": "extraData",
    "body": "extraData",
    "params": "extraData",
    "query": "extraData",
    "timeout": "readTimeout' and 'connectTimeout",
    "type": "expectDataType",
    "dataType": "expectDataType",
    "responseType": "expectDataType",
    "cache": "usingCache",
    "protocol": "usingProtocol",
    "proxy": "usingProxy",
    "url": "the first argument of request()",
}

_TEXTS = {
    "header-case": "on a device data.header has lower-case names only and data.header['{0}'] is undefined; "
    "write data.header['{1}']",
    "status-line": "on a device data.header has no status line and data.header['{0}'] is undefined; "
    "use data.responseCode",
    "reuse": "the document forbids a second request() on one HttpRequest; call http.createHttp() for each request",
    "priority": "priority {0} is out of range and ignored on a device; use 1 to 1000",
    "limit": "the body is larger than maxLimit, {0} bytes, and a device fails with 2300023 too; "
    "set maxLimit (API 11) to receive up to 104857600 bytes",
    "dropped-member": "a device drops extraData.{0} of a GET-like request: only non-empty strings reach the URL; "
    "write '' + value",
    "json-under-form": "a device sends an object as JSON also under 'application/x-www-form-urlencoded'; "
    "pass the string key1=value1&key2=value2",
    "explicit-undefined": "a device rejects explicit undefined or null options with 401; leave the argument out",
    "unknown-event": "a device ignores the event type '{0}'; there are 'headersReceive' and 'headerReceive'",
    "delete-body": "extraData of DELETE goes into the URL, as documented; devices since API 10 send it as the body",
    "dropped-header": "the header '{0}' is dropped: its value is {1}; pass a string",
    "line-break": "CR, LF or NUL in a header or in method is refused here with 401; a device would send it",
    "not-json": "the body is not JSON: a device gives result undefined with resultType 1 (since 3.2.3; "
    "before, the app crashed); check the response or use HttpDataType.STRING",
    "other-error": "a device says only 2300999 here; {0}",
    "misspelt": "a device ignores the option '{0}'; write '{1}'",
    "event-not-implemented": "the event '{0}' of later API versions is not implemented here and never fires",
    "not-implemented": "the option '{0}' of later API versions is not implemented here and ignored",
}


def text(topic: str, *details: str) -> str:
    """The sentence for `topic`."""
    return _TEXTS[topic].format(*details)
