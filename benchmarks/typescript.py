"""B15: what TypeScript costs more than the same program in JavaScript, the first time and from then on."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from benchmarks.figures import Bar, Comparison
from benchmarks.processes import run_measured
from benchmarks.session import OHOSRUN, OURS, Session
from runtime.language.typescript import erase

_SHORT = """\
function store{n}<T>(name: string, value: number): number | string {{
  const map: Map<string, number> = new Map<string, number>();
  map.set(name, value + {n});
  return map.get(name) as number ?? '';
}}
"""
_LONG = """\
export interface Item{n} {{ id: number; tags?: string[] }}
export class Store{n}<T extends Item{n}> {{
  private readonly map: Map<string, T> = new Map<string, T>();
  constructor(public name: string, private limit?: number) {{ this.map.clear(); }}
  get(key: string): T | undefined {{
    const found = this.map.get(key) as T;
    return found !== undefined && found.id > {n} ? found! : undefined;
  }}
  static ids = [1, 2, 3].map((id: number): number => id * 2) as any;
}}
"""
_PASS = "python -c pass"


def measure(session: Session) -> list[Comparison]:
    """30 lines and 1 000 lines."""
    folder = session.prepare()
    short = "".join([_SHORT.format(n=number) for number in range(6)]) + "console.log(store1('a', 2));\n"
    long = "".join([_LONG.format(n=number) for number in range(100)]) + "console.log(new Store1('a').name);\n"
    return [_measured(session, folder, "30 lines", short, 0.9), _measured(session, folder, "1 000 lines", long, 0.0)]


def _measured(session: Session, folder: Path, title: str, text: str, allowed: float) -> Comparison:
    (folder / "program.ts").write_text(text)
    (folder / "program.js").write_text(erase(text).text)
    # The home of what is measured is this folder.
    kept = folder / ".cache"
    first, again, javascript = f"{OURS}, first time", f"{OURS}, again", "the same in JavaScript"
    times: dict[str, list[float]] = {first: [], again: [], javascript: [], _PASS: []}
    commands: dict[str, list[str | Path]] = {
        first: [OHOSRUN, "program.ts"],
        again: [OHOSRUN, "program.ts"],
        javascript: [OHOSRUN, "program.js"],
        _PASS: [sys.executable, "-c", "pass"],
    }
    for number in range(-2, session.samples):
        for name, command in commands.items():
            if name == first:
                shutil.rmtree(kept, ignore_errors=True)
            usage = run_measured(command, folder)
            if number >= 0:
                times[name].append(usage.elapsed)
    comparison = Comparison("B15", f"TypeScript of {title}", "ms", times)
    more = comparison.median(first) - comparison.median(javascript)
    if allowed:
        bar = f"the first time <= {allowed} x {_PASS} more than JavaScript"
        comparison.bars.append(Bar(bar, more / comparison.median(_PASS), allowed))
    comparison.bars.append(Bar("again <= 3 ms more", comparison.median(again) - comparison.median(javascript), 3))
    return comparison
