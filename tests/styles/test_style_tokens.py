from dataclasses import FrozenInstanceError
from decimal import Decimal

import pytest

from automation.styles.tokens import COLORS, LIGHT_COLORS, MONEY, MONEY_DECIMAL, PROFILES, money_format


def test_whole_money_shows_no_decimals() -> None:
    """A column of whole 万元, empty cells among them, is shown without decimals."""
    assert MONEY == money_format([Decimal(687220), None, Decimal("520.00"), Decimal(0)])


def test_one_fraction_gives_the_whole_column_decimals() -> None:
    """One value that is not whole gives all values of the column two decimals, so that points stand in line."""
    assert MONEY_DECIMAL == money_format([Decimal(520), Decimal("12.5")])


def test_empty_column_is_whole() -> None:
    """A column without any value is formatted as whole money."""
    assert MONEY == money_format([])


def test_every_profile_names_every_role() -> None:
    """Each font profile has a face for each role, and digits in Times New Roman."""
    assert {"A", "B", "C"} == set(PROFILES)
    assert all(fonts.title and fonts.body and fonts.kai and fonts.hei and fonts.song for fonts in PROFILES.values())
    assert {"Times New Roman"} == {fonts.digits for fonts in PROFILES.values()}


def test_the_four_lights_can_be_told_apart() -> None:
    """Each of the four glyphs has a font colour and a fill of its own."""
    assert ["●", "▲", "■", "○"] == list(LIGHT_COLORS)
    assert 4 == len({font for font, _ in LIGHT_COLORS.values()}) == len({fill for _, fill in LIGHT_COLORS.values()})


def test_colours_cannot_be_changed() -> None:
    """The colour tokens are the same for everybody."""
    with pytest.raises(FrozenInstanceError):
        COLORS.RED = "#000000"  # type: ignore[misc]
