"""The unit that a heading says: a column in another unit than ours is not ours."""

from __future__ import annotations

import re

from postprod_xl.schema.cells.spelling import plain_letters
from postprod_xl.schema.kinds import Kind
from postprod_xl.schema.table import Column
from postprod_xl.schema.vocabulary import Unit

_UNITS = {
    Unit.HOUR: re.compile(r"\bh\b|\bheures?\b|\bhoraires?\b|\bhour(?:s|ly)?\b"),
    Unit.DAY: re.compile(r"\bj\b|\bjours?\b|\bjournee\b|\bjournaliere?\b|\btjm\b|\bdays?\b|\bdaily\b"),
    Unit.WEEK: re.compile(r"\bsem(?:aines?)?\b|\bhebdo\w*|\bweek(?:s|ly)?\b"),
    Unit.MINUTE: re.compile(r"\bmin(?:utes?)?\b|\bmn\b"),
    "mois": re.compile(r"\bmois\b|\bmensuel\w*|\bmonth(?:s|ly)?\b"),
    "an": re.compile(r"\ban(?:s|nee|nuel\w*)?\b|\byear(?:s|ly)?\b"),
    "TTC": re.compile(r"\bttc\b"),
    "k€": re.compile(r"k ?€|\bk ?eur"),
    "$": re.compile(r"\$|£|\busd\b|\bgbp\b|\bchf\b"),
}
_SOLD_BY = frozenset((Unit.HOUR, Unit.DAY, Unit.WEEK, Unit.MINUTE))
"""What a price may be by: its unit is in another column, or is that of its heading."""
_QUANTITIES = frozenset((Kind.INT, Kind.NUMBER, Kind.EURO, Kind.AMOUNT, Kind.HOURS, Kind.DAYS))


def units_said(heading: str) -> set[str]:
    """The units that a heading says.

    >>> sorted(units_said("Durée (h)")), sorted(units_said("Tarif jour TTC")), units_said("Prix HT")
    (['heure'], ['TTC', 'jour'], set())
    """
    plain = plain_letters(heading)
    return {str(unit) for unit, words in _UNITS.items() if words.search(plain)}


def other_unit(column: Column, heading: str) -> str:
    """The unit that a heading says and that a column is not in; empty when they agree or the heading says none.

    >>> from postprod_xl.schema.tables import BY_NAME
    >>> day_cost, price = BY_NAME["Equipe"].by_name["day_cost_cents"], BY_NAME["Tarifs"].by_name["price_cents"]
    >>> other_unit(day_cost, "Taux horaire"), other_unit(day_cost, "Tarif jour"), other_unit(price, "Prix TTC")
    ('heure', '', 'TTC')
    """
    if column.kind not in _QUANTITIES:
        return ""
    allowed = units_said(column.heading) | (
        _SOLD_BY if column.name in ("price_cents", "cost_cents") else set()
    )
    return next(iter(sorted(units_said(heading) - allowed)), "")


def unit_sold(heading: str) -> str:
    """The only unit by which a heading says that a price is.

    >>> unit_sold("Prix / jour"), unit_sold("Prix HT")
    ('jour', '')
    """
    found = units_said(heading) & _SOLD_BY
    return found.pop() if len(found) == 1 else ""
