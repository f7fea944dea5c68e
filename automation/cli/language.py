"""The terminal's language: Simplified Chinese, or English with ``--lang en`` or ``TONGBAO_LANG=en``."""

import os
from collections.abc import Sequence

_english = False


def choose(arguments: Sequence[str]) -> None:
    """Decide before anything is defined, because help texts are made when commands are."""
    global _english
    asked = os.environ.get("TONGBAO_LANG", "")
    for before, word in zip(("", *arguments), arguments, strict=False):
        if before == "--lang":
            asked = word
        elif word.startswith("--lang="):
            asked = word.partition("=")[2]
    _english = asked.lower().startswith("en")


def tr(chinese: str, english: str) -> str:
    """The text in the terminal's language. Messages about data stay Chinese: they are for the people who mend it."""
    return english if _english else chinese
