"""carry."""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from automation.cli import console, options
from automation.cli.language import tr
from automation.errors import ExitCode

if TYPE_CHECKING:
    from automation.carrying import Carried, Left


@click.command(help=tr("移填：把旧表、改过名或弄乱了的表里已填的内容移入新的填报工作簿，移不了的逐格列出；原文件不动。\n\n"
                       "例：tongbao carry 船山区_旧表.xls --period 2017-06",
                       "Move typed values from an old or mangled workbook into a fresh one; list what could not be moved."))
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False), metavar=tr("文件", "FILE"))
@click.option("-o", "--output", type=click.Path(path_type=Path), metavar=tr("文件|文件夹", "FILE|DIR"),
              help=tr("写到哪里，默认与原文件同一文件夹；不覆盖已有文件。", "Where to write, beside FILE unless told; nothing is overwritten."))
@click.option("--period", metavar=tr("报告期", "PERIOD"), help=tr("新表的报告期，默认当前一期。", "Period of the new workbook; the current one unless told."))
@click.option("--unit", default="", metavar=tr("单位", "UNIT"), help=tr("表里看不出单位时，指明单位。", "Whose workbook it is, where it does not say so."))
@click.option("--amounts", is_flag=True, help=tr("连别的报告期的数字也移入。", "Move numbers of another period too."))
@options.workspace
@options.as_json
@click.pass_context
def carry(ctx: click.Context, file: Path, output: Path | None, period: str | None, unit: str, amounts: bool, root: Path,
          as_json: bool) -> None:
    """Move typed values into a fresh workbook."""
    from automation import pipeline

    office = pipeline.open_office(root)
    found = pipeline.carry(office, file, output, pipeline.reporting_period(office, period), unit, amounts)
    if as_json:
        console.show_json(_json(found, file))
    else:
        click.echo(tr(f"已写出 {found.target}：{found.unit.name}{found.period.label}，从{found.source.label}的表移入 {len(found.moved)} 格。",
                      f"Wrote {found.target}: {found.unit.name} {found.period}, {len(found.moved)} cells from {found.source}."))
        _list(found.left)
    ctx.exit(ExitCode.NEEDS_A_PERSON if found.left else ExitCode.DONE)


def _list(left: "Iterable[Left]") -> None:
    lines = [f"    {f'{one.sheet}!{one.cell}' if one.cell else one.sheet}  {one.item} {one.field} {one.value}".rstrip() + f"  {one.reason}"
             for one in left]
    if lines:
        click.echo(tr(f"没有移入的 {len(lines)} 处，请自己核对补填：", f"Not moved, {len(lines)}:"))
        click.echo(console.shown("\n".join(lines)))


def _json(found: "Carried", file: Path) -> dict[str, object]:
    from automation.export import text_of

    return {"file": file.name, "unit": found.unit.name, "source_period": str(found.source), "period": str(found.period),
            "written": str(found.target),
            "moved": [{"item": m.item, "field": m.field, "value": text_of(m.value), "sheet": m.sheet, "cell": m.cell,
                       "to_sheet": m.to_sheet, "to_cell": m.to_cell} for m in found.moved],
            "left": [vars(one) for one in found.left]}
