"""A clerk's own workbook, sent back: the wrong cells marked, a sheet in front that says why, and all else as it was."""

from collections.abc import Sequence
from dataclasses import dataclass

from automation.model.plan import Severity
from automation.model.submission import Explained, Finding
from automation.notices.comments import Notes
from automation.notices.contents import Contents
from automation.notices.explanations import answered, is_front
from automation.notices.faces import Faces
from automation.notices.front import Entry, front_sheet, print_names
from automation.notices.marks import Cells, Place, mark, unmark
from automation.notices.notice import DECISIONS, FRONT, Answer, Line, Notice, lines_of
from automation.notices.parts import Parts
from automation.notices.recheck import Content
from automation.notices.stylesheet import Stylesheet
from automation.notices.wording import cell_note, position_of
from automation.notices.workbook import Workbook
from automation.sheets.grid import address_of
from automation.sheets.open import Unreadable, read_book
from automation.sheets.patchable import NotPatchable
from automation.sheets.references import place_of
from automation.styles.tokens import COLORS

__all__ = ["NotPatchable", "Notice", "send_back"]

_ERROR, _OTHER = COLORS.ERROR_FILL[1:], COLORS.QUERY_FILL[1:]
_Key = tuple[str, str, str, str, str]


def send_back(data: bytes, findings: Sequence[Finding], notice: Notice) -> bytes:
    """The workbook ``data`` with its wrong cells marked and 退回说明 in front; the same input gives the same bytes.

    Parts that neither the marks nor the front sheet touch keep their bytes, packed as they came. What an earlier
    send-back put in is taken out first; answers to findings that stand again are kept.

    Raises:
        NotPatchable: Not an .xlsx or .xlsm, or one with parts so damaged that they cannot be changed one by one (a
            workbook may be read all the same); the send-back has to be built anew.
    """
    try:
        return _Return(Parts(data), data, notice).written(findings)
    except (ValueError, Unreadable) as error:
        raise NotPatchable(f"a part breaks the rules of its format: {error}") from error


@dataclass
class _Sheet:
    """A worksheet while it is being marked."""

    part: str
    cells: Cells
    fills: dict[Place, str]
    notes: dict[Place, list[Finding]]


class _Return:
    """One send-back in the making."""

    def __init__(self, parts: Parts, data: bytes, notice: Notice) -> None:
        self._parts = parts
        self._notice = notice
        self._book = Workbook(parts)
        self._styles = Stylesheet(self._book)
        self._contents = Contents(self._book)
        self._sheets: dict[str, _Sheet | None] = {}
        self._answers: dict[_Key, Answer] = {}
        self._front = FRONT
        if any(sheet.name == FRONT for sheet in self._book.sheets):
            self._take_out(data)

    def written(self, findings: Sequence[Finding]) -> bytes:
        """The marked package."""
        several = len({f.sheet for f in findings if f.cell}) > 1
        entries = [self._entry(line, position_of(line, several)) for line in lines_of(findings)]
        for sheet in self._sheets.values():
            if sheet is not None:
                said = {place: cell_note(found, self._notice) for place, found in sheet.notes.items()}
                Notes(self._book, sheet.part, self._parts.edit(sheet.part)).replace(self._notice.office, said, sheet.cells)
        part = self._book.insert_first(self._front)
        faces = Faces(self._styles, self._notice.fonts)
        self._parts.write(part, front_sheet(entries, self._notice, faces, self._book.main))
        for name, refers_to in print_names(self._front, len(entries)):
            self._book.name_on_first(name, refers_to)
        return self._parts.packed()

    def _take_out(self, data: bytes) -> None:
        """Undo an earlier send-back: its sheet, its fills and, when the sheets are written, its notes."""
        read = read_book(data)
        if not is_front(read):
            taken = {sheet.name for sheet in self._book.sheets}
            self._front = next(name for n in range(2, 999) if (name := f"{FRONT}{n}") not in taken)
            return
        for old, fill in answered(read):
            self._answers[_key(old)] = Answer(old.decision if old.decision in DECISIONS[1:] else "", old.text)
            sheet, place = self._at(old.sheet, old.cell)
            if sheet is not None and place is not None:
                unmark(sheet.cells, self._styles, place, (_ERROR, _OTHER), fill)
        front = self._book.sheet(FRONT)
        if front is not None:
            self._book.remove(front)

    def _entry(self, line: Line, position: str) -> Entry:
        """Mark the cells of a line."""
        contents, fills = [], []
        for finding in line.findings:
            sheet, place = self._at(finding.sheet, finding.cell)
            if sheet is None or place is None:
                fills.append("")
                continue
            contents.append(self._contents.of(finding.sheet, address_of(*place), sheet.cells.get(place)))
            fills.append(self._mark(finding, sheet, place))
        answer = next((a for f in line.findings if (a := self._answers.get(_key(f)))), Answer())
        return Entry(line, position, self._link(line.first, contents), tuple(contents), tuple(fills), answer)

    def _link(self, finding: Finding, contents: Sequence[Content]) -> tuple[str, str] | None:
        """Where the position leads to: the first cell, or the top of the sheet that the finding is about."""
        if contents:
            return contents[0].sheet, contents[0].cell
        sheet = self._book.sheet(finding.sheet)
        return (sheet.name, "A1") if sheet is not None and sheet.visible else None

    def _mark(self, finding: Finding, sheet: _Sheet, place: Place) -> str:
        sheet.notes.setdefault(place, []).append(finding)
        if place not in sheet.fills:  # the lines come with the worst first
            color = _ERROR if finding.severity is Severity.ERROR else _OTHER
            sheet.fills[place] = mark(sheet.cells, self._styles, place, color)
        return sheet.fills[place]

    def _at(self, name: str, cell: str) -> tuple[_Sheet | None, Place | None]:
        """The sheet and the place of a finding, where they can be marked and looked at."""
        try:
            place = place_of(cell)
        except ValueError:
            return None, None
        if name not in self._sheets:
            found = self._book.sheet(name)
            self._sheets[name] = _opened(self._parts, found.link.target) if found and found.visible else None
        sheet = self._sheets[name]
        return (sheet, sheet.cells.anchor(place)) if sheet else (None, None)


def _opened(parts: Parts, part: str) -> _Sheet:
    return _Sheet(part, Cells(parts.edit(part)), {}, {})


def _key(finding: Finding | Explained) -> _Key:
    return finding.code, finding.sheet, finding.cell, finding.item, finding.field
