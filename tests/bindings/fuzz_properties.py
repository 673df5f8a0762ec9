"""What must hold for every request, whatever the program passes and whatever the server sends."""

from __future__ import annotations

import contextlib
import io
import json
import sys
import time
from typing import Any

from bindings.net_http.errors import MESSAGES
from tests.bindings.fuzz_options import BOOM
from tests.bindings.fuzz_servers import HostileResponse, HostileServer, StrictServer
from tests.bindings.snippets import Outcome, run_snippet

READ_TIMEOUT = 250
SLACK = 1500  # For a busy machine; in ms.
TIMED_OUT = 2300028
NOTHING = 2300052
NO_HTTP = 2300008
OVER_LIMIT = 2300023
CORRUPT = 2300061
_LARGEST_PIECE = 16384
_MEMBERS = ["responseCode", "cookies", "header", "result", "resultType", "performanceTiming", "connectionExtraInfo"]

# What request() reports: who was told, with how many arguments, the error, and what the data looks like.
_HELPERS = """
const circular = {}; circular.self = circular;
const { proxy: revoked, revoke } = Proxy.revocable({}, {}); revoke();
const shape = (data) => typeof data === 'number' ? { keys: [], code: data, header: {} } : data && shapeOf(data);
const shapeOf = (data) => ({ keys: Object.keys(data), code: data.responseCode, header: data.header,
  cookies: data.cookies, type: data.resultType, result: data.result instanceof ArrayBuffer
  ? [...new Uint8Array(data.result)].slice(0, 9000) : String(data.result).slice(0, 9000) });
const told = (who, count, error, data) => report({ who, count, error: error === undefined ? null : error,
  keys: Object.keys(error ?? {}), data: shape(data) ?? null });
const callback = function (error, data) { told('callback', arguments.length, error, data); };
const telling = (value) => typeof value === 'function' ? (...args) => callback(...args) : value;
const settle = (promise) => promise === undefined ? report({ who: 'nobody' }) : promise.then(
  function (data) { told('promise', 2, undefined, data); }, function (error) { told('promise', 2, error, undefined); });
""".replace("\n", " ")


def check_arguments(server: StrictServer, arguments: list[str], method: str) -> None:
    """Any call throws what the program's own code threw, or settles exactly once, with a value of the tables."""
    items = ", ".join(f"({argument})" for argument in arguments)
    code = (
        f"const url = {json.dumps(server.url)}; let list; try {{ list = [{items}].map(telling); }}"
        "catch (error) { report({ skipped: String(error) }); }"
        f"if (list !== undefined) {{ try {{ const got = http.createHttp().{method}(...list);"
        f"if ('{method}' === 'requestSync') told('program', 2, undefined, got); else settle(got); }}"
        "catch (error) { report({ thrown: String(error) }); } }"
    )
    outcome, _ = _run(code)
    reports = [report for report in outcome.reports if report.get("who") != "nobody"]
    assert len(reports) == 1, reports
    (report,) = reports
    if "thrown" in report:
        own = ("TypeError: ", "Error: ") if method == "requestSync" else ("TypeError: ",)
        assert BOOM in report["thrown"] or report["thrown"].startswith(own), report
    elif "skipped" not in report:
        _check_told(report)


def check_response(
    server: HostileServer, response: HostileResponse, options: str, destroy_after: int | None, streams: bool
) -> None:
    """Any answer is a response or an error of the tables, within the time limit; slicing makes no difference."""
    reports = [_ask(server, response, options, destroy_after, streams)]
    # A reset overtakes bytes; whether a connection is still good for a next hop, and which end of an HTTP/2 connection
    # is noticed first, is a matter of luck.
    decided = response.ending != "reset" and destroy_after is None
    decided = decided and not any(token in response.data.lower() for token in (b"location", b"http/1.1 101"))
    if response.cuts and decided:
        reports.append(_ask(server, response.whole(), options, destroy_after, streams))
    codes = [(report["error"] or {}).get("code") for report in reports]
    # A corrupt body may be over the limit before it is found to be corrupt, and an answer to HEAD without a status line
    # is nothing or no HTTP to libcurl: that depends on what comes at once.
    if TIMED_OUT not in codes and set(codes) not in ({OVER_LIMIT, CORRUPT}, {NOTHING, NO_HTTP}):
        assert reports[0] == reports[-1]


def _ask(
    server: HostileServer, response: HostileResponse, options: str, destroy_after: int | None, streams: bool
) -> Any:
    server.response = response
    destroy = f"setTimeout(() => r.destroy(), {destroy_after});" if destroy_after is not None else ""
    # Where a Location leads to must not leave this machine: behind the server as a proxy nothing does.
    proxied = b"location" in response.data.lower()
    url = "http://fuzz.test/" if proxied else f"http://127.0.0.1:{server.port}/"
    proxy = f"usingProxy: {{ host: '127.0.0.1', port: {server.port} }}, " if proxied else ""
    outcome, elapsed = _run(
        "let headers = 0; let blocks = 0; const r = http.createHttp();"
        "r.on('headersReceive', (header) => { if (typeof header === 'object') headers++; });"
        "r.on('headerReceive', (error, header) => { if (!error && typeof header === 'object') blocks++; });"
        "let size = 0; let ends = 0; let largest = 0; let sum = 0;"
        "r.on('dataReceive', (data) => { size += data.byteLength; largest = Math.max(largest, data.byteLength);"
        "for (const byte of new Uint8Array(data)) sum = (sum * 31 + byte) % 1000003; });"
        "r.on('dataEnd', () => { ends += 1; });"
        f"r.{'requestInStream' if streams else 'request'}('{url}',"
        f"{{ {proxy}readTimeout: {READ_TIMEOUT}, ...{options} }}, function (error, data) {{"
        "told('callback', arguments.length, error, data); report([headers, blocks, ends, largest, size, sum]); });"
        f"{destroy}"
    )
    assert elapsed < 2 * READ_TIMEOUT + SLACK, elapsed
    report, (headers, blocks, ends, largest, size, checksum) = outcome.reports
    assert headers == blocks
    assert ends == (streams and report["error"] is None)
    assert largest <= _LARGEST_PIECE
    if streams and report["error"] is None:
        report["body"] = [size, checksum]
    assert report["who"] == "callback"
    _check_told(report)
    return report


def _run(code: str) -> tuple[Outcome, float]:
    """The outcome and its time in ms; fails on a crash, on a bug report and on what Python itself prints."""
    printed = io.StringIO()
    unraisable: list[Any] = []
    previous = sys.unraisablehook
    sys.unraisablehook = unraisable.append
    started = time.monotonic()
    try:
        with contextlib.redirect_stderr(printed):
            outcome = run_snippet(_HELPERS + code, timeout=10.0)
    finally:
        sys.unraisablehook = previous
    elapsed = (time.monotonic() - started) * 1000
    assert printed.getvalue() == ""
    assert unraisable == []
    assert "bug in ohosrun" not in outcome.stderr, outcome.stderr
    assert "Traceback" not in outcome.stderr, outcome.stderr
    assert outcome.exit_code == 0, outcome.stderr + outcome.stdout
    return outcome, elapsed


def _check_told(report: dict[str, Any]) -> None:
    assert report["count"] == 2
    error, data = report["error"], report["data"]
    assert (error is None) != (data is None), report
    if error is not None:
        assert report["keys"] == ["code", "message"]
        assert error["message"] == MESSAGES[error["code"]]
        return
    assert [name for name in _MEMBERS if name in data["keys"]] == data["keys"]
    assert isinstance(data["code"], int)
    assert 0 <= data["code"] <= 999
    assert data.get("type") in (0, 1, 2, None)
    names = [name for name in data["header"] if name != "set-cookie"]
    assert all(name == name.encode().lower().decode() for name in names if name.isascii())
