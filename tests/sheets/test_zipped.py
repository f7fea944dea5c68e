"""What is promised of the zip: entries go over as they are, and one made to harm does not."""

import io
import zipfile

import pytest

from automation.sheets.patchable import NotPatchable
from automation.sheets.zipped import joined, members, packed


def zipped(*names: str) -> bytes:
    """A zip of a few entries, each stored with another date."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for day, name in enumerate(names, 1):
            package.writestr(zipfile.ZipInfo(name, (2017, 6, day, 12, 0, 0)), name * 50)
    return out.getvalue()


def test_entries_survive_with_name_date_and_content() -> None:
    """Taken apart and joined again, a zip holds the same entries in the same order, Chinese names too."""
    data = zipped("b.xml", "图片/一.png", "a.xml")
    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(io.BytesIO(joined(members(data)))) as after:
        assert after.testzip() is None
        assert [(e.filename, e.date_time, e.CRC) for e in after.infolist()] == [
            (e.filename, e.date_time, e.CRC) for e in before.infolist()]


def test_a_new_entry_carries_no_clock() -> None:
    """Two runs give the same bytes at any hour."""
    assert joined([packed("a.xml", b"<a/>")]) == joined([packed("a.xml", b"<a/>")])
    with zipfile.ZipFile(io.BytesIO(joined([packed("a.xml", b"<a/>")]))) as made:
        assert (made.infolist()[0].date_time, made.read("a.xml")) == ((1980, 1, 1, 0, 0, 0), b"<a/>")


def test_a_streamed_entry_gets_its_sizes_in_front() -> None:
    """Entries whose sizes follow them, as streaming programs write, are readable afterwards."""
    class Pipe(io.BytesIO):
        def seekable(self) -> bool:
            return False

    out = Pipe()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("a.xml", "text" * 100)
    with zipfile.ZipFile(io.BytesIO(joined(members(out.getvalue())))) as after:
        assert (after.infolist()[0].flag_bits & 8, after.read("a.xml")) == (0, b"text" * 100)


def test_overlapping_entries_are_refused() -> None:
    """Thousands of names for the same packed bytes would blow the result up; such a zip is not rewritten."""
    data = zipped("a.xml", "b.xml")
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        size = package.infolist()[1].compress_size
    at = data.rindex(b"PK\1\2")
    grown = data[: at + 20] + (len(data) + size).to_bytes(4, "little") + data[at + 24 :]
    with pytest.raises(NotPatchable):
        members(grown)
