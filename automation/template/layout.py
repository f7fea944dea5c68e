"""One workbook as :mod:`xlsxwriter` laid it out, and the same layout with what other units have in it.

Units of one plan and period whose forms have the same columns, rows of the same moulds and the same number formats
differ in values only: in the cells of their rows, in the banner, in the totals, in row heights, in rules for typing
that quote or bound by last period's values, in the stamp, and wherever the unit is named.
"""

import io
import re
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass

from automation.forms import FIRST_ROW, Form
from automation.formula import Scalar
from automation.model.plan import Kind, Unit
from automation.sheets.zipped import Member, joined, packed
from automation.template.elements import Strings, as_written, formula_cell, plain_cell
from automation.template.meta import StampedRow, table_lines
from automation.template.pattern import (
    CODE,
    CODE_MARK,
    NAME_MARK,
    UNIT,
    Pattern,
    RowPattern,
    cells,
    gap,
    row_pattern,
    rows,
    with_cell,
)
from automation.template.rules import Held
from automation.template.totals import first_total

_LEVEL = 3
"""Of packing: a fifth larger than at the usual level, in a third of the time."""
_BANNER_ROW = 6
_BLOCK = 16
"""Rows that a sheet's XML gives one span of columns for."""
_STRINGS = "xl/sharedStrings.xml"
_STRING = re.compile(r"<si>.*?</si>", re.DOTALL)
_COUNTS = re.compile(r'count="\d+" uniqueCount="\d+"')
_TEXT = re.compile(r'(?<= t="s"><v>)\d+(?=</v>)')
_RULES = re.compile(r'<dataValidations count="\d+">(.*)</dataValidations>', re.DOTALL)
_RULE = re.compile(r"<dataValidation [^>]*?/>|<dataValidation .*?</dataValidation>", re.DOTALL)
_SPAN = re.compile(r'spans="1:(\d+)"')


@dataclass(frozen=True)
class Filling:
    """What one unit's form has in its cells."""

    banner: str
    heights: Sequence[float]
    rows: Sequence[Sequence[Scalar]]
    totals: Sequence[Scalar]
    rules: Sequence[Held]


class _FormSheet:
    """A form's sheet, with gaps for its banner, rows, totals and rules."""

    def __init__(self, xml: str, form: Form, rules: int) -> None:
        self._rows: list[RowPattern] = []
        self._banner: tuple[str, str] = ("", "")
        self._totals: tuple[tuple[str, str], ...] = ()
        pieces, done = [], 0
        for number, row in rows(xml):
            pieces += [xml[done:row.start()], self._cut(number - 1, row, form)]
            done = row.end()
        whole = "".join((*pieces, xml[done:]))
        found = _RULES.search(whole)
        assert found is not None, "every form has a rule for its date"
        same = _RULE.findall(found[1])[rules:]
        self._same_rules = len(same)
        self.xml = "".join((whole[:found.start()], '<dataValidations count="', gap("count"), '">', gap("rules"), *same,
                            "</dataValidations>", whole[found.end():]))

    def _cut(self, number: int, row: re.Match[str], form: Form) -> str:
        """The row with 0-based ``number`` as the pattern has it."""
        if number == _BANNER_ROW - 1:
            self._banner = cells(row[3])[0]
            return with_cell(row[0], 0, gap("banner"))
        if FIRST_ROW <= number < form.total_row:
            self._rows.append(row_pattern(row))
            return gap("rows") if number == FIRST_ROW else ""
        if number == form.total_row and form.kind is Kind.PROJECT:
            first = first_total(form)
            self._totals = cells(row[3])[first:]
            return with_cell(row[0], first, gap("totals"), to_end=True)
        return row[0]

    def content(self, filling: Filling, strings: Strings) -> dict[str, str]:
        """What stands in the gaps."""
        totals = [formula_cell(head, formula, value) if formula else f"{head}/>"
                  for (head, formula), value in zip(self._totals, filling.totals, strict=True)]
        rules = [f"{before}{held.cells}{after}" for held in filling.rules for before, after in (held.rule.element,)]
        return {"banner": formula_cell(*self._banner, filling.banner), "rows": self._filled_rows(filling, strings),
                "totals": "".join(totals), "rules": "".join(rules), "count": str(len(rules) + self._same_rules)}

    def _filled_rows(self, filling: Filling, strings: Strings) -> str:
        out = []
        for row, height, values in zip(self._rows, filling.heights, filling.rows, strict=True):
            # Heights are kept in pixels, of which three make four points.
            out.append(f"{row.before}{int(height * 4 / 3 + 0.5) * 0.75:.16g}{row.after}")
            out += [formula_cell(head, formula, value) if formula else f"{head}/>" if value is None else plain_cell(head, value, strings)
                    for (head, formula), value in zip(row.cells, values, strict=True)]
            out.append("</row>")
        return "".join(out)


class _Stamp:
    """The sheet of the stamp, with a gap for its table."""

    def __init__(self, xml: str, lines: int) -> None:
        found = list(rows(xml))
        self._top = len(found) - lines
        last = found[self._top - 1][1]
        span = _SPAN.search(last[2])
        assert span is not None
        self._width = int(span[1])
        self.xml = xml[:last.end()] + gap("table") + xml[found[-1][1].end():]

    def content(self, stamped: Sequence[StampedRow], strings: Strings) -> dict[str, str]:
        """What stands in the gap."""
        lines = [[None if isinstance(value, str) and not as_written(value) else value for value in line] for line in table_lines(stamped)]
        widths: dict[int, int] = {(self._top - 1) // _BLOCK: self._width}
        for number, line in enumerate(lines, self._top):
            used = max(col for col, value in enumerate(line, 1) if value is not None)
            widths[number // _BLOCK] = max(widths.get(number // _BLOCK, 0), used)
        out = []
        for number, line in enumerate(lines, self._top):
            out.append(f'<row r="{number + 1}" spans="1:{widths[number // _BLOCK]}">')
            out += [plain_cell(f'<c r="{chr(65 + col)}{number + 1}"', value, strings) for col, value in enumerate(line) if value is not None]
            out.append("</row>")
        return {"table": "".join(out)}


class Layout:
    """A workbook taken apart, ready for the values of one unit after another."""

    def __init__(self, content: bytes, forms: Sequence[Form], rules: Sequence[int]) -> None:
        """Take ``content`` apart, laid out for a unit named by the marks of ``pattern``; ``rules`` counts each form's."""
        with zipfile.ZipFile(io.BytesIO(content)) as opened:
            parts = {name: opened.read(name).decode() for name in opened.namelist()}
        names = [f"xl/worksheets/sheet{number}.xml" for number in range(1, len(forms) + 3)]
        self._forms = {name: _FormSheet(parts[name], form, count) for name, form, count in zip(names, forms, rules, strict=False)}
        self._stamp_name, self._stamp = names[-1], _Stamp(parts[names[-1]], sum(len(form.rows) for form in forms))
        parts |= {name: sheet.xml for name, sheet in self._forms.items()} | {self._stamp_name: self._stamp.xml}
        numbers: dict[str, int] = {}
        for name in names:
            parts[name] = _TEXT.sub(lambda match: str(numbers.setdefault(match[0], len(numbers))), parts[name])
        self._uses = sum(len(_TEXT.findall(parts[name])) for name in names)
        strings = _STRING.findall(parts[_STRINGS])
        known = {_text(strings[int(old)]): new for old, new in numbers.items()}
        self._named = {text: number for text, number in known.items() if NAME_MARK in text or CODE_MARK in text}
        self._known = {text: number for text, number in known.items() if text not in self._named}
        parts[_STRINGS] = _COUNTS.sub(gap("counts"), _STRING.sub("", parts[_STRINGS], count=0))
        same = "".join(strings[int(old)] for old in numbers)
        parts[_STRINGS] = parts[_STRINGS].replace("</sst>", f"{same}{gap('added')}</sst>")
        patterns = {name: Pattern.of(text) for name, text in parts.items()}
        self._parts: dict[str, Pattern | Member] = {
            name: packed(name, pattern.filled({}), _LEVEL) if pattern.fixed else pattern for name, pattern in patterns.items()}

    def filled(self, unit: Unit, fillings: Sequence[Filling], stamped: Sequence[StampedRow]) -> bytes:
        """The workbook of ``unit``, byte for byte the same whichever unit it was laid out for."""
        named = {UNIT: unit.name, CODE: unit.code}
        said = {text.replace(NAME_MARK, unit.name).replace(CODE_MARK, unit.code): number for text, number in self._named.items()}
        strings = Strings(said | self._known, len(said) + len(self._known), self._uses)
        content = {name: named | sheet.content(filling, strings)
                   for (name, sheet), filling in zip(self._forms.items(), fillings, strict=True)}
        content[self._stamp_name] = named | self._stamp.content(stamped, strings)
        content[_STRINGS] = named | {"counts": f'count="{strings.uses}" uniqueCount="{strings.count}"', "added": strings.added}
        return joined(part if isinstance(part, Member) else packed(name, part.filled(content.get(name, named)), _LEVEL)
                      for name, part in self._parts.items())


def _text(element: str) -> str:
    """The text of a shared string, as :class:`Strings` knows it."""
    shown = re.sub(r"<[^>]*>", "", element).replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    return re.sub(r"_x005F(_x[0-9a-fA-F]{4}_)", r"\1", shown)
