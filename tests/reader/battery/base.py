"""The workbook that is mangled: a district's three forms with every cell filled in, all figures different."""

from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from openpyxl import Workbook, load_workbook
from openpyxl.cell import Cell
from openpyxl.formatting.formatting import ConditionalFormattingList
from openpyxl.styles.cell_style import StyleArray
from openpyxl.worksheet.worksheet import Worksheet

from automation.formula import Scalar
from automation.model.plan import Category, DataType, Field, Item, Kind, Plan, Settings, Table, Target, Unit
from automation.period import Frequency, Period
from automation.presets import preset
from automation.reader.headings import heading_key
from automation.reader.items import code_key, name_key
from automation.template.write import write_template

JUNE = Period.parse("2017-06")
UNIT = Unit("CS", "船山区民政局", ("船山区",), "县区")
OTHER = Unit("PX", "蓬溪县民政局", ("蓬溪县",), "县区")
UNITS = (UNIT, OTHER, Unit("FC", "福慈科", ("社会福利和慈善事业促进科",)), Unit("KX", "凯旋路街道办事处", (), "街道"))
NAME = "报表.xlsx"
FORMS = ("填报表", "任务", "指标")


def _project(code: str, ordinal: int, name: str, total: int, annual: int, unit: Unit = UNIT) -> Item:
    fixed: dict[str, Scalar] = {"项目名称": name, "建设年限": "2016-2018", "计划开工": "2016-03", "总投资": Decimal(total),
                                "年度计划投资": Decimal(annual), "截至上年底累计完成": Decimal(0)}
    return Item(code, "附件2", str(ordinal), name, fixed, unit.name, (unit.name,))


def _task(code: str, ordinal: int, name: str) -> Item:
    return Item(code, "任务1", str(ordinal), name, {"事项": name, "主要内容": f"{name}工作", "完成时限": "2017年12月"}, UNIT.name, (UNIT.name,))


def _indicator(code: str, ordinal: int, name: str, unit: str, kind: str) -> Item:
    fixed: dict[str, Scalar] = {"指标": name, "计量单位": unit, "口径": kind, "系数": Decimal(100)}
    return Item(code, "指标1", str(ordinal), name, fixed, UNIT.name, (UNIT.name,), (Target(Decimal(90), "90", ">=", Period.parse("2017-12")),))


PROJECTS = (
    _project("SN-01", 1, "老年养护院（一期）建设项目", 4000, 240), _project("SN-02", 2, "老年养护院（二期）建设项目", 3000, 170),
    _project("SN-03", 3, "救灾物资储备库", 2000, 125), _project("SN-04", 4, "社区日间照料中心改造工程", 1200, 75),
    _project("SN-05", 5, "殡仪馆迁建", 9000, 800), _project("SN-06", 6, "光荣院维修改造", 800, 400, OTHER),
)
TASKS = (_task("RW-1", 1, "农村留守儿童关爱保护"), _task("RW-2", 2, "城乡低保精准认定"))
INDICATORS = (_indicator("ZB-1", 1, "养老服务设施社区覆盖率", "%", "比率"), _indicator("ZB-2", 2, "养老床位数", "张", "存量"))
TYPED: dict[str, dict[str, Scalar]] = {
    "SN-01": {"预计完工": "2017-09-30", "开工年月": "2016-03", "本月完成投资": Decimal("121.5"), "项目状态": "在建", "形象进度": "综合楼主体施工至八层封顶", "问题类别": "无"},
    "SN-02": {"本月完成投资": Decimal("86.25"), "项目状态": "在建", "形象进度": "地下室底板混凝土浇筑完成", "问题类别": "无"},
    "SN-03": {"本月完成投资": Decimal("64"), "项目状态": "在建", "形象进度": "库房钢结构屋面安装完成", "问题类别": "无"},
    "SN-04": {"本月完成投资": Decimal("37.8"), "项目状态": "在建", "形象进度": "十二个中心改造完成验收", "问题类别": "无"},
    "SN-05": {"本月完成投资": Decimal("410"), "项目状态": "在建", "形象进度": "告别厅基础工程全部完成", "问题类别": "无"},
    "RW-1": {"进展情况": "建立留守儿童台账，入户走访覆盖全部乡镇", "完成率": Decimal("0.47"), "状态": "推进中"},
    "RW-2": {"进展情况": "完成低保对象年度复核，清退不符合条件的家庭", "完成率": Decimal("0.58"), "状态": "推进中"},
    "ZB-1": {"分子": Decimal(73), "分母": Decimal(91)}, "ZB-2": {"本期值": Decimal(1685)},
}
TRUTH = {(code, name): value for code, fields in TYPED.items() for name, value in fields.items()}
NAMES = {item.code: item.name for item in (*PROJECTS, *TASKS, *INDICATORS)}
Place = tuple[str, str]
"""(item code, field)."""


@cache
def plan() -> Plan:
    settings = Settings("SN", "“七大提升行动”", "遂宁市民政局", Period.parse("2016-01"), Period.parse("2020-12"))
    tables = ((("附件2", "项目总表", Kind.PROJECT, PROJECTS)), ("任务1", "任务", Kind.TASK, TASKS), ("指标1", "指标", Kind.INDICATOR, INDICATORS))
    own = {Kind.PROJECT: (Field("预计完工", Category.FILLED, DataType.DATE), Field("开工年月", Category.FILLED, DataType.MONTH))}
    return Plan(settings, UNITS, tuple(Table(code, title, kind, Frequency.MONTH, (*preset(kind, "万元", 2), *own.get(kind, ())), items)
                                       for code, title, kind, items in tables))


@cache
def issued() -> bytes:
    """The workbook as the template writer makes it, filled in and saved by a program that stores no results."""
    with TemporaryDirectory() as folder:
        target = Path(folder) / "issued.xlsx"
        write_template(target, plan(), UNIT, JUNE, {}, TYPED, {"填报人": "张三", "填报日期": "2017-06-19"})
        book = load_workbook(target)
    for sheet in book.worksheets:
        # What no reader looks at, so that the many copies are quickly made.
        sheet.conditional_formatting = ConditionalFormattingList()
        sheet.data_validations.dataValidation = []
        for row in sheet.iter_rows():
            for cell in row:
                if not isinstance(cell, Cell) or not cell.is_date:
                    cell._style = StyleArray()
        for column in sheet.column_dimensions.values():
            column.hidden = False  # the library moves cells, but not what is hidden
    saved = BytesIO()
    book.save(saved)
    return saved.getvalue()


class Inapplicable(Exception):  # noqa: N818
    """Another mangling has taken away what this one changes."""


@dataclass(frozen=True)
class Expected:
    """What a careful colleague makes of it. Whatever is not said here is read as if nothing had happened."""

    asks: frozenset[str] = frozenset()
    """Codes of errors and queries: exactly these."""
    notes: frozenset[str] = frozenset()
    """Codes of notes: at least these."""
    values: dict[Place, Scalar] = field(default_factory=dict)
    """What is read instead of what stood there; None for what is not read."""
    identified: bool = True


@dataclass(frozen=True)
class Mangling:
    """One way of mangling, with what is to be expected."""

    name: str
    edit: Callable[[Workbook], object]
    expected: Expected
    file: str = NAME
    alone: bool = False
    """Not to be combined with others: it changes who speaks, or all of the layout."""


def asked(*codes: str, **others: object) -> Expected:
    """The colleague asks."""
    return Expected(frozenset(codes), **others)  # type: ignore[arg-type]


def noted(*codes: str, **others: object) -> Expected:
    """She reads it all and says what she saw."""
    return Expected(notes=frozenset(codes), **others)  # type: ignore[arg-type]


def head(sheet: Worksheet, heading: str) -> Cell:
    """The cell of a heading."""
    for line in sheet.iter_rows(max_row=20):
        for cell in line:
            if isinstance(cell.value, str) and heading_key(cell.value) == heading_key(heading):
                return cell  # type: ignore[return-value]
    raise Inapplicable(heading)


def line(sheet: Worksheet, code: str) -> int:
    """The row of an item."""
    for cells in sheet.iter_rows():
        for cell in cells:
            if isinstance(cell.value, str) and (code_key(cell.value) == code_key(code) or name_key(cell.value) == name_key(NAMES[code])):
                return cell.row or 0
    raise Inapplicable(code)


HEADINGS = {"本月完成投资": "6月完成", "存在问题": "存在问题及需协调事项"}


def cell_of(book: Workbook, code: str, name: str) -> Cell:
    """The cell of an item's field, wherever it is now."""
    for sheet in book.worksheets:
        if sheet.sheet_state == "visible" and sheet.title != "填报说明":
            try:
                return sheet.cell(line(sheet, code), head(sheet, HEADINGS.get(name, name)).column)  # type: ignore[return-value]
            except Inapplicable:
                continue
    raise Inapplicable(code)


def sheet_of(book: Workbook, name: str) -> Worksheet:
    """A form's sheet, if it still goes by its name."""
    if name not in book.sheetnames:
        raise Inapplicable(name)
    return book[name]
