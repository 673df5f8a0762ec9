"""flush() and delete(), and what lies between runs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bindings.registry import REGISTRY
from runtime.loop import Loop
from runtime.run.shared import Shared
from runtime.transport.cache.folder import entry_name
from runtime.transport.cache.responses import FLUSH_INTERVAL, folder_for
from runtime.transport.cache.rules import StoredResponse
from tests.bindings.cached_programs import (
    CACHED,
    MAX_AGE,
    START,
    App,
    app_fixture,
    counted,
    validated,
)
from tests.bindings.snippets import run_program
from tests.servers.http import HttpServer, Response
from tests.servers.messages import Request

app = app_fixture


class TestFlushAndDelete:
    def test_callback_and_promise_forms_succeed_with_undefined(self, app: App) -> None:
        code = """
            for (const method of ['flush', 'delete', 'flush', 'delete']) {
              const order = [];
              report(await new Promise((resolve) => {
                const done = (...args) => resolve([args.length, args.every((a) => a === undefined), order]);
                const returned = cache[method](done);
                order.push(returned === undefined);
              }));
              report(await cache[method]() === undefined);
            }"""
        assert app.reports(CACHED + code) == [[2, True, [True]], True] * 4

    @pytest.mark.parametrize("args", ["1", "undefined", "null", "{}", "call, 1", "call, undefined", "undefined, call"])
    @pytest.mark.parametrize("method", ["flush", "delete"])
    def test_other_arguments_reject_with_401(self, method: str, args: str, app: App) -> None:
        app.answers["/a"] = Response(headers=[MAX_AGE])
        code = f"""
            await get('/a');
            const call = () => report('called');
            await cache.{method}({args}).catch(report);
            await get('/a');"""
        assert app.reports(CACHED + code) == [{"code": 401, "message": "Parameter error"}]
        assert len(app.requests()) == 1

    def test_methods_are_listed_nowhere_and_create_works_without_http(self, app: App) -> None:
        code = """
            const { createHttpResponseCache } = http;
            const cache = createHttpResponseCache();
            report([Object.keys(http).includes('createHttpResponseCache'), Object.keys(cache), JSON.stringify(cache)]);
            report([cache.flush.length, cache.delete.length, cache.constructor.name]);"""
        assert app.reports(code) == [[False, [], "{}"], [0, 0, "HttpResponseCache"]]

    def test_a_rejection_that_nobody_handles_shows_where_it_was_made(self, app: App) -> None:
        outcome = app.run(CACHED + "cache.flush(1);", exit_code=1)
        assert "main.js:8:" in outcome.stderr

    def test_flush_makes_the_next_run_find_it(self, app: App) -> None:
        app.answers["/a"] = validated(MAX_AGE)
        app.answers["/unflushed"] = Response(headers=[MAX_AGE])
        app.run(CACHED + "await get('/a'); await cache.flush(); await get('/unflushed');")
        code = "const r = await get('/a'); report([r.responseCode, r.result, r.header['x-answer']]);"
        assert app.reports(CACHED + code + "await get('/unflushed');") == [[200, "body", "200"]]
        assert len(app.requests("/a")) == 1
        assert len(app.requests("/unflushed")) == 2
        # And where it is off, it is off.
        app.run("await get('/a');")
        assert len(app.requests("/a")) == 2

    def test_what_was_flushed_grows_old_and_is_revalidated(self, app: App) -> None:
        app.answers["/a"] = validated(MAX_AGE)
        app.run(CACHED + "await get('/a'); await cache.flush();")
        app.now += 60
        assert app.reports(CACHED + "report((await get('/a')).result);") == ["body"]
        assert [request.header("if-none-match") for request in app.requests()] == [None, '"1"']

    def test_delete_stops_caching_and_removes_the_data_until_the_next_create(self, app: App) -> None:
        app.answers["/a"] = counted("{}", MAX_AGE)
        code = """
            const next = async () => report((await get('/a')).result);
            await next(); await cache.flush(); await next();
            cache.delete();
            await next(); await next();
            const again = http.createHttpResponseCache();
            await next(); await next();
            await cache.delete();
            await next();"""
        assert app.reports(CACHED + code) == ["1", "1", "2", "3", "4", "4", "5"]
        assert list(app.folder.glob("cache/http/*")) == []
        app.run(CACHED + "await get('/a');")
        assert len(app.requests()) == 6

    def test_delete_by_a_handle_of_a_cache_that_is_not_running_removes_what_is_on_disk(self, app: App) -> None:
        app.answers["/a"] = Response(headers=[MAX_AGE])
        app.run(CACHED + "await get('/a'); await cache.flush();")
        assert len(list(app.folder.glob("cache/http/*/*"))) == 1
        app.run(CACHED + "await cache.delete(); await cache.delete();")
        assert list(app.folder.glob("cache/http/*")) == []

    def test_what_was_asked_for_before_delete_is_not_stored_after(self, app: App) -> None:
        app.answers["/a"] = Response(headers=[MAX_AGE], delay_ms=30)
        code = """
            const pending = get('/a');
            cache.delete();
            http.createHttpResponseCache();
            await pending;
            await get('/a');"""
        app.run(CACHED + code)
        assert len(app.requests()) == 2

    def test_what_was_asked_for_before_delete_removes_nothing_after(self, app: App) -> None:
        def answer(request: Request) -> Response:
            if request.header("if-none-match"):
                # Of something else than what was asked about, and after the answer to what is asked next.
                return Response(status=304, headers=[("ETag", '"another"')], delay_ms=300)
            number = sum(known.header("if-none-match") is None for known in app.requests())
            caching = ("max-age=0", "max-age=600", "no-store")[min(number, 3) - 1]
            return Response(headers=[("ETag", f'"{number}"'), ("Cache-Control", caching)])

        app.answers["/a"] = answer
        code = """
            await get('/a');
            const pending = get('/a');
            cache.delete();
            http.createHttpResponseCache();
            await get('/a');
            await pending;
            await get('/a');"""
        app.run(CACHED + code)
        asked = [request.header("if-none-match") for request in app.requests()]
        assert sorted(asked, key=str) == ['"1"', None, None, None]

    def test_flush_after_delete_writes_nothing(self, app: App) -> None:
        app.answers["/a"] = Response(headers=[MAX_AGE])
        app.run(CACHED + "await get('/a'); await cache.delete(); await get('/a'); await cache.flush();")
        assert list(app.folder.glob("cache/http/*")) == []

    def test_a_flush_every_60_s(self, app: App) -> None:
        class MovedLoop(Loop):
            ahead = 0.0

            def now(self) -> float:  # type: ignore[override]
                return Loop.now() + self.ahead

        app.answers["/a"] = Response(headers=[MAX_AGE])
        loop, shared = MovedLoop(), Shared(REGISTRY)
        try:
            app.run(CACHED + "await get('/a');", shared=shared, loop=loop)
            files: list[int] = []
            for milliseconds in (FLUSH_INTERVAL - 1000, 1000, FLUSH_INTERVAL):
                if files == [0, 1]:
                    app.cache(shared, loop).put(entry_name(b"b"), StoredResponse(b"HTTP/1.1 200 OK", b"", START, START))
                loop.ahead += milliseconds
                loop.call_later(0, lambda: None)
                loop.run()
                files.append(len(list(app.folder.glob("cache/http/*/*"))))
            assert files == [0, 1, 2]
            assert FLUSH_INTERVAL == 60_000
        finally:
            shared.close()
            loop.close()

    def test_the_timer_keeps_no_run_alive(self, app: App) -> None:
        app.answers["/a"] = Response(headers=[MAX_AGE])
        app.run(CACHED + "await get('/a');", timeout=10.0)


class TestRuns:
    def test_in_a_hot_reload_loop_the_cache_survives(self, app: App) -> None:
        app.answers["/a"] = Response(headers=[MAX_AGE])
        loop, shared = Loop(), Shared(REGISTRY)
        try:
            for _ in range(3):
                app.run(CACHED + "await get('/a');", shared=shared, loop=loop)
            assert len(app.requests()) == 1
            # Each run is a process of its own: what it did not start is off.
            app.run("await get('/a');", shared=shared, loop=loop)
            assert len(app.requests()) == 2
        finally:
            shared.close()
            loop.close()

    def test_a_run_that_deletes_it_deletes_it_for_the_next(self, app: App) -> None:
        app.answers["/a"] = Response(headers=[MAX_AGE])
        loop, shared = Loop(), Shared(REGISTRY)
        try:
            app.run(CACHED + "await get('/a'); await cache.delete();", shared=shared, loop=loop)
            app.run(CACHED + "await get('/a'); await get('/a');", shared=shared, loop=loop)
            assert len(app.requests()) == 2
        finally:
            shared.close()
            loop.close()

    def test_a_run_that_ends_with_a_revalidation_in_flight(self, app: App) -> None:
        app.answers["/a"] = lambda request: Response(
            headers=[("ETag", '"1"')], delay_ms=500 if request.header("if-none-match") else 0
        )
        outcome = app.run(CACHED + "await get('/a'); get('/a'); throw new Error('over');", exit_code=1)
        assert "bug" not in outcome.stderr


class TestFolder:
    @pytest.mark.parametrize(
        ("platform", "environ", "folder"),
        [
            ("linux", {"XDG_CACHE_HOME": "/x"}, "/x/ohosrun"),
            ("linux", {}, "/home/u/.cache/ohosrun"),
            ("linux", {"XDG_CACHE_HOME": "relative"}, "/home/u/.cache/ohosrun"),
            ("darwin", {"XDG_CACHE_HOME": "/x"}, "/home/u/Library/Caches/ohosrun"),
            ("win32", {"LOCALAPPDATA": "/local"}, "/local/ohosrun"),
            ("win32", {}, "/home/u/AppData/Local/ohosrun"),
        ],
    )
    def test_it_is_below_the_users_folder_for(
        self, platform: str, environ: dict[str, str], folder: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("HOME", "/home/u")
        assert folder_for("", "/p/main.js", environ, platform) == f"{folder}/http/{entry_name(b'/p/main.js')}"

    def test_every_program_has_its_own(self) -> None:
        folders = {folder_for("/c", name, {}) for name in ("/a.js", "/b.js", "/a/[eval]")}
        assert len(folders) == 3
        assert all(folder.startswith("/c/http/") for folder in folders)


def test_the_example_server_is_the_same_one_in_the_next_run(tmp_path: Path) -> None:
    text = """
        import http from '@ohos.net.http';
        const cache = http.createHttpResponseCache();
        const { header } = await http.createHttp().request('EXAMPLE_URL/cache/600?a=1');
        console.log(header.etag ?? 'none');
        await cache.flush();"""
    settings: dict[str, Any] = {"trace": "on", "cache_dir": str(tmp_path)}
    first, second = run_program(text, **settings), run_program(text, **settings)
    assert "cache miss" in first.stderr
    assert "cache hit" in second.stderr
    assert first.stdout == second.stdout
    # A server of the user's own is not the example server.
    with HttpServer(lambda _: Response("own")) as server:
        run_program(text, **settings, define={"EXAMPLE_URL": server.url})
        assert len(server.requests) == 1
