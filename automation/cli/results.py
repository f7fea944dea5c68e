"""figures, bulletin, trace, export, run."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from automation.cli import console, options
from automation.cli.language import tr
from automation.errors import ExitCode

if TYPE_CHECKING:
    from automation.edition import Part

_TOTAL = "合计"
"""Given for an item, it asks for what a table's total adds up."""


@click.command(help=tr("重算的合计数和完成率，两表重复的项目只计一次。\n\n例：tongbao figures 2017-06 --json\n\n"
                       "台账太大或分在几处时，先各自导出，再从导出的文件夹合计；任务书须相同，一个单位只能在一份导出里。\n\n"
                       "例：tongbao figures 2017-06 --from-export 导出",
                       "Recomputed totals and rates; a project in two tables counts once in the combined total.\n\n"
                       "With --from-export the values come from folders that 'export' wrote, of one ledger or of several with "
                       "the same plan; a unit may stand in one of them only."))
@options.period
@options.workspace
@click.option("--from-export", "folder", type=click.Path(path_type=Path, file_okay=False), metavar=tr("文件夹", "DIR"),
              help=tr("不读台账，读 export 写出的文件夹。", "Read what 'export' wrote to DIR instead of the ledger."))
@options.as_json
def figures(period: str | None, root: Path, folder: Path | None, as_json: bool) -> None:
    """Show the totals."""
    from automation import pipeline
    from automation.cli import reports

    office = pipeline.open_office(root)
    when = pipeline.period_of(office, period)
    found = pipeline.totals(office, when, folder)
    if as_json:
        console.show_json(reports.figures(found))
        return
    unit = office.plan.settings.money_unit
    rows = [(t.table.code, name, value) for t in found.tables for name, value in reports.totals(t).items()]
    rows += [(tr("合并", "combined"), name, value) for name, value in reports.figures(found)["combined"]["totals"].items()]  # type: ignore[index]
    console.show_table((tr("报表", "table"), tr("合计项", "total of"), tr(f"合计（{unit}，比率为小数）", f"total ({unit}, rates as shares)")), rows, right=(2,))
    if found.combined_items:
        click.echo(tr(f"合并 {found.combined_items} 个项目，其中 {found.counted_once} 个在两张表里，只计一次。",
                      f"Combined: {found.combined_items} projects, {found.counted_once} of them in two tables and counted once."))


@click.command(help=tr("写出通报工作簿，放在 reports/报告期/。封账后按封账时的数打印；--revision 另出一册更正。\n\n例：tongbao bulletin 2017-06",
                       "Write the bulletin workbook into reports/PERIOD/. A closed period is printed as it was closed."))
@options.period
@options.workspace
@click.option("--revision", is_flag=True, help=tr("封账后收到的更正另出一册，带更正页。", "What came after closing, as a workbook of its own with a page of differences."))
@click.option("--pdf", is_flag=True, help=tr("同时写出 PDF（用 LibreOffice 或 Excel）。", "Write a PDF too, through LibreOffice or Excel."))
@options.reports
@options.quiet
def bulletin(period: str | None, root: Path, revision: bool, pdf: bool, reports: str, quiet: bool) -> None:
    """Write the bulletin."""
    from automation import pipeline, printing

    office = pipeline.open_office(root, pipeline.Places(reports=reports))
    when = pipeline.bulletin_period(office, period)
    path = pipeline.bulletin(office, when, revision)
    if not quiet:
        click.echo(tr(f"通报已写出：{path}", f"The bulletin: {path}"))
    if pdf:
        printed = printing.as_pdf(path)
        if not quiet:
            click.echo(tr(f"PDF 已写出：{printed}", f"The PDF: {printed}"))
    pipeline.publish(office)
    if not quiet:
        state = pipeline.state(office, when)
        if state.closed and not revision:
            click.echo(tr(f"{when.label}已封账，按封账时的数打印。更正到第 {state.revision} 号；打印更正：tongbao bulletin {when} --revision",
                          f"{when} is closed and printed as it was. Last revision: {state.revision}; see --revision."))


@click.command(help=tr("一个数来自哪个文件、哪张表、哪个格、何时收到。\n\n例：tongbao trace 2017-06 附件2 SN-08 本月完成投资\n\n合计的构成：tongbao trace 2017-06 附件2 合计 本月完成投资",
                       "Where a figure came from: file, sheet, cell, sha256, time."))
@click.argument("period", metavar=tr("报告期", "PERIOD"))
@click.argument("table", metavar=tr("报表", "TABLE"))
@click.argument("item", metavar=tr("项目编码", "ITEM"))
@click.argument("field", metavar=tr("字段", "FIELD"))
@options.workspace
@options.as_json
@click.pass_context
def trace(ctx: click.Context, period: str, table: str, item: str, field: str, root: Path, as_json: bool) -> None:
    """Show every version of one value."""
    from automation import pipeline
    from automation.cli import reports

    office = pipeline.open_office(root)
    if item == _TOTAL:
        parts = pipeline.parts(office, pipeline.period_of(office, period), table, field)
        _show_parts(parts, as_json)
        ctx.exit(ExitCode.DONE if parts else ExitCode.NEEDS_A_PERSON)
    found = pipeline.trace(office, pipeline.period_of(office, period), table, item, field)
    if as_json:
        console.show_json(reports.versions(found))
    elif not found:
        click.echo(tr("没有收到过这个数。", "Nothing was reported."))
    else:
        rows = [("●" if v.current else "", str(r["unit"]), str(r["value"]), str(r["typed"]), f"{r['sheet']}!{r['cell']}", str(r["file"]),
                 str(r["received"]), str(r["sha256"])[:12]) for v, r in zip(found, reports.versions(found), strict=True)]
        console.show_table((tr("采用", "counts"), tr("单位", "unit"), tr("采用值", "value"), tr("填写", "typed"), tr("位置", "cell"), tr("文件", "file"),
                            tr("收到", "received"), "sha256"), rows, right=(2, 3))
    ctx.exit(ExitCode.DONE if found else ExitCode.NEEDS_A_PERSON)


def _show_parts(parts: "Sequence[Part]", as_json: bool) -> None:
    from automation.cli import reports
    from automation.export import text_of

    said = reports.parts(parts)
    if as_json:
        console.show_json(said)
        return
    rows = [(str(p.entry.period), p.entry.unit, p.item.code, p.item.name, text_of(p.entry.value), f"{p.entry.sheet}!{p.entry.cell}", p.entry.file)
            for p in parts]
    console.show_table((tr("报告期", "period"), tr("单位", "unit"), tr("编码", "item"), tr("项目", "name"), tr("采用值", "value"), tr("位置", "cell"),
                        tr("文件", "file")), [*rows, ("", "", "", _TOTAL, str(said["total"]), "", "")], right=(4,))


@click.command(help=tr("导出合并后的数据。\n\n"
                       "CSV、JSON 各一个文件，是这一期填报的数；parquet 文件夹按计划、报告期、报表分开存放，含任务书的固定数，"
                       "逐期补齐，可用 pandas、DuckDB、Dask、Power Query 读取，也可用 figures --from-export 合计。\n\n"
                       "例：tongbao export 2017-06 --to 导出\n\n只打印 CSV：tongbao export 2017-06 --to -",
                       "Merged values: CSV and JSON of the period; Parquet by plan, period and table, earlier periods brought up to "
                       "date, for pandas, DuckDB, Dask and 'figures --from-export'. '--to -' prints the CSV, sorted."))
@options.period
@click.option("--to", "target", required=True, metavar=tr("文件夹|-", "DIR|-"), help=tr("写到哪个文件夹；- 为打印到屏幕。", "A folder, or - for standard output."))
@click.option("--only", "kinds", multiple=True, type=click.Choice(("csv", "json", "parquet")), metavar=tr("格式", "KIND"),
              help=tr("只写这种格式（csv、json、parquet），可重复；数据很多时只写 parquet。", "Write only this kind; may be repeated. Parquet alone for very many values."))
@options.workspace
@options.quiet
def export(period: str | None, target: str, kinds: tuple[str, ...], root: Path, quiet: bool) -> None:
    """Export the merged values."""
    from automation import export as exports
    from automation import pipeline

    office = pipeline.open_office(root)
    when = pipeline.reporting_period(office, period)
    if target == "-":
        click.echo(exports.as_csv(pipeline.records(office, when)), nl=False)
        return
    flat = [kind for kind in exports.KINDS if kind in kinds or not kinds]
    found = pipeline.records(office, when) if flat else []
    paths = exports.write(Path(target), f"{office.plan.settings.plan_code}_{when}", found, flat)
    if "parquet" in kinds or not kinds:
        paths += pipeline.export_parquet(office, when, Path(target))
    for path in paths if not quiet else ():
        click.echo(str(path))


@click.command(help=tr("收表，再写出通报和催报，一步完成。", "Collect, then write the bulletin and the reminders, in one go."))
@options.period
@options.workspace
@click.option("--settle", type=click.FloatRange(min=0), default=2.0, show_default=True, metavar=tr("秒", "SECONDS"),
              help=tr("文件多久没有变化才收。", "How long a file must have stood unchanged."))
@options.scheduler
@options.as_json
@options.quiet
@click.pass_context
def run(ctx: click.Context, period: str | None, root: Path, settle: float, scheduler: str, inbox: str, archive: str, reports: str,
        as_json: bool, quiet: bool) -> None:
    """Collect, write the bulletin and remind."""
    from automation import pipeline
    from automation.cli import reports as words
    from automation.cli.reminders import tell

    office = pipeline.open_office(root, pipeline.Places(inbox, archive, reports))
    if engine := pipeline.engine(office, None, scheduler):
        ctx.call_on_close(engine.close)
    when = pipeline.reporting_period(office, period)
    with console.progress(tr("收表", "Collecting"), quiet or as_json) as progress:
        collected = pipeline.collect(office, settle=settle, progress=progress, engine=engine)
    path = pipeline.bulletin(office, when)
    reminded = pipeline.remind(office, when)
    pipeline.publish(office)
    if as_json:
        console.show_json({"collected": words.receipts(collected.receipts), "bulletin": str(path), "reminders": words.reminders(reminded)})
    elif not quiet:
        click.echo(tr(f"收了 {len(collected.receipts)} 个文件。通报已写出：{path}", f"Took in {len(collected.receipts)} files. The bulletin: {path}"))
        tell(reminded)
    ctx.exit(ExitCode.NEEDS_A_PERSON if collected.needs_a_person or reminded.round.reminders else ExitCode.DONE)
