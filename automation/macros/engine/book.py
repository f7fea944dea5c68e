"""App, workbook and names over openpyxl."""

import datetime
import io
import warnings
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import openpyxl
import xlwings as xw
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.workbook.defined_name import DefinedName
from xlwings import base_classes

from automation.errors import TongbaoError
from automation.macros.engine.cells import Range, Raw
from automation.macros.engine.sheets import Sheet, Sheets
from automation.styles.place import put_in_place


class Backed:
    """The engine: how values pass between Python and cells."""

    name = "openpyxl"
    type = "desktop"

    def clean_value_data(self, data: list[list[Raw]], datetime_builder: Callable[..., object], empty_as: object,
                         number_builder: Callable[[float], object] | None, err_to_str: bool) -> list[list[object]]:
        """Values as Excel hands them over: figures as floats, dates as moments."""
        def clean(value: Raw) -> object:
            if isinstance(value, bool):
                return value
            if isinstance(value, int | float):
                return (number_builder or float)(value)
            if isinstance(value, datetime.datetime):
                return datetime_builder(year=value.year, month=value.month, day=value.day, hour=value.hour, minute=value.minute,
                                        second=value.second, microsecond=value.microsecond, tzinfo=None)
            return empty_as if value in (None, "") else value
        return [[clean(value) for value in row] for row in data]

    def prepare_xl_data_element(self, value: Raw, options: object) -> Raw:
        """Values as openpyxl takes them: as they are."""
        return value


class App(base_classes.App):
    """One session: the files that were opened in it."""

    screen_updating = display_alerts = enable_events = visible = True
    pid = -1

    def __init__(self) -> None:
        self._books = Books(self)

    @property
    def engine(self) -> Backed:
        """What backs it."""
        return BACKED

    @property
    def books(self) -> "Books":
        """The workbooks."""
        return self._books


class Books(base_classes.Books):
    """The workbooks of a session, in the order in which they were opened."""

    def __init__(self, app: App) -> None:
        self.app = app
        self._books: list[Book] = []

    @property
    def active(self) -> "Book":
        """The last one opened."""
        return self._books[-1]

    def open(self, fullname: str, *_: object, **__: object) -> "Book":
        """Read the file at ``fullname``."""
        path = Path(fullname).resolve()
        try:
            with warnings.catch_warnings():
                # It says what it cannot keep, which is why forms are saved beside themselves.
                warnings.simplefilter("ignore", UserWarning)
                self._books.append(Book(self, openpyxl.load_workbook(path, keep_vba=path.suffix.lower() == ".xlsm"), path))
        except (OSError, InvalidFileException, zipfile.BadZipFile, KeyError, ValueError) as error:
            raise TongbaoError(f"打不开 {path}：不是能读的 .xlsx 或 .xlsm 工作簿（{type(error).__name__}）",
                               "请核对文件名；.xls 请先用 Excel 或 WPS 另存为 .xlsx") from error
        return self.active

    def __call__(self, which: int | str) -> "Book":
        """One by place from 1, by name or by path; raises KeyError."""
        if isinstance(which, int):
            return self._books[which - 1]
        found = next((b for b in self._books if which in (b.name, b.fullname)), None)
        if found is None:
            raise KeyError(which)
        return found

    def __len__(self) -> int:
        return len(self._books)

    def __iter__(self) -> Iterator["Book"]:
        return iter(self._books)


class Book(base_classes.Book):
    """One workbook."""

    def __init__(self, books: Books, workbook: openpyxl.Workbook, path: Path) -> None:
        self.books = books
        self._api = workbook
        self._path = path

    @property
    def api(self) -> openpyxl.Workbook:
        """The openpyxl workbook."""
        return self._api

    @property
    def app(self) -> App:
        """The session."""
        return self.books.app

    @property
    def name(self) -> str:
        """The file's name."""
        return self._path.name

    @property
    def fullname(self) -> str:
        """The file's path."""
        return str(self._path)

    @property
    def sheets(self) -> Sheets:
        """The worksheets."""
        return Sheets(self)

    @property
    def names(self) -> "Names":
        """The defined names of the workbook."""
        return Names(self)

    def save(self, path: str | None = None, password: str | None = None) -> None:
        """Write the file at one stroke, from now on at ``path`` where one is given."""
        content = io.BytesIO()
        self.api.save(content)
        self._path = Path(path).resolve() if path else self._path
        put_in_place(self._path, content.getvalue())


class Names(base_classes.Names):
    """Defined names."""

    def __init__(self, book: Book) -> None:
        self._book = book
        self._api = book.api.defined_names

    def snapshot(self) -> list[tuple[str, "Name"]]:
        """All of them."""
        return [(name, self(name)) for name in self._api]

    def contains(self, name: str) -> bool:
        """Whether there is one of that name."""
        return name in self._api

    def __call__(self, which: int | str) -> "Name":
        """One by place from 1 or by name."""
        return Name(self._book, self._api[list(self._api)[which - 1] if isinstance(which, int) else which])

    def __len__(self) -> int:
        return len(self._api)


class Name(base_classes.Name):
    """One defined name."""

    def __init__(self, book: Book, api: DefinedName) -> None:
        self._book = book
        self._api = api

    @property  # type: ignore[misc]
    def name(self) -> str:
        """The name itself."""
        return str(self._api.name)

    @property  # type: ignore[misc]
    def refers_to(self) -> str:
        """Its formula."""
        return f"={self._api.attr_text}"

    @property
    def refers_to_range(self) -> Range:
        """The cells that it means."""
        sheet, address = next(self._api.destinations)
        return Range(Sheet(self._book, self._book.api[sheet]), address)


BACKED = Backed()
ENGINE = xw.Engine(impl=BACKED)
