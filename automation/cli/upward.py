"""upward."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from automation.cli import console, options
from automation.cli.language import tr
from automation.errors import ExitCode

if TYPE_CHECKING:
    from automation.upward.submit import Left, Upward


@click.command(help=tr("上报：把封账的一期作为本单位的填报表报给上级。\n\n"
                       "上级下发了填报工作簿的，用 --into 指明：按项目编码和栏目填入本级的汇总数，其余原样保留，另存一份，原文件不动。"
                       "上级的一个项目在本级是几项的，本级编码写成“上级编码-序号”，金额相加。\n\n"
                       "没有 --into 的，按本级任务书写出（上级与本级用同一份任务书时）。\n\n"
                       "写出的工作簿里有“上报来源”表：每个数由哪些单位的哪个文件、哪个格合成。把它交给上级，放进上级的 inbox 即可。\n\n"
                       "例：tongbao close 2017-06，然后 tongbao upward 2017-06 --into 船山区_2017年06月.xlsx",
                       "A closed period as this office's submission to the level above.\n\n"
                       "--into FILE fills the workbook that the level above issued to this office: items by code, columns by "
                       "heading, everything else kept; FILE itself is not touched. An item of the level above may be several here: "
                       "their codes are its code, a hyphen and a number, and their amounts are added.\n\n"
                       "Without --into the workbook is made from the own plan, for a level above with the same plan.\n\n"
                       "The workbook's last sheet leads from every figure to the files and cells that it is made of."))
@options.period
@options.workspace
@click.option("--into", type=click.Path(path_type=Path, dir_okay=False), metavar=tr("文件", "FILE"),
              help=tr("上级下发给本单位的填报工作簿。", "The workbook that the level above issued to this office."))
@click.option("--unit", default="", metavar=tr("单位", "UNIT"),
              help=tr("没有 --into 时：上级任务书里本单位的名称，默认为主办单位。", "Without --into: what the level above calls this office."))
@click.option("--revision", is_flag=True, help=tr("报封账后更正过的数。", "The figures as revised since closing."))
@click.option("-o", "--output", type=click.Path(path_type=Path), metavar=tr("文件|文件夹", "FILE|DIR"),
              help=tr("写到哪里，默认 reports/报告期/上报/。", "Where to write, reports/PERIOD/上报/ unless told."))
@options.as_json
@click.pass_context
def upward(ctx: click.Context, period: str | None, root: Path, into: Path | None, unit: str, revision: bool, output: Path | None,
           as_json: bool) -> None:
    """Write the submission to the level above."""
    from automation import pipeline

    office = pipeline.open_office(root)
    path, made = pipeline.upward(office, pipeline.reporting_period(office, period), into, unit, revision, output)
    if as_json:
        console.show_json(_json(path, made))
    else:
        click.echo(console.shown(tr(f"已写出 {path}：{made.facts.unit}{made.facts.period.label}，填了 {len(made.filled)} 格，来源见“上报来源”表。",
                                    f"Wrote {path}: {made.facts.unit} {made.facts.period}, {len(made.filled)} cells, sources on the last sheet.")))
        _list(made.left)
    ctx.exit(ExitCode.NEEDS_A_PERSON if made.left else ExitCode.DONE)


def _list(left: "tuple[Left, ...]") -> None:
    if left:
        click.echo(tr(f"没有填的 {len(left)} 格，请核对，需要的自己补填：", f"Left as they were, {len(left)}:"))
        for one in left:
            click.echo(console.shown(f"    {one.sheet}!{one.cell}  {one.code} {one.heading}  {one.reason}"))


def _json(path: Path, made: "Upward") -> dict[str, object]:
    from automation.export import text_of

    facts = made.facts
    return {"period": str(facts.period), "unit": facts.unit, "file": str(path), "closed_at": facts.closed_at, "revision": facts.revision,
            "export_sha256": facts.sha256,
            "figures": [{"item": f.asked.code, "field": f.asked.field.name if f.asked.field else "", "sheet": f.asked.sheet,
                         "cell": f.asked.cell, "value": text_of(f.rolled.value), "how": f.rolled.how, "parts": len(f.rolled.parts),
                         "due": f.rolled.due} for f in made.filled],
            "left": [one._asdict() for one in made.left]}
