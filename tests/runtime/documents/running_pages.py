"""Pages for tests, and how their reports are read."""

from __future__ import annotations

import re

from tests.command import Run

MIXED = """\
# Mixed

```js
console.log('one');
```

> 1. In a list in a quote
>
>    ~~~javascript
>    console.log('before');
>      missing();
>    ~~~

```js ignore
not JavaScript at all
```

```ts
let typed: number = 1;
```

```mjs
console.log('last');
```

```
let me explain;
```
"""


def outcomes(run: Run) -> list[tuple[str, int]]:
    """The lines of the report as (outcome, line of the page)."""
    found = re.findall(r"^(pass|fail|skipped|unclear) +(\d+)\b", run.stdout, re.MULTILINE)
    return [(outcome, int(line)) for outcome, line in found]


def fenced(*samples: str) -> str:
    return "".join(f"```js\n{sample}\n```\n" for sample in samples)
