"""@ohos.data.preferences: values in memory, in the file after flush(), and what listeners hear."""

# ruff: noqa: E501 - programs are read best on their own lines.

from __future__ import annotations

from pathlib import Path

from tests.bindings.system.running import reports

_IMPORT = """import preferences from '@ohos.data.preferences';
---
const context = getContext();
const store = preferences.getPreferencesSync(context, { name: 'mine' });
"""


def test_values_are_there_in_the_next_run_if_they_were_flushed(tmp_path: Path) -> None:
    first = """store.putSync('text', 'a'); await store.put('number', 1.5); store.putSync('flag', false);
store.putSync('list', ['x', 'y']); store.putSync('bytes', new Uint8Array([1, 2])); store.putSync('large', 12n);
store.putSync('object', { a: [1] });
await store.flush();
store.putSync('text', 'later');
report(store.getSync('text', ''), store === await preferences.getPreferences(context, 'mine'));"""
    second = """const all = store.getAllSync();
report(all.text, all.number, all.flag, all.list, [...all.bytes], typeof all.large, all.object);
report(await store.get('none', 7), await store.has('flag'), store.hasSync('none'));
await store.delete('flag'); report(store.hasSync('flag'));
await store.clear(); report(store.getAllSync());"""
    assert reports(tmp_path, _IMPORT + first) == [["later", True]]
    assert reports(tmp_path, _IMPORT + second) == [
        ["a", 1.5, False, ["x", "y"], [1, 2], "bigint", {"a": [1]}],
        [7, True, False],
        False,
        {},
    ]
    # What was not flushed is not kept.
    assert reports(tmp_path, _IMPORT + "report(Object.keys(store.getAllSync()).length);") == [7]


def test_listeners_hear_of_changes_once_they_are_flushed(tmp_path: Path) -> None:
    code = """const heard = [];
const listener = (key) => heard.push(key);
store.on('change', listener); store.on('dataChange', ['b'], (data) => heard.push(data));
store.putSync('a', 1); store.putSync('b', [2]);
const before = heard.length;
store.flush((error) => setTimeout(() => {
  report(error === undefined, before, heard);
  store.putSync('b', [2]); store.off('change', listener); store.putSync('c', 1); store.flushSync();
  setTimeout(() => report(heard.length), 5);
}, 5));"""
    assert reports(tmp_path, _IMPORT + code) == [[True, 0, ["a", "b", {"b": [2]}]], 3]


def test_wrong_arguments_are_401(tmp_path: Path) -> None:
    code = """report([() => preferences.getPreferences(undefined, 'x'), () => preferences.getPreferencesSync(context, ''),
  () => preferences.getPreferencesSync(context, 'a/b'), () => preferences.getPreferencesSync(context, 5),
  () => store.putSync(5, 1), () => store.putSync('a', null), () => store.put('a', () => 1), () => store.getSync('', 1),
  () => store.on('other', () => {}), () => store.on('change', 5), () => store.hasSync('k'.repeat(2000))]
  .map((work) => failure(work)[0]));"""
    assert reports(tmp_path, _IMPORT + code) == [[401] * 11]


def test_deleting_and_files_of_others(tmp_path: Path) -> None:
    code = """store.putSync('a', 1); store.flushSync();
await preferences.deletePreferences(context, 'mine'); await preferences.deletePreferences(context, 'mine');
report(preferences.getPreferencesSync(context, 'mine').getAllSync());"""
    assert reports(tmp_path, _IMPORT + code) == [{}]
    folder = tmp_path / "data" / "el2/base/haps/entry/preferences"
    for content in ("", "{}", "[[1, 2]]", "not json", "[" * 100000):
        (folder / "mine").write_text(content)
        assert reports(tmp_path, _IMPORT + "report(store.getAllSync());") == [{}]
    (folder / "mine").unlink()
    (folder / "mine").mkdir()
    assert reports(
        tmp_path,
        _IMPORT.partition("const store")[0]
        + "report(failure(() => preferences.getPreferencesSync(context, 'mine'))[0]);",
    ) == [15500000]
