"""How long a stored response is used, and how it is validated, as a program sees it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.bindings.cached_programs import (
    CACHED,
    MAX_AGE,
    START,
    App,
    Headers,
    app_fixture,
    counted,
    date,
    validated,
)
from tests.servers.http import Response
from tests.servers.messages import Request

app = app_fixture


class TestFreshness:
    @pytest.mark.parametrize(
        ("headers", "fresh_until"),
        [
            ([MAX_AGE], 60),
            ([("Cache-Control", "public,max-age=60")], 60),
            ([("Cache-Control", "Private, Max-Age=60")], 60),
            ([("Cache-Control", "must-revalidate, max-age=60")], 60),
            ([("Cache-Control", "max-age=1, s-maxage=60")], 60),
            ([("Cache-Control", "max-age=60"), ("Expires", date(START))], 60),
            ([("Date", date(START)), ("Expires", date(START + 60))], 60),
            ([("Expires", date(START + 60))], 60),
            ([MAX_AGE, ("Age", "50")], 10),
            ([MAX_AGE, ("Date", date(START - 50))], 10),
            ([("Last-Modified", date(START - 600))], 60),
            ([("Expires", "0"), ("Last-Modified", date(START - 600))], 0),
            ([("ETag", '"1"')], 0),
            ([], 0),
        ],
    )
    def test_max_age_s_maxage_expires_age_date_and_heuristics(
        self, headers: Headers, fresh_until: int, app: App
    ) -> None:
        app.answers["/a"] = Response(headers=headers)
        code = "await get('/a'); await later(UNTIL - 1); await get('/a');"
        app.run(CACHED + code.replace("UNTIL", str(max(1, fresh_until))))
        assert len(app.requests()) == (1 if fresh_until else 2)
        app.now = START
        app.run(CACHED + f"await get('/a'); await later({fresh_until}); await get('/a');")
        assert len(app.requests()) == (3 if fresh_until else 4)

    @pytest.mark.parametrize("directive", ["no-store", "no-cache", "No-Cache, max-age=60", "max-age=60,no-store"])
    def test_no_store_and_no_cache(self, directive: str, app: App) -> None:
        app.answers["/a"] = validated(("Cache-Control", directive))
        app.run(CACHED + "await get('/a', { usingCache: false }); await get('/a');")
        # Without a condition, as on a device (8.3).
        assert [request.header("if-none-match") for request in app.requests()] == [None, None]

    def test_directives_on_several_lines_count_together(self, app: App) -> None:
        app.answers["/a"] = Response(headers=[("Cache-Control", "no-store"), MAX_AGE])
        app.run(CACHED + "await get('/a'); await get('/a');")
        assert len(app.requests()) == 2

    @pytest.mark.parametrize(
        ("directive", "seconds", "requests"),
        [
            ("max-age=10", 9, 1),
            ("max-age=10", 10, 2),
            ("min-fresh=30", 29, 1),
            ("min-fresh=30", 30, 2),
            ("max-stale=30", 89, 1),
            ("max-stale=30", 90, 2),
            ("max-stale", 10**6, 1),
            ("only-if-cached", 10**6, 1),
            ("no-cache", 0, 2),
            ("no-store", 0, 2),
        ],
    )
    def test_directives_of_the_request(self, directive: str, seconds: int, requests: int, app: App) -> None:
        app.answers["/a"] = Response(headers=[MAX_AGE])
        options = f"{{ header: {{ 'Cache-Control': '{directive}' }} }}"
        app.run(CACHED + f"await get('/a', {options}); await later({seconds}); await get('/a', {options});")
        assert len(app.requests()) == requests

    def test_must_revalidate_forbids_stale_answers(self, app: App) -> None:
        app.answers["/a"] = validated(("Cache-Control", "max-age=60, must-revalidate"))
        for directive in ("max-stale", "only-if-cached"):
            options = f"{{ header: {{ 'cache-control': '{directive}' }} }}"
            app.run(CACHED + f"await get('/a', {options}); await later(60); await get('/a', {options});")
        assert [request.header("if-none-match") for request in app.requests()] == [None, '"1"', None, '"1"']

    def test_the_warning_header(self, app: App) -> None:
        app.answers["/a"] = Response(headers=[MAX_AGE])
        app.answers["/b"] = Response(headers=[("Last-Modified", date(START - 10**7))])
        code = """
            const header = { 'cache-control': 'max-stale' };
            await get('/a', { header });
            await get('/b');
            await later(24 * 3600 + 1);
            for (const response of [await get('/a', { header }), await get('/b')]) {
              report([Object.keys(response.header)[0], response.header.Warning]);
            }"""
        assert app.reports(CACHED + code) == [
            ["Warning", '110 "Response is STALE"'],
            ["Warning", '113 "Heuristic expiration"'],
        ]

    def test_vary_is_honoured(self, app: App) -> None:
        app.answers["/a"] = lambda request: Response(
            request.header("accept-language") or "", headers=[MAX_AGE, ("Vary", "Accept-Language")]
        )
        app.answers["/b"] = Response(headers=[MAX_AGE, ("Vary", "*")])
        code = """
            for (const language of ['en', 'de', 'en', 'de']) {
              report((await get('/a', { header: { 'Accept-Language': language } })).result);
            }
            await get('/b');
            await get('/b');"""
        assert app.reports(CACHED + code) == ["en", "de", "en", "de"]
        assert len(app.requests("/a")) == 2
        assert len(app.requests("/b")) == 2

    def test_the_key_is_url_method_headers_and_protocol(self, app: App) -> None:
        app.answers["/a"] = Response(headers=[MAX_AGE])
        code = """
            const variants = [
              {}, { extraData: { q: '1' } }, { header: { a: '1' } }, { header: { a: '2' } }, { header: { b: '1' } },
              { usingProtocol: http.HttpProtocol.HTTP1_1 },
            ];
            for (const options of [...variants, ...variants]) await get('/a', options);
            await get('/a', { header: { A: 1 } });"""
        app.run(CACHED + code)
        assert len(app.requests()) == 6

    def test_what_options_ask_for_besides_is_in_it(self, app: App) -> None:
        app.answers["/a"] = Response(headers=[MAX_AGE])
        code = """
            const login = (username, password) => ({ credential: { username, password }, authenticationType: 'basic' });
            const variants = [
              {}, { resumeFrom: 1 }, { resumeFrom: 2 }, { body: 'x' }, { body: 'y' }, { body: new ArrayBuffer(1) },
              { serverAuthentication: login('a', 'b') }, { serverAuthentication: login('c', 'b') },
              { serverAuthentication: login('a', 'c') }, { remoteValidation: 'skip' },
              { certificatePinning: { publicKeyHash: 'x', hashAlgorithm: 'SHA-256' } }, { sniHostName: 'a.example' },
            ];
            for (const options of [...variants, ...variants]) await get('/a', options);
            await get('/a', { maxRedirects: 1, inactivityMs: 5000, resumeTo: 0 });"""
        app.run(CACHED + code)
        assert len(app.requests()) == 12

    def test_kept_cookies_are_in_it(self, app: App) -> None:
        app.answers["/a"] = Response(headers=[MAX_AGE])
        app.answers["/in"] = Response(headers=[("Set-Cookie", "s=1")])
        code = """
            const one = http.createHttp(), other = http.createHttp();
            for (const request of [one, other]) request.enableAutoCookie(true);
            const ask = async (request) => (await request.request(URL + '/a')).connectionExtraInfo.isCacheHit;
            report([await ask(one), await ask(other)]);
            await one.request(URL + '/in'); report([await ask(one), await ask(one), await ask(other)]);"""
        assert app.run(CACHED + code).reports == [[False, True], [False, True, True]]

    def test_forms_are_neither_answered_nor_stored(self, app: App) -> None:
        app.answers["/a"] = Response(headers=[MAX_AGE])
        code = """
            const header = { 'content-type': 'multipart/form-data' };
            const form = { header, multiFormDataList: [{ name: 'a', data: 'b' }] };
            for (const options of [form, form, { header }, { header }]) await get('/a', options);"""
        app.run(CACHED + code)
        assert len(app.requests()) == 3


class TestRevalidation:
    def test_stale_with_a_validator_is_a_conditional_request_and_a_304_delivers_the_stored_response_as_200(
        self, app: App
    ) -> None:
        app.answers["/a"] = validated(MAX_AGE)
        code = """
            await get('/a');
            await later(60);
            for (let i = 0; i < 2; i++) {
              const { responseCode, result, resultType, header } = await get('/a');
              report([responseCode, result, resultType, header['content-type'], header['x-answer']]);
              await later(59);
            }
            await later(1);
            await get('/a');"""
        # Renewed: its headers are those of the 304, and it is fresh for another minute (RFC 9111 4.3.4).
        assert app.reports(CACHED + code) == [[200, "body", 0, "text/plain", "304"]] * 2
        assert [request.header("if-none-match") for request in app.requests()] == [None, '"1"', '"1"']

    def test_the_condition_changes_no_other_header(self, app: App) -> None:
        app.answers["/a"] = validated()
        app.run(CACHED + "const header = { A: '1', Z: '2' }; await get('/a', { header }); await get('/a', { header });")
        first, second = (set(request.header_lines) for request in app.requests())
        assert second - first == {b'if-none-match:"1"'}
        assert first - second == set()

    def test_last_modified_and_date_are_validators_too(self, app: App) -> None:
        modified, generated = date(START - 10), date(START - 1)
        app.answers["/modified"] = Response(headers=[("Date", generated), ("Last-Modified", modified)])
        app.answers["/dated"] = Response(headers=[("Date", generated)])
        app.answers["/none"] = Response()
        code = """
            for (const path of ['/modified', '/dated', '/none']) {
              await get(path);
              await later(5);
              await get(path);
            }"""
        app.run(CACHED + code)
        conditions = [request.header("if-modified-since") for request in app.requests()]
        assert conditions == [None, modified, None, generated, None, None]

    def test_header_events_of_a_304_have_the_stored_headers_and_come_before_the_result(self, app: App) -> None:
        app.answers["/a"] = validated(("X-Same", "1"))
        code = """
            await get('/a');
            const request = http.createHttp();
            const order = [];
            request.on('headersReceive', (header) => order.push(header));
            const { header } = await request.request(URL + '/a');
            report([order.length, JSON.stringify(order[0]) === JSON.stringify(header), header['content-type']]);"""
        assert app.reports(CACHED + code) == [[1, True, "text/plain"]]

    def test_a_changed_response_is_delivered_and_stored(self, app: App) -> None:
        app.answers["/a"] = counted("{}", ("ETag", '"1"'), MAX_AGE)
        code = """
            for (const seconds of [60, 0, 60]) {
              report((await get('/a')).result);
              await later(seconds);
            }
            report((await get('/a')).result);"""
        assert app.reports(CACHED + code) == ["1", "2", "2", "3"]

    def test_an_error_during_revalidation_is_the_error_of_that_request(self, app: App) -> None:
        broken = b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\nConnection: close\r\n\r\nhalf"
        good = Response("body", headers=[("ETag", '"1"')])
        answers: Iterator[Response | bytes] = iter([good, broken, Response(status=304)])
        app.answers["/a"] = lambda _: next(answers)
        code = """
            await get('/a');
            await get('/a').catch((error) => report(error.code));
            report((await get('/a')).result);"""
        # curl 18 is 2300018; the stored response is as good as before.
        assert app.reports(CACHED + code) == [2300018, "body"]
        assert [request.header("if-none-match") for request in app.requests()] == [None, '"1"', '"1"']

    def test_a_server_error_during_revalidation_is_delivered_and_not_stored(self, app: App) -> None:
        answers = iter([Response("body", headers=[("ETag", '"1"')]), Response("down", 503), Response(status=304)])
        app.answers["/a"] = lambda _: next(answers)
        code = "for (let i = 0; i < 3; i++) { const r = await get('/a'); report([r.responseCode, r.result]); }"
        assert app.reports(CACHED + code) == [[200, "body"], [503, "down"], [200, "body"]]

    def test_a_condition_of_the_program_gets_its_plain_304(self, app: App) -> None:
        app.answers["/a"] = validated(MAX_AGE)
        code = """
            await get('/a');
            for (const header of [{ 'If-None-Match': '"1"' }, { 'If-Modified-Since': 'x', 'If-None-Match': '"1"' }]) {
              const { responseCode, result } = await get('/a', { header });
              report([responseCode, result]);
            }
            report((await get('/a')).responseCode);"""
        assert app.reports(CACHED + code) == [[304, ""], [304, ""], 200]
        assert len(app.requests()) == 3

    @pytest.mark.parametrize("odd", ["another entity tag", "after a redirect"])
    def test_a_304_that_is_about_something_else_is_asked_again_without_condition(self, odd: str, app: App) -> None:
        first = Response("old", headers=[("ETag", '"1"')])
        if odd == "another entity tag":
            second = Response(status=304, headers=[("ETag", '"2"')])
        else:
            second = Response.redirect("/elsewhere")
            app.answers["/elsewhere"] = Response(status=304)
        answers = iter([first, second, Response("new", headers=[("ETag", '"2"')])])
        app.answers["/a"] = lambda _: next(answers)
        assert app.reports(CACHED + "await get('/a'); report((await get('/a')).result);") == ["new"]
        assert [request.header("if-none-match") for request in app.requests("/a")] == [None, '"1"', None]

    def test_what_a_304_makes_unstorable_is_forgotten(self, app: App) -> None:
        def answer(request: Request) -> Response:
            if request.header("if-none-match"):
                return Response(status=304, headers=[("Cache-Control", "no-store")])
            return Response("body", headers=[("ETag", '"1"')])

        app.answers["/a"] = answer
        app.run(CACHED + "await get('/a'); await get('/a'); await get('/a');")
        assert [request.header("if-none-match") for request in app.requests()] == [None, '"1"', None]
