"""The options of a device (-s), with what a device makes of them; and the table of docs/testing.md."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from runtime.testing.results import WORDS
from runtime.testing.selection import DeviceOptions
from tests.runtime.testing.running_tests import outcome, printed, run_tests, run_unit

DOCUMENT = Path(__file__).parents[3] / "docs" / "testing.md"

CASES = """
describe('A', () => {
  it('plain', 0, () => log('plain'));
  it('small', Size.SMALLTEST | Level.LEVEL1 | TestType.FUNCTION, () => log('small'), 5000, 'x | y');
  it('large', Size.LARGETEST | Level.LEVEL1, () => log('large'), 5000, 'x');
  xit('skipped', 0, () => log('skipped'));
});
"""


@pytest.mark.parametrize(("options", "lines"), [
    (["level", "1"], ["plain", "small", "large"]),
    (["level", "0,1"], ["plain"]),
    (["size", "small"], ["plain", "small"]),
    (["testType", "function"], ["plain", "small"]),
    (["level", "1", "size", "large"], ["plain", "large"]),
    (["tag", "x"], ["small", "large"]),
    (["tag", "x+y"], ["small"]),
    (["tag", "y,z"], ["small"]),
    (["stress", "2", "size", "small"], ["plain", "plain", "small", "small"]),
    (["runSkipped", "all", "tag", "x"], ["small", "large"]),
    (["runSkipped", "all"], ["plain", "small", "large", "skipped"]),
    (["class", "A.B"], []),
])  # fmt: skip
def test_options_of_a_device(tmp_path: Path, options: list[str], lines: list[str]) -> None:
    assert printed(run_tests(tmp_path, CASES, {"-s": options})) == lines


def test_the_time_limit_of_a_device(tmp_path: Path) -> None:
    body = "describe('A', () => { it('c', 0, (done) => { setTimeout(() => {}, 9000); }); });"
    run = run_tests(tmp_path, body, {"-s": ["timeout", "30"]})
    assert (outcome(run), run.cases[0].message) == ({"A > c": WORDS[-1]}, "execute timeout 30ms")
    # And not when something else happens.
    assert run.cases[0].seconds < 8


@pytest.mark.parametrize("key", ["suite", "itName", "snapshotWhenFail"])
def test_options_without_effect_are_noted(key: str) -> None:
    assert "has no effect here" in DeviceOptions([(key, "x")]).notes[0]


def test_the_table_of_the_documentation_names_tests_that_are_there() -> None:
    named = re.findall(r"\[(\w+)\]\((\.\./tests/[\w/]+\.py)\): `(\w+)`", DOCUMENT.read_text("utf-8"))
    assert len(named) > 30
    for name, path, test in named:
        file = (DOCUMENT.parent / path).resolve()
        functions = {node.name for node in ast.walk(ast.parse(file.read_text())) if isinstance(node, ast.FunctionDef)}
        assert file.stem == name and test in functions


def test_a_server_of_the_test(tmp_path: Path) -> None:
    path = tmp_path / "s.test.js"
    path.write_text("""
        import { describe, it, expect, beforeEach } from '@ohos/hypium';
        import { server } from '@ohosrun/test';
        import http from '@ohos.net.http';
        const get = (path, ...options) => http.createHttp().request(server.url + path, ...options);
        export default () => describe('A', () => {
          beforeEach(() => server.reset());
          it('answers', 0, async () => {
            server.on('/a', { status: 503, headers: { 'X-One': '1', 'Content-Type': 'text/css' }, body: 'later' });
            const response = await get('/a?q=1', { method: 'POST', extraData: 'sent' });
            expect(response.responseCode).assertEqual(503);
            expect(response.result).assertEqual('later');
            expect(response.header['x-one']).assertEqual('1');
            expect(response.header['content-type']).assertEqual('text/css');
            expect(server.requests.map(({ method, path, body }) => [method, path, body]))
              .assertDeepEquals([['POST', '/a?q=1', 'sent']]);
          });
          it('answers in turn, and in pieces', 0, async () => {
            server.on('/b', [{ status: 500 }, { chunks: ['on', 'e'], delay: 1 }]);
            expect((await get('/b')).responseCode).assertEqual(500);
            expect((await get('/b')).result).assertEqual('one');
            expect((await get('/b')).result).assertEqual('one');
            expect((await get('/none')).responseCode).assertEqual(404);
          });
          it('hangs up', 0, async () => {
            server.on('/c', { hangUp: true });
            let code = 0;
            try { await get('/c'); } catch (error) { code = error.code; }
            expect(code).assertEqual(2300052);
          });
          it('runs into a time limit', 0, async () => {
            server.on('/d', { delay: 5000 });
            let code = 0;
            try { await get('/d', { readTimeout: 50 }); } catch (error) { code = error.code; }
            expect(code).assertEqual(2300028);
          });
          it('says what is wrong', 0, () => {
            expect(() => server.on('/e', { sattus: 1 })).assertThrowError('there is no sattus');
            expect(() => server.on('e', {})).assertThrowError('begins with /');
            expect(() => server.on('/e', { status: 'x' })).assertThrowError("status cannot be 'x'");
          });
        });
    """)
    run = run_unit(path)
    assert {name: word for name, word in outcome(run).items() if word != "passed"} == {}, run.cases[0].screen
