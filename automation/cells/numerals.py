"""Chinese numerals in dates: 二〇一七年六月三十日 is 2017年6月30日."""

import re

_DIGITS = {c: str(n) for n, c in enumerate("〇一二三四五六七八九")} | {"零": "0", "○": "0", "Ｏ": "0"}
_YEAR = re.compile(r"[〇零○一二三四五六七八九]{4}(?=年)")
_COUNT = re.compile(r"(?<![一二三四五六七八九十])([一二三]?十[一二三四五六七八九]?|[一二三四五六七八九])(?=[月日号])")


def arabic_date(text: str) -> str:
    """``text`` with the numerals before 年, 月, 日 and 号 in digits."""
    if not any(word in text for word in "年月日号"):
        return text
    return _COUNT.sub(lambda count: _number(count[1]), _YEAR.sub(lambda year: "".join(_DIGITS[c] for c in year[0]), text))


def _number(word: str) -> str:
    tens, ten, ones = word.rpartition("十")
    return str((int(_DIGITS[tens]) if tens else 1) * 10 + (int(_DIGITS[ones]) if ones else 0)) if ten else _DIGITS[word]
