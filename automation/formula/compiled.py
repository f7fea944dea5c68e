"""A parsed formula as one Python function: plans have few formulas, and thousands of rows go through each of them.

The function is put together from names of this package and of constants alone; nothing that a plan or a clerk wrote stands
in its text.
"""

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from typing import Protocol, TypeAlias

from automation.formula.functions import CELLWISE, FUNCTIONS
from automation.formula.tree import Binary, Call, Literal, Negative, Node, Ref
from automation.formula.values import OPERATORS, ZERO, Value, negative, one_of, truth


class Cells(Protocol):
    """Values by field name, such as a dictionary."""

    def get(self, name: str, /) -> Value:
        """The value of the field; None, which is a blank cell, where there is none."""
        ...


Compute: TypeAlias = Callable[[Cells, Cells], Value]
"""From the cells of a row and those of the period before to what the formula's cell would show; a lone blank is 0."""
Fails: TypeAlias = Callable[[Cells, Cells], bool]

_SIGNS = {sign: f"sign{number}" for number, sign in enumerate(OPERATORS)}
_NAMES: dict[str, object] = {
    "negative": negative, "truth": truth, "one_of": one_of, "zero": ZERO,
    **{name: OPERATORS[sign] for sign, name in _SIGNS.items()},
    **{f"call_{name}": function.apply for name, function in FUNCTIONS.items()},
    **{f"cell_{name}": seen for name, seen in CELLWISE.items()},
}


def compute(root: Node) -> Compute:
    """The function that evaluates ``root``."""
    writer = _Writer()
    written = writer.value(root)
    if _may_be_cell(root):
        written = f"zero if (shown := {written}) is None else shown"
    made: Compute = eval(f"lambda now, before: {written}", writer.names)  # noqa: S307  # see the module
    return made


def fails(root: Node) -> Fails:
    """The function that says whether ``root`` is FALSE, as soon as that is certain; a fault or a text is not FALSE."""
    writer = _Writer()
    made: Fails = eval(f"lambda now, before: {writer.surely(root, False)}", writer.names)  # noqa: S307  # see the module
    return made


class _Writer:
    """Writes one function; what it names besides this package's functions are its constants."""

    def __init__(self) -> None:
        self.names = dict(_NAMES)
        self._chosen = 0

    def value(self, node: Node) -> str:
        """What ``node`` comes to."""
        match node:
            case Ref(name, previous):
                return f"{'before' if previous else 'now'}.get({self._constant(name)})"
            case Literal(value):
                return self._constant(value)
            case Negative(operand):
                return f"negative({self.value(operand)})"
            case Binary(operator, Literal(left), Literal(right)):
                return self._constant(OPERATORS[operator](left, right))
            case Binary("=", left, Literal(str(word))):
                return f"one_of({self.value(left)}, {self._constant(frozenset((word.lower(),)))})"
            case Binary(operator, left, right):
                return f"{_SIGNS[operator]}({self.value(left)}, {self.value(right)})"
            case Call("IF", arguments):
                return self._choice(arguments, self.value)
            case Call("OR", arguments):
                alternatives = list(self._alternatives(arguments))
                return alternatives[0] if len(alternatives) == 1 and _compares(arguments[0]) else f"call_OR({', '.join(alternatives)})"
            case Call(function, arguments):
                return f"call_{function}({', '.join(self._argument(function, a) for a in arguments)})"

    def surely(self, node: Node, wanted: bool) -> str:
        """Whether ``node`` is TRUE, or FALSE, as ``wanted``; what is a fault is neither."""
        match node:
            case Call("NOT", (operand,)):
                return self.surely(operand, not wanted)
            # One argument that is TRUE decides against a FALSE OR even where another is a fault: both do not fail.
            case Call("OR" | "AND", arguments) if wanted is (node.function == "AND") and not any(map(_may_be_cell, arguments)):
                return f"({' and '.join(self.surely(a, wanted) for a in arguments)})"
            case Binary() if _compares(node):
                return f"{self.value(node)} is {wanted}"
            case _:
                return f"truth({self.value(node)}) is {wanted}"

    def _alternatives(self, arguments: Sequence[Node]) -> Iterator[str]:
        """The arguments of OR; where one thing is compared with a list of texts, the list is looked through at once."""
        for (compared, _), several in groupby(arguments, _compared_with_text):
            group = list(several)
            if compared is None:
                yield from (self._argument("OR", a) for a in group)
            else:
                words = frozenset(str(a.right.value).lower() for a in group if isinstance(a, Binary) and isinstance(a.right, Literal))
                yield f"one_of({self.value(compared)}, {self._constant(words)})"

    def _argument(self, function: str, node: Node) -> str:
        """One argument, with what a cell holds passed over where ``function`` passes over it."""
        match node:
            case Ref() if function in CELLWISE:
                return f"cell_{function}({self.value(node)})"
            case Call("IF", arguments):
                # IF hands on the cell itself, so SUM(IF(TRUE,[x])) passes over a text in x just as SUM([x]) does.
                return self._choice(arguments, lambda chosen: self._argument(function, chosen))
            case _:
                return self.value(node)

    def _choice(self, arguments: tuple[Node, ...], write: Callable[[Node], str]) -> str:
        name = f"chosen{self._chosen}"
        self._chosen += 1
        condition, yes = self.value(arguments[0]), write(arguments[1])
        no = write(arguments[2]) if len(arguments) == 3 else "False"
        return f"({yes} if ({name} := truth({condition})) is True else {no} if {name} is False else {name})"

    def _constant(self, value: Value | frozenset[str]) -> str:
        name = f"constant{len(self.names)}"
        self.names[name] = value
        return name


def _may_be_cell(node: Node) -> bool:
    return isinstance(node, Ref) or (isinstance(node, Call) and node.function == "IF")


def _compares(node: Node) -> bool:
    return isinstance(node, Binary) and node.operator in ("=", "<>", "<", "<=", ">", ">=")


def _compared_with_text(node: Node) -> tuple[Node | None, bool]:
    match node:
        case Binary("=", left, Literal(str())):
            return left, True
        case _:
            return None, False
