"""The short way through a worksheet: it takes what common programs write, and says what the long way says."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from automation.sheets.canonical import Content, Look, read_canonical
from automation.sheets.dates import Shown
from automation.sheets.limits import Limits
from automation.sheets.strings import read_shared
from automation.sheets.unreadable import Unreadable
from automation.sheets.worksheet import Worksheet

NAMESPACES = ('xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
              'xmlns:x14ac="http://schemas.microsoft.com/office/spreadsheetml/2009/9/ac"')
LOOK = Look(("项目名称", "", "a<b & c", "第一行\n第二行"), {"3": Shown.DATE}, False)
ROWS = (
    '<row r="1" spans="1:4" x14ac:dyDescent="0.25"><c r="A1" s="1" t="s"><v>0</v></c><c r="B1" s="1"/><c r="C1" s="1"/><c r="D1" t="s"><v>1</v></c></row>'
    '<row r="2" hidden="1"><c r="A2"><v>120.5</v></c><c r="B2" s="3"><v>42901</v></c><c r="C2" t="b"><v>1</v></c><c r="AA2" t="e"><v>#REF!</v></c></row>'
    '<row r="4" ht="0"/>'
    '<row r="5" ht="15"><c r="A5"><f>SUM(A1:A2)&amp;"&lt;"</f><v>12345678901234567</v></c><c r="B5" t="str"><f t="shared" si="0"/><v>√ 通过_x000D_</v></c>'
    '<c r="C5"><f aca="false">A1</f></c><c r="D5" t="str"><f>""</f><v></v></c><c r="E5"><v>-0.5E-3</v></c><c r="F5"><f>B1</f><v/></c></row>')
HEAD = '<cols><col min="1" max="2" width="9"/><col min="3" max="5" hidden="1" width="9"/><col min="7" max="7" width="0"/></cols>'
TAIL = ('<mergeCells count="1"><mergeCell ref="A1:C1"/></mergeCells><dataValidations count="1"><dataValidation sqref="A5" prompt="第1行，&gt;0">'
        "<formula1>8</formula1></dataValidation></dataValidations><headerFooter><oddFooter>&amp;L第 &amp;P 页</oddFooter></headerFooter>")


def part(rows: str = ROWS, head: str = HEAD, tail: str = TAIL, start: str = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n') -> bytes:
    """A worksheet part."""
    return f"{start}<worksheet {NAMESPACES}>{head}<sheetData>{rows}</sheetData>{tail}</worksheet>".encode()


def the_long_way(content: bytes) -> Content | None:
    """What element by element gives; None for damage."""
    sheet = Worksheet("填报表", LOOK, Limits())
    try:
        sheet.read_any(content)
    except Unreadable:
        return None
    return Content(sheet.cells, sheet.merged, sheet.hidden_rows, sheet.hidden_columns)


def the_short_way(content: bytes) -> Content | None:
    """What the pattern gives; None where it does not apply."""
    return read_canonical(content, LOOK, Limits())


@pytest.mark.parametrize("content", [
    part(), part(start=""), part(start="\ufeff"), part(rows=""), part(head="", tail=""), part(rows='<row r="3"/>'),
    part(rows='<row r="1" customFormat="false" ht="13.8" hidden="false" outlineLevel="0"><c r="A1" s="1" t="n"><f aca="false">1+1</f><v>2</v></c></row>'),
    part(rows='<row r="1"><c r="A1" t="str"><f>A2</f><v>第&#10;行</v></c></row>'),
])
def test_both_ways_say_the_same(content: bytes) -> None:
    """For what Excel, WPS, LibreOffice and XlsxWriter write, and repr tells 1 from 1.0."""
    short = the_short_way(content)
    assert short is not None
    assert repr(the_long_way(content)) == repr(short)


MARKS = ("<!-- x -->", "<![CDATA[5]]>", "<?x y?>", "]]>", "&amp;", "&lt;", "&x;", "&#0;", "&#49;", "\0", "\x0b", "\r\n", "\t", " ", "\ufffe", "<", ">", '"', "'", "&",
         "<v>7</v>", "<c r=\"A5\"><v>3</v></c>", '<row r="9">', "</row>", '<row r="9"/>', "<sheetData>", "</sheetData>", "<sheetData/>", 'xmlns="x"', ' xmlns:x="y"', " x:y=\"1\"",
         ' hidden="1"', ' r="7"', ' t="inlineStr"', ' t="d"', "<is><t>一</t></is>", "<mergeCell ref=\"B2:C3\"/>", '<col min="1" max="9" hidden="1"/>', "<x:c/>", "１２", "1e999", "NaN",
         "-1", "99999999", "XFE1", "A0", "A05", "a1", "/", "=", "第", "_x0041_", "<t>", 't="s"', 's="3"', "<f/>", "<v/>", "<f>1</f>")


@settings(max_examples=600)
@given(st.data())
def test_what_is_bent_is_read_alike_or_left_alone(data: st.DataObject) -> None:
    """Whatever a file was made to hold: the short way never says anything that the long way does not."""
    text = part().decode()
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(0, len(text)))
        text = text[:at] + data.draw(st.sampled_from(MARKS)) + text[at + data.draw(st.sampled_from((0, 0, 0, 1, 4, 12))):]
    content = text.encode()
    short = the_short_way(content)
    assert short is None or repr(the_long_way(content)) == repr(short)


@given(st.lists(st.one_of(st.integers(), st.floats(allow_nan=False, allow_infinity=False), st.sampled_from(("1.50", "-0", "007", "1E5", "12345678901234567890")))))
def test_numbers_are_read_alike(numbers: list[object]) -> None:
    """To the last digit."""
    cells = "".join(f'<c r="{chr(65 + n)}1"><v>{number}</v></c>' for n, number in enumerate(numbers[:26]))
    content = part(rows=f'<row r="1">{cells}</row>')
    assert repr(the_long_way(content)) == repr(the_short_way(content))


@pytest.mark.parametrize(("item", "text"), [
    ("<si><t>项目</t></si>", "项目"), ('<si><t xml:space="preserve"> a\n</t></si>', " a\n"), ("<si><t/></si>", ""), ("<si><t></t></si>", ""),
    ('<si><t>项目</t><phoneticPr fontId="1" type="noConversion"/></si>', "项目"), ("<si><t>东京</t><rPh sb='0' eb='2'><t>とうきょう</t></rPh></si>", "东京"),
    ("<si><r><rPr><b/></rPr><t>粗</t></r><r><t> 细</t></r></si>", "粗 细"), ("<si><t>a&lt;b&#10;&amp;amp;</t></si>", "a<b\n&amp;"),
    ("<si><t>_x000D_</t></si>", "\r"), ("<si><!-- x --><t>注</t></si>", "注"), ("<si><t><![CDATA[<x>]]></t></si>", "<x>"),
])
def test_shared_texts_come_back(item: str, text: str) -> None:
    """Plain, in runs, with phonetic hints, with entities, and as no program writes them."""
    table = f'<?xml version="1.0" encoding="UTF-8"?><sst {NAMESPACES.split()[0]} count="2" uniqueCount="2"><si><t>前</t></si>{item}</sst>'
    assert ("前", text) == read_shared(table.encode())


@pytest.mark.parametrize("damage", ["<si><t>a</si>", "<si><t>a&x;</t></si>", "<si><t>\x0b</t></si>", "<si><t>a]]></t></si>", "<si><r></si>", "x</sst>"])
def test_damaged_shared_texts_are_damage(damage: str) -> None:
    """The short way does not read what no parser would."""
    table = f"<sst {NAMESPACES.split()[0]}>{damage}</sst>"
    with pytest.raises(Unreadable, match="共享文本表"):
        read_shared(table.encode())
