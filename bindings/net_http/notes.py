"""Device notes of this module: what works here and would differ on a device (decisions.md). A table."""

from __future__ import annotations

MISSPELT = {
    "headers": "header",
    "data": "extraData",
    "params": "extraData",
    "query": "extraData",
    "timeout": "readTimeout' and 'connectTimeout",
    "type": "expectDataType",
    "dataType": "expectDataType",
    "responseType": "expectDataType",
    "cache": "usingCache",
    "protocol": "usingProtocol",
    "proxy": "usingProxy",
    "json": "extraData",
    "timeoutms": "readTimeout' and 'connectTimeout",
    "connectiontimeout": "connectTimeout",
    "usecache": "usingCache",
    "useproxy": "usingProxy",
    "useprotocol": "usingProtocol",
    "expecttype": "expectDataType",
    "datatype": "expectDataType",
    "responsetype": "expectDataType",
    "auth": "serverAuthentication",
    "redirect": "maxRedirects",
    "url": "the first argument of request()",
}
OPTIONS = (
    "method", "extraData", "expectDataType", "usingCache", "priority", "header", "readTimeout", "connectTimeout",
    "usingProtocol", "usingProxy", "maxLimit", "customMethod", "usingSocks5Proxy", "clientCert", "maxRedirects", "body",
    "queryParams", "sniHostName", "caPath", "caData", "dnsOverHttps", "resumeFrom", "resumeTo", "dnsServers",
    "multiFormDataList", "certificatePinning", "remoteValidation", "tlsOptions", "serverAuthentication",
    "addressFamily", "sslType", "clientEncCert", "enablePartialChain", "pathPreference", "reuseConnections",
    "inactivityMs",
)  # fmt: skip

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
    "unknown-event": "a device ignores the event type '{0}'; there are headersReceive, headerReceive, "
    "dataReceive, dataEnd, dataReceiveProgress and dataSendProgress",
    "delete-body": "extraData of DELETE goes into the URL, as documented; devices since API 10 send it as the body",
    "dropped-header": "the header '{0}' is dropped: its value is {1}; pass a string",
    "line-break": "CR, LF or NUL in a header, in the type of a part or in method is refused here with 401; a device "
    "would send it",
    "not-json": "the body is not JSON: a device gives result undefined with resultType 1 (since 3.2.3; "
    "before, the app crashed); check the response or use HttpDataType.STRING",
    "no-method": "method is undefined, and GET is sent: which member of http.RequestMethod was it to be?",
    "other-method": "devices before API 23 refuse the method '{0}' with 2300999, with 401 where there is extraData; "
    "use a member of http.RequestMethod, or customMethod",
    "refused-method": "API {1} refuses the method '{0}' with 2300999, with 401 where there is extraData: devices send "
    "any method since API 23",
    "lost-hit": "devices before API 12 never deliver a fresh answer of the cache: the request stays pending",
    "other-error": "a device says only 2300999 here; {0}",
    "misspelt": "a device ignores the option '{0}'; write '{1}'",
    "no-once": "a device knows once() for headersReceive only; use on('{0}', ...)",
    "option-type": "a device ignores the option '{0}' here: it takes {1}",
    "no-effect": "the option '{0}' has no effect here",
    "no-redirects": "maxRedirects 0 does not switch redirects off: the first one fails with 2300047, as on a device",
    "ca-data": "caData is ignored: a device takes less than 8000 bytes of it, and none where caPath is given",
    "last-bytes": "resumeTo without resumeFrom asks for the last {0} bytes, as on a device",
    "dns-servers": "dnsServers is ignored here, as on a device whose libcurl is built without c-ares",
    "multipart-type": "multiFormDataList counts only where header has 'content-type': 'multipart/form-data' and "
    "nothing after it; it is ignored, as on a device",
    "extra-data": "a device ignores extraData where {0} is given",
    "tls-versions": "tlsOptions is ignored: both versions are members of http.TlsVersion, the least first",
    "address-family": "a device does not know addressFamily '{0}'; use http.AddressFamily.ONLY_V4 or ONLY_V6",
    "tlcp": "sslType TLCP needs a libcurl of a device; here the request fails with 2300999",
    "uri": "a device opens no uri: {0} is a path, such as '/data/storage/el2/base/haps/entry/files/name'",
    "sync-cache": "on a device requestSync() never returns where the cache has a fresh answer; use request()",
    "sync-interceptor": "on a device requestSync() of a request with interceptors never returns; use request()",
    "interceptor": "the interceptor {0} {1}: a device leaves the request pending for ever; here it fails with 2300999",
    "validation": "the function of remoteValidation {0}, which counts as false, as on a device",
    "sync-failure": "the document has requestSync() throw where a transfer fails; devices of today can return a "
    "response with responseCode 0 instead: look at both",
    "cached-stream": "a device tells of nothing but dataEnd where the cache has a fresh answer to requestInStream(); "
    "set usingCache to false to have the body",
    "sync-own-server": "requestSync() asks a server of this program, which stands still meanwhile: on a device it "
    "waits for its time limit, and for ever without one; use request()",
    "sync-validation": "requestSync() cannot ask the function of remoteValidation, and refuses the server; "
    "a device does so after 30 s",
    "no-http3": "this libcurl has no HTTP/3: the request goes by what both sides have",
    "ntlm": "this libcurl has no NTLM: no credentials are sent",
}


# Advice: a device does the same, so that none of it is a device note.
_ADVICE = {
    "destroyed": "this HttpRequest was destroyed, and request() fails with 2300999; "
    "call http.createHttp() for each request",
    "not-awaited": "{0} is read of a promise, which has none: write await before the request",
    "object-limit": "the body has {0} bytes, and above 65536 OBJECT is not parsed, nor on a device: result is {1}",
    "header-map": "header is a Map, which has no members, and no header is sent; write Object.fromEntries(...)",
    "raw-query": "text in {0} goes into the url as it is, and its blanks make the request fail with 2300003; "
    "pass an object, or encodeURIComponent() what is in it",
    "left-out": "multiFormDataList[{0}] is left out: it {1}",
    "header-array": "header is an array, whose indices are the names; write {{ 'name': 'value' }}",
    "not-http": "the answer of {0} is not HTTP: it begins with {1}",
    "loopback": "{0} is the device itself on a device, where a server of this computer has another address; "
    "-D NAME=URL and --map keep it out of the program",
}

# Why a request failed, where its code alone has more than one cause; no device notes.
_REASONS = {
    "refused-method": "devices before API 23 refuse a method that is no member of http.RequestMethod, PATCH included",
    "destroyed": "this HttpRequest was destroyed; call http.createHttp() for each request",
    "arguments": "an argument is wrong: request() takes a url string, then an options object, a callback, or both",
    "no-body": "extraData is empty, or is no body: text, an object or an ArrayBuffer that is not empty is one",
    "line-break": "there is CR, LF or NUL in a header, in the type of a part or in method",
    "curl": "{0}",
    "range": "resumeFrom and resumeTo are refused where method is PUT",
    "not-http": "the server answers, but not in HTTP",
    "over-limit": "the response is larger than maxLimit, {0} bytes",
    "given-up": "destroy() was called before the response was complete",
}


def reason(topic: str, *details: str) -> str:
    """The cause `topic` of a failure in a few words."""
    return _REASONS[topic].format(*details)


def right_option(name: str) -> str | None:
    """The option that `name` was meant to be: a synonym's, or the nearest without regard to case and `_`; or None."""
    plain = name.lower().replace("_", "").replace("-", "")
    known = MISSPELT.get(name) or MISSPELT.get(plain)
    if known is not None:
        return known
    from runtime.modules.contract import nearest

    return nearest(plain, OPTIONS) or None


def text(topic: str, *details: str) -> str:
    """The sentence for `topic`."""
    return _TEXTS[topic].format(*details)


def advice(topic: str, *details: str) -> str:
    """The sentence for `topic` where a device does the same."""
    return _ADVICE[topic].format(*details)
