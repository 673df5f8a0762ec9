"""@ohos.url: what its documentation and the conformance suite show, and Node.js in the same run where both agree."""

# ruff: noqa: E501 - programs are read best on their own lines.

from __future__ import annotations

import json
import random
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.bindings.system.running import reports, run

_IMPORT = "import { url } from '@kit.ArkTS';\n---\n"
PARTS = ("href", "origin", "protocol", "username", "password", "host", "hostname", "port", "pathname", "search", "hash")


def _reports(folder: Path, code: str) -> list[Any]:
    return reports(folder, _IMPORT + code)


# Parsing ----------------------------------------------------------------------------------------------------------

# Text, base or '', href; '' where it is refused.
HREFS = [
    ("http://username:password@host:8080/directory/file?query#fragment", "", "http://username:password@host:8080/directory/file?query#fragment"),
    ("http://username:password@host:8080#fragment", "", "http://username:password@host:8080/#fragment"),
    ("http1://host/directory/file?query#fragment", "", "http1://host/directory/file?query#fragment"),
    ("http:host:8080/directory/file?query#fragment", "", "http://host:8080/directory/file?query#fragment"),
    ("https://255.16581375", "", "https://255.253.2.255/"),
    ("https://192.1.", "", "https://192.0.0.1/"),
    ("https://192.1..", "", "https://192.1../"),
    ("https://192.95645654354.8.f", "", "https://192.95645654354.8.f/"),
    ("  \t HTTP:\\\\Exa\nmple.COM:80/a/./b/%2E%2e/c \r", "", "http://example.com/a/c"),
    ("https://a:b@c:d@e/", "", "https://a:b%2540c%3Ad@e/".replace("%3A", ":")),
    ("http://0x7f.1/", "", "http://127.0.0.1/"),
    ("http://0x/", "", "http://0x/"),
    ("http://0300.168.0.0xF0/", "", "http://192.168.0.240/"),
    ("http://[1:2:0:0:0:0:0:1]:80/", "", "http://[1:2::1]/"),
    ("http://[::ffff:1.2.3.4]/", "", "http://[::ffff:102:304]/"),
    ("http://[FE80::1]:81/", "", "http://[fe80::1]:81/"),
    ("mailto:a@b.c", "", "mailto:a@b.c"),
    ("file:///C:/a/../../b", "", "file:///C:/b"),
    ("file://host/a", "", "file://host/a"),
    ("http://a b/", "", ""),
    ("http://256.1.1.1/", "", ""),
    ("http://4294967296/", "", ""),
    ("http://[1::2::3]/", "", ""),
    ("http://[1:2:3:4:5:6:7]/", "", ""),
    ("http://[::1", "", ""),
    ("http://a:65536/", "", ""),
    ("http://a:x/", "", ""),
    ("http://", "", ""),
    ("http://user@/", "", ""),
    ("example.com", "", ""),
    ("1http://a", "", ""),
    ("//a", "", ""),
    ("", "", ""),
    # Where the device is not like a browser.
    ("http://a/%20b c?%20d e#%20f g", "", "http://a/%2520b%20c?%20d e#%2520f%20g"),
    ("http://M\u00fcnchen.de/\u00fc", "", "http://m%C3%BCnchen.de/%C3%BC"),
    ("../x", "http://a/b/c/d", "http://a/b/c/x"),
    ("?x", "http://a/b/c", "http://a/b/?x"),
    # And where it is.
    ("path/path1", "https://username:password@host:8080", "https://username:password@host:8080/path/path1"),
    ("/x/../y?q#f", "http://a:1/b/c?d#e", "http://a:1/y?q#f"),
    ("//c/d", "http://a/b", "http://c/d"),
    ("\\\\c/d", "http://a/b", "http://a/\\\\c/d".replace("\\", "%5C")),
    ("xy:z", "http://a/b", "xy:z"),
    ("x:y", "", "file:///x:y"),
    ("http://a/?#", "", "http://a/"),
    ("", "http://a/b?c#d", "http://a/b?c#d"),
    ("a", "mailto:x", ""),
    ("a", "nope", ""),
]  # fmt: skip


def test_texts_and_what_they_are(tmp_path: Path) -> None:
    code = f"""for (const [text, base] of {json.dumps(HREFS)}) {{
  try {{ report(base === '' ? url.URL.parseURL(text).href : url.URL.parseURL(text, base).href); }}
  catch (error) {{ report(error.code === 10200002 && error.message === 'Syntax Error. Invalid Url string' ? '' : `${{error}}`); }}
}}"""
    outcome = run(tmp_path, _IMPORT + code)
    found = [json.loads(line) for line in outcome.lines]
    assert dict(zip([case[:2] for case in HREFS], found, strict=True)) == {case[:2]: case[2] for case in HREFS}


def test_the_parts_of_a_url(tmp_path: Path) -> None:
    [parts, joined, tag] = _reports(
        tmp_path,
        f"""const one = url.URL.parseURL('http://username:password@host:8080/directory/file?foo=1&bar=2#fragment');
report(Object.fromEntries({json.dumps(PARTS)}.map((name) => [name, one[name]]))); report(JSON.stringify(one)); report(`${{one}}`, one.params.get('foo'));""",
    )
    href = "http://username:password@host:8080/directory/file?foo=1&bar=2#fragment"
    assert parts == {
        "href": href, "origin": "http://host:8080", "protocol": "http:", "username": "username", "password": "password",
        "host": "host:8080", "hostname": "host", "port": "8080", "pathname": "/directory/file", "search": "?foo=1&bar=2",
        "hash": "#fragment",
    }  # fmt: skip
    assert (joined, tag) == (json.dumps(href), [href, "1"])


def test_a_base_that_is_a_url_and_what_new_does(tmp_path: Path) -> None:
    outcome = run(
        tmp_path,
        _IMPORT
        + """const base = new url.URL('http://a/b/c');
report(new url.URL('d', base).href, url.URL.parseURL('/d', base).href, new url.URL('http://x', undefined).href, new url.URL('http://x', null).href, new url.URL().href);
report([() => new url.URL(''), () => new url.URL(5), () => new url.URL('a', {}), () => new url.URL('a', new url.URL()), () => { new url.URL().search = 'a'; }].map((work) => { try { work(); return 'nothing'; } catch (error) { return error.name; } }));
const empty = new url.URL('nope'); report(empty.href, empty.protocol, empty.params === undefined);""",
    )
    assert [json.loads(line) for line in outcome.lines] == [
        ["http://a/b/d", "http://a/d", "http://x/", "http://x/", ""],
        ["TypeError"] * 5,
        ["", "", True],
    ]
    assert "this is no URL, and new URL() throws nothing" in outcome.stderr
    assert outcome.code == 0


def test_what_is_encoded_already_is_a_hint(tmp_path: Path) -> None:
    assert "% becomes %25" in run(tmp_path, _IMPORT + "url.URL.parseURL('http://a/b%20c')").stderr
    assert run(tmp_path, _IMPORT + "url.URL.parseURL('http://a/b?c=%20&d=50%')").stderr == ""


# Changing ---------------------------------------------------------------------------------------------------------

FULL = "http://username:password@host:8080/directory/file?query#fragment"
# What is set, the value, a part, what it is then.
CHANGES = [
    ("href", "http1://myhost/path?sss=1#ff", "href", "http1://myhost/path?sss=1#ff"),
    ("href", "nope", "href", FULL),
    ("protocol", "https:", "href", FULL.replace("http:", "https:")),
    ("protocol", "ftp:", "protocol", "ftp:"),
    ("protocol", "foo:", "protocol", "http:"),
    # Without its colon it is another scheme, and no special one.
    ("protocol", "https", "protocol", "http:"),
    ("username", "skp111", "href", FULL.replace("username", "skp111")),
    ("username", "a@b:c/\u00fc", "username", "a%40b%3Ac%2F%C3%BC"),
    ("password", "1234", "password", "1234"),
    ("password", "", "href", FULL.replace(":password", "")),
    ("host", "jkjk", "host", "jkjk:8080"),
    ("host", "jkjk:100", "href", FULL.replace("host:8080", "jkjk:100")),
    ("host", "a b", "host", "host:8080"),
    ("hostname", "hosthost", "hostname", "hosthost"),
    ("hostname", "x:1", "href", FULL.replace("host", "x", 1)),
    ("port", "99", "port", "99"),
    ("port", "80", "port", "80"),
    ("port", "65536", "port", "8080"),
    ("port", "", "port", "8080"),
    ("port", 5, "port", "8080"),
    ("pathname", "path", "pathname", "/path"),
    ("pathname", "/a/../b c:d", "pathname", "/b%20c:d"),
    ("pathname", "", "pathname", "/directory/file"),
    ("search", "a=b c", "search", "?a=b%20c"),
    ("search", "?a#b", "href", FULL.replace("query", "a%23b")),
    ("search", "", "href", FULL.replace("?query", "")),
    ("hash", "new part", "hash", "#new%20part"),
    ("hash", "", "href", FULL.replace("#fragment", "")),
]


def test_changes(tmp_path: Path) -> None:
    code = f"for (const [name, value, part] of {json.dumps(CHANGES)}) {{ const one = url.URL.parseURL('{FULL}'); one[name] = value; report(one[part]); }}"
    found = [(*change[:3], value) for change, value in zip(CHANGES, _reports(tmp_path, code), strict=True)]
    assert found == CHANGES


def test_parameters_of_a_url_change_it(tmp_path: Path) -> None:
    assert _reports(
        tmp_path,
        """const one = url.URL.parseURL('http://a/?b=1&c=2');
one.params.append('d', 'x y'); report(one.href); one.params.delete('b'); report(one.search); one.params.set('c', '3'); report(one.href); one.params.sort();
one.search = '?z=1'; report(one.params.get('z'), one.searchParams.get('z'), one.params.get('c') ?? null); one.params.delete('z'); report(one.href);""",
    ) == ["http://a/?b=1&c=2&d=x+y", "?c=2&d=x+y", "http://a/?c=3&d=x+y", ["1", "1", None], "http://a/"]


# Parameters -------------------------------------------------------------------------------------------------------

# Program on `p`, what comes out.
PARAMETERS = [
    ("new P('?user=abc&query=xyz').toString()", "user=abc&query=xyz"),
    ("new P({ user: 'abc', query: ['first', 'second'] }).toString()", "user=abc&query=first%2Csecond"),
    ("new P([['user', 'abc'], ['query', 'first'], ['query', 'second']]).toString()", "user=abc&query=first&query=second"),
    ("new P(new Map([['user', 'abc']])).toString()", "user=abc"),
    ("new P(function* () { yield ['a', 'b']; }()).toString()", "a=b"),
    ("new P(new P('a=b&a=c')).toString()", "a=b&a=c"),
    ("[new P(), new P(null), new P(undefined), new P(''), new P('?')].map(String)", ["", "", "", "", ""]),
    ("{ const p = new P('foo=1&bar=2'); p.append('ma 大', 'jk￥'); return p.toString(); }", "foo=1&bar=2&ma+%E5%A4%A7=jk%EF%BF%A5"),
    ("new P('d=value1&c=value2&b= 大').toString()", "d=value1&c=value2&b=+%E5%A4%A7"),
    ("{ const p = new P('￥=)'); p.delete('5'); return p.toString(); }", "%EF%BF%A5=%29"),
    ("{ const p = new P('foo大=1&bar=2'); p.delete('foo大'); return p.toString(); }", "bar=2"),
    ("{ const p = new P('1=value1&2=value2&key3=3'); p.set('1', 'CCC'); p.set('11', 'x'); return p.toString(); }", "1=CCC&2=value2&key3=3&11=x"),
    ("{ const p = new P('a=1&a=2&b=3&a=4'); p.set('a', '5'); return p.toString(); }", "a=5&b=3"),
    ("{ const p = new P('a=value1&c=value2&4=key4&b=key2'); p.sort(); return p.toString(); }", "4=key4&a=value1&b=key2&c=value2"),
    ("{ const p = new P('key1=value1&8=DEF'); p.append('8', 'A8A'); return p.getAll('8'); }", ["DEF", "A8A"]),
    ("[...new P('a=b&c=d')]", [["a", "b"], ["c", "d"]]),
    ("[new P('a=b').keys(), new P('a=b').values(), new P('a=b').entries()]", [["a"], ["b"], [["a", "b"]]]),
    ("{ const seen = []; const p = new P('a=b&c=d+e'); p.forEach(function (v, k, all) { seen.push([v, k, all === p, this.x]); }, { x: 1 }); return seen; }", [["b", "a", True, 1], ["d e", "c", True, 1]]),
    ("[new P('a=1').has('a'), new P('a=1').has('b'), new P('a=1').get('b') === undefined]", [True, False, True]),
    ("new P('a=b=c&d&=e&f=100%&g=%E5%A4%A7%26+%2B').entries()", [["a", "b=c"], ["d", ""], ["", "e"], ["f", "100%"], ["g", "大& +"]]),
    ("new P('a%3D=b%3D').toString()", "a%3D=b%3D"),
    ("new P('a=%26&b=%2B&c=%25').toString()", "a=%26&b=%2B&c=%25"),
    # What was appended is kept encoded, and is not found by another name.
    ("{ const p = new P(); p.append('大', '小'); return [p.get('大') ?? null, p.has('大'), p.entries(), p.toString()]; }", [None, False, [["大", "小"]], "%E5%A4%A7=%E5%B0%8F"]),
    ("new P([['a', 1]]).toString()", ""),
]  # fmt: skip


def test_parameters(tmp_path: Path) -> None:
    works = ", ".join(f"(P) => {work if work.startswith('{ ') else f'({work})'}" for work, _ in PARAMETERS)
    code = f"for (const work of [{works}]) {{ report(JSON.stringify(work(url.URLParams))); report(JSON.stringify(work(url.URLSearchParams))); }}"
    found = [json.loads(text) for text in _reports(tmp_path, code)]
    assert list(zip([work for work, _ in PARAMETERS], found[::2], strict=True)) == PARAMETERS
    assert found[1::2] == found[::2]


def test_wrong_arguments(tmp_path: Path) -> None:
    lines = _reports(
        tmp_path,
        """const p = new url.URLParams('a=b'); const old = new url.URLSearchParams('a=b');
for (const work of [() => p.append(123, '4'), () => p.append('a'), () => p.delete(), () => p.get(4), () => p.getAll(null), () => p.has(1), () => p.set('a', 5), () => p.forEach(5), () => new url.URLParams(5), () => url.URL.parseURL(5), () => url.URL.parseURL('a', ''), () => url.URL.parseURL('a', 5),
  () => new url.URLParams([['a']]), () => new url.URLParams(['ab']), () => old.append('a'), () => old.has()]) report(failure(work));
report(old.get(4) ?? null, old.getAll(4), old.delete(4) ?? null, failure(() => { throw (() => { try { p.get(4); } catch (error) { return new Error(`${error}`); } })(); })[1]);""",
    )

    def wrong(value: str, kind: str = "string") -> list[Any]:
        return [401, f"Parameter error.The type of {value} must be {kind}"]

    assert lines == [
        wrong("123"), wrong("undefined"), wrong("undefined"), wrong("4"), wrong("null"), wrong("1"), wrong("5"), wrong("5", "function"), wrong("5"),
        wrong("5"), wrong(""), wrong("5", "string or URL"), wrong("a", "string[][]"), wrong("ab", "string[][]"), wrong("undefined"), wrong("undefined"),
        [None, [], None, "BusinessError: Parameter error.The type of 4 must be string"],
    ]  # fmt: skip


# Beside Node.js ---------------------------------------------------------------------------------------------------


def _texts(count: int) -> list[tuple[str, str]]:
    """URLs, and parameters, of the kind that a device and a browser take for the same."""
    state = random.Random(20)
    some = state.choice
    letters = "abcXYZ019-._~!$&'()*+,;=:@"

    def word(chars: str, most: int = 6) -> str:
        return "".join(some(chars) for _ in range(state.randrange(1, most)))

    def host() -> str:
        number = some(["0x{:x}", "0{:o}", "{}"])
        kinds: list[Callable[[], str]] = [
            lambda: ".".join(word("abcXYZ09") + "q" for _ in range(state.randrange(1, 4))),
            lambda: ".".join(number.format(state.randrange(1, 300)) for _ in range(state.randrange(1, 5))),
            lambda: "[" + ":".join(f"{state.randrange(1, 1 << 16):x}" for _ in range(state.randrange(7, 9))) + "]",
            lambda: "[" + "::".join(":".join(f"{state.randrange(1, 1 << 16):X}" for _ in range(state.randrange(0, 4))) for _ in "12") + "]",
        ]  # fmt: skip
        return some(kinds)()

    def path() -> str:
        segment: list[Callable[[], str]] = [
            lambda: word(letters),
            lambda: some([".", "..", "%2e", ".%2E"]),
            lambda: word('a "<>`{}\u00fc\u5927\U0001f600'),
            lambda: "",
        ]
        return "/".join(some(segment)() for _ in range(state.randrange(0, 5)))

    def ends() -> str:
        return some(["", "?" + word(letters.replace("'", ""))]) + some(["", "#" + word(letters)])

    def authority() -> str:
        user = some(["", "", word("abc") + "@", word("abc") + ":" + word("abc") + "@"])
        return user + host() + some(["", "", ":80", ":443", f":{state.randrange(70000)}"])

    def absolute() -> str:
        return some(["http", "HTTPS", "ws", "wss", "ftp"]) + "://" + authority() + some(["", "/" + path() + ends()])

    def relative() -> str:
        return some(
            [
                "/" + word("abc") + "/" + path() + ends(),
                "//" + authority() + "/" + path(),
                word("abc") + "/" + word("aZ1~:") + ends(),
                absolute(),
            ]
        )

    return [(absolute(), "") if state.randrange(2) else (relative(), absolute()) for _ in range(count)]


def _queries(count: int) -> list[str]:
    state = random.Random(7)
    pieces = ["a", "b", "=", "+", "%20", "%26", "%3D", "%2B", "%25", "%252B", "%E5%A4%A7", "\u5927", "%C3", "1"]
    sides = [
        "".join(state.choice(pieces[:2] + pieces[3:]) for _ in range(state.randrange(1, 5))) for _ in range(2 * count)
    ]
    return [
        f"{name}={value}&n={value}"
        for name, value in zip(sides[::2], sides[1::2], strict=True)
        if "%C3" not in name + value
    ]


_COMPARED = """const results = [];
for (const [text, base] of urls) {
  let result = null;
  try { const one = make(text, base); result = names.map((name) => one[name]); } catch { /* None. */ }
  results.push(result);
}
for (const query of queries) results.push([...new Params(query)].map((pair) => [...pair]));
console.log(JSON.stringify(results));"""


def test_node_says_the_same(tmp_path: Path) -> None:
    node = shutil.which("node")
    if node is None:
        pytest.skip("Node.js is not here")
    urls, queries = _texts(3000), _queries(1000)
    given = (
        f"const urls = {json.dumps(urls)}; const queries = {json.dumps(queries)}; const names = {json.dumps(PARTS)};"
    )
    theirs = f"{given} const make = (text, base) => (base === '' ? new URL(text) : new URL(text, base)); const Params = URLSearchParams; {_COMPARED}"
    (tmp_path / "theirs.mjs").write_text(theirs)
    done = subprocess.run([node, tmp_path / "theirs.mjs"], capture_output=True, text=True, check=True)
    ours = f"{given} const make = (text, base) => (base === '' ? url.URL.parseURL(text) : url.URL.parseURL(text, base)); const Params = url.URLParams; {_COMPARED}"
    found = json.loads(run(tmp_path, _IMPORT + ours).stdout)
    expected = json.loads(done.stdout)
    assert sum(result is not None for result in expected) > 2500
    for case, one, other in zip([*urls, *queries], found, expected, strict=True):
        assert one == other, case
