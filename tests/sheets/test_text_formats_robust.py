"""Formats that are text survive whatever becomes of the text: each file is read or refused with words."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from automation.sheets.limits import Limits
from automation.sheets.open import Unreadable, read_book
from tests.sheets.office_xml_books import office_xml, sheet

PAGE = ("<html><head><meta charset=gbk></head><body><h1>表 <em>填报</em></h1><table><col span=2 style='display:none'>"
        "<tr><td rowspan=2 colspan=3 x:num='1.5'>1.5</td><th sdval='2' sdnum='1033;0;YYYY'>2</th></tr><tr><td>一<br>二<comment>c</comment></td></tr>"
        "<!--[if x]><x:Name>甲</x:Name><![endif]--></table></body></html>").encode("gbk")
XML = office_xml(sheet("<Column ss:Index='2' ss:Hidden='1'/><Row ss:Index='2'><Cell ss:MergeAcross='1' ss:Formula='=R1C1'>"
                       "<Data ss:Type='Number'>1.5</Data></Cell><Cell><Data ss:Type='DateTime'>2017-06-30T00:00:00.000</Data></Cell></Row>"))
CSV = '标题,,\r\n"一\n二",#REF!,1.5\r\n'.encode("utf-16")
PIECES = st.sampled_from((b"<", b">", b"<!", b"<![", b"<![CDATA[", b"]]>", b"&#", b"&#x110000;", b'"', b"'", b"\0", b"\xff", b"\x80", b"<table>",
                          b"</table>", b"<tr>", b"99999999999", b"-1", b"nan", b"<?", b"<!--", b"--!>", b"<script>"))


@pytest.mark.parametrize("source", [PAGE, XML, CSV], ids=["html", "xml", "csv"])
@settings(max_examples=300, deadline=None)
@given(data=st.data())
def test_harmed_text_is_read_or_refused(source, data):
    """Bytes cut out, put in and doubled anywhere raise nothing but a refusal that says what to do."""
    harmed = source
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(harmed)))
        harmed = harmed[:at] + data.draw(PIECES | st.binary(max_size=3)) + harmed[at + data.draw(st.integers(0, 5)):]
    try:
        book = read_book(harmed, Limits(cells=1000, box=100_000))
    except Unreadable as refused:
        assert refused.fix
    else:
        assert all(cell.row < sheet.rows and cell.column < sheet.columns for sheet in book.sheets for cell in sheet.cells.values())
