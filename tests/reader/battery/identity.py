"""Who and when, with stamps lost and lines retyped."""

from collections.abc import Callable

from openpyxl import Workbook

from tests.reader.battery.base import FORMS, NAME, Expected, Mangling, asked

TITLE = "2017年6月项目进展情况月报表"


def stampless(book: Workbook) -> None:
    """As after copying every sheet into a new workbook."""
    if "_meta" in book.sheetnames:
        del book["_meta"]
    for name in list(book.defined_names):
        if name.startswith("tongbao"):
            del book.defined_names[name]
    if "tongbao" in [prop.name for prop in book.custom_doc_props.props]:
        del book.custom_doc_props["tongbao"]
    if "填报说明" in book.sheetnames:
        del book["填报说明"]


def said(line: str | None, title: str | None = TITLE, stamped: bool = False) -> Callable[[Workbook], None]:
    """The first two rows of every form say this, and nothing else does."""
    def edit(book: Workbook) -> None:
        if not stamped:
            stampless(book)
        for name in FORMS:
            if name in book.sheetnames:
                book[name]["A1"], book[name]["A2"] = title, line
    return edit


def unit_beside(book: Workbook) -> None:
    said("填报单位：")(book)
    for name in FORMS:
        book[name]["C2"] = "船山区"


def without_items_elsewhere(line: str | None, title: str | None) -> Callable[[Workbook], None]:
    """As ``said``, and the rows renamed so that the items prove nothing."""
    def edit(book: Workbook) -> None:
        said(line, title)(book)
        for name in FORMS:
            book[name].delete_rows(9, 12)
    return edit


def sheet_called(name: str, line: str | None, title: str | None) -> Callable[[Workbook], None]:
    def edit(book: Workbook) -> None:
        said(line, title)(book)
        book["填报表"].title = name
    return edit


def signed(text: str) -> Callable[[Workbook], None]:
    def edit(book: Workbook) -> None:
        for row in book["填报表"].iter_rows():
            for cell in row:
                if cell.value == "张三":
                    cell.value = text
    return edit


def stamped_as(key: str, value: str) -> Callable[[Workbook], None]:
    def edit(book: Workbook) -> None:
        for cell in book["_meta"]["A"]:
            if cell.value == key:
                cell.offset(column=1).value = value
    return edit


def told(name: str, edit: Callable[[Workbook], object], expected: Expected = Expected(), file: str = NAME) -> Mangling:  # noqa: B008
    return Mangling(name, edit, expected, file, alone=True)


ASKED = {code: asked(code, identified=False) for code in ("I101", "I102", "I103", "I105", "I106")}
LINES = tuple(told(f"无印记，写{line}", said(line)) for line in (
    "填报单位：船山区", "填报单位：船山区民政局", "填报单位: 船山区", "填报单位：遂宁市船山区民政局", "填报单位（盖章）：船山区", "填报单位：船山区民政局（盖章）",
    "填報單位：船山區民政局", "报送单位：船山区", "填报单位： 船 山 区", "填报单位：ＣＳ", "填报单位：CS", "填报单位：船山区      填报人：张三",
))
PERIODS = tuple(told(f"无印记，写{line}，题{title}", said(f"填报单位：船山区   {line}", title)) for line, title in (
    ("填报期：2017年6月", "月报表"), ("填报期：2017.6", "月报表"), ("填报期：2017-06", "月报表"), ("填报期：2017/6", "月报表"), ("填报期：201706", "月报表"),
    ("填报期：二〇一七年六月", "月报表"), ("填报期：2017 年 6 月", "月报表"), ("填报期：２０１７年６月", "月报表"), ("填报期：6月份", "2017年月报表"),
    ("报告期：六月", "2017年度月报表"), ("填报期：2017年1—6月", "月报表"), ("填报期：6月", "2017年6月月报表"), ("", "2017年6月月报表"), ("", "民政项目2017.6"),
    ("", "民政重点项目（2017年6月份）"), ("所属期：2017年6月30日", "月报表"),
))
OTHERS = (
    told("单位写在旁边一格", unit_beside), told("只剩文件名", said(None, None), file="船山区民政局_2017年06月.xlsx"),
    told("文件名带日期", said(None, "2017年6月"), file="船山区(2017年7月3日报).xlsx"), told("只剩项目和标题", said(None)),
    told("工作表名是单位", sheet_called("船山区", None, TITLE), Expected(notes=frozenset({"S202"}))),
    told("工作表名是月份", sheet_called("2017年6月", "填报单位：船山区", "项目月报"), Expected(notes=frozenset({"S202"}))),
    told("单位全无", without_items_elsewhere(None, TITLE), ASKED["I101"]), told("期次全无", said("填报单位：船山区", "月报表"), ASKED["I101"]),
    told("月份没有年份", said("填报单位：船山区  填报期：6月", "月报表"), ASKED["I101"]),
    told("印记与表头单位不同", said("填报单位：蓬溪县", stamped=True), ASKED["I102"]),
    told("印记与表头期次不同", said("填报单位：船山区  填报期：2017年5月", stamped=True), ASKED["I102"]),
    told("印记与标题期次不同", said("填报单位：船山区", "2017年5月项目月报表", stamped=True), ASKED["I102"]),
    told("文件名是上月", said("填报单位：船山区  填报期：2017年6月", stamped=True), ASKED["I102"], file="船山区5月.xlsx"),
    told("文件名是别家", said("填报单位：船山区", stamped=True), ASKED["I106"], file="蓬溪县2017年6月.xlsx"),
    told("别家签的名", signed("蓬溪县民政局 王五"), asked("I106")),
    told("表名是别家", sheet_called("蓬溪县", "填报单位：船山区", TITLE), asked("I106", identified=False)),
    told("表内两处印记不同", stamped_as("单位编码", "PX"), ASKED["I102"]), told("别的任务书", said("填报单位：船山区  填报期：2019年2季度"), ASKED["I102"]),
    told("季度", said("填报单位：船山区  填报期：2017年二季度", "报表"), ASKED["I103"]), told("上半年", said("填报单位：船山区  填报期：2017年上半年", "报表"), ASKED["I103"]),
    told("计划之外的月份", said("填报单位：船山区  填报期：2015年6月", "报表"), ASKED["I103"]),
    told("没有任务的单位", said("填报单位：福慈科"), ASKED["I105"]), told("街道办", without_items_elsewhere("填报单位：凯旋路街道办", TITLE), ASKED["I105"]),
    told("印记还在，表头行没了", said(None, None, stamped=True)),
)
IDENTITY = (*LINES, *PERIODS, *OTHERS)
