"""From what a clerk typed to a :class:`Formula`, or to a :class:`FormulaError` that says where it went wrong."""

import difflib
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property, lru_cache

from automation.errors import TongbaoError
from automation.formula import compiled
from automation.formula.compiled import Compute, Fails
from automation.formula.functions import FUNCTIONS
from automation.formula.tree import LEVELS, Binary, Call, Literal, Negative, Node, Ref, excel, references
from automation.formula.values import DISPLAYED, EXACT, LARGEST_EXPONENT, Value

MOST_TOKENS = 300
DEEPEST = 60
"""Excel nests at most 64 functions."""

LONGEST_TEXT = 255
"""Excel refuses a longer text inside a formula."""

TOKEN = re.compile(
    r"""
      (?P<space>\s+)
    | (?P<text>"(?:[^"]|"")*" | ＂[^＂]*＂ | [“”][^“”]*[“”])
    | (?P<ref>[\[［【][^\[\]［］【】]*[\]］】])
    | (?P<number>(?:[0-9０-９]+[.．]?[0-9０-９]*|[.．][0-9０-９]+)[%％]?)
    | (?P<name>[^\W\d]\w*)
    | (?P<sign>[<＜][>＞=＝]|[>＞][=＝]|[≥≤≠=＝<＜>＞+＋\-－*＊/／&＆(（)）,，])
    """,
    re.VERBOSE,
)

ONE_SIGN = {"≥": ">=", "≤": "<=", "≠": "<>"}

HINTS = {
    **dict.fromkeys("[［【", "字段名没有写完，缺右方括号 ]"),
    **dict.fromkeys("]］】", "多出一个右方括号 ]"),
    **dict.fromkeys("\"＂“”", "文字没有写完，缺右引号"),
    **dict.fromkeys("'‘’＇", "文字要用双引号，如 \"已完工\""),
    **dict.fromkeys("!！", "不等于要写成 <>"),
    **dict.fromkeys(";；、", "参数之间要用逗号"),
    **dict.fromkeys("%％", "百分号只能紧跟在数后面，如 5%"),
    **dict.fromkeys("×", "乘号要写成 *"),
    **dict.fromkeys("÷", "除号要写成 /"),
}


class FormulaError(TongbaoError):
    """A formula that cannot be read; ``position`` is the 1-based place in the text as typed."""

    def __init__(self, position: int, what: str) -> None:
        super().__init__(f"公式第 {position} 个字符处：{what}", "请按 Excel 公式的写法改，字段名写在方括号里，如 [本月完成投资]>=0")
        self.position = position


@dataclass(frozen=True)
class Formula:
    """One expression, parsed."""

    text: str
    """As typed."""
    root: Node
    refs: tuple[Ref, ...]
    """Every field named, once, in order of appearance."""

    def evaluate(self, value_of: Callable[[Ref], Value]) -> Value:
        """What Excel's cell would show, with numbers exact to 34 digits; a lone reference to a blank cell is 0.

        Only those fields are asked for that the result may hang on.
        """
        return self.computed(_Asked(value_of, False), _Asked(value_of, True))

    @cached_property
    def computed(self) -> Compute:
        """``evaluate`` over a row's values by field name and those of the period before; a name that is not there is blank."""
        return compiled.compute(self.root)

    @cached_property
    def fails(self) -> Fails:
        """Whether ``computed`` gives FALSE or 0; a fault is neither, nor is a text."""
        return compiled.fails(self.root)

    def __reduce__(self) -> tuple[Callable[[str, Node, tuple[Ref, ...]], "Formula"], tuple[str, Node, tuple[Ref, ...]]]:
        # The functions stay behind: another process makes its own.
        return Formula, (self.text, self.root, self.refs)

    def excel(self, address_of: Callable[[Ref], str]) -> str:
        """The formula for Excel 2007 or later, without the leading ``=``; ``address_of`` gives a cell address."""
        return excel(self.root, address_of)


@dataclass(frozen=True)
class _Asked:
    """The cells of one period, by asking."""

    value_of: Callable[[Ref], Value]
    previous: bool

    def get(self, name: str, /) -> Value:
        return self.value_of(Ref(name, self.previous))


@lru_cache(maxsize=4096)  # one plan's texts are parsed for every workbook that is checked against it
def parse(text: str) -> Formula:
    """Read ``text``, with or without a leading ``=``, in half-width or full-width punctuation.

    Raises :class:`FormulaError`.
    """
    tokens = _tokens(text)
    if tokens[0].text == "=":
        tokens = tokens[1:]
    if tokens[0].kind == "end":
        raise FormulaError(tokens[0].position, "公式是空的")
    parser = _Parser(tokens)
    root = parser.expression()
    parser.finish()
    return Formula(text, root, tuple(dict.fromkeys(references(root))))


@dataclass(frozen=True)
class _Token:
    kind: str
    text: str
    """With a text or a field name as typed, anything else in half-width characters."""
    position: int


def _tokens(text: str) -> list[_Token]:
    tokens = []
    at = 0
    while at < len(text):
        found = TOKEN.match(text, at)
        if found is None:
            raise FormulaError(at + 1, HINTS.get(text[at], f"不认识的字符“{text[at]}”"))
        kind, typed = str(found.lastgroup), found.group()
        if kind in ("text", "ref"):
            tokens.append(_Token(kind, typed, at + 1))
        elif kind != "space":
            narrow = unicodedata.normalize("NFKC", typed)
            tokens.append(_Token(kind, ONE_SIGN.get(narrow, narrow), at + 1))
        at = found.end()
    if len(tokens) > MOST_TOKENS:
        raise FormulaError(tokens[MOST_TOKENS].position, f"公式太长，最多 {MOST_TOKENS} 个数、字段和符号，请分成几条写")
    return [*tokens, _Token("end", "", len(text) + 1)]


class _Parser:
    """Precedence climbing over the tokens; ``_depth`` keeps a pathological formula from exhausting the stack."""

    def __init__(self, tokens: list[_Token]) -> None:
        self._tokens = tokens
        self._at = 0
        self._depth = 0

    @property
    def _next(self) -> _Token:
        return self._tokens[self._at]

    def _take(self) -> _Token:
        self._at += 1
        return self._tokens[self._at - 1]

    def expression(self, level: int = 1) -> Node:
        left = self._operand()
        while LEVELS.get(self._sign(), 0) >= level:
            operator = self._take().text
            left = Binary(operator, left, self.expression(LEVELS[operator] + 1))
        return left

    def finish(self) -> None:
        if self._next.kind != "end":
            raise FormulaError(self._next.position, self._unwanted())

    def _sign(self) -> str:
        return self._next.text if self._next.kind == "sign" else ""

    def _unwanted(self) -> str:
        if self._sign() == ")":
            return "多出一个右括号"
        if self._sign() == ",":
            return "逗号只能用在函数的括号里"
        return f"“{self._next.text}”前面少了运算符"

    def _operand(self) -> Node:
        token = self._take()
        self._depth += 1
        if self._depth > DEEPEST:
            raise FormulaError(token.position, f"括号套得太深，最多 {DEEPEST} 层")
        node = self._read(token)
        self._depth -= 1
        return node

    def _read(self, token: _Token) -> Node:
        match token.kind, token.text:
            case "sign", "-":
                return Negative(self._operand())
            case "sign", "+":
                return self._operand()
            case "sign", "(":
                node = self.expression()
                self._close(token)
                return node
            case "number", written:
                return _number(written, token.position)
            case "text", written:
                return _text(written, token.position)
            case "ref", written:
                return _reference(written, token.position)
            case "name", written:
                return self._named(written.upper(), token)
            case "end", _:
                raise FormulaError(token.position, "公式没有写完")
            case _:
                raise FormulaError(token.position, f"这里应是数、文字或字段，却是“{token.text}”")

    def _named(self, name: str, token: _Token) -> Node:
        if self._sign() != "(":
            if name in ("TRUE", "FALSE"):
                return Literal(name == "TRUE")
            if name in FUNCTIONS or name == "IF":
                raise FormulaError(self._next.position, f"函数 {name} 后面要有括号")
            raise FormulaError(token.position, f"“{token.text}”若是字段，要写成 [{token.text}]；若是文字，要加双引号")
        least, most = _bounds(name, token)
        opened = self._take()
        arguments = []
        if self._sign() != ")":
            arguments.append(self.expression())
            while self._sign() == ",":
                self._take()
                arguments.append(self.expression())
        self._close(opened)
        if not least <= len(arguments) <= most:
            wanted = f"{least} 个" if least == most else f"{least} 到 {most} 个"
            raise FormulaError(token.position, f"函数 {name} 要 {wanted}参数，这里有 {len(arguments)} 个")
        return Call(name, tuple(arguments))

    def _close(self, opened: _Token) -> None:
        if self._sign() == ")":
            self._take()
        elif self._next.kind == "end":
            raise FormulaError(self._next.position, f"少一个右括号，与第 {opened.position} 个字符处的左括号配对")
        else:
            raise FormulaError(self._next.position, self._unwanted())


def _bounds(name: str, token: _Token) -> tuple[int, int]:
    if name == "IF":
        return 2, 3
    if name in FUNCTIONS:
        return FUNCTIONS[name].least, FUNCTIONS[name].most
    known = sorted([*FUNCTIONS, "IF"])
    near = difflib.get_close_matches(name, known, n=1, cutoff=0.5)
    advice = f"是不是 {near[0]}？" if near else f"可用的函数有 {'、'.join(known)}"
    raise FormulaError(token.position, f"没有函数 {token.text}，{advice}")


def _number(written: str, position: int) -> Literal:
    figure = Decimal(written.removesuffix("%"))
    if DISPLAYED.plus(figure) != figure or figure.adjusted() > LARGEST_EXPONENT:
        raise FormulaError(position, f"数 {written[:20]} 太长，Excel 只记 {DISPLAYED.prec} 位有效数字")
    return Literal(EXACT.scaleb(figure, -2) if written.endswith("%") else figure)


def _text(written: str, position: int) -> Literal:
    content = written[1:-1].replace('""', '"') if written[0] == '"' else written[1:-1]
    if len(content) > LONGEST_TEXT:
        raise FormulaError(position, f"文字太长，公式里的一段文字最多 {LONGEST_TEXT} 个字")
    return Literal(content)


def _reference(written: str, position: int) -> Ref:
    name = written[1:-1].strip()
    before = re.match(r"上期\s*[:：]\s*", name)
    name = name[before.end() :] if before else name
    if not name:
        raise FormulaError(position, "方括号里没有字段名")
    return Ref(name, previous=before is not None)
