"""How a form was found, as data: for people who ask why a figure was read as it was."""

from automation.forms import Role
from automation.model.submission import Understood
from automation.reader.headings import heading_key
from automation.reader.table import Found
from automation.sheets.grid import column_letters


def understood(found: Found, money_unit: str) -> Understood:
    """Heading rows, columns and rows of ``found``, each with how it was told."""
    head, places = found.head, sorted(found.located, key=lambda pair: pair[1])
    columns = [(column_letters(place), " ".join(head.texts[place].split()), column.key,
                "栏目名" if heading_key(head.texts[place]) == heading_key(column.heading) else "别名") for column, place in places]
    columns += [(column_letters(place), " ".join(text.split()), "", "任务书没有这一栏") for place, text in sorted(head.spare.items())]
    names = {row.item.code: row.item.name for row in found.form.rows}
    coded = Role.CODE.value in head.columns
    rows = [(number + 1, code, names[code], _told(found, number, coded)) for code, here in found.rows.rows.items() for number in here]
    rows += [(label.row + 1, label.code, label.name, "任务书没有这一行") for label in found.rows.unknown]
    return Understood(found.form.sheet, found.sheet.name, tuple(range(head.row - head.rows + 2, head.row + 2)), money_unit,
                      tuple(columns), tuple(sorted(rows)), tuple(sorted(row + 1 for row in found.passed)))


def _told(found: Found, row: int, coded: bool) -> str:
    if row in found.rows.by_likeness:
        return "名称相近"
    return "名称" if row in found.rows.by_name or not coded else "项目编码"
