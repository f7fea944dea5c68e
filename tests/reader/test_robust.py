"""Whatever a workbook holds, reading it ends in a submission."""

import datetime
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from automation.reader.read import read_submission
from automation.sheets.grid import RawBook, RawCell, RawSheet
from automation.sheets.open import read_book
from tests.reader.books import issued, plan

CODES = {"F006", "I101", "I102", "I103", "I104", "I105", "I106", "S201", "S202", "S203", "S204", "S205", "S206", "S209",
         "S210", "S211", "S212", "V304"}
WORDS = ("合计", "填报人：", "6月完成", "本月完成投资", "项目编码", "SN-05", "2017-05", "填报单位：政权科", "—",
         "注：", "=", "工作表", "\x01")
CONTENT = st.one_of(st.none(), st.sampled_from(WORDS), st.text(max_size=40), st.floats(), st.integers(), st.booleans(),
                    st.dates(), st.datetimes(), st.timedeltas(), st.just(datetime.time(6, 20)))
PLACE = st.tuples(st.integers(0, 20), st.integers(0, 24))
CELL = st.tuples(PLACE, CONTENT, st.sampled_from([None, "", "SUM(A1:A9)"]), st.sampled_from([None, "#REF!"]),
                 st.booleans())


def harmed(sheet: RawSheet, cells: list[tuple[tuple[int, int], object, str | None, str | None, bool]], name: str,
           hidden: frozenset[int]) -> RawSheet:
    """The sheet with some cells replaced, some rows and columns hidden, under another name."""
    changed = dict(sheet.cells)
    for place, value, formula, error, waiting in cells:
        changed[place] = RawCell(value, *place, formula, error, waiting)  # type: ignore[arg-type]
    return replace(sheet, name=name, cells=changed, rows=max(sheet.rows, 21), columns=max(sheet.columns, 25),
                   hidden_rows=hidden, hidden_columns=hidden)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_reading_never_fails(data: st.DataObject) -> None:
    """Any cells anywhere, any sheets missing or renamed, any names and properties: a submission comes out."""
    book = read_book(issued())
    sheets = tuple(
        harmed(sheet, data.draw(st.lists(CELL, max_size=30)),
               data.draw(st.sampled_from([sheet.name, "任务", "Sheet1", ""])),
               data.draw(st.frozensets(st.integers(0, 20), max_size=3)))
        for sheet in book.sheets if data.draw(st.booleans()))
    odd_names = st.dictionaries(st.sampled_from(list(book.names)), st.text(max_size=9))
    names = data.draw(st.one_of(st.just(book.names), odd_names))
    properties = data.draw(st.sampled_from([book.properties, {"tongbao": "a|b|c|d"}, {"tongbao": "|"}, {}]))
    submission = read_submission(RawBook("xlsx", sheets, names, properties, data.draw(st.booleans())), "x", "0", plan())
    assert CODES >= {o.code for o in submission.observations}
    assert all(isinstance(fact, str) for o in submission.observations for fact in o.facts.values())
    assert len(submission.rows) == len({row.code for row in submission.rows})


@given(st.lists(CELL, max_size=60))
def test_any_grid_can_be_read(cells: list[tuple[tuple[int, int], object, str | None, str | None, bool]]) -> None:
    """A workbook that has nothing to do with us is one that nobody can tell the origin of."""
    sheet = harmed(RawSheet("Sheet1", True, False, 0, 0, {}), cells, "Sheet1", frozenset())
    codes = [o.code for o in read_submission(RawBook("csv", (sheet,)), "x.csv", "0", plan()).observations]
    assert ["I101"] == codes
