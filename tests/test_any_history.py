"""Whatever happens on the way, the ledger ends the same."""

import contextlib
import tempfile
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from automation import export, pipeline
from automation.collecting import collect
from automation.engines import Inline, Job, Result
from automation.engines.work import Tag
from automation.ledger import Ledger
from automation.period import Period

PERIODS = (Period(2017, 1), Period(2017, 2))


class BrokenOff(BaseException):
    """The run ends here, as if the power had gone: nothing may catch this."""


class Breaking(Inline):
    """Ends the run when it is asked for one more file than ``most``."""

    def __init__(self, office: pipeline.Office, most: int) -> None:
        super().__init__(office.plan)
        self._most = most

    def read(self, work: Iterable[tuple[Tag, Job | None]]) -> Iterator[tuple[Tag, Result | None]]:
        """Give back results until it breaks."""
        for number, one in enumerate(super().read(work)):
            if number == self._most:
                raise BrokenOff
            yield one


@dataclass(frozen=True)
class Drop:
    """Somebody puts a file into the inbox."""

    file: int
    name: str


@dataclass(frozen=True)
class Run:
    """Somebody collects; broken off before so many files were read, or between recording and removing."""

    most: int = 10_000
    unremoved: bool = False


@pytest.fixture(scope="module")
def sent(practice: Path) -> tuple[Path, tuple[bytes, ...]]:
    """The plan of a practice, and some of its files: two months of three units, a correction, a letter that is no workbook."""
    with Ledger.open(practice / "ledger.db") as ledger:
        receipts = [r for p in PERIODS for r in ledger.submissions(p)]
    paths = [practice / r.archived for r in receipts if r.unit in ("船山区民政局", "福慈科", "蓬溪县民政局")]
    return practice / "templates" / "任务书.xlsx", (*(p.read_bytes() for p in paths), b"{\\rtf1 a letter}")


NAMES = st.sampled_from(["甲.xlsx", "乙.xlsx", "丙/甲.xlsx", "=丁.XLSX"])
STEPS = st.one_of(st.builds(Drop, st.integers(0, 7), NAMES), st.builds(Drop, st.integers(0, 7), NAMES), st.builds(Run, st.integers(0, 4)),
                  st.just(Run(unremoved=True)), st.just(Run()))


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(history=st.lists(STEPS, min_size=2, max_size=14))
def test_every_history_ends_in_the_same_ledger(sent: tuple[Path, tuple[bytes, ...]], history: list[Drop | Run]) -> None:
    """Drops, resubmissions, duplicates and runs that break off end as if each file had been taken in as it came."""
    with tempfile.TemporaryDirectory() as folder:
        undisturbed = played(Path(folder) / "a", *sent, history, disturbed=False)
        disturbed = played(Path(folder) / "b", *sent, history, disturbed=True)

        assert state(undisturbed) == state(disturbed)


def played(root: Path, plan: Path, files: tuple[bytes, ...], history: list[Drop | Run], disturbed: bool) -> pipeline.Office:
    """A workspace in which all of it happened; the undisturbed one collects after every drop and at no other time."""
    office = pipeline.create(root, str(plan))
    for number, step in enumerate(history):
        if isinstance(step, Drop):
            put(office.workspace.inbox / step.name, number, files[step.file % len(files)])
        if isinstance(step, Drop) != disturbed:
            run(office, Run() if isinstance(step, Drop) else step)
    run(office, Run())
    return office


def put(path: Path, number: int, content: bytes) -> None:
    """Drop a file; nobody writes over a file that was not taken yet."""
    path = path.with_name(f"{number}{path.name}") if path.exists() else path
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(content)
    # The order of receipt is told by milliseconds.
    time.sleep(0.003)


def run(office: pipeline.Office, step: Run) -> None:
    with pytest.MonkeyPatch.context() as patch, contextlib.suppress(BrokenOff):
        if step.unremoved:
            patch.setattr("automation.desk.release_all", break_off)
        collect(office, engine=Breaking(office, step.most))


def break_off(*_: object) -> None:
    raise BrokenOff


def state(office: pipeline.Office) -> object:
    """What the ledger says of periods and files, what the archive holds, what is left."""
    with Ledger.open(office.workspace.ledger) as ledger:
        exports = [export.as_csv(export.records(office.plan, ledger.export_rows(p))) for p in PERIODS]
        verdicts = sorted((e.subject, e.kind) for e in ledger.events() if e.kind != "duplicate")
    archive = sorted(p.read_bytes() for p in office.workspace.archive.rglob("*") if p.is_file())
    return exports, verdicts, archive, [p.name for p in office.workspace.inbox.rglob("*") if p.suffix.lower() == ".xlsx"]
