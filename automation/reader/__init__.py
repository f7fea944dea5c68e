"""A workbook's raw cells to a submission: whose it is, where its tables stand, every value with its cell.

The reader judges nothing. What it sees beyond values it hands on as observations; the rules word them. Facts are text.
``sheet`` and ``cell`` of an observation point at what it speaks of, where there is one cell to point at; ``item`` is an
item's code, ``field`` a field's name (or a column's key), ``value`` what stands in the cell.

==== ========================== ====================================================================================
code one for each               facts
==== ========================== ====================================================================================
F006 notice of the file         kind (macro, external_link, connection, embedded), what (Chinese)
I101 file                       missing (单位 / 报告期 / 单位、报告期), sources
I102 thing two sources differ   about (任务书 / 单位 / 报告期), first, first_source, second, second_source, sources
I103 wrong plan or period       about (任务书 / 报告期), found, expected (plan code; 起始—终止),
                                reason (属于另一份任务书 / 看不懂 / 频次不同 / 不在任务书起止期内), sources
I104 template of other version  found, expected
I105 unit that cannot report    unit, reason (不在任务书的单位中 / 是单位组 / 不填报 / 本期没有填报任务),
                                likely, sources
I106 other unit's words         unit, other, source (文件名 / 工作表名“…” / a title's cell / 填报人 / 表内的项目)
S201 missing sheet or heading   what (工作表 / 表头), missing, likely, likely_cell
S202 thing read all the same    what (工作表 / 表头 / 锁定列 / 表头位置 / 列位置 / 行次序 / 项目编码),
                                expected, found (the first of its kind), count
S203 heading that stands twice  heading, cells (I8、J8)
S204 item without a row         name, annex, likely (name of an unknown row that resembles it), likely_cell,
                                figures (what was typed there: L9=120.5、S9=在建)
S205 item with several rows     name, cells, figures
S206 row unknown to the plan    code, name, text (the row's content, ； between cells), more (rows past the hundredth,
                                which are not told one by one; 0 as a rule)
S209 hidden row, column, sheet  what (行 / 列 / 工作表), where (第12行 / J列 / name), cells (I12=520、J12=600), count
S210 form that stands twice     name, cells (in which the copies differ: 填报表!L9=120.5、填报表 (2)!L9=130), count
S211 merged range with content  cells (L9:L10), count, names (of the items), found
S212 column or sheet nobody     where (“中央资金”栏 / 没有栏目名的一栏 / 工作表“明细”), cells, count
     asked for, with figures
V304 line above a table         found, expected (units of money: the locked amounts are in the plan's all the same)
==== ========================== ====================================================================================

Who and when: what is printed (the stamp's three places, 填报单位 and 填报期 on any sheet) goes before what people call
a thing (titles, names of sheets and file), and the items speak last, where nothing else names the unit. Whatever speaks
of the period must agree. Two units in print are I102; all print of one unit and the sender's own words of another are I106.

Where: a form is looked for on the sheet of its name and its copies, on every other sheet by its headings (one to three
rows of them), below other forms, and last on a sheet that a clerk typed herself. A copy with nothing else in it is passed
over. Rows are items by code, by name, then by the one name that is near and counts alike (一期 is not 二期); sections,
subtotals, numbers of columns and repeated headings are passed over.

What: a bare figure is in the unit that its heading or the line above its table declares; a formula without a result is
computed where it is made of cells of its own sheet. Whatever is not literal is ``Reading.UNDERSTOOD`` with what was read.
``Submission.understood`` says how each form was found.

``sources`` lists every place that speaks of the identity: 自定义属性：单位=船山区、报告期=2017-06；填报表!A2：…
``likely`` is empty where nothing resembles. ``cells`` names at most twenty.

S207 and S208 have no observation: ``Row.shown`` holds the locked cells as found, by column key. A computed cell's
``note`` says ``formula`` or ``constant``; the same holds for the cells of ``Submission.totals``. A filled field that
has nothing to fill in on this row is among them too: — as issued, or what was typed there all the same.

A filled field that is absent from ``Row.values`` was not read: nothing to fill in for that row, or its heading is
missing or stands twice (S201, S203), or the cell is covered by a merged one (S211). A field that was read and is
blank is there, with ``Reading.EMPTY``. An item without a row (S204) or with several (S205) has no ``Row``.

A word that is not on a field's list of options is UNREADABLE, its note the nearest option (V307, not V302).
"""
