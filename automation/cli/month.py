"""issue, check, collect, status."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from automation.cli import console, options
from automation.cli.language import tr
from automation.errors import ExitCode, UsageError
from automation.labels import OUTCOMES, STATES

if TYPE_CHECKING:
    from automation.model.submission import Finding


@click.command(help=tr("给每个填报单位写一份预填的工作簿，放在 templates/报告期/。\n\n例：tongbao issue 2017-06",
                       "Write one pre-filled workbook for each unit into templates/PERIOD/."))
@options.period
@options.workspace
@options.quiet
def issue(period: str | None, root: Path, quiet: bool) -> None:
    """Write the units' workbooks."""
    from automation import pipeline

    office = pipeline.open_office(root)
    when = pipeline.reporting_period(office, period)
    with console.progress(tr("下发", "Issuing"), quiet) as progress:
        paths = pipeline.issue(office, when, progress)
    if not quiet:
        click.echo(tr(f"{when.label}：已写出 {len(paths)} 份工作簿，在 {office.workspace.templates(when)}",
                      f"{when}: {len(paths)} workbooks in {office.workspace.templates(when)}"))
        deadline = office.plan.settings.deadline(when)
        click.echo(tr(f"请发给各单位填报，{deadline:%m月%d日 %H:%M} 前放回 {office.workspace.inbox}",
                      f"Send them out; they are due back in {office.workspace.inbox} by {deadline:%Y-%m-%d %H:%M}"))


@click.command(help=tr("检查填好的工作簿，不改动任何东西；报送前自己先查一遍。\n\n例：tongbao check 船山区民政局_2017年06月.xlsx",
                       "Check filled workbooks and touch nothing."))
@click.argument("files", nargs=-1, type=click.Path(path_type=Path), metavar=tr("文件…", "FILE…"))
@click.option("-w", "--workspace", "root", type=click.Path(path_type=Path, file_okay=False), metavar=tr("文件夹", "DIR"),
              help=tr("工作区；默认当前文件夹，其次文件所在的文件夹和它的各级上层。",
                      "The workspace; unless told the current folder, else the file's folder or one above it."))
@click.option("--explain", is_flag=True, help=tr("同时说明是怎么读的：凭什么认定单位和报告期，哪一栏、哪一行读作什么。",
                                                "Also say how the file was understood: identity, columns, rows."))
@options.as_json
@click.pass_context
def check(ctx: click.Context, files: tuple[Path, ...], root: Path | None, explain: bool, as_json: bool) -> None:
    """Check workbooks."""
    from automation import launchers, pipeline
    from automation.cli import explained, reports
    from automation.model.submission import Outcome

    files = launchers.dropped() or files
    if not files:
        raise UsageError(tr("没有要检查的文件", "No file to check"), tr("请把填好的工作簿拖到“自查”上，或写：tongbao check 文件", "tongbao check FILE"))
    beside = launchers.home()
    office = pipeline.open_office(root) if root else pipeline.nearest(
        (Path(), *(folder for file in files for folder in file.absolute().parents), *((beside,) if beside else ())))
    receipts = pipeline.check(office, files)
    understood = explained.submissions(office.plan, files) if explain else ()
    if as_json:
        shown = reports.receipts(receipts, check=True)
        console.show_json(shown | {"explain": [{"file": path.name, **explained.as_json(one)} for path, one in zip(files, understood, strict=True)]} if explain else shown)
    else:
        for number, receipt in enumerate(receipts):
            if explain:
                click.echo(receipt.name)
                explained.show(understood[number])
            _show(receipt.name, "ok" if receipt.outcome is Outcome.ACCEPTED else receipt.outcome.value, receipt.unit, receipt.findings)
        if not office.workspace.ledger.is_file():
            click.echo(tr("旁边没有台账，与往期的核对只凭表内的上期数；以办公室收表时的核对为准。",
                          "There is no ledger here: earlier months are known only from what the workbook was issued with."))
    ctx.exit(ExitCode.DONE if all(r.outcome is Outcome.ACCEPTED for r in receipts) else ExitCode.NEEDS_A_PERSON)


@click.command(help=tr("收取 inbox 里的全部文件：存档、识别、检查、并入台账。再运行一次不会重复。",
                       "Take in everything in the inbox: archive, identify, check, merge. Running again changes nothing."))
@options.workspace
@click.option("--settle", type=click.FloatRange(min=0), default=2.0, show_default=True, metavar=tr("秒", "SECONDS"),
              help=tr("文件多久没有变化才收。", "How long a file must have stood unchanged."))
@click.option("--watch", is_flag=True, help=tr("一直看着收件夹，放进来就收；Ctrl-C 结束。", "Keep watching and take in what is dropped; Ctrl-C ends."))
@click.option("--interval", type=click.FloatRange(min=0.1), default=5.0, show_default=True, metavar=tr("秒", "SECONDS"),
              help=tr("每隔多久看一次收件夹（与 --watch 合用）。", "Seconds between two looks, with --watch."))
@options.jobs
@options.scheduler
@options.as_json
@options.quiet
@click.pass_context
def collect(ctx: click.Context, root: Path, settle: float, watch: bool, interval: float, jobs: int | None, scheduler: str,
            inbox: str, archive: str, reports: str, as_json: bool, quiet: bool) -> None:
    """Take in the inbox."""
    from automation import pipeline
    from automation.cli import reports as words

    if jobs is not None and scheduler:
        raise UsageError(tr("--jobs 和 --scheduler 不能同时用", "--jobs and --scheduler exclude each other"),
                         tr("本机读用 --jobs，多机读用 --scheduler", "--jobs reads here, --scheduler on many machines"))
    office = pipeline.open_office(root, pipeline.Places(inbox, archive, reports))
    if engine := pipeline.engine(office, jobs, scheduler):
        ctx.call_on_close(engine.close)
    if watch:
        from automation.cli import watching

        watching.watch(office, interval, settle, engine, as_json, quiet)
        return
    with console.progress(tr("收表", "Collecting"), quiet or as_json) as progress:
        collected = pipeline.collect(office, settle=settle, progress=progress, engine=engine)
    if as_json:
        console.show_json(words.receipts(collected.receipts))
    elif not quiet:
        for receipt in collected.receipts:
            _show(receipt.name, receipt.outcome.value, receipt.unit, receipt.findings)
            if receipt.send_back:
                click.echo(tr(f"    退给单位：{office.workspace.root / receipt.send_back}", f"    for the unit: {office.workspace.root / receipt.send_back}"))
        for left in (*collected.waiting, *collected.refused):
            click.echo(console.shown(tr(f"留在收件夹：{left.name}（{left.reason}）", f"left in the inbox: {left.name} ({left.reason})")))
        counts = {o: sum(r.outcome.value == o for r in collected.receipts) for o in OUTCOMES}
        said = "，".join(f"{OUTCOMES[o]} {n}" for o, n in counts.items() if n)
        click.echo(tr(f"共 {len(collected.receipts)} 个文件：{said}。" if said else "收件夹里没有要收的文件。",
                      f"{len(collected.receipts)} files: {counts}" if said else "The inbox holds nothing to take in."))
        for state in pipeline.revised(office, collected):
            click.echo(tr(f"{state.period.label}已封账，这次收到的记为更正，到第 {state.revision} 号；打印：tongbao bulletin {state.period} --revision",
                          f"{state.period} is closed: this is a revision, up to number {state.revision}; see bulletin {state.period} --revision"))
    ctx.exit(ExitCode.NEEDS_A_PERSON if collected.needs_a_person else ExitCode.DONE)


@click.command(help=tr("各单位报送情况：已报、迟报、退回、未报、零报、空表。", "Who has reported, late, sent back, missing, nil, empty."))
@options.period
@options.workspace
@options.as_json
@click.pass_context
def status(ctx: click.Context, period: str | None, root: Path, as_json: bool) -> None:
    """Show where every unit stands."""
    from automation import pipeline
    from automation.cli import reports

    office = pipeline.open_office(root)
    when = pipeline.reporting_period(office, period)
    units = pipeline.status(office, when)
    deadline = office.plan.settings.deadline(when)
    if as_json:
        console.show_json(reports.status(when, units, deadline.date().isoformat()))
    else:
        rows = [(u.unit.name, tr(STATES[u.state.value], u.state.value), u.received.strftime("%m-%d %H:%M") if u.received else "", str(u.items),
                 str(u.returned_times or ""), "".join(u.history), u.file) for u in units]
        console.show_table((tr("单位", "unit"), tr("状态", "state"), tr("收到", "received"), tr("项数", "items"), tr("退回", "returned"),
                            tr("本年", "year"), tr("文件", "file")), rows, right=(3, 4))
        reported = sum(u.state in reports.REPORTED for u in units)
        click.echo(tr(f"{when.label}：应报 {len(units)} 家，已报 {reported} 家，截止 {deadline:%Y-%m-%d %H:%M}。",
                      f"{when}: {reported} of {len(units)} units have reported; due {deadline:%Y-%m-%d %H:%M}."))
        if note := office.plan.settings.shift_note(when):
            click.echo(note + "。")
    missing = any(u.state not in reports.REPORTED for u in units)
    ctx.exit(ExitCode.NEEDS_A_PERSON if missing else ExitCode.DONE)


def _show(name: str, outcome: str, unit: str, findings: "Sequence[Finding]") -> None:
    click.echo(console.shown(f"{tr(OUTCOMES[outcome], outcome)}  {name}  {unit}".rstrip()))
    for found in findings:
        place = f"{found.sheet}!{found.cell}" if found.cell else found.sheet
        what = tr(f"已说明：{found.explanation}", f"explained: {found.explanation}") if found.explanation else found.fix
        click.echo(console.shown(f"    {found.severity.value} {found.code} {place} {found.message}；{what}"))
