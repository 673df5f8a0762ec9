"""What devices do otherwise from version to version: one table, a column a version.

The releases behind the versions are 3.2 (9), 4.0 (10), 4.1 (11), 5.0 (12), 6.1 (23) and 7.0 (26); a version between two
columns does what the one before it does. The first column is a run without --api: the document's word, or what devices
of today do. docs/fidelity.md shows the table, section Versions.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

ANY = 0
_VERSIONS = (ANY, 9, 10, 11, 12, 23, 26)

# Values of the rows.
DROPPED, DECIMAL, WRITTEN = "dropped", "decimal", "written"
RENEW, KEEP, DELIVER = "renew", "keep", "deliver"  # Of runtime/transport/cache/lookup.py.
IGNORED, NUMBER, TEXT = "ignored", "number", "text"
UNLIMITED = -1
_MINUTE = 60000  # ms.
_ALL, _THREE, _FOUR = "", "POST PUT DELETE", "POST PUT DELETE PATCH"
_BEST, _GZIP, _TWO = "", "gzip", "deflate, gzip"

_TABLE: dict[str, tuple[Any, ...]] = {
    # Row                     none      9         10         11       12       23       26
    # Whether any method is sent, or only those of the enum; the others are refused with 2300999, or 401 by extraData.
    "any_method":            (True,     False,    False,     False,   False,   True,    True),
    # Whether extraData of DELETE is its body, or goes into the url.
    "delete_has_body":       (False,    False,    True,      True,    True,    True,    True),
    # Whether extraData that is undefined or null is no body for POST and PUT, or 401.
    "null_is_no_body":       (True,     False,    True,      True,    True,    True,    True),
    # The methods whose requests with a `header` are JSON unless that says otherwise; '': all, also without one.
    "json_methods":          (_ALL,     _ALL,     _THREE,    _THREE,  _THREE,  _THREE,  _FOUR),
    # What a readTimeout or connectTimeout of 0 is, in ms (0: none), and one that is no number.
    "zero_timeout":          (0,        _MINUTE,  _MINUTE,   0,       0,       0,       0),
    "no_number_timeout":     (_MINUTE,  _MINUTE,  _MINUTE,   0,       0,       0,       0),
    # What becomes of request header values that are no text.
    "header_values":         (DECIMAL,  DROPPED,  DROPPED,   WRITTEN, WRITTEN, WRITTEN, WRITTEN),
    # Whether set-cookie is an array of all, or the last one's text.
    "all_cookies":           (True,     False,    False,     True,    True,    True,    True),
    # Whether header events come with the headers, or just before the result.
    "early_headers":         (True,     False,    True,      True,    True,    True,    True),
    # Whether destroy() does anything.
    "destroys":              (True,     False,    True,      True,    True,    True,    True),
    # The code that on() and off() throw for wrong arguments.
    "listener_errors":       (NUMBER,   IGNORED,  TEXT,      TEXT,    TEXT,    TEXT,    TEXT),
    # Whether errors have the messages of 6.1.
    "new_messages":          (False,    False,    False,     False,   False,   True,    True),
    # How many redirects are followed.
    "redirects":             (30,       UNLIMITED,UNLIMITED, 30,      30,      30,      30),
    # Accept-Encoding; '': all that libcurl undoes, `deflate, gzip, br` where it can.
    "encodings":             (_BEST,    _GZIP,    _GZIP,     _TWO,    _BEST,   _BEST,   _BEST),
    # Whether a fresh answer of the cache is delivered; where it is not, the request stays pending.
    "answers_hits":          (True,     False,    False,     False,   True,    True,    True),
    # What a 304 to a validation of the cache does: what is stored is delivered, and renewed or not, or the 304 is.
    "revalidation":          (RENEW,    KEEP,     KEEP,      KEEP,    DELIVER, DELIVER, DELIVER),
    # Whether a 304 that the program asked for is delivered, or an empty response with responseCode 0.
    "delivers_304":          (True,     False,    False,     False,   True,    True,    True),
    # Whether the system's proxy is used where usingProxy is not given.
    "system_proxy":          (True,     False,    False,     True,    True,    True,    True),
    # Whether http goes through a proxy by CONNECT, as https does.
    "tunnels":               (False,    True,     True,      False,   False,   False,   False),
    # Whether PUT with resumeFrom or resumeTo is sent, or refused with 2300999.
    "put_range":             (False,    True,     True,      True,    False,   False,   False),
    # Whether createHttp() works without `http.` before it.
    "free_factories":        (True,     False,    False,     True,    True,    True,    True),
    # The last member of HttpProtocol that usingProtocol takes.
    "last_protocol":         (2,        1,        1,         2,       2,       2,       2),
    # What a priority has to be at least, which is also the default.
    "least_priority":        (1,        0,        1,         1,       1,       1,       1),
}  # fmt: skip


class Device:
    """The column of one API version, ANY for none in particular."""

    api: int
    any_method: bool
    delete_has_body: bool
    null_is_no_body: bool
    json_methods: str
    zero_timeout: int
    no_number_timeout: int
    header_values: str
    all_cookies: bool
    early_headers: bool
    destroys: bool
    listener_errors: str
    new_messages: bool
    redirects: int
    encodings: str
    answers_hits: bool
    revalidation: str
    delivers_304: bool
    system_proxy: bool
    tunnels: bool
    put_range: bool
    free_factories: bool
    last_protocol: int
    least_priority: int

    def __init__(self, api: int) -> None:
        column = max(index for index, version in enumerate(_VERSIONS) if version <= api)
        self.api = api
        for name, row in _TABLE.items():
            setattr(self, name, row[column])

    def sends_json(self, method: str, *, has_header: bool) -> bool:
        """Whether a request without a content-type of its own gets that of JSON."""
        return not self.json_methods or (has_header and method in self.json_methods.split())

    def facts(self) -> list[Any]:
        """name, value, name, value, … for device.js, where names are written as JavaScript does."""
        from runtime.transport.options import common

        facts: list[Any] = ["api", self.api, "hasHttp3", common.HAS_HTTP3]
        for name in _TABLE:
            first, *others = name.split("_")
            facts += (first + "".join(word.capitalize() for word in others), getattr(self, name))
        return facts
