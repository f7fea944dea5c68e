"""``check --explain``: how a file was understood, for people and for programs."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from automation.cli import console
from automation.cli.language import tr
from automation.engines import Inline, Job
from automation.model.plan import Plan
from automation.model.submission import Submission, Understood


def submissions(plan: Plan, files: Sequence[Path]) -> tuple[Submission | None, ...]:
    """What each of ``files`` says; None where it cannot be read. Raises TongbaoError for one that is out of reach."""
    jobs = [Job(path, path.name, "") for path in files]
    read = Inline(plan).read((job, job) for job in jobs)
    return tuple(result.found if result and isinstance(result.found, Submission) else None for _, result in read)


def as_json(found: Submission | None) -> dict[str, object]:
    """Stable: other programs read it. Nothing for a file that cannot be read."""
    if found is None:
        return {"sources": [], "sheets": []}
    return {"sources": [said for said in found.sources.split("；") if said], "sheets": [_sheet(one) for one in found.understood]}


def _sheet(one: Understood) -> dict[str, object]:
    return {"form": one.form, "sheet": one.sheet, "heading_rows": list(one.heading_rows), "money_unit": one.money_unit,
            "columns": [dict(zip(("column", "heading", "field", "how"), c, strict=True)) for c in one.columns],
            "rows": [dict(zip(("row", "item", "name", "how"), r, strict=True)) for r in one.rows], "passed_rows": list(one.passed)}


def show(found: Submission | None) -> None:
    """Print it for people."""
    for line in _lines(found) if found else [tr("没有读取：文件不能读", "not read: the file cannot be")]:
        click.echo(console.shown(f"    {line}"))


def _lines(found: Submission) -> Iterator[str]:
    yield tr("身份：", "identity:") + ("" if found.sources else tr("文件中没有写明", " nothing says"))
    yield from (f"  {said}" for said in found.sources.split("；") if said)
    for one in found.understood:
        rows = "、".join(map(str, one.heading_rows))
        unit = tr(f"，金额单位写的是{one.money_unit}", f", amounts said to be in {one.money_unit}") if one.money_unit else ""
        yield tr(f"“{one.form}”读自工作表“{one.sheet}”，栏目在第{rows}行{unit}",
                 f"{one.form}: sheet {one.sheet}, headings in row {rows}{unit}")
        for letter, heading, field, how in one.columns:
            yield f"  {letter} “{heading}” → {field or '—'}（{how}）"
        for number, code, name, how in one.rows:
            yield tr(f"  第{number}行 → {code or '—'} {name}（{how}）", f"  row {number} → {code or '—'} {name} ({how})")
        if one.passed:
            yield tr(f"  不是项目的行：{'、'.join(map(str, one.passed))}", f"  rows that are no items: {', '.join(map(str, one.passed))}")
