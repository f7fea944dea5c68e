"""A workspace with thousands of filled workbooks in its inbox: ``python -m benchmarks.inbox FOLDER --files 1000``.

They lie there month after month, as they would have come in.
"""

import argparse
import multiprocessing
import os
import shutil
from collections.abc import Iterable
from pathlib import Path

from automation.workspace import Workspace
from benchmarks.filled import Month
from benchmarks.workload import World, write_plan

_CHUNK = 64
"""Workbooks that a process writes at a time."""


def lay(root: Path, world: World) -> Workspace:
    """A workspace in ``root``, made anew, with the plan of ``world`` and all its workbooks in the inbox."""
    shutil.rmtree(root, ignore_errors=True)
    workspace = Workspace(root)
    workspace.ensure()
    write_plan(workspace.plan_path, world)
    write_workbooks(workspace.inbox, world, range(world.months))
    return workspace


def write_workbooks(folder: Path, world: World, months: Iterable[int]) -> int:
    """Write the workbooks of those months into ``folder``, one month after the other; gives their bytes."""
    processes = min(os.cpu_count() or 1, -(-world.units // _CHUNK))
    if processes < 2:
        return sum(_write((folder, world, month, 1, world.units)) for month in months)
    with multiprocessing.get_context("spawn").Pool(processes) as pool:
        return sum(sum(pool.imap_unordered(_write, [(folder, world, month, first, min(first + _CHUNK - 1, world.units))
                                                    for first in range(1, world.units + 1, _CHUNK)])) for month in months)


_kept: dict[tuple[World, int], Month] = {}
"""The month that this process wrote last."""


def _write(task: tuple[Path, World, int, int, int]) -> int:
    folder, world, month, first, last = task
    if (world, month) not in _kept:
        _kept.clear()
        _kept[world, month] = Month(world, month)
    written = 0
    for number in range(first, last + 1):
        content = _kept[world, month].workbook(number)
        (folder / world.name(number, month)).write_bytes(content)
        written += len(content)
    return written


def main() -> None:
    """Make one."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("root", type=Path)
    parser.add_argument("--files", type=int, default=1000)
    parser.add_argument("--months", type=int, default=12)
    given = parser.parse_args()
    world = World.of(given.files, given.months)
    workspace = lay(given.root, world)
    print(f"{world.files} workbooks of {world.units} units in {workspace.inbox}")


if __name__ == "__main__":
    main()
