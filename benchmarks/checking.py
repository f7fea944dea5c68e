"""One workbook: ``check`` as a clerk starts it, and sending it back against packing it anew."""

import datetime
import io
import re
import statistics
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path

from automation.intake import Background, judge, read
from automation.model.submission import Outcome
from automation.notices.notice import Notice
from automation.notices.sendback import send_back
from automation.styles.tokens import PROFILES
from automation.template.write import write_template
from benchmarks import processes
from benchmarks.filled import model
from benchmarks.inbox import lay
from benchmarks.measured import Figure, ratio
from benchmarks.profiles import profile
from benchmarks.workload import World

_HEAVY = ("pandas", "numpy", "openpyxl", "xlsxwriter", "pyarrow", "xlwings")
_IMPORTED = re.compile(r"import time:.*\| +(\w+)")


def checked(work: Path, runs: int) -> Iterator[Figure]:
    """``tongbao check`` on one workbook, the whole process, wall time; with its plan and without a ledger."""
    world = World(units=8, months=1)
    space = lay(work / "checked", world)
    words = processes.tongbao("check", min(space.inbox.glob("*.xlsx")), "-w", space.root)
    ran = [processes.run(words, 1, allowed=(0,)) for _ in range(runs)]
    seconds, cpu = [one.seconds for one in ran], statistics.median(one.cpu for one in ran)
    said = subprocess.run([sys.executable, "-X", "importtime", *words[1:]], capture_output=True, text=True, check=True).stderr
    heavy = sorted(set(_IMPORTED.findall(said)) & set(_HEAVY))
    found = ratio("check", "`check`, one workbook, whole process, wall time", 0.35, statistics.median(seconds), "python -m benchmarks --only check",
                (f"Of the heavy libraries it loads {', '.join(heavy) or 'none'}; {cpu:.2f} s of the processor, fastest of {runs} runs {min(seconds):.2f} s.",), unit=" s")
    yield found if found.met else Figure(**{**found.__dict__, "profile": profile(words[3:])})


def sent_back(runs: int) -> Iterator[Figure]:
    """The clerk's own workbook with cells marked, against unzipping it and zipping it again; processor time, in turn."""
    data, send = _spoilt()
    times = [(_seconds(send), _seconds(lambda: _packed_anew(data))) for _ in range(runs)]
    ours, bare = (statistics.median(one) for one in zip(*times, strict=True))
    yield ratio("send-back", "send-back: a workbook with cells marked, against unzip-and-zip of the same file", 4, ours / bare,
                "python -m benchmarks --only send-back", (f"{ours * 1000:.1f} ms against {bare * 1000:.1f} ms of the processor, medians of {runs} runs in turn.",),
                {"ours": ours, "bare": bare})


def _spoilt() -> tuple[bytes, Callable[[], object]]:
    """A workbook with three wrong cells, and how it is sent back."""
    world = World(units=1, months=1)
    plan = world.plan()
    unit, period, content = plan.units[0], world.period(0), io.BytesIO()
    before, typed, signed = model(world, 0, 1)
    for code, wrong in zip(typed, ("约48", None, Decimal(-3)), strict=False):
        typed[code]["本月完成投资"] = wrong
    write_template(content, plan, unit, period, before, typed, signed)
    data = content.getvalue()
    examined = judge(read(data, world.name(1, 0), "0" * 64, plan), plan, lambda *_: Background({}, {}))
    if examined.outcome is not Outcome.RETURNED:
        raise RuntimeError(f"the spoilt workbook is {examined.outcome}")
    received = datetime.datetime(2017, 1, 18, 9, tzinfo=datetime.UTC)
    notice = Notice(unit.name, period.label, plan.settings.plan_name, plan.settings.office, received,
                    plan.settings.resubmission(period, received), 1, {item.code: item.name for item in plan.tables[0].items},
                    frozenset(f.name for f in plan.tables[0].fields if f.type.numeric), PROFILES["A"], False, plan.settings.reason_length)
    return data, lambda: send_back(data, examined.findings, notice)


def _packed_anew(data: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(io.BytesIO(), "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, old.read(name))


def _seconds(call: Callable[[], object]) -> float:
    begun = time.process_time()
    call()
    return time.process_time() - begun

