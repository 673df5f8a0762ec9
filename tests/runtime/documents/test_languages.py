"""Which blocks of a page are programs, in which language, and how those without one are told."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from runtime.documents.samples import chained, find_samples
from runtime.documents.unlabelled import MAYBE, NO, YES, is_program
from tests.command import Command
from tests.runtime.documents.running_pages import outcomes

Script = Callable[..., Path]


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("import http from '@ohos.net.http';\nlet a = 1;", YES),
        ("// what it does\n/* more\n */\nhttpRequest.destroy();", YES),
        ("let a: number = 1", YES),
        ("async function f(): Promise<void> {}", YES),
        ("@Entry\n@Component\nstruct Index {\n  build() { Column() { Text('a') } }\n}", YES),
        ("const { a } = b;", YES),
        ("this.url = 'a';", YES),
        ("let me explain what this is", MAYBE),
        ("request(url, options);\n...and so on", MAYBE),
        ('{ "code": 200 }', NO),
        ("[1, 2]", NO),
        ("npm install ohosrun", NO),
        ("$ hdc shell", NO),
        ("code: 200\nheader: {}", NO),
        ("<Button>a</Button>", NO),
        ("Result: ok", NO),
        ("200", NO),
        ("# a comment of a shell", NO),
        ("entry/src/main/ets\n├── pages", NO),
        ("request(url: string, options: object): void", NO),
        ("", NO),
        ("// only a comment", NO),
    ],
)
def test_a_block_without_a_language(code: str, told: str) -> None:
    assert is_program(code) == told


def test_languages_are_read_as_documentation_means_them() -> None:
    text = "".join(f"```{name}\nlet a = 1;\n```\n" for name in ("js", "ts", "typescript", "ets", "arkts", "", "json"))
    samples = find_samples(text, "page.md", "/page.md")
    assert [(sample.language, sample.dialect) for sample in samples] == [
        ("js", "either"),
        ("ts", "ets"),
        ("typescript", "ets"),
        ("ets", "ets"),
        ("arkts", "ets"),
        ("", "either"),
    ]


PAGE = """\
# A guide

1. First.

   ```ts
   import { lib } from './lib';
   let made: number = lib;
   ```

2. Then.

   ```ts
   import { lib } from './lib';
   console.log(made + lib);
   ```

```ts ignore
made = never;
```

```ts
console.log('last', made);
throw new Error('here');
```
"""


def test_a_chain_is_one_program_in_place(ohosrun: Command, script: Script) -> None:
    script(PAGE, "page.md")
    script("export const lib = 2;", "lib.ts")
    run = ohosrun("--chain", "page.md")
    assert outcomes(run) == [("fail", 5)]
    assert "    4\n    last 2\n    uncaught: Error: here\n      at page.md:23:11\n" in run.stdout
    marked = PAGE.replace("# A guide", "# A guide <!-- ohosrun: chain -->")
    script(marked, "page.md")
    assert outcomes(ohosrun("page.md")) == [("fail", 5)]


def test_a_sample_alone_says_where_its_names_are_made(ohosrun: Command, script: Script) -> None:
    script(PAGE, "page.md")
    script("export const lib = 2;", "lib.ts")
    run = ohosrun("page.md")
    assert outcomes(run) == [("pass", 5), ("fail", 12), ("skipped", 17), ("fail", 21)]
    assert run.stdout.count("hint: `made` is made by the sample at line 5; --chain runs them together") == 2


def test_a_chain_of_one_is_that_one() -> None:
    samples = find_samples("```ts\nlet a = 1;\n```\n", "page.md", "/page.md")
    assert chained(samples) == samples


def test_a_page_with_numbers_that_stick(ohosrun: Command, script: Script) -> None:
    page = "# Page\n\n```js\nlet a = `x\n y`;\nconsole.log(a);\nthrow new Error('e');\n```\n"
    glued = "".join(f"{number}{line}\n" for number, line in enumerate(page.splitlines(), 98))
    script("https://example.com/raw/page.md\n" + glued, "page.md")
    run = ohosrun("page.md")
    assert outcomes(run) == [("fail", 4)]
    assert "    x\n     y\n    uncaught: Error: e\n      at page.md:8:14\n" in run.stdout
