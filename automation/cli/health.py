"""doctor."""

import dataclasses
from collections import Counter
from pathlib import Path

import click

from automation.cli import console, options
from automation.cli.language import tr
from automation.errors import ExitCode

_MOST = 20
"""Lines of one kind that are printed; JSON has them all."""


@click.command(help=tr("体检：把 archive、台账和收件夹逐个文件核对一遍，说明哪里不对、怎么办。\n\n"
                       "--repair 只接着做完上次没做完的事，从不删除唯一的一份。",
                       "Check archive, ledger and inbox against each other, file by file."))
@click.option("--repair", is_flag=True, help=tr("把上次没做完的做完：补记、放回、清理残件。", "Finish what a crash left; never deletes the only copy of anything."))
@options.workspace
@options.as_json
@options.quiet
@click.pass_context
def doctor(ctx: click.Context, repair: bool, root: Path, as_json: bool, quiet: bool) -> None:
    """Check the workspace."""
    from automation import pipeline

    found = pipeline.doctor(pipeline.open_office(root), repair)
    if as_json:
        console.show_json({"sound": found.sound, **dataclasses.asdict(found)})
    elif not quiet:
        shown = Counter[str]()
        for trouble in found.troubles:
            shown[trouble.kind] += 1
            if shown[trouble.kind] <= _MOST:
                click.echo(console.shown(f"{trouble.path}  {trouble.message}"))
                click.echo(tr("    已修复", "    mended") if trouble.mended else f"    {trouble.fix}")
        for kind, count in shown.items():
            if count > _MOST:
                click.echo(tr(f"同类问题（{kind}）另有 {count - _MOST} 处，--json 列出全部。", f"{count - _MOST} more of {kind}; --json lists all."))
        left = sum(not trouble.mended for trouble in found.troubles)
        click.echo(tr(f"归档 {found.archived} 个文件，台账 {found.recorded} 个，待收 {found.waiting} 个；"
                      f"{f'有 {left} 处要处理' if left else '一切正常'}。",
                      f"{found.archived} files archived, {found.recorded} recorded, {found.waiting} waiting; {left} to mend."))
    ctx.exit(ExitCode.DONE if found.sound else ExitCode.NEEDS_A_PERSON)
