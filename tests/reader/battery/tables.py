"""Sheets, headings and rows moved about."""

from tests.reader.battery.base import TYPED, Expected, Mangling, asked, head, noted, sheet_of
from tests.reader.battery.layout import (
    Edit,
    both,
    copied_row,
    copy_of_sheet,
    far_down,
    headings_again,
    hidden,
    label,
    merged_down,
    money_line,
    moved,
    numbers_of_columns,
    on_one_sheet,
    own_column,
    own_sheet,
    renamed,
    reversed_rows,
    row_above,
    swapped_columns,
    total_on_top,
    two_rows_of_headings,
    typed_in_copy,
    without_column,
    without_row,
)

ROW = tuple(("SN-02", name) for name in TYPED["SN-02"])


def added(name: str, edit: Edit, expected: Expected = Expected(), alone: bool = False) -> Mangling:  # noqa: B008
    return Mangling(name, edit, expected, alone=alone)


def plain_rename(text: str) -> Mangling:
    return added(f"栏目名改为{text!r}", renamed("6月完成", text))


def aliased(text: str) -> Mangling:
    return added(f"栏目名改为{text}", renamed("6月完成", text), noted("S202"))


GONE = {("SN-0" + str(n), "本月完成投资"): None for n in range(1, 6)}
SHEETS = (
    *(added(f"工作表改名{t}", lambda book, t=t: setattr(sheet_of(book, "填报表"), "title", t), noted("S202"))  # type: ignore[misc]
      for t in ("Sheet1", "填 报 表", "船山区项目", "填报表 (2)", "填报表-副本", "附件2")),
    added("多一份相同的", copy_of_sheet("填报表 (2)")), added("多一份空的", copy_of_sheet("填报表 (2)", 空=True)),
    added("多一份不同的", copy_of_sheet("填报表 (2)", 本月=122.5), asked("S210")),
    added("改填在副本里", typed_in_copy, noted("S202"), alone=True), added("另有明细表", own_sheet, noted("S212")),
    added("缺任务表", lambda book: book.remove(sheet_of(book, "任务")),
          asked("S201", values={(c, n): None for c in ("RW-1", "RW-2") for n in ("进展情况", "完成率", "状态")})),
    added("两表合在一张", on_one_sheet, noted("S202")), added("任务表下移四十行", far_down, noted("S202")),
    added("藏了一行", hidden("row"), asked("S209")), added("藏了一栏", hidden("column"), asked("S209")), added("藏了一张表", hidden("sheet"), asked("S209")),
)
COLUMNS = (
    added("上插三行", moved("insert_rows", 1, 3), noted("S202")), added("标题下插一行", moved("insert_rows", 2, 1), noted("S202")),
    added("左插一栏", moved("insert_cols", 1), noted("S202")), added("中插两栏", moved("insert_cols", 6, 2), noted("S202")),
    added("删去标题行", moved("delete_rows", 1), noted("S202")), added("删去序号栏", without_column("序号"), noted("S202")),
    added("删去编码栏", without_column("项目编码"), noted("S202")), added("删去总投资栏", without_column("总投资"), noted("S202")),
    added("删去名称栏", without_column("项目名称"), noted("S202")), added("两栏换位", swapped_columns("6月完成", "形象进度"), noted("S202")),
    added("删去本月栏", without_column("6月完成"), asked("S201", values=GONE), alone=True),
    *map(plain_rename, ("６月完成", "6 月 完 成", "6月\n完成", "6月完成（必填）", "6月完成：", "＊6月完成", "6月份完成", "6月完成【填】")),
    *map(aliased, ("本月完成", "本月完成投资", "当月完成投资", "本月完成投资（万元）", "6月完成投资", "2017年6月完成投资", "本月完成\n投资")),
    added("栏目名是上月", renamed("6月完成", "5月完成"), asked("S201", notes=frozenset({"S212"}), values=GONE)),
    added("栏目名认不出", renamed("6月完成", "完成额"), asked("S201", notes=frozenset({"S212"}), values=GONE)),
    added("栏目名空了", renamed("6月完成", None), asked("S201", notes=frozenset({"S212"}), values=GONE)),
    added("栏目重复", lambda book: setattr(sheet_of(book, "填报表").cell(head(sheet_of(book, "填报表"), "6月完成").row, 31), "value", "6月完成"),
          asked("S203", notes=frozenset({"S212"}), values=GONE)),
    added("繁体栏目名", both(renamed("6月完成", "6月完成"), renamed("项目名称", "項目名稱"), renamed("项目状态", "項目狀態"), renamed("形象进度", "形象進度"))),
    added("两行栏目名", two_rows_of_headings("6月", "6月完成", "完成")),
    added("两行栏目名，下为期次", two_rows_of_headings("投资", "6月完成", "6月完成"), Expected()),
    added("栏目名上下合并", merged_down, noted("S202")), added("栏目下有编号行", numbers_of_columns), added("中间重印栏目名", headings_again),
    added("自加一栏", own_column("其中：中央资金"), noted("S212")), added("自加无名栏", own_column(None), noted("S212")),
)
ROWS = (
    added("空一行", row_above("SN-03")), added("一、分节行", row_above("SN-03", (2, "二、续建项目"))), added("（一）分节行", row_above("SN-01", (1, "（一）养老项目"))),
    added("分节行带小计数", row_above("SN-03", (4, "二、续建项目"), (12, 511.8))), added("小计行", row_above("SN-03", (4, "小计"), (12, 207.75))),
    added("其中行", row_above("SN-03", (4, "其中："), (12, 207.75))), added("市本级小计", row_above("SN-04", (4, "市本级小计"), (12, 207.75))),
    added("合计在上", total_on_top, alone=True), added("中间有合计", row_above("SN-03", (1, "合计"), (12, 207.75))),
    added("行序颠倒", reversed_rows, noted("S202")), added("缺一行", without_row("SN-02"), asked("S204", values=dict.fromkeys(ROW))),
    added("一行两次", copied_row("SN-02", "SN-03"), asked("S205", values=dict.fromkeys(ROW))),
    added("新项目", row_above("SN-03", (2, "新增"), (4, "公墓建设"), (12, 45.25)), asked("S206")),
    added("新项目无编码", row_above("SN-03", (4, "公墓建设"), (12, 45.25)), asked("S206")),
    added("编码没了", label("SN-01", "项目编码", None), noted("S202")), added("编码小写", label("SN-01", "项目编码", "sn-01 ")),
    added("编码全角", label("SN-01", "项目编码", "ＳＮ－０１")), added("编码长横线", label("SN-01", "项目编码", "SN—01")),
    added("编码写错", label("SN-01", "项目编码", "XX"), noted("S202")),
    added("编码没了名称加序号", both(label("SN-01", "项目名称", "1、老年养护院（一期）建设项目"), label("SN-01", "项目编码", None)), asked("S207", notes=frozenset({"S202"}))),
    added("编码没了名称差一字", both(label("SN-05", "项目名称", "殡仪馆迁建工程"), label("SN-05", "项目编码", None)), asked("S207", notes=frozenset({"S202"}))),
    added("编码没了名称换了期", both(label("SN-01", "项目名称", "老年养护院（三期）建设项目"), label("SN-01", "项目编码", None)),
          asked("S204", values={("SN-01", n): None for n in TYPED["SN-01"]})),
    added("编码没了名称无括号", both(label("SN-01", "项目名称", "老年养护院一期建设项目"), label("SN-01", "项目编码", None)), noted("S202")),
    added("名称繁体", label("SN-03", "项目名称", "救災物資儲備庫")), added("名称带空格", label("SN-03", "项目名称", " 救灾物资 储备库")),
    added("名称改了", label("SN-03", "项目名称", "防灾减灾中心"), asked("S207")), added("总投资改了", label("SN-03", "总投资", "2500"), asked("S207")),
    added("单位行改为元", money_line("单位：元", 10000, True), noted("V303"), alone=True),
    added("单位行改为亿元", money_line("单位：亿元", 1, False), asked("V304"), alone=True),
    added("单位行改为元而锁定数未改", money_line("单位：元", 1, False), asked("V304"), alone=True),
)
TABLES = (*SHEETS, *COLUMNS, *ROWS)
