"""Excel's limits on formulas and on rules for typing: past them the file opens with a repair notice, or not at all."""

import re
from collections.abc import Sequence

from automation.styles.text import full_width, units

_FORMULA = 8_192
_LITERAL = 255
_VALIDATION_TEXTS = {
    "input_title": ("提示标题", 32),
    "error_title": ("出错标题", 32),
    "input_message": ("输入提示", 255),
    "error_message": ("出错说明", 224),
}
"""xlsxwriter lets an error text of 255 pass; Excel refuses more than 224."""
_LIST = 255


def checked_formula(formula: str) -> str:
    """``formula`` unchanged.

    Raises:
        ValueError: It does not start with ``=``, or it or one of its literals is too long.
    """
    if not formula.startswith("="):
        raise ValueError(f"公式须以等号开头：{formula[:40]}")
    if units(formula) > _FORMULA:
        raise ValueError(f"公式有{units(formula)}个字符，Excel最多{_FORMULA}个")
    literals = re.findall(r'"((?:[^"]|"")*)"', formula)
    longest = max((units(text) for text in literals if len(text) > _LITERAL // 2), default=0)
    if longest > _LITERAL:
        raise ValueError(f"公式中的文字有{longest}个字符，Excel最多{_LITERAL}个")
    return formula


def checked_validation(options: dict[str, object]) -> dict[str, object]:
    """``options`` of a data validation with titles, prompts and error texts full-width.

    Raises:
        ValueError: One of them, the list or the formula is too long, or a list item holds a comma.
    """
    checked = dict(options)
    for key, (label, limit) in _VALIDATION_TEXTS.items():
        if isinstance(text := checked.get(key), str):
            checked[key] = full_width(text)
            if len(text) > limit // 2 and units(text) > limit:
                raise ValueError(f"{label}有{units(text)}个字符，Excel最多{limit}个")
    for key in ("source", "value", "minimum", "maximum"):
        content = checked.get(key)
        if isinstance(content, (list, tuple)):
            checked[key] = _checked_list(content)
        elif isinstance(content, str) and units(content) > _LIST:
            raise ValueError(f"数据验证的公式有{units(content)}个字符，Excel最多{_LIST}个")
    return checked


def _checked_list(items: Sequence[object]) -> list[str]:
    texts = [str(item) for item in items]
    if mark := next((text for text in texts if "," in text), None):
        raise ValueError(f"下拉选项“{mark}”含有半角逗号，会被Excel拆成两项")
    if units(",".join(texts)) > _LIST:
        raise ValueError(f"下拉选项合计{units(','.join(texts))}个字符，Excel最多{_LIST}个")
    return texts
