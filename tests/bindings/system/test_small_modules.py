"""Events, tasks, clocks, permissions and what else is small."""

# ruff: noqa: E501 - programs are read best on their own lines.

from __future__ import annotations

import os
from pathlib import Path

from tests.bindings.system.running import reports, run


def test_events_are_copies_and_come_later_by_priority(tmp_path: Path) -> None:
    code = """import emitter from '@ohos.events.emitter';
---
const heard = [];
const listener = (data) => heard.push(['a', data]);
emitter.on({ eventId: 1 }, listener); emitter.on({ eventId: 1 }, listener);
emitter.once('named', (data) => heard.push(['once', data]));
const data = { list: [1], when: new Date(0) };
emitter.emit('named', { data }); emitter.emit('named', { priority: emitter.EventPriority.IDLE }, { data });
emitter.emit({ eventId: 1, priority: emitter.EventPriority.IMMEDIATE }, { data });
emitter.emit({ eventId: 2 }); emitter.emit('nobody'); emitter.on({}, listener); emitter.on('x', 5);
data.list.push(2);
report(heard.length, emitter.getListenerCount(1), emitter.getListenerCount('named'));
setTimeout(() => {
  report(heard.map(([name, { data }]) => [name, data.list, data.when.getTime()]));
  emitter.off(1, () => {}); report(emitter.getListenerCount(1)); emitter.off(1); report(emitter.getListenerCount(1));
}, 20);"""
    assert reports(tmp_path, code) == [[0, 1, 1], [["a", [1], 0], ["once", [1], 0]], 1, 0]


def test_tasks_run_later_on_copies(tmp_path: Path) -> None:
    code = """import taskpool from '@ohos.taskpool';
---
const order = [];
const add = (a, b) => { order.push('ran'); return a + b; };
const sum = taskpool.execute(add, 1, 2); order.push('called');
report(await sum, order);
const shared = { list: [1] };
const task = new taskpool.Task('named', (given) => { given.list.push(2); return given; }, shared);
report(await taskpool.execute(task, taskpool.Priority.HIGH), shared, task.name);
const buffer = new ArrayBuffer(8);
report(await taskpool.execute((b) => b.byteLength, buffer), buffer.byteLength);
const kept = new ArrayBuffer(4); const keeping = new taskpool.Task((b) => b.byteLength, kept); keeping.setTransferList();
report(await taskpool.execute(keeping), kept.byteLength);
report(failure(() => taskpool.execute((f) => f, () => 1)), await rejected(taskpool.execute(() => () => 1)));
report(await rejected(taskpool.execute(async () => { throw new RangeError('mine'); })));
report(failure(() => taskpool.execute(5))[0], failure(() => new taskpool.Task(5))[0], failure(() => taskpool.cancel(task))[0]);
const waiting = new taskpool.Task(() => 1); const outcome = rejected(taskpool.execute(waiting)); taskpool.cancel(waiting);
report((await outcome)[0]);
const group = new taskpool.TaskGroup(); group.addTask(add, 1, 1); group.addTask(new taskpool.Task(add, 2, 2));
report(await taskpool.execute(group), await taskpool.executeDelayed(1, new taskpool.Task(add, 3, 3)));
const talking = new taskpool.Task(() => { taskpool.Task.sendData('news', 1); return taskpool.Task.isCanceled(); });
talking.onReceiveData((...data) => report(data));
report(await taskpool.execute(talking));"""
    serialization = [10200006, "An exception occurred during serialization."]
    assert reports(tmp_path, code) == [
        [3, ["called", "ran"]],
        [{"list": [1, 2]}, {"list": [1]}, "named"],
        [8, 0],
        [4, 4],
        [serialization, serialization],
        [None, "mine"],
        [401, 401, 10200015],
        10200016,
        [[2, 4], 6],
        False,
        ["news", 1],
    ]


def test_clocks(tmp_path: Path) -> None:
    code = """import systemDateTime from '@ohos.systemDateTime';
---
const now = Date.now();
report(Math.abs(systemDateTime.getTime() - now) < 5000, systemDateTime.getTime(true) > 1e18, typeof systemDateTime.getTimezoneSync());
report(systemDateTime.getUptime(systemDateTime.TimeType.ACTIVE) > 0, systemDateTime.getUptime(0, true) > 1e6);
systemDateTime.getCurrentTime((error, time) => report(error === undefined, typeof time));
report(await systemDateTime.getCurrentTime(true) > 1e18, (await systemDateTime.getDate()) instanceof Date);
report(failure(() => systemDateTime.getTime('x'))[0], failure(() => systemDateTime.getUptime(9))[0],
  (await rejected(systemDateTime.setTime(5)))[0]);"""
    assert reports(tmp_path, code) == [
        [True, True, "string"],
        [True, True],
        [True, "number"],
        [True, True],
        [401, 401, 202],
    ]


def test_permissions_are_granted_unless_denied(tmp_path: Path) -> None:
    code = """import abilityAccessCtrl from '@ohos.abilityAccessCtrl';
---
const manager = abilityAccessCtrl.createAtManager();
const camera = 'ohos.permission.CAMERA';
report(manager.checkAccessTokenSync(1, camera), await manager.checkAccessToken(1, 'ohos.permission.INTERNET'));
report((await manager.requestPermissionsFromUser(getContext(), [camera, 'ohos.permission.X'])).authResults);
report(failure(() => manager.checkAccessTokenSync('1', camera))[0], failure(() => manager.checkAccessTokenSync(0, camera))[0],
  failure(() => manager.requestPermissionsFromUser(undefined, [camera]))[0], failure(() => manager.requestPermissionsFromUser({}, []))[0],
  (await rejected(manager.checkAccessToken(1, '')))[0]);"""
    assert reports(tmp_path, code) == [[0, 0], [0, 0], [401, 12100001, 401, 401, 12100001]]
    denied = run(tmp_path, code, deny=("ohos.permission.CAMERA",))
    assert denied.lines[:2] == ["[-1,0]", "[-1,0]"]
    assert denied.stderr.splitlines()[0] == "ask    ohos.permission.CAMERA -> denied"


def test_device_process_and_storage(tmp_path: Path) -> None:
    code = """import deviceInfo from '@ohos.deviceInfo';
import process from '@ohos.process';
import storage from '@system.storage';
import app from '@system.app';
---
report(deviceInfo.deviceType, typeof deviceInfo.sdkApiVersion, deviceInfo.osFullName.startsWith('OpenHarmony-'), Object.keys(deviceInfo).length > 30);
report(process.pid, process.is64Bit(), process.getEnvironmentVar('SOME_NAME'), failure(() => process.getEnvironmentVar(5))[0], process.uptime() >= 0);
report(app.getInfo().appName);
const all = [];
storage.set({ key: 'a', value: 'b', success: () => all.push('set'), complete: () => all.push('complete') });
storage.get({ key: 'a', success: (value) => all.push(value) });
storage.get({ key: 'none', default: 'd', success: (value) => all.push(value) });
storage.set({ value: 'x', fail: (data, code) => all.push(code) });
storage.delete({ key: 'a' }); storage.get({ key: 'a', success: (value) => all.push(value) }); storage.clear({ complete: () => report(all) });"""
    os.environ["SOME_NAME"] = "value"
    try:
        assert reports(tmp_path, code) == [
            ["phone", "number", True, True],
            [os.getpid(), True, "value", 401, True],
            "main",
            ["set", "complete", "b", "d", 202, ""],
        ]
    finally:
        del os.environ["SOME_NAME"]


def test_files_of_pages(tmp_path: Path) -> None:
    code = """import file from '@system.file';
---
const call = (name, options) => new Promise((resolve) => file[name]({
  ...options, success: (data) => resolve(data ?? 'done'), fail: (data, code) => resolve(code) }));
const uri = 'internal://app/a.txt';
report(await call('readText', { uri }), await call('writeText', { uri, text: 'one' }), await call('writeText', { uri, text: '!', append: true }));
report(await call('readText', { uri }), (await call('get', { uri })).length, await call('access', { uri }));
report(await call('mkdir', { uri: 'internal://app/d' }), await call('copy', { srcUri: uri, dstUri: 'internal://app/d/b.txt' }),
  (await call('list', { uri: 'internal://app/' })).fileList.map(({ uri, type }) => [uri, type]));
await call('writeArrayBuffer', { uri, buffer: new Uint8Array([65, 66]), position: 1 });
report([...(await call('readArrayBuffer', { uri, position: 1, length: 2 })).buffer], await call('readText', { uri }));
report(await call('rmdir', { uri: 'internal://app/d' }), await call('rmdir', { uri: 'internal://app/d', recursive: true }), await call('delete', { uri }),
  await call('get', { uri }), await call('get', { uri: '/etc/hosts' }), await call('get', { uri: 'internal://app/../../x' }), await call('get', {}));
file.readText({ uri, complete: () => report('complete') }); file.readText();"""
    assert reports(tmp_path, code) == [
        [301, "done", "done"],
        [{"text": "one!"}, 4, "done"],
        ["done", "internal://app/d/b.txt", [["internal://app/a.txt", "file"], ["internal://app/d", "dir"]]],
        [[65, 66], {"text": "oAB!"}],
        [300, "done", "done", 301, 202, 300, 202],
        "complete",
    ]


def test_the_file_of_a_worker_runs_and_hears_nothing(tmp_path: Path) -> None:
    code = """import { worker } from '@kit.ArkTS';
import old from '@ohos.worker';
---
const port = worker.workerPort;
port.onmessage = () => { port.postMessage('heard'); };
port.onerror = () => {};
port.postMessage({ a: 1 }, []);
old.parentPort.close();
report(port === old.parentPort, worker.ThreadWorkerPriority.LOW, port.onmessage.length);
try { new worker.ThreadWorker('entry/ets/workers/a.ets'); } catch (error) { report(error.message); }"""
    outcome = run(tmp_path, code)
    assert outcome.lines == ["[true,2,0]", '"@ohos.worker: ThreadWorker is not here"']
    assert outcome.stderr.count("note: a worker that runs by itself hears nothing") == 1
