"""FA pages: the view model member by member, the life cycle, the template, what can be done on them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.runtime.screens.opening import Screen, open_screen


def page(
    folder: Path, script: str, *steps: str, hml: str = "", others: dict[str, str] | None = None, **how: Any
) -> Screen:
    files = {"pages/a/a.js": script, "pages/a/a.hml": hml, **(others or {})}
    return open_screen(folder, files, *steps, **how)


def test_life_cycle_in_the_order_of_the_framework(tmp_path: Path) -> None:
    names = ["onDestroy", "onHide", "onActive", "onInactive", "onShow", "onReady", "onInit"]
    members = ", ".join(f"{name}(e) {{ console.log('{name}', e.type) }}" for name in names)
    screen = page(tmp_path, f"export default {{ data: {{}}, {members} }}", "hide", "show", "close")
    assert screen.printed == [
        f"{name} hook:{name}"
        for name in [
            "onInit", "onReady", "onShow", "onActive", "onInactive", "onHide", "onShow", "onActive", "onInactive",
            "onHide", "onDestroy",
        ]
    ]  # fmt: skip
    assert screen.of("run")[0] == "onInit, onReady, onShow, onActive"


def test_back_closes_what_does_not_handle_it(tmp_path: Path) -> None:
    script = "export default { data: {}, onBackPress() { return %s }, onDestroy() { console.log('gone') } }"
    assert page(tmp_path, script % "true", "back").printed == []
    assert page(tmp_path, script % "undefined", "back").printed == ["gone"]


MEMBERS = {
    "data": ("data: { n: 1 }, onInit() { this.n += 1; console.log(this.n) }", "2"),
    "data function": ("data() { return { n: 1 } }, onInit() { console.log(this.n) }", "1"),
    "no data": ("onInit() { console.log(Object.keys(this).length) }", "0"),
    "function in data": ("data: { f() { return this.n }, n: 4 }, onInit() { console.log(this.f()) }", "4"),
    "methods are bound": (
        "data: { n: 1 }, f() { return this.n }, onInit() { const { f } = this; console.log(f()) }",
        "1",
    ),
    "functions assigned later": (
        (
            "data: { n: 2 }, onInit() { this.f = function () { return this.n }; const { f } = this; "
            "console.log(typeof f) }"
        ),
        "function",
    ),
    "computed": (
        (
            "data: { n: 2 }, computed: { m() { return this.n * 2 } }, onInit() { this.n = 3; this.m = "
            "9; console.log(this.m) }"
        ),
        "6",
    ),
    "computed with a setter": (
        (
            "data: { n: 2 }, computed: { m: { get() { return this.n }, set(v) { this.n = v } } }, "
            "onInit() { this.m = 9; console.log(this.n) }"
        ),
        "9",
    ),
    "$watch of a path": (
        (
            "data: { a: { b: 1 } }, onInit() { this.$watch('a.b', (now, before) => console.log(now, "
            "before)); this.$set('a.b', 5) }"
        ),
        "5 1",
    ),
    "$watch by name": (
        ("data: { n: 1 }, seen(now) { console.log('now', now) }, onInit() { this.$watch('n', 'seen'); this.n = 2; }"),
        "now 2",
    ),
    "$set": ("data: {}, onInit() { this.$set('late', 3); console.log(this.late) }", "3"),
    "$delete": ("data: { n: 1 }, onInit() { this.$delete('n'); console.log(this.n) }", "undefined"),
    "$t and $r without texts": (
        "data: {}, onInit() { console.log(this.$t('strings.hello'), this.$r('image.x')) }",
        "strings.hello image.x",
    ),
    "$on and $emit": ("data: {}, onInit() { this.$on('e', (e) => console.log(e.detail)); this.$emit('e', 7) }", "7"),
    "$element and $refs": (
        (
            "data: {}, onInit() { this.$element('list').scrollTo({ index: 1 }); this.$refs.x.focus(); "
            "console.log('fine') }"
        ),
        "fine",
    ),
    "other members": ("data: {}, other: 5, onInit() { console.log(this.other) }", "5"),
    "mixins": (
        (
            "data: {}, mixins: [{ data: { m: 1 }, hello() { return 'hi' } }], onInit() { "
            "console.log(this.hello(), this.m) }"
        ),
        "hi 1",
    ),
}


@pytest.mark.parametrize("case", MEMBERS)
def test_members_of_this(tmp_path: Path, case: str) -> None:
    members, printed = MEMBERS[case]
    assert page(tmp_path, f"export default {{ {members} }}").printed == [printed]


def test_parameters_are_put_over_data(tmp_path: Path) -> None:
    script = "export default { data: { id: 1 }, private: { key: 2 }, onInit() { console.log(this.id, this.key) } }"
    assert page(tmp_path, script, params='{"id": 7, "key": 8}').printed == ["7 2"]


def test_app_js_comes_first_and_is_app(tmp_path: Path) -> None:
    app = "export default { onCreate() { console.log('created') }, shared: { n: 1 }, bump() { this.shared.n++ } }"
    script = (
        "export default { data: {}, onInit() { this.$app.$def.bump(); console.log(this.$app.shared.n, "
        "getApp().shared.n) } }"
    )
    screen = page(tmp_path, script, others={"app.js": app})
    assert screen.printed == ["created", "2 2"]


def test_app_js_itself(tmp_path: Path) -> None:
    screen = open_screen(tmp_path, {"app.js": "export default { onCreate() { console.log('created') } }"})
    assert screen.printed == ["created"]
    assert screen.of("app") == ["app.js"]


def test_texts_of_the_language(tmp_path: Path) -> None:
    script = "export default { data: {}, onInit() { console.log(this.$t('strings.hi', { name: 'Ann' })) } }"
    texts = {"i18n/en-US.json": '{"strings": {"hi": "Hello {name}"}}'}
    assert page(tmp_path, script, others=texts).printed == ["Hello Ann"]


HML = """
<!-- a comment <text>no</text> -->
<div>
  <text if="{{ busy }}">loading</text>
  <text elif="{{ list.length === 0 }}">empty</text>
  <text else>some</text>
  <input id="name" placeholder="Your name" value="{{ name }}" onchange="typed"/>
  <input type="button" value="Send" on:click="send"></input>
  <div for="{{ list }}" @click="pick($item.title, $idx)"><text>{{ $item.title }} {{ $idx + 1 }}</text></div>
  <div for="(i, entry) in list"><button grab:click.bubble="pick(entry.title, i)">open {{ entry.title }}</button></div>
  <text show="{{ false }}" onclick="send">unseen</text>
  <button disabled="true" onclick="send">off</button>
  <switch checked="{{ busy }}" onchange="switched"></switch>
</div>
"""
LIST = """export default {
  data: { busy: false, list: [{ title: 'one' }, { title: 'two' }], name: '' },
  typed(e) { this.name = e.value; console.log('typed', e.text, this.name) },
  send(e) { console.log('send', e.type, this.name) },
  pick(title, i, e) { console.log('pick', title, i, e.type) },
  switched(e) { this.busy = e.checked; console.log('switched', e.checked) },
}"""


def test_what_a_template_makes_of_data(tmp_path: Path) -> None:
    screen = page(tmp_path, LIST, hml=HML, tree=True)
    assert screen.tree == [
        "div",
        "  text 'some'",
        "  input (Your name)  #name  change",
        "  input 'Send'  click",
        "  div  click",
        "    text 'one 1'",
        "  div  click",
        "    text 'two 2'",
        "  div  button 'open one'  click",
        "  div  button 'open two'  click",
        "  text 'unseen'  click  hidden",
        "  button 'off'  click  disabled",
        "  switch  change",
    ]


@pytest.mark.parametrize(
    ("steps", "printed"),
    [
        (["type #name=Ann", "tap Send"], ["typed Ann Ann", "send click Ann"]),
        (["type Your name=Ann"], ["typed Ann Ann"]),
        (["tap two 2"], ["pick two 1 click"]),
        (["tap open two"], ["pick two 1 click"]),
        (["tap switch"], ["switched true"]),
        (["tap button[2]"], ["pick two 1 click"]),
        (['fire #name.change={"value": "x", "text": "x"}'], ["typed x x"]),
        (["call send"], ["send change "]),
        (["call pick('a', 1, {type: 'own'})"], ["pick a 1 own"]),
    ],
)
def test_steps(tmp_path: Path, steps: list[str], printed: list[str]) -> None:
    screen = page(tmp_path, LIST, *steps, hml=HML)
    assert screen.printed == printed
    assert screen.code == 0


def test_what_is_off_or_unseen_does_nothing(tmp_path: Path) -> None:
    screen = page(tmp_path, LIST, "tap off", "tap unseen", hml=HML)
    assert (screen.printed, screen.code) == ([], 0)
    assert "note: 'off' is disabled: nothing happens, as on a device" in screen.lines
    assert "note: 'unseen' is hidden: nothing happens, as on a device" in screen.lines


def test_a_missing_target_lists_what_is_there(tmp_path: Path) -> None:
    screen = page(tmp_path, LIST, "tap Login", hml=HML)
    assert screen.code == 1
    assert "error: no 'Login' on this page; there are: Send, 'one 1'" in screen.errors


def test_the_line_that_teaches(tmp_path: Path) -> None:
    script = LIST.replace("data:", "reload(page) {}, data:")
    assert page(tmp_path, script, hml=HML).of("try") == [
        "--tap Send · 'one 1' · 'two 2' …3 more   --type 'Your name'   --call reload(page)"
    ]
    assert page(tmp_path, script, "tap Send", hml=HML).of("try") == []


def test_states_that_changed(tmp_path: Path) -> None:
    members = "data: { n: 1, list: [], o: {} }, onInit() { this.n = 2; this.list = [1, 2]; this.o = { a: 1 } }"
    script = f"export default {{ {members} }}"
    assert page(tmp_path, script).of("state") == ['n 1 → 2 · list 2 items · o {"a":1}']


def test_errors_say_in_which_step(tmp_path: Path) -> None:
    screen = page(tmp_path, "export default { data: {}, onInit() { this.nothing.x } }")
    assert screen.code == 1
    assert "TypeError" in screen.errors
    assert screen.lines[-1].strip() == "in onInit of a.js"
    screen = page(tmp_path, "export default { data: {}, boom() { throw new Error('x') } }", "call boom")
    assert screen.lines[-1].strip() == "in --call boom of a.js"
    late = "export default { data: {}, onInit() { setTimeout(() => { throw new Error('x') }) } }"
    assert page(tmp_path, late).lines[-1].strip() == "after opening a.js"


def test_quiet_hides_the_lines(tmp_path: Path) -> None:
    assert page(tmp_path, LIST, "tap Send", hml=HML, quiet=True).errors == ""


@pytest.mark.parametrize(
    "hml",
    [
        "<div><text>never closed", "</div></div>", "<div a='1' b=\"", "< div>",
        "<div for='{{ nothing }}'>{{ a.b.c }}</div>", "<div onclick='{{'>x</div>", "{{ ) }}",
        "<a>" * 3000, "\x00<\ufffd>",        "<text for='{{ 5 }}'>x</text>", "<div if>",
    ],
)  # fmt: skip
def test_templates_that_are_no_xml(tmp_path: Path, hml: str) -> None:
    screen = page(tmp_path, "export default { data: { a: 1 } }", hml=hml, tree=True)
    assert screen.code == 0, screen.errors


@pytest.mark.parametrize(
    "members",
    [
        "data: { get trap() { throw new Error('no') } }",
        "data: new Proxy({}, { ownKeys() { throw new Error('no') } })",
        "data: (() => { const a = {}; a.a = a; return { a } })()",
        "data: null, onInit: 5, computed: 7, mixins: 8",
        "data: { big: 10n, s: Symbol('x'), f: () => 1, d: new Date(0), m: new Map() }",
    ],
)
def test_hostile_data_is_an_error_or_nothing(tmp_path: Path, members: str) -> None:
    screen = page(tmp_path, f"export default {{ {members} }}", hml="<text>{{ a }}{{ trap }}</text>", tree=True)
    assert screen.code in (0, 1)
    assert "bug in ohosrun" not in screen.errors


@pytest.mark.parametrize(
    ("step", "message"),
    [
        ("call nothing", "no function 'nothing' on this page; there are: send"),
        ("call send(", "expected NAME or NAME(ARGUMENTS)"),
        ("call send(1 +)", "--call send(1 +)"),
        ("call send(nope)", "'nope' is not defined"),
        ("fire a", "expected TARGET.EVENT"),
        ("fire #x.click", "no '#x' on this page"),
        ("fire go.swipe", "'go' has no swipe; it has: click"),
        ("fire go.click={", "not valid JSON"),
        ("type go=x", "nothing can be typed into 'go'"),
        ("tap text", "no 'text' on this page"),
    ],
)
def test_bad_steps_are_errors(tmp_path: Path, step: str, message: str) -> None:
    screen = page(tmp_path, "export default { data: {}, send() {} }", step, hml="<button onclick='send'>go</button>")
    assert screen.code == 1
    assert message in screen.errors
    assert "bug in ohosrun" not in screen.errors


def test_functions_of_a_module_can_be_called(tmp_path: Path) -> None:
    module = "export async function get(path) { return { path } }\nexport default { twice(n) { return n * 2 } }"
    screen = open_screen(tmp_path, {"util.js": module}, "call get('/x')", "call twice(21)")
    assert screen.of("call") == ["get('/x') → { path: '/x' }", "twice(21) → 42"]
    wrong = open_screen(tmp_path, {"util.js": module}, "call nope")
    assert wrong.code == 1
    assert "no function 'nope'; there are: get, twice" in wrong.errors


@pytest.mark.parametrize(
    ("expression", "told"),
    [
        ("getInstance().load(2)", "{ id: 2 }"),
        ("Client.getInstance().load(2).then((r) => r.id)", "2"),
        ("default.getInstance().load(')')", "{ id: ')' }"),
        ("new Client().load(LIMIT + 1)", "{ id: 4 }"),
        ("default.name;", "'Client'"),
    ],
)
def test_a_call_of_a_module_may_be_an_expression(tmp_path: Path, expression: str, told: str) -> None:
    module = (
        "export const LIMIT = 3;\nexport default class Client { static getInstance() { return new Client(); } "
        "async load(id) { return { id }; } }"
    )
    screen = open_screen(tmp_path, {"util.js": module}, f"call {expression}")
    assert (screen.code, screen.of("call")) == (0, [f"{expression} → {told}"])


def test_a_plain_program_stays_one(tmp_path: Path) -> None:
    screen = open_screen(tmp_path, {"main.js": "export default { a: 1 }; setTimeout(() => console.log('end'), 5)"})
    assert (screen.printed, screen.errors) == (["end"], "")


def test_intervals_do_not_keep_a_page(tmp_path: Path) -> None:
    script = (
        "export default { data: {}, onInit() { setInterval(() => {}, 10); setTimeout(() => console.log('late'), 30) } }"
    )
    screen = page(tmp_path, script)
    assert (screen.printed, screen.code) == (["late"], 0)
    assert "an interval is still set" in screen.errors


def test_a_page_that_is_never_quiet_fails_and_says_after_what(tmp_path: Path) -> None:
    again = "const again = () => { this.n++; setTimeout(again, 5); }; again();"
    program = f"export default {{ data: {{ n: 0 }}, onInit() {{ {again} }} }}"
    screen = open_screen(tmp_path, {"page.js": program}, "tap x", limit=0.2)
    assert screen.code == 1
    assert "not quiet 0.2 s after opening: a timer is set again and again" in screen.errors
