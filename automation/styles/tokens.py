"""Fonts, colours and number formats: one look for every workbook that leaves the office."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class Fonts:
    """Font names by role; a workbook can hold neither a fallback list nor a font, so the profile fits the machine."""

    title: str
    """小标宋: mastheads and sheet titles; never bold."""
    body: str
    """仿宋: running text."""
    kai: str
    """楷体: notes under a title or a table."""
    hei: str
    """黑体: column headers and labels; never bold."""
    song: str
    """宋体: text in table cells, and the default."""
    digits: str = "Times New Roman"
    kpi: str = "Arial"


PROFILES = {
    "A": Fonts("方正小标宋简体", "仿宋", "楷体", "黑体", "宋体"),
    "B": Fonts("方正小标宋简体", "仿宋_GB2312", "楷体_GB2312", "黑体", "宋体"),
    "C": Fonts("方正小标宋_GBK", "方正仿宋_GBK", "方正楷体_GBK", "方正黑体_GBK", "方正书宋_GBK"),
}
"""A: Windows; B: machines with the older office fonts; C: domestic systems with the Founder GBK fonts."""

HEAVY = frozenset(face for fonts in PROFILES.values() for face in (fonts.title, fonts.hei))
"""Faces without a bold cut: bold would be smeared by the machine."""
SCRIPT = frozenset(face for fonts in PROFILES.values() for face in (fonts.body, fonts.kai))
"""Brush-drawn faces: font family 3, so that a machine without them picks a like one; the others are family 1."""
CHINESE = HEAVY | SCRIPT | frozenset(fonts.song for fonts in PROFILES.values())


@dataclass(frozen=True)
class Colors:
    """Colour tokens as ``#RRGGBB``."""

    RED: str = "#C00000"
    NAVY: str = "#1F3864"
    BLUE: str = "#2F5597"
    WHITE: str = "#FFFFFF"
    TEXT: str = "#262626"
    MUTED: str = "#595959"
    HEAD: str = "#DCE6F1"
    HEAD2: str = "#EEF3FA"
    LINE: str = "#8EA9C1"
    HAIR: str = "#BFCBD9"
    TOTAL: str = "#FFF7E0"
    CARD: str = "#F7F9FC"
    LINK: str = "#1F4E9E"
    GREEN: str = "#00843D"
    GREEN_FILL: str = "#E2F2E6"
    AMBER: str = "#B26B00"
    AMBER_FILL: str = "#FFF2CC"
    RED_FILL: str = "#FBE0DD"
    RED_LINE: str = "#E6B8B7"
    GREY: str = "#7F7F7F"
    GREY_FILL: str = "#EDEDED"
    GREY_LINE: str = "#BFBFBF"
    INPUT: str = "#FFFBE6"
    INPUT_LINE: str = "#E0B400"
    INPUT_HEAD: str = "#FFE699"
    INPUT_HEAD_TEXT: str = "#7F4F00"
    LOCKED: str = "#F5F5F5"
    ERROR_FILL: str = "#F8CBC6"
    QUERY_FILL: str = "#FFE699"
    COMMENT: str = "#FFF4CC"
    BAR: str = "#CFE0F3"
    SPARK: str = "#A9C1E0"
    GRID: str = "#D9D9D9"
    CHART_COLUMN: str = "#8FB0D9"
    CHART_GREEN: str = "#8CCBA3"
    CHART_AMBER: str = "#F7D070"
    CHART_RED: str = "#EB9C98"
    TAB_ORANGE: str = "#ED7D31"
    TAB_GREEN: str = "#70AD47"


COLORS = Colors()

LIGHT_COLORS = {
    "●": (COLORS.GREEN, COLORS.GREEN_FILL),
    "▲": (COLORS.AMBER, COLORS.AMBER_FILL),
    "■": (COLORS.RED, COLORS.RED_FILL),
    "○": (COLORS.GREY, COLORS.GREY_FILL),
}
"""Glyph of a light -> (font colour, fill colour)."""

# The trailing "_ " keeps digits off the border; "#,##0.##" is never used, as it shows 520 as "520.".
MONEY = '#,##0_ ;-#,##0_ ;"—"_ '
MONEY_DECIMAL = '#,##0.00_ ;-#,##0.00_ ;"—"_ '
PLAIN_MONEY = "#,##0_ "
"""For tracing and filling in, where 0 must be seen: 0 is not 未报."""
PLAIN_MONEY_DECIMAL = "#,##0.00_ "
PERCENT = "0.0%_ "
PERCENT_WHOLE = "0%_ "
GAP = '"快"0.0_ ;"慢"0.0_ ;"平"_ '
"""百分点 against 序时进度, stored as a number, ahead is positive."""
RISE = '"↑"0;"↓"0;"→"'
"""Places gained since the last ranking."""
COUNT = "0_ "
MONTH = '0"月"'
DATE = 'yyyy"年"m"月"d"日"'
MOMENT = 'm"月"d"日" hh:mm'
TEXT = "@"


def money_format(values: Iterable[Decimal | None]) -> str:
    """The format for one column of 万元: two decimals for all as soon as one value is not whole."""
    whole = all(value is None or value == value.to_integral_value() for value in values)
    return MONEY if whole else MONEY_DECIMAL
