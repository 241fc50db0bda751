"""The cash of the house as it is drawn: a `documents.charts.cash.CashCurve`, from the rows of `Tresorerie`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from postprod_xl.documents.charts.cash import CashCurve, CashMonth
from postprod_xl.domain.accounts.cash.flows import UNSIGNED, incoming_cents, outgoing_cents
from postprod_xl.domain.office import Office
from postprod_xl.domain.wording import euros_text
from postprod_xl.schema.tables.accounts import CASH

_MONTH = re.compile(r"(\d{4})-(\d{2})")


def cash_curve(office: Office) -> CashCurve:
    """The months of `Tresorerie` that are shown one by one, and what is left out of the chart.

    Parameters
    ----------
    office
        With the rows of `Tresorerie`.
    """
    months = tuple(_months(office))
    return CashCurve(office.today, months, tuple(_lines(office, months)))


def _months(office: Office) -> Iterator[CashMonth]:
    for row in office[CASH.name]:
        if match := _MONTH.fullmatch(row.month):
            yield CashMonth(
                row.month,
                date(int(match[1]), int(match[2]), 1),
                incoming_cents(row),
                outgoing_cents(row),
                row.cumulative_cents,
                row.unsigned_cents,
            )


def _lines(office: Office, months: tuple[CashMonth, ...]) -> Iterator[str]:
    yield f"Situation au {office.today:%d/%m/%Y}, TTC, charges et TVA comprises."
    if not months:
        yield "Aucun mouvement à dessiner."
        return
    yield "Le cumul part de zéro : ajoutez-y le solde du compte en banque au premier mois."
    unsigned = sum(getattr(row, UNSIGNED) for row in office[CASH.name])
    if unsigned:
        yield f"{euros_text(unsigned)} TTC de devis non signés ne sont dans aucune courbe."
