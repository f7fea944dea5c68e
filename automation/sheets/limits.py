"""How much of a stranger's workbook is read before it is refused (F004)."""

from dataclasses import dataclass

MIB = 1 << 20


@dataclass(frozen=True)
class Limits:
    """Upper bounds for one workbook; honest workbooks of clerks stay far below each of them."""

    file_bytes: int = 50 * MIB
    inflated_bytes: int = 300 * MIB  # all parts that are read, together
    ratio: int = 500  # inflated to packed size of one part; 100 would refuse honest empty forms
    ratio_from_bytes: int = MIB  # small parts may repeat themselves as they like
    entries: int = 10_000  # files inside the zip
    sheets: int = 255
    cells: int = 3_000_000  # cells that hold something, all sheets together
    box: int = 5_000_000  # rows × columns of the used range of one sheet
    merges: int = 100_000  # merged ranges of one sheet
