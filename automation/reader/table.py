"""Where one form stands on its sheet: its headings, its rows, where it ends."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from automation.cells import as_text
from automation.cells.sense import folded
from automation.cells.variants import simplified
from automation.forms import Column, Form, Role, item_name_field
from automation.model.plan import Field
from automation.period import Period
from automation.reader.grid import by_row, text_at, text_of
from automation.reader.headings import Head, Wanted, heading_key
from automation.reader.items import Label, Matching, code_key, match_items, name_key
from automation.sheets.grid import RawCell, RawSheet

_GRAND = frozenset(("总计", "总合计", "累计总计"))
_TOTALS = _GRAND | {"合计", "共计", "全部合计"}
_SUBTOTAL = re.compile(r"(?:小计|其中)|.{0,20}(?:小计|合计|总计)")
_SECTION = re.compile(r"\s*(?:\([一二三四五六七八九十]{1,3}\)|[一二三四五六七八九十]{1,3}\s*[、.．])")
_BELOW = re.compile(r"(填报人|填表人|制表人|经办人|单位负责人|负责人|审核人|填报单位|联系电话)(\([^)]*\))?(签字|签名|盖章)?(:.*)?|(注|备注|说明|填表说明|附注|备忘)[0-9]?:.*", re.DOTALL)
"""What stands below a table: the signature, notes."""
_SIGNED = re.compile(r"(?:填报人|填表人|制表人|经办人|负责人|单位负责人|审核人|联系电话|填报日期|填表日期|报送日期)(?:\([^)]*\))?:")
_NUMBER_OF_COLUMN = re.compile(r"[甲乙丙丁戊己庚辛]|[(]?[0-9]{1,2}[)]?")
_LABELS = (Role.ORDINAL, Role.CODE, Role.ANNEX)
_TYPED = (Role.CODE, Role.FIXED, Role.FILLED)


@dataclass(frozen=True)
class Found:
    """A form on the sheet where it was found; rows and columns count from 0."""

    form: Form
    sheet: RawSheet
    head: Head
    rows: Matching
    end: int
    """First row below the items: the totals row, the signature or the end of the sheet."""
    totals_row: int | None
    passed: frozenset[int] = frozenset()
    """Rows among the items that are about none of them: sections, subtotals, numbers of columns, headings again."""

    @cached_property
    def located(self) -> tuple[tuple[Column, int], ...]:
        """Every column that was found once, with where it stands."""
        return tuple((c, self.head.columns[c.key]) for c in self.form.columns if c.key in self.head.columns)


def wanted_headings(form: Form, period: Period) -> tuple[Wanted, ...]:
    """The headings of ``form``; a prior column goes by no other name, for the field's names are this period's."""
    return _wanted(form.columns, period)


@lru_cache(maxsize=64)
def _wanted(columns: tuple[Column, ...], period: Period) -> tuple[Wanted, ...]:
    return tuple(Wanted(c.key, c.heading, () if c.role is Role.PRIOR else _names(c, period)) for c in columns)


def _names(column: Column, period: Period) -> tuple[str, ...]:
    if column.role is Role.CODE:
        return ("编码", "项目代码", "项目编号", "代码", "编号")
    return () if column.field is None else _field_names(column.field, period)


def _field_names(field: Field, period: Period) -> tuple[str, ...]:
    """The field's names, and the same with 6月 for 本月 and with the year before it."""
    names = (field.name, field.heading(period), *field.aliases)
    dated = [re.sub("^(?:本|当)(?:月|季度?|期)", period.short_label, name) for name in names]
    return tuple(dict.fromkeys((*names, *dated, *(f"{period.year}年{name}" for name in dated if name[:1].isdigit()))))


def find_table(sheet: RawSheet, form: Form, head: Head, until: int | None = None) -> Found:
    """The form under ``head`` on ``sheet``, above the row ``until`` where another form begins."""
    rows = by_row(sheet, head.row + 1, until)
    sorter = _Sorter(sheet, form, head)
    labels = sorter.sorted(rows)
    last = max((label.row for label in labels if sorter.knows(label)), default=head.row)
    totals_row = sorter.grand_total
    ends = [row for row in (totals_row, sorter.below) if row is not None and row > last]
    end = min((*ends, sorter.below if sorter.below is not None else sheet.rows, until or sheet.rows))
    items = {row.item.code: row.item.name for row in form.rows}
    return Found(form, sheet, head, match_items(labels, items), end, totals_row, frozenset(sorter.passed))


def typed_cells(found: Found, row: int) -> tuple[RawCell, ...]:
    """Constants of ``row`` in the columns that hold words or figures of the item, in the columns' order."""
    places = sorted(place for column, place in found.located if column.role in _TYPED)
    cells = (found.sheet.at(row, place) for place in places)
    return tuple(c for c in cells if c and c.formula is None and folded(as_text(c.value)))


class _Sorter:
    """Tells the rows below a heading apart: items, totals, and what is neither."""

    def __init__(self, sheet: RawSheet, form: Form, head: Head) -> None:
        places = head.columns
        self.sheet, self.head = sheet, head
        self.name = places.get(item_name_field(form.kind))
        self.code = places.get(Role.CODE.value)
        self.leading = [places[c.key] for c in form.columns
                        if (c.role in _LABELS or c.key == item_name_field(form.kind)) and c.key in places]
        self.typed = [places[c.key] for c in form.columns if c.role in _TYPED and c.key in places]
        self.words = [places[c.key] for c in form.columns if c.role is Role.FILLED and c.key in places
                      and not (c.field and c.field.type.numeric)]
        self.figures = [places[c.key] for c in form.columns if c.role is Role.FILLED and c.key in places
                        and c.field and c.field.type.numeric]
        self.codes = {code_key(row.item.code) for row in form.rows}
        self.names = {name_key(row.item.name) for row in form.rows}
        self.headings = {heading_key(text) for text in head.texts.values()}
        self.passed: set[int] = set()
        self.totals: list[tuple[int, str]] = []
        self.below: int | None = None

    def sorted(self, rows: Mapping[int, Sequence[RawCell]]) -> list[Label]:
        """What each row with any content is about; fills in ``totals``, ``below`` and ``passed`` on the way."""
        return [label for row, cells in rows.items() if (label := self._label(row, cells))]

    def knows(self, label: Label) -> bool:
        """Whether ``label`` names an item by its code or its whole name."""
        return code_key(label.code) in self.codes or name_key(label.name) in self.names

    @property
    def grand_total(self) -> int | None:
        """The row that adds up everything: 总计, else the only 合计; none where there are several."""
        grand = [row for row, word in self.totals if word in _GRAND] or [row for row, _ in self.totals]
        return grand[0] if len(grand) == 1 else None

    def _label(self, row: int, cells: Sequence[RawCell]) -> Label | None:
        label = Label(row, text_at(self.sheet, row, self.code), text_at(self.sheet, row, self.name))
        if self.knows(label):
            return label
        if _is_below(cells):
            self.below = row if self.below is None else self.below
            return None
        words = [name_key(text_of(c)) for c in cells if c.column in self.leading]
        if total := next((w for w in words if w in _TOTALS), ""):
            self.totals.append((row, total))
            return None
        if self._is_passed(row, cells, label):
            self.passed.add(row)
            return None
        if self.below is not None or self.totals:
            return label if label.name and any(self._typed(row, c) for c in self.figures) else None
        content = label.code or label.name or any(self._typed(row, c) for c in self.typed)
        return label if content else None

    def _is_passed(self, row: int, cells: Sequence[RawCell], label: Label) -> bool:
        """A subtotal, a section's heading, the columns' numbers, the headings again on another page."""
        texts = [text_of(c) for c in cells if c.value is not None and c.formula is None]
        if len(texts) > 1 and all(_NUMBER_OF_COLUMN.fullmatch(folded(text)) for text in texts):
            return True
        if sum(heading_key(text) in self.headings for text in texts) > max(1, len(texts) / 2):
            return True
        if any(self._typed(row, column) for column in self.words):
            return False
        leading = [folded(text_of(c)) for c in cells if c.column in self.leading and isinstance(c.value, str)]
        first = leading[0] if leading else ""
        return bool(_SECTION.match(first)) or any(_SUBTOTAL.fullmatch(name_key(text)) for text in leading)

    def _typed(self, row: int, column: int) -> bool:
        cell = self.sheet.at(row, column)
        return bool(cell and cell.formula is None and folded(as_text(cell.value)))


def _is_below(cells: Iterable[RawCell]) -> bool:
    """Whether the row's first words are a signature's or a note's, or several of its cells are a signature's labels."""
    texts = ["".join(simplified(folded(c.value)).split()) for c in cells if isinstance(c.value, str)]
    return bool(texts) and (_BELOW.fullmatch(texts[0]) is not None or sum(map(bool, map(_SIGNED.fullmatch, texts))) > 1)
