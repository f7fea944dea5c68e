"""The list of commands, and what happens to errors."""

import importlib
import sys
from collections.abc import Sequence
from typing import Any, NamedTuple

import click

from automation.cli import console
from automation.cli.language import tr
from automation.errors import ExitCode, TongbaoError


class Entry(NamedTuple):
    """One command: where it is defined, and its line in the list."""

    name: str
    alias: str
    """The command's Chinese name."""
    module: str
    chinese: str
    english: str


COMMANDS = (
    Entry("plans", "计划", "plans", "列出自带的任务书", "list the plans that ship with tongbao"),
    Entry("init", "新建", "plans", "新建工作区", "make a workspace"),
    Entry("plan-check", "查任务书", "plans", "检查任务书，列出每处错误", "check a plan workbook: every fault with its cell"),
    Entry("issue", "下发", "month", "给每个单位写一份预填的工作簿", "write one pre-filled workbook for each unit"),
    Entry("check", "自查", "month", "检查填好的工作簿，不改动任何东西", "check filled workbooks and touch nothing"),
    Entry("collect", "收表", "month", "收取收件夹里的全部文件", "take in everything in the inbox"),
    Entry("status", "进度", "month", "各单位报送情况", "who has reported, late, sent back, missing"),
    Entry("remind", "催报", "reminders", "写催报单、催报文字和邮件草稿", "write the reminders to units that have yet to report"),
    Entry("figures", "合计", "results", "重算的合计数和完成率", "recomputed totals and rates"),
    Entry("bulletin", "通报", "results", "写出通报工作簿", "write the bulletin workbook"),
    Entry("trace", "溯源", "results", "一个数来自哪个文件、哪张表、哪个格", "where a figure came from"),
    Entry("export", "导出", "results", "导出合并后的数据", "merged values as CSV, JSON and Parquet"),
    Entry("run", "一键", "results", "收表，写出通报和催报", "collect, bulletin and reminders in one go"),
    Entry("carry", "移填", "carry", "把旧表里已填的内容移入新表", "move typed values from an old workbook into a fresh one"),
    Entry("close", "封账", "periods", "封存一期，之后的改动算更正", "freeze a period; what comes later is a revision"),
    Entry("reopen", "解封", "periods", "解除封账", "undo close"),
    Entry("upward", "上报", "upward", "把封账的一期作为本单位的填报表报给上级", "a closed period as this office's submission to the level above"),
    Entry("rules", "规则", "periods", "校验规则一览", "the catalogue of checks"),
    Entry("doctor", "体检", "health", "核对归档、台账和收件夹", "archive, ledger and inbox checked against each other"),
    Entry("console", "控制台", "macros", "写出控制台 tongbao.xlsm，每一步一个按钮", "write the macro workbook tongbao.xlsm"),
    Entry("macro", "宏", "macros", "不开 Excel，对关闭的工作簿运行按钮的宏", "run a button's macro on a closed workbook"),
    Entry("demo", "演练", "practice", "用真实任务书演练一个完整的月份", "a whole practice month on a real plan"),
)


class Commands(click.Group):
    """Finds commands by English or Chinese name, loads a command's module when it is asked for, and words errors."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """English names, in the order of the month."""
        return [entry.name for entry in COMMANDS]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command called ``cmd_name`` in either language."""
        for entry in COMMANDS:
            if cmd_name in (entry.name, entry.alias):
                module = importlib.import_module(f"automation.cli.{entry.module}")
                command: click.Command = getattr(module, entry.name.replace("-", "_"))
                return command
        return None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands without loading them."""
        with formatter.section(tr("命令", "Commands")):
            formatter.write_dl([(f"{e.name} {tr(e.alias, '')}".strip(), tr(e.chinese, e.english)) for e in COMMANDS])

    def main(self, args: Sequence[str] | None = None, *rest: Any, **more: Any) -> Any:
        """Run, and turn every way of failing into words and an exit code."""
        _speak_utf8()
        try:
            return super().main(args, *rest, **more)
        except TongbaoError as error:
            _print_error(error)
            sys.exit(error.exit_code)
        except Exception as error:
            click.echo(report_bug(error), err=True)
            sys.exit(ExitCode.BUG)


def _print_error(error: TongbaoError) -> None:
    click.echo(tr("错误：", "Error: ") + console.shown(error.message), err=True)
    for fault in getattr(error, "faults", ()):
        click.echo(console.shown(f"  {fault}"), err=True)
    if error.fix:
        click.echo(tr("改法：", "What to do: ") + console.shown(error.fix), err=True)


def report_bug(error: Exception) -> str:
    """Write a report that can be passed on; gives the words that name it."""
    from automation import bugs

    path = bugs.report(error)
    return tr(f"程序出错了（{type(error).__name__}）。没有丢失任何文件。\n请把这份报告交给维护人员：{path}",
              f"This is a bug ({type(error).__name__}). No file is lost.\nPlease pass this report on: {path}")


def _speak_utf8() -> None:
    """UTF-8 into pipes and files; on a terminal of another code page, replace what it cannot show."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(**({"errors": "replace"} if stream.isatty() else {"encoding": "utf-8"}))


@click.command(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
               help=tr("tongbao（通报）：民政局每月进度通报，从任务书到通报全程在 Excel 里完成。\n\n"
                       "一个月五步：下发 issue → 收表 collect → 进度 status → 通报 bulletin → 封账 close。\n"
                       "第一次用：tongbao demo 演练一遍，再 tongbao init 新建工作区。",
                       "tongbao: a civil-affairs bureau's month, from plan workbook to bulletin, inside Excel.\n\n"
                       "Five steps a month: issue → collect → status → bulletin → close.\n"
                       "First time: run 'tongbao demo', then 'tongbao init'."),
               epilog=tr("退出码：0 完成；1 完成，有事要人处理；2 用法不对；3 没能完成；4 程序出错。",
                         "Exit codes: 0 done; 1 done, something needs a person; 2 usage; 3 could not be done; 4 a bug."))
@click.option("--lang", metavar="LANG", expose_value=False, help=tr("界面语言：zh 或 en。", "Language of the terminal: zh or en."))
@click.version_option(package_name="tongbao", prog_name="tongbao", help=tr("版本。", "Show the version."))
def app() -> None:
    """Nothing to do before a command."""
