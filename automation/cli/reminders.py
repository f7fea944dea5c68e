"""remind."""

import datetime
import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from automation.cli import console, options
from automation.cli.language import tr
from automation.errors import ExitCode

if TYPE_CHECKING:
    from automation.reminding import Reminded


@click.command(help=tr("催报：给还没报送的单位写催报单、可粘贴的文字和邮件草稿，放在 reports/报告期/催报/。\n\n"
                       "例：tongbao remind 2017-06；只在催报日才写：--due-only；发送邮件：--smtp smtp.example.cn:587",
                       "Write the reminders: a page, a text and a mail draft for each unit that has yet to report."))
@options.period
@options.workspace
@click.option("--date", "day", type=click.DateTime(["%Y-%m-%d"]), metavar=tr("日期", "DATE"), help=tr("按哪一天写，默认今天。", "The day to write for; today unless told."))
@click.option("--due-only", is_flag=True, help=tr("只在任务书“催报日”那几天才写，可放进每天的计划任务。", "Write only on the plan's days of reminding."))
@click.option("--smtp", metavar=tr("主机[:端口]", "HOST[:PORT]"), help=tr("发送邮件；不写就只出草稿。", "Send the mails; without it there are drafts only."))
@click.option("--smtp-user", default="", metavar=tr("用户名", "USER"), help=tr("登录名；密码取自环境变量 TONGBAO_SMTP_PASSWORD。", "Login; the password comes from TONGBAO_SMTP_PASSWORD."))
@options.reports
@options.as_json
@options.quiet
@click.pass_context
def remind(ctx: click.Context, period: str | None, root: Path, day: datetime.datetime | None, due_only: bool, smtp: str | None,
           smtp_user: str, reports: str, as_json: bool, quiet: bool) -> None:
    """Write the reminders."""
    from automation import pipeline
    from automation.cli import reports as words
    from automation.reminders.mail import Server

    office = pipeline.open_office(root, pipeline.Places(reports=reports))
    when = pipeline.reporting_period(office, period)
    server = Server.parse(smtp, smtp_user, os.environ.get("TONGBAO_SMTP_PASSWORD", "")) if smtp else None
    found = pipeline.remind(office, when, day.date() if day else None, due_only, server)
    pipeline.publish(office)
    if as_json:
        console.show_json(words.reminders(found))
    elif not quiet:
        tell(found)
    ctx.exit(ExitCode.NEEDS_A_PERSON if found.round.reminders else ExitCode.DONE)


def tell(found: "Reminded") -> None:
    """Print which step today is, who is still to report, and where the files are."""
    from automation.labels import STATES
    from automation.reminders.wording import schedule_words

    one = found.round
    click.echo(tr(f"{one.period.label}：{schedule_words(one)}。", f"{one.period}: due {one.deadline:%Y-%m-%d %H:%M}; step today: {one.step.days if one.step else 'none'}."))
    for reminder in one.reminders:
        state = reminder.status.state.value
        click.echo(f"  {tr(STATES[state], state)}  {reminder.unit.name}  {reminder.unit.contact} {reminder.unit.phone}".rstrip())
    if not one.reminders:
        click.echo(tr("各单位都已报送，不用催报。", "Every unit has reported."))
    elif not found.written:
        click.echo(tr("今天不是催报日，没有写催报。", "Not a day of reminding: nothing written."))
    else:
        click.echo(tr(f"催报 {len(found.files)} 家，已写入 {found.folder}", f"{len(found.files)} reminders in {found.folder}"))
    if found.sent:
        click.echo(tr(f"已发送 {len(found.sent)} 封邮件：{'；'.join(found.sent)}", f"Sent {len(found.sent)} mails: {'; '.join(found.sent)}"))
