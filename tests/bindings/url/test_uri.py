"""@ohos.uri: what its documentation and the conformance suite show."""

# ruff: noqa: E501 - programs are read best on their own lines.

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tests.bindings.system.running import reports

_IMPORT = "import { uri } from '@kit.ArkTS';\n---\n"
PARTS = ("scheme", "authority", "ssp", "userInfo", "host", "port", "path", "query", "fragment")


def _reports(folder: Path, code: str) -> list[Any]:
    return reports(folder, _IMPORT + code)


# Text, its parts in the order of PARTS.
TEXTS = [
    ("http://gg:gaogao@199.98.55.44:99/path/path?query#fagment", ["http", "gg:gaogao@199.98.55.44:99", "//gg:gaogao@199.98.55.44:99/path/path?query", "gg:gaogao", "199.98.55.44", "99", "/path/path", "query", "fagment"]),
    ("http://user@49.10pe8.54.12:80/path/path23?query#qwer", ["http", "user@49.10pe8.54.12:80", "//user@49.10pe8.54.12:80/path/path23?query", None, None, "-1", "/path/path23", "query", "qwer"]),
    ("ht2tp://user@www.1hw.1com:77/path/path23?query#qwer", ["ht2tp", "user@www.1hw.1com:77", "//user@www.1hw.1com:77/path/path23?query", None, None, "-1", "/path/path23", "query", "qwer"]),
    ("http://user@[::]/path/path23?query#qwer", ["http", "user@[::]", "//user@[::]/path/path23?query", "user", "[::]", "-1", "/path/path23", "query", "qwer"]),
    ("http://[::192:0:5]/p", ["http", "[::192:0:5]", "//[::192:0:5]/p", None, "[::192:0:5]", "-1", "/p", None, None]),
    ("http://[fe80::1%en0]:1/p", ["http", "[fe80::1%en0]:1", "//[fe80::1%en0]:1/p", None, "[fe80::1%en0]", "1", "/p", None, None]),
    ("http://[1:2:3:4:5:6:1.2.3.4]", ["http", "[1:2:3:4:5:6:1.2.3.4]", "//[1:2:3:4:5:6:1.2.3.4]", None, "[1:2:3:4:5:6:1.2.3.4]", "-1", None, None, None]),
    ("http://publickinfo:2147483647", ["http", "publickinfo:2147483647", "//publickinfo:2147483647", None, "publickinfo", "2147483647", None, None, None]),
    ("http://publickinfo:600000000332", ["http", "publickinfo:600000000332", "//publickinfo:600000000332", None, None, "-1", None, None, None]),
    ("http://publickinfo:0", ["http", "publickinfo:0", "//publickinfo:0", None, "publickinfo", "0", None, None, None]),
    ("mailto:body", ["mailto", None, "body", None, None, "-1", None, None, None]),
    ("file:///a%20b/\u5927", ["file", None, "///a b/\u5927", None, None, "-1", "/a b/\u5927", None, None]),
    ("a/b:c?d", [None, None, "a/b:c?d", None, None, "-1", "a/b:c", "d", None]),
    ("https://www.test.com/search?", ["https", "www.test.com", "//www.test.com/search", None, "www.test.com", "-1", "/search", None, None]),
]  # fmt: skip

# Text, what a device says about it.
WRONG = [
    ("#http://host", "#It can't be the first"),
    ("ht/tp://username:pas sword@host:8080/di[rectory/file?foo=1&bar=2", "SpecialPath does not conform to the rule"),
    ("http://username:password@[::]:8080/directory/file?Query#abc^de", "Fragment does not conform to the rule"),
    ("http://host/a?b^c", "Query does not conform to the rule"),
    ("content://com.test.uri/files/a^a", "path does not conform to the rule"),
    ("1http://host", "Scheme the first character must be a letter"),
    ("://host", "Scheme the first character must be a letter"),
    ("ht_tp://host", "scheme does not conform to the rule"),
    ("http://us<er@host", "userInfo does not conform to the rule"),
    ("http://host:8^", "port does not conform to the rule"),
    ("http://[::1", "IPv6 is missing a closing bracket"),
    ("http://[::1]:x", "Prot does not conform to the rule"),
    ("http://[1:2:3]", "ipv6 does not conform to the rule"),
    ("http://[1::2::3]", "ipv6 does not conform to the rule"),
    ("http://a[b]c", "host does not conform to the rule"),
]


def test_texts_and_their_parts(tmp_path: Path) -> None:
    code = f"for (const text of {json.dumps([text for text, _ in TEXTS])}) {{ const one = new uri.URI(text); report({json.dumps(PARTS)}.map((name) => one[name])); }}"
    assert list(zip([text for text, _ in TEXTS], _reports(tmp_path, code), strict=True)) == TEXTS


def test_what_is_wrong_is_said_in_the_words_of_a_device(tmp_path: Path) -> None:
    code = f"for (const text of {json.dumps([text for text, _ in WRONG])}) report(failure(() => new uri.URI(text)));"
    found = list(zip([text for text, _ in WRONG], _reports(tmp_path, code), strict=True))
    assert found == [(text, [10200002, f"Syntax Error. Invalid Uri string: The {said}"]) for text, said in WRONG]


_FULL = "http://userinfo@www.test.com:77/path/path23?query#qwer"
_FLAT = "http:/userinfo@www.test.com:77/path?query#qwer"
# Text, what is set, the value, what that is then, the text then.
CHANGES = [
    (_FULL, "scheme", "https:", "https", _FULL.replace("http", "https")),
    (_FULL, "scheme", "3https:", "http", _FULL),
    (_FULL, "scheme", "", "http", _FULL),
    (_FULL, "userInfo", "sji<+s\u5927", "sji<+s\u5927", _FULL.replace("userinfo", "sji%3C%2Bs%E5%A4%A7")),
    (_FULL, "userInfo", "", None, _FULL.replace("userinfo@", "")),
    (_FLAT, "userInfo", "x", None, _FLAT),
    (_FULL, "encodedUserInfo", "sji<+s\u5927", "userinfo", _FULL),
    (_FULL, "path", "", None, _FULL.replace("/path/path23", "")),
    (_FULL, "path", "a/p\u5927", "a/p\u5927", _FULL.replace("path/path23", "a/p%E5%A4%A7")),
    ("http:body/x?q#f", "path", "/a", "/a", "http:/a#f"),
    (_FULL, "encodedPath", "/a^", "/path/path23", _FULL),
    (_FULL, "query", "a=b&c", "a=b&c", _FULL.replace("query", "a%3Db%26c")),
    (_FULL, "encodedQuery", "a=b&c", "a=b&c", _FULL.replace("query", "a=b&c")),
    (_FULL, "query", "", None, _FULL.replace("?query", "")),
    (_FULL, "fragment", "#jia\u7247", "#jia\u7247", _FULL.replace("qwer", "%23jia%E7%89%87")),
    (_FULL, "encodedFragment", "#jia", "qwer", _FULL),
    ("mailto:a", "fragment", "f", "f", "mailto:a#f"),
    (_FULL, "authority", "uusc@www.testuc.com:741", "uusc@www.testuc.com:741", _FULL.replace("userinfo@www.test.com:77", "uusc@www.testuc.com:741")),
    (_FULL, "authority", "", None, _FULL.replace("//userinfo@www.test.com:77", "")),
    (_FULL, "authority", "usc@", "usc@", _FULL.replace("userinfo@www.test.com:77", "usc@")),
    (_FULL, "ssp", "usc@asjf:99/path1/ss?key=1", "usc@asjf:99/path1/ss?key=1", "http:usc@asjf:99/path1/ss?key=1#qwer"),
    (_FULL, "encodedSSP", "//www.test321.cn", "//www.test321.cn", "http://www.test321.cn#qwer"),
    (_FULL, "path", 5, "/path/path23", _FULL),
]  # fmt: skip


def test_changes(tmp_path: Path) -> None:
    code = f"for (const [text, name, value] of {json.dumps(CHANGES)}) {{ const one = new uri.URI(text); one[name] = value; report(one[name], `${{one}}`); }}"
    found = [(*change[:3], *result) for change, result in zip(CHANGES, _reports(tmp_path, code), strict=True)]
    assert found == CHANGES


# Program on `of`, which makes a URI, and what comes out.
USES = [
    ("of('http://www.test.com').addSegment('files').addSegment('my image.jpg').toString()", "http://www.test.com/files/my%20image.jpg"),
    ("of('http://www.test.com').addSegment('files').addSegment('my%20image.jpg').toString()", "http://www.test.com/files/my%2520image.jpg"),
    ("of('http://www.test.com?param%2B1=value1&param+2=value%202#fra+gemnt').addSegment('my+files').addEncodedSegment('my+image.jpg').toString()", "http://www.test.com/my%2Bfiles/my+image.jpg?param%2B1=value1&param+2=value%202#fra+gemnt"),
    ("of('https://www.test.com').addQueryValue('param 1', 'hello world').addQueryValue('b', 'c').toString()", "https://www.test.com?param%201=hello%20world&b=c"),
    ("of('https://www.test.com?a=b#c').clearQuery().toString()", "https://www.test.com#c"),
    ("of('https://www.test.com?a=b+c&a=%20d&e&=f&g=h=i').getQueryValue('a')", "b c"),
    ("of('https://www.test.com?a=b+c&a=%20d&e&=f&g=h=i').getQueryValues('a')", ["b+c", " d"]),
    ("['', 'e', 'g', 'x'].map((key) => of('https://www.test.com?a&e&=f&g=h=i').getQueryValue(key))", ["f", "", "h=i", None]),
    ("[of('https://a?b=c&&d').getQueryValue(''), of('https://a?b=c&').getQueryValue(''), of('https://a?').getQueryValue('')]", ["", "", None]),
    ("of('https://www.test.com?param1=value1&&&a&b=v&param3').getQueryNames()", ["param1", "", "a", "b", "param3"]),
    ("of('https://www.test.com?param+1=value1&').getQueryNames()", ["param+1"]),
    ("['a', 'b', 'c', 'd'].map((key) => of('https://t?a=False&b=0&c=yes').getBooleanQueryValue(key, true))", [False, False, True, True]),
    ("of('content://com.test.uri/files/a%20a/b%20b').getSegment()", ["files", "a a", "b b"]),
    ("[of('http://a/b/c.jpg').getLastSegment(), of('http://a').getLastSegment(), of('http://a/').getLastSegment()]", ["c.jpg", "", ""]),
    ("[URI.createFromParts('mailto', 'no body', 'top'), URI.createFromParts('foo', '', ''), URI.createFromParts('http', '', 'fragment')].map(String)", ["mailto:no%20body#top", "foo:", "http:#fragment"]),
    ("of('http://a@b:1/../c/./d/../e//f?g#h').normalize().toString()", "http://a@b:1/../c/e/f?g#h"),
    ("[of('a/../b').normalize().toString(), of('mailto:a').normalize().toString()]", ["/b", "mailto:a"]),
    ("[of('http://a/b').equalsTo(of('http://a/b')), of('http://a/b').equals(of('http://a/c'))]", [True, False]),
    ("['http://a', 'mailto:b', '/a', 'foo:'].map((text) => [of(text).checkIsAbsolute(), of(text).checkRelative(), of(text).checkHierarchical(), of(text).checkOpaque()])", [[True, False, True, False], [True, False, False, True], [False, True, True, False], [True, False, False, True]]),
    ("of('http://a/\u5927\U0001f600?b=%E5#[c]').toString()", "http://a/%E5%A4%A7%F0%9F%98%80?b=%E5#[c]"),
    ("[of('http://my%20name@a/b%2').userInfo, of('http://my%20name@a/b%2').encodedUserInfo, of('http://a/b%2%FF').path]", ["my name", "my%20name", "/b%2%FF"]),
]  # fmt: skip


def test_what_is_made_of_it(tmp_path: Path) -> None:
    works = ", ".join(f"() => {work}" for work, _ in USES)
    code = f"const {{ URI }} = uri; const of = (text) => new URI(text); for (const work of [{works}]) report(work());"
    assert list(zip([work for work, _ in USES], _reports(tmp_path, code), strict=True)) == USES


def test_wrong_arguments(tmp_path: Path) -> None:
    code = """const one = new uri.URI('http://a');
for (const work of [() => new uri.URI(5), () => new uri.URI(''), () => new uri.URI(), () => one.equalsTo(5), () => one.addQueryValue(1, ''), () => one.addQueryValue('', null), () => one.addSegment(), () => one.addEncodedSegment(null),
  () => one.getQueryValue(1), () => one.getQueryValues({}), () => one.getBooleanQueryValue('k'), () => uri.URI.createFromParts('a', 'b', null)]) report(failure(work));
try { one.equals({}); } catch (error) { report(error.name); } try { new uri.URI(5); } catch (error) { report(error.name); }"""

    def wrong(value: str, kind: str = "string") -> list[Any]:
        return [401, f"Parameter error. The type of {value} must be {kind}"]

    assert _reports(tmp_path, code) == [
        wrong("5"), wrong(""), wrong("undefined"), wrong("5", "URI"), wrong("1"), wrong("null"), wrong("undefined"), wrong("null"),
        wrong("1"), wrong("[object Object]"), wrong("k", "boolean"), wrong("null"), "TypeError", "BusinessError",
    ]  # fmt: skip
