"""GETs with aiohttp, for orientation."""

from __future__ import annotations

import asyncio
import time
from typing import Any

import aiohttp  # type: ignore[import-not-found, unused-ignore]
from stopwatch import parameters  # type: ignore[import-not-found, unused-ignore]

HEADERS = {
    "content-type": "application/json",
    "user-agent": "libcurl-agent/1.0",
    "accept-encoding": "deflate, gzip, br",
}


async def get_all(session: Any, wanted: Any, total: int) -> None:
    """`total` requests, so many at a time as wanted."""
    left = iter(range(total))

    async def work() -> None:
        for _ in left:
            async with session.get(wanted["url"]) as response:
                value = await response.json()
                if response.headers["content-type"] != "application/json" or value["id"] != 1:
                    raise ValueError(value)

    await asyncio.gather(*(work() for _ in range(wanted["concurrency"])))


async def main() -> None:
    wanted = parameters()
    connector = aiohttp.TCPConnector(limit=0)
    async with aiohttp.ClientSession(headers=HEADERS, connector=connector) as session:
        await get_all(session, wanted, wanted["warmUp"])
        print("warm", flush=True)
        for _ in range(wanted["samples"]):
            started = time.perf_counter()
            await get_all(session, wanted, wanted["requests"])
            print(f"sample {(time.perf_counter() - started) * 1000}", flush=True)


asyncio.run(main())
