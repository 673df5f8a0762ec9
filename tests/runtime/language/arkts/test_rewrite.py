"""ArkTS turned into TypeScript: every construct, nothing on another line, and plain TypeScript left alone."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest

from runtime.language.arkts import RefusedError, rewrite
from runtime.language.edits import apply


def rewritten(text: str) -> str:
    edits = rewrite(text)
    offsets = [edit.start for edit in edits]
    assert offsets == sorted(set(offsets))
    assert all(first.end <= second.start for first, second in pairwise(edits))
    result = apply(text, edits)
    assert result.count("\n") == text.count("\n")
    return result


def body(statements: str, members: str = "") -> str:
    """What becomes of statements of build(), white space squeezed."""
    result = rewritten(f"@Component struct X {{ {members} build() {{ {statements} }} }}")
    inside = result[result.index("build() {") + 9 : result.rindex("} }X=")]
    return re.sub(r"\s+", " ", inside).strip()


PLAIN = [
    "const struct = 1; log(struct)",
    "let o = { struct: 1, build() { return 2 } }; o.struct; o.build()",
    "class struct { build() { foo() } }",
    "import lazy from './lazy'; lazy()",
    "import lazy, { a } from './lazy'",
    "import { lazy } from './lazy'",
    "type lazy = number; let struct: lazy",
    "/** @param x the struct\n * @returns y */ function build(): void { if (x) { y() } }",
    "const s = '@Component struct X {}', t = `@State ${1} struct Y {}`",
    "function struct(x: number) {} struct\n(1)",
    "let a = b! / 2, c = d! / 3",
    "interface Text { a: number } class Row {} new Row(); Text()",
    "import { Text } from './text'; Text()",
    "const re = /@Component struct X {/; re.test('')",
]


@pytest.mark.parametrize("text", PLAIN)
def test_plain_typescript_is_left_alone(text: str) -> None:
    assert rewritten(text) == text


def test_struct_is_a_class_whose_name_then_stands_for_what_the_decorators_say() -> None:
    result = rewritten("@Entry\n@Component\nexport struct Index {\n  @State a: number = 1;\n  build() {}\n}\n")
    assert result.splitlines() == [
        'import"ohosrun:arkui/";      ',
        "          ",
        "export class  Index extends ohosrunUi.Base {",
        "         a: number = 1;",
        "  build() {}",
        "}Index=ohosrunUi.struct(Index,'Index',[['Entry'],['Component']],[['a','State']]);",
    ]


@pytest.mark.parametrize("head", ["struct", "export struct", "export default struct", "@Reusable struct"])
def test_struct_wherever_it_stands(head: str) -> None:
    assert "class  X extends" in rewritten(f"@Component {head} X {{ build() {{}} }}")


def test_arguments_of_decorators_are_kept() -> None:
    result = rewritten(
        "@Entry({ routeName: 'a', storage: s }) @Component struct X {\n"
        "  @StorageLink(KEYS.user) @Watch('onUser') user: string = ''\n"
        "  @Monitor('a',\n    'b.c') onAny(m: IMonitor) {}\n  build() {} }"
    )
    assert "[['Entry',{ routeName: 'a', storage: s }],['Component']]" in result
    assert "['user','StorageLink',KEYS.user],['user','Watch','onUser'],['onAny','Monitor','a', 'b.c']" in result


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("Column() { Text('a') }", "Column( ()=>{ Text('a') })"),
        ("Column({ space: 1 }) { }.width(1)", "Column({ space: 1 } ,()=>{ }).width(1)"),
        ("Column({ space: 1 },) { }", "Column({ space: 1 }, ()=>{ })"),
        ("Column() // why\n { Text() }", "Column( // why ()=>{ Text() })"),
        ("ui.Card({ a: 1 }) { Text() }", "ui.Card({ a: 1 } ,()=>{ Text() })"),
        ("Row() { Row() { Row() { } } }", "Row( ()=>{ Row( ()=>{ Row( ()=>{ }) }) })"),
        ("ForEach(this.a, (x: T) => { ListItem() { } })", "ForEach(this.a, (x: T) => { ListItem( ()=>{ }) })"),
        ("Text('a').onClick(() => { if (a) { b() } })", "Text('a').onClick(() => { if (a) { b() } })"),
        ("Text(this.a!).width(this.b! / 2)", "Text(this.a!).width(this.b! / 2)"),
        ("Text('a').onClick(() => { x({ foo() { } }) })", "Text('a').onClick(() => { x({ foo() { } }) })"),
    ],
)
def test_blocks_behind_calls(source: str, expected: str) -> None:
    assert body(source) == expected


def test_methods_with_a_capital_letter_are_methods() -> None:
    members = (
        "a() {\n}\nLoad(x: number) {\nif (this.a!!) { go() }\n}\n@Builder\nTab(i: number): void {\nRow() { }\n}\n"
        "@Builder\nOther()\n{\nText('x')\n}\nasync Save() {\n}\n"
    )
    result = rewritten(f"@Component struct X {{\n{members}build() {{\nthis.Tab(1)\n}}\n}}")
    expected = members.replace("@Builder", " " * 8).replace("Row() { }", "Row(  ()=>{ })")
    assert expected in result


def test_build_with_a_return_type() -> None:
    for head in ("build(): void {", "build () : void\n{", "build(): void | undefined {"):
        assert "Column(  ()=>{ })" in rewritten(f"@Component struct X {{ {head} Column() {{ }} }} }}")


def test_branches_are_numbered() -> None:
    assert body("if (a) { Text() } else if (b) { Text() } else { Text() }") == (
        "if (a) {ohosrunUi.branch(1); Text() ;ohosrunUi.end()} else if (b) {ohosrunUi.branch(2); Text() "
        ";ohosrunUi.end()} else {ohosrunUi.branch(3); Text() ;ohosrunUi.end()}"
    )


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("Child({ a: $a })", "Child({ a: ohosrunUi.link(this,'a') })"),
        ("Child({ a: $other })", "Child({ a: $other })"),
        ("TextInput({ text: $$this.a })", "TextInput({ text: ohosrunUi.two(()=>this.a,$=>this.a=$) })"),
        ("Toggle({ isOn: this.a[0].b!! })", "Toggle({ isOn: ohosrunUi.two(()=>this.a[0].b,$=>this.a[0].b=$) })"),
        ("Row({ a: !!this.a })", "Row({ a: !!this.a })"),
        ("Text($$.a)", "Text($$.a)"),
        ("Row().bindSheet(this.a, this.row(1))", "Row().bindSheet(this.a, ()=>this.row(1))"),
        ("Row().title({ builder: this.row(1) })", "Row().title({ builder: ()=>this.row(1) })"),
        ("Child({ content: this.row(1) })", "Child({ content: ()=>this.row(1) })"),
        ("Row().tabBar(this.text(1))", "Row().tabBar(this.text(1))"),
        ("this.row(1)", "this.row(1)"),
        ("ForEach(this.a, (x: T) => this.row(x))", "ForEach(this.a, (x: T) => this.row(x))"),
        (
            "Row().stateStyles({ normal: { .width(1) } })",
            "Row().stateStyles({ normal: ()=>{ ohosrunUi.styled.width(1) } })",
        ),
    ],
)
def test_bindings_and_deferred_builders(source: str, expected: str) -> None:
    assert body(source, "@State a: T; @Builder row(x: T) {} text(x: T) {}") == expected


def test_global_builders_styles_and_extensions() -> None:
    result = rewritten(
        "@Builder function Head(t: string) { Row() { Text(t) } }\n"
        "@Extend(Text) function big(n: number) { .fontSize(n) }\n"
        "@Styles function wide() { .width(1).height(2) }\n"
        "@Component struct X { @Styles tall() { .height(3) } @Builder a({ ...x }: T) { Row().bindMenu(Head('a')) }\n"
        "  build() { Foo({ ...this.x }) } }"
    )
    assert "Head(t: string) { Row(  ()=>{ Text(t) }) }" in result
    assert "big(n: number) { ohosrunUi.styled.fontSize(n) }ohosrunUi.extend(big);" in result
    assert "wide() { ohosrunUi.styled.width(1).height(2) }ohosrunUi.extend(wide);" in result
    assert "tall() { ohosrunUi.styled.height(3) }" in result
    assert "['tall','Styles']" in result
    assert "bindMenu(()=>Head('a'))" in result
    assert "Foo({ ...this.x })" in result


def test_members_that_a_page_has_to_give_are_told() -> None:
    members = (
        "a: number\nb!: A<string>; public c: { d: E }\nreadonly f: (x: number) => void\n@Prop g: string\n"
        "h: number = 1\ni?: string\nprivate j: number\nstatic k: number\nl = m ? n : o\n"
        "p(q: number) { r: for (;;) {} }\n"
        "s: boolean =\n  true\n'quoted': string\nasync: number"
    )
    result = rewritten(f"@Component struct X {{\n{members}\nbuild() {{}} }}")
    assert result.endswith("[['g','Prop'],['a',''],['b',''],['c',''],['async','']]);")


def test_a_class_that_names_itself_means_what_others_mean_by_it() -> None:
    result = rewritten(
        "@Component struct X {\nbuild() { Column() { X({ a: 1 })\nX.f()\nnew X()\nthis.X()\n} }\nX() {} }"
    )
    assert "ohosrunUi.itself(X)({ a: 1 })\nX.f()\nnew X()\nthis.X()\n" in result
    assert "\nX() {} }X=" in result
    result = rewritten("@Observed class A<T> { static a = new A<string>()\nb = (x: A) => x instanceof A }\nnew A()")
    assert "static a = new (ohosrunUi.itself(A))<string>()\nb = (x: A) => x instanceof A }A=" in result
    assert result.endswith("new A()")


def test_a_file_that_has_only_extensions_has_what_they_need() -> None:
    result = rewritten("@Extend(Text) function big() { .fontSize(1) }")
    assert result.startswith('import"ohosrun:arkui/Text";')
    assert result.endswith("function big() { ohosrunUi.styled.fontSize(1) }ohosrunUi.extend(big);")
    result = rewritten("@Extend Text.big(size: number) {\n  .fontSize(size)\n}")
    assert "function big(size: number) {\n  ohosrunUi.styled.fontSize(size)\n}ohosrunUi.extend(big);" in result


def test_parameters_have_their_values_before_the_members_behind_them() -> None:
    result = rewritten("@ComponentV2 struct X {\n@Param a: string = 'x'\n@Require @Param b: { c: T }\nbuild() {} }")
    assert "a: string =ohosrunUi.has(this,'a')?ohosrunUi.given(this,'a'): 'x'" in result
    assert "declare b: { c: T }" in result


def test_dialogs_are_built_when_they_are_opened() -> None:
    members = (
        "c: T = new CustomDialogController({ builder: Ask({ v: $a, n: this.n }), autoCancel: true }); @State a = 1"
    )
    result = rewritten(f"@Component struct X {{ {members}\nbuild() {{}} }}")
    assert "builder: ()=>Ask({ v: ohosrunUi.link(this,'a'), n: this.n })" in result


def test_observed_classes_are_handed_over() -> None:
    result = rewritten("@Observed export class A { @Track a: number = 1 }\n@ObservedV2\nclass B { @Trace b = 1 }")
    assert "}A=ohosrunUi.observed(A,'A',[['Observed']],[['a','Track']]);" in result
    assert "}B=ohosrunUi.observed(B,'B',[['ObservedV2']],[['b','Trace']]);" in result


def test_what_has_no_meaning_here_is_erased() -> None:
    assert rewritten("@Sendable class A { }") == "          class A { }"
    assert rewritten("@Concurrent\nfunction f() {}") == "           \nfunction f() {}"
    assert rewritten("import lazy { a } from './a'") == "import      { a } from './a'"


def test_names_that_are_used_and_not_declared() -> None:
    result = rewritten(
        "import { Mine, type Shape } from './mine'\n"
        "@Component struct X { c = new SwiperController(); d: Foo = new Map(); build() { Column() { Mine(); Newest()\n"
        "Text($r('app.string.a')).fontColor(Color.Red); Colum() } } }"
    )
    assert result.startswith('import"ohosrun:arkui/$r,Color,Column,Newest,SwiperController,Text";')


def test_names_of_the_sdk_in_files_without_a_struct() -> None:
    assert rewritten("export const c = Color.Red").startswith('import"ohosrun:arkui/Color";')
    assert rewritten("class A extends NavPathStack {}").startswith('import"ohosrun:arkui/NavPathStack";')
    assert rewritten("const all = [Color]").startswith('import"ohosrun:arkui/Color";')
    assert rewritten("export const f = () => focusControl.requestFocus('x')").startswith(
        'import"ohosrun:arkui/focusControl";'
    )
    assert rewritten("const c = getContext(x)").startswith('import"ohosrun:arkui/getContext";')
    assert rewritten("export const c = Unknown.Red") == "export const c = Unknown.Red"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("import { log } from './log'; class A { @log a() {} }", "@log"),
        ("function Twice(t: T) {} @Twice class A {}", "@Twice"),
        ("import { Type } from 'class-transformer'; class A { @Type(() => B) b: B }", "@Type"),
        ("@interface Note { a: string }", "@interface"),
    ],
)
def test_what_would_behave_differently_is_refused(text: str, name: str) -> None:
    with pytest.raises(RefusedError) as caught:
        rewrite(text)
    assert name in caught.value.message
    assert text[caught.value.offset :].startswith(name)


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("@Compnent struct A {}", "did you mean @Component?"),
        ("class A { @Sate a = 1 }", "did you mean @State?"),
        ("class A { @inject a = 1 }", "decorators of ArkUI are known; one of your own has to be written as a call"),
        ("import { Stat } from './a'; class A { @Stat a = 1 }", "decorators of ArkUI are known; one of your own has"),
    ],
)
def test_a_misspelt_decorator_is_answered_with_the_nearest(text: str, hint: str) -> None:
    with pytest.raises(RefusedError) as caught:
        rewrite(text)
    assert caught.value.hint.startswith(hint)


@pytest.mark.parametrize(
    "text",
    [
        "@",
        "@Component struct",
        "@Component struct X",
        "@Component struct X {",
        "@Component struct X { build(",
        "@Component struct X { build() { Column() {",
        "@Component struct X { build() { Column() { } ) ] }",
        "@Component struct X { @State",
        "@Builder",
        "@Builder function",
        "@Component struct X { build() { Text(`${ } }",
        "struct X { $$ !! $ $a }",
        "@Component struct X { build() { " + "Column() { " * 1000,
        "@Component struct X { build() { " + "}" * 5000 + "(" * 5000,
    ],
)
def test_unfinished_text_is_no_trouble(text: str) -> None:
    rewritten(text)


def test_every_line_ending_stays() -> None:
    text = "@Entry(\r\n{ routeName: 'x' })\r\n@Component\r\nstruct X {\r\n build() {\r\n Row() {\r\n }\r\n }\r\n}\r\n"
    result = rewritten(text)
    assert [len(line) > 0 for line in result.split("\r\n")] == [len(line) > 0 for line in text.split("\r\n")]
