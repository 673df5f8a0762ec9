"""--api N: what a device of that version does not have is not there, and a read of it says since when it is."""

from __future__ import annotations

import json

import pytest

from tests.bindings.snippets import run_snippet
from tests.servers.http import HttpServer, Response
from tests.servers.tls import Certificates

# What is asked -> the API version since which it is there, by the declarations of the module.
SINCE = {
    "http.HttpInterceptorChain": 22,
    "http.InterceptorType": 22,
    "http.CertType": 11,
    "http.TlsVersion": 18,
    "http.AddressFamily": 15,
    "http.SslType": 20,
    "http.RequestMethod.PATCH": 26,
    "http.ResponseCode.RANGE_NOT_SATISFIABLE": 12,
    "http.HttpProtocol.HTTP3": 11,
    "http.createHttp().requestInStream": 10,
    "http.createHttp().requestSync": 26,
    "http.createHttp().enableAutoCookie": 26,
}
EVENTS = {"headerReceive": 6, "headersReceive": 8, "dataReceive": 10, "dataEnd": 10, "dataReceiveProgress": 10,
          "dataSendProgress": 11}  # fmt: skip
RESPONSE = {"result": 6, "responseCode": 6, "header": 6, "cookies": 8, "resultType": 9, "performanceTiming": 11,
            "connectionExtraInfo": 24}  # fmt: skip
OPTIONS = {
    10: ("caPath",),
    11: ("resumeFrom", "resumeTo", "clientCert", "dnsOverHttps", "dnsServers", "maxLimit", "multiFormDataList"),
    12: ("certificatePinning",),
    15: ("addressFamily",),
    18: ("remoteValidation", "tlsOptions", "serverAuthentication"),
    20: ("caData", "sslType", "clientEncCert"),
    23: ("sniHostName", "maxRedirects", "customMethod", "pathPreference"),
    26: ("reuseConnections", "inactivityMs", "usingSocks5Proxy", "enablePartialChain", "queryParams", "body"),
}
# Both sides of every step.
VERSIONS = (9, 10, 11, 12, 14, 15, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26)


@pytest.mark.parametrize("api", VERSIONS)
def test_members(api: int) -> None:
    reads = ", ".join(f"typeof {text}" for text in SINCE)
    owners = {text: text.rpartition(".") for text in SINCE}
    has = ", ".join(f"'{member}' in {owner}" for owner, _, member in owners.values())
    outcome = run_snippet(f"report([{reads}]); report([{has}]); report(Object.keys(http));", api=api)
    kinds, found, listed = outcome.reports
    newer = {text for text, since in SINCE.items() if since > api}
    assert {text for text, kind in zip(SINCE, kinds, strict=True) if kind == "undefined"} == newer
    assert {text for text, is_there in zip(SINCE, found, strict=True) if not is_there} == newer
    exports = {text.removeprefix("http."): since for text, since in SINCE.items() if text.count(".") == 1}
    assert {name for name in exports if name not in listed} == {name for name, since in exports.items() if since > api}
    told = {note.partition(" has no ")[2].partition(",")[0]: note for note in outcome.notes}
    assert set(told) == {text.replace("http.createHttp()", "HttpRequest") for text in newer}
    for text in newer:
        assert told[text.replace("http.createHttp()", "HttpRequest")].endswith(f"since API {SINCE[text]}")
    assert outcome.exit_code == 0


def test_a_read_is_noted_once_a_place() -> None:
    outcome = run_snippet("for (let i = 0; i < 3; i++) http.CertType;\nhttp.CertType;", api=9)
    assert len(outcome.notes) == 2


def test_strict_makes_a_read_an_error() -> None:
    for api, code in ((10, 1), (11, 0)):
        assert run_snippet("http.CertType;", api=api, strict=True).exit_code == code


@pytest.mark.parametrize(
    ("code", "member", "since"),
    [
        ("http.createHttp().requestInStream('x');", "HttpRequest.requestInStream", 10),
        ("new http.HttpInterceptorChain();", "http.HttpInterceptorChain", 22),
        ("http.TlsVersion.TLS_V_1_2;", "http.TlsVersion", 18),
    ],
)
def test_what_fails_for_want_of_a_member_is_explained(code: str, member: str, since: int) -> None:
    outcome = run_snippet(f"try {{ null.x; }} catch {{}}\n{code}", api=9, quiet=True)
    assert outcome.exit_code == 1
    hint = f"hint: API 9 has no {member}, which is undefined there: devices have it since API {since}"
    assert outcome.stderr.splitlines()[-1] == hint


def test_an_error_elsewhere_is_none_of_it() -> None:
    outcome = run_snippet("http.TlsVersion;\nundefined.x;", api=9, quiet=True)
    assert outcome.exit_code == 1
    assert "TlsVersion" not in outcome.stderr


def test_an_enum_is_as_lasting_as_without_it() -> None:
    code = (
        "try { delete http.RequestMethod.GET; } catch (error) { report(error instanceof TypeError); }"
        "report(http.RequestMethod.GET);"
    )
    assert run_snippet(code, api=12).reports == [True, "GET"]


def test_what_has_no_such_member_looks_like_any_object() -> None:
    code = (
        "console.log(http.RequestMethod, http.createHttp());"
        "http.mine = 1; console.log(http.mine, http instanceof Object, `${http}`, http.other);"
    )
    outcome = run_snippet(code, api=9)
    assert outcome.stdout == "{} HttpRequest {}\n1 true [object Object] undefined\n"
    assert outcome.notes == []


@pytest.mark.parametrize("api", [9, 10, 11])
def test_events(api: int) -> None:
    listens = "".join(f"request.on('{event}', () => {{}});" for event in EVENTS)
    outcome = run_snippet(f"const request = http.createHttp(); {listens}", api=api)
    newer = {event: since for event, since in EVENTS.items() if since > api}
    assert outcome.exit_code == 0
    assert outcome.notes == [
        f"API {api} has no event '{event}' and ignores it: devices have it since API {since}"
        for event, since in newer.items()
    ]


@pytest.mark.parametrize("api", [9, 10, 11, 23, 24, 26])
def test_members_of_a_response(api: int) -> None:
    with HttpServer(lambda _request: Response(b"hi")) as server:
        code = (
            f"const data = await http.createHttp().request('{server.url}'); report(Object.keys(data).sort());"
            f"report({json.dumps(list(RESPONSE))}.filter((name) => data[name] !== undefined));"
            "report([data instanceof Object, JSON.parse(JSON.stringify(data)).result]);"
        )
        outcome = run_snippet(code, api=api)
    keys, defined, rest = outcome.reports
    assert keys == sorted(defined) == sorted(name for name, since in RESPONSE.items() if since <= api)
    assert rest == [True, "hi"]
    newer = [name for name, since in RESPONSE.items() if since > api]
    assert [note.partition("HttpResponse.")[2].partition(",")[0] for note in outcome.notes] == newer


@pytest.mark.parametrize("api", VERSIONS)
def test_newer_options_are_ignored_with_a_note(api: int) -> None:
    with HttpServer(lambda _request: Response(b"hi")) as server:
        newer = {name: since for since, names in OPTIONS.items() if since > api for name in names}
        # Of the wrong type for most of them, which would be noted if they were read.
        options = json.dumps(dict.fromkeys(newer, 7))
        outcome = run_snippet(f"report((await http.createHttp().request('{server.url}', {options})).result);", api=api)
    assert outcome.report == "hi"
    said = {note.partition("'")[2].partition("'")[0]: note.rpartition(" ")[2] for note in outcome.notes}
    assert said == {name: str(since) for name, since in newer.items()}


def test_an_ignored_option_does_nothing() -> None:
    with HttpServer(lambda _request: Response(b"more than one")) as server:
        for api, reports in ((10, ["more than one"]), (11, [2300023])):
            asked = f"http.createHttp().request('{server.url}', {{ maxLimit: 1 }}"
            code = f"{asked}, (error, data) => report(error?.code ?? data.result));"
            assert run_snippet(code, api=api).reports == reports


@pytest.mark.parametrize(("api", "asked"), [(18, False), (25, False), (26, True), (0, True)])
def test_a_function_that_validates(api: int, asked: bool, certificates: Certificates) -> None:
    with HttpServer(lambda _: Response("hi"), tls=certificates.good()) as server:
        code = (
            "const remoteValidation = () => { report('asked'); return true; };"
            f"http.createHttp().request('{server.url}', {{ remoteValidation }}, (error, data) => report(data.result));"
        )
        outcome = run_snippet(code, api=api, cacert=str(certificates.ca_file))
    assert outcome.reports == [*["asked"] * asked, "hi"]
    ignored = f"API {api} ignores a function as remoteValidation: devices ask it since API 26"
    assert (ignored in outcome.notes) != asked


def test_options_keep_their_getters_and_private_members() -> None:
    with HttpServer(lambda _request: Response(b"hi")) as server:
        code = (
            "class Options { #verb = 'HEAD'; get method() { return this.#verb; } get caPath() { throw 1; } }"
            f"report((await http.createHttp().request('{server.url}', new Options())).responseCode);"
        )
        assert run_snippet(code, api=9).report == 200
        (request,) = server.requests
        assert request.method == "HEAD"


@pytest.mark.parametrize("api", [9, 10, 22, 26])
def test_each_option_is_read_once(api: int) -> None:
    names = json.dumps(["method", "priority", "readTimeout", "usingProxy", "extraData", "header"])
    code = (
        f"const seen = []; const options = {{}}; for (const name of {names})"
        "Object.defineProperty(options, name, { get() { seen.push(name); return undefined; } });"
        "http.createHttp().request('http://127.0.0.1:1/', options, () => {}); report(seen);"
    )
    assert run_snippet(code, api=api, quiet=True).report == json.loads(names)


def test_without_it_everything_is_there() -> None:
    reads = ", ".join(f"typeof {text}" for text in SINCE)
    outcome = run_snippet(f"report([{reads}]);")
    assert "undefined" not in outcome.report
    assert outcome.notes == []
