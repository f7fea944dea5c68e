"""plans, init, plan-check."""

from pathlib import Path

import click

from automation.cli import console, options
from automation.cli.language import tr
from automation.errors import ExitCode


@click.command(help=tr("列出自带的任务书。用 tongbao init 文件夹 --plan 名称 以它新建工作区。",
                       "List the plans that ship with tongbao."))
@options.as_json
def plans(as_json: bool) -> None:
    """List the shipped plans with what they hold."""
    from automation.plan import shipped

    found = [(name, shipped.load(name)) for name in shipped.names()]
    if as_json:
        console.show_json([{"plan": name, "host": p.settings.host, "name": p.settings.plan_name,
                            "tables": {t.code: len(t.items) for t in p.tables}} for name, p in found])
        return
    rows = [(name, f"{p.settings.host}{p.settings.plan_name}", "、".join(f"{t.code} {len(t.items)} 项" for t in p.tables)) for name, p in found]
    console.show_table((tr("名称", "plan"), tr("内容", "about"), tr("报表", "tables")), rows)


@click.command(help=tr("新建工作区：建好 templates、inbox、archive、reports 文件夹，放入任务书。\n\n"
                       "例：tongbao init D:\\通报 --plan suining-2017；或 --plan 我的任务书.xlsx",
                       "Make a workspace from a shipped plan or a plan workbook of your own."))
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False), metavar=tr("文件夹", "DIR"))
@click.option("--plan", required=True, metavar=tr("名称|文件", "NAME|FILE"), help=tr("自带的任务书名称，或任务书文件。", "A shipped plan's name, or a plan workbook."))
def init(folder: Path, plan: str) -> None:
    """Make a workspace."""
    from automation import pipeline

    office = pipeline.create(folder, plan)
    settings = office.plan.settings
    click.echo(tr(f"已建好工作区 {folder}：{settings.host}{settings.plan_name}，{len(office.plan.tables)} 张报表。",
                  f"Made the workspace {folder}: {settings.host}{settings.plan_name}, {len(office.plan.tables)} tables."))
    click.echo(tr(f"下一步：在 Excel 里核对 {office.workspace.plan_path}，再运行 tongbao issue {settings.start} -w {folder}",
                  f"Next: look through {office.workspace.plan_path} in Excel, then run tongbao issue {settings.start} -w {folder}"))


@click.command(name="plan-check", help=tr("检查任务书，一次列出全部错误，每处带工作表、单元格和改法。",
                                          "Check a plan workbook: every fault at once, with sheet, cell and mend."))
@click.argument("file", required=False, type=click.Path(path_type=Path, dir_okay=False), metavar=tr("[文件]", "[FILE]"))
@options.workspace
@options.as_json
@click.pass_context
def plan_check(ctx: click.Context, file: Path | None, root: Path, as_json: bool) -> None:
    """Check a plan workbook, the workspace's unless told."""
    from automation.plan.faults import PlanError
    from automation.plan.read import read_plan
    from automation.workspace import Workspace

    path = file or Workspace(root).plan_path
    try:
        plan = read_plan(path)
    except PlanError as error:
        if not as_json or not error.faults:
            raise
        console.show_json({"file": str(path), "faults": [vars(f) for f in error.faults]})
        ctx.exit(ExitCode.FAILED)
    if as_json:
        console.show_json({"file": str(path), "faults": []})
        return
    click.echo(tr(f"{path}：没有错误。", f"{path}: no faults."))
    for table in plan.tables:
        control = "".join(f"，{field}合计 {total}" for field, total in table.controls)
        click.echo(f"  {table.code} {table.title}：{len(table.items)} 项{control}")
