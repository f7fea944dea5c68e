"""What a worker hands back is what it read."""

import pickle
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from automation.model.submission import Reading, Row, Value

FIGURES = st.decimals(allow_nan=False, allow_infinity=False)
PARSED = st.one_of(st.none(), st.text(), FIGURES)
PLAIN = st.builds(lambda name, figure, column: Value(name, str(figure), figure, "填报表", f"{column}9"),
                  st.text(), FIGURES, st.sampled_from("ABC"))
ODD = st.builds(Value, st.text(), st.text(), PARSED, st.sampled_from(("填报表", "表2", "")),
                st.sampled_from(("L9", "L19", "AA9", "9", "L", "", "L10")), st.sampled_from(Reading), st.text())


def _row(values: list[Value]) -> Row:
    return Row("SN-01", "福利院", ("附件2", "附件3"), "填报表", 9, {v.field: v for v in values}, {f"上期:{v.field}": v for v in values})


def _sent(row: Row) -> Row:
    back: Row = pickle.loads(pickle.dumps(row))
    return back


@given(st.lists(PLAIN | ODD, max_size=6))
def test_a_row_comes_back_as_it_was_sent(values: list[Value]) -> None:
    """Whatever its values, also where their names, sheets or cells have nothing in common with the row's."""
    row = _row(values)
    assert row == _sent(row)


@given(st.lists(PLAIN | ODD, max_size=6))
def test_texts_and_figures_keep_their_kind(values: list[Value]) -> None:
    """12.00 does not come back as 12, nor a text as a figure."""
    row = _row(values)
    assert repr(row) == repr(_sent(row))


def test_rows_alike_are_sent_in_a_third_of_their_size() -> None:
    """Thirty rows of one form share their columns, readings and notes."""
    rows = tuple(Row(f"P{n}", "福利院", ("附件2",), "填报表", n, {
        name: Value(name, str(n * 7), Decimal(n * 7), "填报表", f"{column}{n}") for column, name in zip("ABCDEFGH", "甲乙丙丁戊己庚辛", strict=True)})
        for n in range(9, 39))
    one_by_one = [(*row.values.values(),) for row in rows]
    assert 3 * len(pickle.dumps(rows)) < len(pickle.dumps(one_by_one))
