"""A control workbook beside a workspace, opened without Excel."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import xlwings

from automation import pipeline
from automation.macros.engine import open_book


def opened(root: Path, period: str = "2017-06") -> xlwings.Book:
    """The control workbook of the workspace in ``root``, written anew and opened."""
    office = pipeline.open_office(root)
    return open_book(pipeline.console(office, pipeline.period_of(office, period), force=True))


def shown(book: xlwings.Book, name: str) -> object:
    """What stands in a named cell of a control workbook."""
    return book.names[f"console_{name}"].refers_to_range.value


@pytest.fixture
def control(practice_copy: Path) -> Iterator[xlwings.Book]:
    """The control workbook of a practised workspace, as the workbook that calls."""
    book = opened(practice_copy)
    book.set_mock_caller()
    yield book
    del xlwings.Book._mock_caller
