"""What stands where in ``tongbao.xlsm``: shared by whoever writes the workbook and by the macros behind its buttons."""

from dataclasses import dataclass

FILE_NAME = "tongbao.xlsm"
"""ASCII: a name in Chinese keeps macros from finding the workbook on macOS."""
SHEET, SETTINGS = "控制台", "xlwings.conf"

WORKSPACE, PERIOD, LAST, RESULT, UNITS, LOG = (
    f"console_{part}" for part in ("workspace", "period", "last", "result", "units", "log"))
"""Defined names; UNITS and LOG are the first cell under the headings of their lists."""

UNIT_HEADINGS = ("单位", "状态", "收到", "项数", "退回次数", "本年", "文件")
LOG_HEADINGS = ("时间", "按钮", "结果")
LOG_LINES = 12
ERROR_MARK, TASK_MARK = "错误", "待处理"
"""How a result begins that says that a step failed, or that a person is to do something about it."""


@dataclass(frozen=True)
class Button:
    """One button."""

    macro: str
    """Its macro in the VBA module Buttons."""
    step: str
    """The function of ``automation.macros.steps`` behind it."""
    caption: str
    tip: str
    """What it does, as the guide and the command say it."""


BUTTONS = (
    Button("IssueTemplates", "issue", "下发", "给每个单位写一份预填的工作簿"),
    Button("CollectInbox", "collect", "收表", "收取收件夹里的全部文件"),
    Button("ShowStatus", "status", "进度", "各单位报送情况"),
    Button("WriteReminders", "remind", "催报", "写催报单、催报文字和邮件草稿"),
    Button("WriteBulletin", "bulletin", "通报", "写出通报工作簿"),
    Button("ClosePeriod", "close", "封账", "封存一期，之后的改动算更正"),
    Button("OpenBulletin", "open_bulletin", "打开通报", "在本 Excel 中打开已写出的通报"),
    Button("CheckWorkbook", "check", "自查本工作簿", "检查打开的填报表，问题标在原格上"),
    Button("PullLedger", "pull_ledger", "取台账", "把本期合并后的数取到“台账数据”表"),
    Button("PullFigures", "pull_figures", "取合计", "把本期合计取到“合计数据”表"),
    Button("PullStatus", "pull_status", "取进度", "把本期报送情况取到“进度数据”表"),
)
