"""The looks of the front sheet, as styles of the workbook that it is put into."""

from dataclasses import replace

from automation.model.plan import Severity
from automation.notices.stylesheet import Look, Stylesheet
from automation.styles.tokens import COLORS, SCRIPT, Fonts


class Faces:
    """Style indexes by what they are for; ``green`` is the tint of what is done."""

    def __init__(self, styles: Stylesheet, fonts: Fonts) -> None:
        self._styles = {name: styles.add(_bare(look)) for name, look in _looks(fonts).items()}
        self.green = styles.add_tint(COLORS.GREEN[1:], COLORS.GREEN_FILL[1:])

    def __getitem__(self, name: str) -> int:
        return self._styles[name]


def _looks(fonts: Fonts) -> dict[str, Look]:
    cell = Look(fonts.song, 10, COLORS.TEXT, border=COLORS.HAIR)
    head = Look(fonts.hei, 10.5, COLORS.NAVY, fill=COLORS.HEAD, border=COLORS.LINE)
    kai = Look(fonts.kai, 11, COLORS.TEXT, family=3 if fonts.kai in SCRIPT else 1, horizontal="left")
    level = replace(cell, font=fonts.hei)
    return {
        "title": Look(fonts.title, 20, COLORS.TEXT),
        "note": kai,
        "banner": Look(fonts.hei, 13, COLORS.RED, fill=COLORS.RED_FILL, border=COLORS.RED_LINE),
        "how": replace(cell, fill=COLORS.HEAD2, border="", horizontal="left"),
        "head": head,
        "input head": replace(head, color=COLORS.INPUT_HEAD_TEXT, fill=COLORS.INPUT_HEAD, border=COLORS.INPUT_LINE),
        "centre": cell,
        "text": replace(cell, horizontal="left"),
        "value": replace(cell, color=COLORS.RED),
        "link": replace(cell, color=COLORS.LINK, underline=True),
        "input": replace(cell, fill=COLORS.INPUT, border=COLORS.INPUT_LINE, horizontal="left", locked=False, text=True),
        "recheck": replace(level, color=COLORS.RED, fill=COLORS.RED_FILL),
        "hidden": Look(fonts.song, 10, COLORS.MUTED, horizontal="left", text=True),
        Severity.ERROR.value: replace(level, color=COLORS.RED, fill=COLORS.RED_FILL),
        Severity.QUERY.value: replace(level, color=COLORS.AMBER, fill=COLORS.AMBER_FILL),
        Severity.NOTE.value: replace(level, color=COLORS.BLUE, fill=COLORS.HEAD),
    }


def _bare(look: Look) -> Look:
    """Colours as the file writes them, without #."""
    return replace(look, color=look.color.lstrip("#"), fill=look.fill.lstrip("#"), border=look.border.lstrip("#"))
