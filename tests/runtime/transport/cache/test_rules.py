"""What may be stored and what answers a request: RFC 9111 and behaviour tables 8."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from runtime.transport.cache import rules
from runtime.transport.cache.rules import FETCH, USE, VALIDATE, RequestFacts, StoredResponse
from tests.runtime.transport.cache.stored_responses import NOW, Headers, asking, date, request, response


class TestCacheControl:
    @pytest.mark.parametrize(
        ("value", "directives"),
        [
            ("max-age=60, public", {"max-age": "60", "public": None}),
            # Without a blank, where a device finds one unknown directive (8.4).
            ("public,max-age=60", {"public": None, "max-age": "60"}),
            ("\tPublic ,\t MAX-AGE=60 ", {"public": None, "max-age": "60"}),
            # RFC 9111 5.2: both forms ought to be accepted.
            ('max-age="60"', {"max-age": "60"}),
            (', ,no-cache="set-cookie, x-a", ,no-store,', {"no-cache": "set-cookie, x-a", "no-store": None}),
            (r'a="\"b, c\\", no-store', {"a": '"b, c\\', "no-store": None}),
            # RFC 9111 4.2.1: the first occurrence.
            ("max-age=1, max-age=60", {"max-age": "1"}),
            ("max-age = 60", {"max-age": "60"}),
            ("max-age=", {"max-age": ""}),
            ("", {}),
        ],
    )
    def test_is_parsed_as_the_standard_says(self, value: str, directives: rules.Directives) -> None:
        assert rules.parse_directives([value]) == directives

    def test_of_several_lines_is_one_list(self) -> None:
        assert response(("Cache-Control", "max-age=60"), ("cache-control", "no-store")).directives == {
            "max-age": "60",
            "no-store": None,
        }

    def test_a_quote_that_never_ends_hides_nothing(self) -> None:
        assert "no-store" in rules.parse_directives(['private="x, no-store'])

    @given(st.lists(st.tuples(st.from_regex(r"[a-z-]{1,8}", fullmatch=True), st.none() | st.text('ab ,\\"\t='))))
    def test_what_is_quoted_comes_back(self, members: list[tuple[str, str | None]]) -> None:
        texts = []
        expected: rules.Directives = {}
        for name, value in members:
            escaped = "".join("\\" + char if char in '\\"' else char for char in value or "")
            texts.append(name if value is None else f'{name}="{escaped}"')
            expected.setdefault(name, value)
        assert rules.parse_directives([", ".join(texts)]) == expected

    @pytest.mark.parametrize(
        ("text", "seconds"),
        [
            ("0", 0),
            ("00060", 60),
            # RFC 9111 1.2.2: a recipient uses 2^31 for what is larger than it can represent.
            ("2147483648", 2**31),
            ("9" * 5000, 2**31),
            ("-1", None),
            ("+1", None),
            ("1.5", None),
            ("1_0", None),
            ("٣", None),
            ("", None),
            (None, None),
        ],
    )
    def test_delta_seconds(self, text: str | None, seconds: int | None) -> None:
        assert rules.delta_seconds(text) == seconds


FRESH: Headers = [("Cache-Control", "max-age=60"), ("ETag", '"1"')]
STALE: Headers = [("Cache-Control", "max-age=0"), ("ETag", '"1"')]


class TestDecision:
    """In the order of behaviour tables 8.3."""

    @pytest.mark.parametrize(
        ("directives", "headers", "decision"),
        [
            ("", FRESH, USE),
            ("", STALE, VALIDATE),
            ("", [("Cache-Control", "max-age=0")], FETCH),
            ("no-cache", FRESH, FETCH),
            ("no-cache, only-if-cached", FRESH, FETCH),
            ("", [("Cache-Control", "max-age=60, no-cache"), ("ETag", '"1"')], FETCH),
            ("only-if-cached", [("Cache-Control", "max-age=60, no-cache")], FETCH),
            ("only-if-cached", FRESH, USE),
            ("only-if-cached", STALE, USE),
            ("only-if-cached, no-store", STALE, USE),
            ("only-if-cached", [("Cache-Control", "max-age=0, must-revalidate"), ("ETag", '"1"')], VALIDATE),
            ("only-if-cached", [("Cache-Control", "max-age=60, must-revalidate")], USE),
            ("no-store", FRESH, FETCH),
            ("max-age=0", FRESH, VALIDATE),
            ("max-stale", STALE, USE),
            ("max-stale=5", STALE, USE),
            ("max-stale=x", STALE, VALIDATE),
            ("max-stale", [("Cache-Control", "max-age=0, must-revalidate"), ("ETag", '"1"')], VALIDATE),
            ("min-fresh=59", FRESH, USE),
            ("min-fresh=60", FRESH, VALIDATE),
        ],
    )
    def test_by_directives(self, directives: str, headers: Headers, decision: str) -> None:
        assert rules.decide(asking(directives), response(*headers), NOW) == decision

    @pytest.mark.parametrize("line", [b'if-none-match:"x"', b"if-modified-since:" + date(NOW).encode()])
    def test_a_condition_of_the_program_goes_to_the_network(self, line: bytes) -> None:
        assert rules.decide(request(line), response(*FRESH), NOW) == FETCH

    @pytest.mark.parametrize("line", [b"if-none-match;", b"if-modified-since;", b"if-none-match: "])
    def test_an_empty_condition_is_none(self, line: bytes) -> None:
        assert rules.decide(request(line), response(*FRESH), NOW) == USE


class TestCondition:
    def test_entity_tag_before_last_modified_before_date(self) -> None:
        earlier, later = date(NOW - 5), date(NOW)
        headers: Headers = [("Date", later), ("Last-Modified", earlier), ("ETag", 'W/"é"')]
        assert rules.condition(response(*headers)) == 'if-none-match:W/"é"'.encode("latin-1")
        assert rules.condition(response(*headers[:2])) == b"if-modified-since:" + earlier.encode()
        assert rules.condition(response(*headers[:1])) == b"if-modified-since:" + later.encode()
        assert rules.condition(response(("Date", later), ("Last-Modified", "x"))).endswith(later.encode())
        assert rules.condition(response(("ETag", ""), ("Date", "x"))) == b""

    def test_it_replaces_an_empty_one_of_the_program(self) -> None:
        lines = [b"a:1", b"if-modified-since;", b"if-none-match;", b"z:1"]
        expected = [b"a:1", b'if-none-match:"1"', b"z:1"]
        assert rules.conditional_lines(lines, b'if-none-match:"1"') == expected


class TestStoring:
    @pytest.mark.parametrize("status", [200, 203, 204, 300, 301, 404, 405, 410, 414, 501])
    def test_these_statuses_are(self, status: int) -> None:
        assert rules.why_not_stored(request(), response(status=status)) == ""

    @pytest.mark.parametrize("status", [201, 202, 206, 303, 304, 307, 308, 400, 401, 403, 500, 502, 503, 504])
    def test_other_statuses_are_not(self, status: int) -> None:
        assert rules.why_not_stored(request(), response(*FRESH, status=status)) == f"status {status}"

    @pytest.mark.parametrize(
        "header", [("Expires", "x"), *(("Cache-Control", value) for value in ("max-age=1", "public", "private"))]
    )
    def test_302_only_with_explicit_freshness(self, header: tuple[str, str]) -> None:
        assert rules.why_not_stored(request(), response(header, status=302)) == ""
        assert "302" in rules.why_not_stored(request(), response(("ETag", '"1"'), status=302))

    @pytest.mark.parametrize(
        ("asked", "answered", "reason"),
        [
            ("no-store", "max-age=60", "the request says no-store"),
            ("", "max-age=60, No-Store", "the response says no-store"),
            ("", "no-cache", "the response says no-cache"),
            ("", 'no-cache="x-a", max-age=60', "the response says no-cache"),
            (
                "no-cache",
                "max-age=60",
                "the request says no-cache, and only another request that says so could be answered with it",
            ),
            ("", "private, max-age=60", ""),
            ("", "must-revalidate, max-age=60", ""),
        ],
    )
    def test_by_directives(self, asked: str, answered: str, reason: str) -> None:
        assert rules.why_not_stored(asking(asked), response(("Cache-Control", answered))) == reason

    @pytest.mark.parametrize(
        ("vary", "stored"),
        [("Accept-Language", True), ("*", False), ("Accept, *", False), ("If-None-Match", False), ("", True)],
    )
    def test_vary_names_only_what_the_key_covers(self, vary: str, stored: bool) -> None:
        reason = rules.why_not_stored(request(), response(("Vary", vary)))
        assert (reason == "") == stored

    @pytest.mark.parametrize("value", ["max-age=60", "private, max-age=60", "public"])
    @pytest.mark.parametrize(
        "facts",
        [
            request(b"authorization:Basic eA=="),
            request(url=b"http://user:password@host/path"),
        ],
        ids=["header", "url"],
    )
    def test_with_credentials_too(self, facts: RequestFacts, value: str) -> None:
        assert rules.why_not_stored(facts, response(("Cache-Control", value))) == ""

    def test_what_belongs_to_the_connection_is_left_out(self) -> None:
        lines = [b"HTTP/1.1 200 OK", b"A: 1", b"Connection: X-Hop , close", b"x-hop: 2", b"Keep-Alive: 3"]
        lines += [b"Transfer-Encoding: chunked", b"Set-Cookie: s=1", b"Proxy-Authenticate: x", b"B: 2"]
        assert rules.stored_block(lines) == b"HTTP/1.1 200 OK\nA: 1\nSet-Cookie: s=1\nB: 2"


class TestKey:
    """Behaviour tables 8.2, since 5.0.0."""

    def test_everything_in_it_tells_requests_apart(self) -> None:
        keys = [
            request().key,
            request(url=b"http://a/c").key,
            request(method=b"HEAD").key,
            request(protocol=0).key,
            request(b"accept:x").key,
            request(b"accept:y").key,
            request(b"accept;").key,
            request(b"accept:x", b"b:y").key,
            request(b"authorization:Bearer x").key,
            request(b"authorization:Bearer y").key,
            request(url=b"http://x:y@a/b").key,
        ]
        assert len(set(keys)) == len(keys)

    def test_conditions_are_not_in_it(self) -> None:
        assert request(b'if-none-match:"1"', b"if-modified-since:x", b"if-none-match;").key == request().key


class TestRenewal:
    def test_headers_and_times_are_the_new_ones(self) -> None:
        old = response(("A", "1"), ("B", "1"), ("Age", "50"), ("Date", date(NOW)), body=b"body")
        new = response(("A", "2"), ("C", "3"), status=304, at=NOW + 100, delay=1)
        renewed = rules.renewed(old, new)
        assert renewed.status == 200
        assert renewed.body == b"body"
        assert renewed.fields == {"a": ["2"], "b": ["1"], "c": ["3"]}
        assert (renewed.request_time, renewed.response_time) == (NOW + 99, NOW + 100)
        # Without Age and Date of its own the 304 is as old as its delay.
        assert rules.current_age(renewed, NOW + 100) == 1

    @pytest.mark.parametrize("name", ["Content-Length", "Content-Encoding", "Content-Range", "Content-Type"])
    def test_what_describes_the_body_stays(self, name: str) -> None:
        renewed = rules.renewed(response((name, "old")), response((name, "new"), status=304))
        assert renewed.fields[name.lower()] == ["old"]

    @pytest.mark.parametrize(
        ("stored", "confirmed", "about"),
        [('"1"', '"1"', True), ('W/"1"', '"1"', True), ('"1"', '"2"', False), ("", '"2"', True), ('"1"', "", True)],
    )
    def test_a_304_is_about_the_response_with_its_entity_tag(self, stored: str, confirmed: str, about: bool) -> None:
        old, new = (response(*([("ETag", tag)] if tag else [])) for tag in (stored, confirmed))
        assert rules.is_about(new, old) == about


@given(st.binary(max_size=200), st.binary(max_size=60))
def test_no_header_is_too_odd(block: bytes, line: bytes) -> None:
    stored = StoredResponse(block, b"", NOW, NOW)
    facts = request(b"cache-control:" + line, line.replace(b"\n", b""))
    rules.decide(facts, stored, NOW)
    rules.why_not_stored(facts, stored)
    rules.warning(stored, NOW)
    rules.renewed(stored, stored)
    rules.stored_block(block.split(b"\n"))
