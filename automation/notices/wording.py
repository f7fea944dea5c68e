"""The words of the front sheet and of the notes on cells."""

import datetime
from collections.abc import Iterable, Sequence

from automation.model.plan import Severity
from automation.model.submission import Finding
from automation.notices.notice import DECISIONS, Line, Notice
from automation.sheets.grid import address_of
from automation.sheets.references import place_of

_FEW = 3
_LONG = 60


def title(notice: Notice) -> str:
    """The title of the sheet."""
    return f"{notice.unit}{notice.period}填报表{'核实通知' if notice.accepted else '退回说明'}"


def under_title(notice: Notice) -> str:
    """Who sends back, when, and by when it has to be there again."""
    sent, again = ("核实", "说明") if notice.accepted else ("退回", "重报")
    parts = (f"{sent}单位：{notice.office}", f"任务：{notice.plan}", f"{sent}时间：{_moment(notice.returned_at)}",
             f"{again}时限：{_moment(notice.resubmit_by)}", notice.nth)
    return "　　".join(parts)


def how(notice: Notice) -> str:
    """What to do with the sheet."""
    least = f"（不少于{notice.reason_length}字）" if notice.reason_length > 1 else ""
    return (f"改法：①点“位置”直达出错单元格（红底必须改，黄底请核实，都带批注）；②在原表内改；③本表“复核”自动变“√”；④数据确实无误的，"
            f"“处理结果”选“{DECISIONS[1]}”，并在“核实说明”写明原因{least}；⑤存盘后整份文件发回，不删本表，不改文件名。")


def note(notice: Notice) -> str:
    """What the levels mean."""
    if notice.accepted:
        return "说明：本表已收，数字已采用；“核实”请改正或在核实说明中写明，整份发回后即销号；“提示”供参考。金额单位以原表为准。"
    return "说明：“强制”未改完的不予收报；“核实”请改正或在核实说明中写明；“提示”供参考。金额单位以原表为准。"


def footer(notice: Notice) -> str:
    """The foot of every printed page; a blank behind the size keeps it apart from digits that follow."""
    unit, font = notice.unit[:60].replace("&", "&&"), f'&"{notice.fonts.song},Regular"&9 '
    return f"&L{font}{unit}&C{font}第 &P 页  共 &N 页&R{font}{notice.nth}"


def banner(lines: Sequence[tuple[Line, bool]], first: int, last: int) -> tuple[str, str]:
    """The formula over the list, and what it shows now; each line comes with whether it is open."""
    counts = {s: sum(len(line.findings) for line, _ in lines if line.first.severity is s) for s in Severity}
    said = "、".join(f"{s.value}{count}处" for s, count in counts.items() if count)
    matters = next((s for s, count in counts.items() if count), Severity.ERROR)
    left = sum(len(line.findings) for line, is_open in lines if is_open and line.first.severity is matters)
    still = (f'SUMPRODUCT(($B${first}:$B${last}="{matters.value}")*(LEFT($K${first}:$K${last},1)<>"√")'
             f"*$S${first}:$S${last})")
    done, todo = f"{matters.value}问题已全部处理，请存盘重报", f"处{matters.value}问题未处理"
    shown = f"{said}；尚有{left}{todo}" if left else f"{said}；{done}"
    return f'"{said}；"&IF({still}=0,"{done}","尚有"&{still}&"{todo}")', shown


def cell_note(findings: Sequence[Finding], notice: Notice) -> str:
    """The note on a cell; its first and last words are by what the next send-back knows it."""
    said = (f"【{f.severity.value}】{f.message}" + (f"\n建议：{f.fix}" if f.fix else "") for f in findings)
    return "\n".join(said) + f"\n——{notice.office} {notice.returned_at.month}月{notice.returned_at.day}日"


def position_of(line: Line, several_sheets: bool) -> str:
    """Where a line is: its first cell, with its sheet where the lines are on more than one."""
    first, count = line.first, len(line.findings)
    place = f"{first.sheet} {first.cell}" if first.cell and several_sheets else first.cell or first.sheet or "全表"
    return f"{place}等{count}处" if count > 1 else place


def items_of(line: Line, notice: Notice) -> str:
    """The items of a line by name."""
    return _listed(notice.names.get(f.item, f.item) for f in line.findings)


def fields_of(line: Line) -> str:
    """The fields of a line."""
    return _listed(f.field for f in line.findings)


def message_of(line: Line) -> str:
    """What was found, with every place where it was found."""
    several = len(line.findings) > 1 and line.first.cell
    return line.first.message + (f"\n位置：{places_of(line)}" if several else "")


def value_of(line: Line) -> str:
    """What stands in the cells of a line."""
    if not line.first.cell:
        return _listed(f.value for f in line.findings)
    return _listed(f.value or "（空）" for f in line.findings)


def places_of(line: Line) -> str:
    """The addresses of a line, neighbours below each other as one range."""
    runs: list[list[tuple[int, int]]] = []
    others: list[str] = []
    for address in dict.fromkeys(f.cell for f in line.findings if f.cell):
        try:
            row, column = place_of(address)
        except ValueError:
            others.append(address)
            continue
        if runs and runs[-1][-1] == (row - 1, column):
            runs[-1].append((row, column))
        else:
            runs.append([(row, column)])
    return "、".join([*map(_run, runs), *others])


def _run(run: Sequence[tuple[int, int]]) -> str:
    return address_of(*run[0]) if len(run) == 1 else f"{address_of(*run[0])}:{address_of(*run[-1])}"


def _listed(texts: Iterable[str]) -> str:
    different = list(dict.fromkeys(t if len(t) <= _LONG else f"{t[:_LONG]}……" for t in texts if t))
    more = f"等{len(different)}项" if len(different) > _FEW else ""
    return "、".join(different[:_FEW]) + more


def _moment(moment: datetime.datetime) -> str:
    return f"{moment.year}年{moment.month}月{moment.day}日 {moment:%H:%M}"
