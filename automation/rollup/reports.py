"""Everything that every unit reported, by item and unit, in the order of the months."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from automation.model.plan import Settings
from automation.model.submission import Entry
from automation.period import Period
from automation.summary import UnitReport


class Reports:
    """The merged values of all units. A value that a unit left blank is as good as not reported."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._found: dict[tuple[str, str], dict[tuple[int, int], dict[str, Entry]]] = {}
        for entry in entries:
            if entry.value is not None and entry.value != "":
                months = self._found.setdefault((entry.item, entry.unit), {})
                months.setdefault(_month(entry.period), {})[entry.field] = entry

    def of(self, item: str, unit: str, period: Period) -> Mapping[str, Entry]:
        """What the unit reported in ``period``, by field; empty where it did not."""
        return self._found.get((item, unit), {}).get(_month(period), {})

    def within(self, item: str, unit: str, period: Period) -> list[Mapping[str, Entry]]:
        """All reports of the unit that fall into ``period``, which may be longer than the table's."""
        months = self._found.get((item, unit), {})
        return [months[m] for m in sorted(months) if (period.year, period.first_month) <= m <= _month(period)]

    def up_to(self, item: str, unit: str, period: Period) -> Iterator[Mapping[str, Entry]]:
        """All reports of the unit up to ``period``, the latest first."""
        months = self._found.get((item, unit), {})
        for month in sorted(months, reverse=True):
            if month <= _month(period):
                yield months[month]

    def latest(self, item: str, unit: str, period: Period, fields: Sequence[str]) -> UnitReport:
        """The unit's last report that has all of ``fields``: a stock does not vanish because nobody counted it again."""
        for entries in self.up_to(item, unit, period):
            if all(field in entries for field in fields):
                at = next(iter(entries.values())).period
                return UnitReport(unit, at, _month(at) == _month(period), entries)
        return UnitReport(unit, None, False, {})


def _month(period: Period) -> tuple[int, int]:
    return period.year, period.last_month


def elapsed(settings: Settings, period: Period, due: tuple[int, int]) -> tuple[int, int]:
    """Months gone and months in all from the plan's start to ``due`` (year, month); gone is held within 0 and all."""
    begun = settings.start.year * 12 + settings.start.first_month - 1
    whole = max(due[0] * 12 + due[1] - begun, 1)
    return min(max(period.year * 12 + period.last_month - begun, 0), whole), whole
