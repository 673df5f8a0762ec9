"""Device notes: what works here and would differ on a device is said once per place, and nothing else is said."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from bindings.net_http import notes
from runtime.documents.samples import find_samples
from runtime.output.diagnostics import shown_path
from tests.bindings.snippets import PROGRAM, Outcome, run_program, run_snippet
from tests.servers.http import HttpServer, Response
from tests.servers.messages import Request

# By topic: a statement that deserves the note, in which `url` answers 'hi', and a part of what the note says.
DESERVED = {
    "header-case": ("(await http.createHttp().request(url)).header['X-One'];", "write data.header['x-one']"),
    "status-line": ("(await http.createHttp().request(url)).header['Status-Line'];", "use data.responseCode"),
    "reuse": ("const r = http.createHttp(); r.request(url); await r.request(url);", "forbids a second request()"),
    "priority": ("await http.createHttp().request(url, { priority: 1001 });", "use 1 to 1000"),
    "limit": ("await http.createHttp().request(url, { maxLimit: 1 }).catch(() => {});", "set maxLimit (API 11)"),
    "dropped-member": ("await http.createHttp().request(url, { extraData: { page: 1 } });", "drops extraData.page"),
    "json-under-form": (
        "await http.createHttp().request(url, { method: 'POST', extraData: { a: 'b' }, "
        "header: { 'CONTENT-type': 'Application/X-WWW-Form-Urlencoded; charset=UTF-8' } });",
        "pass the string key1=value1&key2=value2",
    ),
    "explicit-undefined": ("await http.createHttp().request(url, undefined).catch(() => {});", "leave the argument"),
    "unknown-event": ("http.createHttp().on('finish', () => {});", "ignores the event type 'finish'"),
    "delete-body": (
        "await http.createHttp().request(url, { method: 'DELETE', extraData: { id: '7' } });",
        "devices since API 10 send it as the body",
    ),
    "dropped-header": ("await http.createHttp().request(url, { header: { 'X-Id': null } });", "'X-Id' is dropped"),
    "line-break": (
        "await http.createHttp().request(url, { header: { a: 'b\\nc: d' } }).catch(() => {});",
        "refused here with 401; a device would send it",
    ),
    "not-json": ("await http.createHttp().request(url, { expectDataType: 1 });", "the body is not JSON"),
    "other-error": (
        "await http.createHttp().request(url, { usingProxy: { host: '127.0.0.1', port: 70000 } }).catch(() => {});",
        "a device says only 2300999 here",
    ),
    "misspelt": ("await http.createHttp().request(url, { headers: {} });", "write 'header'"),
    "no-method": ("await http.createHttp().request(url, { method: http.RequestMethod.Post });", "and GET is sent"),
    "other-method": ("await http.createHttp().request(url, { method: 'get' });", "refuse the method 'get'"),
    "no-once": ("http.createHttp().once('dataEnd', () => {});", "use on('dataEnd', ...)"),
    "option-type": ("await http.createHttp().request(url, { maxRedirects: '1' });", "it takes a number"),
    "no-effect": (
        "await http.createHttp().request(url, { pathPreference: 'auto' });",
        "'pathPreference' has no effect",
    ),
    "no-redirects": ("await http.createHttp().request(url, { maxRedirects: 0 });", "fails with 2300047"),
    "ca-data": ("await http.createHttp().request(url, { caPath: '/x', caData: 'x' });", "caData is ignored"),
    "last-bytes": ("await http.createHttp().request(url, { resumeTo: 7 });", "the last 7 bytes"),
    "dns-servers": ("await http.createHttp().request(url, { dnsServers: ['127.0.0.1'] });", "without c-ares"),
    "multipart-type": (
        "await http.createHttp().request(url, { multiFormDataList: [{ name: 'a', data: 'b' }] });",
        "'content-type': 'multipart/form-data'",
    ),
    "extra-data": ("await http.createHttp().request(url, { extraData: 'a', body: 'b' });", "ignores extraData"),
    "tls-versions": (
        "await http.createHttp().request(url, { tlsOptions: { tlsVersionMin: 7, tlsVersionMax: 6 } });",
        "the least first",
    ),
    "address-family": (
        "await http.createHttp().request(url, { addressFamily: 'CURL_IPRESOLVE_V4' });",
        "use http.AddressFamily.ONLY_V4",
    ),
    "uri": (
        "await http.createHttp().request(url, { caPath: 'file:///not/there' });",
        "a device opens no uri: caPath is a path",
    ),
    "sync-cache": (
        "http.createHttpResponseCache(); await http.createHttp().request(url + '/kept');"
        "try { http.createHttp().requestSync(url + '/kept'); } catch {}",
        "never returns where the cache",
    ),
    "sync-interceptor": (
        "const r = http.createHttp(); const c = new http.HttpInterceptorChain(); "
        "c.addChain([{ interceptorType: 'FINAL_RESPONSE' }]); c.apply(r); try { r.requestSync(url); } catch {}",
        "with interceptors never returns",
    ),
    "interceptor": (
        "const r = http.createHttp(); const c = new http.HttpInterceptorChain(); "
        "c.addChain([{ interceptorType: 'INITIAL_REQUEST', interceptorHandle() {} }]); c.apply(r); "
        "await r.request(url).catch(() => {});",
        "pending for ever",
    ),
    "sync-failure": (
        "try { http.createHttp().requestSync('http://127.0.0.1:1/'); } catch {}",
        "can return a response with responseCode 0",
    ),
    "cached-stream": (
        "http.createHttpResponseCache(); await http.createHttp().request(url + '/kept'); const r = http.createHttp(); "
        "r.on('dataReceive', () => {}); await r.requestInStream(url + '/kept');",
        "nothing but dataEnd",
    ),
    "sync-own-server": (
        "const s = (await import('@ohos.net.socket')).default.constructTCPSocketServerInstance(); "
        "await s.listen({ address: '127.0.0.1', port: 0, family: 1 }); const { port } = await s.getLocalAddress(); "
        "try { http.createHttp().requestSync('http://localhost:' + port, { readTimeout: 0 }); } catch {} s.close();",
        "asks a server of this program",
    ),
    "sync-validation": (
        "http.createHttp().requestSync(url, { remoteValidation: () => true });",
        "cannot ask the function",
    ),
    "tlcp": ("await http.createHttp().request(url, { sslType: 'TLCP' }).catch(() => {});", "fails with 2300999"),
}

# What is the same on a device, also where it looks unusual.
UNDESERVED = [
    "const r = http.createHttp(); await r.request(url); r.destroy(); r.destroy();",
    "const { header } = await http.createHttp().request(url); header['x-one']; header.date; header['X-Missing'];",
    "const { header } = await http.createHttp().request(url); 'X-One' in header; Object.entries(header);",
    "const { header } = await http.createHttp().request(url); report([header, `${header}`, await header]);",
    "const data = await http.createHttp().request(url); console.log(data, data.header); console.dir(data.header);",
    "const { header } = await http.createHttp().request(url); Object.assign({}, { ...header }, header);",
    "const r = http.createHttp(); r.on('headersReceive', (header) => header['x-one']); await r.request(url);",
    "const r = http.createHttp(); r.on('dataReceive', () => {}); r.on('dataEnd', () => {}); await r.request(url);",
    "const r = http.createHttp(); r.on('dataSendProgress', () => {}); await r.request(url);",
    "await http.createHttp().request(url, { remoteValidation: 'system', tlsOptions: 'system', dnsOverHttps: '' });",
    "await http.createHttp().request(url, { resumeFrom: 1, customMethod: 'GET', inactivityMs: 0, maxRedirects: 3 });",
    "await http.createHttp().request(url, { reuseConnections: true, method: 'PATCH' });",
    "const r = http.createHttp(); r.off('finish'); await r.request(url);",
    "await http.createHttp().request(url, { priority: 1 }); await http.createHttp().request(url, { priority: 1000 });",
    "await http.createHttp().request(url, { priority: 'high', expectDataType: 7, usingProtocol: 9 });",
    "await http.createHttp().request(url, { extraData: { page: '1' } });",
    "await http.createHttp().request(url, { extraData: 'page=1' });",
    "await http.createHttp().request(url, { extraData: new ArrayBuffer(3) });",
    "await http.createHttp().request(url, { method: 'POST', extraData: { page: 1, list: [null] } });",
    "await http.createHttp().request(url, { method: 'DELETE' });",
    "await http.createHttp().request(url, { method: 'DELETE', extraData: undefined });",
    "await http.createHttp().request(url, { method: 'POST', extraData: 'a=b', "
    "header: { 'content-type': 'application/x-www-form-urlencoded' } });",
    "await http.createHttp().request(url, { method: 'POST', extraData: { a: 'b' }, "
    "header: { 'x-form': 'application/x-www-form-urlencoded' } });",
    "await http.createHttp().request(url, { header: { 'X-Id': 5, flag: true, empty: '', text: 'x' } });",
    "await http.createHttp().request(url, { maxLimit: 2 });",
    "await http.createHttp().request(url, { readTimeout: 0, connectTimeout: 0 });",
    "await http.createHttp().request(url, { mine: 1, toString: null });",
    "await http.createHttp().request(url, ['a', 'b']); await http.createHttp().request(url, new String('x'));",
    "await http.createHttp().request(1, undefined).catch(() => {});",
    "await http.createHttp().request(undefined).catch(() => {}); await http.createHttp().request().catch(() => {});",
    "await http.createHttp().request('http://127.0.0.1:1/').catch(() => {});",
    "const r = http.createHttp(); r.destroy(); await r.request(url).catch(() => {});",
    "const r = http.createHttp(); await r.request(1).catch(() => {}); await r.request(url);",
    "Object.keys(http.ResponseCode); http.ResponseCode[200];",
    "http.createHttpResponseCache(1).flush();",
]


def _answer(request: Request) -> Response:
    kept = [("Cache-Control", "max-age=1000")] if request.path == "/kept" else []
    return Response("hi", headers=[("X-One", "1"), *kept])


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with HttpServer(_answer) as server:
        yield server.url


@pytest.fixture(autouse=True)
def cache_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))


@dataclass(frozen=True)
class Said:
    """One line on stderr: what kind it is, the line of the program it is about, and its text."""

    kind: str
    line: int
    text: str


def said(outcome: Outcome) -> list[Said]:
    """What a run wrote to stderr, of which every line is about a place in the program."""
    found = []
    for line in outcome.stderr.splitlines():
        match = re.fullmatch(rf"(note|error): {re.escape(shown_path(PROGRAM))}:(\d+): (.*)", line)
        assert match is not None, line
        found.append(Said(match[1], int(match[2]), match[3]))
    return found


def at_two_places(url: str, statement: str) -> str:
    """A program that reaches `statement` twice in line 2 and once in line 4."""
    return f"const url = '{url}';\nfor (let i = 0; i < 2; i++) {{ {statement} }}\n\n{{ {statement} }} report('done');"


def test_every_topic_is_listed_here() -> None:
    # What depends on how libcurl was built cannot be had everywhere; the others are of runs with --api, or of https.
    assert set(DESERVED) == set(notes._TEXTS) - {"ntlm", "refused-method", "lost-hit", "validation", "no-http3"}


@pytest.mark.parametrize("topic", DESERVED)
def test_note_is_printed_once_for_each_place(url: str, topic: str) -> None:
    statement, part = DESERVED[topic]
    outcome = run_snippet(at_two_places(url, statement))
    assert [(note.kind, note.line, part in note.text) for note in said(outcome)] == [
        ("note", 2, True),
        ("note", 4, True),
    ]
    assert (outcome.report, outcome.exit_code) == ("done", 0)


@pytest.mark.parametrize("topic", DESERVED)
def test_quiet_silences_it(url: str, topic: str) -> None:
    outcome = run_snippet(at_two_places(url, DESERVED[topic][0]), quiet=True)
    assert (outcome.stderr, outcome.report, outcome.exit_code) == ("", "done", 0)


@pytest.mark.parametrize("quiet", [False, True])
@pytest.mark.parametrize("topic", DESERVED)
def test_strict_makes_it_an_error(url: str, topic: str, quiet: bool) -> None:
    statement, part = DESERVED[topic]
    outcome = run_snippet(at_two_places(url, statement), strict=True, quiet=quiet)
    found = [(note.kind, note.line, part in note.text) for note in said(outcome)]
    assert found == [("error", 2, True), ("error", 4, True)]
    assert (outcome.report, outcome.exit_code) == ("done", 1), "the program runs to its end all the same"


def test_different_names_at_one_place_are_different_notes(url: str) -> None:
    outcome = run_snippet(
        f"const {{ header }} = await http.createHttp().request('{url}');"
        "for (const name of ['X-One', 'X-ONE', 'X-One']) header[name];"
    )
    assert sorted(note.text.partition("data.header['")[2][:5] for note in said(outcome)) == ["X-ONE", "X-One"]


@pytest.mark.parametrize("statement", UNDESERVED)
def test_nothing_is_said_where_a_device_does_the_same(url: str, statement: str) -> None:
    for strict in (False, True):
        outcome = run_snippet(f"const url = '{url}'; {{ {statement} }}", strict=strict)
        assert (outcome.stderr, outcome.exit_code) == ("", 0)


# Each takes no number.
TYPED = [
    "caPath", "clientCert", "dnsOverHttps", "dnsServers", "multiFormDataList", "certificatePinning", "remoteValidation",
    "tlsOptions", "serverAuthentication", "caData", "sniHostName", "reuseConnections", "customMethod",
    "usingSocks5Proxy", "enablePartialChain", "addressFamily", "sslType", "clientEncCert", "queryParams", "body",
    "usingProxy",
]  # fmt: skip
NUMBERS = ["maxRedirects", "resumeFrom", "resumeTo", "inactivityMs"]


def test_options_of_a_wrong_type_are_ignored_with_a_note(url: str) -> None:
    options = ", ".join(f"{name}: 7" for name in TYPED)
    outcome = run_snippet(f"report((await http.createHttp().request('{url}', {{ {options} }})).result);")
    assert outcome.report == "hi"
    assert sorted(re.findall("the option '(.*?)'", outcome.stderr)) == sorted(TYPED)


def test_nothing_of_a_value_of_a_wrong_type_is_called(url: str) -> None:
    value = "{ toString() { throw new Error('text'); }, valueOf() { throw new Error('number'); } }"
    names = [*NUMBERS, "addressFamily", "sslType", "dnsOverHttps", "sniHostName", "customMethod", "caPath", "caData"]
    options = ", ".join(f"{name}: {value}" for name in names)
    outcome = run_snippet(f"report((await http.createHttp().request('{url}', {{ {options} }})).result);")
    assert outcome.report == "hi"
    assert sorted(re.findall("the option '(.*?)'", outcome.stderr)) == sorted(names)


MISSING_COMMA = (
    "import http from '@ohos.net.http';\nconst options = {\n  a: 1 // one\n  b: 2,\n};\nconsole.log(options.b);\n"
)


def test_a_repair_is_reported_with_its_line() -> None:
    outcome = run_program(MISSING_COMMA)
    assert (outcome.stdout, outcome.exit_code) == ("2\n", 0)
    assert outcome.stderr.startswith(f"repaired: {shown_path(PROGRAM)}:3:")


def test_quiet_silences_a_repair() -> None:
    outcome = run_program(MISSING_COMMA, quiet=True)
    assert (outcome.stdout, outcome.stderr, outcome.exit_code) == ("2\n", "", 0)


def test_strict_shows_the_syntax_error_instead() -> None:
    outcome = run_program(MISSING_COMMA, strict=True)
    assert (outcome.stdout, outcome.exit_code) == ("", 1)
    assert outcome.stderr.startswith("error: ")
    assert f"{shown_path(PROGRAM)}:3:7" in outcome.stderr
    assert "repaired:" not in outcome.stderr


DOCUMENT = Path(__file__).parents[2].parent / "shared" / "seed" / "js-apis-http.md"
# By number of the sample in the document: what it deserves. The others deserve nothing.
OF_THE_DOCUMENT = {
    2: ["inserted a missing comma"],
    5: ["data.header['Content-Type']", "data.header['Status-Line']"],
    6: ["data.header['Content-Type']", "data.header['Status-Line']"],
}
# What is said of every sample that leaves something out; it is not about a device.
_BY_ITSELF = re.compile(r"note: (EXAMPLE_URL is |.*: '\w+' is not declared; )")


@pytest.mark.skipif(not DOCUMENT.exists(), reason="needs the document beside the repository")
@pytest.mark.parametrize("number", range(1, 18))
def test_samples_of_the_document_say_only_what_they_deserve(number: int) -> None:
    samples = find_samples(DOCUMENT.read_text("utf-8"), DOCUMENT.name, str(DOCUMENT))
    assert len(samples) == 17
    outcome = run_program(samples[number - 1].text)
    assert outcome.exit_code == 0
    lines = [line for line in outcome.stderr.splitlines() if line.startswith(("note: ", "repaired: ", "error: "))]
    lines = [line for line in lines if not _BY_ITSELF.match(line)]
    parts = OF_THE_DOCUMENT.get(number, [])
    assert [part in line for part, line in zip(parts, lines, strict=True)] == [True] * len(parts)
