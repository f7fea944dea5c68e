"""What goes wrong with disks, rights and shares."""

import os
import shutil
from collections.abc import Iterator

from benchmarks.reliability import bench, drop
from benchmarks.reliability.stage import Fault, Stage, limited, meanwhile, powerless, shell


def disk_full(stage: Stage) -> Iterator[tuple[str, list[str]]]:
    """The workspace on a small disk that fills up, sooner and later."""
    small = stage.work / f"small{os.getpid()}"
    small.mkdir(exist_ok=True)
    inbox = sum(p.stat().st_size + 4096 for p in stage.seed.rglob("*"))
    for step in range(stage.times * 2):
        size = inbox + (stage.size * step * 2) // (stage.times * 2) + 40_000
        if shell("mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(small)):
            yield "skipped: only root can mount", []
            return
        try:
            root = bench.fresh(stage.seed, small / "w")
            ran = bench.run(bench.arguments(root))
            shell("mount", "-o", f"remount,size={stage.size * 20}", str(small))
            yield f"{size >> 10} KiB, exit {ran.code}", stage.completed(ran, root=root)
        finally:
            shell("umount", str(small))


def file_limit(stage: Stage) -> Iterator[tuple[str, list[str]]]:
    """A write fails in the middle of a file."""
    for limit in (1 << 9, 1 << 12, 1 << 14, 1 << 15, 1 << 16, 1 << 18, 1 << 19):
        stage.fresh()
        ran = stage.collect(lambda most=limit: limited("RLIMIT_FSIZE", most))  # type: ignore[misc]
        yield f"{limit} bytes, exit {ran.code}", stage.completed(ran)


def few_handles(stage: Stage) -> Iterator[tuple[str, list[str]]]:
    """Hardly any file may be open at a time."""
    for most in (16, 24, 40):
        stage.fresh()
        ran = stage.collect(lambda n=most: limited("RLIMIT_NOFILE", n))  # type: ignore[misc]
        yield f"{most} handles, exit {ran.code}", stage.completed(ran)


def no_temporary_folder(stage: Stage) -> Iterator[tuple[str, list[str]]]:
    """The folder for temporary files is gone."""
    stage.fresh()
    ran = stage.collect(TMPDIR="/nonexistent", TEMP="/nonexistent", TMP="/nonexistent")
    yield f"exit {ran.code}", stage.completed(ran)


def permission_denied(stage: Stage) -> Iterator[tuple[str, list[str]]]:
    """A folder or file may not be written, or not be read."""
    for name, mode in (("archive", 0o500), ("inbox", 0o500), ("", 0o500), ("inbox", 0o000), ("ledger.db", 0o400), ("archive", 0o000)):
        root = stage.fresh()
        (root / "ledger.db").touch()
        (root / "archive").mkdir(exist_ok=True)
        path = root / name
        usual = path.stat().st_mode
        path.chmod(mode)
        ran = stage.collect(powerless)
        path.chmod(usual)
        yield f"{name or 'workspace'} {mode:o}, exit {ran.code}", stage.completed(ran)
    root = stage.fresh()
    shut = drop.last(root)[::2]
    for path in shut:
        path.chmod(0)
    ran = stage.collect(powerless)
    for path in shut:
        path.chmod(0o644)
    # Of equal bytes under two names, the one that could be read came first.
    yield f"{len(shut)} files shut, exit {ran.code}", stage.completed(ran, events=False)


def read_only_share(stage: Stage) -> Iterator[tuple[str, list[str]]]:
    """The workspace on a disk that is mounted for reading only."""
    root = stage.fresh()
    if shell("mount", "--bind", str(root), str(root)):
        yield "skipped: only root can mount", []
        return
    try:
        shell("mount", "-o", "remount,ro,bind", str(root))
        ran = stage.collect()
    finally:
        shell("umount", str(root))
    yield f"exit {ran.code}", stage.completed(ran, 3)


def share_gone(stage: Stage) -> Iterator[tuple[str, list[str]]]:
    """The inbox is away when the run starts, or goes away during it."""
    root = stage.fresh()
    away = root / "away"
    (root / "inbox").rename(away)
    (root / "inbox").symlink_to(root / "nowhere")
    ran = stage.collect()
    (root / "inbox").unlink()
    away.rename(root / "inbox")
    yield f"a link to nowhere, exit {ran.code}", stage.completed(ran, 3)
    ran = bench.run(bench.arguments(stage.work / "nowhere"))
    yield f"no workspace, exit {ran.code}", ran.faults(3)
    for _ in range(stage.times):
        root = stage.fresh()
        ran = meanwhile(stage, lambda: (root / "inbox").rename(away))  # noqa: B023
        for path in [p for p in away.rglob("*") if p.is_file()]:
            target = root / "inbox" / path.relative_to(away)
            target.parent.mkdir(parents=True, exist_ok=True)
            path.rename(target)
        shutil.rmtree(away)
        yield f"during the run, exit {ran.code}", stage.completed(ran)


DISKS: tuple[Fault, ...] = (disk_full, file_limit, few_handles, no_temporary_folder, permission_denied, read_only_share, share_gone)
