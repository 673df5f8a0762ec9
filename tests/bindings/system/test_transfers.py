"""@system.fetch and @ohos.request against a real server."""

# ruff: noqa: E501 - programs are read best on their own lines.

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from bindings.registry import REGISTRY
from runtime.documents.runs import SampleRunner
from runtime.run.program import Program
from runtime.settings.table import Settings
from tests.bindings.snippets import without_loopback_advice
from tests.bindings.system.running import reports, run
from tests.servers.http import HttpServer, Response
from tests.servers.messages import Request

_CONTENT = bytes(range(256)) * 1024


def _answer(request: Request) -> Response:
    path = request.target.partition("?")[0]
    if path == "/json":
        return Response.json({"method": request.method, "target": request.target, "body": request.body.decode()})
    if path == "/missing":
        return Response("not here", 404)
    if path == "/file.bin":
        given = request.header("range")
        if given:
            start = int(given.removeprefix("bytes=").rstrip("-"))
            total = len(_CONTENT)
            return Response(_CONTENT[start:], 206, [("Content-Range", f"bytes {start}-{total - 1}/{total}")])
        return Response(_CONTENT, 200, [("Content-Type", "application/x-mine")])
    if path == "/upload":
        name = request.body.split(b'filename="')[-1].split(b'"')[0].decode()
        field = request.body.split(b'name="key"\r\n\r\n')[-1].split(b"\r\n")[0].decode()
        return Response("ok", 200, [("X-Name", name), ("X-Field", field), ("X-Method", request.method)])
    return Response("?", 500)


@pytest.fixture
def url() -> Iterator[str]:
    with HttpServer(_answer) as server:
        yield server.url


def test_fetch(tmp_path: Path, url: str) -> None:
    code = f"""import fetch from '@system.fetch';
---
const url = '{url}';
fetch.fetch({{ url: `${{url}}/json?a=1`, data: {{ b: 'x y' }}, responseType: 'json',
  success: ({{ code, data, headers }}) => report(code, data, headers['content-type']), complete: () => report('complete') }});
await new Promise((resolve) => fetch.fetch({{ url: `${{url}}/json`, method: 'post', data: {{ a: 1, b: 'x y', c: '\\ud800' }},
  header: {{ 'X-A': 1 }}, success: ({{ data }}) => resolve(report(JSON.parse(data))) }}));
const {{ data }} = await fetch.fetch({{ url: `${{url}}/json`, method: 'PUT', data: 'text' }});
report(data.code, JSON.parse(data.data).body);
report((await fetch.fetch({{ url: `${{url}}/missing` }})).data.code);
fetch.fetch({{ url: 'http://127.0.0.1:1/', fail: (text, code) => report(typeof text, code), complete: () => report('failed') }});"""
    outcome = reports(tmp_path, code)
    assert outcome == [
        [200, {"method": "GET", "target": "/json?a=1&b=x%20y", "body": ""}, "application/json"],
        "complete",
        {"method": "POST", "target": "/json", "body": "a=1&b=x%20y&c=%EF%BF%BD"},
        [200, "text"],
        404,
        ["string", 7],
        "failed",
    ]


def test_fetch_refuses_what_a_device_refuses(tmp_path: Path, url: str) -> None:
    code = f"""import fetch from '@system.fetch';
---
for (const options of [{{}}, {{ url: '' }}, {{ url: 5 }}, {{ url: '{url}/json', method: 'PATCH' }}, undefined]) {{
  await fetch.fetch(options).then(() => report('sent'), (error) => report(error.code));
}}"""
    assert reports(tmp_path, code) == [200] * 5
    denied = run(
        tmp_path, code.replace("[{}, ", "[{ url: 'http://127.0.0.1:1' }, "), deny=("ohos.permission.INTERNET",)
    )
    assert denied.lines[0] == "201"


def test_a_download(tmp_path: Path, url: str) -> None:
    code = f"""import request from '@ohos.request';
---
const context = getContext(); const filePath = `${{context.filesDir}}/got.bin`;
const task = await request.downloadFile(context, {{ url: '{url}/file.bin', filePath }});
let last = [];
task.on('progress', (received, total) => {{ last = [received, total]; }});
task.on('fail', (error) => report('fail', error));
await new Promise((resolve) => task.on('complete', resolve));
const info = await task.getTaskInfo();
report(last, info.status === request.SESSION_SUCCESSFUL, info.downloadedBytes, await task.getTaskMimeType(), info.fileName);
report(await rejected(request.downloadFile(context, {{ url: '{url}/file.bin', filePath }})));
request.downloadFile(context, {{ url: '{url}/missing' }}, (error, failing) => {{
  failing.on('fail', (code) => report(error === undefined, code));
}});
const off = await request.downloadFile(context, {{ url: 'http://127.0.0.1:1/x' }}); off.on('fail', (code) => report('offline', code));"""
    first, again, *failed = reports(tmp_path, code)
    size = len(_CONTENT)
    assert first == [[size, size], True, size, "application/x-mine", "got.bin"]
    assert again == [13400002, "bad file path, the file exists already"]
    assert sorted(failed, key=str) == [["offline", 4], [True, 7]]
    assert (tmp_path / "data/el2/base/haps/entry/files/got.bin").read_bytes() == _CONTENT


def test_uploads(tmp_path: Path, url: str) -> None:
    (tmp_path / "data/el2/base/haps/entry/cache").mkdir(parents=True)
    (tmp_path / "data/el2/base/haps/entry/cache/a.txt").write_text("content")
    code = f"""import request from '@ohos.request';
---
const config = {{ url: '{url}/upload', header: {{}}, method: 'POST', data: [{{ name: 'key', value: 'v' }}],
  files: [{{ filename: 'named.txt', name: 'file', uri: 'internal://cache/a.txt', type: 'txt' }}] }};
const task = await request.uploadFile(getContext(), config);
let last;
task.on('progress', (sent, total) => {{ last = [sent, total]; }});
task.on('headerReceive', ({{ headers }}) => report(headers['x-name'], headers['x-field'], headers['x-method']));
const states = await new Promise((resolve) => task.on('complete', resolve));
report(last, states[0].responseCode, states[0].path);
report(await rejected(request.uploadFile(getContext(), {{ ...config, files: [{{ uri: 'internal://cache/none' }}] }})));
const failing = await request.uploadFile(getContext(), {{ ...config, url: '{url}/missing' }});
failing.on('fail', (all) => report('fail', all[0].responseCode));"""
    assert reports(tmp_path, code) == [
        ["named.txt", "v", "POST"],
        [[7, 7], 200, "internal://cache/a.txt"],
        [13400002, "bad file path, the file cannot be read"],
        ["fail", 404],
    ]


def test_an_agent_is_paused_and_resumed(tmp_path: Path, url: str) -> None:
    (tmp_path / "data/el2/base/haps/entry/cache").mkdir(parents=True)
    code = f"""import {{ request }} from '@kit.BasicServicesKit';
---
const {{ agent }} = request;
const context = getContext();
const task = await agent.create(context, {{ action: agent.Action.DOWNLOAD, url: '{url}/file.bin', saveas: './kept.bin' }});
const states = [];
task.on('pause', (progress) => states.push(progress.state)); task.on('resume', (progress) => states.push(progress.state));
task.on('response', ({{ statusCode, headers }}) => states.push(statusCode, headers.get('content-length')));
const over = new Promise((resolve) => {{ task.on('completed', resolve); task.on('failed', resolve); }});
report(await rejected(task.pause()), (await agent.show(task.tid)).progress.state);
await task.start(); await task.pause();
report((await agent.search({{ action: 0 }})).length, await rejected(task.start()));
await task.resume();
const progress = await over;
report(progress.state === agent.State.COMPLETED, progress.processed, states[0], states[1]);
await agent.remove(task.tid); report(await rejected(agent.show(task.tid)));
const up = await agent.create(context, {{ action: 1, url: '{url}/upload', method: 'POST',
  data: [{{ name: 'key', value: 'v' }}, {{ name: 'file', value: {{ path: './kept.bin', filename: 'f.bin' }} }}] }});
up.on('response', ({{ headers }}) => report(headers.get('x-name'), headers.get('x-field')));
await up.start();"""
    wrong = [21900007, "the operation with wrong task state"]
    assert reports(tmp_path, code) == [
        [wrong, 0],
        [1, wrong],
        [True, len(_CONTENT), 0x30, 0x20],
        [21900006, "task removed or not found"],
        [["f.bin"], ["v"]],
    ]
    assert (tmp_path / "data/el2/base/haps/entry/cache/kept.bin").read_bytes() == _CONTENT


def test_wrong_arguments_and_permissions(tmp_path: Path) -> None:
    code = """import request from '@ohos.request';
---
const context = getContext();
report([() => request.downloadFile(undefined, { url: 'x' }), () => request.downloadFile(context), () => request.downloadFile(context, {}),
  () => request.downloadFile(context, { url: 'x', filePath: 5 }), () => request.uploadFile(context, { url: 'x' }),
  () => request.uploadFile(context, { url: 'x', files: [5] }), () => request.agent.create(context, { url: 'x' })].map((work) => failure(work)[0]));
report((await rejected(request.downloadFile(context, { url: 'http://127.0.0.1:1/' })))[0]);"""
    outcome = run(tmp_path, code, deny=("ohos.permission.INTERNET",))
    assert [json.loads(line) for line in outcome.lines] == [[401] * 7, 201]


def test_where_requests_may_go_holds_for_all_of_them(tmp_path: Path, url: str) -> None:
    code = """import fetch from '@system.fetch';
import request from '@ohos.request';
import connection from '@ohos.net.connection';
---
report((await fetch.fetch({ url: 'http://192.0.2.1/' }).catch((error) => error)).code);
report((await fetch.fetch({ url: 'http://api.example.com/json', responseType: 'json' })).data.data.target);
const task = await request.downloadFile(getContext(), { url: 'http://192.0.2.1/x' });
task.on('fail', (error) => report('fail', error));
report(await rejected(connection.getAddressesByName('some.where.example')));
report((await connection.getAddressesByName('localhost')).length > 0);"""
    outcome = reports(tmp_path, code, net="loopback", map={"http://api.example.com": url})
    assert sorted(map(str, outcome)) == sorted(
        map(str, [7, "/json", ["fail", 4], [2100003, "System internal error."], True])
    )


def test_a_page_sends_no_file_that_is_not_its_own(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("secret")
    folder = tmp_path / "pages"
    folder.mkdir()
    (folder / "beside.txt").write_text("beside the page")
    (folder / "link.txt").symlink_to(tmp_path / "secret.txt")
    with HttpServer(_answer) as server:
        text = f"""import http from '@ohos.net.http';
import request from '@ohos.request';
import fs from '@ohos.file.fs';
const codes = [];
const context = getContext();
const own = context.cacheDir + '/own.txt'; fs.writeSync(fs.openSync(own, 66).fd, 'mine');
const send = (filePath) => http.createHttp().request('{server.url}/upload', {{ method: 'POST', header: {{ 'content-type': 'multipart/form-data' }},
  multiFormDataList: [{{ name: 'f', contentType: 'text/plain', remoteFileName: 'f', filePath }}] }}).then(({{ responseCode }}) => codes.push(responseCode), (error) => codes.push(error.code));
for (const path of ['{tmp_path}/secret.txt', '../secret.txt', '{folder}/../secret.txt', '{folder}/link.txt', own, '{folder}/beside.txt']) await send(path);
await request.uploadFile(context, {{ url: '{server.url}/upload', files: [{{ uri: '{tmp_path}/secret.txt' }}], data: [] }}).catch((error) => codes.push(error.code));
await request.downloadFile(context, {{ url: '{server.url}/file.bin', filePath: '{tmp_path}/new' }}).then((task) => new Promise((resolve) => task.on('fail', (code) => resolve(codes.push(code)))));
console.log(codes.join());"""
        runner = SampleRunner(REGISTRY)
        try:
            outcome = runner.run(Program(str(folder / "page.md"), text), Settings(timeout=20.0), styled=False)
        finally:
            runner.close()
        assert all(b"secret" not in given.body for given in server.requests)
    printed = [(stream, text) for stream, text in outcome.pieces if without_loopback_advice(text)]
    assert printed == [(1, "2300026,2300026,2300026,2300026,200,200,13400002,3\n")]
    assert not (tmp_path / "new").exists()


def test_requests_are_traced_and_in_the_table(tmp_path: Path, url: str) -> None:
    code = f"""import fetch from '@system.fetch';
await fetch.fetch({{ url: '{url}/missing' }});
await fetch.fetch({{ url: 'http://127.0.0.1:1/' }}).catch(() => {{}});"""
    shown = run(tmp_path, code, trace="headers", time=True).stderr.splitlines()
    assert f"#1 > GET {url}/missing" in shown
    assert "#1 < HTTP/1.1 404 Not Found" in shown
    assert [line for line in shown if line.startswith("#1 < 404, 8 bytes, ")]
    assert [line for line in shown if line.startswith("#2 < failed with curl-error-7: ")]
    assert [line.split()[:3] for line in shown[-2:]] == [["1", "GET", "404"], ["2", "GET", "curl-error-7"]]
