"""The parsed form of a formula, and how it is written in Excel."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeAlias

from automation.formula.values import plain


@dataclass(frozen=True)
class Ref:
    """A field by name: ``[name]`` of this period or, where ``previous``, ``[上期:name]`` of the period before."""

    name: str
    previous: bool = False

    def __str__(self) -> str:
        return f"[上期:{self.name}]" if self.previous else f"[{self.name}]"


@dataclass(frozen=True)
class Literal:
    """A number (``5%`` is 0.05), a text, TRUE or FALSE."""

    value: Decimal | str | bool


@dataclass(frozen=True)
class Negative:
    """``-operand``."""

    operand: "Node"


@dataclass(frozen=True)
class Binary:
    """``left operator right``."""

    operator: str
    left: "Node"
    right: "Node"


@dataclass(frozen=True)
class Call:
    """``IF`` or one of :data:`automation.formula.functions.FUNCTIONS`, called."""

    function: str
    arguments: tuple["Node", ...]


Node: TypeAlias = Ref | Literal | Negative | Binary | Call

LEVELS = {"=": 1, "<>": 1, "<": 1, "<=": 1, ">": 1, ">=": 1, "&": 2, "+": 3, "-": 3, "*": 4, "/": 4}
"""How tightly each operator binds; operators of one level are taken from left to right."""

UNARY_LEVEL = 5


def references(node: Node) -> Iterator[Ref]:
    """Every reference in ``node``, in order of appearance, repeats included."""
    match node:
        case Ref():
            yield node
        case Negative(operand):
            yield from references(operand)
        case Binary(_, left, right):
            yield from references(left)
            yield from references(right)
        case Call(_, arguments):
            for argument in arguments:
                yield from references(argument)


def excel(node: Node, address_of: Callable[[Ref], str], level: int = 0) -> str:
    """``node`` in Excel's syntax, in parentheses only where it binds less tightly than ``level``."""
    match node:
        case Ref():
            return address_of(node)
        case Literal(value):
            return _literal(value)
        case Call(function, arguments):
            return f"{function}({','.join(excel(argument, address_of) for argument in arguments)})"
        case Negative(operand):
            return f"-{excel(operand, address_of, UNARY_LEVEL)}"
        case Binary(operator, left, right):
            own = LEVELS[operator]
            written = f"{excel(left, address_of, own)}{operator}{excel(right, address_of, own + 1)}"
            return f"({written})" if own < level else written


def _literal(value: Decimal | str | bool) -> str:
    match value:
        case bool():
            return "TRUE" if value else "FALSE"
        case Decimal():
            return plain(value)
        case str():
            doubled = value.replace('"', '""')
            return f'"{doubled}"'
