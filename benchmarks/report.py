"""The figures as tables for a terminal, and as JSON."""

from __future__ import annotations

import os
import platform
from collections.abc import Sequence
from typing import Any

from benchmarks.figures import Comparison, median, p95


def table(comparison: Comparison) -> str:
    """Median, p95 and ratio of every side; the ratio is ohosrun's median in medians of that side."""
    lines = [f"{comparison.id}  {comparison.title}, in {comparison.unit}"]
    ours = next(iter(comparison.sides))
    for side, samples in comparison.sides.items():
        if not samples:
            continue
        ratio = "" if side == ours else f"{comparison.ratio(ours, side):>9.2f} x"
        lines.append(f"    {side:<26}{_number(median(samples)):>10}{_number(p95(samples)):>10}{ratio}")
    lines += [f"    {remark}" for remark in comparison.remarks]
    return "\n".join(lines)


def bars(comparisons: Sequence[Comparison]) -> str:
    """One line for each bar: pass or miss, and the figure."""
    lines = []
    for comparison in comparisons:
        for bar in comparison.bars:
            outcome = "pass" if bar.holds else "miss"
            lines.append(f"{outcome}  {comparison.id:<4}{bar.measured:>8.2f}  {bar.text}")
    return "\n".join(lines)


def machine() -> dict[str, Any]:
    """What it was measured on."""
    return {
        "system": platform.platform(),
        "processor": _processor(),
        "cores": os.cpu_count(),
        "load": os.getloadavg(),
    }


def _processor() -> str:
    try:
        with open("/proc/cpuinfo", encoding="ascii", errors="replace") as file:
            names = [line.partition(":")[2].strip() for line in file if line.startswith("model name")]
    except OSError:
        names = []
    return names[0] if names else platform.processor()


def _number(value: float) -> str:
    return f"{value:.1f}" if value < 1000 else f"{value:.0f}"
