"""A control workbook of the practice, whole or with something changed in it."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from automation import pipeline
from automation.console import layout, write
from automation.console.modules import modules
from automation.console.project import Module

Edit = Callable[[Module], Module]


def console(office: Path, target: Path, edit: Edit | None = None, buttons: tuple[layout.Button, ...] = layout.BUTTONS) -> Path:
    """``tongbao.xlsm`` of a workspace, written to ``target``, with modules edited and buttons as given."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(layout, "BUTTONS", buttons)
        if edit:
            patch.setattr(write, "modules", lambda: tuple(edit(module) for module in modules()))
        opened = pipeline.open_office(office)
        made = pipeline.console(opened, pipeline.period_of(opened, "2017-06"), force=True)
        return made if made == target else made.replace(target)


def instead(name: str, before: str, after: str) -> Edit:
    """An edit of one module's source; what is to be replaced must be there."""
    def edit(module: Module) -> Module:
        if module.name != name:
            return module
        assert before in module.source
        return replace(module, source=module.source.replace(before, after))
    return edit


@pytest.fixture
def workbook(practice_copy: Path, tmp_path: Path) -> Path:
    """The control workbook of a practised workspace."""
    return console(practice_copy, tmp_path / "tongbao.xlsm")
