"""The plans that come with the package, found also in an installed wheel."""

import shutil
from importlib import resources
from pathlib import Path

from automation.errors import UsageError
from automation.model.plan import Plan
from automation.plan.read import read_plan


def names() -> tuple[str, ...]:
    """Names of the shipped plans, sorted, such as suining-2017."""
    folder = resources.files("automation.plans")
    return tuple(sorted(f.name.removesuffix(".xlsx") for f in folder.iterdir() if f.name.endswith(".xlsx")))


def load(name: str) -> Plan:
    """Read the shipped plan ``name``; raises UsageError for a name that is not shipped."""
    with resources.as_file(_file(name)) as path:
        return read_plan(path)


def copy(name: str, target: Path) -> None:
    """Write the shipped plan workbook ``name`` to ``target``."""
    with resources.as_file(_file(name)) as path:
        shutil.copyfile(path, target)


def _file(name: str) -> resources.abc.Traversable:
    if name not in names():
        raise UsageError(f"没有名为“{name}”的任务书", f"可选：{'、'.join(names())}；也可以给出自己的 任务书.xlsx")
    return resources.files("automation.plans") / f"{name}.xlsx"
