"""Chance that always falls the same way: seeded with words, never with a clock."""

import random
from collections.abc import Sequence
from decimal import Decimal
from typing import TypeVar

T = TypeVar("T")


class Dice:
    """A run of chances that depends on ``words`` only."""

    def __init__(self, *words: object) -> None:
        self._random = random.Random("|".join(str(word) for word in words))  # noqa: S311 - figures, not secrets

    def whole(self, low: int, high: int) -> int:
        """A whole number from ``low`` to ``high``, both included."""
        return low + int(self._random.random() * (high - low + 1))

    def between(self, low: str, high: str) -> Decimal:
        """A number from ``low`` to ``high`` in steps of one part in a thousand of the way."""
        return Decimal(low) + (Decimal(high) - Decimal(low)) * self.whole(0, 1000) / 1000

    def one_of(self, options: Sequence[T]) -> T:
        """One of ``options``."""
        return options[self.whole(0, len(options) - 1)]
