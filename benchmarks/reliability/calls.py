"""The file-changing system calls of one run, as strace sees them: the moments at which a run can be ended."""

import re
import shutil
import subprocess
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path

from benchmarks.reliability import bench

CHANGING = ("write", "pwrite64", "writev", "rename", "renameat", "renameat2", "unlink", "unlinkat", "mkdir", "mkdirat", "rmdir",
            "ftruncate", "fsync", "fdatasync", "link", "linkat", "copy_file_range", "sendfile")
_LINE = re.compile(rb"^(\d+) +(?:[\d.]+ )?(\w+)\((.*)")
_RESUMED = re.compile(rb"^(\d+) +<\.\.\. ")
_OCTAL = re.compile(rb"\\([0-7]{1,3})")


@dataclass(frozen=True)
class Call:
    """One system call."""

    thread: int
    name: str
    words: str
    """Arguments and result as strace prints them, paths readable."""
    begun: int
    ended: int
    """Places in the record; between the two others may run."""

    @property
    def path(self) -> str:
        """The file that it is about: of a descriptor, or named."""
        found = re.search(r'^\d+<(.*?)>|^"(.*?)"', self.words)
        return (found[1] or found[2]) if found else ""


@dataclass(frozen=True)
class Point:
    """A moment: on entering the ``nth`` call of that name by one thread, or the first that is about ``path``."""

    name: str
    nth: int
    path: str = ""

    def words(self) -> list[str]:
        """What strace is told to kill there."""
        only = ["-P", self.path] if self.path else []
        return [*only, "-e", f"inject={self.name}:signal=KILL:when={self.nth}"]


def missing() -> str:
    """Why strace cannot be used here; empty where it can."""
    if not shutil.which("strace"):
        return "strace is not installed"
    tried = subprocess.run(["strace", "-f", "-q", "-o", "/dev/null", "-e", "inject=rmdir:signal=KILL:when=9", "true"],
                           capture_output=True, text=True, check=False)
    return "" if tried.returncode == 0 else f"strace may not trace here: {tried.stderr.strip()[-100:]}"


def traced(words: list[str], log: Path, *options: str) -> list[str]:
    """The command under strace, which writes to ``log``."""
    return ["strace", "-f", "-q", "-y", "-s", "0", "-o", str(log), "-e", f"trace={','.join(CHANGING)}",
            "-e", "signal=none", *options, *words]


def watched(words: list[str], log: Path) -> tuple[Call, ...]:
    """Run a command to its end; gives its calls in their order."""
    ran = bench.run(traced(words, log))
    if faults := ran.faults():
        raise SystemExit(f"the undisturbed run under strace fails: {faults}")
    found: list[Call] = []
    waiting: dict[int, int] = {}
    for place, line in enumerate(log.read_bytes().splitlines()):
        if match := _LINE.match(line):
            thread = int(match[1])
            if b"<unfinished" in line:
                waiting[thread] = len(found)
            found.append(Call(thread, match[2].decode(), _readable(match[3]), place, place))
        elif (match := _RESUMED.match(line)) and int(match[1]) in waiting:
            at = waiting.pop(int(match[1]))
            found[at] = replace(found[at], ended=place)
    return tuple(found)


def points(calls: tuple[Call, ...], root: Path) -> tuple[Point, ...]:
    """Every moment at which something in the workspace at ``root`` is about to change."""
    main = calls[0].thread
    count: Counter[str] = Counter()
    found: dict[Point, None] = {}
    for call in calls:
        if call.thread == main:
            count[call.name] += 1
        if call.path.startswith(f"{root}/"):
            # Threads count for themselves, and each group of files has its own: there the path tells the call.
            point = Point(call.name, count[call.name]) if call.thread == main else Point(call.name, 1, call.path)
            found[point] = None
    return tuple(found)


def _readable(words: bytes) -> str:
    octets = _OCTAL.sub(lambda m: bytes([int(m[1], 8)]), words)
    return octets.decode(errors="replace")
