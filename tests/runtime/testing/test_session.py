"""What a realm of tests leaves behind."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from bindings.registry import REGISTRY
from runtime.loop import Loop
from runtime.run.shared import Shared
from runtime.settings.table import Settings
from runtime.testing.options import TestOptions
from runtime.testing.results import Unit
from runtime.testing.selection import DeviceOptions
from runtime.testing.worker import Job
from tests.bindings.leaks import descriptors, resident_memory

MIB = 1024 * 1024
TEST = """import { describe, it, expect } from '@ohos/hypium';
import { server } from '@ohosrun/test';
export default () => describe('A', () => {
  it('passes', 0, async () => { expect(server.url.length > 0).assertTrue(); });
  it('fails', 0, () => { expect({ a: 1 }).assertDeepEquals({}); });
  it('errors', 0, () => { throw new Error('e'); });
  it('waits', 0, () => new Promise(() => {}));
});
"""


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="reads /proc")
def test_a_rerun_leaves_nothing(tmp_path: Path) -> None:
    path = tmp_path / "a.test.js"
    path.write_text(TEST)
    loop, shared = Loop(), Shared(REGISTRY)
    options, device = TestOptions({}), DeviceOptions([])
    job = Job([Unit(str(path))], lambda _unit: Settings(), options, device, REGISTRY, styled=False)
    try:
        for _ in range(20):
            job.run(0, loop, shared, lambda *_message: None)
        before = resident_memory(os.getpid()), descriptors()
        for _ in range(60):
            job.run(0, loop, shared, lambda *_message: None)
        # A realm that is kept is about 1 MiB.
        assert resident_memory(os.getpid()) - before[0] < 20 * MIB
        assert descriptors() == before[1]
    finally:
        shared.close()
        loop.close()
