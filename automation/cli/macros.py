"""console, macro."""

from pathlib import Path

import click

from automation.cli import options
from automation.cli.language import tr
from automation.errors import ExitCode, UsageError


@click.command(help=tr("在工作区里写出控制台 tongbao.xlsm：每一步一个按钮，用 Excel 打开即可（经 xlwings）。\n\n例：tongbao console 2017-06",
                       "Write tongbao.xlsm into the workspace: one button for each step, in Excel through xlwings."))
@options.period
@options.workspace
@click.option("--force", is_flag=True, help=tr("已有的 tongbao.xlsm 重新写；其中自己加的表会丢失。", "Replace a tongbao.xlsm that is there, own sheets included."))
@options.quiet
def console(period: str | None, root: Path, force: bool, quiet: bool) -> None:
    """Write the control workbook."""
    from automation import pipeline

    office = pipeline.open_office(root)
    path = pipeline.console(office, pipeline.reporting_period(office, period), force)
    if not quiet:
        click.echo(tr(f"控制台已写出：{path}\n请用 Excel 打开并启用宏；WPS 个人版没有 VBA，请用 tongbao macro。",
                      f"The control workbook: {path}"))


@click.command(help=tr("不开 Excel，对关闭的工作簿运行按钮背后的宏：下发、收表、进度、催报、通报、封账、打开通报、自查本工作簿、取台账、取合计、取进度。\n\n"
                       "例：tongbao macro 收表 tongbao.xlsm；tongbao macro 自查本工作簿 船山区民政局_2017年06月.xlsx",
                       "Run a button's macro on a closed workbook, without Excel: by its caption or its English name."))
@click.argument("name", metavar=tr("名称", "NAME"))
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False), metavar=tr("文件", "FILE"))
@click.option("--to", "target", type=click.Path(path_type=Path, dir_okay=False), metavar=tr("文件", "FILE"),
              help=tr("结果写到哪里；默认控制台写回原处，别的工作簿另存为“…_宏”。", "Where to write; a control workbook is written back, another one beside itself."))
@options.quiet
@click.pass_context
def macro(ctx: click.Context, name: str, file: Path, target: Path | None, quiet: bool) -> None:
    """Run a macro on a file."""
    from automation.console.layout import BUTTONS
    from automation.macros import control, steps
    from automation.macros.engine import open_book

    button = next((b for b in BUTTONS if name in (b.caption, b.step, b.step.replace("_", "-"), b.macro)), None)
    if button is None:
        raise UsageError(tr(f"没有名为“{name}”的宏", f"No macro {name}"), tr(f"可选：{'、'.join(b.caption for b in BUTTONS)}", ", ".join(b.step for b in BUTTONS)))
    book = open_book(file)
    # What openpyxl cannot keep (results of formulas, some extensions) must not be lost from a form that somebody filled in.
    target = target or (file if control.is_console(book) else file.with_stem(f"{file.stem}_宏"))
    said: control.Said = getattr(steps, button.step)(book)
    book.save(str(target))
    if not quiet:
        click.echo(said.text)
        click.echo(tr(f"已写入 {target}", f"Written: {target}"))
    ctx.exit(ExitCode.FAILED if said.failed else ExitCode.NEEDS_A_PERSON if said.needs_a_person else ExitCode.DONE)
