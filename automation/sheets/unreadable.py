"""The one exception of this package: a file that cannot be read, with words for the office and for the clerk."""

from automation.errors import TongbaoError

RESAVE = "请用 Excel 或 WPS 打开该文件，另存为 .xlsx 后重新报送。"


class Unreadable(TongbaoError):  # noqa: N818 - it names the state of the file
    """A file that is refused before anything of it is read.

    ``code`` is F001 (not a workbook), F002 (password), F003 (damaged) or F004 (over a limit);
    ``message`` says what the file is, ``fix`` what its sender should do.
    """

    def __init__(self, code: str, message: str, fix: str) -> None:
        super().__init__(message, fix)
        self.code = code

    def __reduce__(self) -> tuple[type["Unreadable"], tuple[str, str, str]]:
        """Workers hand it to the main process, so it must survive pickling."""
        return type(self), (self.code, self.message, self.fix)


def not_a_workbook(what: str) -> Unreadable:
    """F001: the content is something else, whatever the file is called."""
    return Unreadable("F001", f"这不是电子表格：{what}。", "请报送下发的填报工作簿（.xlsx）。")


def locked() -> Unreadable:
    """F002: the workbook opens only with a password."""
    return Unreadable(
        "F002",
        "文件设有打开密码，无法读取。",
        "请取消打开密码（文件—信息—保护工作簿）后重新报送。",
    )


def damaged(what: str) -> Unreadable:
    """F003: the file is a workbook but broken; *what* names the broken place."""
    return Unreadable("F003", f"文件已损坏：{what}。", RESAVE)


def too_large(
    what: str,
    fix: str = "请使用下发的填报工作簿，不要粘贴整表或插入大量内容，重新报送。",
) -> Unreadable:
    """F004: one of the limits is exceeded; *what* names the limit and by how much."""
    return Unreadable("F004", f"文件超出读取上限：{what}。", fix)
