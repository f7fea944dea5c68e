"""close, reopen, rules."""

from pathlib import Path

import click

from automation.cli import console, options
from automation.cli.language import tr


@click.command(help=tr("封账：这一期定稿。之后收到的改动记为更正第 n 号。", "Freeze a period; what comes later becomes a numbered revision."))
@click.argument("period", metavar=tr("报告期", "PERIOD"))
@options.workspace
def close(period: str, root: Path) -> None:
    """Close a period."""
    from automation import pipeline

    office = pipeline.open_office(root)
    state = pipeline.close(office, pipeline.reporting_period(office, period))
    click.echo(tr(f"{state.period.label}已封账。之后收到的记为更正第 {state.revision + 1} 号起，用 tongbao bulletin {state.period} --revision 打印。",
                  f"{state.period} is closed; what comes now is a revision, from number {state.revision + 1} on."))


@click.command(help=tr("解封：撤销封账。", "Undo close."))
@click.argument("period", metavar=tr("报告期", "PERIOD"))
@options.workspace
def reopen(period: str, root: Path) -> None:
    """Reopen a period."""
    from automation import pipeline

    office = pipeline.open_office(root)
    state = pipeline.reopen(office, pipeline.reporting_period(office, period))
    click.echo(tr(f"{state.period.label}已解封，已记入台账；之后收到的直接改数，不再另记更正。", f"{state.period} is open again; that is on record."))


@click.command(help=tr("校验规则一览：编号、级别、名称、问题、改法。", "The catalogue of checks."))
@options.workspace
@options.as_json
def rules(root: Path, as_json: bool) -> None:
    """List the checks, with the plan's own where the folder is a workspace."""
    from automation import pipeline
    from automation.workspace import Workspace

    plan = pipeline.open_office(root).plan if Workspace(root).plan_path.is_file() else None
    found = pipeline.catalogue(plan)
    if as_json:
        console.show_json([{"code": r.code, "severity": r.severity.name.lower(), "title": r.title, "message": r.message, "fix": r.fix} for r in found])
        return
    console.show_table((tr("编号", "code"), tr("级别", "level"), tr("名称", "title"), tr("问题", "message"), tr("改法", "fix")),
                       [(r.code, r.severity.value, r.title, r.message, r.fix) for r in found])
