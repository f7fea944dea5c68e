"""The floor: unzip every part of every workbook and look at nothing; prints how many bytes came out."""

import sys
import zipfile
from pathlib import Path


def total(folder: Path) -> int:
    """Bytes unzipped."""
    found = 0
    for path in sorted(folder.glob("*.xlsx")):
        with zipfile.ZipFile(path) as package:
            found += sum(len(package.read(name)) for name in package.namelist())
    return found


if __name__ == "__main__":
    print(total(Path(sys.argv[1])))
