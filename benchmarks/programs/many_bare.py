"""The floor of many_rejections.js and many_timers.js: the engine alone, and with a heap of Python. Prints ms."""

import heapq
import sys
import time

import quickjs

context = quickjs.Context(quickjs.Runtime())
started = time.perf_counter()
if sys.argv[1] == "rejections":
    context.eval("for (let i = 0; i < 200000; i++) Promise.reject(i).catch(() => {});")
    while context.execute_pending_job():
        pass
else:
    heap: list[tuple[float, int]] = []
    context.get_global().set("start", lambda number, delay: heapq.heappush(heap, (delay, number)))
    fire = context.eval(
        "const known = new Map(); let last = 0, fired = 0;"
        "for (let i = 0; i < 200000; i++) { known.set(++last, () => { fired++; }); start(last, i % 10); }"
        "(number) => { const callback = known.get(number); known.delete(number); callback(); }"
    )
    while heap:
        fire(heapq.heappop(heap)[1])
        while context.execute_pending_job():
            pass
print((time.perf_counter() - started) * 1000)
