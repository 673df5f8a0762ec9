"""`ohosrun --explain CODE`: what a code means, what usually causes it, what to check. A table, one entry a code."""

from __future__ import annotations

from bindings.kit.explanations import explanation
from bindings.net_http.errors import BASE, MESSAGES, OTHER_MESSAGES, UNKNOWN_OTHER_ERROR

# code -> (what it means, what usually causes it, what to check)
EXPLANATIONS = {
    401: (
        "The arguments of the call are wrong; nothing was sent. A server's 401 is something else: a responseCode.",
        "A url that is no string, options that are undefined or null, a callback in the wrong place, four arguments; "
        "for POST and PUT also an extraData of '', a number or an empty ArrayBuffer; a line break in a header.",
        "The forms are request(url, callback), request(url, options, callback) and request(url, options?).",
    ),
    201: (
        "The app does not have the permission it needs; nothing was sent.",
        "ohos.permission.INTERNET is missing in module.json5; here: the run was started with --deny.",
        "On a device declare the permission under requestPermissions; here leave --deny out.",
    ),
    2300001: (
        "The protocol is not supported, or the answer is not HTTP/1.0 or later.",
        "A misspelt scheme (htp://), a scheme other than http and https, a redirect to one, or a server that speaks "
        "something else.",
        "The part of the url before ://, and that the port belongs to an HTTP server.",
    ),
    2300003: (
        "The url cannot be read.",
        "An empty url, a blank or a control character anywhere in it, a port above 65535, no host after http://.",
        "Encode what you put into the url with encodeURIComponent; extraData that is a string is not encoded for you.",
    ),
    2300005: (
        "The name of the proxy could not be resolved.",
        "A misspelt host in usingProxy, http_proxy or https_proxy.",
        "The proxy settings; usingProxy: false does without.",
    ),
    2300006: (
        "The host name could not be resolved to an address.",
        "A misspelt host, no network, a name that only an internal DNS server knows, a url without a host, a name with "
        "letters beyond ASCII: a device knows only its xn-- form.",
        "That the name resolves on this machine; --resolve HOST:PORT:ADDR maps a name by hand.",
    ),
    2300007: (
        "No connection to the server could be made.",
        "No server is listening on that port, it listens on another interface, or a firewall refuses.",
        "Host and port; on a device 127.0.0.1 is the device itself and not your laptop.",
    ),
    2300008: (
        "The server's answer makes no sense as HTTP.",
        "Broken header lines, a Content-Length that is negative or given twice with different values.",
        "What the server sends: --trace=headers shows it.",
    ),
    2300009: (
        "Access to the resource was denied at the protocol level.",
        "Rare over HTTP.",
        "What curl says about its error 9.",
    ),
    2300016: (
        "HTTP/2 framing failed.",
        "The server or a proxy in between breaks HTTP/2, or closed the connection in the middle.",
        "Whether usingProtocol: http.HttpProtocol.HTTP1_1 works.",
    ),
    2300018: (
        "The body ended early: fewer bytes arrived than Content-Length promised, or the last chunk is missing.",
        "The server crashed or closed the connection, or sends a wrong Content-Length.",
        "The server's log; a retry, if the request may be repeated.",
    ),
    2300023: (
        "Receiving was stopped on this side; what had arrived is discarded.",
        "The body is larger than maxLimit (5 MiB unless set), destroy() was called on the request, or bytes follow the "
        "end of a compressed body.",
        "The size of the response: maxLimit (API 11) goes up to 100 MiB.",
    ),
    2300025: ("The upload failed.", "Rare over HTTP.", "What the server says about the request."),
    2300026: (
        "Data to be sent could not be read.",
        "A filePath in multiFormDataList is not there, cannot be read, is a folder or, in a sample of "
        "a page, is not below the folder of the page; or the file became shorter while it was sent.",
        "filePath: the whole path of a file, such as `${context.cacheDir}/name`.",
    ),
    2300027: (
        "There was not enough memory for the response.",
        "The script's heap is at its limit.",
        "--memory-limit, and what the script keeps.",
    ),
    2300028: (
        "The request took longer than it may; what had arrived is discarded.",
        "connectTimeout covers the connection, readTimeout the whole request with DNS, redirects and body.",
        "Both are 60000 ms unless set; readTimeout: 0 means no limit.",
    ),
    2300047: (
        "More redirects than maxRedirects allows, 30 times unless set; with 0 the first one.",
        "The server redirects in a circle, often between http and https or for want of a cookie.",
        "The Location headers: --trace=headers shows each hop.",
    ),
    2300052: (
        "The server closed the connection without sending anything.",
        "An https server behind an http: url, a server that crashed, a proxy that dropped the request.",
        "The scheme and the port.",
    ),
    2300055: (
        "Sending failed in the middle.",
        "The server closed or reset the connection while the request was on its way.",
        "Whether the server accepts bodies of this size.",
    ),
    2300056: (
        "Receiving failed in the middle.",
        "The server reset the connection, demands a client certificate, or sends broken chunks or more than 300 kB of "
        "headers; a proxy refused the way to an https server.",
        "The server's log; firewalls that cut idle connections; the proxy's user and password.",
    ),
    2300058: (
        "The client's own certificate is unusable.",
        "clientCert names a file that is not there or, in a sample of a page, is not below the folder of the page; "
        "another format than certType says; a wrong keyPassword; a key that does not belong to the certificate.",
        "certPath, certType, keyPath and keyPassword. openssl x509 -in FILE shows whether it is PEM.",
    ),
    2300059: (
        "None of the cipher suites can be used.",
        "cipherSuites of tlsOptions has only names that this OpenSSL was built without.",
        "tlsOptions; leave cipherSuites out to use what libcurl prefers.",
    ),
    2300060: (
        "The server's certificate was not accepted.",
        "It is self-signed or from an authority that is not trusted, expired or not yet valid, for another host name, "
        "or an intermediate certificate is missing.",
        "openssl s_client -connect HOST:PORT shows the chain; --cacert FILE trusts your own authority. Also the clock.",
    ),
    2300061: (
        "The body is encoded in a way that cannot be undone.",
        "A Content-Encoding that is unknown, or that the body does not have; a corrupt gzip stream.",
        "The Content-Encoding header against what the server really sends.",
    ),
    2300063: ("The file is larger than allowed.", "Rare here: see 2300023.", "maxLimit."),
    2300070: ("The server's disk is full.", "Rare over HTTP.", "The server."),
    2300073: ("The remote file exists already.", "Rare over HTTP.", "The server."),
    2300077: (
        "The certificates that are to be trusted cannot be read.",
        "caData has no certificate in it; or --cacert, SSL_CERT_FILE or CURL_CA_BUNDLE name a file that is not there "
        "or is no PEM bundle.",
        "caData: it begins with -----BEGIN CERTIFICATE----- and has line breaks. Then those three, in this order.",
    ),
    2300078: ("The resource does not exist.", "Rare over HTTP: a 404 is a response.", "The url."),
    2300090: (
        "The server's key is not a pinned one.",
        "certificatePinning has no publicKeyHash of the key that the server has now: it was renewed, or something in "
        "between answers instead; or the hash is not the base64 SHA-256 of the public key.",
        "openssl s_client -connect HOST:PORT | openssl x509 -pubkey -noout | openssl pkey -pubin -outform der | "
        "openssl dgst -sha256 -binary | base64 is what belongs there.",
    ),
    2300094: ("An authentication function failed.", "Rare without NTLM or Kerberos.", "The server's log."),
    2300801: (
        "addChain() or apply() was called with something else than it takes; thrown, with the code as text.",
        "addChain() takes one array of interceptors, apply() one HttpRequest.",
        "The arguments at the place of the error.",
    ),
    2300802: (
        "Two interceptors of one type in a chain; thrown by addChain(), with the code as text.",
        "addChain() was called twice with an interceptor of one interceptorType.",
        "getChain() shows what is there. A chain has one of each type; make another chain for another request.",
    ),
    2300996: (
        "A global interceptor of the app refused the request.",
        "Native code of the app has one (OH_Http); there is none here, so no request fails with it.",
        "On a device, the native part of the app.",
    ),
    2300997: (
        "The app may not send requests without TLS.",
        "The network_config.json of the app forbids http: urls; it is not read here, so no request fails with it.",
        "On a device, cleartextTrafficPermitted in network_config.json; or use https.",
    ),
    2300998: (
        "The app may not ask this domain.",
        "An atomic service asks a domain that is not in its list; there is no such list here.",
        "On a device, the domains that the atomic service has registered.",
    ),
    UNKNOWN_OTHER_ERROR: (
        "Any error that has no code of its own.",
        "A TLS handshake that failed (curl 35), an HTTP/2 stream that was reset (92), a proxy that refused (97), or a "
        "request on an HttpRequest that was destroyed.",
        "The note that ohosrun prints with it: it has curl's own number and text, which a device does not show.",
    ),
}

CODES = ", ".join(map(str, sorted(EXPLANATIONS)))

# Code of a failed request -> what usually helps.
_HINTS = {
    201: "the run was started with --deny; without it every permission is granted",
    2300001: "only http: and https: urls are supported",
    2300003: "is the url complete, and are blanks and other special characters in it percent-encoded?",
    2300005: "check http_proxy, https_proxy and usingProxy",
    2300006: "is the host name spelt right? --resolve HOST:PORT:ADDR maps a name to an address",
    2300007: "is a server listening there? `ohosrun serve --port N` starts one to try things on",
    2300023: "the response is larger than maxLimit, or destroy() was called while it arrived",
    2300028: "the server took longer than readTimeout or connectTimeout allow (60000 ms by default)",
    2300047: "the server redirects in a circle, or more often than maxRedirects allows (30 times by default)",
    2300052: "the server closed the connection without answering; is it https behind an http: url?",
    2300060: "the certificate is not trusted, out of date or for another host; --cacert FILE trusts your own authority",
    2300077: "certificates cannot be read; check --cacert, SSL_CERT_FILE and caData",
    2300999: "a note says why, unless it was silenced by --quiet",
}


def explain(code: int) -> str | None:
    """The explanation of `code` in a few lines; None if no request fails with it. A bare curl code is understood."""
    if code not in MESSAGES and BASE + code in MESSAGES:
        code += BASE
    if code not in EXPLANATIONS:
        return None
    return explanation(code, MESSAGES.get(code) or OTHER_MESSAGES[code], *EXPLANATIONS[code])


def hint(code: int, requested: bool) -> str:
    """What to try about an error that nobody caught, '' for nothing; `requested`: whether a request has made it."""
    # A small code that the script itself has thrown may mean anything.
    if code not in EXPLANATIONS or not (code > BASE or requested):
        return ""
    if code in _HINTS:
        return f"{_HINTS[code]} (ohosrun --explain {code} says more)"
    return f"ohosrun --explain {code} says what it means and what to check" if code > BASE else ""
