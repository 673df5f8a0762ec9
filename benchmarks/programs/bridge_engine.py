"""The bridge alone: calls from JavaScript into Python, and an object of 100 keys each way; ms for 10 000 of each."""

from __future__ import annotations

import time
from collections.abc import Callable

from stopwatch import parameters  # type: ignore[import-not-found, unused-ignore]

from runtime.engine.quickjs import Engine

_CALLS = 10_000


def main() -> None:
    wanted = parameters()
    engine = Engine(lambda name: "", lambda error: None)
    context = engine._context
    target = engine.new_object()
    engine.set_op(target, "op", lambda number, text: number)
    call = context.eval(f"(target) => {{ for (let i = 0; i < {_CALLS}; i++) target.op(i, 'text') }}")
    take = context.eval("(object) => object.key99")
    made = context.eval("Object.fromEntries(Array.from({ length: 100 }, (_, i) => ['key' + i, i]))")
    keys = {f"key{number}": number for number in range(100)}

    def into_python() -> None:
        for _ in range(_CALLS):
            made.to_python()

    def into_javascript() -> None:
        for _ in range(_CALLS):
            take(keys)

    works: dict[str, Callable[[], object]] = {
        "calls": lambda: call(target),
        "toPython": into_python,
        "toJavaScript": into_javascript,
    }
    work = works[wanted["what"]]
    work()
    print("warm", flush=True)
    for _ in range(wanted["samples"]):
        started = time.perf_counter()
        work()
        print(f"sample {(time.perf_counter() - started) * 1000}", flush=True)


main()
