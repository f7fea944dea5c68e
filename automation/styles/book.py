"""A workbook written in one go: same input, same bytes, and the old file stays until the new one is whole."""

import datetime
import gc
import io
import warnings
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

import xlsxwriter
from xlsxwriter.chart import Chart
from xlsxwriter.exceptions import XlsxWriterException
from xlsxwriter.format import Format

from automation.errors import WriteError
from automation.styles.place import put_in_place
from automation.styles.sheet import Sheet, quoted
from automation.styles.text import plain, units
from automation.styles.tokens import CHINESE, HEAVY, SCRIPT, Fonts
from automation.styles.worksheet import FastWorksheet

__all__ = ["Book", "Format", "Properties", "Sheet", "quoted"]

_GB2312 = 134
"""Character set of every Chinese face, so that a machine without it falls back to another Chinese one."""


@dataclass(frozen=True)
class Properties:
    """What the file says of itself under 文件 > 属性."""

    title: str
    subject: str = ""
    author: str = ""
    company: str = ""
    category: str = ""
    keywords: str = ""
    comments: str = ""
    created: datetime.datetime = datetime.datetime(2000, 1, 1)
    """Given, never the clock: equal content must give equal bytes."""
    custom: Mapping[str, str] = field(default_factory=dict)


class Book:
    """Context manager: sheets and formats inside, the file written when the block ends without an exception."""

    def __init__(self, target: Path | BinaryIO, *, fonts: Fonts, properties: Properties) -> None:
        self.fonts = fonts
        self.sheet_order: list[str] = []
        self._target = target
        self._content = io.BytesIO()
        self.workbook = xlsxwriter.Workbook(self._content, {"in_memory": True})
        self._formats: dict[tuple[tuple[str, object], ...], Format] = {}
        self._asked: dict[tuple[tuple[str, object], ...], Format] = {}
        self._variants: dict[tuple[object, ...], Format] = {}
        self._sheets: list[Sheet] = []
        self._names: set[str] = set()
        self._collecting = False
        self._describe(properties)

    def __enter__(self) -> Self:
        # Cells are made by the thousand and none is garbage before the file is written: looking for it is in vain.
        self._collecting = gc.isenabled()
        gc.disable()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if kind is None:
                self._close()
        finally:
            if self._collecting:
                gc.enable()

    def format(self, **properties: object) -> Format:
        """A cell format, one object per set of properties; 宋体 10 points, vertically centred unless told otherwise.

        Raises:
            ValueError: Bold 黑体 or 小标宋, which have no bold cut and would print smeared.
        """
        asked = tuple(properties.items())
        if asked not in self._asked:
            self._asked[asked] = self._format(properties)
        return self._asked[asked]

    def variant(self, base: Callable[[Fonts], Mapping[str, object]], changes: Mapping[str, object]) -> Format:
        """The format ``base`` with ``changes``, one object per set of properties; see :meth:`format`."""
        key = (base, *changes.items())
        if key not in self._variants:
            self._variants[key] = self.format(**{**base(self.fonts), **changes})
        return self._variants[key]

    def _format(self, properties: Mapping[str, object]) -> Format:
        filled: dict[str, object] = {"font_name": self.fonts.song, "font_size": 10, "valign": "vcenter", **properties}
        face = filled["font_name"]
        if face in HEAVY and filled.get("bold"):
            raise ValueError(f"{face} has no bold cut")
        if face in CHINESE:
            filled = {"font_charset": _GB2312, "font_family": 3 if face in SCRIPT else 1, **filled}
        key = tuple(sorted(filled.items()))
        if key not in self._formats:
            self._formats[key] = self.workbook.add_format(filled)
        return self._formats[key]

    def sheet(self, name: str, tab: str | None = None, *, gridlines: bool = False) -> Sheet:
        """A new sheet at the end; ``tab`` is its ``#RRGGBB``.

        Raises:
            WriteError: Excel does not allow the name, or another sheet has it.
        """
        # Excel keeps the name History for itself.
        taken = name.casefold() in ("history", *(other.casefold() for other in self.sheet_order))
        forbidden = not name or units(name) > 31 or set(name) & set("[]:*?/\\\n\t") or name[0] == "'" or name[-1] == "'"
        if taken or forbidden or name != plain(name).strip():
            rule = "名称须为1—31个字符，不含 [ ] : * ? / \\ 和换行，首尾没有空格和单引号"
            why = "已有同名的工作表，或为Excel保留的名称" if taken else rule
            raise WriteError(f"不能建立工作表《{name}》：{why}。", "请换一个名称。")
        raw = self.workbook.add_worksheet(name, FastWorksheet)
        assert isinstance(raw, FastWorksheet)
        if not gridlines:
            raw.hide_gridlines(2)
        if tab:
            raw.set_tab_color(tab)
        self.sheet_order.append(name)
        self._sheets.append(Sheet(raw, name, self.fonts.song))
        return self._sheets[-1]

    def name(self, defined_name: str, formula: str) -> None:
        """Give a cell, area or formula a name for the whole workbook.

        Raises:
            WriteError: Excel does not allow the name, or it is used already.
        """
        taken = defined_name.casefold() in self._names
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # the return code tells the same
            refused = taken or self.workbook.define_name(defined_name, formula) != 0
        if refused:
            why = "已经用过" if taken else "不是合法的名称"
            raise WriteError(f"不能定义名称“{defined_name}”：{why}。", "请换一个名称。")
        self._names.add(defined_name.casefold())

    def new_chart(self, kind: str, subtype: str | None = None) -> Chart:
        """A chart of an xlsxwriter kind (column, line, bar …), to be placed with :meth:`Sheet.chart`."""
        chart = self.workbook.add_chart({"type": kind, **({"subtype": subtype} if subtype else {})})
        if chart is None:
            raise ValueError(f"no chart kind {kind}")
        return chart

    def _describe(self, properties: Properties) -> None:
        created = properties.created
        if created.tzinfo:
            created = created.astimezone(datetime.UTC).replace(tzinfo=None)
        texts = ("title", "subject", "author", "company", "category", "keywords", "comments")
        given = {key: plain(text) for key in texts if (text := getattr(properties, key))}
        self.workbook.set_properties({**given, "created": created})
        for key, text in properties.custom.items():
            if units(text) > 255 or self.workbook.set_custom_property(key, plain(text), "text") != 0:
                raise WriteError(f"不能写入文件属性“{key}”：名称或内容超过255个字符。", "请缩短。")

    def _close(self) -> None:
        targets = {target for sheet in self._sheets for target in sheet.link_targets}
        if missing := sorted(targets - set(self.sheet_order)):
            raise WriteError(f"工作簿中有链接指向不存在的工作表：{'、'.join(missing)}。")
        try:
            self.workbook.close()
        except XlsxWriterException as error:
            raise WriteError(f"工作簿不能写成：{error}") from error
        if isinstance(self._target, Path):
            put_in_place(self._target, self._content.getvalue())
        else:
            self._target.write(self._content.getvalue())
