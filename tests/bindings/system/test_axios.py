"""A client as programs use it, @ohos/axios, in the place where ohpm puts it and over the modules below.

The package (the folder axios) is a reduced one of our own, with what the real one asks of the system.
"""

# ruff: noqa: E501 - programs are read best on their own lines.

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from runtime.screens import Door
from tests.bindings.snippets import without_loopback_advice
from tests.runtime.run.running_program import run_files
from tests.servers.http import HttpServer, Response
from tests.servers.messages import Request

_PACKAGE = Path(__file__).parent / "axios"
_CONTENT = bytes(range(256)) * 2048
_STORE = "oh_modules/.ohpm/@ohos+axios@2.2.0/oh_modules/@ohos/axios"


def _answer(request: Request) -> Response:
    path = request.target.partition("?")[0]
    if path == "/echo":
        told = {
            "method": request.method,
            "target": request.target,
            "body": request.body.decode(),
            "trace": request.header("x-trace") or "",
        }
        return Response.json(told)
    if path == "/upload":
        name = request.body.split(b'filename="')[-1].split(b'"')[0].decode()
        return Response(name, 200, [("X-Size", str(len(request.body)))])
    if path == "/file":
        return Response(_CONTENT, 200)
    return Response("not here", 404)


@pytest.fixture
def url() -> Iterator[str]:
    with HttpServer(_answer) as server:
        yield server.url


@pytest.fixture
def hanging() -> Iterator[str]:
    """A server that takes requests and keeps silent."""
    import socket

    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"


def _reports(folder: Path, code: str) -> list[Any]:
    store = folder / _STORE
    shutil.copytree(_PACKAGE, store)
    (folder / "oh_modules/@ohos").mkdir()
    (folder / "oh_modules/@ohos/axios").symlink_to(Path("../..") / _STORE, target_is_directory=True)
    program = f"""import axios, {{ AxiosError, AxiosProgressEvent, AxiosResponse, FormData }} from '@ohos/axios';
import {{ fileIo as fs }} from '@kit.CoreFileKit';
const report = (...values: Object[]) => console.log(JSON.stringify(values.length === 1 ? values[0] : values));
async function main(): Promise<void> {{
{code}
}}
main();
"""
    files = {
        "oh-package.json5": "{ dependencies: { '@ohos/axios': '^2.2.0' } }",
        "entry/src/main/ets/main.ets": program,
    }
    outcome = run_files(
        folder, files, "entry/src/main/ets/main.ets", door=Door(), data_dir=str(folder / "data"), timeout=20.0
    )
    assert (outcome.code, without_loopback_advice(outcome.stderr)) == (0, "")
    return [json.loads(line) for line in outcome.lines]


def test_methods_and_errors(tmp_path: Path, url: str) -> None:
    code = f"""
  interface Told {{ method: string; target: string; body: string; trace: string; }}
  const client = axios.create({{ baseURL: '{url}', headers: {{ 'X-Trace': 't' }} }});
  report((await client.get<Told, AxiosResponse<Told>>('/echo', {{ params: {{ q: 'a b', n: 1 }} }})).data);
  report((await client.post('/echo', {{ a: 1 }})).data.body, (await client.put('/echo', 'text')).data.body);
  const deleted: AxiosResponse<Told> = await client.delete('/echo');
  report(deleted.data.method, deleted.status, deleted.headers['content-type']);
  report((await axios<Told>({{ url: '{url}/echo', method: 'post', data: 'x', responseType: 'text' }})).data.length > 10);
  report((await client.get('/file', {{ responseType: 'arraybuffer' }})).data.byteLength);
  try {{ await client.get('/nope'); }} catch (error) {{
    const failed = error as AxiosError;
    report(failed.name, failed.message, failed.code, failed.response.status, failed.response.data, axios.isAxiosError(error), error instanceof AxiosError);
  }}
  try {{ await axios.get('http://127.0.0.1:1/'); }} catch (error) {{ report(error.code); }}"""
    assert _reports(tmp_path, code) == [
        {"method": "GET", "target": "/echo?q=a+b&n=1", "body": "", "trace": "t"},
        ['{"a":1}', "text"],
        ["DELETE", 200, "application/json"],
        True,
        len(_CONTENT),
        ["AxiosError", "Request failed with status code 404", "ERR_BAD_REQUEST", 404, "not here", True, True],
        "ERR_NETWORK",
    ]


def test_interceptors(tmp_path: Path, url: str) -> None:
    code = f"""
  const client = axios.create({{ baseURL: '{url}' }});
  client.interceptors.request.use((config: ESObject) => {{ config.headers = {{ 'X-Trace': `${{config.headers?.['X-Trace'] ?? ''}}1` }}; return config; }});
  const second: number = client.interceptors.request.use((config: ESObject) => {{ config.headers = {{ 'X-Trace': '2' }}; return config; }});
  client.interceptors.response.use((response: AxiosResponse) => response.data, (error: AxiosError) => ({{ recovered: error.code }}));
  report((await client.get('/echo')).trace, await client.get('/nope'));
  client.interceptors.request.eject(second);
  report((await client.get('/echo')).trace);"""
    assert _reports(tmp_path, code) == [["21", {"recovered": "ERR_BAD_REQUEST"}], "1"]


def test_timeout_and_cancel(tmp_path: Path, hanging: str) -> None:
    code = f"""
  try {{ await axios.get('{hanging}', {{ timeout: 100 }}); }} catch (error) {{ report(error.code, error.message); }}
  const source: ESObject = axios.CancelToken.source();
  const late: Promise<Object> = axios.get('{hanging}', {{ cancelToken: source.token }});
  setTimeout(() => {{ source.cancel('enough'); }}, 1);
  try {{ await late; }} catch (error) {{ report(error.code, error.message, axios.isCancel(error)); }}"""
    assert _reports(tmp_path, code) == [
        ["ECONNABORTED", "timeout of 100ms exceeded"],
        ["ERR_CANCELED", "enough", True],
    ]


def test_upload_and_download_with_progress(tmp_path: Path, url: str) -> None:
    code = f"""
  const context = getContext();
  const path = `${{context.cacheDir}}/up.txt`;
  const file = fs.openSync(path, fs.OpenMode.CREATE | fs.OpenMode.READ_WRITE);
  fs.writeSync(file.fd, 'x'.repeat(200000));
  fs.closeSync(file);
  const form = new FormData();
  form.append('file', 'internal://cache/up.txt');
  form.append('name', 'value');
  let last: AxiosProgressEvent = {{ loaded: 0, total: 0 }};
  const up = await axios.post('{url}/upload', form, {{ context: context, onUploadProgress: (event: AxiosProgressEvent) => {{ last = event; }} }});
  report(up.data, up.status, last);
  const target = `${{context.cacheDir}}/down.bin`;
  const down = await axios.get('{url}/file', {{ context: context, filePath: target, onDownloadProgress: (event: AxiosProgressEvent) => {{ last = event; }} }});
  report(down.data, fs.statSync(target).size, last);
  const heard: number[] = [];
  const streamed = await axios.get('{url}/file', {{ onDownloadProgress: (event: AxiosProgressEvent) => {{ heard.push(event.loaded); }} }});
  report(streamed.data, streamed.status, heard.length > 0 && heard[heard.length - 1], heard.every((size, at) => at === 0 || size >= heard[at - 1]));"""
    size = len(_CONTENT)
    [up, down, streamed] = _reports(tmp_path, code)
    assert up[1:] == [200, {"loaded": 200000, "total": 200000}]
    assert down == ["download success!", size, {"loaded": size, "total": size}]
    assert streamed == [size, 200, size, True]
