"""What the response cache answers, stores and evicts, as a program sees it."""

from __future__ import annotations

import pytest

from runtime.transport.cache.store import LARGEST_SIZE
from tests.bindings.cached_programs import (
    CACHED,
    MAX_AGE,
    App,
    Headers,
    app_fixture,
    counted,
    size_of,
    validated,
)
from tests.servers.http import Response

app = app_fixture


class TestLookup:
    def test_off_until_create_http_response_cache(self, app: App) -> None:
        app.answers["/a"] = counted("{}", MAX_AGE)
        code = "for (const path of ['/a', '/a']) report((await get(path)).result);\n"
        assert app.reports(code + CACHED + code + code) == ["1", "2", "3", "3", "3", "3"]

    def test_get_and_head_are_looked_up_and_nothing_else(self, app: App) -> None:
        app.answers["/a"] = Response(headers=[MAX_AGE])
        methods = ["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS"]
        app.run(
            CACHED
            + f"for (const method of {methods}) {{ await get('/a', {{ method }}); await get('/a', {{ method }}); }}"
        )
        assert [request.method for request in app.requests()] == [
            "GET",
            "HEAD",
            *[method for method in methods[2:] for _ in range(2)],
        ]

    def test_using_cache_false_skips_reading_only(self, app: App) -> None:
        app.answers["/a"] = counted("{}", MAX_AGE)
        code = """
            for (const usingCache of [false, false, true, undefined, 0, null, false]) {
              report((await get('/a', { usingCache })).result);
            }"""
        # It is stored all the same, and only false is false (2.1).
        assert app.reports(CACHED + code) == ["1", "2", "2", "2", "2", "2", "3"]

    def test_using_cache_is_read_between_expect_data_type_and_priority(self, app: App) -> None:
        app.answers["/a"] = Response()
        code = """
            const read = [];
            const options = new Proxy({}, { get: (_, key) => { read.push(key); } });
            await get('/a', options);
            report(read.slice(0, 4));"""
        assert app.reports(code) == [["method", "expectDataType", "usingCache", "priority"]]

    def test_a_fresh_hit_is_the_same_response_without_the_network(self, app: App) -> None:
        headers: Headers = [MAX_AGE, ("Content-Type", "text/plain"), ("X-Name", "é")]
        app.answers["/a"] = Response(b"\xef\xbb\xbfb\x00dy", headers=headers)
        code = """
            for (let i = 0; i < 2; i++) {
              const { performanceTiming, connectionExtraInfo, ...response } = await get('/a');
              report([response, response.header['Status-Line']]);
              report([Object.keys(performanceTiming).length, connectionExtraInfo.isCacheHit]);
            }"""
        outcome = app.run(CACHED + code)
        network, of_network, hit, of_hit = outcome.reports
        assert network == hit
        assert (of_network, of_hit) == ([10, False], [1, True])
        assert hit[0]["responseCode"] == 200
        assert len(app.requests()) == 1

    def test_a_hit_is_200_whatever_was_stored(self, app: App) -> None:
        app.answers["/a"] = Response("gone", 404, [MAX_AGE])
        code = "for (let i = 0; i < 2; i++) { const r = await get('/a'); report([r.responseCode, r.result]); }"
        assert app.reports(CACHED + code) == [[404, "gone"], [200, "gone"]]

    def test_a_fresh_hit_is_asynchronous_and_a_macrotask_of_its_own(self, app: App) -> None:
        app.answers["/a"] = Response(headers=[MAX_AGE])
        code = """
            await get('/a');
            const order = [];
            for (const name of ['first', 'second']) {
              http.createHttp().request(URL + '/a', () => {
                order.push(name);
                Promise.resolve().then(() => order.push(name + ' microtask'));
              });
            }
            order.push('synchronous');
            Promise.resolve().then(() => order.push('microtask'));
            setTimeout(() => report(order), 20);"""
        assert app.reports(CACHED + code) == [
            ["synchronous", "microtask", "first", "first microtask", "second", "second microtask"]
        ]
        assert len(app.requests()) == 1

    def test_no_header_events_on_a_hit(self, app: App) -> None:
        app.answers["/a"] = Response(headers=[MAX_AGE])
        code = """
            for (let i = 0; i < 2; i++) {
              const request = http.createHttp();
              const events = [];
              request.on('headersReceive', () => events.push('headersReceive'));
              request.on('headerReceive', () => events.push('headerReceive'));
              await request.request(URL + '/a');
              await new Promise((resolve) => setTimeout(resolve, 5));
              report(events);
            }"""
        assert app.reports(CACHED + code) == [["headerReceive", "headersReceive"], []]

    def test_a_destroyed_request_still_gets_its_hit(self, app: App) -> None:
        # The transfer was complete already (C6).
        app.answers["/a"] = Response("body", headers=[MAX_AGE])
        code = """
            await get('/a');
            const request = http.createHttp();
            const pending = request.request(URL + '/a');
            request.destroy();
            pending.then(({ result }) => report(result));
            setTimeout(() => {}, 150);"""
        # And that is all: 100 ms later there is nothing left to abort.
        assert app.reports(CACHED + code) == ["body"]

    def test_a_hit_is_read_as_this_request_expects(self, app: App) -> None:
        app.answers["/a"] = Response('{"a":1}', headers=[MAX_AGE])
        code = """
            const { STRING, OBJECT, ARRAY_BUFFER } = http.HttpDataType;
            for (const expectDataType of [STRING, OBJECT, ARRAY_BUFFER]) {
              const { result, resultType } = await get('/a', { expectDataType });
              report([result.byteLength ?? result, resultType]);
            }"""
        assert app.reports(CACHED + code) == [['{"a":1}', 0], [{"a": 1}, 1], [7, 2]]
        assert len(app.requests()) == 1

    def test_max_limit_holds_for_hits_too(self, app: App) -> None:
        app.answers["/a"] = Response("12345", headers=[MAX_AGE])
        code = "await get('/a'); await get('/a', { maxLimit: 4 }).catch((error) => report(error.code));"
        outcome = app.run(CACHED + code)
        assert outcome.report == 2300023
        assert len(app.requests()) == 2

    def test_an_empty_body_and_a_large_one(self, app: App) -> None:
        large = bytes(range(256)) * 16 * 1024
        app.answers["/empty"] = Response(headers=[MAX_AGE])
        app.answers["/large"] = Response(large, headers=[MAX_AGE, ("Content-Type", "image/png")])
        code = """
            for (const path of ['/empty', '/large', '/empty', '/large']) {
              const { result } = await get(path);
              report([result.length ?? result.byteLength, new Uint8Array(result)[4097] ?? null]);
            }"""
        assert app.reports(CACHED + code) == [[0, None], [len(large), 1]] * 2
        assert len(app.requests()) == 2


class TestStoring:
    def test_a_response_that_is_not_stored_replaces_the_stored_one(self, app: App) -> None:
        answers = iter([Response("1", headers=[MAX_AGE]), Response("2", headers=[("Cache-Control", "no-store")])])
        app.answers["/a"] = lambda _: next(answers, Response("3"))
        code = "for (const usingCache of [true, false, true]) report((await get('/a', { usingCache })).result);"
        assert app.reports(CACHED + code) == ["1", "2", "3"]

    def test_what_came_by_a_redirect_is_not_stored(self, app: App) -> None:
        app.answers["/a"] = Response.redirect("/b")
        app.answers["/b"] = Response(headers=[MAX_AGE])
        app.run(CACHED + "await get('/a'); await get('/a'); await get('/b'); await get('/b');")
        assert [request.path for request in app.requests()] == ["/a", "/b", "/a", "/b", "/b"]

    @pytest.mark.parametrize(
        "head",
        [
            b"HTTP/1.1 103 Early Hints\r\nCache-Control: max-age=60\r\n\r\nHTTP/1.1 200 OK\r\n",
            b"HTTP/1.1 200 OK\r\nCache-Control: max-age=60,\r\n no-store\r\n",
            b"HTTP/1.1 200 OK\r\nCache-Control: max-age=60\r\nCACHE-CONTROL:\tno-store\r\n",
        ],
        ids=["of an informational response", "folded", "on two lines"],
    )
    def test_only_the_whole_final_header_block_counts(self, head: bytes, app: App) -> None:
        app.answers["/a"] = lambda _: head + b"Content-Length: 0\r\n\r\n"
        app.run(CACHED + "await get('/a'); await get('/a');")
        assert len(app.requests()) == 2

    def test_an_informational_response_is_not_the_response(self, app: App) -> None:
        hints = b"HTTP/1.1 103 Early Hints\r\nCache-Control: no-store\r\n\r\n"
        app.answers["/a"] = lambda request: hints + Response("body", headers=[MAX_AGE]).encode(request)
        code = "await get('/a'); const { result, header } = await get('/a'); report([result, header['cache-control']]);"
        assert app.reports(CACHED + code) == [["body", "max-age=60"]]
        assert len(app.requests()) == 1

    def test_what_is_cut_short_is_not_stored(self, app: App) -> None:
        answers = iter(
            [b"HTTP/1.1 200 OK\r\nCache-Control: max-age=60\r\nContent-Length: 9\r\nConnection: close\r\n\r\nhalf"]
        )
        app.answers["/a"] = lambda _: next(answers, Response("whole", headers=[MAX_AGE]))
        code = "await get('/a').catch((error) => report(error.code)); report((await get('/a')).result);"
        assert app.reports(CACHED + code) == [2300018, "whole"]

    def test_responses_to_authorization_are_stored_for_the_same_one(self, app: App) -> None:
        app.answers["/a"] = Response(headers=[MAX_AGE])
        code = (
            "for (const who of ['x', 'x', 'y', 'y']) await get('/a', { header: { Authorization: 'Bearer ' + who } });"
        )
        app.run(CACHED + code + "await get('/a');")
        assert [request.header("authorization") for request in app.requests()] == ["Bearer x", "Bearer y", None]

    def test_credentials_in_the_url_are_stored_for_the_same_ones(self, app: App) -> None:
        app.answers["/a"] = Response(headers=[MAX_AGE])
        app.run(
            CACHED + "for (const who of ['x', 'x', 'y']) await http.createHttp().request("
            f"'{app.server.url}/a'.replace('://', '://' + who + ':password@'));"
        )
        sent = [request.header("authorization") for request in app.requests()]
        assert sent == ["Basic eDpwYXNzd29yZA==", "Basic eTpwYXNzd29yZA=="]

    def test_set_cookie_and_cookies_are_those_of_the_stored_response(self, app: App) -> None:
        app.answers["/a"] = Response(headers=[MAX_AGE, ("Set-Cookie", "a=1"), ("Set-Cookie", "b=2")])
        code = """
            for (let i = 0; i < 2; i++) {
              const { cookies, header } = await get('/a');
              report([cookies.split('\\r\\n').map((line) => line.split('\\t').slice(5)), header['set-cookie']]);
            }
            await cache.flush();"""
        seen = [[["a", "1"], ["b", "2"]], ["a=1", "b=2"]]
        assert app.reports(CACHED + code) == [seen, seen]
        assert app.reports(CACHED + code) == [seen, seen]
        assert len(app.requests()) == 1

    def test_a_cookie_set_by_a_304_takes_the_place_of_the_stored_one(self, app: App) -> None:
        app.answers["/a"] = validated(("Set-Cookie", "session=fresh"))
        code = """
            await get('/a');
            const { cookies, header } = await get('/a');
            report([cookies.includes('fresh'), header['set-cookie']]);"""
        assert app.reports(CACHED + code) == [[True, ["session=fresh"]]]

    def test_a_request_that_says_no_cache_is_not_stored_and_the_trace_says_why(self, app: App) -> None:
        app.answers["/a"] = Response(headers=[MAX_AGE])
        code = "for (let i = 0; i < 2; i++) await get('/a', { header: { 'Cache-Control': 'no-cache' } });"
        assert "not stored: the request says no-cache, " in app.run(CACHED + code, trace="on").stderr
        assert len(app.requests()) == 2


class TestSize:
    def test_least_recently_used_goes_first(self, app: App) -> None:
        for path in ("/a", "/b", "/c"):
            app.answers[path] = Response("x" * 1000, headers=[MAX_AGE])
        code = f"http.createHttpResponseCache({2 * size_of(1000)});"
        app.run(code + "for (const path of ['/a', '/b', '/a', '/c', '/a', '/b']) await get(path);")
        assert [request.path for request in app.requests()] == ["/a", "/b", "/c", "/b"]

    def test_an_entry_larger_than_the_cache_is_not_stored(self, app: App) -> None:
        app.answers["/a"] = Response("x" * 1000, headers=[MAX_AGE])
        for size, requests in ((size_of(1000), 1), (size_of(1000) - 1, 3)):
            app.run(f"http.createHttpResponseCache({size}); await get('/a'); await get('/a');")
            assert len(app.requests()) == requests

    def test_a_second_call_changes_the_size(self, app: App) -> None:
        app.answers["/a"] = Response("x" * 1000, headers=[MAX_AGE])
        code = "http.createHttpResponseCache({}); await get('/a');"
        app.run("".join(code.replace("{}", size) for size in ("", "100", "")) + "await get('/a');")
        # Evicted by the second call, not stored while it is small, stored again after the third.
        assert len(app.requests()) == 3

    @pytest.mark.parametrize("size", ["0", "-1", "NaN", "'9'", "null", "undefined", "{}", "1, 2", "Infinity", "1e300"])
    def test_a_size_that_is_not_a_positive_number_is_the_default_and_10_mib_the_most(self, size: str, app: App) -> None:
        room = LARGEST_SIZE - size_of(9_000_000) + 9_000_000
        # One byte more in the body than fits; the number of its digits is the same.
        for path, length in (("/fits", room - 1), ("/large", room)):
            app.answers[path] = Response(b"x" * length, headers=[MAX_AGE])
        code = f"http.createHttpResponseCache({size});"
        app.run(
            code + "for (const path of ['/fits', '/fits', '/large', '/large']) await get(path, { maxLimit: 11000000 });"
        )
        # 10 MB in the document is 10 * 1024 * 1024; the body has one digit more than reckoned with.
        assert [request.path for request in app.requests()] == ["/fits", "/large", "/large"]


class TestPrecedence:
    """401, then 201, then destroyed, then the cache."""

    def test_401_before_the_cache(self, app: App) -> None:
        app.answers["/a"] = Response(headers=[MAX_AGE])
        code = (
            "await get('/a'); await http.createHttp().request(URL + '/a', {}, 1).catch((error) => report(error.code));"
        )
        assert app.reports(CACHED + code) == [401]

    def test_201_before_the_cache(self, app: App) -> None:
        app.answers["/a"] = Response(headers=[MAX_AGE])
        app.run(CACHED + "await get('/a'); await cache.flush();")
        code = "await get('/a').catch((error) => report(error.code));"
        assert app.reports(CACHED + code, deny=("ohos.permission.INTERNET",)) == [201]

    def test_destroyed_before_the_cache(self, app: App) -> None:
        app.answers["/a"] = Response(headers=[MAX_AGE])
        code = """
            await get('/a');
            const request = http.createHttp();
            request.destroy();
            await request.request(URL + '/a').catch((error) => report(error.code));"""
        assert app.reports(CACHED + code) == [2300999]


class TestTrace:
    def test_it_says_hit_miss_revalidated_stored_evicted_and_why_not_stored(self, app: App) -> None:
        app.answers["/a"] = Response("x" * 1000, headers=[MAX_AGE])
        app.answers["/b"] = validated(("Cache-Control", "max-age=0"))
        app.answers["/c"] = Response(headers=[("Cache-Control", "no-store")])
        size = size_of(1000)
        code = f"http.createHttpResponseCache({size});"
        paths = ["/a", "/a", "/c", "/b", "/b"]
        lines = app.traced(
            code + f"for (const path of {paths}) await get(path); await get('/a', {{ usingCache: false }});"
        )
        stored_b = next(line for line in lines if line.startswith("stored") and str(size) not in line)
        renewed_b = lines[lines.index("revalidated") + 1]
        assert renewed_b.startswith("stored, ")
        assert lines == [
            "cache miss",
            f"stored, {size} bytes",
            "cache hit",
            "cache miss",
            "not stored: the response says no-store",
            "cache miss",
            stored_b,
            "evicted 1 least recently used",
            "cache stale: revalidating",
            "revalidated",
            renewed_b,
            "cache not read: usingCache is false",
            f"stored, {size} bytes",
            "evicted 1 least recently used",
        ]

    def test_it_says_nothing_while_the_cache_is_off(self, app: App) -> None:
        app.answers["/a"] = Response(headers=[MAX_AGE])
        assert app.traced(CACHED + "cache.delete(); await get('/a');") == []

    def test_it_says_that_something_is_too_large(self, app: App) -> None:
        app.answers["/a"] = Response("x" * 1000, headers=[MAX_AGE])
        lines = app.traced("http.createHttpResponseCache(500); await get('/a');")
        assert lines == ["cache miss", f"not stored: {size_of(1000)} bytes are more than the cache holds"]
