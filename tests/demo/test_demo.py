"""Of each plan that ships, a whole practice holds what LibreOffice calculates and what openpyxl and SheetJS read."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from automation import pipeline
from automation.cli.app import app
from automation.errors import ExitCode
from automation.period import Period
from automation.plan import shipped
from tests import libreoffice
from tests.demo.figures import Figure, all_figures
from tests.demo.shown import NEEDS_SHEETJS, Shown, by_openpyxl, by_sheetjs, sheetjs_is_there

LAST = {"suining-2017": "2017-06", "panzhihua-13fyp": "2016-Q4", "jingmen-2016": "2016-06", "yidu-2023": "2023-06", "xincheng-2023": "2023-06"}
"""Plan -> the last period of its practice, the one with every mistake in it."""
FEWEST = {"suining-2017": 500, "panzhihua-13fyp": 400, "jingmen-2016": 750, "yidu-2023": 200, "xincheng-2023": 850}
"""Plan -> how many figures are compared at least."""
OF_EACH = 2
"""Issued and filled workbooks of each plan that LibreOffice calculates: the largest."""


def bulletin(root: Path, plan: str) -> Path:
    return next((root / "reports" / LAST[plan]).glob("通报_*.xlsx"))


def compared(root: Path, plan: str, read: Callable[[Path], Shown]) -> list[Figure]:
    """Every figure in the books of the last period beside what the bulletin shows."""
    told = {}
    for command in ("figures", "status"):
        ended = CliRunner().invoke(app, [command, LAST[plan], "-w", str(root), "--json"])
        assert ended.exit_code in (ExitCode.DONE, ExitCode.NEEDS_A_PERSON), ended.output
        told[command] = json.loads(ended.stdout)
    figures, status = told["figures"], told["status"]
    units = {"应报单位（家）": status["expected"], "按时报送": status["on_time"], "迟报": status["reported"] - status["on_time"],
             "未报送": sum(u["state"] == "missing" for u in status["units"])}
    summary = pipeline.summary(pipeline.open_office(root), Period.parse(LAST[plan]))
    totals = {code: table["totals"] for code, table in figures["tables"].items()}
    return all_figures(read(bulletin(root, plan)), summary, totals, figures["combined"]["totals"], units)


def wrong(figures: list[Figure]) -> list[str]:
    return [f"{f.name}: {f.due} in the books, {f.shown!r} shown" for f in figures if not f.right]


def workbooks(root: Path, plan: str) -> Iterator[Path]:
    """The first bulletin and the last one, what was sent back, and the largest workbooks issued and filled in."""
    yield from (next(folder.glob("通报_*.xlsx")) for folder in sorted((root / "reports").iterdir())[::len(list((root / "reports").iterdir())) - 1])
    yield from (root / "reports" / LAST[plan] / "退回").glob("*.xlsx")
    for folder in ("templates", "archive"):
        found = [p for p in (root / folder / LAST[plan]).glob("*.xlsx") if p.read_bytes().startswith(b"PK")]
        yield from sorted(found, key=lambda p: (-p.stat().st_size, p.name))[:OF_EACH]


def test_every_plan_that_ships_is_played() -> None:
    """No plan can be added without being practised here."""
    assert set(shipped.names()) == set(LAST)


@pytest.mark.skipif(not libreoffice.available(), reason=libreoffice.SKIP_REASON)
@pytest.mark.parametrize("plan", LAST)
def test_every_formula_agrees_with_libreoffice(played: Callable[[str], Path], plan: str) -> None:
    """Bulletins, issued, filled and returned workbooks hold what LibreOffice calculates, and no error value."""
    assert [] == libreoffice.differences_of(list(workbooks(played(plan), plan)))


@pytest.mark.parametrize("plan", LAST)
def test_the_bulletin_shows_what_is_in_the_books(played: Callable[[str], Path], plan: str) -> None:
    """Totals, units, projects, tasks and indicators: openpyxl reads each figure, to its last digit, where it belongs."""
    found = compared(played(plan), plan, by_openpyxl)

    assert [] == wrong(found)
    assert FEWEST[plan] <= sum(f.due is not None for f in found)


@pytest.mark.skipif(not sheetjs_is_there(), reason=NEEDS_SHEETJS)
@pytest.mark.parametrize("plan", LAST)
def test_sheetjs_reads_the_same(played: Callable[[str], Path], plan: str) -> None:
    """What a page in a browser makes of the file is the same, figure by figure."""
    found = compared(played(plan), plan, by_sheetjs)

    assert [] == wrong(found)
    assert FEWEST[plan] <= sum(f.due is not None for f in found)
