"""One period in one file, for a spreadsheet or a script: CSV and JSON, sorted, held in memory."""

import csv
import io
import json
from collections.abc import Iterable, Iterator
from decimal import Decimal
from pathlib import Path

from automation.derive import rounded
from automation.formula import Scalar
from automation.ledger import ExportRow
from automation.model.plan import Plan

COLUMNS = ("plan", "period", "table", "item", "name", "unit", "field", "value", "number", "measure", "sheet", "cell", "sha256")
"""``value`` is the text of the value, ``number`` the same as an exact decimal string, empty for text."""
KINDS = ("csv", "json")
RISKY = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet program would take for a formula at the start of a CSV cell."""


def records(plan: Plan, rows: Iterable[ExportRow]) -> Iterator[dict[str, str]]:
    """One record for each value and table that its item stands in, by table, item, field and unit."""
    by_item: dict[str, list[ExportRow]] = {}
    for row in rows:
        by_item.setdefault(row.item, []).append(row)
    for table in plan.tables:
        for item in table.items:
            order = {f.name: n for n, f in enumerate(table.fields)}
            mine = [r for r in by_item.get(item.code, []) if r.field in order]
            for row in sorted(mine, key=lambda r: (order[r.field], r.unit)):
                field = table.fields[order[row.field]]
                value = rounded(field, row.value)
                yield {"plan": plan.settings.plan_code, "period": str(row.period), "table": table.code, "item": item.code,
                       "name": item.name, "unit": row.unit, "field": field.name, "value": text_of(value),
                       "number": text_of(value) if isinstance(value, Decimal) else "", "measure": field.unit,
                       "sheet": row.sheet, "cell": row.cell, "sha256": row.sha256}


def text_of(value: Scalar) -> str:
    """A value as text: decimals exact and without an exponent, empty for nothing."""
    if isinstance(value, Decimal):
        text = format(value, "f")
        return (text.rstrip("0").rstrip(".") if "." in text else text) or "0"
    return "" if value is None else str(value)


def as_csv(found: Iterable[dict[str, str]]) -> str:
    """The records as CSV with a heading line; text that a spreadsheet would run is held as text with an apostrophe."""
    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, COLUMNS, lineterminator="\n")
    writer.writeheader()
    for record in found:
        numeric = ("value", "number") if record["number"] else ()
        writer.writerow({key: text if key in numeric else _harmless(text) for key, text in record.items()})
    return buffer.getvalue()


def _harmless(text: str) -> str:
    return f"'{text}" if text.startswith(RISKY) else text


def write(folder: Path, name: str, found: list[dict[str, str]], kinds: Iterable[str] = KINDS) -> tuple[Path, ...]:
    """Write ``NAME.csv`` (UTF-8 with a mark, as Excel wants it) and ``NAME.json`` into ``folder``, or one of them."""
    folder.mkdir(parents=True, exist_ok=True)
    contents = {"csv": (as_csv, "utf-8-sig"), "json": (as_json, "utf-8")}
    paths = []
    for kind in kinds:
        text, encoding = contents[kind]
        path = folder / f"{name}.{kind}"
        path.write_text(text(found), encoding=encoding, newline="")
        paths.append(path)
    return tuple(paths)


def as_json(found: Iterable[dict[str, str]]) -> str:
    """The records as one JSON list."""
    return json.dumps(list(found), ensure_ascii=False, indent=1) + "\n"
