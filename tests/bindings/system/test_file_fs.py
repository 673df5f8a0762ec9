"""@ohos.file.fs: the functions in their forms, on real files; codes are those of the device's table."""

# ruff: noqa: E501 - programs are read best on their own lines.

from __future__ import annotations

import errno
import json
import os
from pathlib import Path

import pytest

from bindings.file_fs.codes import code_of
from tests.bindings.system.running import reports, run

_IMPORT = "import fs from '@ohos.file.fs';\n---\nconst dir = getContext().filesDir; const p = `${dir}/a.txt`;\n"
_NOT_THERE = [13900002, "No such file or directory"]
_EXISTS = [13900015, "File exists"]
_INVALID = [13900020, "Invalid argument"]


def test_codes_of_the_system() -> None:
    for name, expected in {
        "EPERM": 13900001, "ENOENT": 13900002, "EIO": 13900005, "EBADF": 13900008, "EACCES": 13900012,
        "EEXIST": 13900015, "ENOTDIR": 13900018, "EISDIR": 13900019, "EINVAL": 13900020, "ENOSPC": 13900025,
        "ENAMETOOLONG": 13900030, "ENOTEMPTY": 13900032, "ELOOP": 13900033, "EDQUOT": 13900041,
    }.items():  # fmt: skip
        assert code_of(OSError(getattr(errno, name), ""))[0] == expected
    assert code_of(OSError(None, "")) == (13900042, "Unknown error")


def test_a_file_from_open_to_unlink(tmp_path: Path) -> None:
    code = """const file = fs.openSync(p, fs.OpenMode.READ_WRITE | fs.OpenMode.CREATE);
report(file.name, file.path === p, file.getParent() === dir);
report(fs.writeSync(file.fd, 'hello, 世界'), fs.writeSync(file.fd, new Uint8Array([33, 34]).buffer, { length: 1 }));
const buffer = new ArrayBuffer(5);
report(fs.readSync(file.fd, buffer, { offset: 7, length: 3 }), fs.readSync(file.fd, buffer), fs.lseek(file.fd, 1));
report(fs.readSync(file.fd, buffer), String.fromCharCode(...new Uint8Array(buffer)));
fs.fsyncSync(file.fd); fs.fdatasyncSync(file.fd);
const stat = fs.statSync(file.fd);
report(stat.size, stat.isFile(), stat.isDirectory(), typeof stat.ino, typeof stat.mtime, stat.mode & 0o777);
fs.truncateSync(file.fd, 5);
fs.closeSync(file);
report(failure(() => fs.closeSync(file)), failure(() => fs.writeSync(file.fd, 'x')), failure(() => fs.closeSync(1)));
report(fs.readTextSync(p), fs.readTextSync(p, { offset: 1, length: 2 }), failure(() => fs.readTextSync(p, { offset: 9 })));
fs.renameSync(p, `${dir}/b.txt`); fs.copyFileSync(`${dir}/b.txt`, p);
report(fs.accessSync(p), fs.listFileSync(dir));
fs.unlinkSync(p);
report(fs.accessSync(p), failure(() => fs.unlinkSync(p)), failure(() => fs.statSync(p)), failure(() => fs.openSync(p)));"""
    bad = [13900008, "Bad file descriptor"]
    umask = os.umask(0)
    os.umask(umask)
    assert reports(tmp_path, _IMPORT + code) == [
        ["a.txt", True, True],
        [13, 1],
        [3, 0, 1],
        [5, "ello,"],
        [14, True, False, "bigint", "number", 0o660 & ~umask],
        [bad, bad, bad],
        ["hello", "el", _INVALID],
        [True, ["a.txt", "b.txt"]],
        [False, _NOT_THERE, _NOT_THERE, _NOT_THERE],
    ]


def test_folders(tmp_path: Path) -> None:
    code = """fs.mkdirSync(`${dir}/one/two`, true);
report(failure(() => fs.mkdirSync(`${dir}/one`)), failure(() => fs.mkdirSync(`${dir}/x/y`)));
for (const name of ['one/a.txt', 'one/two/b.js', 'one/two/abc.txt']) {
  fs.closeSync(fs.openSync(`${dir}/${name}`, fs.OpenMode.CREATE | fs.OpenMode.WRITE_ONLY));
}
report(fs.listFileSync(`${dir}/one`), fs.listFileSync(dir, { recursion: true }));
report(fs.listFileSync(dir, { recursion: true, filter: { suffix: ['.txt'] } }),
  fs.listFileSync(dir, { recursion: true, listNum: 1, filter: { displayName: ['ab*', 'b.js'] } }));
report(failure(() => fs.listFileSync(`${dir}/one/a.txt`)), failure(() => fs.rmdirSync(`${dir}/one/a.txt`)));
fs.mkdirSync(`${dir}/to`);
fs.copyDirSync(`${dir}/one`, `${dir}/to`);
try { fs.copyDirSync(`${dir}/one`, `${dir}/to`); } catch (error) { report(error.code, error.data.length); }
fs.copyDirSync(`${dir}/one`, `${dir}/to`, 1);
report(failure(() => fs.copyDirSync(dir, `${dir}/to`)), failure(() => fs.moveDirSync(`${dir}/one`, `${dir}/to`)));
fs.moveDirSync(`${dir}/one`, `${dir}/to`, 3);
report(fs.listFileSync(dir), fs.listFileSync(`${dir}/to`, { recursion: true }));
fs.rmdirSync(`${dir}/to`);
report(fs.mkdtempSync(`${dir}/tXXXXXX`).length - dir.length, failure(() => fs.mkdtempSync(`${dir}/t`)));"""
    assert reports(tmp_path, _IMPORT + code) == [
        [_EXISTS, _NOT_THERE],
        [["a.txt", "two"], ["/one/a.txt", "/one/two/abc.txt", "/one/two/b.js"]],
        [["/one/a.txt", "/one/two/abc.txt"], ["/one/two/abc.txt"]],
        [[13900018, "Not a directory"], [13900018, "Not a directory"]],
        [13900015, 3],
        [_INVALID, [13900032, "Directory not empty"]],
        [["to"], ["/one/a.txt", "/one/two/abc.txt", "/one/two/b.js"]],
        [8, _INVALID],
    ]


def test_promises_and_callbacks_come_later(tmp_path: Path) -> None:
    code = """fs.open(p, fs.OpenMode.CREATE | fs.OpenMode.READ_WRITE, (error, file) => {
  report('callback', error === undefined, file.name);
  fs.write(file.fd, 'text', async (problem, count) => {
    report(count, await fs.readText(p), (await fs.stat(p)).size, await fs.access(`${dir}/no`));
    await fs.close(file);
    report(await rejected(fs.open(`${dir}/no`)));
    fs.unlink(`${dir}/no`, (failed, data) => report(failed.code, data === undefined, failed instanceof Error));
  });
});
report('first', failure(() => fs.open(5)));"""
    assert reports(tmp_path, _IMPORT + code) == [
        ["first", _INVALID],
        ["callback", True, "a.txt"],
        [4, "text", 4, False],
        _NOT_THERE,
        [13900002, True, True],
    ]


def test_streams_lines_and_random_access(tmp_path: Path) -> None:
    code = """const stream = fs.createStreamSync(p, 'w+');
report(stream.writeSync('one\\ntwo\\nthree'), stream.writeSync('ONE', { offset: 0 })); stream.flushSync(); stream.closeSync();
const lines = fs.readLinesSync(p);
report(lines.next(), lines.next(), lines.next(), lines.next());
const random = fs.createRandomAccessFileSync(p, fs.OpenMode.READ_WRITE);
random.setFilePointer(4);
const buffer = new ArrayBuffer(3);
report(random.readSync(buffer), String.fromCharCode(...new Uint8Array(buffer)), random.filePointer, random.writeSync('!'));
random.close();
report(fs.readTextSync(p), failure(() => fs.createStreamSync(p, 'rw')), failure(() => fs.createStreamSync(`${dir}/no`, 'r')));"""
    assert reports(tmp_path, _IMPORT + code) == [
        [13, 3],
        [{"done": False, "value": "ONE\n"}, {"done": False, "value": "two\n"}, {"done": False, "value": "three"},
         {"done": True, "value": ""}],
        [3, "two", 7, 1],
        ["ONE\ntwo!three", _INVALID, _NOT_THERE],
    ]  # fmt: skip


def test_hostile_places_end_in_errors(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "fifo")
    loop = tmp_path / "loop"
    loop.symlink_to(loop)
    code = f"""const at = (name) => `{tmp_path}/${{name}}`;
report(fs.readTextSync(at('fifo')), failure(() => fs.copyFileSync(at('main.js'), at('fifo'))));
const alone = failure(() => fs.openSync(at('fifo'), 1));
report(fs.readSync(fs.openSync(at('fifo')).fd, new ArrayBuffer(1)), alone);
report(failure(() => fs.openSync(at('loop'))), failure(() => fs.openSync(at(''), 1)), failure(() => fs.readTextSync(at(''))));
report(failure(() => fs.openSync('a\\0b')), failure(() => fs.openSync('x'.repeat(300))), failure(() => fs.openSync('')));
report(failure(() => fs.copyFileSync(at(''), p)), failure(() => fs.moveFileSync(at('none'), p)), failure(() => fs.rmdirSync(p)));"""
    outcome = reports(tmp_path, _IMPORT + code)
    assert outcome == [
        ["", [13900006, "No such device or address"]],
        [0, [13900006, "No such device or address"]],
        [[13900033, "Too many symbolic links encountered"], [13900019, "Is a directory"], [13900019, "Is a directory"]],
        [_INVALID, [13900030, "File name too long"], _NOT_THERE],
        [[13900019, "Is a directory"], _NOT_THERE, _NOT_THERE],
    ]


def test_files_are_closed_with_the_run(tmp_path: Path) -> None:
    before = len(os.listdir("/proc/self/fd")) if os.path.exists("/proc/self/fd") else 0
    run(tmp_path, _IMPORT + "for (let i = 0; i < 20; i++) fs.openSync(p, fs.OpenMode.CREATE);")
    if before:
        assert len(os.listdir("/proc/self/fd")) == before


@pytest.mark.parametrize("path", ["/etc/hosts", "../../../../../../../../etc/hosts", "file:///etc/hosts", "main.js"])
def test_a_page_reaches_only_its_own_folder(tmp_path: Path, path: str) -> None:
    from bindings.registry import REGISTRY
    from runtime.documents.runs import SampleRunner
    from runtime.run.program import Program
    from runtime.settings.table import Settings

    (tmp_path / "main.js").write_text("secret")
    text = f"""import fs from '@ohos.file.fs';
const tried = [];
const all = [() => fs.openSync({json.dumps(path)}), () => fs.readTextSync({json.dumps(path)}),
  () => fs.copyFileSync({json.dumps(path)}, getContext().filesDir + '/x'), () => fs.listFileSync('/'),
  () => fs.symlinkSync('/etc', getContext().filesDir + '/etc'), () => fs.mkdirSync({json.dumps(str(tmp_path / "new"))})];
for (const work of all) {{ try {{ work(); tried.push('done'); }} catch (error) {{ tried.push(error.code); }} }}
fs.writeSync(fs.openSync(getContext().filesDir + '/own', 66).fd, 'ok');
console.log(tried.join(), fs.readTextSync(getContext().filesDir + '/own'));"""
    runner = SampleRunner(REGISTRY)
    try:
        outcome = runner.run(Program(str(tmp_path / "page.md"), text), Settings(timeout=20.0), styled=False)
    finally:
        runner.close()
    assert outcome.reason == ""
    assert outcome.pieces == [(1, f"{','.join(['13900012'] * 6)} ok\n")]
    assert not (tmp_path / "new").exists()
