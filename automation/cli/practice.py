"""demo."""

from pathlib import Path

import click

from automation.cli.language import tr


@click.command(help=tr("演练：用真实任务书走完整个过程，数字是虚构的，有填对的、填错的、迟报的、没报的。\n\n"
                       "例：tongbao demo；tongbao demo 演练 --plan suining-2017",
                       "A whole practice month on a real plan with invented figures, mistakes included."))
@click.argument("folder", required=False, default="演练", type=click.Path(path_type=Path, file_okay=False), metavar=tr("[文件夹]", "[DIR]"))
@click.option("--plan", default="suining-2017", show_default=True, metavar=tr("名称", "NAME"), help=tr("自带的任务书。", "A shipped plan."))
@click.option("-q", "--quiet", is_flag=True, help=tr("只说结果。", "Print only the result."))
def demo(folder: Path, plan: str, quiet: bool) -> None:
    """Run the practice month."""
    from automation import pipeline
    from automation.practice.run import practise

    def say(line: str) -> None:
        if not quiet:
            click.echo(line)

    result = practise(folder, plan, report=say)
    office = pipeline.open_office(folder)
    summary = pipeline.summary(office, result.period)
    unit = office.plan.settings.money_unit
    click.echo(tr(f"通报：{result.bulletin}", f"The bulletin: {result.bulletin}"))
    for table in summary.tables:
        if table.table.control_field:
            click.echo(tr(f"{table.table.code} {len(table.items)} 个项目，总投资 {table.total('总投资'):f} {unit}",
                          f"{table.table.code}: {len(table.items)} projects, total investment {table.total('总投资'):f} {unit}"))
    if summary.combined.counted_once:
        click.echo(tr(f"去重后 {summary.combined.items} 个项目，总投资 {summary.combined.totals['总投资']:f} {unit}",
                      f"Counted once: {summary.combined.items} projects, total investment {summary.combined.totals['总投资']:f} {unit}"))
