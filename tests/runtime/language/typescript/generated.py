"""Random programs of TypeScript that log what they compute, from a seed."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

_NAMES = ("a", "b", "c", "of", "type", "as", "get", "x1")


class Program:
    """One program: declarations and expressions with types in every place that takes them."""

    def __init__(self, seed: int) -> None:
        self._random = Random(seed)
        self._depth = 0
        self._count = 0

    def text(self) -> str:
        lines = ["function id<T>(x: T, ...rest: any[]): T { return x }"]
        lines += [f"let {name}: any = {index + 2}" for index, name in enumerate(_NAMES)]
        for _ in range(12):
            lines.append(self._statement())
            if self._random.random() < 0.3:
                lines.append(
                    self._pick(";", "interface I { (a: number): string }", "type T = [1]\n", "declare let q: 1")
                )
        lines.append(f";log({', '.join(_NAMES)})")
        return "\n".join(lines)

    def _pick(self, *choices: str) -> str:
        return self._random.choice(choices)

    def _one(self, makers: list[Callable[[], str]]) -> str:
        return self._random.choice(makers)()

    def _fresh(self) -> str:
        self._count += 1
        return f"n{self._count}"

    def _type(self) -> str:
        self._depth += 1
        try:
            if self._depth > 4:
                return self._pick("number", "any", "string[]", "'x'", "typeof a", "unknown", "this")
            inner = self._type
            return self._one(
                [
                    lambda: f"Array<{inner()}>",
                    lambda: f"Map<{inner()}, {inner()}>",
                    lambda: f"({inner()} | {inner()})[]",
                    lambda: f"((p: {inner()}, q?: {inner()}) => {inner()})",
                    lambda: (
                        f"{{ m: {inner()}; n?({self._pick('', 'z: number')}): {inner()}, readonly [k: string]: any }}"
                    ),
                    lambda: f"[{inner()}, ({inner()})?]",
                    lambda: f"keyof {inner()}",
                    lambda: f"({inner()}) extends infer U ? U : {inner()}",
                    lambda: f"{{ [K in keyof {inner()}]?: K }}",
                    lambda: f"`p${{{self._pick('string', 'number')}}}s`",
                    lambda: "(\n  number |\n  string\n)",
                ]
            )
        finally:
            self._depth -= 1

    def _value(self) -> str:
        self._depth += 1
        try:
            if self._depth > 4:
                return self._pick("1", "2", *_NAMES, "a!", "'s'", "`t`")
            inner = self._value
            return self._one(
                [
                    lambda: f"({inner()} as {self._type()})",
                    lambda: f"({inner()} satisfies any as any)",
                    lambda: f"(<{self._type()}>{inner()})",
                    lambda: f"({inner()})!",
                    lambda: f"id<{self._type()}>({inner()})",
                    lambda: f"id({inner()}, {inner()} as any)",
                    lambda: f"({inner()} {self._pick('+', '<', '>>', '&&', '||', '===', '>')} {inner()})",
                    lambda: f"({inner()} ? {inner()} : {inner()})",
                    lambda: (
                        f"(({self._pick('p', 'p?')}: {self._type()}): {self._type()} => {inner()})({inner()} as never)"
                    ),
                    lambda: f"(<T,>(p: T, q = {inner()}) => {{ return q }})<any>({inner()})",
                    lambda: f"`${{{inner()}}}${{{inner()} as any}}`",
                    lambda: f"[{inner()}, {inner()} as {self._type()}].length",
                    lambda: (
                        f"({{ m<T>(p?: T): T {{ return {inner()} as any }}, a, "
                        f"get [{inner()}](): any {{ return 1 }} }}).m<any>()"
                    ),
                    lambda: (
                        f"new (class<T> {{ constructor(public v?: T, private readonly w: any = {inner()}) {{}} "
                        f"z = 1 as any }})<any>({inner()}).w"
                    ),
                ]
            )
        finally:
            self._depth -= 1

    def _statement(self) -> str:
        name, other = self._fresh(), self._random.choice(_NAMES)
        value, kind = self._value(), self._type()
        return self._one(
            [
                lambda: f"{other} = ({value}) as any\n;(log)({other})",
                lambda: f"{other} = {value} as any\n[{other}].map((z: {kind}) => log(z))",
                lambda: f"const {name}: {kind} = {value} as any\n`${{log({name})}}`",
                lambda: (
                    f"function {name}(this: any, p: {kind}, q?: "
                    f"{kind}): {kind} {{ return <any>\n({value}) }} log({name}(1 as never))"
                ),
                lambda: (
                    f"enum {name} {{ A, B = {self._random.randrange(9)}, C, D = B | 4, E = 'e' }} "
                    f"log({name}.C, {name}[{self._random.randrange(9)}], {name}.D)"
                ),
                lambda: (
                    f"namespace {name} {{ export let v: {kind} = {value} as any; "
                    "export const f = (): any => v, { g } = { g: v } as any; export interface I {} } "
                    f"log({name}.v, {name}.f(), {name}.g)"
                ),
                lambda: (
                    f"abstract class {name}<T> {{ declare d: {kind}; abstract m(): {kind}; "
                    f"static s?: {kind} = {value} as any\n"
                    " private ['k']: any = 1\n constructor(protected readonly p: T) {} } "
                    f"log(({name} as any).s, "
                    f"Object.keys(new (class extends {name}<any> {{ m(): any {{}} }})(1)).join())"
                ),
                lambda: f"for (const {name} of [{value}] as any[]) {{ type L = {kind}; log({name}!) }}",
                lambda: f"try {{ throw {value} }} catch ({name}: any) {{ log({name} as {kind}) }}",
                lambda: f"if ({value}) type {name} = {kind}; else log('else')",
                lambda: (
                    f"const {name} = async (p: {kind}): Promise<{kind}> "
                    f"=> {value} as any; {name}(1 as never).then((v: any) => v)"
                ),
                lambda: f"log(typeof {value}, {value} as {kind}, ...<any>[{other}])",
            ]
        )
