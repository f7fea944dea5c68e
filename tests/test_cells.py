"""One raw cell to one value: certain, or unreadable with a hint, never a guess."""

import dataclasses
import datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from automation.cells import as_text, literal_value, read_value
from automation.formula import Scalar
from automation.model.plan import Category, DataType, Field
from automation.model.submission import Reading, Value

MONEY = Field("本月完成投资", Category.FILLED, DataType.MONEY, "万元", 2)
COUNT = Field("本期值", Category.FILLED, DataType.QUANTITY, "个", 2)
SHARE = Field("完成率", Category.FILLED, DataType.SHARE)
DATE = Field("完成日期", Category.FILLED, DataType.DATE)
MONTH = Field("开工年月", Category.FILLED, DataType.MONTH)
STATE = Field("项目状态", Category.FILLED, DataType.CHOICE, options=("未开工", "在建", "停工(季节性)"))
TEXT = Field("形象进度", Category.FILLED)
LITERAL, UNDERSTOOD, UNREADABLE, EMPTY = Reading.LITERAL, Reading.UNDERSTOOD, Reading.UNREADABLE, Reading.EMPTY


def value(field: Field, raw: object, formula: bool = False, error: str | None = None, uncalculated: bool = False,
          year: int | None = None) -> Value:
    return read_value(field, raw, formula=formula, error=error, uncalculated=uncalculated, sheet="填报表", cell="L9",
                      year=year)


def said(field: Field, raw: object, year: int | None = None) -> tuple[Scalar, Reading, str]:
    one = value(field, raw, year=year)
    return one.parsed, one.reading, one.note


@pytest.mark.parametrize(("raw", "expected"), [
    (62, "62"), (0, "0"), (-0.0, "0"), (1200.5, "1200.5"), (0.1 + 0.2, "0.3"), (1e21, "1000000000000000000000"),
    (1 / 3, "0.333333333333333"), (-12.345, "-12.345"), (41450.0, "41450"),
    (10**400, "1" + "0" * 400),
])
def test_a_number_is_read_with_the_15_digits_that_excel_shows(raw: float, expected: str) -> None:
    """A figure cell's number is exact, however the file stores it, and keeps every typed decimal."""
    one = value(MONEY, raw)
    assert (expected, LITERAL, expected) == (str(one.parsed), one.reading, one.raw)


@pytest.mark.parametrize(("raw", "expected"), [
    ("1200.5", "1200.5"), ("１，２００.５", "1200.5"), ("1,200.50", "1200.5"), ("12,345,678", "12345678"),
    ("1 200", "1200"), (" 62\u00a0", "62"), ("+62", "62"), ("−62", "-62"), ("－６２．５", "-62.5"), ("1.2E+3", "1200"),
    ("62万元", "62"), ("1200万", "1200"), ("1.38亿元", "13800"), ("1.38亿", "13800"), ("1234567元", "123.4567"),
    ("62 万元", "62"), (".5", "0.5"), ("12.", "12"), ("3千元", "0.3"), ("\u200b62", "62"),
])
def test_a_figure_in_text_is_understood_only_where_it_is_certain(raw: str, expected: str) -> None:
    """Full-width digits, separators and units of money are converted exactly, and the note says what was read."""
    assert (Decimal(expected), UNDERSTOOD, f"读作 {expected}") == said(MONEY, raw)


@pytest.mark.parametrize(("raw", "note"), [
    ("约62万", "可能是 62"), ("62左右", "可能是 62"), ("1.38亿元以上", "可能是 13800"), ("12,5", ""), ("5-8", ""),
    ("-", "可能是 0，也可能是没有数"), ("/", "可能是 0，也可能是没有数"), ("无", "可能是 0，也可能是没有数"),
    ("—", "可能是 0，也可能是没有数"), ("（120）", "可能是 -120"), ("12。5", "可能是 12.5"), ("12%", "可能是 12"),
    ("一百二十", ""),
    ("1,00", ""), ("1亿2000万", ""), ("62个", "可能是 62"), ("1.2.3", ""), ("￥62", "可能是 62"), ("1E999", ""),
    ("6" * 100, ""), ("正在推进", ""), ("=1+1", ""), ("٦٢", ""),
])
def test_anything_else_in_a_figure_is_unreadable_with_what_it_might_mean(raw: str, note: str) -> None:
    """A figure is never guessed: not from 约, not from a dash, not from a comma that may be a point."""
    one = value(MONEY, raw)
    assert (None, UNREADABLE, note, raw) == (one.parsed, one.reading, one.note, one.raw)


@pytest.mark.parametrize("raw", [True, datetime.time(6, 20), datetime.timedelta(1), float("nan"), float("inf")])
def test_what_is_no_number_is_no_figure(raw: object) -> None:
    """Truth values, times and numbers that are none do not become figures."""
    assert (None, UNREADABLE, "") == said(MONEY, raw)


def test_a_figure_formatted_as_a_date_is_not_lost() -> None:
    """A figure in a cell that turned into a date is sent back with the figure that Excel holds."""
    assert (None, UNREADABLE, "可能是 1200") == said(MONEY, datetime.date(1903, 4, 14))


@pytest.mark.parametrize(("raw", "expected"), [
    (None, EMPTY), ("", EMPTY), ("  \u3000\n", EMPTY), ("\u200b", EMPTY), (0, LITERAL), ("0", UNDERSTOOD),
])
def test_empty_is_not_zero(raw: object, expected: Reading) -> None:
    """A blank cell has no value; a typed 0 has one."""
    one = value(MONEY, raw)
    assert (expected, None if expected is EMPTY else 0) == (one.reading, one.parsed)


@pytest.mark.parametrize(("raw", "expected", "note"), [
    (0.45, "0.45", ""), (45, "45", ""), ("45%", "0.45", "读作 45%"), ("４５．５％", "0.455", "读作 45.5%"),
    ("0.45", "0.45", "读作 45%"), ("45", "45", "读作 4500%"),
])
def test_the_scale_of_a_share_is_never_guessed(raw: object, expected: str, note: str) -> None:
    """A share is 0..1 or written with %; a bare 45 stays 45 for the rules to question."""
    assert (Decimal(expected), UNDERSTOOD if note else LITERAL, note) == said(SHARE, raw)


@pytest.mark.parametrize(("raw", "parsed", "reading", "note"), [
    ("24个", Decimal(24), UNDERSTOOD, "读作 24"), ("24家", None, UNREADABLE, "可能是 24"),
    ("1.2万", None, UNREADABLE, "可能是 12000"), ("12%", None, UNREADABLE, "可能是 12"),
])
def test_a_quantity_knows_its_own_unit_only(raw: str, parsed: Scalar, reading: Reading, note: str) -> None:
    """The field's own unit behind a quantity is harmless; any other makes it unreadable."""
    assert (parsed, reading, note) == said(COUNT, raw)


def test_money_is_converted_into_the_plans_unit() -> None:
    """An office that counts in 亿元 gets 亿元."""
    in_yi = Field("总投资", Category.FILLED, DataType.MONEY, "亿元", 4)
    assert (Decimal("1.38"), UNDERSTOOD, "读作 1.38") == said(in_yi, "13800万元")


@pytest.mark.parametrize(("raw", "expected", "reading"), [
    ("2017-06-15", "2017-06-15", LITERAL), (datetime.datetime(2017, 6, 15, 8, 30), "2017-06-15", LITERAL),
    ("2017.6.15", "2017-06-15", UNDERSTOOD), ("2017/6/15", "2017-06-15", UNDERSTOOD),
    ("2017年6月15日", "2017-06-15", UNDERSTOOD),
    ("２０１７年６月１５号", "2017-06-15", UNDERSTOOD), ("20170615", "2017-06-15", UNDERSTOOD),
    (20170615, "2017-06-15", UNDERSTOOD),
    (42901, "2017-06-15", UNDERSTOOD), ("2017年6月底", "2017-06-30", UNDERSTOOD),
    ("2017年底", "2017-12-31", UNDERSTOOD),
    ("2016.2.29", "2016-02-29", UNDERSTOOD),
])
def test_a_date_is_read_in_the_usual_forms(raw: object, expected: str, reading: Reading) -> None:
    """Dates become ISO text, whether typed with dots, strokes, 年月日 or kept as a serial number."""
    one = value(DATE, raw)
    assert (expected, reading) == (one.parsed, one.reading)


@pytest.mark.parametrize(("raw", "note"), [
    ("2017.6.31", "可能是 2017-06-30"), ("2017.2.29", "可能是 2017-02-28"), ("2017-13-01", ""), ("2017年6月", ""),
    ("6月底", ""),
    ("17.6.15", "可能是 2017-06-15"), ("6月中旬", ""), (7, ""), ("2017.6-15", ""), ("2017年0月3日", ""),
    ("2017.6.0", "可能是 2017-06-30"),
    (True, ""), ("9" * 40, ""),
])
def test_an_impossible_or_partial_date_is_unreadable(raw: object, note: str) -> None:
    """A day that the month does not have is not moved to another one."""
    assert (None, UNREADABLE, note) == said(DATE, raw)


def test_a_date_without_a_year_belongs_to_the_year_of_the_report() -> None:
    """6月底 is certain once the year is known."""
    assert ("2017-06-30", UNDERSTOOD, "读作 2017-06-30") == said(DATE, "6月底", 2017)


@pytest.mark.parametrize(("raw", "expected", "reading"), [
    ("2017-06", "2017-06", LITERAL), (datetime.date(2017, 6, 1), "2017-06", LITERAL), ("2017.6", "2017-06", UNDERSTOOD),
    ("2017年6月", "2017-06", UNDERSTOOD), ("2017年6月份", "2017-06", UNDERSTOOD), (2017.6, "2017-06", UNDERSTOOD),
    (201706, "2017-06", UNDERSTOOD), ("2017.10", "2017-10", UNDERSTOOD), (2017.12, "2017-12", UNDERSTOOD),
    (datetime.date(2017, 6, 15), "2017-06", UNDERSTOOD), ("2017年底", "2017-12", UNDERSTOOD),
])
def test_a_month_is_read_in_the_usual_forms(raw: object, expected: str, reading: Reading) -> None:
    """Months become ISO text; the first of a month is how Excel keeps a typed month."""
    one = value(MONTH, raw)
    assert (expected, reading) == (one.parsed, one.reading)


def test_october_typed_as_a_number_is_asked_about() -> None:
    """2017.10 typed as a number is kept as 2017.1, which may be January: nobody can tell."""
    assert (None, UNREADABLE, "可能是 2017-01 或 2017-10") == said(MONTH, 2017.1)


@pytest.mark.parametrize(("raw", "parsed", "reading", "note"), [
    ("在建", "在建", LITERAL, ""), (" 在建 ", "在建", LITERAL, ""), ("停工（季节性）", "停工(季节性)", LITERAL, ""),
    ("在 建", "在建", UNDERSTOOD, "读作 在建"), ("在建中", None, UNREADABLE, "可能是 在建"),
    ("未动工", None, UNREADABLE, "可能是 未开工"),
    ("好", None, UNREADABLE, ""), ("", None, EMPTY, ""),
])
def test_a_choice_is_an_option_or_unreadable(raw: str, parsed: Scalar, reading: Reading, note: str) -> None:
    """Only the options count, whatever width they are typed in; for anything else the nearest is proposed."""
    assert (parsed, reading, note) == said(STATE, raw)


@pytest.mark.parametrize(("raw", "expected"), [
    (" 主体施工至8层\n", "主体施工至8层"), ("一、甲\r\n二、乙", "一、甲\n二、乙"), (8, "8"), (True, "TRUE"),
    ("=1+1", "=1+1"),
    (datetime.date(2017, 6, 15), "2017-06-15"),
])
def test_text_keeps_its_inner_line_breaks(raw: object, expected: str) -> None:
    """Text is taken as it stands, without blanks around it."""
    assert (expected, LITERAL, "") == said(TEXT, raw)


@pytest.mark.parametrize("field", [MONEY, DATE, STATE, TEXT])
def test_an_error_and_a_formula_without_a_result_are_never_blank(field: Field) -> None:
    """#REF! and a formula that nobody calculated are told apart from an empty cell in every kind of field."""
    error = value(field, None, formula=True, error="#REF!")
    waiting = value(field, None, formula=True, uncalculated=True)
    assert (Reading.CELL_ERROR, "#REF!", Reading.UNCALCULATED) == (error.reading, error.raw, waiting.reading)


def test_a_computed_cell_tells_whether_its_formula_is_still_there() -> None:
    """Whether a template's formula was overwritten can be told from the value; its — is text, not a mistake."""
    computed = Field("完成率", Category.COMPUTED, DataType.SHARE)
    live, typed = value(computed, "—", formula=True), value(computed, 0.5)
    assert ("formula", "—", LITERAL) == (live.note, live.parsed, live.reading)
    assert ("constant", Decimal("0.5"), LITERAL) == (typed.note, typed.parsed, typed.reading)


FIGURES = st.decimals(allow_nan=False, allow_infinity=False, min_value=-10**9, max_value=10**9, places=4)


@given(FIGURES, st.sampled_from(["{:f}", "{:,f}", " {:f} ", "{:f}万元", "{:,f} 万"]), st.booleans())
def test_what_is_rendered_is_read_back(figure: Decimal, form: str, wide: bool) -> None:
    """Any figure in any rendering that is understood comes back exactly."""
    text = form.format(figure)
    if wide:
        text = text.translate({ord(c): ord(c) + 0xFEE0 for c in "0123456789.,-"})
    assert (figure, UNDERSTOOD) == said(MONEY, text)[:2]


@given(FIGURES)
def test_a_conversion_of_units_is_exact(figure: Decimal) -> None:
    """元, 万元 and 亿元 differ by powers of ten and by nothing else."""
    read = [value(MONEY, f"{figure:f}{unit}").parsed for unit in ("元", "万元", "亿元")]
    assert [figure / 10**4, figure, figure * 10**4] == read


@given(st.integers(-10**15 + 1, 10**15 - 1), st.integers(0, 6))
def test_a_float_of_15_digits_is_read_as_typed(digits: int, places: int) -> None:
    """What a clerk typed in up to 15 digits survives the file's binary float."""
    figure = Decimal(digits).scaleb(-places)
    assert figure == value(MONEY, float(figure)).parsed


@given(st.dates(datetime.date(2000, 1, 1), datetime.date(2099, 12, 31)),
       st.sampled_from(["{:%Y-%m-%d}", "{0.year}.{0.month}.{0.day}", "{0.year}年{0.month}月{0.day}日", "{:%Y%m%d}",
                        "{0.year}/{0.month}/{0.day}"]))
def test_every_date_in_every_form_is_read_back(day: datetime.date, form: str) -> None:
    """Dates survive all the forms that clerks write them in."""
    assert day.isoformat() == value(DATE, form.format(day)).parsed


@given(st.one_of(st.text(), st.floats(), st.integers(), st.booleans(), st.dates(), st.datetimes(), st.times(),
                 st.timedeltas(), st.none()),
       st.sampled_from([MONEY, COUNT, SHARE, DATE, MONTH, STATE, TEXT]))
def test_no_content_breaks_the_reading(raw: object, field: Field) -> None:
    """Whatever a cell holds, it has a reading, and only what was read has a value."""
    one = value(field, raw, year=2017)
    assert (one.parsed is not None) == (one.reading in (LITERAL, UNDERSTOOD))
    assert as_text(raw) == one.raw


@given(st.sampled_from((MONEY, COUNT, SHARE, DATE, MONTH, STATE, TEXT)), st.sampled_from(Category),
       st.one_of(st.none(), st.text(), st.floats(), st.integers(), st.booleans(), st.dates(), st.sampled_from((" 在建", "12", "在\r\n建", "\u3164", "\u200b"))))
def test_the_short_way_says_what_the_long_one_says(field: Field, category: Category, raw: object) -> None:
    """What is taken as it stands is what reading it gives, to the last digit and the note."""
    asked = dataclasses.replace(field, category=category)
    note = "constant" if category is Category.COMPUTED else ""
    short = literal_value(asked, raw, "填报表", "L9", note)
    assert short is None or repr(value(asked, raw)) == repr(short)


@pytest.mark.parametrize(("field", "raw"), [(MONEY, 120.5), (MONEY, 0), (COUNT, 12), (SHARE, 0.48), (TEXT, "主体完工"), (TEXT, "综合楼8层")])
def test_usual_cells_take_the_short_way(field: Field, raw: object) -> None:
    """Figures and words."""
    assert literal_value(field, raw, "填报表", "L9") is not None
