"""Cells and rules for typing as a workbook's XML has them: what :mod:`xlsxwriter` writes, for one cell at a time."""

import datetime
import re
from collections.abc import Mapping
from decimal import Decimal
from functools import lru_cache

from automation.formula import Scalar
from automation.styles.sheet import as_float
from automation.styles.text import full_width, plain

_ERRORS = frozenset(("#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!"))
_ESCAPE_LIKE = re.compile(r"(_x[0-9a-fA-F]{4}_)")
_EPOCH = datetime.date(1899, 12, 30)
_TYPES = {"length": "textLength"}
_CRITERIA = {"==": ' operator="equal"', ">=": ' operator="greaterThanOrEqual"'}
_TEXTS = (("error_title", "errorTitle"), ("error_message", "error"), ("input_title", "promptTitle"), ("input_message", "prompt"))


class Strings:
    """The shared strings of one workbook: those of its layout, then those of its unit."""

    def __init__(self, known: dict[str, int], count: int, uses: int) -> None:
        """The layout has ``count`` strings, which its cells make ``uses`` of; ``known`` gives their numbers."""
        self._known = known
        self._first = count
        self._added: list[str] = []
        self.uses = uses

    def place(self, text: str) -> int:
        """The number of ``text``, which is used once more."""
        self.uses += 1
        number = self._known.get(text)
        if number is None:
            number = self._known[text] = self._first + len(self._added)
            self._added.append(text)
        return number

    @property
    def count(self) -> int:
        """How many different strings there are."""
        return self._first + len(self._added)

    @property
    def added(self) -> str:
        """The elements of the unit's own strings."""
        return "".join(map(string_element, self._added))


@lru_cache(16_384)
def string_element(text: str) -> str:
    """A shared string."""
    space = ' xml:space="preserve"' if text[:1].isspace() or text[-1:].isspace() else ""
    told_apart = _ESCAPE_LIKE.sub(r"_x005F\1", text)
    return f"<si><t{space}>{escaped(told_apart)}</t></si>"


@lru_cache(16_384)
def as_written(text: str) -> str:
    """``text`` as :meth:`automation.styles.book.Sheet.text` puts it into a cell."""
    shown = plain(text)
    return f"{shown} " if shown.startswith("<r>") and shown.endswith("</r>") else shown


def plain_cell(head: str, value: Scalar, strings: Strings) -> str:
    """A cell that holds ``value`` itself; ``head`` is its element up to its looks."""
    if isinstance(value, Decimal):
        return f"{head}><v>{as_float(value):.16G}</v></c>"
    shown = as_written(str(value)) if value is not None else ""
    return f'{head} t="s"><v>{strings.place(shown)}</v></c>' if shown else f"{head}/>"


def formula_cell(head: str, formula: str, value: Scalar) -> str:
    """A cell with the element ``formula`` that comes to ``value``."""
    if isinstance(value, bool):
        return f'{head} t="b">{formula}<v>{int(value)}</v></c>'
    if isinstance(value, Decimal):
        return f"{head}>{formula}<v>{as_float(value)}</v></c>"
    kind, shown = _result(value or "")
    return f"{head}{kind}>{formula}<v>{shown}</v></c>"


@lru_cache(1024)
def _result(text: str) -> tuple[str, str]:
    shown = full_width(plain(text))
    return ' t="e"' if shown in _ERRORS else ' t="str"' if shown else "", escaped(shown)


def escaped(text: str) -> str:
    """``text`` between two tags."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def rule_element(options: Mapping[str, object]) -> tuple[str, str]:
    """A rule for typing, before and after its cells; ``options`` as :func:`automation.template.entry.rule` gives them."""
    kind = str(options["validate"])
    named = "" if kind == "any" else f' type="{_TYPES.get(kind, kind)}"{_CRITERIA.get(str(options.get("criteria")), "")}'
    style = ' errorStyle="warning"' if options.get("error_type") == "warning" else ""
    texts = "".join([f' {name}="{_quoted(str(options[key]))}"' for key, name in _TEXTS if key in options])
    head = f'<dataValidation{named}{style} allowBlank="1" showInputMessage="1" showErrorMessage="1"{texts} sqref="'
    if kind == "any":
        return head, '"/>'
    bounds = [options[key] for key in ("source", "value", "minimum", "maximum") if key in options]
    limits = "".join([f"<formula{n}>{_bound(bound)}</formula{n}>" for n, bound in enumerate(bounds, 1)])
    return head, f'">{limits}</dataValidation>'


def _quoted(text: str) -> str:
    """``text`` in an attribute."""
    return escaped(full_width(plain(text))).replace('"', "&quot;").replace("\n", "&#xA;")


def _bound(bound: object) -> str:
    match bound:
        case Decimal():
            return str(as_float(bound))
        case datetime.date():
            return str((bound - _EPOCH).days)
        case list():
            return escaped(f'"{",".join(bound)}"')
        case _:
            return escaped(str(bound).removeprefix("="))
