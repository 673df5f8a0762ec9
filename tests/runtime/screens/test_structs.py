"""Structs: states by decorator, building again, children kept, components, names, dialogs, navigation."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.runtime.screens.opening import Screen, open_screen


def opened(folder: Path, source: str, *steps: str, **how: Any) -> Screen:
    return open_screen(folder, {"pages/Index.ets": source}, *steps, **how)


def struct(build: str, members: str = "", rest: str = "", kind: str = "Component") -> str:
    return f"@Entry\n@{kind}\nstruct Index {{\n{members}\nbuild() {{\n{build}\n}}\n}}\n{rest}"


def test_the_life_of_a_page_and_its_children(tmp_path: Path) -> None:
    hooks = ["aboutToAppear", "aboutToDisappear", "onPageShow", "onPageHide", "onDidBuild", "onBackPress"]
    members = "@State n: number = 1\n" + "\n".join(f"{name}() {{ console.log('{name}') }}" for name in hooks)
    child = (
        "@Component struct Child { aboutToAppear() { console.log('child') }\n"
        "aboutToDisappear() { console.log('child gone') }\n build() { Text('c') } }"
    )
    screen = opened(tmp_path, struct("Column() { Child() }", members, child), "hide", "show", "back")
    assert screen.printed == [
        "aboutToAppear", "child", "onDidBuild", "onPageShow", "onPageHide", "onPageShow", "onBackPress", "onPageHide",
        "aboutToDisappear", "child gone",
    ]  # fmt: skip
    assert screen.of("run")[0] == "aboutToAppear, onDidBuild, onPageShow"


def states() -> dict[str, tuple[str, dict[str, str]]]:
    """The cases of states.txt: name -> the kind of struct, and its parts by name."""
    cases: dict[str, tuple[str, dict[str, str]]] = {}
    parts: dict[str, str] = {}
    part = ""
    for line in (Path(__file__).parent / "states.txt").read_text("utf-8").splitlines():
        mark, _, rest = line.partition(" ")
        if mark in ("=", "=="):
            parts = {}
            cases[rest] = ("ComponentV2" if mark == "==" else "Component", parts)
        elif mark == "-":
            part = rest
            parts[part] = ""
        elif line and not line.startswith("#"):
            parts[part] += line + "\n"
    return cases


STATES = states()


@pytest.mark.parametrize("case", STATES)
def test_states(tmp_path: Path, case: str) -> None:
    kind, parts = STATES[case]
    source = struct(parts["build"], parts.get("members", ""), parts.get("rest", ""), kind)
    steps = parts.get("steps", "").splitlines()
    screen = opened(tmp_path, source, *steps, tree=True)
    assert screen.code == 0, screen.errors
    if "printed" in parts:
        assert screen.printed == parts["printed"].splitlines()
    else:
        shown = parts["shown"].strip()
        last = screen.tree[len(screen.tree) - len(screen.tree) // (len(steps) + 1) :]
        assert any(line.strip().endswith(shown) for line in last), screen.errors


def test_children_are_kept_by_their_place(tmp_path: Path) -> None:
    child = (
        "@Component struct Child { name: string = ''\n aboutToAppear() { console.log('+' + this.name) }\n"
        " aboutToDisappear() { console.log('-' + this.name) }\n build() { Text(this.name) } }"
    )
    build = (
        "Column() { if (this.on) { Child({ name: 'yes' }) } else { Child({ name: 'no' }) }\n"
        "ForEach(this.list, (n: string) => { Child({ name: n }) }, (n: string) => n)\nChild({ name: 'last' })\n"
        "Button('switch').onClick(() => { this.on = !this.on })\n"
        "Button('list').onClick(() => { this.list = ['b', 'c'] }) }"
    )
    members = "@State on: boolean = true\n@State list: string[] = ['a', 'b']"
    screen = opened(tmp_path, struct(build, members, child), "tap switch", "tap list")
    assert screen.printed == ["+yes", "+a", "+b", "+last", "+no", "-yes", "+c", "-a"]


def test_of_items_with_the_same_key_the_first_is_shown(tmp_path: Path) -> None:
    build = (
        "Column() { ForEach(['a', 'b', 'b', 'c'], (n: string) => { Text(n) }, (n: string) => n)\n"
        "ForEach(['x', 'x'], (n: string) => { Text(n) })\n"
        "Repeat(['y', 'y']).each((r) => { Text(r.item) }).key((n) => n)\n"
        "Button('again').onClick(() => { this.n++ }) }"
    )
    screen = opened(tmp_path, struct(build, "@State n: number = 1"), "tap again", tree=True)
    assert screen.code == 0
    shown = [line.strip()[6:-1] for line in screen.tree if "Text" in line]
    assert shown == ["a", "b", "c", "x", "x", "y", "y"] * 2
    assert screen.errors.count("Index.ets:6: ForEach has two items with the key 'b': as on a device") == 1


def test_consume_without_provider_is_the_error_of_a_device(tmp_path: Path) -> None:
    leaf = "@Component struct Leaf { @Consume v: number\n build() { } }"
    screen = opened(tmp_path, struct("Column() { Leaf() }", "", leaf))
    assert screen.code == 1
    assert "ReferenceError: @Consume 'v' of Leaf" in screen.errors


def test_building_that_never_ends_names_the_state(tmp_path: Path) -> None:
    screen = opened(tmp_path, struct("Text(`${this.count++}`)", "@State count: number = 0"))
    assert screen.code == 1
    assert "build() changes 'count' every time it runs" in screen.errors


def test_enums_have_the_values_of_a_device(tmp_path: Path) -> None:
    build = (
        "Text('x').onAppear(() => { console.log(FlexAlign.Start, Color.Red, ImageFit.ScaleDown, FlexAlign[6])\n"
        "console.log(DataOperationType.MOVE, SelectStatus.None, FocusPriority.PREVIOUS, LaunchMode.NEW_INSTANCE) })"
    )
    assert opened(tmp_path, struct(build)).printed == ["1 #ffff0000 6 SpaceBetween", "move 2 3000 3"]


def test_names_that_nobody_knows_do_no_harm(tmp_path: Path) -> None:
    build = (
        "Column() { Sparkler({ a: 1 }) { Text('inside') }.glow(3)\n"
        "Text(`${Number(Newest.Value)} ${NewestOf.Thing}`).align(Newest.Other.Deep) }"
    )
    screen = opened(tmp_path, struct(build, "c: SparkController = new SparkController()"), tree=True)
    assert screen.tree == ["Column", "  Sparkler  Text 'inside'", "  Text '0 NewestOf.Thing'"]
    assert "SparkController does nothing here" in screen.errors


def test_classes_of_the_program_extend_what_does_nothing(tmp_path: Path) -> None:
    rest = (
        "class Surface extends XComponentController { size = 3\n twice() { return this.size * 2 }\n"
        " onSurfaceCreated() { this.getXComponentSurfaceRect() } }\n"
        "class Nodes extends NodeController { count = 1\n makeNode() { this.rebuild(); return null } }\n"
    )
    members = (
        "s: Surface = new Surface()\n n: Nodes = new Nodes()\n aboutToAppear() { this.s.onSurfaceCreated()\n"
        "console.log(this.s.twice(), this.s instanceof Surface, this.n.makeNode(), this.n.count) }"
    )
    imports = "import { NodeController } from '@kit.ArkUI'\n"
    screen = opened(tmp_path, imports + struct("Text('x')", members, rest))
    assert screen.printed == ["6 true null 1"], screen.errors


def test_a_misspelt_name_is_still_an_error(tmp_path: Path) -> None:
    screen = opened(tmp_path, struct("Colum() { }"))
    assert screen.code == 1
    assert "'Colum' is not defined" in screen.errors
    assert "hint: did you mean Column?" in screen.errors
    other = opened(tmp_path, struct("Text('x').onAppear(() => { new TextEncoder() })"))
    assert "'TextEncoder' is not defined" in other.errors
    assert "hint: write import { util }" in other.errors
    lower = opened(tmp_path, struct("Text('x').onAppear(() => { nothing() })"))
    assert "'nothing' is not defined" in lower.errors


def test_dialogs_can_be_answered(tmp_path: Path) -> None:
    ask = (
        "@CustomDialog struct Ask { controller: CustomDialogController\n @Link n: number\n"
        " build() { Column() { Button('Sure').onClick(() => { this.n = 5; this.controller.close() }) } } }"
    )
    members = (
        "@State n: number = 1\nc: CustomDialogController = new CustomDialogController({ builder: Ask({ n: $n }), "
        "autoCancel: true })"
    )
    build = "Column() { Text(`n ${this.n}`)\nButton('Ask').onClick(() => { this.c.open() }) }"
    screen = opened(tmp_path, struct(build, members, ask), "tap Ask", "tap Sure", tree=True)
    assert screen.code == 0, screen.errors
    assert screen.of("dialog") == ["open"]
    assert screen.tree[-3:] == ["Column", "  Text 'n 5'", "  Button 'Ask'  onClick"]


def test_alerts_wait_for_an_answer(tmp_path: Path) -> None:
    alert = (
        "AlertDialog.show({ title: 'Delete', message: 'All?', primaryButton: { value: 'No', action: () => "
        "{ console.log('no') } }, secondaryButton: { value: 'Yes', action: () => { console.log('yes') } } })"
    )
    screen = opened(tmp_path, struct(f"Button('Go').onClick(() => {{ {alert} }})"), "tap Go", "tap Yes")
    assert screen.printed == ["yes"]
    assert screen.of("dialog") == ["open Delete: All?"]


def test_navigation_shows_what_is_on_top(tmp_path: Path) -> None:
    build = (
        "Navigation(this.stack) { Button('Open').onClick(() => { this.stack.pushPathByName('Detail', 7) }) }\n"
        ".navDestination(this.map)"
    )
    members = (
        "stack: NavPathStack = new NavPathStack()\n@Builder map(name: string, param: number) { Detail({ id: param }) }"
    )
    detail = (
        "@Component struct Detail { id: number = 0\n build() { NavDestination() { Text(`id ${this.id}`) }\n"
        ".onReady((c: NavDestinationContext) => { console.log(c.pathInfo.name, c.pathInfo.param) }) } }"
    )
    screen = opened(tmp_path, struct(build, members, detail), "tap Open", tree=True)
    assert screen.code == 0, screen.errors
    assert screen.printed == ["Detail 7"]
    assert screen.of("route") == ["Detail 7"]
    assert screen.tree[-1].strip() == "Text 'id 7'"


PAGES = """
@Component struct One { @Consume('stack') stack: NavPathStack
  @State n: number = 0
  aboutToAppear() {
    console.log('one made', this.queryNavDestinationInfo()?.name, this.queryNavigationInfo()?.pathStack.size()) }
  aboutToDisappear() { console.log('one gone') }
  build() { NavDestination() { Button(`one ${this.n}`).onClick(() => { this.n++ })
    Button('two').onClick(() => {
      this.stack.pushPath({ name: 'two', onPop: (i) => { console.log('got', i.result) } }) }) }
    .onReady(() => { console.log('ready') })
    .onWillAppear(() => { console.log('will appear') })
    .onShown(() => { console.log('shown') })
    .onHidden(() => { console.log('hidden') }).onWillDisappear(() => { console.log('will disappear') }) } }
@Component struct Two { @Consume('stack') stack: NavPathStack
  mode: NavDestinationMode = NavDestinationMode.STANDARD
  build() { NavDestination() { Button('give').onClick(() => { this.stack.pop(5) }) }.mode(this.mode)
    .onBackPressed(() => { console.log('two: back'); this.stack.pop('x'); return true }) } }
"""
NAVIGATION = """Navigation(this.stack) { Button('home').onClick(() => { this.stack.pushPathByName('one', null) }) }
.navDestination(this.map)
.title('Home')"""
STACK = """@Provide('stack') stack: NavPathStack = new NavPathStack()
onBackPress() { console.log('page: back') }
@Builder map(name: string) { if (name === 'one') { One() } else if (name === 'two') { Two() }
else if (name === 'dialog') { Two({ mode: NavDestinationMode.DIALOG }) } }"""


def test_pages_below_the_top_of_a_stack_stay_as_they_are(tmp_path: Path) -> None:
    steps = ["tap home", "tap one 0", "tap two", "tap give", "tap one 1", "back", "back"]
    screen = opened(tmp_path, struct(NAVIGATION, STACK, PAGES), *steps)
    assert screen.code == 0, screen.errors
    assert screen.printed == [
        "one made one 1", "ready", "will appear", "shown", "hidden", "got 5", "shown", "hidden", "will disappear",
        "one gone", "page: back",
    ]  # fmt: skip
    assert screen.of("route") == ["one null", "two", "back from two", "back from one"]
    assert screen.of("state")[:3] == ['stack ["one"]', 'stack ["one","two"]', 'stack ["one"]']


def test_back_asks_the_page_that_is_on_top(tmp_path: Path) -> None:
    screen = opened(tmp_path, struct(NAVIGATION, STACK, PAGES), "tap home", "tap two", "back", "tap one 0", tree=True)
    assert screen.code == 0, screen.errors
    assert "two: back" in screen.printed
    assert "got x" in screen.printed
    assert "Button 'one 1'  onClick" in [line.strip() for line in screen.tree]


def test_a_page_that_is_a_dialog_covers_nothing(tmp_path: Path) -> None:
    members = (
        STACK + "\naboutToAppear() { this.stack.pushPathByName('one', 0); this.stack.pushPathByName('dialog', 0) }"
    )
    screen = opened(tmp_path, struct(NAVIGATION, members, PAGES), "tap one 0", tree=True)
    assert screen.code == 0, screen.errors
    shown = [line.strip() for line in screen.tree]
    assert "Button 'one 1'  onClick" in shown
    assert "Button 'give'  onClick" in shown
    assert "Button 'home'  onClick" not in shown


def test_modes_of_launching_and_going_back(tmp_path: Path) -> None:
    members = (
        "s: NavPathStack = new NavPathStack()\naboutToAppear() {\nconst s = this.s\n"
        "const push = (name: string, mode?: LaunchMode) => {\n"
        "s.pushPath({ name, param: mode }, { launchMode: mode })\nconsole.log(s.getAllPathName().join()) }\n"
        "push('a'); push('b'); push('c'); push('a', LaunchMode.MOVE_TO_TOP_SINGLETON)\n"
        "push('b', LaunchMode.POP_TO_SINGLETON); push('b', LaunchMode.NEW_INSTANCE); push('c')\n"
        "console.log(s.popToName('b'), s.getAllPathName().join(), s.getParamByName('b').join()); s.moveToTop('b')\n"
        "s.moveIndexToTop(0); s.popToIndex(-1); console.log(s.size()) }"
    )
    screen = opened(tmp_path, struct("Text('x')", members))
    assert screen.printed == ["a", "a,b", "a,b,c", "b,c,a", "b", "b,b", "b,b,c", "0 b 2", "0"], screen.errors


def test_pages_of_the_route_map(tmp_path: Path) -> None:
    entry = "app/entry/src/main/"
    page = (
        "@Builder export function %s(name: string, param: number) { Page({ n: param }) }\n"
        "@Component struct Page { n: number = 0\n build() { NavDestination() { Text(`%s ${this.n}`) } } }"
    )
    routes = '{"routerMap": [{"name": "%s", "pageSourceFile": "src/main/ets/%s.ets", "buildFunction": "%s"}]}'
    build = "Navigation(this.stack) { Button('far').onClick(() => { this.stack.pushPathByName('Far', 2) }) }"
    members = "stack: NavPathStack = new NavPathStack()\naboutToAppear() { this.stack.pushPathByName('Near', 1) }"
    files = {
        entry + "ets/pages/Index.ets": struct(build, members),
        entry + "ets/near.ets": page % ("NearBuilder", "near"),
        entry + "module.json5": "{ module: { name: 'entry', routerMap: '$profile:route_map' } } // JSON5",
        entry + "resources/base/profile/route_map.json": routes % ("Near", "near", "NearBuilder"),
        "app/build-profile.json5": "{ modules: [{ srcPath: './entry' }, { srcPath: './features/far' }] }",
        "app/features/far/src/main/module.json5": '{"module": {"routerMap": "$profile:map"}}',
        "app/features/far/src/main/resources/base/profile/map.json": routes % ("Far", "pages/far", "FarBuilder"),
        "app/features/far/src/main/ets/pages/far.ets": page % ("FarBuilder", "far"),
    }
    screen = open_screen(tmp_path, files, "back", "tap far", tree=True)
    assert screen.code == 0, screen.errors
    shown = [line.strip() for line in screen.tree if "Text" in line]
    assert shown == ["NavDestination  Text 'near 1'", "NavDestination  Text 'far 2'"]


def test_a_page_that_nothing_has_is_named_each_time_it_is_pushed(tmp_path: Path) -> None:
    steps = ["tap far", "tap far"]
    build = "Navigation(this.stack) { Button('far').onClick(() => { this.stack.pushPathByName('Far', 2) }) }"
    screen = opened(tmp_path, struct(build, "stack: NavPathStack = new NavPathStack()"), *steps)
    assert screen.code == 0
    assert screen.errors.count("neither navDestination() nor a route map has a page 'Far'") == 2
    assert screen.of("state") == []


def test_a_route_that_its_file_does_not_have_is_named(tmp_path: Path) -> None:
    build = "Navigation(this.stack) { Text('x') }"
    members = "stack: NavPathStack = new NavPathStack()\naboutToAppear() { this.stack.pushPathByName('Near', 1) }"
    files = {
        "entry/src/main/ets/pages/Index.ets": struct(build, members),
        "entry/src/main/ets/near.ets": "export const x = 1",
        "entry/src/main/module.json5": "{ module: { routerMap: '$profile:m' } }",
        "entry/src/main/resources/base/profile/m.json": '{"routerMap": [{"name": "Near", '
        '"pageSourceFile": "src/main/ets/near.ets", "buildFunction": "NearBuilder"}]}',
    }
    screen = open_screen(tmp_path, files)
    assert screen.code == 1
    assert "the route map names NearBuilder for the page Near, which its file does not export" in screen.errors


def test_builders_that_are_handed_over_belong_to_their_struct(tmp_path: Path) -> None:
    build = (
        "Column() {\n"
        "Navigation(this.stack) { Text('root') }.navDestination(this.map).title(this.part)\n"
        "Text('a').bindMenu(this.part)\n"
        "Text('b').bindPopup(true, { builder: this.part })\n"
        "List() { ListItemGroup({ header: this.part }) { ListItem() { Text('c') } } } }"
    )
    members = (
        "@State n: number = 1\nstack: NavPathStack = new NavPathStack()\n"
        "@Builder map(name: string) { NavDestination() { Button('more').onClick(() => { this.n++ }) } }\n"
        "@Builder part() { Text(`n ${this.n}`) }\n"
        "aboutToAppear() { this.stack.pushPathByName('Detail', null) }"
    )
    screen = opened(tmp_path, struct(build, members), "tap more", tree=True)
    assert screen.code == 0, screen.errors
    # What the Navigation shows itself, its title included, is below the page that is open.
    assert sum("Text 'n 2'" in line for line in screen.tree) == 3
    assert screen.of("state") == ["n 1 → 2"]


NODES = """import {
  BuilderNode, ComponentContent, FrameNode, NodeContent, NodeController, promptAction, typeNode, UIContext
} from '@kit.ArkUI'
class Given { text = ''; constructor(text: string) { this.text = text } }
@Builder function part(given: Given) { Button(`part ${given.text}`).onClick(() => { console.log(given.text) }) }
class Held extends NodeController {
  node: BuilderNode<[Given]> | null = null
  made: number = 0
  makeNode(context: UIContext): FrameNode | null {
    this.made++
    this.node = new BuilderNode(context, { selfIdealSize: { width: 1 } })
    this.node.build(wrapBuilder<[Given]>(part), new Given('one'))
    const root = new FrameNode(context)
    root.commonAttribute.id('root')
    const text = typeNode.createNode(context, 'Text')
    text.initialize(`made ${this.made}`).fontSize(1)
    root.appendChild(text)
    root.appendChild(this.node.getFrameNode())
    root.getRenderNode()?.appendChild(null)
    console.log(root.getChildrenCount(), root.getChild(0) === text, text.getParent() === root)
    return root
  }
}
"""


def test_nodes_that_a_program_makes_by_itself(tmp_path: Path) -> None:
    build = (
        "Column() { NodeContainer(this.held)\nContentSlot(this.content)\n"
        "Button('update').onClick(() => { this.held.node?.update(new Given('two')) })\n"
        "Button('rebuild').onClick(() => { this.held.rebuild() }) }"
    )
    members = (
        "held: Held = new Held()\n content: NodeContent = new NodeContent()\n"
        "aboutToAppear() { const t = typeNode.createNode(this.getUIContext(), 'Text'); t.initialize('slot')\n"
        "this.content.addFrameNode(t) }"
    )
    screen = opened(tmp_path, NODES + struct(build, members), "tap update", "tap part two", "tap rebuild", tree=True)
    assert screen.code == 0, screen.errors
    assert screen.printed == ["2 true true", "two", "2 true true"]
    last = [line.strip() for line in screen.tree]
    assert "FrameNode  #root" in last
    assert "ContentSlot  Text 'slot'" in last
    assert [line for line in last if line.startswith("Text 'made")] == ["Text 'made 1'"] * 3 + ["Text 'made 2'"]
    assert "Button 'part one'  onClick" in last[-6:]


def test_dialogs_of_prompt_action_are_built_above_the_page(tmp_path: Path) -> None:
    build = (
        "Column() { Button('a').onClick(() => { promptAction.openCustomDialog({ builder: () => { this.ask() } })"
        ".then((id: number) => { this.id = id }) })\n"
        "Button('b').onClick(() => { this.getUIContext().getPromptAction().openCustomDialog(this.content)"
        ".then((nothing) => { console.log('open', nothing) }) })\n"
        "Button('c').onClick(() => { this.content.update(new Given('new'))\n"
        "this.getUIContext().getPromptAction().closeCustomDialog(this.content) }) }"
    )
    members = (
        "id: number = 0\n@Builder ask() { Button('shut').onClick(() => { promptAction.closeCustomDialog(this.id) }) }\n"
        "content = new ComponentContent<Given>(this.getUIContext(), wrapBuilder(part), new Given('old'))"
    )
    steps = ["tap a", "tap shut", "tap b", "tap part old", "tap c"]
    screen = opened(tmp_path, NODES + struct(build, members), *steps, tree=True)
    assert screen.code == 0, screen.errors
    assert screen.printed == ["open undefined", "old"]
    assert [line.strip() for line in screen.tree].count("Dialog  Button 'shut'  onClick") == 1
    assert [line.strip() for line in screen.tree].count("Dialog  Button 'part old'  onClick") == 2
    assert not screen.tree[-1].startswith("  Button 'part")


def test_back_cancels_dialogs_unless_they_ask_not_to_be(tmp_path: Path) -> None:
    build = (
        "Column() { Button('a').onClick(() => { this.asks.open() })\nButton('b').onClick(() => { this.goes.open() })\n"
        "Button('c').onClick(() => { AlertDialog.show({ message: 'm', cancel: () => { console.log('alert') } }) }) }"
    )
    members = (
        "times: number = 0\nonBackPress() { console.log('page'); return true }\n"
        "asks: CustomDialogController = new CustomDialogController({ builder: Ask(), onWillDismiss: (action) => {\n"
        "console.log('asked', action.reason); if (this.times++ > 0) { action.dismiss() } } })\n"
        "goes: CustomDialogController = new CustomDialogController({\n"
        "builder: Ask(), cancel: () => { console.log('gone') } })"
    )
    rest = "@CustomDialog struct Ask { controller?: CustomDialogController\n build() { Text('x') } }"
    steps = ["tap a", "back", "back", "tap b", "back", "tap c", "back", "back"]
    screen = opened(tmp_path, struct(build, members, rest), *steps)
    assert screen.printed == ["asked 0", "asked 0", "gone", "alert", "page"], screen.errors


def test_components_that_modules_have_are_on_the_page(tmp_path: Path) -> None:
    source = "import { Chip, TipsDialog, curves } from '@kit.ArkUI'\n" + struct(
        "Column() { Chip({ label: { text: 'x' } }).id('chip')\nChip({ title: 'bar' })\n"
        "Text('t').animation({ curve: curves.springMotion() })\n"
        "Button('ask').onClick(() => { this.ask.open() }) }",
        "ask: CustomDialogController = new CustomDialogController({ builder: TipsDialog({ content: 'sure?', "
        "primaryButton: { value: 'yes', action: () => { console.log('yes') } }, secondaryButton: { value: 'no' } }) })",
    )
    screen = opened(tmp_path, source, "tap ask", "tap yes", tree=True)
    assert screen.code == 0, screen.errors
    assert screen.printed == ["yes"]
    page = ["Column", "  Chip  #chip", "  Chip 'bar'", "  Text 't'", "  Button 'ask'  onClick"]
    dialog = ["Dialog", "  TipsDialog 'sure?'", "    Button 'yes'  onClick", "    Button 'no'  onClick"]
    assert screen.tree == [*page, *page, *dialog, *page]


def test_back_closes_what_is_above_the_page_as_long_as_a_state_says_so(tmp_path: Path) -> None:
    build = (
        "Column() { Button(`open ${this.sheet}${this.cover}${this.popup}`).onClick(() => {\n"
        "this.sheet = this.cover = this.popup = true }) }\n"
        ".bindSheet($$this.sheet, this.part(), { onAppear: () => { console.log('here') }, "
        "onDisappear: () => { console.log('gone') } })\n"
        ".bindContentCover(this.cover, this.part(), { onWillDismiss: (action) => { console.log('asked')\n"
        "this.cover = false } })\n"
        ".bindPopup(this.popup, { message: 'popup', onStateChange: (e) => {\n"
        "if (!e.isVisible) { this.popup = false } } })"
    )
    members = (
        "@State sheet: boolean = false\n@State cover: boolean = false\n@State popup: boolean = false\n"
        "@Builder part() { Text('part') }\nonBackPress() { console.log('page') }"
    )
    screen = opened(tmp_path, struct(build, members), "tap open", "back", "back", "back", "back", "tap open")
    assert screen.printed == ["here", "asked", "gone", "page"]
    assert screen.of("state")[1:] == ["popup true → false", "cover true → false", "sheet true → false"]
    assert "error: no 'open': there is no page that is open" in screen.errors


def test_the_context_has_folders_and_texts(tmp_path: Path) -> None:
    members = (
        "aboutToAppear() { const c = getContext(this); console.log(c.filesDir.length > 0, this.getUIContext()"
        ".getHostContext().cacheDir.length > 0, c.resourceManager.getStringSync($r('app.string.hi')),\n"
        "c.resourceManager.getStringSync($r('app.string.hi').id, 'Bob'), `${$r('app.string.hi', 1).params}`) }"
    )
    files = {
        "main/ets/pages/Index.ets": struct(
            "Text($r('app.string.hi', 'Ann'))\nText($r('app.plural.p', 3, 3))\nText($r('sys.string.x'))", members
        ),
        "main/resources/base/element/string.json": '{"string": [{"name": "hi", "value": "Hello %s"}]}',
        "main/resources/base/element/plural.json": '{"plural": [{"name": "p", "value": '
        '[{"quantity": "one", "value": "%d one"}, {"quantity": "other", "value": "%d many"}]}]}',
    }
    screen = open_screen(tmp_path, files, tree=True)
    assert screen.printed == ["true true Hello %s Hello Bob app.string.hi,1"]
    assert screen.tree == ["Text 'Hello Ann'", "Text '3 many'", "Text '$r(sys.string.x)'"]
    assert opened(tmp_path / "b", struct("Text($r('app.string.no'))"), tree=True).tree == ["Text '$r(app.string.no)'"]


def test_toasts_and_routes_are_lines(tmp_path: Path) -> None:
    build = (
        "Button('Go').onClick(() => { this.getUIContext().getPromptAction().showToast({ message: 'Saved' })\n"
        "this.getUIContext().getRouter().pushUrl({ url: 'pages/Detail', params: { id: 3 } }) })"
    )
    screen = opened(tmp_path, struct(build), "tap Go")
    assert screen.of("toast") == ["Saved"]
    assert screen.of("route") == ['pages/Detail {"id":3}']


def test_modules_of_the_system_and_the_page_are_one(tmp_path: Path) -> None:
    source = "import { promptAction, router } from '@kit.ArkUI'\n" + struct(
        "Button('Go').onClick(() => { promptAction.showToast({ message: $r('app.string.hi') })\n"
        "router.pushUrl({ url: 'pages/Detail', params: { id: 3 } }) })",
        "aboutToAppear() { console.log((router.getParams() as Record<string, number>).id) }",
    )
    files = {
        "main/ets/pages/Index.ets": source,
        "main/ets/pages/Detail.ets": "import { router } from '@kit.ArkUI'\n"
        + struct(
            "Button('back').onClick(() => { router.back() })",
            "aboutToAppear() { console.log((router.getParams() as Record<string, number>).id) }",
        ),
        "main/module.json5": "{ module: { requestPermissions: [{ name: 'ohos.permission.INTERNET' }] } }",
        "main/resources/base/element/string.json": '{"string": [{"name": "hi", "value": "Hello"}]}',
    }
    screen = open_screen(tmp_path, files, "tap Go", "tap back", params='{"id": 1}', follow=True)
    assert screen.printed == ["1", "3"]
    assert screen.of("toast") == ["Hello"]
    assert screen.of("page") == ["Index.ets", "Detail.ets"]
    assert screen.code == 0


def test_the_stack_of_pages_and_the_prompts_are_the_same_whichever_way_they_are_reached(tmp_path: Path) -> None:
    source = "import { promptAction, router } from '@kit.ArkUI'\n" + struct(
        "Button('Go').onClick(() => {\n"
        "const ui = this.getUIContext(), asked = { title: 'Sure?', buttons: [{ text: 'Yes' }, { text: 'No' }] }\n"
        "ui.getRouter().pushUrl({ url: 'pages/Detail' })\n"
        "console.log(ui.getRouter().getLength(), router.getLength(), router.getState().name)\n"
        "ui.getPromptAction().showDialog(asked); promptAction.showDialog(asked) })",
    )
    screen = opened(tmp_path, source, "tap Go")
    assert screen.printed == ["2 2 Detail"]
    assert screen.of("dialog") == ["Sure? [Yes] [No] -> Yes"] * 2
    assert screen.code == 0


def test_pages_are_followed_where_that_is_wanted(tmp_path: Path) -> None:
    go = "this.getUIContext().getRouter().pushUrl({ url: 'pages/Detail', params: { id: 3 } })"
    back = "this.getUIContext().getRouter().back()"
    detail = struct(
        f"Button('back').onClick(() => {{ {back} }})",
        "aboutToAppear() { console.log((this.getUIContext().getRouter().getParams() as Record<string, number>).id) }\n"
        "aboutToDisappear() { console.log('closed') }",
    )
    index = struct(
        f"Button('Go').onClick(() => {{ {go} }})",
        "onPageShow() { console.log('shown') }\nonPageHide() { console.log('hidden') }",
    )
    files = {"pages/Index.ets": index, "pages/Detail.ets": detail}
    screen = open_screen(tmp_path, files, "tap Go", "tap back", follow=True)
    assert screen.printed == ["shown", "hidden", "3", "closed", "shown"]
    assert screen.of("page") == ["Index.ets", "Detail.ets"]


def test_pages_that_follow_each_other_in_a_circle_end(tmp_path: Path) -> None:
    page = "aboutToAppear() { this.getUIContext().getRouter().replaceUrl({ url: 'pages/%s' }) }"
    files = {"pages/A.ets": struct("Text('a')", page % "B"), "pages/B.ets": struct("Text('b')", page % "A")}
    screen = open_screen(tmp_path, files, follow=True)
    assert screen.code == 1
    assert "pages lead to each other" in screen.errors


def test_an_ability_is_the_way_to_a_page(tmp_path: Path) -> None:
    ability = (
        "import { UIAbility } from '@kit.AbilityKit'\nexport default class EntryAbility extends UIAbility {\n"
        "onCreate(want: Want) { AppStorage.setOrCreate('n', 5); console.log('created') }\n"
        "onWindowStageCreate(stage: T) {\n"
        "stage.loadContent('pages/Index', (err: T) => { console.log('loaded', err.code) }) }\n"
        "onForeground() { console.log('foreground') } }"
    )
    index = struct("Text(`n ${this.n}`)", "@StorageProp('n') n: number = 0")
    files = {"ets/entry/EntryAbility.ets": ability, "ets/pages/Index.ets": index}
    screen = open_screen(tmp_path, files, tree=True)
    assert screen.printed == ["created", "foreground", "loaded 0"]
    assert screen.tree == ["Text 'n 5'"]
    assert open_screen(tmp_path, files, entry="ets/pages/Index.ets", tree=True).tree == ["Text 'n 0'"]
    first = open_screen(
        tmp_path, files, entry="ets/pages/Index.ets", tree=True, ability=str(tmp_path / "ets/entry/EntryAbility.ets")
    )
    assert first.tree == ["Text 'n 5'"]


def test_the_windows_of_an_ability_answer_as_those_of_a_device(tmp_path: Path) -> None:
    ability = (
        "import { UIAbility } from '@kit.AbilityKit'\nexport default class EntryAbility extends UIAbility {\n"
        "async onWindowStageCreate(stage: T) {\n"
        "stage.getMainWindow((error: T, window: T) => { console.log(error.code, typeof window.setUIContent) })\n"
        "stage.getMainWindow().then((window: T) => { console.log('promised') })\n"
        "stage.getMainWindowSync().setWindowBrightness(1).then(() => { console.log('set') }).catch(() => {})\n"
        "await stage.getMainWindowSync().setPreferredOrientation(2); console.log('turned')\n"
        "stage.loadContent('pages/Index') } }"
    )
    files = {"ets/entry/EntryAbility.ets": ability, "ets/pages/Index.ets": struct("Text('x')")}
    screen = open_screen(tmp_path, files, tree=True)
    assert screen.code == 0, screen.errors
    assert sorted(screen.printed) == ["0 function", "promised", "set", "turned"]
    assert screen.of("page") == ["Index.ets"]


def test_a_project_without_the_permission_is_told(tmp_path: Path) -> None:
    files = {
        "src/main/ets/pages/Index.ets": struct("Text('x')"),
        "src/main/module.json5": "{ module: { name: 'entry' } }",
    }
    assert "does not ask for ohos.permission.INTERNET" in open_screen(tmp_path, files).errors
    files["src/main/module.json5"] = "{ module: { requestPermissions: [{ name: 'ohos.permission.INTERNET' }] } }"
    assert "permission" not in open_screen(tmp_path, files).errors


def test_storage_given_on_the_command_line(tmp_path: Path) -> None:
    source = struct("Text(`${this.user?.name}`)", "@StorageProp('user') user: T = undefined")
    assert opened(tmp_path, source, tree=True, storage={"user": '{"name": "Ann"}'}).tree == ["Text 'Ann'"]


@pytest.mark.parametrize(
    "order",
    [("A", "export B"), ("export A", "export B"), ("export B", "A"), ("A", "B"), ("@Preview B", "export A")],
)
def test_what_is_exported_or_last_is_opened_where_nothing_is_the_entry(tmp_path: Path, order: tuple[str, str]) -> None:
    parts = []
    for one in order:
        export, _, name = one.rpartition(" ")
        parts.append(f"@Component {export} struct {name} {{ build() {{ Text('{name}') }} }}\n")
    screen = opened(tmp_path, "".join(parts), tree=True)
    assert screen.tree == ["Text 'B'"]
    assert "no struct has @Entry; B is opened" in screen.errors


PART = (
    "@Component export struct Row1 { @Prop item: T\n@Consume('far') x: string\n@Require n: number\nlater: number\n"
    "@BuilderParam b: () => void\n@State s: number = 1\n"
    "build() { Text(`${this.item.name} ${this.x} ${this.n} ${this.s}`) } }"
)


def test_a_part_of_a_page_is_not_opened_without_what_the_page_gives_it(tmp_path: Path) -> None:
    screen = opened(tmp_path, PART, tree=True)
    assert screen.code == 0
    assert screen.lines == [
        "note: no struct has @Entry, and a page gives Row1 its item, x, n, later: --params JSON opens it with them",
        "part   Index.ets",
    ]


def test_a_part_of_a_page_is_opened_with_what_it_is_given(tmp_path: Path) -> None:
    params = '{"item": {"name": "Ann"}, "x": "far", "n": 3, "s": 9}'
    screen = opened(tmp_path, PART, tree=True, params=params)
    assert screen.tree == ["Text 'Ann far 3 9'"]
    assert "no struct has @Entry; Row1 is opened without later, which --params JSON gives it" in screen.errors
    # What a person does on it opens it, too.
    failed = opened(tmp_path, PART, "tap x")
    assert failed.code == 1
    assert "Row1 is opened without item, x, n, later" in failed.errors


def test_structs_of_other_files(tmp_path: Path) -> None:
    files = {
        "pages/Index.ets": "import { Card } from '../parts/Card'\n"
        + struct("Column() { Card({ title: 'x' }) { Text('y') } }"),
        "parts/Card.ets": "@Entry @Component export struct Card { title: string = ''\n@BuilderParam body: () => void\n"
        "build() { Column() { Text(this.title)\nthis.body() } } }",
    }
    screen = open_screen(tmp_path, files, tree=True)
    assert [line.strip() for line in screen.tree] == ["Column", "Card", "Column", "Text 'x'", "Text 'y'"]


@pytest.mark.parametrize(
    ("source", "message"),
    [
        (struct("Text('x')", "aboutToAppear() { null.x }"), "in aboutToAppear of Index.ets"),
        (struct("Text(this.nothing.x)"), "in build of Index.ets"),
        (struct("Text('x')", "a: T = this.nothing.x"), "in the constructor"),
        (struct("Text('x').onAppear(() => { throw new Error('late') })"), "late"),
    ],
)
def test_errors_name_the_step(tmp_path: Path, source: str, message: str) -> None:
    screen = opened(tmp_path, source)
    assert screen.code == 1
    assert message in screen.errors
    assert "bug in ohosrun" not in screen.errors


def test_a_thousand_blocks_in_each_other(tmp_path: Path) -> None:
    screen = opened(tmp_path, struct("Column() { " * 1000 + "}" * 1000))
    assert screen.code in (0, 1)
    assert "bug in ohosrun" not in screen.errors


def test_quiet_waits_for_what_a_step_has_started(tmp_path: Path) -> None:
    members = "@State n: number = 0\naboutToAppear() { setTimeout(() => { this.n = 1 }, 20) }"
    screen = opened(tmp_path, struct("Text(`n ${this.n}`)", members), tree=True)
    assert screen.tree == ["Text 'n 1'"]


def test_what_pages_share_can_be_imported_by_every_program(tmp_path: Path) -> None:
    program = """import { AppStorageV2, PersistenceV2, UIUtils } from '@kit.ArkUI';
    class Settings { theme = 'light' }
    const one = AppStorageV2.connect(Settings, () => new Settings());
    one.theme = 'dark';
    const kept = PersistenceV2.connect(Settings);
    console.log(AppStorageV2.connect(Settings).theme, kept, typeof UIUtils.makeObserved(one));"""
    screen = open_screen(tmp_path, {"main.ts": program})
    assert (screen.code, screen.printed) == (0, ["dark undefined object"])
