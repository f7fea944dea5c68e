"""Write the plan workbooks that ship with the package: ``python -m plans.build [NAME ...]``."""

import sys
from pathlib import Path

from automation.plan.read import read_plan
from plans import jingmen_2016, panzhihua_13fyp, suining_2017, workbook, xincheng_2023, yidu_2023

SOURCES = {
    "jingmen-2016": jingmen_2016.source, "panzhihua-13fyp": panzhihua_13fyp.source, "suining-2017": suining_2017.source,
    "xincheng-2023": xincheng_2023.source, "yidu-2023": yidu_2023.source,
}
TARGET = Path(__file__).parent.parent / "automation" / "plans"


def build(name: str, folder: Path = TARGET) -> Path:
    """Write one plan workbook into ``folder`` and read it back, so that none with a fault ever ships."""
    target = folder / f"{name}.xlsx"
    workbook.write(target, SOURCES[name]())
    read_plan(target)
    return target


if __name__ == "__main__":
    for wanted in sys.argv[1:] or SOURCES:
        sys.stdout.write(f"{build(wanted)}\n")
