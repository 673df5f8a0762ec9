"""request() with every kind and number of arguments: behaviour tables 1.1, 1.2, 1.3 and decisions C15, C20."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.bindings.snippets import run_snippet
from tests.servers.http import HttpServer, Response

PARAMETER_ERROR = {"code": 401, "message": "Parameter error"}

# What is given to request(), and who hears of the outcome. `cb` is a callback that reports, `url` one that answers.
VALID = [
    ("url", "promise"),
    ("url, {}", "promise"),
    ("url, []", "promise"),
    ("url, new Date()", "promise"),
    ("url, new String('x')", "promise"),
    ("url, new ArrayBuffer(1)", "promise"),
    ("url, cb", "callback"),
    ("url, {}, cb", "callback"),
    ("url, [], cb", "callback"),
    ("url, Object.create(null), cb", "callback"),
]
INVALID = [
    ("", "promise"),
    ("1", "promise"),
    ("undefined", "promise"),
    ("null", "promise"),
    ("{}", "promise"),
    ("true", "promise"),
    ("1n", "promise"),
    ("Symbol()", "promise"),
    ("new String(url)", "promise"),
    ("cb", "callback"),
    ("url, undefined", "promise"),
    ("url, null", "promise"),
    ("url, 1", "promise"),
    ("url, 'x'", "promise"),
    ("url, Symbol()", "promise"),
    ("1, {}", "promise"),
    ("1, cb", "callback"),
    ("undefined, cb", "callback"),
    ("url, null, cb", "callback"),
    ("url, undefined, cb", "callback"),
    ("url, 'x', cb", "callback"),
    ("url, cb, cb", "callback"),
    ("1, {}, cb", "callback"),
    ("url, {}, undefined", "promise"),
    ("url, {}, null", "promise"),
    ("url, {}, {}", "promise"),
    ("url, cb, {}", "promise"),
    ("url, cb, undefined", "promise"),
    ("url, {}, cb, 1", "promise"),
    ("url, {}, cb, undefined", "promise"),
    ("url, cb, cb, cb", "promise"),
    ("url, {}, cb, 1, 2", "promise"),
]

_SCRIPT = """
const url = %r;
let synchronous = true;
const shown = (value) => value === undefined ? 'undefined' : value.responseCode ?? value;
const cb = function (...args) {
  report({ who: 'callback', args: args.map(shown), synchronous, self: this === undefined });
};
let returned;
try {
  returned = http.createHttp().request(%s);
} catch (error) {
  report({ who: 'thrown', args: [String(error)] });
}
if (returned instanceof Promise) {
  returned.then(
    (data) => report({ who: 'promise', args: ['undefined', data.responseCode], synchronous }),
    (error) => report({ who: 'promise', args: [error, 'undefined'], synchronous,
                        plain: Object.getPrototypeOf(error) === Object.prototype }));
}
synchronous = false;
report({ isPromise: returned instanceof Promise, isUndefined: returned === undefined });
"""


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with HttpServer(lambda _request: Response("hi", status=201)) as server:
        yield server.url


def call(url: str, arguments: str, who: str) -> dict[str, Any]:
    """What the one who hears of the call, `who`, was told; the run goes on until nothing more can be said."""
    outcome = run_snippet((_SCRIPT % (url, arguments)).replace("\n", " "))
    assert outcome.exit_code == 0, outcome.stderr
    returned, heard = outcome.reports
    assert returned == {"isPromise": who == "promise", "isUndefined": who == "callback"}
    assert heard["who"] == who
    assert heard["synchronous"] is False
    assert isinstance(heard, dict)
    return heard


@pytest.mark.parametrize(("arguments", "who"), VALID)
def test_valid_call_tells_of_success_once(url: str, arguments: str, who: str) -> None:
    heard = call(url, arguments, who)
    assert heard["args"] == ["undefined", 201]
    assert heard.get("self", True) is True, "`this` is undefined in a callback"


@pytest.mark.parametrize(("arguments", "who"), INVALID)
def test_invalid_call_tells_of_401_once_and_later(url: str, arguments: str, who: str) -> None:
    heard = call(url, arguments, who)
    assert heard["args"] == [PARAMETER_ERROR, "undefined"]
    assert list(heard["args"][0]) == ["code", "message"], "the order of the properties"
    if who == "promise":
        assert heard["plain"] is True
    else:
        assert heard["self"] is True, "`this` is undefined in a callback"


@pytest.mark.parametrize("arguments", ["url, undefined", "url, null", "url, null, cb", "url, undefined, cb"])
def test_explicit_undefined_or_null_options_are_noted(url: str, arguments: str) -> None:
    script = f"const url = '{url}'; const cb = () => {{}}; const p = http.createHttp().request({arguments});"
    outcome = run_snippet(script + " if (p) p.catch(() => {});")
    assert len(outcome.notes) == 1
    assert "explicit undefined or null options" in outcome.notes[0]


@pytest.mark.parametrize("arguments", ["url, undefined, cb, 1", "url", "5, undefined"])
def test_other_wrong_calls_are_not_noted_so(url: str, arguments: str) -> None:
    script = f"const url = '{url}'; const cb = () => {{}}; await http.createHttp().request({arguments}).catch(() => 0);"
    assert run_snippet(script).notes == []


def test_failure_is_no_error_instance_and_reads_as_on_a_device() -> None:
    outcome = run_snippet(
        "http.createHttp().request('http://127.0.0.1:1/', (error, data) => report([JSON.stringify(error), "
        "String(error), error instanceof Error, 'stack' in error, data === undefined]));"
    )
    text = '{"code":2300007,"message":"Couldn\'t connect to server"}'
    assert outcome.report == [text, "[object Object]", False, False, True]


@pytest.mark.parametrize(
    ("where", "code"),
    [
        ("callback", "http.createHttp().request(url, () => { throw new TypeError('mine'); });"),
        ("callback of a failure", "http.createHttp().request(1, () => { throw new TypeError('mine'); });"),
        (
            "listener",
            "const r = http.createHttp(); r.on('headersReceive', () => { throw new TypeError('mine'); });"
            "r.request(url, () => report('never'));",
        ),
    ],
)
def test_exception_in_a_callback_ends_the_run(url: str, where: str, code: str) -> None:
    outcome = run_snippet(f"const url = '{url}'; {code} setTimeout(() => report('never'), 2000);")
    assert outcome.exit_code == 1, where
    assert outcome.stdout == ""
    assert outcome.stderr.startswith("uncaught: TypeError: mine\n")


def test_options_are_read_in_the_order_of_a_device(url: str) -> None:
    order = ["method", "extraData", "header"]
    code = (
        "const seen = []; const options = {};"
        "for (const name of ['header', 'extraData', 'method']) "
        "Object.defineProperty(options, name, { get() { seen.push(name); return undefined; } });"
        f"http.createHttp().request('{url}', options, () => report(seen));"
    )
    assert run_snippet(code).report == order


def test_bad_extra_data_is_found_before_header_is_read(url: str) -> None:
    code = (
        "const options = { method: 'POST', extraData: 5, get header() { report('read'); return {}; } };"
        f"http.createHttp().request('{url}', options, (error) => report(error.code));"
    )
    assert run_snippet(code).reports == [401]


def test_inherited_options_and_getters_count() -> None:
    with HttpServer(lambda request: Response(request.method)) as server:
        code = (
            "class Base { get method() { return 'PUT'; } } class Options extends Base {}"
            f"http.createHttp().request('{server.url}', new Options(), (error, data) => report(data.result));"
        )
        assert run_snippet(code).report == "PUT"


@pytest.mark.parametrize(
    ("permission", "code"),
    [("ohos.permission.INTERNET", 201), ("ohos.permission.CAMERA", None)],
)
@pytest.mark.parametrize("form", ["promise", "callback", "options and callback"])
def test_denied_permission(url: str, permission: str, code: int | None, form: str) -> None:
    calls = {
        "promise": f"http.createHttp().request('{url}').then(() => report(null), report);",
        "callback": f"http.createHttp().request('{url}', (error) => report(error ?? null));",
        "options and callback": f"http.createHttp().request('{url}', {{}}, (error) => report(error ?? null));",
    }
    expected = None if code is None else {"code": 201, "message": "Permission denied"}
    assert run_snippet(calls[form], deny=(permission,)).report == expected


def test_401_comes_before_201() -> None:
    code = (
        "http.createHttp().request(1).catch(report);"
        "http.createHttp().request('x', { method: 'POST', extraData: 1 }).catch(report);"
    )
    outcome = run_snippet(code, deny=("ohos.permission.INTERNET",))
    assert [report["code"] for report in outcome.reports] == [401, 401]
