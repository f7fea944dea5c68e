"""The formula language: what it reads, what it comes to, and how it is written in Excel."""

import pickle
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from automation.formula import Fault, Formula, FormulaError, Ref, Value, parse
from automation.formula.functions import FUNCTIONS
from automation.formula.tree import Binary, Call, Literal, Negative, Node

ROW: dict[Ref, Value] = {
    Ref("计划"): Decimal(1000),
    Ref("本月"): Decimal("120.5"),
    Ref("累计"): Decimal("480.25"),
    Ref("累计", previous=True): Decimal("359.75"),
    Ref("零"): Decimal(0),
    Ref("空"): None,
    Ref("空文本"): "",
    Ref("状态"): "已完工",
    Ref("字"): "Ab",
    Ref("真"): True,
}


def result(text: str) -> Value:
    return parse(text).evaluate(ROW.__getitem__)


def refused(text: str) -> FormulaError:
    with pytest.raises(FormulaError) as caught:
        parse(text)
    return caught.value


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1+2*3", Decimal(7)),
        ("(1+2)*3", Decimal(9)),
        ("10-4-3", Decimal(3)),
        ("100/10/5", Decimal(2)),
        ("2-(3-4)", Decimal(3)),
        ("-2+5", Decimal(3)),
        ("2*-3", Decimal(-6)),
        ("2--3", Decimal(5)),
        ("1+2&3*4", "312"),
        ("1&2+3", "15"),
        ('1&2="12"', True),
        ("1+1=2", True),
        ("1=1=TRUE", True),
        ("3>2>1", True),
        ("-5%", Decimal("-0.05")),
        ("200*5%", Decimal(10)),
        (".5+5.", Decimal("5.5")),
        ("+3", Decimal(3)),
    ],
)
def test_operators_bind_as_they_do_in_excel(text: str, expected: Value) -> None:
    """Percent binds tightest, then sign, * and /, + and -, &, and comparisons last; equals go from left to right."""
    assert expected == result(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[空]+1", Decimal(1)),
        ("-[空]", Decimal(0)),
        ('[空]&"x"', "x"),
        ("[空]=0", True),
        ('[空]=""', True),
        ("[空]=FALSE", True),
        ("[空]=[空]", True),
        ("[空]<1", True),
        ("[空]>-1", True),
        ('[空]<"a"', True),
        ("ISBLANK([空])", True),
        ("ISBLANK([空文本])", False),
        ("ISBLANK(IF(TRUE,[空]))", True),
        ("IF([空],1,2)", Decimal(2)),
        ("[空]", Decimal(0)),
        ("LEN([空])", Decimal(0)),
        ("N([空])", Decimal(0)),
        ("[空文本]=0", False),
        ("[空文本]=[空]", True),
    ],
)
def test_a_blank_cell_is_zero_among_numbers_and_no_text_among_texts(text: str, expected: Value) -> None:
    """A blank cell equals 0, "" and FALSE; a computed blank is a text and nothing else."""
    assert expected == result(text)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("1/0", "#DIV/0!"),
        ("[计划]/[空]", "#DIV/0!"),
        ("0/[零]", "#DIV/0!"),
        ("[状态]+1", "#VALUE!"),
        ("[空文本]*2", "#VALUE!"),
        ('"12"+1', "#VALUE!"),
        ("-[状态]", "#VALUE!"),
        ("1/0+[状态]", "#DIV/0!"),
        ("1/0=1/0", "#DIV/0!"),
        ("1/0&1", "#DIV/0!"),
        ("IF(1/0,1,2)", "#DIV/0!"),
        ("IF([状态],1,2)", "#VALUE!"),
        ("SUM(1,1/0)", "#DIV/0!"),
        ("SUM([状态]&1)", "#VALUE!"),
        ("MAX([状态],1/0)", "#DIV/0!"),
        ("AND(FALSE,1/0)", "#DIV/0!"),
        ("OR(TRUE,1/0)", "#DIV/0!"),
        ("AND([状态])", "#VALUE!"),
        ("OR([空])", "#VALUE!"),
        ("NOT([状态])", "#VALUE!"),
        ("ROUND(1/0,2)", "#DIV/0!"),
        ("ROUND(1,[状态])", "#VALUE!"),
        ("ABS([状态])", "#VALUE!"),
        ("LEN(1/0)", "#DIV/0!"),
        ("LEFT([字],-1)", "#VALUE!"),
        ("LEFT([字],1/0)", "#DIV/0!"),
        ("TRIM(1/0)", "#DIV/0!"),
        ("N(1/0)", "#DIV/0!"),
    ],
)
def test_a_fault_is_a_value_that_every_operation_hands_on(text: str, code: str) -> None:
    """Nothing raises: the first fault from the left is what the formula comes to."""
    assert Fault(code) == result(text)


def test_arithmetic_too_large_for_excel_is_a_fault() -> None:
    """Excel ends at 1E+308, and so do we."""
    huge = Decimal("1E200")

    assert Fault("#NUM!") == parse("[x]*[x]").evaluate(lambda ref: huge)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("IF(TRUE,1,1/0)", Decimal(1)),
        ("IF(FALSE,1/0)", False),
        ("IF([零]=0,0,1/[零])", Decimal(0)),
        ("AND(TRUE,1,[状态])", True),
        ("AND([真],0)", False),
        ("OR([空],FALSE,2)", True),
        ("NOT([空])", True),
        ("ABS(-3.5)", Decimal("3.5")),
        ("ROUND(2.5,0)", Decimal(3)),
        ("ROUND(-2.5,0)", Decimal(-3)),
        ("ROUND(2.345,2)", Decimal("2.35")),
        ("ROUND(1250,-2)", Decimal(1300)),
        ("ROUND(1.5,1.9)", Decimal("1.5")),
        ("ROUND(1/3*3-0.5,0)", Decimal(1)),
        ("ROUND(4,-1)", Decimal(0)),
        ("ROUND(1250,-2)&\"\"", "1300"),
        ("ROUND(1.5,999)", Decimal("1.5")),
        ("ROUND(1.5,-999)", Decimal(0)),
        ("SUM([本月],[累计],[空],[状态],[真])", Decimal("600.75")),
        ("SUM(1,TRUE,[空])", Decimal(2)),
        ("SUM(IF(TRUE,[状态]),1)", Decimal(1)),
        ("MIN([本月],[空],[状态])", Decimal("120.5")),
        ("MAX([空],[状态])", Decimal(0)),
        ("MAX(-1,[空])", Decimal(-1)),
        ("MIN(1,[空]+0)", Decimal(0)),
        ("LEN([状态])", Decimal(3)),
        ('LEN("𠮷")', Decimal(2)),
        ("LEN(1.50)", Decimal(3)),
        ("ISNUMBER([本月])", True),
        ("ISNUMBER([状态])", False),
        ("ISNUMBER([空])", False),
        ("ISNUMBER(1/0)", False),
        ("ISBLANK(1/0)", False),
        ("N([状态])", Decimal(0)),
        ("N(TRUE)", Decimal(1)),
        ("LEFT([状态])", "已"),
        ("LEFT([状态],2.9)", "已完"),
        ("LEFT([状态],99)", "已完工"),
        ('TRIM("  a   b ")', "a b"),
        ("TRUE+1", Decimal(2)),
        ("TRUE&1", "TRUE1"),
        ('1.50&"万元"', "1.5万元"),
        ("1/3&\"\"", "0.333333333333333"),
        ("-0&\"\"", "0"),
    ],
)
def test_functions_come_to_what_excel_shows(text: str, expected: Value) -> None:
    """IF is lazy; SUM, MIN, MAX, AND and OR pass over text and blanks in cells; halves round away from zero."""
    assert expected == result(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1/3*3>=1", True),
        ("1/3*3=1", True),
        ("1/3*3-1=0", True),
        ("0.1+0.2=0.3", True),
        ("0.1+0.2-0.3=0", True),
        ("123456789.12<123456789.13", True),
        ('9<"1"', True),
        ('"z"<FALSE', True),
        ("99<TRUE", True),
        ("TRUE>FALSE", True),
        ('"AB"="ab"', True),
        ('"B">"a"', True),
        ('"b">"A"', True),
        ('[字]="aB"', True),
        ('[字]<>"b"', True),
        ('1="1"', False),
        ("TRUE=1", False),
        ("[真]=TRUE", True),
    ],
)
def test_comparisons_judge_what_excel_displays(text: str, expected: bool) -> None:
    """Numbers compare at 15 significant digits, texts without regard to case, and kinds as number < text < truth."""
    assert expected is result(text)


def test_money_stays_exact() -> None:
    """No binary float comes between the cells and the sum."""
    assert Decimal("480.25") == result("[上期:累计]+[本月]")
    assert "480.25" == str(result("[上期:累计]+[本月]"))


def test_the_fields_of_a_formula_are_listed_once_in_order() -> None:
    """A plan can tell which fields a formula needs, of this period and of the one before."""
    formula = parse("IF([乙]>0,[上期:甲]+[乙],[甲])")

    assert (Ref("乙"), Ref("甲", previous=True), Ref("甲")) == formula.refs


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("＝［计划］＞＝［本月］", "[计划]>=[本月]"),
        ("IF（[状态]＝“已完工”，[计划]≥0.95，TRUE）", 'IF([状态]="已完工",[计划]>=0.95,TRUE)'),
        ("[上期：累计]＋【本月】－１２．５％", "[上期:累计]+[本月]-0.125"),
        ("[计划]≠[本月]", "[计划]<>[本月]"),
        ("[计划]≤[本月]＊２／３", "[计划]<=[本月]*2/3"),
        ("＂甲＂＆“乙”＆”丙“", '"甲"&"乙"&"丙"'),
        ("[计划]＜＞1", "[计划]<>1"),
        ("\u3000ｓｕｍ（ [ 计划 ] ，\n1）", "SUM([计划],1)"),
        ('[状态]="完工，（一期）"', '[状态]="完工，（一期）"'),
        ("[投资（万元）]", "[投资（万元）]"),
        ('"他说""好"""', '"他说""好"""'),
        ('“他说"好"”', '"他说""好"""'),
        ("“”", '""'),
        ("true", "TRUE"),
    ],
)
def test_full_width_punctuation_is_read_as_typed_by_a_clerk(typed: str, meant: str) -> None:
    """Outside text and field names a full-width sign is its half-width one; inside them every character is kept."""
    assert meant == parse(typed).excel(str)


@pytest.mark.parametrize(
    ("text", "position", "says"),
    [
        ("", 1, "公式是空的"),
        (" = ", 4, "公式是空的"),
        ("1+", 3, "没有写完"),
        ("1 2", 3, "少了运算符"),
        ("(1+2", 5, "少一个右括号，与第 1 个字符处的左括号配对"),
        ("SUM((1)", 8, "与第 4 个字符处"),
        ("1)", 2, "多出一个右括号"),
        ("1,2", 2, "逗号只能"),
        ("(1,2)", 3, "逗号只能"),
        ("1+*2", 3, "却是“*”"),
        ("[甲]==1", 5, "却是“=”"),
        ("[甲", 1, "缺右方括号"),
        ("甲]", 2, "多出一个右方括号"),
        ("[ ]", 1, "没有字段名"),
        ("[上期:]", 1, "没有字段名"),
        ('[甲]="完工', 5, "缺右引号"),
        ("[甲]='完工'", 5, "双引号"),
        ("[甲]!=1", 4, "<>"),
        ("SUM(1；2)", 6, "逗号"),
        ("[甲]%", 4, "百分号"),
        ("2^3", 2, "不认识的字符“^”"),
        ("项目状态=1", 1, "要写成 [项目状态]"),
        ("IF+1", 3, "函数 IF 后面要有括号"),
        ("=1+RUOND(1,2)", 4, "是不是 ROUND？"),
        ("VLOOKUP(1,2)", 1, "没有函数 VLOOKUP"),
        ("IF(TRUE)", 1, "2 到 3 个参数，这里有 1 个"),
        ("ROUND(1)", 1, "要 2 个参数"),
        ("SUM()", 1, "这里有 0 个"),
        ("IF(TRUE,,1)", 9, "却是“,”"),
        ("1234567890.123456", 1, "15 位"),
        ("1" + "0" * 400, 1, "15 位"),
        (f'"{"字" * 256}"', 1, "255"),
        ("(" * 70 + "1" + ")" * 70, 61, "套得太深"),
        ("-" * 200 + "1", 61, "套得太深"),
        ("1" + "+1" * 200, 301, "太长"),
    ],
)
def test_a_formula_that_cannot_be_read_says_where_and_why(text: str, position: int, says: str) -> None:
    """The position is 1-based in the text as typed, and the message is in the clerk's words with the way to mend it."""
    error = refused(text)

    assert position == error.position
    assert says in error.message
    assert f"第 {position} 个字符" in str(error)
    assert error.fix


def test_the_longest_formula_allowed_is_evaluated() -> None:
    """The bounds on length and depth stop short of the interpreter's own."""
    assert Decimal(150) == result("1" + "+1" * 149)
    assert Decimal(1) == result("(" * 59 + "1" + ")" * 59)


def test_excel_text_has_only_the_parentheses_it_needs() -> None:
    """What stands in the issued workbook reads as a person would write it."""
    formula = parse("=(([计划])-([本月]-1))*(2*3)/((4))+(IF((TRUE),(1),2))")
    addresses = {Ref("计划"): "D4", Ref("本月"): "上月!E4"}

    assert "(D4-(上月!E4-1))*(2*3)/4+IF(TRUE,1,2)" == formula.excel(addresses.__getitem__)


def test_every_function_is_one_that_excel_2007_knows() -> None:
    """An issued workbook opens in the oldest Excel a county still has."""
    known_2007 = {"IF", "AND", "OR", "NOT", "ABS", "ROUND", "SUM", "MIN", "MAX", "ISBLANK", "LEN", "ISNUMBER"}

    assert known_2007 | {"LEFT", "N", "TRIM"} == {"IF", *FUNCTIONS}


REFS = st.builds(Ref, st.sampled_from(["计划", "本月", "累计（万元）", "A1"]), st.booleans())
NUMBERS = st.decimals(min_value=0, max_value=10**9, allow_nan=False, allow_infinity=False, places=4)
LITERALS = st.builds(Literal, NUMBERS | st.booleans() | st.text(alphabet='a"“，]（ 完\n', max_size=5))
OPERATORS = st.sampled_from(["+", "-", "*", "/", "&", "=", "<>", "<", "<=", ">", ">="])


def _calls(nodes: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    counts = [("IF", 2), ("IF", 3), *((name, f.least) for name, f in FUNCTIONS.items()), ("SUM", 3), ("LEFT", 2)]
    return st.sampled_from(counts).flatmap(lambda c: st.builds(Call, st.just(c[0]), st.tuples(*[nodes] * c[1])))


TREES: st.SearchStrategy[Node] = st.recursive(
    REFS | LITERALS,
    lambda nodes: st.builds(Negative, nodes) | st.builds(Binary, OPERATORS, nodes, nodes) | _calls(nodes),
    max_leaves=15,
)


@given(TREES)
def test_whatever_is_written_is_read_back_as_the_same_expression(tree: Node) -> None:
    """Writing and reading are inverse, so no parenthesis is missing and no operator changes hands."""
    written = Formula("", tree, ()).excel(str)

    again = parse(written)

    assert tree == again.root
    assert written == again.excel(str)


@given(TREES, st.lists(st.none() | st.booleans() | NUMBERS | st.sampled_from(["", "x", "12"]), min_size=8, max_size=8))
def test_any_expression_comes_to_a_value_over_any_cells(tree: Node, cells: list[Value]) -> None:
    """Whatever a clerk sends, evaluation ends in a value or a fault, never in a traceback and never in a blank."""
    values = dict(zip([Ref(n, p) for n in ["计划", "本月", "累计（万元）", "A1"] for p in (False, True)], cells, strict=True))

    assert isinstance(Formula("", tree, ()).evaluate(values.__getitem__), Decimal | str | bool | Fault)


@given(TREES, st.lists(st.none() | st.booleans() | NUMBERS | st.sampled_from(["", "x", "12"]), min_size=8, max_size=8))
def test_a_condition_fails_exactly_where_it_comes_to_false(tree: Node, cells: list[Value]) -> None:
    """What is judged in the shortest way is what the whole expression says: FALSE or 0 fails, a fault or a text does not."""
    condition, names = Formula("", tree, ()), ["计划", "本月", "累计（万元）", "A1"]
    now, before = dict(zip(names, cells[:4], strict=True)), dict(zip(names, cells[4:], strict=True))
    result = condition.computed(now, before)

    assert (not isinstance(result, str | Fault) and not result) is condition.fails(now, before)


@pytest.mark.parametrize("text", [
    "IF(" * 55 + "TRUE" + ",1)" * 55, "-" * 58 + "1", "1" + "+1" * 149, "-" * 58 + "(" + "1" + "+1" * 110 + ")",
    "NOT(" * 58 + "TRUE" + ")" * 58, "SUM(" * 58 + "[x]" + ")" * 58,
])
def test_the_deepest_expressions_are_evaluated(text: str) -> None:
    """What may be written can also be computed and judged, however deep it nests."""
    condition = parse(text)

    assert not isinstance(condition.computed({}, {}), Fault)
    assert condition.fails({}, {}) in (True, False)


def test_a_formula_travels_without_what_was_made_of_it() -> None:
    """A plan goes to other processes, which make their own functions of its formulas."""
    condition = parse("[本月]>=0")
    assert not condition.fails({"本月": Decimal(1)}, {})

    assert condition == pickle.loads(pickle.dumps(condition))


@pytest.mark.parametrize(("value", "expected"), [
    ("正常", True), ("OK", True), ("ok ", False), ("", False), (None, False), (Decimal(1), False), (True, False), (Fault("#N/A"), Fault("#N/A")),
])
def test_a_list_of_texts_is_compared_as_one_by_one(value: Value, expected: Value) -> None:
    """Many comparisons of one field with texts come to what each of them says: case does not matter, a fault goes on."""
    condition = parse('OR([x]="正常",[x]="Ok",[x]="无")')

    assert expected == condition.computed({"x": value}, {})
    assert (expected is False) is condition.fails({"x": value}, {})
